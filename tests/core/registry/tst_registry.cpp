// A Schema Registry's schemas, of a stand-in that speaks its documented REST interface. A real one: tests/registry.
#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "fakes/httpserver.h"
#include "net/net.h"
#include "registry/answers.h"
#include "registry/client.h"

using namespace bd;
using namespace std::chrono_literals;
using fakes::HttpServer;
using registry::Client;
using registry::Settings;

namespace {

const QByteArray unknown = R"({"error_code":40403,"message":"Schema not found"})";

QByteArray schemaBody(const QByteArray &schema, const char *kind = nullptr, const QJsonArray &references = {})
{
    QJsonObject json{{QStringLiteral("schema"), QString::fromUtf8(schema)}};
    if (kind)
        json.insert(QStringLiteral("schemaType"), QLatin1String(kind));
    if (!references.isEmpty())
        json.insert(QStringLiteral("references"), references);
    return QJsonDocument(json).toJson();
}

QJsonObject reference(const char *name, const char *subject, int version)
{
    return {{QStringLiteral("name"), QLatin1String(name)},
            {QStringLiteral("subject"), QLatin1String(subject)},
            {QStringLiteral("version"), version}};
}

struct TestClock {
    std::atomic<int> seconds{0};

    Clock clock()
    {
        return {[this] { return TimePoint(std::chrono::seconds(1'700'000'000 + seconds)); },
                [](Millis, const std::stop_token &) { return true; }};
    }
};

// Of one schema, what is shown for the bytes behind its frame, or why there is nothing.
QString shown(Client &client, quint32 id, const QByteArray &bytes = QByteArray::fromHex("02"))
{
    const decode::Schemas schemas = client.schemas({id}, {});
    const decode::KnownSchema known = schemas.value(id);
    return known.decoder ? known.decoder->decode(bytes).text : known.missing;
}

} // namespace

class TestRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settings_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Settings>("settings");
        const auto row = [](const char *text, const char *url, const char *user = "", const char *password = "") {
            QTest::newRow(text) << QString::fromLatin1(text)
                                << Settings{QUrl(QLatin1String(url)), QLatin1String(user), QLatin1String(password), {}};
        };
        row("http://localhost:8081", "http://localhost:8081");
        row("http://localhost:8081//", "http://localhost:8081");
        row("https://host/apis/ccompat/v7/", "https://host/apis/ccompat/v7");
        row(" host:8081 ", "http://host:8081");
        row("http://ann:s%40c@host:1", "http://host:1", "ann", "s@c");
        row("http://[::1]:8081", "http://[::1]:8081");
    }

    void settings()
    {
        QFETCH(QString, text);
        QFETCH(Settings, settings);
        const auto read = registry::settingsOf(text);
        QVERIFY(read);
        QCOMPARE(read->url, settings.url);
        QCOMPARE(*read, settings);
    }

    void settingsThatAreNone()
    {
        for (const char *text : {"", "ftp://host", "http://", "http://ann:secret@", "a b", "http://host:99999",
                                 "http://host/?x=1", "http://ann:secret@ho st"}) {
            const auto read = registry::settingsOf(QString::fromLatin1(text));
            QVERIFY2(!read, text);
            QCOMPARE(read.error().code, ErrorCode::InvalidUse);
            QVERIFY(!read.error().message.contains(QLatin1String("secret")));
        }
    }

