#include "timeline/timelineview.h"

#include <algorithm>

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/words.h"
#include "store/store.h"
#include "timeline/compare.h"
#include "timeline/detailcard.h"
#include "timeline/sentence.h"
#include "timeline/sentencecard.h"
#include "timeline/textpicture.h"
#include "timeline/timelinechart.h"
#include "timeline/timelinelegend.h"
#include "timeline/words.h"

namespace bd::app {

using timeline::Run;
using timeline::Timeline;

namespace {

constexpr int frame = 33; // ms: 30 pictures a second
constexpr std::size_t mostRuns = 30;
constexpr int copiedColumns = 100;
constexpr int longestNotice = 320;

// As high as its picture where there is room, and scrolling where there is not.
class ChartArea : public QScrollArea
{
public:
    explicit ChartArea(TimelineChart *chart) : m_chart(chart)
    {
        setWidget(chart);
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFocusPolicy(Qt::NoFocus);
        connect(chart, &TimelineChart::heightChanged, this, [this] { updateGeometry(); });
        viewport()->setAutoFillBackground(false);
        chart->setAutoFillBackground(false);
    }

    QSize sizeHint() const override { return QSize(600, m_chart->sizeHint().height()); }
    QSize minimumSizeHint() const override { return QSize(320, std::min(180, m_chart->sizeHint().height())); }

private:
    TimelineChart *m_chart;
};

// How long it took, or why that says nothing.
QString tookText(const Run &run)
{
    const bool isDone = run.outcome == timeline::Outcome::Done && run.finishedAt;
    return isDone ? durationText(*run.finishedAt - run.startedAt) : timeline::outcomeText(run.outcome);
}

} // namespace

TimelineView::TimelineView(QWidget *parent)
    : QWidget(parent), m_sentence(new SentenceCard), m_chart(new TimelineChart), m_pan(new QScrollBar(Qt::Horizontal)),
      m_legend(new TimelineLegend), m_detail(new DetailCard), m_timer(new QTimer(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(pageMargin, pageMargin - 4, pageMargin, pageMargin);
    column->setSpacing(pageGap);
    column->addWidget(makeHead());
    column->addWidget(m_empty = makeEmptyCard());
    column->addWidget(m_sentence);
    column->addWidget(m_chartCard = makeChartCard());
    column->addWidget(m_detail);
    column->addStretch(1);
    for (QWidget *widget : {static_cast<QWidget *>(m_sentence), m_chartCard, static_cast<QWidget *>(m_detail)}) {
        widget->hide();
    }
    m_timer->setInterval(frame);
    connect(m_timer, &QTimer::timeout, this, &TimelineView::tick);
    connect(m_chart, &TimelineChart::selectionChanged, this, &TimelineView::showDetail);
    connect(m_chart, &TimelineChart::windowChanged, this, &TimelineView::showWindow);
    connect(m_pan, &QScrollBar::valueChanged, this, [this](int value) { m_chart->setOffset(Millis(value)); });
    setFocusProxy(m_chart);
    showSubtitle();
    fillMenus();
}

void TimelineView::setClock(Clock clock)
{
    m_clock = std::move(clock);
}

void TimelineView::setRun(const Run &run, bool live)
{
    const bool isAnother = run.id != m_run.id || run.startedAt != m_run.startedAt;
    m_run = run;
    if (isAnother) {
        m_chart->select({});
        m_notice->hide();
        fillMenus();
    }
    m_live = live;
    m_hasRun = true;
    m_stale = !isVisible();
    if (!m_stale) {
        foldRun();
    }
    followClock();
}

void TimelineView::setRuns(const std::vector<Run> &headers)
{
    m_headers = headers;
    fillMenus();
}

void TimelineView::setCompared(const std::optional<Run> &run)
{
    m_comparedRun = run;
    m_chart->setCompared(run ? std::optional(foldBrokenOff(*run)) : std::nullopt);
    if (m_hasRun) {
        showRun();
    }
    fillMenus();
}

void TimelineView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale && m_hasRun) {
        foldRun();
    }
    m_stale = false;
    followClock();
}

void TimelineView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    followClock();
}

