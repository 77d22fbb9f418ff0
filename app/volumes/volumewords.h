// How volumes and snapshots are written on screen.
#pragma once

#include "volumes/volumesfacts.h"

namespace bd::app {

QString purposeText(const stack::ProjectVolume &volume); // Kafka’s data, another service’s …
QString nameText(const stack::ProjectVolume &volume);    // an anonymous one by the beginning of its name
QString usesText(const stack::ProjectVolume &volume);    // kafka at /var/lib/kafka/data
QString reasonText(snapshot::Manifest::Reason reason);
QString contentText(const snapshot::Manifest &snapshot); // 3 volumes; 4 topics, 28,560 records

} // namespace bd::app
