// The calls of Engine whose output is read as it comes.
#include <algorithm>
#include <deque>

#include <QCoreApplication>

#include "base/text.h"
#include "engine/calls.h"
#include "engine/engine.h"
#include "engine/failure.h"
#include "engine/parsers.h"
#include "process/linesplitter.h"

namespace bd::engine {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Engine)
};

using process::Channel;

constexpr qsizetype maxLogLine = 64 << 10;

QStringList logArguments(const std::optional<TimePoint> &since, const std::optional<TimePoint> &until = {})
{
    QStringList arguments{QStringLiteral("logs"), QStringLiteral("--timestamps")};
    if (since)
        arguments += {QStringLiteral("--since"), unixSeconds(*since)};
    if (until)
        arguments += {QStringLiteral("--until"), unixSeconds(*until)};
    return arguments;
}

// Tells the container's lines from the CLI's own, which bear no time.
class LogReader
{
public:
    explicit LogReader(std::function<void(Engine::LogLine)> sink) : m_sink(std::move(sink)) {}

    void read(Channel channel, const QByteArray &line)
    {
        Place &place = channel == Channel::Out ? m_out : m_err;
        const auto stamped = place.insideLine ? std::nullopt : parseStamped(line);
        if (!stamped && !place.insideLine)
            return m_complaints.add(line);
        if (stamped)
            place.at = stamped->at;
        place.insideLine = line.size() >= process::LineSplitter::maxLine;
        const QByteArray &text = stamped ? stamped->text : line;
        m_sink({place.at, QString::fromUtf8(text.first(qMin(text.size(), maxLogLine)))});
    }

    QString complaints() const { return m_complaints.text(); }

private:
    struct Place {
        TimePoint at{};
        bool insideLine = false; // what comes next is the rest of a line that was too long, and has its time
    };

    std::function<void(Engine::LogLine)> m_sink;
    Place m_out;
    Place m_err;
    Tail m_complaints;
};

// All that changes a container. Left out are the execs of health checks, several a second on a large stack, which would
// wake the client and us for nothing. The engine takes health_status for every «health_status: …».
QStringList actionFilters()
{
    static const QStringList actions{QStringLiteral("create"),       QStringLiteral("start"),
                                     QStringLiteral("die"),          QStringLiteral("oom"),
                                     QStringLiteral("kill"),         QStringLiteral("stop"),
                                     QStringLiteral("restart"),      QStringLiteral("pause"),
                                     QStringLiteral("unpause"),      QStringLiteral("rename"),
                                     QStringLiteral("update"),       QStringLiteral("destroy"),
                                     QStringLiteral("health_status")};
    QStringList filters;
    for (const QString &action : actions)
        filters += {QStringLiteral("--filter"), QStringLiteral("event=") + action};
    return filters;
}

} // namespace

Result<std::vector<Engine::LogLine>> Engine::logs(const QString &id, const LogWindow &window,
                                                  std::stop_token stop) const
{
    std::deque<LogLine> lines;
    LogReader reader([&](LogLine line) {
        lines.push_back(std::move(line));
        // Both channels are cut to maxLines together by the engine; pieces of long lines may make it more.
        if (lines.size() > 2 * static_cast<size_t>(window.maxLines))
            lines.pop_front();
    });
    QStringList arguments = logArguments(window.since, window.until);
    if (!window.until) // the engine would count from the end of the log, not of the window
        arguments += {QStringLiteral("--tail"), QString::number(window.maxLines)};
    process::Limits limits;
    limits.deadline = quick;
    const auto finished = m_runner->stream(
        docker(arguments + QStringList{id}),
        [&](Channel channel, const QByteArray &line) { reader.read(channel, line); }, limits, stop);
    if (!finished)
        return tl::unexpected(dockerError(finished.error()));
    if (!finished->ok())
        return tl::unexpected(failure(reader.complaints()));
    // The two channels come through two pipes: only their times tell what was written first.
    std::stable_sort(lines.begin(), lines.end(), [](const LogLine &a, const LogLine &b) { return a.at < b.at; });
    const auto surplus = std::max<qsizetype>(0, static_cast<qsizetype>(lines.size()) - window.maxLines);
    return std::vector<LogLine>(lines.begin() + surplus, lines.end());
}

