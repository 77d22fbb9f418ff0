// Edits of YAML text, case by case: what changes, and that nothing else does.
#include <QTest>

#include "yaml/edit.h"
#include "yaml/parse.h"

using namespace bd;
using namespace bd::yaml;

namespace {

Path pathOf(const QByteArray &dotted)
{
    return dotted.isEmpty() ? Path() : QString::fromUtf8(dotted).split(QLatin1Char('.'));
}

// «raw:5» is written as it is, «map» is a nested value, anything else is a string.
Node valueOf(const QByteArray &text)
{
    if (text.startsWith("raw:"))
        return Node::raw(QString::fromUtf8(text.sliced(4)));
    if (text != "map")
        return Node::string(QString::fromUtf8(text));
    const auto entry = [](const char *key, Node value) {
        return Entry{Node::string(QLatin1String(key)), std::move(value)};
    };
    return Node::mapping(
        {entry("test", Node::sequence({Node::string(QStringLiteral("CMD")), Node::string(QStringLiteral("a, b"))})),
         entry("retries", Node::raw(QStringLiteral("5"))), entry("labels", Node::mapping({}))});
}

QByteArray textOf(const Result<QByteArray> &result)
{
    if (result)
        return *result;
    return "error " + QByteArray::number(static_cast<int>(result.error().code)) + ": "
           + result.error().message.toUtf8();
}

QByteArray refusal(ErrorCode code)
{
    return "error " + QByteArray::number(static_cast<int>(code));
}

} // namespace

class TestEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setsAScalar_data();
    void setsAScalar();
    void insertsAKey_data();
    void insertsAKey();
    void removesAKey_data();
    void removesAKey();
    void putsWhereverThePathEnds_data();
    void putsWhereverThePathEnds();
    void appendsAnItem_data();
    void appendsAnItem();
    void replacesAnItem_data();
    void replacesAnItem();
    void removesAnItem_data();
    void removesAnItem();
    void refusesWhatItCannotDo_data();
    void refusesWhatItCannotDo();
};

void TestEdit::setsAScalar_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("after");

    const auto row = [](const char *name, const char *before, const char *path, const char *value, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(path) << QByteArray(value) << QByteArray(after);
    };
    row("plain", "a: 1 # one\nb: 2\n", "a", "raw:3", "a: 3 # one\nb: 2\n");
    row("quotes a string that looks like a truth value", "restart: always\n", "restart", "no", "restart: \"no\"\n");
    row("quotes what YAML would misread", "a: x\n", "a", "k: v # c", "a: \"k: v # c\"\n");
    row("escapes", "a: x\n", "a", "say \"hi\"\n", "a: \"say \\\"hi\\\"\\n\"\n");
    row("no final line break", "a: 1", "a", "raw:2", "a: 2");
    row("CRLF", "a: 1\r\nb: 2\r\n", "a", "raw:3", "a: 3\r\nb: 2\r\n");
    row("empty value", "a:\nb: 2\n", "a", "x", "a: x\nb: 2\n");
    row("empty value with a comment", "a: # c\n", "a", "x", "a: x # c\n");
    row("in a sequence", "p:\n  - 80:80\n  - 81:81 # c\n", "p.1", "82:81", "p:\n  - 80:80\n  - \"82:81\" # c\n");
    row("empty item", "p:\n  -\n  - b\n", "p.0", "a", "p:\n  - a\n  - b\n");
    row("flow", "e: {a: 1, b: x} # c\n", "e.b", "y, z", "e: {a: 1, b: \"y, z\"} # c\n");
    row("flow, empty", "e: {a: , b}\n", "e.b", "v", "e: {a: , b: v}\n");
    row("quoted key", "\"a b\": 'x'\n", "a b", "z", "\"a b\": z\n");
    row("block scalar", "a: |\n  x\n  y\n\n# c\nb: 1\n", "a", "z", "a: z\n\n# c\nb: 1\n");
    row("keeps an anchor", "a: &v 1\nb: *v\n", "a", "raw:2", "a: &v 2\nb: *v\n");
    row("replaces an alias", "a: &v 1\nb: *v\n", "b", "raw:2", "a: &v 1\nb: 2\n");
    row("on a line of its own", "a:\n  long\n  text\nb: 1\n", "a", "x", "a:\n  x\nb: 1\n");
    row("not ASCII", "ä: ö # ü\n", "ä", "€", "ä: € # ü\n");
    row("byte order mark",
        "\xef\xbb\xbf"
        "a: 1\nb: 2\n",
        "b", "raw:3",
        "\xef\xbb\xbf"
        "a: 1\nb: 3\n");
}

void TestEdit::setsAScalar()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, after);
    QCOMPARE(textOf(setScalar(before, pathOf(path), valueOf(value))), after);
}

