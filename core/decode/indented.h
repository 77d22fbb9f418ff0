// JSON over several lines, for people to read. Pure.
#pragma once

#include <QString>

namespace bd::decode {

// Of JSON as the decoders give it. Only blanks change: numbers keep all their digits and keys their order. At most
// `limit` characters of the result; nothing that is deeper than 100 levels is indented further.
QString indented(const QString &json, qsizetype limit = 8 << 20);

} // namespace bd::decode
