#include "topics/topicpage.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/rowtable.h"
#include "common/settingmodel.h"
#include "common/statepill.h"
#include "common/theme.h"
#include "common/words.h"
#include "topics/partitionmodel.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

enum Tab { PartitionsTab, SettingsTab };

const RowTable::Columns partitionColumns{
    .stretched = PartitionModel::Replicas,
    .leastStretched = 110,
    .fixed = {{PartitionModel::Id, 100},
              {PartitionModel::Leader, 130},
              {PartitionModel::InSync, 110},
              {PartitionModel::First, 130},
              {PartitionModel::End, 130},
              {PartitionModel::Records, 130}},
    .hiddenFirst = {PartitionModel::First, PartitionModel::End},
};

const RowTable::Columns settingColumns{
    .stretched = SettingModel::Value,
    .leastStretched = 160,
    .fixed = {{SettingModel::Name, 300}, {SettingModel::Words, 150}, {SettingModel::Source, 150}},
    .hiddenFirst = {SettingModel::Words, SettingModel::Source},
};

} // namespace

TopicPage::TopicPage(QWidget *parent)
    : QWidget(parent), m_partitionModel(new PartitionModel(this)), m_settingModel(new SettingModel(this)),
      m_partitions(new RowTable), m_settings(new RowTable), m_failure(new FindingCard), m_note(new FindingCard)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(pageMargin, pageMargin - 4, pageMargin, pageMargin);
    column->setSpacing(pageGap);
    column->addWidget(makeHead());
    column->addWidget(m_failure);
    column->addWidget(m_note);
    column->addWidget(makeFacts());
    column->addWidget(makeTabs(), 1);
    m_failure->hide();
    m_note->hide();
    connect(m_note, &FindingCard::accepted, this, [this] { Q_EMIT mendWanted(m_name); });
    m_partitions->setModel(m_partitionModel);
    m_partitions->setAccessibleName(tr("Partitions"));
    m_partitions->setColumns(partitionColumns);
    m_settings->setModel(m_settingModel);
    m_settings->setAccessibleName(tr("Settings"));
    m_settings->setColumns(settingColumns);
    connect(m_settings, &RowTable::opened, this, &TopicPage::changeSetting);
    connect(m_settings, &QTableView::doubleClicked, this, &TopicPage::changeSetting);
    setFocusProxy(m_partitions);
}

QWidget *TopicPage::makeHead()
{
    auto *widget = new QWidget;
    auto *head = new QHBoxLayout(widget);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(12);
    auto *back = new QPushButton(tr("‹ Topics"));
    back->setAccessibleName(tr("Back to the list of topics"));
    setPlainToolTip(back, tr("Back to the list of topics (Esc)"));
    setLook(back, Look::Link);
    m_title = new ElidedLabel(Qt::ElideMiddle);
    m_title->setFont(titleFont());
    m_pill = new StatePill;
    m_seeRecords = new QPushButton(tr("See its records"));
    connect(m_seeRecords, &QPushButton::clicked, this, [this] { Q_EMIT recordsWanted(m_name); });
    m_actions = menuButton(tr("Actions"));
    QMenu *menu = m_actions->menu();
    const auto add = [this, menu](const QString &text, auto wanted) {
        return menu->addAction(text, this, [this, wanted] { Q_EMIT(this->*wanted)(m_name); });
    };
    m_changes += add(tr("Add partitions…"), &TopicPage::addPartitionsWanted);
    m_changes += add(tr("New topic with the same settings…"), &TopicPage::cloneWanted);
    add(tr("Compare with another topic…"), &TopicPage::compareWanted);
    m_expectation = add(tr("What the team expects of it…"), &TopicPage::expectationWanted);
    menu->addSeparator();
    m_changes += add(tr("Delete its records…"), &TopicPage::emptyWanted);
    m_changes += add(tr("Delete and make again…"), &TopicPage::recreateWanted);
    m_changes += add(tr("Delete the topic…"), &TopicPage::deleteWanted);
    m_expectation->setEnabled(false);
    head->addWidget(back);
    head->addWidget(m_title, 1);
    head->addWidget(m_pill);
    head->addWidget(m_seeRecords);
    head->addWidget(m_actions);
    connect(back, &QPushButton::clicked, this, &TopicPage::backWanted);
    return widget;
}

QWidget *TopicPage::makeFacts()
{
    auto *card = new Card;
    auto *row = new QHBoxLayout;
    row->setSpacing(32);
    m_partitionCount = addFact(row, tr("Partitions"));
    m_replicas = addFact(row, tr("Replicas of each"));
    m_records = addFact(row, tr("Records"));
    m_lastWrite = addFact(row, tr("Last write"));
    m_size = addFact(row, tr("Size"));
    m_kept = addFact(row, tr("Kept for"));
    m_cleanup = addFact(row, tr("Clean-up"));
    for (QLabel *value : {m_partitionCount, m_replicas, m_records, m_lastWrite, m_size, m_kept, m_cleanup}) {
        value->setText(unknownText);
    }
    row->addStretch(1);
    card->column()->addLayout(row);
    return card;
}

