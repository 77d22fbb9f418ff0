#include "yaml/node.h"

#include <algorithm>

#include <QRegularExpression>

namespace bd::yaml {

bool readsAsOtherThanString(const QString &text)
{
    static const QRegularExpression word(QStringLiteral("^(|~|null|true|false|yes|no|on|off|y|n|<<|=)$"),
                                         QRegularExpression::CaseInsensitiveOption);
    // Wider than numbers are, on purpose: a string that is quoted without need is still that string.
    static const QRegularExpression number(QStringLiteral("^[-+.]*([0-9][0-9a-fA-F_.,:xXoOtTzZ +-]*|inf|nan)$"),
                                           QRegularExpression::CaseInsensitiveOption);
    return word.match(text).hasMatch() || number.match(text).hasMatch();
}

namespace {

// The order of keys means nothing in YAML.
std::vector<const Entry *> byKey(const std::vector<Entry> &entries)
{
    std::vector<const Entry *> sorted;
    sorted.reserve(entries.size());
    for (const Entry &entry : entries)
        sorted.push_back(&entry);
    std::ranges::stable_sort(sorted, {}, [](const Entry *entry) { return entry->key.text; });
    return sorted;
}

} // namespace

Node Node::string(const QString &text)
{
    Node node;
    node.style = Style::Quoted;
    node.text = text;
    return node;
}

Node Node::raw(const QString &text)
{
    Node node;
    node.text = text;
    return node;
}

Node Node::sequence(std::vector<Node> items)
{
    Node node;
    node.kind = Kind::Sequence;
    node.style = Style::Block;
    node.items = std::move(items);
    return node;
}

Node Node::mapping(std::vector<Entry> entries)
{
    Node node;
    node.kind = Kind::Mapping;
    node.style = Style::Block;
    node.entries = std::move(entries);
    return node;
}

bool Node::isEmpty() const
{
    return isScalar() && style == Style::Plain && text.isEmpty();
}

bool Node::isNull() const
{
    return isScalar() && style == Style::Plain
           && (text.isEmpty() || text == QLatin1String("~") || text.toLower() == QLatin1String("null"));
}

bool Node::isString() const
{
    return isScalar() && (style != Style::Plain || !readsAsOtherThanString(text));
}

const Node *Node::find(QStringView key) const
{
    const auto found = std::ranges::find_if(entries, [key](const Entry &entry) {
        return entry.key.isScalar() && entry.key.text == key;
    });
    return found == entries.end() ? nullptr : &found->value;
}

Node *Node::find(QStringView key)
{
    return const_cast<Node *>(std::as_const(*this).find(key));
}

bool Node::sameAs(const Node &other) const
{
    if (alias != other.alias || anchor != other.anchor)
        return false;
    if (!alias.isEmpty())
        return true;
    const auto sameEntry = [](const Entry *a, const Entry *b) {
        return a->key.sameAs(b->key) && a->value.sameAs(b->value);
    };
    return kind == other.kind && tag == other.tag && text == other.text && isString() == other.isString()
           && std::ranges::equal(items, other.items, [](const Node &a, const Node &b) { return a.sameAs(b); })
           && entries.size() == other.entries.size()
           && std::ranges::equal(byKey(entries), byKey(other.entries), sameEntry);
}

// By hand: defaulted, over a type that holds itself, it ends clang-tidy 14 with a crash.
bool Node::operator==(const Node &other) const
{
    return kind == other.kind && style == other.style && text == other.text && items == other.items
           && entries == other.entries && anchor == other.anchor && alias == other.alias && tag == other.tag
           && start == other.start && end == other.end;
}

} // namespace bd::yaml
