// The list of consumer groups: filtered as one types, sorted by a click.
#pragma once

#include <QWidget>

#include "base/error.h"
#include "groups/groupmodel.h"
#include "groups/groupssnapshot.h"

class QLabel;
class QLineEdit;
class QMenu;

namespace bd::app {

class Card;
class ElidedLabel;
class FindingCard;
class RowTable;

class GroupList : public QWidget
{
    Q_OBJECT

public:
    explicit GroupList(QWidget *parent = nullptr);

    void setGroups(const GroupsSnapshot &snapshot);
    void setFailure(const std::optional<Error> &failure); // of the last look; what is shown was true before

    void setReadOnly(bool readOnly) { m_readOnly = readOnly; } // nothing that would change a group is offered

    GroupModel *model() const { return m_model; }
    RowTable *table() const { return m_table; }
    QLineEdit *filter() const { return m_filter; }
    FindingCard *failureCard() const { return m_failure; }
    FindingCard *partialCard() const { return m_partial; }

    // What can be done with a group; the menu belongs to the caller.
    QMenu *menuFor(const QString &group);

Q_SIGNALS:
    void openWanted(const QString &group);
    void resetWanted(const QString &group);
    void deleteOffsetsWanted(const QString &group);
    void deleteWanted(const QString &group);
    void commandLineWanted(const QStringList &verb);
    void copyWanted(const QString &text);
    void visibleChanged(const QStringList &groups); // those that are on screen, or that the order depends on

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    void connectTable();
    void showQuery();
    void showSentence();
    void showEmpty();
    void tellVisible();
    void openMenu(const QModelIndex &index, const QPoint &at);
    QString groupAt(const QModelIndex &index) const;

    GroupModel *m_model;
    RowTable *m_table;
    Card *m_card;
    FindingCard *m_failure;
    FindingCard *m_partial;
    QLabel *m_empty;
    ElidedLabel *m_sentence = nullptr;
    QLineEdit *m_filter = nullptr;
    QString m_current; // the chosen group, through new lists
    QStringList m_visible;
    bool m_known = false; // there was a list
    bool m_readOnly = false;
};

} // namespace bd::app
