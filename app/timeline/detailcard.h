// What there is to know of the span or probe that is selected.
#pragma once

#include "common/card.h"
#include "timeline/timelinedetail.h"

class QLabel;

namespace bd::app {

class RawText;

class DetailCard : public Card
{
    Q_OBJECT

public:
    explicit DetailCard(QWidget *parent = nullptr);

    void setDetail(const TimelineDetail &detail);

private:
    TimelineDetail m_shown;
    QLabel *m_title;
    QLabel *m_line;
    RawText *m_output;
};

} // namespace bd::app
