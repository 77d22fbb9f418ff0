// Light or dark, as the desktop's settings portal has it. Qt asks it by itself from 6.6 on, and only with a platform
// theme; on Debian 12 under GNOME nobody else does.
// Source: XDG Desktop Portal, org.freedesktop.portal.Settings, key color-scheme of org.freedesktop.appearance.
#pragma once

#include <optional>

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>

#include "common/theme.h"

class QDBusPendingCallWatcher;

namespace bd::app {

class DesktopScheme : public QObject
{
    Q_OBJECT

public:
    // Asks at once, and waits for nothing. Not connected: there is never an answer.
    explicit DesktopScheme(const QDBusConnection &bus, QObject *parent = nullptr);

    std::optional<Scheme> scheme() const { return m_scheme; } // Light or Dark; nothing: no answer, or no preference

    static QDBusConnection sessionBus(); // not connected where there is none; starts none

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void take(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void answered(QDBusPendingCallWatcher *call);
    void setScheme(const QVariant &value);

    std::optional<Scheme> m_scheme;
};

} // namespace bd::app
