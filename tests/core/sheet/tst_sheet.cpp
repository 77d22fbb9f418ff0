// The onboarding sheet: what a new team member needs is in it, and whatever is in a name does no harm in either form.
#include <QFile>
#include <QTest>
#include <QXmlStreamReader>

#include "compose/load.h"
#include "sheet/sheet.h"

using namespace bd;
using namespace bd::sheet;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

compose::Project sampleProject()
{
    QFile file(s(BD_SOURCE_DIR "/app/shots/audit/config.json"));
    engine::ComposeCall call;
    call.files = {s("/home/me/code/kc-backend/compose.yaml")};
    auto project = file.open(QFile::ReadOnly) ? compose::parseConfig(file.readAll(), call, {})
                                              : fail(ErrorCode::Io, {});
    return project ? *project : compose::Project();
}

const QDate day(2026, 11, 27);

} // namespace

class TestSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasWhatANewMemberNeeds()
    {
        const QString text = toMarkdown(sheetOf(sampleProject(), day));
        for (const char *part :
             {"# kc-backend: Kafka for development", "As of 2026-11-27", "brokerdeckctl up", "docker compose up -d",
              "brokerdeckctl verify", "brokerdeckctl diagnose", "| `kafka` | `127.0.0.1:9092` | `kafka:29092` |",
              "| `zookeeper` |", "`zookeeper:2181`", "`confluentinc/cp-kafka:7.5.0`", "| `purchase-created` | 1 | 1 |",
              "| `kc-backend_zookeeper_data` | what zookeeper knows |", "--level full --dry-run"})
            QVERIFY2(text.contains(s(part)), qPrintable(s(part) + s("\n\n") + text));
        QVERIFY(!text.contains(s("/home/me"))); // the same on every machine
    }

    // Files that Compose does not find by itself are named, relative to the first.
    void namesItsFiles()
    {
        compose::Project project = sampleProject();
        project.call.files = {s("/home/me/kc/deploy/dev.yaml"), s("/home/me/kc/deploy/more/ports.yaml")};
        project.call.profiles = {s("tools")};
        const QString text = toMarkdown(sheetOf(project, day));
        QVERIFY2(text.contains(s("brokerdeckctl -f dev.yaml -f more/ports.yaml --profile tools up")), qPrintable(text));
        QVERIFY(text.contains(s("docker compose -f dev.yaml -f more/ports.yaml --profile tools up -d")));
    }

    void keepsSecretsOut()
    {
        compose::Project project = sampleProject();
        for (compose::Service &service : project.services)
            service.environment[s("KAFKA_SASL_PASSWORD")] = s("hunter2");
        QVERIFY(!toMarkdown(sheetOf(project, day)).contains(s("hunter2")));
        QVERIFY(!toHtml(sheetOf(project, day)).contains(s("hunter2")));
    }

    void hostileTexts_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"<script>alert(1)</script>", "a|b", "`` ` ``", "**bold** _x_", "[a](javascript:b)",
                                 "a\nb\n# c", "\x1b[31mred", "&lt;", "</code></table>", "```\nrm -rf /"})
            QTest::newRow(text) << s(text);
    }

    void hostileTexts()
    {
        QFETCH(const QString, text);
        const Document page{Heading{1, text}, Paragraph{{{text, false}, {text, true}}}, Commands{{text}},
                            Table{{text, s("b")}, {{words(text), code(text)}}}};
        // As HTML: well-formed, and with nothing in it that is not ours.
        const QString html = toHtml(page);
        QString body = html;
        body.remove(0, body.indexOf(s("<body>")));
        QXmlStreamReader reader(body.remove(s("</html>")));
        const QStringList ours{s("body"), s("h1"), s("p"), s("code"), s("pre"), s("table"), s("tr"), s("th"), s("td")};
        while (!reader.atEnd()) {
            reader.readNext();
            QVERIFY2(!reader.isStartElement() || ours.contains(reader.name()), qPrintable(reader.name().toString()));
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString() + body));
        // As Markdown: as many lines as ours, each table row with as many cells.
        const QStringList lines = toMarkdown(page).split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 12);
        for (const QString &line : lines) {
            QVERIFY(!line.contains(QChar(0x1b)));
            QVERIFY2(!line.contains(s("<script>")) || line.contains(QLatin1Char('`')) || line.startsWith(s("<script>")),
                     qPrintable(line)); // in code only
            if (!line.startsWith(QLatin1Char('|')))
                continue;
            int cells = 0;
            for (qsizetype at = 0; at < line.size(); ++at)
                cells += line[at] == QLatin1Char('|') && (at == 0 || line[at - 1] != QLatin1Char('\\')) ? 1 : 0;
            QCOMPARE(cells, 3);
        }
    }
};

QTEST_GUILESS_MAIN(TestSheet)
#include "tst_sheet.moc"
