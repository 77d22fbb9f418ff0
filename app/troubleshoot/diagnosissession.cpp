#include "troubleshoot/diagnosissession.h"

#include <algorithm>
#include <array>

#include "diagnose/knowledge.h"
#include "verify/symptoms.h"

namespace bd::app {

namespace {

using namespace std::chrono_literals;

// A process often says why only after it is in trouble; what is unknown for a minute stays so until something changes.
constexpr std::array pauses{1s, 3s, 10s, 30s, 60s};

const Result<diagnose::Knowledge> &knowledge()
{
    static const auto read = diagnose::readKnowledge(QStringLiteral(":/diagnoses"));
    return read;
}

// Which services are in trouble, each with what tells this time from the one before.
QStringList troubleIn(const stack::StackState &state)
{
    QStringList lines;
    for (const stack::ServiceStatus &service : state.services) {
        if (stack::isTrouble(service.state)) {
            lines += QStringLiteral("%1 %2 %3 %4 %5")
                         .arg(service.service, stack::toString(service.state), service.containerId)
                         .arg(service.restarts)
                         .arg(service.exitCode.value_or(0));
        }
    }
    for (const stack::Problem &problem : state.problems) {
        lines += problem.title;
    }
    return lines;
}

Result<DiagnosisFactsPtr> lookAt(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    if (!knowledge()) {
        return tl::unexpected(knowledge().error());
    }
    auto seen = verify::symptomsOf(engine, project, *knowledge(), {}, stop);
    if (!seen) {
        return tl::unexpected(seen.error());
    }
    return DiagnosisFactsPtr(std::make_shared<const DiagnosisFacts>(
        DiagnosisFacts{diagnose::diagnose(*knowledge(), seen->stack), std::move(seen->alarms), Clock::system().now()}));
}

} // namespace

DiagnosisSession::DiagnosisSession(std::shared_ptr<const engine::Engine> engine, compose::Project project,
                                   QObject *parent)
    : QObject(parent), m_engine(std::move(engine)), m_project(std::move(project))
{
    m_pace.setSingleShot(true);
    connect(&m_pace, &QTimer::timeout, this, &DiagnosisSession::look);
}

void DiagnosisSession::setProject(const compose::Project &project)
{
    m_project = project;
}

void DiagnosisSession::setState(const stack::StackState &state)
{
    if (state.link != stack::Link::Live) { // what was true before is not true now
        return;
    }
    const QStringList trouble = troubleIn(state);
    if (trouble == m_trouble) {
        return;
    }
    m_trouble = trouble;
    m_looks = 0;
    m_pace.stop();
    if (!trouble.isEmpty() || m_facts || m_isLooking) { // also what is over is looked at once more
        look();
    }
}

void DiagnosisSession::look()
{
    if (std::exchange(m_isLooking, true)) {
        m_lookAgain = true;
        return;
    }
    m_background.run([engine = m_engine,
                      project = m_project](std::stop_token stop) { return lookAt(*engine, project, stop); },
                     [this](const Result<DiagnosisFactsPtr> &outcome) { looked(outcome); });
}

void DiagnosisSession::looked(const Result<DiagnosisFactsPtr> &outcome)
{
    m_isLooking = false;
    if (outcome) {
        set(*outcome);
    } else if (outcome.error().code != ErrorCode::Cancelled) {
        Q_EMIT lookFailed(outcome.error());
    }
    if (std::exchange(m_lookAgain, false)) {
        look();
    } else if (!m_trouble.isEmpty() || (m_facts && !m_facts->found.empty())) {
        m_pace.start(pauses[static_cast<size_t>(std::min<qsizetype>(m_looks++, pauses.size() - 1))]);
    }
}

void DiagnosisSession::set(const DiagnosisFactsPtr &facts)
{
    m_facts = facts;
    Q_EMIT changed(m_facts);
}

} // namespace bd::app
