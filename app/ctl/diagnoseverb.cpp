#include "diagnoseverb.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "diagnose/diagnosisjson.h"
#include "diagnose/knowledge.h"
#include "exitcode.h"
#include "linesource.h"
#include "resolve.h"
#include "verify/symptoms.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using diagnose::Diagnosis;
using diagnose::Evidence;
using diagnose::Step;

constexpr QLatin1String knowledgeFolder(":/diagnoses");
constexpr Millis linePatience{200};
constexpr qsizetype mostComposeLines = 200, mostComposeBytes = 2000; // of a line

class Diagnosing
{
public:
    Diagnosing(const engine::Engine &engine, const Options &options, const Output &output, std::stop_token stop)
        : m_engine(engine), m_options(options), m_output(output), m_stop(std::move(stop))
    {}

    Result<int> run()
    {
        auto knowledge = diagnose::readKnowledge(knowledgeFolder);
        if (!knowledge)
            return tl::unexpected(knowledge.error());
        m_knowledge = std::move(*knowledge);
        const auto seen = m_options.log.isEmpty() ? ofStack() : ofLog();
        if (!seen)
            return withoutEngine(seen.error());
        const auto found = diagnose::diagnose(m_knowledge, seen->stack);
        const bool isUnknown = found.empty() && !seen->alarms.isEmpty();
        if (m_output.json()) {
            m_output.document(diagnose::toJson(found, *seen));
        } else {
            tell(found, *seen);
        }
        return found.empty() && !isUnknown ? Well : ProblemFound;
    }

private:
    // What the engine's silence means, where that is known; the error is told all the same.
    Result<int> withoutEngine(const Error &error) const
    {
        diagnose::Symptoms symptoms;
        symptoms.engine = {error.detail, error.message};
        diagnose::Seen seen;
        seen.stack = {symptoms};
        const auto found = diagnose::diagnose(m_knowledge, seen.stack);
        if (found.empty())
            return tl::unexpected(error);
        if (m_output.json())
            m_output.document(diagnose::toJson(found, seen));
        else
            tell(found, seen);
        return exitCodeOf(error);
    }

    // As the log alone has it, with what somebody knows besides.
    Result<diagnose::Seen> ofLog() const
    {
        auto source = LineSource::open(m_options.log == QLatin1String("-") ? QString() : m_options.log);
        if (!source)
            return tl::unexpected(source.error());
        diagnose::LogScan scan(m_knowledge);
        QByteArrayList last; // it may be Compose's own output, whose end says why it gave up
        for (QByteArray line;;) {
            if (m_stop.stop_requested())
                return cancelled();
            const auto state = source->next(line, linePatience);
            if (!state)
                return tl::unexpected(state.error());
            if (*state == LineSource::State::End)
                break;
            if (*state == LineSource::State::Line) {
                scan.line(line);
                last.push_back(line.first(std::min(line.size(), mostComposeBytes)));
                if (last.size() > mostComposeLines)
                    last.pop_front();
            }
        }
        diagnose::Symptoms symptoms;
        symptoms.service = m_options.arguments.value(0);
        symptoms.hits = scan.hits();
        for (const QByteArray &one : last)
            symptoms.engine += plainText(QString::fromUtf8(one), mostComposeBytes);
        symptoms.oomKilled = m_options.oom;
        if (m_options.exitCode >= 0)
            symptoms.exitCode = m_options.exitCode;
        diagnose::Seen seen;
        seen.stack = {symptoms};
        // a log that came to «ready» sounds alarming in health, too
        const bool mayHaveFailed = symptoms.exitCode ? *symptoms.exitCode != 0 : scan.readyLine() == 0;
        if (mayHaveFailed && !scan.alarms().empty())
            seen.alarms.insert(symptoms.service, scan.alarms());
        return seen;
    }

    Result<diagnose::Seen> ofStack() const
    {
        return resolveProject(m_engine, m_options, m_stop).and_then([&](const compose::Project &project) {
            return verify::symptomsOf(m_engine, project, m_knowledge, m_options.arguments, m_stop);
        });
    }

    void tell(const std::vector<Diagnosis> &found, const diagnose::Seen &seen) const
    {
        for (const Diagnosis &one : found)
            tell(one);
        if (!found.empty())
            return;
        if (seen.alarms.isEmpty()) {
            m_output.line(Tr::tr("Nothing that is known to be wrong"));
            return;
        }
        m_output.line(Tr::tr("Something is wrong that is not known here. The likeliest lines:"));
        for (auto it = seen.alarms.cbegin(); it != seen.alarms.cend(); ++it)
            tell(it.value(), it.key());
    }

    void tell(const std::vector<Evidence> &evidence, const QString &where) const
    {
        for (const Evidence &one : evidence) {
            const QString place = one.line > 0 ? QString::number(one.line) : where;
            m_output.line(QStringLiteral("  %1 | %2").arg(place, 6).arg(redacted(one.text)));
        }
    }

    void tell(const Step &step, const QString &number) const
    {
        m_output.line(QStringLiteral("  %1 %2").arg(number, step.text));
        if (!step.command.isEmpty())
            m_output.line(QStringLiteral("       $ %1").arg(step.command));
    }

    void tell(const Diagnosis &one) const
    {
        const QString what = QStringLiteral("%1 [%2]").arg(one.title, one.id);
        m_output.line(one.service.isEmpty() ? what : QStringLiteral("%1: %2").arg(one.service, what));
        m_output.line(one.cause);
        tell(one.evidence, one.service);
        if (!one.proof.empty())
            m_output.line(Tr::tr("To be sure:"));
        for (const Step &step : one.proof)
            tell(step, QStringLiteral("·"));
        m_output.line(Tr::tr("What helps:"));
        for (size_t at = 0; at < one.steps.size(); ++at)
            tell(one.steps[at], QStringLiteral("%1.").arg(at + 1));
        if (one.lastResort) {
            m_output.line(Tr::tr("Only where nothing else helps, for it destroys data:"));
            tell(*one.lastResort, QStringLiteral("!"));
        }
        for (const Diagnosis &follows : one.consequences)
            m_output.line(Tr::tr("That is why, too: %1: %2").arg(follows.service, follows.title));
        m_output.line({});
    }

    const engine::Engine &m_engine;
    const Options &m_options;
    const Output &m_output;
    std::stop_token m_stop;
    diagnose::Knowledge m_knowledge;
};

} // namespace

int runDiagnose(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    const auto code = Diagnosing(engine, options, output, std::move(stop)).run();
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
