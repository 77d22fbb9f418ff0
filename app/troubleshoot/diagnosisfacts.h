// What is wrong with a stack, as the knowledge tells it. Put together on a worker thread, shared, never changed.
#pragma once

#include <memory>

#include "base/clock.h"
#include "diagnose/diagnose.h"

namespace bd::app {

struct DiagnosisFacts {
    std::vector<diagnose::Diagnosis> found;                // causes, each with what comes of it
    QMap<QString, std::vector<diagnose::Evidence>> alarms; // of services in trouble: for what nobody knows
    TimePoint asOf{};

    bool explains(const QString &service) const; // a diagnosis, or a consequence of one, is about it
};
using DiagnosisFactsPtr = std::shared_ptr<const DiagnosisFacts>;

} // namespace bd::app
