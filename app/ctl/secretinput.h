// Where the command line gets a connection's secrets from when the keychain has none: a file or descriptor that is
// named, else the person at the terminal, who types them without an echo.
//
// Never arguments, which every user of the machine can read, nor the environment, which every `docker` that is started
// here would inherit (the registry's password may be there, and is taken out of it at once). `--secrets-from <(pass show kafka)` leaves them in no file either.
#pragma once

#include <stop_token>

#include "connection/secrets.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

// Lines as in a .properties file, only of secrets; «-»: the standard input. Io, Parse; InvalidUse: one is no secret.
Result<connection::SecretMap> readSecrets(const QString &path, std::stop_token stop);

// Whether there is a person to ask: the standard input is a terminal.
bool canAsk();
// Each of them, in order. Cancelled; Io where the terminal ends.
Result<connection::SecretMap> askSecrets(const QStringList &names, const QString &whose, std::stop_token stop);

// Those of `missing` that are not among `given`, of the person. InvalidUse, saying what to do, where there is nobody to
// ask; `trouble`: why the keychain could not be asked.
Result<connection::SecretMap> askMissing(const QStringList &missing, const connection::SecretMap &given,
                                         const QString &whose, const std::optional<Error> &trouble,
                                         std::stop_token stop);

// What of `missing` --secrets-from or the person has. InvalidUse, saying what to do, where that leaves some out;
// `trouble`: why the keychain could not be asked.
Result<connection::SecretMap> secretsFor(const QStringList &missing, const QString &whose, const Options &options,
                                         const std::optional<Error> &trouble, std::stop_token stop);

} // namespace bd::ctl
