// What a Schema Registry answers, as values. Pure.
#pragma once

#include <vector>

#include <QStringList>

#include "base/error.h"

namespace bd::registry {

struct Reference {
    QString name; // as the schema that refers says it
    QString subject;
    int version = 0;
    bool operator==(const Reference &) const = default;
};

struct Answer {
    QString kind = QStringLiteral("AVRO"); // which it does not say
    QByteArray text;
    std::vector<Reference> references;
    bool operator==(const Answer &) const = default;
};

// Of /schemas/ids/N and of /subjects/NAME/versions/N. Failed: no registry answers like that.
Result<Answer> schemaIn(const QByteArray &body);
// Of /subjects, sorted.
Result<QStringList> subjectsIn(const QByteArray &body);
// 40403, of the body of a 404: the registry is there and has no such schema; 0: no registry says that.
int errorCodeIn(const QByteArray &body);

} // namespace bd::registry
