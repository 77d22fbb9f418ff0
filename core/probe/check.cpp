#include "probe/check.h"

#include <algorithm>

#include "base/text.h"

namespace bd::probe {

using timeline::ProbeResult;

Check::Check(timeline::ProbeKind kind, const QString &target) : m_begin(std::chrono::steady_clock::now())
{
    m_result.kind = kind;
    m_result.target = target;
    m_result.startedAt = Clock::system().now();
}

Millis Check::left(Millis deadline) const
{
    return std::max(Millis(1), std::chrono::ceil<Millis>(m_begin + deadline - std::chrono::steady_clock::now()));
}

ProbeResult Check::passed(const QString &summary, const QString &output, const QJsonObject &facts) const
{
    return result(true, summary, output, facts);
}

ProbeResult Check::failed(const QString &summary, const QString &output, const QJsonObject &facts) const
{
    return result(false, summary, output, facts);
}

ProbeResult Check::failed(const Error &error) const
{
    return result(false, error.message, error.detail, {});
}

ProbeResult Check::result(bool passed, const QString &summary, const QString &output, const QJsonObject &facts) const
{
    ProbeResult made = m_result;
    made.duration = std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - m_begin);
    made.passed = passed;
    made.summary = redacted(firstLine(summary));
    made.output = redacted(plainText(output));
    made.facts = facts;
    return made;
}

} // namespace bd::probe
