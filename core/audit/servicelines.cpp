#include "audit/servicelines.h"

#include <algorithm>

#include "yaml/parse.h"
#include "yaml/place.h"
#include "yaml/textlines.h"

namespace bd::audit {

namespace {

using yaml::Entry;
using yaml::Node;

// An anchor is perhaps used elsewhere, and what an alias refers to is.
bool sharesNothing(const Node &node)
{
    return node.anchor.isEmpty() && node.alias.isEmpty() && std::ranges::all_of(node.items, sharesNothing)
           && std::ranges::all_of(node.entries, [](const Entry &entry) {
                  return sharesNothing(entry.key) && sharesNothing(entry.value);
              });
}

bool isBlock(const Node &node)
{
    return node.isMapping() && node.style == Node::Style::Block && !node.entries.empty();
}

} // namespace

ServiceLines::ServiceLines(QByteArray text)
{
    setText(text);
}

void ServiceLines::setText(const QByteArray &text)
{
    m_text = text;
    m_own.clear();
    const auto root = yaml::parse(text, {});
    const Node *services = root ? root->find(QStringLiteral("services")) : nullptr;
    if (!services || !isBlock(*services) || !services->alias.isEmpty())
        return;
    for (size_t i = 0; i < services->entries.size(); ++i) {
        const Entry &entry = services->entries[i];
        const bool isLast = i + 1 == services->entries.size();
        const qsizetype next = isLast ? text.size() : yaml::lineStart(text, services->entries[i + 1].key.start.offset);
        const Lines lines{yaml::lineStart(text, entry.key.start.offset),
                          yaml::nextLine(text, yaml::contentEnd(text, entry.value))};
        const bool isAlone = text.mid(lines.from, entry.key.start.offset - lines.from).trimmed().isEmpty();
        // Blank lines that a block scalar keeps are its own, wherever it ends.
        const bool isWhole = entry.value.end.offset <= lines.to && lines.to <= next;
        if (isAlone && isWhole && entry.key.start.column > 1 && isBlock(entry.value) && sharesNothing(entry.key)
            && sharesNothing(entry.value))
            m_own[entry.key.text] = lines;
    }
}

bool ServiceLines::hasOwn(const QString &service) const
{
    return m_own.contains(service);
}

QByteArray ServiceLines::head() const
{
    return "services:" + yaml::lineBreakOf(m_text, 0);
}

QByteArray ServiceLines::textFor(const QString &service) const
{
    const auto found = m_own.find(service);
    return found == m_own.end() ? m_text
                                : head() + m_text.mid(found->second.from, found->second.to - found->second.from);
}

void ServiceLines::putFor(const QString &service, const QByteArray &text)
{
    const auto found = m_own.find(service);
    if (found == m_own.end()) {
        setText(text);
        return;
    }
    const QByteArray lines = text.mid(head().size());
    const Lines before = found->second;
    const qsizetype more = lines.size() - (before.to - before.from);
    m_text.replace(before.from, before.to - before.from, lines);
    for (auto &[name, other] : m_own) {
        if (other.from >= before.to) {
            other.from += more;
            other.to += more;
        }
    }
    found->second.to += more;
}

} // namespace bd::audit
