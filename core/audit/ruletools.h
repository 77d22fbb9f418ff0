// What rules have in common. Pure.
#pragma once

#include <QCoreApplication>

#include "audit/rules.h"

namespace bd::audit {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

std::vector<const compose::Service *> servicesOf(const Subject &subject, compose::Role role);

// A broker that is its own controller, or has one that is no ZooKeeper.
bool isKRaft(const Subject &subject, const compose::Service &broker);
bool isOnAnothersNetwork(const Subject &subject, const compose::Service &service); // the host's, another container's
QString brokerIdProperty(bool isKRaft);
Setting brokerIdOf(const Subject &subject,
                   const compose::Service &broker); // of the two properties: either may stand for the other
int brokerCount(const Subject &subject);            // replicas counted

// By a name that it has in the stack's network; null: nobody is called that.
const compose::Service *serviceCalled(const Subject &subject, const QString &host);
bool areApart(const compose::Service &one, const compose::Service &other); // by their profiles: they run never both

inline constexpr int usualClientPort = 2181;
// The one port where a ZooKeeper's clients reach it; nothing: not known, or there is one for TLS, too.
std::optional<int> clientPortOf(const Subject &subject, const compose::Service &zookeeper);

bool isUp(const Subject &subject, const compose::Service &service); // as far as is known
// Of two services that have what only one may have: whether it is this one's. That of the one that runs, else of the first.
bool isOwner(const Subject &subject, const compose::Service &service, const compose::Service &other);

// What brokers of one cluster have in common: zookeeper.connect, or the voters of its quorum; empty: not known.
QString clusterOf(const Subject &subject, const compose::Service &broker);

// Whether any of the files has this word at all: something may be told by it that the model does not have.
bool isWrittenAnywhere(const Subject &subject, const char *word);

Place serviceKey(const Subject &subject, const compose::Service &service, const QString &key);
Change setValue(const compose::Service &service, const QStringList &path, const yaml::Node &value);
Change setVariable(const compose::Service &service, const QString &name, const QString &value);
yaml::Node duration(int seconds); // «60s»

// A rule's sentences, which all its findings share.
struct Frame {
    QString rule;
    QString expected;
    QString why;

    Finding operator()(const compose::Service &service, Status status, const QString &found, const Place &place,
                       std::vector<Change> changes = {}) const
    {
        return {rule, service.name, status, found, expected, why, place, std::move(changes)};
    }
};

// An address or name that is none of this container's: a broker cannot listen there.
bool isElsewhere(const Subject &subject, const compose::Service &broker, const QString &host);

// Listener settings that work for containers and for this machine; nothing where none can be told, or written.
std::vector<Change> workingListeners(const Subject &subject, const compose::Service &broker);

QString saidOf(const Setting &setting); // its value, «not set», «cannot be told»

} // namespace bd::audit
