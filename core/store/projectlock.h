// At most one of us (panel, command line) acts on a project of an engine at a time. The lock ends with its process,
// however that ends.
#pragma once

#include <memory>
#include <optional>

#include "base/error.h"

namespace bd::store {

// The part of a file's name for what is kept of a project of an engine, by the key that locks it.
QString fileStem(const QString &key);

class ProjectLock
{
public:
    // Locked: message names the holder («brokerdeckctl up, pid 4711, since 14:02:11»). Never waits.
    // `what`: «start», «stop»…; `key`: engine id and project name.
    static Result<ProjectLock> acquire(const QString &key, const QString &program, const QString &what);
    // Who holds it now, without taking it; nothing: nobody.
    static std::optional<QString> holder(const QString &key);

    ProjectLock(ProjectLock &&) noexcept;
    ProjectLock &operator=(ProjectLock &&) noexcept;
    ~ProjectLock();

private:
    struct Private;
    explicit ProjectLock(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace bd::store
