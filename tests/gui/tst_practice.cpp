// The lessons' dialog.
#include <QtTest>

#include <QListWidget>
#include <QPushButton>

#include "practice/practicedialog.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

std::vector<LessonRow> rows(bool goesOn = false)
{
    std::vector<LessonRow> all = samples::lessons();
    all[1].goesOn = goesOn;
    return all;
}

} // namespace

class TestPractice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstThatIsNotDoneIsChosen()
    {
        PracticeDialog dialog;
        dialog.setLessons(rows());
        dialog.show();
        QVERIFY(!dialog.isModal());               // the views are in the window
        QCOMPARE(dialog.list()->currentRow(), 1); // the first is done
        QVERIFY(dialog.list()->item(0)->text().endsWith(s("done")));
        QVERIFY(dialog.startButton()->isVisible());
        QVERIFY(!dialog.checkButton()->isVisible() && !dialog.stopButton()->isVisible());
        QSignalSpy start(&dialog, &PracticeDialog::startWanted);
        QTest::mouseClick(dialog.startButton(), Qt::LeftButton);
        QCOMPARE(start.takeFirst().first().toString(), s("broker-id-conflict"));
    }

    void hintsComeOneByOne()
    {
        PracticeDialog dialog;
        dialog.setLessons(rows(true));
        dialog.show();
        QVERIFY(dialog.hintsText().isEmpty());
        const auto hints = rows()[1].lesson.hints;
        for (int at = 0; at < hints.size(); ++at) {
            QVERIFY(dialog.hintButton()->isEnabled());
            QVERIFY(!dialog.hintsText().contains(hints[at]));
            QTest::mouseClick(dialog.hintButton(), Qt::LeftButton);
            QVERIFY(dialog.hintsText().contains(hints[at]));
        }
        QVERIFY(!dialog.hintButton()->isEnabled());
        dialog.setLessons(rows(true)); // another look keeps them
        QVERIFY(dialog.hintsText().contains(hints.first()));
        dialog.choose(s("zookeeper-volumes-gone"));
        QVERIFY(dialog.hintsText().isEmpty());
    }

    void whyIsToldAtTheEnd()
    {
        PracticeDialog dialog;
        dialog.setLessons(rows(true));
        dialog.show();
        QSignalSpy check(&dialog, &PracticeDialog::checkWanted);
        QTest::mouseClick(dialog.checkButton(), Qt::LeftButton);
        QCOMPARE(check.size(), 1);
        dialog.setWorking(s("Looking at it…"));
        QVERIFY(!dialog.checkButton()->isEnabled() && !dialog.list()->isEnabled());
        QCOMPARE(dialog.stopButton()->text(), s("Cancel"));
        QSignalSpy cancel(&dialog, &PracticeDialog::stopWanted);
        QTest::mouseClick(dialog.stopButton(), Qt::LeftButton);
        QCOMPARE(cancel.size(), 1);
        dialog.setWorking({});
        const QString why = rows()[1].lesson.why;
        dialog.setChecked(s("broker-id-conflict"), false, s("Not yet: kafka ended"));
        QVERIFY(dialog.outcomeText().contains(s("Not yet")) && !dialog.outcomeText().contains(why));
        dialog.setChecked(s("another"), true, s("All is well."));
        QVERIFY(dialog.outcomeText().contains(s("Not yet")));
        dialog.setChecked(s("broker-id-conflict"), true, s("All is well."));
        QVERIFY(dialog.outcomeText().contains(why));
        dialog.setFailure({ErrorCode::NoEngine, s("No engine answers"), {}, {}});
        QVERIFY(dialog.outcomeText().contains(s("No engine answers")));
    }
};

QTEST_MAIN(TestPractice)
#include "tst_practice.moc"
