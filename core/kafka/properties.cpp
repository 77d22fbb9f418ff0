#include "kafka/properties.h"

#include <algorithm>

#include <librdkafka/rdkafka.h>

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include "base/text.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

constexpr qsizetype MostCharacters = 1 << 20;

bool isBlank(QChar c)
{
    return c == QLatin1Char(' ') || c == QLatin1Char('\t') || c == QLatin1Char('\f');
}

QStringView trimmedLeft(QStringView text)
{
    const auto first = std::find_if_not(text.begin(), text.end(), isBlank);
    return text.sliced(first - text.begin());
}

bool isContinued(QStringView line)
{
    qsizetype backslashes = 0;
    while (backslashes < line.size() && line[line.size() - 1 - backslashes] == QLatin1Char('\\'))
        ++backslashes;
    return backslashes % 2 == 1;
}

struct LogicalLine {
    int number = 0; // of its first line, from 1
    QString text;
};

std::vector<LogicalLine> logicalLines(QStringView text)
{
    std::vector<LogicalLine> lines;
    bool continues = false;
    int number = 0;
    for (QStringView line : text.split(QLatin1Char('\n'))) {
        ++number;
        if (line.endsWith(QLatin1Char('\r')))
            line.chop(1);
        line = trimmedLeft(line);
        const bool isComment = line.startsWith(QLatin1Char('#')) || line.startsWith(QLatin1Char('!'));
        if (!continues && (line.isEmpty() || isComment))
            continue;
        if (!continues)
            lines.push_back({number, {}});
        continues = isContinued(line);
        lines.back().text += continues ? line.chopped(1) : line;
    }
    return lines;
}

QChar plainEscape(QChar c)
{
    switch (c.unicode()) {
    case 't': return QLatin1Char('\t');
    case 'n': return QLatin1Char('\n');
    case 'r': return QLatin1Char('\r');
    case 'f': return QLatin1Char('\f');
    default: return c;
    }
}

// nullopt: \u without four hexadecimal digits.
std::optional<QString> unescaped(QStringView text)
{
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != QLatin1Char('\\') || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const QChar escape = text[++i];
        if (escape != QLatin1Char('u')) {
            out += plainEscape(escape);
            continue;
        }
        bool ok = false;
        const ushort code = i + 4 < text.size() ? text.sliced(i + 1, 4).toUShort(&ok, 16) : 0;
        if (!ok)
            return {};
        out += QChar(code);
        i += 4;
    }
    return out;
}

// Where the key ends: at the first separator that is not escaped.
qsizetype keyLength(QStringView line)
{
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == QLatin1Char('\\'))
            ++i;
        else if (isBlank(line[i]) || line[i] == QLatin1Char('=') || line[i] == QLatin1Char(':'))
            return i;
    }
    return line.size();
}

QStringView valueAfter(QStringView line, qsizetype keyEnd)
{
    QStringView rest = trimmedLeft(line.sliced(std::min(keyEnd, line.size())));
    if (rest.startsWith(QLatin1Char('=')) || rest.startsWith(QLatin1Char(':')))
        rest = trimmedLeft(rest.sliced(1));
    return rest;
}

// Asks librdkafka itself: it refuses a name that it has not with its own code.
bool isKnown(const QString &name)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char reason[256];
    const auto code = rd_kafka_conf_set(conf, name.toUtf8().constData(), "", reason, sizeof reason);
    rd_kafka_conf_destroy(conf);
    return code != RD_KAFKA_CONF_UNKNOWN;
}

// What the panel decides itself, and what only a group or a producer of the user's own would need.
const QStringList &ownBusiness()
{
    static const QStringList names{QStringLiteral("group.id"),
                                   QStringLiteral("group.instance.id"),
                                   QStringLiteral("enable.auto.commit"),
                                   QStringLiteral("auto.offset.reset"),
                                   QStringLiteral("acks"),
                                   QStringLiteral("enable.idempotence"),
                                   QStringLiteral("transactional.id"),
                                   QStringLiteral("allow.auto.create.topics"),
                                   QStringLiteral("key.serializer"),
                                   QStringLiteral("value.serializer"),
                                   QStringLiteral("key.deserializer"),
                                   QStringLiteral("value.deserializer"),
                                   QStringLiteral("client.dns.lookup"),
                                   QStringLiteral("isolation.level"),
                                   QStringLiteral("linger.ms"),
                                   QStringLiteral("batch.size"),
                                   QStringLiteral("compression.type")};
    return names;
}

class Translation
{
public:
    explicit Translation(const std::vector<std::pair<QString, QString>> &entries)
    {
        for (const auto &[name, value] : entries)
            m_given.insert(name, value);
    }

