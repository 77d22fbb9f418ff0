#include <QtTest>

#include "fakes/engineworld.h"
#include "practice/lesson.h"
#include "practice/lessontexts.h"
#include "practice/practice.h"

using namespace bd;
using namespace bd::practice;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const QByteArray good =
    "id: x\ntitle: X\nstory: S\ngoal: G\nmoves: [start, record, kill kafka, change]\nchange: |\n  a: 1\n"
    "hints: [one, two]\nwhy: W\n";

} // namespace

class TestLesson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allAreWhole()
    {
        const auto lessons = readLessons(s(BD_SOURCE_DIR "/resources/practice"));
        QVERIFY2(lessons, lessons ? "" : qPrintable(lessons.error().message));
        QVERIFY(lessons->size() >= 8);
        QStringList ids;
        for (const Lesson &one : *lessons) {
            QVERIFY2(one.hints.size() >= 2, qPrintable(one.id));
            ids += one.id;
        }
        QCOMPARE(ids.first(), s("first-start"));
        for (const char *id : {"broker-id-conflict", "zookeeper-volumes-gone"})
            QVERIFY(ids.contains(s(id)));
    }

    void everyTextCanBeTranslated() // ./dev texts brings them into lessontexts.h
    {
        QStringList known;
        for (const char *text : lessonTexts)
            known += s(text);
        auto lessons = readLessons(s(BD_SOURCE_DIR "/resources/practice"));
        QVERIFY(lessons);
        for (Lesson &one : *lessons)
            eachText(one, [&](QString &text) { QVERIFY2(known.contains(text), qPrintable(text)); });
    }

    void reads()
    {
        const auto lesson = parseLesson({s("x.yaml"), good});
        QVERIFY(lesson);
        QCOMPARE(lesson->moves.size(), size_t(4));
        QVERIFY((lesson->moves[2] == Move{Move::What::Kill, {s("kafka")}}));
        QCOMPARE(lesson->change, QByteArray("a: 1\n"));
        QVERIFY(lesson->keepsRecord());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("an unknown move") << QByteArray("record") << QByteArray("explode");
        QTest::newRow("a kill of nobody") << QByteArray("kill kafka") << QByteArray("kill");
        QTest::newRow("a start of somebody") << QByteArray("start,") << QByteArray("start kafka,");
        QTest::newRow("no why") << QByteArray("why: W\n") << QByteArray();
        QTest::newRow("a change that is not made") << QByteArray(", change]") << QByteArray("]");
        QTest::newRow("a change that is not said") << QByteArray("change: |\n  a: 1\n") << QByteArray();
        QTest::newRow("an unknown key") << QByteArray("why:") << QByteArray("where: there\nwhy:");
    }

    void refuses()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QByteArray text = good;
        QVERIFY(text.contains(from));
        const auto lesson = parseLesson({s("x.yaml"), text.replace(from, to)});
        QVERIFY(!lesson && lesson.error().code == ErrorCode::Parse);
        QVERIFY2(lesson.error().message.startsWith(s("x.yaml:")), qPrintable(lesson.error().message));
    }

    void projectsDoNotMeet()
    {
        Lesson lesson;
        lesson.id = s("x");
        const QString one = projectOf(lesson, {s("/s"), s("/home/ann/practice")});
        QVERIFY(one.startsWith(guard::practicePrefix() + s("x-")));
        QVERIFY(one != projectOf(lesson, {s("/s"), s("/home/ben/practice")}));
        QCOMPARE(one, projectOf(lesson, {s("/s"), s("/home/ann/practice/")}));
    }

    void isMendedOnlyWhereNothingIsWrong()
    {
        Lesson lesson = *parseLesson({s("x.yaml"), good});
        State state;
        state.checks = {{verify::Check::What::Broker, verify::Check::Status::Passed, s("answers"), {}, {}}};
        state.hasRecord = true;
        QVERIFY(state.isMended(lesson));
        State lost = state;
        lost.hasRecord = false;
        QVERIFY(!lost.isMended(lesson) && lost.sentence(lesson).contains(s("lost")));
        State untold = state;
        untold.hasRecord.reset();
        QVERIFY(!untold.isMended(lesson));
        State failed = state;
        failed.checks.front().status = verify::Check::Status::Failed;
        QVERIFY(!failed.isMended(lesson) && failed.sentence(lesson).contains(s("answers")));
        State unknown = state;
        unknown.checks.front().status = verify::Check::Status::Unknown;
        QVERIFY(!unknown.isMended(lesson));
    }

    void onlyWhatIsOfALessonIsRemoved()
    {
        using guard::Permits;
        guard::EngineState state;
        state.id = s("E");
        const QString name = guard::practicePrefix() + s("x-1"), folder = s("/home/ann/practice/x");
        engine::Container container;
        container.id = s("c");
        container.labels = {{s("com.docker.compose.project"), name},
                            {s("com.docker.compose.project.working_dir"), folder}};
        engine::Volume volume;
        volume.name = s("v");
        volume.labels = {{s("com.docker.compose.project"), name}};
        state.containers = {container};
        state.volumes = {volume};
        QVERIFY(Permits::forPracticeContainer(s("c"), folder, state));
        QVERIFY(!Permits::forPracticeContainer(s("c"), s("/home/ann/other"), state));
        QVERIFY(!Permits::forPracticeContainer(s("c"), {}, state));
        QVERIFY(!Permits::forPracticeContainer(s("d"), folder, state));
        const auto may = [&](const char *which, const QString &project) {
            guard::EngineState now = state;
            now.containers.clear(); // they have gone
            return Permits::forPracticeVolume(s(which), project, state, now).has_value();
        };
        QVERIFY(may("v", name));
        QVERIFY(!may("v", name + s("2")));
        QVERIFY(!may("w", name));
        engine::Mount mount;
        mount.name = s("v");
        state.containers[0].mounts = {mount};
        QVERIFY(may("v", name));
        QVERIFY(!Permits::forPracticeVolume(s("v"), name, state, state)); // somebody uses it
        const QString anonymous(64, u'a');
        engine::Volume nameless;
        nameless.name = anonymous;
        nameless.labels = {{s("com.docker.volume.anonymous"), {}}};
        state.volumes.push_back(nameless);
        QVERIFY(!may(qPrintable(anonymous), name)); // nobody mounted it: whose it was is not known
        mount.name = anonymous;
        state.containers[0].mounts = {mount};
        QVERIFY(may(qPrintable(anonymous), name));
        engine::Container other = state.containers[0];
        other.labels[s("com.docker.compose.project")] = s("shop");
        state.containers.push_back(other);
        QVERIFY(!may(qPrintable(anonymous), name)); // another one as well
        // the user's own stack, in whatever folder
        state.containers[0].labels[s("com.docker.compose.project")] = s("shop");
        state.volumes[0].labels[s("com.docker.compose.project")] = s("shop");
        QVERIFY(!Permits::forPracticeContainer(s("c"), folder, state));
        QVERIFY(!may("v", s("shop")));
    }
};

QTEST_APPLESS_MAIN(TestLesson)
#include "tst_lesson.moc"
