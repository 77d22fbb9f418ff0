#include "bundle/bundle.h"

#include <algorithm>
#include <numeric>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSysInfo>

#include "base/text.h"
#include "diagnose/diagnosisjson.h"
#include "diagnose/knowledge.h"
#include "stack/history.h"
#include "stack/observer.h"
#include "timeline/traceevent.h"
#include "verify/symptoms.h"

namespace bd::bundle {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Bundle)
};

using engine::Container;

QJsonObject jsonOf(const Container &container)
{
    QJsonArray mounts;
    for (const engine::Mount &mount : container.mounts)
        mounts += QJsonObject{{QStringLiteral("destination"), mount.destination},
                              {QStringLiteral("volume"), mount.kind == engine::Mount::Kind::Volume}};
    const auto at = [](const std::optional<TimePoint> &time) { return time ? QJsonValue(toIso(*time)) : QJsonValue(); };
    return {{QStringLiteral("name"), container.name},
            {QStringLiteral("service"), container.service()},
            {QStringLiteral("image"), container.image},
            {QStringLiteral("imageId"), container.imageId},
            {QStringLiteral("up"), container.isUp()},
            {QStringLiteral("exitCode"), container.exitCode},
            {QStringLiteral("oomKilled"), container.oomKilled},
            {QStringLiteral("error"), redacted(container.error)},
            {QStringLiteral("startedAt"), at(container.startedAt)},
            {QStringLiteral("finishedAt"), at(container.finishedAt)},
            {QStringLiteral("mounts"), mounts}};
}

QByteArray textOf(const std::vector<engine::HealthResult> &log)
{
    QString text;
    for (const engine::HealthResult &one : log)
        text += QStringLiteral("%1 exit %2\n%3\n")
                    .arg(toIso(one.start))
                    .arg(one.exitCode)
                    .arg(redacted(plainText(one.output)));
    return text.toUtf8();
}

QByteArray textOf(const QJsonValue &json)
{
    return QJsonDocument(json.isArray() ? QJsonDocument(json.toArray()) : QJsonDocument(json.toObject())).toJson();
}

// Names of services are Compose's, and plain; of whatever else there may be, no path is made.
QString fileName(const QString &service)
{
    QString name = firstLine(service, 100);
    return name.replace(QLatin1Char('/'), QLatin1Char('_'));
}

bool beginsKey(const QString &line)
{
    const qsizetype begin = line.indexOf(QLatin1String("PRIVATE KEY-----"));
    return begin > 0 && line.contains(QLatin1String("-----BEGIN"))
           && line.indexOf(QLatin1String("-----END"), begin) < 0;
}

class Collector
{
public:
    Collector(std::shared_ptr<const engine::Engine> engine, const compose::Project &project, const Setting &setting,
              std::stop_token stop)
        : m_engine(std::move(engine)), m_project(project), m_setting(setting), m_stop(std::move(stop))
    {}

    Result<Bundle> run()
    {
        addModel();
        addState();
        addContainers();
        addDiagnoses();
        addTimeline();
        m_bundle.files.insert(m_bundle.files.begin(), {QStringLiteral("about.txt"), about()});
        if (m_stop.stop_requested())
            return cancelled();
        return std::move(m_bundle);
    }

private:
    void add(const QString &name, const QByteArray &text) { m_bundle.files.push_back({name, text}); }

    void missing(const QString &what, const Error &error)
    {
        m_missing += QStringLiteral("%1: %2 %3").arg(what, error.message, redacted(error.detail)).trimmed();
    }

    void addModel()
    {
        if (!m_project.hasFiles())
            return missing(QStringLiteral("compose.json"),
                           {ErrorCode::NotFound, Tr::tr("the compose file is gone"), {}, {}});
        const auto model = m_engine->composeConfig(m_project.call, m_stop);
        if (model)
            add(QStringLiteral("compose.json"), maskedModel(*model));
        else
            missing(QStringLiteral("compose.json"), model.error());
    }

    void addState()
    {
        const auto state = stack::lookOnce(m_engine, m_project, m_stop);
        if (!state)
            return missing(QStringLiteral("status.json"), state.error());
        m_info = state->engineInfo;
        m_identity = state->identity;
        add(QStringLiteral("status.json"), maskedModel(textOf(stack::toJson(*state))));
    }

