// What is known of failures, as values: what resources/diagnoses says, one file a failure.
#pragma once

#include <optional>
#include <vector>

#include <QMap>
#include <QStringList>

#include "compose/project.h"

namespace bd::diagnose {

// What a failure is told by. All that is set must hold, in one run of the process.
struct Sign {
    QString log;          // RE2, somewhere in one line; its named groups fill {name} in texts
    QString health;       // RE2, in what the container's health check wrote last
    QString engine;       // RE2, in what the engine or Compose said
    QString probe;        // RE2, in one of what was found by asking Kafka as its clients do
    QList<int> exitCodes; // of the process; empty: any, or it still runs
    std::optional<bool> oomKilled;
    QList<compose::Role> about; // of this sign alone; empty: the failure's
    QStringList seen;           // versions whose own output this was read in; empty: known from reports only
    bool operator==(const Sign &) const = default;
};

// What to do, or how to see that it is so.
struct Step {
    QString text;
    QString action;      // for the app, one of actionNames(); empty: only to be read
    QString command;     // what a person would type; empty: none
    QStringList rules{}; // of «mend-file»: those of the audit whose findings are to be mended
    bool operator==(const Step &) const = default;
};

struct Failure {
    QString id;
    QString title;
    QList<compose::Role> about; // roles of services that it happens to; empty: any
    std::vector<Sign> signs;    // any one of them
    // | Ready | a service that came up after it has it no more: a healthy start prints alarming lines, too |
    // | Silent | one that is up and says it no more has it no more: a client that could connect since  |
    // | Never | also one that is up has it                                                               |
    enum class Until { Ready, Silent, Never };
    Until until = Until::Ready;
    bool isGeneric = false; // counts only where nothing else is told of the same service
    QStringList rather;     // ids that are nothing of their own beside it, in the same service
    QList<compose::Role>
        follows; // of roles: where such a service that this one needs has failed itself, this comes of that
    QString cause;
    std::vector<Step> proof;
    std::vector<Step> steps; // safe ones, in order
    std::optional<Step> lastResort;
    QStringList reading; // addresses
    bool operator==(const Failure &) const = default;
};

// What a log says besides: where a process begins, and where it is ready.
struct Marker {
    enum class Kind { Begins, Ready };
    Kind kind = Kind::Begins;
    QString log;
    bool operator==(const Marker &) const = default;
};

struct Knowledge {
    std::vector<Failure> failures; // by id
    std::vector<Marker> markers;
    const Failure *failure(QStringView id) const; // nullptr: there is none
    bool operator==(const Knowledge &) const = default;
};

const QStringList &actionNames(); // of Step::action

} // namespace bd::diagnose