Result<> Engine::followLogs(const QString &id, std::optional<TimePoint> since,
                            const std::function<void(const LogLine &)> &sink, std::stop_token stop) const
{
    LogReader reader(sink);
    process::Limits limits;
    limits.deadline = Millis::zero();
    const auto finished = m_runner->stream(
        docker(logArguments(since) + QStringList{QStringLiteral("--follow"), id}),
        [&](Channel channel, const QByteArray &line) { reader.read(channel, line); }, limits, stop);
    if (!finished)
        return tl::unexpected(dockerError(finished.error()));
    if (!finished->ok())
        return tl::unexpected(failure(reader.complaints()));
    return {};
}

Result<> Engine::pull(const QString &image, const std::function<void(const QString &)> &progress,
                      std::stop_token stop) const
{
    Tail errors;
    process::Limits limits;
    limits.deadline = downloading;
    const auto finished = m_runner->stream(
        docker({QStringLiteral("pull"), image}),
        [&](Channel channel, const QByteArray &line) {
            if (channel == Channel::Err)
                errors.add(line);
            else if (const QString text = firstLine(QString::fromUtf8(line)); !text.isEmpty())
                progress(text);
        },
        limits, stop);
    if (!finished)
        return tl::unexpected(dockerError(finished.error()));
    if (finished->ok())
        return {};
    Error error = failure(errors.text());
    if (error.code == ErrorCode::ImageMissing)
        error.message = Tr::tr("The image %1 is not here and could not be fetched").arg(firstLine(image));
    return tl::unexpected(error);
}

Result<ExecResult> Engine::exec(const QString &id, const QStringList &argv, Millis deadline, std::stop_token stop,
                                qsizetype mostOutput) const
{
    QByteArray output;
    process::Limits limits;
    limits.deadline = deadline > Millis::zero() ? deadline : patient;
    const auto begin = std::chrono::steady_clock::now();
    const auto finished = m_runner->stream(
        docker(QStringList{QStringLiteral("exec"), id} + argv),
        [&output, mostOutput](Channel, const QByteArray &line) {
            const qsizetype room = mostOutput - output.size();
            output += line.first(qBound<qsizetype>(0, room, line.size()));
            output += room > line.size() ? "\n" : "";
        },
        limits, stop);
    const auto duration = std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - begin);
    if (!finished)
        return tl::unexpected(dockerError(finished.error()));
    const QString text = QString::fromUtf8(output);
    if (finished->exitCode == 1 && isEngineComplaint(text))
        return tl::unexpected(failure(text));
    return ExecResult{finished->exitCode, text, duration};
}

Result<> Engine::events(const QString &project, std::optional<TimePoint> since, const std::function<void()> &onReady,
                        const std::function<void(const Event &)> &sink, std::stop_token stop) const
{
    const auto begin = since ? Result<TimePoint>(*since) : engineTime(stop);
    if (!begin)
        return tl::unexpected(begin.error());
    const QString label = QStringLiteral("label=com.docker.compose.project");
    QStringList arguments{QStringLiteral("events"),
                          QStringLiteral("--since"),
                          unixSeconds(*begin),
                          QStringLiteral("--filter"),
                          QStringLiteral("type=container"),
                          QStringLiteral("--filter"),
                          project.isEmpty() ? label : label + QLatin1Char('=') + project,
                          QStringLiteral("--format"),
                          QStringLiteral("{{json .}}")};
    arguments += actionFilters();
    if (onReady)
        onReady();
    Tail errors;
    process::Limits limits;
    limits.deadline = Millis::zero();
    const auto finished = m_runner->stream(
        docker(arguments),
        [&](Channel channel, const QByteArray &line) {
            const auto event = channel == Channel::Out ? parseEvent(line) : fail(ErrorCode::Parse, {});
            if (event)
                sink(*event);
            else
                errors.add(line);
        },
        limits, stop);
    if (!finished)
        return tl::unexpected(dockerError(finished.error()));
    if (!finished->ok())
        return tl::unexpected(failure(errors.text()));
    return fail(ErrorCode::NoEngine, Tr::tr("The engine stopped sending events"),
                Tr::tr("It was stopped or restarted, or the connection to it broke."), detailOf(errors.text()));
}

} // namespace bd::engine
