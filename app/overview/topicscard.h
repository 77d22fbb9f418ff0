// The expected topics, each present, missing or not known.
#pragma once

#include "common/card.h"
#include "stack/state.h"

namespace bd::app {

class ElidedLabel;
class FlowLayout;

class TopicsCard : public Card
{
    Q_OBJECT

public:
    explicit TopicsCard(QWidget *parent = nullptr);

    void setTopics(const std::vector<stack::TopicStatus> &topics); // hidden where nothing is expected

private:
    ElidedLabel *m_note;
    FlowLayout *m_flow;
    std::vector<stack::TopicStatus> m_topics;
};

} // namespace bd::app
