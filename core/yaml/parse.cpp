#include "yaml/parse.h"

#include <memory>

#include <QCoreApplication>
#include <QHash>
#include <QSet>
#include <yaml.h>

#include "base/text.h"
#include "yaml/problem.h"
#include "yaml/textlines.h"

namespace bd::yaml {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Yaml)
};

constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");

// libyaml counts characters; edits need bytes.
class Offsets
{
public:
    Offsets(QByteArrayView text, qsizetype first)
    {
        m_offsets.reserve(static_cast<size_t>(text.size()) + 1);
        for (qsizetype at = first; at < text.size(); ++at) {
            if ((static_cast<uchar>(text[at]) & 0xc0) != 0x80)
                m_offsets.push_back(static_cast<quint32>(at));
        }
        m_offsets.push_back(static_cast<quint32>(text.size()));
    }

    Mark mark(const yaml_mark_t &at) const
    {
        const size_t index = std::min(at.index, m_offsets.size() - 1);
        return {static_cast<int>(at.line) + 1, static_cast<int>(at.column) + 1, m_offsets[index]};
    }

private:
    std::vector<quint32> m_offsets;
};

struct EventGuard {
    yaml_event_t event{};
    ~EventGuard() { yaml_event_delete(&event); }
};

QString textOf(const yaml_char_t *text)
{
    return text ? QString::fromUtf8(reinterpret_cast<const char *>(text)) : QString();
}

class Reader
{
public:
    Reader(const QByteArray &text, const QString &fileName, const Bounds &bounds)
        : m_text(text), m_fileName(fileName), m_bounds(bounds),
          m_offsets(text, text.startsWith(byteOrderMark) ? byteOrderMark.size() : 0)
    {
        yaml_parser_initialize(&m_parser);
        yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
        const qsizetype skip = text.startsWith(byteOrderMark) ? byteOrderMark.size() : 0;
        yaml_parser_set_input_string(&m_parser, reinterpret_cast<const uchar *>(text.constData()) + skip,
                                     static_cast<size_t>(text.size() - skip));
    }
    ~Reader() { yaml_parser_delete(&m_parser); }
    Reader(const Reader &) = delete;
    Reader &operator=(const Reader &) = delete;

    Result<Node> documents()
    {
        std::optional<Node> first;
        for (;;) {
            EventGuard guard;
            if (!next(guard.event))
                return tl::unexpected(m_error);
            if (guard.event.type == YAML_STREAM_END_EVENT)
                return first.value_or(Node{});
            if (guard.event.type != YAML_DOCUMENT_START_EVENT)
                continue;
            m_anchors.clear();
            m_nodes = 0;
            m_kept = 0;
            Node node;
            if (!readNext(node, 0))
                return tl::unexpected(m_error);
            if (!first)
                first = std::move(node);
        }
    }

    Result<std::vector<Mark>> starts()
    {
        std::vector<Mark> found;
        for (;;) {
            EventGuard guard;
            if (!next(guard.event))
                return tl::unexpected(m_error);
            if (guard.event.type == YAML_STREAM_END_EVENT)
                return found;
            if (guard.event.type == YAML_DOCUMENT_START_EVENT)
                found.push_back(m_offsets.mark(guard.event.start_mark));
        }
    }

private:
    struct Anchored {
        Node node;
        int nodes = 0;
    };

    bool fails(const Mark &at, const QString &message, const QString &hint = {})
    {
        m_error = errorAt(m_fileName, at, message, hint);
        return false;
    }

    bool next(yaml_event_t &event)
    {
        if (yaml_parser_parse(&m_parser, &event))
            return true;
        const qsizetype skip = m_text.startsWith(byteOrderMark) ? byteOrderMark.size() : 0;
        m_error = problemOf(m_parser, m_fileName, QByteArrayView(m_text).sliced(skip));
        return false;
    }

    bool readNext(Node &node, int depth)
    {
        EventGuard guard;
        return next(guard.event) && read(guard.event, node, depth);
    }

