// How volumes are copied: the argv, what is fed, and what is said where it fails.
#include <QtTest>

#include "engine/engine.h"
#include "fakes/recordingrunner.h"

using namespace bd;
using bd::engine::Engine;
using bd::fakes::RecordingRunner;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(u' ');
}

} // namespace

class TestCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_runner = std::make_shared<RecordingRunner>(); }

    void copiesOut()
    {
        m_runner->answer(words("docker cp"), "a tar");
        QByteArray got;
        const auto copied = Engine(m_runner).copyOut(s("k1"), s("/var/lib/kafka/data"),
                                                     [&](const QByteArray &bytes) {
                                                         got += bytes;
                                                         return Result<>();
                                                     },
                                                     {});
        QVERIFY(copied);
        QCOMPARE(got, QByteArray("a tar"));
        QCOMPARE(m_runner->argvs().front(), words("docker cp k1:/var/lib/kafka/data -")); // and never -a
    }

    void copiesIn()
    {
        m_runner->answer(words("docker cp"), "");
        QList<QByteArray> portions{"a ", "tar", ""};
        QVERIFY(Engine(m_runner).copyIn(s("k1"), s("/var/lib/kafka"),
                                        [&] { return Result<QByteArray>(portions.takeFirst()); }, {}));
        QCOMPARE(m_runner->input(), QByteArray("a tar"));
        QCOMPARE(m_runner->argvs().front(), words("docker cp - k1:/var/lib/kafka"));
    }

    void saysWhatTheEngineSays()
    {
        m_runner->answer(words("docker cp"), "", "Error: No such container: k1\n", 1);
        const auto ignore = [](const QByteArray &) { return Result<>(); };
        QVERIFY(Engine(m_runner).copyOut(s("k1"), s("/x"), ignore, {}).error().code == ErrorCode::NotFound);
    }

    void holdersNeverRun()
    {
        m_runner->answer(words("docker create"), "h1\n");
        m_runner->answer(words("docker volume create"), "v\n");
        const QMap<QString, QString> labels{{s("io.brokerdeck.holder"), s("shop")}};
        const Engine engine(m_runner);
        QVERIFY(engine.createVolume(s("v"), labels, {}));
        QCOMPARE(*engine.createHolder(s("image"), s("v"), s("/data"), labels, {}), s("h1"));
        QCOMPARE(m_runner->argvs()[0], words("docker volume create --label io.brokerdeck.holder=shop -- v"));
        QCOMPARE(m_runner->argvs()[1],
                 words("docker create --label io.brokerdeck.holder=shop --pull never --network none --mount "
                       "type=volume,source=v,target=/data,volume-nocopy -- image true"));
    }

private:
    std::shared_ptr<RecordingRunner> m_runner;
};

QTEST_GUILESS_MAIN(TestCopy)
#include "tst_copy.moc"
