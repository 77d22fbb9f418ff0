#include "logs/logtext.h"

#include "base/text.h"

namespace bd::logs {

Result<> writeText(const LogStore &store, const std::vector<qint64> &numbers, const TextSink &sink,
                   const std::stop_token &stop)
{
    constexpr qsizetype portionBytes = 1 << 20;
    constexpr qsizetype mostOfALine = 2 << 20; // characters
    QByteArray portion;
    for (const qint64 number : numbers) {
        if (stop.stop_requested())
            return cancelled();
        if (number < store.first() || number >= store.end()) // let go meanwhile
            continue;
        const Line line = store.line(number);
        portion += toIso(line.at).toUtf8() + ' ' + store.sources().value(line.source).toUtf8() + " | "
                   + coloured(line.text, mostOfALine).text.toUtf8() + '\n';
        if (portion.size() < portionBytes)
            continue;
        if (auto taken = sink(portion); !taken)
            return taken;
        portion.clear();
    }
    return portion.isEmpty() ? Result<>() : sink(portion);
}

} // namespace bd::logs
