// The portal's settings, on a bus of the test's own.
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include "common/desktopscheme.h"

using namespace bd::app;

// Answers as xdg-desktop-portal does.
class FakePortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint value = 0;

public Q_SLOTS:
    QDBusVariant Read(const QString &group, const QString &key)
    {
        asked = group + QLatin1Char('/') + key;
        return QDBusVariant(QVariant::fromValue(QDBusVariant(value)));
    }

Q_SIGNALS:
    void SettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

public:
    QString asked;
};

class TestDesktopScheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void thePortalIsAsked_data();
    void thePortalIsAsked();
    void aChangeIsFollowed();
    void otherSettingsDoNotMatter();
    void withoutABusThereIsNoAnswer();
    void withoutAPortalThereIsNoAnswer();

private:
    QDBusConnection connectTo(const QString &name) const { return QDBusConnection::connectToBus(m_address, name); }
    bool serve(FakePortal &portal);

    QProcess m_bus;
    QString m_address;
};

void TestDesktopScheme::initTestCase()
{
    m_bus.start(QStringLiteral("dbus-daemon"),
                {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    QVERIFY2(m_bus.waitForStarted(), "dbus-daemon is missing");
    QVERIFY(m_bus.waitForReadyRead());
    m_address = QString::fromUtf8(m_bus.readLine()).trimmed();
    QVERIFY(connectTo(QStringLiteral("portal")).isConnected());
    QVERIFY(connectTo(QStringLiteral("panel")).isConnected());
}

void TestDesktopScheme::cleanupTestCase()
{
    QDBusConnection::disconnectFromBus(QStringLiteral("portal"));
    QDBusConnection::disconnectFromBus(QStringLiteral("panel"));
    m_bus.terminate();
    QVERIFY(m_bus.waitForFinished());
}

bool TestDesktopScheme::serve(FakePortal &portal)
{
    QDBusConnection bus(QStringLiteral("portal"));
    return bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop"))
           && bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &portal,
                                 QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
}

void TestDesktopScheme::thePortalIsAsked_data()
{
    QTest::addColumn<uint>("value");
    QTest::addColumn<bool>("isAnswer");
    QTest::addColumn<bool>("isDark");
    QTest::newRow("no preference") << 0U << false << false;
    QTest::newRow("dark") << 1U << true << true;
    QTest::newRow("light") << 2U << true << false;
    QTest::newRow("a later version's") << 7U << false << false;
}

void TestDesktopScheme::thePortalIsAsked()
{
    QFETCH(uint, value);
    QFETCH(bool, isAnswer);
    QFETCH(bool, isDark);
    FakePortal portal;
    portal.value = value;
    QVERIFY(serve(portal));
    DesktopScheme scheme((QDBusConnection(QStringLiteral("panel"))));
    QVERIFY(!scheme.scheme()); // it waits for nothing
    QTRY_COMPARE(portal.asked, QStringLiteral("org.freedesktop.appearance/color-scheme"));
    if (isAnswer) {
        QTRY_VERIFY(scheme.scheme().has_value());
        QVERIFY(*scheme.scheme() == (isDark ? Scheme::Dark : Scheme::Light));
    } else {
        QTest::qWait(50);
        QVERIFY(!scheme.scheme());
    }
}

void TestDesktopScheme::aChangeIsFollowed()
{
    FakePortal portal;
    portal.value = 2;
    QVERIFY(serve(portal));
    DesktopScheme scheme((QDBusConnection(QStringLiteral("panel"))));
    QTRY_VERIFY(scheme.scheme() == Scheme::Light);
    const QSignalSpy changed(&scheme, &DesktopScheme::changed);
    Q_EMIT portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                                 QDBusVariant(1U));
    QTRY_VERIFY(scheme.scheme() == Scheme::Dark);
    QCOMPARE(changed.size(), 1);
}

void TestDesktopScheme::otherSettingsDoNotMatter()
{
    FakePortal portal;
    portal.value = 2;
    QVERIFY(serve(portal));
    DesktopScheme scheme((QDBusConnection(QStringLiteral("panel"))));
    QTRY_VERIFY(scheme.scheme() == Scheme::Light);
    Q_EMIT portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("accent-color"),
                                 QDBusVariant(1U));
    Q_EMIT portal.SettingChanged(QStringLiteral("org.gnome.desktop"), QStringLiteral("color-scheme"), QDBusVariant(1U));
    QTest::qWait(50);
    QVERIFY(scheme.scheme() == Scheme::Light);
}

void TestDesktopScheme::withoutABusThereIsNoAnswer()
{
    const DesktopScheme scheme((QDBusConnection(QStringLiteral("no such bus"))));
    QTest::qWait(20);
    QVERIFY(!scheme.scheme());
}

void TestDesktopScheme::withoutAPortalThereIsNoAnswer()
{
    QVERIFY(
        QDBusConnection(QStringLiteral("portal")).unregisterService(QStringLiteral("org.freedesktop.portal.Desktop")));
    const DesktopScheme scheme((QDBusConnection(QStringLiteral("panel"))));
    QTest::qWait(100);
    QVERIFY(!scheme.scheme());
}

QTEST_GUILESS_MAIN(TestDesktopScheme)
#include "tst_desktopscheme.moc"
