// An authority, certificates of it and of nobody, made by openssl for one test program.
#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace bd::fakes {

class Certificates
{
public:
    Certificates()
    {
        authority(QStringLiteral("ca"), QStringLiteral("Test authority"));
        authority(QStringLiteral("other-ca"), QStringLiteral("Another authority"));
        signedBy(QStringLiteral("ca"), QStringLiteral("server"), QStringLiteral("DNS:localhost,IP:127.0.0.1"), 2);
        signedBy(QStringLiteral("ca"), QStringLiteral("elsewhere"), QStringLiteral("DNS:kafka.example"), 2);
        signedBy(QStringLiteral("ca"), QStringLiteral("expired"), QStringLiteral("DNS:localhost,IP:127.0.0.1"), -1);
        signedBy(QStringLiteral("ca"), QStringLiteral("client"), QStringLiteral("DNS:client"), 2);
        openssl({QStringLiteral("rsa"), QStringLiteral("-aes256"), QStringLiteral("-passout"), QStringLiteral("pass:k"),
                 QStringLiteral("-in"), file("client.key"), QStringLiteral("-out"), file("locked.key")});
        openssl({QStringLiteral("pkcs12"), QStringLiteral("-export"), QStringLiteral("-passout"),
                 QStringLiteral("pass:p"), QStringLiteral("-in"), file("client.pem"), QStringLiteral("-inkey"),
                 file("client.key"), QStringLiteral("-out"), file("client.p12")});
    }

    QString file(const char *name) const { return m_dir.filePath(QString::fromLatin1(name)); }
    QByteArray bytes(const char *name) const
    {
        QFile opened(file(name));
        if (!opened.open(QIODevice::ReadOnly))
            qFatal("openssl made no %s", name);
        return opened.readAll();
    }

private:
    void authority(const QString &name, const QString &subject)
    {
        openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
                 QStringLiteral("-nodes"), QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                 QStringLiteral("/CN=") + subject, QStringLiteral("-keyout"),
                 m_dir.filePath(name) + QStringLiteral(".key"), QStringLiteral("-out"),
                 m_dir.filePath(name) + QStringLiteral(".pem")});
    }

    void signedBy(const QString &authority, const QString &name, const QString &names, int days)
    {
        const QString path = m_dir.filePath(name), by = m_dir.filePath(authority);
        openssl({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
                 QStringLiteral("-subj"), QStringLiteral("/O=Shop/CN=") + name, QStringLiteral("-keyout"),
                 path + QStringLiteral(".key"), QStringLiteral("-out"), path + QStringLiteral(".csr")});
        QFile extensions(path + QStringLiteral(".ext"));
        if (!extensions.open(QIODevice::WriteOnly))
            qFatal("the extensions of a certificate could not be written");
        extensions.write("subjectAltName=" + names.toLatin1() + '\n');
        extensions.close();
        openssl({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), path + QStringLiteral(".csr"),
                 QStringLiteral("-CA"), by + QStringLiteral(".pem"), QStringLiteral("-CAkey"),
                 by + QStringLiteral(".key"), QStringLiteral("-CAcreateserial"), QStringLiteral("-days"),
                 QString::number(days), QStringLiteral("-extfile"), extensions.fileName(), QStringLiteral("-out"),
                 path + QStringLiteral(".pem")});
    }

    static void openssl(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        if (!process.waitForFinished(30'000) || process.exitCode() != 0)
            qFatal("openssl %s: %s", qPrintable(arguments.join(QLatin1Char(' '))),
                   process.readAllStandardError().constData());
    }

    QTemporaryDir m_dir;
};

} // namespace bd::fakes