    Result<ClientProperties> run()
    {
        m_result.settings.bootstrap = take(QStringLiteral("bootstrap.servers")).simplified().remove(QLatin1Char(' '));
        if (m_result.settings.bootstrap.isEmpty())
            return fail(ErrorCode::InvalidUse, Tr::tr("The properties name no bootstrap.servers"),
                        Tr::tr("That is where a client begins, such as bootstrap.servers=localhost:9092."));
        sasl();
        trustStore();
        keyStore();
        hostNameCheck();
        registry();
        rest();
        return m_result;
    }

private:
    QString take(const QString &name) { return m_given.take(name); }
    void set(const char *name, const QString &value)
    {
        if (!value.isEmpty())
            m_result.settings.properties.insert(QString::fromLatin1(name), value);
    }
    void note(const QString &text) { m_result.notes += text; }

    void sasl()
    {
        const QString mechanism = take(QStringLiteral("sasl.mechanism"));
        set("sasl.mechanisms", mechanism);
        const QString jaas = take(QStringLiteral("sasl.jaas.config"));
        if (jaas.isEmpty())
            return;
        static const QRegularExpression login(
            QStringLiteral(R"(\b(PlainLoginModule|ScramLoginModule)\s+(required|requisite|sufficient|optional)\b)"));
        if (!login.match(jaas).hasMatch())
            return note(Tr::tr("sasl.jaas.config is not taken over: only the login modules for PLAIN and SCRAM are "
                               "understood."));
        set("sasl.username", jaasOption(jaas, QStringLiteral("username")));
        set("sasl.password", jaasOption(jaas, QStringLiteral("password")));
    }

