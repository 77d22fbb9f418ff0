// The lines that somebody wants to see, of all that came: filtered on a worker thread, as the ring behind it holds them.
#pragma once

#include <set>

#include <QAbstractTableModel>

#include "common/background.h"
#include "logs/logfeed.h"
#include "logs/logsearch.h"

namespace bd::app {

class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Service, Text, ColumnCount };
    enum Role { LineRole = Qt::UserRole + 64 }; // LogCell

    explicit LogModel(QObject *parent = nullptr);

    void add(const std::vector<logs::Fed> &lines);
    void clear();
    void setMostBytes(qint64 bytes); // of memory
    void setWanted(const logs::Wanted &wanted);
    const logs::Wanted &wanted() const { return m_wanted; }
    void setPaused(bool paused); // what comes is kept, and shown when somebody goes on
    qint64 waiting() const;      // lines that came meanwhile
    bool isFiltering() const { return m_isFiltering; }

    void find(const logs::Matcher &matcher); // marks and counts them; every line: none
    const std::vector<qint64> &found() const { return m_found; }

    int sourceOf(const QString &service) { return m_store.source(service); }
    qint64 beganAt() const { return m_beganAt; } // the number of the first line that came, there still or not

    qint64 numberAt(int row) const { return m_rows[static_cast<size_t>(row)]; }
    int rowOf(qint64 number); // opens the trace that it is in; -1: it is not wanted, or gone
    bool hasTrace(int row) const;
    void toggleTrace(int row);
    std::optional<qint64> firstError() const; // of those that are wanted
    QByteArray rawAt(int row) const;          // whole, as it came
    const logs::LogStore &store() const { return m_store; }
    const std::vector<qint64> &rows() const { return m_rows; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void filtering(bool goesOn);
    void foundChanged();
    void grown(); // lines were added, or were kept back

private:
    void filter();
    void take(std::vector<qint64> rows, qint64 upTo);
    void dropGone();
    std::vector<qint64> traceOf(qint64 number) const;
    bool isOpen(qint64 number) const { return m_open.contains(number); }

    logs::LogStore m_store;
    logs::Wanted m_wanted;
    std::vector<qint64> m_rows;
    qint64 m_upTo = 0; // all before it were looked at
    qint64 m_beganAt = 0;
    bool m_isPaused = false;
    std::set<qint64> m_open; // lines whose trace is shown
    logs::Matcher m_matcher = logs::Matcher::text({});
    std::vector<qint64> m_found;
    bool m_isFiltering = false;
    int m_filterRequest = 0; // the last one: outcomes of others are none
    int m_findRequest = 0;
    std::stop_source m_filtering;
    std::stop_source m_finding;
    Background m_background;
};

// How a line is drawn.
struct LogCell {
    logs::Coloured text;
    std::vector<logs::Span> found;
    logs::Level level = logs::Level::None;
    int frames = 0; // of its trace that are not shown
    bool isOfTrace = false;
};

} // namespace bd::app

Q_DECLARE_METATYPE(bd::app::LogCell)
