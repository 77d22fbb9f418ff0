#include <QAccessible>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QImage>
#include <QJsonDocument>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>
#include <QXmlStreamReader>

#include "common/theme.h"
#include "core/timeline/samplerun.h"
#include "timeline/detailcard.h"
#include "timeline/sentencecard.h"
#include "timeline/timelinechart.h"
#include "timeline/timelinedetail.h"
#include "timeline/timelineexport.h"
#include "timeline/timelinelegend.h"
#include "timeline/timelinepainter.h"
#include "timeline/timelineview.h"

using namespace bd;
using namespace bd::app;
using namespace bd::timeline;
using samples::at;
using Kind = TimelineItem::Kind;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Clock clockAt(TimePoint *time)
{
    Clock clock = Clock::system();
    clock.now = [time] { return *time; };
    return clock;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 frameMicros = 120'000; // instrumented code says nothing about speed
#else
constexpr qint64 frameMicros = 16'000;
#endif

// 50 services with 100 probes each, seven spans a service and a gate into each.
Run largeRun()
{
    samples::Script script;
    for (int lane = 0; lane < 50; ++lane) {
        const QString name = QStringLiteral("service-number-%1").arg(lane);
        std::vector<compose::Gate> gates;
        if (lane > 0)
            gates.push_back({QStringLiteral("service-number-%1").arg(lane - 1), compose::Condition::Started, true});
        script.lane(name, compose::Role::Worker, gates);
        script.created(10, 100 + lane, name);
        if (lane > 0) {
            script.waits(160, name, gates.front().service, compose::Condition::Started);
            script.opens(1000 + lane * 50, name, gates.front().service, compose::Condition::Started);
        }
        script.starts(1010 + lane * 50, name);
        for (int probe = 0; probe < 100; ++probe)
            script.probe(4000 + probe * 300, name, ProbeKind::HealthCheck, probe % 7 == 0, s("x"), s("exit 1"));
        script.add(35'000, name, EventKind::Ready, s("healthy"));
        script.exits(36'000, name, 1);
        script.add(36'100, name, EventKind::Restarting, s("again"));
        script.add(37'000, name, EventKind::Started);
    }
    return script.inOrder();
}

qint64 bestPaint(TimelineChart &chart, QImage &image)
{
    qint64 best = std::numeric_limits<qint64>::max();
    for (int round = 0; round < 7; ++round) {
        QElapsedTimer timer;
        timer.start();
        QPainter painter(&image);
        const TimelinePicture picture{.timeline = chart.timeline(),
                                      .geometry = chart.geometryOfTimes(),
                                      .theme = Theme::light(),
                                      .other = nullptr,
                                      .comparison = nullptr,
                                      .selected = {},
                                      .focused = {},
                                      .hover = 500.0,
                                      .rulerTop = 0};
        paintTimeline(painter, picture, QRectF(image.rect()));
        painter.end();
        best = std::min(best, timer.nsecsElapsed() / 1000);
    }
    return best;
}

} // namespace

class TestTimelineView : public QObject
{
    Q_OBJECT

private:
    // A view of the run of the drawing, shown and with the keyboard.
    std::unique_ptr<TimelineView> shown(const Run &run = samples::doneRun(), bool live = false)
    {
        m_now = at(6200);
        auto view = std::make_unique<TimelineView>();
        view->setClock(clockAt(&m_now));
        view->resize(1096, 727);
        view->setRun(run, live);
        view->show();
        view->activateWindow();
        view->chart()->setFocus();
        return QTest::qWaitForWindowActive(view.get()) ? std::move(view) : nullptr;
    }

    QPoint middleOf(const TimelineView &view, const TimelineItem &item)
    {
        return view.chart()->geometryOfTimes().rectOf(item, view.chart()->timeline()).center().toPoint();
    }

    TimePoint m_now{};

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Scheme::Light); }

    void keysMoveTheRingAndEnterShowsTheDetail()
    {
        auto view = shown();
        QVERIFY(view);
        TimelineChart *chart = view->chart();
        QTest::keyClick(chart, Qt::Key_Down);
        QCOMPARE(chart->focused(), (TimelineItem{Kind::Lane, 0, -1}));
        QTest::keyClick(chart, Qt::Key_Down);
        QTest::keyClick(chart, Qt::Key_Right);
        QCOMPARE(chart->focused(), (TimelineItem{Kind::Span, 1, 0}));
        QVERIFY(chart->selected().isNone());
        auto *detail = view->findChild<DetailCard *>();
        QVERIFY(!detail->isVisible());
        QTest::keyClick(chart, Qt::Key_Return);
        QCOMPARE(chart->selected(), chart->focused());
        QVERIFY(detail->isVisible());
        QCOMPARE(detail->accessibleName(), s("kafka, creating from 0.07 s to 0.25 s"));
        QTest::keyClick(chart, Qt::Key_Escape);
        QVERIFY(!detail->isVisible());
    }

    void theRingIsSeen()
    {
        auto view = shown();
        QVERIFY(view);
        const QImage before = view->chart()->grab().toImage();
        view->chart()->focusOn({Kind::Span, 1, 2});
        QVERIFY(view->chart()->grab().toImage() != before);
    }

    void aClickOnAProbeShowsIt()
    {
        auto view = shown();
        QVERIFY(view);
        QTest::mouseClick(view->chart(), Qt::LeftButton, {}, middleOf(*view, {Kind::Mark, 1, 3}));
        QCOMPARE(view->findChild<DetailCard *>()->accessibleName(), s("kafka, probe 4 of 5 at 3.90 s"));
    }

    void plusMinusAndNoughtZoom()
    {
        auto view = shown();
        QVERIFY(view);
        TimelineChart *chart = view->chart();
        const Micros whole = chart->geometryOfTimes().length;
        QTest::keyClick(chart, Qt::Key_Plus);
        QVERIFY(chart->geometryOfTimes().length < whole);
        auto *pan = view->findChild<QScrollBar *>({}, Qt::FindChildrenRecursively);
        QVERIFY(pan);
        QTest::keyClick(chart, Qt::Key_Minus);
        QVERIFY(chart->geometryOfTimes().isFitted());
        QTest::keyClick(chart, Qt::Key_Plus);
        QTest::keyClick(chart, Qt::Key_0);
        QVERIFY(chart->geometryOfTimes().isFitted());
    }

    void controlWheelZoomsAroundThePointerAndADragPans()
    {
        auto view = shown();
        QVERIFY(view);
        TimelineChart *chart = view->chart();
        const QPointF at(600, 80);
        const TimePoint under = chart->geometryOfTimes().timeAt(at.x());
        QWheelEvent wheel(at, chart->mapToGlobal(at), {}, QPoint(0, 480), Qt::NoButton, Qt::ControlModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(chart, &wheel);
        QVERIFY(!chart->geometryOfTimes().isFitted());
        QVERIFY(std::abs(chart->geometryOfTimes().xOf(under) - at.x()) < 1);
        const Micros offset = chart->geometryOfTimes().offset;
        QTest::mousePress(chart, Qt::LeftButton, {}, QPoint(500, 80));
        QTest::mouseMove(chart, QPoint(450, 80));
        QTest::mouseRelease(chart, Qt::LeftButton, {}, QPoint(450, 80));
        QVERIFY(chart->geometryOfTimes().offset > offset);
        QVERIFY2(chart->selected().isNone(), "a drag is no click");
    }

    void theRingStaysInView()
    {
        auto view = shown();
        QVERIFY(view);
        TimelineChart *chart = view->chart();
        chart->zoom(8, chart->geometryOfTimes().left);
        chart->focusOn({Kind::Lane, 3, -1});
        QTest::keyClick(chart, Qt::Key_End);
        const TimelineGeometry &geometry = chart->geometryOfTimes();
        const double x = geometry.xOf(timeOf(chart->focused(), chart->timeline()));
        QVERIFY(x >= geometry.left && x <= geometry.left + geometry.width);
    }

    void markupFromOutsideIsShownNotObeyed()
    {
        samples::Script script;
        script.lane(s("<b>a</b>"), compose::Role::Worker);
        script.starts(0, s("<b>a</b>"));
        script.probe(300, s("<b>a</b>"), ProbeKind::HealthCheck, false, s("x"), s("<img src=x> & <h1>big</h1>"));
        auto view = shown(script.inOrder(), true);
        QVERIFY(view);
        const QLabel *sentence = view->findChild<SentenceCard *>()->findChild<QLabel *>();
        QVERIFY(!sentence->text().contains(s("<img")));
        QVERIFY(sentence->text().contains(s("&lt;img src=x&gt;")));
        const QPoint mark = middleOf(*view, {Kind::Mark, 0, 0});
        QHelpEvent help(QEvent::ToolTip, mark, view->chart()->mapToGlobal(mark));
        QCoreApplication::sendEvent(view->chart(), &help);
        QTRY_VERIFY(QToolTip::isVisible());
        QVERIFY(QToolTip::text().contains(s("&lt;img")));
        QVERIFY(!QToolTip::text().contains(s("<img")));
        QToolTip::hideText();
    }

    void aLiveRunMovesOnWithTheClockAndOnlyThen()
    {
        auto view = shown(samples::upToKafka().inOrder(), true);
        QVERIFY(view);
        TimelineChart *chart = view->chart();
        m_now = at(9000);
        QTRY_COMPARE(chart->timeline().to, at(9000));
        view->hide();
        m_now = at(12'000);
        QTest::qWait(100);
        QCOMPARE(chart->timeline().to, at(9000));
        view->show();
        QTRY_COMPARE(chart->timeline().to, at(12'000));
        view->setRun(samples::doneRun(), false);
        QCOMPARE(chart->timeline().to, at(5650));
        m_now = at(20'000);
        QTest::qWait(100);
        QCOMPARE(chart->timeline().to, at(5650));
    }

    void whatComesWhileHiddenIsFoldedWhenShown()
    {
        TimelineView view;
        m_now = at(6200);
        view.setClock(clockAt(&m_now));
        view.setRun(samples::mailWorkerFails(), true);
        QVERIFY(view.chart()->timeline().lanes.empty());
        view.show();
        QCOMPARE(view.chart()->timeline().lanes.size(), std::size_t(5));
    }

    void aRunWithoutAnEndThatNobodyMakesIsShownAsBrokenOff()
    {
        auto view = shown(samples::upToKafka().inOrder(), false);
        QVERIFY(view);
        QVERIFY(view->chart()->timeline().brokenOff);
        QVERIFY(view->findChild<SentenceCard *>()->accessibleName().startsWith(s("This run broke off")));
    }

    void olderRunsStandUnderTheirDays()
    {
        auto view = shown();
        QVERIFY(view);
        std::vector<Run> runs{samples::doneRun()};
        for (int at = 1; at < 200; ++at) { // four a day
            Run run = samples::doneRun();
            run.events.clear();
            run.id = 1000 + at;
            run.startedAt -= std::chrono::hours(6 * at);
            run.finishedAt.reset();
            runs.push_back(run);
        }
        view->setRuns(runs);
        QSignalSpy wanted(view.get(), &TimelineView::runWanted);
        const QList<QPushButton *> buttons = view->findChildren<QPushButton *>();
        const auto button = std::ranges::find(buttons, s("Run"), &QWidget::accessibleName);
        QVERIFY(button != buttons.end());
        const QList<QAction *> actions = (*button)->menu()->actions();
        QCOMPARE(actions.size(), 31); // thirty runs, and the older ones
        const QList<QAction *> days = actions.last()->menu()->actions();
        QVERIFY2(days.size() >= 42 && days.size() <= 44, qPrintable(QString::number(days.size())));
        QMenu *last = days.last()->menu();
        Q_EMIT last->aboutToShow();
        Q_EMIT last->aboutToShow(); // again: not twice as many
        QVERIFY(last->actions().size() >= 1 && last->actions().size() <= 4);
        last->actions().last()->trigger();
        QTRY_COMPARE(wanted.count(), 1);
        QCOMPARE(wanted.value(0).value(0).toLongLong(), 1199);
    }

    void menusAskForRunsAndForOnesToCompareWith()
    {
        auto view = shown();
        QVERIFY(view);
        Run old = samples::doneRun(4600);
        old.id = 7;
        for (Event &event : old.events)
            event.at -= std::chrono::hours(24);
        old.startedAt -= std::chrono::hours(24);
        *old.finishedAt -= std::chrono::hours(24);
        view->setRuns({samples::doneRun(), old});
        QSignalSpy wanted(view.get(), &TimelineView::runWanted);
        QSignalSpy compared(view.get(), &TimelineView::compareWanted);
        QList<QPushButton *> buttons = view->findChildren<QPushButton *>();
        const auto menuOf = [&](const QString &name) {
            const auto button = std::ranges::find(buttons, name, &QWidget::accessibleName);
            return button == buttons.end() ? nullptr : (*button)->menu();
        };
        menuOf(s("Run"))->actions().last()->trigger();
        QTRY_COMPARE(wanted.count(), 1);
        QCOMPARE(wanted.value(0).value(0).toLongLong(), 7);
        const QList<QAction *> others = menuOf(s("Compare with…"))->actions();
        QCOMPARE(others.size(), 3); // none, a line, the other run: never itself
        others.last()->trigger();
        QTRY_COMPARE(compared.count(), 1);
        QCOMPARE(compared.value(0).value(0).toLongLong(), 7);
        view->setCompared(old);
        QVERIFY(view->chart()->compared());
        QCOMPARE(view->chart()->comparison().ready, Micros(-400'000));
        // What follows fills the menus anew, as the panel does.
        connect(view.get(), &TimelineView::compareWanted, view.get(), [&view] { view->setCompared({}); });
        const QPointer<QAction> none = menuOf(s("Compare with…"))->actions().first();
        none->trigger();
        QVERIFY(none); // it does not go inside its own signal
        QTRY_COMPARE(compared.count(), 2);
        QVERIFY(!none);
        QCOMPARE(compared.value(1).value(0).toLongLong(), 0);
        QVERIFY(!view->chart()->compared());
    }

    void theCriticalPathSaysWhatEachServiceTook()
    {
        const auto path = [](const TimelineView &view) {
            QString text;
            for (const QWidget *entry : view.findChild<TimelineLegend *>()->findChildren<QWidget *>()) {
                if (entry->accessibleName().startsWith(s("critical path")))
                    text = entry->accessibleName();
            }
            return text;
        };
        auto view = shown();
        QVERIFY(view);
        QCOMPARE(path(*view),
                 s("critical path: zookeeper 0.7 s → kafka 3.3 s → kafka-init 0.9 s → billing-worker 0.5 s"));
        Run going = samples::upToKafka().inOrder();
        std::erase_if(going.events, [](const Event &event) { return event.at > at(3000); });
        view->setRun(going, true);
        QCOMPARE(path(*view), s("critical path: zookeeper 0.7 s → kafka")); // Kafka's is not over
    }

    void exportsAreWhatTheySay_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("PNG") << int(ExportFormat::Png);
        QTest::newRow("SVG") << int(ExportFormat::Svg);
        QTest::newRow("CSV") << int(ExportFormat::Csv);
        QTest::newRow("Trace events") << int(ExportFormat::TraceEvents);
    }

    void exportsAreWhatTheySay()
    {
        QFETCH(int, format);
        QTemporaryDir dir;
        auto view = shown();
        QVERIFY(view);
        const auto kind = static_cast<ExportFormat>(format);
        const QString path = dir.filePath(fileNameOf(s("kc/backend"), samples::begin, kind));
        QSignalSpy saved(view.get(), &TimelineView::saved);
        view->saveTo(path, kind);
        QVERIFY(saved.count() == 1 || saved.wait());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        if (kind == ExportFormat::Png) {
            const QImage image = QImage::fromData(bytes, "PNG");
            QVERIFY(image.width() >= 1800);
            QCOMPARE(image.pixelColor(0, 0), Theme::light().surface);
        } else if (kind == ExportFormat::Svg) {
            QXmlStreamReader xml(bytes);
            QString texts;
            while (!xml.atEnd()) {
                xml.readNext();
                texts += xml.text();
            }
            QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
            QVERIFY(texts.contains(s("kafka-init")));
        } else if (kind == ExportFormat::Csv) {
            QVERIFY(bytes.startsWith("type,service,"));
        } else {
            QVERIFY(!QJsonDocument::fromJson(bytes).isNull());
        }
    }

    void anExportThatCannotBeWrittenSaysSo()
    {
        auto view = shown();
        QVERIFY(view);
        QSignalSpy failed(view.get(), &TimelineView::saveFailed);
        view->saveTo(s("/nonexistent/folder/x.csv"), ExportFormat::Csv);
        QVERIFY(failed.count() == 1 || failed.wait());
    }

    void screenReadersGetThePictureInWordsAndEachLane()
    {
        auto view = shown();
        QVERIFY(view);
        QAccessibleInterface *chart = QAccessible::queryAccessibleInterface(view->chart());
        QVERIFY(chart);
        QCOMPARE(chart->text(QAccessible::Name), s("Timeline"));
        const QString words = chart->text(QAccessible::Description);
        QVERIFY2(words.contains(s("Kafka’s JVM")) && words.contains(s("mail-worker: ")), qPrintable(words));
        QCOMPARE(chart->childCount(), 5);
        QAccessibleInterface *kafka = chart->child(1);
        QCOMPARE(kafka->text(QAccessible::Name), s("kafka"));
        QVERIFY(kafka->text(QAccessible::Description).contains(s("ready after 4.2 s")));
        QCOMPARE(chart->indexOfChild(kafka), 1);
        QVERIFY(kafka->rect().isValid());
        QCOMPARE(kafka->parent(), chart);
        view->chart()->focusOn({Kind::Mark, 1, 3});
        QCOMPARE(kafka->text(QAccessible::Name), s("kafka, probe 4 of 5 at 3.90 s"));
        QVERIFY(kafka->state().focused);
        QVERIFY(!chart->child(5));
    }

    void everyControlHasAName()
    {
        auto view = shown();
        QVERIFY(view);
        for (const QWidget *widget : view->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
                continue;
            const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(
                const_cast<QWidget *>(widget));
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
    }

    void aLargeRunIsPaintedWithinAFrame()
    {
        TimelineChart chart;
        chart.resize(1400, 2400);
        chart.setTimeline(fold(largeRun(), at(40'000)));
        QImage image(1400, 900, QImage::Format_ARGB32_Premultiplied); // what a large window shows of it
        image.fill(Qt::white);
        const qint64 micros = bestPaint(chart, image);
        qInfo("painted in %lld µs", static_cast<long long>(micros));
        QVERIFY2(micros < frameMicros, qPrintable(QString::number(micros)));
        chart.zoom(20, 700);
        QVERIFY(bestPaint(chart, image) < frameMicros);
    }

    void bothSchemesAreReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void bothSchemesAreReadable()
    {
        QFETCH(bool, dark);
        const Theme &theme = dark ? Theme::dark() : Theme::light();
        const auto luminance = [](const QColor &color) {
            const auto part = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
            return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
        };
        const auto contrast = [&](const QColor &one, const QColor &other) {
            const double a = luminance(one);
            const double b = luminance(other);
            return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
        };
        for (const auto &[word, ground] : {std::pair(theme.text, theme.surface),
                                           {theme.muted, theme.window},
                                           {theme.accent, theme.accentGround},
                                           {theme.good, theme.goodGround},
                                           {theme.waiting, theme.waitingGround},
                                           {theme.problem, theme.problemGround},
                                           {theme.onColor, theme.starting},
                                           {theme.onColor, theme.good},
                                           {theme.onColor, theme.problem},
                                           {theme.onColor, theme.accent}})
            QVERIFY2(contrast(word, ground) >= 4.5,
                     qPrintable(QStringLiteral("%1 on %2").arg(word.name(), ground.name())));
    }

    void theThemeFollowsTheApplication()
    {
        applyTheme(*qApp, Scheme::Dark);
        QVERIFY(Theme::of(nullptr).isDark);
        QVERIFY(Theme::of(std::make_unique<QWidget>().get()).isDark);
        QVERIFY(!qApp->styleSheet().contains(QLatin1Char('@')));
        applyTheme(*qApp, Scheme::Light);
        QVERIFY(!Theme::of(std::make_unique<QWidget>().get()).isDark);
    }
};

QTEST_MAIN(TestTimelineView)
#include "tst_timelineview.moc"
