// What somebody wrote to get new topics, as what the broker is asked for, or what is wrong with it. Pure.
#pragma once

#include <vector>

#include <QMap>
#include <QStringList>

#include "kafka/client.h"

namespace bd::app {

struct TopicForm {
    QString names; // one, or several with commas or blanks between them
    int partitions = 1;
    int replicationFactor = 1;
    QString cleanup;                   // empty: the broker's default
    std::optional<qint64> retentionMs; // nothing: the broker's default
    QString others;                    // lines of KEY=VALUE
    bool onlyMissing = false;          // those that are there already are left alone, and are no problem
    bool operator==(const TopicForm &) const = default;
};

struct FormProblem {
    enum class Field { Names, Replicas, Others };
    Field field = Field::Names;
    QString text;
    bool operator==(const FormProblem &) const = default;
};

struct FormResult {
    std::vector<kafka::NewTopic> topics; // empty where there is a problem
    std::optional<FormProblem> problem;
    QString warning; // it works, and somebody may regret it
    bool operator==(const FormResult &) const = default;
};

// `taken`: topics that are there. `brokers`: how many there are.
FormResult topicsFrom(const TopicForm &form, const QStringList &taken, int brokers);

// A form that makes another topic like this one: what is set on it, and nothing else.
TopicForm formLike(const kafka::Topic &topic, const std::vector<kafka::ConfigEntry> &config);

// Lines of KEY=VALUE; the message of an error says what is wrong with which line.
Result<QMap<QString, QString>> settingsFrom(const QString &lines);

} // namespace bd::app
