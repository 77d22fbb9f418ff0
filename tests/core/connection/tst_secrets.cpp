// What is kept of a connection, what is not, and what comes back of both.
#include <QtTest>

#include "connection/secrets.h"
#include "connection/tlsfiles.h"
#include "fakes/memorykeychain.h"

using namespace bd;
using connection::Parts;

namespace {

const Millis Deadline{1000};

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Parts sample()
{
    const auto properties = kafka::clientProperties(
        s("bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n"
          "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" "
          "password=\"geheim\";\n"
          "ssl.key.password=auch\nschema.registry.url=https://r:1\nbasic.auth.user.info=v:dies\n"));
    Parts parts = connection::partsOf(properties.value());
    parts.connection.id = s("id");
    parts.connection.name = s("shop");
    return parts;
}

} // namespace

class TestSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noSecretIsInWhatIsKept()
    {
        const Parts parts = sample();
        QVERIFY(store::check(parts.connection));
        const QByteArray document = store::exported({parts.connection});
        for (const char *secret : {"geheim", "auch", "dies"})
            QVERIFY2(!document.contains(secret), secret);
        QCOMPARE(parts.connection.secrets,
                 QStringList({s("sasl.password"), store::RegistryPassword, s("ssl.key.password")}));
        QCOMPARE(parts.secrets.keys(), parts.connection.secrets);
        QVERIFY(parts.connection.registry == (store::SchemaRegistry{s("https://r:1"), s("v")}));
    }

    void whatIsMissingWillBeAskedFor()
    {
        const auto properties = kafka::clientProperties(
            s("bootstrap.servers=a:1\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\nsasl.username=u\n"
              "schema.registry.url=http://r:1\nbasic.auth.user.info=v\n"));
        const Parts parts = connection::partsOf(*properties);
        QCOMPARE(parts.connection.secrets, QStringList({s("sasl.password"), store::RegistryPassword}));
        QVERIFY(parts.secrets.isEmpty());
    }

    void bothTogetherAreWhatWasGiven()
    {
        const Parts parts = sample();
        const kafka::Settings settings = connection::settingsOf(parts.connection, parts.secrets);
        QCOMPARE(settings.bootstrap, s("a:1"));
        QCOMPARE(settings.properties, (QMap<QString, QString>{{s("security.protocol"), s("SASL_SSL")},
                                                              {s("sasl.mechanisms"), s("PLAIN")},
                                                              {s("sasl.username"), s("u")},
                                                              {s("sasl.password"), s("geheim")},
                                                              {s("ssl.key.password"), s("auch")}}));
        QVERIFY(!settings.readOnly);
        Parts careful = parts;
        careful.connection.readOnly = true;
        QVERIFY(connection::settingsOf(careful.connection, {}).readOnly);
    }

    void secretsAreKeptFoundAndForgotten()
    {
        fakes::MemoryKeychain keychain;
        const Parts parts = sample();
        QVERIFY(connection::keepSecrets(keychain, parts.connection, parts.secrets, Deadline, {}));
        auto found = connection::secretsOf(keychain, parts.connection, Deadline, {});
        QVERIFY(found == (connection::Found{parts.secrets, {}, {}}));
        store::Connection other = parts.connection;
        other.id = s("another");
        QCOMPARE(connection::secretsOf(keychain, other, Deadline, {}).missing, parts.connection.secrets);
        QVERIFY(connection::forgetSecrets(keychain, parts.connection, Deadline, {}));
        QVERIFY(keychain.secrets.isEmpty());
    }

    void aKeychainThatDoesNotAnswerLeavesAllOfThemMissing()
    {
        fakes::MemoryKeychain keychain;
        keychain.refusal = Error{ErrorCode::Unreachable, s("no keychain"), {}, {}};
        const Parts parts = sample();
        const auto found = connection::secretsOf(keychain, parts.connection, Deadline, {});
        QCOMPARE(found.missing, parts.connection.secrets);
        QVERIFY(found.trouble == keychain.refusal);
        QVERIFY(!connection::keepSecrets(keychain, parts.connection, parts.secrets, Deadline, {}));
    }

    void tlsFilesAreRead()
    {
        QTemporaryDir dir;
        const auto write = [&](const char *name, const QByteArray &bytes) {
            QFile file(dir.filePath(s(name)));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(write("ca.pem", "CA") && write("b.crt", "B") && write("me.p12", "P12") && write("note.txt", "x"));
        const QString folder = dir.path();
        const auto one = connection::tlsSettingsOf({{s("ssl.ca.location"), folder + s("/ca.pem")},
                                                    {s("ssl.keystore.location"), folder + s("/me.p12")},
                                                    {s("ssl.keystore.password"), s("k")},
                                                    {s("ssl.endpoint.identification.algorithm"), s("none")}});
        QVERIFY(one);
        QCOMPARE(one->authorities, QByteArray("CA"));
        QCOMPARE(one->pkcs12, QByteArray("P12"));
        QCOMPARE(one->pkcs12Password, s("k"));
        QVERIFY(!one->checksHostName && one->verifies);
        QCOMPARE(connection::tlsSettingsOf({{s("ssl.ca.location"), folder}})->authorities, QByteArray("B\nCA\n"));
        const auto inlined = connection::tlsSettingsOf(
            {{s("ssl.certificate.pem"), s("C")}, {s("ssl.key.pem"), s("K")}});
        QCOMPARE(inlined->key, QByteArray("K"));
        QVERIFY(inlined->hasOwnCertificate());

        const auto gone = connection::tlsSettingsOf({{s("ssl.ca.location"), folder + s("/nothing.pem")}});
        QCOMPARE(gone.error().code, ErrorCode::NotFound);
        QVERIFY(gone.error().message.contains(s("nothing.pem")));
        const auto half = connection::tlsSettingsOf({{s("ssl.certificate.pem"), s("C")}});
        QCOMPARE(half.error().code, ErrorCode::InvalidUse);
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
