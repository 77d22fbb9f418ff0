#include "resetverbs.h"

#include <QCoreApplication>

#include "confirmation.h"
#include "exitcode.h"
#include "guard/look.h"
#include "reset/cluster.h"
#include "reset/marks.h"
#include "reset/resume.h"
#include "reset/script.h"
#include "reset/standing.h"
#include "reset/topicreset.h"
#include "resetplans.h"
#include "resolve.h"
#include "snapshotverbs.h"
#include "stack/lockkey.h"
#include "timeline/words.h"
#include "verify/verify.h"

namespace bd::ctl {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using verify::Check;

QJsonObject checkJson(const Check &check)
{
    return {{QStringLiteral("check"), verify::toString(check.what)},
            {QStringLiteral("status"), verify::toString(check.status)},
            {QStringLiteral("text"), check.text},
            {QStringLiteral("detail"), check.detail},
            {QStringLiteral("tookMs"), double(check.took.count()) / 1000}};
}

QString signOf(Check::Status status)
{
    switch (status) {
    case Check::Status::Passed: return Tr::tr("ok");
    case Check::Status::Failed: return Tr::tr("FAILED");
    case Check::Status::Unknown: return Tr::tr("unknown");
    case Check::Status::NotApplicable: return QStringLiteral("-");
    }
    return {};
}

Result<int> verified(const std::shared_ptr<const engine::Engine> &engine, const Options &options, const Output &output,
                     std::stop_token stop)
{
    const auto project = resolveProject(*engine, options, stop);
    const auto checks = project ? verify::verify(engine, *project, 10s, stop) : tl::unexpected(project.error());
    if (!checks)
        return tl::unexpected(checks.error());
    QJsonArray json;
    std::vector<QStringList> rows;
    for (const Check &check : *checks) {
        json += checkJson(check);
        rows.push_back({signOf(check.status), verify::titleOf(check.what),
                        check.took > Micros(0) ? timeline::durationText(check.took) : QString(), check.text});
    }
    if (output.json())
        output.document({{QStringLiteral("project"), project->name},
                         {QStringLiteral("well"), verify::isWell(*checks)},
                         {QStringLiteral("checks"), json}});
    else
        output.table({QString(), Tr::tr("CHECK"), Tr::tr("TOOK"), Tr::tr("SEEN")}, rows);
    return verify::isWell(*checks) ? Well : ProblemFound;
}

class Reset
{
public:
    Reset(const engine::Engine &engine, const Options &options, const startup::Recorder &recorder, Output &output,
          std::stop_token stop)
        : m_engine(engine), m_options(options), m_recorder(recorder), m_output(output), m_stop(std::move(stop))
    {}

    Result<int> run()
    {
        const auto level = wantedLevel();
        if (!level)
            return tl::unexpected(level.error());
        auto project = resolveProject(m_engine, m_options, m_stop);
        if (!project)
            return tl::unexpected(project.error());
        m_project = std::move(*project);
        const bool isDone = !m_options.level.isEmpty() && !m_options.dryRun && !isScript();
        if (auto said = isDone ? confirmed(m_options, m_project.name) : Result<>(); !said)
            return tl::unexpected(said.error());
        const bool isOfTopics = !m_options.level.isEmpty() && *level != reset::Operation::Full;
        if (auto looked = look(isOfTopics); !looked)
            return tl::unexpected(looked.error());
        m_marks = reset::marksOf(m_project, m_state.id);
        sayWhatIsPending();
        if (m_options.abandon)
            return reset::abandon(stack::lockKey(m_state.id, m_project.name), {}, m_recorder.origin).map([&] {
                m_output.line(Tr::tr("It is left as it is."));
                return Well;
            });
        if (m_options.resume)
            return reset::goOn(m_engine, m_project, m_marks, {}, m_recorder, m_stop).map([&] {
                m_output.end();
                return Well;
            });
        return *level == reset::Operation::Full ? full() : topics(*level);
    }

private:
    Result<> look(bool isOfTopics)
    {
        if (!isOfTopics)
            return guard::lookAt(m_engine, m_stop).map([&](guard::EngineState &&state) { m_state = std::move(state); });
        return reset::survey(m_engine, m_project, m_stop).map([&](reset::Survey &&found) {
            m_state = std::move(found.state);
            m_cluster = std::move(found.cluster);
        });
    }

