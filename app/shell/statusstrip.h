// The window's foot: which engine and cluster this is, and how long the last runs took.
#pragma once

#include <vector>

#include "common/band.h"
#include "compose/project.h"
#include "stack/state.h"
#include "timeline/event.h"

class QTimer;

namespace bd::app {

class ElidedLabel;

// «Engine: default (Docker 26.1.5)»; empty where nothing is known.
QString engineSentence(const stack::StackState &state);
QString clusterSentence(const stack::Identity &identity); // «Broker 1 · Kafka 3.9.1 · ZooKeeper 3.8.4»
// «Last start 5.1 s, before that 5.3 s»: of the whole project
QString lastRunSentence(const std::vector<timeline::Run> &headers, const compose::Project &project);

class StatusStrip : public Band
{
    Q_OBJECT

public:
    explicit StatusStrip(QWidget *parent = nullptr);

    void setState(const stack::StackState &state);
    void setRuns(const std::vector<timeline::Run> &headers, const compose::Project &project);
    void say(const QString &text); // for some seconds, in place of the last runs
    void clear();

private:
    ElidedLabel *m_engine;
    ElidedLabel *m_cluster;
    ElidedLabel *m_right;
    QString m_lastRuns;
    QTimer *m_sayTimer;
};

} // namespace bd::app
