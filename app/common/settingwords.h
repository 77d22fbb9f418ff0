// How numbers, and the settings of topics and brokers, are said.
#pragma once

#include <QString>

#include "kafka/client.h"

namespace bd::app {

inline const QString unknownText = QStringLiteral("…"); // not known yet, as against 0

QString countText(qint64 number);             // 1,204
QString keptText(qint64 milliseconds);        // for ever; 7 days; 90 s
QString sizeText(qint64 bytes);               // without bound; 1.0 GiB
QString idsText(const std::vector<int> &ids); // 1, 2, 3

enum class SettingOf { Topic, Broker };
// Who has set it: this topic; the broker; Kafka's default. Of a broker: its start-up settings; while it ran.
QString sourceText(kafka::ConfigEntry::Source source, SettingOf of);

// What holds where it is not set here: «Without it: 604800000 (7 days), from log.retention.hours: …»; empty: not known, or
// it is not set here.
QString fallbackText(const kafka::ConfigEntry &entry, SettingOf of);

// A setting's value as people read it, beside the value itself: «7 days» for retention.ms; empty: nothing to add.
QString valueInWords(QStringView setting, const QString &value);
// What a setting is for, in a sentence; empty: none of those that are known here.
QString settingText(QStringView setting);

} // namespace bd::app
