// Chooses one of many topics: a list to open, and a field to type part of a name into.
#pragma once

#include <QComboBox>

class QStringListModel;

namespace bd::app {

class TopicBox : public QComboBox
{
    Q_OBJECT

public:
    explicit TopicBox(QWidget *parent = nullptr);

    void setTopics(const QStringList &topics); // what is written stays
    void setTopic(const QString &topic);
    QString topic() const { return currentText().trimmed(); }

Q_SIGNALS:
    void textChanged(const QString &text);
    void chosen(const QString &topic); // one that is there: from the list, or typed and Enter

private:
    void choose();

    QStringListModel *m_topics;
    bool m_choosing = false;
};

} // namespace bd::app
