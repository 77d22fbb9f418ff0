// Diagnoses as the document of `brokerdeckctl diagnose --json`. Pure; secrets are masked.
#pragma once

#include <QJsonObject>

#include "diagnose/look.h"

namespace bd::diagnose {

// `seen`: what they were told from; its likeliest lines are in it where nothing is known.
QJsonObject toJson(const std::vector<Diagnosis> &found, const Seen &seen);

} // namespace bd::diagnose
