// Where the stacks are that come with Brokerdeck: installed beside the program; in a build tree, the source tree's.
#pragma once

#include <QString>

namespace bd::app {

QString stacksFolder();

} // namespace bd::app
