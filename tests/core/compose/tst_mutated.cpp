// Ten thousand broken inputs: the parsers end, and say something that can be used.
#include <QDir>
#include <QRandomGenerator>
#include <QTest>

#include "compose/load.h"
#include "compose/topics.h"

using namespace bd;
using namespace bd::compose;

namespace {

QByteArrayList fixtures(const QString &pattern, const QString &folder)
{
    QByteArrayList texts;
    const QDir dir(folder);
    for (const QString &name : dir.entryList({pattern}, QDir::Files | QDir::Hidden)) {
        QFile file(dir.filePath(name));
        if (file.open(QFile::ReadOnly))
            texts += file.readAll();
    }
    return texts;
}

QByteArray mutated(QByteArray text, QRandomGenerator &random)
{
    static constexpr char characters[] = "{}[]:,\"'$`\\;&|()<>#\n\t 019-.ax\0\xff\xc3";
    static const QByteArray alphabet(characters, sizeof characters - 1);
    for (int count = 1 + random.bounded(8); count > 0 && text.size() > 1; --count) {
        const int at = random.bounded(static_cast<int>(text.size()));
        const int other = random.bounded(static_cast<int>(text.size()));
        const char c = alphabet[random.bounded(static_cast<int>(alphabet.size()))];
        switch (random.bounded(5)) {
        case 0: text[at] = c; break;
        case 1: text.insert(at, c); break;
        case 2: text.remove(at, random.bounded(40)); break;
        case 3: text.insert(at, text.mid(other, random.bounded(60))); break;
        default: text.replace(text.mid(at, 1 + random.bounded(3)), QByteArray(1, c)); break;
        }
        text.truncate(64 << 10);
    }
    return text;
}

} // namespace

class TestMutated : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void configNeverCrashes();
    void teamFileNeverCrashes();
    void scriptsNeverCrash();
};

void TestMutated::configNeverCrashes()
{
    const QByteArrayList texts = fixtures(QStringLiteral("*.json"),
                                          QStringLiteral(BD_SOURCE_DIR "/tests/fixtures/compose"));
    QVERIFY(texts.size() >= 8);
    QRandomGenerator random(5);
    int understood = 0;
    for (int round = 0; round < 4000; ++round) {
        const Result<Project> project = parseConfig(mutated(texts[round % texts.size()], random), {}, {});
        understood += project ? 1 : 0;
        QVERIFY(project || !project.error().message.isEmpty());
    }
    QVERIFY(understood > 200);
}

void TestMutated::teamFileNeverCrashes()
{
    const QByteArrayList texts = fixtures(QStringLiteral(".brokerdeck.yaml"),
                                          QStringLiteral(BD_SOURCE_DIR "/resources/stacks/zookeeper"));
    QCOMPARE(texts.size(), 1);
    QRandomGenerator random(6);
    for (int round = 0; round < 3000; ++round) {
        const Result<TeamFile> team = parseTeamFile(mutated(texts.first(), random), QStringLiteral("t"));
        QVERIFY(team || team.error().message.startsWith(QStringLiteral("t:")));
    }
}

void TestMutated::scriptsNeverCrash()
{
    const QByteArray script =
        "set -e\nT=\"a b\"; A=(c d)\nmake() { kafka-topics --create --topic \"$1\" --partitions ${2:-3}; }\n"
        "for t in $T ${A[@]}; do make \"$t\" 5; done\nif ! kafka-topics --list | grep x; then make x; fi\n"
        "case $X in a) make y;; esac\nwhile read l; do make $l; done <<EOF\nq\nEOF\nsh -c 'make z'\n";
    QRandomGenerator random(7);
    Service init;
    init.name = QStringLiteral("init");
    init.role = Role::Init;
    for (int round = 0; round < 3000; ++round) {
        init.command = QStringList{QStringLiteral("sh"), QStringLiteral("-c"),
                                   QString::fromUtf8(mutated(script, random))};
        const ReadTopics read = topicsOf({init});
        QVERIFY(read.topics.size() <= 5000 && read.notes.size() <= 5001);
    }
}

QTEST_APPLESS_MAIN(TestMutated)
#include "tst_mutated.moc"