    bool read(const yaml_event_t &event, Node &node, int depth)
    {
        node.start = m_offsets.mark(event.start_mark);
        node.end = m_offsets.mark(event.end_mark);
        if (depth > m_bounds.depth)
            return fails(node.start, Tr::tr("the document is nested more than %1 deep").arg(m_bounds.depth));
        if (event.type == YAML_ALIAS_EVENT)
            return readAlias(textOf(event.data.alias.anchor), node);
        if (++m_nodes > m_bounds.nodes)
            return failsForSize(node.start);
        const int before = m_nodes - 1;
        if (!readContent(event, node, depth))
            return false;
        return node.anchor.isEmpty() || keep(node, m_nodes - before);
    }

    // Anchors within anchors are copied again for each: that is bounded as well.
    bool keep(const Node &node, int nodes)
    {
        m_kept += nodes;
        if (m_kept > m_bounds.nodes)
            return failsForSize(node.start);
        m_anchors.insert(node.anchor, {node, nodes});
        return true;
    }

    bool readContent(const yaml_event_t &event, Node &node, int depth)
    {
        switch (event.type) {
        case YAML_SCALAR_EVENT: return readScalar(event, node);
        case YAML_SEQUENCE_START_EVENT:
            node.kind = Node::Kind::Sequence;
            node.style = event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? Node::Style::Flow
                                                                                     : Node::Style::Block;
            node.anchor = textOf(event.data.sequence_start.anchor);
            node.tag = textOf(event.data.sequence_start.tag);
            return readItems(node, depth);
        case YAML_MAPPING_START_EVENT:
            node.kind = Node::Kind::Mapping;
            node.style = event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? Node::Style::Flow
                                                                                   : Node::Style::Block;
            node.anchor = textOf(event.data.mapping_start.anchor);
            node.tag = textOf(event.data.mapping_start.tag);
            return readEntries(node, depth);
        default: return fails(node.start, Tr::tr("a value is expected here"));
        }
    }

    bool readScalar(const yaml_event_t &event, Node &node)
    {
        const auto &scalar = event.data.scalar;
        node.text = QString::fromUtf8(reinterpret_cast<const char *>(scalar.value),
                                      static_cast<qsizetype>(scalar.length));
        node.anchor = textOf(scalar.anchor);
        node.tag = textOf(scalar.tag);
        switch (scalar.style) {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: node.style = Node::Style::Quoted; break;
        case YAML_LITERAL_SCALAR_STYLE: node.style = Node::Style::Literal; break;
        case YAML_FOLDED_SCALAR_STYLE: node.style = Node::Style::Folded; break;
        default: node.style = Node::Style::Plain;
        }
        return true;
    }

    bool readItems(Node &node, int depth)
    {
        for (;;) {
            EventGuard guard;
            if (!next(guard.event))
                return false;
            if (guard.event.type == YAML_SEQUENCE_END_EVENT) {
                const Mark last = node.items.empty() ? node.end : node.items.back().end;
                node.end = node.style == Node::Style::Flow ? m_offsets.mark(guard.event.end_mark) : last;
                return true;
            }
            node.items.emplace_back();
            if (!read(guard.event, node.items.back(), depth + 1))
                return false;
        }
    }

    bool readEntries(Node &node, int depth)
    {
        QSet<QString> keys;
        for (;;) {
            EventGuard guard;
            if (!next(guard.event))
                return false;
            if (guard.event.type == YAML_MAPPING_END_EVENT) {
                const Mark last = node.entries.empty() ? node.end : node.entries.back().value.end;
                node.end = node.style == Node::Style::Flow ? m_offsets.mark(guard.event.end_mark) : last;
                return true;
            }
            Entry &entry = node.entries.emplace_back();
            if (!read(guard.event, entry.key, depth + 1) || !isNewKey(entry.key, keys)
                || !readNext(entry.value, depth + 1))
                return false;
            if (node.style == Node::Style::Flow && entry.value.isEmpty() && entry.value.start == entry.value.end)
                entry.value.start = entry.value.end = afterKey(entry.key);
        }
    }

