#include <QCoreApplication>

#include "records/jsoncondition.h"

namespace bd::records {

namespace {

using Kind = JsonCondition::Kind;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

constexpr qsizetype longest = 4096;
constexpr int deepest = 50;
constexpr qint64 largestIndex = (qint64(1) << 53) - 1; // RFC 9535: the numbers that every implementation has

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-') || c.unicode() > 0x7f;
}

// After the first error nothing more is read: the rest of the text counts as its end.
class Parser
{
public:
    explicit Parser(const QString &text) : m_text(text), m_end(text.size()) {}

    Result<JsonFilter> parse()
    {
        if (m_text.size() > longest)
            return fail(ErrorCode::InvalidUse, Tr::tr("A JSON path has at most %1 characters").arg(longest));
        auto condition = anyOf();
        skipBlanks();
        if (m_at < m_end)
            expected(Tr::tr("a comparison, «&&», «||» or the end"));
        if (m_failed)
            return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no JSON path").arg(m_text.left(100)),
                        Tr::tr("At character %1: expected %2. For example: $.order.id == 7")
                            .arg(m_failedAt + 1)
                            .arg(m_expected));
        return condition;
    }

private:
    JsonFilter anyOf()
    {
        return joined(QStringLiteral("||"), Kind::Any, [this] { return allOf(); });
    }
    JsonFilter allOf()
    {
        return joined(QStringLiteral("&&"), Kind::All, [this] { return negatable(); });
    }

    template<typename Part>
    JsonFilter joined(const QString &word, Kind kind, Part part)
    {
        JsonCondition all;
        all.kind = kind;
        do
            all.parts.push_back(part());
        while (take(word));
        return all.parts.size() == 1 ? all.parts.front() : std::make_shared<JsonCondition>(std::move(all));
    }

    JsonFilter negatable()
    {
        if (++m_depth > deepest) {
            expected(Tr::tr("fewer brackets inside each other"));
            return {};
        }
        JsonFilter condition;
        if (take(QStringLiteral("!"))) {
            JsonCondition negated;
            negated.kind = Kind::Not;
            negated.parts.push_back(negatable());
            condition = std::make_shared<JsonCondition>(std::move(negated));
        } else if (take(QStringLiteral("("))) {
            condition = anyOf();
            if (!take(QStringLiteral(")")))
                expected(Tr::tr("«)»"));
        } else {
            condition = comparison();
        }
        --m_depth;
        return condition;
    }

    JsonFilter comparison()
    {
        JsonCondition condition;
        condition.left = operand();
        const bool isQuery = std::holds_alternative<JsonQuery>(condition.left);
        if (const auto kind = comparator()) {
            condition.kind = *kind;
            if (*kind == Kind::Matches)
                condition.pattern = pattern();
            else
                condition.right = operand();
        } else if (!isQuery) {
            expected(Tr::tr("one of == != < <= > >= =~"));
        }
        return std::make_shared<JsonCondition>(std::move(condition));
    }

    std::optional<Kind> comparator()
    {
        static const std::vector<std::pair<QString, Kind>> words{{QStringLiteral("=="), Kind::Equal},
                                                                 {QStringLiteral("!="), Kind::NotEqual},
                                                                 {QStringLiteral("=~"), Kind::Matches},
                                                                 {QStringLiteral("<="), Kind::LessOrEqual},
                                                                 {QStringLiteral(">="), Kind::GreaterOrEqual},
                                                                 {QStringLiteral("<"), Kind::Less},
                                                                 {QStringLiteral(">"), Kind::Greater}};
        for (const auto &[word, kind] : words) {
            if (take(word))
                return kind;
        }
        if (!m_failed && next() == QLatin1Char('='))
            expected(Tr::tr("«==»"));
        return {};
    }

