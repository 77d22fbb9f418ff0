// Two topics side by side: what is otherwise. The other one is chosen here, and asked for where it is not known.
#pragma once

#include <QPointer>
#include <QWidget>

#include "topics/topicssnapshot.h"

class QComboBox;
class QDialog;
class QLabel;

namespace bd::app {

class RowTable;

struct TopicDifferenceRow {
    QString name; // of a setting; empty: not one, see `words`
    QString words;
    QString one;
    QString other;
    bool operator==(const TopicDifferenceRow &) const = default;
};
// By name, partitions and replicas first. What one of them does not know is empty. Pure.
std::vector<TopicDifferenceRow> topicDifferences(const kafka::Topic &one,
                                                 const std::vector<kafka::ConfigEntry> &oneConfig,
                                                 const kafka::Topic &other,
                                                 const std::vector<kafka::ConfigEntry> &otherConfig);

class DifferenceModel;

// A dialog that opens at once and deletes itself; it lives as long as that.
class TopicComparison : public QObject
{
    Q_OBJECT

public:
    TopicComparison(QWidget *parent, const QString &topic, const TopicsSnapshotPtr &topics);

    void setTopics(const TopicsSnapshotPtr &topics);

    QComboBox *choice() const { return m_choice; }
    RowTable *table() const { return m_table; }

Q_SIGNALS:
    void detailsWanted(const QStringList &topics);
    void closed();

private:
    void chosen();
    void show();

    const QString m_topic;
    TopicsSnapshotPtr m_topics;
    QComboBox *m_choice;
    QLabel *m_sentence;
    DifferenceModel *m_model;
    RowTable *m_table;
};

} // namespace bd::app
