// What the picture's shapes and colours stand for, as far as they are in it, and the critical path in words.
#pragma once

#include <QWidget>

#include "timeline/timeline.h"

namespace bd::app {

class FlowLayout;

class TimelineLegend : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineLegend(QWidget *parent = nullptr);

    void setTimeline(const timeline::Timeline &timeline, bool compared);

private:
    struct Content {
        std::vector<timeline::SpanKind> kinds;
        bool failedProbes = false;
        bool passedProbes = false;
        bool compared = false;
        QString path;
        bool operator==(const Content &) const = default;
    };
    static Content contentOf(const timeline::Timeline &timeline, bool compared);
    void rebuild();

    FlowLayout *m_flow;
    Content m_content;
};

} // namespace bd::app
