#include "timeline/share.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

namespace bd::timeline {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelineShare)
};

constexpr double worthSaying = 0.015;

bool isOnlyOne(const Timeline &timeline, compose::Role role)
{
    return std::ranges::count(timeline.lanes, role, [](const Lane &lane) { return lane.info.role; }) == 1;
}

QString textOf(const Phase &phase, const Timeline &timeline)
{
    const Lane *lane = laneOf(timeline, phase.service);
    if (!lane)
        return phase.text;
    if (phase.recovers) // the one failure that a start waits out
        return Tr::tr("waiting for the old session to expire");
    if (!isOnlyOne(timeline, lane->info.role))
        return phase.service;
    switch (lane->info.role) {
    case compose::Role::ZooKeeper: return Tr::tr("ZooKeeper");
    case compose::Role::Broker: return Tr::tr("Kafka’s JVM");
    case compose::Role::Init: return Tr::tr("topics");
    case compose::Role::Worker:
    case compose::Role::Other: break;
    }
    return phase.service;
}

} // namespace

std::vector<Share> sharesOf(const Timeline &timeline)
{
    if (timeline.phases.empty())
        return {};
    const double whole = static_cast<double>((timeline.phases.back().to - timeline.phases.front().from).count());
    std::vector<Share> shares;
    for (const Phase &phase : timeline.phases) {
        const QString text = textOf(phase, timeline);
        auto share = std::ranges::find(shares, text, &Share::text);
        if (share == shares.end())
            share = shares.insert(shares.end(), Share{phase.service, text, Micros(0), 0});
        share->duration += phase.to - phase.from;
        share->part = static_cast<double>(share->duration.count()) / whole;
    }
    std::ranges::stable_sort(shares, std::greater(), &Share::duration);
    return shares;
}

QString shareText(const std::vector<Share> &shares, std::size_t atMost)
{
    QStringList parts;
    for (const Share &share : shares) {
        if (parts.size() < static_cast<qsizetype>(atMost) && share.part >= worthSaying)
            parts += Tr::tr("%1 % %2", "share, of what").arg(std::lround(share.part * 100)).arg(share.text);
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace bd::timeline
