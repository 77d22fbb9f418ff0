// Cuts a stream of bytes into lines, with bounded memory.
#pragma once

#include <functional>

#include <QByteArray>

namespace bd::process {

class LineSplitter
{
public:
    using Sink = std::function<void(const QByteArray &)>;

    static constexpr qsizetype maxLine = 1 << 20; // a longer line comes in pieces of this size

    void feed(const QByteArray &bytes, const Sink &sink);
    void finish(const Sink &sink); // hands over a last line that has no end

private:
    void add(QByteArrayView part, const Sink &sink);

    QByteArray m_pending;  // always shorter than maxLine
    bool m_pieces = false; // pieces of the present line went out already
};

} // namespace bd::process
