#include "common/settingmodel.h"

#include <algorithm>

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"

namespace bd::app {

namespace {

using Source = kafka::ConfigEntry::Source;

bool isDefault(Source source)
{
    return source == Source::Default || source == Source::Unknown;
}

} // namespace

SettingModel::SettingModel(QObject *parent, SettingOf of) : QAbstractTableModel(parent), m_of(of) {}

void SettingModel::setEntries(const std::vector<kafka::ConfigEntry> &entries)
{
    if (entries != m_entries) {
        show(entries, m_query);
    }
}

void SettingModel::setFilter(const QString &filter)
{
    if (filter != m_query.filter) {
        show(m_entries, {filter, m_query.onlySet});
    }
}

void SettingModel::setOnlySet(bool only)
{
    if (only != m_query.onlySet) {
        show(m_entries, {m_query.filter, only});
    }
}

// What somebody set on this topic is what people look for; on a broker all that is set is its own.
bool SettingModel::isOwn(const kafka::ConfigEntry &entry) const
{
    return m_of == SettingOf::Topic ? entry.source == Source::Topic : !isDefault(entry.source);
}

void SettingModel::show(std::vector<kafka::ConfigEntry> entries, const Query &query)
{
    std::vector<int> shown;
    for (int i = 0; i < static_cast<int>(entries.size()); ++i) {
        const kafka::ConfigEntry &entry = entries.at(i);
        if (entry.name.contains(query.filter, Qt::CaseInsensitive) && (!query.onlySet || !isDefault(entry.source))) {
            shown.push_back(i);
        }
    }
    const auto distance = [this](const kafka::ConfigEntry &entry) {
        return isOwn(entry) ? 0 : isDefault(entry.source) ? 2 : 1;
    };
    const auto key = [&](int i) { return std::pair(distance(entries.at(i)), entries.at(i).name); };
    std::ranges::sort(shown, {}, key);
    const bool isReset = shown.size() != m_shown.size() || shown.empty();
    if (isReset) {
        beginResetModel();
    }
    m_entries = std::move(entries);
    m_query = query;
    m_shown = std::move(shown);
    if (isReset) {
        endResetModel();
    } else {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

const kafka::ConfigEntry *SettingModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_entries.at(m_shown.at(row)) : nullptr;
}

int SettingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int SettingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SettingModel::text(const kafka::ConfigEntry &entry, int column) const
{
    switch (column) {
    case Name: return plainText(entry.name, 200);
    case Value:
        if (entry.value) {
            return plainText(*entry.value, 500);
        }
        return entry.isSecret ? tr("(secret)") : tr("(not set)");
    case Words: return valueInWords(entry.name, entry.value.value_or(QString()));
    case Source: return sourceText(entry.source, m_of);
    default: return {};
    }
}

QVariant SettingModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const kafka::ConfigEntry &entry = *at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(entry, column);
    case Qt::ToolTipRole: {
        const QString about = settingText(entry.name);
        return plainToolTip(column == Name && !about.isEmpty() ? about : text(entry, column));
    }
    case Qt::AccessibleDescriptionRole: return column == Name ? settingText(entry.name) : QString();
    case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text(entry, column));
    case CellLookRole:
        if (column == Name) {
            return static_cast<int>(isOwn(entry) ? CellLook::Strong : CellLook::Plain);
        }
        return static_cast<int>(column == Value ? CellLook::Code : CellLook::Calm);
    default: return {};
    }
}

QVariant SettingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name: return tr("Setting");
    case Value: return tr("Value");
    case Words: return tr("In words");
    case Source: return tr("Set by");
    default: return {};
    }
}

} // namespace bd::app
