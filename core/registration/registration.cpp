#include "registration/registration.h"

#include <algorithm>
#include <map>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include "base/text.h"

namespace bd::registration {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Registration)
};

using guard::Owner;
using zookeeper::sessionText;

QJsonObject jsonIn(const QByteArray &data)
{
    return QJsonDocument::fromJson(data).object();
}

// From its owner's end to when its session has surely expired: the time-out, rounded up to a tick, and one more.
Millis wholeTime(Millis timeout, Millis tick)
{
    return tick * ((timeout.count() + tick.count() - 1) / tick.count() + 1);
}

void setCountdown(Ownership &ownership, const Seen &seen, std::optional<TimePoint> end, Millis timeout)
{
    const TimePoint from = std::max(end.value_or(seen.watchedSince), seen.zookeeperSince.value_or(TimePoint{}));
    ownership.expires = from + wholeTime(timeout, seen.tick);
    ownership.overdue = *ownership.expires + seen.tick;
}

struct Logged {
    const EngineBroker *broker = nullptr;
    const LoggedSession *session = nullptr;
    bool isItsLast = false;
};

std::optional<Logged> loggedIn(const Seen &seen, qint64 session)
{
    for (const EngineBroker &broker : seen.brokers) {
        const auto found = std::ranges::find(broker.sessions, session, &LoggedSession::session);
        if (found != broker.sessions.end())
            return Logged{&broker, &*found, found + 1 == broker.sessions.end()};
    }
    return {};
}

// Whether the process that wrote it is the one that runs: the end of the one before is older than its line.
bool isOfThisRun(const Logged &logged)
{
    const EngineBroker &broker = *logged.broker;
    return broker.isUp && logged.isItsLast && (!broker.finishedAt || logged.session->at > *broker.finishedAt);
}

const EngineBroker *brokerAt(const Seen &seen, const QString &address)
{
    const auto found = std::ranges::find_if(seen.brokers, [&](const EngineBroker &one) {
        return one.isUp && one.addresses.contains(address);
    });
    return found == seen.brokers.end() ? nullptr : &*found;
}

void name(Ownership &ownership, const EngineBroker *broker)
{
    if (!broker)
        return;
    ownership.container = broker->name;
    ownership.service = broker->service;
}

// Those that are set to this id, other than the owner's.
std::vector<const EngineBroker *> othersWith(const Seen &seen, int broker, const QString &owner)
{
    std::vector<const EngineBroker *> others;
    for (const EngineBroker &one : seen.brokers) {
        if (one.broker == broker && one.name != owner)
            others.push_back(&one);
    }
    return others;
}

QString serviceWith(const Seen &seen, int broker)
{
    const auto isIt = [&](const EngineBroker &one) { return one.broker == broker && !one.service.isEmpty(); };
    const auto found = std::ranges::find_if(seen.brokers, isIt);
    return found == seen.brokers.end() ? QString() : found->service;
}

std::vector<Rung> ladderOfDuplicate(const Seen &seen, int broker, const Ownership &ownership)
{
    const auto others = othersWith(seen, broker, ownership.container);
    if (others.empty() && !ownership.container.isEmpty())
        return {}; // one broker, connected, that is set to it: all is well
    Rung stop;
    stop.what = Rung::What::StopDuplicate;
    stop.state = Rung::State::Offered;
    // the one that is registered works: of two, the other goes
    const EngineBroker *other = others.empty() ? nullptr : others.front();
    stop.service = other && other->isUp ? other->service : QString();
    if (ownership.container.isEmpty())
        stop.text = Tr::tr(
            "The broker that is connected is none of this engine’s. Stop it where it runs, or give one of the "
            "two another id.");
    else if (other)
        stop.text = Tr::tr("%1 is connected under this id, and %2 is set to it, too. Give one of them another id.")
                        .arg(ownership.container, other->name);
    Rung remove{Rung::What::Remove,
                Rung::State::Refused,
                Tr::tr("Its owner is connected: deleting it would break a cluster that works."),
                {},
                {}};
    return {stop, remove};
}

Rung waiting(const Seen &seen, int broker, const Ownership &ownership)
{
    Rung rung;
    rung.what = Rung::What::WaitAndStart;
    rung.service = serviceWith(seen, broker);
    if (ownership.owner == Owner::Nobody) {
        rung.text = Tr::tr("It belongs to no session, so it does not expire: waiting does not help.");
        return rung;
    }
    rung.state = Rung::State::Offered;
    rung.at = ownership.expires;
    rung.text = ownership.owner == Owner::Unknown
                    ? Tr::tr("Where its owner has ended, its session expires by itself. Then Kafka can start.")
                    : Tr::tr("Its session expires by itself. Then Kafka can start, alone.");
    return rung;
}

