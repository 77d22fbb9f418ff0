// A new stack, from choices to its file; and the onboarding sheet.
#include <QButtonGroup>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "audit/sourceview.h"
#include "common/rawtext.h"
#include "common/theme.h"
#include "common/translations.h"
#include "newcomer/newstackdialog.h"
#include "newcomer/sheetdialog.h"
#include "newstack/create.h"
#include "sheet/sheet.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QString read(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class TestNewcomer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp);
        applyTheme(*qApp, Scheme::Light);
    }

    void theFileFollowsTheChoices()
    {
        NewStackDialog dialog(s("/home/me/My Shop"));
        dialog.show();
        QCOMPARE(dialog.nameField()->text(), s("myshop")); // as Compose would call it
        QVERIFY(dialog.preview()->toPlainText().contains(s("KAFKA_PROCESS_ROLES")));
        dialog.coordination()->button(static_cast<int>(newstack::Coordination::ZooKeeper))->click();
        QVERIFY(dialog.preview()->toPlainText().contains(s("KAFKA_ZOOKEEPER_CONNECT")));
        dialog.brokers()->button(3)->click();
        QVERIFY(dialog.preview()->toPlainText().contains(s("kafka-3:")));
        dialog.topics()->setPlainText(s("purchase-created 6\ndead-letter-queue"));
        dialog.workers()->setText(s("mail-worker, billing-worker"));
        const newstack::Choice choice = dialog.choice();
        QCOMPARE(choice.topics.size(), size_t(2));
        QCOMPARE(choice.topics[0].partitions, 6);
        QCOMPARE(choice.topics[0].replicationFactor, 3);
        QCOMPARE(choice.workers, (QStringList{s("mail-worker"), s("billing-worker")}));
        QVERIFY(dialog.writeButton()->isEnabled());
        QSignalSpy wanted(&dialog, &NewStackDialog::writeWanted);
        QTest::mouseClick(dialog.writeButton(), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        QVERIFY(!dialog.writeButton()->isEnabled()); // once
    }

    void whatCannotBeIsSaid()
    {
        NewStackDialog dialog(s("/home/me/shop"));
        dialog.show();
        const QString before = dialog.preview()->toPlainText();
        QVERIFY(dialog.problem().isEmpty());
        dialog.nameField()->setText(s("My Shop"));
        QVERIFY2(dialog.problem().contains(s("My Shop")), qPrintable(dialog.problem()));
        QVERIFY(!dialog.writeButton()->isEnabled());
        QCOMPARE(dialog.preview()->toPlainText(), before); // what was right stays to be seen
        dialog.nameField()->setText(s("shop"));
        dialog.topics()->setPlainText(s("orders many"));
        QVERIFY(!dialog.problem().isEmpty());
        dialog.topics()->clear();
        QVERIFY(dialog.problem().isEmpty());
        dialog.family()->setCurrentIndex(1);
        QVERIFY(dialog.problem().isEmpty()); // Apache's, with KRaft
        dialog.coordination()->button(static_cast<int>(newstack::Coordination::ZooKeeper))->click();
        QVERIFY2(dialog.problem().contains(s("ZooKeeper")), qPrintable(dialog.problem()));
        dialog.folderField()->clear();
        QVERIFY(!dialog.writeButton()->isEnabled());
    }

    void aPortThatWasChosenStays()
    {
        NewStackDialog dialog(s("/home/me/shop"));
        dialog.setFreePort(9100);
        QCOMPARE(dialog.choice().kafkaPort, quint16(9100));
        dialog.setFreePort(9200); // asked again
        QCOMPARE(dialog.choice().kafkaPort, quint16(9200));
        auto *port = dialog.findChild<QAbstractSpinBox *>();
        port->setFocus();
        QTest::keyClick(port, Qt::Key_Up);
        dialog.setFreePort(9300);
        QCOMPARE(dialog.choice().kafkaPort, quint16(9201));
    }

    void nothingIsWrittenOver()
    {
        QTemporaryDir folder;
        NewStackDialog dialog(folder.filePath(s("shop")));
        dialog.show();
        const auto path = newstack::create(dialog.folder(), dialog.choice());
        QVERIFY2(path, path ? "" : qPrintable(path.error().message));
        QCOMPARE(read(*path), dialog.preview()->toPlainText());
        const auto again = newstack::create(dialog.folder(), dialog.choice());
        QVERIFY(!again);
        dialog.setWritten(again);
        QVERIFY(dialog.isVisible());
        QVERIFY2(dialog.problem().contains(s("There is a file compose.yaml already")), qPrintable(dialog.problem()));
        QVERIFY(!newstack::create(s("shop"), dialog.choice())); // of no folder that is known
        dialog.setWritten(path);
        QVERIFY(!dialog.isVisible());
    }

    void theSheetIsReadAndCopied()
    {
        const sheet::Document page = sheet::sheetOf(samples::auditFacts()->audit.project, QDate(2026, 11, 27));
        SheetDialog dialog(s("kc-backend"), page);
        dialog.show();
        QCOMPARE(dialog.text()->toPlainText(), sheet::toMarkdown(page));
        QSignalSpy copies(&dialog, &SheetDialog::copyWanted);
        for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
            if (button->text() == s("Copy")) {
                button->click();
            }
        }
        QCOMPARE(copies.count(), 1);
        QVERIFY(copies.front().front().toString().startsWith(s("# kc-backend")));
    }
};

QTEST_MAIN(TestNewcomer)
#include "tst_newcomer.moc"
