#include "shell/bundledstacks.h"

#include <QCoreApplication>
#include <QDir>

namespace bd::app {

std::vector<BundledStack> bundledStacks()
{
    const QString installed = QDir::cleanPath(QCoreApplication::applicationDirPath()
                                              + QStringLiteral("/../share/brokerdeck/stacks"));
    const QString directory = QDir(installed).exists() ? installed : QStringLiteral(BD_STACKS_DIR);
    std::vector<BundledStack> stacks;
    for (const auto &[title, folder] : {std::pair(QStringLiteral("ZooKeeper"), QStringLiteral("zookeeper")),
                                        std::pair(QStringLiteral("KRaft"), QStringLiteral("kraft"))}) {
        const QDir stack(directory + QLatin1Char('/') + folder);
        if (stack.exists()) {
            stacks.push_back({title, stack.path()});
        }
    }
    return stacks;
}

} // namespace bd::app
