// The views of Kafka.
#include "shots/shot.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QEventLoop>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTimer>

#include "cluster/clusterview.h"
#include "common/background.h"
#include "common/rowtable.h"
#include "connections/connectionsview.h"
#include "connections/testcard.h"
#include "groups/grouplist.h"
#include "groups/grouppage.h"
#include "groups/groupsview.h"
#include "records/recorddetail.h"
#include "records/recordsview.h"
#include "shell/mainwindow.h"
#include "shell/outcomes.h"
#include "topics/topiclist.h"
#include "topics/topicpage.h"
#include "topics/topicsview.h"

namespace bd::app {

namespace {

using namespace std::chrono_literals;

void showRecords(MainWindow &window, std::vector<kafka::Record> records)
{
    openWith(window, samples::healthy());
    window.showView(View::Records);
    RecordsView *view = window.recordsView();
    view->setTopics(samples::metadata());
    view->openTopic(QStringLiteral("purchase-created"));
    view->setBegun();
    records::SearchProgress progress;
    progress.searched = progress.taken = static_cast<qint64>(records.size());
    progress.all = 1251;
    progress.rest = {{0, 0, 400}, {1, 0, 400}, {2, 0, 400}};
    view->add({std::make_shared<std::vector<kafka::Record>>(std::move(records)), {}});
    view->setProgress(progress);
    view->setEnded({});
}

} // namespace

void openWith(MainWindow &window, const stack::StackState &state, const compose::Project &project)
{
    window.showProject(project, state.context.name);
    timeline::Run earlier = samples::finishedRun();
    earlier.id = 40;
    earlier.finishedAt = earlier.startedAt + 5300ms;
    window.setRuns({samples::finishedRun(), earlier});
    window.setState(state, samples::now());
    const timeline::Run run = samples::finishedRun();
    window.setLastStart(timeline::fold(run, *run.finishedAt));
    window.setRun(run, false);
}

std::vector<Shot> topicShots()
{
    const auto topics = [](MainWindow &window, const kafka::Metadata &metadata) {
        openWith(window, samples::healthy());
        window.showView(View::Topics);
        window.topicsView()->setTopics(samples::topics(metadata));
    };
    return {
        {"topics", [=](MainWindow &window) { topics(window, samples::metadata()); }},
        {"topics-filtered",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             window.topicsView()->list()->filter()->setText(QStringLiteral("purchase"));
         }},
        {"topics-many", [=](MainWindow &window) { topics(window, samples::manyTopics(10'000)); }},
        {"topics-trouble", [=](MainWindow &window) { topics(window, samples::troubledTopics()); }},
        {"topics-no-broker",
         [](MainWindow &window) {
             openWith(window, samples::stopped());
             window.showView(View::Topics);
             window.topicsView()->setFailure(Error{ErrorCode::Unreachable,
                                                   QStringLiteral("No broker of kc-backend runs"),
                                                   QStringLiteral("Start the stack first."),
                                                   {}});
         }},
        {"topics-none", [=](MainWindow &window) { topics(window, kafka::Metadata()); }},
        {"topic",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             window.topicsView()->openTopic(QStringLiteral("purchase-created"));
         }},
        {"topic-settings",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             window.topicsView()->openTopic(QStringLiteral("dead-letter-queue"));
             window.topicsView()->page()->tabs()->setCurrentIndex(1);
         }},
        {"topic-trouble",
         [=](MainWindow &window) {
             topics(window, samples::troubledTopics());
             window.topicsView()->openTopic(QStringLiteral("purchase-confirmed"));
         }},
        {"topic-create",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             window.topicsView()->list()->createButton()->click();
         }},
        {"topic-expected",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             window.topicsView()->setExpectations(TopicsView::Expectations::Init);
             Q_EMIT window.topicsView()->list()->expectationWanted(QStringLiteral("audit-log"));
         }},
        {"topic-compare",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             Q_EMIT window.topicsView()->list()->compareWanted(QStringLiteral("purchase-created"));
         }},
        {"topics-waiting",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             window.setNotice(waitingFinding(goingOnText({TopicChange::Kind::Create, {QStringLiteral("orders")}})));
         }},
        {"topic-delete",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             Q_EMIT window.topicsView()->list()->deleteWanted(QStringLiteral("purchase-created"));
         }},
        {"topic-partitions",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             Q_EMIT window.topicsView()->list()->addPartitionsWanted(QStringLiteral("purchase-created"));
         }},
        {"topic-setting",
         [=](MainWindow &window) {
             topics(window, samples::metadata());
             window.topicsView()->openTopic(QStringLiteral("dead-letter-queue"));
             window.topicsView()->page()->tabs()->setCurrentIndex(1);
             auto *settings = window.topicsView()->page()->settings();
             Q_EMIT settings->opened(settings->model()->index(1, 0));
         }},
    };
}

