#include "audit/finding.h"

#include <algorithm>

#include <QMap>

namespace bd::audit {

namespace {

int rank(Status status)
{
    switch (status) {
    case Status::Problem: return 0;
    case Status::Advice: return 1;
    case Status::Unknown: return 2;
    case Status::Ok: return 3;
    case Status::NotApplicable: return 4;
    }
    return 4;
}

} // namespace

QString toString(Status status)
{
    switch (status) {
    case Status::Ok: return QStringLiteral("ok");
    case Status::Problem: return QStringLiteral("problem");
    case Status::Advice: return QStringLiteral("advice");
    case Status::NotApplicable: return QStringLiteral("n/a");
    case Status::Unknown: return QStringLiteral("unknown");
    }
    return {};
}

bool isWrong(const Finding &finding)
{
    return finding.status != Status::Ok && finding.status != Status::NotApplicable;
}

bool canMend(const Finding &finding)
{
    return isWrong(finding) && finding.isFixable();
}

Score scoreOf(const std::vector<Finding> &findings)
{
    QMap<QString, bool> rules;
    for (const Finding &one : findings) {
        if (one.status == Status::NotApplicable)
            continue;
        const bool soFar = rules.value(one.rule, true);
        rules[one.rule] = soFar && one.status == Status::Ok;
    }
    return {static_cast<int>(std::ranges::count(rules, true)), static_cast<int>(rules.size())};
}

void sortWorstFirst(std::vector<Finding> &findings)
{
    std::ranges::stable_sort(findings, {}, [](const Finding &one) { return rank(one.status); });
}

} // namespace bd::audit
