#include "snapshot/browse.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include <QCoreApplication>

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

// Between the thread that is given a tar and the one that reads it: a few portions, so that nothing of a large volume is kept.
class Portions
{
public:
    bool put(const QByteArray &bytes) // false: nobody reads any more
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_bytes < mostBytes || m_isLeft; });
        if (!bytes.isEmpty() && !m_isLeft) { // an empty one would be the end
            m_bytes += bytes.size();
            m_portions.push_back(bytes);
            m_changed.notify_all();
        }
        return !m_isLeft;
    }

    QByteArray take() // empty: that was all
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return !m_portions.empty() || m_isEnded; });
        if (m_portions.empty())
            return {};
        QByteArray bytes = std::move(m_portions.front());
        m_portions.pop_front();
        m_bytes -= bytes.size();
        m_changed.notify_all();
        return bytes;
    }

    void end() { set(m_isEnded); }  // there is no more
    void leave() { set(m_isLeft); } // enough was read

private:
    static constexpr qsizetype mostBytes = 4 << 20;

    void set(bool &what)
    {
        const std::lock_guard lock(m_mutex);
        what = true;
        m_changed.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<QByteArray> m_portions;
    qsizetype m_bytes = 0;
    bool m_isEnded = false;
    bool m_isLeft = false;
};

// Reads that path as it comes out of the engine; InvalidUse for a path that leads out of the volume.
template<typename Read>
std::invoke_result_t<Read, const TarBytes &> read(const engine::Engine &engine, const VolumePlace &place,
                                                  const QString &path, const std::stop_token &stop, const Read &reader)
{
    if (path.startsWith(QLatin1Char('/')) || path.split(QLatin1Char('/')).contains(QLatin1String("..")))
        return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no path within the volume").arg(path));
    const QString from = path.isEmpty() ? place.destination : place.destination + QLatin1Char('/') + path;
    Portions portions;
    Result<> copied;
    std::thread copying([&] {
        copied = engine.copyOut(
            place.container, from,
            [&](const QByteArray &bytes) { return portions.put(bytes) ? Result<>() : cancelled(); }, stop);
        portions.end();
    });
    auto outcome = reader([&] { return portions.take(); });
    portions.leave();
    copying.join();
    if (stop.stop_requested())
        return cancelled();
    if (!copied && copied.error().code != ErrorCode::Cancelled) // that it is ours: enough was read
        return tl::unexpected(copied.error());
    return outcome;
}

} // namespace

Result<std::vector<TarEntry>> filesIn(const engine::Engine &engine, const VolumePlace &place, const QString &path,
                                      std::stop_token stop)
{
    return read(engine, place, path, stop, [&](const TarBytes &tar) { return entriesIn(tar, stop); });
}

Result<QByteArray> beginningOf(const engine::Engine &engine, const VolumePlace &place, const QString &path,
                               qsizetype mostBytes, std::stop_token stop)
{
    return read(engine, place, path, stop, [&](const TarBytes &tar) { return onlyFileIn(tar, mostBytes); });
}

} // namespace bd::snapshot