    // libyaml puts an empty value in a flow mapping at the token after it, which may be lines below.
    Mark afterKey(const Node &key) const
    {
        Mark at = key.end;
        while (at.offset < m_text.size() && m_text[at.offset] == ' ') {
            ++at.offset;
            ++at.column;
        }
        if (at.offset >= m_text.size() || m_text[at.offset] != ':')
            return key.end;
        return {at.line, at.column + 1, at.offset + 1};
    }

    bool isNewKey(const Node &key, QSet<QString> &keys)
    {
        if (!key.isScalar())
            return true;
        if (keys.contains(key.text)) {
            return fails(key.start, Tr::tr("the key «%1» is there twice").arg(firstLine(key.text, 60)),
                         Tr::tr("Keep one of the two: which one counts would be chance."));
        }
        keys.insert(key.text);
        return true;
    }

    bool readAlias(const QString &name, Node &node)
    {
        const auto found = m_anchors.constFind(name);
        if (found == m_anchors.constEnd()) {
            return fails(node.start, Tr::tr("*%1 refers to nothing").arg(firstLine(name, 60)),
                         Tr::tr("Write the anchor &%1 before it is used, outside of what it stands in.")
                             .arg(firstLine(name, 60)));
        }
        m_nodes += found->nodes;
        if (m_nodes > m_bounds.nodes)
            return failsForSize(node.start);
        const Mark start = node.start;
        const Mark end = node.end;
        node = found->node;
        node.anchor.clear();
        node.alias = name;
        node.start = start;
        node.end = end;
        return true;
    }

    bool failsForSize(const Mark &at)
    {
        return fails(at, Tr::tr("the document has more than %n value(s)", nullptr, m_bounds.nodes),
                     Tr::tr("Aliases count as what they refer to."));
    }

    yaml_parser_t m_parser{};
    const QByteArray &m_text;
    QString m_fileName;
    Bounds m_bounds;
    Offsets m_offsets;
    QHash<QString, Anchored> m_anchors;
    int m_nodes = 0;
    int m_kept = 0;
    Error m_error;
};

// Compose lets a tab stand before a comment, libyaml does not: a blank in its place keeps all offsets.
QByteArray withBlanksBeforeComments(QByteArray text)
{
    for (qsizetype at = 0; at < text.size(); at = nextLine(text, at)) {
        qsizetype comment = at;
        while (comment < text.size() && (text[comment] == ' ' || text[comment] == '\t'))
            ++comment;
        if (comment < text.size() && text[comment] == '#')
            text.replace(at, comment - at, QByteArray(comment - at, ' '));
    }
    return text;
}

} // namespace

Result<Node> parse(const QByteArray &text, const QString &fileName, const Bounds &bounds)
{
    if (text.size() > bounds.bytes) {
        return tl::unexpected(errorAt(fileName, {}, Tr::tr("the file is larger than %1 KiB").arg(bounds.bytes / 1024),
                                      Tr::tr("Is it really a YAML file that people wrote?")));
    }
    auto root = Reader(text, fileName, bounds).documents();
    const QByteArray other = root ? text : withBlanksBeforeComments(text);
    auto second = other == text ? Result<Node>(Node()) : Reader(other, fileName, bounds).documents();
    return root || other == text || !second ? root : second;
}

Result<std::vector<Mark>> documentStarts(const QByteArray &text, const QString &fileName)
{
    auto starts = Reader(text, fileName, {}).starts();
    if (!starts)
        starts = Reader(withBlanksBeforeComments(text), fileName, {}).starts();
    if (!starts)
        return starts;
    if (starts->empty())
        starts->push_back({});
    starts->front() = {};
    return starts;
}

} // namespace bd::yaml
