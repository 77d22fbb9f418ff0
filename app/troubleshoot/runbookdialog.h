// A symptom followed to its way out: each check with what was seen, and at the end what helps.
#pragma once

#include <QDialog>

#include "runbook/runbook.h"

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace bd::app {

class RunbookDialog : public QDialog
{
    Q_OBJECT

public:
    RunbookDialog(const runbook::Runbook &runbook, const QString &project, QWidget *parent = nullptr);

    void setOutcome(const Result<runbook::Outcome> &outcome);

    QString sentence() const;
    QPushButton *copyButton() const { return m_copy; }

Q_SIGNALS:
    void stepWanted(const bd::diagnose::Step &step, const QString &service); // and the dialog closes
    void copyWanted(const QString &text);

private:
    void addLooked(const runbook::Looked &looked);
    void addMends(const runbook::Outcome &outcome);
    void wantStep(const diagnose::Step &step, const QString &service);

    QString m_project;
    QString m_markdown; // empty: it is not through yet
    QLabel *m_sentence;
    QVBoxLayout *m_column = nullptr; // of what was seen
    QPushButton *m_copy;
};

} // namespace bd::app
