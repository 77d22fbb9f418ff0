#include "practice/practice.h"

#include <algorithm>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include "compose/dotenv.h"
#include "compose/load.h"
#include "guard/look.h"
#include "kafka/produce.h"
#include "net/net.h"
#include "reach/reach.h"
#include "startup/runner.h"
#include "store/store.h"

namespace bd::practice {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Practice)
};

using namespace std::chrono_literals;
using compose::Project;
using engine::Engine;
using EnginePtr = std::shared_ptr<const Engine>;

constexpr Millis askDeadline = 10s;
constexpr Millis brokenDeadline = 12s; // of a start that is to fail
constexpr Millis breakTime = 8s;       // within which it shows that something is wrong
constexpr Millis reviveTime = 25s;     // within which a broken broker has ended
constexpr Millis workersPatience = 5s;

QString keptTopic()
{
    return QStringLiteral("purchase-created");
}

QString changeFile(const QString &folder)
{
    return folder + QStringLiteral("/compose.override.yaml");
}

// NAME=value of a line of .env, whatever it was.
void setVariable(QByteArray &env, const QByteArray &name, const QByteArray &value)
{
    QList<QByteArray> lines = env.split('\n');
    const auto found = std::ranges::find_if(lines, [&](const QByteArray &line) { return line.startsWith(name + '='); });
    if (found != lines.end())
        *found = name + '=' + value;
    env = lines.join('\n');
}

// The bundled stack, without restart policies, so that nothing mends itself; with ports that are free, under its own name.
Result<> writeStack(const QString &folder, const QString &project, const Place &place)
{
    auto file = store::readFile(place.stack + QStringLiteral("/compose.yaml"));
    auto env = file ? store::readFile(place.stack + QStringLiteral("/.env")) : tl::unexpected(file.error());
    auto team = env ? store::readFile(place.stack + QStringLiteral("/.brokerdeck.yaml")) : tl::unexpected(env.error());
    if (!team)
        return tl::unexpected(team.error());
    file->replace("restart: unless-stopped", "restart: \"no\"");
    setVariable(*env, "BROKERDECK_PROJECT", project.toUtf8());
    setVariable(*env, "BROKERDECK_KAFKA_PORT", QByteArray::number(net::freePort()));
    setVariable(*env, "BROKERDECK_ZOOKEEPER_PORT", QByteArray::number(net::freePort()));
    for (const char *name : {"BROKERDECK_KAFKA_IMAGE", "BROKERDECK_ZOOKEEPER_IMAGE"}) {
        if (const QByteArray image = qgetenv(name); !image.isEmpty())
            setVariable(*env, name, image);
    }
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::Io, Tr::tr("The folder %1 cannot be made").arg(folder));
    return store::writeFile(folder + QStringLiteral("/compose.yaml"), *file)
        .and_then([&] { return store::writeFile(folder + QStringLiteral("/.env"), *env); })
        .and_then([&] { return store::writeFile(folder + QStringLiteral("/.brokerdeck.yaml"), *team); });
}

// A variable of our environment that is meant for other stacks does not reach it.
Result<engine::ComposeCall> callFor(const QString &folder, const QString &project)
{
    return compose::callFor(folder).map([&](engine::ComposeCall call) {
        call.project = project;
        const auto env = store::readFile(folder + QStringLiteral("/.env")).value_or(QByteArray());
        const auto variables = compose::parseDotEnv(QString::fromUtf8(env));
        for (auto it = variables.cbegin(); it != variables.cend(); ++it) {
            if (it.key().startsWith(QLatin1String("BROKERDECK_")) && qEnvironmentVariableIsSet(qPrintable(it.key())))
                call.environment[it.key()] = it.value();
        }
        return call;
    });
}

// As it stands in its folder now.
Result<Project> load(const Engine &engine, const QString &folder, const QString &project, const std::stop_token &stop)
{
    return callFor(folder, project).and_then([&](const engine::ComposeCall &call) {
        return compose::load(engine, call, stop);
    });
}

Result<kafka::Settings> brokerOf(const Engine &engine, const Project &project, const std::stop_token &stop)
{
    return reach::runningBroker(engine, project, stop).map([](const reach::BrokerAccess &access) {
        return access.settings;
    });
}

