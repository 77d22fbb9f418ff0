// Volumes, and the reset wizard.
#include "shots/shot.h"

#include <QButtonGroup>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

#include "common/rowtable.h"
#include "reset/resetwizard.h"
#include "reset/restcard.h"
#include "shell/mainwindow.h"
#include "verify/verificationdialog.h"
#include "volumes/filesdialog.h"
#include "volumes/removalquestion.h"
#include "volumes/volumesview.h"

namespace bd::app {

namespace {

void showVolumes(MainWindow &window, VolumesFacts facts)
{
    openWith(window, samples::healthy());
    window.showView(View::Volumes);
    window.volumesView()->setFacts(std::make_shared<const VolumesFacts>(std::move(facts)), samples::now());
}

// As far as a page, and for the smaller resets.
ResetWizard *showWizard(MainWindow &window, reset::Operation level, ResetWizard::Page page)
{
    openWith(window, samples::healthy());
    auto *wizard = new ResetWizard(QStringLiteral("kc-backend"), &window);
    wizard->setPreview(std::make_shared<const ResetPreview>(samples::resetPreview()));
    wizard->levels()->button(static_cast<int>(level))->click();
    for (int at = ResetWizard::WhatFor; at < page; ++at) {
        if (at == ResetWizard::Confirm) {
            wizard->projectField()->setText(QStringLiteral("kc-backend"));
        }
        wizard->nextButton()->click();
    }
    wizard->show();
    return wizard;
}

// Chooses an action of a volume's menu by its place there.
void chooseOfVolume(MainWindow &window, int row, int action)
{
    RowTable *table = window.volumesView()->volumes();
    Q_EMIT table->menuWanted(table->model()->index(row, 0), {});
    auto *menu = window.volumesView()->findChild<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
    menu->actions().at(action)->trigger();
    menu->close();
}

} // namespace

std::vector<Shot> careShots()
{
    using reset::Operation;
    return {
        {"volumes", [](MainWindow &window) { showVolumes(window, samples::volumesFacts()); }},
        {"volumes-broken-off", [](MainWindow &window) { showVolumes(window, samples::brokenOffFacts()); }},
        {"volumes-unread",
         [](MainWindow &window) {
             VolumesFacts facts = samples::volumesFacts();
             facts.pending = reset::unreadStanding(
                 {ErrorCode::Parse,
                  QStringLiteral("The journal of the last reset cannot be read: kc-backend.journal"),
                  {},
                  {}});
             showVolumes(window, facts);
         }},
        {"volumes-take-one",
         [](MainWindow &window) {
             showVolumes(window, samples::volumesFacts());
             chooseOfVolume(window, 0, 1);
         }},
        {"volumes-delete-remote",
         [](MainWindow &window) {
             showVolumes(window, samples::volumesFacts());
             askTyped(&window, questionOf(samples::volumeToConfirm(), {}), [] {});
         }},
        {"volumes-restore",
         [](MainWindow &window) {
             showVolumes(window, samples::volumesFacts());
             askTyped(&window, questionOf(samples::restoreToConfirm(), samples::volumesFacts().sizes), [] {});
         }},
        {"volumes-restore-records",
         [](MainWindow &window) {
             showVolumes(window, samples::volumesFacts());
             askTyped(&window, questionOf(samples::recordsToConfirm(), {}), [] {});
         }},
        {"volumes-none",
         [](MainWindow &window) {
             VolumesFacts facts = samples::volumesFacts();
             facts.list.volumes.clear();
             facts.snapshots.snapshots.clear();
             showVolumes(window, facts);
         }},
        {"reset-what-for", [](MainWindow &window) { showWizard(window, Operation::Empty, ResetWizard::WhatFor); }},
        {"reset-what-goes", [](MainWindow &window) { showWizard(window, Operation::Full, ResetWizard::WhatGoes); }},
        {"reset-topics", [](MainWindow &window) { showWizard(window, Operation::Empty, ResetWizard::WhatGoes); }},
        {"reset-choose",
         [](MainWindow &window) {
             showWizard(window, Operation::Empty, ResetWizard::WhatGoes)->topicsButton()->click();
         }},
        {"reset-choose-groups",
         [](MainWindow &window) {
             showWizard(window, Operation::Empty, ResetWizard::WhatGoes)->groupsButton()->click();
         }},
        {"reset-stays",
         [](MainWindow &window) {
             ResetWizard *wizard = showWizard(window, Operation::Empty, ResetWizard::WhatGoes);
             ResetPreview preview = samples::resetPreview();
             for (int at = 1; at < 40; ++at) {
                 preview.empty->stays += QStringLiteral("orders-of-the-year-%1").arg(1986 + at);
             }
             wizard->setPreview(std::make_shared<const ResetPreview>(preview));
             wizard->findChild<RestCard *>()->allButton()->click();
         }},
        {"reset-way-back", [](MainWindow &window) { showWizard(window, Operation::Full, ResetWizard::WayBack); }},
        {"reset-confirm",
         [](MainWindow &window) {
             showWizard(window, Operation::Full, ResetWizard::Confirm)
                 ->projectField()
                 ->setText(QStringLiteral("kc-back"));
         }},
        {"volumes-files",
         [](MainWindow &window) {
             showVolumes(window, samples::volumesFacts());
             auto *dialog = new FilesDialog(QStringLiteral("kc-backend_kafka_data"), &window);
             dialog->setFiles(samples::volumeFiles());
             dialog->table()->setCurrentIndex(dialog->table()->model()->index(0, 0));
             dialog->setPreview(QStringLiteral("meta.properties"),
                                QByteArray("#\n#Wed Nov 25 13:58:20 UTC 2026\ncluster.id=Xc6P6V2PSyuYDuxnGQAQow\n"
                                           "version=1\nbroker.id=1\n"));
             dialog->show();
         }},
        {"verification",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             auto *dialog = new VerificationDialog(QStringLiteral("kc-backend"), &window);
             dialog->setChecks(*samples::resetOutcome().checks);
             dialog->show();
         }},
        {"reset-result",
         [](MainWindow &window) {
             ResetWizard *wizard = showWizard(window, Operation::Full, ResetWizard::Progress);
             wizard->setRun(samples::finishedRun(), false);
             wizard->setOutcome(samples::resetOutcome());
         }},
    };
}

} // namespace bd::app
