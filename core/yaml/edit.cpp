#include "yaml/edit.h"

#include <algorithm>

#include <QCoreApplication>

#include "yaml/parse.h"
#include "yaml/place.h"
#include "yaml/print.h"
#include "yaml/textlines.h"

namespace bd::yaml {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Yaml)
};

struct Insertion {
    const QByteArray &text;
    const Place &place;
    Entry entry;
    int step = 2;

    QByteArray inlineText() const
    {
        return printInline(entry.key, Context::Flow) + ": " + printInline(entry.value, Context::Flow);
    }

    QByteArray line(int indent, const QByteArray &lineBreak) const
    {
        return blanks(indent) + printEntry(entry.key, entry.value, indent, step, lineBreak);
    }

    std::vector<Replacement> ways() const
    {
        const Node &node = *place.node;
        if (node.isMapping() && node.style == Node::Style::Flow)
            return intoFlow();
        if (node.isMapping())
            return intoBlock();
        if (!node.anchor.isEmpty() || !node.tag.isEmpty())
            return {};
        return node.isEmpty() ? intoNothing()
                              : std::vector{Replacement{node.start.offset, node.end.offset, '{' + inlineText() + '}'}};
    }

    std::vector<Replacement> intoFlow() const
    {
        const Node &node = *place.node;
        if (node.entries.empty())
            return {{node.end.offset - 1, node.end.offset - 1, inlineText()}};
        const qsizetype at = node.entries.back().value.end.offset;
        return {{at, at, (text[at - 1] == ':' ? " , " : ", ") + inlineText()}}; // «b:,» would be a plain text
    }

    // Whether a blank line belongs before it, as before those that are there.
    bool isSpaced() const
    {
        const std::vector<Entry> &entries = place.node->entries;
        if (entries.size() == 1)
            return place.indent < 0 && !entry.value.isScalar() && hasBlankLine(text, 0, text.size());
        for (size_t i = 1; i < entries.size(); ++i) {
            if (!hasBlankLine(text, contentEnd(text, entries[i - 1].value), entries[i].key.start.offset))
                return false;
        }
        return true;
    }

    std::vector<Replacement> intoBlock() const
    {
        const Node &node = *place.node;
        const Node &lastKey = node.entries.back().key;
        const int indent = node.entries.front().key.start.column - 1;
        const qsizetype end = contentEnd(text, node);
        const QByteArray lineBreak = lineBreakOf(text, end);
        const QByteArray blank = isSpaced() ? lineBreak : QByteArray();
        return {lineAt(text, nextLine(text, end), blank + line(indent, lineBreak), lineBreak),
                // «|+» keeps the blank lines after it.
                lineAt(text, node.end.offset, line(indent, lineBreak), lineBreak),
                // A block scalar without a line break at the end of the text must stay last.
                {lastKey.start.offset, lastKey.start.offset,
                 line(indent, lineBreak).sliced(indent) + lineBreak + blanks(indent)}};
    }

    std::vector<Replacement> intoNothing() const
    {
        const qsizetype at = place.node->start.offset;
        const QByteArray lineBreak = lineBreakOf(text, at);
        if (place.inFlow)
            return {{at, at, " {" + inlineText() + '}'}};
        if (at > 0 && text[at - 1] == '-') {
            const int indent = place.node->start.column;
            return {{at, at, ' ' + line(indent, lineBreak).sliced(indent)}};
        }
        if (place.indent < 0)
            return {lineAt(text, text.size(), line(0, lineBreak), lineBreak)};
        return {lineAt(text, nextLine(text, at), line(place.indent + step, lineBreak), lineBreak)};
    }
};

struct Removal {
    const QByteArray &text;
    const Node &mapping;
    size_t index;

    const Entry &entry() const { return mapping.entries[index]; }
    bool isOnly() const { return mapping.entries.size() == 1; }
    bool isLast() const { return index + 1 == mapping.entries.size(); }

    std::vector<Replacement> ways() const
    {
        return mapping.style == Node::Style::Flow ? fromFlow() : isOnly() ? onlyOfBlock() : fromBlock();
    }

    std::vector<Replacement> fromFlow() const
    {
        const qsizetype start = entry().key.start.offset;
        const qsizetype end = entry().value.end.offset;
        if (isOnly()) // the second way takes a comma after it along
            return {{start, end, {}}, {contentStart(text, mapping) + 1, mapping.end.offset - 1, {}}};
        if (isLast()) {
            const qsizetype before = mapping.entries[index - 1].value.end.offset;
            return {{before, end, text[before - 1] == ':' ? " " : ""}}; // «a:}» would be a plain text
        }
        return {{start, mapping.entries[index + 1].key.start.offset, {}}};
    }

