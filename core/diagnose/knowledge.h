// Reads resources/diagnoses, and refuses what is not whole: an unknown key, a pattern that does not compile, an id that
// nothing has. Pure.
#pragma once

#include <functional>

#include "base/error.h"
#include "diagnose/failure.h"
#include "yaml/fields.h"
#include "yaml/files.h"

namespace bd::diagnose {

using KnowledgeFile = yaml::File;

// Parse with «file:line:column: what is wrong».
Result<Failure> parseFailure(const KnowledgeFile &file);
Result<std::vector<Marker>> parseMarkers(const KnowledgeFile &file);

// The file named markers.yaml has the markers, each other one a failure whose id is the file's name.
Result<Knowledge> parseKnowledge(const std::vector<KnowledgeFile> &files);
Result<Knowledge> readKnowledge(const QString &folder); // also one in Qt's resources; in the user's language

// Every text for people in it, to be read or replaced; not what is typed, nor addresses.
void eachText(Failure &failure, const std::function<void(QString &)> &visit);
// The same text in the user's language, where there is a translation. knowledgetexts.h has all that there are.
QString inUserLanguage(const QString &text);

// A step as it stands there, in a runbook as well: a text, or «say», «do», «command» and, for «do: mend-file», the audit's «rules».
Step stepIn(yaml::FieldReader &reader, const yaml::Node &node);

} // namespace bd::diagnose
