// A compose model without its secrets.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/text.h"
#include "bundle/bundle.h"

namespace bd::bundle {

namespace {

const QString mask = QStringLiteral("••••");

QJsonValue masked(const QJsonValue &value, const QString &key);

QJsonObject masked(const QJsonObject &object)
{
    QJsonObject result;
    for (auto it = object.begin(); it != object.end(); ++it)
        result.insert(it.key(), masked(it.value(), it.key()));
    return result;
}

// A whole value where its name says enough; else what in it looks like a secret. `content`: of a config or a secret.
QJsonValue masked(const QJsonValue &value, const QString &key)
{
    if (value.isObject())
        return masked(value.toObject());
    if (value.isArray()) {
        QJsonArray result;
        QString before; // «--password», and its value in the next word
        for (const QJsonValue one : value.toArray()) {
            const bool isValue = before.startsWith(QLatin1String("--")) && !before.contains(QLatin1Char('='));
            result += masked(one, isValue ? before : key);
            before = one.toString();
        }
        return result;
    }
    const bool isSecret = isSecretName(key) || key == QLatin1String("content");
    if (isSecret && !value.isNull() && !(value.isString() && value.toString().isEmpty()))
        return mask;
    return value.isString() ? QJsonValue(redacted(value.toString())) : value;
}

} // namespace

QByteArray maskedModel(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    return document.isObject() ? QJsonDocument(masked(document.object())).toJson()
                               : redacted(QString::fromUtf8(json)).toUtf8();
}

} // namespace bd::bundle
