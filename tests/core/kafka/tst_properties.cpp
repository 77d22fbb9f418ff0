// A Java client's properties, read and translated.
#include <QtTest>

#include "kafka/properties.h"

using namespace bd;
using kafka::clientProperties;
using kafka::parseProperties;
using Entries = std::vector<std::pair<QString, QString>>;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

kafka::ClientProperties translated(const QString &text)
{
    const auto result = clientProperties(s("bootstrap.servers=a:1\n") + text);
    return result.value_or(kafka::ClientProperties{});
}

} // namespace

class TestProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Each line as java.util.Properties documents it.
    void readsTheFormat_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("equals") << s("a.b=c") << s("a.b") << s("c");
        QTest::newRow("colon and blanks") << s("  a.b  :  c d ") << s("a.b") << s("c d ");
        QTest::newRow("blank") << s("a.b c") << s("a.b") << s("c");
        QTest::newRow("value with equals") << s("sasl=user=\"x\" k=v;") << s("sasl") << s("user=\"x\" k=v;");
        QTest::newRow("no value") << s("a") << s("a") << s("");
        QTest::newRow("continued") << s("a=b,\\\n    c") << s("a") << s("b,c");
        QTest::newRow("continued comment") << s("a=b\\\n# c") << s("a") << s("b# c");
        QTest::newRow("escaped backslash ends") << s("a=b\\\\") << s("a") << s("b\\");
        QTest::newRow("escaped separators") << s("a\\=b\\:c\\ d=e") << s("a=b:c d") << s("e");
        QTest::newRow("unicode") << s("a=\\u00fc\\t.") << s("a") << s("ü\t.");
        QTest::newRow("windows") << s("# x\r\n\r\na=b\r\n") << s("a") << s("b");
        QTest::newRow("comments") << s("! x=y\n# z\n a=b") << s("a") << s("b");
        QTest::newRow("last one counts") << s("a=1\na=2") << s("a") << s("2");
    }

    void readsTheFormat()
    {
        QFETCH(QString, text);
        QFETCH(QString, key);
        QFETCH(QString, value);
        const auto entries = parseProperties(text);
        QVERIFY(entries);
        QCOMPARE(entries->size(), std::size_t(1));
        QCOMPARE(entries->front().first, key);
        QCOMPARE(entries->front().second, value);
    }

    void namesTheWrongLine()
    {
        const auto wrong = parseProperties(s("a=1\\\n2\nb=\\u12\n"));
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::Parse);
        QVERIFY2(wrong.error().message.contains(QLatin1Char('3')), qPrintable(wrong.error().message));
        QVERIFY(!parseProperties(QString(2 << 20, QLatin1Char('x'))));
    }

    void bootstrapIsNeeded()
    {
        QCOMPARE(clientProperties(s("client.id=x")).error().code, ErrorCode::InvalidUse);
        QCOMPARE(clientProperties(s("bootstrap.servers = a:1, b:2")).value().settings.bootstrap, s("a:1,b:2"));
    }

    void jaasIsUnderstood_data()
    {
        QTest::addColumn<QString>("jaas");
        QTest::addColumn<QString>("password");
        const QString plain = s("org.apache.kafka.common.security.plain.PlainLoginModule required ");
        const QString scram = s("org.apache.kafka.common.security.scram.ScramLoginModule required ");
        QTest::newRow("plain") << plain + s("username=\"u\" password=\"p\";") << s("p");
        QTest::newRow("scram") << scram + s("username=\"u\" password=\"p=;'x\";") << s("p=;'x");
        QTest::newRow("single quotes") << scram + s("password='p q' username='u';") << s("p q");
        QTest::newRow("without quotes") << plain + s("username=u password=p;") << s("p");
        QTest::newRow("escaped quote") << plain + s("username=\"u\" password=\"a\\\\\"b\";") << s("a\"b");
    }

    void jaasIsUnderstood()
    {
        QFETCH(QString, jaas);
        QFETCH(QString, password);
        const auto got = translated(s("security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=") + jaas);
        QCOMPARE(got.settings.properties.value(s("sasl.username")), s("u"));
        QCOMPARE(got.settings.properties.value(s("sasl.password")), password);
        QCOMPARE(got.settings.properties.value(s("sasl.mechanisms")), s("PLAIN"));
        QCOMPARE(got.settings.properties.value(s("security.protocol")), s("SASL_SSL"));
        QCOMPARE(got.notes, QStringList());
    }

    void whatIsNotUnderstoodIsNamed()
    {
        const auto got = translated(s("sasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule required;\n"
                                      "interceptor.classes=x\nkey.deserializer=y\nclient.id=mine\n"));
        QCOMPARE(got.notes.size(), 3);
        const QString notes = got.notes.join(QLatin1Char('\n'));
        for (const char *name : {"sasl.jaas.config", "interceptor.classes", "key.deserializer"})
            QVERIFY2(notes.contains(s(name)), name);
        QCOMPARE(got.settings.properties, (QMap<QString, QString>{{s("client.id"), s("mine")}}));
    }

    void storesAreTranslatedOrExplained()
    {
        const auto pem = translated(s("ssl.truststore.type=PEM\nssl.truststore.location=/c/ca\n"
                                      "ssl.keystore.type=PEM\nssl.keystore.location=/c/me\nssl.key.password=k\n"));
        QCOMPARE(pem.settings.properties, (QMap<QString, QString>{{s("ssl.ca.location"), s("/c/ca")},
                                                                  {s("ssl.key.location"), s("/c/me")},
                                                                  {s("ssl.certificate.location"), s("/c/me")},
                                                                  {s("ssl.key.password"), s("k")}}));
        const auto p12 = translated(s("ssl.keystore.location=/c/me.p12\nssl.keystore.password=k\n"));
        QCOMPARE(p12.settings.properties, (QMap<QString, QString>{{s("ssl.keystore.location"), s("/c/me.p12")},
                                                                  {s("ssl.keystore.password"), s("k")}}));
        const auto jks = translated(s("ssl.keystore.location=/c/it's mine.jks\nssl.keystore.password=k\n"
                                      "ssl.truststore.location=/c/trust.jks\nssl.truststore.password=changeit\n"));
        QVERIFY(jks.settings.properties.isEmpty());
        QCOMPARE(jks.notes.size(), 2);
        QVERIFY(jks.notes.join(QString()).contains(s("keytool -importkeystore")));
        QVERIFY(!jks.notes.join(QString()).contains(s("changeit")));
    }

    // What a store is counts by its type first, whatever its file is called.
    void theTypeOfAStoreCountsBeforeItsName()
    {
        const auto p12 = translated(s("ssl.keystore.type=pkcs12\nssl.keystore.location=/c/me.jks\n"
                                      "ssl.keystore.password=k\n"));
        QCOMPARE(p12.settings.properties.value(s("ssl.keystore.location")), s("/c/me.jks"));
        QCOMPARE(p12.notes, QStringList());
        const auto jks = translated(s("ssl.keystore.type=JKS\nssl.keystore.location=/c/me.p12\n"));
        QVERIFY(jks.settings.properties.isEmpty());
        QVERIFY2(jks.notes.value(0).contains(s("-deststoretype PKCS12")), qPrintable(jks.notes.value(0)));
        // Authorities are taken in PEM only: a PKCS#12 file is one step away, a JKS file two.
        const auto trust = translated(s("ssl.truststore.type=PKCS12\nssl.truststore.location=/c/t.p12\n"));
        QVERIFY2(trust.notes.value(0).contains(s("openssl pkcs12 -in /c/t.p12")), qPrintable(trust.notes.value(0)));
        QVERIFY(!trust.notes.value(0).contains(s("keytool")));
        const auto inlined = translated(s("ssl.truststore.type=PEM\nssl.truststore.certificates=CA\n"
                                          "ssl.keystore.type=PEM\nssl.keystore.key=KEY\n"
                                          "ssl.keystore.certificate.chain=CHAIN\n"));
        QCOMPARE(inlined.settings.properties, (QMap<QString, QString>{{s("ssl.ca.pem"), s("CA")},
                                                                      {s("ssl.key.pem"), s("KEY")},
                                                                      {s("ssl.certificate.pem"), s("CHAIN")}}));
    }

    void scramMechanismsAreTakenOver_data()
    {
        QTest::addColumn<QString>("mechanism");
        for (const char *name : {"SCRAM-SHA-256", "SCRAM-SHA-512"})
            QTest::newRow(name) << s(name);
    }

    void scramMechanismsAreTakenOver()
    {
        QFETCH(QString, mechanism);
        const auto got = translated(s("security.protocol=SASL_PLAINTEXT\nsasl.mechanism=") + mechanism
                                    + s("\nsasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule "
                                        "required \\\n  username=\"u\" \\\n  password=\"p\";"));
        QCOMPARE(got.settings.properties, (QMap<QString, QString>{{s("security.protocol"), s("SASL_PLAINTEXT")},
                                                                  {s("sasl.mechanisms"), mechanism},
                                                                  {s("sasl.username"), s("u")},
                                                                  {s("sasl.password"), s("p")}}));
    }

    void aSchemaRegistryIsUnderstood()
    {
        QVERIFY(!translated(s("basic.auth.user.info=u:p")).registry);
        const auto plain = translated(s("schema.registry.url=https://r:8081, https://s:8081\n"
                                        "basic.auth.credentials.source=USER_INFO\nbasic.auth.user.info=u:p:q\n"));
        QVERIFY(plain.registry == (kafka::RegistryAccess{s("https://r:8081"), s("u"), s("p:q")}));
        QCOMPARE(plain.notes.size(), 1);
        const auto inUrl = translated(s("schema.registry.url=http://u:p@r:8081/x"));
        QVERIFY(inUrl.registry == (kafka::RegistryAccess{s("http://r:8081/x"), s("u"), s("p")}));
        const auto inherited = translated(s("schema.registry.url=http://r:8081\nsasl.username=u\nsasl.password=p\n"
                                            "basic.auth.credentials.source=SASL_INHERIT\n"));
        QVERIFY(inherited.registry == (kafka::RegistryAccess{s("http://r:8081"), s("u"), s("p")}));
    }

    void anEmptyHostNameCheckIsNone()
    {
        const QString name = s("ssl.endpoint.identification.algorithm");
        QCOMPARE(translated(name + s("=")).settings.properties.value(name), s("none"));
        QCOMPARE(translated(name + s("=https")).settings.properties.value(name), s("https"));
        QVERIFY(!translated(QString()).settings.properties.contains(name));
    }

    void secretsAreKnown()
    {
        for (const char *name : {"sasl.password", "ssl.key.password", "ssl.keystore.password", "ssl.key.pem"})
            QVERIFY2(kafka::isSecretProperty(s(name)), name);
        for (const char *name : {"sasl.username", "ssl.ca.pem", "client.id", "ssl.key.location", "ssl.certificate.pem"})
            QVERIFY2(!kafka::isSecretProperty(s(name)), name);
    }

    void secretsAreSplitOff()
    {
        const auto parts = kafka::split({{s("sasl.username"), s("u")},
                                         {s("sasl.password"), s("p")},
                                         {s("ssl.key.pem"), s("k")},
                                         {s("ssl.ca.location"), s("/ca")}});
        QCOMPARE(parts.open, (QMap<QString, QString>{{s("sasl.username"), s("u")}, {s("ssl.ca.location"), s("/ca")}}));
        QCOMPARE(parts.secrets, (QMap<QString, QString>{{s("sasl.password"), s("p")}, {s("ssl.key.pem"), s("k")}}));
    }

    void aPasswordThatIsMissingIsNamed()
    {
        QMap<QString, QString> properties{{s("security.protocol"), s("SASL_SSL")},
                                          {s("sasl.mechanisms"), s("SCRAM-SHA-512")}};
        QCOMPARE(kafka::missingSecrets(properties), QStringList{s("sasl.password")});
        properties.insert(s("sasl.password"), s(""));
        QCOMPARE(kafka::missingSecrets(properties), QStringList());
        QCOMPARE(kafka::missingSecrets({{s("security.protocol"), s("SSL")}}), QStringList());
        QCOMPARE(kafka::missingSecrets({{s("security.protocol"), s("sasl_plaintext")}}), QStringList()); // Kerberos
    }
};

QTEST_GUILESS_MAIN(TestProperties)
#include "tst_properties.moc"
