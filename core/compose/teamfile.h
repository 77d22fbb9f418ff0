// .brokerdeck.yaml beside the compose file: what a team may commit. Reading keeps going over what it does not
// know (named in `notes`); writing edits one value and keeps everything else, comments too.
#pragma once

#include <vector>

#include "base/error.h"
#include "compose/project.h"

namespace bd::compose {

struct TeamFile {
    QString path; // where it is, or would be; empty: nowhere
    bool exists = false;
    bool isDevelopment = false;
    bool isProtected = false;
    std::vector<ExpectedTopic> topics;
    bool hasTopics = false; // a `topics:` key stands there, maybe empty
    QMap<QString, Role> roles;
    QStringList protectedVolumes;
    QStringList notes;

    bool operator==(const TeamFile &) const = default;
};

// The folder of a project's team file: that of its first compose file. Empty where there are no files.
QString teamDirectory(const engine::ComposeCall &call);

Result<TeamFile> readTeamFile(const QString &projectDirectory); // a missing file is an empty TeamFile
Result<TeamFile> parseTeamFile(const QByteArray &text, const QString &path);

// The topics of a file with a `topics:` key, as a team file has one. InvalidUse where it has none.
Result<std::vector<ExpectedTopic>> topicsOfFile(const QString &path);

// Topics as a `topics:` key of a team file, one that parseTeamFile() reads back as they are.
QByteArray topicsText(const std::vector<ExpectedTopic> &topics);

// Makes each of these expected as it stands here, in the team file's own list, made where there is none; other topics, what
// the file says besides and its comments stay. `soFar`: what the project expects where the team file has no list (from an
// init service); it is written along, for from then on only that list counts.
Result<> expectTopics(const QString &projectDirectory, const std::vector<ExpectedTopic> &topics,
                      const std::vector<ExpectedTopic> &soFar);
Result<> forgetTopics(const QString &projectDirectory, const QStringList &names,
                      const std::vector<ExpectedTopic> &soFar);

// Sets or (Role nothing) clears the role of a service by hand; makes the file where there is none.
Result<> setRole(const QString &projectDirectory, const QString &service, std::optional<Role> role);

} // namespace bd::compose
