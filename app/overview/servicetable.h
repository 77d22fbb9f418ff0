// The services as rows: what each does now, and by menu or keyboard what can be done with it. As high as its rows,
// so that the page scrolls and not the table.
#pragma once

#include <optional>

#include "common/rowtable.h"
#include "compose/project.h"
#include "stack/state.h"

class QMenu;

namespace bd::app {

class ServiceModel;

class ServiceTable : public RowTable
{
    Q_OBJECT

public:
    explicit ServiceTable(ServiceModel *model, QWidget *parent = nullptr);

    void setProject(const compose::Project &project);
    void setBusy(bool busy); // an operation runs: nothing else can be started

    // The actions of one row, as the row's menu shows them. The menu belongs to the caller.
    QMenu *menuFor(int row);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void startWanted(const QString &service);
    void stopWanted(const QString &service);
    void restartWanted(const QString &service);
    void roleWanted(const QString &service, std::optional<bd::compose::Role> role);
    void commandLineWanted(const QStringList &verb);
    void copyWanted(const QString &text);
    void rowRevealed(const QRect &row); // the current row, in the table's coordinates

protected:
    void layoutColumns() override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    int contentWidth(int column) const;
    bool fits(int column) const;
    void addRoleMenu(QMenu *menu, const stack::ServiceStatus &status);
    void addCopyActions(QMenu *menu, const stack::ServiceStatus &status);
    void openMenu(int row, const QPoint &globalPosition);

    ServiceModel *m_model;
    compose::Project m_project;
    bool m_busy = false;
};

} // namespace bd::app
