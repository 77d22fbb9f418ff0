// Writes a node as YAML text: for edits.
#pragma once

#include <QByteArray>

#include "yaml/node.h"

namespace bd::yaml {

enum class Context { Block, Flow };

// One line, that reads back as the same node in the given context: scalars plain where that is safe and else in
// double quotes, collections in flow style.
QByteArray printInline(const Node &node, Context context);

// «key: value», a collection that is not empty in block style below it, `step` deeper, unless it is of flow
// style; a literal text of several lines below «|». No line break at the end;
// each further line starts with `indent` spaces at least.
QByteArray printEntry(const Node &key, const Node &value, int indent, int step, QByteArrayView lineBreak);

// «- value», its dash at `indent`.
QByteArray printItem(const Node &item, int indent, int step, QByteArrayView lineBreak);

} // namespace bd::yaml