    JsonOperand operand()
    {
        skipBlanks();
        const QChar c = next();
        if (c == QLatin1Char('$') || c == QLatin1Char('@'))
            return query();
        if (c == QLatin1Char('"') || c == QLatin1Char('\''))
            return QJsonValue(quoted());
        if (c == QLatin1Char('-') || isDigit(c))
            return number();
        static const std::vector<std::pair<QString, QJsonValue>> words{{QStringLiteral("true"), true},
                                                                       {QStringLiteral("false"), false},
                                                                       {QStringLiteral("null"), QJsonValue::Null}};
        for (const auto &[word, value] : words) {
            if (take(word))
                return value;
        }
        expected(m_inFilter ? Tr::tr("a path that begins with $ or @, a number, a text in quotes, true, false or null")
                            : Tr::tr("a path that begins with $, a number, a text in quotes, true, false or null"));
        return QJsonValue();
    }

    JsonQuery query()
    {
        JsonQuery query;
        query.fromRoot = next() == QLatin1Char('$');
        if (!query.fromRoot && !m_inFilter)
            expected(Tr::tr("«$»: «@» is only inside «[?…]»"));
        ++m_at;
        while (!m_failed) {
            JsonSegment segment;
            segment.descends = takeHere(QStringLiteral(".."));
            if (takeHere(QStringLiteral("["))) {
                brackets(segment);
            } else if (segment.descends || takeHere(QStringLiteral("."))) {
                if (takeHere(QStringLiteral("*")))
                    segment.selectors.push_back(JsonWildcard{});
                else
                    segment.selectors.push_back(name());
            } else {
                break;
            }
            query.segments.push_back(std::move(segment));
        }
        if (!m_failed && next() == QLatin1Char('('))
            expected(Tr::tr("no function: a path only"));
        return query;
    }

    QString name()
    {
        const qsizetype begin = m_at;
        while (m_at < m_end && isNameCharacter(m_text.at(m_at)))
            ++m_at;
        if (m_at == begin)
            expected(Tr::tr("a name or «*»; a name with other characters is written ['…']"));
        return m_text.sliced(begin, m_at - begin);
    }

    void brackets(JsonSegment &segment)
    {
        do
            segment.selectors.push_back(selector());
        while (take(QStringLiteral(",")));
        if (!take(QStringLiteral("]")))
            expected(Tr::tr("«]»"));
    }

    JsonSelector selector()
    {
        skipBlanks();
        if (take(QStringLiteral("*")))
            return JsonWildcard{};
        if (next() == QLatin1Char('"') || next() == QLatin1Char('\''))
            return quoted();
        if (take(QStringLiteral("?"))) {
            const bool outer = std::exchange(m_inFilter, true);
            JsonFilter filter = negatableInBrackets();
            m_inFilter = outer;
            return filter;
        }
        return indexOrSlice();
    }

    // A filter in a filter in a filter … counts as brackets do.
    JsonFilter negatableInBrackets()
    {
        if (++m_depth > deepest) {
            expected(Tr::tr("fewer brackets inside each other"));
            return {};
        }
        auto condition = anyOf();
        --m_depth;
        return condition;
    }

    JsonSelector indexOrSlice()
    {
        const auto first = index();
        if (!take(QStringLiteral(":"))) {
            if (!first)
                expected(Tr::tr("a number, «*», a name in quotes or «?»"));
            return first.value_or(0);
        }
        JsonSlice slice;
        slice.begin = first;
        slice.end = index();
        if (take(QStringLiteral(":")))
            slice.step = index().value_or(1);
        return slice;
    }

    std::optional<qint64> index()
    {
        skipBlanks();
        const qsizetype begin = m_at;
        if (next() == QLatin1Char('-'))
            ++m_at;
        while (isDigit(next()))
            ++m_at;
        if (m_at == begin)
            return {};
        bool ok = false;
        const qint64 number = QStringView(m_text).sliced(begin, m_at - begin).toLongLong(&ok);
        if (!ok || number > largestIndex || number < -largestIndex) {
            m_at = begin;
            expected(Tr::tr("a whole number"));
        }
        return number;
    }

    QJsonValue number()
    {
        static const QRegularExpression form(QStringLiteral("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?"));
        const auto match = form.match(m_text, m_at, QRegularExpression::NormalMatch,
                                      QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch()) {
            expected(Tr::tr("a number"));
            return {};
        }
        m_at = match.capturedEnd();
        bool isWhole = false;
        const qint64 whole = match.captured().toLongLong(&isWhole);
        return isWhole ? QJsonValue(whole) : QJsonValue(match.captured().toDouble());
    }