Rung removing(const Seen &seen, int broker, const Ownership &ownership)
{
    Rung rung;
    rung.what = Rung::What::Remove;
    rung.at = ownership.overdue;
    const QStringList running = runningWith(seen, broker);
    if (ownership.owner == Owner::Unknown) {
        rung.text = Tr::tr("Who owns it cannot be told from here, so it is not deleted by hand.");
    } else if (!running.isEmpty()) {
        rung.text = Tr::tr("Every broker that has this id, or may have it, must be stopped first: %1.")
                        .arg(running.join(QStringLiteral(", ")));
    } else if (ownership.owner != Owner::Nobody && ownership.overdue && seen.at < *ownership.overdue) {
        rung.state = Rung::State::Later;
        rung.text = Tr::tr("Only where it is still there after its time is over.");
    } else {
        rung.state = Rung::State::Offered;
        rung.text =
            Tr::tr("Nobody owns it, and it does not go by itself. Make sure that no broker %1 runs on another machine.")
                .arg(broker);
    }
    return rung;
}

Rung resetting(const std::vector<Rung> &before)
{
    const bool mayHelp = std::ranges::any_of(before, [](const Rung &one) { return one.state != Rung::State::Refused; });
    return {Rung::What::Reset,
            mayHelp ? Rung::State::Later : Rung::State::Offered,
            Tr::tr("Only where nothing else helps: it takes every topic and record."),
            {},
            {}};
}

} // namespace

Registered registeredIn(zookeeper::Node node, int broker)
{
    constexpr qsizetype most = 20;
    Registered registered;
    registered.broker = broker;
    const QJsonArray endpoints = jsonIn(node.data).value(QLatin1String("endpoints")).toArray();
    for (const QJsonValue &one : endpoints) {
        if (registered.endpoints.size() < most)
            registered.endpoints += firstLine(one.toString());
    }
    registered.node = std::move(node);
    return registered;
}

std::optional<int> controllerIn(const QByteArray &data)
{
    const QJsonValue id = jsonIn(data).value(QLatin1String("brokerid"));
    return id.isDouble() ? std::optional(id.toInt()) : std::nullopt;
}

// «Session establishment complete on server HOST, session id = 0x…, negotiated timeout = 18000» (3.5 and later); «sessionid =
// 0x…» before. ClientCnxn.SendThread.onConnected().
std::vector<LoggedSession> sessionsIn(const std::vector<engine::Engine::LogLine> &log)
{
    static const QRegularExpression form(QStringLiteral(
        "Session establishment complete on server .*session ?id = (0x[0-9a-f]+), negotiated timeout = (\\d+)"));
    std::vector<LoggedSession> sessions;
    for (const auto &line : log) {
        if (!line.text.contains(QLatin1String("Session establishment complete")))
            continue;
        if (const auto match = form.match(line.text); match.hasMatch())
            sessions.push_back({zookeeper::sessionFrom(match.captured(1)).value_or(0),
                                Millis(match.captured(2).toLongLong()), line.at, firstLine(line.text, 400)});
    }
    return sessions;
}

std::vector<Row> rowsOf(const Seen &seen)
{
    std::map<int, Row> rows;
    const auto row = [&](int broker) -> Row & {
        Row &one = rows[broker];
        one.broker = broker;
        return one;
    };
    for (const Registered &one : seen.registered)
        row(one.broker).inZooKeeper = &one;
    for (const kafka::Broker &one : seen.metadata.brokers)
        row(one.id).inKafka = &one;
    for (const EngineBroker &one : seen.brokers) {
        if (one.broker)
            row(*one.broker).onEngine.push_back(&one);
    }
    std::vector<Row> sorted;
    sorted.reserve(rows.size());
    for (auto &[id, one] : rows)
        sorted.push_back(std::move(one));
    return sorted;
}

void watchOn(Seen &now, const Seen &before)
{
    const auto same = [](const Registered &a, const Registered &b) {
        return a.node.path == b.node.path && a.node.stat.czxid == b.node.stat.czxid
               && a.node.stat.ephemeralOwner == b.node.stat.ephemeralOwner;
    };
    if (!now.zookeeperError && !before.zookeeperError && std::ranges::equal(now.registered, before.registered, same))
        now.watchedSince = std::min(now.watchedSince, before.watchedSince);
}

