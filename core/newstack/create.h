// Puts a new stack's compose file where it belongs. Blocks: worker threads only.
#pragma once

#include "newstack/newstack.h"

namespace bd::newstack {

// Into this folder, which is made where there is none. InvalidUse where it has a compose file already: nothing is written over.
Result<> writeNew(const QString &path, const QByteArray &text);      // InvalidUse where there is anything of that name
Result<QString> create(const QString &folder, const Choice &choice); // the file's path

} // namespace bd::newstack
