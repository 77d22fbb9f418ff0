#include "topics/topiclist.h"

#include <utility>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/namefilter.h"
#include "common/page.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "common/words.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

RowTable::Columns columns(bool withSizes)
{
    RowTable::Columns made{
        .stretched = TopicModel::Topic,
        .leastStretched = 220,
        .fixed = {{TopicModel::State, 172},
                  {TopicModel::Partitions, 96},
                  {TopicModel::Replicas, 92},
                  {TopicModel::Records, 116},
                  {TopicModel::LastWrite, 130},
                  {TopicModel::Retention, 116},
                  {TopicModel::Cleanup, 130},
                  {TopicModel::Star, 44},
                  {TopicModel::More, 44}},
        .hiddenFirst = {TopicModel::Cleanup, TopicModel::Replicas, TopicModel::Retention, TopicModel::LastWrite,
                        TopicModel::Partitions},
    };
    if (withSizes) {
        made.fixed += {TopicModel::Size, 104};
        made.hiddenFirst.insert(2, TopicModel::Size);
    }
    return made;
}

// They can only be sorted when they are known of every topic.
bool needsDetails(TopicQuery::By by)
{
    return by == TopicQuery::By::Records || by == TopicQuery::By::LastWrite || by == TopicQuery::By::Retention
           || by == TopicQuery::By::Cleanup;
}

} // namespace

TopicList::TopicList(QWidget *parent)
    : QWidget(parent), m_model(new TopicModel(this)), m_table(new RowTable), m_card(new Card),
      m_failure(new FindingCard), m_missing(new FindingCard), m_differing(new FindingCard), m_empty(wrappedLabel())
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(pageMargin, pageMargin - 4, pageMargin, pageMargin);
    column->setSpacing(pageGap);
    column->addWidget(makeHead());
    column->addWidget(m_failure);
    column->addWidget(m_missing);
    column->addWidget(m_differing);
    m_card->column()->setContentsMargins(1, 1, 1, 1);
    m_card->column()->addWidget(m_table, 1);
    column->addWidget(m_card, 1);
    column->addWidget(m_empty);
    column->addStretch(0);
    setLook(m_empty, Look::Muted);
    m_failure->hide();
    m_missing->hide();
    m_differing->hide();

    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Topics"));
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(TopicModel::Topic, Qt::AscendingOrder);
    m_table->setColumns(columns(false));
    m_table->setColumnHidden(TopicModel::Size, true); // until it is known: elsewhere it never is
    connect(m_table, &RowTable::opened, this, [this](const QModelIndex &at) { Q_EMIT openWanted(topicAt(at)); });
    connect(m_table, &QTableView::doubleClicked, this,
            [this](const QModelIndex &at) { Q_EMIT openWanted(topicAt(at)); });
    connect(m_table, &QTableView::clicked, this, &TopicList::clicked);
    connect(m_table, &RowTable::menuWanted, this, &TopicList::openMenu);
    connect(m_table, &RowTable::deleteWanted, this, [this](const QModelIndex &at) {
        if (!m_readOnly) {
            Q_EMIT deleteWanted(topicAt(at));
        }
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &TopicList::tellVisible);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) { m_current = now.isValid() ? topicAt(now) : m_current; });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (const int row = m_model->rowNamed(m_current); row >= 0) {
            m_table->selectRow(row);
        }
    });
    connect(m_model, &QAbstractItemModel::layoutChanged, this, &TopicList::tellVisible);
    connect(m_missing, &FindingCard::accepted, this, &TopicList::createMissingWanted);
    connect(m_differing, &FindingCard::accepted, this, [this] { Q_EMIT mendWanted(m_model->table().mendable); });
    setFocusProxy(m_table);
    showSentence();
    showEmpty();
}

QWidget *TopicList::makeHead()
{
    auto *widget = new QWidget;
    QHBoxLayout *head = pageHead(tr("Topics"), {});
    head->setContentsMargins(0, 0, 0, 0);
    widget->setLayout(head);
    m_sentence = widget->findChild<ElidedLabel *>();
    m_filter = nameFilter(this, m_table);
    m_internals = new QCheckBox(tr("Kafka’s own"));
    setPlainToolTip(m_internals, tr("Show the topics that Kafka keeps for itself, as __consumer_offsets"));
    QPushButton *more = menuButton(tr("More"));
    m_import = more->menu()->addAction(tr("Make topics as a file says…"), this, &TopicList::importWanted);
    more->menu()->addAction(tr("Save these topics as a file…"), this, [this] { Q_EMIT exportWanted(shownTopics()); });
    m_create = new QPushButton(tr("Create topic…"));
    setLook(m_create, Look::Primary);
    head->addWidget(m_internals);
    head->addWidget(m_filter);
    head->addWidget(more);
    head->addWidget(m_create);
    connect(m_filter, &QLineEdit::textChanged, this, &TopicList::showQuery);
    connect(m_internals, &QCheckBox::toggled, this, &TopicList::showQuery);
    connect(m_create, &QPushButton::clicked, this, &TopicList::createWanted);
    return widget;
}

