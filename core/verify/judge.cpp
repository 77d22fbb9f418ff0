#include "verify/judge.h"

#include <QCoreApplication>

namespace bd::verify {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Verification)
};

} // namespace

Check checkOf(Check::What what, Check::Status status, const QString &text, const QString &detail)
{
    Check check;
    check.what = what;
    check.status = status;
    check.text = text;
    check.detail = detail;
    return check;
}

Check judged(Check::What what, const QStringList &wrong, const QString &well)
{
    if (wrong.isEmpty())
        return checkOf(what, Check::Status::Passed, well);
    const QString more = wrong.size() > 1 ? Tr::tr(" (and %Ln more)", nullptr, static_cast<int>(wrong.size()) - 1)
                                          : QString();
    return checkOf(what, Check::Status::Failed, wrong.first() + more, wrong.join(QLatin1Char('\n')));
}

} // namespace bd::verify
