// Consumer groups of the stack's own broker: the list, and one of them opened. Shows values; what is wanted of them leaves
// as signals, after the user has confirmed what changes.
#pragma once

#include <optional>
#include <vector>

#include <QPointer>
#include <QWidget>

#include "base/error.h"
#include "common/dialogs.h"
#include "groups/groupssnapshot.h"
#include "kafka/groupreset.h"

class QStackedWidget;

namespace bd::app {

class GroupList;
class GroupPage;
class ResetDialog;

class GroupsView : public QWidget
{
    Q_OBJECT

public:
    explicit GroupsView(QWidget *parent = nullptr);

    void setGroups(const GroupsSnapshotPtr &snapshot);
    void setFailure(const std::optional<Error> &failure);         // of the last look
    void setContainers(const QMap<QString, QString> &containers); // by the address at which a member may be
    void setReadOnly(bool readOnly);                              // nothing that would change a group is offered
    void setPreview(const kafka::ResetWish &wish, const kafka::ResetPlan &plan, const std::optional<Error> &error);

    void openGroup(const QString &name);
    void showList();

    GroupList *list() const { return m_list; }
    GroupPage *page() const { return m_page; }
    ResetDialog *resetDialog() const; // nullptr: none is open
    bool showsGroup() const;

Q_SIGNALS:
    void watchedChanged(bool watched); // it is on screen, or no longer
    void detailsWanted(const QStringList &groups);
    void previewWanted(const bd::kafka::ResetWish &wish);
    void resetWanted(const bd::kafka::ResetPlan &plan);
    void deleteWanted(const QString &group);
    void deleteOffsetsWanted(const QString &group, const QString &topic);
    void commandLineWanted(const QStringList &verb);
    void copyWanted(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void connectList();
    void connectPage();
    void showPage();
    void reset(const QString &group);
    void remove(const QString &group);
    void removeOffsets(const QString &group);
    TellCommand tell();
    const GroupRow *row(const QString &group) const;
    const GroupDetails &details(const QString &group) const;

    QStackedWidget *m_stack;
    GroupList *m_list;
    GroupPage *m_page;
    QPointer<ResetDialog> m_reset;
    GroupsSnapshotPtr m_snapshot; // none: nothing is known yet
    QMap<QString, QString> m_containers;
};

} // namespace bd::app