// One that is there is a record of the lesson: nobody else writes here.
Result<bool> hasRecord(const Engine &engine, const Project &project, const std::stop_token &stop)
{
    const auto settings = brokerOf(engine, project, stop);
    const auto client = settings ? kafka::Client::open(*settings) : tl::unexpected(settings.error());
    const auto metadata = client ? (*client)->metadata(true, askDeadline, stop) : tl::unexpected(client.error());
    if (!metadata)
        return tl::unexpected(metadata.error());
    const kafka::Topic *topic = metadata->topic(keptTopic());
    if (!topic)
        return false;
    const auto offsets = (*client)->offsets({*topic}, askDeadline, stop);
    if (!offsets)
        return tl::unexpected(offsets.error());
    const auto partitions = offsets->value(keptTopic());
    return std::ranges::any_of(partitions, [](const kafka::PartitionOffsets &one) {
        return one.begin && one.end && *one.end > *one.begin;
    });
}

class Staging
{
public:
    Staging(EnginePtr engine, const Lesson &lesson, QString folder, QString project, const Tell &tell,
            std::stop_token stop)
        : m_engine(std::move(engine)), m_lesson(lesson), m_folder(std::move(folder)), m_name(std::move(project)),
          m_tell(tell), m_stop(std::move(stop))
    {}

    Result<> run()
    {
        for (const Move &move : m_lesson.moves) {
            if (auto done = make(move); !done)
                return done;
        }
        return {};
    }

private:
    Result<> make(const Move &move)
    {
        switch (move.what) {
        case Move::What::Start: return start();
        case Move::What::Record: return record();
        case Move::What::Change: return change();
        case Move::What::Kill:
            return each(move.names, [this](const QString &id) { return m_engine->stop(id, Millis(0), m_stop); });
        case Move::What::Revive: return each(move.names, [this](const QString &id) { return revive(id); });
        case Move::What::DropTopics: return dropTopics(move.names);
        }
        return {};
    }

    Result<> start()
    {
        m_tell(Tr::tr("Starting a stack of your own…"));
        return load(*m_engine, m_folder, m_name, m_stop).and_then([this](const Project &project) {
            return startup::start(
                       *m_engine, project, {}, [](const timeline::Event &) {}, Clock::system(), m_stop)
                .map([](const startup::StartReport &) {});
        });
    }

    Result<> record()
    {
        m_tell(Tr::tr("Writing a record into %1…").arg(keptTopic()));
        const auto project = load(*m_engine, m_folder, m_name, m_stop);
        const auto settings = project ? brokerOf(*m_engine, *project, m_stop) : tl::unexpected(project.error());
        const auto writer = settings ? kafka::RecordWriter::open(*settings) : tl::unexpected(settings.error());
        if (!writer)
            return tl::unexpected(writer.error());
        kafka::NewRecord one;
        one.key = "practice";
        one.value = "keep me";
        const auto written = (*writer)->write(keptTopic(), {one}, askDeadline, m_stop);
        if (!written)
            return tl::unexpected(written.error());
        const QString error = written->front().error;
        return error.isEmpty() ? Result<>() : fail(ErrorCode::Kafka, error);
    }

    Result<> change()
    {
        m_tell(Tr::tr("Something is changed…"));
        if (auto written = store::writeFile(changeFile(m_folder), m_lesson.change); !written)
            return written;
        const auto project = load(*m_engine, m_folder, m_name, m_stop);
        if (!project)
            return tl::unexpected(project.error());
        QString why;
        for (int left = 3; left > 0; --left) { // an engine that is busy may refuse the first
            startup::StartOptions options;
            options.deadline = brokenDeadline;
            const auto ignore = [](const timeline::Event &) {};
            const auto started = startup::start(*m_engine, *project, options, ignore, Clock::system(), m_stop);
            const bool mayFail = started || started.error().code == ErrorCode::Failed
                                 || started.error().code == ErrorCode::Timeout;
            if (!mayFail) // that it does is what the lesson is about; any other error is not
                return tl::unexpected(started.error());
            const auto broken = isBroken(*project);
            if (!broken || *broken)
                return broken.map([](bool) {});
            why = started ? QString() : started.error().message;
        }
        return fail(ErrorCode::Failed, Tr::tr("The stack did not break as it should"), Tr::tr("Try again."), why);
    }