    void sayWhatIsPending() const
    {
        const auto pending = reset::pendingJournal(reset::journalPath(stack::lockKey(m_state.id, m_project.name), {}));
        if (!pending || !*pending || m_output.json())
            return;
        const reset::Standing standing = reset::standingNow(**pending, m_project, m_state, m_stop);
        m_output.note(standing.text);
        m_output.note(standing.meaning);
    }

    Result<reset::Operation> wantedLevel() const
    {
        const int ways = int(m_options.resume) + int(m_options.abandon) + int(!m_options.level.isEmpty());
        if (ways != 1)
            return fail(ErrorCode::InvalidUse,
                        isScript() ? Tr::tr("--level is needed: empty, recreate or full")
                                   : Tr::tr("One of --level, --resume and --abandon is needed"),
                        Tr::tr("«brokerdeckctl --help» shows how it is used."));
        const auto level = reset::operationFrom(m_options.level);
        if (!m_options.level.isEmpty() && (!level || *level == reset::Operation::Restore))
            return fail(ErrorCode::InvalidUse, Tr::tr("There is no level «%1»").arg(m_options.level),
                        Tr::tr("There is: empty, recreate, full"));
        if (m_options.level.isEmpty() && (isScript() || m_options.dryRun))
            return fail(ErrorCode::InvalidUse,
                        Tr::tr("--resume and --abandon do what they say: there is nothing to show"));
        if (level == reset::Operation::Full && !(m_options.topics + m_options.groups).isEmpty())
            return fail(ErrorCode::InvalidUse, Tr::tr("A full reset takes every topic and group"),
                        Tr::tr("Leave --topic and --group out, or take the level empty or recreate."));
        return level.value_or(reset::Operation::Full);
    }

    bool isScript() const { return m_options.verb == QLatin1String("script"); }

    reset::FullOptions wanted() const
    {
        return {!m_options.noSnapshot, m_options.confirmRemote, m_options.serviceTime()};
    }

    reset::WayBack wayBack() const // of a script
    {
        return m_options.noSnapshot ? reset::WayBack::None : reset::WayBack::Keep;
    }

    int exitCodeOf(const guard::Ruling &ruling) const
    {
        return ruling.verdict == guard::Ruling::Verdict::Refused ? ProblemFound : Well;
    }

    Result<int> full()
    {
        const reset::FullPlan plan = reset::planFull(m_project, m_state);
        if (isScript()) {
            m_output.line(reset::fullScript(m_engine, m_project, plan, m_state, wayBack()).trimmed());
            return Well;
        }
        if (m_options.dryRun)
            return show(plan);
        return reset::recordedFull(m_engine, m_project, plan, m_marks, wanted(), {}, m_recorder, m_stop)
            .map([&](const reset::FullReport &report) {
                ended(report.snapshot);
                return reset::isWhole(report.start, m_project) ? Well : ProblemFound;
            });
    }

    Result<int> show(const reset::FullPlan &plan)
    {
        const auto ruling = guard::ruleOn({plan.removal, m_project, m_state, m_marks}, m_options.confirmRemote);
        const auto sizes = m_engine.volumeSizes(m_stop).value_or(QMap<QString, qint64>());
        if (m_output.json()) {
            QJsonObject json = jsonOf(plan, ruling, sizes);
            addTopics(json);
            m_output.document(json);
        } else {
            tell(m_output, plan, sizes);
            tell(m_output, ruling, m_state.context.name);
        }
        return exitCodeOf(ruling);
    }

