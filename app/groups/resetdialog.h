// Asks where a group's offsets shall go, and shows what that changes in every partition before anything is changed. Never
// blocks; what is wanted leaves as signals.
#pragma once

#include <optional>

#include <QAbstractTableModel>
#include <QTimer>

#include "base/error.h"
#include "common/dialogs.h"
#include "kafka/groupreset.h"

class QComboBox;
class QDateTimeEdit;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace bd::app {

class RowTable;

class ResetModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Topic, Partition, From, To, Effect, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setPlan(const kafka::ResetPlan &plan);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QString text(const kafka::PartitionReset &reset, int column);

    std::vector<kafka::PartitionReset> m_partitions;
};

// Where the words of the field lead; nothing: they say nothing yet, or nothing that is understood.
std::optional<kafka::ResetTo> resetToFrom(kafka::ResetTo::Kind kind, const QString &text);

// What does the same on the command line.
QStringList resetVerb(const kafka::ResetWish &wish);

class ResetDialog : public QObject
{
    Q_OBJECT

public:
    // `offsets`: of every partition that may be chosen. Opens it; it deletes itself when it is closed.
    ResetDialog(QWidget *parent, const QString &group, const std::vector<kafka::GroupOffset> &offsets);

    // Of one that was wanted; others are too late.
    void setPreview(const kafka::ResetWish &wish, const kafka::ResetPlan &plan, const std::optional<Error> &error);

    QDialog *dialog() const { return m_frame.dialog; }
    QComboBox *kind() const { return m_kind; }
    QLineEdit *number() const { return m_number; }
    QComboBox *topic() const { return m_topic; }
    RowTable *table() const { return m_table; }
    QPushButton *acceptButton() const { return m_accept; }
    QLabel *summary() const { return m_summary; }
    QLabel *problem() const { return m_problem; }

Q_SIGNALS:
    void previewWanted(const bd::kafka::ResetWish &wish);
    void accepted(const bd::kafka::ResetPlan &plan);
    void commandLineWanted(const QStringList &verb);

private:
    void fill(const std::vector<kafka::GroupOffset> &offsets);
    void arrange();
    void fillPartitions();
    void showFields();
    void changed();
    std::optional<kafka::ResetWish> wish() const;
    void showPlan(const std::optional<kafka::ResetPlan> &plan);

    DialogFrame m_frame;
    QString m_group;
    QMap<QString, QList<int>> m_partitions; // by topic
    QComboBox *m_kind;
    QStackedWidget *m_fields;
    QLineEdit *m_number;
    QDateTimeEdit *m_time;
    QComboBox *m_topic;
    QComboBox *m_partition;
    ResetModel *m_model;
    RowTable *m_table;
    QLabel *m_summary;
    QLabel *m_problem;
    QPushButton *m_accept;
    QPushButton *m_copy = nullptr; // as command line
    QTimer m_calm;                 // typing goes on
    std::optional<kafka::ResetWish> m_asked;
    std::optional<kafka::ResetPlan> m_plan;
};

} // namespace bd::app
