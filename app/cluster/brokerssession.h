// A cluster and its brokers for the view: asked while somebody looks, on worker threads; what comes of it arrives as
// signals on this object's thread.
#pragma once

#include <QObject>
#include <QTimer>

#include "cluster/clusterfacts.h"
#include "common/background.h"
#include "common/connection.h"

namespace bd::app {

// A client, and how it gets to its cluster.
struct ClusterLink {
    std::shared_ptr<kafka::Client> client;
    reach::BrokerAccess access;
};

class BrokersSession : public QObject
{
    Q_OBJECT

public:
    using Connect = Connection<ClusterLink>::Connect;
    // `connect` is called on a worker thread whenever there is no connection that works.
    explicit BrokersSession(Connect connect, QObject *parent = nullptr);
    ~BrokersSession() override;

    void setConnect(Connect connect); // from the next connection on
    void setWatched(bool watched);    // a view shows it: it is asked for again and again
    void refresh();                   // now, and everything

    const ClusterFactsPtr &facts() const { return m_facts; } // none: nothing is known yet

Q_SIGNALS:
    void changed(const bd::app::ClusterFactsPtr &facts);
    void lookFailed(const bd::Error &error);

private:
    struct Wish {
        ClusterFactsPtr before;
        bool anew = false; // what changes seldom is asked for, too
    };
    static Result<ClusterFactsPtr> lookOn(Connection<ClusterLink> &connection, const Wish &wish, std::stop_token stop);
    void look();
    void looked(const Result<ClusterFactsPtr> &outcome);

    std::shared_ptr<Connection<ClusterLink>> m_connection; // shared with the work that goes on
    ClusterFactsPtr m_facts;
    QTimer m_pace;
    bool m_watched = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_anew = false;
    Background m_background;
};

} // namespace bd::app
