// The logs' view over many lines, timed from inside: how long until they are in it, until a text or a pattern is found in all of
// them, the longest time for which the window did not answer meanwhile, and the memory of it all. Prints one line of JSON. For
// bench/logs.
//
//   brokerdeck-logbench FILE TEXT PATTERN
#include <functional>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>

#include "common/theme.h"
#include "inside.h"
#include "logs/logmodel.h"
#include "logs/logsview.h"

using namespace bd;
using bd::app::LogModel;

namespace {

constexpr size_t portion = 4000;  // as the session that reads the engine hands them over
constexpr int patience = 120'000; // ms

std::vector<logs::Fed> linesOf(const QString &path)
{
    std::vector<logs::Fed> lines;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    TimePoint at{std::chrono::hours(500'000)};
    while (!file.atEnd())
        lines.push_back({QStringLiteral("kafka"), at += Micros(100), QString::fromUtf8(file.readLine()).chopped(1)});
    return lines;
}

// Lets the window turn until it is so.
bool waitFor(const std::function<bool()> &isSo)
{
    QElapsedTimer since;
    since.start();
    while (!isSo()) {
        if (since.elapsed() > patience)
            return false;
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
    }
    return true;
}

class Bench
{
public:
    explicit Bench(std::vector<logs::Fed> lines) : m_lines(std::move(lines))
    {
        constexpr int enough = 2048; // MB: nothing has to go
        m_view.setServices({QStringLiteral("kafka")});
        m_view.setMostMegabytes(enough);
        m_view.resize(1280, 800);
        m_view.show();
        QApplication::processEvents();
        m_view.begin();
    }

    QJsonObject takeIn()
    {
        qint64 bytes = 0;
        for (const logs::Fed &one : m_lines)
            bytes += one.text.toUtf8().size();
        const qint64 before = bench::peakKib();
        QTimer feed;
        size_t at = 0;
        feed.callOnTimeout([&] {
            const size_t end = std::min(at + portion, m_lines.size());
            m_view.add({m_lines.begin() + static_cast<std::ptrdiff_t>(at),
                        m_lines.begin() + static_cast<std::ptrdiff_t>(end)});
            at = end;
            if (at == m_lines.size())
                feed.stop();
        });
        auto taken = timed([&] { feed.start(0); },
                           [&] {
                               // frames of traces are folded: where the last line is, all before it are
                               const auto &rows = model().rows();
                               return at == m_lines.size() && !rows.empty()
                                      && rows.back() == static_cast<qint64>(m_lines.size()) - 1;
                           });
        taken.insert(QStringLiteral("lines"), qint64(m_lines.size()));
        taken.insert(QStringLiteral("text_kib"), bytes / 1024);
        taken.insert(QStringLiteral("memory_kib"), bench::peakKib() - before);
        return taken;
    }

    QJsonObject find(const QString &text, bool isPattern)
    {
        m_view.searchField()->clear();
        waitFor([&] { return model().found().empty(); });
        m_view.patternBox()->setChecked(isPattern);
        bool isThere = false;
        const auto connection = QObject::connect(&model(), &LogModel::foundChanged,
                                                 [&] { isThere = isThere || !model().found().empty(); });
        auto found = timed([&] { m_view.searchField()->setText(text); }, [&] { return isThere; });
        QObject::disconnect(connection);
        found.insert(QStringLiteral("found"), qint64(model().found().size()));
        return found;
    }

    QJsonObject filterErrors()
    {
        m_view.searchField()->clear();
        waitFor([&] { return model().found().empty(); });
        const int all = model().rowCount();
        auto filtered = timed([&] { m_view.levelBox()->setCurrentIndex(m_view.levelBox()->count() - 1); },
                              [&] { return model().rowCount() != all && !model().isFiltering(); });
        filtered.insert(QStringLiteral("rows"), model().rowCount());
        m_view.levelBox()->setCurrentIndex(0);
        waitFor([&] { return model().rowCount() == all; });
        return filtered;
    }

    QJsonObject longLine()
    {
        const int rows = model().rowCount();
        const QString text = QStringLiteral("ERROR ") + QString(1 << 20, QLatin1Char('x'));
        return timed(
            [&] {
                m_view.add({{QStringLiteral("kafka"), m_lines.back().at, text}});
            },
            [&] { return model().rowCount() > rows; });
    }

private:
    const LogModel &model() const { return *m_view.model(); }

    QJsonObject timed(const std::function<void()> &begin, const std::function<bool()> &isOver)
    {
        QJsonObject result;
        bench::Stalls stalls;
        stalls.begin();
        QElapsedTimer since;
        since.start();
        begin();
        const bool isDone = waitFor(isOver);
        result.insert(QStringLiteral("ms"), isDone ? double(since.nsecsElapsed()) / 1e6 : -1);
        QApplication::processEvents();
        stalls.addTo(result);
        return result;
    }

    std::vector<logs::Fed> m_lines;
    app::LogsView m_view;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    app::applyTheme(application, app::Scheme::Light);
    const QStringList arguments = QApplication::arguments();
    auto lines = linesOf(arguments.value(1));
    if (lines.empty() || arguments.size() < 4) {
        std::fprintf(stderr, "brokerdeck-logbench FILE TEXT PATTERN\n");
        return 2;
    }
    Bench bench(std::move(lines));
    QJsonObject result;
    result.insert(QStringLiteral("taken"), bench.takeIn());
    result.insert(QStringLiteral("text"), bench.find(arguments[2], false));
    result.insert(QStringLiteral("pattern"), bench.find(arguments[3], true));
    result.insert(QStringLiteral("errors"), bench.filterErrors());
    result.insert(QStringLiteral("long"), bench.longLine());
    return bench::print(result);
}
