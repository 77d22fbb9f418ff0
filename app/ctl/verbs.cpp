#include "verbs.h"

#include <langinfo.h>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringConverter>

#include "auditverb.h"
#include "brokersverb.h"
#include "bundleverb.h"
#include "carry/carry.h"
#include "clusterverbs.h"
#include "compose/graph.h"
#include "compose/load.h"
#include "connectionverbs.h"
#include "diagnoseverb.h"
#include "exitcode.h"
#include "groupverbs.h"
#include "logsverb.h"
#include "newverb.h"
#include "practiceverb.h"
#include "recordverbs.h"
#include "reset/standing.h"
#include "resetverbs.h"
#include "resolve.h"
#include "sheetverb.h"
#include "snapshotverbs.h"
#include "stack/history.h"
#include "stack/observer.h"
#include "startup/recorded.h"
#include "tablewords.h"
#include "timeline/textpicture.h"
#include "timeline/words.h"
#include "timelinejson.h"
#include "topicverbs.h"
#include "troubleshootverb.h"
#include "volumeverbs.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

class Verbs
{
public:
    Verbs(const Options &options, Output &output, std::stop_token stop)
        : m_options(options), m_output(output), m_stop(std::move(stop)),
          m_engine(std::make_shared<engine::Engine>(std::make_shared<process::SystemRunner>(), options.context))
    {}

    int projects();
    int status();
    int up();
    int stop();
    int restart();
    int topics() { return runTopics(*m_engine, m_options, m_output, m_stop); }
    int peek() { return runPeek(*m_engine, m_options, m_output, m_stop); }
    int connections() { return runConnections(m_options, m_output, m_stop); }
    int checkConnection() { return runCheckConnection(*m_engine, m_options, m_output, m_stop); }
    int produce() { return runProduce(*m_engine, m_options, m_output, m_stop); }
    int groups() { return runGroups(*m_engine, m_options, m_output, m_stop); }
    int cluster() { return runCluster(*m_engine, m_options, m_output, m_stop); }
    int volumes() { return runVolumes(*m_engine, m_options, m_output, m_stop); }
    int snapshot() { return runSnapshot(*m_engine, m_options, recorder(), m_output, m_stop); }
    int reset() { return runReset(*m_engine, m_options, recorder(), m_output, m_stop); }
    int diagnose() { return runDiagnose(*m_engine, m_options, m_output, m_stop); }
    int practice() { return runPractice(m_engine, m_options, m_output, m_stop); }
    int brokers() { return runBrokers(*m_engine, m_options, m_output, m_stop); }
    int audit() { return runAudit(*m_engine, m_options, m_output, m_stop); }
    int newStack() { return runNew(m_options, m_output); }
    int sheet() { return runSheet(*m_engine, m_options, m_output, m_stop); }
    int bundle() { return runBundle(m_engine, m_options, m_output, m_stop); }
    int troubleshoot() { return runTroubleshoot(m_engine, m_options, m_output, m_stop); }
    int logs() { return runLogs(*m_engine, m_options, m_output, m_stop); }
    int verify() { return runVerify(m_engine, m_options, m_output, m_stop); }
    int runs();
    int timeline();

private:
    startup::Recorder recorder();
    startup::StartOptions startOptions() const;
    int ended(const Result<startup::StartReport> &result);
    int showRun(const timeline::Run &run);
    Result<QString> projectName(); // for the history: no need to load a project whose name is given

    const Options &m_options;
    Output &m_output;
    std::stop_token m_stop;
    std::shared_ptr<engine::Engine> m_engine;
};

int Verbs::projects()
{
    const auto containers = m_engine->containers({}, m_stop);
    if (!containers)
        return failed(m_output, containers.error());
    QJsonArray json;
    std::vector<QStringList> rows;
    for (const compose::FoundProject &project : compose::findProjects(*containers)) {
        json += QJsonObject{{QStringLiteral("name"), project.name},
                            {QStringLiteral("files"), QJsonArray::fromStringList(project.call.files)},
                            {QStringLiteral("filesExist"), project.filesExist},
                            {QStringLiteral("kafka"), project.hasKafka},
                            {QStringLiteral("running"), project.running},
                            {QStringLiteral("finished"), project.finished},
                            {QStringLiteral("total"), project.total}};
        rows.push_back(
            {project.name, Tr::tr("%1 of %2").arg(project.up()).arg(project.total),
             project.hasKafka ? Tr::tr("yes") : Tr::tr("no"),
             project.filesExist ? project.call.files.join(QStringLiteral(", ")) : Tr::tr("its compose file is gone")});
    }
    if (m_output.json())
        m_output.document({{QStringLiteral("projects"), json}});
    else if (rows.empty())
        m_output.line(Tr::tr("The engine knows no Compose project. Open one with -f FILE."));
    else
        m_output.table({Tr::tr("PROJECT"), Tr::tr("UP"), Tr::tr("KAFKA"), Tr::tr("FILES")}, rows);
    return Well;
}

