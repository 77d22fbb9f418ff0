// The stacks that come with Brokerdeck, to try it on.
#pragma once

#include <vector>

#include <QString>

namespace bd::app {

struct BundledStack {
    QString title; // «Kafka with ZooKeeper»
    QString text;  // what is in it
    QString directory;
};

// Those that are installed beside the program; in a build tree, the source tree's.
std::vector<BundledStack> bundledStacks();

} // namespace bd::app
