// How settings of topics and brokers are printed.
#pragma once

#include <vector>

#include <QJsonArray>
#include <QStringList>

#include "kafka/client.h"

namespace bd::ctl {

QJsonArray settingsJson(const std::vector<kafka::ConfigEntry> &config); // all of them

// Name, value and source of what is not Kafka's own default.
std::vector<QStringList> settingRows(const std::vector<kafka::ConfigEntry> &config);
QStringList settingHeader();

} // namespace bd::ctl