int Verbs::status()
{
    const auto project = resolveProject(*m_engine, m_options, m_stop);
    if (!project)
        return failed(m_output, project.error());
    const auto state = stack::lookOnce(m_engine, *project, m_stop);
    if (!state)
        return failed(m_output, state.error());
    if (m_output.json())
        m_output.document(stack::toJson(*state));
    else
        print(m_output, *state);
    return state->problems.empty() ? Well : ProblemFound;
}

startup::Recorder Verbs::recorder()
{
    startup::Recorder recorder;
    recorder.origin = QStringLiteral("brokerdeckctl");
    recorder.began = [this](const timeline::Run &run) { m_output.begin(run); };
    recorder.sink = [this](const timeline::Event &event) { m_output.event(event); };
    return recorder;
}

startup::StartOptions Verbs::startOptions() const
{
    startup::StartOptions options;
    options.strictGates = m_options.strict;
    options.createTopics = m_options.createTopics;
    options.deadline = m_options.serviceTime();
    return options;
}

int Verbs::ended(const Result<startup::StartReport> &result)
{
    if (!result)
        return failed(m_output, result.error());
    m_output.end();
    return result->missingTopics.isEmpty() && result->notReady.isEmpty() ? Well : ProblemFound;
}

int Verbs::up()
{
    const auto project = resolveProject(*m_engine, m_options, m_stop);
    if (!project)
        return failed(m_output, project.error());
    if (const auto may = reset::mayStart(*m_engine, project->name, {}, m_stop); !may)
        return failed(m_output, may.error());
    startup::StartOptions options = startOptions();
    options.services = m_options.arguments;
    const auto data = m_options.leaveData ? carry::Data::StaysBehind : carry::Data::GoesAlong;
    return ended(carry::start(*m_engine, *project, options, data, recorder(), m_stop));
}

int Verbs::stop()
{
    const auto project = resolveProject(*m_engine, m_options, m_stop);
    if (!project)
        return failed(m_output, project.error());
    return ended(startup::recordedStop(*m_engine, *project, m_options.arguments, recorder(), m_stop).map([] {
        return startup::StartReport{};
    }));
}

int Verbs::restart()
{
    const auto project = resolveProject(*m_engine, m_options, m_stop);
    if (!project)
        return failed(m_output, project.error());
    if (const auto may = reset::mayStart(*m_engine, project->name, {}, m_stop); !may)
        return failed(m_output, may.error());
    if (m_options.arguments.isEmpty()) {
        if (const auto may = carry::mayStart(*m_engine, *project, m_stop); !may)
            return failed(m_output, may.error());
        if (auto stopped = startup::recordedStop(*m_engine, *project, {}, recorder(), m_stop); !stopped)
            return failed(m_output, stopped.error());
        return ended(carry::start(*m_engine, *project, startOptions(), carry::Data::GoesAlong, recorder(), m_stop));
    }
    const QString service = m_options.arguments.first();
    const QStringList disturbed = compose::dependents(project->services, service);
    if (!disturbed.isEmpty() && !m_output.json())
        m_output.line(Tr::tr("Restarting %1 disturbs: %2").arg(service, disturbed.join(QStringLiteral(", "))));
    return ended(startup::recordedRestart(*m_engine, *project, service, startOptions(), recorder(), m_stop).map([] {
        return startup::StartReport{};
    }));
}

Result<QString> Verbs::projectName()
{
    if (!m_options.project.isEmpty())
        return m_options.project;
    return resolveProject(*m_engine, m_options, m_stop).map([](const compose::Project &project) {
        return project.name;
    });
}

int Verbs::runs()
{
    const auto history = stack::History::open();
    if (!history)
        return failed(m_output, history.error());
    // Without a project here, the runs of all.
    constexpr int usual = 100;
    const auto runs = history->runs(projectName().value_or(QString()), m_options.most > 0 ? m_options.most : usual);
    if (!runs)
        return failed(m_output, runs.error());
    QJsonArray json;
    std::vector<QStringList> rows;
    for (const timeline::Run &run : *runs) {
        const QString took = run.finishedAt ? timeline::durationText(*run.finishedAt - run.startedAt) : QString();
        rows.push_back({QString::number(run.id), run.project, kindWord(run.kind), timeText(run.startedAt), took,
                        timeline::outcomeText(run.outcome), originWord(run.origin)});
        json += QJsonObject{{QStringLiteral("id"), run.id},
                            {QStringLiteral("project"), run.project},
                            {QStringLiteral("kind"), timeline::toString(run.kind)},
                            {QStringLiteral("origin"), run.origin},
                            {QStringLiteral("startedAt"), toIso(run.startedAt)},
                            {QStringLiteral("finishedAt"),
                             run.finishedAt ? QJsonValue(toIso(*run.finishedAt)) : QJsonValue()},
                            {QStringLiteral("outcome"),
                             run.outcome ? QJsonValue(timeline::toString(*run.outcome)) : QJsonValue()}};
    }
    if (m_output.json())
        m_output.document({{QStringLiteral("runs"), json}});
    else if (rows.empty())
        m_output.line(Tr::tr("No run is recorded yet. «brokerdeckctl up» makes the first."));
    else
        m_output.table({Tr::tr("RUN"), Tr::tr("PROJECT"), Tr::tr("KIND"), Tr::tr("STARTED"), Tr::tr("TOOK"),
                        Tr::tr("OUTCOME"), Tr::tr("BY")},
                       rows);
    return Well;
}

