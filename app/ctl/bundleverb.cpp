#include "bundleverb.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>

#include "base/text.h"
#include "bundle/bundle.h"
#include "exitcode.h"
#include "resolve.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

void tell(Output &output, const bundle::Bundle &bundle, const QString &path)
{
    QJsonArray json;
    std::vector<QStringList> rows;
    for (const bundle::File &file : bundle.files) {
        json += QJsonObject{{QStringLiteral("name"), file.name}, {QStringLiteral("bytes"), file.text.size()}};
        rows.push_back({file.name, dataSizeText(file.text.size())});
    }
    if (output.json()) {
        output.document({{QStringLiteral("file"), path.isEmpty() ? QJsonValue() : QJsonValue(path)},
                         {QStringLiteral("files"), json}});
        return;
    }
    output.table({Tr::tr("FILE"), Tr::tr("SIZE")}, rows);
    output.line(path.isEmpty()
                    ? Tr::tr("«brokerdeckctl bundle FILE» writes it, with secrets masked. Read it before you "
                             "pass it on.")
                    : Tr::tr("%1 is written, with secrets masked. Read it before you pass it on.").arg(path));
}

Result<int> run(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
                const std::stop_token &stop)
{
    const QString path = options.arguments.value(0);
    if (!path.isEmpty() && QFileInfo::exists(path))
        return fail(ErrorCode::InvalidUse, Tr::tr("There is a file %1 already").arg(path));
    const auto project = resolveProject(*engine, options, stop);
    if (!project)
        return tl::unexpected(project.error());
    const auto collected = bundle::collect(engine, *project, {}, stop);
    const auto written = !collected       ? tl::unexpected(collected.error())
                         : path.isEmpty() ? Result<>()
                                          : bundle::write(*collected, path);
    if (!written)
        return tl::unexpected(written.error());
    tell(output, *collected, path);
    return Well;
}

} // namespace

int runBundle(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
              std::stop_token stop)
{
    const auto code = run(engine, options, output, stop);
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