    // username="a\"b" or username=ab
    static QString jaasOption(const QString &jaas, const QString &name)
    {
        const QRegularExpression option(
            QStringLiteral(R"re(\b%1\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s;"']+)))re").arg(name));
        const auto match = option.match(jaas);
        QString value = match.captured(1) + match.captured(2) + match.captured(3);
        static const QRegularExpression escape(QStringLiteral(R"(\\(.))"));
        return value.replace(escape, QStringLiteral("\\1"));
    }

    enum class StoreKind { Pem, Pkcs12, Jks };

    // As Java: by its type; where none is said, by its name, and JKS in the end.
    static StoreKind kindOf(const QString &type, const QString &file)
    {
        const auto ends = [&](const char *suffix) { return file.endsWith(QLatin1String(suffix), Qt::CaseInsensitive); };
        if (type == QLatin1String("PEM"))
            return StoreKind::Pem;
        if (type == QLatin1String("PKCS12"))
            return StoreKind::Pkcs12;
        if (type.isEmpty() && (ends(".pem") || ends(".crt")))
            return StoreKind::Pem;
        return type.isEmpty() && (ends(".p12") || ends(".pfx")) ? StoreKind::Pkcs12 : StoreKind::Jks;
    }

    void trustStore()
    {
        const QString type = take(QStringLiteral("ssl.truststore.type")).toUpper();
        const QString location = take(QStringLiteral("ssl.truststore.location"));
        take(QStringLiteral("ssl.truststore.password"));
        set("ssl.ca.pem", take(QStringLiteral("ssl.truststore.certificates")));
        if (location.isEmpty())
            return;
        const StoreKind kind = kindOf(type, location);
        if (kind == StoreKind::Pem)
            return set("ssl.ca.location", location);
        const QString toPem = QStringLiteral("openssl pkcs12 -in %1 -nokeys -out ca.pem");
        const QString toPkcs12 = QStringLiteral(
            "keytool -importkeystore -srckeystore %1 -destkeystore ca.p12 -deststoretype PKCS12");
        const QString command = kind == StoreKind::Pkcs12 ? toPem.arg(shellWord(location))
                                                          : toPkcs12.arg(shellWord(location)) + QStringLiteral(" && ")
                                                                + toPem.arg(QStringLiteral("ca.p12"));
        note(Tr::tr("The trust store %1 is not in PEM. Make one: %2, then set ssl.ca.location to it.")
                 .arg(location, command));
    }

    void keyStore()
    {
        const QString type = take(QStringLiteral("ssl.keystore.type")).toUpper();
        const QString location = take(QStringLiteral("ssl.keystore.location"));
        const QString password = take(QStringLiteral("ssl.keystore.password"));
        set("ssl.key.pem", take(QStringLiteral("ssl.keystore.key")));
        set("ssl.certificate.pem", take(QStringLiteral("ssl.keystore.certificate.chain")));
        if (location.isEmpty())
            return;
        switch (kindOf(type, location)) {
        case StoreKind::Pem: // key and certificates are in one file
            set("ssl.key.location", location);
            set("ssl.certificate.location", location);
            break;
        case StoreKind::Pkcs12:
            set("ssl.keystore.location", location);
            set("ssl.keystore.password", password);
            break;
        case StoreKind::Jks:
            note(Tr::tr("The key store %1 is a JKS file, which librdkafka cannot read. Convert it: %2, then set "
                        "ssl.keystore.location to that file.")
                     .arg(location, QStringLiteral("keytool -importkeystore -srckeystore %1 -destkeystore key.p12 "
                                                   "-deststoretype PKCS12")
                                        .arg(shellWord(location))));
        }
    }

    // From the JAAS string, or named as librdkafka does.
    QString loginOf(const QString &name) const { return m_result.settings.properties.value(name, m_given.value(name)); }

    void registry()
    {
        const QStringList urls =
            take(QStringLiteral("schema.registry.url")).split(QLatin1Char(','), Qt::SkipEmptyParts);
        const QString source = take(QStringLiteral("basic.auth.credentials.source"));
        const QString prefixed = take(QStringLiteral("schema.registry.basic.auth.user.info"));
        const QString plain = take(QStringLiteral("basic.auth.user.info"));
        if (urls.isEmpty())
            return;
        if (urls.size() > 1)
            note(Tr::tr("Of the addresses in schema.registry.url only the first is used."));
        QUrl url(urls.first().trimmed());
        RegistryAccess access{{}, url.userName(), url.password()};
        if (const QString info = prefixed.isEmpty() ? plain : prefixed; !info.isEmpty()) {
            access.user = info.section(QLatin1Char(':'), 0, 0);
            access.password = info.section(QLatin1Char(':'), 1);
        }
        if (source == QLatin1String("SASL_INHERIT")) {
            access.user = loginOf(QStringLiteral("sasl.username"));
            access.password = loginOf(QStringLiteral("sasl.password"));
        }
        url.setUserInfo({});
        access.url = url.toString();
        m_result.registry = access;
    }

    void hostNameCheck()
    {
        const QString name = QStringLiteral("ssl.endpoint.identification.algorithm");
        if (!m_given.contains(name))
            return;
        const QString value = take(name); // empty, as Java has it, switches the check off
        set("ssl.endpoint.identification.algorithm", value.isEmpty() ? QStringLiteral("none") : value);
    }

    void rest()
    {
        for (auto it = m_given.cbegin(); it != m_given.cend(); ++it) {
            if (ownBusiness().contains(it.key()))
                note(Tr::tr("%1 is not used: Brokerdeck reads and writes in its own way.").arg(it.key()));
            else if (isKnown(it.key()))
                set(it.key().toLatin1().constData(), it.value());
            else
                note(Tr::tr("%1 is not used: librdkafka has no such setting.").arg(plainText(it.key(), 100)));
        }
    }

    QMap<QString, QString> m_given;
    ClientProperties m_result;
};

} // namespace

Result<std::vector<std::pair<QString, QString>>> parseProperties(QStringView text)
{
    if (text.size() > MostCharacters)
        return fail(ErrorCode::Parse, Tr::tr("This is no properties file: it is larger than 1 MiB"));
    std::vector<std::pair<QString, QString>> entries;
    for (const LogicalLine &line : logicalLines(text)) {
        const qsizetype end = keyLength(line.text);
        const auto key = unescaped(QStringView(line.text).first(end));
        const auto value = unescaped(valueAfter(line.text, end));
        if (!key || !value)
            return fail(ErrorCode::Parse, Tr::tr("Line %1 of the properties is wrong").arg(line.number),
                        Tr::tr("After \\u there must be four hexadecimal digits; a backslash is written \\\\."));
        const auto same = std::ranges::find(entries, *key, &std::pair<QString, QString>::first);
        if (same == entries.end())
            entries.emplace_back(*key, *value);
        else
            same->second = *value;
    }
    return entries;
}

Result<ClientProperties> clientProperties(QStringView text)
{
    return parseProperties(text).and_then([](const auto &entries) { return Translation(entries).run(); });
}

bool isSecretProperty(QStringView name)
{
    return isSecretName(name);
}

SplitProperties split(const QMap<QString, QString> &properties)
{
    SplitProperties made;
    for (auto it = properties.begin(); it != properties.end(); ++it)
        (isSecretProperty(it.key()) ? made.secrets : made.open).insert(it.key(), it.value());
    return made;
}

QStringList missingSecrets(const QMap<QString, QString> &properties)
{
    const auto value = [&](const char *name) { return properties.value(QLatin1String(name)); };
    const bool logsIn = value("security.protocol").startsWith(QLatin1String("sasl_"), Qt::CaseInsensitive);
    const QString mechanism = value("sasl.mechanisms").toUpper();
    const bool byPassword = mechanism == QLatin1String("PLAIN") || mechanism.startsWith(QLatin1String("SCRAM-"));
    const QString password = QStringLiteral("sasl.password");
    return logsIn && byPassword && !properties.contains(password) ? QStringList{password} : QStringList();
}

} // namespace bd::kafka
