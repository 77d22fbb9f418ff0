#include "base/text.h"

#include <QLocale>
#include <QRegularExpression>

namespace bd {

namespace {

// Index after the escape sequence that starts at `at` (ECMA-48: CSI, OSC and two-character forms).
qsizetype afterEscape(QStringView text, qsizetype at)
{
    if (++at >= text.size())
        return at;
    const QChar kind = text[at++];
    if (kind == QLatin1Char('[')) {
        while (at < text.size() && !(text[at] >= QChar(0x40) && text[at] <= QChar(0x7e)))
            ++at;
        return qMin(at + 1, text.size());
    }
    if (kind == QLatin1Char(']') || kind == QLatin1Char('P') || kind == QLatin1Char('_') || kind == QLatin1Char('^')) {
        while (at < text.size() && text[at] != QChar(0x07) && text[at] != QChar(0x1b))
            ++at;
        if (at + 1 < text.size() && text[at] == QChar(0x1b) && text[at + 1] == QLatin1Char('\\'))
            ++at;
        return qMin(at + 1, text.size());
    }
    return at;
}

const QString secretWords = QStringLiteral(
    "passw(?:or)?d|passphrase|secret|token|api[._-]?key|access[._-]?key|private[._-]?key"
    "|credential|jaas|userinfo|user[._]info|key[._]pem");

bool isFormatting(QChar c) // bidirectional overrides and the like: they rearrange what is read
{
    return c.category() == QChar::Other_Format || c.category() == QChar::Other_Control;
}

} // namespace

QString plainText(QStringView text, qsizetype limit)
{
    QString plain;
    plain.reserve(qMin(text.size(), limit + 1));
    for (qsizetype at = 0; at < text.size();) {
        if (plain.size() >= limit)
            return plain + QChar(0x2026);
        const QChar c = text[at];
        if (c == QChar(0x1b)) {
            at = afterEscape(text, at);
            continue;
        }
        if (c == QLatin1Char('\n') || c == QLatin1Char('\t') || !isFormatting(c))
            plain += c;
        ++at;
    }
    return plain;
}

QString firstLine(QStringView text, qsizetype limit)
{
    for (const QStringView line : text.split(QLatin1Char('\n'))) {
        const QString plain = plainText(line.trimmed(), limit).trimmed();
        if (!plain.isEmpty())
            return plain;
    }
    return {};
}

QString dataSizeText(qint64 bytes)
{
    double inUnit = double(bytes);
    while (inUnit >= 1000)
        inUnit /= 1000;
    return QLocale().formattedDataSize(bytes, inUnit < 100 ? 1 : 0, QLocale::DataSizeSIFormat);
}

bool isSecretName(QStringView key)
{
    static const QRegularExpression secret(secretWords, QRegularExpression::CaseInsensitiveOption);
    return secret.match(key.toString()).hasMatch();
}

QString redacted(const QString &text)
{
    // Atomic and possessive throughout: a log line of any length and making takes linear time.
    static const QString key = QStringLiteral(R"re((?>[\w.-]*?(?:%1))[\w.-]*+)re").arg(secretWords);
    static const QString value = QStringLiteral(R"re((?:"(?:[^"\\]++|\\.)*+"|'[^']*+'|[^\s,;}"']++))re");
    static const QRegularExpression pair(
        QStringLiteral(R"re((?<![\w.-])((?:--)?["']?%1["']?\s*[=:]\s*|--%1\s+)%2)re").arg(key, value),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression address(QStringLiteral(R"re((\w://[^\s:/@]+:)[^\s/@]+@)re"));
    // By what they look like, whatever they are called: private keys, web tokens, access keys.
    static const QRegularExpression privateKey(
        QStringLiteral(R"re((-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)(?:[^-]|-(?!----END))*+)re"));
    static const QRegularExpression credentials(
        QStringLiteral(R"re((\bauthorization["']?\s*[:=]\s*["']?(?:basic|bearer)\s+)[^\s"',;]++)re"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression token(
        QStringLiteral(R"re(\beyJ[\w-]{5,}+\.[\w-]{5,}+\.[\w-]*+|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b)re"));
    QString result = text;
    return result.replace(privateKey, QStringLiteral("\\1••••"))
        .replace(credentials, QStringLiteral("\\1••••"))
        .replace(token, QStringLiteral("••••"))
        .replace(pair, QStringLiteral("\\1••••"))
        .replace(address, QStringLiteral("\\1••••@"));
}

QString shellWord(const QString &word)
{
    static const QRegularExpression safe(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (safe.match(word).hasMatch())
        return word;
    QString quoted = word;
    quoted.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

QString shellLine(const QStringList &words)
{
    QStringList quoted;
    for (const QString &word : words)
        quoted += shellWord(word);
    return quoted.join(QLatin1Char(' '));
}

} // namespace bd
