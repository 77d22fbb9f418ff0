// The test of a connection on ports that behave in every way they can: it fails at the right step, and says what to
// set. What needs a broker that lets people in is tested on real ones, in tests/ctl/connections_test.py.
#include <QtTest>

#include "connection/test.h"
#include "fakes/brokerport.h"
#include "fakes/certificates.h"
#include "fakes/mockcluster.h"
#include "fakes/tcpserver.h"
#include "net/net.h"

using namespace bd;
using connection::Step;
using fakes::BrokerPort;
using fakes::TcpServer;
using Kind = Step::Kind;
using State = Step::State;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

kafka::Settings to(const QString &bootstrap, const QMap<QString, QString> &properties = {})
{
    kafka::Settings settings;
    settings.bootstrap = bootstrap;
    settings.properties = properties;
    return settings;
}

std::vector<Step> tested(const kafka::Settings &settings, Millis deadline = Millis(20'000))
{
    return connection::testConnection(settings, {}, deadline, {}).value();
}

const Step *failedStep(const std::vector<Step> &steps)
{
    const auto found = std::find_if(steps.begin(), steps.end(),
                                    [](const Step &one) { return one.state == State::Failed; });
    return found == steps.end() ? nullptr : &*found;
}

QString told(const std::vector<Step> &steps)
{
    QStringList lines;
    for (const Step &step : steps)
        lines += QStringList{connection::nameOf(step.kind), connection::nameOf(step.state), step.target, step.message,
                             step.hint}
                     .join(s(" | "));
    return lines.join(QLatin1Char('\n'));
}

#define FAILS_AT(steps, step, words)                                                                                   \
    do {                                                                                                               \
        const std::vector<Step> ran = (steps);                                                                         \
        QVERIFY2(failedStep(ran) && failedStep(ran)->kind == (step), qPrintable(told(ran)));                           \
        QVERIFY2((failedStep(ran)->message + failedStep(ran)->hint).contains(s(words)), qPrintable(told(ran)));        \
    } while (false)

} // namespace

class TestTest : public QObject
{
    Q_OBJECT

private:
    const fakes::Certificates m_certificates;

    BrokerPort::Role tlsRole(const char *name = "server") const
    {
        const QByteArray base(name);
        BrokerPort::Role role;
        role.certificate = m_certificates.bytes((base + ".pem").constData());
        role.key = m_certificates.bytes((base + ".key").constData());
        return role;
    }
    QMap<QString, QString> ssl(const char *authority = "ca.pem") const
    {
        return {{s("security.protocol"), s("SSL")}, {s("ssl.ca.location"), m_certificates.file(authority)}};
    }
    static QMap<QString, QString> scram(const char *protocol = "SASL_PLAINTEXT")
    {
        return {{s("security.protocol"), s(protocol)},
                {s("sasl.mechanisms"), s("SCRAM-SHA-256")},
                {s("sasl.username"), s("alice")},
                {s("sasl.password"), s("geheim")}};
    }

private Q_SLOTS:
    void bootstrapServersAreReadAsLibrdkafkaDoes()
    {
        QCOMPARE(connection::bootstrapAddresses(s("a, b:1,PLAINTEXT://c:2,[::1],[::1]:3,,")),
                 QStringList({s("a:9092"), s("b:1"), s("c:2"), s("[::1]:9092"), s("[::1]:3")}));
        QVERIFY(!connection::testConnection(to(s(" , ")), {}, Millis(1000), {}));
    }

    void aClusterThatWorksPassesEveryStep()
    {
        const fakes::MockCluster cluster(2);
        std::vector<Step> seen;
        const auto steps = connection::testConnection(to(cluster.bootstrap()),
                                                      [&](const Step &step) { seen.push_back(step); }, Millis(20'000),
                                                      {});
        QVERIFY(steps);
        QVERIFY2(!failedStep(*steps), qPrintable(told(*steps)));
        QVERIFY(seen == *steps);
        QVERIFY(std::count_if(seen.begin(), seen.end(), [](const Step &one) { return one.kind == Kind::Endpoint; })
                == 2);
    }

    void aNameThatNobodyKnows()
    {
        const auto steps = tested(to(s("nobody.invalid:9092")));
        FAILS_AT(steps, Kind::Name, "nobody.invalid");
        QVERIFY(steps.back().kind == Kind::Authorization && steps.back().state == State::Skipped);
    }

    void aPortWithNothingBehindIt()
    {
        const auto steps = tested(to(QStringLiteral("127.0.0.1:%1").arg(net::freePort())));
        FAILS_AT(steps, Kind::Port, "refused");
    }

    void oneOfSeveralBootstrapServersIsEnoughToGoOn()
    {
        const fakes::MockCluster cluster(1);
        const auto steps = tested(to(s("nobody.invalid:1,") + cluster.bootstrap()));
        FAILS_AT(steps, Kind::Name, "nobody.invalid");
        QVERIFY2(steps.back().kind == Kind::Endpoint && steps.back().state == State::Passed, qPrintable(told(steps)));
    }

    void somethingElseThanKafka()
    {
        const BrokerPort mail({.certificate = {}, .key = {}, .clientAuthorities = {}, .sasl = false, .isKafka = false});
        FAILS_AT(tested(to(mail.address())), Kind::Kafka, "no Kafka");
    }

    void clearTextToATlsPort()
    {
        const BrokerPort port(tlsRole());
        FAILS_AT(tested(to(port.address())), Kind::Kafka, "security.protocol=SSL.");
        BrokerPort::Role role = tlsRole();
        role.sasl = true;
        const BrokerPort asking(role);
        const auto steps = tested(to(asking.address()));
        FAILS_AT(steps, Kind::Kafka, "security.protocol=SASL_SSL");
        FAILS_AT(steps, Kind::Kafka, "SCRAM-SHA-256");
    }

    void tlsToAClearTextPort()
    {
        const BrokerPort port(BrokerPort::Role{});
        FAILS_AT(tested(to(port.address(), ssl())), Kind::Tls, "security.protocol=PLAINTEXT");
    }

    void certificatesThatAreWrong()
    {
        const BrokerPort port(tlsRole());
        FAILS_AT(tested(to(port.address(), ssl("other-ca.pem"))), Kind::Tls, "Test authority");
        const BrokerPort elsewhere(tlsRole("elsewhere"));
        FAILS_AT(tested(to(elsewhere.address(), ssl())), Kind::Tls, "kafka.example");
        const BrokerPort expired(tlsRole("expired"));
        FAILS_AT(tested(to(expired.address(), ssl())), Kind::Tls, "expired");
        FAILS_AT(tested(to(port.address(), ssl("nothing.pem"))), Kind::Tls, "nothing.pem");
    }

    void aCertificateOfOnesOwnIsWanted()
    {
        BrokerPort::Role role = tlsRole();
        role.clientAuthorities = m_certificates.bytes("ca.pem");
        const BrokerPort port(role);
        FAILS_AT(tested(to(port.address(), ssl())), Kind::Tls, "wants a certificate of your own");
    }

    void aLoginThatIsWantedOrNot()
    {
        BrokerPort::Role asking;
        asking.sasl = true;
        const BrokerPort port(asking);
        FAILS_AT(tested(to(port.address())), Kind::Authentication, "SASL_PLAINTEXT");
        auto properties = scram();
        properties[s("sasl.mechanisms")] = s("PLAIN");
        FAILS_AT(tested(to(port.address(), properties)), Kind::Authentication, "SCRAM-SHA-256");
        const BrokerPort open(BrokerPort::Role{});
        FAILS_AT(tested(to(open.address(), scram())), Kind::Authentication, "has no login");
    }

    void settingsThatAreWrong()
    {
        const fakes::MockCluster cluster(1);
        FAILS_AT(tested(to(cluster.bootstrap(), {{s("socket.timeout.ms"), s("soon")}})), Kind::Kafka,
                 "socket.timeout.ms");
    }

    void silenceEndsAtTheDeadlineAndAStopIsSeen()
    {
        const TcpServer server([](int, const std::stop_token &stop) { TcpServer::silence(stop); });
        const auto settings = to(QStringLiteral("127.0.0.1:%1").arg(server.port()));
        QElapsedTimer timer;
        timer.start();
        FAILS_AT(tested(settings, Millis(300)), Kind::Kafka, "did not answer");
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        std::stop_source stop;
        const std::jthread stopper([&] {
            std::this_thread::sleep_for(Millis(50));
            stop.request_stop();
        });
        timer.restart();
        const auto stopped = connection::testConnection(settings, {}, Millis(20'000), stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < 2000);
    }
};

QTEST_GUILESS_MAIN(TestTest)
#include "tst_test.moc"
