// Volumes, and the reset wizard.
#include "shots/shot.h"

#include <QButtonGroup>
#include <QLineEdit>
#include <QPushButton>

#include "common/rowtable.h"
#include "reset/resetwizard.h"
#include "shell/mainwindow.h"
#include "verify/verificationdialog.h"
#include "volumes/filesdialog.h"
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

} // namespace

std::vector<Shot> careShots()
{
    using reset::Operation;
    return {
        {"volumes", [](MainWindow &window) { showVolumes(window, samples::volumesFacts()); }},
        {"volumes-broken-off", [](MainWindow &window) { showVolumes(window, samples::brokenOffFacts()); }},
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
             showWizard(window, Operation::Empty, ResetWizard::WhatGoes)->chooseButton()->click();
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
