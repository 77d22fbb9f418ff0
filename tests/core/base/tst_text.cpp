#include <QtTest>

#include "base/text.h"

using namespace bd;

class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainTextDropsWhatActsOnATerminal_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("plain");
        QTest::newRow("plain") << QStringLiteral("a\tb\nc ü") << QStringLiteral("a\tb\nc ü");
        QTest::newRow("colour") << QStringLiteral("\x1b[1;31mred\x1b[0m") << QStringLiteral("red");
        QTest::newRow("title") << QStringLiteral("\x1b]0;evil\x07shown") << QStringLiteral("shown");
        QTest::newRow("title, other end") << QStringLiteral("\x1b]0;evil\x1b\\shown") << QStringLiteral("shown");
        QTest::newRow("two characters") << QStringLiteral("\x1b"
                                                          "cshown")
                                        << QStringLiteral("shown");
        QTest::newRow("never ended") << QStringLiteral("shown\x1b[1;3") << QStringLiteral("shown");
        QTest::newRow("escape alone") << QStringLiteral("shown\x1b") << QStringLiteral("shown");
        QTest::newRow("title never ended") << QStringLiteral("shown\x1b]0;evil") << QStringLiteral("shown");
        QTest::newRow("control characters") << QStringLiteral("a\b\rb\x7f") << QStringLiteral("ab");
        QTest::newRow("eight-bit control")
            << QStringLiteral("a") + QChar(0x9b) + QStringLiteral("b") << QStringLiteral("ab");
        QTest::newRow("right to left override")
            << QStringLiteral("a") + QChar(0x202e) + QStringLiteral("b") << QStringLiteral("ab");
        QTest::newRow("markup stays text") << QStringLiteral("<b>x</b>") << QStringLiteral("<b>x</b>");
        QTest::newRow("empty") << QString() << QString();
    }

    void plainTextDropsWhatActsOnATerminal()
    {
        QFETCH(QString, text);
        QFETCH(QString, plain);
        QCOMPARE(plainText(text), plain);
    }

    void plainTextIsBounded()
    {
        QCOMPARE(plainText(QStringLiteral("0123456789"), 10), QStringLiteral("0123456789"));
        QCOMPARE(plainText(QStringLiteral("0123456789x"), 10), QStringLiteral("0123456789…"));
    }

    void firstLineIsTheFirstThatSaysSomething()
    {
        QCOMPARE(firstLine(QStringLiteral("\n  \n\x1b[0m\n  here \nthere")), QStringLiteral("here"));
        QCOMPARE(firstLine(QStringLiteral(" \n\t\n")), QString());
        QCOMPARE(firstLine(QStringLiteral("abcdef"), 3), QStringLiteral("abc…"));
    }

    void secretsAreMasked_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("masked");
        const auto row = [](const char *text, const char *masked) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(masked);
        };
        row("KAFKA_SSL_KEYSTORE_PASSWORD=geheim", "KAFKA_SSL_KEYSTORE_PASSWORD=••••");
        row("A=1 DB_PASSWORD=geheim B=2", "A=1 DB_PASSWORD=•••• B=2");
        row("{\"user\": \"me\", \"password\": \"ge\\\"heim\", \"port\": 1}",
            "{\"user\": \"me\", \"password\": ••••, \"port\": 1}");
        row("api_key: geheim", "api_key: ••••");
        row("redis-cli --password=geheim ping", "redis-cli --password=•••• ping");
        row("tool --password geheim --port 1", "tool --password •••• --port 1");
        row("tool a b --token 'ge heim' c", "tool a b --token •••• c");
        row("sasl.jaas.config=\"x required password=1;\"", "sasl.jaas.config=••••");
        row("https://me:geheim@host/path", "https://me:••••@host/path");
        row("password token=geheim", "password token=••••");
        row("PASSWORD_FILE='a' X_SECRET='b'", "PASSWORD_FILE=•••• X_SECRET=••••");
        row("ssl.key.pem=geheim ssl.ca.pem=ca", "ssl.key.pem=•••• ssl.ca.pem=ca");
        row("-----BEGIN RSA PRIVATE KEY-----\nMIIEow+/=\nIBAAKC\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----••••-----END RSA PRIVATE KEY-----");
        row("-----BEGIN CERTIFICATE-----\nMIIEow==", "-----BEGIN CERTIFICATE-----\nMIIEow==");
        row("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0NzExIn0.c2lnbmF0dXJl from me", "got •••• from me");
        row("Authorization: Bearer abc.def-123", "Authorization: Bearer ••••");
        row("with AKIAIOSFODNN7EXAMPLE as the key", "with •••• as the key");
        row("Basic authentication is off", "Basic authentication is off");
        row("the password was wrong", "the password was wrong");
        row("KAFKA_BROKER_ID=1", "KAFKA_BROKER_ID=1");
        row("", "");
    }

    void secretsAreMasked()
    {
        QFETCH(QString, text);
        QFETCH(QString, masked);
        QCOMPARE(redacted(text), masked);
    }

    void longTextTakesLinearTime_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("many words") << QStringLiteral("word another=1 --flag ").repeated(50'000);
        QTest::newRow("one word") << QString(1'000'000, QLatin1Char('a'));
        QTest::newRow("one word full of keys") << QStringLiteral("token").repeated(200'000);
        QTest::newRow("many keys without a value") << QStringLiteral("token ").repeated(200'000);
        QTest::newRow("many beginnings of keys") << QStringLiteral("-----BEGIN PRIVATE KEY-----").repeated(40'000);
        QTest::newRow("many beginnings of tokens") << QStringLiteral("eyJ-eyJabcdef.").repeated(80'000);
        QTest::newRow("a quote that never ends") << QStringLiteral("password=\"").repeated(100'000).chopped(1);
    }

    void longTextTakesLinearTime()
    {
        QFETCH(QString, text);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!redacted(text).isEmpty());
        QVERIFY(timer.elapsed() < 1000);
    }

    void shellWordsAreQuotedWhereTheyMustBe()
    {
        QCOMPARE(shellLine({QStringLiteral("docker"), QStringLiteral("compose"), QStringLiteral("-f"),
                            QStringLiteral("/a b/it's.yaml"), QStringLiteral("$HOME"), QString()}),
                 QStringLiteral("docker compose -f '/a b/it'\\''s.yaml' '$HOME' ''"));
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
