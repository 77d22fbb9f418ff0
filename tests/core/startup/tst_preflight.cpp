// What Compose would make anew, told from hashes and images. Pure.
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
