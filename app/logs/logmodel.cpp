#include "logs/logmodel.h"

#include <algorithm>

#include <QDateTime>

#include "common/cells.h"

namespace bd::app {

namespace {

constexpr qint64 usualBytes = qint64(256) << 20;
constexpr qint64 mostAtOnce = 20'000; // lines that are looked at without making anybody wait
constexpr qint64 mostFrames = 400;    // lines that are looked through for those of one trace

QString timeText(TimePoint at)
{
    const auto millis = std::chrono::floor<Millis>(at).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(millis).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString levelText(logs::Level level)
{
    switch (level) {
    case logs::Level::Fatal:
    case logs::Level::Error: return LogModel::tr("error");
    case logs::Level::Warn: return LogModel::tr("warning");
    default: return {};
    }
}

} // namespace

LogModel::LogModel(QObject *parent) : QAbstractTableModel(parent), m_store(usualBytes)
{
    m_wanted.foldsTraces = true;
}

void LogModel::add(const std::vector<logs::Fed> &lines)
{
    for (const logs::Fed &line : lines) {
        m_store.append(m_store.source(line.service), line.at, line.text.toUtf8());
    }
    dropGone();
    if (!m_isPaused && !m_isFiltering) {
        take(logs::search(m_store, m_wanted, m_upTo, m_store.end(), {}), m_store.end());
    }
    Q_EMIT grown();
}

void LogModel::take(std::vector<qint64> rows, qint64 upTo)
{
    const qint64 from = std::exchange(m_upTo, upTo);
    if (!rows.empty()) {
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
        m_rows.insert(m_rows.end(), rows.begin(), rows.end());
        endInsertRows();
    }
    if (m_matcher.isEmpty()) {
        return;
    }
    logs::Wanted sought = m_wanted;
    sought.matcher = m_matcher;
    const auto more = logs::search(m_store, sought, from, upTo, {});
    if (!more.empty()) {
        m_found.insert(m_found.end(), more.begin(), more.end());
        Q_EMIT foundChanged();
    }
}

// What the ring has let go.
void LogModel::dropGone()
{
    const auto kept = std::ranges::lower_bound(m_rows, m_store.first());
    if (kept != m_rows.begin()) {
        beginRemoveRows({}, 0, static_cast<int>(kept - m_rows.begin()) - 1);
        m_rows.erase(m_rows.begin(), kept);
        endRemoveRows();
    }
    const auto still = std::ranges::lower_bound(m_found, m_store.first());
    if (still != m_found.begin()) {
        m_found.erase(m_found.begin(), still);
        Q_EMIT foundChanged();
    }
    m_open.erase(m_open.begin(), m_open.lower_bound(m_store.first()));
    m_upTo = std::max(m_upTo, m_store.first());
}

void LogModel::clear()
{
    beginResetModel();
    m_store.clear();
    m_rows.clear();
    m_open.clear();
    m_found.clear();
    m_upTo = m_beganAt = m_store.end();
    endResetModel();
    Q_EMIT foundChanged();
    Q_EMIT grown();
}

void LogModel::setMostBytes(qint64 bytes)
{
    m_store.setMostBytes(bytes);
    dropGone();
    Q_EMIT grown();
}

void LogModel::setWanted(const logs::Wanted &wanted)
{
    m_wanted = wanted;
    filter();
}

void LogModel::filter()
{
    m_filtering.request_stop();
    m_isFiltering = true;
    Q_EMIT filtering(true);
    m_filtering = m_background.run(
        [store = m_store, wanted = m_wanted, upTo = m_store.end()](std::stop_token stop) {
            return std::make_pair(logs::search(store, wanted, store.first(), upTo, stop), upTo);
        },
        [this, request = ++m_filterRequest](std::pair<std::vector<qint64>, qint64> outcome) {
            if (request != m_filterRequest) { // another one was asked for since
                return;
            }
            m_isFiltering = false;
            beginResetModel();
            m_rows = std::move(outcome.first);
            m_open.clear();
            m_upTo = outcome.second;
            endResetModel();
            dropGone();
            if (!m_isPaused) {
                take(logs::search(m_store, m_wanted, m_upTo, m_store.end(), {}), m_store.end());
            }
            Q_EMIT filtering(false);
            find(m_matcher);
        });
}

void LogModel::setPaused(bool paused)
{
    m_isPaused = paused;
    if (!paused && m_store.end() - m_upTo > mostAtOnce) { // not on this thread
        filter();
    } else if (!paused && !m_isFiltering) {
        take(logs::search(m_store, m_wanted, m_upTo, m_store.end(), {}), m_store.end());
    }
    Q_EMIT grown();
}

qint64 LogModel::waiting() const
{
    return m_isPaused ? m_store.end() - m_upTo : 0;
}

void LogModel::find(const logs::Matcher &matcher)
{
    m_matcher = matcher;
    m_finding.request_stop();
    m_found.clear();
    ++m_findRequest;
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0, Text), index(rowCount() - 1, Text));
    }
    Q_EMIT foundChanged();
    if (matcher.isEmpty()) {
        return;
    }
    logs::Wanted sought = m_wanted;
    sought.matcher = matcher;
    m_finding =
        m_background.run([store = m_store, sought, upTo = m_upTo](
                             std::stop_token stop) { return logs::search(store, sought, store.first(), upTo, stop); },
                         [this, request = m_findRequest](std::vector<qint64> outcome) {
                             if (request != m_findRequest) {
                                 return;
                             }
                             // what came meanwhile was added already, and is behind all that was searched
                             outcome.insert(outcome.end(), m_found.begin(), m_found.end());
                             m_found = std::move(outcome);
                             Q_EMIT foundChanged();
                         });
}

