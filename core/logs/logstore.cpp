#include "logs/logstore.h"

#include <algorithm>

namespace bd::logs {

namespace {

constexpr qsizetype chunkText = 1 << 20; // bytes; a longer line has a chunk of its own
constexpr size_t chunkLines = 8192;

} // namespace

int LogStore::source(const QString &name)
{
    const qsizetype known = m_sources.indexOf(name);
    if (known >= 0)
        return static_cast<int>(known);
    m_sources += name;
    m_before.emplace_back();
    return static_cast<int>(m_sources.size()) - 1;
}

LogStore::Chunk &LogStore::roomFor(qsizetype bytes)
{
    const bool isFull = m_chunks.empty() || m_chunks.back()->text.size() + bytes > chunkText
                        || m_chunks.back()->lines.size() == chunkLines;
    if (!isFull) {
        if (m_chunks.back().use_count() > 1)
            m_chunks.back() = std::make_shared<Chunk>(*m_chunks.back());
        return *m_chunks.back();
    }
    if (!m_chunks.empty() && m_chunks.back().use_count() == 1) {
        Chunk &full = *m_chunks.back();
        m_bytes -= full.text.capacity();
        full.text.squeeze();
        m_bytes += full.text.capacity();
    }
    auto next = std::make_shared<Chunk>();
    next->first = m_end;
    next->text.reserve(qMax(qMin(chunkText, qsizetype(64) << 10), bytes));
    m_bytes += next->text.capacity();
    m_chunks.push_back(std::move(next));
    return *m_chunks.back();
}

void LogStore::append(int source, TimePoint at, QByteArrayView text)
{
    Chunk &chunk = roomFor(text.size());
    Before &before = m_before[static_cast<size_t>(source)];
    Entry entry;
    entry.at = at;
    entry.offset = static_cast<quint32>(chunk.text.size());
    entry.length = static_cast<quint32>(text.size());
    entry.source = static_cast<quint16>(source);
    before = classified(text, before);
    entry.isOfTrace = before.isOfTrace;
    entry.level = static_cast<quint8>(before.level);
    const qsizetype had = chunk.text.capacity();
    chunk.text.append(text.data(), text.size());
    m_bytes += chunk.text.capacity() - had + qint64(sizeof(Entry));
    chunk.lines.push_back(entry);
    ++m_end;
    makeRoom();
}

// Whole chunks, and never the last one: what has just come is there.
void LogStore::makeRoom()
{
    while (m_bytes > m_mostBytes && m_chunks.size() > 1) {
        m_bytes -= m_chunks.front()->text.capacity() + qint64(m_chunks.front()->lines.size() * sizeof(Entry));
        m_chunks.pop_front();
    }
}

void LogStore::setMostBytes(qint64 bytes)
{
    m_mostBytes = bytes;
    makeRoom();
}

void LogStore::clear()
{
    m_chunks.clear();
    m_bytes = 0;
    std::ranges::fill(m_before, Before());
}

qint64 LogStore::first() const
{
    return m_chunks.empty() ? m_end : m_chunks.front()->first;
}

Line LogStore::line(qint64 number) const
{
    const auto after = std::ranges::upper_bound(m_chunks, number, {}, [](const auto &chunk) { return chunk->first; });
    const Chunk &chunk = **(after - 1);
    const Entry &entry = chunk.lines[static_cast<size_t>(number - chunk.first)];
    return {entry.at, entry.source, static_cast<Level>(entry.level), entry.isOfTrace,
            QByteArrayView(chunk.text.constData() + entry.offset, entry.length)};
}

} // namespace bd::logs
