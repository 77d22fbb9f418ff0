// Edits of YAML text that leave every byte outside of what they change as it is: comments, quotes, indentation,
// line breaks. Pure functions from text to text.
//
// Each result is read again and compared with what was wanted; an edit whose outcome would be anything else
// (an anchor that is used elsewhere is removed, say) is refused, and the caller still has the old text.
#pragma once

#include <QByteArray>
#include <QStringList>

#include "base/error.h"
#include "yaml/node.h"

namespace bd::yaml {

// Keys from the root; in a sequence the entry's number, from 0.
using Path = QStringList;

// Errors: Parse, the text is no YAML · NotFound, there is no such path · InvalidUse, the path leads through an
// alias or to something of another kind, the key is there already, or the edit cannot be made without changing more.

// Replaces a scalar (or fills in an empty one) by another; an anchor on it stays.
Result<QByteArray> setScalar(const QByteArray &text, const Path &path, const Node &scalar);

// A new last key of the mapping at `mapping`, which may be empty («key:», «{}», an empty document).
Result<QByteArray> insertKey(const QByteArray &text, const Path &mapping, const QString &key, const Node &value);

// Removes a key with its value, its lines and the comment on them; the last one leaves «{}».
Result<QByteArray> removeKey(const QByteArray &text, const Path &path);

// Sets the scalar where it is and inserts it where not, with the mappings on the way to it.
Result<QByteArray> put(const QByteArray &text, const Path &path, const Node &value);

// A new last item of the sequence at `sequence`, which may be empty («key:», «[]»), but not the whole document.
Result<QByteArray> appendItem(const QByteArray &text, const Path &sequence, const Node &value);

// Another item in the place of this one, with what comments stand inside it lost. Paths end in the item's number.
Result<QByteArray> replaceItem(const QByteArray &text, const Path &path, const Node &value);

// Removes an item with its lines and the comment on them; the last one leaves «[]».
Result<QByteArray> removeItem(const QByteArray &text, const Path &path);

// Another value for a key of a mapping, of whatever kind; comments inside the old one move above it, its anchor must not be used.
Result<QByteArray> replaceValue(const QByteArray &text, const Path &path, const Node &value);

// Other words inside of a scalar, each time they stand there: its quotes, folds and indentation stay. Both are written as they
// are: without a line break, a quote or a backslash.
Result<QByteArray> replaceWithin(const QByteArray &text, const Path &path, const QString &before, const QString &after);

// Makes a mapping of a list of names, each with its value: «- a» becomes «a: …». What stands on and between their lines stays.
Result<QByteArray> keysOfItems(const QByteArray &text, const Path &sequence, const std::vector<Node> &values);

} // namespace bd::yaml
