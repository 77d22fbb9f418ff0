// How the audit is said: what each rule is about, what a change does, and what comes of changes. Pure.
#pragma once

#include "audit/finding.h"

namespace bd::audit {

QString titleOf(const QString &rule);     // «Health check of ZooKeeper»; of a rule that is not known: its id
QString statusText(Status status);        // right, problem, advice, does not apply, cannot tell
QString scoreText(const Score &score);    // 11 of 21 settings are right
QString changeText(const Change &change); // one line, as an expert would say it: «stop_grace_period: 60s»

// What comes of changes for what is there: a container that is made anew leaves some of it behind.
struct Consequences {
    QStringList madeAnew;  // services: their containers are no longer what the file says
    QStringList added;     // services that are new
    QStringList moved;     // services that begin on an empty volume
    QStringList remounted; // services that mount another volume than before
    QStringList renamed;   // services whose data may bear another id
    bool operator==(const Consequences &) const = default;
};
Consequences consequencesOf(const std::vector<Change> &changes);
QStringList sentencesOf(const Consequences &consequences); // those about data

} // namespace bd::audit
