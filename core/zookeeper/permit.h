// A node that may be removed, once, as long as it is the one that was shown. Only the guard (core/guard) makes one.
#pragma once

#include <utility>

#include <QString>

namespace bd::guard {
class Permits;
}

namespace bd::zookeeper {

class NodePermit
{
public:
    NodePermit(NodePermit &&other) noexcept
        : m_path(std::exchange(other.m_path, {})), m_czxid(other.m_czxid), m_owner(other.m_owner)
    {}
    NodePermit &operator=(NodePermit &&) = delete;
    NodePermit(const NodePermit &) = delete;
    NodePermit &operator=(const NodePermit &) = delete;

    const QString &path() const { return m_path; } // empty: used up
    qint64 czxid() const { return m_czxid; }
    qint64 owner() const { return m_owner; }

private:
    friend class bd::guard::Permits;
    NodePermit(QString path, qint64 czxid, qint64 owner) : m_path(std::move(path)), m_czxid(czxid), m_owner(owner) {}

    QString m_path;
    qint64 m_czxid;
    qint64 m_owner;
};

} // namespace bd::zookeeper
