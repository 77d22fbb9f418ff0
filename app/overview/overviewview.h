// What is true now, and what needs somebody: problems with their mends, the services, the expected topics, who the
// broker is, and how the last start went. Shows values; what is wanted of them leaves as signals.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "audit/auditfacts.h"
#include "compose/project.h"
#include "stack/state.h"
#include "timeline/timeline.h"
#include "troubleshoot/diagnosisfacts.h"

class QLabel;
class QScrollArea;
class QTimer;
class QVBoxLayout;

namespace bd::app {

class Card;
class FindingCard;
class IdentityCard;
class LastStartCard;
class ServiceModel;
class ServiceTable;
class TopicsCard;

class OverviewView : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewView(QWidget *parent = nullptr);

    void setProject(const compose::Project &project);
    void setState(const stack::StackState &state, TimePoint now);
    void setBusy(bool busy);
    void setLastStart(const timeline::Timeline &timeline);
    void setDiagnoses(const DiagnosisFactsPtr &facts); // none: nothing was looked at

    void setAudit(const AuditFactsPtr &facts); // none: as well

    ServiceTable *table() const { return m_table; }
    ServiceModel *model() const { return m_model; }
    const std::vector<FindingCard *> &problemCards() const { return m_problemCards; }
    FindingCard *auditCard() const { return m_audit; }

Q_SIGNALS:
    void mendWanted(const bd::stack::Problem &problem);
    void diagnosisWanted(const bd::diagnose::Diagnosis &diagnosis); // its first step, or the way to read on
    void commandLineWanted(const QStringList &verb);
    void retryWanted();
    void timelineWanted();
    void auditWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void tick();
    void showLink();
    void showProblems();
    void orderTabs();
    void showNotes();

    compose::Project m_project;
    stack::StackState m_state;
    DiagnosisFactsPtr m_diagnoses;
    bool m_busy = false;
    ServiceModel *m_model;
    ServiceTable *m_table;
    QScrollArea *m_scroll;
    FindingCard *m_linkCard;
    FindingCard *m_noFileCard;
    FindingCard *m_audit; // what the compose file will bring
    QVBoxLayout *m_problems;
    struct Shown { // a card of its own each: a diagnosis, or a problem that none explains
        std::optional<diagnose::Diagnosis> diagnosis;
        stack::Problem problem;
    };
    std::vector<Shown> whatIsWrong() const;
    void wantMend(const Shown &shown);
    std::vector<Shown> m_shown;
    std::vector<FindingCard *> m_problemCards;
    TopicsCard *m_topics;
    IdentityCard *m_identity;
    LastStartCard *m_lastStart;
    QLabel *m_notes;
    QTimer *m_clock;
};

} // namespace bd::app
