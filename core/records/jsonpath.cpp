#include "records/jsonpath.h"

#include <algorithm>
#include <functional>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "records/jsoncondition.h"

namespace bd::records {

namespace {

using Kind = JsonCondition::Kind;
using Visit = std::function<bool(const QJsonValue &)>; // true: enough

constexpr int mostVisits = 1'000'000;

std::optional<qint64> integer(const QJsonValue &value)
{
    const QVariant number = value.toVariant();
    return number.typeId() == QMetaType::LongLong ? std::optional(number.toLongLong()) : std::nullopt;
}

// Of two numbers or two texts; nothing: they have no order.
std::optional<std::partial_ordering> order(const QJsonValue &left, const QJsonValue &right)
{
    if (left.isString() && right.isString())
        return left.toString().compare(right.toString()) <=> 0;
    if (!left.isDouble() || !right.isDouble())
        return {};
    const auto l = integer(left), r = integer(right);
    if (l && r) // all digits of them count
        return *l <=> *r;
    return left.toDouble() <=> right.toDouble();
}

bool compare(Kind kind, const QJsonValue &left, const QJsonValue &right)
{
    const auto ordered = order(left, right);
    const bool isEqual = ordered ? std::is_eq(*ordered) : left == right;
    switch (kind) {
    case Kind::Equal: return isEqual;
    case Kind::NotEqual: return !isEqual;
    case Kind::Less: return ordered && std::is_lt(*ordered);
    case Kind::LessOrEqual: return ordered && std::is_lteq(*ordered);
    case Kind::Greater: return ordered && std::is_gt(*ordered);
    case Kind::GreaterOrEqual: return ordered && std::is_gteq(*ordered);
    default: return false;
    }
}

bool matches(const QRegularExpression &pattern, const QJsonValue &value)
{
    const bool isPlain = value.isString() || value.isDouble() || value.isBool();
    return isPlain && pattern.match(value.toVariant().toString()).hasMatch();
}

class Evaluation
{
public:
    explicit Evaluation(const QJsonValue &root) : m_root(root) {}

    bool holds(const JsonCondition &condition, const QJsonValue &current)
    {
        const auto part = [&](const JsonFilter &one) { return holds(*one, current); };
        switch (condition.kind) {
        case Kind::Any: return std::ranges::any_of(condition.parts, part);
        case Kind::All: return std::ranges::all_of(condition.parts, part);
        case Kind::Not: return !part(condition.parts.front()) && m_left > 0;
        case Kind::Exists: return any(condition.left, current, [](const QJsonValue &) { return true; });
        case Kind::Matches:
            return any(condition.left, current,
                       [&](const QJsonValue &value) { return matches(condition.pattern, value); });
        default:
            return any(condition.left, current, [&](const QJsonValue &left) {
                return any(condition.right, current,
                           [&](const QJsonValue &right) { return compare(condition.kind, left, right); });
            });
        }
    }

private:
    bool any(const JsonOperand &operand, const QJsonValue &current, const Visit &visit)
    {
        if (const auto *literal = std::get_if<QJsonValue>(&operand))
            return visit(*literal);
        const auto &query = std::get<JsonQuery>(operand);
        return walk(query.fromRoot ? m_root : current, query.segments, 0, visit);
    }

    bool walk(const QJsonValue &node, const std::vector<JsonSegment> &segments, size_t at, const Visit &visit)
    {
        if (--m_left <= 0)
            return false;
        if (at == segments.size())
            return visit(node);
        const JsonSegment &segment = segments[at];
        const Visit onward = [&](const QJsonValue &child) { return walk(child, segments, at + 1, visit); };
        for (const JsonSelector &selector : segment.selectors) {
            if (std::visit([&](const auto &one) { return select(node, one, onward); }, selector))
                return true;
        }
        return segment.descends
               && children(node, [&](const QJsonValue &child) { return walk(child, segments, at, visit); });
    }

    static bool children(const QJsonValue &node, const Visit &visit)
    {
        if (node.isArray()) {
            const QJsonArray array = node.toArray();
            return std::any_of(array.begin(), array.end(), visit);
        }
        const QJsonObject object = node.toObject();
        return std::any_of(object.begin(), object.end(), visit);
    }

    static bool select(const QJsonValue &node, const JsonWildcard &, const Visit &visit)
    {
        return children(node, visit);
    }

    static bool select(const QJsonValue &node, const QString &name, const Visit &visit)
    {
        const QJsonValue child = node.toObject().value(name);
        return !child.isUndefined() && visit(child);
    }

    static bool select(const QJsonValue &node, qint64 index, const Visit &visit)
    {
        const QJsonArray array = node.toArray();
        const qint64 at = index < 0 ? array.size() + index : index;
        return at >= 0 && at < array.size() && visit(array.at(at));
    }

    // https://www.rfc-editor.org/rfc/rfc9535#section-2.3.4.2.2
    static bool select(const QJsonValue &node, const JsonSlice &slice, const Visit &visit)
    {
        const QJsonArray array = node.toArray();
        const qint64 size = array.size(), step = slice.step;
        const auto bound = [&](const std::optional<qint64> &given, qint64 otherwise) {
            const qint64 at = !given ? otherwise : *given < 0 ? size + *given : *given;
            return step > 0 ? std::clamp<qint64>(at, 0, size) : std::clamp<qint64>(at, -1, size - 1);
        };
        const qint64 begin = bound(slice.begin, step > 0 ? 0 : size - 1);
        const qint64 end = bound(slice.end, step > 0 ? size : -1);
        for (qint64 at = begin; step > 0 ? at < end : step < 0 && at > end; at += step) {
            if (visit(array.at(at)))
                return true;
        }
        return false;
    }

    bool select(const QJsonValue &node, const JsonFilter &filter, const Visit &visit)
    {
        return children(node, [&](const QJsonValue &child) { return holds(*filter, child) && visit(child); });
    }

    const QJsonValue m_root;
    int m_left = mostVisits;
};

} // namespace

Result<JsonPath> JsonPath::parse(const QString &expression)
{
    return parseJsonCondition(expression).map([](const JsonFilter &condition) { return JsonPath(condition); });
}

bool JsonPath::holds(const QJsonValue &json) const
{
    return Evaluation(json).holds(*m_condition, json);
}

std::optional<QJsonValue> jsonOf(const QString &text)
{
    // QJsonDocument takes objects and lists only.
    const QJsonArray wrapped = QJsonDocument::fromJson('[' + text.toUtf8() + ']').array();
    return wrapped.size() == 1 ? std::optional<QJsonValue>(wrapped.first()) : std::nullopt;
}

} // namespace bd::records
