#include "common/stacksfolder.h"

#include <QCoreApplication>
#include <QDir>

namespace bd::app {

QString stacksFolder()
{
    const QString installed = QDir::cleanPath(QCoreApplication::applicationDirPath()
                                              + QStringLiteral("/../share/brokerdeck/stacks"));
    return QDir(installed).exists() ? installed : QStringLiteral(BD_STACKS_DIR);
}

} // namespace bd::app
