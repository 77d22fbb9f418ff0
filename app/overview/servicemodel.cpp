#include "overview/servicemodel.h"

#include <algorithm>

#include <QLocale>

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"

namespace bd::app {

namespace {

bool isRunning(stack::ServiceState state)
{
    using stack::ServiceState;
    return stack::isUp(state) || state == ServiceState::Starting || state == ServiceState::Unhealthy
           || state == ServiceState::Paused || state == ServiceState::Restarting;
}

QString healthText(const QString &word)
{
    const std::pair<QLatin1String, QString> texts[] = {{QLatin1String("none"), ServiceModel::tr("no check")},
                                                       {QLatin1String("starting"), ServiceModel::tr("starting")},
                                                       {QLatin1String("healthy"), ServiceModel::tr("healthy")},
                                                       {QLatin1String("unhealthy"), ServiceModel::tr("unhealthy")}};
    for (const auto &[known, text] : texts) {
        if (word == known) {
            return text;
        }
    }
    return word;
}

StatePill::Shape shapeOf(stack::ServiceState state)
{
    using stack::ServiceState;
    using Shape = StatePill::Shape;
    switch (state) {
    case ServiceState::Healthy:
    case ServiceState::Running: return Shape::Good;
    case ServiceState::Starting: return Shape::Working;
    case ServiceState::Finished: return Shape::Quiet;
    case ServiceState::Unhealthy:
    case ServiceState::Restarting: return Shape::Trouble;
    case ServiceState::Exited: return Shape::Missing;
    case ServiceState::Missing:
    case ServiceState::Created:
    case ServiceState::Stopped:
    case ServiceState::Paused: break;
    }
    return Shape::Idle;
}

CellLook lookOf(int column)
{
    switch (column) {
    case ServiceModel::Service: return CellLook::Strong;
    case ServiceModel::Now: return CellLook::Plain;
    case ServiceModel::Endpoint: return CellLook::Code;
    default: return CellLook::Calm;
    }
}

} // namespace

void ServiceModel::setState(const stack::StackState &state, TimePoint now)
{
    m_now = now;
    const auto isBroker = [](const stack::ServiceStatus &status) { return status.role == compose::Role::Broker; };
    const bool oneBroker = std::count_if(state.services.begin(), state.services.end(), isBroker) == 1;
    m_brokerId = oneBroker ? state.identity.brokerId : std::nullopt;

    removeOthers(state.services);
    for (int row = 0; row < static_cast<int>(state.services.size()); ++row) {
        place(row, state.services.at(row));
    }
}

void ServiceModel::removeOthers(const std::vector<stack::ServiceStatus> &services)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        const auto isThis = [&](const stack::ServiceStatus &status) {
            return status.service == m_rows.at(row).status.service;
        };
        if (std::none_of(services.begin(), services.end(), isThis)) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
    }
}

void ServiceModel::place(int row, const stack::ServiceStatus &status)
{
    const auto isIt = [&](const Row &candidate) { return candidate.status.service == status.service; };
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), isIt);
    const int from = static_cast<int>(found - m_rows.begin());
    Row wanted = rowFor(status);
    if (found == m_rows.end()) {
        beginInsertRows({}, row, row);
        m_rows.insert(m_rows.begin() + row, std::move(wanted));
        endInsertRows();
        return;
    }
    if (from != row) { // rows before `row` are in place, so it can only come from below
        beginMoveRows({}, from, from, {}, row);
        std::rotate(m_rows.begin() + row, m_rows.begin() + from, m_rows.begin() + from + 1);
        endMoveRows();
    }
    if (m_rows.at(row) != wanted) {
        m_rows.at(row) = std::move(wanted);
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void ServiceModel::setTime(TimePoint now)
{
    m_now = now;
    for (int row = 0; row < rowCount(); ++row) {
        Row wanted = rowFor(m_rows.at(row).status);
        if (wanted.up != m_rows.at(row).up) {
            m_rows.at(row) = std::move(wanted);
            Q_EMIT dataChanged(index(row, Up), index(row, Up));
        }
    }
}

bool ServiceModel::countsSeconds() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [this](const Row &row) {
        return !row.up.isEmpty() && m_now - *row.status.since < std::chrono::seconds(60);
    });
}

ServiceModel::Row ServiceModel::rowFor(const stack::ServiceStatus &status) const
{
    const bool counts = status.since && isRunning(status.state);
    return {.status = status,
            .role = roleText(status.role, m_brokerId),
            .up = counts ? uptimeText(*status.since, m_now) : QString()};
}

const stack::ServiceStatus *ServiceModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_rows.at(row).status : nullptr;
}

int ServiceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ServiceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ServiceModel::text(const Row &row, int column) const
{
    const stack::ServiceStatus &status = row.status;
    switch (column) {
    case Service: return status.service;
    case Role: return row.role;
    case State: return stateText(status);
    case Now: return status.now;
    case Endpoint: return status.endpoints.join(QLatin1String(", "));
    case Up: return row.up;
    case Restarts: return status.containerId.isEmpty() ? QString() : QLocale().toString(status.restarts);
    case Image: return status.image;
    case More: return QStringLiteral("⋯");
    default: return {};
    }
}

QList<std::pair<QString, QString>> ServiceModel::facts(int row) const
{
    if (row < 0 || row >= rowCount()) {
        return {};
    }
    const Row &shown = m_rows.at(row);
    return QList<std::pair<QString, QString>>{{tr("State"), text(shown, State)}, {tr("Now"), text(shown, Now)}}
           + facts(shown);
}

QList<std::pair<QString, QString>> ServiceModel::facts(const Row &row) const
{
    QList<std::pair<QString, QString>> facts;
    const auto add = [&facts](const QString &name, const QString &value) {
        if (!value.isEmpty()) {
            facts.append({name, value});
        }
    };
    for (const Column column : {Role, Endpoint, Up, Restarts, Image}) {
        add(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), text(row, column));
    }
    add(tr("Container"), row.status.containerName);
    add(tr("Engine’s health"), row.status.health.isEmpty() ? QString() : healthText(row.status.health));
    return facts;
}

QString ServiceModel::details(const Row &row) const
{
    QStringList lines{row.status.service};
    for (const auto &[name, value] : facts(row)) {
        lines += tr("%1: %2", "column name and its value").arg(name, value);
    }
    return lines.join(QLatin1Char('\n'));
}

QString ServiceModel::toolTip(const Row &row, int column) const
{
    if (column == More) {
        return plainToolTip(tr("Actions of %1").arg(row.status.service));
    }
    return plainToolTip(column == Service ? details(row) : text(row, column));
}

QVariant ServiceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case CellLookRole: return static_cast<int>(lookOf(index.column()));
    case PillRole: return index.column() == State ? QVariant(static_cast<int>(shapeOf(row.status.state))) : QVariant();
    case Qt::ToolTipRole: return toolTip(row, index.column());
    case Qt::AccessibleTextRole:
        if (index.column() == More) {
            return tr("Actions of %1").arg(row.status.service);
        }
        return cellAsHeard(*this, index.column(), text(row, index.column()));
    case Qt::AccessibleDescriptionRole: return index.column() == Service ? plainText(details(row)) : QString();
    default: return {};
    }
}

QVariant ServiceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Service: return tr("Service");
    case Role: return tr("Role");
    case State: return tr("State");
    case Now: return tr("Now");
    case Endpoint: return tr("Reach it at");
    case Up: return tr("Up");
    case Restarts: return tr("Restarts");
    case Image: return tr("Image");
    default: return {};
    }
}

} // namespace bd::app
