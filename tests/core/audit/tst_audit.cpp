// The audit of whole files: those in the shape of public ones, with what was expected of them written down beforehand, and those
// written in the many ways in which people write, each mended. Compose's command reads them; no engine is needed.
#include <algorithm>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "audit/diff.h"
#include "audit/fixer.h"
#include "compose/load.h"
#include "process/process.h"

using namespace bd;
using namespace bd::audit;

namespace {

const std::stop_token never;

engine::Engine ourEngine()
{
    return engine::Engine(std::make_shared<process::SystemRunner>());
}

QString dataFolder(const char *name)
{
    return QStringLiteral(BD_SOURCE_DIR "/tests/core/audit/") + QLatin1String(name);
}

void addFolders(const char *name)
{
    QTest::addColumn<QString>("folder");
    const QDir all(dataFolder(name));
    for (const QString &one : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (one != QLatin1String("broken"))
            QTest::newRow(qPrintable(one)) << all.filePath(one);
    }
}

Result<Audit> lookAt(const QString &folder)
{
    return compose::callFor(folder).and_then(
        [](const engine::ComposeCall &call) { return look(ourEngine(), call, never); });
}

QString lineOf(const Finding &one)
{
    return QStringLiteral("%1 %2 %3")
        .arg(one.rule, one.service.isEmpty() ? QStringLiteral("-") : one.service, toString(one.status));
}

QStringList saidOf(const std::vector<Finding> &findings)
{
    QStringList lines;
    for (const Finding &one : findings) {
        if (one.status != Status::Ok && one.status != Status::NotApplicable)
            lines += lineOf(one);
    }
    lines.sort();
    return lines;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList expectedIn(const QString &folder)
{
    QStringList lines;
    for (const QString &line :
         QString::fromUtf8(bytesOf(folder + QStringLiteral("/expected.txt"))).split(QLatin1Char('\n'))) {
        if (!line.trimmed().isEmpty() && !line.startsWith(QLatin1Char('#')))
            lines += line.section(QLatin1Char('#'), 0, 0).simplified();
    }
    lines.sort();
    return lines;
}

QString joined(const QStringList &lines)
{
    return lines.join(QLatin1Char('\n'));
}

QString without(const QStringList &lines, const QStringList &others)
{
    QStringList left = lines;
    for (const QString &one : others)
        left.removeOne(one);
    return joined(left);
}

// The copy of a folder, to be written to.
void copyFolder(const QString &from, const QString &to)
{
    QDir().mkpath(to);
    for (const QFileInfo &one : QDir(from).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden)) {
        if (one.isDir())
            copyFolder(one.filePath(), to + QLatin1Char('/') + one.fileName());
        else
            QFile::copy(one.filePath(), to + QLatin1Char('/') + one.fileName());
    }
}

bool isWrong(const Finding &one)
{
    return one.status != Status::Ok && one.status != Status::NotApplicable;
}

// What a mended file must not do: other line breaks, a lost mark at the beginning, or a line gone that says nothing of what was mended.
QString harmIn(const EditedFile &file)
{
    if (file.isNew)
        return {};
    if (file.before.startsWith("\xef\xbb\xbf") != file.after.startsWith("\xef\xbb\xbf"))
        return QStringLiteral("the byte order mark");
    const bool hadCr = file.before.contains("\r\n");
    if (hadCr && QByteArray(file.after).replace("\r\n", "").contains('\n')
        && !QByteArray(file.before).replace("\r\n", "").contains('\n'))
        return QStringLiteral("line breaks");
    if (!hadCr && file.after.contains('\r') && !file.before.contains('\r'))
        return QStringLiteral("line breaks");
    // Each comment stays, whatever its line becomes.
    for (const QByteArray &line : file.before.split('\n')) {
        const QByteArray text = line.trimmed();
        if (text.startsWith('#') && !file.after.contains(text))
            return QStringLiteral("a comment: ") + QString::fromUtf8(text);
    }
    return {};
}

} // namespace

class TestAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shapes_data() { addFolders("shapes"); }
    void shapes();
    void ways_data() { addFolders("ways"); }
    void ways();
    void shapesMended_data() { addFolders("shapes"); }
    void shapesMended() { ways(); }
    void writesAndTakesBack();
};

