#include "connection/step.h"

#include <QCoreApplication>

namespace bd::connection {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Connection)
};

} // namespace

QString nameOf(Step::Kind kind)
{
    switch (kind) {
    case Step::Kind::Name: return QStringLiteral("name");
    case Step::Kind::Port: return QStringLiteral("port");
    case Step::Kind::Tls: return QStringLiteral("tls");
    case Step::Kind::Kafka: return QStringLiteral("kafka");
    case Step::Kind::Authentication: return QStringLiteral("authentication");
    case Step::Kind::Authorization: return QStringLiteral("authorization");
    case Step::Kind::Endpoint: return QStringLiteral("endpoint");
    }
    return {};
}

QString nameOf(Step::State state)
{
    switch (state) {
    case Step::State::Passed: return QStringLiteral("passed");
    case Step::State::Failed: return QStringLiteral("failed");
    case Step::State::Skipped: return QStringLiteral("skipped");
    }
    return {};
}

QString titleOf(Step::Kind kind)
{
    switch (kind) {
    case Step::Kind::Name: return Tr::tr("Name");
    case Step::Kind::Port: return Tr::tr("Port");
    case Step::Kind::Tls: return Tr::tr("TLS");
    case Step::Kind::Kafka: return Tr::tr("Kafka");
    case Step::Kind::Authentication: return Tr::tr("Login");
    case Step::Kind::Authorization: return Tr::tr("Rights");
    case Step::Kind::Endpoint: return Tr::tr("Advertised address");
    }
    return {};
}

} // namespace bd::connection
