// The services of a StackState as a table: one row a service, in dependency order. New states change rows in place,
// so that selection and scroll position stay.
#pragma once

#include <QAbstractTableModel>

#include "stack/state.h"

namespace bd::app {

class ServiceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Service, Role, State, Now, Endpoint, Up, Restarts, Image, More, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setState(const stack::StackState &state, TimePoint now);
    void setTime(TimePoint now); // lets the up-times grow
    bool countsSeconds() const;  // some of them change every second

    const stack::ServiceStatus *at(int row) const;
    // All that is known of one, each by its name.
    QList<std::pair<QString, QString>> facts(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        stack::ServiceStatus status;
        QString role;
        QString up;
        bool operator==(const Row &) const = default;
    };

    Row rowFor(const stack::ServiceStatus &status) const;
    void removeOthers(const std::vector<stack::ServiceStatus> &services);
    void place(int row, const stack::ServiceStatus &status);
    QString text(const Row &row, int column) const;
    QList<std::pair<QString, QString>> facts(const Row &row) const; // what a narrow window has no column for
    QString details(const Row &row) const;
    QString toolTip(const Row &row, int column) const;

    std::vector<Row> m_rows;
    std::optional<int> m_brokerId; // of the only broker
    TimePoint m_now{};
};

} // namespace bd::app
