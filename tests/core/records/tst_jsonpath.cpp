// JSON paths with comparisons: what they hold for, and what is said of those that are none.
#include <QtTest>

#include "records/jsonpath.h"

using namespace bd;
using records::JsonPath;

namespace {

// In ' instead of ": raw strings of several lines are too much for moc.
const QString order =
    QString::fromUtf8(
        "{'order': {'id': 7, 'big': 9007199254740993, 'state': 'paid', 'rush': false, 'note': null},"
        " 'items': [{'sku': 'A-1', 'price': 9.5, 'tags': ['new']}, {'sku': 'B-2', 'price': 20}, {'price': 3}],"
        " 'odd name': {'a\\u0027b': 1, 'x\\u0022y': 2, '\u00e4': '\u00fc'}, 'order-id': '17'}")
        .replace(QLatin1Char('\''), QLatin1Char('"'));

} // namespace

class TestJsonPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holds_data()
    {
        QTest::addColumn<bool>("holds");
        const auto rows = [](bool holds, const std::vector<const char *> &expressions) {
            for (const char *expression : expressions)
                QTest::newRow(expression) << holds;
        };
        rows(true, {"$",
                    "$.order.id == 7",
                    "7 == $.order.id",
                    " $.order.id==7.0 ",
                    "$.order.big == 9007199254740993", // more digits than a double has
                    "$.order.id != 8",
                    "$.order.id < 7.5",
                    "$.order.id >= 7",
                    "$.order.state == 'paid'",
                    "$.order.state > \"open\"",
                    "$.order.state =~ \"^p.*d$\"",
                    "$.order.id =~ '^\\d$'",
                    "$.order.state =~ /PAID/i",
                    "$.order.rush == false",
                    "$.order.note == null",
                    "$.order.note",
                    "!$.order.gone",
                    "$.order-id == \"17\"",
                    "$['odd name']['a\\'b'] == 1",
                    "$[\"odd name\"][\"x\\\"y\"] == 2",
                    "$['odd name'].\u00e4 == '\\u00fc'",
                    "$.items[0].sku",
                    "$.items[-1].price == 3",
                    "$.items[*].sku =~ \"A-.*\"",
                    "$.items[1:].price == 20",
                    "$.items[::-1].price == 3",
                    "$.items[0, 1].sku == 'B-2'",
                    "$..sku == 'B-2'",
                    "$..['sku', 'none'] == 'A-1'",
                    "$..[0] == 'new'",
                    "$..* == 'new'",
                    "$.*.id == 7",
                    "$.items[?@.price > 10].sku == 'B-2'",
                    "$.items[?(@.sku && @.tags[?@ == 'new'])]",
                    "$.items[?@.price == $.items[2].price]",
                    "$.order.id == 1 || $.order.state == 'paid' && !($.order.rush == true)",
                    "$.order == $.order"});
        rows(false, {"$.gone",
                     "$.gone != 7", // what is not there is not another
                     "$.order.id == '7'",
                     "$.order.big == 9007199254740992",
                     "$.order.id < '8'",
                     "$.order.note < 1",
                     "$.order.note =~ '.*'",
                     "$.order =~ '.*'",
                     "$.order.rush == null",
                     "$.order.state =~ 'PAID'",
                     "$.order[0]",
                     "$.items.sku",
                     "$.items[3]",
                     "$.items[-4]",
                     "$.items[1:1]",
                     "$.items[::0]",
                     "$.items[9007199254740991]",
                     "$.items[?@.price > 100]",
                     "$.order.id == 7 && $.order.rush == true",
                     "!$"});
    }

    void holds()
    {
        const QString expression = QString::fromUtf8(QTest::currentDataTag());
        const auto path = JsonPath::parse(expression);
        QVERIFY2(path, path ? "" : qPrintable(path.error().hint));
        QFETCH(bool, holds);
        QCOMPARE(path->holds(*records::jsonOf(order)), holds);
    }

    void saysWhereAndWhatWasExpected_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *expression, int at, const char *expected) {
            QTest::newRow(expression) << at << QString::fromUtf8(expected);
        };
        row("order.id", 1, "begins with $");
        row("$.order.id = 7", 12, "«==»");
        row("$.", 3, "a name");
        row("$.a.b c", 7, "a comparison");
        row("$.a ==", 7, "a path");
        row("$.a == seven", 8, "a number");
        row("$.a[", 5, "«*»");
        row("$.a[x]", 5, "in quotes");
        row("$.a['x]", 5, "closed");
        row("$.a[1", 6, "«]»");
        row("$['\\x']", 5, "\\uXXXX");
        row("$.a =~ 7", 8, "regular expression");
        row("$.a =~ \"(x\"", 11, "regular expression");
        row("$.a =~ /x", 8, "closed");
        row("($.a", 5, "«)»");
        row("$.a && ", 8, "begins with $");
        row("@.a", 1, "«$»");
        row("$.items[?#]", 10, "$ or @");
        row("7", 2, "==");
        row("count($.a) > 1", 1, "begins with $");
        row("$.a[99999999999999999999]", 5, "whole number");
        row("-", 1, "a number");
        row("", 1, "begins with $");
    }

    void saysWhereAndWhatWasExpected()
    {
        const auto path = JsonPath::parse(QString::fromUtf8(QTest::currentDataTag()));
        QVERIFY(!path);
        QCOMPARE(path.error().code, ErrorCode::InvalidUse);
        QFETCH(int, at);
        QFETCH(QString, expected);
        QVERIFY2(path.error().hint.startsWith(QStringLiteral("At character %1: expected ").arg(at)),
                 qPrintable(path.error().hint));
        QVERIFY2(path.error().hint.contains(expected), qPrintable(path.error().hint));
    }

    void depthAndLengthAreBounded()
    {
        for (const QString &open : {QStringLiteral("("), QStringLiteral("!"), QStringLiteral("$[?@")}) {
            QVERIFY(!JsonPath::parse(open.repeated(1000)));
            QVERIFY(!JsonPath::parse(open.repeated(5000)));
        }
        const QString nested = QStringLiteral("[").repeated(500) + QStringLiteral("]").repeated(500);
        const auto all = JsonPath::parse(QStringLiteral("$") + QStringLiteral("..*").repeated(20)
                                         + QStringLiteral(" == 1"));
        QVERIFY(all);
        QVERIFY(!all->holds(*records::jsonOf(nested))); // and ends
    }

    // Any text is an expression or an error, never a crash: pieces of real ones in any order.
    void anyTextIsAnswered()
    {
        const QStringList pieces{QStringLiteral("$"),  QStringLiteral(".a"),   QStringLiteral("["),
                                 QStringLiteral("]"),  QStringLiteral("?"),    QStringLiteral("@"),
                                 QStringLiteral("("),  QStringLiteral(")"),    QStringLiteral("'"),
                                 QStringLiteral("\""), QStringLiteral("\\"),   QStringLiteral("\\u00"),
                                 QStringLiteral("=="), QStringLiteral(" =~ "), QStringLiteral("/"),
                                 QStringLiteral(".."), QStringLiteral("*"),    QStringLiteral("&&"),
                                 QStringLiteral("!"),  QStringLiteral("-1"),   QStringLiteral(":"),
                                 QStringLiteral(","),  QStringLiteral("1e9"),  QStringLiteral("null")};
        QRandomGenerator random(20261125);
        const QJsonValue json = *records::jsonOf(order);
        int parsed = 0;
        for (int i = 0; i < 50'000; ++i) {
            QString expression = i % 2 ? QStringLiteral("$") : QString();
            for (int n = random.bounded(8); n >= 0; --n)
                expression += pieces.at(random.bounded(pieces.size()));
            if (const auto path = JsonPath::parse(expression)) {
                ++parsed;
                path->holds(json);
            }
        }
        QVERIFY(parsed > 100);
    }

    void onlyJsonIsJson()
    {
        for (const char *text : {"{}", "[]", "1", "\"x\"", "null", " {\"a\": [1]} "})
            QVERIFY2(records::jsonOf(QString::fromUtf8(text)), text);
        for (const char *text : {"", "x", "1,2", "00 ff", "{", "1]", "],["})
            QVERIFY2(!records::jsonOf(QString::fromUtf8(text)), text);
    }
};

QTEST_GUILESS_MAIN(TestJsonPath)
#include "tst_jsonpath.moc"
