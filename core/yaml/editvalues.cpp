#include <algorithm>

#include <QByteArrayList>
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

struct Keyed {
    Entry *entry = nullptr;
    Place mapping;
};

Result<Keyed> entryAt(Node &root, const Path &path)
{
    if (path.isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not a key of a mapping").arg(shown(path)));
    const Result<Place> place = locate(root, path.first(path.size() - 1));
    if (!place)
        return tl::unexpected(place.error());
    if (!place->node->alias.isEmpty())
        return failsAtAlias(path, *place->node);
    auto &entries = place->node->entries;
    const auto found = std::ranges::find_if(entries, [&path](const Entry &one) { return one.key.text == path.last(); });
    if (found == entries.end())
        return fail(ErrorCode::NotFound, Tr::tr("There is no %1").arg(shown(path)));
    return Keyed{&*found, *place};
}

// A name of a list in block style, between its dash and the end of what is written of it.
struct Named {
    qsizetype dash = 0;
    qsizetype start = 0;
    qsizetype end = 0;
};

// Nothing where one of them does not stand on a line of its own.
std::optional<std::vector<Named>> namesOf(const QByteArray &text, const Node &sequence)
{
    std::vector<Named> names;
    for (const Node &item : sequence.items) {
        const auto dash = dashOf(text, item);
        const qsizetype line = dash ? lineStart(text, *dash) : 0;
        const bool isOne = item.isScalar() && item.alias.isEmpty() && item.anchor.isEmpty() && dash
                           && text.sliced(line, *dash - line).trimmed().isEmpty();
        if (!isOne)
            return {};
        names.push_back({*dash, item.start.offset, item.end.offset});
    }
    return names;
}

Replacement linesWithKeys(const QByteArray &text, const std::vector<Named> &names, const std::vector<Node> &values,
                          const Place &parent, int step)
{
    const qsizetype from = lineStart(text, names.front().dash);
    const qsizetype to = nextLine(text, names.back().end);
    const QByteArray lineBreak = lineBreakOf(text, from);
    const int indent = static_cast<int>(names.front().dash - from);
    const int deeper = std::max(indent, parent.indent + step);
    QByteArray with;
    qsizetype at = from;
    for (size_t i = 0; i < names.size(); ++i) {
        const qsizetype line = lineStart(text, names[i].dash);
        for (; at < line; at = nextLine(text, at)) // comments and blank lines between them
            with += blanks(deeper - indent) + text.sliced(at, nextLine(text, at) - at);
        const qsizetype next = nextLine(text, names[i].end);
        const QByteArray rest = text.sliced(names[i].end, lineEnd(text, names[i].end) - names[i].end);
        const QByteArray entry =
            printEntry(Node::raw(QStringLiteral("k")), values[i], deeper, step, lineBreak).sliced(2);
        with += blanks(deeper) + text.sliced(names[i].start, names[i].end - names[i].start) + ':';
        const qsizetype firstBreak = entry.indexOf(lineBreak);
        with += firstBreak < 0 ? entry + rest : entry.first(firstBreak) + rest + entry.sliced(firstBreak);
        if (next > lineEnd(text, names[i].end))
            with += lineBreak;
        at = next;
    }
    return {from, to, with};
}

using Range = std::pair<qsizetype, qsizetype>;

void collectScalars(const Node &node, std::vector<Range> &ranges)
{
    if (node.isScalar() || !node.alias.isEmpty())
        ranges.emplace_back(node.start.offset, node.end.offset);
    for (const Node &item : node.items)
        collectScalars(item, ranges);
    for (const Entry &entry : node.entries) {
        collectScalars(entry.key, ranges);
        collectScalars(entry.value, ranges);
    }
}

// The comments between two places, but for what only looks like one in a value.
QByteArrayList commentsIn(const QByteArray &text, const Node &value, qsizetype from, qsizetype to)
{
    std::vector<Range> scalars;
    if (value.alias.isEmpty())
        collectScalars(value, scalars);
    QByteArrayList comments;
    for (qsizetype at = from; at < to; ++at) {
        const auto inside = std::ranges::find_if(scalars,
                                                 [at](const Range &one) { return one.first <= at && at < one.second; });
        if (inside != scalars.end()) {
            at = inside->second - 1;
        } else if (text[at] == '#') {
            const qsizetype end = lineEnd(text, at);
            comments += text.sliced(at, end - at).trimmed();
            at = end;
        }
    }
    return comments;
}

} // namespace