    // A health check needs its time to fail.
    Result<bool> isBroken(const Project &project) const
    {
        const Clock clock = Clock::system();
        const TimePoint until = clock.now() + breakTime;
        while (true) {
            const auto checks = verify::verify(m_engine, project, Millis(0), m_stop);
            if (!checks)
                return tl::unexpected(checks.error());
            const bool hasFailed = std::ranges::find(*checks, verify::Check::Status::Failed, &verify::Check::status)
                                   != checks->end();
            if (hasFailed || clock.now() >= until)
                return hasFailed;
            if (!clock.sleep(500ms, m_stop))
                return cancelled();
        }
    }

    // Until it has ended, as it is to, or has run for long.
    Result<> revive(const QString &id)
    {
        m_tell(Tr::tr("Somebody starts it again…"));
        if (auto started = m_engine->start(id, m_stop); !started)
            return started;
        const Clock clock = Clock::system();
        for (const TimePoint until = clock.now() + reviveTime; clock.now() < until;) {
            const auto now = m_engine->inspect({id}, m_stop);
            if (!now)
                return tl::unexpected(now.error());
            if (!now->front().isUp())
                return {};
            if (!clock.sleep(200ms, m_stop))
                return cancelled();
        }
        return {};
    }

    Result<> dropTopics(const QStringList &names)
    {
        m_tell(Tr::tr("Something is changed…"));
        const auto project = load(*m_engine, m_folder, m_name, m_stop);
        const auto settings = project ? brokerOf(*m_engine, *project, m_stop) : tl::unexpected(project.error());
        const auto client = settings ? kafka::Client::open(*settings) : tl::unexpected(settings.error());
        const auto done = client ? (*client)->deleteTopics(names, askDeadline, m_stop) : tl::unexpected(client.error());
        return done.map([](const std::vector<kafka::TopicOutcome> &) {});
    }

    template<typename Do>
    Result<> each(const QStringList &services, Do what)
    {
        const auto containers = m_engine->containers(m_name, m_stop);
        if (!containers)
            return tl::unexpected(containers.error());
        for (const engine::Container &one : *containers) {
            if (!services.contains(one.service()))
                continue;
            if (auto done = what(one.id); !done)
                return done;
        }
        return {};
    }

    EnginePtr m_engine;
    const Lesson &m_lesson;
    QString m_folder, m_name;
    const Tell &m_tell;
    std::stop_token m_stop;
};

Result<> removeContainers(const Engine &engine, const guard::EngineState &state, const QString &project,
                          const QString &folder, const std::stop_token &stop)
{
    std::vector<engine::RemovalPermit> permits;
    for (const engine::Container &one : state.containers) {
        if (one.project() != project)
            continue;
        auto permit = guard::Permits::forPracticeContainer(one.id, folder, state);
        if (!permit)
            return tl::unexpected(permit.error());
        permits.push_back(std::move(*permit));
        const bool isUp = one.isUp() || one.state == engine::ContainerState::Restarting;
        if (auto stopped = isUp ? engine.stop(one.id, Millis(0), stop) : Result<>(); !stopped)
            return stopped;
    }
    return engine.remove(std::move(permits), stop);
}

// Those with its label, and what its containers mounted without a name: Compose hands that on to the next container, so that it does
// not go with one.
Result<> removeVolumes(const Engine &engine, const guard::EngineState &before, const QString &project,
                       const std::stop_token &stop)
{
    const auto now = guard::lookAt(engine, stop);
    if (!now)
        return tl::unexpected(now.error());
    std::vector<engine::RemovalPermit> permits;
    for (const engine::Volume &one : now->volumes) {
        if (auto permit = guard::Permits::forPracticeVolume(one.name, project, before, *now))
            permits.push_back(std::move(*permit));
    }
    return engine.remove(std::move(permits), stop);
}

