// Our views over a cluster, timed from inside: how long until what was asked for is in them, the longest time for which
// the window did not answer meanwhile, and the memory of it all. Prints one line of JSON. For bench/kafka.
//
//   brokerdeck-bench topics BOOTSTRAP             lists the topics, then filters them letter by letter
//   brokerdeck-bench records BOOTSTRAP TOPIC TEXT reads all records with TEXT in them, from the beginning
//   brokerdeck-bench create BOOTSTRAP COUNT NAME  creates COUNT topics of 3 partitions, NAME-0 …
//   brokerdeck-bench mock COUNT                   librdkafka's mock cluster with COUNT topics of 3 partitions; prints where,
//                                                 and ends with its standard input
#include <cstdio>
#include <ctime>
#include <thread>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QTimer>

#include "common/theme.h"
#include "fakes/mockcluster.h"
#include "inside.h"
#include "records/recordsview.h"
#include "topics/clustersession.h"
#include "topics/topiclist.h"
#include "topics/topicsview.h"

using namespace bd;
using bd::bench::print;
using bd::bench::Stalls;
using namespace std::chrono_literals;

namespace {

int failed(const Error &error)
{
    std::fprintf(stderr, "brokerdeck-bench: %s\n", qUtf8Printable(error.message + u' ' + error.detail));
    return 1;
}

kafka::Settings settingsFor(const QString &bootstrap)
{
    kafka::Settings settings;
    settings.bootstrap = bootstrap;
    return settings;
}

// From the wish to see topics until they are painted, and then a filter, letter by letter.
int listTopics(const QString &bootstrap)
{
    app::ClusterSession session([settings = settingsFor(bootstrap)](std::stop_token) {
        return kafka::Client::open(settings).map(
            [](std::unique_ptr<kafka::Client> client) { return std::shared_ptr<kafka::Client>(std::move(client)); });
    });
    app::TopicsView view;
    view.resize(1096, 720);
    view.show();
    QApplication::processEvents();
    QElapsedTimer timer;
    Stalls stalls;
    QJsonObject result;
    QObject::connect(&session, &app::ClusterSession::topicsChanged, &view, [&](const app::TopicsSnapshotPtr &snapshot) {
        view.setTopics(snapshot);
        if (!result.contains(QStringLiteral("ms"))) {
            view.repaint();
            result.insert(QStringLiteral("ms"), static_cast<double>(timer.nsecsElapsed()) / 1e6);
            result.insert(QStringLiteral("topics"), static_cast<int>(snapshot->metadata.topics.size()));
        }
    });
    QObject::connect(&session, &app::ClusterSession::lookFailed, &view,
                     [](const Error &error) { QApplication::exit(failed(error)); });
    QObject::connect(&view, &app::TopicsView::detailsWanted, &session, &app::ClusterSession::wantDetails);
    timer.start();
    stalls.begin();
    session.setWatched(true);
    QTimer::singleShot(12s, &view, [&] { // two more looks
        stalls.addTo(result);
        QTimer::singleShot(0, &view, [&] {
            stalls.begin();
            double longest = 0;
            for (const QChar letter : QStringLiteral("topic-7")) {
                QElapsedTimer key;
                key.start();
                view.list()->filter()->setText(view.list()->filter()->text() + letter);
                QApplication::processEvents();
                longest = std::max(longest, static_cast<double>(key.nsecsElapsed()) / 1e6);
            }
            result.insert(QStringLiteral("filter_ms"), longest);
            QApplication::exit(print(result));
        });
    });
    return QApplication::exec();
}

int readRecords(const QString &bootstrap, const QString &topic, const QString &text)
{
    app::RecordSession session(
        [settings = settingsFor(bootstrap)](std::stop_token) { return Result<kafka::Settings>(settings); });
    app::RecordsView view;
    view.resize(1096, 720);
    view.show();
    QApplication::processEvents();
    using app::RecordSession;
    using app::RecordsView;
    QObject::connect(&view, &RecordsView::searchWanted, &session, &RecordSession::search);
    QObject::connect(&view, &RecordsView::stopWanted, &session, &RecordSession::stop);
    QObject::connect(&session, &RecordSession::begun, &view, &RecordsView::setBegun);
    QObject::connect(&session, &RecordSession::received, &view, &RecordsView::add);
    QObject::connect(&session, &RecordSession::progressed, &view, &RecordsView::setProgress);
    QObject::connect(&session, &RecordSession::ended, &view, &RecordsView::setEnded);
    app::RecordQuery query;
    query.topic = topic;
    query.from = app::RecordQuery::From::Beginning;
    query.filter = text;
    query.most = app::RecordModel::mostRecords;
    const auto plan = app::planOf(query, Clock::system().now());
    if (!plan)
        return failed(plan.error());
    QElapsedTimer timer;
    Stalls stalls;
    QObject::connect(&session, &RecordSession::ended, &view, [&](const std::optional<Error> &error) {
        const double ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        QJsonObject result{{QStringLiteral("ms"), ms}, {QStringLiteral("records"), view.model()->size()}};
        stalls.addTo(result);
        QApplication::exit(error ? failed(*error) : print(result));
    });
    timer.start();
    stalls.begin();
    view.readPlan(*plan);
    return QApplication::exec();
}

int createTopics(const QString &bootstrap, int count, const QString &name)
{
    const auto client = kafka::Client::open(settingsFor(bootstrap));
    if (!client)
        return failed(client.error());
    std::vector<kafka::NewTopic> wanted;
    for (int i = 0; i < count; ++i)
        wanted.push_back({QStringLiteral("%1-%2").arg(name).arg(i), 3, 1, {}});
    QElapsedTimer timer;
    timer.start();
    const auto outcomes = (*client)->createTopics(wanted, 120s, {});
    if (!outcomes)
        return failed(outcomes.error());
    int made = 0;
    for (const kafka::TopicOutcome &outcome : *outcomes)
        made += outcome.error.isEmpty() ? 1 : 0;
    return print(
        {{QStringLiteral("ms"), static_cast<double>(timer.nsecsElapsed()) / 1e6}, {QStringLiteral("topics"), made}});
}

// The mock cluster takes what it is told every 200 ms only, but then all of it: many tell it at once.
int runMock(int count)
{
    constexpr int tellers = 200;
    fakes::MockCluster cluster(3);
    {
        std::vector<std::jthread> threads;
        for (int teller = 0; teller < tellers; ++teller) {
            threads.emplace_back([&cluster, teller, count] {
                for (int i = teller; i < count; i += tellers)
                    rd_kafka_mock_topic_create(cluster.get(), QByteArray("topic-" + QByteArray::number(i)).constData(),
                                               3, 3);
            });
        }
    }
    std::printf("%s\n", qUtf8Printable(cluster.bootstrap()));
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    app::applyTheme(application, app::Scheme::Light);
    const QStringList words = QApplication::arguments().mid(1);
    const QString verb = words.value(0);
    if (verb == QLatin1String("topics") && words.size() == 2)
        return listTopics(words.at(1));
    if (verb == QLatin1String("records") && words.size() == 4)
        return readRecords(words.at(1), words.at(2), words.at(3));
    if (verb == QLatin1String("create") && words.size() == 4)
        return createTopics(words.at(1), words.at(2).toInt(), words.at(3));
    if (verb == QLatin1String("mock") && words.size() == 2)
        return runMock(words.at(1).toInt());
    std::fprintf(stderr, "Usage: brokerdeck-bench topics|records|create|mock …; see bench/kafkaviews.cpp\n");
    return 2;
}
