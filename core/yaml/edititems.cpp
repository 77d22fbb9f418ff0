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

int indentOf(const QByteArray &text, qsizetype at)
{
    return static_cast<int>(at - lineStart(text, at));
}

bool isBlank(const QByteArray &text, qsizetype from, qsizetype to)
{
    return text.sliced(from, to - from).trimmed().isEmpty();
}

tl::unexpected<Error> noList(const Path &path)
{
    return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not a list").arg(shown(path)));
}

struct Item {
    Node *sequence = nullptr;
    size_t index = 0;
    const Node &node() const { return sequence->items[index]; }
    bool isOnly() const { return sequence->items.size() == 1; }
    bool isLast() const { return index + 1 == sequence->items.size(); }
    bool isInFlow() const { return sequence->style == Node::Style::Flow; }
};

Result<Item> itemAt(Node &root, const Path &path)
{
    const Result<Place> place = locate(root, path);
    if (!place)
        return tl::unexpected(place.error());
    const Result<Place> parent = path.isEmpty() ? Result<Place>(Place{}) : locate(root, path.first(path.size() - 1));
    if (!parent || !parent->node || !parent->node->isSequence())
        return noList(path);
    return Item{parent->node, static_cast<size_t>(place->node - parent->node->items.data())};
}

std::vector<Replacement> waysToRemove(const QByteArray &text, const Item &item)
{
    const Node &node = item.node();
    const std::vector<Node> &items = item.sequence->items;
    const qsizetype start = node.start.offset;
    if (item.isInFlow()) {
        if (item.isOnly()) // the second way takes a comma after it along
            return {{start, node.end.offset, {}},
                    {contentStart(text, *item.sequence) + 1, item.sequence->end.offset - 1, {}}};
        return item.isLast() ? std::vector<Replacement>{{items[item.index - 1].end.offset, node.end.offset, {}}}
                             : std::vector<Replacement>{{start, items[item.index + 1].start.offset, {}}};
    }
    const auto dash = dashOf(text, node);
    if (!dash)
        return {};
    const qsizetype end = contentEnd(text, node);
    if (item.isOnly()) {
        const qsizetype before = backOverBlanks(text, *dash, 0);
        std::vector<Replacement> ways;
        if (before > 0 && text[before - 1] == ':')
            ways.push_back({before, lineEnd(text, end), " []"});
        ways.push_back({*dash, lineEnd(text, end), "[]"});
        return ways;
    }
    const int indent = indentOf(text, *dash);
    const qsizetype after = nextLine(text, end);
    if (!isBlank(text, *dash - indent, *dash)) { // «- - a»: what follows moves up
        const auto next = item.isLast() ? std::nullopt : dashOf(text, items[item.index + 1]);
        return next ? std::vector<Replacement>{{*dash, *next, {}}} : std::vector<Replacement>{};
    }
    return {{*dash - indent, after, {}},
            {*dash - indent, overLines(text, after, false), {}},
            {*dash - indent, overLines(text, after, true), {}}};
}

} // namespace

Result<QByteArray> appendItem(const QByteArray &text, const Path &sequence, const Node &value)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Result<Place> place = locate(*root, sequence);
    if (!place)
        return tl::unexpected(place.error());
    Node &node = *place->node;
    if (!node.alias.isEmpty())
        return failsAtAlias(sequence, node);
    if (node.isNull() || (node.isSequence() && node.items.empty())) { // written anew, as the last of its mapping
        const auto without = removeKey(text, sequence);
        return without
                   ? insertKey(*without, sequence.first(sequence.size() - 1), sequence.last(), Node::sequence({value}))
                   : without;
    }
    if (!node.isSequence())
        return noList(sequence);

    std::vector<Replacement> ways;
    if (node.style == Node::Style::Flow) {
        const qsizetype at = node.items.back().end.offset;
        ways.push_back({at, at, ", " + printInline(value, Context::Flow)});
    } else if (const auto dash = dashOf(text, node.items.front())) {
        const int indent = indentOf(text, *dash);
        const qsizetype end = contentEnd(text, node);
        const QByteArray lineBreak = lineBreakOf(text, end);
        const QByteArray line = blanks(indent) + printItem(value, indent, stepOf(*root), lineBreak);
        ways = {lineAt(text, nextLine(text, end), line, lineBreak), lineAt(text, node.end.offset, line, lineBreak)};
    }
    node.items.push_back(value);
    return firstRight(text, ways, *root);
}

Result<QByteArray> replaceItem(const QByteArray &text, const Path &path, const Node &value)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Result<Item> item = itemAt(*root, path);
    if (!item)
        return tl::unexpected(item.error());
    const Node &node = item->node();
    const qsizetype start = node.start.offset;
    const qsizetype end = std::max(start, contentEnd(text, node));
    std::vector<Replacement> ways;
    if (const auto dash = item->isInFlow() ? std::nullopt : dashOf(text, node)) {
        const int indent = indentOf(text, *dash);
        ways.push_back({*dash, end, printItem(value, indent, stepOf(*root), lineBreakOf(text, end))});
    } else {
        ways.push_back({start, end, printInline(value, Context::Flow)});
    }
    item->sequence->items[item->index] = value;
    return firstRight(text, ways, *root);
}

Result<QByteArray> removeItem(const QByteArray &text, const Path &path)
{
    Result<Node> root = parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Result<Item> item = itemAt(*root, path);
    if (!item)
        return tl::unexpected(item.error());
    const std::vector<Replacement> ways = waysToRemove(text, *item);
    item->sequence->items.erase(item->sequence->items.begin() + static_cast<std::ptrdiff_t>(item->index));
    return firstRight(text, ways, *root);
}

} // namespace bd::yaml
