// Places in YAML text, and ways to change what stands there: what all edits are made of. See edit.h.
#pragma once

#include <optional>

#include "yaml/edit.h"

namespace bd::yaml {

// Where a path leads to.
struct Place {
    Node *node = nullptr;
    bool inFlow = false;
    int indent = -1; // of the keys of the nearest block mapping around it
};

// One way to make an edit: [from, to) of the text becomes `with`.
struct Replacement {
    qsizetype from = 0;
    qsizetype to = 0;
    QByteArray with;
};

QString shown(const Path &path);
Node *child(Node &node, const QString &step); // null where there is none
Result<Place> locate(Node &root, const Path &path);
tl::unexpected<Error> failsAtAlias(const Path &path, const Node &node);

// The first way whose outcome reads as `wanted`.
Result<QByteArray> firstRight(const QByteArray &text, const std::vector<Replacement> &ways, const Node &wanted);

// Where the content of a node begins, after its anchor.
qsizetype contentStart(const QByteArray &text, const Node &node);
// The end of what is written of a node; block scalars end in line breaks, of which most are not theirs alone.
qsizetype contentEnd(const QByteArray &text, const Node &node);

int stepOf(const Node &root); // of indentation: as the text has it, else 2
// Where the dash before a block sequence's item is; nothing where something else stands there.
std::optional<qsizetype> dashOf(const QByteArray &text, const Node &item);
// A line of its own before `at`, which is the start of a line or the end of the text.
Replacement lineAt(const QByteArray &text, qsizetype at, const QByteArray &line, const QByteArray &lineBreak);
QByteArray blanks(int count);

} // namespace bd::yaml