Result<QByteArray> replaceValue(const QByteArray &text, const Path &path, const Node &value)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Result<Keyed> found = entryAt(*root, path);
    if (!found)
        return tl::unexpected(found.error());
    Entry &entry = *found->entry;
    const bool isFlow = found->mapping.inFlow || found->mapping.node->style == Node::Style::Flow;
    const QByteArray key = text.sliced(entry.key.start.offset, entry.key.end.offset - entry.key.start.offset);
    const qsizetype end = std::max(entry.key.end.offset + 1, contentEnd(text, entry.value));
    const int indent = entry.key.start.column - 1;
    const QByteArray printed = isFlow ? ": " + printInline(value, Context::Flow)
                                      : printEntry(Node::raw(QStringLiteral("k")), value, indent, stepOf(*root),
                                                   lineBreakOf(text, entry.key.start.offset))
                                            .sliced(1);
    const qsizetype from = entry.key.start.offset;
    // Those on lines of their own, or behind a value of several lines, move above it.
    const bool hasLines = !isFlow && lineEnd(text, from) < end;
    const qsizetype to = hasLines ? lineEnd(text, end) : end;
    const QByteArray lineBreak = lineBreakOf(text, from);
    QByteArray above;
    for (const QByteArray &comment :
         hasLines ? commentsIn(text, entry.value, entry.key.end.offset, to) : QByteArrayList())
        above += comment + lineBreak + blanks(indent);
    const bool startsLine = text.sliced(from - indent, indent).trimmed().isEmpty();
    entry.value = value;
    return firstRight(text,
                      {{from, to, (startsLine ? above : QByteArray()) + key + printed}, {from, end, key + printed}},
                      *root);
}

Result<QByteArray> replaceWithin(const QByteArray &text, const Path &path, const QString &before, const QString &after)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Result<Place> place = locate(*root, path);
    if (!place)
        return tl::unexpected(place.error());
    Node &node = *place->node;
    if (!node.alias.isEmpty())
        return failsAtAlias(path, node);
    if (!node.isScalar() || before.isEmpty() || !node.text.contains(before))
        return fail(ErrorCode::NotFound, Tr::tr("%1 does not say «%2»").arg(shown(path), before));
    const qsizetype from = contentStart(text, node);
    const qsizetype to = std::max(from, contentEnd(text, node));
    QByteArray written = text.sliced(from, to - from);
    written.replace(before.toUtf8(), after.toUtf8());
    node.text.replace(before, after);
    return firstRight(text, {{from, to, written}}, *root);
}

Result<QByteArray> keysOfItems(const QByteArray &text, const Path &sequence, const std::vector<Node> &values)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Result<Keyed> found = entryAt(*root, sequence);
    if (!found)
        return tl::unexpected(found.error());
    Node &node = found->entry->value;
    if (!node.alias.isEmpty())
        return failsAtAlias(sequence, node);
    if (!node.isSequence() || node.items.empty() || node.items.size() != values.size())
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not a list").arg(shown(sequence)));
    std::vector<Entry> entries;
    for (size_t i = 0; i < values.size(); ++i)
        entries.push_back({node.items[i], values[i]});
    const Node mapping = Node::mapping(entries);
    const auto names = node.style == Node::Style::Block ? namesOf(text, node) : std::nullopt;
    if (!names || !node.anchor.isEmpty())
        return replaceValue(text, sequence, mapping);
    Place parent = found->mapping;
    parent.indent = found->entry->key.start.column - 1;
    const Replacement way = linesWithKeys(text, *names, values, parent, stepOf(*root));
    node = mapping;
    return firstRight(text, {way}, *root);
}

} // namespace bd::yaml
