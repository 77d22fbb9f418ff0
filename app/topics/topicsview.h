// Topics of the stack's own broker: the list, and one of them opened. Shows values; what is wanted of them leaves as
// signals, after the user has confirmed what destroys.
#pragma once

#include <optional>
#include <vector>

#include <QPointer>
#include <QWidget>

#include "topics/clustersession.h"
#include "topics/topicdialogs.h"
#include "topics/topicform.h"
#include "topics/topicssnapshot.h"

class QStackedWidget;

namespace bd::app {

class TopicComparison;
class TopicList;
class TopicPage;

class TopicsView : public QWidget
{
    Q_OBJECT

public:
    explicit TopicsView(QWidget *parent = nullptr);

    void setTopics(const TopicsSnapshotPtr &snapshot);
    void setFavourites(const QStringList &topics);
    void setFailure(const std::optional<Error> &failure); // of the last look
    void setBusy(bool busy);                              // an operation on the whole project runs

    void setReadOnly(bool readOnly); // nothing that would change the cluster is offered
    // Whose list of expected topics it is: | None: there is nowhere to say it | Init: of the init service, until a team
    // file has one | Team: of the team file |
    enum class Expectations { None, Init, Team };
    void setExpectations(Expectations whose);

    void setChecked(const TopicCheck &check, const QString &refusal); // of one that was wanted; empty: none

    // A file of topics was read: asks whether the cluster shall be made so.
    void askSet(const QString &path, const std::vector<compose::ExpectedTopic> &topics, const stack::TopicsPlan &plan);

    void openTopic(const QString &name);
    void showList();

    TopicList *list() const { return m_list; }
    TopicPage *page() const { return m_page; }
    bool showsTopic() const;

Q_SIGNALS:
    void watchedChanged(bool watched); // it is on screen, or no longer
    void detailsWanted(const QStringList &topics);
    void checkWanted(const bd::app::TopicCheck &check);
    void createWanted(const std::vector<bd::kafka::NewTopic> &topics);
    void recordsWanted(const QString &topic); // to be seen
    void createMissingWanted();
    void expectWanted(const bd::compose::ExpectedTopic &topic); // from now on
    void forgetWanted(const QString &topic);                    // no longer
    void mendWanted(const std::vector<bd::compose::ExpectedTopic> &expected);
    void deleteWanted(const QStringList &topics, bool onlyIfEmpty);
    void recreateWanted(const QString &topic, bool onlyIfEmpty);
    void emptyWanted(const QString &topic);
    void readSetWanted(const QString &path);
    void writeSetWanted(const QStringList &topics, const QString &path);
    void favouriteWanted(const QString &topic, bool on);
    void addPartitionsWanted(const QString &topic, int total);
    void configWanted(const QString &topic, const QMap<QString, QString> &set, const QStringList &reset);
    void commandLineWanted(const QStringList &verb);
    void copyWanted(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void connectList();
    void connectPage();
    void showPage();
    void create(const TopicForm &form);
    void createLike(const QString &topic);
    void addPartitions(const QString &topic);
    void mend(const QStringList &topics);
    void remove(const QString &topic);
    void recreate(const QString &topic);
    void empty(const QString &topic);
    void compare(const QString &topic);
    void changeExpectation(const QString &topic);
    void chooseImport();
    void chooseExport(const QStringList &topics);
    void changeSetting(const QString &topic, const kafka::ConfigEntry &entry);
    const TopicRow *row(const QString &topic) const;
    TopicHelp help();

    QStackedWidget *m_stack;
    TopicList *m_list;
    TopicPage *m_page;
    TopicsSnapshotPtr m_snapshot;           // none: nothing is known yet
    BrokerAnswer m_answer;                  // of the dialog that wanted a check
    QPointer<TopicComparison> m_comparison; // while it is open
    Expectations m_expectations = Expectations::None;
};

} // namespace bd::app