void TestEdit::insertsAKey_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("mapping");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("after");

    const auto row = [](const char *name, const char *before, const char *path, const char *value, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(path) << QByteArray(value) << QByteArray(after);
    };
    row("at the end", "s:\n  a: 1 # one\n  # end\n\nt: 1\n", "s", "x", "s:\n  a: 1 # one\n  new: x\n  # end\n\nt: 1\n");
    row("four blanks", "s:\n    a: 1\n", "s", "x", "s:\n    a: 1\n    new: x\n");
    row("nested, in the document's step", "s:\n    a: 1\n", "s", "map",
        "s:\n    a: 1\n    new:\n        test:\n            - CMD\n            - a, b\n        retries: 5\n"
        "        labels: {}\n");
    row("no final line break", "s:\n  a: 1", "s", "x", "s:\n  a: 1\n  new: x");
    row("CRLF", "s:\r\n  a: 1\r\nt: 1\r\n", "s", "map",
        "s:\r\n  a: 1\r\n  new:\r\n    test:\r\n      - CMD\r\n      - a, b\r\n    retries: 5\r\n    labels: {}\r\n"
        "t: 1\r\n");
    row("empty value", "s: # c\n  # d\nt: 1\n", "s", "x", "s: # c\n  new: x\n  # d\nt: 1\n");
    row("deep empty value", "t:\n    u: 1\n    s:", "t.s", "x", "t:\n    u: 1\n    s:\n        new: x");
    row("null", "s: ~ # c\n", "s", "x", "s: {new: x} # c\n");
    row("empty flow mapping", "s: {} # c\n", "s", "x", "s: {new: x} # c\n");
    row("flow mapping", "s: {a: 1, \"b\": 'c' } # c\n", "s", "x", "s: {a: 1, \"b\": 'c', new: x } # c\n");
    row("flow mapping on several lines", "s: {\n  a: 1, # c\n  b: # d\n}\n", "s", "x",
        "s: {\n  a: 1, # c\n  b: , new: x # d\n}\n");
    row("nested in flow", "s: {a: 1}\n", "s", "map",
        "s: {a: 1, new: {test: [CMD, \"a, b\"], retries: 5, labels: {}}}\n");
    row("empty in flow", "s: {a: }\n", "s.a", "x", "s: {a: {new: x} }\n");
    row("empty document", "", "", "x", "new: x\n");
    row("only comments", "# about\n", "", "x", "# about\nnew: x\n");
    row("document that starts with comments", "# about\n\na: 1\n", "", "x", "# about\n\na: 1\nnew: x\n");
    row("before the end of the document", "a: 1\n...\n", "", "x", "a: 1\nnew: x\n...\n");
    row("mapping in a sequence", "p:\n- a: 1\n  b: 2\n- c: 3\n", "p.0", "x", "p:\n- a: 1\n  b: 2\n  new: x\n- c: 3\n");
    row("empty item", "p:\n  -\n  - c: 3\n", "p.0", "map",
        "p:\n  - new:\n      test:\n        - CMD\n        - a, b\n      retries: 5\n      labels: {}\n  - c: 3\n");
    row("after a block scalar", "s:\n  a: |\n    x\n\n\nt: 1\n", "s", "x", "s:\n  a: |\n    x\n  new: x\n\n\nt: 1\n");
    row("after one that keeps blank lines", "s:\n  a: |+\n    x\n\n\nt: 1\n", "s", "x",
        "s:\n  a: |+\n    x\n\n\n  new: x\nt: 1\n");
    row("after one without a line break", "a: 1\nb: |\n  x", "", "x", "a: 1\nnew: x\nb: |\n  x");
    row("after an empty value", "s:\n  a:\n  # c\n", "s", "x", "s:\n  a:\n  new: x\n  # c\n");
    row("beside a merge key", "x: &x {a: 1}\ns:\n  <<: *x\n", "s", "x", "x: &x {a: 1}\ns:\n  <<: *x\n  new: x\n");
    row("into an anchored mapping", "x: &x\n  a: 1\ns: *x\n", "x", "x", "x: &x\n  a: 1\n  new: x\ns: *x\n");
}

void TestEdit::insertsAKey()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, mapping);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, after);
    QCOMPARE(textOf(insertKey(before, pathOf(mapping), QStringLiteral("new"), valueOf(value))), after);
}

