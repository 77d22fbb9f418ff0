// The brokers of a project as ZooKeeper, Kafka and the engine each have them, and the way out where a registration is stale. Shows
// values; what is wanted leaves as signals.
#pragma once

#include <QDialog>
#include <QElapsedTimer>
#include <QTimer>

#include "base/error.h"
#include "brokers/registrationmodel.h"

class QLabel;
class QPushButton;

namespace bd::app {

class FindingCard;
class LadderCard;
class RowTable;

class BrokersDialog : public QDialog
{
    Q_OBJECT

public:
    explicit BrokersDialog(const QString &project, QWidget *parent = nullptr);

    void setSeen(const SeenBrokers &seen);
    const SeenBrokers &seen() const { return m_seen; } // nullptr: nothing yet
    void setFailure(const Error &error);               // of the last look; what is shown was true before
    void setBusy(bool busy);                           // an operation on the project goes on

    RowTable *table() const { return m_table; }
    LadderCard *ladder() const { return m_ladder; }
    QPushButton *nodesButton() const { return m_nodes; }
    QString sentence() const;

Q_SIGNALS:
    void lookWanted();
    void nodesWanted();
    void rungWanted(const bd::registration::Rung &rung, int broker);

private:
    void choose();
    TimePoint now() const; // by the engine's clock

    RegistrationModel *m_model;
    SeenBrokers m_seen;
    QElapsedTimer m_since; // it was seen
    QLabel *m_sentence;
    FindingCard *m_failure;
    RowTable *m_table;
    LadderCard *m_ladder;
    QPushButton *m_nodes;
    QTimer m_tick; // of the countdown
    QTimer m_look; // several calls of the engine each
};

} // namespace bd::app