    // In " or '. With the escapes of JSON, and \' in '…'.
    QString quoted()
    {
        const QChar quote = m_text.at(m_at);
        const qsizetype begin = m_at++;
        QString text;
        while (!m_failed && next() != quote) {
            if (m_at >= m_end) {
                m_at = begin;
                expected(Tr::tr("a text whose quote is closed"));
            } else if (next() == QLatin1Char('\\')) {
                text += escaped(quote);
            } else {
                text += m_text.at(m_at++);
            }
        }
        ++m_at;
        return text;
    }

    QChar escaped(QChar quote)
    {
        static const QString from = QStringLiteral("bfnrt/\\"), to = QStringLiteral("\b\f\n\r\t/\\");
        ++m_at;
        const QChar c = next();
        if (c == quote || from.contains(c)) {
            ++m_at;
            return c == quote ? c : to.at(from.indexOf(c));
        }
        bool ok = false;
        const ushort code = c == QLatin1Char('u') ? m_text.mid(m_at + 1, 4).toUShort(&ok, 16) : ushort(0);
        if (!ok)
            expected(Tr::tr("one of \\b \\f \\n \\r \\t \\\\ \\/ \\uXXXX or the quote after a backslash"));
        m_at += 5;
        return code;
    }

    // As it stands: a backslash is the pattern's own, unless it stands before the sign that would end it.
    QRegularExpression pattern()
    {
        skipBlanks();
        const QChar quote = next();
        const qsizetype begin = m_at;
        if (!QStringLiteral("\"'/").contains(quote) || m_at >= m_end) {
            expected(Tr::tr("a regular expression in quotes, or between slashes"));
            return {};
        }
        QString text;
        for (++m_at; m_at < m_end && next() != quote; ++m_at) {
            if (next() == QLatin1Char('\\') && m_at + 1 < m_end) {
                if (m_text.at(m_at + 1) != quote)
                    text += next();
                ++m_at;
            }
            text += next();
        }
        if (m_at >= m_end) {
            m_at = begin;
            expected(Tr::tr("a regular expression whose quote is closed"));
            return {};
        }
        ++m_at;
        const bool isAnyCase = quote == QLatin1Char('/') && takeHere(QStringLiteral("i"));
        QRegularExpression regex(text, isAnyCase ? QRegularExpression::CaseInsensitiveOption
                                                 : QRegularExpression::NoPatternOption);
        if (!regex.isValid()) {
            m_at = begin + 1 + std::max<qsizetype>(0, regex.patternErrorOffset());
            expected(Tr::tr("a regular expression (%1)").arg(regex.errorString()));
        }
        regex.optimize();
        return regex;
    }

    static bool isDigit(QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); }
    QChar next() const { return m_at < m_end ? m_text.at(m_at) : QChar(); }

    void skipBlanks()
    {
        while (m_at < m_end && m_text.at(m_at).isSpace())
            ++m_at;
    }

    bool take(const QString &word)
    {
        skipBlanks();
        return takeHere(word);
    }

    bool takeHere(const QString &word)
    {
        const bool isHere = m_at < m_end && QStringView(m_text).sliced(m_at).startsWith(word);
        m_at += isHere ? word.size() : 0;
        return isHere;
    }

    void expected(const QString &what)
    {
        if (m_failed)
            return;
        m_failed = true;
        m_failedAt = std::min(m_at, m_end);
        m_expected = what;
        m_at = m_end;
    }

    const QString m_text;
    const qsizetype m_end;
    qsizetype m_at = 0;
    int m_depth = 0;
    bool m_inFilter = false;
    bool m_failed = false;
    qsizetype m_failedAt = 0;
    QString m_expected;
};

} // namespace

Result<JsonFilter> parseJsonCondition(const QString &expression)
{
    return Parser(expression).parse();
}

} // namespace bd::records
