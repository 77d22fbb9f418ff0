#include "yaml/print.h"

#include <algorithm>

#include <QByteArrayList>

namespace bd::yaml {

namespace {

bool isPlainCharacter(QChar c)
{
    return c.isPrint() && c != QChar(0xfeff) && c.category() != QChar::Separator_Line
           && c.category() != QChar::Separator_Paragraph && !c.isSurrogate();
}

// Stricter than YAML is: quotes that are not needed do no harm.
bool isSafePlain(const QString &text, Context context)
{
    if (text.isEmpty() || text.front().isSpace() || text.back().isSpace())
        return false;
    if (QStringView(u"-?:,[]{}#&*!|>'\"%@`").contains(text.front()) || text.startsWith(QLatin1String("...")))
        return false;
    if (text.contains(QLatin1String(": ")) || text.contains(QLatin1String(" #")) || text.endsWith(QLatin1Char(':')))
        return false;
    for (const QChar c : text) {
        if (!isPlainCharacter(c) || (context == Context::Flow && QStringView(u",[]{}:#?").contains(c)))
            return false;
    }
    return true;
}

QString quoted(const QString &text)
{
    QString result(QLatin1Char('"'));
    for (const QChar c : text) {
        if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
            result += QLatin1Char('\\') + QString(c);
        else if (c == QLatin1Char('\n'))
            result += QLatin1String("\\n");
        else if (c == QLatin1Char('\t'))
            result += QLatin1String("\\t");
        else if (isPlainCharacter(c) || c.isSurrogate())
            result += c;
        else
            result += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
    }
    return result + QLatin1Char('"');
}

QByteArray printScalar(const Node &node, Context context)
{
    const bool plain = node.style == Node::Style::Plain || !readsAsOtherThanString(node.text);
    const bool safe = plain && isSafePlain(node.text, context);
    return (safe || node.isEmpty() ? node.text : quoted(node.text)).toUtf8();
}

// A text of several lines that «|» keeps as it is: the last one ends in a line break, the first begins with no blank.
bool isForLiteral(const Node &node)
{
    return node.isScalar() && node.style == Node::Style::Literal && node.text.endsWith(QLatin1Char('\n'))
           && !node.text.endsWith(QLatin1String("\n\n")) && !node.text.front().isSpace()
           && std::ranges::all_of(node.text, [](QChar c) { return c == QLatin1Char('\n') || isPlainCharacter(c); });
}

QByteArray printLiteral(const Node &node, int indent, QByteArrayView lineBreak)
{
    QByteArray block("|");
    for (const QString &line : node.text.chopped(1).split(QLatin1Char('\n')))
        block += lineBreak.toByteArray() + (line.isEmpty() ? QByteArray() : QByteArray(indent, ' ') + line.toUtf8());
    return block;
}

bool isNested(const Node &node)
{
    return node.style != Node::Style::Flow
           && ((node.isMapping() && !node.entries.empty()) || (node.isSequence() && !node.items.empty()));
}

QByteArray printBlock(const Node &node, int indent, int step, QByteArrayView lineBreak)
{
    QByteArrayList lines;
    for (const Entry &entry : node.entries)
        lines += printEntry(entry.key, entry.value, indent, step, lineBreak);
    for (const Node &item : node.items)
        lines += printItem(item, indent, step, lineBreak);
    return lines.join(lineBreak.toByteArray() + QByteArray(indent, ' '));
}

} // namespace

QByteArray printInline(const Node &node, Context context)
{
    QByteArrayList parts;
    switch (node.kind) {
    case Node::Kind::Scalar: return printScalar(node, context);
    case Node::Kind::Sequence:
        for (const Node &item : node.items)
            parts += printInline(item, Context::Flow);
        return '[' + parts.join(", ") + ']';
    case Node::Kind::Mapping:
        for (const Entry &entry : node.entries)
            parts += printInline(entry.key, Context::Flow) + ": " + printInline(entry.value, Context::Flow);
        return '{' + parts.join(", ") + '}';
    }
    return {};
}

QByteArray printEntry(const Node &key, const Node &value, int indent, int step, QByteArrayView lineBreak)
{
    const QByteArray head = printInline(key, Context::Block) + ':';
    const int deeper = indent + step;
    if (isForLiteral(value))
        return head + ' ' + printLiteral(value, deeper, lineBreak);
    if (isNested(value)) {
        return head + lineBreak.toByteArray() + QByteArray(deeper, ' ') + printBlock(value, deeper, step, lineBreak);
    }
    return value.isEmpty() ? head : head + ' ' + printInline(value, Context::Block);
}

QByteArray printItem(const Node &item, int indent, int step, QByteArrayView lineBreak)
{
    if (isForLiteral(item))
        return "- " + printLiteral(item, indent + 2, lineBreak);
    return "- " + (isNested(item) ? printBlock(item, indent + 2, step, lineBreak) : printInline(item, Context::Block));
}

} // namespace bd::yaml
