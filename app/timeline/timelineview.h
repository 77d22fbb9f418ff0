// The page of one run: the sentence, the picture with its legend, and what is selected in it; a second run laid under.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "base/clock.h"
#include "common/background.h"
#include "timeline/event.h"
#include "timeline/timeline.h"
#include "timeline/timelineexport.h"

class QMenu;
class QPushButton;
class QScrollBar;
class QTimer;

namespace bd::app {

class Card;
class DetailCard;
class ElidedLabel;
class SentenceCard;
class TimelineChart;
class TimelineLegend;

class TimelineView : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineView(QWidget *parent = nullptr);

    void setClock(Clock clock);

    // live: somebody makes this run now. A run without an end that is not live was broken off, and is shown so.
    void setRun(const timeline::Run &run, bool live);
    void setRuns(const std::vector<timeline::Run> &headers); // newest first; their events are not looked at
    void setCompared(const std::optional<timeline::Run> &run);

    TimelineChart *chart() const { return m_chart; }
    void saveTo(const QString &path, ExportFormat format); // what the dialog does in the end

Q_SIGNALS:
    void runWanted(qint64 id);
    void compareWanted(qint64 id); // 0: none
    void saved(const QString &path);
    void saveFailed(const bd::Error &error);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeChartCard();
    QWidget *makeEmptyCard();
    void foldRun();
    void showRun();
    void showSentence();
    void showSubtitle();
    void showDetail();
    void showWindow();
    void fillMenus();
    using Wanted = void (TimelineView::*)(qint64 id); // the signal that asks for a run
    void fillMenu(QMenu *menu, qint64 checked, Wanted wanted);
    void addRuns(QMenu *menu, const std::vector<timeline::Run> &runs, qint64 checked, Wanted wanted);
    void addChoice(QMenu *menu, QString text, qint64 id, qint64 checked, Wanted wanted);
    void followClock();
    void tick();
    void askWhere(ExportFormat format);
    void copyAsText();
    QString nameOf(const timeline::Run &run) const;

    Clock m_clock = Clock::system();
    timeline::Run m_run;
    bool m_live = false;
    bool m_stale = false; // something came while nobody looked
    bool m_hasRun = false;
    std::optional<timeline::Run> m_comparedRun;
    std::vector<timeline::Run> m_headers;

    ElidedLabel *m_subtitle = nullptr;
    QPushButton *m_runs = nullptr;
    QPushButton *m_compare = nullptr;
    QPushButton *m_export = nullptr;
    ElidedLabel *m_notice = nullptr;
    SentenceCard *m_sentence;
    QWidget *m_chartCard = nullptr;
    TimelineChart *m_chart;
    QScrollBar *m_pan;
    TimelineLegend *m_legend;
    DetailCard *m_detail;
    QWidget *m_empty = nullptr;
    QTimer *m_timer;
    Background m_background;
};

} // namespace bd::app
