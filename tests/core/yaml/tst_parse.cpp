// What core/yaml promises of reading: the tree, where its parts stand, and sentences for what is wrong.
#include <QByteArrayList>
#include <QTest>

#include "yaml/parse.h"

using namespace bd;
using namespace bd::yaml;

namespace {

QByteArray spelled(const QByteArray &text, const Node &node)
{
    return text.sliced(node.start.offset, node.end.offset - node.start.offset);
}

} // namespace

class TestParse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhereEachPartStands_data();
    void knowsWhereEachPartStands();
    void countsLinesAndColumnsInCharacters();
    void readsTheTree();
    void tellsStringsFromOtherScalars_data();
    void tellsStringsFromOtherScalars();
    void copiesWhatAnAliasRefersTo();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void refusesWhatAliasesBlowUp();
    void refusesDepthAndSize();
    void readsOnlyTheFirstDocumentButChecksAll();
};

void TestParse::knowsWhereEachPartStands_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("value");

    QTest::newRow("plain") << QByteArray("k: some words # c\n") << QByteArray("some words");
    QTest::newRow("quoted") << QByteArray("k: 'it''s' \n") << QByteArray("'it''s'");
    QTest::newRow("empty") << QByteArray("k: # c\n") << QByteArray("");
    QTest::newRow("anchor") << QByteArray("k: &a v\n") << QByteArray("&a v");
    QTest::newRow("alias") << QByteArray("a: &a v\nk: *a\n") << QByteArray("*a");
    QTest::newRow("flow") << QByteArray("k: {a: [1, 2] } # c\n") << QByteArray("{a: [1, 2] }");
    QTest::newRow("literal") << QByteArray("k: |\n  a\n  b\nl: 1\n") << QByteArray("|\n  a\n  b\n");
    QTest::newRow("block ends with its last child") << QByteArray("k:\n  a: 1\n  # c\n\nl: 1\n") << QByteArray("a: 1");
    QTest::newRow("block with an empty last value") << QByteArray("k:\n  a:\n\nl: 1\n") << QByteArray("a:");
    QTest::newRow("block sequence") << QByteArray("k:\n- 1\n- b: 2\nl: 1\n") << QByteArray("- 1\n- b: 2");
    QTest::newRow("not ASCII") << QByteArray("\"ä€𝄞\": 1\nk: ü𝄞 # c\n") << QByteArray("ü𝄞");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbfk: v\nl: w\n") << QByteArray("v");
    QTest::newRow("empty in flow") << QByteArray("x: {k: # c\n}\nk: {a: }") << QByteArray("{a: }");
    QTest::newRow("CRLF") << QByteArray("a: 1\r\nk: v\r\n") << QByteArray("v");
    QTest::newRow("multi-line plain") << QByteArray("k: a\n  b\nl: 1\n") << QByteArray("a\n  b");
}

void TestParse::knowsWhereEachPartStands()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, value);
    const Result<Node> root = parse(text, QStringLiteral("f"));
    QVERIFY2(root, qPrintable(root ? QString() : root.error().message));
    const Node *node = root->find(u"k");
    QVERIFY(node);
    QCOMPARE(spelled(text, *node), value);
}

void TestParse::countsLinesAndColumnsInCharacters()
{
    const Result<Node> root = parse("a:\n  \"äö\": {ü: x}\n", QStringLiteral("f"));
    QVERIFY(root);
    const Node &x = root->entries[0].value.entries[0].value.entries[0].value;
    QCOMPARE(x.start, (Mark{2, 13, 18}));
    QCOMPARE(x.end, (Mark{2, 14, 19}));
}

void TestParse::readsTheTree()
{
    const Result<Node> root = parse("a: [1, 'two']\nb:\n  - c: |\n      x\n    d: !reset\n", QStringLiteral("f"));
    QVERIFY(root);
    Node reset;
    reset.tag = QStringLiteral("!reset");
    const Node expected = Node::mapping({
        {Node::string(QStringLiteral("a")),
         Node::sequence({Node::raw(QStringLiteral("1")), Node::string(QStringLiteral("two"))})},
        {Node::string(QStringLiteral("b")),
         Node::sequence({Node::mapping({{Node::string(QStringLiteral("c")), Node::string(QStringLiteral("x\n"))},
                                        {Node::string(QStringLiteral("d")), reset}})})},
    });
    QVERIFY(root->sameAs(expected));
    QVERIFY(!root->sameAs(Node::mapping({})));
}

void TestParse::tellsStringsFromOtherScalars_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isString");
    for (const char *text :
         {"kafka", "30s", "a:b", "'1'", "\"no\"", "kafka:29092", "unless-stopped", "nofoo", "-Xmx1g"})
        QTest::newRow(text) << QByteArray(text) << true;
    for (const char *text : {"1", "-1.5", "0x1F", "1_000", "true", "No", "off", "~", "null", "", ".inf", "1e3", "22:22",
                             "2001-12-14", "+.5", "<<"})
        QTest::addRow("«%s»", text) << QByteArray(text) << false;
}

void TestParse::tellsStringsFromOtherScalars()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isString);
    const Result<Node> root = parse("k: " + text + "\n", QStringLiteral("f"));
    QVERIFY(root);
    QCOMPARE(root->entries[0].value.isString(), isString);
}

