// A shell script cut into words and operators: enough of it to read which topics an init service makes.
#pragma once

#include <vector>

#include <QString>

namespace bd::compose {

// A piece of a word.
struct ShellPart {
    enum class Kind { Literal, Variable, Unknown }; // Unknown: command substitution, arithmetic, braces
    Kind kind = Kind::Literal;
    QString text; // literal text, or what stands in ${…}
    bool quoted = false;
    bool operator==(const ShellPart &) const = default;
};

struct ShellToken {
    bool isOperator = false;
    QString text;                 // of an operator (a line break is «;»), or of a word without quotes and variables
    std::vector<ShellPart> parts; // of a word
    bool operator==(const ShellToken &) const = default;
};

std::vector<ShellToken> shellTokens(const QString &script);

} // namespace bd::compose
