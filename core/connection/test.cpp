#include "connection/test.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "connection/tlsfiles.h"
#include "connection/verdicts.h"
#include "kafka/library.h"

namespace bd::connection {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Connection)
};

using Kind = Step::Kind;
using State = Step::State;
using SteadyClock = std::chrono::steady_clock;

constexpr Millis Patience{5000};         // of one step
constexpr std::size_t MostBrokers = 100; // whose advertised addresses are tried

Given givenBy(const QMap<QString, QString> &properties)
{
    const QString own = properties.value(QStringLiteral("ssl.certificate.location"))
                        + properties.value(QStringLiteral("ssl.certificate.pem"))
                        + properties.value(QStringLiteral("ssl.keystore.location"));
    const QString mechanism = properties.value(QStringLiteral("sasl.mechanisms"),
                                               properties.value(QStringLiteral("sasl.mechanism")));
    Given given;
    given.tls = usesTls(properties);
    given.sasl = usesSasl(properties);
    given.mechanism = mechanism.isEmpty() ? QStringLiteral("GSSAPI") : mechanism;
    given.user = firstLine(properties.value(QStringLiteral("sasl.username")), 100);
    given.ownCertificate = given.tls && !own.isEmpty();
    return given;
}

class Test
{
public:
    Test(const kafka::Settings &settings, StepSink sink, Millis deadline, std::stop_token stop)
        : m_settings(settings), m_given(givenBy(settings.properties)), m_sink(std::move(sink)),
          m_end(SteadyClock::now() + deadline), m_stop(std::move(stop))
    {}

    Result<std::vector<Step>> run();

private:
    // The way to one address, as far as it goes.
    struct Way {
        std::vector<Step> steps;
        bool isOpen = false;
        Greeting greeting;
    };

    // `name`: whose certificate it has to be; empty: the target's host.
    Way wayTo(const QString &target, const QString &name, const StepSink &sink);
    bool openName(Way &way, const net::Address &address, const StepSink &sink);
    std::optional<net::Stream> openPort(Way &way, const net::Address &address, const StepSink &sink);
    bool openTls(Way &way, net::Stream &stream, const net::Address &address, const QString &name, const StepSink &sink);
    bool openKafka(Way &way, net::Stream &stream, const net::Address &address, const StepSink &sink);

    void cluster(const Greeting &greeting);
    std::optional<kafka::Metadata> logIn(kafka::Client &client);
    void authorize(kafka::Client &client, const kafka::Metadata &metadata);
    void endpoint(const kafka::Broker &broker);

    Millis left() const
    {
        return std::clamp(std::chrono::ceil<Millis>(m_end - SteadyClock::now()), Millis(1), Patience);
    }
    bool isStopped() const { return m_stop.stop_requested(); }
    Step made(Kind kind, const QString &target, const Verdict &verdict, SteadyClock::time_point begin) const
    {
        return {kind,
                verdict.state,
                target,
                verdict.message,
                verdict.hint,
                redacted(verdict.detail),
                std::chrono::duration_cast<Micros>(SteadyClock::now() - begin)};
    }
    static bool tell(std::vector<Step> &steps, const StepSink &sink, const Step &step)
    {
        steps.push_back(step);
        if (sink)
            sink(step);
        return step.state != State::Failed;
    }
    void skip(Kind kind)
    {
        tell(m_steps, m_sink,
             {kind, State::Skipped, m_settings.bootstrap, Tr::tr("Not tried: an earlier step failed."), {}, {}, {}});
    }

    const kafka::Settings m_settings;
    Given m_given;
    const StepSink m_sink;
    const SteadyClock::time_point m_end;
    const std::stop_token m_stop;
    std::vector<Step> m_steps;
};

bool Test::openName(Way &way, const net::Address &address, const StepSink &sink)
{
    const auto begin = SteadyClock::now();
    const auto found = net::lookUp(address.host, left(), m_stop);
    const Verdict verdict = found ? nameVerdict(address.host, *found) : failedVerdict(found.error());
    return tell(way.steps, sink, made(Kind::Name, address.host, verdict, begin));
}

