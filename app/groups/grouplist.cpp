#include "groups/grouplist.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/namefilter.h"
#include "common/page.h"
#include "common/rowtable.h"
#include "common/theme.h"

namespace bd::app {

namespace {

const RowTable::Columns columns{
    .stretched = GroupModel::Group,
    .leastStretched = 220,
    .fixed = {{GroupModel::State, 150},
              {GroupModel::Members, 96},
              {GroupModel::Topics, 80},
              {GroupModel::Lag, 130},
              {GroupModel::Coordinator, 120},
              {GroupModel::More, 44}},
    .hiddenFirst = {GroupModel::Coordinator, GroupModel::Topics, GroupModel::Members},
};

// They can only be sorted when they are known of every group.
bool needsDetails(GroupQuery::By by)
{
    return by != GroupQuery::By::Name && by != GroupQuery::By::State;
}

} // namespace

GroupList::GroupList(QWidget *parent)
    : QWidget(parent), m_model(new GroupModel(this)), m_table(new RowTable), m_card(new Card),
      m_failure(new FindingCard), m_partial(new FindingCard), m_empty(wrappedLabel())
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(pageMargin, pageMargin - 4, pageMargin, pageMargin);
    column->setSpacing(pageGap);
    column->addWidget(makeHead());
    column->addWidget(m_failure);
    column->addWidget(m_partial);
    m_card->column()->setContentsMargins(1, 1, 1, 1);
    m_card->column()->addWidget(m_table, 1);
    column->addWidget(m_card, 1);
    column->addWidget(m_empty);
    column->addStretch(0);
    setLook(m_empty, Look::Muted);
    m_failure->hide();
    m_partial->hide();
    connectTable();
    setFocusProxy(m_table);
    showSentence();
    showEmpty();
}

void GroupList::connectTable()
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Consumer groups"));
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(GroupModel::Group, Qt::AscendingOrder);
    m_table->setColumns(columns);
    connect(m_table, &RowTable::opened, this, [this](const QModelIndex &at) { Q_EMIT openWanted(groupAt(at)); });
    connect(m_table, &QTableView::doubleClicked, this,
            [this](const QModelIndex &at) { Q_EMIT openWanted(groupAt(at)); });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &at) {
        if (at.column() == GroupModel::More) {
            openMenu(at, m_table->viewport()->mapToGlobal(m_table->visualRect(at).bottomLeft()));
        }
    });
    connect(m_table, &RowTable::menuWanted, this, &GroupList::openMenu);
    connect(m_table, &RowTable::deleteWanted, this, [this](const QModelIndex &at) {
        if (!m_readOnly) {
            Q_EMIT deleteWanted(groupAt(at));
        }
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &GroupList::tellVisible);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) { m_current = now.isValid() ? groupAt(now) : m_current; });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (const int row = m_model->rowNamed(m_current); row >= 0) {
            m_table->selectRow(row);
        }
    });
    connect(m_model, &QAbstractItemModel::layoutChanged, this, &GroupList::tellVisible);
}

QWidget *GroupList::makeHead()
{
    auto *widget = new QWidget;
    QHBoxLayout *head = pageHead(tr("Groups"), {});
    head->setContentsMargins(0, 0, 0, 0);
    widget->setLayout(head);
    m_sentence = widget->findChild<ElidedLabel *>();
    m_filter = nameFilter(this, m_table);
    head->addWidget(m_filter);
    connect(m_filter, &QLineEdit::textChanged, this, &GroupList::showQuery);
    return widget;
}

void GroupList::setGroups(const GroupsSnapshot &snapshot)
{
    m_known = true;
    const QStringList &unanswered = snapshot.unanswered;
    m_model->setTime(snapshot.asOf);
    m_model->setTable(snapshot.table);
    m_partial->setVisible(!unanswered.isEmpty());
    if (!unanswered.isEmpty()) {
        m_partial->setFinding({.edge = Card::Edge::Waiting,
                               .title = tr("%n broker(s) did not answer", nullptr, static_cast<int>(unanswered.size())),
                               .text = tr("The groups that they keep are missing in the list."),
                               .raw = unanswered.join(QLatin1Char('\n')),
                               .accept = {},
                               .dismissible = false});
    }
    showSentence();
    showEmpty();
    tellVisible();
}

