// Where in the files that is of which Compose only says what it is: its errors name a setting, a file or a variable. Pure.
#pragma once

#include <vector>

#include "base/error.h"
#include "yaml/node.h"

namespace bd::compose {

struct NamedDocument {
    QString name; // as errors name the file
    yaml::Node root;
};

// «name:line:column: …» where the place is found; else the error as it is.
Error located(const Error &error, const std::vector<NamedDocument> &documents);

} // namespace bd::compose
