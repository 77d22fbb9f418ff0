// What the command of a health check really asks, as far as its words tell. Pure.
#pragma once

#include <QStringList>

#include "base/clock.h"

namespace bd::compose {

// | Nothing    | the check is off, or passes whatever happens                                   |
// | Word       | a four-letter word of ZooKeeper's: `word`                                      |
// | Port       | that a port is open: `nc -z`, /dev/tcp                                         |
// | Kafka      | the broker, by one of Kafka's clients                                          |
// | ZooKeeper  | ZooKeeper, by one of its clients; of a broker it says nothing                  |
// | Other      | anything else: a script, HTTP                                                  |
struct HealthTest {
    enum class Asks { Nothing, Word, Port, Kafka, ZooKeeper, Other };
    Asks asks = Asks::Other;
    QString word;     // ruok, srvr, mntr …
    QString java;     // the program that starts a JVM for it each time; empty: none known
    quint16 port = 0; // of its own container that it asks at; 0: not plain
    bool operator==(const HealthTest &) const = default;
};

// A check that starts a JVM more often than that costs a processor for one or two seconds, again and again.
inline constexpr Millis javaOften{30'000};

// `test` as the engine has it: {"CMD", …}, {"CMD-SHELL", line} or {"NONE"}.
HealthTest healthTestOf(const QStringList &test);

} // namespace bd::compose
