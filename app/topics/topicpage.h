// One topic: what it holds, its partitions and its settings, and what can be done with it.
#pragma once

#include <optional>

#include <QWidget>

#include "base/error.h"
#include "topics/topicrow.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace bd::app {

class ElidedLabel;
class FindingCard;
class PartitionModel;
class RowTable;
class SettingModel;
class StatePill;

class TopicPage : public QWidget
{
    Q_OBJECT

public:
    explicit TopicPage(QWidget *parent = nullptr);

    void setTopic(const QString &name); // another one; what is known of it comes by setKnown()
    // `topic`: nullptr where it is gone.
    void setKnown(const kafka::Topic *topic, const TopicRow &row, const TopicDetails &details);
    void setFailure(const std::optional<Error> &failure); // of the last look: what is shown was true before
    void setReadOnly(bool readOnly);                      // nothing that would change the topic is offered
    void setHasTeamFile(bool hasTeamFile);                // what is expected can be said
    const QString &topic() const { return m_name; }

    RowTable *partitions() const { return m_partitions; }
    RowTable *settings() const { return m_settings; }
    QTabBar *tabs() const { return m_tabs; }

Q_SIGNALS:
    void backWanted();
    void recordsWanted(const QString &topic);
    void emptyWanted(const QString &topic);
    void addPartitionsWanted(const QString &topic);
    void deleteWanted(const QString &topic);
    void recreateWanted(const QString &topic);
    void cloneWanted(const QString &topic); // a new one with the same settings
    void compareWanted(const QString &topic);
    void expectationWanted(const QString &topic);                                  // what the team expects of it
    void mendWanted(const QString &topic);                                         // as the project expects it
    void settingWanted(const QString &topic, const bd::kafka::ConfigEntry &entry); // to be changed

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeHead();
    void showAges(const TopicRow &row);
    QWidget *makeFacts();
    QWidget *makeTabs();
    void changeSetting(const QModelIndex &index);

    QString m_name;
    PartitionModel *m_partitionModel;
    SettingModel *m_settingModel;
    RowTable *m_partitions;
    RowTable *m_settings;
    FindingCard *m_failure;
    FindingCard *m_note;
    ElidedLabel *m_title = nullptr;
    StatePill *m_pill = nullptr;
    QPushButton *m_seeRecords = nullptr;
    QPushButton *m_actions = nullptr;
    QList<QAction *> m_changes; // of the topic
    QAction *m_expectation = nullptr;
    bool m_readOnly = false;
    QLabel *m_partitionCount = nullptr;
    QLabel *m_replicas = nullptr;
    QLabel *m_records = nullptr;
    QLabel *m_size = nullptr;
    QLabel *m_lastWrite = nullptr;
    QLabel *m_kept = nullptr;
    QLabel *m_cleanup = nullptr;
    QTabBar *m_tabs = nullptr;
    QLineEdit *m_filter = nullptr;
    QStackedWidget *m_stack = nullptr;
};

} // namespace bd::app
