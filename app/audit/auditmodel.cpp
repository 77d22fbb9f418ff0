#include "audit/auditmodel.h"

#include <algorithm>

#include "audit/auditwords.h"
#include "audit/words.h"
#include "base/text.h"
#include "common/statepill.h"

namespace bd::app {

namespace {

constexpr quintptr isGroup = 0; // what an index carries: else the group's row + 1

} // namespace

AuditModel::AuditModel(QObject *parent) : QAbstractItemModel(parent) {}

void AuditModel::setFacts(const AuditFactsPtr &facts)
{
    beginResetModel();
    m_facts = facts;
    group();
    endResetModel();
    Q_EMIT tickedChanged();
}

void AuditModel::setAll(bool all)
{
    if (all != m_all) {
        beginResetModel();
        m_all = all;
        group();
        endResetModel();
    }
}

// The findings come with the worst first, and so do the services with it.
void AuditModel::group()
{
    m_groups.clear();
    if (!m_facts) {
        return;
    }
    for (const audit::Finding &finding : m_facts->audit.findings) {
        if (!isWrong(finding) && !m_all) {
            continue;
        }
        auto group = std::ranges::find(m_groups, finding.service, &Group::service);
        if (group == m_groups.end()) {
            group = m_groups.insert(m_groups.end(), {finding.service, {}, 0});
        }
        group->findings.push_back(&finding);
        group->problems += finding.status == audit::Status::Problem ? 1 : 0;
    }
    std::ranges::stable_sort(m_groups, std::ranges::greater(), &Group::problems);
}

const audit::Finding *AuditModel::finding(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == isGroup) {
        return nullptr;
    }
    return m_groups.at(index.internalId() - 1).findings.at(static_cast<size_t>(index.row()));
}

QModelIndex AuditModel::indexOf(const FindingKey &key) const
{
    for (size_t at = 0; at < m_groups.size(); ++at) {
        const auto &findings = m_groups[at].findings;
        const auto found = std::ranges::find_if(findings,
                                                [&](const audit::Finding *one) { return keyOf(*one) == key; });
        if (found != findings.end()) {
            return createIndex(static_cast<int>(found - findings.begin()), 0, at + 1);
        }
    }
    return {};
}

std::set<FindingKey> AuditModel::ticked() const
{
    std::set<FindingKey> keys;
    for (const audit::Finding &finding : m_facts ? m_facts->audit.findings : std::vector<audit::Finding>()) {
        if (canMend(finding) && !m_unticked.contains(keyOf(finding))) {
            keys.insert(keyOf(finding));
        }
    }
    return keys;
}

std::optional<Qt::CheckState> AuditModel::allTicked() const
{
    const auto mendable = m_facts ? std::ranges::count_if(m_facts->audit.findings, audit::canMend) : 0;
    const auto ticks = std::ssize(ticked());
    if (mendable == 0) {
        return {};
    }
    return ticks == 0 ? Qt::Unchecked : ticks == mendable ? Qt::Checked : Qt::PartiallyChecked;
}

void AuditModel::tickAll(bool ticked)
{
    m_unticked.clear();
    for (const audit::Finding &finding : m_facts ? m_facts->audit.findings : std::vector<audit::Finding>()) {
        if (!ticked && canMend(finding)) {
            m_unticked.insert(keyOf(finding));
        }
    }
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex group = index(row, 0);
        Q_EMIT dataChanged(group, group, {Qt::CheckStateRole});
        Q_EMIT dataChanged(index(0, 0, group), index(rowCount(group) - 1, 0, group), {Qt::CheckStateRole});
    }
    Q_EMIT tickedChanged();
}

QModelIndex AuditModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : isGroup);
}

QModelIndex AuditModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == isGroup) {
        return {};
    }
    return createIndex(static_cast<int>(index.internalId()) - 1, 0, isGroup);
}

int AuditModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid()) {
        return static_cast<int>(m_groups.size());
    }
    const bool hasFindings = parent.internalId() == isGroup && parent.column() == 0;
    return hasFindings ? static_cast<int>(m_groups.at(static_cast<size_t>(parent.row())).findings.size()) : 0;
}

int AuditModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant AuditModel::groupData(const Group &group, int role) const
{
    switch (role) {
    case Qt::DisplayRole: return group.service.isEmpty() ? tr("The file itself") : plainText(group.service, 100);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(groupData(group, Qt::DisplayRole).toString(), countText(group.problems));
    case CountRole: return group.problems;
    default: return {};
    }
}

QVariant AuditModel::findingData(const audit::Finding &finding, int role) const
{
    switch (role) {
    case Qt::DisplayRole: return audit::titleOf(finding.rule);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2: %3")
            .arg(audit::titleOf(finding.rule), audit::statusText(finding.status), foundText(finding));
    case Qt::CheckStateRole:
        return canMend(finding) ? QVariant(m_unticked.contains(keyOf(finding)) ? Qt::Unchecked : Qt::Checked)
                                : QVariant();
    case ShapeRole: return static_cast<int>(shapeOf(finding.status));
    case FoundRole: return foundText(finding);
    default: return {};
    }
}

QVariant AuditModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const audit::Finding *one = finding(index);
    return one ? findingData(*one, role) : groupData(m_groups.at(static_cast<size_t>(index.row())), role);
}

bool AuditModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const audit::Finding *one = finding(index);
    if (!one || role != Qt::CheckStateRole || !canMend(*one)) {
        return false;
    }
    if (value.value<Qt::CheckState>() == Qt::Checked) {
        m_unticked.erase(keyOf(*one));
    } else {
        m_unticked.insert(keyOf(*one));
    }
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT tickedChanged();
    return true;
}

Qt::ItemFlags AuditModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    const audit::Finding *one = finding(index);
    const Qt::ItemFlags shown = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return one && canMend(*one) ? shown | Qt::ItemIsUserCheckable : shown;
}

} // namespace bd::app