    void answers()
    {
        const auto avro = registry::schemaIn(R"({"schema":"\u0022int\u0022"})");
        QVERIFY(avro);
        QCOMPARE(*avro, (registry::Answer{QStringLiteral("AVRO"), "\"int\"", {}}));
        const auto json = registry::schemaIn(schemaBody("{}", "JSON", {reference("a", "b", 3)}));
        QVERIFY(json);
        QCOMPARE(*json,
                 (registry::Answer{QStringLiteral("JSON"), "{}", {{QStringLiteral("a"), QStringLiteral("b"), 3}}}));
        for (const char *none : {"", "<html>", "[]", "{}", R"({"schema":7})"})
            QVERIFY2(!registry::schemaIn(none), none);
        QCOMPARE(*registry::subjectsIn(R"(["b","a"])"), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(!registry::subjectsIn("{}"));
        QCOMPARE(registry::errorCodeIn(unknown), 40403);
        QCOMPARE(registry::errorCodeIn("<html>"), 0);
    }

    void schemasAreAskedForOnce()
    {
        HttpServer server;
        server.put("/schemas/ids/7", {200, schemaBody("\"int\""), {}});
        Settings settings = *registry::settingsOf(server.url());
        settings.user = QStringLiteral("ann");
        settings.password = QStringLiteral("secret");
        Client client(settings);
        for (int i = 0; i < 10'000; ++i)
            QCOMPARE(shown(client, 7), QStringLiteral("1"));
        QCOMPARE(server.paths(), QList<QByteArray>{"/schemas/ids/7"});
        QVERIFY(server.requests().value(0).contains(QByteArray("ann:secret").toBase64()));
    }

    void pathsOfTheAddressAreKept()
    {
        HttpServer server;
        server.put("/apis/ccompat/v7/schemas/ids/1", {200, schemaBody("{}", "JSON"), {}});
        Client client(*registry::settingsOf(server.url() + QStringLiteral("/apis/ccompat/v7/")));
        QCOMPARE(shown(client, 1, "{\"a\": 1}"), QStringLiteral("{\"a\": 1}"));
    }

    void whatTheRegistryDoesNotKnowIsAskedForAgainLater()
    {
        HttpServer server;
        server.put("/schemas/ids/7", {404, unknown, {}});
        TestClock clock;
        Client client(*registry::settingsOf(server.url()), clock.clock());
        for (int i = 0; i < 100; ++i)
            QCOMPARE(shown(client, 7), QStringLiteral("the Schema Registry has no schema 7"));
        QCOMPARE(server.requests().size(), 1);
        server.put("/schemas/ids/7", {200, schemaBody("\"int\""), {}});
        clock.seconds = 29;
        QCOMPARE(shown(client, 7), QStringLiteral("the Schema Registry has no schema 7"));
        clock.seconds = 31;
        QCOMPARE(shown(client, 7), QStringLiteral("1"));
    }

    void oneThatFailsIsLeftAlone_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("reason");
        QTest::newRow("401") << 401 << QByteArray("{}") << QStringLiteral("wants a user and a password");
        QTest::newRow("500") << 500 << QByteArray(R"({"error_code":50001})") << QStringLiteral("problem of its own");
        QTest::newRow("no registry") << 404 << QByteArray("<html>") << QStringLiteral("There is nothing at");
        QTest::newRow("another service") << 200 << QByteArray("<html>") << QStringLiteral("no Schema Registry");
    }

    void oneThatFailsIsLeftAlone()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, reason);
        HttpServer server;
        for (const char *path : {"/schemas/ids/1", "/schemas/ids/2"})
            server.put(path, {status, body, {}});
        TestClock clock;
        Client client(*registry::settingsOf(server.url()), clock.clock());
        for (int i = 0; i < 50; ++i) {
            QVERIFY2(shown(client, 1).contains(reason), qPrintable(shown(client, 1)));
            QVERIFY2(shown(client, 2).contains(reason), qPrintable(shown(client, 2)));
        }
        QCOMPARE(server.requests().size(), 1);
        clock.seconds = 11;
        server.put("/schemas/ids/2", {200, schemaBody("\"int\""), {}});
        QCOMPARE(shown(client, 2), QStringLiteral("1"));
    }

    void oneThatIsDownCostsOneWait()
    {
        HttpServer server;
        server.answer(false);
        TestClock clock;
        Client client(*registry::settingsOf(server.url()), clock.clock());
        QElapsedTimer timer;
        timer.start();
        QSet<quint32> ids;
        for (quint32 id = 1; id <= 100; ++id)
            ids.insert(id);
        const decode::Schemas schemas = client.schemas(ids, {});
        QCOMPARE(schemas.size(), 100);
        for (const decode::KnownSchema &known : schemas)
            QVERIFY2(known.missing.contains(QLatin1String("did not answer")), qPrintable(known.missing));
        QVERIFY(timer.elapsed() < 9000);
        QCOMPARE(server.requests().size(), 1);
    }

