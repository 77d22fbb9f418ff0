#include "shell/projectkey.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace bd::app {

namespace {

constexpr QLatin1String projectField("project");
constexpr QLatin1String filesField("files");
constexpr QLatin1String directoryField("directory");
constexpr QLatin1String envFilesField("envFiles");

QStringList textsOf(const QJsonValue &value)
{
    QStringList texts;
    for (const QJsonValue &text : value.toArray()) {
        texts << text.toString();
    }
    return texts;
}

} // namespace

QString projectKey(const engine::ComposeCall &call)
{
    QJsonObject key; // writes its fields in one order always: the same call is the same text
    key.insert(filesField, QJsonArray::fromStringList(call.files));
    if (!call.project.isEmpty()) {
        key.insert(projectField, call.project);
    }
    if (!call.directory.isEmpty()) {
        key.insert(directoryField, call.directory);
    }
    if (!call.envFiles.isEmpty()) {
        key.insert(envFilesField, QJsonArray::fromStringList(call.envFiles));
    }
    return QString::fromUtf8(QJsonDocument(key).toJson(QJsonDocument::Compact));
}

engine::ComposeCall callFromKey(const QString &key)
{
    engine::ComposeCall call;
    if (!key.startsWith(QLatin1Char('{'))) { // no absolute path begins so
        call.files = key.split(QDir::listSeparator(), Qt::SkipEmptyParts);
        return call;
    }
    const QJsonObject fields = QJsonDocument::fromJson(key.toUtf8()).object();
    call.project = fields[projectField].toString();
    call.files = textsOf(fields[filesField]);
    call.directory = fields[directoryField].toString();
    call.envFiles = textsOf(fields[envFilesField]);
    return call;
}

} // namespace bd::app