QWidget *TimelineView::makeHead()
{
    auto *widget = new QWidget;
    QHBoxLayout *head = pageHead(tr("Timeline"), {});
    head->setContentsMargins(0, 0, 0, 0);
    widget->setLayout(head);
    m_subtitle = widget->findChild<ElidedLabel *>();
    m_notice = new ElidedLabel;
    m_notice->setMaximumWidth(longestNotice);
    m_notice->setForegroundRole(QPalette::PlaceholderText);
    m_notice->hide();
    m_runs = menuButton(tr("Run"));
    m_compare = menuButton(tr("Compare with…"));
    m_export = menuButton(tr("Export"));
    for (QWidget *part : {static_cast<QWidget *>(m_notice), static_cast<QWidget *>(m_runs),
                          static_cast<QWidget *>(m_compare), static_cast<QWidget *>(m_export)}) {
        head->addWidget(part);
    }
    QMenu *menu = m_export->menu();
    menu->addAction(tr("Picture (PNG)…"), this, [this] { askWhere(ExportFormat::Png); });
    menu->addAction(tr("Picture (SVG)…"), this, [this] { askWhere(ExportFormat::Svg); });
    menu->addAction(tr("Table (CSV)…"), this, [this] { askWhere(ExportFormat::Csv); });
    menu->addAction(tr("Trace events (JSON)…"), this, [this] { askWhere(ExportFormat::TraceEvents); });
    menu->addSeparator();
    menu->addAction(tr("Copy as text"), this, &TimelineView::copyAsText);
    return widget;
}

QWidget *TimelineView::makeChartCard()
{
    auto *card = new Card;
    m_pan->hide();
    m_pan->setAccessibleName(tr("Time in view"));
    card->column()->setContentsMargins(12, 8, 16, 12);
    card->column()->addWidget(new ChartArea(m_chart));
    card->column()->addWidget(m_pan);
    card->column()->addWidget(m_legend);
    return card;
}

QWidget *TimelineView::makeEmptyCard()
{
    auto *card = new Card;
    QLabel *title = plainLabel(tr("No start was recorded yet"));
    setLook(title, Look::Heading);
    QLabel *text = wrappedLabel(
        tr("Start the stack, here or with «docker compose up» in a terminal: each service’s way to "
           "being ready is drawn here as it happens."));
    setLook(text, Look::Muted);
    card->column()->addWidget(title);
    card->column()->addWidget(text);
    return card;
}

void TimelineView::foldRun()
{
    m_chart->setTimeline(m_live ? fold(m_run, m_clock.now()) : foldBrokenOff(m_run));
    showRun();
}

void TimelineView::showRun()
{
    m_legend->setTimeline(m_chart->timeline(), m_comparedRun.has_value());
    m_empty->hide();
    m_sentence->show();
    m_chartCard->show();
    m_export->setEnabled(true);
    m_sentence->setComparison(m_comparedRun ? tr("Compared with %1: %2.", "another run, the difference")
                                                  .arg(dayText(m_comparedRun->startedAt, m_clock.now()),
                                                       comparisonText(m_chart->comparison()))
                                            : QString());
    showSentence();
    showSubtitle();
    showDetail();
    showWindow();
}

void TimelineView::showSentence()
{
    const Timeline &timeline = m_chart->timeline();
    m_sentence->setSentence(sentenceOf(timeline, timeline.to));
}

QString TimelineView::nameOf(const Run &run) const
{
    const QString when = dayText(run.startedAt, m_clock.now());
    switch (run.kind) {
    case timeline::RunKind::Start: return tr("Start of %1").arg(when);
    case timeline::RunKind::Stop: return tr("Stop of %1").arg(when);
    case timeline::RunKind::Restart: return tr("Restart of %1").arg(when);
    case timeline::RunKind::Reset: return tr("Reset of %1").arg(when);
    case timeline::RunKind::Snapshot: return tr("Snapshot of %1").arg(when);
    case timeline::RunKind::Restore: return tr("Restore of %1").arg(when);
    case timeline::RunKind::Seen: break;
    }
    return tr("Start of %1, made elsewhere").arg(when);
}

void TimelineView::showSubtitle()
{
    if (!m_hasRun) {
        m_subtitle->setText(tr("What is it waiting for, and what took the time?"));
        m_export->setEnabled(false);
        return;
    }
    const QString other = m_comparedRun ? dayText(m_comparedRun->startedAt, m_clock.now()) : tr("none");
    m_subtitle->setText(tr("%1, compared with %2").arg(nameOf(m_run), other));
}

void TimelineView::showDetail()
{
    const TimelineItem item = m_chart->selected();
    m_detail->setVisible(!item.isNone());
    if (!item.isNone()) {
        m_detail->setDetail(detailOf(m_chart->timeline(), item));
    }
}

void TimelineView::showWindow()
{
    const TimelineGeometry &geometry = m_chart->geometryOfTimes();
    const auto millis = [](Micros time) { return static_cast<int>(std::chrono::duration_cast<Millis>(time).count()); };
    const QSignalBlocker blocker(m_pan);
    m_pan->setVisible(!geometry.isFitted());
    m_pan->setRange(0, millis(geometry.whole - geometry.length));
    m_pan->setPageStep(std::max(1, millis(geometry.length)));
    m_pan->setSingleStep(std::max(1, millis(geometry.length / 10)));
    m_pan->setValue(millis(geometry.offset));
}

