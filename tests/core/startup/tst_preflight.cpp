// What Compose would make anew, told from hashes and images; ports that cannot both be had. Pure.
#include <QtTest>

#include "startup/preflight.h"

using namespace bd;

namespace {

engine::Container container(const QString &service)
{
    engine::Container made;
    made.imageId = QStringLiteral("sha256:1");
    made.labels = {{QStringLiteral("com.docker.compose.service"), service},
                   {QStringLiteral("com.docker.compose.config-hash"), QStringLiteral("abc")},
                   {QStringLiteral("com.docker.compose.image"), QStringLiteral("sha256:1")},
                   {QStringLiteral("com.docker.compose.oneoff"), QStringLiteral("False")}};
    return made;
}

const QString kafka = QStringLiteral("kafka");

} // namespace

class TestPreflight : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onePortIsForOneService()
    {
        const auto publishes = [](const QString &name, const QString &ip, quint16 port, const QString &protocol) {
            compose::Service service;
            service.name = name;
            service.ports = {{ip, port, 9092, protocol}};
            return service;
        };
        const QString local = QStringLiteral("127.0.0.1"), tcp = QStringLiteral("tcp");
        compose::Project project;
        project.services = {publishes(QStringLiteral("zookeeper"), local, 9092, tcp), publishes(kafka, {}, 9092, tcp)};
        const auto clashes = startup::portClashes(project, {});
        QCOMPARE(clashes.size(), size_t(1));
        QCOMPARE(clashes.front().code, ErrorCode::PortTaken);
        QCOMPARE(clashes.front().message, QStringLiteral("zookeeper and kafka publish the same port, 9092"));
        QVERIFY(startup::portClashes(project, {kafka}).empty()); // the other one is not started
        project.services[1] = publishes(kafka, QStringLiteral("127.0.0.2"), 9092, tcp);
        QVERIFY(startup::portClashes(project, {}).empty());
        project.services[1] = publishes(kafka, local, 9092, QStringLiteral("udp"));
        QVERIFY(startup::portClashes(project, {}).empty());
        project.services[0] = project.services[1] = publishes(kafka, local, 0, tcp); // the engine chooses
        QVERIFY(startup::portClashes(project, {}).empty());
    }

    void whatIsAsItWasDoesNotDrift()
    {
        QVERIFY(
            startup::drift({{kafka, QStringLiteral("abc")}}, {{kafka, QStringLiteral("sha256:1")}}, {container(kafka)})
                .isEmpty());
    }

    void anotherHashDrifts()
    {
        QCOMPARE(startup::drift({{kafka, QStringLiteral("def")}}, {}, {container(kafka), container(kafka)}),
                 QStringList{kafka});
    }

    void anImageThatWasMadeAnewUnderItsNameDrifts()
    {
        const QMap<QString, QString> hashes{{kafka, QStringLiteral("abc")}};
        QCOMPARE(startup::drift(hashes, {{kafka, QStringLiteral("sha256:2")}}, {container(kafka)}), QStringList{kafka});
        QVERIFY(startup::drift(hashes, {}, {container(kafka)}).isEmpty()); // it is not here: it will be fetched
    }

    void whatIsNotOfTheFileIsLeftAlone()
    {
        engine::Container oneOff = container(kafka);
        oneOff.labels.insert(QStringLiteral("com.docker.compose.oneoff"), QStringLiteral("True"));
        QVERIFY(startup::drift({{kafka, QStringLiteral("def")}}, {}, {oneOff, container(QStringLiteral("orphan"))})
                    .isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPreflight)
#include "tst_preflight.moc"
