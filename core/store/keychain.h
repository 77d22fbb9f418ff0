// Secrets in the desktop's keychain (the D-Bus secret service, KWallet), each under a connection's id and its own name.
// The only user of QtKeychain. Never a file in clear: where no keychain answers, that is an Error for people, and
// whoever asked asks the person instead.
//
// All calls block, until the deadline at most: a keychain that is locked asks the person for its password first. Worker
// threads only; safe from several.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "base/clock.h"
#include "base/error.h"

namespace bd::store {

// Unreachable: nothing answers as a keychain. Timeout, Cancelled. Failed: it said no.
class Keychain
{
public:
    virtual ~Keychain() = default;

    // nothing: the keychain has none under this name.
    virtual Result<std::optional<QString>> get(const QString &connection, const QString &name, Millis deadline,
                                               std::stop_token stop) = 0;
    virtual Result<> set(const QString &connection, const QString &name, const QString &secret, Millis deadline,
                         std::stop_token stop) = 0;
    // Well where there is none.
    virtual Result<> remove(const QString &connection, const QString &name, Millis deadline, std::stop_token stop) = 0;
};

// That of whoever is logged in. Needs a QCoreApplication.
std::shared_ptr<Keychain> desktopKeychain();

} // namespace bd::store