    void aStopEndsTheWait()
    {
        HttpServer server;
        server.answer(false);
        Client client(*registry::settingsOf(server.url()));
        std::stop_source stop;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(100ms);
            stop.request_stop();
        });
        QElapsedTimer timer;
        timer.start();
        const decode::Schemas schemas = client.schemas({1, 2}, stop.get_token());
        QVERIFY(timer.elapsed() < 4000);
        QCOMPARE(schemas.size(), 2);
        server.answer(true);
        server.put("/schemas/ids/1", {200, schemaBody("\"int\""), {}});
        QCOMPARE(shown(client, 1), QStringLiteral("1")); // a cancel is no failure of the registry
    }

    void referencesAreFollowed()
    {
        HttpServer server;
        server.put(
            "/schemas/ids/1",
            {200,
             schemaBody(
                 R"({"type":"record","name":"R","fields":[{"name":"a","type":"x.A"},{"name":"b","type":"x.B"}]})",
                 "AVRO", {reference("x.A", "a/b c", 2), reference("x.B", "b", 1)}),
             {}});
        server.put("/subjects/a%2Fb%20c/versions/2",
                   {200,
                    schemaBody(R"({"type":"record","name":"x.A","fields":[{"name":"b","type":"x.B"}]})", nullptr,
                               {reference("x.B", "b", 1)}),
                    {}});
        server.put("/subjects/b/versions/1",
                   {200, schemaBody(R"({"type":"enum","name":"x.B","symbols":["ONE","TWO"]})"), {}});
        Client client(*registry::settingsOf(server.url()));
        QCOMPARE(shown(client, 1, QByteArray::fromHex("0200")),
                 QStringLiteral("{\"a\":{\"b\":\"TWO\"},\"b\":\"ONE\"}"));
        QCOMPARE(server.requests().size(), 3);

        server.put("/schemas/ids/2", {200, schemaBody("\"x.B\"", "AVRO", {reference("x.B", "b", 1)}), {}});
        QCOMPARE(shown(client, 2, QByteArray::fromHex("00")), QStringLiteral("\"ONE\""));
        QCOMPARE(server.requests().size(), 4); // the version was known
    }

    void referencesThatLeadNowhereAreSaid()
    {
        HttpServer server;
        server.put("/schemas/ids/1", {200, schemaBody("\"x.B\"", "AVRO", {reference("x.B", "gone", 1)}), {}});
        server.put("/subjects/gone/versions/1", {404, R"({"error_code":40401,"message":"Subject not found"})", {}});
        server.put("/schemas/ids/2", {200, schemaBody("\"x.C\"", "AVRO", {reference("x.C", "round", 1)}), {}});
        server.put("/subjects/round/versions/1",
                   {200, schemaBody("\"x.C\"", "AVRO", {reference("x.C", "round", 1)}), {}});
        Client client(*registry::settingsOf(server.url()));
        const QString gone = shown(client, 1);
        QVERIFY2(gone.contains(QLatin1String("schema 1")) && gone.contains(QLatin1String("x.B (gone, version 1)")),
                 qPrintable(gone));
        QVERIFY(shown(client, 2).contains(QLatin1String("x.C"))); // and ends
        QCOMPARE(server.requests().size(), 4);
    }

    void subjects()
    {
        HttpServer server;
        server.put("/subjects", {200, R"(["orders-value","orders-key"])", {}});
        Client client(*registry::settingsOf(server.url()));
        QCOMPARE(*client.subjects({}), (QStringList{QStringLiteral("orders-key"), QStringLiteral("orders-value")}));
        server.put("/subjects", {403, "{}", {}});
        QVERIFY(client.subjects({}).error().message.contains(QLatin1String("does not allow")));
        Client nowhere(*registry::settingsOf(QStringLiteral("127.0.0.1:%1").arg(net::freePort())));
        QCOMPARE(nowhere.subjects({}).error().code, ErrorCode::Unreachable);
    }

    void severalThreadsShareOne()
    {
        HttpServer server;
        for (int id = 1; id <= 20; ++id)
            server.put("/schemas/ids/" + QByteArray::number(id), {200, schemaBody("\"int\""), {}});
        Client client(*registry::settingsOf(server.url()));
        std::atomic<int> right{0};
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&] {
                    for (quint32 id = 1; id <= 20; ++id)
                        right += shown(client, id) == QLatin1String("1") ? 1 : 0;
                });
        }
        QCOMPARE(right.load(), 80);
    }
};

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"
