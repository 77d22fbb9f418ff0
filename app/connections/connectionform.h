// A connection as people fill it in, and back. Pure.
#pragma once

#include "connection/secrets.h"

namespace bd::app {

struct ConnectionForm {
    // | Plain     | clear text, no login                    |
    // | Tls       | TLS; a login by certificate, or none    |
    // | Sasl      | clear text with a login                 |
    // | SaslTls   | TLS with a login                        |
    enum class Protection { Plain, Tls, Sasl, SaslTls };

    QString id; // empty: a new one
    QString name;
    store::Colour colour = store::Colour::None;
    bool readOnly = false;
    QString bootstrap;
    Protection protection = Protection::Plain;
    QString mechanism = QStringLiteral("SCRAM-SHA-512");
    QString user;
    QString password;        // empty: as it is, or asked for
    QString caFile;          // PEM; empty: the system's
    QString certificateFile; // of one's own: PEM, or PKCS#12 with its key in it; empty: none
    QString keyFile;         // PEM; empty: in the certificate's file
    QString keyPassword;
    QString others; // lines of NAME=VALUE, by librdkafka's names
    QString registryUrl;
    QString registryUser;
    QString registryPassword;
    bool operator==(const ConnectionForm &) const = default;
};

// Without secrets: those stay where they are unless others are written.
ConnectionForm formOf(const store::Connection &connection);

// A `.properties` file as Java clients use it; what could not be taken over is in `notes`.
struct PastedForm {
    ConnectionForm form;
    QStringList notes;
    bool operator==(const PastedForm &) const = default;
};
Result<PastedForm> formOfProperties(const QString &text);

// What is to be kept; InvalidUse with what is wrong, as a sentence. `taken`: names of the others.
Result<connection::Parts> partsOf(const ConnectionForm &form, const QStringList &taken);

} // namespace bd::app
