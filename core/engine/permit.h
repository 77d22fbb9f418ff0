// What may be removed, once. Only the guard (core/guard) makes one, and the engine removes nothing without.
#pragma once

#include <utility>

#include <QString>

namespace bd::guard {
class Permits;
}

namespace bd::engine {

class RemovalPermit
{
public:
    // | Holder | a container that we made for copying: what its image declares goes with it, never a volume with a name |
    enum class Kind { Container, Volume, Holder };

    RemovalPermit(RemovalPermit &&other) noexcept
        : m_kind(other.m_kind), m_what(std::exchange(other.m_what, {})), m_engineId(std::exchange(other.m_engineId, {}))
    {}
    RemovalPermit &operator=(RemovalPermit &&) = delete;
    RemovalPermit(const RemovalPermit &) = delete;
    RemovalPermit &operator=(const RemovalPermit &) = delete;

    Kind kind() const { return m_kind; }
    const QString &what() const { return m_what; }         // a container's ID, or a volume's name; empty: used up
    const QString &engineId() const { return m_engineId; } // of the one on which it is

private:
    friend class bd::guard::Permits;
    RemovalPermit(Kind kind, QString what, QString engineId)
        : m_kind(kind), m_what(std::move(what)), m_engineId(std::move(engineId))
    {}

    Kind m_kind;
    QString m_what;
    QString m_engineId;
};

} // namespace bd::engine