    void addContainers()
    {
        const auto containers = m_engine->containers(m_project.name, m_stop);
        if (!containers)
            return missing(QStringLiteral("containers.json"), containers.error());
        QJsonArray json;
        for (const Container &container : *containers)
            json += jsonOf(container);
        add(QStringLiteral("containers.json"), textOf(json));
        for (const Container &container : *containers) {
            const auto ofService = std::ranges::count_if(*containers, [&](const Container &one) {
                return one.service() == container.service();
            });
            const QString name = fileName(ofService > 1 ? container.name : container.service());
            if (!container.healthLog.empty())
                add(QStringLiteral("health/%1.txt").arg(name), textOf(container.healthLog));
            addLog(container, QStringLiteral("logs/%1.log").arg(name));
        }
    }

    void addLog(const Container &container, const QString &name)
    {
        const auto lines = m_engine->logs(container.id, {m_setting.mostLogLines, {}, {}}, m_stop);
        if (!lines)
            return missing(name, lines.error());
        QByteArray text;
        bool isKey = false; // the lines of a private key, one by one
        for (const auto &line : *lines) {
            const QString plain = plainText(line.text, 20'000);
            isKey = isKey && !plain.contains(QLatin1String("-----END"));
            text += toIso(line.at).toUtf8() + ' ' + (isKey ? QStringLiteral("••••") : redacted(plain)).toUtf8() + '\n';
            isKey = isKey || beginsKey(plain);
        }
        add(name, text);
    }

    void addDiagnoses()
    {
        const QString name = QStringLiteral("diagnoses.json");
        const auto knowledge = diagnose::readKnowledge(QStringLiteral(":/diagnoses"));
        const auto seen = knowledge ? verify::symptomsOf(*m_engine, m_project, *knowledge, {}, m_stop)
                                    : tl::unexpected(knowledge.error());
        if (!seen)
            return missing(name, seen.error());
        add(name, textOf(diagnose::toJson(diagnose::diagnose(*knowledge, seen->stack), *seen)));
    }

    void addTimeline()
    {
        const QString name = QStringLiteral("timeline.json");
        const auto history = stack::History::open(m_setting.historyFile);
        const auto runs = history ? history->runs(m_project.name, 1) : tl::unexpected(history.error());
        if (runs && runs->empty())
            return missing(name, {ErrorCode::NotFound, Tr::tr("no run is recorded"), {}, {}});
        const auto run = runs ? history->run(runs->front().id) : tl::unexpected(runs.error());
        if (!run)
            return missing(name, run.error());
        const auto folded = timeline::fold(*run, run->finishedAt.value_or(Clock::system().now()));
        add(name, redacted(QString::fromUtf8(timeline::toTraceEvents(folded, m_project.name))).toUtf8());
    }

    QByteArray about() const
    {
        const auto known = [](const QString &text) { return text.isEmpty() ? QStringLiteral("?") : text; };
        QStringList lines{
            QStringLiteral("Brokerdeck %1, %2")
                .arg(QCoreApplication::applicationVersion(), toIso(Clock::system().now())),
            QStringLiteral("%1, %2, Qt %3")
                .arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture(),
                     QString::fromLatin1(qVersion())),
            QStringLiteral("Project %1: %2").arg(m_project.name, m_project.call.files.join(QStringLiteral(", ")))};
        if (m_info)
            lines += QStringLiteral("%1 %2, Compose %3, %4, %5 CPUs, %6")
                         .arg(m_info->product, m_info->version.text(),
                              m_info->compose ? m_info->compose->text() : QStringLiteral("?"), m_info->os)
                         .arg(m_info->cpus)
                         .arg(dataSizeText(m_info->memoryBytes));
        lines += QStringLiteral("Kafka %1, ZooKeeper %2, %3 brokers")
                     .arg(known(m_identity.kafkaVersion), known(m_identity.zooKeeperVersion))
                     .arg(m_identity.brokers > 0 ? QString::number(m_identity.brokers) : QStringLiteral("?"));
        if (!m_missing.isEmpty())
            lines += QStringList{QString(), QStringLiteral("Not in this bundle:")} + m_missing;
        return lines.join(QLatin1Char('\n')).toUtf8() + '\n';
    }

    std::shared_ptr<const engine::Engine> m_engine;
    const compose::Project &m_project;
    Setting m_setting;
    std::stop_token m_stop;
    Bundle m_bundle;
    QStringList m_missing;
    std::optional<engine::EngineInfo> m_info;
    stack::Identity m_identity;
};

} // namespace

qint64 Bundle::bytes() const
{
    return std::accumulate(files.begin(), files.end(), qint64(0),
                           [](qint64 sum, const File &file) { return sum + file.text.size(); });
}

Result<Bundle> collect(const std::shared_ptr<const engine::Engine> &engine, const compose::Project &project,
                       const Setting &setting, std::stop_token stop)
{
    return Collector(engine, project, setting, std::move(stop)).run();
}

} // namespace bd::bundle
