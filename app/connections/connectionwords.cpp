#include "connections/connectionwords.h"

#include <QCoreApplication>

#include "common/theme.h"
#include "connections/connectionform.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ConnectionWords)
};

} // namespace

QString protectionText(const store::Connection &connection)
{
    using Protection = ConnectionForm::Protection;
    switch (formOf(connection).protection) {
    case Protection::Plain: break;
    case Protection::Tls: return Tr::tr("TLS");
    case Protection::Sasl: return Tr::tr("login, in clear text");
    case Protection::SaslTls: return Tr::tr("TLS and login");
    }
    return Tr::tr("clear text");
}

QString colourText(store::Colour colour)
{
    using store::Colour;
    switch (colour) {
    case Colour::None: break;
    case Colour::Red: return Tr::tr("red");
    case Colour::Orange: return Tr::tr("orange");
    case Colour::Yellow: return Tr::tr("yellow");
    case Colour::Green: return Tr::tr("green");
    case Colour::Blue: return Tr::tr("blue");
    case Colour::Purple: return Tr::tr("purple");
    case Colour::Grey: return Tr::tr("grey");
    }
    return Tr::tr("none");
}

QColor colourOf(store::Colour colour, const Theme &theme)
{
    using store::Colour;
    const bool dark = theme.isDark;
    switch (colour) {
    case Colour::None: break;
    case Colour::Red: return QColor(dark ? 0xf07167 : 0xc0302b);
    case Colour::Orange: return QColor(dark ? 0xf2994a : 0xc2621a);
    case Colour::Yellow: return QColor(dark ? 0xe3c04b : 0xa98600);
    case Colour::Green: return QColor(dark ? 0x5fbf87 : 0x1f7a4d);
    case Colour::Blue: return QColor(dark ? 0x6ea8fe : 0x2563c9);
    case Colour::Purple: return QColor(dark ? 0xb28af0 : 0x7a3fc2);
    case Colour::Grey: return QColor(dark ? 0x9aa4b2 : 0x6b7380);
    }
    return {};
}

QString secretText(const QString &name)
{
    if (name == QLatin1String("sasl.password")) {
        return Tr::tr("Password");
    }
    if (name == QLatin1String("ssl.key.password") || name == QLatin1String("ssl.keystore.password")) {
        return Tr::tr("Password of the key");
    }
    if (name == store::RegistryPassword) {
        return Tr::tr("Password of the Schema Registry");
    }
    return name;
}

} // namespace bd::app
