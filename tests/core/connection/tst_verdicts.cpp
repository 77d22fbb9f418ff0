// What a connection test says, from the facts alone: the right one of several reasons, and what to set.
#include <QtTest>

#include "connection/verdicts.h"

using namespace bd;
using connection::Given;
using connection::Recognised;
using connection::Step;
using connection::Verdict;
using net::Handshake;
using net::TlsProblem;
using State = Step::State;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Handshake done(std::vector<TlsProblem> problems)
{
    net::Certificate peer;
    peer.subject = s("CN=broker");
    peer.issuer = s("CN=Shop CA");
    peer.names = {s("kafka.example"), s("kafka")};
    peer.begin = fromIso(u"2026-01-02T00:00:00Z");
    peer.end = fromIso(u"2026-03-04T00:00:00Z");
    Handshake handshake;
    handshake.protocol = s("TLS 1.3");
    handshake.problems = std::move(problems);
    handshake.peer = peer;
    return handshake;
}

Handshake ended(Handshake::End end, const char *words)
{
    Handshake handshake;
    handshake.end = end;
    handshake.words = s(words);
    return handshake;
}

Given tls()
{
    Given given;
    given.tls = true;
    return given;
}

Given scram()
{
    Given given;
    given.sasl = true;
    given.mechanism = s("SCRAM-SHA-256");
    given.user = s("alice");
    return given;
}

QString all(const Verdict &verdict)
{
    return verdict.message + QLatin1Char(' ') + verdict.hint;
}

#define SAYS(verdict, words) QVERIFY2(all(verdict).contains(s(words)), qPrintable(all(verdict)))

} // namespace

