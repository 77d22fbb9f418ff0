#include "connection/verdicts.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"

namespace bd::connection {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Connection)
};

using State = Step::State;
using net::TlsProblem;

const QString And = QStringLiteral(", ");

Verdict failed(const QString &message, const QString &hint = {}, const QString &detail = {})
{
    return {State::Failed, message, hint, detail};
}

QString dateOf(const std::optional<TimePoint> &time)
{
    return time ? toIso(*time).left(10) : Tr::tr("an unknown day");
}

// The one that is worth mending first: with a wrong authority nothing else about a certificate is sure.
TlsProblem worst(const std::vector<TlsProblem> &problems)
{
    for (const TlsProblem problem :
         {TlsProblem::Expired, TlsProblem::NotYetValid, TlsProblem::UnknownAuthority, TlsProblem::WrongHostName}) {
        if (std::ranges::find(problems, problem) != problems.end())
            return problem;
    }
    return TlsProblem::Other;
}

Verdict certificateVerdict(const QString &host, const net::Certificate &peer, TlsProblem problem)
{
    switch (problem) {
    case TlsProblem::UnknownAuthority:
        if (peer.isSelfSigned)
            return failed(Tr::tr("The broker’s certificate (%1) is signed by nobody but itself.").arg(peer.subject),
                          Tr::tr("If it is the right one, name it in ssl.ca.location, as a PEM file."));
        return failed(Tr::tr("The broker’s certificate is signed by «%1», whom nothing here trusts.").arg(peer.issuer),
                      Tr::tr("Name that authority’s certificate in ssl.ca.location, as a PEM file."));
    case TlsProblem::WrongHostName:
        return failed(Tr::tr("The broker’s certificate is for %1, not for %2.")
                          .arg(peer.names.isEmpty() ? peer.subject : peer.names.join(And), host),
                      Tr::tr("Connect by one of its names. On a development machine the check of the name can be "
                             "switched off: ssl.endpoint.identification.algorithm=none."));
    case TlsProblem::Expired:
        return failed(Tr::tr("The broker’s certificate expired on %1.").arg(dateOf(peer.end)),
                      Tr::tr("Whoever runs the broker has to renew it. Or is the clock of this machine wrong?"));
    case TlsProblem::NotYetValid:
        return failed(Tr::tr("The broker’s certificate is not valid before %1.").arg(dateOf(peer.begin)),
                      Tr::tr("Compare the clocks of this machine and of the one that made it."));
    case TlsProblem::Other: break;
    }
    return failed(Tr::tr("The broker’s certificate (%1) is not accepted here.").arg(peer.subject));
}

Verdict refusedVerdict(const QString &words, const Given &given)
{
    if (words.contains(QLatin1String("protocol version")))
        return failed(Tr::tr("The broker and this machine have no version of TLS in common."),
                      Tr::tr("The broker’s setting is ssl.enabled.protocols."), words);
    if (given.ownCertificate)
        return failed(Tr::tr("The broker does not accept your certificate."),
                      Tr::tr("It has to be valid and signed by an authority in the broker’s ssl.truststore."), words);
    return failed(Tr::tr("The broker wants a certificate of your own."),
                  Tr::tr("Name it and its key in ssl.certificate.location and ssl.key.location (PEM), or both in "
                         "ssl.keystore.location (PKCS#12)."),
                  words);
}

QString setProtocol(const Recognised &really)
{
    QString hint = Tr::tr("Set security.protocol=%1.").arg(really.protocol);
    if (!really.mechanisms.isEmpty())
        hint += QLatin1Char(' ') + Tr::tr("The broker takes these mechanisms: %1.").arg(really.mechanisms.join(And));
    return hint;
}

bool isTls(const Recognised &really)
{
    return really.protocol.endsWith(QLatin1String("SSL"));
}

} // namespace

QString Given::protocol() const
{
    if (sasl)
        return tls ? QStringLiteral("SASL_SSL") : QStringLiteral("SASL_PLAINTEXT");
    return tls ? QStringLiteral("SSL") : QStringLiteral("PLAINTEXT");
}

Verdict failedVerdict(const Error &error)
{
    return failed(error.message, error.hint, error.detail);
}

Verdict nameVerdict(const QString &host, const QStringList &addresses)
{
    if (addresses == QStringList{host})
        return {State::Skipped, Tr::tr("%1 is an address already.").arg(host), {}, {}};
    return {State::Passed, Tr::tr("%1 is %2.").arg(firstLine(host, 255), addresses.mid(0, 4).join(And)), {}, {}};
}

Verdict tlsVerdict(const QString &host, const net::Handshake &handshake, const Given &given, const Recognised &really)
{
    using End = net::Handshake::End;
    if (handshake.end == End::Refused)
        return refusedVerdict(handshake.words, given);
    if (handshake.end != End::Done && !really.protocol.isEmpty() && !isTls(really))
        return failed(Tr::tr("This port speaks clear text, not TLS."), setProtocol(really), handshake.words);
    if (handshake.end == End::NotTls)
        return failed(Tr::tr("What answers there does not speak TLS."), {}, handshake.words);
    if (handshake.end == End::Closed)
        return failed(Tr::tr("The connection was closed in the middle of the TLS handshake."),
                      Tr::tr("A broker that is still starting does that, and a proxy with nothing behind it."),
                      handshake.words);
    const net::Certificate peer = handshake.peer.value_or(net::Certificate());
    if (!handshake.problems.empty())
        return certificateVerdict(host, peer, worst(handshake.problems));
    return {State::Passed,
            Tr::tr("%1; the certificate is for %2 and valid until %3.")
                .arg(handshake.protocol, peer.names.isEmpty() ? peer.subject : peer.names.join(And), dateOf(peer.end)),
            {},
            {}};
}

