#include "compose/shelltokens.h"

#include <algorithm>
#include <array>

#include <QStringList>

namespace bd::compose {

namespace {

class Tokenizer
{
public:
    explicit Tokenizer(const QString &script) : m_script(script) {}

    std::vector<ShellToken> tokens()
    {
        while (m_at < m_script.size())
            next();
        return std::move(m_tokens);
    }

private:
    QChar here() const { return m_at < m_script.size() ? m_script[m_at] : QChar(); }
    bool startsWith(const char *text) const
    {
        return QStringView(m_script).sliced(m_at).startsWith(QLatin1String(text));
    }
    static bool isBlank(QChar c) { return c == QLatin1Char(' ') || c == QLatin1Char('\t') || c == QLatin1Char('\r'); }
    static bool isOperatorStart(QChar c) { return QStringView(u";&|()<>\n").contains(c); }

    void next()
    {
        if (isBlank(here()))
            ++m_at;
        else if (startsWith("\\\n"))
            m_at += 2;
        else if (startsWith("\\\r\n"))
            m_at += 3;
        else if (here() == QLatin1Char('#'))
            skipLine();
        else if (isOperatorStart(here()))
            readOperator();
        else
            readWord();
    }

    void skipLine()
    {
        while (m_at < m_script.size() && here() != QLatin1Char('\n'))
            ++m_at;
    }

    void add(const QString &name) { m_tokens.push_back({true, name, {}}); }

    void readOperator()
    {
        static constexpr std::array names{"<<<", "<<-", "<<", "&>>", "&>", ">>", ">&", "<&", ">|", "<>", "&&",
                                          "||",  ";;",  "|&", ";",   "&",  "|",  "(",  ")",  "<",  ">"};
        if (here() == QLatin1Char('\n')) {
            ++m_at;
            add(QStringLiteral(";"));
            skipHereDocuments();
            return;
        }
        const auto *name = std::ranges::find_if(names, [this](const char *text) { return startsWith(text); });
        m_at += static_cast<qsizetype>(qstrlen(*name));
        add(QLatin1String(*name));
        m_awaitsDelimiter = qstrncmp(*name, "<<", 2) == 0 && qstrcmp(*name, "<<<") != 0;
    }

    void skipHereDocuments()
    {
        for (const QString &delimiter : std::exchange(m_hereDocuments, {})) {
            while (m_at < m_script.size()) {
                const qsizetype start = m_at;
                skipLine();
                const QString line = m_script.sliced(start, m_at - start).trimmed();
                m_at = std::min(m_at + 1, m_script.size());
                if (line == delimiter)
                    break;
            }
        }
    }

    void readWord()
    {
        m_parts.clear();
        bool isBare = true;
        while (m_at < m_script.size() && !isBlank(here()) && !isOperatorStart(here())) {
            const qsizetype before = m_at;
            isBare = readPiece() && isBare;
            if (m_at == before)
                ++m_at;
        }
        const QString text = isBare && m_parts.size() == 1 ? m_parts.front().text : QString();
        if (isBare && text.contains(QLatin1Char('{')) && text.contains(QLatin1Char('}'))
            && (text.contains(QLatin1Char(',')) || text.contains(QLatin1String(".."))))
            m_parts.front().kind = ShellPart::Kind::Unknown;
        const bool isDescriptor = !text.isEmpty() && (here() == QLatin1Char('>') || here() == QLatin1Char('<'))
                                  && std::ranges::all_of(text, [](QChar c) { return c.isDigit(); });
        if (std::exchange(m_awaitsDelimiter, false))
            m_hereDocuments += m_parts.empty() ? QString() : m_parts.front().text;
        if (!isDescriptor)
            m_tokens.push_back({false, text, m_parts});
    }

