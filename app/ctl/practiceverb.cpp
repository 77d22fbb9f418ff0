#include "practiceverb.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>

#include "base/text.h"
#include "common/stacksfolder.h"
#include "exitcode.h"
#include "practice/practice.h"
#include "store/settings.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using practice::Lesson;

class Practice
{
public:
    Practice(std::shared_ptr<const engine::Engine> engine, const Options &options, Output &output, std::stop_token stop)
        : m_engine(std::move(engine)), m_options(options),
          m_output(output), m_place{app::stacksFolder() + QStringLiteral("/zookeeper")}, m_stop(std::move(stop))
    {}

    Result<int> run()
    {
        const auto lessons = practice::readLessons(QStringLiteral(":/practice"));
        if (!lessons)
            return tl::unexpected(lessons.error());
        const QString verb = m_options.arguments.value(0), id = m_options.arguments.value(1);
        if (verb == QLatin1String("list"))
            return list(*lessons);
        const auto found = std::ranges::find(*lessons, id, &Lesson::id);
        if (found == lessons->end())
            return fail(ErrorCode::InvalidUse,
                        id.isEmpty() ? Tr::tr("Which lesson?") : Tr::tr("There is no lesson «%1»").arg(id),
                        Tr::tr("«brokerdeckctl practice list» shows them."));
        if (verb == QLatin1String("hint"))
            return hint(*found);
        if (verb == QLatin1String("stop"))
            return end(*found);
        return verb == QLatin1String("start") ? start(*found) : check(*found);
    }

private:
    Result<int> list(const std::vector<Lesson> &lessons)
    {
        const QStringList done = store::Settings().lessonsDone();
        QJsonArray json;
        std::vector<QStringList> rows;
        for (const Lesson &one : lessons) {
            const bool goesOn = practice::isGoingOn(one, m_place), isDone = done.contains(one.id);
            json += QJsonObject{{QStringLiteral("lesson"), one.id},
                                {QStringLiteral("title"), one.title},
                                {QStringLiteral("goal"), one.goal},
                                {QStringLiteral("done"), isDone},
                                {QStringLiteral("goesOn"), goesOn}};
            rows.push_back({one.id, goesOn ? Tr::tr("goes on") : isDone ? Tr::tr("done") : QString(), one.title});
        }
        if (m_output.json())
            m_output.document({{QStringLiteral("lessons"), json}});
        else
            m_output.table({Tr::tr("LESSON"), QString(), Tr::tr("TITLE")}, rows);
        return Well;
    }

    Result<int> start(const Lesson &lesson)
    {
        const auto tell = [this](const QString &what) { m_output.note(what); };
        const auto begun = practice::begin(m_engine, lesson, m_place, tell, m_stop);
        if (!begun && begun.error().code == ErrorCode::Cancelled && !m_output.json()) {
            m_output.note(Tr::tr("Cancelled; what there was of the lesson is taken away again"));
            return Cancelled;
        }
        if (!begun)
            return tl::unexpected(begun.error());
        const QString folder = practice::folderOf(lesson, m_place);
        if (m_output.json()) {
            m_output.document({{QStringLiteral("lesson"), lesson.id},
                               {QStringLiteral("project"), practice::projectOf(lesson, m_place)},
                               {QStringLiteral("folder"), folder},
                               {QStringLiteral("story"), lesson.story},
                               {QStringLiteral("goal"), lesson.goal}});
            return Well;
        }
        m_output.line(lesson.story);
        m_output.line({});
        m_output.line(Tr::tr("Your task: %1").arg(lesson.goal));
        m_output.line(Tr::tr("It is in %1").arg(folder));
        m_output.line(
            Tr::tr("«brokerdeckctl practice hint %1» helps, «practice check %1» says when it is done, «practice stop "
                   "%1» takes all of it away.")
                .arg(lesson.id));
        return Well;
    }

    Result<int> hint(const Lesson &lesson)
    {
        QJsonArray json;
        int number = 1;
        for (const QString &one : lesson.hints) {
            json += one;
            if (!m_output.json())
                m_output.line(QStringLiteral("%1. %2").arg(number++).arg(one));
        }
        if (m_output.json())
            m_output.document({{QStringLiteral("hints"), json}});
        return Well;
    }

    Result<int> check(const Lesson &lesson)
    {
        const auto state = practice::look(m_engine, lesson, m_place, m_stop);
        if (!state)
            return tl::unexpected(state.error());
        const bool isMended = state->isMended(lesson);
        if (isMended)
            store::Settings().addLessonDone(lesson.id);
        const QString sentence = plainText(redacted(state->sentence(lesson)), 1000);
        if (m_output.json()) {
            m_output.document({{QStringLiteral("lesson"), lesson.id},
                               {QStringLiteral("mended"), isMended},
                               {QStringLiteral("text"), sentence},
                               {QStringLiteral("why"), isMended ? QJsonValue(lesson.why) : QJsonValue()}});
        } else {
            m_output.line(sentence);
            if (isMended)
                m_output.line(lesson.why);
        }
        return isMended ? Well : ProblemFound;
    }

    Result<int> end(const Lesson &lesson)
    {
        return practice::end(*m_engine, lesson, m_place, m_stop).map([] { return int(Well); });
    }

    std::shared_ptr<const engine::Engine> m_engine;
    const Options &m_options;
    Output &m_output;
    practice::Place m_place;
    std::stop_token m_stop;
};

} // namespace

int runPractice(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
                std::stop_token stop)
{
    const auto code = Practice(engine, options, output, std::move(stop)).run();
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
