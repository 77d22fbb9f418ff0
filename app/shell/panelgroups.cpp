// The consumer groups of the project's own brokers: the view of them joined with the cluster behind it.
#include "groups/groupsview.h"
#include "shell/outcomes.h"
#include "shell/panel.h"

namespace bd::app {

void Panel::connectGroups(const ClientConnection::Connect &reach)
{
    if (m_groups) { // the project was read again: what is known and what goes on stays
        m_groups->setConnect(reach);
        return;
    }
    m_groups = std::make_unique<GroupSession>(reach);
    connect(m_groups.get(), &GroupSession::changed, this, &Panel::groupsChanged);
    if (m_window->hasGroupsView()) {
        connectGroupsView(m_window->groupsView());
    }
}

void Panel::connectGroupsView(GroupsView *view)
{
    GroupSession *groups = m_groups.get();
    connect(groups, &GroupSession::groupsChanged, view,
            [groups, view] { view->setGroups(*groups->groups(), groups->details(), Clock::system().now()); });
    connect(groups, &GroupSession::lookFailed, view, &GroupsView::setFailure);
    connect(groups, &GroupSession::previewed, view, &GroupsView::setPreview);
    connect(view, &GroupsView::watchedChanged, groups, &GroupSession::setWatched);
    connect(view, &GroupsView::detailsWanted, groups, &GroupSession::wantDetails);
    connect(view, &GroupsView::previewWanted, groups, &GroupSession::preview);
    connect(view, &GroupsView::resetWanted, groups, &GroupSession::reset);
    connect(view, &GroupsView::deleteWanted, groups, &GroupSession::deleteGroup);
    connect(view, &GroupsView::deleteOffsetsWanted, groups, &GroupSession::deleteOffsets);
    groups->setWatched(view->isVisible());
}

void Panel::groupsChanged(const GroupChange &change, const std::optional<Error> &error)
{
    if (error) {
        Finding notice = findingOf(*error);
        notice.dismissible = true;
        m_window->setNotice(notice);
        return;
    }
    m_window->setNotice({});
    m_window->say(doneText(change));
}

} // namespace bd::app
