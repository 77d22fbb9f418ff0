#include "overview/topicscard.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>

#include "common/flowlayout.h"
#include "common/labels.h"
#include "common/layouts.h"
#include "common/statepill.h"
#include "common/words.h"

namespace bd::app {

namespace {

StatePill *pillFor(const stack::TopicStatus &topic, QWidget *parent)
{
    using stack::TopicState;
    const QString name = topic.expected.name;
    switch (topic.state) {
    case TopicState::Present: return new StatePill(StatePill::Shape::Done, name, parent);
    case TopicState::Missing:
        return new StatePill(StatePill::Shape::Missing, TopicsCard::tr("missing: %1").arg(name), parent);
    case TopicState::Unknown: break;
    }
    auto *pill = new StatePill(StatePill::Shape::Idle, name, parent);
    pill->setAccessibleName(TopicsCard::tr("not known: %1").arg(name));
    return pill;
}

QString toolTipFor(const stack::TopicStatus &topic)
{
    const QString expected =
        TopicsCard::tr("%1: %n partition(s) expected", nullptr, topic.expected.partitions).arg(topic.expected.name);
    if (!topic.partitions) {
        return expected;
    }
    return expected + QLatin1Char('\n') + TopicsCard::tr("%n partition(s) there", nullptr, *topic.partitions);
}

} // namespace

TopicsCard::TopicsCard(QWidget *parent) : Card(parent), m_note(new ElidedLabel), m_flow(new FlowLayout(8))
{
    QLabel *title = plainLabel(tr("Expected topics"));
    setLook(title, Look::Heading);
    m_note->setText(tr("Whether they are there is not known while no broker answers."));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(title);
    head->addWidget(m_note, 1);
    head->addStretch();
    column()->addLayout(head);
    column()->addLayout(m_flow);
    hide();
}

void TopicsCard::setTopics(const std::vector<stack::TopicStatus> &topics)
{
    setVisible(!topics.empty());
    if (topics == m_topics) {
        return;
    }
    m_topics = topics;
    m_note->setVisible(std::any_of(topics.begin(), topics.end(), [](const stack::TopicStatus &topic) {
        return topic.state == stack::TopicState::Unknown;
    }));
    clearLayout(m_flow);
    for (const stack::TopicStatus &topic : topics) {
        StatePill *pill = pillFor(topic, this);
        setPlainToolTip(pill, toolTipFor(topic));
        m_flow->addWidget(pill);
    }
}

} // namespace bd::app
