#include "shell/arguments.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Arguments)
};

struct Options {
    QCommandLineOption file{{QStringLiteral("f"), QStringLiteral("file")},
                            Tr::tr("A compose file; may be given several times."),
                            QStringLiteral("FILE")};
    QCommandLineOption project{{QStringLiteral("p"), QStringLiteral("project")},
                               Tr::tr("Name of the project."),
                               QStringLiteral("PROJECT")};
    QCommandLineOption profile{{QStringLiteral("profile")},
                               Tr::tr("Activates a profile; may be given several times."),
                               QStringLiteral("NAME")};
    QCommandLineOption context{{QStringLiteral("context")},
                               Tr::tr("The Docker context whose engine is used."),
                               QStringLiteral("NAME")};
    QCommandLineOption version{{QStringLiteral("version")}, Tr::tr("Says the version.")};
    QCommandLineOption help{{QStringLiteral("h"), QStringLiteral("help")}, Tr::tr("Says this.")};
};

OpenRequest requestFor(const QCommandLineParser &parser, const Options &options)
{
    OpenRequest request;
    request.call.project = parser.value(options.project);
    request.call.profiles = parser.values(options.profile);
    for (const QString &file : parser.values(options.file)) {
        request.call.files << QFileInfo(file).absoluteFilePath();
    }
    if (!parser.positionalArguments().isEmpty()) {
        request.path = QFileInfo(parser.positionalArguments().first()).absoluteFilePath();
    }
    return request;
}

} // namespace

Result<Arguments> parseArguments(const QStringList &words)
{
    QCommandLineParser parser;
    const Options options;
    parser.setApplicationDescription(Tr::tr("Control panel for Kafka development stacks under Docker Compose."));
    parser.addOptions({options.file, options.project, options.profile, options.context, options.version, options.help});
    parser.addPositionalArgument(QStringLiteral("FILE-OR-FOLDER"),
                                 Tr::tr("A compose file, or the folder that holds one."),
                                 QStringLiteral("[FILE-OR-FOLDER]"));
    if (!parser.parse(words)) {
        return fail(ErrorCode::InvalidUse, parser.errorText(), Tr::tr("Try brokerdeck --help."));
    }
    Arguments arguments;
    arguments.request = requestFor(parser, options);
    arguments.context = parser.value(options.context);
    arguments.version = parser.isSet(options.version);
    arguments.help = parser.isSet(options.help);
    arguments.helpText = parser.helpText();
    if (parser.positionalArguments().size() > 1
        || (!arguments.request.path.isEmpty() && !arguments.request.call.files.isEmpty())) {
        return fail(ErrorCode::InvalidUse, Tr::tr("One project can be opened at a time."),
                    Tr::tr("Give one file or folder, or name the files of one project with --file."));
    }
    return arguments;
}

} // namespace bd::app
