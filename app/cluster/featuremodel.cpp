#include "cluster/featuremodel.h"

#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"

namespace bd::app {

void FeatureModel::setFeatures(const std::vector<kafka::Feature> &features)
{
    if (features != m_features) {
        beginResetModel();
        m_features = features;
        endResetModel();
    }
}

int FeatureModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_features.size());
}

int FeatureModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString FeatureModel::text(const kafka::Feature &feature, int column)
{
    switch (column) {
    case Name: return feature.name;
    case Level: return feature.finalized ? QString::number(*feature.finalized) : tr("none");
    case Possible: return tr("%1 to %2", "levels").arg(feature.least).arg(feature.most);
    case Words: {
        const bool isMetadata = feature.name == QLatin1String("metadata.version");
        const QString release = isMetadata ? kafka::metadataRelease(feature.finalized.value_or(0)) : QString();
        return release.isEmpty() ? QString() : tr("metadata as in Kafka %1").arg(release);
    }
    default: return {};
    }
}

QVariant FeatureModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const kafka::Feature &feature = m_features.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(feature, column);
    case Qt::ToolTipRole: return plainToolTip(text(feature, column));
    case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text(feature, column));
    case CellLookRole: return static_cast<int>(column == Name ? CellLook::Strong : CellLook::Calm);
    default: return {};
    }
}

QVariant FeatureModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name: return tr("Feature");
    case Level: return tr("Level");
    case Possible: return tr("Possible");
    case Words: return tr("In words");
    default: return {};
    }
}

} // namespace bd::app
