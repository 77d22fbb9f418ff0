#include "overview/overviewview.h"

#include <algorithm>

#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include "audit/auditwords.h"
#include "base/text.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/theme.h"
#include "overview/identitycard.h"
#include "overview/laststartcard.h"
#include "overview/phrases.h"
#include "overview/servicemodel.h"
#include "overview/servicetable.h"
#include "overview/topicscard.h"
#include "troubleshoot/diagnosiswords.h"

namespace bd::app {

OverviewView::OverviewView(QWidget *parent)
    : QWidget(parent), m_model(new ServiceModel(this)), m_table(new ServiceTable(m_model)), m_linkCard(new FindingCard),
      m_noFileCard(new FindingCard), m_audit(new FindingCard), m_problems(new QVBoxLayout), m_topics(new TopicsCard),
      m_identity(new IdentityCard), m_lastStart(new LastStartCard), m_notes(wrappedLabel()), m_clock(new QTimer(this))
{
    const auto [scroll, page] = scrolledPage(this);
    m_scroll = scroll;
    auto *services = new Card;
    services->column()->setContentsMargins(1, 1, 1, 1);
    services->column()->addWidget(m_table);
    m_problems->setSpacing(pageGap);
    setLook(m_notes, Look::Muted);

    page->addLayout(pageHead(tr("Overview"), tr("What is true now, and what needs you.")));
    page->addWidget(m_linkCard);
    page->addLayout(m_problems);
    page->addWidget(m_noFileCard);
    page->addWidget(services);
    page->addWidget(m_topics);
    page->addWidget(m_audit);
    page->addWidget(m_lastStart);
    page->addWidget(m_identity);
    page->addWidget(m_notes);
    page->addStretch(1);
    m_linkCard->hide();
    m_noFileCard->hide();
    m_audit->hide();
    m_notes->hide();

    connect(m_linkCard, &FindingCard::accepted, this, &OverviewView::retryWanted);
    connect(m_audit, &FindingCard::accepted, this, &OverviewView::auditWanted);
    connect(m_audit, &FindingCard::commandLineWanted, this, &OverviewView::commandLineWanted);
    connect(m_lastStart, &LastStartCard::timelineWanted, this, &OverviewView::timelineWanted);
    connect(m_table, &ServiceTable::rowRevealed, this, [this](const QRect &row) {
        const QPoint center = m_table->mapTo(m_scroll->widget(), row.center());
        m_scroll->ensureVisible(0, center.y(), 0, row.height());
    });
    setFocusProxy(m_table);
    connect(m_clock, &QTimer::timeout, this, &OverviewView::tick);
}

void OverviewView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    tick();
}

void OverviewView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_clock->stop();
}

