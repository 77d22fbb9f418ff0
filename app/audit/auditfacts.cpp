#include "audit/auditfacts.h"

#include <algorithm>

namespace bd::app {

std::vector<AuditedFile> filesOf(const audit::Sources &sources)
{
    std::vector<AuditedFile> files;
    for (const audit::SourceFile &document : sources.files) {
        const QString text = QString::fromUtf8(document.text);
        if (const auto file = std::ranges::find(files, document.path, &AuditedFile::path); file != files.end()) {
            file->text += text;
        } else {
            files.push_back({document.path, text});
        }
    }
    return files;
}

FindingKey keyOf(const audit::Finding &finding)
{
    return {finding.rule, finding.service};
}

std::vector<audit::Finding> wrongBy(const QStringList &rules, const QString &service,
                                    const std::vector<audit::Finding> &findings)
{
    std::vector<audit::Finding> own, all;
    for (const audit::Finding &one : findings) {
        if (!isWrong(one) || !rules.contains(one.rule)) {
            continue;
        }
        all.push_back(one);
        if (one.service == service) {
            own.push_back(one);
        }
    }
    return own.empty() ? all : own;
}

} // namespace bd::app
