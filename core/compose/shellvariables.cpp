#include "compose/shellvariables.h"

#include <QRegularExpression>

namespace bd::compose {

namespace {

constexpr qsizetype maxText = 1 << 16; // of one word

ShellValue known(const QString &text)
{
    return {{text, true}};
}

ShellValue unknown()
{
    return {{QString(), false}};
}

ShellWord bounded(ShellWord word)
{
    word.isKnown = word.isKnown && word.text.size() <= maxText;
    word.text.truncate(maxText);
    return word;
}

// ${NAME%pattern} and its like, for patterns of one star at an end; nothing where the pattern is more than that.
std::optional<QString> trimmedBy(const QString &text, const QString &operation, QString pattern)
{
    const bool fromEnd = operation.startsWith(QLatin1Char('%'));
    const bool longest = operation.size() == 2;
    static const QRegularExpression special(QStringLiteral("[*?\\[$]"));
    const bool starAtOuterEnd = fromEnd ? pattern.endsWith(QLatin1Char('*')) : pattern.startsWith(QLatin1Char('*'));
    if (starAtOuterEnd)
        pattern = fromEnd ? pattern.chopped(1) : pattern.sliced(1);
    if (pattern.contains(special) || pattern.isEmpty())
        return {};
    if (!starAtOuterEnd) {
        const bool fits = fromEnd ? text.endsWith(pattern) : text.startsWith(pattern);
        return !fits ? text : fromEnd ? text.chopped(pattern.size()) : text.sliced(pattern.size());
    }
    const qsizetype at = fromEnd == longest ? text.indexOf(pattern) : text.lastIndexOf(pattern);
    if (at < 0)
        return text;
    return fromEnd ? text.first(at) : text.sliced(at + pattern.size());
}

ShellValue orDefault(const std::optional<ShellValue> &value, const QString &operation, const QString &operand)
{
    const bool isEmpty = value && value->size() == 1 && value->front().isKnown && value->front().text.isEmpty();
    if (value && !(isEmpty && operation.startsWith(QLatin1Char(':'))))
        return *value;
    const bool isUnclear = operation.endsWith(QLatin1Char('?')) || operand.contains(QLatin1Char('$'))
                           || operand.contains(QLatin1Char('`'));
    QString text = operand;
    return isUnclear ? unknown() : known(text.remove(QLatin1Char('"')).remove(QLatin1Char('\'')));
}

} // namespace

ShellVariables::ShellVariables(const QMap<QString, QString> &environment, const QStringList &arguments)
{
    for (auto it = environment.begin(); it != environment.end(); ++it)
        m_values.insert(it.key(), known(it.value()));
    for (const QString &argument : arguments)
        m_positional.push_back({argument, true});
}

void ShellVariables::set(const QString &name, const ShellValue &value)
{
    m_values.insert(name, value);
}

void ShellVariables::forget(const QString &name)
{
    m_values.insert(name, unknown());
}

void ShellVariables::append(const QString &name, const ShellValue &more, bool isArray)
{
    ShellValue &before = m_values[name];
    if (isArray || before.empty()) {
        before.insert(before.end(), more.begin(), more.end());
        return;
    }
    ShellWord &word = before.front();
    word = bounded({word.text + more.front().text, word.isKnown && more.front().isKnown});
}

ShellWord ShellVariables::joined(const std::vector<ShellPart> &parts) const
{
    ShellWord word;
    for (const ShellPart &part : parts) {
        const ShellValue value = valueOf(part);
        for (size_t at = 0; at < value.size(); ++at) {
            word.text += (at > 0 ? QStringLiteral(" ") : QString()) + value[at].text;
            word.isKnown = word.isKnown && value[at].isKnown;
        }
    }
    return bounded(word);
}

std::vector<ShellWord> ShellVariables::expanded(const std::vector<ShellPart> &parts) const
{
    std::vector<ShellWord> result;
    bool isOpen = false; // the next text continues the last word
    const auto add = [&result, &isOpen](const QString &text, bool isKnown) {
        if (!isOpen)
            result.emplace_back();
        isOpen = true;
        result.back().text += text;
        result.back().isKnown = result.back().isKnown && isKnown;
    };
    for (const ShellPart &part : parts) {
        const ShellValue value = valueOf(part);
        for (size_t at = 0; at < value.size(); ++at) {
            const ShellWord &word = value[at];
            isOpen = isOpen && at == 0;
            const bool splits = !part.quoted && part.kind == ShellPart::Kind::Variable && word.isKnown;
            if (!splits) {
                add(word.text, word.isKnown);
                continue;
            }
            static const QRegularExpression blanks(QStringLiteral("\\s+"));
            isOpen = isOpen && !word.text.startsWith(QLatin1Char(' '));
            for (const QString &piece : word.text.split(blanks, Qt::SkipEmptyParts)) {
                add(piece, true);
                isOpen = false;
            }
            isOpen = !word.text.isEmpty() && !word.text.back().isSpace();
        }
    }
    for (ShellWord &word : result)
        word = bounded(word);
    return result;
}

ShellValue ShellVariables::valueOf(const ShellPart &part) const
{
    if (part.kind == ShellPart::Kind::Literal)
        return known(part.text);
    return part.kind == ShellPart::Kind::Variable ? expansion(part.text) : unknown();
}

ShellValue ShellVariables::expansion(const QString &expression) const
{
    static const QRegularExpression form(QStringLiteral(
                                             "^([A-Za-z_]\\w*|\\d+|[@*])(\\[[@*]\\])?(?:(:?[-=?]|%%?|##?|//?)(.*))?$"),
                                         QRegularExpression::DotMatchesEverythingOption);
    const auto match = form.match(expression);
    if (!match.hasMatch())
        return unknown();
    const std::optional<ShellValue> value = named(match.captured(1));
    const QString operation = match.captured(3);
    const QString operand = match.captured(4);
    if (operation.isEmpty())
        return value.value_or(unknown());
    if (operation.endsWith(QLatin1Char('-')) || operation.endsWith(QLatin1Char('='))
        || operation.endsWith(QLatin1Char('?')))
        return orDefault(value, operation, operand);
    if (!value || value->size() != 1 || !value->front().isKnown)
        return unknown();
    const QString text = value->front().text;
    if (operation.startsWith(QLatin1Char('/'))) {
        const QString from = operand.section(QLatin1Char('/'), 0, 0);
        const bool isPlain = operation.size() == 2 && !from.isEmpty() && !operand.contains(QLatin1Char('$'))
                             && !from.contains(QRegularExpression(QStringLiteral("[*?\\[\\\\]")));
        return isPlain ? known(QString(text).replace(from, operand.section(QLatin1Char('/'), 1))) : unknown();
    }
    const std::optional<QString> trimmed = trimmedBy(text, operation, operand);
    return trimmed ? known(*trimmed) : unknown();
}

std::optional<ShellValue> ShellVariables::named(const QString &name) const
{
    if (name == QLatin1String("@") || name == QLatin1String("*"))
        return ShellValue(m_positional.begin() + (m_positional.empty() ? 0 : 1), m_positional.end());
    if (name.front().isDigit()) {
        const size_t index = name.toUInt();
        return index < m_positional.size() ? ShellValue{m_positional[index]} : known({});
    }
    const auto found = m_values.constFind(name);
    return found == m_values.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace bd::compose
