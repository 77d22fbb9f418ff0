#include "zookeeper/client.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include <QCoreApplication>

#include <zookeeper/zookeeper.h>

namespace bd::zookeeper {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ZooKeeper)
};

constexpr Millis sessionTime{10'000};

// What a callback brings. The callback may come after nobody waits any more: each has a share of its own.
template<typename T>
class Answer
{
public:
    void give(Result<T> answer)
    {
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_answer)
                m_answer = std::move(answer);
        }
        m_given.notify_all();
    }

    Result<T> wait(Millis deadline, const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        if (m_given.wait_for(lock, stop, deadline, [this] { return m_answer.has_value(); }))
            return *m_answer;
        if (stop.stop_requested())
            return cancelled();
        return fail(ErrorCode::Timeout,
                    Tr::tr("ZooKeeper gave no answer within %Ln second(s)", nullptr,
                           static_cast<int>(std::chrono::ceil<std::chrono::seconds>(deadline).count())));
    }

    // Handed to C, taken back by the one callback that it gets.
    static const void *shareOf(const std::shared_ptr<Answer> &answer) { return new std::shared_ptr<Answer>(answer); }
    static std::shared_ptr<Answer> takeBack(const void *share)
    {
        const std::unique_ptr<const std::shared_ptr<Answer>> owned(static_cast<const std::shared_ptr<Answer> *>(share));
        return *owned;
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_given;
    std::optional<Result<T>> m_answer;
};

Error errorOf(int code)
{
    const QString raw = QString::fromUtf8(zerror(code));
    switch (code) {
    case ZNOAUTH:
    case ZAUTHFAILED:
        return {ErrorCode::Failed, Tr::tr("ZooKeeper does not allow this"),
                Tr::tr("The node has an access list that we are not on."), raw};
    case ZCONNECTIONLOSS:
    case ZSESSIONEXPIRED:
    case ZCLOSING:
    case ZINVALIDSTATE: return {ErrorCode::Unreachable, Tr::tr("The connection to ZooKeeper was lost"), {}, raw};
    case ZNONODE: return {ErrorCode::NotFound, Tr::tr("There is no such node"), {}, raw};
    default: return {ErrorCode::Failed, Tr::tr("ZooKeeper refuses: %1").arg(raw), {}, raw};
    }
}

TimePoint timeOf(qint64 millis)
{
    return TimePoint(Millis(millis));
}

NodeStat statOf(const Stat &stat)
{
    return {stat.czxid,   stat.mzxid,          timeOf(stat.ctime), timeOf(stat.mtime),
            stat.version, stat.ephemeralOwner, stat.dataLength,    stat.numChildren};
}

using NodeAnswer = Answer<std::optional<Node>>;
using NamesAnswer = Answer<QStringList>;
using DoneAnswer = Answer<void>;

void nodeCame(int code, const char *value, int length, const Stat *stat, const void *share)
{
    const auto answer = NodeAnswer::takeBack(share);
    if (code == ZNONODE)
        return answer->give(std::optional<Node>());
    if (code != ZOK || !stat)
        return answer->give(tl::unexpected(errorOf(code)));
    Node node;
    node.stat = statOf(*stat);
    if (value && length > 0)
        node.data = QByteArray(value, std::min<qsizetype>(length, mostData));
    answer->give(std::optional(node));
}

void namesCame(int code, const String_vector *names, const void *share)
{
    const auto answer = NamesAnswer::takeBack(share);
    if (code != ZOK || !names)
        return answer->give(tl::unexpected(errorOf(code)));
    QStringList all;
    for (int i = 0; i < names->count; ++i)
        all += QString::fromUtf8(names->data[i]);
    all.sort();
    answer->give(all);
}

void removed(int code, const void *share)
{
    const auto answer = DoneAnswer::takeBack(share);
    if (code == ZOK || code == ZNONODE)
        answer->give({});
    else
        answer->give(tl::unexpected(errorOf(code)));
}

void sayNothing(const char *) {} // the library would write to standard error

class Client final : public Nodes
{
public:
    explicit Client(Millis deadline) : m_deadline(deadline) {}
    ~Client() override
    {
        if (m_handle)
            zookeeper_close(m_handle); // answers what is still open
    }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    Result<> open(const QString &address, const std::stop_token &stop)
    {
        m_handle = zookeeper_init2(address.toUtf8().constData(), &Client::stateChanged,
                                   static_cast<int>(sessionTime.count()), nullptr, this, 0, sayNothing);
        if (!m_handle)
            return fail(ErrorCode::Unreachable, Tr::tr("%1 cannot be asked: nobody knows this address").arg(address));
        auto connected = m_connected.wait(m_deadline, stop);
        if (!connected && connected.error().code == ErrorCode::Timeout)
            connected.error().message = Tr::tr("ZooKeeper at %1 opens no session").arg(address);
        return connected;
    }

    Result<std::optional<Node>> node(const QString &path, std::stop_token stop) override
    {
        auto node = ask<std::optional<Node>>(path, stop, [&](const char *name, const void *share) {
            return zoo_aget(m_handle, name, 0, nodeCame, share);
        });
        if (node && *node)
            (*node)->path = path;
        return node;
    }

    Result<QStringList> children(const QString &path, std::stop_token stop) override
    {
        return ask<QStringList>(path, stop, [&](const char *name, const void *share) {
            return zoo_aget_children(m_handle, name, 0, namesCame, share);
        });
    }

    Result<> remove(NodePermit permit, std::stop_token stop) override
    {
        const NodePermit used = std::move(permit);
        const auto isThere = isStillThere(*this, used, stop);
        if (!isThere || !*isThere)
            return isThere.map([](bool) {});
        constexpr int anyVersion = -1; // it protects nothing: see NodeStat
        return ask<void>(used.path(), stop, [&](const char *name, const void *share) {
            return zoo_adelete(m_handle, name, anyVersion, removed, share);
        });
    }

private:
    static void stateChanged(zhandle_t *, int type, int state, const char *, void *context)
    {
        auto *client = static_cast<Client *>(context);
        if (type == ZOO_SESSION_EVENT && state == ZOO_CONNECTED_STATE)
            client->m_connected.give({});
    }

    template<typename T, typename Send>
    Result<T> ask(const QString &path, const std::stop_token &stop, Send send)
    {
        if (!isPath(path))
            return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no path of a node").arg(path));
        const auto answer = std::make_shared<Answer<T>>();
        const void *share = Answer<T>::shareOf(answer);
        if (const int code = send(path.toUtf8().constData(), share); code != ZOK) {
            Answer<T>::takeBack(share);
            return tl::unexpected(errorOf(code));
        }
        return answer->wait(m_deadline, stop);
    }

    const Millis m_deadline;
    Answer<void> m_connected;
    zhandle_t *m_handle = nullptr;
};

} // namespace

Result<std::unique_ptr<Nodes>> connectTo(const QString &address, Millis deadline, std::stop_token stop)
{
    auto client = std::make_unique<Client>(deadline);
    return client->open(address, stop).map([&] { return std::unique_ptr<Nodes>(std::move(client)); });
}

} // namespace bd::zookeeper