// Seconds while something is young, else as seldom as minutes allow.
void OverviewView::tick()
{
    m_model->setTime(Clock::system().now());
    m_clock->start(m_model->countsSeconds() ? 1000 : 10'000);
}

void OverviewView::setProject(const compose::Project &project)
{
    m_project = project;
    m_table->setProject(project);
    showNotes();
}

void OverviewView::setState(const stack::StackState &state, TimePoint now)
{
    m_state = state;
    m_model->setState(state, now);
    if (m_clock->isActive() && m_model->countsSeconds()) {
        m_clock->start(1000);
    }
    m_topics->setTopics(state.topics);
    m_identity->setIdentity(state.identity);
    showLink();
    showProblems();
}

void OverviewView::setBusy(bool busy)
{
    m_busy = busy;
    m_table->setBusy(busy);
    for (FindingCard *card : m_problemCards) {
        card->setAcceptEnabled(!busy);
    }
}

void OverviewView::setLastStart(const timeline::Timeline &timeline)
{
    m_lastStart->setTimeline(timeline);
}

void OverviewView::showLink()
{
    const bool lost = m_state.link == stack::Link::Lost;
    if (lost) {
        const Error unknown{ErrorCode::NoEngine, tr("The engine does not answer"), {}, {}};
        Finding finding = findingOf(m_state.error.value_or(unknown), tr("Try again"));
        finding.text = (finding.text + QLatin1Char(' ') + tr("What is below was true before.")).trimmed();
        m_linkCard->setFinding(finding);
    }
    m_linkCard->setVisible(lost);
}

// A diagnosis says more than the problem that it explains.
std::vector<OverviewView::Shown> OverviewView::whatIsWrong() const
{
    std::vector<Shown> shown;
    for (const diagnose::Diagnosis &one : m_diagnoses ? m_diagnoses->found : std::vector<diagnose::Diagnosis>()) {
        shown.push_back({one, {}});
    }
    for (const stack::Problem &problem : m_state.problems) {
        const bool isOfService = problem.mend == stack::Problem::Mend::StartService
                                 || problem.mend == stack::Problem::Mend::RestartService;
        const bool isExplained = isOfService && m_diagnoses
                                 && std::ranges::all_of(problem.targets, [&](const QString &service) {
                                        return m_diagnoses->explains(service);
                                    });
        if (!isExplained) {
            shown.push_back({{}, problem});
        }
    }
    return shown;
}

void OverviewView::wantMend(const Shown &shown)
{
    if (shown.diagnosis) {
        Q_EMIT diagnosisWanted(*shown.diagnosis);
    } else {
        Q_EMIT mendWanted(shown.problem);
    }
}

// Cards are kept from one state to the next, so that an open proof stays open.
void OverviewView::showProblems()
{
    m_shown = whatIsWrong();
    const auto count = m_shown.size();
    const bool more = m_problemCards.size() < count;
    while (m_problemCards.size() < count) {
        const auto at = m_problemCards.size();
        auto *card = new FindingCard;
        connect(card, &FindingCard::accepted, this, [this, at] { wantMend(m_shown.at(at)); });
        connect(card, &FindingCard::commandLineWanted, this, &OverviewView::commandLineWanted);
        m_problems->addWidget(card);
        m_problemCards.push_back(card);
    }
    while (m_problemCards.size() > count) {
        m_problemCards.back()->hide();
        m_problemCards.back()->deleteLater();
        m_problemCards.pop_back();
    }
    if (more) {
        orderTabs();
    }
    for (std::size_t i = 0; i < count; ++i) {
        const stack::Problem &problem = m_shown.at(i).problem;
        const auto &diagnosis = m_shown.at(i).diagnosis;
        m_problemCards.at(i)->setFinding(diagnosis ? findingOf(*diagnosis)
                                                   : Finding{.edge = Card::Edge::Problem,
                                                             .title = problem.title,
                                                             .text = problem.text,
                                                             .raw = problem.proof,
                                                             .accept = mendText(problem, m_state),
                                                             .dismissible = false,
                                                             .verb = mendVerb(problem)});
        m_problemCards.at(i)->setAcceptEnabled(!m_busy);
    }
}

void OverviewView::setDiagnoses(const DiagnosisFactsPtr &facts)
{
    m_diagnoses = facts;
    showProblems();
}

void OverviewView::setAudit(const AuditFactsPtr &facts)
{
    const std::optional<Finding> found = facts ? overviewFinding(*facts) : std::nullopt;
    if (found) {
        m_audit->setFinding(*found);
    }
    m_audit->setVisible(found.has_value());
}

// A card that was made later stands above the table all the same.
void OverviewView::orderTabs()
{
    QWidget *last = m_linkCard->orderAfter(this);
    for (FindingCard *card : m_problemCards) {
        last = card->orderAfter(last);
    }
    setTabOrder(last, m_table);
}

void OverviewView::showNotes()
{
    m_noFileCard->setFinding({.edge = Card::Edge::Waiting,
                              .title = tr("The compose file of %1 is gone").arg(m_project.name),
                              .text = tr("What the engine knows of its containers is shown. They can be started and "
                                         "stopped; making new ones, setting roles and reading the expected topics need "
                                         "the file. Open it from where it is now."),
                              .raw = {},
                              .accept = {},
                              .dismissible = false});
    m_noFileCard->setVisible(!m_project.name.isEmpty() && !m_project.hasFiles());
    m_notes->setText(plainText(m_project.notes.join(QLatin1Char('\n')), 2000));
    m_notes->setVisible(!m_project.notes.isEmpty());
}

} // namespace bd::app
