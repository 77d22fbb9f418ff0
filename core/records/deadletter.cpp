#include "records/deadletter.h"

#include <QtEndian>

#include "base/text.h"

namespace bd::records {

namespace {

enum class Told { Topic, Partition, Offset, Reason, Failure, Other };

struct Name {
    const char *name;
    Told what;
};

constexpr Name names[] = {
    {"kafka_dlt-original-topic", Told::Topic},
    {"kafka_dlt-original-partition", Told::Partition},
    {"kafka_dlt-original-offset", Told::Offset},
    {"kafka_dlt-exception-message", Told::Reason},
    {"kafka_dlt-exception-fqcn", Told::Failure},
    {"kafka_dlt-exception-cause-fqcn", Told::Other},
    {"__connect.errors.topic", Told::Topic},
    {"__connect.errors.partition", Told::Partition},
    {"__connect.errors.offset", Told::Offset},
    {"__connect.errors.exception.message", Told::Reason},
    {"__connect.errors.exception.class.name", Told::Failure},
    {"x-original-topic", Told::Topic},
    {"x-original-partition", Told::Partition},
    {"x-original-offset", Told::Offset},
    {"x-exception-message", Told::Reason},
    {"x-exception-fqcn", Told::Failure},
    {"original-topic", Told::Topic},
    {"dlq-reason", Told::Reason},
    {"error-message", Told::Reason},
};

// All that begins like this tells of a failure.
constexpr const char *families[] = {"kafka_dlt-", "__connect.errors.", "x-original-", "x-exception-"};

std::optional<Told> toldBy(const QByteArray &header)
{
    const QByteArray lower = header.toLower();
    for (const Name &one : names) {
        if (lower == one.name)
            return one.what;
    }
    for (const char *family : families) {
        if (lower.startsWith(family))
            return Told::Other;
    }
    return {};
}

// Spring writes numbers as four or eight bytes, the others as text.
std::optional<qint64> numberIn(const QByteArray &bytes)
{
    bool isText = false;
    if (const qint64 number = bytes.toLongLong(&isText); isText)
        return number;
    if (bytes.size() == 4)
        return qFromBigEndian<qint32>(bytes.constData());
    if (bytes.size() == 8)
        return qFromBigEndian<qint64>(bytes.constData());
    return {};
}

QString textIn(const QByteArray &bytes)
{
    return plainText(QString::fromUtf8(bytes), 2000);
}

} // namespace

std::optional<DeadLetter> deadLetterOf(const kafka::Record &record)
{
    DeadLetter letter;
    bool isOne = false;
    for (const auto &[name, value] : record.headers) {
        const auto told = toldBy(name);
        if (!told || !value)
            continue;
        isOne = true;
        switch (*told) {
        case Told::Topic: letter.topic = textIn(*value); break;
        case Told::Partition:
            if (const auto number = numberIn(*value))
                letter.partition = static_cast<int>(*number);
            break;
        case Told::Offset: letter.offset = numberIn(*value); break;
        case Told::Reason: letter.reason = textIn(*value); break;
        case Told::Failure: letter.failure = textIn(*value); break;
        case Told::Other: break;
        }
    }
    return isOne ? std::optional(letter) : std::nullopt;
}

std::vector<std::pair<QByteArray, std::optional<QByteArray>>> withoutFailure(const kafka::Record &record)
{
    auto headers = record.headers;
    std::erase_if(headers, [](const auto &header) { return toldBy(header.first).has_value(); });
    return headers;
}

} // namespace bd::records
