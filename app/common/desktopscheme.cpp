#include "common/desktopscheme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFile>

namespace bd::app {

namespace {

constexpr QLatin1String service("org.freedesktop.portal.Desktop");
constexpr QLatin1String path("/org/freedesktop/portal/desktop");
constexpr QLatin1String interface("org.freedesktop.portal.Settings");
constexpr QLatin1String appearance("org.freedesktop.appearance");
constexpr QLatin1String colorScheme("color-scheme");

} // namespace

DesktopScheme::DesktopScheme(const QDBusConnection &bus, QObject *parent) : QObject(parent)
{
    if (!bus.isConnected()) {
        return;
    }
    QDBusConnection connection = bus;
    connection.connect({}, path, interface, QStringLiteral("SettingChanged"), this,
                       SLOT(take(QString, QString, QDBusVariant)));
    QDBusMessage read = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    read << appearance << colorScheme;
    auto *call = new QDBusPendingCallWatcher(connection.asyncCall(read), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, &DesktopScheme::answered);
}

QDBusConnection DesktopScheme::sessionBus()
{
    // Without this, libdbus would start a bus of its own under X11.
    const bool isThere = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
                         || QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
    return isThere ? QDBusConnection::sessionBus() : QDBusConnection(QString());
}

void DesktopScheme::answered(QDBusPendingCallWatcher *call)
{
    const QDBusPendingReply<QDBusVariant> reply = *call;
    call->deleteLater();
    if (reply.isValid()) {
        setScheme(reply.value().variant());
    }
}

void DesktopScheme::take(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == appearance && key == colorScheme) {
        setScheme(value.variant());
    }
}

// Read answers with a variant in a variant; the signal has it plain.
void DesktopScheme::setScheme(const QVariant &value)
{
    const QVariant plain = value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    std::optional<Scheme> scheme;
    switch (plain.toUInt()) {
    case 1: scheme = Scheme::Dark; break;
    case 2: scheme = Scheme::Light; break;
    default: break; // no preference
    }
    if (scheme != m_scheme) {
        m_scheme = scheme;
        Q_EMIT changed();
    }
}

} // namespace bd::app
