#include "compose/shell.h"

#include <algorithm>
#include <initializer_list>

#include <QRegularExpression>

#include "compose/shelltokens.h"

namespace bd::compose {

namespace {

constexpr int maxSteps = 5'000; // commands followed, loops and functions counted as often as they run
constexpr int maxDepth = 24;
constexpr size_t maxWords = 2'000;      // of one command or list
constexpr qsizetype maxText = 1 << 16;  // of one word
constexpr qsizetype maxTotal = 4 << 20; // of all words

struct Value {
    std::vector<ShellWord> words; // one, but for arrays and $@
};

Value known(const QString &text)
{
    return {{{text, true}}};
}

const Value unknown{{{QString(), false}}};

bool isName(const QString &text)
{
    static const QRegularExpression name(QStringLiteral("^[A-Za-z_]\\w*$"));
    return name.match(text).hasMatch();
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

class Reader
{
public:
    Reader(const QMap<QString, QString> &environment, const QStringList &arguments)
    {
        for (auto it = environment.begin(); it != environment.end(); ++it)
            m_variables.insert(it.key(), known(it.value()));
        for (const QString &argument : arguments)
            m_positional.push_back({argument, true});
    }

    ShellReading read(const QString &script)
    {
        runScript(script);
        return std::move(m_reading);
    }

private:
    // The tokens stay while a nested script (sh -c) is read.
    void runScript(const QString &script)
    {
        const std::vector<ShellToken> outerTokens = std::exchange(m_tokens, shellTokens(script));
        const size_t outerAt = std::exchange(m_at, 0);
        const auto outerFunctions = std::exchange(m_functions, {});
        sequence(true, {});
        m_tokens = outerTokens;
        m_at = outerAt;
        m_functions = outerFunctions;
    }

    bool atEnd() const { return m_at >= m_tokens.size(); }
    bool isOperator(const char *text) const
    {
        return !atEnd() && m_tokens[m_at].isOperator && m_tokens[m_at].text == QLatin1String(text);
    }
    bool isKeyword(const char *text) const
    {
        return !atEnd() && !m_tokens[m_at].isOperator && m_tokens[m_at].text == QLatin1String(text);
    }
    bool isAny(std::initializer_list<const char *> ends) const
    {
        return std::ranges::any_of(ends, [this](const char *end) { return isKeyword(end) || isOperator(end); });
    }
    void skip(const char *keyword)
    {
        if (isKeyword(keyword) || isOperator(keyword))
            ++m_at;
    }

    void cut() { m_reading.wasCut = true; }
    bool isCut() const { return m_reading.wasCut; }

    void sequence(bool run, std::initializer_list<const char *> ends)
    {
        bool afterTest = false;
        if (++m_depth > maxDepth)
            cut();
        while (!isCut() && !atEnd() && !isAny(ends)) {
            if (m_tokens[m_at].isOperator && !isOperator("(")) {
                const bool joins = isOperator("&&") || isOperator("||");
                afterTest = afterTest && joins;
                ++m_at;
                continue;
            }
            const size_t before = m_at;
            m_conditions += afterTest ? 1 : 0;
            const bool isTest = command(run);
            m_conditions -= afterTest ? 1 : 0;
            afterTest = afterTest || isTest;
            if (m_at == before)
                ++m_at;
        }
        --m_depth;
    }

    // Whether it was a test, on which what comes after && or || depends.
    bool command(bool run)
    {
        if (++m_steps > maxSteps) {
            cut();
            return false;
        }
        if (isKeyword("!"))
            ++m_at;
        if (isKeyword("for"))
            forLoop(run);
        else if (isKeyword("while") || isKeyword("until"))
            whileLoop(run);
        else if (isKeyword("if"))
            ifClause(run);
        else if (isKeyword("case"))
            caseClause(run);
        else if (isKeyword("{"))
            group(run, "}");
        else if (isOperator("("))
            group(run, ")");
        else if (isKeyword("function") || isFunctionHead())
            function();
        else
            return simple(run);
        return false;
    }

    void group(bool run, const char *end)
    {
        ++m_at;
        sequence(run, {end});
        skip(end);
    }

    bool isFunctionHead() const
    {
        const auto isToken = [this](size_t at, const char *text) {
            return at < m_tokens.size() && m_tokens[at].isOperator && m_tokens[at].text == QLatin1String(text);
        };
        return !atEnd() && isName(m_tokens[m_at].text) && isToken(m_at + 1, "(") && isToken(m_at + 2, ")");
    }

    void skipBreaks()
    {
        while (isOperator(";"))
            ++m_at;
    }

    void function()
    {
        skip("function");
        const QString name = atEnd() ? QString() : m_tokens[m_at++].text;
        skip("(");
        skip(")");
        skipBreaks();
        if (isKeyword("{")) {
            m_functions.insert(name, m_at);
            group(false, "}");
        }
    }

    void forLoop(bool run)
    {
        ++m_at;
        const QString name = atEnd() ? QString() : m_tokens[m_at++].text;
        skipBreaks();
        std::vector<ShellWord> values = m_positional;
        if (!values.empty())
            values.erase(values.begin());
        if (isKeyword("in")) {
            ++m_at;
            values = words();
        }
        skipBreaks();
        skip("do");
        const size_t body = m_at;
        if (run && isName(name)) {
            for (const ShellWord &value : values) {
                if (isCut())
                    break;
                m_at = body;
                m_variables.insert(name, {{value}});
                sequence(true, {"done"});
            }
        }
        m_at = body;
        sequence(false, {"done"});
        skip("done");
    }

    void whileLoop(bool run)
    {
        ++m_at;
        sequence(run, {"do"});
        skip("do");
        sequence(run, {"done"});
        skip("done");
    }

    void ifClause(bool run)
    {
        ++m_at;
        const size_t condition = m_at;
        sequence(run, {"then"});
        const bool aboutTopics = mentionsTopics(condition, m_at);
        m_conditions += aboutTopics ? 0 : 1;
        skip("then");
        sequence(run, {"elif", "else", "fi"});
        while (!isCut() && (isKeyword("elif") || isKeyword("else") || isKeyword("then"))) {
            ++m_at;
            sequence(run, {"elif", "else", "then", "fi"});
        }
        skip("fi");
        m_conditions -= aboutTopics ? 0 : 1;
    }

    void caseClause(bool run)
    {
        ++m_conditions;
        while (!atEnd() && !isKeyword("in"))
            ++m_at;
        skip("in");
        while (!isCut() && !atEnd() && !isKeyword("esac")) {
            while (!atEnd() && !isOperator(")") && !isKeyword("esac"))
                ++m_at;
            skip(")");
            sequence(run, {";;", "esac"});
            skip(";;");
        }
        skip("esac");
        --m_conditions;
    }

    bool mentionsTopics(size_t from, size_t to) const
    {
        const auto begin = m_tokens.begin();
        return std::any_of(begin + static_cast<qsizetype>(from), begin + static_cast<qsizetype>(to), [](const auto &token) {
            return token.text.contains(QLatin1String("kafka-topics")) || token.text == QLatin1String("rpk")
                   || token.text == QLatin1String("grep");
        });
    }

    std::vector<ShellWord> words()
    {
        std::vector<ShellWord> result;
        for (; !atEnd(); ++m_at) {
            const ShellToken &token = m_tokens[m_at];
            if (token.isOperator) {
                static const QStringList redirections{
                    QStringLiteral("<"), QStringLiteral(">"), QStringLiteral(">>"), QStringLiteral("<<"), QStringLiteral("<<-"),
                    QStringLiteral("<<<"), QStringLiteral(">&"), QStringLiteral("<&"), QStringLiteral("&>"),
                    QStringLiteral("&>>"), QStringLiteral(">|"), QStringLiteral("<>")};
                if (!redirections.contains(token.text))
                    break;
                ++m_at; // where it goes to or comes from
                continue;
            }
            for (ShellWord &word : expanded(token.parts)) {
                m_total += word.text.size();
                result.push_back(std::move(word));
            }
            if (result.size() > maxWords || m_total > maxTotal) {
                cut();
                break;
            }
        }
        return result;
    }

    // NAME=value or NAME=(a b) at the cursor, as far as it is one.
    bool assignment(bool run)
    {
        if (atEnd() || m_tokens[m_at].isOperator || m_tokens[m_at].parts.empty())
            return false;
        std::vector<ShellPart> parts = m_tokens[m_at].parts;
        static const QRegularExpression head(QStringLiteral("^([A-Za-z_]\\w*)(\\+?)="));
        const auto match = head.match(parts.front().text);
        if (parts.front().kind != ShellPart::Kind::Literal || parts.front().quoted || !match.hasMatch())
            return false;
        ++m_at;
        parts.front().text.remove(0, match.capturedLength());
        const bool isArray = isOperator("(") && parts.size() == 1 && parts.front().text.isEmpty();
        Value value;
        if (isArray) {
            for (++m_at; !isCut() && !atEnd() && !isOperator(")");) {
                std::ranges::move(words(), std::back_inserter(value.words));
                skipBreaks();
                if (!isOperator(")") && !atEnd() && m_tokens[m_at].isOperator)
                    break;
            }
            skip(")");
        } else {
            value = {{joined(parts)}};
        }
        if (run && match.capturedLength(2) == 0)
            m_variables.insert(match.captured(1), value);
        else if (run)
            m_variables.insert(match.captured(1), appended(m_variables.value(match.captured(1)), value, isArray));
        return true;
    }

    static Value appended(Value before, const Value &more, bool isArray)
    {
        if (isArray || before.words.empty()) {
            before.words.insert(before.words.end(), more.words.begin(), more.words.end());
        } else {
            before.words.front().text += more.words.front().text;
            before.words.front().isKnown = before.words.front().isKnown && more.words.front().isKnown;
        }
        return before;
    }

    bool simple(bool run)
    {
        while (isKeyword("export") || isKeyword("local") || isKeyword("declare") || isKeyword("readonly"))
            ++m_at;
        while (!isCut() && assignment(run)) { }
        std::vector<ShellWord> command = words();
        static const QStringList prefixes{QStringLiteral("exec"), QStringLiteral("command"), QStringLiteral("nohup"),
                                          QStringLiteral("time"), QStringLiteral("sudo"), QStringLiteral("builtin")};
        while (!command.empty() && prefixes.contains(command.front().text))
            command.erase(command.begin());
        if (!run || command.empty())
            return false;
        const QString name = command.front().text;
        if (name == QLatin1String("read") || name == QLatin1String("mapfile") || name == QLatin1String("readarray")) {
            for (size_t at = 1; at < command.size(); ++at)
                m_variables.insert(command[at].text, unknown);
        } else if (name == QLatin1String("shift") && m_positional.size() > 1) {
            m_positional.erase(m_positional.begin() + 1);
        } else if (m_functions.contains(name)) {
            call(m_functions.value(name), command);
        } else if (!runNested(command)) {
            m_reading.commands.push_back({command, m_conditions > 0});
        }
        return name == QLatin1String("[") || name == QLatin1String("[[") || name == QLatin1String("test");
    }

    void call(size_t body, const std::vector<ShellWord> &command)
    {
        const std::vector<ShellWord> outer = std::exchange(m_positional, command);
        const size_t outerAt = std::exchange(m_at, body);
        group(true, "}");
        m_at = outerAt;
        m_positional = outer;
    }

    // sh -c '…'
    bool runNested(const std::vector<ShellWord> &command)
    {
        static const QRegularExpression shell(QStringLiteral("(^|/)(ba|da|a)?sh$"));
        const bool isNested = command.size() > 2 && shell.match(command[0].text).hasMatch() && command[1].isKnown
                              && command[1].text.startsWith(QLatin1Char('-'))
                              && command[1].text.endsWith(QLatin1Char('c')) && command[2].isKnown;
        if (isNested)
            runScript(command[2].text);
        return isNested;
    }

    // One word out of parts, unsplit: for assignments.
    ShellWord joined(const std::vector<ShellPart> &parts) const
    {
        ShellWord word;
        for (const ShellPart &part : parts) {
            const Value value = valueOf(part);
            for (size_t at = 0; at < value.words.size(); ++at) {
                word.text += (at > 0 ? QStringLiteral(" ") : QString()) + value.words[at].text;
                word.isKnown = word.isKnown && value.words[at].isKnown;
            }
        }
        return bounded(word);
    }

    static ShellWord bounded(ShellWord word)
    {
        word.isKnown = word.isKnown && word.text.size() <= maxText;
        word.text.truncate(maxText);
        return word;
    }

    // The words that a word becomes: unquoted variables are split at blanks.
    std::vector<ShellWord> expanded(const std::vector<ShellPart> &parts) const
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
            const Value value = valueOf(part);
            for (size_t at = 0; at < value.words.size(); ++at) {
                const ShellWord &word = value.words[at];
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

    Value valueOf(const ShellPart &part) const
    {
        if (part.kind == ShellPart::Kind::Literal)
            return known(part.text);
        return part.kind == ShellPart::Kind::Variable ? variable(part.text) : unknown;
    }

    // What stands in ${…}
    Value variable(const QString &expression) const
    {
        static const QRegularExpression form(
            QStringLiteral("^([A-Za-z_]\\w*|\\d+|[@*])(\\[[@*]\\])?(?:(:?[-=?]|%%?|##?|//?)(.*))?$"),
            QRegularExpression::DotMatchesEverythingOption);
        const auto match = form.match(expression);
        if (!match.hasMatch())
            return unknown;
        const std::optional<Value> value = named(match.captured(1));
        const QString operation = match.captured(3);
        const QString operand = match.captured(4);
        if (operation.isEmpty())
            return value.value_or(unknown);
        if (operation.endsWith(QLatin1Char('-')) || operation.endsWith(QLatin1Char('=')) || operation.endsWith(QLatin1Char('?')))
            return orDefault(value, operation, operand);
        if (!value || value->words.size() != 1 || !value->words.front().isKnown)
            return unknown;
        const QString text = value->words.front().text;
        if (operation.startsWith(QLatin1Char('/'))) {
            const QString from = operand.section(QLatin1Char('/'), 0, 0);
            const bool isPlain = operation.size() == 2 && !from.isEmpty() && !operand.contains(QLatin1Char('$'))
                                 && !from.contains(QRegularExpression(QStringLiteral("[*?\\[\\\\]")));
            return isPlain ? known(QString(text).replace(from, operand.section(QLatin1Char('/'), 1))) : unknown;
        }
        const std::optional<QString> trimmed = trimmedBy(text, operation, operand);
        return trimmed ? known(*trimmed) : unknown;
    }

    static Value orDefault(const std::optional<Value> &value, const QString &operation, const QString &operand)
    {
        const bool isEmpty = value && value->words.size() == 1 && value->words.front().isKnown
                             && value->words.front().text.isEmpty();
        if (value && !(isEmpty && operation.startsWith(QLatin1Char(':'))))
            return *value;
        const bool isUnclear = operation.endsWith(QLatin1Char('?')) || operand.contains(QLatin1Char('$'))
                               || operand.contains(QLatin1Char('`'));
        QString text = operand;
        return isUnclear ? unknown : known(text.remove(QLatin1Char('"')).remove(QLatin1Char('\'')));
    }

    std::optional<Value> named(const QString &name) const
    {
        if (name == QLatin1String("@") || name == QLatin1String("*"))
            return Value{{m_positional.begin() + (m_positional.empty() ? 0 : 1), m_positional.end()}};
        if (name.front().isDigit()) {
            const size_t index = name.toUInt();
            return index < m_positional.size() ? Value{{m_positional[index]}} : known({});
        }
        const auto found = m_variables.constFind(name);
        return found == m_variables.constEnd() ? std::nullopt : std::optional(*found);
    }

    std::vector<ShellToken> m_tokens;
    size_t m_at = 0;
    QMap<QString, Value> m_variables;
    QMap<QString, size_t> m_functions;
    std::vector<ShellWord> m_positional;
    int m_conditions = 0;
    int m_steps = 0;
    qsizetype m_total = 0;
    int m_depth = 0;
    ShellReading m_reading;
};

} // namespace

ShellReading readShell(const QString &script, const QMap<QString, QString> &environment, const QStringList &arguments)
{
    return Reader(environment, arguments).read(script);
}

} // namespace bd::compose
