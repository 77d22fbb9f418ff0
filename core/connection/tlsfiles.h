// What librdkafka's ssl.* properties mean for TLS, with the files that they name read.
#pragma once

#include "net/tls.h"

#include <QMap>

namespace bd::connection {

bool usesTls(const QMap<QString, QString> &properties);  // security.protocol
bool usesSasl(const QMap<QString, QString> &properties); // security.protocol

// NotFound, Io for a file; InvalidUse for a certificate without its key. Blocks for the disk.
// https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
Result<net::TlsSettings> tlsSettingsOf(const QMap<QString, QString> &properties);

} // namespace bd::connection
