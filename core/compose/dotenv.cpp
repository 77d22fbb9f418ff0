#include "compose/dotenv.h"

#include <QRegularExpression>

namespace bd::compose {

namespace {

QString unquoted(const QString &value, bool &expands)
{
    const QString text = value.trimmed();
    const QChar quote = text.isEmpty() ? QChar() : text.front();
    expands = quote != QLatin1Char('\'');
    if (quote == QLatin1Char('"') || quote == QLatin1Char('\'')) {
        const qsizetype end = text.indexOf(quote, 1);
        return end < 0 ? text.sliced(1) : text.sliced(1, end - 1);
    }
    static const QRegularExpression comment(QStringLiteral("(^|\\s)#.*$"));
    return QString(text).remove(comment).trimmed();
}

QString expandedWith(const QString &text, const QMap<QString, QString> &values, const QMap<QString, QString> &outer)
{
    static const QRegularExpression variable(QStringLiteral("\\$(?:(\\w+)|\\{(\\w+)(?::?-([^}]*))?\\})"));
    QString result;
    qsizetype last = 0;
    for (auto it = variable.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const QString name = match.captured(1) + match.captured(2);
        result += QStringView(text).sliced(last, match.capturedStart() - last);
        result += outer.value(name, values.value(name, match.captured(3)));
        last = match.capturedEnd();
    }
    return result += QStringView(text).sliced(last);
}

} // namespace

QMap<QString, QString> parseDotEnv(const QString &text, const QMap<QString, QString> &outer)
{
    static const QRegularExpression line(QStringLiteral("^\\s*(?:export\\s+)?([A-Za-z_][\\w.-]*)\\s*[=:](.*)$"));
    QMap<QString, QString> values;
    for (const QString &one : text.split(QLatin1Char('\n'))) {
        const auto match = line.match(one);
        if (!match.hasMatch())
            continue;
        bool expands = true;
        const QString value = unquoted(match.captured(2), expands);
        values.insert(match.captured(1), expands ? expandedWith(value, values, outer) : value);
    }
    return values;
}

} // namespace bd::compose