    // One quoted text, variable or literal character; whether it was literal and unquoted.
    bool readPiece()
    {
        if (here() == QLatin1Char('\''))
            return readSingleQuoted();
        if (here() == QLatin1Char('"'))
            return readDoubleQuoted();
        if (here() == QLatin1Char('$') || here() == QLatin1Char('`'))
            return readExpansion(false);
        if (here() == QLatin1Char('\\') && m_at + 1 < m_script.size()) {
            ++m_at;
            if (here() == QLatin1Char('\n')) {
                ++m_at;
                return true;
            }
            literal(here(), true);
            ++m_at;
            return false;
        }
        literal(here(), false);
        ++m_at;
        return true;
    }

    void literal(const QString &text, bool quoted)
    {
        const bool joins = !m_parts.empty() && m_parts.back().kind == ShellPart::Kind::Literal
                           && m_parts.back().quoted == quoted;
        if (joins)
            m_parts.back().text += text;
        else
            m_parts.push_back({ShellPart::Kind::Literal, text, quoted});
    }

    bool readSingleQuoted()
    {
        const qsizetype end = m_script.indexOf(QLatin1Char('\''), m_at + 1);
        const qsizetype to = end < 0 ? m_script.size() : end;
        literal(m_script.sliced(m_at + 1, to - m_at - 1), true);
        m_at = std::min(to + 1, m_script.size());
        return false;
    }

    bool readDoubleQuoted()
    {
        literal({}, true);
        for (++m_at; m_at < m_script.size() && here() != QLatin1Char('"');) {
            if (here() == QLatin1Char('$') || here() == QLatin1Char('`')) {
                readExpansion(true);
                continue;
            }
            const bool escapes = here() == QLatin1Char('\\') && m_at + 1 < m_script.size()
                                 && QStringView(u"$`\"\\\n").contains(m_script[m_at + 1]);
            if (escapes)
                ++m_at;
            if (!escapes || here() != QLatin1Char('\n'))
                literal(here(), true);
            ++m_at;
        }
        m_at = std::min(m_at + 1, m_script.size());
        return false;
    }

    bool readExpansion(bool quoted)
    {
        using Kind = ShellPart::Kind;
        if (here() == QLatin1Char('`')) {
            skipTo(QLatin1Char('`'));
            m_parts.push_back({Kind::Unknown, {}, quoted});
        } else if (startsWith("$(")) {
            ++m_at;
            skipNested(QLatin1Char('('), QLatin1Char(')'));
            m_parts.push_back({Kind::Unknown, {}, quoted});
        } else if (startsWith("${")) {
            const qsizetype start = ++m_at + 1;
            skipNested(QLatin1Char('{'), QLatin1Char('}'));
            m_parts.push_back(
                {Kind::Variable, m_script.sliced(start, std::max(m_at - start - 1, qsizetype(0))), quoted});
        } else {
            readPlainVariable(quoted);
        }
        return false;
    }

    void readPlainVariable(bool quoted)
    {
        const qsizetype start = ++m_at;
        if (here().isDigit() || QStringView(u"@*#?$!").contains(here())) {
            m_at = std::min(m_at + 1, m_script.size());
        } else {
            while (here().isLetterOrNumber() || here() == QLatin1Char('_'))
                ++m_at;
        }
        if (m_at == start)
            literal(QStringLiteral("$"), quoted);
        else
            m_parts.push_back({ShellPart::Kind::Variable, m_script.sliced(start, m_at - start), quoted});
    }

    void skipTo(QChar end)
    {
        const qsizetype found = m_script.indexOf(end, m_at + 1);
        m_at = found < 0 ? m_script.size() : found + 1;
    }

    void skipNested(QChar open, QChar close)
    {
        int depth = 0;
        for (; m_at < m_script.size(); ++m_at) {
            if (here() == open)
                ++depth;
            else if (here() == close && --depth == 0)
                break;
        }
        m_at = std::min(m_at + 1, m_script.size());
    }

    const QString &m_script;
    qsizetype m_at = 0;
    std::vector<ShellToken> m_tokens;
    std::vector<ShellPart> m_parts;
    QStringList m_hereDocuments;
    bool m_awaitsDelimiter = false;
};

} // namespace

std::vector<ShellToken> shellTokens(const QString &script)
{
    return Tokenizer(script).tokens();
}

} // namespace bd::compose
