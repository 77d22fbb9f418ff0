// What the audit of the project's files has found, as the session gives it and the views show it. Values.
#pragma once

#include <memory>
#include <tuple>

#include <QMetaType>
#include <QStringList>

#include "audit/fixer.h"

namespace bd::app {

struct AuditFacts {
    audit::Audit audit;
    bool canUndo = false;
};
using AuditFactsPtr = std::shared_ptr<const AuditFacts>;
using FixPtr = std::shared_ptr<const audit::Fix>;

// A file that the audit has read, whole, in the order in which Compose merges them.
struct AuditedFile {
    QString path;
    QString text;
    bool operator==(const AuditedFile &) const = default;
};
std::vector<AuditedFile> filesOf(const audit::Sources &sources);

// One finding, as somebody ticks it: a rule judges a service once.
struct FindingKey {
    QString rule;
    QString service;
    bool operator==(const FindingKey &) const = default;
    bool operator<(const FindingKey &other) const
    {
        return std::tie(rule, service) < std::tie(other.rule, other.service);
    }
};
FindingKey keyOf(const audit::Finding &finding);
// What these rules find wrong with a service; where that is nothing, with any: a broker may wait for another one's health check.
std::vector<audit::Finding> wrongBy(const QStringList &rules, const QString &service,
                                    const std::vector<audit::Finding> &findings);

} // namespace bd::app

Q_DECLARE_METATYPE(bd::app::AuditFactsPtr)
