#include "kafka/wire.h"

#include <QDataStream>
#include <QIODevice>

#include "base/text.h"

namespace bd::kafka {

namespace {

constexpr qint16 ApiVersions = 18, SaslHandshake = 17;
constexpr qint32 ApiVersionsId = 0x62640001, SaslHandshakeId = 0x62640002; // ours, to know the responses by
constexpr qint16 Fetch = 1, FirstFetchOfKafka4 = 4;
constexpr qint16 IllegalSaslState = 34; // a SaslHandshake on a listener without SASL
constexpr qint32 MostBytes = 1 << 20;
constexpr qint32 MostMechanisms = 50;

void writeText(QDataStream &out, const QByteArray &text)
{
    out << qint16(text.size());
    out.writeRawData(text.constData(), int(text.size()));
}

QByteArray request(qint16 api, qint16 version, qint32 id, const QByteArray &body)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly); // big-endian, as Kafka
    const QByteArray client = QByteArrayLiteral("brokerdeck");
    out << qint32(2 + 2 + 4 + 2 + client.size() + body.size()) << api << version << id;
    writeText(out, client);
    out.writeRawData(body.constData(), int(body.size()));
    return bytes;
}

struct Head {
    qint32 size = 0;
    qint32 id = 0;
    qint16 error = 0;
};

std::optional<Head> headOf(QDataStream &in)
{
    Head head;
    in >> head.size >> head.id >> head.error;
    return in.status() == QDataStream::Ok ? std::optional(head) : std::nullopt;
}

} // namespace

QByteArray apiVersionsRequest()
{
    return request(ApiVersions, 0, ApiVersionsId, {});
}

QByteArray saslHandshakeRequest(const QString &mechanism)
{
    QByteArray body;
    QDataStream out(&body, QIODevice::WriteOnly);
    writeText(out, mechanism.toUtf8().left(100));
    return request(SaslHandshake, 1, SaslHandshakeId, body);
}

ResponseState responseState(const QByteArray &bytes)
{
    QDataStream in(bytes);
    qint32 size = 0;
    in >> size;
    if (in.status() != QDataStream::Ok)
        return ResponseState::Partial;
    if (size < 4 || size > MostBytes)
        return ResponseState::Foreign;
    return bytes.size() >= 4 + size ? ResponseState::Whole : ResponseState::Partial;
}

bool isApiVersions(const QByteArray &response)
{
    QDataStream in(response);
    const auto head = headOf(in);
    return head && head->id == ApiVersionsId;
}

bool isKafka4(const QByteArray &apiVersionsResponse)
{
    QDataStream in(apiVersionsResponse);
    qint32 count = 0;
    if (!headOf(in))
        return false;
    in >> count;
    for (qint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
        qint16 api = 0, least = 0, most = 0;
        in >> api >> least >> most;
        if (api == Fetch && in.status() == QDataStream::Ok)
            return least >= FirstFetchOfKafka4;
    }
    return false;
}

std::optional<SaslOffer> saslOffer(const QByteArray &response)
{
    QDataStream in(response);
    const auto head = headOf(in);
    qint32 count = 0;
    in >> count;
    if (!head || head->id != SaslHandshakeId || in.status() != QDataStream::Ok)
        return {};
    SaslOffer offer{head->error != IllegalSaslState, {}};
    for (qint32 i = 0; i < std::min(count, MostMechanisms); ++i) {
        qint16 size = 0;
        in >> size;
        QByteArray name(std::max<qint16>(0, size), '\0');
        if (in.readRawData(name.data(), int(name.size())) != name.size())
            return {};
        offer.mechanisms += firstLine(QString::fromUtf8(name), 60);
    }
    return offer;
}

} // namespace bd::kafka
