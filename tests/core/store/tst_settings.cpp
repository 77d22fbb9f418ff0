#include <QtTest>

#include <QTemporaryDir>

#include "store/settings.h"

using namespace bd;

class TestSettings : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    int m_files = 0;
    QString newFile() { return m_dir.filePath(QStringLiteral("%1.ini").arg(++m_files)); }

private Q_SLOTS:
    void startsWithNothingSet()
    {
        const store::Settings settings(newFile());
        QVERIFY(!settings.strictGates());
        QVERIFY(settings.recentProjects().isEmpty());
        QVERIFY(settings.windowGeometry().isEmpty());
        QVERIFY(settings.lastView().isEmpty());
    }

    void profilesAreKeptForEachProject()
    {
        const QString file = newFile();
        store::Settings settings(file);
        const QString files = QStringLiteral("/a b/compose.yaml:/a b/ü,;=.yaml");
        QVERIFY(!settings.profiles(files)); // nothing was chosen, which is not none
        settings.setProfiles(files, {QStringLiteral("tools"), QStringLiteral("debug")});
        QCOMPARE(store::Settings(file).profiles(files),
                 QStringList({QStringLiteral("tools"), QStringLiteral("debug")}));
        settings.setProfiles(files, {});
        QCOMPARE(store::Settings(file).profiles(files), QStringList());
        QVERIFY(!settings.profiles(QStringLiteral("/other.yaml")));
    }

    void favouriteTopicsAreKeptForEachProject()
    {
        const QString file = newFile(), project = QStringLiteral("/a b/compose.yaml");
        store::Settings settings(file);
        QVERIFY(settings.favouriteTopics(project).isEmpty());
        settings.setFavouriteTopic(project, QStringLiteral("orders"), true);
        settings.setFavouriteTopic(project, QStringLiteral("audit"), true);
        settings.setFavouriteTopic(project, QStringLiteral("orders"), true);
        QCOMPARE(store::Settings(file).favouriteTopics(project),
                 QStringList({QStringLiteral("audit"), QStringLiteral("orders")}));
        QVERIFY(settings.favouriteTopics(QStringLiteral("/other.yaml")).isEmpty());
        settings.setFavouriteTopic(project, QStringLiteral("orders"), false);
        settings.setFavouriteTopic(project, QStringLiteral("audit"), false);
        QVERIFY(store::Settings(file).favouriteTopics(project).isEmpty());
    }

    // As if the panel were killed right after: the first object is never destroyed before the second one reads.
    void isOnDiskAtOnce()
    {
        const QString file = newFile();
        store::Settings writer(file);
        writer.setStrictGates(true);
        writer.setLastView(QStringLiteral("timeline"));
        writer.setWindowGeometry(QByteArray("\0\1\xff", 3));
        const QString json = QStringLiteral("{\"files\":[\"/a b/ü,;=.yaml\",\"/c\\\"d.yaml\"],\"project\":\"shop\"}");
        writer.addRecentProject(QStringLiteral("/a b/compose.yaml:/a b/ü,;=.yaml"));
        writer.addRecentProject(json);
        writer.setProfiles(json, {QStringLiteral("tools")});

        QFile text(file);
        QVERIFY(text.open(QIODevice::ReadOnly));
        QTemporaryDir elsewhere; // QSettings shares what is in memory between objects on the same file
        const QString copy = elsewhere.filePath(QStringLiteral("copy.ini"));
        QVERIFY(QFile::copy(file, copy));
        const store::Settings reader(copy);
        QVERIFY(reader.strictGates());
        QCOMPARE(reader.lastView(), QStringLiteral("timeline"));
        QCOMPARE(reader.windowGeometry(), QByteArray("\0\1\xff", 3));
        QCOMPARE(reader.recentProjects(), (QStringList{json, QStringLiteral("/a b/compose.yaml:/a b/ü,;=.yaml")}));
        QCOMPARE(reader.profiles(json), QStringList{QStringLiteral("tools")});
    }

    void recentProjectsAreNewestFirstOnceEachAndAtMostTwelve()
    {
        store::Settings settings(newFile());
        for (int i = 1; i <= 14; ++i)
            settings.addRecentProject(QStringLiteral("/p%1").arg(i));
        settings.addRecentProject(QStringLiteral("/p5"));
        const QStringList recent = settings.recentProjects();
        QCOMPARE(recent.size(), 12);
        QCOMPARE(recent.mid(0, 3),
                 (QStringList{QStringLiteral("/p5"), QStringLiteral("/p14"), QStringLiteral("/p13")}));
        QCOMPARE(recent.count(QStringLiteral("/p5")), 1);
    }

    void removesARecentProject()
    {
        store::Settings settings(newFile());
        settings.addRecentProject(QStringLiteral("/a"));
        settings.addRecentProject(QStringLiteral("/b"));
        settings.removeRecentProject(QStringLiteral("/b"));
        settings.removeRecentProject(QStringLiteral("/never there"));
        QCOMPARE(settings.recentProjects(), QStringList{QStringLiteral("/a")});
    }

    void aDamagedFileIsNoObstacle()
    {
        const QString file = newFile();
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write(QByteArrayLiteral("[start\nstrictGates=maybe\n\0\xff\xfe=]["));
        damaged.close();
        store::Settings settings(file);
        QVERIFY(settings.recentProjects().isEmpty());
        settings.addRecentProject(QStringLiteral("/a"));
        QCOMPARE(settings.recentProjects(), QStringList{QStringLiteral("/a")});
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
