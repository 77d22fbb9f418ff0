#include "groups/grouppage.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
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
#include "common/statepill.h"
#include "common/theme.h"
#include "groups/groupmodels.h"
#include "groups/groupwords.h"
#include "groups/lagchart.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

enum Tab { OffsetsTab, MembersTab };

const RowTable::Columns offsetColumns{
    .stretched = GroupOffsetModel::Topic,
    .leastStretched = 160,
    .fixed = {{GroupOffsetModel::Partition, 90},
              {GroupOffsetModel::Committed, 120},
              {GroupOffsetModel::End, 120},
              {GroupOffsetModel::Lag, 110},
              {GroupOffsetModel::History, 130},
              {GroupOffsetModel::Member, 170},
              {GroupOffsetModel::Note, 190}},
    .hiddenFirst = {GroupOffsetModel::End, GroupOffsetModel::Member, GroupOffsetModel::History, GroupOffsetModel::Note},
};

const RowTable::Columns memberColumns{
    .stretched = MemberModel::Partitions,
    .leastStretched = 160,
    .fixed = {{MemberModel::Client, 210},
              {MemberModel::Host, 130},
              {MemberModel::Container, 200},
              {MemberModel::Instance, 130}},
    .hiddenFirst = {MemberModel::Instance, MemberModel::Host},
};

} // namespace

GroupPage::GroupPage(QWidget *parent)
    : QWidget(parent), m_offsetModel(new GroupOffsetModel(this)), m_memberModel(new MemberModel(this)),
      m_offsets(new RowTable), m_members(new RowTable), m_failure(new FindingCard), m_note(new FindingCard)
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
    m_offsets->setModel(m_offsetModel);
    m_offsets->setAccessibleName(tr("Offsets"));
    m_offsets->setColumns(offsetColumns);
    m_offsets->setItemDelegateForColumn(GroupOffsetModel::History, new LagDelegate(m_offsets));
    m_members->setModel(m_memberModel);
    m_members->setAccessibleName(tr("Members"));
    m_members->setColumns(memberColumns);
    setFocusProxy(m_offsets);
}

QWidget *GroupPage::makeHead()
{
    auto *widget = new QWidget;
    auto *head = new QHBoxLayout(widget);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(12);
    auto *back = new QPushButton(tr("‹ Groups"));
    back->setAccessibleName(tr("Back to the list of groups"));
    setPlainToolTip(back, tr("Back to the list of groups (Esc)"));
    setLook(back, Look::Link);
    m_title = new ElidedLabel(Qt::ElideMiddle);
    m_title->setFont(titleFont());
    m_pill = new StatePill;
    m_actions = menuButton(tr("Actions"));
    QMenu *menu = m_actions->menu();
    menu->addAction(tr("Reset offsets…"), this, [this] { Q_EMIT resetWanted(m_name); });
    menu->addSeparator();
    menu->addAction(tr("Delete the offsets of a topic…"), this, [this] { Q_EMIT deleteOffsetsWanted(m_name); });
    m_delete = menu->addAction(tr("Delete the group…"), this, [this] { Q_EMIT deleteWanted(m_name); });
    head->addWidget(back);
    head->addWidget(m_title, 1);
    head->addWidget(m_pill);
    head->addWidget(m_actions);
    connect(back, &QPushButton::clicked, this, &GroupPage::backWanted);
    return widget;
}

void GroupPage::addFact(QHBoxLayout *row, const QString &name, QLabel *&value)
{
    auto *fact = new QVBoxLayout;
    fact->setSpacing(2);
    QLabel *above = plainLabel(name);
    setLook(above, Look::Small);
    value = plainLabel(unknownText);
    setLook(value, Look::Strong);
    fact->addWidget(above);
    fact->addWidget(value);
    fact->addStretch(1);
    row->addLayout(fact);
}

