// The list of topics: filtered as one types, sorted by a click, with what is missing of the expected ones above it.
#pragma once

#include <QWidget>

#include "topics/topicmodel.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QMenu;
class QAction;
class QPushButton;

namespace bd::app {

class Card;
class ElidedLabel;
class FindingCard;
class RowTable;

class TopicList : public QWidget
{
    Q_OBJECT

public:
    explicit TopicList(QWidget *parent = nullptr);

    void setTable(const TopicTablePtr &table, TimePoint asOf);
    void setFavourites(const QStringList &topics);
    void setFailure(const std::optional<Error> &failure); // of the last look; what is shown was true before
    void setBusy(bool busy);                              // an operation on the whole project runs
    void setReadOnly(bool readOnly);                      // nothing that would change the cluster is offered
    void setHasTeamFile(bool hasTeamFile);                // what is expected can be said

    TopicModel *model() const { return m_model; }
    RowTable *table() const { return m_table; }
    QLineEdit *filter() const { return m_filter; }
    QPushButton *createButton() const { return m_create; }
    FindingCard *missingCard() const { return m_missing; }
    FindingCard *differingCard() const { return m_differing; } // those that can be mended

    void tellVisibleAnew(); // visibleChanged() once more

    // What can be done with a topic; the menu belongs to the caller.
    QMenu *menuFor(const QString &topic);

Q_SIGNALS:
    void openWanted(const QString &topic);
    void recordsWanted(const QString &topic);
    void createWanted();
    void importWanted(); // topics, from a file
    void exportWanted(const QStringList &topics);
    void createMissingWanted();
    void mendWanted(const QStringList &topics); // those that differ
    void emptyWanted(const QString &topic);
    void addPartitionsWanted(const QString &topic);
    void deleteWanted(const QString &topic);
    void cloneWanted(const QString &topic);       // a new one with the same settings
    void expectationWanted(const QString &topic); // what the team expects of it
    void recreateWanted(const QString &topic);    // delete it and make it again, empty
    void compareWanted(const QString &topic);
    void favouriteWanted(const QString &topic, bool on);
    void commandLineWanted(const QStringList &verb);
    void copyWanted(const QString &text);
    void visibleChanged(const QStringList &topics); // those that are on screen, or that the order depends on

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    void showQuery();
    QStringList shownTopics() const;
    void showSentence();
    void showEmpty();
    void showMissing();
    void showCreate();
    void showDiffering();
    void tellVisible();
    void clicked(const QModelIndex &index);
    void openMenu(const QModelIndex &index, const QPoint &at);
    QString topicAt(const QModelIndex &index) const;

    TopicModel *m_model;
    RowTable *m_table;
    Card *m_card;
    FindingCard *m_failure;
    FindingCard *m_missing;
    FindingCard *m_differing;
    QLabel *m_empty;
    ElidedLabel *m_sentence = nullptr;
    QLineEdit *m_filter = nullptr;
    QCheckBox *m_internals = nullptr;
    QPushButton *m_create = nullptr;
    QAction *m_import = nullptr;
    QString m_current; // the chosen topic, through new lists
    QStringList m_visible;
    bool m_known = false; // there was a list
    bool m_hasSizes = false;
    bool m_busy = false;
    bool m_failed = false;
    bool m_readOnly = false;
    bool m_hasTeamFile = false;
};

} // namespace bd::app
