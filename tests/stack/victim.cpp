// Does a reset or a restore, and dies by SIGKILL when its journal has a given number of lines.
//
// victim full|empty|recreate|restore|records|resume KILL_AT ROOT PROJECT SNAPSHOT FILE NAME=VALUE…
#include <csignal>

#include <QCoreApplication>

#include "resetlab.h"

using namespace bd;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList given = app.arguments();
    const QString &what = given.at(1), &root = given.at(3);
    engine::ComposeCall call;
    call.project = given.at(4);
    call.files = {given.at(6)};
    for (const QString &variable : given.sliced(7))
        call.environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    const auto engine = std::make_shared<engine::Engine>(std::make_shared<process::SystemRunner>());
    const auto project = compose::load(*engine, call, {});
    const auto state = project ? guard::lookAt(*engine, {}) : tl::unexpected(project.error());
    if (!state)
        return 2;
    int left = given.at(2).toInt();
    reset::Surroundings surroundings{root + QStringLiteral("/journals"), root + QStringLiteral("/snapshots"), [&left] {
                                         if (--left == 0)
                                             ::raise(SIGKILL);
                                     }};
    startup::Recorder recorder;
    recorder.origin = QStringLiteral("victim");
    recorder.historyFile = root + QStringLiteral("/history.db");
    recorder.sink = [](const timeline::Event &) {};
    Result<> done = fail(ErrorCode::InvalidUse, what);
    if (what == QLatin1String("full")) {
        done = reset::recordedFull(*engine, *project, reset::planFull(*project, *state), {}, {}, surroundings, recorder,
                                   {})
                   .map([](const reset::FullReport &) {});
    } else if (what == QLatin1String("restore")) {
        const auto manifest = snapshot::Shelf(project->name, surroundings.snapshots).find(given.at(5));
        if (manifest)
            done = reset::recordedRestore(*engine, *project, reset::planRestore(*project, *state, *manifest), {}, {},
                                          surroundings, recorder, {})
                       .map([](const startup::StartReport &) {});
    } else if (const auto level = reset::operationFrom(what)) {
        const auto cluster = reset::clusterIn(*state, *project);
        const auto facts = cluster ? reset::lookAtTopics(*cluster->client, *project, *state, {})
                                   : tl::unexpected(cluster.error());
        const auto plan = facts ? reset::planTopics(*project, *state, {*level, {}, {}}, *facts)
                                : tl::unexpected(facts.error());
        done = plan ? reset::recordedTopics(*engine, *project, *plan, {}, {}, surroundings, recorder, {})
                          .map([](const reset::TopicReport &) {})
                    : tl::unexpected(plan.error());
    } else if (what == QLatin1String("records")) {
        const auto cluster = reset::clusterIn(*state, *project);
        const auto facts = cluster ? reset::lookAtTopics(*cluster->client, *project, *state, {})
                                   : tl::unexpected(cluster.error());
        const auto manifest = snapshot::Shelf(project->name, surroundings.snapshots).find(given.at(5));
        if (manifest && facts)
            done = reset::recordedRecordRestore(*engine, *project,
                                                reset::planRecordRestore(*project, *state, *manifest, *facts), {}, {},
                                                surroundings, recorder, {})
                       .map([](const QStringList &) {});
    } else {
        done = reset::goOn(*engine, *project, {}, surroundings, recorder, {});
    }
    if (!done)
        qWarning("%s", qPrintable(done.error().message + u' ' + done.error().detail));
    return done ? 0 : 1;
}
