#include "probe/srvr.h"

#include "base/text.h"
#include "base/version.h"

namespace bd::probe {

Srvr parseSrvr(const QByteArray &reply)
{
    Srvr srvr;
    for (const QByteArray &line : reply.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray key = line.first(qMax<qsizetype>(0, colon)).trimmed();
        const QString value = firstLine(QString::fromUtf8(line.sliced(colon + 1)), 80);
        if (key == "Zookeeper version") {
            const auto version = Version::in(value);
            srvr.version = version ? version->text() : value;
        } else if (key == "Mode") {
            srvr.mode = value;
        } else if (key == "Zxid") {
            srvr.zxid = value;
        } else if (key == "Connections") {
            bool isNumber = false;
            const int connections = value.toInt(&isNumber);
            srvr.connections = isNumber ? std::optional(connections) : std::nullopt;
        }
    }
    return srvr;
}

QJsonObject Srvr::facts() const
{
    QJsonObject facts;
    if (!version.isEmpty())
        facts[QLatin1String("version")] = version;
    if (!mode.isEmpty())
        facts[QLatin1String("mode")] = mode;
    if (connections)
        facts[QLatin1String("connections")] = *connections;
    if (!zxid.isEmpty())
        facts[QLatin1String("zxid")] = zxid;
    return facts;
}

bool isNotWhitelisted(const QByteArray &reply)
{
    return reply.contains("is not executed because it is not in the whitelist");
}

} // namespace bd::probe
