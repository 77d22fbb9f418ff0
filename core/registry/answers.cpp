#include "registry/answers.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/text.h"

namespace bd::registry {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Registry)
};

tl::unexpected<Error> noRegistry(const QByteArray &body)
{
    return fail(ErrorCode::Failed, Tr::tr("what answers there is no Schema Registry"),
                Tr::tr("The address may lack a path, as /apis/ccompat/v7 of Apicurio."),
                plainText(QString::fromUtf8(body.left(1000))));
}

} // namespace

Result<Answer> schemaIn(const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    if (!json.value(QStringLiteral("schema")).isString())
        return noRegistry(body);
    Answer answer;
    answer.kind = json.value(QStringLiteral("schemaType")).toString(answer.kind);
    answer.text = json.value(QStringLiteral("schema")).toString().toUtf8();
    for (const QJsonValue one : json.value(QStringLiteral("references")).toArray()) {
        const QJsonObject reference = one.toObject();
        answer.references.push_back({reference.value(QStringLiteral("name")).toString(),
                                     reference.value(QStringLiteral("subject")).toString(),
                                     reference.value(QStringLiteral("version")).toInt()});
    }
    return answer;
}

Result<QStringList> subjectsIn(const QByteArray &body)
{
    const QJsonDocument json = QJsonDocument::fromJson(body);
    if (!json.isArray())
        return noRegistry(body);
    QStringList subjects;
    for (const QJsonValue subject : json.array())
        subjects += subject.toString();
    subjects.sort();
    return subjects;
}

int errorCodeIn(const QByteArray &body)
{
    return QJsonDocument::fromJson(body).object().value(QStringLiteral("error_code")).toInt();
}

} // namespace bd::registry
