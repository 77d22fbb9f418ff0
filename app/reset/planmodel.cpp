#include "reset/planmodel.h"

#include <QLocale>

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/settingwords.h"
#include "common/words.h"
#include "stack/volumes.h"

namespace bd::app {

namespace {

using reset::PlannedGroup;
using reset::PlannedTopic;

QString recordsText(const std::optional<qint64> &records)
{
    return records ? QStringLiteral("≈ ") + QLocale().toString(*records) : unknownText;
}

QString topicSizeText(const ResetPreview &preview, const QString &topic)
{
    const auto bytes = preview.topicSizes.constFind(topic);
    return bytes == preview.topicSizes.cend() ? unknownText : dataSizeText(*bytes);
}

QString writeText(const ResetPreview &preview, const QString &topic)
{
    const auto write = preview.lastWrites.constFind(topic);
    if (write == preview.lastWrites.cend()) {
        return unknownText;
    }
    return *write ? dayText(**write, preview.asOf) : PlanModel::tr("none", "last write");
}

} // namespace

void PlanModel::show(QStringList header, QList<int> numbers, std::vector<QStringList> rows)
{
    beginResetModel();
    m_header = std::move(header);
    m_numbers = std::move(numbers);
    m_rows = std::move(rows);
    endResetModel();
}

void PlanModel::showVolumes(const ResetPreview &preview)
{
    const auto purpose = [&](const QString &name) {
        return preview.holds.contains(name) ? stack::purposeText(preview.holds.value(name)) : QString();
    };
    std::vector<QStringList> rows;
    for (const guard::PlannedVolume &one : preview.full.removal.volumes) {
        const QString name = plainText(one.name, 255);
        rows.push_back({one.isAnonymous ? tr("%1… (anonymous)").arg(name.left(12)) : name,
                        one.goesWithContainer ? tr("made for its container") : purpose(one.name),
                        preview.sizes.contains(one.name) ? dataSizeText(preview.sizes.value(one.name)) : unknownText});
    }
    for (const guard::PlannedContainer &one : preview.full.removal.containers) {
        rows.push_back({plainText(one.name, 255), tr("container of %1").arg(plainText(one.service, 100)), QString()});
    }
    show({tr("Volume or container that goes"), tr("Holds"), tr("Size")}, {2}, std::move(rows));
}

void PlanModel::showTopicNames(const ResetPreview &preview)
{
    std::vector<QStringList> rows;
    if (preview.everything) {
        for (const PlannedTopic &topic : preview.everything->topics) {
            rows.push_back({plainText(topic.name, 249), recordsText(topic.records), topicSizeText(preview, topic.name),
                            writeText(preview, topic.name)});
        }
    }
    for (const PlannedGroup &group : preview.everything ? preview.everything->groups : std::vector<PlannedGroup>()) {
        rows.push_back({plainText(group.id, 249), tr("group"), QString(), QString()});
    }
    show({tr("Topic or group"), tr("Records"), tr("Size"), tr("Last write")}, {1, 2}, std::move(rows));
}

void PlanModel::showTopics(const ResetPreview &preview, reset::Operation level)
{
    const auto word = [](const PlannedTopic &topic) {
        switch (topic.way) {
        case PlannedTopic::Way::Empty: return tr("is emptied");
        case PlannedTopic::Way::Recreate: return tr("is made anew as it is: it is compacted");
        case PlannedTopic::Way::Delete: return topic.isExpected ? tr("is made anew as expected") : tr("is deleted");
        }
        return QString();
    };
    std::vector<QStringList> rows;
    if (const reset::TopicPlan *plan = preview.topics(level)) {
        for (const PlannedTopic &topic : plan->topics) {
            rows.push_back({plainText(topic.name, 249), word(topic), recordsText(topic.records),
                            topicSizeText(preview, topic.name), writeText(preview, topic.name)});
        }
    }
    show({tr("Topic"), tr("What is done"), tr("Records that go"), tr("Size"), tr("Last write")}, {2, 3},
         std::move(rows));
}

void PlanModel::showGroups(const ResetPreview &preview, reset::Operation level)
{
    const auto word = [](const PlannedGroup &group) {
        switch (group.way) {
        case PlannedGroup::Way::Rewind: return tr("goes back to the beginning");
        case PlannedGroup::Way::Delete: return tr("is deleted");
        case PlannedGroup::Way::Leave: return tr("is left alone: %1").arg(plainText(group.why, 300));
        }
        return QString();
    };
    std::vector<QStringList> rows;
    if (const reset::TopicPlan *plan = preview.topics(level)) {
        for (const PlannedGroup &group : plan->groups) {
            rows.push_back({plainText(group.id, 249), word(group)});
        }
    }
    show({tr("Group"), tr("What is done")}, {}, std::move(rows));
}

int PlanModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PlanModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_header.size());
}

QVariant PlanModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const int column = index.column();
    const QString text = m_rows.at(static_cast<size_t>(index.row())).value(column);
    switch (role) {
    case Qt::DisplayRole: return text;
    case Qt::ToolTipRole: return plainToolTip(text);
    case Qt::TextAlignmentRole: return cellAlignment(m_numbers.contains(column));
    case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text);
    case CellLookRole: return static_cast<int>(column == 0 ? CellLook::Code : CellLook::Calm);
    default: return {};
    }
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, m_numbers.contains(section));
    }
    return m_header.value(section);
}

} // namespace bd::app
