// Troubleshooting, and what the overview says of it.
#include "shots/shot.h"

#include <QPushButton>
#include <QTreeWidget>

#include "brokers/brokersdialog.h"
#include "brokers/nodesdialog.h"
#include "common/findingcard.h"
#include "overview/overviewview.h"
#include "practice/practicedialog.h"
#include "shell/brokerspanel.h"
#include "shell/mainwindow.h"
#include "troubleshoot/bundledialog.h"
#include "troubleshoot/runbookdialog.h"
#include "troubleshoot/troubleshootview.h"

namespace bd::app {

namespace {

void show(MainWindow &window, View view, DiagnosisFacts facts)
{
    openWith(window, samples::manyTroubles());
    window.showView(view);
    window.setDiagnoses(std::make_shared<const DiagnosisFacts>(std::move(facts)), samples::now());
    if (view == View::Troubleshoot) {
        window.troubleshootView()->setSymptoms(
            runbook::readRunbooks(QStringLiteral(":/runbooks")).value_or(std::vector<runbook::Runbook>()));
    }
}

} // namespace

std::vector<Shot> troubleShots()
{
    return {
        {"overview-diagnosed", [](MainWindow &window) { show(window, View::Overview, samples::diagnosisFacts()); }},
        {"troubleshoot", [](MainWindow &window) { show(window, View::Troubleshoot, samples::diagnosisFacts()); }},
        {"troubleshoot-runbook",
         [](MainWindow &window) {
             show(window, View::Troubleshoot, {});
             const auto runbooks = runbook::readRunbooks(QStringLiteral(":/runbooks"));
             auto *dialog = new RunbookDialog(runbooks->front(), QStringLiteral("kc-backend"), &window);
             dialog->setOutcome(runbook::follow(runbooks->front(),
                                                {{verify::Check::What::ZooKeeper,
                                                  verify::Check::Status::Passed,
                                                  QStringLiteral("zookeeper answers srvr in 2 ms, standalone"),
                                                  {},
                                                  Micros(2000)},
                                                 {verify::Check::What::Broker,
                                                  verify::Check::Status::Failed,
                                                  QStringLiteral("kafka ended with exit 1, 40 s ago"),
                                                  {},
                                                  Micros(1000)},
                                                 {verify::Check::What::Room,
                                                  verify::Check::Status::Passed,
                                                  QStringLiteral("77.6 GiB are free on the disk of the engine"),
                                                  {},
                                                  Micros(1000)},
                                                 {verify::Check::What::Memory,
                                                  verify::Check::Status::Failed,
                                                  QStringLiteral("kafka was killed because it had no memory left"),
                                                  {},
                                                  Micros(1000)}},
                                                {}));
             dialog->show();
         }},
        {"practice",
         [](MainWindow &window) {
             show(window, View::Overview, samples::diagnosisFacts());
             auto rows = samples::lessons();
             rows[1].goesOn = true;
             auto *dialog = new PracticeDialog(&window);
             dialog->setLessons(rows);
             dialog->hintButton()->click();
             dialog->setChecked(rows[1].lesson.id, false, QStringLiteral("Not yet: kafka: exit 1, 12 s ago"));
             dialog->show();
         }},
        {"brokers",
         [](MainWindow &window) {
             show(window, View::Troubleshoot, samples::diagnosisFacts());
             auto *dialog = new BrokersDialog(QStringLiteral("kc-backend"), &window);
             dialog->setSeen(std::make_shared<const registration::Seen>(samples::staleBroker()));
             dialog->show();
         }},
        {"brokers-unregister",
         [](MainWindow &window) {
             show(window, View::Troubleshoot, samples::diagnosisFacts());
             guard::RegistrationPlan plan;
             plan.place.project = QStringLiteral("kc-backend");
             plan.broker = 1;
             plan.nodes = {{QStringLiteral("/brokers/ids/1"), 0x19, 0x100000b5a8f0000},
                           {QStringLiteral("/controller"), 0x1a, 0x100000b5a8f0000}};
             askTyped(&window, questionOf(plan, false), [] {});
         }},
        {"brokers-nodes",
         [](MainWindow &window) {
             show(window, View::Troubleshoot, samples::diagnosisFacts());
             auto *dialog = new NodesDialog(QStringLiteral("kc-backend"), &window);
             const QString root = QStringLiteral("/");
             zookeeper::Node node = samples::staleBroker().registered.front().node;
             const auto at = [&](const char *path) {
                 zookeeper::Node one = node;
                 one.path = QString::fromLatin1(path);
                 return one;
             };
             const auto names = [](std::initializer_list<const char *> all) {
                 QStringList list;
                 for (const char *name : all) {
                     list += QString::fromLatin1(name);
                 }
                 return list;
             };
             dialog->setNode(root, registration::NodeLook{at("/"), names({"admin", "brokers", "cluster", "config",
                                                                          "controller"})});
             dialog->setNode(QStringLiteral("/brokers"),
                             registration::NodeLook{at("/brokers"), names({"ids", "seqid", "topics"})});
             dialog->setNode(QStringLiteral("/brokers/ids"), registration::NodeLook{at("/brokers/ids"), names({"1"})});
             dialog->tree()->expandAll();
             dialog->show();
             dialog->choose(QStringLiteral("/brokers/ids/1"));
             dialog->setNode(node.path, registration::NodeLook{node, {}});
         }},
        {"troubleshoot-bundle",
         [](MainWindow &window) {
             show(window, View::Troubleshoot, samples::unknownFacts());
             auto *dialog = new BundleDialog(QStringLiteral("kc-backend"), &window);
             dialog->setBundle(bundle::Bundle{
                 {{QStringLiteral("about.txt"),
                   "Brokerdeck 0.1.0, 2026-11-25T14:02:40Z\nDebian GNU/Linux 12 (bookworm), x86_64, Qt 6.4.2\n"
                   "Project kc-backend: /home/ann/code/kc-backend/compose.yaml\nDocker 26.1.5, Compose 2.26.1, linux, 8 CPUs, "
                   "16.4 GB\nKafka 3.9.1, ZooKeeper 3.8.4, 1 brokers\n"},
                  {QStringLiteral("compose.json"), "{}"},
                  {QStringLiteral("status.json"), "{}"},
                  {QStringLiteral("containers.json"), "[]"},
                  {QStringLiteral("health/kafka.txt"), "exit 0"},
                  {QStringLiteral("logs/kafka.log"), QByteArray(412'000, 'x')},
                  {QStringLiteral("diagnoses.json"), "{}"},
                  {QStringLiteral("timeline.json"), "{}"}}});
             dialog->show();
         }},
        {"troubleshoot-unknown", [](MainWindow &window) { show(window, View::Troubleshoot, samples::unknownFacts()); }},
        {"troubleshoot-none",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             window.showView(View::Troubleshoot);
             window.setDiagnoses(std::make_shared<const DiagnosisFacts>(DiagnosisFacts{{}, {}, samples::now()}),
                                 samples::now());
         }},
    };
}

} // namespace bd::app