void TopicList::setTable(const TopicTablePtr &table, TimePoint asOf)
{
    m_known = true;
    m_model->setTime(asOf);
    m_model->setTable(table);
    if (table->hasSizes && !std::exchange(m_hasSizes, true)) {
        m_table->setColumns(columns(true));
    }
    showSentence();
    showEmpty();
    showMissing();
    showDiffering();
    tellVisible();
}

void TopicList::setFavourites(const QStringList &topics)
{
    TopicQuery query = m_model->query();
    query.favourites = topics;
    m_model->setQuery(query);
}

void TopicList::setFailure(const std::optional<Error> &failure)
{
    m_failure->setVisible(failure.has_value());
    if (failure) {
        Finding finding = m_known ? staleFinding(*failure) : findingOf(*failure);
        finding.edge = Card::Edge::Waiting;
        m_failure->setFinding(finding);
    }
    m_failed = failure.has_value();
    showCreate();
    showEmpty();
}

void TopicList::setBusy(bool busy)
{
    m_busy = busy;
    m_missing->setAcceptEnabled(!busy);
    m_differing->setAcceptEnabled(!busy);
}

void TopicList::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    showCreate();
}

void TopicList::setHasTeamFile(bool hasTeamFile)
{
    m_hasTeamFile = hasTeamFile;
}

void TopicList::showCreate()
{
    m_create->setEnabled(!m_failed && !m_readOnly);
    m_import->setEnabled(!m_failed && !m_readOnly);
}

QStringList TopicList::shownTopics() const
{
    QStringList topics;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->at(row)->expected != TopicRow::Expected::Missing) {
            topics += m_model->at(row)->summary.name;
        }
    }
    return topics;
}

void TopicList::showQuery()
{
    TopicQuery query = m_model->query();
    query.filter = m_filter->text();
    query.internals = m_internals->isChecked();
    m_model->setQuery(query);
    showSentence();
    showEmpty();
    tellVisible();
}

void TopicList::showSentence()
{
    qint64 partitions = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const TopicRow &topic = *m_model->at(row);
        partitions += topic.expected == TopicRow::Expected::Missing ? 0 : topic.summary.partitions;
    }
    const QString shown = tr("%Ln topic(s)", nullptr, m_model->rowCount());
    const QString parts = tr("%Ln partition(s)", nullptr, static_cast<int>(partitions));
    m_sentence->setText(m_known ? tr("%1, %2", "topics, partitions").arg(shown, parts) : QString());
}

void TopicList::showEmpty()
{
    const bool isEmpty = m_model->rowCount() == 0;
    m_card->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    if (!isEmpty) {
        return;
    }
    if (!m_known) {
        m_empty->setText(m_failure->isHidden() ? tr("Asking the broker…") : QString());
    } else if (m_model->hiddenByFilter() > 0) {
        m_empty->setText(tr("No topic matches «%1».").arg(plainText(m_filter->text(), 100)));
    } else {
        m_empty->setText(tr("There is no topic yet. Topics that others make appear here by themselves."));
    }
}

void TopicList::showMissing()
{
    const QStringList &missing = m_model->table().missing;
    m_missing->setVisible(!missing.isEmpty());
    if (missing.isEmpty()) {
        return;
    }
    const int count = static_cast<int>(missing.size());
    m_missing->setFinding({.edge = Card::Edge::Problem,
                           .title = tr("%n expected topic(s) are missing", nullptr, count),
                           .text = listText(missing),
                           .raw = {},
                           .accept = count == 1 ? tr("Create %1").arg(missing.first()) : tr("Create them"),
                           .dismissible = false});
    m_missing->setAcceptEnabled(!m_busy);
}