int Verbs::timeline()
{
    const auto history = stack::History::open();
    if (!history)
        return failed(m_output, history.error());
    qint64 id = 0;
    if (m_options.arguments.isEmpty()) {
        const auto name = projectName();
        if (!name)
            return failed(m_output, name.error());
        const auto newest = history->runs(*name, 1);
        if (!newest)
            return failed(m_output, newest.error());
        if (newest->empty())
            return failed(m_output, Error{ErrorCode::NotFound,
                                          Tr::tr("No run of %1 is recorded yet").arg(*name),
                                          Tr::tr("«brokerdeckctl up» makes the first."),
                                          {}});
        id = newest->front().id;
    } else {
        bool ok = false;
        id = m_options.arguments.first().toLongLong(&ok);
        if (!ok)
            return failed(m_output, Error{ErrorCode::InvalidUse,
                                          Tr::tr("«%1» is not the number of a run").arg(m_options.arguments.first()),
                                          Tr::tr("«brokerdeckctl runs» lists them."),
                                          {}});
    }
    const auto run = history->run(id);
    return run ? showRun(*run) : failed(m_output, run.error());
}

int Verbs::showRun(const timeline::Run &run)
{
    const TimePoint now = Clock::system().now();
    const timeline::Timeline folded = timeline::fold(run, run.finishedAt.value_or(now));
    if (m_output.json()) {
        m_output.document(timelineDocument(run, folded));
        return Well;
    }
    const bool unicode = !m_options.ascii
                         && QStringConverter::encodingForName(nl_langinfo(CODESET)) == QStringConverter::Utf8;
    for (const QString &line : timeline::textPicture(folded, {m_output.columns(), unicode}, now))
        m_output.line(line);
    return Well;
}

} // namespace

int runVerb(const Options &options, Output &output, std::stop_token stop)
{
    Verbs verbs(options, output, std::move(stop));
    if (options.verb == QLatin1String("projects"))
        return verbs.projects();
    if (options.verb == QLatin1String("status"))
        return verbs.status();
    if (options.verb == QLatin1String("up"))
        return verbs.up();
    if (options.verb == QLatin1String("stop"))
        return verbs.stop();
    if (options.verb == QLatin1String("restart"))
        return verbs.restart();
    if (options.verb == QLatin1String("topics"))
        return verbs.topics();
    if (options.verb == QLatin1String("peek"))
        return verbs.peek();
    if (options.verb == QLatin1String("produce"))
        return verbs.produce();
    if (options.verb == QLatin1String("connections"))
        return verbs.connections();
    if (options.verb == QLatin1String("check-connection"))
        return verbs.checkConnection();
    if (options.verb == QLatin1String("groups"))
        return verbs.groups();
    if (options.verb == QLatin1String("cluster"))
        return verbs.cluster();
    if (options.verb == QLatin1String("volumes"))
        return verbs.volumes();
    if (options.verb == QLatin1String("snapshot"))
        return verbs.snapshot();
    if (options.verb == QLatin1String("reset") || options.verb == QLatin1String("script"))
        return verbs.reset();
    if (options.verb == QLatin1String("verify"))
        return verbs.verify();
    if (options.verb == QLatin1String("logs"))
        return verbs.logs();
    if (options.verb == QLatin1String("diagnose"))
        return verbs.diagnose();
    if (options.verb == QLatin1String("troubleshoot"))
        return verbs.troubleshoot();
    if (options.verb == QLatin1String("practice"))
        return verbs.practice();
    if (options.verb == QLatin1String("brokers"))
        return verbs.brokers();
    if (options.verb == QLatin1String("bundle"))
        return verbs.bundle();
    if (options.verb == QLatin1String("new"))
        return verbs.newStack();
    if (options.verb == QLatin1String("sheet"))
        return verbs.sheet();
    if (options.verb == QLatin1String("audit"))
        return verbs.audit();
    if (options.verb == QLatin1String("runs"))
        return verbs.runs();
    return verbs.timeline();
}

} // namespace bd::ctl
