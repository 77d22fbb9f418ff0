// TCP from here, with deadlines: names, open ports, ZooKeeper's four-letter words, a message and its answer. The only
// user of Qt Network.
// All calls block; call from worker threads.
#pragma once

#include <stop_token>

#include <QByteArray>
#include <QStringList>

#include "base/clock.h"
#include "base/error.h"

namespace bd::net {

struct Address {
    QString host;
    quint16 port = 0;

    bool operator==(const Address &) const = default;
    QString text() const; // host:port, an IPv6 host in brackets
    static Result<Address> parse(QStringView text);
};

// The addresses of a host name, as this machine knows them; of an address, itself. Unreachable: nobody knows it.
Result<QStringList> lookUp(const QString &host, Millis deadline, std::stop_token stop);

// Time until the connection was made. Unreachable, Timeout, Cancelled. A published port accepts before anything
// listens behind it: success says nothing about the service.
Result<Micros> connectTo(const Address &address, Millis deadline, std::stop_token stop);

// Sends one of ZooKeeper's four-letter words and reads to the end of the stream (at most 1 MiB).
// https://zookeeper.apache.org/doc/r3.8.4/zookeeperAdmin.html#sc_4lw
// «X is not executed because it is not in the whitelist.» is a reply like any other.
Result<QByteArray> fourLetterWord(const Address &address, const QByteArray &word, Millis deadline,
                                  std::stop_token stop);

// Sends a message and reads the one that answers it, each with its size before it in four bytes, big-endian, as Kafka
// has them; Parse where the size is more than 1 MiB. The answer comes without its size.
Result<QByteArray> exchange(const Address &address, const QByteArray &message, Millis deadline, std::stop_token stop);

// Whether we could listen there; empty or 0.0.0.0 host: every interface. PortTaken if not.
Result<> canListen(const QString &host, quint16 port);

// A loopback port that was free a moment ago.
quint16 freePort();

// The first of `count` loopback ports in a row, from this one on, that were free a moment ago; where there are none near, `from`.
quint16 freePortsFrom(quint16 from, int count);

// What holds a TCP port on this machine, as far as /proc shows it to us («dockerd (pid 812)»); empty: unknown.
QString holderOfPort(quint16 port);

} // namespace bd::net
