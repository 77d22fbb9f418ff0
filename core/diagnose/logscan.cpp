#include "diagnose/logscan.h"

#include <algorithm>
#include <deque>
#include <stdexcept>

#include <re2/re2.h>
#include <re2/set.h>

#include "base/text.h"

namespace bd::diagnose {

namespace {

constexpr size_t mostLines = 3;
constexpr size_t mostAlarms = 5;
constexpr const char *alarming =
    R"(\b(?:ERROR|FATAL)\b|^(?:Caused by: |Exception in thread)|^[\w.$]+(?:Exception|Error): |^\S*: .*(?:denied|not found|failed))";
constexpr qsizetype mostText = 1000;
constexpr int64_t patternMemory = int64_t(64) << 20; // of all patterns' common automaton, at most

struct Place {
    enum class Kind { Sign, Begins, Ready, Alarm };
    Kind kind = Kind::Sign;
    size_t failure = 0;
    size_t sign = 0;
    std::string pattern;
};

// One run of the process.
struct Run {
    std::vector<Hit> hits;
    std::deque<Evidence> alarms;
    qint64 readyLine = 0; // the last one that says so
    bool hasSpoken() const { return readyLine > 0 || !hits.empty() || !alarms.empty(); }
};

re2::RE2::Options options()
{
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(patternMemory);
    return options;
}

QMap<QString, QString> valuesOf(const std::string &pattern, re2::StringPiece text)
{
    const re2::RE2 compiled(pattern, re2::RE2::Quiet);
    const int groups = compiled.NumberOfCapturingGroups();
    std::vector<re2::StringPiece> found(static_cast<size_t>(groups) + 1);
    QMap<QString, QString> values;
    if (!compiled.Match(text, 0, text.size(), re2::RE2::UNANCHORED, found.data(), groups + 1))
        return values;
    for (const auto &[name, number] : compiled.NamedCapturingGroups()) {
        const re2::StringPiece &part = found[static_cast<size_t>(number)];
        if (part.data())
            values.insert(QString::fromStdString(name),
                          plainText(QString::fromUtf8(part.data(), qsizetype(part.size())), 200));
    }
    return values;
}

} // namespace

QMap<QString, QString> valuesIn(const QString &pattern, const QString &text)
{
    const std::string bytes = text.toStdString();
    return valuesOf(pattern.toStdString(), bytes);
}

struct LogScan::Private {
    std::vector<Place> places; // by their number in the set
    re2::RE2::Set set{options(), re2::RE2::UNANCHORED};
    Run last, before; // of the process, the last that spoke and the one before it
    qint64 lines = 0;
    std::vector<int> found; // kept from line to line, for its memory

    void add(Place place)
    {
        if (set.Add(place.pattern, nullptr) >= 0)
            places.push_back(std::move(place));
    }

    Evidence evidence(re2::StringPiece text) const
    {
        return {lines, plainText(QString::fromUtf8(text.data(), qMin(qsizetype(text.size()), 4 * mostText)), mostText)};
    }

    void take(const Place &place, re2::StringPiece text)
    {
        switch (place.kind) {
        case Place::Kind::Alarm:
            last.alarms.push_back(evidence(text));
            if (last.alarms.size() > mostAlarms)
                last.alarms.pop_front();
            return;
        case Place::Kind::Begins:
            if (last.hasSpoken())
                before = std::exchange(last, {});
            return;
        case Place::Kind::Ready:
            last.readyLine = lines;
            for (Hit &hit : last.hits)
                hit.isBeforeReady = true;
            return;
        case Place::Kind::Sign: break;
        }
        auto hit = std::ranges::find_if(last.hits, [&](const Hit &one) {
            return one.failure == place.failure && one.sign == place.sign;
        });
        if (hit == last.hits.end()) {
            last.hits.push_back({place.failure, place.sign, {}, 0, valuesOf(place.pattern, text), false});
            hit = last.hits.end() - 1;
        }
        ++hit->count;
        hit->isBeforeReady = false;
        if (hit->lines.size() < mostLines)
            hit->lines.push_back(evidence(text));
    }
};

LogScan::LogScan(const Knowledge &knowledge) : m_p(std::make_unique<Private>())
{
    for (const Marker &marker : knowledge.markers)
        m_p->add({marker.kind == Marker::Kind::Begins ? Place::Kind::Begins : Place::Kind::Ready, 0, 0,
                  marker.log.toStdString()});
    for (size_t at = 0; at < knowledge.failures.size(); ++at) {
        const std::vector<Sign> &signs = knowledge.failures[at].signs;
        for (size_t sign = 0; sign < signs.size(); ++sign) {
            if (!signs[sign].log.isEmpty())
                m_p->add({Place::Kind::Sign, at, sign, signs[sign].log.toStdString()});
        }
    }
    m_p->add({Place::Kind::Alarm, 0, 0, alarming});
    if (!m_p->set.Compile())
        throw std::length_error("the patterns of the knowledge do not fit into memory");
}

LogScan::~LogScan() = default;
LogScan::LogScan(LogScan &&) noexcept = default;

void LogScan::line(const QByteArray &line)
{
    ++m_p->lines;
    const re2::StringPiece text(line.constData(), size_t(line.size()));
    m_p->found.clear();
    if (!m_p->set.Match(text, &m_p->found))
        return;
    std::ranges::sort(m_p->found); // markers come first
    for (const int number : m_p->found)
        m_p->take(m_p->places[size_t(number)], text);
}

void LogScan::text(const QByteArray &text)
{
    for (qsizetype from = 0; from < text.size();) {
        const qsizetype end = text.indexOf('\n', from);
        const qsizetype to = end < 0 ? text.size() : end;
        line(QByteArray::fromRawData(text.constData() + from, to - from));
        from = to + 1;
    }
}

std::vector<Hit> LogScan::hits() const
{
    return m_p->last.hasSpoken() ? m_p->last.hits : m_p->before.hits;
}

qint64 LogScan::readyLine() const
{
    return m_p->last.hasSpoken() ? m_p->last.readyLine : m_p->before.readyLine;
}

std::vector<Evidence> LogScan::alarms() const
{
    const Run &run = m_p->last.hasSpoken() ? m_p->last : m_p->before;
    return {run.alarms.begin(), run.alarms.end()};
}

qint64 LogScan::lines() const
{
    return m_p->lines;
}

} // namespace bd::diagnose