void TopicList::showDiffering()
{
    const QStringList &topics = m_model->table().mendable;
    m_differing->setVisible(!topics.isEmpty());
    if (topics.isEmpty()) {
        return;
    }
    m_differing->setFinding(
        {.edge = Card::Edge::Waiting,
         .title = tr("%n topic(s) are not as this project expects", nullptr, static_cast<int>(topics.size())),
         .text = listText(topics),
         .raw = {},
         .accept = tr("See what would change…"),
         .dismissible = false});
    m_differing->setAcceptEnabled(!m_busy);
}

void TopicList::tellVisible()
{
    if (!isVisible()) {
        return;
    }
    QStringList topics;
    const bool all = needsDetails(m_model->query().by);
    const int first = all ? 0 : std::max(0, m_table->rowAt(0));
    const int bottom = m_table->rowAt(m_table->viewport()->height() - 1);
    const int last = all || bottom < 0 ? m_model->rowCount() - 1 : bottom;
    for (int row = first; row <= last; ++row) {
        if (m_model->at(row)->expected != TopicRow::Expected::Missing) {
            topics += m_model->at(row)->summary.name;
        }
    }
    if (topics != m_visible) {
        m_visible = topics;
        Q_EMIT visibleChanged(topics);
    }
}

void TopicList::tellVisibleAnew()
{
    m_visible.clear();
    tellVisible();
}

void TopicList::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    tellVisibleAnew();
}

void TopicList::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    tellVisible();
}

QString TopicList::topicAt(const QModelIndex &index) const
{
    return m_model->at(index.row())->summary.name;
}

void TopicList::clicked(const QModelIndex &index)
{
    if (index.column() == TopicModel::More) {
        openMenu(index, m_table->viewport()->mapToGlobal(m_table->visualRect(index).bottomLeft()));
    } else if (index.column() == TopicModel::Star) {
        const QString topic = topicAt(index);
        Q_EMIT favouriteWanted(topic, !m_model->isFavourite(topic));
    }
}

void TopicList::openMenu(const QModelIndex &index, const QPoint &at)
{
    QMenu *menu = menuFor(topicAt(index));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(at);
    menu->setActiveAction(menu->actions().constFirst());
}

QMenu *TopicList::menuFor(const QString &topic)
{
    auto *menu = new QMenu(this);
    menu->setAccessibleName(tr("Actions of %1").arg(topic));
    const TopicRow *row = m_model->at(m_model->rowNamed(topic));
    const bool isThere = row && row->expected != TopicRow::Expected::Missing;
    const bool isOurs = isThere && !row->summary.isInternal; // Kafka's own are not touched
    const bool canChange = isOurs && !m_readOnly;
    const bool isExpected = row && row->expected != TopicRow::Expected::No;
    const auto add = [&](const QString &text, bool enabled, auto signal) {
        QAction *action = menu->addAction(text);
        action->setEnabled(enabled);
        connect(action, &QAction::triggered, this, [this, topic, signal] { Q_EMIT(this->*signal)(topic); });
    };
    add(tr("Open"), isThere, &TopicList::openWanted);
    add(tr("See its records"), isThere, &TopicList::recordsWanted);
    const bool isFavourite = m_model->isFavourite(topic);
    QAction *star = menu->addAction(isFavourite ? tr("No longer a favourite") : tr("Make it a favourite"));
    connect(star, &QAction::triggered, this,
            [this, topic, isFavourite] { Q_EMIT favouriteWanted(topic, !isFavourite); });
    menu->addSeparator();
    add(tr("Add partitions…"), canChange, &TopicList::addPartitionsWanted);
    add(tr("New topic with the same settings…"), isThere && row->policyAsOf.has_value() && !m_readOnly,
        &TopicList::cloneWanted);
    add(tr("Compare with another topic…"), isThere, &TopicList::compareWanted);
    add(isExpected ? tr("What the team expects of it…") : tr("Let the team expect it…"),
        m_hasTeamFile && (isExpected || (isOurs && row->policyAsOf)), &TopicList::expectationWanted);
    menu->addSeparator();
    add(tr("Delete its records…"), canChange, &TopicList::emptyWanted);
    add(tr("Delete and make again…"), canChange, &TopicList::recreateWanted);
    add(tr("Delete the topic…"), canChange, &TopicList::deleteWanted);
    menu->addSeparator();
    add(tr("Copy name"), true, &TopicList::copyWanted);
    QAction *line = menu->addAction(tr("Copy as command line"));
    connect(line, &QAction::triggered, this, [this, topic] {
        Q_EMIT commandLineWanted({QStringLiteral("topics"), QStringLiteral("describe"), topic});
    });
    return menu;
}

} // namespace bd::app
