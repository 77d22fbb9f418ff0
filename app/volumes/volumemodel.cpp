#include "volumes/volumemodel.h"

#include <algorithm>

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/settingwords.h"
#include "common/words.h"
#include "volumes/volumewords.h"

namespace bd::app {

namespace {

QStringList labelsOf(const engine::Volume &volume)
{
    constexpr qsizetype most = 10;
    QStringList lines;
    for (auto it = volume.labels.cbegin(); it != volume.labels.cend() && lines.size() < most; ++it) {
        lines += plainText(it.key() + QLatin1Char('=') + it.value(), 200);
    }
    return lines;
}

} // namespace

void VolumeModel::setFacts(const VolumesFactsPtr &facts, TimePoint now)
{
    const auto name = [](const stack::ProjectVolume &one) { return one.volume.name; };
    const bool isSame = m_facts && std::ranges::equal(m_facts->list.volumes, facts->list.volumes, {}, name, name);
    if (!isSame) {
        beginResetModel();
    }
    m_facts = facts;
    m_now = now;
    if (!isSame) {
        endResetModel();
    } else if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

const stack::ProjectVolume *VolumeModel::volumeAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_facts->list.volumes.at(static_cast<size_t>(row)) : nullptr;
}

bool VolumeModel::isLocked(int row) const
{
    const stack::ProjectVolume *volume = volumeAt(row);
    return volume && m_facts->locked.contains(volume->volume.name);
}

int VolumeModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_facts ? 0 : static_cast<int>(m_facts->list.volumes.size());
}

int VolumeModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString VolumeModel::text(const stack::ProjectVolume &volume, int column) const
{
    const QString &name = volume.volume.name;
    switch (column) {
    case Name: return nameText(volume);
    case Purpose: return purposeText(volume);
    case Size: return m_facts->sizes.contains(name) ? dataSizeText(m_facts->sizes.value(name)) : unknownText;
    case MountedBy: return usesText(volume);
    case Created: return volume.volume.createdAt ? dayText(*volume.volume.createdAt, m_now) : unknownText;
    case Driver: return plainText(volume.volume.driver, 100);
    case Labels: return labelsOf(volume.volume).join(QLatin1String(", "));
    case Lock: return m_facts->locked.contains(name) ? tr("locked") : QString();
    default: return {};
    }
}

QString VolumeModel::toolTip(const stack::ProjectVolume &volume, int column) const
{
    switch (column) {
    case Name:
        return (QStringList{plainText(volume.volume.name, 255),
                            tr("Driver: %1").arg(plainText(volume.volume.driver, 100))}
                + labelsOf(volume.volume))
            .join(QLatin1Char('\n'));
    case Labels: return labelsOf(volume.volume).join(QLatin1Char('\n'));
    case Size:
        return m_facts->sizesAsOf ? tr("As of %1").arg(dayText(*m_facts->sizesAsOf, m_now))
                                  : tr("Being measured, which takes a while on a large engine");
    case Purpose:
        return volume.holds || !volume.uses.empty() || volume.isDeclared
                   ? text(volume, column)
                   : tr("No service of the compose file mounts it: it was left behind by an earlier one.");
    case Lock:
        return m_facts->lockedByTeam.contains(volume.volume.name) ? tr("The team file says so, and no reset takes it")
                                                                  : tr("No reset takes it");
    default: return text(volume, column);
    }
}

QVariant VolumeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const stack::ProjectVolume &volume = *volumeAt(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(volume, column);
    case Qt::TextAlignmentRole: return cellAlignment(column == Size);
    case Qt::ToolTipRole: return plainToolTip(toolTip(volume, column));
    case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text(volume, column));
    case CellLookRole:
        if (column == Name) {
            return static_cast<int>(CellLook::Code);
        }
        return static_cast<int>(column == Purpose && volume.holds ? CellLook::Plain : CellLook::Calm);
    case PillRole:
        return column == Lock && isLocked(index.row()) ? QVariant(static_cast<int>(StatePill::Shape::Done))
                                                       : QVariant();
    default: return {};
    }
}

QVariant VolumeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, section == Size);
    }
    switch (section) {
    case Name: return tr("Volume");
    case Purpose: return tr("Holds");
    case Size: return tr("Size");
    case MountedBy: return tr("Mounted by");
    case Created: return tr("Created");
    case Driver: return tr("Driver");
    case Labels: return tr("Labels");
    case Lock: return tr("Lock");
    default: return {};
    }
}

} // namespace bd::app
