#include "zookeeper/node.h"

#include <algorithm>

#include <QCoreApplication>

namespace bd::zookeeper {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ZooKeeper)
};

} // namespace

QString sessionText(qint64 session)
{
    return QStringLiteral("0x") + QString::number(static_cast<quint64>(session), 16);
}

std::optional<qint64> sessionFrom(QStringView text)
{
    bool isHex = false, isDecimal = false;
    const bool hasPrefix = text.startsWith(QLatin1String("0x"));
    const quint64 hex = hasPrefix ? text.sliced(2).toULongLong(&isHex, 16) : 0;
    const qint64 decimal = hasPrefix ? 0 : text.toLongLong(&isDecimal); // negative from server id 128 on
    if (isHex)
        return static_cast<qint64>(hex);
    return isDecimal ? std::optional(decimal) : std::nullopt;
}

bool isPath(const QString &path)
{
    if (path == QLatin1String("/"))
        return true;
    const QStringList parts = path.split(QLatin1Char('/'));
    const auto isBad = [](const QString &part) {
        return part.isEmpty() || part == QLatin1String(".") || part == QLatin1String("..")
               || std::ranges::any_of(part, [](QChar c) { return c.category() == QChar::Other_Control; });
    };
    return parts.size() > 1 && parts.first().isEmpty() && std::none_of(parts.begin() + 1, parts.end(), isBad);
}

QString childPath(const QString &parent, const QString &name)
{
    return parent.endsWith(QLatin1Char('/')) ? parent + name : parent + QLatin1Char('/') + name;
}

Result<bool> isStillThere(Nodes &nodes, const NodePermit &permit, std::stop_token stop)
{
    if (permit.path().isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("This permission was used already"));
    const auto now = nodes.node(permit.path(), std::move(stop));
    if (!now)
        return tl::unexpected(now.error());
    if (!*now)
        return false;
    const NodeStat &stat = (*now)->stat;
    if (stat.czxid != permit.czxid() || stat.ephemeralOwner != permit.owner())
        return fail(ErrorCode::Failed, Tr::tr("Nothing was deleted: %1 is another node by now").arg(permit.path()),
                    Tr::tr("A broker has registered since it was shown. Look again."),
                    Tr::tr("owner %1").arg(sessionText(stat.ephemeralOwner)));
    return true;
}

} // namespace bd::zookeeper
