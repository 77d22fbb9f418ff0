#include "cluster/brokermodel.h"

#include <algorithm>

#include "base/text.h"
#include "cluster/clusterwords.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/settingwords.h"
#include "common/words.h"

namespace bd::app {

namespace {

bool isNumber(int column)
{
    return column == BrokerModel::Leads || column == BrokerModel::Replicas;
}

} // namespace

BrokerModel::Row BrokerModel::rowOf(const kafka::BrokerLoad &load, const ClusterFacts &facts)
{
    Row row{.load = load,
            .isController = facts.controller() == load.broker.id,
            .reachedAt = load.isThere ? facts.reachedAt(load.broker) : QString(),
            .rack = {},
            .kafka = {},
            .unknown = {}};
    const auto known = facts.brokers.constFind(load.broker.id);
    if (known == facts.brokers.constEnd()) {
        return row;
    }
    row.rack = kafka::rackOf(known->config);
    const QString release = releaseText(*known);
    row.kafka = release.isEmpty() ? tr("not known") : release;
    QStringList reasons;
    for (const auto &error : {known->configError, known->versionsError}) {
        if (error) {
            reasons += error->message;
        }
    }
    row.unknown = reasons.join(QLatin1Char('\n'));
    return row;
}

void BrokerModel::setFacts(const ClusterFacts &facts)
{
    std::vector<Row> rows;
    rows.reserve(facts.summary.brokers.size());
    for (const kafka::BrokerLoad &load : facts.summary.brokers) {
        rows.push_back(rowOf(load, facts));
    }
    const auto id = [](const Row &row) { return row.load.broker.id; };
    if (!std::ranges::equal(rows, m_rows, {}, id, id)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    } else if (rows != m_rows) {
        m_rows = std::move(rows);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

std::optional<int> BrokerModel::brokerAt(int row) const
{
    return row >= 0 && row < rowCount() ? std::optional(m_rows.at(row).load.broker.id) : std::nullopt;
}

int BrokerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int BrokerModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString BrokerModel::text(const Row &row, int column)
{
    const kafka::BrokerLoad &load = row.load;
    const QString advertised = load.isThere ? plainText(load.broker.address(), 300) : QString();
    switch (column) {
    case Id: return QString::number(load.broker.id);
    case State: return !load.isThere ? tr("not there") : row.isController ? tr("controller") : tr("ready");
    case Advertised: return advertised;
    case Reached: return row.reachedAt.isEmpty() ? advertised : row.reachedAt;
    case Rack: return plainText(row.rack, 100);
    case Kafka: return load.isThere && row.kafka.isEmpty() ? unknownText : row.kafka;
    case Leads: return countText(load.led);
    case Replicas: return countText(load.replicas);
    case OutOfSync: return countText(load.outOfSync);
    default: return {};
    }
}

QString BrokerModel::toolTip(const Row &row, int column)
{
    switch (column) {
    case State:
        return row.load.isThere ? text(row, column) : tr("Partitions name it, and the cluster does not list it.");
    case Reached:
        return row.reachedAt.isEmpty() ? text(row, column)
                                       : tr("%1 is led to %2 here").arg(text(row, Advertised), row.reachedAt);
    case Kafka: return tr("By the requests that it knows.\n%1").arg(row.unknown);
    case Rack: return row.rack.isEmpty() ? tr("It names no rack.\n%1").arg(row.unknown) : text(row, column);
    default: return text(row, column);
    }
}

QVariant BrokerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Row &row = m_rows.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case Qt::TextAlignmentRole: return cellAlignment(isNumber(column));
    case Qt::ToolTipRole: return plainToolTip(toolTip(row, column).trimmed());
    case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text(row, column));
    case CellLookRole:
        if (column == Id) {
            return static_cast<int>(CellLook::Strong);
        }
        return static_cast<int>(column == Advertised || column == Reached ? CellLook::Code : CellLook::Calm);
    case PillRole:
        if (column == State) {
            return static_cast<int>(row.load.isThere ? StatePill::Shape::Good : StatePill::Shape::Missing);
        }
        return column == OutOfSync && row.load.outOfSync > 0 ? QVariant(static_cast<int>(StatePill::Shape::Trouble))
                                                             : QVariant();
    default: return {};
    }
}

QVariant BrokerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, isNumber(section));
    }
    switch (section) {
    case Id: return tr("Broker");
    case State: return tr("State");
    case Advertised: return tr("Says it is at");
    case Reached: return tr("Reached at");
    case Rack: return tr("Rack");
    case Kafka: return tr("Kafka");
    case Leads: return tr("Leads");
    case Replicas: return tr("Replicas");
    case OutOfSync: return tr("Out of sync");
    default: return {};
    }
}

} // namespace bd::app
