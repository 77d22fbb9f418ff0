#include "logsverb.h"

#include <algorithm>
#include <map>
#include <thread>

#include <QCoreApplication>

#include "base/text.h"
#include "exitcode.h"
#include "logs/logfeed.h"
#include "logs/logsearch.h"
#include "moments.h"
#include "resolve.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using engine::Container;
using logs::Level;

constexpr int mostLines = 1'000'000; // of one service

const std::map<QString, Level> &levels()
{
    static const std::map<QString, Level> all{{QStringLiteral("trace"), Level::Trace},
                                              {QStringLiteral("debug"), Level::Debug},
                                              {QStringLiteral("info"), Level::Info},
                                              {QStringLiteral("warn"), Level::Warn},
                                              {QStringLiteral("error"), Level::Error},
                                              {QStringLiteral("fatal"), Level::Fatal}};
    return all;
}

QString nameOf(Level level)
{
    const auto found = std::ranges::find(levels(), level, &std::pair<const QString, Level>::second);
    return found == levels().end() ? QString() : found->first;
}

// A line with what its service's earlier ones make of it.
struct Told {
    TimePoint at{};
    QString service;
    Level level = Level::None;
    bool isOfTrace = false;
    QByteArray text;
};

class Logs
{
public:
    Logs(const engine::Engine &engine, const Options &options, const Output &output, std::stop_token stop)
        : m_engine(engine), m_options(options), m_output(output), m_stop(std::move(stop))
    {}

    Result<int> run()
    {
        if (auto understood = readOptions(); !understood)
            return tl::unexpected(understood.error());
        const auto project = resolveProject(m_engine, m_options, m_stop);
        if (!project)
            return tl::unexpected(project.error());
        auto containers = m_engine.containers(project->name, m_stop);
        if (!containers)
            return tl::unexpected(containers.error());
        for (const QString &name : m_options.arguments) {
            if (!project->service(name))
                return fail(ErrorCode::NotFound, Tr::tr("%1 has no service %2").arg(project->name, name));
        }
        std::erase_if(*containers, [&](const Container &one) {
            return !m_options.arguments.isEmpty() && !m_options.arguments.contains(one.service());
        });
        m_containers = std::move(*containers);
        m_wish.services = m_options.arguments;
        for (const Container &one : m_containers)
            m_width = std::max(m_width, one.service().size());
        return m_options.follow ? followAll(project->name) : showAll();
    }

private:
    Result<> readOptions()
    {
        const auto level = levels().find(m_options.level);
        if (!m_options.level.isEmpty() && level == levels().end())
            return fail(ErrorCode::InvalidUse, Tr::tr("There is no level «%1»").arg(m_options.level),
                        Tr::tr("There is: trace, debug, info, warn, error, fatal"));
        m_wanted.least = level == levels().end() ? Level::None : level->second;
        if (!m_options.from.isEmpty()) {
            const auto from = resetToIn(m_options.from, Clock::system().now());
            if (!from)
                return tl::unexpected(from.error());
            if (from->kind != kafka::ResetTo::Kind::Beginning && from->kind != kafka::ResetTo::Kind::Time)
                return fail(ErrorCode::InvalidUse, Tr::tr("A log has no «%1»").arg(m_options.from),
                            Tr::tr("--from takes «beginning», a time, or how long ago (10m)."));
            const bool isAll = from->kind == kafka::ResetTo::Kind::Beginning;
            m_wish.since = isAll ? logs::FeedWish::Since::All : logs::FeedWish::Since::Time;
            m_wish.time = from->time;
        }
        const auto pattern = logs::Matcher::pattern(m_options.regex);
        if (!pattern)
            return tl::unexpected(pattern.error());
        m_wanted.matcher = m_options.regex.isEmpty() ? logs::Matcher::text(m_options.filter) : *pattern;
        return {};
    }

    Told told(const QString &service, TimePoint at, const QString &text)
    {
        const QByteArray line = text.toUtf8();
        logs::Before &before = m_before[service];
        before = logs::classified(line, before);
        return {at, service, before.level, before.isOfTrace, line};
    }

    bool isWanted(const Told &line) const
    {
        return logs::isWanted({line.at, 0, line.level, line.isOfTrace, line.text}, m_wanted);
    }

    void show(const Told &line) const
    {
        const QString text = logs::coloured(line.text, 1 << 20).text;
        if (m_output.json())
            m_output.object({{QStringLiteral("time"), toIso(line.at)},
                             {QStringLiteral("service"), line.service},
                             {QStringLiteral("level"), line.level == Level::None ? QJsonValue() : nameOf(line.level)},
                             {QStringLiteral("text"), text}});
        else
            m_output.line(QStringLiteral("%1 | %2").arg(line.service.leftJustified(m_width), text));
    }

    Result<int> showAll()
    {
        std::vector<Result<std::vector<engine::Engine::LogLine>>> read(m_containers.size(), cancelled());
        {
            std::vector<std::jthread> readers;
            for (size_t at = 0; at < m_containers.size(); ++at)
                readers.emplace_back([&, at] {
                    const auto since = logs::beginOf(m_containers[at], m_wish);
                    read[at] = m_engine.logs(m_containers[at].id, {mostLines, since, {}}, m_stop);
                });
        }
        std::vector<Told> lines;
        for (size_t at = 0; at < read.size(); ++at) {
            if (!read[at])
                return tl::unexpected(read[at].error());
            for (const auto &line : *read[at]) {
                if (Told one = told(m_containers[at].service(), line.at, line.text); isWanted(one))
                    lines.push_back(std::move(one));
            }
        }
        std::ranges::stable_sort(lines, {}, &Told::at);
        const size_t most = m_options.most > 0 ? size_t(m_options.most) : lines.size();
        for (size_t at = lines.size() - std::min(most, lines.size()); at < lines.size(); ++at)
            show(lines[at]);
        return Well;
    }

    // As they come, until somebody stops it; a service that is silent keeps nobody waiting.
    Result<int> followAll(const QString &project)
    {
        logs::follow(
            m_engine, project, m_wish,
            [this](const logs::Fed &line) {
                if (const Told one = told(line.service, line.at, line.text); isWanted(one))
                    show(one);
            },
            m_stop);
        return cancelled();
    }

    const engine::Engine &m_engine;
    const Options &m_options;
    const Output &m_output;
    std::stop_token m_stop;
    std::vector<Container> m_containers;
    std::map<QString, logs::Before> m_before; // by service
    qsizetype m_width = 0;
    logs::Wanted m_wanted;
    logs::FeedWish m_wish;
};

} // namespace

int runLogs(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    const auto code = Logs(engine, options, output, std::move(stop)).run();
    if (!code && code.error().code == ErrorCode::Cancelled) // whoever follows ends it so: nothing to say
        return Cancelled;
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
