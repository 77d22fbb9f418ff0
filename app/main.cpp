#include <algorithm>
#include <cstdio>

#include <QApplication>
#include <QIcon>

#include "common/theme.h"
#include "common/translations.h"
#include "shell/arguments.h"
#include "shell/panel.h"
#include "shell/starttrace.h"

namespace {

int say(FILE *stream, const QString &text, int exitCode)
{
    std::fprintf(stream, "%s\n", qUtf8Printable(text));
    return exitCode;
}

// Version and help must be told where there is no display, too.
bool wantsOnlyText(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + argc, [](const char *word) {
        const QLatin1String is(word);
        return is == QLatin1String("--version") || is == QLatin1String("--help") || is == QLatin1String("-h");
    });
}

int sayText(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    bd::app::installTranslations(application);
    const bd::Result<bd::app::Arguments> arguments = bd::app::parseArguments(QCoreApplication::arguments());
    if (!arguments) {
        return say(stderr, arguments.error().message + QLatin1Char('\n') + arguments.error().hint, 2);
    }
    return say(stdout, arguments->version ? QStringLiteral("brokerdeck " BD_VERSION) : arguments->helpText, 0);
}

} // namespace

int main(int argc, char **argv)
{
    using namespace bd::app;

    if (wantsOnlyText(argc, argv)) {
        return sayText(argc, argv);
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("brokerdeck"));
    QApplication::setApplicationDisplayName(QStringLiteral("Brokerdeck"));
    QApplication::setApplicationVersion(QStringLiteral(BD_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("brokerdeck"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/brokerdeck.svg")));
    installTranslations(application);

    const bd::Result<Arguments> arguments = parseArguments(QApplication::arguments());
    if (!arguments) {
        return say(stderr, arguments.error().message + QLatin1Char('\n') + arguments.error().hint, 2);
    }
    applyTheme(application, Scheme::FollowDesktop);

    Panel panel({.runner = std::make_shared<bd::process::SystemRunner>(),
                 .context = arguments->context,
                 .settingsFile = {},
                 .historyFile = {}});
    if (arguments->opensProject()) {
        panel.open(arguments->request);
    }
    traceStart(panel.window());
    panel.window()->show();
    return QApplication::exec();
}
