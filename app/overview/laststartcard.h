// How long the last good start took and what it was spent on, as one bar of its phases.
#pragma once

#include <QWidget>

#include "common/card.h"
#include "timeline/timeline.h"

class QLabel;

namespace bd::app {

class ElidedLabel;

class PhaseBar : public QWidget
{
    Q_OBJECT

public:
    explicit PhaseBar(QWidget *parent = nullptr);

    void setTimeline(const timeline::Timeline &timeline);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    const timeline::Phase *phaseAt(int x) const;
    double positionOf(TimePoint at) const;

    timeline::Timeline m_timeline;
};

class LastStartCard : public Card
{
    Q_OBJECT

public:
    explicit LastStartCard(QWidget *parent = nullptr);

    void setTimeline(const timeline::Timeline &timeline);

Q_SIGNALS:
    void timelineWanted();

private:
    QLabel *m_title;
    ElidedLabel *m_phases;
    PhaseBar *m_bar;
};

} // namespace bd::app
