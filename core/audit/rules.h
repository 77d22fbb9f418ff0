// The rules of the stability audit: each a pure function from what the files say to findings. See stability.md's table for the
// settings, and why.
#pragma once

#include "audit/finding.h"
#include "audit/settings.h"

namespace bd::audit {

using Findings = std::vector<Finding>;
using Judge = void (*)(const Subject &subject, Findings &findings);

struct Rule {
    const char *id;
    Judge judge;
};
const std::vector<Rule> &rules(); // in the order of the table

// All of them, the worst first.
std::vector<Finding> audit(const Subject &subject);

// By file: rulesvolumes.cpp, ruleszookeeper.cpp …
void judgeZooKeeperCheck(const Subject &subject, Findings &findings);
void judgeFourLetterWords(const Subject &subject, Findings &findings);
void judgeZooKeeperLimits(const Subject &subject, Findings &findings);
void judgeAutopurge(const Subject &subject, Findings &findings);

void judgeZooKeeperData(const Subject &subject, Findings &findings);
void judgeZooKeeperLog(const Subject &subject, Findings &findings);
void judgeKafkaData(const Subject &subject, Findings &findings);

void judgeZooKeeperRestart(const Subject &subject, Findings &findings);
void judgeKafkaRestart(const Subject &subject, Findings &findings);
void judgeStopGrace(const Subject &subject, Findings &findings);
void judgeKafkaCheck(const Subject &subject, Findings &findings);

void judgeTimeouts(const Subject &subject, Findings &findings);
void judgeBrokerId(const Subject &subject, Findings &findings);
void judgeClusterId(const Subject &subject, Findings &findings);
void judgeAutoCreate(const Subject &subject, Findings &findings);
void judgeRetention(const Subject &subject, Findings &findings);
void judgeFactors(const Subject &subject, Findings &findings);

void judgeKafkaWaits(const Subject &subject, Findings &findings);
void judgeInitWaits(const Subject &subject, Findings &findings);
void judgeWorkerWaits(const Subject &subject, Findings &findings);

void judgeKafkaMemory(const Subject &subject, Findings &findings);
void judgeZooKeeperMemory(const Subject &subject, Findings &findings);

void judgeServerId(const Subject &subject, Findings &findings);
void judgeValues(const Subject &subject, Findings &findings);

void judgeConnect(const Subject &subject, Findings &findings);
void judgeVoters(const Subject &subject, Findings &findings);

void judgeListeners(const Subject &subject, Findings &findings);
void judgeDrift(const Subject &subject, Findings &findings); // these three: nothing without subject.live
void judgeLiveData(const Subject &subject, Findings &findings);
void judgeLiveListeners(const Subject &subject, Findings &findings);

void judgeImages(const Subject &subject, Findings &findings);
void judgeHygiene(const Subject &subject, Findings &findings);

} // namespace bd::audit
