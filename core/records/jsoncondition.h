// What a JSON path means: the tree that its parser makes. Only for jsonpath.cpp and the parser.
#pragma once

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <QJsonValue>
#include <QRegularExpression>

#include "base/error.h"

namespace bd::records {

struct JsonCondition;

struct JsonSlice { // [begin:end:step]
    std::optional<qint64> begin;
    std::optional<qint64> end;
    qint64 step = 1;
};
struct JsonWildcard {};
using JsonFilter = std::shared_ptr<const JsonCondition>; // [?…]
using JsonSelector = std::variant<JsonWildcard, QString, qint64, JsonSlice, JsonFilter>;

struct JsonSegment {
    bool descends = false; // ..
    std::vector<JsonSelector> selectors;
};

struct JsonQuery {
    bool fromRoot = true; // $, as against @
    std::vector<JsonSegment> segments;
};
using JsonOperand = std::variant<JsonQuery, QJsonValue>;

struct JsonCondition {
    // | Any, All  | of the parts          |
    // | Not       | the one part          |
    // | Exists    | left                  |
    // | Matches   | left, pattern         |
    // | the rest  | left and right        |
    enum class Kind { Any, All, Not, Exists, Matches, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };
    Kind kind = Kind::Exists;
    std::vector<JsonFilter> parts;
    JsonOperand left;
    JsonOperand right;
    QRegularExpression pattern;
};

Result<JsonFilter> parseJsonCondition(const QString &expression);

} // namespace bd::records
