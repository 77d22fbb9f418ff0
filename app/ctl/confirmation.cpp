#include "confirmation.h"

#include <QCoreApplication>

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

} // namespace

Result<> confirmed(const Options &options, const QString &project)
{
    if (options.confirm == project)
        return {};
    return fail(ErrorCode::InvalidUse,
                options.confirm.isEmpty()
                    ? Tr::tr("Nothing is deleted before it is confirmed: --confirm %1").arg(project)
                    : Tr::tr("«%1» is not the name of this project: nothing was touched").arg(options.confirm),
                options.verb == QLatin1String("reset") ? Tr::tr("--dry-run shows what would go.") : QString());
}

} // namespace bd::ctl