QString rootOf(const Place &place)
{
    return place.folder.isEmpty() ? store::dataDirectory() + QStringLiteral("/practice") : place.folder;
}

} // namespace

QString folderOf(const Lesson &lesson, const Place &place)
{
    return QDir::cleanPath(QDir(rootOf(place)).absoluteFilePath(lesson.id));
}

// Two users of one engine, or two folders, do not meet.
QString projectOf(const Lesson &lesson, const Place &place)
{
    const QByteArray hash = QCryptographicHash::hash(folderOf(lesson, place).toUtf8(), QCryptographicHash::Sha256);
    return guard::practicePrefix() + lesson.id + QLatin1Char('-') + QString::fromLatin1(hash.toHex().left(6));
}

Result<engine::ComposeCall> callOf(const Lesson &lesson, const Place &place)
{
    return callFor(folderOf(lesson, place), projectOf(lesson, place));
}

bool isGoingOn(const Lesson &lesson, const Place &place)
{
    return QDir(folderOf(lesson, place)).exists();
}

Result<> begin(const EnginePtr &engine, const Lesson &lesson, const Place &place, const Tell &tell,
               std::stop_token stop)
{
    if (isGoingOn(lesson, place))
        return fail(ErrorCode::InvalidUse, Tr::tr("«%1» goes on already").arg(lesson.title),
                    Tr::tr("Check how it stands, or stop it to begin again."));
    const QString folder = folderOf(lesson, place), project = projectOf(lesson, place);
    auto begun = writeStack(folder, project, place).and_then([&] {
        return Staging(engine, lesson, folder, project, tell, std::move(stop)).run();
    });
    if (!begun)
        end(*engine, lesson, place, {});
    return begun;
}

Result<State> look(const EnginePtr &engine, const Lesson &lesson, const Place &place, std::stop_token stop)
{
    if (!isGoingOn(lesson, place))
        return fail(ErrorCode::NotFound, Tr::tr("«%1» does not go on").arg(lesson.title), Tr::tr("Start it first."));
    const auto project = load(*engine, folderOf(lesson, place), projectOf(lesson, place), stop);
    auto checks = project ? verify::verify(engine, *project, workersPatience, stop) : tl::unexpected(project.error());
    if (!checks)
        return tl::unexpected(checks.error());
    State state;
    state.checks = std::move(*checks);
    const auto record = lesson.keepsRecord() ? hasRecord(*engine, *project, stop) : Result<bool>(cancelled());
    if (record)
        state.hasRecord = *record;
    return state;
}

bool State::isMended(const Lesson &lesson) const
{
    return verify::isWell(checks) && (!lesson.keepsRecord() || hasRecord.value_or(false));
}

QString State::sentence(const Lesson &lesson) const
{
    if (isMended(lesson))
        return lesson.keepsRecord() ? Tr::tr("All is well again, and the record is still there.")
                                    : Tr::tr("All is well.");
    const auto bad = std::ranges::find_if(checks, [](const verify::Check &one) {
        return one.status == verify::Check::Status::Failed;
    });
    if (bad != checks.end())
        return Tr::tr("Not yet: %1").arg(bad->text);
    if (lesson.keepsRecord() && hasRecord == false)
        return Tr::
            tr("It runs, but the record that was in %1 is lost: there was a way that keeps it. Stop the lesson, and try it "
               "again.")
                .arg(keptTopic());
    return Tr::tr("Not everything can be told yet. Look again in a moment.");
}

Result<> end(const Engine &engine, const Lesson &lesson, const Place &place, std::stop_token stop)
{
    const QString folder = folderOf(lesson, place), name = projectOf(lesson, place);
    const auto before = guard::lookAt(engine, stop);
    if (!before)
        return tl::unexpected(before.error());
    auto removed = removeContainers(engine, *before, name, folder, stop).and_then([&] {
        return removeVolumes(engine, *before, name, stop);
    });
    if (!removed)
        return removed;
    if (removed = engine.removeNetworks(name, stop); !removed)
        return removed;
    if (QDir left(folder); left.exists() && !left.removeRecursively())
        return fail(ErrorCode::Io, Tr::tr("The folder %1 cannot be removed").arg(folder));
    return {};
}

} // namespace bd::practice
