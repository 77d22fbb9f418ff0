#include "topics/settingmodel.h"

#include <algorithm>

#include "base/text.h"
#include "common/rowdelegate.h"
#include "common/words.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

using Source = kafka::ConfigEntry::Source;

// Nearest first: what somebody set on this topic is what people look for.
int distance(Source source)
{
    switch (source) {
    case Source::Topic: return 0;
    case Source::DynamicBroker:
    case Source::DynamicDefaultBroker:
    case Source::StaticBroker: return 1;
    case Source::Default:
    case Source::Unknown: break;
    }
    return 2;
}

} // namespace

void SettingModel::setEntries(const std::vector<kafka::ConfigEntry> &entries)
{
    if (entries != m_entries) {
        show(entries, m_filter);
    }
}

void SettingModel::setFilter(const QString &filter)
{
    if (filter != m_filter) {
        show(m_entries, filter);
    }
}

void SettingModel::show(std::vector<kafka::ConfigEntry> entries, const QString &filter)
{
    std::vector<int> shown;
    for (int i = 0; i < static_cast<int>(entries.size()); ++i) {
        if (entries.at(i).name.contains(filter, Qt::CaseInsensitive)) {
            shown.push_back(i);
        }
    }
    const auto key = [&entries](int i) { return std::pair(distance(entries.at(i).source), entries.at(i).name); };
    std::ranges::sort(shown, {}, key);
    const bool isReset = shown.size() != m_shown.size() || shown.empty();
    if (isReset) {
        beginResetModel();
    }
    m_entries = std::move(entries);
    m_filter = filter;
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

QString SettingModel::text(const kafka::ConfigEntry &entry, int column)
{
    switch (column) {
    case Name: return plainText(entry.name, 200);
    case Value: return entry.value ? plainText(*entry.value, 500) : tr("(secret)");
    case Words: return valueInWords(entry.name, entry.value.value_or(QString()));
    case Source: return sourceText(entry.source);
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
    const bool isOwn = entry.source == Source::Topic;
    switch (role) {
    case Qt::DisplayRole: return text(entry, column);
    case Qt::ToolTipRole: {
        const QString about = settingText(entry.name);
        return plainToolTip(column == Name && !about.isEmpty() ? about : text(entry, column));
    }
    case Qt::AccessibleDescriptionRole: return column == Name ? settingText(entry.name) : QString();
    case Qt::AccessibleTextRole:
        return tr("%1: %2", "column name and its value")
            .arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), text(entry, column));
    case CellLookRole:
        if (column == Name) {
            return static_cast<int>(isOwn ? CellLook::Strong : CellLook::Plain);
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