void TestEdit::removesAKey_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("after");

    const auto row = [](const char *name, const char *before, const char *path, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(path) << QByteArray(after);
    };
    row("first", "# top\nversion: '3' # old\n\ns: 1\n", "version", "# top\n\ns: 1\n");
    row("middle", "a: 1\n# about b\nb:\n  c: 2\n  d: 3 # d\n# about e\ne: 4\n", "b",
        "a: 1\n# about b\n# about e\ne: 4\n");
    row("last, no final line break", "a: 1\nb: 2", "b", "a: 1\n");
    row("CRLF", "a: 1\r\nb: 2\r\nc: 3\r\n", "b", "a: 1\r\nc: 3\r\n");
    row("the only one", "roles:\n  x: worker # c\nt: 1\n", "roles.x", "roles: {}\nt: 1\n");
    row("the only one, with a comment above", "roles:\n  # why\n  x: worker\n", "roles.x", "roles:\n  # why\n  {}\n");
    row("the only one of the document", "a: 1\n", "a", "{}\n");
    row("flow, first", "{a: 1, b: 2}", "a", "{b: 2}");
    row("flow, middle", "s: {a: 1, b: [1, 2], c: 3}\n", "s.b", "s: {a: 1, c: 3}\n");
    row("flow, last", "s: {a: 1, b: 2 }\n", "s.b", "s: {a: 1 }\n");
    row("flow, only", "s: { a: 1 }\n", "s.a", "s: {  }\n");
    row("flow, only, with a comma", "s: {a: 1,}\n", "s.a", "s: {}\n");
    row("flow, last, with a comma", "s: {a: 1, b: 2,}\n", "s.b", "s: {a: 1,}\n");
    row("first after a dash", "- a: 1\n  # about b\n  b: 2\n", "0.a", "- # about b\n  b: 2\n");
    row("second after a dash", "- a: 1\n  b: 2\n- c: 3\n", "0.b", "- a: 1\n- c: 3\n");
    row("quoted", "'a b': 1\n\"c\": 2\n", "a b", "\"c\": 2\n");
    row("block scalar", "a: |\n  x\n\n  y\n\nb: 1\n", "a", "\nb: 1\n");
    row("empty value", "a:\nb: 1\n", "a", "b: 1\n");
    row("not into the block scalar above it", "a: |\n  x\nb: 1\n    # deep\nc: 2\n", "b", "a: |\n  x\nc: 2\n");
    row("blank lines that the one above would keep", "a: |+\n  x\nb: 1\n\nc: 2\n", "b", "a: |+\n  x\nc: 2\n");
}

void TestEdit::removesAKey()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, after);
    QCOMPARE(textOf(removeKey(before, pathOf(path))), after);
}

void TestEdit::putsWhereverThePathEnds_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");

    QTest::newRow("set") << QByteArray("roles: { app: other } # c\n") << QByteArray("roles: { app: worker } # c\n");
    QTest::newRow("insert") << QByteArray("roles:\n  x: other\n") << QByteArray("roles:\n  x: other\n  app: worker\n");
    QTest::newRow("with the mapping") << QByteArray("version: 1\n")
                                      << QByteArray("version: 1\nroles:\n  app: worker\n");
    QTest::newRow("empty") << QByteArray("roles:\n") << QByteArray("roles:\n  app: worker\n");
    QTest::newRow("nothing at all") << QByteArray() << QByteArray("roles:\n  app: worker\n");
}

void TestEdit::putsWhereverThePathEnds()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QCOMPARE(textOf(put(before, pathOf("roles.app"), Node::string(QStringLiteral("worker")))), after);
}

void TestEdit::appendsAnItem_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *before, const char *path, const char *value, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(path) << QByteArray(value) << QByteArray(after);
    };
    row("deeper than its key", "a:\n  - x # one\n  # end\nb: 2\n", "a", "z", "a:\n  - x # one\n  - z\n  # end\nb: 2\n");
    row("as deep as its key", "a:\n- x\nb: 2\n", "a", "z", "a:\n- x\n- z\nb: 2\n");
    row("no final line break", "a:\n  - x", "a", "z", "a:\n  - x\n  - z");
    row("CRLF", "a:\r\n  - x\r\nb: 2\r\n", "a", "z", "a:\r\n  - x\r\n  - z\r\nb: 2\r\n");
    row("a mapping", "a:\n  - name: x\n    n: 1\n", "a", "map",
        "a:\n  - name: x\n    n: 1\n  - test:\n      - CMD\n      - a, b\n    retries: 5\n    labels: {}\n");
    row("flow", "a: [x, y]\n", "a", "z: 1", "a: [x, y, \"z: 1\"]\n");
    row("nothing there", "a:\nb: 2\n", "a", "x", "b: 2\na:\n  - x\n");
    row("an empty one", "b:\n    a: [] # none\n    c: 1\n", "b.a", "x", "b:\n    c: 1\n    a:\n        - x\n");
    row("behind a block scalar", "a:\n  - |\n    x\n\nb: 2\n", "a", "z", "a:\n  - |\n    x\n  - z\n\nb: 2\n");
}

