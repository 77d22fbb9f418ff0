// The number of brokers that a Kafka listener tells of, asked in the plain protocol: independent of librdkafka.
#pragma once

#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QByteArray>
#include <QtEndian>

namespace bd::fakes {

// Metadata request version 1 for no topics. https://kafka.apache.org/protocol.html#The_Messages_Metadata
inline std::optional<int> brokersByRawMetadata(quint16 port)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{1, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);

    const QByteArray request = QByteArray::fromHex("0000000f"
                                                   "0003"
                                                   "0001"
                                                   "00000001"
                                                   "0001"
                                                   "78"
                                                   "00000000");
    QByteArray reply(12, '\0'); // size, correlation id, number of brokers
    const bool answered = connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0
                          && send(fd, request.constData(), size_t(request.size()), MSG_NOSIGNAL) == request.size()
                          && recv(fd, reply.data(), size_t(reply.size()), MSG_WAITALL) == reply.size();
    close(fd);
    return answered ? std::optional(qFromBigEndian<qint32>(reply.constData() + 8)) : std::nullopt;
}

} // namespace bd::fakes