    // Everything that there is goes; null: no broker tells.
    void addTopics(QJsonObject &json) const
    {
        const auto cluster = reset::clusterIn(m_state, m_project);
        const auto facts = cluster ? reset::lookAtTopics(*cluster->client, m_project, m_state, m_stop)
                                   : tl::unexpected(cluster.error());
        const auto all = facts ? reset::planTopics(m_project, m_state, {reset::Operation::Empty, {}, {}}, *facts)
                               : tl::unexpected(facts.error());
        QJsonArray topics, groups;
        for (const reset::PlannedTopic &one : all ? all->topics : std::vector<reset::PlannedTopic>())
            topics += QJsonObject{{QStringLiteral("name"), one.name},
                                  {QStringLiteral("records"), one.records ? QJsonValue(*one.records) : QJsonValue()}};
        for (const reset::PlannedGroup &one : all ? all->groups : std::vector<reset::PlannedGroup>())
            groups += QJsonObject{{QStringLiteral("id"), one.id}};
        json.insert(QStringLiteral("topics"), all ? QJsonValue(topics) : QJsonValue());
        json.insert(QStringLiteral("groups"), all ? QJsonValue(groups) : QJsonValue());
    }

    Result<int> topics(reset::Operation level)
    {
        const auto facts = m_cluster ? reset::lookAtTopics(*m_cluster->client, m_project, m_state, m_stop)
                                     : tl::unexpected(m_cluster.error());
        const auto plan = facts ? reset::planTopics(m_project, m_state,
                                                    {level, m_options.topics, m_options.chosenGroups()}, *facts)
                                : tl::unexpected(facts.error());
        if (!plan)
            return tl::unexpected(plan.error());
        if (isScript()) {
            m_output.line(reset::topicScript(m_engine, m_project, *plan, m_state, wayBack()).trimmed());
            return Well;
        }
        if (m_options.dryRun)
            return show(*plan);
        return reset::recordedTopics(m_engine, m_project, *plan, m_marks, wanted(), {}, m_recorder, m_stop)
            .map([&](const reset::TopicReport &report) {
                ended(report.snapshot);
                return report.left.isEmpty() ? Well : ProblemFound;
            });
    }

    Result<int> show(const reset::TopicPlan &plan)
    {
        const auto records = guard::planOfRecords(m_project.name, m_state.id, m_state.context.name);
        const auto ruling = guard::ruleOn({records, m_project, m_state, m_marks}, m_options.confirmRemote);
        if (m_output.json()) {
            m_output.document(jsonOf(plan, ruling));
        } else {
            tell(m_output, plan);
            tell(m_output, ruling, m_state.context.name);
        }
        return exitCodeOf(ruling);
    }

    void ended(const std::optional<snapshot::Manifest> &wayBack)
    {
        m_output.end();
        if (wayBack && !m_output.json())
            m_output.line(Tr::tr("The way back: brokerdeckctl snapshot restore %1").arg(wayBack->id));
        if (wayBack) {
            snapshot::Shelf shelf(m_project.name);
            retireSnapshots(shelf, m_state.id, m_project.name, m_output);
        }
    }

    const engine::Engine &m_engine;
    const Options &m_options;
    const startup::Recorder &m_recorder;
    Output &m_output;
    std::stop_token m_stop;
    compose::Project m_project;
    guard::EngineState m_state;
    Result<reset::Cluster> m_cluster = cancelled(); // for the levels that are about topics
    guard::Marks m_marks;
};

} // namespace

int runReset(const engine::Engine &engine, const Options &options, const startup::Recorder &recorder, Output &output,
             std::stop_token stop)
{
    const auto code = Reset(engine, options, recorder, output, std::move(stop)).run();
    return code ? *code : failed(output, code.error());
}

int runVerify(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
              std::stop_token stop)
{
    const auto code = verified(engine, options, output, std::move(stop));
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
