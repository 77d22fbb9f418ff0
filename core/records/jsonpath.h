// A JSON path with comparisons, as a filter over JSON: «is there», «is it this». Pure.
//
//   $.order.id == 7            $.items[*].sku =~ "A-.*"      $.a.b             $..name
//   $['odd name'][0]           $.items[-1], [1:3], [0,2]     !$.a              $.a == 1 && ($.b || $.c != null)
//   $.items[?@.price > 10 && @.sku]
//
// The paths are those of RFC 9535 without its functions; a name after a dot may have «-» in it, too. A comparison holds
// where it holds for one of the values that the path finds: with `$.a != 7`, a record without an `a` is not taken.
// == != compare any values; < <= > >= numbers with numbers and texts with texts; =~ "…" or /…/ or /…/i looks for a regular
// expression in texts, numbers, true and false.
//
// Own code, since Debian 12 has no library for it (jsoncons comes with 13), and since what people write is a condition
// («$.id == 7»), for which the RFC has only the form inside a list («$[?@.id == 7]»).
#pragma once

#include <memory>

#include <QJsonValue>

#include "base/error.h"

namespace bd::records {

struct JsonCondition;

class JsonPath
{
public:
    // InvalidUse, which says at which character what was expected.
    static Result<JsonPath> parse(const QString &expression);

    // Gives up, as if it did not hold, where an expression looks at more than a million values.
    bool holds(const QJsonValue &json) const;

private:
    explicit JsonPath(std::shared_ptr<const JsonCondition> condition) : m_condition(std::move(condition)) {}

    std::shared_ptr<const JsonCondition> m_condition;
};

// Of JSON of any kind, numbers and words alone too; nothing: it is no JSON.
std::optional<QJsonValue> jsonOf(const QString &text);

} // namespace bd::records
