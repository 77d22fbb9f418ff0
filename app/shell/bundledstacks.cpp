#include "shell/bundledstacks.h"

#include <QCoreApplication>
#include <QDir>

#include "common/stacksfolder.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(BundledStacks)
};

} // namespace

std::vector<BundledStack> bundledStacks()
{
    const QString directory = stacksFolder();
    std::vector<BundledStack> stacks{{Tr::tr("Kafka with ZooKeeper"),
                                      Tr::tr("one broker, ZooKeeper, four topics, two workers"),
                                      directory + QStringLiteral("/zookeeper")},
                                     {Tr::tr("Kafka with KRaft"),
                                      Tr::tr("one broker without ZooKeeper, four topics, two workers"),
                                      directory + QStringLiteral("/kraft")}};
    std::erase_if(stacks, [](const BundledStack &stack) { return !QDir(stack.directory).exists(); });
    return stacks;
}

} // namespace bd::app
