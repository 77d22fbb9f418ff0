#include "zookeeper/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QTimeZone>

#include "base/text.h"

namespace bd::zookeeper {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ZooKeeper)
};

bool saysNoNode(const QString &output)
{
    return output.contains(QLatin1String("Node does not exist")) || output.contains(QLatin1String("NoNodeException"));
}

tl::unexpected<Error> notUnderstood(const QString &output)
{
    return fail(ErrorCode::Failed, Tr::tr("ZooKeeper’s tool gave no answer that we understand"), {},
                plainText(output, 4096));
}

// «Thu Nov 26 18:20:00 UTC 2026», as Java writes a date. Another zone than UTC stays unknown: its letters name no offset.
TimePoint timeIn(const QString &text)
{
    static const QRegularExpression form(
        QStringLiteral("^\\w{3} (\\w{3}) (\\d{2}) (\\d{2}:\\d{2}:\\d{2}) (?:UTC|GMT|Etc/UTC) (\\d{4})$"));
    const auto match = form.match(text);
    const QDateTime at = QLocale::c().toDateTime(
        QStringList{match.captured(4), match.captured(1), match.captured(2), match.captured(3)}.join(QLatin1Char(' ')),
        QStringLiteral("yyyy MMM dd HH:mm:ss"));
    if (!at.isValid())
        return {};
    return TimePoint(Millis(QDateTime(at.date(), at.time(), Qt::UTC).toMSecsSinceEpoch()));
}

qint64 numberIn(const QString &text)
{
    return sessionFrom(text).value_or(0);
}

// Of the lines «name = value» behind the data.
bool take(const QString &name, const QString &value, NodeStat &stat)
{
    if (name == QLatin1String("cZxid"))
        stat.czxid = numberIn(value);
    else if (name == QLatin1String("mZxid"))
        stat.mzxid = numberIn(value);
    else if (name == QLatin1String("ctime"))
        stat.createdAt = timeIn(value);
    else if (name == QLatin1String("mtime"))
        stat.changedAt = timeIn(value);
    else if (name == QLatin1String("dataVersion"))
        stat.dataVersion = numberIn(value);
    else if (name == QLatin1String("ephemeralOwner"))
        stat.ephemeralOwner = numberIn(value);
    else if (name == QLatin1String("dataLength"))
        stat.dataLength = numberIn(value);
    else if (name == QLatin1String("numChildren"))
        stat.children = numberIn(value);
    else
        return false;
    return true;
}

// Without its greeting and the event of its connection, which comes on a thread of its own: before the answer, in it or after it.
QString answerIn(const QString &output)
{
    static const QRegularExpression event(
        QStringLiteral("\\n?WATCHER::\\s+WatchedEvent state:\\S+ type:\\S+ path:\\S+(?: zxid: \\S+)?\\n?"));
    static const QRegularExpression greeting(QStringLiteral("^Connecting to .*\\n+"));
    QString answer = output;
    return answer.remove(event).remove(greeting);
}

} // namespace

std::vector<Connection> connectionsIn(const QByteArray &cons)
{
    static const QRegularExpression form(QStringLiteral("^\\s*/\\[?([0-9a-fA-F.:%]+?)\\]?:\\d+\\[\\d+\\]\\((.*)\\)"));
    static const QRegularExpression session(QStringLiteral("(?:^|,)sid=(0x[0-9a-f]+)"));
    std::vector<Connection> connections;
    for (const QByteArray &line : cons.split('\n')) {
        const auto match = form.match(QString::fromUtf8(line));
        if (!match.hasMatch())
            continue;
        const auto sid = session.match(match.captured(2));
        connections.push_back({sid.hasMatch() ? numberIn(sid.captured(1)) : 0, match.captured(1)});
    }
    return connections;
}

Result<std::optional<Node>> nodeIn(const QString &output, const QString &path)
{
    if (saysNoNode(output))
        return std::optional<Node>();
    const QString answer = answerIn(output);
    const qsizetype stat = answer.lastIndexOf(QLatin1String("cZxid = "));
    if (stat < 0)
        return notUnderstood(output);
    Node node;
    node.path = path;
    bool hasOwner = false;
    for (const QString &line : answer.sliced(stat).split(QLatin1Char('\n'))) {
        const qsizetype equals = line.indexOf(QLatin1String(" = "));
        const QString name = line.first(qMax<qsizetype>(0, equals)).trimmed();
        if (equals > 0 && take(name, line.sliced(equals + 3).trimmed(), node.stat))
            hasOwner = hasOwner || name == QLatin1String("ephemeralOwner");
    }
    if (!hasOwner)
        return notUnderstood(output);
    const QString data = answer.first(stat);
    node.data = data.chopped(data.endsWith(QLatin1Char('\n')) ? 1 : 0).toUtf8().left(mostData);
    if (node.stat.dataLength == 0)
        node.data.clear(); // «null» is how the tool says it
    return std::optional(node);
}

Result<std::optional<QStringList>> childrenIn(const QString &output)
{
    if (saysNoNode(output))
        return std::optional<QStringList>();
    static const QRegularExpression list(QStringLiteral(
                                             "^\\[(?!\\d{4}-\\d\\d-\\d\\d )(.*)\\]\\s*$"), // no line of its log
                                         QRegularExpression::MultilineOption);
    const auto match = list.match(answerIn(output));
    if (!match.hasMatch())
        return notUnderstood(output);
    QStringList names = match.captured(1).split(QStringLiteral(", "), Qt::SkipEmptyParts);
    names.sort();
    return std::optional(names);
}

} // namespace bd::zookeeper
