// How core/net opens a socket. For core/net alone: it shows Qt Network's types.
#pragma once

#include <QTcpSocket>

#include "net/net.h"
#include "net/wait.h"

namespace bd::net {

// Unreachable, Timeout, Cancelled, as connectTo().
Result<> open(QTcpSocket &socket, const Address &address, Millis deadline, Wait &wait);

} // namespace bd::net
