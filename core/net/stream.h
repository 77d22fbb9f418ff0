// One TCP connection, in clear text or made TLS, over which requests are answered. Blocks: worker threads only, and
// belongs to the thread that opened it.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "net/net.h"
#include "net/tls.h"

namespace bd::net {

class Stream
{
public:
    // Unreachable, Timeout, Cancelled, as connectTo().
    static Result<Stream> connect(const Address &address, Millis deadline, const std::stop_token &stop);
    Stream(Stream &&) noexcept;
    ~Stream();

    // A certificate that is not trusted ends nothing here: it is told of, and the connection can be used to learn more.
    // InvalidUse: our own certificate or key, or the authorities, cannot be read; Failed: this Qt has no TLS.
    Result<Handshake> startTls(const TlsSettings &tls, Millis deadline, const std::stop_token &stop);

    // Sends `request` and reads until `isWhole` or 1 MiB. Unreachable where the connection ends before, with the TLS
    // library's words, if any, as detail.
    Result<QByteArray> exchange(const QByteArray &request, const std::function<bool(const QByteArray &)> &isWhole,
                                Millis deadline, const std::stop_token &stop);

private:
    struct Private;
    explicit Stream(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace bd::net
