// Records that somebody writes again and again: what stands in the form, under a name. Pure; where it is kept is the
// caller's.
#pragma once

#include <map>

#include "records/recordform.h"

namespace bd::app {

// By name. Of the form only what the record itself is made of, not where it goes.
using RecordTemplates = std::map<QString, RecordForm>;
constexpr size_t mostTemplates = 200;
constexpr qsizetype largestTemplate = 256 << 10; // characters of key, value and headers together

QByteArray toJson(const RecordTemplates &templates);
RecordTemplates templatesFrom(const QByteArray &json); // what cannot be read is left out

RecordForm withContent(RecordForm form, const RecordForm &content); // where it goes stays
// Why these cannot be kept under this name; empty: they can. One of the same name is replaced.
QString templateProblem(const RecordTemplates &templates, const QString &name, const RecordForm &form);

} // namespace bd::app
