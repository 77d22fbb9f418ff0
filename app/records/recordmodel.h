// Records as rows, in the order of their time: the newest or the oldest first. Holds their bytes, and reads them as text
// only where somebody looks. Bounded: says when it is full, or drops the oldest.
#pragma once

#include <deque>

#include <QAbstractTableModel>
#include <QCache>

#include "records/decoded.h"

namespace bd::app {

class RecordModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Partition, Offset, Key, Value, ColumnCount };
    enum class Zone { Local, Utc };
    static constexpr qsizetype mostRecords = 1'000'000;
    static constexpr qint64 mostBytes = 512LL << 20;

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void add(std::vector<kafka::Record> records); // in any order
    void dropOldest();                            // until it is no longer full
    bool isFull() const { return size() >= mostRecords || m_bytes >= mostBytes; }

    void setDecoders(const records::Decoders &decoders);
    const records::Decoders &decoders() const { return m_decoders; }
    void setZone(Zone zone);
    Zone zone() const { return m_zone; }
    void setNewestFirst(bool newestFirst);
    bool isNewestFirst() const { return m_newestFirst; }

    qsizetype size() const { return static_cast<qsizetype>(m_records.size()); }
    const kafka::Record &at(int row) const { return m_records.at(indexOf(row)); }
    std::vector<kafka::Record> copied(qsizetype first, qsizetype count) const; // oldest first

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override; // by time only

private:
    struct Preview { // one line of what may be many
        QString key;
        QString value;
        QString reason; // why something is shown as bytes
    };
    size_t indexOf(int row) const { return m_newestFirst ? m_records.size() - 1 - size_t(row) : size_t(row); }
    int rowOf(size_t index) const { return int(m_newestFirst ? m_records.size() - 1 - index : index); }
    void insert(size_t index, std::vector<kafka::Record> records);
    void sortTail(size_t from, size_t sorted);
    QString text(const kafka::Record &record, int column) const;
    QString toolTip(const kafka::Record &record, int column) const;
    const Preview &preview(const kafka::Record &record) const;

    std::deque<kafka::Record> m_records; // sorted; a deque, for it grows without moving what it holds
    qint64 m_bytes = 0;
    records::Decoders m_decoders;
    Zone m_zone = Zone::Local;
    bool m_newestFirst = true;
    mutable QCache<std::pair<int, qint64>, Preview> m_previews{2000}; // by partition and offset
};

} // namespace bd::app