std::optional<net::Stream> Test::openPort(Way &way, const net::Address &address, const StepSink &sink)
{
    const auto begin = SteadyClock::now();
    auto stream = net::Stream::connect(address, left(), m_stop);
    const Verdict verdict = stream ? Verdict{State::Passed, Tr::tr("Something listens there."), {}, {}}
                                   : failedVerdict(stream.error());
    if (!tell(way.steps, sink, made(Kind::Port, address.text(), verdict, begin)))
        return {};
    return std::move(*stream);
}

// A broker that speaks TLS 1.3 tells whether it takes our certificate with its first answer only, so that one belongs
// to this step.
bool Test::openTls(Way &way, net::Stream &stream, const net::Address &address, const QString &name,
                   const StepSink &sink)
{
    const auto begin = SteadyClock::now();
    const auto ended = [&](const Verdict &verdict) {
        return tell(way.steps, sink, made(Kind::Tls, address.text(), verdict, begin));
    };
    const auto handshake = tlsSettingsOf(m_settings.properties).and_then([&](net::TlsSettings tls) {
        tls.peerName = name;
        return stream.startTls(tls, left(), m_stop);
    });
    if (!handshake)
        return ended(failedVerdict(handshake.error()));
    Recognised really;
    if (handshake->end == net::Handshake::End::Closed || handshake->end == net::Handshake::End::NotTls)
        really = recognise(address, left(), m_stop);
    const Verdict verdict = tlsVerdict(name.isEmpty() ? address.host : name, *handshake, m_given, really);
    if (verdict.state == State::Failed)
        return ended(verdict);
    const auto greeting = greet(stream, m_given.mechanism, left(), m_stop);
    if (!greeting) {
        if (const auto refused = refusedAfterwards(greeting.error(), m_given))
            return ended(*refused);
        ended(verdict);
        return tell(way.steps, sink,
                    made(Kind::Kafka, address.text(), noKafkaVerdict(greeting.error(), m_given, {}), begin));
    }
    way.greeting = *greeting;
    ended(verdict);
    return tell(way.steps, sink,
                made(Kind::Kafka, address.text(), {State::Passed, Tr::tr("Kafka answers."), {}, {}}, begin));
}

bool Test::openKafka(Way &way, net::Stream &stream, const net::Address &address, const StepSink &sink)
{
    const auto begin = SteadyClock::now();
    const auto greeting = greet(stream, m_given.mechanism, left(), m_stop);
    Verdict verdict{State::Passed, Tr::tr("Kafka answers."), {}, {}};
    if (greeting)
        way.greeting = *greeting;
    else if (greeting.error().code == ErrorCode::Unreachable || greeting.error().code == ErrorCode::Parse)
        verdict = noKafkaVerdict(greeting.error(), m_given, recognise(address, left(), m_stop));
    else
        verdict = failedVerdict(greeting.error());
    return tell(way.steps, sink, made(Kind::Kafka, address.text(), verdict, begin));
}

Test::Way Test::wayTo(const QString &target, const QString &name, const StepSink &sink)
{
    Way way;
    const auto address = net::Address::parse(target);
    if (!address) {
        tell(way.steps, sink, made(Kind::Name, target, failedVerdict(address.error()), SteadyClock::now()));
        return way;
    }
    if (!openName(way, *address, sink) || isStopped())
        return way;
    auto stream = openPort(way, *address, sink);
    if (!stream || isStopped())
        return way;
    way.isOpen = m_given.tls ? openTls(way, *stream, *address, name, sink) : openKafka(way, *stream, *address, sink);
    return way;
}

std::optional<kafka::Metadata> Test::logIn(kafka::Client &client)
{
    const auto begin = SteadyClock::now();
    auto metadata = client.metadata(true, left(), m_stop);
    const Verdict verdict = metadata ? loginVerdict(m_given) : loginRefused(metadata.error(), m_given);
    tell(m_steps, m_sink, made(Kind::Authentication, m_settings.bootstrap, verdict, begin));
    return metadata ? std::optional(std::move(*metadata)) : std::nullopt;
}