class TestVerdicts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodCertificateIsToldOf()
    {
        const Verdict verdict = connection::tlsVerdict(s("kafka"), done({}), tls(), {});
        QVERIFY(verdict.state == State::Passed);
        SAYS(verdict, "TLS 1.3");
        SAYS(verdict, "kafka.example, kafka");
        SAYS(verdict, "2026-03-04");
    }

    void aBadCertificateSaysWhatIsWrong()
    {
        const auto verdict = [](std::vector<TlsProblem> problems) {
            return connection::tlsVerdict(s("10.0.0.1"), done(std::move(problems)), tls(), {});
        };
        SAYS(verdict({TlsProblem::UnknownAuthority}), "«CN=Shop CA»");
        SAYS(verdict({TlsProblem::UnknownAuthority}), "ssl.ca.location");
        SAYS(verdict({TlsProblem::WrongHostName}), "for kafka.example, kafka, not for 10.0.0.1");
        SAYS(verdict({TlsProblem::WrongHostName}), "ssl.endpoint.identification.algorithm=none");
        SAYS(verdict({TlsProblem::Expired}), "expired on 2026-03-04");
        SAYS(verdict({TlsProblem::NotYetValid}), "2026-01-02");
        // with an authority that is not trusted, its names count for nothing
        SAYS(verdict({TlsProblem::WrongHostName, TlsProblem::UnknownAuthority}), "trusts");
        QVERIFY(verdict({TlsProblem::Other}).state == State::Failed);
        Handshake own = done({TlsProblem::UnknownAuthority});
        own.peer->isSelfSigned = true;
        SAYS(connection::tlsVerdict(s("a"), own, tls(), {}), "nobody but itself");
    }

    void aCertificateOfOnesOwnIsWanted()
    {
        const Handshake refused = ended(Handshake::End::Refused, "tlsv13 alert certificate required");
        SAYS(connection::tlsVerdict(s("a"), refused, tls(), {}), "wants a certificate of your own");
        SAYS(connection::tlsVerdict(s("a"), refused, tls(), {}), "ssl.certificate.location");
        Given own = tls();
        own.ownCertificate = true;
        SAYS(connection::tlsVerdict(s("a"), refused, own, {}), "does not accept your certificate");
        const Handshake old = ended(Handshake::End::Refused, "tlsv1 alert protocol version");
        SAYS(connection::tlsVerdict(s("a"), old, tls(), {}), "no version of TLS in common");
    }

    // TLS 1.3 refuses a certificate after the handshake, when somebody reads.
    void aRefusalAfterTheHandshakeIsOne()
    {
        const Error closed{ErrorCode::Unreachable, s("closed"), {}, s("The remote host closed the connection")};
        const Error alert{ErrorCode::Unreachable, s("closed"), {}, s("sslv3 alert bad certificate")};
        Given own = tls();
        own.ownCertificate = true;
        SAYS(*connection::refusedAfterwards(closed, tls()), "wants a certificate of your own");
        SAYS(*connection::refusedAfterwards(alert, own), "does not accept your certificate");
        SAYS(*connection::refusedAfterwards(closed, own), "as it does where it does not accept your certificate");
        QVERIFY(!connection::refusedAfterwards({ErrorCode::Timeout, s("late"), {}, {}}, tls()));
    }

    void clearTextAndTlsAreTakenForEachOther()
    {
        const Error closed{ErrorCode::Unreachable, s("it closed"), {}, {}};
        const Verdict toTls = connection::noKafkaVerdict(closed, {}, {s("SASL_SSL"), {s("PLAIN"), s("GSSAPI")}});
        SAYS(toTls, "speaks TLS, not clear text");
        SAYS(toTls, "security.protocol=SASL_SSL");
        SAYS(toTls, "PLAIN, GSSAPI");
        SAYS(connection::noKafkaVerdict(closed, {}, {}), "it closed");

        const Handshake end = ended(Handshake::End::Closed, "eof");
        SAYS(connection::tlsVerdict(s("a"), end, tls(), {s("PLAINTEXT"), {}}), "security.protocol=PLAINTEXT");
        SAYS(connection::tlsVerdict(s("a"), end, tls(), {}), "in the middle of the TLS handshake");
        SAYS(connection::tlsVerdict(s("a"), ended(Handshake::End::NotTls, "x"), tls(), {}), "does not speak TLS");
    }

    void aLoginThatDoesNotFitIsSeenBefore()
    {
        using Offer = kafka::SaslOffer;
        QVERIFY(!connection::loginMismatch({}, scram()));
        QVERIFY(!connection::loginMismatch(Offer{true, {s("SCRAM-SHA-256")}}, scram()));
        QVERIFY(!connection::loginMismatch(Offer{false, {}}, tls()));
        const auto wanted = connection::loginMismatch(Offer{true, {s("PLAIN")}}, tls());
        SAYS(*wanted, "wants you to log in");
        SAYS(*wanted, "security.protocol=SASL_SSL");
        SAYS(*wanted, "PLAIN");
        const auto none = connection::loginMismatch(Offer{false, {}}, scram());
        SAYS(*none, "has no login");
        SAYS(*none, "security.protocol=PLAINTEXT");
        const auto other = connection::loginMismatch(Offer{true, {s("PLAIN"), s("SCRAM-SHA-512")}}, scram());
        SAYS(*other, "does not take the mechanism SCRAM-SHA-256");
        SAYS(*other, "PLAIN, SCRAM-SHA-512");
    }

    void loginsAreTold()
    {
        SAYS(connection::loginVerdict(scram()), "Logged in as alice with SCRAM-SHA-256");
        QVERIFY(connection::loginVerdict(tls()).state == State::Skipped);
        Given own = tls();
        own.ownCertificate = true;
        SAYS(connection::loginVerdict(own), "by your certificate");
        const Error refused{ErrorCode::Kafka, s("x"), {}, s("raw")};
        SAYS(connection::loginRefused(refused, scram()), "does not let alice in with SCRAM-SHA-256");
        Given old = scram();
        old.scramDefect = s("2.0.2");
        SAYS(connection::loginRefused(refused, old), "Kafka 4 refuses every SCRAM login of librdkafka before 2.6.1");
        const Error late{ErrorCode::Timeout, s("no answer in time"), {}, {}};
        SAYS(connection::loginRefused(late, scram()), "no answer in time"); // which is not «wrong password»
    }

    void rightsAreTold()
    {
        const auto verdict = [](int topics, const std::optional<QString> &refusal) {
            return connection::authorizationVerdict(scram(), topics, refusal);
        };
        const QString refusal = s("Cluster authorization failed");
        QVERIFY(verdict(0, QString()).state == State::Passed); // an empty cluster is none that refuses
        QVERIFY(verdict(2, refusal).state == State::Passed);
        SAYS(verdict(2, refusal), "2 topic");
        QVERIFY(verdict(0, std::nullopt).state == State::Passed); // not known is not refused
        const Verdict nothing = verdict(0, refusal);
        QVERIFY(nothing.state == State::Failed);
        SAYS(nothing, "alice may see nothing");
        QCOMPARE(nothing.detail, refusal);
    }

    void advertisedAddressesAreToldOf()
    {
        connection::EndpointFacts facts{3, s("kafka:9092"), s("kafka:9092"), {}};
        QVERIFY(connection::endpointVerdict(facts).state == State::Passed);
        facts.used = s("127.0.0.1:19092");
        const Verdict mapped = connection::endpointVerdict(facts);
        QVERIFY(mapped.state == State::Passed);
        SAYS(mapped, "127.0.0.1:19092 instead; your own clients will not");
        SAYS(mapped, "advertised.listeners");
        facts.failure = Step{Step::Kind::Name, State::Failed, {}, s("The name kafka is not known here."), {}, {}, {}};
        const Verdict failed = connection::endpointVerdict(facts);
        QVERIFY(failed.state == State::Failed);
        SAYS(failed, "Broker 3 tells its clients to come to kafka:9092");
        SAYS(failed, "The name kafka is not known here.");
        SAYS(failed, "advertised.listeners");
    }
};

QTEST_GUILESS_MAIN(TestVerdicts)
#include "tst_verdicts.moc"
