// Connections are kept, found again, exchanged; never with a secret, and never at the cost of a file that is not ours.
#include <QtTest>

#include <atomic>
#include <thread>

#include <QTemporaryDir>

#include "store/connections.h"
#include "store/store.h"

using namespace bd;
using store::Connection;
using store::Connections;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Connection sample(const QString &name = QStringLiteral("shop"))
{
    Connection connection;
    connection.name = name;
    connection.colour = store::Colour::Red;
    connection.readOnly = true;
    connection.bootstrap = s("a:9092,b:9092");
    connection.properties = {{s("security.protocol"), s("SASL_SSL")}, {s("sasl.username"), s("ü=\"x\"")}};
    connection.secrets = {s("sasl.password")};
    connection.registry = store::SchemaRegistry{s("https://registry:8081"), s("me")};
    return connection;
}

} // namespace

class TestConnections : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    int m_files = 0;
    QString newFile() { return m_dir.filePath(QStringLiteral("%1.json").arg(++m_files)); }

    static QByteArray contents(const QString &file) { return store::readFile(file).value_or(QByteArray()); }

private Q_SLOTS:
    void nothingIsKeptAtFirst()
    {
        const Connections connections(newFile());
        QVERIFY(connections.all().value().empty());
        QCOMPARE(connections.named(s("shop")).error().code, ErrorCode::NotFound);
    }

    void whatIsKeptComesBack()
    {
        const QString file = newFile();
        const auto kept = Connections(file).add(sample());
        QVERIFY(kept);
        QVERIFY(!kept->id.isEmpty());
        QVERIFY(Connections(file).add(sample(s("a"))));
        Connection expected = sample();
        expected.id = kept->id;
        QVERIFY(Connections(file).named(s("shop")).value() == expected);
        const auto all = Connections(file).all().value();
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all.front().name, s("a"));
        QVERIFY(all.front().id != all.back().id);
    }

    void aNameIsThereOnce()
    {
        Connections connections(newFile());
        QVERIFY(connections.add(sample()));
        QCOMPARE(connections.add(sample()).error().code, ErrorCode::InvalidUse);
        auto other = connections.add(sample(s("other"))).value();
        other.name = s("shop");
        QCOMPARE(connections.change(other).error().code, ErrorCode::InvalidUse);
        other.name = s("third");
        QVERIFY(connections.change(other));
        QVERIFY(connections.named(s("third")).value() == other);
        QCOMPARE(connections.all()->size(), std::size_t(2));
    }

    void whatIsRemovedIsGone()
    {
        Connections connections(newFile());
        const auto kept = connections.add(sample());
        QVERIFY(connections.remove(kept->id));
        QVERIFY(connections.all()->empty());
        QCOMPARE(connections.remove(kept->id).error().code, ErrorCode::NotFound);
        QCOMPARE(connections.change(*kept).error().code, ErrorCode::NotFound);
    }

    void aSecretIsNeverWritten_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"sasl.password", "ssl.key.pem", "ssl.keystore.password", "sasl.jaas.config"})
            QTest::newRow(name) << s(name);
    }

    void aSecretIsNeverWritten()
    {
        QFETCH(QString, name);
        const QString file = newFile();
        Connection connection = sample();
        connection.properties.insert(name, s("geheim"));
        const auto refused = Connections(file).add(connection);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(name), qPrintable(refused.error().message));
        QVERIFY(!refused.error().message.contains(s("geheim")));
        QVERIFY(!QFile::exists(file));
    }

    void whatMakesNoSenseIsRefused()
    {
        const auto refused = [](const std::function<void(Connection &)> &spoil) {
            Connection connection = sample();
            spoil(connection);
            return !store::check(connection);
        };
        QVERIFY(store::check(sample()));
        QVERIFY(refused([](Connection &c) { c.name = QString(); }));
        QVERIFY(refused([](Connection &c) { c.name = QString(81, QLatin1Char('x')); }));
        QVERIFY(refused([](Connection &c) { c.name = s("a\nb"); }));
        QVERIFY(refused([](Connection &c) { c.name = s("a\x1b[31m"); }));
        QVERIFY(refused([](Connection &c) { c.name = s("--json"); }));
        QVERIFY(refused([](Connection &c) { c.bootstrap = QString(); }));
        QVERIFY(refused([](Connection &c) { c.properties.insert(s("x"), QString(70'000, QLatin1Char('x'))); }));
        QVERIFY(refused([](Connection &c) { c.secrets += s("client.id"); }));
        QVERIFY(refused([](Connection &c) { c.registry->url = s("file:///etc/passwd"); }));
        QVERIFY(refused([](Connection &c) { c.registry->url = s("https://me:geheim@registry"); }));
    }

    void exchangedWithoutIdsAndSecrets()
    {
        Connections connections(newFile());
        QVERIFY(connections.add(sample()));
        const QByteArray document = store::exported(*connections.all());
        QVERIFY(!document.contains(connections.all()->front().id.toUtf8()));
        QVERIFY(document.contains("sasl.password")); // its name: it will be asked for
        const auto back = store::imported(document);
        QVERIFY(back);
        QVERIFY(back->front() == sample());
        // An id of somebody else's would give away, or overwrite, what is in this keychain.
        QByteArray withId = document;
        withId.replace("\"name\"", "\"id\": \"x\", \"name\"");
        QCOMPARE(store::imported(withId)->front().id, QString());
    }

    void aDocumentThatIsWrongIsRefused_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("name=x");
        QTest::newRow("something else") << QByteArray("{\"connections\": []}");
        const QByteArray head = "{\"brokerdeckConnections\": 1, \"connections\": [";
        QTest::newRow("no name") << head + "{\"bootstrap\": \"a:1\"}]}";
        QTest::newRow("no object") << head + "7]}";
        QTest::newRow("a secret")
            << head
                   + "{\"name\": \"x\", \"bootstrap\": \"a:1\", \"properties\": {\"sasl.password\": "
                     "\"p\"}}]}";
        const QByteArray one = "{\"name\": \"x\", \"bootstrap\": \"a:1\"}";
        QTest::newRow("twice") << head + one + "," + one + "]}";
        QByteArrayList many;
        for (int i = 0; i <= 1000; ++i)
            many += "{\"name\": \"" + QByteArray::number(i) + "\", \"bootstrap\": \"a:1\"}";
        QTest::newRow("too many") << head + many.join(',') + "]}";
    }

    void aDocumentThatIsWrongIsRefused()
    {
        QFETCH(QByteArray, document);
        const auto refused = store::imported(document);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Parse);
    }

    void aNewerDocumentIsRefused()
    {
        const auto refused = store::imported("{\"brokerdeckConnections\": 2, \"connections\": []}");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Failed);
    }

    void aDamagedFileIsLeftAsItIs_data()
    {
        QTest::addColumn<QByteArray>("damaged");
        QTest::newRow("cut off") << QByteArray("{\"brokerdeckConnections\": 1, \"conn");
        const QByteArray noId = "{\"brokerdeckConnections\": 1, \"connections\": [{\"name\": \"x\", \"bootstrap\": "
                                "\"a:1\"}]}";
        QTest::newRow("without an id") << noId;
    }

    void aDamagedFileIsLeftAsItIs()
    {
        QFETCH(QByteArray, damaged);
        const QString file = newFile();
        QVERIFY(store::writeFile(file, damaged));
        Connections connections(file);
        QCOMPARE(connections.all().error().code, ErrorCode::Parse);
        QCOMPARE(connections.add(sample(s("new"))).error().code, ErrorCode::Parse);
        QCOMPARE(contents(file), damaged);
    }

    void severalWritersLoseNothing()
    {
        const QString file = newFile();
        std::atomic<int> failures{0};
        {
            std::vector<std::jthread> writers;
            for (int writer = 0; writer < 4; ++writer)
                writers.emplace_back([&, writer] {
                    for (int i = 0; i < 5; ++i)
                        failures += !Connections(file).add(sample(QStringLiteral("%1-%2").arg(writer).arg(i)));
                });
        }
        QCOMPARE(failures.load(), 0);
        QCOMPARE(Connections(file).all()->size(), std::size_t(20));
    }

    void coloursHaveNames()
    {
        QCOMPARE(store::colourNamed(u"red"), std::optional(store::Colour::Red));
        QVERIFY(!store::colourNamed(u"beige"));
        for (const QString &name : store::colourNames())
            QCOMPARE(store::nameOf(*store::colourNamed(name)), name);
    }
};

QTEST_GUILESS_MAIN(TestConnections)
#include "tst_connections.moc"
