// The brokers' dialog and the look into ZooKeeper.
#include <QtTest>

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>

#include "brokers/brokersdialog.h"
#include "brokers/laddercard.h"
#include "brokers/nodesdialog.h"
#include "common/rawtext.h"
#include "common/rowtable.h"
#include "common/typedconfirmation.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;
using namespace std::chrono_literals;
using registration::Rung;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

SeenBrokers shared(registration::Seen seen)
{
    return std::make_shared<const registration::Seen>(std::move(seen));
}

} // namespace

class TestBrokers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStaleOneIsChosenAndCountedDown()
    {
        BrokersDialog dialog(s("kc-backend"));
        QVERIFY(dialog.sentence().contains(s("Asking")));
        dialog.setSeen(shared(samples::staleBroker()));
        dialog.show();
        QCOMPARE(dialog.table()->model()->rowCount(), 1);
        QVERIFY(dialog.sentence().contains(s("stands in the way")));
        QVERIFY(dialog.ladder()->isVisible());
        QVERIFY(dialog.ladder()->sentence().contains(s("kodingcaravan-kafka")));
        QCOMPARE(dialog.ladder()->rungText(0), s("Wait, then start Kafka (at most 12 s)"));
        QCOMPARE(dialog.ladder()->rungText(1), s("Delete the registration (in 14 s)"));
        dialog.ladder()->setNow(samples::now() + 5s);
        QCOMPARE(dialog.ladder()->rungText(0), s("Wait, then start Kafka (at most 7 s)"));
        QCOMPARE(dialog.ladder()->buttons().size(), 1); // nothing that deletes is offered yet
        QSignalSpy wanted(&dialog, &BrokersDialog::rungWanted);
        QTest::mouseClick(dialog.ladder()->buttons().first(), Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        const Rung rung = wanted.first().first().value<Rung>();
        QVERIFY(rung.what == Rung::What::WaitAndStart && rung.service == s("kafka"));
    }

    void deletingIsOfferedOnceItIsOverdue()
    {
        registration::Seen seen = samples::staleBroker();
        seen.at += 15s;
        BrokersDialog dialog(s("kc-backend"));
        dialog.setSeen(shared(seen));
        QCOMPARE(dialog.ladder()->buttons().size(), 2);
        dialog.setBusy(true);
        QVERIFY(!dialog.ladder()->buttons().last()->isEnabled());
        dialog.setSeen(shared(seen)); // the next look
        QVERIFY(!dialog.ladder()->buttons().last()->isEnabled());
        dialog.setBusy(false);
        QVERIFY(dialog.ladder()->buttons().last()->isEnabled());
    }

    void whatHasTheFocusKeepsIt()
    {
        BrokersDialog dialog(s("kc-backend"));
        dialog.setSeen(shared(samples::staleBroker()));
        dialog.show();
        QPushButton *button = dialog.ladder()->buttons().first();
        button->setFocus();
        registration::Seen later = samples::staleBroker();
        later.at += 1s;
        dialog.setSeen(shared(later));
        QCOMPARE(dialog.ladder()->buttons().first(), button);
        QCOMPARE(dialog.ladder()->rungText(0), s("Wait, then start Kafka (at most 11 s)"));
    }

    void aHealthyOneHasNoLadder()
    {
        registration::Seen seen = samples::staleBroker();
        seen.brokers[0].isUp = true;
        seen.brokers[0].finishedAt.reset();
        BrokersDialog dialog(s("kc-backend"));
        dialog.setSeen(shared(seen));
        QVERIFY(dialog.sentence().contains(s("No registration stands in the way")));
        QVERIFY(dialog.ladder()->buttons().isEmpty());
    }

    void theModelIsRight()
    {
        RegistrationModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        registration::Seen seen = samples::staleBroker();
        model.setSeen(shared(seen));
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, RegistrationModel::InKafka).data().toString(), s("?")); // unknown is not «none»
        QCOMPARE(model.index(0, RegistrationModel::OnEngine).data().toString(), s("kodingcaravan-kafka (stopped)"));
        seen.metadata.brokers = {{2, s("<b>x</b>"), 1}};
        model.setSeen(shared(seen));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowOf(2), 1);
        QCOMPARE(model.firstWrong(), 0);
    }

    void aStatementMustBeTicked()
    {
        QWidget window;
        window.show();
        int confirmed = 0;
        TypedQuestion question{s("Delete?"), s("It goes."), s("shop"), s("Delete it")};
        question.statement = s("No broker 1 runs elsewhere");
        QDialog *dialog = askTyped(&window, question, [&] { ++confirmed; });
        auto *tick = dialog->findChild<QCheckBox *>();
        QVERIFY(tick && !tick->isChecked());
        QTest::keyClicks(dialog->findChild<QLineEdit *>(), s("shop"));
        QPushButton *accept = nullptr;
        for (auto *button : dialog->findChildren<QPushButton *>()) {
            accept = button->text() == s("Delete it") ? button : accept;
        }
        QVERIFY(accept && !accept->isEnabled());
        tick->click();
        QVERIFY(accept->isEnabled());
        tick->click();
        QVERIFY(!accept->isEnabled());
        tick->click();
        QTest::mouseClick(accept, Qt::LeftButton);
        QCOMPARE(confirmed, 1);
    }

    void nodesAreReadAsTheyAreOpened()
    {
        NodesDialog dialog(s("kc-backend"));
        QSignalSpy wanted(&dialog, &NodesDialog::nodeWanted);
        dialog.show();
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted.takeFirst().first().toString(), s("/"));
        zookeeper::Node root;
        root.path = s("/");
        dialog.setNode(s("/"), registration::NodeLook{root, {s("br"), s("brokers"), s("x")}});
        wanted.clear();
        dialog.choose(s("/brokers"));
        QCOMPARE(wanted.takeFirst().first().toString(), s("/brokers"));
        zookeeper::Node brokers = root;
        brokers.path = s("/brokers");
        brokers.data = "{\"a\":1}";
        brokers.stat.ephemeralOwner = 0x1f;
        dialog.setNode(s("/brokers"), registration::NodeLook{brokers, {s("<b>ids</b>")}});
        QVERIFY(dialog.sentence().contains(s("0x1f")));
        QVERIFY(dialog.text()->toPlainText().contains(s("\"a\": 1")));
        dialog.setNode(s("/"),
                       registration::NodeLook{root, {s("admin"), s("brokers")}}); // of another than the chosen one
        QVERIFY(dialog.sentence().contains(s("/brokers")));
        const QTreeWidgetItem *top = dialog.tree()->topLevelItem(0);
        QCOMPARE(top->childCount(), 2);
        QVERIFY(top->child(0)->text(0) == s("admin") && top->child(1)->childCount() == 1);
        QCoreApplication::processEvents();
        QCOMPARE(dialog.tree()->currentItem(), top->child(1));
        QCOMPARE(dialog.tree()->selectedItems(), QList<QTreeWidgetItem *>{top->child(1)});
        dialog.setNode(s("/brokers"), fail(ErrorCode::Unreachable, s("The connection to ZooKeeper was lost")));
        QVERIFY(dialog.sentence().contains(s("was lost")) && dialog.text()->toPlainText().isEmpty());
        dialog.setNode(s("/gone/long/ago"), registration::NodeLook{root, {}}); // is in the tree no more
    }
};

QTEST_MAIN(TestBrokers)
#include "tst_brokers.moc"
