#include "kafka/topicname.h"

#include <algorithm>

#include <QCoreApplication>

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Topics)
};

constexpr qsizetype longest = 249;

bool isLegal(QChar c)
{
    const char16_t code = c.unicode();
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') || code == '.'
           || code == '_' || code == '-';
}

QString unified(QString name)
{
    return name.replace(QLatin1Char('.'), QLatin1Char('_'));
}

} // namespace

QString topicNameProblem(QStringView name)
{
    if (name.isEmpty())
        return Tr::tr("A topic needs a name.");
    if (name == QLatin1String(".") || name == QLatin1String(".."))
        return Tr::tr("«%1» cannot be the name of a topic.").arg(name);
    if (name.size() > longest)
        return Tr::tr("The name has %1 characters; Kafka takes at most %2.").arg(name.size()).arg(longest);
    const auto wrong = std::ranges::find_if_not(name, isLegal);
    if (wrong != name.end())
        return Tr::tr("«%1» is not allowed in «%2»: only letters of the English alphabet, digits, «.», «_» and «-».")
            .arg(*wrong)
            .arg(name);
    return {};
}

QString collidingTopic(const QString &name, const QStringList &others)
{
    const QString wanted = unified(name);
    const auto found = std::ranges::find_if(others, [&](const QString &other) {
        return other != name && unified(other) == wanted;
    });
    return found == others.end() ? QString() : *found;
}

} // namespace bd::kafka
