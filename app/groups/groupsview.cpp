#include "groups/groupsview.h"

#include <algorithm>

#include <QStackedWidget>
#include <QVBoxLayout>

#include "groups/groupdialogs.h"
#include "groups/grouplist.h"
#include "groups/grouppage.h"
#include "groups/resetdialog.h"

namespace bd::app {

GroupsView::GroupsView(QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget), m_list(new GroupList), m_page(new GroupPage)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_page);
    setFocusProxy(m_list);
    connectList();
    connectPage();
}

void GroupsView::connectList()
{
    connect(m_list, &GroupList::openWanted, this, &GroupsView::openGroup);
    connect(m_list, &GroupList::resetWanted, this, &GroupsView::reset);
    connect(m_list, &GroupList::deleteWanted, this, &GroupsView::remove);
    connect(m_list, &GroupList::deleteOffsetsWanted, this, &GroupsView::removeOffsets);
    connect(m_list, &GroupList::commandLineWanted, this, &GroupsView::commandLineWanted);
    connect(m_list, &GroupList::copyWanted, this, &GroupsView::copyWanted);
    connect(m_list, &GroupList::visibleChanged, this, [this](const QStringList &groups) {
        if (!showsGroup()) {
            Q_EMIT detailsWanted(groups);
        }
    });
}

void GroupsView::connectPage()
{
    connect(m_page, &GroupPage::backWanted, this, &GroupsView::showList);
    connect(m_page, &GroupPage::resetWanted, this, &GroupsView::reset);
    connect(m_page, &GroupPage::deleteWanted, this, &GroupsView::remove);
    connect(m_page, &GroupPage::deleteOffsetsWanted, this, &GroupsView::removeOffsets);
}

void GroupsView::setGroups(const GroupsSnapshotPtr &snapshot)
{
    m_snapshot = snapshot;
    setFailure({});
    m_list->setGroups(*snapshot);
    showPage();
}

void GroupsView::setFailure(const std::optional<Error> &failure)
{
    m_list->setFailure(failure);
    m_page->setFailure(failure);
}

void GroupsView::setContainers(const QMap<QString, QString> &containers)
{
    if (containers != m_containers) {
        m_containers = containers;
        showPage();
    }
}

void GroupsView::setReadOnly(bool readOnly)
{
    m_list->setReadOnly(readOnly);
    m_page->setReadOnly(readOnly);
}

void GroupsView::setPreview(const kafka::ResetWish &wish, const kafka::ResetPlan &plan,
                            const std::optional<Error> &error)
{
    if (m_reset) {
        m_reset->setPreview(wish, plan, error);
    }
}

void GroupsView::showPage()
{
    const QString group = m_page->group();
    const GroupRow *known = row(group);
    const bool isWhole = m_snapshot && m_snapshot->unanswered.isEmpty(); // what is not in the list is not there
    if (!group.isEmpty() && (known || isWhole)) {
        m_page->setKnown(known, details(group), m_containers);
    }
}

ResetDialog *GroupsView::resetDialog() const
{
    return m_reset;
}

bool GroupsView::showsGroup() const
{
    return m_stack->currentWidget() == m_page;
}

void GroupsView::openGroup(const QString &name)
{
    if (!row(name)) {
        return;
    }
    m_page->setGroup(name);
    m_stack->setCurrentWidget(m_page);
    setFocusProxy(m_page);
    m_page->setFocus(Qt::OtherFocusReason);
    showPage();
    Q_EMIT detailsWanted({name});
}

void GroupsView::showList()
{
    m_stack->setCurrentWidget(m_list); // it says what it needs as it is shown
    setFocusProxy(m_list);
    m_list->setFocus(Qt::OtherFocusReason);
}

void GroupsView::reset(const QString &group)
{
    const GroupDetails &known = details(group);
    if (!row(group) || !known.asOf || m_reset) {
        return;
    }
    m_reset = new ResetDialog(this, group, known.status.offsets);
    connect(m_reset, &ResetDialog::previewWanted, this, &GroupsView::previewWanted);
    connect(m_reset, &ResetDialog::accepted, this, &GroupsView::resetWanted);
    connect(m_reset, &ResetDialog::commandLineWanted, this, &GroupsView::commandLineWanted);
}

void GroupsView::remove(const QString &group)
{
    const GroupRow *known = row(group);
    if (known && known->asOf && known->members.value_or(1) == 0) {
        askGroupRemoval(
            this, *known, [this, group] { Q_EMIT deleteWanted(group); }, tell());
    }
}

void GroupsView::removeOffsets(const QString &group)
{
    QStringList topics;
    for (const kafka::GroupOffset &one : details(group).status.offsets) {
        if (one.committed && !topics.contains(one.at.topic)) {
            topics += one.at.topic;
        }
    }
    if (row(group) && !topics.isEmpty()) {
        askOffsetsRemoval(
            this, group, topics, [this, group](const QString &topic) { Q_EMIT deleteOffsetsWanted(group, topic); },
            tell());
    }
}

TellCommand GroupsView::tell()
{
    return [this](const QStringList &verb) { Q_EMIT commandLineWanted(verb); };
}

const GroupRow *GroupsView::row(const QString &group) const
{
    return m_list->model()->table().row(group);
}

const GroupDetails &GroupsView::details(const QString &group) const
{
    static const GroupDetailsMap none;
    return detailsOf(m_snapshot ? m_snapshot->details : none, group);
}

void GroupsView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT watchedChanged(true);
}

void GroupsView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT watchedChanged(false);
}

} // namespace bd::app
