#include "compose/running.h"

#include <QRegularExpression>

namespace bd::compose {

Service asItRuns(const Service &service, const engine::Container &container)
{
    Service running = service;
    for (const QString &entry : container.environment)
        running.environment[entry.section(QLatin1Char('='), 0, 0)] = entry.section(QLatin1Char('='), 1);
    return running;
}

bool isUnnamed(const QString &volume)
{
    static const QRegularExpression form(QStringLiteral("\\A[0-9a-f]{64}\\z"));
    return form.match(volume).hasMatch();
}

} // namespace bd::compose
