// Volumes, snapshots and the reset wizard: what is said, and that nothing is wanted before it was confirmed.
#include <QAbstractItemModelTester>
#include <QButtonGroup>
#include <QCheckBox>
#include <QDialog>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "base/text.h"
#include "common/findingcard.h"
#include "common/rawtext.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "common/translations.h"
#include "reset/planmodel.h"
#include "reset/progresspage.h"
#include "reset/resetwizard.h"
#include "reset/restcard.h"
#include "shots/samples.h"
#include "verify/checklist.h"
#include "verify/verificationdialog.h"
#include "volumes/filemodel.h"
#include "volumes/filesdialog.h"
#include "volumes/pendingcard.h"
#include "volumes/removalquestion.h"
#include "volumes/snapshotmodel.h"
#include "volumes/volumemodel.h"
#include "volumes/volumesview.h"

using namespace bd;
using namespace bd::app;
using reset::Operation;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

VolumesFactsPtr facts(VolumesFacts value = samples::volumesFacts())
{
    return std::make_shared<const VolumesFacts>(std::move(value));
}

ResetPreviewPtr preview(ResetPreview value = samples::resetPreview())
{
    return std::make_shared<const ResetPreview>(std::move(value));
}

} // namespace

class TestCare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp);
        applyTheme(*qApp, Scheme::Light);
        qRegisterMetaType<ResetOrder>();
    }

    void modelsKeepTheirPromises()
    {
        VolumeModel volumes;
        SnapshotModel snapshots;
        PlanModel plan;
        const QAbstractItemModelTester one(&volumes), two(&snapshots), three(&plan);
        VolumesFacts fewer = samples::volumesFacts();
        fewer.list.volumes.pop_back();
        for (const VolumesFactsPtr &value : {facts(), facts(), facts(fewer), facts(VolumesFacts())}) {
            volumes.setFacts(value, samples::now());
            snapshots.setFacts(value, samples::now());
        }
        const ResetPreview shown = samples::resetPreview();
        plan.showVolumes(shown);
        QCOMPARE(plan.rowCount(), 6); // three volumes, three containers
        plan.showTopics(shown, Operation::Empty);
        plan.showGroups(shown, Operation::Recreate);
        plan.showTopicNames(shown);
        QCOMPARE(plan.rowCount(), 6);
    }

    void volumesSayWhatTheyAre()
    {
        VolumesView view;
        view.setProject(s("kc-backend"));
        view.setFacts(facts(), samples::now());
        view.show();
        const auto cell = [&](int row, int column) {
            return view.volumes()->model()->index(row, column).data().toString();
        };
        QCOMPARE(cell(0, VolumeModel::Name), s("kc-backend_kafka_data"));
        QCOMPARE(cell(0, VolumeModel::Purpose), s("Kafka’s data"));
        QCOMPARE(cell(0, VolumeModel::Size), s("412 MB"));
        QVERIFY(cell(0, VolumeModel::MountedBy).contains(s("/var/lib/kafka/data")));
        QCOMPARE(cell(3, VolumeModel::Lock), s("locked"));
        QCOMPARE(cell(4, VolumeModel::Purpose), s("nobody’s now"));
        QVERIFY(cell(4, VolumeModel::Size) != s("0 B")); // not known is not 0
        QVERIFY(view.resetButton()->isEnabled() && !view.pendingCard()->isVisible());
        VolumesFacts half = samples::volumesFacts();
        half.list.isHalfASet = true;
        view.setFacts(facts(half), samples::now());
        QVERIFY(view.findingCard()->isVisible());
        view.setBusy(true);
        QVERIFY(!view.resetButton()->isEnabled() && !view.takeButton()->isEnabled());
    }

    void snapshotsAreOfVolumesOrOfRecordsAndGoWithTheirDays()
    {
        VolumesView view;
        view.setProject(s("kc-backend"));
        view.setFacts(facts(), samples::now());
        view.show();
        const auto kept = [&](int row) {
            return view.snapshots()->model()->index(row, SnapshotModel::Kept).data().toString();
        };
        QVERIFY2(kept(0).startsWith(s("until ")), qPrintable(kept(0)));
        QCOMPARE(kept(1), s("for good"));
        QSignalSpy days(&view, &VolumesView::snapshotDaysWanted), records(&view, &VolumesView::takeRecordsWanted),
            volumes(&view, &VolumesView::takeWanted);
        auto *spin = view.findChild<QSpinBox *>();
        QCOMPARE(spin->value(), 30);
        QVERIFY(days.isEmpty()); // shown, not wanted
        spin->setValue(7);
        QCOMPARE(days.takeFirst().front().toInt(), 7);

        const QList<QAction *> kinds = view.takeButton()->menu()->actions();
        QCOMPARE(kinds.size(), 2);
        for (QAction *kind : kinds) {
            kind->trigger();
            auto *dialog = view.findChild<QDialog *>();
            QTest::keyClicks(dialog->findChild<QLineEdit *>(), s("four orders"));
            acceptOf(dialog)->click();
            delete dialog;
        }
        QCOMPARE(volumes.takeFirst(), (QVariantList{s("four orders"), QStringList()}));
        QCOMPARE(records.takeFirst().front().toString(), s("four orders"));
    }

    void whatWasBrokenOffHasThreeWaysOut()
    {
        VolumesView view;
        view.setProject(s("kc-backend"));
        view.setFacts(facts(samples::brokenOffFacts()), samples::now());
        view.show();
        QVERIFY(view.pendingCard()->isVisible());
        QVERIFY(!view.resetButton()->isEnabled()); // first this one
        QSignalSpy goesOn(&view, &VolumesView::goOnWanted), leaves(&view, &VolumesView::abandonWanted),
            restores(&view, &VolumesView::restoreWanted);
        view.pendingCard()->goOnButton()->click();
        view.pendingCard()->abandonButton()->click();
        QCOMPARE(goesOn.count() + leaves.count(), 2);
        view.pendingCard()->restoreButton()->click();
        QCOMPARE(restores.front().front().toString(), s("20261125-140200"));
    }

    // Whatever deletes names what goes, and is confirmed by a name that somebody types.
    void aRestoreNamesWhatGoes()
    {
        QWidget window;
        window.show();
        int confirmed = 0;
        const TypedQuestion question = questionOf(samples::restoreToConfirm(), samples::volumesFacts().sizes);
        for (const char *part : {"kc-backend_kafka_data, 412", "kc-backend-kafka-1", "mail-worker is stopped, and"}) {
            QVERIFY2(question.goes.join(u'\n').contains(s(part)), qPrintable(question.goes.join(u'\n')));
        }
        QCOMPARE(question.goes.size(), 8); // three volumes, three containers, two workers
        auto *dialog = askTyped(&window, question, [&] { ++confirmed; });
        QCOMPARE(dialog->findChild<QListWidget *>()->count(), 8);
        auto *typed = dialog->findChild<QLineEdit *>();
        QVERIFY(typed->text().isEmpty());
        QPushButton *accept = acceptOf(dialog);
        QVERIFY(!accept->isEnabled());
        QTest::keyClicks(typed, s("kc-backen"));
        QVERIFY(!accept->isEnabled());
        QTest::keyClick(typed, Qt::Key_D);
        QVERIFY(accept->isEnabled());
        QTest::keyClick(typed, Qt::Key_Return);
        accept->setFocus();
        for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) { // some desktops' styles would press it
            QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier);
            QVERIFY(QApplication::sendEvent(accept, &press));
        }
        QCOMPARE(confirmed, 0);
        QTest::mouseClick(accept, Qt::LeftButton);
        QCOMPARE(confirmed, 1);
    }

    void aRestoreOfRecordsNamesTopicsAndGroups()
    {
        const TypedQuestion question = questionOf(samples::recordsToConfirm(), {});
        const QString goes = question.goes.join(u'\n');
        for (const char *part : {"topic purchase-created, about 18,002 records", "group mail-worker is set",
                                 "group console-on-a-laptop is left alone", "mail-worker is stopped, and"}) {
            QVERIFY2(goes.contains(s(part)), qPrintable(goes));
        }
        QVERIFY2(question.text.contains(s("another engine, team-server")), qPrintable(question.text));
    }

    void farAwayTheEngineIsTypedToo()
    {
        QWidget window;
        window.show();
        int confirmed = 0;
        auto *dialog = askTyped(&window, questionOf(samples::volumeToConfirm(), {}), [&] { ++confirmed; });
        const QList<QLineEdit *> fields = dialog->findChildren<QLineEdit *>();
        QCOMPARE(fields.size(), 2);
        QPushButton *accept = acceptOf(dialog);
        QTest::keyClicks(fields[0], s("kc-backend"));
        QVERIFY(!accept->isEnabled());
        QTest::keyClicks(fields[1], s("devbo"));
        QVERIFY(!accept->isEnabled());
        QTest::keyClick(fields[1], Qt::Key_X);
        QTest::mouseClick(accept, Qt::LeftButton);
        QCOMPARE(confirmed, 1);
        QCOMPARE(samples::volumeToConfirm().place.confirmedContext(), s("devbox"));
    }

    void whatCannotBeReadCanOnlyBeLeft()
    {
        VolumesView view;
        view.setProject(s("kc-backend"));
        VolumesFacts unread = samples::volumesFacts();
        unread.pending = reset::unreadStanding(
            {ErrorCode::Parse, s("What a reset wrote down cannot be read: /x"), {}, {}});
        view.setFacts(facts(unread), samples::now());
        view.show();
        QVERIFY(view.pendingCard()->isVisible() && view.pendingCard()->abandonButton()->isVisible());
        QVERIFY(!view.pendingCard()->goOnButton()->isVisible() && !view.pendingCard()->restoreButton()->isVisible());
    }

    void aLookIntoAVolumeShowsNamesSizesAndTheBeginningOfAFile()
    {
        FilesDialog dialog(s("kc-backend_kafka_data"));
        dialog.show();
        dialog.setFiles(samples::volumeFiles());
        QVERIFY2(dialog.sentence().startsWith(s("3 files")), qPrintable(dialog.sentence()));
        const QAbstractItemModel *model = dialog.table()->model();
        const auto cell = [&](int row, int column) { return model->index(row, column).data().toString(); };
        QCOMPARE(cell(0, FileModel::Path), s("meta.properties"));
        QCOMPARE(cell(0, FileModel::Size), dataSizeText(88));
        QCOMPARE(cell(1, FileModel::Path), s("purchase-created-0/"));
        QCOMPARE(cell(1, FileModel::Size), QString()); // a folder has none
        QSignalSpy wanted(&dialog, &FilesDialog::previewWanted);
        dialog.table()->setCurrentIndex(model->index(1, 0));
        QVERIFY(wanted.isEmpty());
        dialog.table()->setCurrentIndex(model->index(0, 0));
        QCOMPARE(wanted.takeFirst().front().toString(), s("meta.properties"));
        dialog.setPreview(s("another"), QByteArray("not this one"));
        QVERIFY(dialog.preview()->toPlainText().isEmpty());
        dialog.setPreview(s("meta.properties"), QByteArray("cluster.id=<b>x</b>\n"));
        QVERIFY(dialog.preview()->toPlainText().contains(s("cluster.id=<b>x</b>")));
        dialog.filter()->setText(s("log purchase"));
        QCOMPARE(model->rowCount(), 1);
        FileModel tested;
        const QAbstractItemModelTester tester(&tested);
        tested.setFiles(samples::volumeFiles(), samples::now());
        tested.setFilter(s("nothing of that kind"));
        QCOMPARE(tested.rowCount(), 0);
        dialog.setFiles(Result<std::vector<snapshot::TarEntry>>(fail(ErrorCode::NotFound, s("No way in"))));
        QCOMPARE(dialog.sentence(), s("No way in"));
    }

    void theVerificationSaysWhatIsWrongAndLeadsThere()
    {
        using What = verify::Check::What;
        VerificationDialog dialog(s("kc-backend"));
        dialog.show();
        QVERIFY(!dialog.againButton()->isEnabled() && !dialog.copyButton()->isEnabled()); // it is looking
        dialog.setFailure({ErrorCode::Unreachable, s("No engine answers"), {}, {}});
        QVERIFY(dialog.againButton()->isEnabled());
        dialog.setChecks(*samples::resetOutcome().checks);
        QVERIFY2(dialog.sentence().startsWith(s("1 failed, 1 cannot tell and 3 passed")),
                 qPrintable(dialog.sentence()));
        QStringList texts;
        for (const QLabel *label : dialog.checklist()->findChildren<QLabel *>())
            texts += label->text();
        QVERIFY(texts.join(u'\n').contains(s("the name kafka is not known here")));
        QVERIFY(texts.contains(s("96 ms")));
        QSignalSpy copies(&dialog, &VerificationDialog::copyWanted), views(&dialog, &VerificationDialog::viewWanted);
        dialog.copyButton()->click();
        QVERIFY(copies.takeFirst().front().toString().startsWith(s("passed: Containers")));
        const QString title = verify::titleOf(What::Topics);
        for (QPushButton *button : dialog.checklist()->findChildren<QPushButton *>()) {
            if (button->text() == title)
                button->click();
        }
        QCOMPARE(views.size(), 1);
        QVERIFY(views.front().front().value<What>() == What::Topics);
        QVERIFY(!dialog.isVisible());
    }

    void theSmallestResetIsRecommended()
    {
        ResetWizard wizard(s("kc-backend"));
        QVERIFY(!wizard.nextButton()->isEnabled()); // nothing is known yet
        wizard.setPreview(preview());
        const std::map<ResetReason, Operation> expected{{ResetReason::CleanData, Operation::Empty},
                                                        {ResetReason::TopicSettings, Operation::Recreate},
                                                        {ResetReason::IdConflict, Operation::Full}};
        for (const auto &[reason, level] : expected) {
            wizard.reasons()->button(static_cast<int>(reason))->click();
            QVERIFY(wizard.level() == level);
            QCOMPARE(wizard.levels()->checkedId(), static_cast<int>(level));
        }
        ResetPreview down = samples::resetPreview();
        down.empty.reset();
        down.recreate.reset();
        down.topicsError = Error{ErrorCode::Unreachable, s("No broker answers"), {}, {}};
        ResetWizard without(s("kc-backend"));
        without.setPreview(preview(down));
        QVERIFY(without.level() == Operation::Full);
        QVERIFY(!without.levels()->button(static_cast<int>(Operation::Empty))->isEnabled());
    }

    void someTopicsAreChosen()
    {
        ResetWizard wizard(s("kc-backend"));
        ResetPreview all = samples::resetPreview();
        wizard.setPreview(preview(all));
        wizard.show();
        wizard.levels()->button(static_cast<int>(Operation::Empty))->click();
        QSignalSpy wanted(&wizard, &ResetWizard::choiceWanted);
        wizard.nextButton()->click();
        wizard.topicsButton()->click();
        auto *dialog = wizard.findChild<QDialog *>();
        auto *list = dialog->findChild<QListWidget *>();
        QCOMPARE(list->count(), 4);
        for (int row = 0; row < 4; ++row) {
            QVERIFY(list->item(row)->checkState() == Qt::Checked);
            list->item(row)->setCheckState(Qt::Unchecked);
        }
        QPushButton *accept = acceptOf(dialog);
        QVERIFY(!accept->isEnabled());
        list->setCurrentRow(2);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Space);
        dialog->findChild<QLineEdit *>()->setText(s("LETTER"));
        QVERIFY(list->item(2)->isHidden() && !list->item(0)->isHidden());
        QVERIFY(accept->isEnabled());
        QTest::mouseClick(accept, Qt::LeftButton);
        const QStringList some{s("purchase-created")};
        QCOMPARE(wanted.count(), 1);
        QVERIFY(wanted.front().back().value<ResetChoice>() == ResetChoice{.topics = some});
        QVERIFY(!wizard.nextButton()->isEnabled() && !wizard.topicsButton()->isEnabled());
        wizard.setPreview(preview(all)); // what was asked for before
        QVERIFY(!wizard.nextButton()->isEnabled());
        all.chosen[Operation::Empty] = {.topics = some};
        std::erase_if(all.empty->topics, [&](const reset::PlannedTopic &one) { return one.name != some.front(); });
        wizard.setPreview(preview(all));
        QVERIFY(wizard.nextButton()->isEnabled());
        QCOMPARE(wizard.table()->model()->rowCount(), 1);

        wizard.groupsButton()->click(); // of these topics: none is fine, too
        dialog = wizard.findChildren<QDialog *>().last();
        list = dialog->findChild<QListWidget *>();
        QCOMPARE(list->count(), all.candidates[Operation::Empty].groups->size());
        for (int row = 0; row < list->count(); ++row)
            list->item(row)->setCheckState(Qt::Unchecked);
        QVERIFY(acceptOf(dialog)->isEnabled());
        acceptOf(dialog)->click();
        QVERIFY(wanted.back().back().value<ResetChoice>() == (ResetChoice{.topics = some, .groups = QStringList()}));
        QVERIFY(!wizard.nextButton()->isEnabled());
    }

    void whatStaysIsNamedInFull()
    {
        ResetWizard wizard(s("kc-backend"));
        ResetPreview many = samples::resetPreview();
        wizard.setPreview(preview(many));
        wizard.levels()->button(static_cast<int>(Operation::Empty))->click();
        wizard.show();
        wizard.nextButton()->click();
        auto *rest = wizard.findChild<RestCard *>();
        QVERIFY(rest->sentence().contains(s("audit-log")) && !rest->allButton()->isVisible());
        for (int at = 0; at < 40; ++at)
            many.empty->stays += s("orders-%1").arg(at);
        wizard.setPreview(preview(many));
        QVERIFY2(rest->sentence().contains(s("32 more")), qPrintable(rest->sentence()));
        QVERIFY(!rest->sentence().contains(s("orders-39")));
        QTest::mouseClick(rest->allButton(), Qt::LeftButton);
        auto *list = wizard.findChild<QDialog *>()->findChild<QListWidget *>();
        QCOMPARE(list->count(), 44); // Kafka, ZooKeeper, their volumes, audit-log and these
        wizard.findChild<QDialog *>()->findChild<QLineEdit *>()->setText(s("39 ORDERS"));
        QVERIFY(list->item(0)->isHidden() && !list->item(43)->isHidden());
    }

    // What a restore of it will be, is said before the snapshot is relied on.
    void aSnapshotOfOneVolumeSaysWhatItIsGoodFor()
    {
        VolumesView view;
        view.setProject(s("kc-backend"));
        view.setFacts(facts(), samples::now());
        view.show();
        const auto take = [&](int row) {
            Q_EMIT view.volumes()->menuWanted(view.volumes()->model()->index(row, 0), {});
            auto *menu = view.findChild<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
            menu->actions().at(1)->trigger();
            delete menu;
            auto *dialog = view.findChild<QDialog *>();
            const QString text = dialog->accessibleDescription();
            delete dialog;
            return text;
        };
        QVERIFY(take(0).contains(s("together or not at all")));
        QVERIFY(take(3).contains(s("by hand")));
    }

    void snapshotsGoIntoFilesAndComeOutOfThem()
    {
        const QTemporaryDir folder;
        VolumesView view;
        view.setProject(s("kc-backend"));
        QVERIFY(!view.importButton()->isEnabled()); // where they lie is not known yet
        view.setFacts(facts(), samples::now());
        view.show();
        QSignalSpy exported(&view, &VolumesView::exportWanted), imported(&view, &VolumesView::importWanted);
        Q_EMIT view.snapshots()->menuWanted(view.snapshots()->model()->index(1, 0), {});
        auto *menu = view.findChild<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
        const auto actions = menu->actions();
        const auto wanted = std::ranges::find(actions, s("Export…"), &QAction::text);
        QVERIFY(wanted != actions.end());
        (*wanted)->trigger();
        delete menu;
        auto *saving = view.findChild<QFileDialog *>();
        QVERIFY(saving);
        QVERIFY2(saving->selectedFiles().front().endsWith(s(".snapshot.tar")),
                 qPrintable(saving->selectedFiles().front()));
        saving->selectFile(folder.filePath(s("it.snapshot.tar")));
        QMetaObject::invokeMethod(saving, "accept");
        QCOMPARE(exported.size(), 1);
        QCOMPARE(exported.front().at(0).toString(), facts()->snapshots.snapshots.at(1).id);
        QCOMPARE(exported.front().at(1).toString(), folder.filePath(s("it.snapshot.tar")));
        delete saving;

        QFile file(folder.filePath(s("it.snapshot.tar")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(view.importButton()->isEnabled());
        view.importButton()->click();
        auto *opening = view.findChild<QFileDialog *>();
        QVERIFY(opening);
        opening->selectFile(file.fileName());
        QMetaObject::invokeMethod(opening, "accept");
        QCOMPARE(imported.size(), 1);
        QCOMPARE(imported.front().front().toString(), file.fileName());
        view.setBusy(true);
        QVERIFY(!view.importButton()->isEnabled());
    }

    void nothingIsWantedBeforeItIsConfirmed()
    {
        ResetWizard wizard(s("kc-backend"));
        wizard.setPreview(preview());
        wizard.show();
        wizard.levels()->button(static_cast<int>(Operation::Full))->click();
        QSignalSpy wanted(&wizard, &ResetWizard::runWanted);
        for (int at = ResetWizard::WhatFor; at < ResetWizard::Confirm; ++at) {
            QTest::keyClick(&wizard, Qt::Key_Return);
        }
        QCOMPARE(wizard.page(), ResetWizard::Confirm);
        QCOMPARE(wizard.nextButton()->text(), s("Delete 3 volumes of kc-backend"));
        QVERIFY(wizard.projectField()->text().isEmpty() && !wizard.nextButton()->isEnabled());
        for (const char *typed : {"kc-backen", "KC-BACKEND", "kc-backend ", "kc-backend2"}) {
            wizard.projectField()->setText(s(typed));
            QVERIFY(!wizard.nextButton()->isEnabled());
        }
        wizard.projectField()->clear();
        QTest::keyClicks(wizard.projectField(), s("kc-backend"));
        QVERIFY(wizard.nextButton()->isEnabled());
        QTest::keyClick(wizard.projectField(), Qt::Key_Return);
        QTest::keyClick(&wizard, Qt::Key_Enter);
        wizard.nextButton()->setFocus();
        QTest::keyClick(wizard.nextButton(), Qt::Key_Return);
        QVERIFY(wanted.isEmpty()); // Enter does not press it
        wizard.backButton()->click();
        wizard.nextButton()->click();
        QVERIFY(wizard.projectField()->text().isEmpty()); // typed anew
        QTest::keyClicks(wizard.projectField(), s("kc-backend"));
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        const auto order = wanted.front().front().value<ResetOrder>();
        QVERIFY(order.level == Operation::Full && order.keepsWayBack && order.shown->project == s("kc-backend"));
        QCOMPARE(wizard.page(), ResetWizard::Progress);

        wizard.setRun(samples::goingRun(), true);
        wizard.setRun(samples::finishedRun(), false);
        wizard.setOutcome(samples::resetOutcome());
        QSignalSpy undo(&wizard, &ResetWizard::undoWanted);
        QVERIFY(wizard.progress()->undoButton()->isVisible());
        wizard.progress()->undoButton()->click();
        QCOMPARE(undo.front().front().toString(), s("20261125-140200"));
    }

    void anotherMachineIsAskedForTwice()
    {
        ResetPreview remote = samples::resetPreview();
        remote.isRemote = true;
        remote.context = s("team-server");
        remote.ruling.verdict = guard::Ruling::Verdict::NeedsConfirmation;
        ResetWizard wizard(s("kc-backend"));
        wizard.setPreview(preview(remote));
        wizard.show();
        wizard.levels()->button(static_cast<int>(Operation::Full))->click();
        for (int at = ResetWizard::WhatFor; at < ResetWizard::Confirm; ++at) {
            wizard.nextButton()->click();
        }
        QVERIFY(wizard.contextField()->isVisible());
        wizard.projectField()->setText(s("kc-backend"));
        QVERIFY(!wizard.nextButton()->isEnabled());
        wizard.contextField()->setText(s("team-server"));
        QVERIFY(wizard.nextButton()->isEnabled());
    }

    void whatIsRefusedGoesNoFurther()
    {
        ResetPreview refused = samples::resetPreview();
        refused.ruling = {guard::Ruling::Verdict::Refused,
                          {{guard::Objection::Why::Locked, s("kc-backend_kafka_data"),
                            s("kc-backend_kafka_data is locked")}}};
        ResetWizard wizard(s("kc-backend"));
        wizard.setPreview(preview(refused));
        wizard.levels()->button(static_cast<int>(Operation::Full))->click();
        wizard.nextButton()->click();
        QCOMPARE(wizard.page(), ResetWizard::WhatGoes);
        QVERIFY(!wizard.nextButton()->isEnabled());
        QTest::keyClick(&wizard, Qt::Key_Return);
        QCOMPARE(wizard.page(), ResetWizard::WhatGoes);
    }

    void cancelAsksWhileItGoesOn()
    {
        ResetWizard wizard(s("kc-backend"));
        wizard.setPreview(preview());
        wizard.show();
        for (int at = ResetWizard::WhatFor; at < ResetWizard::Confirm; ++at) {
            wizard.nextButton()->click();
        }
        wizard.projectField()->setText(s("kc-backend"));
        wizard.nextButton()->click();
        QSignalSpy cancelled(&wizard, &ResetWizard::cancelWanted);
        QTest::keyClick(&wizard, Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);
        QVERIFY(wizard.isVisible()); // until it has ended
        ResetOutcome outcome;
        outcome.error = Error{ErrorCode::Cancelled, s("Cancelled"), {}, {}};
        wizard.setOutcome(outcome);
        QTest::keyClick(&wizard, Qt::Key_Escape);
        QVERIFY(!wizard.isVisible());
    }

private:
    static QPushButton *acceptOf(const QDialog *dialog)
    {
        const auto buttons = dialog->findChildren<QPushButton *>();
        return buttons.back()->text() == s("Cancel") ? buttons.front() : buttons.back();
    }
};

QTEST_MAIN(TestCare)
#include "tst_care.moc"