void Test::authorize(kafka::Client &client, const kafka::Metadata &metadata)
{
    const auto begin = SteadyClock::now();
    std::optional<QString> refusal;
    if (!metadata.brokers.empty()) {
        if (auto answer = client.clusterRefusal(metadata.brokers.front().id, left(), m_stop))
            refusal = std::move(*answer);
    }
    const Verdict verdict = authorizationVerdict(m_given, int(metadata.topics.size()), refusal);
    tell(m_steps, m_sink, made(Kind::Authorization, m_settings.bootstrap, verdict, begin));
}

void Test::endpoint(const kafka::Broker &broker)
{
    const auto begin = SteadyClock::now();
    const QString advertised = net::Address{broker.host, quint16(broker.port)}.text();
    const QString used = m_settings.addressMap.value(advertised, advertised);
    const Way way = wayTo(used, broker.host, {});
    EndpointFacts facts{broker.id, advertised, used, {}};
    if (!way.isOpen && !way.steps.empty())
        facts.failure = way.steps.back();
    tell(m_steps, m_sink, made(Kind::Endpoint, advertised, endpointVerdict(facts), begin));
}

void Test::cluster(const Greeting &greeting)
{
    const auto begin = SteadyClock::now();
    if (greeting.isKafka4 && kafka::hasScramDefect())
        m_given.scramDefect = kafka::libraryVersion();
    if (const auto mismatch = loginMismatch(greeting.offer, m_given)) {
        tell(m_steps, m_sink, made(Kind::Authentication, m_settings.bootstrap, *mismatch, begin));
        return skip(Kind::Authorization);
    }
    const auto client = kafka::Client::open(m_settings);
    if (!client) {
        tell(m_steps, m_sink, made(Kind::Kafka, m_settings.bootstrap, failedVerdict(client.error()), begin));
        skip(Kind::Authentication);
        return skip(Kind::Authorization);
    }
    const auto metadata = logIn(**client);
    if (!metadata)
        return isStopped() ? void() : skip(Kind::Authorization);
    authorize(**client, *metadata);
    for (std::size_t i = 0; i < std::min(metadata->brokers.size(), MostBrokers) && !isStopped(); ++i)
        endpoint(metadata->brokers[i]);
}

Result<std::vector<Step>> Test::run()
{
    const QStringList addresses = bootstrapAddresses(m_settings.bootstrap);
    if (addresses.isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("There is no address to connect to Kafka."));
    bool isOpen = false;
    Greeting greeting; // of the first that answers
    for (const QString &address : addresses) {
        Way way = wayTo(address, {}, m_sink);
        if (isStopped())
            return cancelled();
        m_steps.insert(m_steps.end(), way.steps.begin(), way.steps.end());
        if (way.isOpen && !isOpen)
            greeting = way.greeting;
        isOpen = isOpen || way.isOpen;
    }
    if (isOpen) {
        cluster(greeting);
    } else {
        skip(Kind::Authentication);
        skip(Kind::Authorization);
    }
    if (isStopped())
        return cancelled();
    return std::move(m_steps);
}

} // namespace

QStringList bootstrapAddresses(const QString &bootstrap)
{
    QStringList addresses;
    for (QString one : bootstrap.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        one = one.trimmed();
        if (const qsizetype scheme = one.indexOf(QLatin1String("://")); scheme >= 0)
            one = one.sliced(scheme + 3);
        const bool hasPort = one.lastIndexOf(QLatin1Char(':')) > one.lastIndexOf(QLatin1Char(']'));
        if (!one.isEmpty())
            addresses += hasPort ? one : one + QStringLiteral(":9092");
    }
    return addresses;
}

Result<std::vector<Step>> testConnection(const kafka::Settings &settings, const StepSink &sink, Millis deadline,
                                         std::stop_token stop)
{
    return Test(settings, sink, deadline, std::move(stop)).run();
}

} // namespace bd::connection
