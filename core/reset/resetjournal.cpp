#include "reset/resetjournal.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

#include "store/projectlock.h"
#include "store/store.h"

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

constexpr int format = 1;
constexpr QLatin1String formatKey("brokerdeckJournal");

template<typename T>
struct Word {
    T value;
    const char *text;
};
constexpr std::array operations{Word<Operation>{Operation::Full, "full"},
                                Word<Operation>{Operation::Recreate, "recreate"},
                                Word<Operation>{Operation::Empty, "empty"},
                                Word<Operation>{Operation::Restore, "restore"}};
constexpr std::array ends{Word<End>{End::Done, "done"}, Word<End>{End::Unharmed, "unharmed"},
                          Word<End>{End::Abandoned, "abandoned"}};

template<typename T, size_t N>
QString wordOf(const std::array<Word<T>, N> &words, T value)
{
    return QLatin1String(std::ranges::find(words, value, &Word<T>::value)->text);
}

template<typename T, size_t N>
std::optional<T> valueOf(const std::array<Word<T>, N> &words, QStringView text)
{
    const auto found = std::ranges::find_if(words,
                                            [&](const Word<T> &word) { return text == QLatin1String(word.text); });
    return found == words.end() ? std::nullopt : std::optional(found->value);
}

QString now()
{
    return toIso(Clock::system().now());
}

// What comes before a removal stays done.
void replanned(Progress &progress, const QJsonObject &plan)
{
    progress.plan = plan;
    progress.begun.clear();
    QMap<QString, QJsonObject> kept;
    for (const QString &step : {QStringLiteral("stage"), QStringLiteral("stop")}) {
        if (progress.done.contains(step))
            kept[step] = progress.done[step];
    }
    progress.done = kept;
}

tl::unexpected<Error> notUnderstood()
{
    return fail(ErrorCode::Parse, Tr::tr("The journal of the reset is not understood"),
                Tr::tr("It may be one of a newer Brokerdeck."));
}

} // namespace

QString toString(Operation operation)
{
    return wordOf(operations, operation);
}

std::optional<Operation> operationFrom(QStringView text)
{
    return valueOf(operations, text);
}

QString toString(End end)
{
    return wordOf(ends, end);
}

Result<Progress> progressIn(const std::vector<QJsonObject> &lines)
{
    if (lines.empty() || lines.front()[formatKey].toInt() != format)
        return notUnderstood();
    Progress progress;
    progress.head = lines.front();
    const auto operation = operationFrom(progress.head[QLatin1String("operation")].toString());
    const auto startedAt = fromIso(progress.head[QLatin1String("startedAt")].toString());
    progress.project = progress.head[QLatin1String("project")].toString();
    if (!operation || !startedAt || progress.project.isEmpty())
        return notUnderstood();
    progress.operation = *operation;
    progress.startedAt = *startedAt;
    progress.plan = progress.head;
    for (const QJsonObject &line : lines) {
        if (const QString begun = line[QLatin1String("begun")].toString(); !begun.isEmpty()) {
            progress.begun = begun;
            progress.end.reset(); // it goes on all the same
        }
        if (const QString done = line[QLatin1String("done")].toString(); !done.isEmpty()) {
            progress.done[done] = line[QLatin1String("result")].toObject();
            progress.begun.clear();
        }
        if (const QJsonObject plan = line[QLatin1String("replanned")].toObject(); !plan.isEmpty())
            replanned(progress, plan);
        if (const QString end = line[QLatin1String("end")].toString(); !end.isEmpty())
            progress.end = valueOf(ends, end);
    }
    return progress;
}

bool isHarmedBefore(const Progress &progress)
{
    return progress.head[QLatin1String("harmed")].toBool();
}

QString journalPath(const QString &lockKey, const QString &folder)
{
    return (folder.isEmpty() ? store::dataDirectory() + QStringLiteral("/resets") : folder) + QLatin1Char('/')
           + store::fileStem(lockKey) + QStringLiteral(".jsonl");
}

Result<std::optional<Progress>> pendingJournal(const QString &path)
{
    const auto lines = store::Journal::read(path);
    if (!lines && lines.error().code == ErrorCode::NotFound)
        return std::optional<Progress>();
    auto progress = lines ? progressIn(*lines) : tl::unexpected(lines.error());
    if (!progress)
        return fail(progress.error().code, Tr::tr("What a reset wrote down cannot be read: %1").arg(path),
                    Tr::tr(
                        "It may be damaged, or of a newer Brokerdeck. «brokerdeckctl reset --abandon» puts it aside."),
                    progress.error().message);
    return progress->isPending() ? std::optional(std::move(*progress)) : std::nullopt;
}

Result<Steps> Steps::begin(const QString &path, const QJsonObject &given, std::function<void()> written)
{
    QJsonObject head = given;
    head.insert(formatKey, format);
    head.insert(QStringLiteral("startedAt"), now());
    auto progress = progressIn({head});
    if (!progress)
        return tl::unexpected(progress.error());
    auto journal = store::Journal::create(path, head);
    if (!journal)
        return tl::unexpected(journal.error());
    Steps steps(std::move(*journal), std::move(*progress), std::move(written));
    if (steps.m_written)
        steps.m_written();
    return steps;
}

Result<Steps> Steps::resume(const QString &path, std::function<void()> written)
{
    const auto lines = store::Journal::read(path);
    auto progress = lines ? progressIn(*lines) : tl::unexpected(lines.error());
    if (!progress)
        return tl::unexpected(progress.error());
    auto journal = store::Journal::reopen(path);
    if (!journal)
        return tl::unexpected(journal.error());
    return Steps(std::move(*journal), std::move(*progress), std::move(written));
}

Result<> Steps::write(const QJsonObject &line)
{
    auto written = m_journal.append(line);
    if (written && m_written)
        m_written();
    return written;
}

Result<QJsonObject> Steps::step(const QString &name, const Work &work)
{
    if (const auto known = m_progress.done.constFind(name); known != m_progress.done.cend())
        return *known;
    if (auto begun = write({{QStringLiteral("begun"), name}, {QStringLiteral("at"), now()}}); !begun)
        return tl::unexpected(begun.error());
    m_progress.begun = name;
    auto result = work();
    if (!result)
        return result;
    if (auto done = write(
            {{QStringLiteral("done"), name}, {QStringLiteral("at"), now()}, {QStringLiteral("result"), *result}});
        !done)
        return tl::unexpected(done.error());
    m_progress.done[name] = *result;
    m_progress.begun.clear();
    return result;
}

void Steps::forget(const QString &name)
{
    m_progress.done.remove(name);
    if (m_progress.begun == name)
        m_progress.begun.clear();
}

Result<> Steps::replan(const QJsonObject &removal)
{
    auto written = write({{QStringLiteral("replanned"), removal}, {QStringLiteral("at"), now()}});
    if (written)
        replanned(m_progress, removal);
    return written;
}

Result<> Steps::finish(End end)
{
    m_progress.end = end;
    return write({{QStringLiteral("end"), toString(end)}, {QStringLiteral("at"), now()}});
}

} // namespace bd::reset
