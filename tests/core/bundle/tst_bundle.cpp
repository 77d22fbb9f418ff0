// What goes out with a bundle: secrets do not, and every desktop can open it.
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "bundle/bundle.h"

using namespace bd;
using namespace bd::bundle;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const char *const model =
    "{\"name\": \"kc-backend\", \"services\": {\"kafka\": {\"image\": \"confluentinc/cp-kafka:7.6.0\","
    " \"command\": [\"--password\", \"hunter2\", \"run\"], \"environment\": {"
    " \"KAFKA_BROKER_ID\": \"1\", \"KAFKA_SSL_KEYSTORE_PASSWORD\": \"hunter2\", \"EMPTY_PASSWORD\": \"\","
    " \"DB_TOKEN\": 4711, \"KAFKA_LISTENER_NAME_SASL_JAAS_CONFIG\":"
    " \"PlainLoginModule required username='admin' password='hunter2';\","
    " \"DATABASE_URL\": \"postgres://app:hunter2@db/app\"}}},"
    " \"secrets\": {\"api_key\": {\"environment\": \"API\", \"content\": \"hunter2\"}},"
    " \"configs\": {\"app\": {\"content\": \"some lines, key hunter2\"}}}";

} // namespace

class TestBundle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noSecretOfTheModelGoesOut()
    {
        const QByteArray masked = maskedModel(model);
        QVERIFY2(!masked.contains("hunter2") && !masked.contains("4711"), masked.constData());
        const QJsonObject kafka = QJsonDocument::fromJson(masked)[s("services")][s("kafka")].toObject();
        QCOMPARE(kafka[s("image")].toString(), s("confluentinc/cp-kafka:7.6.0"));
        QCOMPARE(kafka[s("environment")][s("KAFKA_BROKER_ID")].toString(), s("1"));
        QCOMPARE(kafka[s("environment")][s("EMPTY_PASSWORD")].toString(),
                 QString()); // that it is empty is worth knowing
        QCOMPARE(kafka[s("environment")][s("DATABASE_URL")].toString(), s("postgres://app:••••@db/app"));
        QVERIFY(!maskedModel("{ this is no JSON, PASSWORD=hunter2").contains("hunter2"));
    }

    void aZipThatOthersRead()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(s("bundle.zip"));
        const Bundle bundle{{{s("about.txt"), "Brokerdeck 1\n"}, {s("logs/kafka.log"), QByteArray(300'000, 'x')}}};
        QCOMPARE(bundle.bytes(), qint64(300'013));
        const auto written = write(bundle, path);
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
        QProcess python;
        python.start(s("python3"), {s("-c"),
                                    s("import sys, zipfile\n"
                                      "z = zipfile.ZipFile(sys.argv[1])\n"
                                      "assert z.testzip() is None\n"
                                      "print([(i.filename, i.file_size) for i in z.infolist()], z.read('about.txt'))"),
                                    path});
        QVERIFY(python.waitForFinished(20'000));
        QCOMPARE(python.readAllStandardError(), QByteArray());
        QCOMPARE(python.readAllStandardOutput().trimmed(),
                 QByteArray("[('about.txt', 13), ('logs/kafka.log', 300000)] b'Brokerdeck 1\\n'"));
        QVERIFY(QFileInfo(path).size() < 50'000);
        QVERIFY(!write(bundle, folder.filePath(s("no/folder.zip"))));
    }
};

QTEST_GUILESS_MAIN(TestBundle)
#include "tst_bundle.moc"
