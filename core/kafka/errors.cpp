#include "kafka/errors.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "base/text.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

ErrorCode classify(rd_kafka_resp_err_t code)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT: return ErrorCode::Timeout;
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__RESOLVE: return ErrorCode::Unreachable;
    default: return ErrorCode::Kafka;
    }
}

// It took the connection: setting that up came to nothing, or a request on it did.
bool tellsOfSilence(const QString &librdkafkasWords)
{
    static const QRegularExpression silence(
        QStringLiteral(R"(timed out in state (?!CONNECT\b)|request\(s\) timed out)"));
    return librdkafkasWords.contains(silence);
}

} // namespace

QString shortReason(const QString &librdkafkasWords)
{
    static const QRegularExpression broker(QStringLiteral(R"(^\S+/(\w+): )"));
    static const QRegularExpression state(QStringLiteral(R"( \(after \d+ms in state .*)"),
                                          QRegularExpression::DotMatchesEverythingOption);
    const QString &words = librdkafkasWords;
    if (words.contains(QLatin1String("Connection refused")))
        return Tr::tr("connection refused");
    if (words.contains(QLatin1String("Failed to resolve")))
        return Tr::tr("the host name is not known here");
    if (words.contains(QLatin1String("Disconnected")) || words.contains(QLatin1String("Connection reset")))
        return Tr::tr("the connection is accepted and closed at once");
    if (tellsOfSilence(words))
        return Tr::tr("the connection is taken, but it gave no answer in time");
    QString rest = words;
    return firstLine(rest.remove(state).remove(broker));
}

Error toError(rd_kafka_resp_err_t code, const QString &bootstrap, const QString &detail)
{
    const QString raw = plainText(detail);
    const ErrorCode kind = classify(code);
    if (kind == ErrorCode::Timeout || (kind == ErrorCode::Unreachable && tellsOfSilence(raw)))
        return {ErrorCode::Timeout,
                Tr::tr("Kafka at %1 took the connection but gave no answer in time.").arg(bootstrap),
                Tr::tr("It may still be registering in its cluster, or be very busy."), raw};
    if (code == RD_KAFKA_RESP_ERR__AUTHENTICATION)
        return {kind, Tr::tr("Kafka at %1 does not let you in.").arg(bootstrap),
                Tr::tr("The user name or the password is wrong, or this user may not log in with this mechanism."),
                raw};
    if (kind == ErrorCode::Unreachable && raw.isEmpty())
        return {kind, Tr::tr("Kafka at %1 gave no answer in time.").arg(bootstrap), {}, raw};
    if (kind == ErrorCode::Unreachable)
        return {kind, Tr::tr("Kafka at %1 cannot be reached: %2.").arg(bootstrap, shortReason(raw)), {}, raw};
    return {kind, Tr::tr("Kafka answered: %1").arg(QString::fromUtf8(rd_kafka_err2str(code))), {}, raw};
}

} // namespace bd::kafka
