#include "output.h"

#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QJsonDocument>

#include "base/text.h"
#include "exitcode.h"
#include "stack/sentences.h"
#include "tablewords.h"

namespace bd::ctl {

using timeline::Event;
using timeline::EventKind;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

void write(FILE *to, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), to);
    std::fflush(to);
}

// Names, labels and other programs' words may hold what commands a terminal.
QString safe(const QString &text)
{
    return plainText(text, text.size());
}

QString cell(const QString &text)
{
    QString flat = safe(text);
    flat.replace(QLatin1Char('\n'), QLatin1Char(' ')).replace(QLatin1Char('\t'), QLatin1Char(' '));
    return flat;
}

QStringList cells(const QStringList &row)
{
    QStringList flat;
    for (const QString &text : row)
        flat += cell(text);
    return flat;
}

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

// What is printed as a line of its own; failed probes only move the status line.
QString wordOf(const Event &event)
{
    const auto with = [&](const QString &word) {
        return event.text.isEmpty() ? word : Tr::tr("%1: %2").arg(word, event.text);
    };
    switch (event.kind) {
    case EventKind::RunStarted:
    case EventKind::Step:
    case EventKind::Pulling:
    case EventKind::Note:
    case EventKind::Waiting:
    case EventKind::Recovering: return event.text;
    case EventKind::Created: return Tr::tr("created");
    case EventKind::Starting: return with(Tr::tr("starting"));
    case EventKind::Started: return event.text.isEmpty() ? Tr::tr("its process runs") : event.text;
    case EventKind::Ready: return with(Tr::tr("ready"));
    case EventKind::Unhealthy: return with(Tr::tr("unhealthy"));
    case EventKind::Exited:
        return event.exitCode == 0 ? Tr::tr("finished, exit 0")
                                   : stack::exitWord(event.exitCode.value_or(-1), event.oomKilled);
    case EventKind::Restarting: return with(Tr::tr("restarting"));
    case EventKind::Stopping: return Tr::tr("stopping");
    case EventKind::Stopped: return Tr::tr("stopped");
    case EventKind::Problem: return event.error ? event.error->message : event.text;
    case EventKind::RunFinished: return event.text;
    case EventKind::Creating:
    case EventKind::Probe:
    case EventKind::GateOpen: return {};
    }
    return {};
}

const char *colourOf(const Event &event)
{
    switch (event.kind) {
    case EventKind::Ready: return "\x1b[32m";
    case EventKind::Exited: return event.exitCode == 0 ? "\x1b[32m" : "\x1b[31m";
    case EventKind::Problem:
    case EventKind::Unhealthy: return "\x1b[31m";
    case EventKind::Waiting:
    case EventKind::Recovering:
    case EventKind::Restarting: return "\x1b[33m";
    case EventKind::RunFinished: return event.outcome == timeline::Outcome::Done ? "\x1b[1;32m" : "\x1b[1m";
    default: return nullptr;
    }
}

QJsonObject objectOf(const Error &error, bool amongEvents)
{
    QJsonObject object{{QStringLiteral("error"), QJsonObject{{QStringLiteral("message"), error.message},
                                                             {QStringLiteral("hint"), error.hint},
                                                             {QStringLiteral("detail"), error.detail}}}};
    if (amongEvents) {
        object.insert(QStringLiteral("time"), toIso(Clock::system().now()));
        object.insert(QStringLiteral("service"), QString());
        object.insert(QStringLiteral("kind"), QStringLiteral("error"));
        object.insert(QStringLiteral("text"), error.message);
    }
    return object;
}

QString seconds(Micros duration)
{
    return QStringLiteral("%1 s").arg(static_cast<double>(duration.count()) / 1e6, 6, 'f', 1);
}

} // namespace

