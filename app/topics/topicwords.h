// How topics, their numbers and their settings are said.
#pragma once

#include <optional>

#include <QString>

#include "common/statepill.h"
#include "kafka/client.h"
#include "topics/topicrow.h"

namespace bd::app {

inline const QString unknownText = QStringLiteral("…"); // not known yet, as against 0

QString countText(qint64 number);                         // 1,204
QString recordsText(const std::optional<qint64> &number); // ≈ 1,204; 0; …
QString keptText(qint64 milliseconds);                    // for ever; 7 days; 90 s
QString sizeText(qint64 bytes);                           // without bound; 1.0 GiB
QString idsText(const std::vector<int> &ids);             // 1, 2, 3
QString sourceText(kafka::ConfigEntry::Source source);    // this topic; the broker; Kafka's default

StatePill::Shape shapeOf(const TopicRow &row);
QString stateText(const TopicRow &row); // in sync; 2 under-replicated; no leader; missing; differs

// A setting's value as people read it, beside the value itself: «7 days» for retention.ms; empty: nothing to add.
QString valueInWords(QStringView setting, const QString &value);
// What a setting is for, in a sentence; empty: none of those that are known here.
QString settingText(QStringView setting);

} // namespace bd::app