void GroupList::setFailure(const std::optional<Error> &failure)
{
    m_failure->setVisible(failure.has_value());
    if (failure) {
        Finding finding = m_known ? staleFinding(*failure) : findingOf(*failure);
        finding.edge = Card::Edge::Waiting;
        m_failure->setFinding(finding);
    }
    showEmpty();
}

void GroupList::showQuery()
{
    GroupQuery query = m_model->query();
    query.filter = m_filter->text();
    m_model->setQuery(query);
    showSentence();
    showEmpty();
    tellVisible();
}

void GroupList::showSentence()
{
    m_sentence->setText(m_known ? tr("%Ln group(s)", nullptr, m_model->rowCount()) : QString());
}

void GroupList::showEmpty()
{
    const bool isEmpty = m_model->rowCount() == 0;
    m_card->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    if (!isEmpty) {
        return;
    }
    if (!m_known) {
        m_empty->setText(m_failure->isHidden() ? tr("Asking the broker…") : QString());
    } else if (!m_model->table().rows.empty()) {
        m_empty->setText(tr("No group matches «%1».").arg(plainText(m_filter->text(), 100)));
    } else {
        m_empty->setText(
            tr("There is no consumer group yet. One appears as soon as a consumer with a group.id connects."));
    }
}

void GroupList::tellVisible()
{
    if (!isVisible()) {
        return;
    }
    QStringList groups;
    const bool all = needsDetails(m_model->query().by);
    const int first = all ? 0 : std::max(0, m_table->rowAt(0));
    const int bottom = m_table->rowAt(m_table->viewport()->height() - 1);
    const int last = all || bottom < 0 ? m_model->rowCount() - 1 : bottom;
    for (int row = first; row <= last; ++row) {
        groups += m_model->at(row)->name;
    }
    if (groups != m_visible) {
        m_visible = groups;
        Q_EMIT visibleChanged(groups);
    }
}

void GroupList::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_visible.clear();
    tellVisible();
}

void GroupList::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    tellVisible();
}

QString GroupList::groupAt(const QModelIndex &index) const
{
    return m_model->at(index.row())->name;
}

void GroupList::openMenu(const QModelIndex &index, const QPoint &at)
{
    QMenu *menu = menuFor(groupAt(index));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(at);
    menu->setActiveAction(menu->actions().constFirst());
}

QMenu *GroupList::menuFor(const QString &group)
{
    auto *menu = new QMenu(this);
    menu->setAccessibleName(tr("Actions of %1").arg(group));
    const GroupRow *row = m_model->at(m_model->rowNamed(group));
    const bool canChange = row && row->asOf && row->error.isEmpty() && !m_readOnly;
    const bool hasMembers = row && row->members.value_or(0) > 0; // Kafka refuses what they would overwrite
    const auto add = [&](const QString &text, bool enabled, auto signal) {
        QAction *action = menu->addAction(text);
        action->setEnabled(enabled);
        connect(action, &QAction::triggered, this, [this, group, signal] { Q_EMIT(this->*signal)(group); });
    };
    add(tr("Open"), true, &GroupList::openWanted);
    menu->addSeparator();
    add(tr("Reset offsets…"), canChange, &GroupList::resetWanted);
    menu->addSeparator();
    add(tr("Delete the offsets of a topic…"), canChange && row->topics.value_or(0) > 0,
        &GroupList::deleteOffsetsWanted);
    add(tr("Delete the group…"), canChange && !hasMembers, &GroupList::deleteWanted);
    menu->addSeparator();
    add(tr("Copy name"), true, &GroupList::copyWanted);
    QAction *line = menu->addAction(tr("Copy as command line"));
    connect(line, &QAction::triggered, this, [this, group] {
        Q_EMIT commandLineWanted({QStringLiteral("groups"), QStringLiteral("describe"), group});
    });
    return menu;
}

} // namespace bd::app