    std::vector<Replacement> onlyOfBlock() const
    {
        const qsizetype start = entry().key.start.offset;
        const qsizetype end = lineEnd(text, contentEnd(text, entry().value));
        const qsizetype before = backOverBlanks(text, start, 0);
        std::vector<Replacement> ways;
        if (before > 0 && before < start && text[before - 1] == ':')
            ways.push_back({before, end, " {}"});
        ways.push_back({start, end, "{}"});
        return ways;
    }

    std::vector<Replacement> fromBlock() const
    {
        const qsizetype key = entry().key.start.offset;
        const int indent = entry().key.start.column - 1;
        const qsizetype after = nextLine(text, contentEnd(text, entry().value));
        if (!text.sliced(key - indent, indent)
                 .trimmed()
                 .isEmpty()) { // «- key: value»: what follows moves up to the dash
            const qsizetype next = isLast() ? after : mapping.entries[index + 1].key.start.offset;
            return {{key, overBlanks(text, after), {}}, {key, next, {}}};
        }
        // Blank lines and comments go along only where they would become part of the block scalar above.
        return {{key - indent, after, {}},
                {key - indent, overLines(text, after, false), {}},
                {key - indent, overLines(text, after, true), {}}};
    }
};

} // namespace

Result<QByteArray> setScalar(const QByteArray &text, const Path &path, const Node &scalar)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Result<Place> place = locate(*root, path);
    if (!place)
        return tl::unexpected(place.error());
    Node &node = *place->node;
    if (!scalar.isScalar() || (!node.isScalar() && node.alias.isEmpty()) || !node.tag.isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not a single value").arg(shown(path)));

    const qsizetype from = contentStart(text, node);
    const qsizetype to = std::max(from, contentEnd(text, node));
    QByteArray with = printInline(scalar, place->inFlow ? Context::Flow : Context::Block);
    if (from == to && node.alias.isEmpty()) {
        const bool startsAfterIndicator = from > 0 && QByteArrayView(":-").contains(text[from - 1]);
        with.prepend(startsAfterIndicator || !node.anchor.isEmpty() || !place->inFlow ? " " : ": ");
    }
    const QString anchor = node.alias.isEmpty() ? node.anchor : QString();
    node = scalar;
    node.anchor = anchor;
    return firstRight(text, {{from, to, with}}, *root);
}

Result<QByteArray> insertKey(const QByteArray &text, const Path &mapping, const QString &key, const Node &value)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Result<Place> place = locate(*root, mapping);
    if (!place)
        return tl::unexpected(place.error());
    Node &node = *place->node;
    if (!node.alias.isEmpty())
        return failsAtAlias(mapping, node);
    if (!node.isMapping() && !node.isNull())
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not a mapping").arg(shown(mapping)));
    if (node.find(key))
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 is there already").arg(shown(mapping + Path{key})));

    const Insertion insertion{text, *place, {Node::string(key), value}, stepOf(*root)};
    const std::vector<Replacement> ways = insertion.ways();
    if (!node.isMapping())
        node = Node::mapping({});
    node.entries.push_back(insertion.entry);
    return firstRight(text, ways, *root);
}

Result<QByteArray> removeKey(const QByteArray &text, const Path &path)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Result<Place> place = locate(*root, path);
    if (!place)
        return tl::unexpected(place.error());
    const Result<Place> parent = path.isEmpty() ? Result<Place>(Place{}) : locate(*root, path.first(path.size() - 1));
    if (!parent || !parent->node || !parent->node->isMapping())
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not a key of a mapping").arg(shown(path)));

    Node &mapping = *parent->node;
    const auto found = std::ranges::find_if(mapping.entries,
                                            [&place](const Entry &entry) { return &entry.value == place->node; });
    const Removal removal{text, mapping, static_cast<size_t>(found - mapping.entries.begin())};
    const std::vector<Replacement> ways = removal.ways();
    mapping.entries.erase(found);
    return firstRight(text, ways, *root);
}

Result<QByteArray> put(const QByteArray &text, const Path &path, const Node &value)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    qsizetype known = 0;
    for (Node *node = &*root; known < path.size(); ++known) {
        node = node->alias.isEmpty() ? child(*node, path[known]) : nullptr;
        if (!node)
            break;
    }
    if (known == path.size())
        return setScalar(text, path, value);
    Node nested = value;
    for (qsizetype at = path.size() - 1; at > known; --at)
        nested = Node::mapping({{Node::string(path[at]), nested}});
    return insertKey(text, path.first(known), path[known], nested);
}

} // namespace bd::yaml