void TestParse::copiesWhatAnAliasRefersTo()
{
    const Result<Node> root = parse("x: &base {image: i}\ny:\n  <<: *base\nz: *base\n", QStringLiteral("f"));
    QVERIFY(root);
    QCOMPARE(root->find(u"x")->anchor, QStringLiteral("base"));
    const Node *z = root->find(u"z");
    QCOMPARE(z->alias, QStringLiteral("base"));
    QCOMPARE(z->find(u"image")->text, QStringLiteral("i"));
    QCOMPARE(root->find(u"y")->find(u"<<")->find(u"image")->text, QStringLiteral("i"));
}

void TestParse::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");

    QTest::newRow("wrong indentation") << QByteArray("services:\n  a:\n    image: x\n   b: c\n")
                                       << QStringLiteral("c.yaml:4:4: a key is expected here");
    QTest::newRow("tab") << QByteArray("a:\n\tb: 1\n")
                         << QStringLiteral("c.yaml:2:1: a character that nothing can start with");
    QTest::newRow("colon") << QByteArray("a: b: c\n") << QStringLiteral("c.yaml:1:5: a «:» where no key can be");
    QTest::newRow("no colon") << QByteArray("a: 1\nb\nc: 2\n")
                              << QStringLiteral("c.yaml:2:1: a «:» is missing after a key");
    QTest::newRow("open quote") << QByteArray("a: 'x\n") << QStringLiteral("c.yaml:1:4: a quoted text does not end");
    QTest::newRow("open bracket") << QByteArray("a: [x\nb: 1\n")
                                  << QStringLiteral("c.yaml:1:4: a «[» is not closed, or a «,» is missing");
    QTest::newRow("twice") << QByteArray("a: 1\nb: 2\na: 3\n")
                           << QStringLiteral("c.yaml:3:1: the key «a» is there twice");
    QTest::newRow("no anchor") << QByteArray("a: *b\n") << QStringLiteral("c.yaml:1:4: *b refers to nothing");
    QTest::newRow("in itself") << QByteArray("a: &a [*a]\n") << QStringLiteral("c.yaml:1:8: *a refers to nothing");
    QTest::newRow("not UTF-8") << QByteArray("a: 1\nb: \xff\xfe\n") << QStringLiteral("bytes that are not UTF-8");
    QTest::newRow("control") << QByteArray("a: \x01\n") << QStringLiteral("a control character");
}

void TestParse::saysWhatIsWrongAndWhere()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, message);
    const Result<Node> root = parse(text, QStringLiteral("c.yaml"));
    QVERIFY(!root);
    QCOMPARE(root.error().code, ErrorCode::Parse);
    QVERIFY(!root.error().hint.isEmpty());
    QVERIFY2(root.error().message.startsWith(QStringLiteral("c.yaml:")), qPrintable(root.error().message));
    QVERIFY2(root.error().message.endsWith(message), qPrintable(root.error().message));
}

void TestParse::refusesWhatAliasesBlowUp()
{
    QByteArray laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int level = 1; level < 12; ++level) {
        const QByteArray below = "*a" + QByteArray::number(level - 1);
        const QByteArray name = 'a' + QByteArray::number(level);
        laughs += name + ": &" + name + " [" + QByteArrayList(10, below).join(", ") + "]\n";
    }
    const Result<Node> root = parse(laughs, QStringLiteral("f"));
    QVERIFY(!root);
    QVERIFY2(root.error().message.contains(QStringLiteral("more than 100000 value")), qPrintable(root.error().message));

    QByteArray nested; // each anchor holds all that is in it
    for (int level = 0; level < 90; ++level)
        nested += "&a" + QByteArray::number(level) + " [";
    nested += QByteArrayList(5000, "x").join(", ") + QByteArray(90, ']');
    QVERIFY(!parse(nested, QStringLiteral("f")));
}

void TestParse::refusesDepthAndSize()
{
    QVERIFY(parse(QByteArray(90, '[') + QByteArray(90, ']'), QStringLiteral("f")));
    const Result<Node> deep = parse(QByteArray(100'000, '['), QStringLiteral("f"));
    QVERIFY(!deep);
    QVERIFY(deep.error().message.contains(QStringLiteral("nested more than 100 deep")));
    QVERIFY(!parse(QByteArray(5 << 20, ' '), QStringLiteral("f")));
    QVERIFY(!parse("[" + QByteArray(1 << 20, ',').replace(",", "1,") + "]", QStringLiteral("f")));
}

void TestParse::readsOnlyTheFirstDocumentButChecksAll()
{
    const Result<Node> root = parse("a: 1\n---\nb: 2\n", QStringLiteral("f"));
    QVERIFY(root);
    QVERIFY(root->find(u"a") && !root->find(u"b"));
    QVERIFY(!parse("a: 1\n---\nb: [\n", QStringLiteral("f")));
    const Result<Node> empty = parse("# nothing\n", QStringLiteral("f"));
    QVERIFY(empty && empty->isEmpty());
}

QTEST_APPLESS_MAIN(TestParse)
#include "tst_parse.moc"
