#include "records/topicbox.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QStringListModel>

namespace bd::app {

TopicBox::TopicBox(QWidget *parent) : QComboBox(parent), m_topics(new QStringListModel(this))
{
    setEditable(true);
    setInsertPolicy(NoInsert);
    setAccessibleName(tr("Topic"));
    lineEdit()->setPlaceholderText(tr("Choose a topic"));
    lineEdit()->setAccessibleName(tr("Topic"));
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon); // 10,000 names are not measured
    setMinimumContentsLength(16);
    setModel(m_topics);
    setMaxVisibleItems(16);
    auto *completer = new QCompleter(m_topics, this);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setCompletionMode(QCompleter::PopupCompletion);
    setCompleter(completer);
    connect(this, &QComboBox::currentTextChanged, this, &TopicBox::textChanged);
    connect(this, &QComboBox::activated, this, &TopicBox::choose);
    connect(lineEdit(), &QLineEdit::returnPressed, this, &TopicBox::choose);
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this, [this](const QString &topic) {
        setCurrentText(topic);
        choose();
    });
}

void TopicBox::setTopics(const QStringList &topics)
{
    if (topics == m_topics->stringList()) {
        return;
    }
    const QString written = currentText();
    m_topics->setStringList(topics);
    setTopic(written);
}

void TopicBox::setTopic(const QString &topic)
{
    setCurrentIndex(static_cast<int>(m_topics->stringList().indexOf(topic)));
    setCurrentText(topic);
}

void TopicBox::choose()
{
    // Enter comes as several signals.
    if (std::exchange(m_choosing, true)) {
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_choosing = false;
            if (m_topics->stringList().contains(topic())) {
                Q_EMIT chosen(topic());
            }
        },
        Qt::QueuedConnection);
}

} // namespace bd::app
