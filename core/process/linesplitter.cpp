#include "process/linesplitter.h"

namespace bd::process {

void LineSplitter::feed(const QByteArray &bytes, const Sink &sink)
{
    QByteArrayView rest(bytes);
    for (qsizetype end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        add(rest.first(end), sink);
        if (m_pending.endsWith('\r'))
            m_pending.chop(1);
        if (!m_pending.isEmpty() || !m_pieces)
            sink(m_pending);
        m_pending.clear();
        m_pieces = false;
        rest = rest.sliced(end + 1);
    }
    add(rest, sink);
}

void LineSplitter::finish(const Sink &sink)
{
    if (!m_pending.isEmpty())
        sink(m_pending);
    m_pending.clear();
    m_pieces = false;
}

void LineSplitter::add(QByteArrayView part, const Sink &sink)
{
    while (m_pending.size() + part.size() >= maxLine) {
        const qsizetype taken = maxLine - m_pending.size();
        m_pending += part.first(taken);
        part = part.sliced(taken);
        sink(m_pending);
        m_pending.clear();
        m_pieces = true;
    }
    m_pending += part;
}

} // namespace bd::process
