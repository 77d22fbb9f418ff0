#include "net/tls.h"

#include "net/qtls.h"

#include <algorithm>

#include <QBuffer>
#include <QCoreApplication>
#include <QSslKey>

#include "base/text.h"

namespace bd::net {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Net)
};

constexpr qsizetype MostNames = 20;

TlsProblem problemOf(QSslError::SslError error)
{
    switch (error) {
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::CertificateUntrusted:
    case QSslError::InvalidCaCertificate:
    case QSslError::CertificateSignatureFailed: return TlsProblem::UnknownAuthority;
    case QSslError::HostNameMismatch: return TlsProblem::WrongHostName;
    case QSslError::CertificateExpired: return TlsProblem::Expired;
    case QSslError::CertificateNotYetValid: return TlsProblem::NotYetValid;
    default: return TlsProblem::Other;
    }
}

std::optional<TimePoint> timeOf(const QDateTime &time)
{
    if (!time.isValid())
        return {};
    return TimePoint(Millis(time.toMSecsSinceEpoch()));
}

// In the order of the certificate: «CN=kafka,O=Shop».
QString nameOf(const QSslCertificate &certificate, QStringList (QSslCertificate::*info)(const QByteArray &) const,
               const QList<QByteArray> &attributes)
{
    QStringList parts;
    for (const QByteArray &attribute : attributes) {
        for (const QString &value : (certificate.*info)(attribute))
            parts += QString::fromLatin1(attribute) + QLatin1Char('=') + value;
    }
    return firstLine(parts.join(QLatin1Char(',')), 200);
}

tl::unexpected<Error> unreadable(const QString &message, const QString &hint = {})
{
    return fail(ErrorCode::InvalidUse, message, hint);
}

// Of whatever kind: PEM does not say it where it is encrypted.
Result<QSslKey> keyIn(const QByteArray &pem, const QString &password)
{
    for (const auto kind : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        QSslKey key(pem, kind, QSsl::Pem, QSsl::PrivateKey, password.toUtf8());
        if (!key.isNull())
            return key;
    }
    if (pem.contains("ENCRYPTED"))
        return unreadable(password.isEmpty() ? Tr::tr("The private key is protected by a password")
                                             : Tr::tr("The password of the private key is wrong"),
                          Tr::tr("That is the setting ssl.key.password."));
    return unreadable(Tr::tr("The private key cannot be read"),
                      Tr::tr("It must be in PEM: a file with -----BEGIN PRIVATE KEY----- in it."));
}

Result<> setOwn(QSslConfiguration &configuration, const TlsSettings &tls)
{
    if (!tls.pkcs12.isEmpty()) {
        QBuffer file;
        file.setData(tls.pkcs12);
        file.open(QIODevice::ReadOnly);
        QSslKey key;
        QSslCertificate certificate;
        QList<QSslCertificate> chain;
        if (!QSslCertificate::importPkcs12(&file, &key, &certificate, &chain, tls.pkcs12Password.toUtf8()))
            return unreadable(Tr::tr("The key store cannot be read"),
                              Tr::tr("Either it is no PKCS#12 file, or ssl.keystore.password is not its password."));
        configuration.setLocalCertificateChain(QList{certificate} + chain);
        configuration.setPrivateKey(key);
        return {};
    }
    if (tls.certificate.isEmpty())
        return {};
    const auto chain = QSslCertificate::fromData(tls.certificate, QSsl::Pem);
    if (chain.isEmpty())
        return unreadable(Tr::tr("Your certificate cannot be read"),
                          Tr::tr("It must be in PEM: a file with -----BEGIN CERTIFICATE----- in it."));
    const auto key = keyIn(tls.key, tls.keyPassword);
    if (!key)
        return tl::unexpected(key.error());
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(*key);
    return {};
}

} // namespace

Handshake::End endOf(const QString &opensslsWords)
{
    const auto says = [&](const char *words) { return opensslsWords.contains(QLatin1String(words)); };
    if (says("wrong version number") || says("packet length too long") || says("http request")
        || says("unknown protocol"))
        return Handshake::End::NotTls;
    return says("alert") ? Handshake::End::Refused : Handshake::End::Closed;
}

Certificate certificateOf(const QSslCertificate &certificate)
{
    Certificate made;
    made.subject = nameOf(certificate, &QSslCertificate::subjectInfo, certificate.subjectInfoAttributes());
    made.issuer = nameOf(certificate, &QSslCertificate::issuerInfo, certificate.issuerInfoAttributes());
    for (const QString &name : certificate.subjectAlternativeNames())
        made.names += firstLine(name, 255);
    made.names = made.names.mid(0, MostNames);
    made.begin = timeOf(certificate.effectiveDate());
    made.end = timeOf(certificate.expiryDate());
    made.isSelfSigned = certificate.isSelfSigned();
    return made;
}

std::vector<TlsProblem> problemsOf(const QList<QSslError> &errors, const TlsSettings &tls)
{
    std::vector<TlsProblem> problems;
    for (const QSslError &error : errors) {
        const TlsProblem problem = problemOf(error.error());
        if (!tls.verifies || (problem == TlsProblem::WrongHostName && !tls.checksHostName))
            continue;
        if (std::ranges::find(problems, problem) == problems.end())
            problems.push_back(problem);
    }
    return problems;
}

Result<QSslConfiguration> configurationOf(const TlsSettings &tls)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!tls.authorities.isEmpty()) {
        const auto authorities = QSslCertificate::fromData(tls.authorities, QSsl::Pem);
        if (authorities.isEmpty())
            return unreadable(Tr::tr("There is no certificate in what ssl.ca.location names"),
                              Tr::tr("It must be in PEM: a file with -----BEGIN CERTIFICATE----- in it."));
        configuration.setCaCertificates(authorities);
    }
    if (auto set = setOwn(configuration, tls); !set)
        return tl::unexpected(set.error());
    return configuration;
}

} // namespace bd::net
