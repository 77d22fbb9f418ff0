// What is asked before topics are made or changed. The dialogs never block and delete themselves; what follows is a call
// once somebody has decided.
#pragma once

#include <functional>

#include "common/dialogs.h"
#include "topics/brokercheck.h"
#include "topics/topicform.h"
#include "topics/topicrow.h"

class QDialog;
class QWidget;

namespace bd::app {

// What the dialogs need of others: somebody who takes the command line that does the same, and the broker's opinion.
struct TopicHelp {
    TellCommand tell;
    AskBroker ask;
};

QDialog *askNewTopics(QWidget *parent, const TopicForm &form, const QStringList &taken, int brokers,
                      std::function<void(const std::vector<kafka::NewTopic> &)> accepted, const TopicHelp &help);

// `total`: how many there are afterwards.
QDialog *askPartitions(QWidget *parent, const TopicRow &row, std::function<void(int total)> accepted,
                       const TopicHelp &help);

// A value, or nothing for the default again.
QDialog *askSetting(QWidget *parent, const QString &topic, const kafka::ConfigEntry &entry,
                    std::function<void(const std::optional<QString> &value)> accepted, const TopicHelp &help);

// What holds records, or may, goes only when its name was typed; Enter does not press the button.
// MadeAgain: the topic goes, and comes back empty with the same settings.
enum class Removal { Topic, Records, MadeAgain };
QDialog *askRemoval(QWidget *parent, Removal removal, const TopicRow &row, std::function<void()> accepted,
                    const TopicHelp &help);

} // namespace bd::app