std::vector<Shot> recordShots()
{
    return {
        {"records", [](MainWindow &window) { showRecords(window, samples::records()); }},
        {"record",
         [](MainWindow &window) {
             showRecords(window, samples::records());
             window.recordsView()->table()->selectRow(6);
         }},
        {"record-bytes",
         [](MainWindow &window) {
             showRecords(window, samples::records());
             window.recordsView()->bar()->valueBox()->setCurrentText(QStringLiteral("json"));
             Q_EMIT window.recordsView()->bar()->formatsChanged({QStringLiteral("auto"), QStringLiteral("json")});
             window.recordsView()->table()->selectRow(3);
         }},
        {"record-dead-letter",
         [](MainWindow &window) {
             auto records = samples::records();
             records.push_back(samples::deadLetter());
             showRecords(window, records);
             window.recordsView()->table()->selectRow(3);
         }},
        {"record-write",
         [](MainWindow &window) {
             showRecords(window, samples::records());
             window.recordsView()->writeButton()->click();
         }},
        {"record-send-again",
         [](MainWindow &window) {
             showRecords(window, samples::records());
             window.recordsView()->table()->selectRow(6);
             Q_EMIT window.recordsView()->detail()->sendAgainWanted();
         }},
        {"records-problem",
         [](MainWindow &window) {
             showRecords(window, {});
             window.recordsView()->bar()->filterField()->setText(QStringLiteral("a(b"));
             window.recordsView()->bar()->howBox()->setCurrentIndex(1);
             Q_EMIT window.recordsView()->bar()->readWanted();
         }},
        {"records-none",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             window.showView(View::Records);
             window.recordsView()->setTopics(samples::metadata());
         }},
    };
}

