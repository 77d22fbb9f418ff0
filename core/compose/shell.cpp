#include "compose/shell.h"

#include <algorithm>
#include <initializer_list>

#include <QRegularExpression>

#include "compose/shelltokens.h"
#include "compose/shellvariables.h"

namespace bd::compose {

namespace {

constexpr int maxSteps = 5'000; // commands followed, loops and functions counted as often as they run
constexpr int maxDepth = 24;
constexpr size_t maxWords = 2'000;      // of one command or list
constexpr qsizetype maxTotal = 4 << 20; // of all words

bool isName(const QString &text)
{
    static const QRegularExpression name(QStringLiteral("^[A-Za-z_]\\w*$"));
    return name.match(text).hasMatch();
}

class Reader
{
public:
    Reader(const QMap<QString, QString> &environment, const QStringList &arguments)
        : m_variables(environment, arguments)
    {}

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
            if (isRedirection()) { // of a compound command
                m_at += 2;
                continue;
            }
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
        ShellValue values = m_variables.positional();
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
                m_variables.set(name, {value});
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
        for (size_t at = from; at < std::min(to, m_tokens.size()); ++at) {
            const QString &text = m_tokens[at].text;
            if (text.contains(QLatin1String("kafka-topics")) || text == QLatin1String("rpk")
                || text == QLatin1String("grep"))
                return true;
        }
        return false;
    }

    bool isRedirection() const
    {
        return !atEnd() && m_tokens[m_at].isOperator
               && (m_tokens[m_at].text.contains(QLatin1Char('<')) || m_tokens[m_at].text.contains(QLatin1Char('>')));
    }

    std::vector<ShellWord> words()
    {
        std::vector<ShellWord> result;
        for (; !atEnd(); ++m_at) {
            const ShellToken &token = m_tokens[m_at];
            if (isRedirection()) {
                ++m_at; // where it goes to or comes from
                continue;
            }
            if (token.isOperator)
                break;
            for (ShellWord &word : m_variables.expanded(token.parts)) {
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
        ShellValue value;
        if (isArray) {
            for (++m_at; !isCut() && !atEnd() && !isOperator(")");) {
                std::ranges::move(words(), std::back_inserter(value));
                skipBreaks();
                if (!isOperator(")") && !atEnd() && m_tokens[m_at].isOperator)
                    break;
            }
            skip(")");
        } else {
            value = {m_variables.joined(parts)};
        }
        if (run && match.capturedLength(2) == 0)
            m_variables.set(match.captured(1), value);
        else if (run)
            m_variables.append(match.captured(1), value, isArray);
        return true;
    }

    bool simple(bool run)
    {
        while (isKeyword("export") || isKeyword("local") || isKeyword("declare") || isKeyword("readonly"))
            ++m_at;
        while (!isCut() && assignment(run)) {}
        std::vector<ShellWord> command = words();
        static const QStringList prefixes{QStringLiteral("exec"), QStringLiteral("command"), QStringLiteral("nohup"),
                                          QStringLiteral("time"), QStringLiteral("sudo"),    QStringLiteral("builtin")};
        while (!command.empty() && prefixes.contains(command.front().text))
            command.erase(command.begin());
        if (!run || command.empty())
            return false;
        const QString name = command.front().text;
        if (name == QLatin1String("read") || name == QLatin1String("mapfile") || name == QLatin1String("readarray")) {
            for (size_t at = 1; at < command.size(); ++at)
                m_variables.forget(command[at].text);
        } else if (name == QLatin1String("shift")) {
            shift();
        } else if (m_functions.contains(name)) {
            call(m_functions.value(name), command);
        } else if (!runNested(command)) {
            m_reading.commands.push_back({command, m_conditions > 0});
        }
        return name == QLatin1String("[") || name == QLatin1String("[[") || name == QLatin1String("test");
    }

    void shift()
    {
        ShellValue words = m_variables.positional();
        if (words.size() > 1)
            words.erase(words.begin() + 1);
        m_variables.setPositional(words);
    }

    void call(size_t body, const std::vector<ShellWord> &command)
    {
        const ShellValue outer = m_variables.positional();
        m_variables.setPositional(command);
        const size_t outerAt = std::exchange(m_at, body);
        group(true, "}");
        m_at = outerAt;
        m_variables.setPositional(outer);
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

    std::vector<ShellToken> m_tokens;
    size_t m_at = 0;
    ShellVariables m_variables;
    QMap<QString, size_t> m_functions;
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
