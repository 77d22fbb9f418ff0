// Lines of several services, in memory up to a bound: the oldest go first. A copy shares what is in it, so that a worker may
// search in one while lines are appended to the other; each is for one thread at a time.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include <QByteArray>
#include <QStringList>

#include "base/clock.h"
#include "logs/logline.h"

namespace bd::logs {

struct Line {
    TimePoint at{};
    int source = 0; // place in the store's sources
    Level level = Level::None;
    bool isOfTrace = false;
    QByteArrayView text; // as it came, escapes and all; valid until something is appended
};

class LogStore
{
public:
    explicit LogStore(qint64 mostBytes) : m_mostBytes(mostBytes) {}

    int source(const QString &name); // its place, made where it is new
    const QStringList &sources() const { return m_sources; }

    void append(int source, TimePoint at, QByteArrayView text);
    void setMostBytes(qint64 bytes); // of memory; what is over goes
    void clear();

    // Lines have numbers, in the order in which they came, that they keep: from first() to before end().
    qint64 first() const;
    qint64 end() const { return m_end; }
    Line line(qint64 number) const;          // of those that are there
    qint64 bytes() const { return m_bytes; } // of memory

private:
    struct Entry {
        TimePoint at{};
        quint32 offset = 0;
        quint32 length = 0;
        quint16 source = 0;
        quint8 level = 0;
        bool isOfTrace = false;
    };
    struct Chunk {
        qint64 first = 0;
        QByteArray text;
        std::vector<Entry> lines;
    };
    Chunk &roomFor(qsizetype bytes);
    void makeRoom();

    std::deque<std::shared_ptr<Chunk>> m_chunks; // the last one alone grows, and is copied first where it is shared
    QStringList m_sources;
    std::vector<Before> m_before; // by source
    qint64 m_mostBytes;
    qint64 m_bytes = 0;
    qint64 m_end = 0;
};

} // namespace bd::logs
