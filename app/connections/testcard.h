// The test of a connection, step by step as it goes on.
#pragma once

#include <optional>

#include "base/error.h"
#include "common/card.h"
#include "connection/step.h"

class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace bd::app {

class TestCard : public Card
{
    Q_OBJECT

public:
    explicit TestCard(QWidget *parent = nullptr);

    void begin(const QString &connection);
    void add(const connection::Step &step);
    void end(const std::optional<Error> &error);

    QPushButton *stopButton() const { return m_stop; }
    QStringList sentences() const { return m_sentences; }
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void stopWanted();
    void dismissed();

private:
    static void addProof(QVBoxLayout *below, const QString &detail);

    QLabel *m_title;
    QPushButton *m_stop;
    QGridLayout *m_steps;
    QStringList m_sentences;
    bool m_running = false;
    bool m_failed = false;
    QString m_connection;
};

} // namespace bd::app
