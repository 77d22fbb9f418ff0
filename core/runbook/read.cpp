// Reads resources/runbooks, and refuses what is not whole.
#include <algorithm>

#include <QCoreApplication>

#include "diagnose/knowledge.h"
#include "runbook/runbook.h"
#include "yaml/fields.h"
#include "yaml/parse.h"

namespace bd::runbook {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Runbook)
};

using verify::Check;
using yaml::Node;

class Reader : private yaml::FieldReader
{
public:
    explicit Reader(const RunbookFile &file) : FieldReader(file.name), m_file(file) {}

    Result<Runbook> runbook()
    {
        const auto root = yaml::parse(m_file.text, m_file.name);
        if (!root)
            return tl::unexpected(root.error());
        Runbook runbook;
        each(*root,
             {{QStringLiteral("id"), [&](const Node &node) { read(node, runbook.id); }},
              {QStringLiteral("title"), [&](const Node &node) { read(node, runbook.title); }},
              {QStringLiteral("order"), [&](const Node &node) { runbook.order = node.text.toInt(); }},
              {QStringLiteral("stages"),
               [&](const Node &node) { list(node, [&](const Node &item) { runbook.stages.push_back(stage(item)); }); }},
              {QStringLiteral("otherwise"), [&](const Node &node) { read(node, runbook.otherwise); }}});
        if (runbook.id.isEmpty() || runbook.title.isEmpty() || runbook.otherwise.isEmpty() || runbook.stages.empty())
            wrong(*root, Tr::tr("a runbook has an id, a title, stages and what is so otherwise"));
        if (error())
            return tl::unexpected(*error());
        return runbook;
    }

private:
    Stage stage(const Node &node)
    {
        Stage stage;
        each(node, {{QStringLiteral("ask"), [&](const Node &value) { read(value, stage.question); }},
                    {QStringLiteral("check"), [&](const Node &value) { stage.check = check(value); }},
                    {QStringLiteral("command"), [&](const Node &value) { read(value, stage.command); }},
                    {QStringLiteral("mend"),
                     [&](const Node &value) {
                         list(value, [&](const Node &item) { stage.mends.push_back(diagnose::stepIn(*this, item)); });
                     }},
                    {QStringLiteral("why"), [&](const Node &value) {
                         list(value, [&](const Node &item) { stage.why.push_back(this->stage(item)); });
                     }}});
        if (stage.question.isEmpty() || (!stage.check && stage.command.isEmpty()))
            wrong(node, Tr::tr("a stage asks something, and has a check or a command"));
        if (stage.check.has_value() == stage.mends.empty())
            wrong(node, Tr::tr("what is checked can be mended, and nothing else"));
        return stage;
    }

    std::optional<Check::What> check(const Node &node)
    {
        const auto what = verify::whatFrom(node.text);
        if (!what)
            wrong(node, Tr::tr("there is no check «%1»").arg(node.text));
        return what;
    }

    const RunbookFile &m_file;
};

void eachTextOf(std::vector<Stage> &stages, const std::function<void(QString &)> &visit)
{
    for (Stage &stage : stages) {
        visit(stage.question);
        for (diagnose::Step &step : stage.mends)
            visit(step.text);
        eachTextOf(stage.why, visit);
    }
}

} // namespace

Result<Runbook> parseRunbook(const RunbookFile &file)
{
    return Reader(file).runbook();
}

Result<std::vector<Runbook>> readRunbooks(const QString &folder)
{
    auto runbooks = yaml::readEach(folder, parseRunbook);
    if (!runbooks)
        return runbooks;
    std::ranges::stable_sort(*runbooks, {}, &Runbook::order);
    for (Runbook &one : *runbooks)
        eachText(one, [](QString &text) { text = diagnose::inUserLanguage(text); });
    return runbooks;
}

void eachText(Runbook &runbook, const std::function<void(QString &)> &visit)
{
    visit(runbook.title);
    visit(runbook.otherwise);
    eachTextOf(runbook.stages, visit);
}

} // namespace bd::runbook
