// A reset as it goes on, on the timeline, and how it ended: every item with its outcome, the verification, and the way back.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "timeline/event.h"
#include "verify/verify.h"

class QLabel;
class QPushButton;
class QTimer;
class QVBoxLayout;

namespace bd::app {

class Checklist;
class TimelineChart;

class ProgressPage : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressPage(QWidget *parent = nullptr);

    void setRun(const timeline::Run &run, bool live);
    void setResult(const QString &title, const QString &text, const QStringList &left);
    void setChecks(const std::vector<verify::Check> &checks);
    void setWayBack(const QString &sentence); // empty: there is none

    QPushButton *undoButton() const { return m_undo; }

Q_SIGNALS:
    void undoWanted();
    void viewWanted(bd::verify::Check::What what);

private:
    void tick();
    void addLines(const timeline::Run &run);

    timeline::Run m_run;
    bool m_isLive = false;
    QTimer *m_clock;
    QLabel *m_title;
    QLabel *m_text;
    TimelineChart *m_chart;
    QWidget *m_lines;
    size_t m_shownEvents = 0; // whose lines are there
    int m_shownLines = 0;
    Checklist *m_checks;
    QLabel *m_wayBack;
    QPushButton *m_undo;
};

} // namespace bd::app
