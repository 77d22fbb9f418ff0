// What a project's expected topics ask for that is not so. Pure.
#pragma once

#include <vector>

#include "compose/project.h"
#include "kafka/client.h"

namespace bd::stack {

struct TopicDifference {
    // | kind       | can be mended                                     |
    // | Partitions | by adding some; never by taking some away         |
    // | Replicas   | not here: partitions would have to be reassigned  |
    // | Setting    | by setting it                                     |
    enum class Kind { Partitions, Replicas, Setting };
    Kind kind = Kind::Partitions;
    QString setting; // of Kind::Setting: its name
    QString expected;
    QString found;
    bool canBeMended = false;
    bool deletesRecords = false; // mending it makes the broker delete records that are there, or may
    bool operator==(const TopicDifference &) const = default;
};

// Whether another value of this setting makes the broker delete records that are there, or may: a shorter retention, or
// another clean-up.
bool mayDeleteRecords(QStringView setting, const QString &before, const QString &after);

// `config`: of this topic; nullptr where it is not known, and then no setting is compared.
std::vector<TopicDifference> differences(const compose::ExpectedTopic &expected, const kafka::Topic &topic,
                                         const std::vector<kafka::ConfigEntry> *config);

QString sentenceOf(const TopicDifference &difference); // «12 partitions expected, 3 there»

// What makes a cluster's topics as they are expected to be. Topics and partitions are never taken away; records only
// where that was asked for.
struct TopicsPlan {
    std::vector<kafka::NewTopic> create;
    QMap<QString, int> partitions;                  // topic -> how many there are then
    QMap<QString, QMap<QString, QString>> settings; // topic -> what is set on it
    QStringList cannot;                             // sentences: what differs and cannot be mended here
    QStringList withheld;                           // sentences: what would delete records
    bool changesNothing() const { return create.empty() && partitions.isEmpty() && settings.isEmpty(); }
    bool operator==(const TopicsPlan &) const = default;
};
QStringList sentencesOf(const TopicsPlan &plan); // what it changes, one a change
// `configs`: of the expected topics that are there, as far as they are known.
enum class Records { Keep, MayGo };
TopicsPlan planFor(const std::vector<compose::ExpectedTopic> &expected, const kafka::Metadata &metadata,
                   const QMap<QString, std::vector<kafka::ConfigEntry>> &configs, Records records);

// The expectation that this topic fulfils: its partitions, its replicas, and what is set on it.
compose::ExpectedTopic asExpected(const kafka::Topic &topic, const std::vector<kafka::ConfigEntry> &config);

} // namespace bd::stack
