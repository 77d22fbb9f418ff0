#include "connection/greeting.h"

#include <QCoreApplication>

namespace bd::connection {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Connection)
};

// Never one that a broker has: one that it has would begin a login that nobody goes on with.
const QString NoMechanism = QStringLiteral("BROKERDECK");

bool isSettled(const QByteArray &reply)
{
    return kafka::responseState(reply) != kafka::ResponseState::Partial;
}

Recognised recognisedBy(const Greeting &greeting, bool isTls)
{
    const bool asks = greeting.offer && greeting.offer->asksForLogin;
    const char *protocol = isTls ? (asks ? "SASL_SSL" : "SSL") : (asks ? "SASL_PLAINTEXT" : "PLAINTEXT");
    return {QString::fromLatin1(protocol), greeting.offer ? greeting.offer->mechanisms : QStringList()};
}

} // namespace

Result<Greeting> greet(net::Stream &stream, const QString &mechanism, Millis deadline, const std::stop_token &stop)
{
    const auto versions = stream.exchange(kafka::apiVersionsRequest(), &isSettled, deadline, stop);
    if (!versions)
        return tl::unexpected(versions.error());
    if (!kafka::isApiVersions(*versions))
        return fail(ErrorCode::Parse, Tr::tr("What answers there is no Kafka broker."));
    const auto offer = stream.exchange(kafka::saslHandshakeRequest(mechanism), &isSettled, deadline, stop);
    if (!offer && offer.error().code != ErrorCode::Unreachable)
        return tl::unexpected(offer.error());
    return Greeting{kafka::isKafka4(*versions), offer ? kafka::saslOffer(*offer) : std::nullopt};
}

Recognised recognise(const net::Address &address, Millis deadline, const std::stop_token &stop)
{
    auto plain = net::Stream::connect(address, deadline, stop);
    if (!plain)
        return {};
    if (const auto greeting = greet(*plain, NoMechanism, deadline, stop))
        return recognisedBy(*greeting, false);
    auto encrypted = net::Stream::connect(address, deadline, stop);
    if (!encrypted)
        return {};
    const auto handshake = encrypted->startTls({}, deadline, stop);
    if (!handshake || handshake->end == net::Handshake::End::Closed || handshake->end == net::Handshake::End::NotTls)
        return {};
    if (handshake->end == net::Handshake::End::Done) {
        if (const auto greeting = greet(*encrypted, NoMechanism, deadline, stop))
            return recognisedBy(*greeting, true);
    }
    return {QStringLiteral("SSL"), {}}; // it speaks TLS, and wants a certificate to say more
}

} // namespace bd::connection
