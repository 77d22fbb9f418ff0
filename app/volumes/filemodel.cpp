#include "volumes/filemodel.h"

#include <algorithm>

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"

namespace bd::app {

using snapshot::TarEntry;

QString FileModel::pathOf(const TarEntry &file)
{
    // the first name is the folder that was copied
    const qsizetype slash = file.path.indexOf('/');
    QString path = slash < 0 ? QString() : QString::fromUtf8(file.path.sliced(slash + 1));
    while (path.endsWith(QLatin1Char('/'))) {
        path.chop(1);
    }
    return path;
}

void FileModel::setFiles(const std::vector<TarEntry> &files, TimePoint now)
{
    m_now = now;
    m_files = files;
    std::erase_if(m_files, [](const TarEntry &one) { return pathOf(one).isEmpty(); });
    std::vector<QString> paths;
    paths.reserve(m_files.size());
    for (const TarEntry &one : m_files) {
        paths.push_back(pathOf(one));
    }
    NameOrder order = orderOfNames(paths);
    std::vector<TarEntry> sorted;
    sorted.reserve(m_files.size());
    for (const int at : order.from) {
        sorted.push_back(std::move(m_files[static_cast<size_t>(at)]));
    }
    m_files = std::move(sorted);
    m_folded = std::move(order.folded);
    setFilter(m_filter);
}

void FileModel::setFilter(const QString &filter)
{
    beginResetModel();
    m_filter = filter;
    m_shown = matchingNames(m_folded, filter);
    endResetModel();
}

int FileModel::fileCount() const
{
    return static_cast<int>(std::ranges::count(m_files, TarEntry::Kind::File, &TarEntry::kind));
}

const TarEntry *FileModel::fileAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_files.at(static_cast<size_t>(m_shown.at(static_cast<size_t>(row))))
                                        : nullptr;
}

int FileModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int FileModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString FileModel::text(const TarEntry &file, int column) const
{
    switch (column) {
    case Path: {
        const QString path = plainText(pathOf(file), 1000);
        if (file.kind == TarEntry::Kind::Directory) {
            return path + QLatin1Char('/');
        }
        return file.target.isEmpty() ? path
                                     : tr("%1 → %2", "a link and where it leads")
                                           .arg(path, plainText(QString::fromUtf8(file.target), 300));
    }
    case Size: return file.kind == TarEntry::Kind::File ? dataSizeText(file.size) : QString();
    case Changed: return dayText(TimePoint(std::chrono::seconds(file.modifiedAt)), m_now);
    default: return {};
    }
}

QVariant FileModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const int column = index.column();
    const TarEntry &file = *fileAt(index.row());
    switch (role) {
    case Qt::DisplayRole: return text(file, column);
    case Qt::TextAlignmentRole: return cellAlignment(column == Size);
    case Qt::ToolTipRole: return plainToolTip(text(file, column));
    case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text(file, column));
    case CellLookRole: return static_cast<int>(column == Path ? CellLook::Code : CellLook::Calm);
    default: return {};
    }
}

QVariant FileModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, section == Size);
    }
    switch (section) {
    case Path: return tr("File");
    case Size: return tr("Size");
    case Changed: return tr("Changed");
    default: return {};
    }
}

} // namespace bd::app
