// Says which records are wanted: of which topic, from where, which of them, and read how.
#pragma once

#include <QWidget>

#include "records/recordquery.h"

class QBoxLayout;
class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace bd::app {

class TopicBox;

struct RecordFormats {
    QString key = QStringLiteral("auto");
    QString value = QStringLiteral("auto");
    bool operator==(const RecordFormats &) const = default;
};

class RecordBar : public QWidget
{
    Q_OBJECT

public:
    explicit RecordBar(QWidget *parent = nullptr);

    void setTopics(const QStringList &topics);
    void setPartitions(int count); // of the chosen topic
    void setTopic(const QString &topic);
    void setFormats(const RecordFormats &formats);
    void setReading(bool reading);
    RecordQuery query() const;

    TopicBox *topicBox() const { return m_topic; }
    QComboBox *fromBox() const { return m_from; }
    QLineEdit *atField() const { return m_at; }
    QLineEdit *filterField() const { return m_filter; }
    QComboBox *howBox() const { return m_how; }
    QComboBox *whereBox() const { return m_where; }
    QComboBox *keyBox() const { return m_key; }
    QComboBox *valueBox() const { return m_value; }
    QPushButton *readButton() const { return m_read; }
    QPushButton *liveButton() const { return m_live; }

Q_SIGNALS:
    void topicChosen(const QString &topic);
    void readWanted(); // from the beginning of query()
    void stopWanted();
    void liveWanted();
    void formatsChanged(const bd::app::RecordFormats &formats);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeWhat();
    QWidget *makeWhich();
    QHBoxLayout *makeHow();

    TopicBox *m_topic;
    QComboBox *m_from;
    QLineEdit *m_at;
    QComboBox *m_partition;
    QComboBox *m_most;
    QLineEdit *m_filter;
    QComboBox *m_where;
    QComboBox *m_how;
    QComboBox *m_key;
    QComboBox *m_value;
    QPushButton *m_read;
    QPushButton *m_live;
    QBoxLayout *m_which = nullptr; // one line, or two where that is narrow
    bool m_reading = false;
};

} // namespace bd::app
