// Reads YAML with positions, bounded in size, depth and what aliases blow up to.
#pragma once

#include <QByteArray>

#include "base/error.h"
#include "yaml/node.h"

namespace bd::yaml {

struct Bounds {
    qsizetype bytes = 4 << 20;
    int nodes = 100'000; // copies by aliases counted
    int depth = 100;
};

// The first document of the text; the others are only checked. An empty text is one empty scalar. ErrorCode::Parse
// with the message «file:line:column: what is wrong» and what to do about it as hint. Two equal keys in a mapping
// are an error, as they are for Compose.
Result<Node> parse(const QByteArray &text, const QString &fileName, const Bounds &bounds = {});

// Where each document of a text begins, the first of them at its beginning: each part is a text of its own.
Result<std::vector<Mark>> documentStarts(const QByteArray &text, const QString &fileName);

} // namespace bd::yaml