std::vector<Shot> groupShots()
{
    const auto groups = [](MainWindow &window, const kafka::GroupList &list) {
        openWith(window, samples::healthy());
        window.showView(View::Groups);
        window.groupsView()->setContainers(samples::containersByAddress());
        window.groupsView()->setGroups(samples::groupsSnapshot(list));
    };
    const auto reset = [=](MainWindow &window, const char *name, bool connected) {
        groups(window, samples::groups());
        GroupsView *view = window.groupsView();
        const QString group = QString::fromLatin1(name);
        QObject::connect(view, &GroupsView::previewWanted, view, [=](const kafka::ResetWish &wish) {
            const auto status = detailsOf(samples::groupDetails(), group).status;
            const auto may = kafka::mayBeChanged(status.description);
            view->setPreview(wish, connected ? kafka::ResetPlan() : kafka::planReset(wish, status.offsets),
                             may ? std::nullopt : std::optional(may.error()));
        });
        Q_EMIT view->list()->resetWanted(group);
        QEventLoop loop; // the dialog waits until typing has ended
        QTimer::singleShot(400, &loop, &QEventLoop::quit);
        loop.exec();
    };
    return {
        {"groups", [=](MainWindow &window) { groups(window, samples::groups()); }},
        {"groups-many", [=](MainWindow &window) { groups(window, samples::manyGroups(10'000)); }},
        {"groups-none", [=](MainWindow &window) { groups(window, {}); }},
        {"groups-partial",
         [=](MainWindow &window) {
             kafka::GroupList list = samples::groups();
             list.unanswered = {QStringLiteral("Failed to query broker 2: Local: Timed out")};
             groups(window, list);
         }},
        {"groups-menu",
         [=](MainWindow &window) {
             groups(window, samples::groups());
             window.groupsView()->list()->menuFor(QStringLiteral("audit"))->popup(window.mapToGlobal(QPoint(240, 200)));
         }},
        {"group",
         [=](MainWindow &window) {
             groups(window, samples::groups());
             window.groupsView()->openGroup(QStringLiteral("billing"));
         }},
        {"group-members",
         [=](MainWindow &window) {
             groups(window, samples::groups());
             window.groupsView()->openGroup(QStringLiteral("billing"));
             window.groupsView()->page()->tabs()->setCurrentIndex(1);
         }},
        {"group-trouble",
         [=](MainWindow &window) {
             groups(window, samples::groups());
             window.groupsView()->openGroup(QStringLiteral("old-import"));
         }},
        {"group-reset", [=](MainWindow &window) { reset(window, "audit", false); }},
        {"group-reset-refused", [=](MainWindow &window) { reset(window, "billing", true); }},
        {"group-delete",
         [=](MainWindow &window) {
             groups(window, samples::groups());
             Q_EMIT window.groupsView()->list()->deleteWanted(QStringLiteral("audit"));
         }},
        {"group-delete-offsets",
         [=](MainWindow &window) {
             groups(window, samples::groups());
             Q_EMIT window.groupsView()->list()->deleteOffsetsWanted(QStringLiteral("audit"));
         }},
    };
}

std::vector<Shot> clusterShots()
{
    const auto cluster = [](MainWindow &window, ClusterFacts facts) {
        openWith(window, samples::healthy());
        window.showView(View::Cluster);
        window.clusterView()->setFacts(Background::shared(std::move(facts)));
    };
    const auto tab = [=](ClusterView::Tab chosen, ClusterFacts (*facts)()) {
        return [=](MainWindow &window) {
            cluster(window, facts());
            window.clusterView()->tabs()->setCurrentIndex(chosen);
        };
    };
    return {
        {"cluster", tab(ClusterView::BrokersTab, &samples::clusterFacts)},
        {"cluster-settings", tab(ClusterView::SettingsTab, &samples::clusterFacts)},
        {"cluster-no-rules", tab(ClusterView::RulesTab, &samples::clusterFacts)},
        {"cluster-inside", tab(ClusterView::BrokersTab, &samples::insideCluster)},
        {"cluster-trouble", tab(ClusterView::BrokersTab, &samples::troubledCluster)},
        {"cluster-all-settings",
         [=](MainWindow &window) {
             cluster(window, samples::troubledCluster());
             window.clusterView()->tabs()->setCurrentIndex(ClusterView::SettingsTab);
             window.clusterView()->onlySet()->setChecked(false);
         }},
        {"cluster-rules", tab(ClusterView::RulesTab, &samples::troubledCluster)},
        {"cluster-features", tab(ClusterView::FeaturesTab, &samples::troubledCluster)},
        {"cluster-no-broker",
         [](MainWindow &window) {
             openWith(window, samples::stopped());
             window.showView(View::Cluster);
             window.clusterView()->setFailure(Error{ErrorCode::Unreachable,
                                                    QStringLiteral("No broker of kc-backend runs"),
                                                    QStringLiteral("Start the stack first."),
                                                    {}});
         }},
    };
}

std::vector<Shot> connectionShots()
{
    const auto connections = [](MainWindow &window) {
        openWith(window, samples::healthy());
        window.showView(View::Connections);
        window.connectionsView()->setConnections(samples::connections());
    };
    return {
        {"connections", connections},
        {"connections-test",
         [=](MainWindow &window) {
             connections(window);
             window.connectionsView()->testCard()->show();
             window.connectionsView()->testCard()->begin(QStringLiteral("Staging"));
             for (const connection::Step &step : samples::testSteps()) {
                 window.connectionsView()->testCard()->add(step);
             }
             window.connectionsView()->testCard()->end({});
         }},
        {"connection-used",
         [](MainWindow &window) {
             showRecords(window, samples::records());
             window.setConnection(samples::connections().at(1));
         }},
        {"connection-add",
         [=](MainWindow &window) {
             connections(window);
             window.connectionsView()->addButton()->click();
         }},
        {"connection-add-tested",
         [connections](MainWindow &window) {
             connections(window);
             ConnectionsView *view = window.connectionsView();
             view->addButton()->click();
             const auto *form = view->findChild<QDialog *>();
             const auto fields = form->findChildren<QLineEdit *>();
             fields.at(0)->setText(QStringLiteral("Shop"));
             fields.at(1)->setText(QStringLiteral("staging.example.org:9094"));
             const auto buttons = form->findChildren<QPushButton *>();
             (*std::ranges::find_if(buttons, [](QPushButton *one) {
                 return one->text() == QCoreApplication::translate("ConnectionDialog", "Test it");
             }))->click();
             view->beginTest(QStringLiteral("Shop"));
             for (const connection::Step &step : samples::testSteps()) {
                 view->addStep(step);
             }
             view->endTest({});
         }},
        {"connection-secrets",
         [=](MainWindow &window) {
             connections(window);
             window.connectionsView()->askSecretsOf(samples::connections().back(), {QStringLiteral("sasl.password")},
                                                    {}, false);
         }},
    };
}

} // namespace bd::app