QWidget *GroupPage::makeFacts()
{
    auto *card = new Card;
    auto *row = new QHBoxLayout;
    row->setSpacing(28);
    addFact(row, tr("Members"), m_memberCount);
    addFact(row, tr("Topics"), m_topicCount);
    addFact(row, tr("Lag"), m_lag);
    addFact(row, tr("Assignor"), m_assignor);
    addFact(row, tr("Coordinator"), m_coordinator);
    m_chart = new LagChart;
    row->addWidget(m_chart, 1);
    card->column()->addLayout(row);
    return card;
}

QWidget *GroupPage::makeTabs()
{
    auto *card = new Card;
    card->column()->setContentsMargins(1, 6, 1, 1);
    card->column()->setSpacing(6);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 0, 14, 0);
    m_tabs = new QTabBar;
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->insertTab(OffsetsTab, tr("Offsets"));
    m_tabs->insertTab(MembersTab, tr("Members"));
    bar->addWidget(m_tabs);
    bar->addStretch(1);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_offsets);
    m_stack->addWidget(m_members);
    card->column()->addLayout(bar);
    card->column()->addWidget(m_stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    return card;
}

void GroupPage::setGroup(const QString &name)
{
    if (name != m_name) {
        m_name = name;
        m_tabs->setCurrentIndex(OffsetsTab);
        m_offsetModel->setStatus({});
        m_memberModel->setMembers({}, {});
        m_chart->setHistory({});
    }
    m_title->setText(plainText(name, 260));
}

void GroupPage::showNote(const GroupRow *row, const GroupDetails &details)
{
    Finding note{.edge = Card::Edge::Waiting, .title = {}, .text = {}, .raw = {}, .accept = {}, .dismissible = false};
    if (!row) {
        note.title = tr("There is no group %1 any more").arg(m_name);
        note.text = tr("It was deleted, or Kafka has forgotten it after it was empty for long. What is below was true "
                       "before.");
    } else if (!row->error.isEmpty()) {
        note.title = tr("Kafka does not tell of this group");
        note.text = row->error;
    } else if (!details.status.offsetsError.isEmpty()) {
        note.title = tr("It is not known what is committed");
        note.text = details.status.offsetsError;
    }
    m_note->setVisible(!note.title.isEmpty());
    if (!note.title.isEmpty()) {
        m_note->setFinding(note);
    }
}

void GroupPage::setKnown(const GroupRow *row, const GroupDetails &details, const QMap<QString, QString> &containers)
{
    showNote(row, details);
    m_actions->setEnabled(row && row->asOf && row->error.isEmpty() && !m_readOnly);
    if (!row) {
        m_pill->setState(StatePill::Shape::Missing, tr("gone"));
        return;
    }
    m_pill->setState(shapeOf(*row), stateText(*row));
    m_delete->setEnabled(row->members.value_or(1) == 0);
    const auto number = [](const std::optional<int> &count) { return count ? countText(*count) : unknownText; };
    m_memberCount->setText(number(row->members));
    m_topicCount->setText(number(row->topics));
    m_lag->setText(row->asOf ? lagText(row->lag) : unknownText);
    const QString assignor = plainText(details.status.description.assignor, 40);
    m_assignor->setText(!row->asOf ? unknownText : assignor.isEmpty() ? QStringLiteral("–") : assignor);
    m_coordinator->setText(coordinatorText(row->coordinator));
    m_tabs->setTabText(MembersTab, row->members ? tr("Members (%1)").arg(countText(*row->members)) : tr("Members"));
    m_offsetModel->setStatus(details.status, details.byPartition);
    m_memberModel->setMembers(details.status.description.members, containers);
    m_chart->setHistory(details.history);
}

void GroupPage::setFailure(const std::optional<Error> &failure)
{
    m_failure->setVisible(failure.has_value());
    if (failure) {
        m_failure->setFinding(staleFinding(*failure));
        m_actions->setEnabled(false);
    }
}

void GroupPage::keyPressEvent(QKeyEvent *event)
{
    const bool back = event->key() == Qt::Key_Escape || event->matches(QKeySequence::Back);
    if (back) {
        Q_EMIT backWanted();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace bd::app