Output::Output(bool json, bool streams)
    : m_json(json), m_streams(streams), m_terminal(isatty(STDOUT_FILENO)),
      m_colour(m_terminal && qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb")
{}

int Output::columns() const
{
    struct winsize size {};
    if (m_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 100;
}

void Output::document(const QJsonObject &json) const
{
    const QByteArray bytes = QJsonDocument(json).toJson(QJsonDocument::Indented);
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
}

void Output::object(const QJsonObject &json) const
{
    const QByteArray bytes = compact(json);
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
}

void Output::line(const QString &text) const
{
    write(stdout, safe(text) + QLatin1Char('\n'));
}

void Output::note(const QString &text) const
{
    write(stderr, QStringLiteral("brokerdeckctl: ") + safe(text) + QLatin1Char('\n'));
}

void Output::table(const QStringList &header, const std::vector<QStringList> &rows) const
{
    std::vector<qsizetype> widths(static_cast<std::size_t>(header.size()));
    const auto widen = [&](const QStringList &row) {
        for (qsizetype at = 0; at < row.size(); ++at)
            widths[static_cast<std::size_t>(at)] = qMax(widths[static_cast<std::size_t>(at)], row[at].size());
    };
    widen(header);
    std::vector<QStringList> flatRows;
    for (const QStringList &row : rows) {
        flatRows.push_back(cells(row));
        widen(flatRows.back());
    }
    const auto print = [&](const QStringList &row) {
        QString text;
        for (qsizetype at = 0; at < row.size(); ++at)
            text += at + 1 < row.size() ? row[at].leftJustified(widths[static_cast<std::size_t>(at)] + 2) : row[at];
        text = text.trimmed().isEmpty() ? QString() : text;
        if (m_terminal && text.size() > columns())
            text = text.left(columns() - 1) + QChar(0x2026);
        line(text);
    };
    print(header);
    for (const QStringList &row : flatRows)
        print(row);
}

void Output::error(const Error &error) const
{
    if (m_json) {
        const QByteArray bytes = compact(objectOf(error, m_streams));
        std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
        return;
    }
    QString text = QStringLiteral("brokerdeckctl: ") + safe(error.message) + QLatin1Char('\n');
    if (!error.hint.isEmpty())
        text += safe(error.hint) + QLatin1Char('\n');
    if (!error.detail.isEmpty()) {
        for (const QString &line : error.detail.trimmed().split(QLatin1Char('\n')))
            text += QStringLiteral("  | ") + safe(line) + QLatin1Char('\n');
    }
    write(stderr, text);
}

void Output::begin(const timeline::Run &run)
{
    m_start = run.startedAt;
    for (const timeline::LaneInfo &lane : run.lanes)
        m_serviceWidth = qMax(m_serviceWidth, static_cast<int>(cell(lane.service).size()));
}

void Output::event(const Event &event)
{
    const std::lock_guard lock(m_mutex);
    if (m_json) {
        const QByteArray bytes = compact(timeline::toJson(event));
        std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
        std::fflush(stdout);
        return;
    }
    if (event.kind == EventKind::Probe && event.probe && !event.probe->passed)
        m_waits[event.service] = event.probe->summary;
    else
        m_waits.remove(event.service);
    print(event);
    if (m_terminal && !m_waits.isEmpty())
        status(m_waits.firstKey() + QStringLiteral(": ") + m_waits.first());
}

void Output::print(const Event &event)
{
    const QString word = safe(wordOf(event));
    if (word.isEmpty())
        return;
    if (m_statusShown)
        write(stdout, QStringLiteral("\r\x1b[K"));
    m_statusShown = false;
    QString text = seconds(event.at - m_start) + QStringLiteral("  ");
    if (m_serviceWidth > 0)
        text += cell(event.service).leftJustified(m_serviceWidth + 2);
    const char *colour = m_colour ? colourOf(event) : nullptr;
    text += colour ? QString::fromLatin1(colour) + word + QStringLiteral("\x1b[0m") : word;
    write(stdout, text + QLatin1Char('\n'));
}

void Output::status(const QString &text)
{
    write(stdout, QStringLiteral("\r\x1b[K") + firstLine(text, qMax(20, columns() - 2)));
    m_statusShown = true;
}

void Output::end()
{
    if (m_statusShown)
        write(stdout, QStringLiteral("\r\x1b[K"));
    m_statusShown = false;
}

void print(Output &output, const stack::StackState &state)
{
    std::vector<QStringList> rows;
    for (const stack::ServiceStatus &service : state.services)
        rows.push_back({service.service, roleWord(service.role), stateWord(service.state),
                        service.endpoints.join(QStringLiteral(", ")), QString::number(service.restarts), service.now});
    output.table({Tr::tr("SERVICE"), Tr::tr("ROLE"), Tr::tr("STATE"), Tr::tr("REACH IT AT"), Tr::tr("RESTARTS"),
                  Tr::tr("NOW")},
                 rows);
    QStringList topics;
    for (const stack::TopicStatus &topic : state.topics) {
        switch (topic.state) {
        case stack::TopicState::Present: topics += topic.expected.name; break;
        case stack::TopicState::Missing: topics += Tr::tr("%1 (missing)").arg(topic.expected.name); break;
        case stack::TopicState::Unknown: topics += Tr::tr("%1 (unknown)").arg(topic.expected.name); break;
        }
    }
    if (!topics.isEmpty())
        output.line(QLatin1Char('\n') + Tr::tr("Expected topics: %1").arg(topics.join(QStringLiteral(", "))));
    for (const stack::Problem &problem : state.problems)
        output.line(QLatin1Char('\n') + problem.title + QStringLiteral(". ") + problem.text);
}

int failed(Output &output, const Error &error)
{
    output.end();
    if (error.code == ErrorCode::Cancelled && !output.json())
        output.line(Tr::tr("Cancelled; containers were left as they are"));
    else
        output.error(error);
    return exitCodeOf(error);
}

} // namespace bd::ctl