void TestEdit::appendsAnItem()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, value);
    QTEST(textOf(appendItem(before, pathOf(path), valueOf(value))), "after");
}

void TestEdit::replacesAnItem_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *before, const char *path, const char *value, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(path) << QByteArray(value) << QByteArray(after);
    };
    row("a text", "a:\n  - x # one\n  - y\n", "a.0", "z", "a:\n  - z # one\n  - y\n");
    row("by a mapping", "a:\n- x\n# two\n- y\n", "a.1", "map",
        "a:\n- x\n# two\n- test:\n    - CMD\n    - a, b\n  retries: 5\n  labels: {}\n");
    row("a mapping", "a:\n  - n: 1\n    m: 2 # two\n  - y\n", "a.0", "x", "a:\n  - x # two\n  - y\n");
    row("in flow", "a: [x, y]\n", "a.0", "map", "a: [{test: [CMD, \"a, b\"], retries: 5, labels: {}}, y]\n");
}

void TestEdit::replacesAnItem()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, value);
    QTEST(textOf(replaceItem(before, pathOf(path), valueOf(value))), "after");
}

void TestEdit::removesAnItem_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *before, const char *path, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(path) << QByteArray(after);
    };
    row("first", "a:\n  - x # one\n  # two\n  - y\n", "a.0", "a:\n  # two\n  - y\n");
    row("last", "a:\n  - x\n  - n: 1\n    m: 2\nb: 2\n", "a.1", "a:\n  - x\nb: 2\n");
    row("the only one", "a:\n  - x # one\nb: 2\n", "a.0", "a: []\nb: 2\n");
    row("the only one, as deep as its key", "a:\n- x\n", "a.0", "a: []\n");
    row("in flow, first", "a: [x, y]\n", "a.0", "a: [y]\n");
    row("in flow, last", "a: [x, y]\n", "a.1", "a: [x]\n");
    row("in flow, the only one", "a: [x,]\n", "a.0", "a: []\n");
    row("of a list in a list", "a:\n  - - x\n    - y\n", "a.0.0", "a:\n  - - y\n");
}

void TestEdit::removesAnItem()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, path);
    QTEST(textOf(removeItem(before, pathOf(path))), "after");
}

void TestEdit::refusesWhatItCannotDo_data()
{
    QTest::addColumn<QByteArray>("outcome");
    QTest::addColumn<QByteArray>("expected");
    const Node x = Node::string(QStringLiteral("x"));
    const QString key = QStringLiteral("k");

    const auto row = [](const char *name, const Result<QByteArray> &result, ErrorCode code) {
        QTest::newRow(name) << textOf(result).left(refusal(code).size()) << refusal(code);
    };
    row("no YAML", setScalar("a: [", pathOf("a"), x), ErrorCode::Parse);
    row("no such key", setScalar("a: 1\n", pathOf("b"), x), ErrorCode::NotFound);
    row("no such item", setScalar("a: [1]\n", pathOf("a.1"), x), ErrorCode::NotFound);
    row("a scalar over a mapping", setScalar("a: {b: 1}\n", pathOf("a"), x), ErrorCode::InvalidUse);
    row("a tagged scalar", setScalar("a: !!str 1\n", pathOf("a"), x), ErrorCode::InvalidUse);
    row("through an alias", setScalar("a: &a {b: 1}\nc: *a\n", pathOf("c.b"), x), ErrorCode::InvalidUse);
    row("into an alias", insertKey("a: &a {b: 1}\nc: *a\n", pathOf("c"), key, x), ErrorCode::InvalidUse);
    row("a key that is there", insertKey("k: 1\n", {}, key, x), ErrorCode::InvalidUse);
    row("a key into a scalar", insertKey("a: 1\n", pathOf("a"), key, x), ErrorCode::InvalidUse);
    row("a key into a sequence", insertKey("a: [1]\n", pathOf("a"), key, x), ErrorCode::InvalidUse);
    row("a pair in a flow sequence", insertKey("a: [b: {}]\n", pathOf("a.0"), key, x), ErrorCode::InvalidUse);
    row("an anchor that is used elsewhere", removeKey("a: &a 1\nb: *a\n", pathOf("a")), ErrorCode::InvalidUse);
    row("an item", removeKey("a: [1, 2]\n", pathOf("a.0")), ErrorCode::InvalidUse);
    row("the document", removeKey("a: 1\n", {}), ErrorCode::InvalidUse);
    row("a long path through a scalar", put("a: 1\n", pathOf("a.b.c"), x), ErrorCode::InvalidUse);
}

void TestEdit::refusesWhatItCannotDo()
{
    QFETCH(QByteArray, outcome);
    QFETCH(QByteArray, expected);
    QCOMPARE(outcome, expected);
}

QTEST_APPLESS_MAIN(TestEdit)
#include "tst_edit.moc"