// The frames that follow a line of the same service, with others' lines in between.
std::vector<qint64> LogModel::traceOf(qint64 number) const
{
    std::vector<qint64> frames;
    const logs::Line lead = m_store.line(number);
    if (lead.isOfTrace) {
        return frames;
    }
    const qint64 end = std::min(m_store.end(), number + mostFrames);
    for (qint64 next = number + 1; next < end; ++next) {
        const logs::Line line = m_store.line(next);
        if (line.source != lead.source) {
            continue;
        }
        if (!line.isOfTrace) {
            break;
        }
        frames.push_back(next);
    }
    return frames;
}

bool LogModel::hasTrace(int row) const
{
    return m_wanted.foldsTraces && !traceOf(numberAt(row)).empty();
}

void LogModel::toggleTrace(int row)
{
    const qint64 number = numberAt(row);
    const std::vector<qint64> frames = traceOf(number);
    if (!m_wanted.foldsTraces || frames.empty()) {
        return;
    }
    if (isOpen(number)) {
        m_open.erase(number);
        for (const qint64 frame : frames) {
            const auto found = std::ranges::lower_bound(m_rows, frame);
            if (found != m_rows.end() && *found == frame) {
                const auto at = static_cast<int>(found - m_rows.begin());
                beginRemoveRows({}, at, at);
                m_rows.erase(found);
                endRemoveRows();
            }
        }
    } else {
        m_open.insert(number);
        for (const qint64 frame : frames) {
            const auto place = std::ranges::lower_bound(m_rows, frame);
            if (place == m_rows.end() || *place != frame) {
                const auto at = static_cast<int>(place - m_rows.begin());
                beginInsertRows({}, at, at);
                m_rows.insert(place, frame);
                endInsertRows();
            }
        }
    }
    Q_EMIT dataChanged(index(row, Text), index(row, Text));
}

int LogModel::rowOf(qint64 number)
{
    const auto find = [&] {
        const auto found = std::ranges::lower_bound(m_rows, number);
        return found != m_rows.end() && *found == number ? static_cast<int>(found - m_rows.begin()) : -1;
    };
    if (const int row = find(); row >= 0 || number < m_store.first() || number >= m_store.end()) {
        return row;
    }
    const logs::Line line = m_store.line(number);
    for (qint64 lead = number; line.isOfTrace && lead > std::max(m_store.first(), number - mostFrames);) {
        const logs::Line before = m_store.line(--lead);
        if (before.source == line.source && !before.isOfTrace) {
            const auto found = std::ranges::lower_bound(m_rows, lead);
            if (found != m_rows.end() && *found == lead && !isOpen(lead)) {
                toggleTrace(static_cast<int>(found - m_rows.begin()));
            }
            break;
        }
    }
    return find();
}

std::optional<qint64> LogModel::firstError() const
{
    const auto found = std::ranges::find_if(m_rows, [&](qint64 number) {
        return m_store.line(number).level >= logs::Level::Error;
    });
    return found == m_rows.end() ? std::nullopt : std::optional(*found);
}

QByteArray LogModel::rawAt(int row) const
{
    return m_store.line(numberAt(row)).text.toByteArray();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (numberAt(index.row()) < m_store.first()) { // the ring has let it go; its row goes in a moment
        return {};
    }
    const logs::Line line = m_store.line(numberAt(index.row()));
    if (role == LineRole) {
        LogCell cell;
        cell.text = logs::coloured(line.text);
        cell.found = m_matcher.found(cell.text.text);
        cell.level = line.level;
        cell.isOfTrace = line.isOfTrace;
        const qint64 number = numberAt(index.row());
        cell.frames = m_wanted.foldsTraces && !isOpen(number) ? static_cast<int>(traceOf(number).size()) : 0;
        return QVariant::fromValue(cell);
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) {
        return {};
    }
    const QString text = index.column() == Time      ? timeText(line.at)
                         : index.column() == Service ? m_store.sources().value(line.source)
                                                     : logs::coloured(line.text).text;
    if (role == Qt::DisplayRole) {
        return text;
    }
    const QString level = index.column() == Text ? levelText(line.level) : QString();
    return cellAsHeard(*this, index.column(), level.isEmpty() ? text : level + QStringLiteral(", ") + text);
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole) {
        return section == Time ? tr("Time") : section == Service ? tr("Service") : tr("Line");
    }
    return headAlignment(orientation, role, false);
}

} // namespace bd::app
