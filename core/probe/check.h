// One check while it is made: what every result has, filled in one place.
#pragma once

#include "timeline/event.h"

namespace bd::probe {

class Check
{
public:
    Check(timeline::ProbeKind kind, const QString &target);

    Millis left(Millis deadline) const; // at least 1 ms
    timeline::ProbeResult passed(const QString &summary, const QString &output = {},
                                 const QJsonObject &facts = {}) const;
    timeline::ProbeResult failed(const QString &summary, const QString &output = {},
                                 const QJsonObject &facts = {}) const;
    timeline::ProbeResult failed(const Error &error) const;

private:
    timeline::ProbeResult result(bool passed, const QString &summary, const QString &output,
                                 const QJsonObject &facts) const;

    timeline::ProbeResult m_result;
    std::chrono::steady_clock::time_point m_begin;
};

} // namespace bd::probe
