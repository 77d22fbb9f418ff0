// The topics of one cluster for the views: asked while somebody looks, changed when somebody says so. Everything that
// blocks is done on worker threads; what comes of it arrives as signals on this object's thread.
#pragma once

#include <functional>
#include <memory>

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include "common/background.h"
#include "common/connection.h"
#include "kafka/client.h"
#include "stack/expectedtopics.h"
#include "topics/topicssnapshot.h"

namespace bd::app {

// Something that was wanted of a topic, for what is said of its outcome.
struct TopicChange {
    enum class Kind { Create, Delete, Empty, AddPartitions, SetConfig, Mend, Recreate };
    Kind kind = Kind::Create;
    QStringList topics;
    bool operator==(const TopicChange &) const = default;
};

// What is written in a form, for the broker to say what it would: topics to be made, or settings of one that is there.
struct TopicCheck {
    std::vector<kafka::NewTopic> topics;
    QString topic;
    QMap<QString, QString> set; // on `topic`
    bool operator==(const TopicCheck &) const = default;
};

class ClusterSession : public QObject
{
    Q_OBJECT

public:
    using Connect = ClientConnection::Connect;
    // `connect` is called on a worker thread whenever there is no connection that works.
    explicit ClusterSession(Connect connect, QObject *parent = nullptr);
    ~ClusterSession() override;

    void setConnect(Connect connect); // from the next connection on
    // How large the topics are, for who can tell: asked seldom, on a thread of its own.
    using SizesOf = std::function<Result<QMap<QString, qint64>>(kafka::Client &, std::stop_token)>;
    void setSizesOf(SizesOf sizesOf);
    void setExpected(const std::vector<compose::ExpectedTopic> &expected);
    void setWatched(bool watched);               // a view shows topics: they are asked for again and again
    void refresh();                              // now
    void wantDetails(const QStringList &topics); // of these, from now on; what is known of others stays

    const TopicsSnapshotPtr &snapshot() const { return m_snapshot; } // none: nothing is known yet

    void createTopics(const std::vector<kafka::NewTopic> &topics);
    // `onlyIfEmpty`: refused where one of them holds records by now, or may.
    void deleteTopics(const QStringList &names, bool onlyIfEmpty);
    void recreateTopic(const QString &name, bool onlyIfEmpty);
    void emptyTopic(const QString &name);
    void addPartitions(const QString &name, int total);
    void setConfig(const QString &name, const QMap<QString, QString> &set, const QStringList &reset);

    // Whatever of them is missing or otherwise is made so, as far as that takes nothing away.
    void mendTopics(const std::vector<compose::ExpectedTopic> &expected);

    // Sets of topics as YAML files: these as they are; and one that is there, with what would make the cluster so. setWritten(),
    // setRead() or setFailed() follows.
    void writeSet(const QStringList &topics, const QString &path);
    void readSet(const QString &path);

    // Changes nothing; a broker that does not answer refuses nothing. checked() follows, unless another check comes in place of it.
    void check(const TopicCheck &check);

    // For changes that go on: what the broker was asked for already it may do all the same.
    void stopWaiting();

Q_SIGNALS:
    void setWritten(const QString &path);
    void setRead(const QString &path, const std::vector<bd::compose::ExpectedTopic> &topics,
                 const bd::stack::TopicsPlan &plan);
    void setFailed(const bd::Error &error);
    void checked(const bd::app::TopicCheck &check, const QString &refusal); // in the broker's words; empty: none
    void begun(const bd::app::TopicChange &change);                         // changed() follows
    void topicsChanged(const bd::app::TopicsSnapshotPtr &snapshot);
    void lookFailed(const bd::Error &error);
    void changed(const bd::app::TopicChange &change, const std::optional<bd::Error> &error); // nothing: done

private:
    struct Wish;
    using TopicsByName = QHash<QString, const kafka::Topic *>;
    static TopicDetailsMap stillTrue(const Wish &wish, const TopicsByName &there);
    static Result<TopicsSnapshotPtr> lookOn(ClientConnection &connection, const Wish &wish, std::stop_token stop);
    void look();
    void looked(const Result<TopicsSnapshotPtr> &outcome, const Wish &wish);
    void askSizes();
    void askLastWrites();
    void change(const TopicChange &change, std::function<Result<>(kafka::Client &, std::stop_token)> work);

    std::shared_ptr<ClientConnection> m_connection; // shared with the work that goes on
    TopicsSnapshotPtr m_snapshot;
    std::vector<compose::ExpectedTopic> m_expected;
    QStringList m_wanted;      // topics whose details are asked for
    QSet<QString> m_forgotten; // topics whose details are not true any more
    bool m_configsAnew = false;
    SizesOf m_sizesOf;
    KnownSizes m_sizes;
    std::optional<TimePoint> m_sizesAskedAt;
    bool m_sizing = false;
    LastWrites m_writes;
    bool m_readingWrites = false;
    QTimer m_pace;
    bool m_watched = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    std::stop_source m_check;
    int m_changes = 0;     // that ended: what a look saw before one may not be so any more
    Background m_changing; // the changes that go on
    Background m_background;
};

} // namespace bd::app