QWidget *TopicPage::makeTabs()
{
    auto *card = new Card;
    card->column()->setContentsMargins(1, 6, 1, 1);
    card->column()->setSpacing(6);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 0, 14, 0);
    m_tabs = new QTabBar;
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->insertTab(PartitionsTab, tr("Partitions"));
    m_tabs->insertTab(SettingsTab, tr("Settings"));
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Filter settings"));
    m_filter->setAccessibleName(tr("Filter settings"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(200);
    m_filter->hide();
    bar->addWidget(m_tabs);
    bar->addStretch(1);
    bar->addWidget(m_filter);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_partitions);
    m_stack->addWidget(m_settings);
    card->column()->addLayout(bar);
    card->column()->addWidget(m_stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_stack->setCurrentIndex(tab);
        m_filter->setVisible(tab == SettingsTab);
    });
    connect(m_filter, &QLineEdit::textChanged, m_settingModel, &SettingModel::setFilter);
    return card;
}

void TopicPage::setTopic(const QString &name)
{
    if (name != m_name) {
        m_name = name;
        m_tabs->setCurrentIndex(PartitionsTab);
        m_filter->clear();
        m_partitionModel->setTopic({}, {});
        m_settingModel->setEntries({});
    }
    m_title->setText(plainText(name, 260));
}

void TopicPage::setKnown(const kafka::Topic *topic, const TopicRow &row, const TopicDetails &details)
{
    const bool isThere = topic != nullptr;
    const bool isOurs = isThere && !row.summary.isInternal;
    m_actions->setEnabled(isOurs);
    m_seeRecords->setEnabled(isThere);
    m_note->setVisible(!isThere || !row.differences.isEmpty());
    if (!isThere) {
        m_pill->setState(StatePill::Shape::Missing, tr("gone"));
        m_note->setFinding({.edge = Card::Edge::Waiting,
                            .title = tr("There is no topic %1 any more").arg(m_name),
                            .text = tr("Somebody has deleted it. What is below was true before."),
                            .raw = {},
                            .accept = {},
                            .dismissible = false});
        return;
    }
    m_pill->setState(shapeOf(row), stateText(row));
    if (!row.differences.isEmpty()) {
        m_note->setFinding({.edge = Card::Edge::Waiting,
                            .title = tr("It is not as this project expects it"),
                            .text = row.differences.join(QStringLiteral("; ")),
                            .raw = {},
                            .accept = row.canBeMended ? tr("See what would change…") : QString(),
                            .dismissible = false});
    }
    m_partitionCount->setText(countText(row.summary.partitions));
    m_replicas->setText(countText(row.summary.replicationFactor));
    m_records->setText(recordsText(row.summary.records));
    m_lastWrite->setText(lastWriteText(row.lastWrite, row.lastWriteAsOf));
    m_size->setText(row.size ? sizeText(*row.size) : unknownText);
    m_size->parentWidget()->setVisible(row.size.has_value());
    m_kept->setText(row.policy.retentionMs ? keptText(*row.policy.retentionMs) : unknownText);
    m_cleanup->setText(row.policyAsOf ? plainText(row.policy.cleanup, 60) : unknownText);
    showAges(row);
    m_partitionModel->setTopic(*topic, details.offsets);
    m_settingModel->setEntries(details.config);
}

void TopicPage::showAges(const TopicRow &row)
{
    const auto tell = [](QLabel *value, const std::optional<TimePoint> &asOf, const QString &about = {}) {
        const QString age = asOf ? tr("As of %1").arg(timeOfDayText(*asOf)) : tr("Not known yet");
        setPlainToolTip(value, about.isEmpty() ? age : about + QLatin1Char('\n') + age);
    };
    tell(m_records, row.recordsAsOf, tr("At most: compaction and transactions leave gaps"));
    tell(m_lastWrite, row.lastWriteAsOf);
    tell(m_size, row.sizeAsOf, tr("On the brokers’ disks, all replicas together"));
    tell(m_kept, row.policyAsOf);
    tell(m_cleanup, row.policyAsOf);
}

void TopicPage::setFailure(const std::optional<Error> &failure)
{
    m_failure->setVisible(failure.has_value());
    if (failure) {
        m_failure->setFinding(staleFinding(*failure));
        m_actions->setEnabled(false);
    }
}

void TopicPage::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    for (QAction *change : m_changes) {
        change->setEnabled(!readOnly);
    }
}

void TopicPage::setHasTeamFile(bool hasTeamFile)
{
    m_expectation->setEnabled(hasTeamFile);
}

void TopicPage::changeSetting(const QModelIndex &index)
{
    const kafka::ConfigEntry *entry = m_settingModel->at(index.row());
    if (entry && !entry->readOnly && !m_readOnly) {
        Q_EMIT settingWanted(m_name, *entry);
    }
}

void TopicPage::keyPressEvent(QKeyEvent *event)
{
    const bool back = event->key() == Qt::Key_Escape || event->matches(QKeySequence::Back);
    if (back) {
        Q_EMIT backWanted();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace bd::app
