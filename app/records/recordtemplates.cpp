#include "records/recordtemplates.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(RecordTemplates)
};

using Format = RecordForm::Format;

const QMap<Format, QString> &formatNames()
{
    static const QMap<Format, QString> names{{Format::Null, QStringLiteral("null")},
                                             {Format::Text, QStringLiteral("text")},
                                             {Format::Json, QStringLiteral("json")},
                                             {Format::Hex, QStringLiteral("hex")}};
    return names;
}

} // namespace

QByteArray toJson(const RecordTemplates &templates)
{
    QJsonArray array;
    for (const auto &[name, form] : templates) {
        array += QJsonObject{{QStringLiteral("name"), name},
                             {QStringLiteral("keyFormat"), formatNames().value(form.keyFormat)},
                             {QStringLiteral("key"), form.key},
                             {QStringLiteral("valueFormat"), formatNames().value(form.valueFormat)},
                             {QStringLiteral("value"), form.value},
                             {QStringLiteral("headers"), form.headers},
                             {QStringLiteral("count"), form.count}};
    }
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

RecordTemplates templatesFrom(const QByteArray &json)
{
    RecordTemplates templates;
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const QJsonValue &value : array) {
        const auto text = [&value](const char *key) { return value[QLatin1String(key)].toString(); };
        RecordForm form;
        form.keyFormat = formatNames().key(text("keyFormat"), Format::Null);
        form.key = text("key");
        form.valueFormat = formatNames().key(text("valueFormat"), Format::Text);
        form.value = text("value");
        form.headers = text("headers");
        form.count = std::max(value[QLatin1String("count")].toInt(1), 1);
        if (const QString name = text("name"); templateProblem(templates, name, form).isEmpty()) {
            templates.insert_or_assign(name, form);
        }
    }
    return templates;
}

RecordForm withContent(RecordForm form, const RecordForm &content)
{
    form.keyFormat = content.keyFormat;
    form.key = content.key;
    form.valueFormat = content.valueFormat;
    form.value = content.value;
    form.headers = content.headers;
    form.count = content.count;
    form.original.reset();
    return form;
}

QString templateProblem(const RecordTemplates &templates, const QString &name, const RecordForm &form)
{
    if (name.trimmed().isEmpty() || name.size() > 100) {
        return Tr::tr("A template needs a name of at most 100 characters.");
    }
    if (form.key.size() + form.value.size() + form.headers.size() > largestTemplate) {
        return Tr::tr("This is too large to be kept as a template; keep it as a file.");
    }
    if (templates.size() >= mostTemplates && !templates.contains(name)) {
        return Tr::tr("There are %n templates already; forget some.", nullptr, static_cast<int>(mostTemplates));
    }
    return {};
}

} // namespace bd::app
