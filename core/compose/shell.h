// Reads which commands a shell script would run, with which words, without running anything: variables, lists,
// loops over words and functions are followed; what only a running shell knows stays unknown.
#pragma once

#include <vector>

#include <QMap>
#include <QStringList>

namespace bd::compose {

struct ShellWord {
    QString text;
    bool isKnown = true; // false: text is what is known of it
    bool operator==(const ShellWord &) const = default;
};

struct ShellCommand {
    std::vector<ShellWord> words;
    bool isConditional = false; // only on a condition that is not about topics
    bool operator==(const ShellCommand &) const = default;
};

struct ShellReading {
    std::vector<ShellCommand> commands; // in the order in which they would run
    bool wasCut = false;                // there were more than are worth following
};

// `arguments`: $0, $1 …
ShellReading readShell(const QString &script, const QMap<QString, QString> &environment,
                       const QStringList &arguments = {});

} // namespace bd::compose
