// What is still to be put into volumes is found again, by whoever asks, and is in everybody's way but a stop's.
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "stack/lockkey.h"
#include "startup/parcels.h"
#include "startup/recording.h"

using namespace bd;
using startup::Recording;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestParcels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_home->path().toUtf8());
        m_parcels = {m_home->filePath(s("archives")),
                     {{s("kafka"), s("/data"), s("kc_kafka_data"), s("/x/1.tar")},
                      {s("kafka"), s("/secrets"), s("kc_secrets"), s("/x/2.tar")}}};
        QVERIFY(QDir().mkpath(m_parcels.folder));
    }

    void areFoundAgain()
    {
        QVERIFY(!startup::pendingParcels(m_key)->has_value());
        QVERIFY(startup::haveNoParcels(m_key));
        QVERIFY(startup::writeParcels(m_key, m_parcels));
        QVERIFY(startup::pendingParcels(m_key)->value() == m_parcels);
        QCOMPARE(m_parcels.services(), QStringList{s("kafka")});
        const auto refused = startup::haveNoParcels(m_key);
        QCOMPARE(refused.error().code, ErrorCode::InvalidUse);
        QVERIFY(refused.error().hint.contains(m_parcels.folder));
    }

    void ofAnotherProjectOrEngine()
    {
        QVERIFY(startup::writeParcels(m_key, m_parcels));
        QVERIFY(startup::haveNoParcels(stack::lockKey(s("ENGINE"), s("other"))));
        QVERIFY(startup::haveNoParcels(stack::lockKey(s("OTHER"), s("kc"))));
    }

    void areRemovedWithTheirArchives()
    {
        QVERIFY(startup::writeParcels(m_key, m_parcels));
        startup::removeParcels(m_key);
        QVERIFY(startup::haveNoParcels(m_key));
        QVERIFY(!QDir(m_parcels.folder).exists());
    }

    void areGivenUpWithoutThem()
    {
        QVERIFY(startup::writeParcels(m_key, m_parcels));
        QCOMPARE(startup::giveUpParcels(m_key).value(), m_parcels.folder);
        QVERIFY(startup::haveNoParcels(m_key));
        QVERIFY(QDir(m_parcels.folder).exists());
        QVERIFY(!startup::giveUpParcels(m_key)); // there are none any more
    }

    // It is no reason to start; and there is a way out.
    void aFileThatCannotBeRead()
    {
        QVERIFY(startup::writeParcels(m_key, {}));
        QCOMPARE(startup::pendingParcels(m_key).error().code, ErrorCode::Parse);
        QCOMPARE(startup::haveNoParcels(m_key).error().code, ErrorCode::Parse);
        const auto aside = startup::giveUpParcels(m_key);
        QVERIFY(aside && QFile::exists(*aside));
        QVERIFY(startup::haveNoParcels(m_key));
    }

    void whoMayBegin_data()
    {
        QTest::addColumn<timeline::RunKind>("kind");
        QTest::addColumn<Recording::Parcels>("parcels");
        QTest::addColumn<bool>("may");
        using enum timeline::RunKind;
        using enum Recording::Parcels;
        QTest::newRow("a start") << Start << Refuses << false;
        QTest::newRow("the start that goes on with it") << Start << GoesOnWith << true;
        QTest::newRow("a stop") << Stop << Refuses << true;
        QTest::newRow("a restart") << Restart << Refuses << false;
        QTest::newRow("a reset") << Reset << Refuses << false;
        QTest::newRow("a snapshot") << Snapshot << Refuses << false;
        QTest::newRow("a restore") << Restore << Refuses << false;
    }

    void whoMayBegin()
    {
        QFETCH(const timeline::RunKind, kind);
        QFETCH(const Recording::Parcels, parcels);
        QFETCH(const bool, may);
        compose::Project project;
        project.name = s("kc");
        const startup::Recorder recorder{s("test"), m_home->filePath(s("history")), {}, {}, Clock::system()};
        QVERIFY(Recording::begin({s("ENGINE"), s("default")}, project, kind, {}, recorder, parcels));
        QVERIFY(startup::writeParcels(m_key, m_parcels));
        QCOMPARE(Recording::begin({s("ENGINE"), s("default")}, project, kind, {}, recorder, parcels).has_value(), may);
    }

private:
    std::unique_ptr<QTemporaryDir> m_home;
    QString m_key = stack::lockKey(s("ENGINE"), s("kc"));
    startup::Parcels m_parcels;
};

QTEST_GUILESS_MAIN(TestParcels)
#include "tst_parcels.moc"
