#include "shell/starttrace.h"

#include <chrono>
#include <cstdio>
#include <optional>

#include <QEvent>
#include <QFile>
#include <QTimer>
#include <QWidget>

#include <unistd.h>

namespace bd::app {

namespace {

// Field 22 of /proc/self/stat, counted from behind the program's name, which may hold anything.
std::optional<double> secondsSinceExec()
{
    QFile stat(QStringLiteral("/proc/self/stat"));
    QFile uptime(QStringLiteral("/proc/uptime"));
    if (!stat.open(QIODevice::ReadOnly) || !uptime.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    const double started = fields.value(19).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
    return uptime.readAll().split(' ').value(0).toDouble() - started;
}

// Milliseconds since the epoch, taken by whoever started us: finer than the kernel's 10 ms ticks.
std::optional<double> secondsSinceGiven()
{
    bool ok = false;
    const double given = qEnvironmentVariable("BROKERDECK_T0").toDouble(&ok);
    const auto now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch());
    return ok ? std::optional(now.count() - given / 1000) : std::nullopt;
}

class StartTrace : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            // Behind everything that is queued: from here on a click is answered.
            QTimer::singleShot(0, this, [this] {
                const auto seconds = secondsSinceGiven().value_or(secondsSinceExec().value_or(0));
                std::fprintf(stderr, "brokerdeck: painted after %.0f ms\n", seconds * 1000);
                deleteLater();
            });
        }
        return false;
    }
};

} // namespace

void traceStart(QWidget *window)
{
    if (qEnvironmentVariableIsSet("BROKERDECK_TRACE_START")) {
        window->installEventFilter(new StartTrace(window));
    }
}

} // namespace bd::app