Ownership ownerOf(const Seen &seen, qint64 session)
{
    Ownership ownership;
    ownership.session = session;
    if (session == 0) {
        ownership.owner = Owner::Nobody;
        return ownership;
    }
    const auto logged = loggedIn(seen, session);
    if (logged) {
        name(ownership, logged->broker);
        ownership.proof = logged->session->line;
    }
    const auto connection = [&]() -> const zookeeper::Connection * {
        if (!seen.connections)
            return nullptr;
        const auto found = std::ranges::find(*seen.connections, session, &zookeeper::Connection::session);
        return found == seen.connections->end() ? nullptr : &*found;
    }();
    if (connection) {
        ownership.owner = Owner::Connected;
        ownership.address = connection->address;
        if (!logged)
            name(ownership, brokerAt(seen, connection->address));
        return ownership;
    }
    if (logged && !isOfThisRun(*logged)) {
        ownership.owner = Owner::Corpse;
        setCountdown(ownership, seen, logged->broker->finishedAt, logged->session->timeout);
        return ownership;
    }
    if (logged) { // it runs: disconnected or not, it will want its session back
        ownership.owner = Owner::Connected;
        return ownership;
    }
    ownership.owner = seen.connections ? Owner::NotConnected : Owner::Unknown;
    setCountdown(ownership, seen, {}, seen.timeout);
    return ownership;
}

QString sentenceOf(const Ownership &ownership, const Seen &seen)
{
    const QString session = sessionText(ownership.session);
    switch (ownership.owner) {
    case Owner::Nobody: return Tr::tr("It is persistent: no session owns it, and it never goes by itself.");
    case Owner::Connected:
        if (ownership.container.isEmpty())
            return Tr::tr("Session %1 owns it, connected from %2, which is no container that we know.")
                .arg(session, ownership.address);
        if (ownership.address.isEmpty())
            return Tr::tr("Session %1 owns it: it is that of %2, which runs.").arg(session, ownership.container);
        return Tr::tr("Session %1 owns it, connected from %2: %3.")
            .arg(session, ownership.address, ownership.container);
    case Owner::Corpse:
        return Tr::
            tr("Session %1 owns it. %2 said in its log that this was its session, and that process has ended: it is "
               "what a dead broker left behind.")
                .arg(session, ownership.container);
    case Owner::NotConnected:
        return Tr::tr("Session %1 owns it, and ZooKeeper has no connection of it: its owner is gone.").arg(session);
    case Owner::Unknown: break;
    }
    return seen.zookeeperError
               ? Tr::tr("Session %1 owns it.").arg(session)
               : Tr::tr("Session %1 owns it. No log that we can read names it, and ZooKeeper may not be asked "
                        "who is connected (its word «cons» is not allowed).")
                     .arg(session);
}

bool isStale(const Seen &seen, const Registered &registered)
{
    const Owner owner = ownerOf(seen, registered.node.stat.ephemeralOwner).owner;
    if (owner != Owner::Unknown)
        return owner != Owner::Connected;
    return std::ranges::none_of(seen.brokers, [&](const EngineBroker &one) {
        return one.isUp && (!one.broker || one.broker == registered.broker);
    });
}

std::vector<Rung> ladderOf(const Seen &seen, int broker)
{
    const auto registered = std::ranges::find(seen.registered, broker, &Registered::broker);
    if (registered == seen.registered.end())
        return {};
    const Ownership ownership = ownerOf(seen, registered->node.stat.ephemeralOwner);
    if (ownership.owner == Owner::Connected)
        return ladderOfDuplicate(seen, broker, ownership);
    if (!isStale(seen, *registered))
        return {};
    std::vector<Rung> rungs{waiting(seen, broker, ownership), removing(seen, broker, ownership)};
    rungs.push_back(resetting(rungs));
    return rungs;
}

guard::RegistrationPlan planOf(const Seen &seen, int broker, const guard::RemovalPlan &place)
{
    guard::RegistrationPlan plan{place, broker, {}};
    const auto add = [&](const zookeeper::Node &node) {
        plan.nodes.push_back({node.path, node.stat.czxid, node.stat.ephemeralOwner});
    };
    for (const Registered &one : seen.registered) {
        if (one.broker == broker)
            add(one.node);
    }
    if (seen.controller && controllerIn(seen.controller->data) == broker && !plan.nodes.empty())
        add(*seen.controller);
    return plan;
}

std::vector<guard::NodeNow> nodesNow(const Seen &seen, const guard::RegistrationPlan &plan)
{
    std::vector<guard::NodeNow> nodes;
    for (const guard::PlannedNode &now : planOf(seen, plan.broker, plan.place).nodes) {
        const Ownership ownership = ownerOf(seen, now.owner);
        nodes.push_back({now, ownership.owner, ownership.overdue && seen.at >= *ownership.overdue});
    }
    return nodes;
}

QStringList runningWith(const Seen &seen, int broker)
{
    QStringList names;
    for (const EngineBroker &one : seen.brokers) {
        if (one.isUp && (!one.broker || *one.broker == broker))
            names += one.name;
    }
    return names;
}

} // namespace bd::registration
