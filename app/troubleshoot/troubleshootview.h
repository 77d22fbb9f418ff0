// What is wrong, cause by cause, each with its proof and its way out; and for what nobody knows, the likeliest lines. Shows
// values; what is wanted leaves as signals.
#pragma once

#include <QWidget>

#include "base/error.h"
#include "runbook/runbook.h"
#include "troubleshoot/diagnosisfacts.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace bd::app {

class DiagnosisCard;
class FindingCard;

class TroubleshootView : public QWidget
{
    Q_OBJECT

public:
    explicit TroubleshootView(QWidget *parent = nullptr);

    void setFacts(const DiagnosisFactsPtr &facts, TimePoint now);
    void setFailure(const Error &failure); // of the last look; what is shown was true before
    void setSymptoms(const std::vector<runbook::Runbook> &runbooks);
    void setBusy(bool busy); // an operation on the project goes on

    const QList<DiagnosisCard *> &cards() const { return m_cards; }
    const QList<QPushButton *> &symptomButtons() const { return m_symptoms; }
    FindingCard *unknownCard() const { return m_unknown; }
    QPushButton *lookButton() const { return m_look; }
    QPushButton *bundleButton() const { return m_bundle; }
    QString sentence() const;

Q_SIGNALS:
    void lookWanted();
    void runbookWanted(const QString &id);
    void bundleWanted(); // for who asks others for help
    void stepWanted(const bd::diagnose::Step &step, const QString &service);
    void copyWanted(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showCards();

    std::vector<diagnose::Diagnosis> m_shown;
    bool m_busy = false;
    QVBoxLayout *m_column;
    QList<DiagnosisCard *> m_cards;
    QPushButton *m_look;
    QPushButton *m_bundle;
    FindingCard *m_failure;
    FindingCard *m_unknown;
    QLabel *m_none;
    QVBoxLayout *m_symptomRows;
    QList<QPushButton *> m_symptoms;
};

} // namespace bd::app
