#include "base/text.h"
#include "process/process.h"

namespace bd::process {

QString Command::line() const
{
    return shellLine(QStringList{program} + arguments);
}

} // namespace bd::process
