// A shell's variables and what words become by them.
#pragma once

#include <optional>

#include <QMap>

#include "compose/shell.h"
#include "compose/shelltokens.h"

namespace bd::compose {

using ShellValue = std::vector<ShellWord>; // one word, but for arrays and $@

class ShellVariables
{
public:
    ShellVariables(const QMap<QString, QString> &environment, const QStringList &arguments);

    void set(const QString &name, const ShellValue &value);
    void append(const QString &name, const ShellValue &more, bool isArray); // NAME+=…
    void forget(const QString &name);                                       // it gets a value that only a run knows
    const ShellValue &positional() const { return m_positional; }           // $0, $1 …
    void setPositional(const ShellValue &words) { m_positional = words; }

    // One word out of parts, unsplit: for assignments.
    ShellWord joined(const std::vector<ShellPart> &parts) const;
    // The words that a word becomes: unquoted variables are split at blanks.
    std::vector<ShellWord> expanded(const std::vector<ShellPart> &parts) const;

private:
    ShellValue valueOf(const ShellPart &part) const;
    ShellValue expansion(const QString &expression) const; // what stands in ${…}
    std::optional<ShellValue> named(const QString &name) const;

    QMap<QString, ShellValue> m_values;
    ShellValue m_positional;
};

} // namespace bd::compose
