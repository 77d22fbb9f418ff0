// What Compose looks for where no file is named.
#pragma once

#include <QStringList>

namespace bd::compose {

QStringList defaultFileNames();  // the preferred one first
QStringList overrideFileNames(); // that is laid over it, where there is one

} // namespace bd::compose
