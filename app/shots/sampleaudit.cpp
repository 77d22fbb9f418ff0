// A compose file as many teams have it, and what Compose makes of it (beside it, in audit/).
#include "shots/samples.h"

#include <algorithm>

#include <QDir>
#include <QFile>

#include "audit/rules.h"
#include "audit/write.h"

namespace bd::app::samples {

namespace {

QByteArray sampleFile(const char *name)
{
    QFile file(QStringLiteral(":/samples/audit/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

audit::Audit audited()
{
    engine::ComposeCall call;
    call.project = QStringLiteral("kc-backend");
    call.files = {QDir::homePath() + QStringLiteral("/code/kc-backend/compose.yaml")};
    audit::Audit made;
    made.project = *compose::parseConfig(sampleFile("config.json"), call, {});
    made.sources.files = *audit::documentsOf(call.files.front(), sampleFile("compose.yaml"), true);
    made.findings = audit::audit({made.project, made.sources});
    return made;
}

} // namespace

AuditFactsPtr auditFacts()
{
    return std::make_shared<const AuditFacts>(AuditFacts{audited(), false});
}

AuditFactsPtr mendedFacts()
{
    AuditFacts facts{audited(), true};
    for (audit::Finding &finding : facts.audit.findings) {
        if (finding.isFixable()) {
            finding.status = audit::Status::Ok;
            finding.changes.clear();
        }
    }
    audit::sortWorstFirst(facts.audit.findings);
    return std::make_shared<const AuditFacts>(std::move(facts));
}

FixPtr auditFix()
{
    audit::Fix fix{auditFacts()->audit, mendedFacts()->audit, {}, {}};
    for (const audit::Finding &finding : fix.before.findings) {
        fix.changes.insert(fix.changes.end(), finding.changes.begin(), finding.changes.end());
    }
    fix.written = audit::write(fix.before.sources, fix.changes, audit::overridePathFor(fix.before.project));
    return std::make_shared<const audit::Fix>(std::move(fix));
}

} // namespace bd::app::samples
