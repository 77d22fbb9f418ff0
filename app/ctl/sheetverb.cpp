#include "sheetverb.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "compose/load.h"
#include "exitcode.h"
#include "resolve.h"
#include "sheet/sheet.h"
#include "store/store.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

Result<int> run(const engine::Engine &engine, const Options &options, Output &output, const std::stop_token &stop)
{
    const QString path = options.arguments.value(0);
    if (!path.isEmpty() && QFileInfo::exists(path) && !options.yes)
        return fail(ErrorCode::InvalidUse, Tr::tr("There is a file %1 already").arg(path),
                    Tr::tr("--yes writes over it."));
    const QString suffix = QFileInfo(path).suffix().toLower();
    static const QStringList known{QStringLiteral("md"), QStringLiteral("markdown"), QStringLiteral("txt"),
                                   QStringLiteral("html"), QStringLiteral("htm")};
    if (!path.isEmpty() && !known.contains(suffix))
        return fail(ErrorCode::InvalidUse, Tr::tr("What shall be in %1?").arg(path),
                    Tr::tr("A name that ends in .md is written as Markdown, one in .html as a web page."));
    const auto call = resolveCall(engine, options, stop);
    const auto project = call ? compose::load(engine, *call, stop) : tl::unexpected(call.error());
    if (!project)
        return tl::unexpected(project.error());
    const sheet::Document page = sheet::sheetOf(*project, QDate::currentDate());
    const bool isHtml = suffix == QLatin1String("html") || suffix == QLatin1String("htm");
    const QString text = isHtml ? sheet::toHtml(page) : sheet::toMarkdown(page);
    const auto written = path.isEmpty() ? Result<>() : store::writeFile(path, text.toUtf8());
    if (!written)
        return tl::unexpected(written.error());
    if (output.json())
        output.document({{QStringLiteral("file"), path.isEmpty() ? QJsonValue() : QJsonValue(path)},
                         {QStringLiteral("text"), text}});
    else
        output.line(path.isEmpty() ? text.trimmed() : Tr::tr("%1 is written.").arg(path));
    return Well;
}

} // namespace

int runSheet(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    const auto code = run(engine, options, output, stop);
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
