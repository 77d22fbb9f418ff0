#include <QtTest>

#include "base/version.h"

using namespace bd;

class TestVersion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isFoundInText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("version"); // empty: none
        const auto row = [](const char *text, const char *version) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(version);
        };
        row("2.26.1-4", "2.26.1");
        row("v5.0.2", "5.0.2");
        row("26.1.5+dfsg1", "26.1.5");
        row("Docker Compose version v2.40", "2.40.0");
        row("docker-compose version 1.29.2, build unknown", "1.29.2");
        row("3.8.4-9316c2a7a97e1666d8f4593f34dd6fc36ecc436c, built on 2024-02-12", "3.8.4");
        row("latest", "");
        row("12", "");
        row("99999999999.1", "999999.1.0"); // no overflow
        row("", "");
    }

    void isFoundInText()
    {
        QFETCH(QString, text);
        QFETCH(QString, version);
        const auto found = Version::in(text);
        QCOMPARE(found ? found->text() : QString(), version);
    }

    void isComparedByNumber()
    {
        QVERIFY(*Version::in(u"2.9.0") < *Version::in(u"2.26.1"));
        QVERIFY(*Version::in(u"2.40.3") < *Version::in(u"5.0"));
        QVERIFY(*Version::in(u"2.26") == *Version::in(u"2.26.0"));
    }
};

QTEST_GUILESS_MAIN(TestVersion)
#include "tst_version.moc"
