#include <cstdio>

#include <QCoreApplication>

#include "common/translations.h"
#include "exitcode.h"
#include "interrupt.h"
#include "options.h"
#include "output.h"
#include "verbs.h"

int main(int argc, char *argv[])
{
    using namespace bd::ctl;
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("brokerdeckctl"));
    bd::app::installTranslations(app);

    const Interrupt interrupt;
    const auto options = parseOptions(app.arguments().sliced(1));
    Output output(options ? options->json : app.arguments().contains(QLatin1String("--json")),
                  options && options->streams());
    if (!options) {
        output.error(options.error());
        return WrongUse;
    }
    if (options->version) {
        output.line(QStringLiteral("brokerdeckctl " BD_VERSION));
        return Well;
    }
    if (options->help) {
        output.line(usage().trimmed());
        return Well;
    }
    const int code = runVerb(*options, output, interrupt.token());
    // A child that Ctrl+C ended before our token was told is a cancel, not a failure.
    return code != Well && Interrupt::happened() ? Cancelled : code;
}
