#include "timeline/words.h"

#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace bd::timeline {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelineWords)
};

double seconds(Micros duration)
{
    return static_cast<double>(duration.count()) / 1e6;
}

} // namespace

QString durationText(Micros duration)
{
    const double length = std::abs(seconds(duration));
    if (length < 0.0995)
        return Tr::tr("%1 ms").arg(std::llround(length * 1000));
    if (length < 59.95)
        return secondsText(duration);
    const qint64 whole = std::llround(length);
    return Tr::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
}

QString secondsText(Micros duration)
{
    return Tr::tr("%1 s").arg(QLocale().toString(std::abs(seconds(duration)), 'f', 1));
}

QString offsetText(Micros offset)
{
    return Tr::tr("%1 s").arg(QLocale().toString(seconds(offset), 'f', 2));
}

QString gateText(const QString &on, std::optional<compose::Condition> condition)
{
    if (on.isEmpty())
        return Tr::tr("waits");
    if (!condition)
        return Tr::tr("waits for %1").arg(on);
    switch (*condition) {
    case compose::Condition::Started: return Tr::tr("waits for %1 to start").arg(on);
    case compose::Condition::Healthy: return Tr::tr("waits for %1 to be healthy").arg(on);
    case compose::Condition::CompletedSuccessfully: return Tr::tr("waits for %1 to finish").arg(on);
    }
    return {};
}

QString exitText(std::optional<int> exitCode, bool oomKilled)
{
    if (!exitCode)
        return Tr::tr("its process ended");
    return oomKilled ? Tr::tr("exit %1, out of memory").arg(*exitCode) : Tr::tr("exit %1").arg(*exitCode);
}

QString outcomeText(std::optional<Outcome> outcome)
{
    if (!outcome)
        return Tr::tr("without an end");
    switch (*outcome) {
    case Outcome::Done: return Tr::tr("done");
    case Outcome::Failed: return Tr::tr("failed");
    case Outcome::Cancelled: return Tr::tr("cancelled");
    }
    return {};
}

QString spanWord(SpanKind kind)
{
    switch (kind) {
    case SpanKind::Creating: return Tr::tr("creating");
    case SpanKind::Waiting: return Tr::tr("waiting");
    case SpanKind::Starting: return Tr::tr("starting");
    case SpanKind::Ready: return Tr::tr("ready");
    case SpanKind::Finished: return Tr::tr("finished");
    case SpanKind::Failed: return Tr::tr("failed");
    case SpanKind::Restarting: return Tr::tr("restarting");
    case SpanKind::Recovering: return Tr::tr("recovering");
    case SpanKind::Stopping: return Tr::tr("stopping");
    }
    return {};
}

QString listText(const QStringList &names)
{
    if (names.size() < 2)
        return names.join(QString());
    return Tr::tr("%1 and %2", "the last two of a list")
        .arg(names.first(names.size() - 1).join(QStringLiteral(", ")), names.last());
}

} // namespace bd::timeline
