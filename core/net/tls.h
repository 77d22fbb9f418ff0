// What TLS is told and what it tells: trust, own identity, the outcome of one handshake and the other side's
// certificate. Values.
#pragma once

#include <vector>

#include <QByteArray>
#include <QStringList>

#include "base/clock.h"
#include "base/error.h"

namespace bd::net {

struct TlsSettings {
    QByteArray authorities; // PEM; empty: those that this machine trusts
    QByteArray certificate; // our own with its chain, PEM; empty: none
    QByteArray key;         // PEM; empty: none
    QString keyPassword;
    QByteArray pkcs12; // our own certificate and key in one file, instead of the three above
    QString pkcs12Password;
    QString peerName;     // whose certificate it has to be; empty: the address's host
    bool verifies = true; // false: whoever answers is believed
    bool checksHostName = true;

    bool hasOwnCertificate() const { return !certificate.isEmpty() || !pkcs12.isEmpty(); }
    bool operator==(const TlsSettings &) const = default;
};

struct Certificate {
    QString subject; // «CN=kafka,O=Shop»
    QString issuer;
    QStringList names; // host names and addresses that it is for
    std::optional<TimePoint> begin, end;
    bool isSelfSigned = false;
    bool operator==(const Certificate &) const = default;
};

// What is wrong with the other side's certificate.
enum class TlsProblem { UnknownAuthority, WrongHostName, Expired, NotYetValid, Other };

// | end     | how the handshake ended                                                    |
// | Done    | encrypted; `problems` says whether the other side is who it should be      |
// | Refused | the other side said why not, in `words`: it does not like our certificate… |
// | Closed  | the other side ended the connection without a word                         |
// | NotTls  | what came back is not TLS                                                  |
struct Handshake {
    enum class End { Done, Refused, Closed, NotTls };
    End end = End::Done;
    QString words;    // of the TLS library; from outside, bounded
    QString protocol; // «TLS 1.3»
    std::vector<TlsProblem> problems;
    std::optional<Certificate> peer;

    bool isTrusted() const { return end == End::Done && problems.empty(); }
    bool operator==(const Handshake &) const = default;
};

// How a handshake ended, from OpenSSL's words for what went wrong. Pure.
Handshake::End endOf(const QString &opensslsWords);

} // namespace bd::net
