// Edits that change more than a scalar: another value for a key, words inside of one, a list that becomes a mapping.
#include <QTest>

#include "yaml/edit.h"
#include "yaml/parse.h"

using namespace bd;
using namespace bd::yaml;

namespace {

Node condition(const char *text)
{
    return Node::mapping({{Node::string(QStringLiteral("condition")), Node::string(QLatin1String(text))}});
}

QByteArray textOf(const Result<QByteArray> &result)
{
    return result ? *result : "error: " + result.error().message.toUtf8();
}

} // namespace

class TestEditValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replacesAValue_data();
    void replacesAValue();
    void replacesWithin_data();
    void replacesWithin();
    void makesKeysOfItems_data();
    void makesKeysOfItems();
    void writesTextOfSeveralLines();
    void documents();
    void tabsBeforeComments();
};

void TestEditValues::replacesAValue_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *before, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after);
    };
    row("a list by a mapping", "a:\n  - x\n  - y\nb: 1\n", "a:\n  condition: new\nb: 1\n");
    row("a list in flow, and the comment behind it", "a: [x] # why\nb: 1\n", "a:\n  condition: new # why\nb: 1\n");
    row("comments inside move above", "a:\n  - x # one\n  # two\n  - y\nb: 1\n",
        "# one\n# two\na:\n  condition: new\nb: 1\n");
    row("what only looks like a comment does not", "a:\n  - \"x # y\"\nb: 1\n", "a:\n  condition: new\nb: 1\n");
    row("in flow", "{a: [x, y], b: 1}\n", "{a: {condition: new}, b: 1}\n");
    row("the last one, without a line break", "b: 1\na: 2", "b: 1\na:\n  condition: new");
    row("with the line breaks of others", "a:\r\n  - x\r\nb: 1\r\n", "a:\r\n  condition: new\r\nb: 1\r\n");
    row("its key as it was written", "\"a\" :\n  - x\n", "\"a\":\n  condition: new\n");
}

void TestEditValues::replacesAValue()
{
    QFETCH(const QByteArray, before);
    QTEST(textOf(replaceValue(before, {QStringLiteral("a")}, condition("new"))), "after");
}

void TestEditValues::replacesWithin_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *before, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after);
    };
    row("plain", "a: x --create y # z\n", "a: x --make y # z\n");
    row("single quotes", "a: 'x --create \"y\"'\n", "a: 'x --make \"y\"'\n");
    row("double quotes", "a: \"x --create\\ty\"\n", "a: \"x --make\\ty\"\n");
    row("literal, twice", "a: |\n  x --create\n  # --create\n\nb: 1\n", "a: |\n  x --make\n  # --make\n\nb: 1\n");
    row("folded", "a: >-\n  x\n  --create y\n", "a: >-\n  x\n  --make y\n");
    row("not there", "a: x\n", "error: a does not say «--create»");
}

void TestEditValues::replacesWithin()
{
    QFETCH(const QByteArray, before);
    QTEST(textOf(replaceWithin(before, {QStringLiteral("a")}, QStringLiteral("--create"), QStringLiteral("--make"))),
          "after");
}

void TestEditValues::makesKeysOfItems_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *before, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after);
    };
    row("lines", "a:\n  - x # one\n\n  # two\n  - y\nb: 1\n",
        "a:\n  x: # one\n    condition: one\n\n  # two\n  y:\n    condition: two\nb: 1\n");
    row("as deep as their key", "o:\n  a:\n  - x\n  - y\n",
        "o:\n  a:\n    x:\n      condition: one\n    y:\n      condition: two\n");
    row("quoted", "a:\n  - 'x'\n  - \"y\"\n", "a:\n  'x':\n    condition: one\n  \"y\":\n    condition: two\n");
    row("in flow", "a: [x, y]\n", "a:\n  x:\n    condition: one\n  y:\n    condition: two\n");
    row("a mapping", "a: {x: 1, y: 2}\n", "error: a is not a list");
}

void TestEditValues::makesKeysOfItems()
{
    QFETCH(const QByteArray, before);
    const Path path = before.startsWith("o:") ? Path{QStringLiteral("o"), QStringLiteral("a")}
                                              : Path{QStringLiteral("a")};
    QTEST(textOf(keysOfItems(before, path, {condition("one"), condition("two")})), "after");
}

void TestEditValues::writesTextOfSeveralLines()
{
    Node text = Node::string(QStringLiteral("one\n\n two\n"));
    text.style = Node::Style::Literal;
    QCOMPARE(textOf(insertKey("a: 1\n", {}, QStringLiteral("b"), text)), QByteArray("a: 1\nb: |\n  one\n\n   two\n"));
    const Node list = Node::sequence({Node::string(QStringLiteral("-c")), text});
    QCOMPARE(textOf(insertKey("a: 1\n", {}, QStringLiteral("b"), list)),
             QByteArray("a: 1\nb:\n  - \"-c\"\n  - |\n    one\n\n     two\n"));
    text.text = QStringLiteral(" begins with a blank\n"); // «|» would take that for indentation
    QCOMPARE(textOf(insertKey("a: 1\n", {}, QStringLiteral("b"), text)),
             QByteArray("a: 1\nb: \" begins with a blank\\n\"\n"));
}

void TestEditValues::documents()
{
    const QByteArray text = "a: 1\n---\nb: 2\n...\n# between\n--- # three\nc: 3\n";
    const auto starts = documentStarts(text, QStringLiteral("x.yaml"));
    QVERIFY(starts);
    QCOMPARE(starts->size(), size_t(3));
    QCOMPARE((*starts)[0].offset, 0);
    QCOMPARE((*starts)[1].line, 2);
    QCOMPARE(text.sliced((*starts)[2].offset), QByteArray("--- # three\nc: 3\n"));
    QCOMPARE(documentStarts("", QStringLiteral("x.yaml"))->size(), size_t(1));
    QCOMPARE(documentStarts("a: [\n", QStringLiteral("x.yaml")).error().code, ErrorCode::Parse);
}

// Compose reads these, and libyaml alone does not.
void TestEditValues::tabsBeforeComments()
{
    const QByteArray text = "a:\n  - x\n\t# tab\n  - y\n";
    QVERIFY(parse(text, QStringLiteral("x.yaml")));
    QCOMPARE(textOf(appendItem(text, {QStringLiteral("a")}, Node::string(QStringLiteral("z")))), text + "  - z\n");
    QVERIFY(!parse("a:\n\t- x\n", QStringLiteral("x.yaml")));
}

QTEST_GUILESS_MAIN(TestEditValues)
#include "tst_editvalues.moc"