void TestAudit::shapes()
{
    QFETCH(const QString, folder);
    const auto audit = lookAt(folder);
    QVERIFY2(audit, audit ? "" : qPrintable(audit.error().message + audit.error().detail));
    const QStringList said = saidOf(audit->findings), expected = expectedIn(folder);
    const QString more = without(said, expected), less = without(expected, said);
    QVERIFY2(more.isEmpty() && less.isEmpty(),
             qPrintable(QStringLiteral("not expected:\n%1\nmissing:\n%2").arg(more, less)));
    for (const Finding &one : audit->findings)
        QVERIFY2(!one.why.isEmpty() && !one.found.isEmpty() && !one.expected.isEmpty(), qPrintable(lineOf(one)));
}

// Each fix alone, and all of them.
void TestAudit::ways()
{
    QFETCH(const QString, folder);
    QTemporaryDir copy;
    copyFolder(folder, copy.path());
    const auto audit = lookAt(copy.path());
    QVERIFY2(audit, audit ? "" : qPrintable(audit.error().message + audit.error().detail));
    const engine::Engine engine = ourEngine();
    const auto all = prepare(
        engine, *audit, [](const Finding &) { return true; }, never);
    QVERIFY2(all, all ? "" : qPrintable(all.error().message));
    QStringList left;
    for (const NotWritten &one : all->written.left)
        left += one.change.service + QLatin1String(": ") + one.why.message;
    QVERIFY2(left.isEmpty(), qPrintable(joined(left)));
    for (const EditedFile &file : all->written.files)
        QVERIFY2(harmIn(file).isEmpty(), qPrintable(harmIn(file) + QLatin1Char('\n') + unifiedDiff(file, file.path)));
    for (const Finding &before : audit->findings) {
        if (!isWrong(before) || !before.isFixable())
            continue;
        const auto after = std::ranges::find_if(all->after.findings, [&](const Finding &one) {
            return one.rule == before.rule && one.service == before.service;
        });
        const bool isRight = after == all->after.findings.end() || !isWrong(*after);
        QVERIFY2(isRight, isRight ? "" : qPrintable(lineOf(*after) + QLatin1String(": ") + after->found));
    }
}

void TestAudit::writesAndTakesBack()
{
    QTemporaryDir home, folder;
    qputenv("XDG_DATA_HOME", home.path().toUtf8());
    const QString real = folder.filePath(QStringLiteral("real.yaml")),
                  link = folder.filePath(QStringLiteral("compose.yaml"));
    const QByteArray text = "services:\n  zookeeper:\n    image: confluentinc/cp-zookeeper:7.5.0 # pinned\n";
    {
        QFile file(real);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
    }
    QVERIFY(QFile::setPermissions(real, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    QVERIFY(QFile::link(real, link));
    const auto audit = lookAt(link);
    QVERIFY(audit);
    const auto fix = prepare(
        ourEngine(), *audit, [](const Finding &one) { return one.rule == QLatin1String("zk-restart"); }, never);
    QVERIFY2(fix, fix ? "" : qPrintable(fix.error().message));
    QCOMPARE(bytesOf(real), text); // nothing yet
    QCOMPARE(QDir(folder.path()).entryList({QStringLiteral(".brokerdeck*")}, QDir::Files | QDir::Hidden),
             QStringList());

    const auto kept = apply(*fix, TimePoint(std::chrono::seconds(1'700'000'000)));
    QVERIFY2(kept, kept ? "" : qPrintable(kept.error().message));
    QCOMPARE(bytesOf(real), text + "    restart: unless-stopped\n");
    QVERIFY(QFileInfo(link).isSymLink());
    QVERIFY(QFile::permissions(real).testFlag(QFile::ReadGroup));
    QVERIFY(!QFile::permissions(real).testFlag(QFile::ReadOther));
    QCOMPARE(kept->size(), 1);
    QCOMPARE(bytesOf(kept->first()), text);

    QCOMPARE(apply(*fix, TimePoint()).error().code, ErrorCode::InvalidUse); // it is no longer what was read
    const auto restored = undo(audit->project);
    QVERIFY2(restored, restored ? "" : qPrintable(restored.error().message));
    QCOMPARE(bytesOf(real), text);
    QCOMPARE(undo(audit->project).error().code, ErrorCode::NotFound);

    QVERIFY(apply(*fix, TimePoint()));
    {
        QFile file(real);
        QVERIFY(file.open(QFile::Append));
        file.write("# mine\n");
    }
    QCOMPARE(undo(audit->project).error().code, ErrorCode::InvalidUse);
    QVERIFY(bytesOf(real).endsWith("# mine\n"));
}

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
