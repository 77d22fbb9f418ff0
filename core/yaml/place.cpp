#include "yaml/place.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "yaml/parse.h"
#include "yaml/textlines.h"

namespace bd::yaml {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Yaml)
};

const Node &lastLeaf(const Node &node)
{
    if (node.alias.isEmpty() && node.style == Node::Style::Block) {
        if (!node.entries.empty())
            return lastLeaf(node.entries.back().value);
        if (!node.items.empty())
            return lastLeaf(node.items.back());
    }
    return node;
}

// 0: nothing tells.
int indentStep(const Node &node)
{
    if (!node.alias.isEmpty() || node.style != Node::Style::Block)
        return 0;
    for (const Entry &entry : node.entries) {
        const bool isNested = entry.value.isMapping() && entry.value.style == Node::Style::Block
                              && entry.value.alias.isEmpty() && !entry.value.entries.empty();
        const int step = isNested ? entry.value.entries.front().key.start.column - entry.key.start.column
                                  : indentStep(entry.value);
        if (step > 0)
            return step;
    }
    return 0;
}

} // namespace

QString shown(const Path &path)
{
    return firstLine(path.join(QLatin1Char('.')), 120);
}

Node *child(Node &node, const QString &step)
{
    if (node.isMapping())
        return node.find(step);
    bool isNumber = false;
    const qsizetype index = step.toLongLong(&isNumber);
    const bool isThere = node.isSequence() && isNumber && index >= 0 && index < std::ssize(node.items);
    return isThere ? &node.items[static_cast<size_t>(index)] : nullptr;
}

tl::unexpected<Error> failsAtAlias(const Path &path, const Node &node)
{
    return fail(ErrorCode::InvalidUse,
                Tr::tr("%1 is *%2, which stands elsewhere").arg(shown(path), firstLine(node.alias)),
                Tr::tr("Change it where &%1 is, or write it out here first.").arg(firstLine(node.alias)));
}

Result<Place> locate(Node &root, const Path &path)
{
    Place place{&root, false, -1};
    for (const QString &step : path) {
        if (!place.node->alias.isEmpty())
            return failsAtAlias(path, *place.node);
        place.inFlow = place.inFlow || place.node->style == Node::Style::Flow;
        if (place.node->isMapping() && !place.node->entries.empty())
            place.indent = place.node->entries.front().key.start.column - 1;
        place.node = child(*place.node, step);
        if (!place.node)
            return fail(ErrorCode::NotFound, Tr::tr("There is no %1").arg(shown(path)));
    }
    return place;
}

Result<QByteArray> firstRight(const QByteArray &text, const std::vector<Replacement> &ways, const Node &wanted)
{
    for (const Replacement &way : ways) {
        const QByteArray edited = text.first(way.from) + way.with + text.sliced(way.to);
        const Result<Node> outcome = parse(edited, {});
        if (outcome && outcome->sameAs(wanted))
            return edited;
    }
    return fail(ErrorCode::InvalidUse, Tr::tr("This cannot be changed without changing more of the file"),
                Tr::tr("Change it by hand."));
}

qsizetype contentStart(const QByteArray &text, const Node &node)
{
    if (node.anchor.isEmpty() || !node.alias.isEmpty())
        return node.start.offset;
    qsizetype at = node.start.offset + 1 + node.anchor.toUtf8().size();
    while (at < node.end.offset && QByteArrayView(" \t\r\n").contains(text[at]))
        ++at;
    return at;
}

qsizetype contentEnd(const QByteArray &text, const Node &node)
{
    const Node &leaf = lastLeaf(node);
    const bool endsInBreaks = leaf.alias.isEmpty()
                              && (leaf.style == Node::Style::Literal || leaf.style == Node::Style::Folded);
    return endsInBreaks ? backOverBlanks(text, leaf.end.offset, leaf.start.offset) : leaf.end.offset;
}

int stepOf(const Node &root)
{
    const int step = indentStep(root);
    return step > 0 ? step : 2;
}

std::optional<qsizetype> dashOf(const QByteArray &text, const Node &item)
{
    const qsizetype before = backOverBlanks(text, item.start.offset, 0);
    return before > 0 && text[before - 1] == '-' ? std::optional(before - 1) : std::nullopt;
}

Replacement lineAt(const QByteArray &text, qsizetype at, const QByteArray &line, const QByteArray &lineBreak)
{
    const bool breakIsMissing = at == text.size() && at > 0 && !text.endsWith('\n') && !text.endsWith('\r');
    return {at, at, breakIsMissing ? lineBreak + line : line + lineBreak};
}

QByteArray blanks(int count)
{
    return QByteArray(std::max(count, 0), ' ');
}

} // namespace bd::yaml
