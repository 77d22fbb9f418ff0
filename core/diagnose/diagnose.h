// From what is seen of a stack to what is wrong with it: the causes, with what comes of each under it. Pure.
#pragma once

#include "compose/project.h"
#include "diagnose/logscan.h"

namespace bd::diagnose {

// What is seen of one service.
struct Symptoms {
    QString service;                   // empty: a log of nobody
    std::optional<compose::Role> role; // nothing: not known
    QStringList needs;                 // services that its gates name
    std::vector<Hit> hits;             // LogScan
    QString health;                    // what its check wrote last; empty: nothing, or it is well
    QStringList engine;                // what the engine or Compose said of it
    QStringList probes;                // what is wrong with how it answers: verify/symptoms.h
    std::optional<int> exitCode;       // of the process that ended last; nothing: it runs, or never did
    bool oomKilled = false;
};

struct Diagnosis {
    QString id;
    QString service;
    QString title;
    QString cause;
    std::vector<Evidence> evidence;
    QMap<QString, QString> values; // of what its signs name: broker, owner …
    std::vector<Step> proof, steps;
    std::optional<Step> lastResort;
    QStringList reading;
    std::vector<Diagnosis> consequences;
    bool isVerified = false; // such words were seen in the lab
    bool operator==(const Diagnosis &) const = default;
};

// Each failure once a service; the most certain first. None where nothing is wrong.
std::vector<Diagnosis> diagnose(const Knowledge &knowledge, const std::vector<Symptoms> &stack);

} // namespace bd::diagnose
