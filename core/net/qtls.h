// TLS between our values and Qt's. For core/net alone: it shows Qt Network's types.
#pragma once

#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>

#include "net/tls.h"

namespace bd::net {

// InvalidUse says which of the settings cannot be read.
Result<QSslConfiguration> configurationOf(const TlsSettings &tls);

Certificate certificateOf(const QSslCertificate &certificate);

// Those that count with these settings, each once, in the order in which Qt found them.
std::vector<TlsProblem> problemsOf(const QList<QSslError> &errors, const TlsSettings &tls);

} // namespace bd::net
