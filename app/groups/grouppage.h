// One consumer group: who is in it, where it is in each partition, how its lag went, and what can be done with it.
#pragma once

#include <optional>

#include <QWidget>

#include "base/error.h"
#include "groups/grouprow.h"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace bd::app {

class ElidedLabel;
class FindingCard;
class GroupOffsetModel;
class LagChart;
class MemberModel;
class RowTable;
class StatePill;

class GroupPage : public QWidget
{
    Q_OBJECT

public:
    explicit GroupPage(QWidget *parent = nullptr);

    void setGroup(const QString &name); // another one; what is known of it comes by setKnown()
    // `row`: nullptr where it is gone. `containers`: by the address at which a member may be.
    void setKnown(const GroupRow *row, const GroupDetails &details, const QMap<QString, QString> &containers);
    void setFailure(const std::optional<Error> &failure);      // of the last look: what is shown was true before
    void setReadOnly(bool readOnly) { m_readOnly = readOnly; } // nothing that would change the group is offered
    const QString &group() const { return m_name; }

    RowTable *offsets() const { return m_offsets; }
    RowTable *members() const { return m_members; }
    QTabBar *tabs() const { return m_tabs; }
    LagChart *chart() const { return m_chart; }
    QPushButton *actionsButton() const { return m_actions; }

Q_SIGNALS:
    void backWanted();
    void resetWanted(const QString &group);
    void deleteOffsetsWanted(const QString &group);
    void deleteWanted(const QString &group);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeFacts();
    QWidget *makeTabs();
    void addFact(QHBoxLayout *row, const QString &name, QLabel *&value);
    void showNote(const GroupRow *row, const GroupDetails &details);

    QString m_name;
    GroupOffsetModel *m_offsetModel;
    MemberModel *m_memberModel;
    RowTable *m_offsets;
    RowTable *m_members;
    FindingCard *m_failure;
    FindingCard *m_note;
    LagChart *m_chart = nullptr;
    ElidedLabel *m_title = nullptr;
    StatePill *m_pill = nullptr;
    QPushButton *m_actions = nullptr;
    QAction *m_delete = nullptr;
    bool m_readOnly = false;
    QLabel *m_memberCount = nullptr;
    QLabel *m_topicCount = nullptr;
    QLabel *m_lag = nullptr;
    QLabel *m_assignor = nullptr;
    QLabel *m_coordinator = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
};

} // namespace bd::app
