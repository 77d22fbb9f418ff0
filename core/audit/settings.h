// What a server of the stack is told: by its environment, under the names that its image has for it, or by a file that is mounted.
// Pure.
#pragma once

#include "audit/live.h"
#include "audit/sources.h"
#include "base/version.h"
#include "compose/project.h"

namespace bd::audit {

// What all rules look at.
struct Subject {
    const compose::Project &project;
    const Sources &sources;
    const Live *live = nullptr; // nothing is known of what runs
};

// | Environment | a variable                                                            |
// | File        | a configuration file that is mounted                                  |
// | Option      | a -D option for the JVM, in a variable                                |
// | Nowhere     | nobody says anything: the server's own default                        |
// | Unknown     | this image's names are not known, or what it reads cannot be read     |
struct Setting {
    enum class From { Environment, File, Option, Nowhere, Unknown };
    QString value;
    From from = From::Unknown;
    Place place;          // where it stands, or would
    bool isFiles = false; // a file that is mounted decides: nothing in the compose file would change it
    bool isSet() const { return from == From::Environment || from == From::File || from == From::Option; }
    bool isUnknown() const { return from == From::Unknown; }
    bool operator==(const Setting &) const = default;
};

// By its name in server.properties: log.retention.hours.
Setting kafkaSetting(const Subject &subject, const compose::Service &service, const QString &property);
// By its name in zoo.cfg: tickTime.
Setting zookeeperSetting(const Subject &subject, const compose::Service &service, const QString &property);

// The variable that sets it in this image; empty: none is known.
QString kafkaVariableFor(const compose::Service &service, const QString &property);
QString zookeeperVariableFor(const compose::Service &service, const QString &property);

bool isBefore(const Version &one, const Version &other);
// The version of Kafka in an image, as its tag tells; nothing: it does not.
std::optional<Version> kafkaVersionOf(const compose::Service &service);
QString tagOf(const QString &image); // empty: none, or a digest alone

} // namespace bd::audit
