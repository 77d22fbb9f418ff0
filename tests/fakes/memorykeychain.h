// A keychain in memory, or one that does not answer.
#pragma once

#include <mutex>

#include <QMap>

#include "store/keychain.h"

namespace bd::fakes {

class MemoryKeychain final : public store::Keychain
{
public:
    QMap<std::pair<QString, QString>, QString> secrets;
    std::optional<Error> refusal; // of every call

    Result<std::optional<QString>> get(const QString &connection, const QString &name, Millis, std::stop_token) override
    {
        const std::scoped_lock lock(m_mutex);
        if (refusal)
            return tl::unexpected(*refusal);
        const auto found = secrets.constFind({connection, name});
        return found == secrets.constEnd() ? std::optional<QString>() : std::optional(*found);
    }
    Result<> set(const QString &connection, const QString &name, const QString &secret, Millis,
                 std::stop_token) override
    {
        const std::scoped_lock lock(m_mutex);
        if (refusal)
            return tl::unexpected(*refusal);
        secrets.insert({connection, name}, secret);
        return {};
    }
    Result<> remove(const QString &connection, const QString &name, Millis, std::stop_token) override
    {
        const std::scoped_lock lock(m_mutex);
        if (refusal)
            return tl::unexpected(*refusal);
        secrets.remove({connection, name});
        return {};
    }

private:
    std::mutex m_mutex;
};

} // namespace bd::fakes
