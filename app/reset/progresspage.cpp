#include "reset/progresspage.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/theme.h"
#include "common/words.h"
#include "timeline/timeline.h"
#include "timeline/timelinechart.h"
#include "verify/checklist.h"

namespace bd::app {

namespace {

constexpr int pace = 100; // ms between two pictures of what goes on

void empty(QWidget *widget)
{
    qDeleteAll(widget->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    delete widget->layout();
}

} // namespace

ProgressPage::ProgressPage(QWidget *parent)
    : QWidget(parent), m_clock(new QTimer(this)), m_title(wrappedLabel()), m_text(wrappedLabel()),
      m_chart(new TimelineChart), m_lines(new QWidget), m_checks(new Checklist), m_wayBack(wrappedLabel()),
      m_undo(new QPushButton(tr("Undo: restore the snapshot")))
{
    setLook(m_title, Look::Title);
    setLook(m_text, Look::Muted);
    setLook(m_wayBack, Look::Muted);
    QVBoxLayout *page = scrolledPage(this).column;
    page->addWidget(m_title);
    page->addWidget(m_text);
    // The way back first: it is the button of this page, whatever the chart's height.
    auto *undo = new QHBoxLayout;
    undo->setSpacing(12);
    undo->addWidget(m_undo);
    undo->addWidget(m_wayBack, 1, Qt::AlignVCenter);
    page->addLayout(undo);
    page->addWidget(m_checks);
    page->addWidget(m_chart);
    page->addWidget(m_lines);
    page->addStretch(1);
    m_undo->hide();
    m_wayBack->hide();
    m_clock->setInterval(pace);
    connect(m_clock, &QTimer::timeout, this, &ProgressPage::tick);
    connect(m_undo, &QPushButton::clicked, this, &ProgressPage::undoWanted);
    connect(m_checks, &Checklist::viewWanted, this, &ProgressPage::viewWanted);
}

void ProgressPage::setRun(const timeline::Run &run, bool live)
{
    if (run.startedAt != m_run.startedAt || run.events.size() < m_shownEvents) {
        empty(m_lines);
        m_shownEvents = 0;
        m_shownLines = 0;
    }
    m_run = run;
    m_isLive = live;
    const TimePoint now = Clock::system().now();
    const timeline::Timeline folded = timeline::fold(run, run.finishedAt.value_or(now));
    m_chart->setTimeline(folded);
    if (live) {
        m_title->setText(folded.step.isEmpty() ? tr("Working…") : folded.step);
        m_clock->start();
        tick();
    } else {
        m_clock->stop();
    }
    addLines(run);
}

void ProgressPage::tick()
{
    const TimePoint now = Clock::system().now();
    m_chart->setNow(now);
    m_text->setText(durationText(now - m_run.startedAt));
}

// What has come since; the timeline has all of it.
void ProgressPage::addLines(const timeline::Run &run)
{
    constexpr int most = 200;
    auto *lines = qobject_cast<QVBoxLayout *>(m_lines->layout());
    if (!lines) {
        lines = new QVBoxLayout(m_lines);
        lines->setContentsMargins(0, 0, 0, 0);
        lines->setSpacing(2);
    }
    for (; m_shownEvents < run.events.size() && m_shownLines < most; ++m_shownEvents) {
        const timeline::Event &event = run.events[m_shownEvents];
        if (event.kind != timeline::EventKind::Note || event.text.isEmpty()) {
            continue;
        }
        const QString text = event.service.isEmpty() ? event.text : event.service + QStringLiteral(": ") + event.text;
        QLabel *label = wrappedLabel(plainText(++m_shownLines < most ? text : tr("The timeline has more."), 500));
        setLook(label, Look::Muted);
        lines->addWidget(label);
    }
}

void ProgressPage::setResult(const QString &title, const QString &text, const QStringList &left)
{
    m_clock->stop();
    m_title->setText(title);
    m_text->setText(QStringList{text, left.join(QLatin1Char('\n'))}.join(QLatin1Char('\n')).trimmed());
    m_text->setVisible(!m_text->text().isEmpty());
}

void ProgressPage::setChecks(const std::vector<verify::Check> &checks)
{
    m_checks->setChecks(checks);
}

void ProgressPage::setWayBack(const QString &sentence)
{
    m_undo->setVisible(!sentence.isEmpty());
    m_wayBack->setVisible(!sentence.isEmpty());
    m_wayBack->setText(sentence);
}

} // namespace bd::app
