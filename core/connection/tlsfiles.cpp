#include "connection/tlsfiles.h"

#include <QCoreApplication>
#include <QDir>

#include "store/store.h"

namespace bd::connection {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Connection)
};

using Properties = QMap<QString, QString>;

constexpr qint64 MostBytes = 4 << 20;

QString valueOf(const Properties &properties, const char *name)
{
    return properties.value(QLatin1String(name));
}

bool protocolHas(const Properties &properties, const char *word)
{
    return valueOf(properties, "security.protocol").contains(QLatin1String(word), Qt::CaseInsensitive);
}

// Of a folder, every certificate in it.
Result<QByteArray> authoritiesIn(const QString &location)
{
    if (location.isEmpty() || location == QLatin1String("probe"))
        return QByteArray();
    const QDir folder(location);
    if (!folder.exists())
        return store::readFile(location, MostBytes);
    QByteArray all;
    for (const QString &name :
         folder.entryList({QStringLiteral("*.pem"), QStringLiteral("*.crt"), QStringLiteral("*.0")}, QDir::Files)) {
        const auto one = store::readFile(folder.filePath(name), MostBytes);
        if (!one)
            return one;
        all += *one + '\n';
        if (all.size() > MostBytes)
            return fail(ErrorCode::Io, Tr::tr("The folder %1 holds too many certificates.").arg(location));
    }
    return all;
}

// The text itself, or the file that another property names.
Result<QByteArray> textOrFile(const Properties &properties, const char *text, const char *file)
{
    if (const QString inlined = valueOf(properties, text); !inlined.isEmpty())
        return inlined.toUtf8();
    const QString location = valueOf(properties, file);
    return location.isEmpty() ? Result<QByteArray>(QByteArray()) : store::readFile(location, MostBytes);
}

} // namespace

bool usesTls(const Properties &properties)
{
    return protocolHas(properties, "ssl"); // SSL, SASL_SSL
}

bool usesSasl(const Properties &properties)
{
    return protocolHas(properties, "sasl_");
}

Result<net::TlsSettings> tlsSettingsOf(const Properties &properties)
{
    const QString inlined = valueOf(properties, "ssl.ca.pem");
    const auto authorities = inlined.isEmpty() ? authoritiesIn(valueOf(properties, "ssl.ca.location"))
                                               : Result<QByteArray>(inlined.toUtf8());
    const auto certificate = textOrFile(properties, "ssl.certificate.pem", "ssl.certificate.location");
    const auto key = textOrFile(properties, "ssl.key.pem", "ssl.key.location");
    const auto pkcs12 = textOrFile(properties, "", "ssl.keystore.location");
    for (const auto *part : {&authorities, &certificate, &key, &pkcs12}) {
        if (!*part)
            return tl::unexpected(part->error());
    }
    if (!certificate->isEmpty() && key->isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("There is a certificate of your own, but no private key to it"),
                    Tr::tr("That is the setting ssl.key.location."));
    net::TlsSettings tls;
    tls.authorities = *authorities;
    tls.certificate = *certificate;
    tls.key = *key;
    tls.keyPassword = valueOf(properties, "ssl.key.password");
    tls.pkcs12 = *pkcs12;
    tls.pkcs12Password = valueOf(properties, "ssl.keystore.password");
    tls.verifies = valueOf(properties, "enable.ssl.certificate.verification") != QLatin1String("false");
    tls.checksHostName = valueOf(properties, "ssl.endpoint.identification.algorithm") != QLatin1String("none");
    return tls;
}

} // namespace bd::connection