void TimelineView::fillMenus()
{
    QMenu *runs = m_runs->menu();
    QMenu *others = m_compare->menu();
    runs->clear();
    others->clear();
    const qint64 compared = m_comparedRun ? m_comparedRun->id : 0;
    addChoice(others, tr("None"), 0, compared, &TimelineView::compareWanted);
    others->addSeparator();
    fillMenu(runs, m_run.id, &TimelineView::runWanted);
    fillMenu(others, compared, &TimelineView::compareWanted);
    m_runs->setVisible(m_headers.size() > 1);
    m_compare->setEnabled(m_headers.size() > 1);
}

// The newest ones, and those before by their days: a menu as long as the screen is none.
void TimelineView::fillMenu(QMenu *menu, qint64 checked, Wanted wanted)
{
    const auto older = m_headers.begin() + static_cast<std::ptrdiff_t>(std::min(m_headers.size(), mostRuns));
    addRuns(menu, {m_headers.begin(), older}, checked, wanted);
    if (older == m_headers.end()) {
        return;
    }
    QMenu *byDay = menu->addMenu(tr("Older ones"));
    for (auto first = older; first != m_headers.end();) {
        const QDate day = localTime(first->startedAt).date();
        const auto next = std::find_if(first, m_headers.end(),
                                       [day](const Run &run) { return localTime(run.startedAt).date() != day; });
        const std::vector<Run> ofDay(first, next);
        QMenu *days = byDay->addMenu(
            tr("%1 (%2)", "a day, how many runs").arg(QLocale().toString(day, QLocale::ShortFormat)).arg(ofDay.size()));
        connect(days, &QMenu::aboutToShow, this, [this, days, ofDay, checked, wanted] { // not thousands of them at once
            days->clear();
            addRuns(days, ofDay, checked, wanted);
        });
        first = next;
    }
}

void TimelineView::addRuns(QMenu *menu, const std::vector<Run> &runs, qint64 checked, Wanted wanted)
{
    for (const Run &run : runs) {
        if (wanted == &TimelineView::compareWanted && run.id == m_run.id) {
            continue; // never with itself
        }
        const QString text = tr("%1 · %2", "a run and how it ended").arg(nameOf(run), tookText(run));
        addChoice(menu, text, run.id, checked, wanted);
    }
}

void TimelineView::addChoice(QMenu *menu, QString text, qint64 id, qint64 checked, Wanted wanted)
{
    QAction *action = menu->addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&")));
    action->setCheckable(true);
    action->setChecked(id == checked);
    // Queued: what follows fills these menus anew, and an action must not go inside its own signal.
    connect(
        action, &QAction::triggered, this, [this, wanted, id] { (this->*wanted)(id); }, Qt::QueuedConnection);
}

void TimelineView::followClock()
{
    if (m_live && isVisible() && m_chart->timeline().running) {
        m_timer->start();
    } else {
        m_timer->stop();
    }
}

void TimelineView::tick()
{
    m_chart->setNow(m_clock.now());
    showSentence();
}

void TimelineView::askWhere(ExportFormat format)
{
    auto *dialog = new QFileDialog(this, tr("Export the timeline"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffixOf(format));
    dialog->selectFile(fileNameOf(m_run.project, m_run.startedAt, format));
    connect(dialog, &QFileDialog::fileSelected, this, [this, format](const QString &path) { saveTo(path, format); });
    dialog->open();
}

void TimelineView::saveTo(const QString &path, ExportFormat format)
{
    TimelineExport what;
    what.format = format;
    what.timeline = m_chart->timeline();
    what.other = m_chart->compared() ? std::optional(*m_chart->compared()) : std::nullopt;
    what.title = tr("%1: %2", "project: run").arg(m_run.project, nameOf(m_run));
    what.project = m_run.project;
    what.theme = Theme::of(this);
    what.width = std::max(900, m_chart->width());
    m_background.run(
        [what, path](std::stop_token) -> Result<> {
            return exported(what).and_then([&](const QByteArray &bytes) { return store::writeFile(path, bytes); });
        },
        [this, path](const Result<> &result) {
            m_notice->setText(result ? tr("Saved as %1").arg(shortPath(path)) : firstLine(result.error().message));
            m_notice->show();
            if (result) {
                Q_EMIT saved(path);
            } else {
                Q_EMIT saveFailed(result.error());
            }
        });
}

void TimelineView::copyAsText()
{
    const Timeline &timeline = m_chart->timeline();
    QGuiApplication::clipboard()->setText(
        textPicture(timeline, {.columns = copiedColumns, .unicode = true}, timeline.to).join(QLatin1Char('\n')));
}

} // namespace bd::app