std::optional<Verdict> refusedAfterwards(const Error &error, const Given &given)
{
    if (error.code != ErrorCode::Unreachable)
        return {};
    Verdict verdict = refusedVerdict(error.detail, given);
    if (net::endOf(error.detail) != net::Handshake::End::Refused) // Java often goes without saying why
        verdict.message = given.ownCertificate
                              ? Tr::tr("The broker ended the connection right after the TLS handshake, as it does "
                                       "where it does not accept your certificate.")
                              : Tr::tr("The broker ended the connection right after the TLS handshake, as it does "
                                       "where it wants a certificate of your own.");
    return verdict;
}

Verdict noKafkaVerdict(const Error &error, const Given &given, const Recognised &really)
{
    if (!given.tls && isTls(really))
        return failed(Tr::tr("This port speaks TLS, not clear text."), setProtocol(really), error.detail);
    return failedVerdict(error);
}

std::optional<Verdict> loginMismatch(const std::optional<kafka::SaslOffer> &offer, const Given &given)
{
    if (!offer)
        return {};
    Given right = given;
    right.sasl = offer->asksForLogin;
    const QString offered = offer->mechanisms.isEmpty() ? Tr::tr("it does not say which") : offer->mechanisms.join(And);
    if (given.sasl && !offer->asksForLogin)
        return failed(Tr::tr("This port has no login (SASL)."),
                      Tr::tr("Set security.protocol=%1, or connect to the port of a listener that has one.")
                          .arg(right.protocol()));
    if (!given.sasl && offer->asksForLogin)
        return failed(Tr::tr("The broker wants you to log in (SASL)."),
                      Tr::tr("Set security.protocol=%1, sasl.username, and sasl.mechanisms to one that it takes: %2.")
                          .arg(right.protocol(), offered));
    if (given.sasl && !offer->mechanisms.isEmpty() && !offer->mechanisms.contains(given.mechanism))
        return failed(Tr::tr("The broker does not take the mechanism %1.").arg(given.mechanism),
                      Tr::tr("Set sasl.mechanisms to one that it takes: %1.").arg(offered));
    return {};
}

Verdict loginVerdict(const Given &given)
{
    if (given.sasl)
        return {State::Passed,
                given.user.isEmpty() ? Tr::tr("Logged in with %1.").arg(given.mechanism)
                                     : Tr::tr("Logged in as %1 with %2.").arg(given.user, given.mechanism),
                {},
                {}};
    if (given.ownCertificate)
        return {State::Passed, Tr::tr("The broker knows you by your certificate."), {}, {}};
    return {State::Skipped, Tr::tr("This port asks nobody who they are."), {}, {}};
}

Verdict loginRefused(const Error &error, const Given &given)
{
    if (!given.sasl || error.code != ErrorCode::Kafka)
        return failedVerdict(error);
    const bool isScram = given.mechanism.startsWith(QLatin1String("SCRAM"));
    QString hint = Tr::tr("The user name or the password is wrong.");
    if (isScram && !given.scramDefect.isEmpty())
        hint = Tr::tr("It may well be right: Kafka 4 refuses every SCRAM login of librdkafka before 2.6.1, and this "
                      "machine has %1. Update librdkafka, or log in with PLAIN.")
                   .arg(given.scramDefect);
    else if (isScram)
        hint += QLatin1Char(' ')
                + Tr::tr("Or the user was made for the other SCRAM mechanism: kafka-configs --describe --entity-type "
                         "users shows which.");
    return failed(Tr::tr("The broker does not let %1 in with %2.")
                      .arg(given.user.isEmpty() ? Tr::tr("a user without a name") : given.user, given.mechanism),
                  hint, error.detail);
}

Verdict authorizationVerdict(const Given &given, int topics, const std::optional<QString> &refusal)
{
    const QString seen = Tr::tr("%n topic(s) can be seen", nullptr, topics);
    if (!refusal || refusal->isEmpty())
        return {State::Passed,
                refusal ? Tr::tr("%1, and the cluster’s settings.").arg(seen) : seen + QLatin1Char('.'),
                {},
                {}};
    if (topics > 0)
        return {State::Passed, Tr::tr("%1; the cluster’s settings are not shown to you.").arg(seen), {}, *refusal};
    return failed(given.user.isEmpty() ? Tr::tr("You may see nothing of this cluster.")
                                       : Tr::tr("%1 may see nothing of this cluster.").arg(given.user),
                  Tr::tr(
                      "No topic is shown, nor the cluster’s settings. Whoever runs it grants rights with kafka-acls, "
                      "at least Describe on topics."),
                  *refusal);
}

Verdict endpointVerdict(const EndpointFacts &facts)
{
    const QString whose =
        Tr::tr("Broker %1 tells its clients to come to %2").arg(facts.broker).arg(firstLine(facts.advertised, 300));
    const QString mend = Tr::tr("In that broker’s advertised.listeners, name an address that works from here.");
    if (facts.failure) {
        const bool isPath = facts.failure->kind == Step::Kind::Name || facts.failure->kind == Step::Kind::Port;
        return failed(Tr::tr("%1, and that does not work from here: %2").arg(whose, facts.failure->message),
                      isPath || facts.failure->hint.isEmpty() ? mend : facts.failure->hint, facts.failure->detail);
    }
    if (facts.used != facts.advertised)
        return {State::Passed,
                Tr::tr("%1. Brokerdeck goes to %2 instead; your own clients will not.").arg(whose, facts.used),
                mend,
                {}};
    return {State::Passed, Tr::tr("%1, which works from here.").arg(whose), {}, {}};
}

} // namespace bd::connection
