#include "brokers/nodesdialog.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPushButton>
#include <QSet>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/rawtext.h"
#include "common/theme.h"

namespace bd::app {

namespace {

constexpr QSize usualSize(820, 560);
constexpr int treeWidth = 280;
constexpr qsizetype mostShown = 64 << 10;  // characters
constexpr qsizetype mostChildren = 10'000; // of one node
constexpr int pathRole = Qt::UserRole;

QTreeWidgetItem *itemFor(const QString &path, const QString &name)
{
    auto *item = new QTreeWidgetItem({plainText(name, 300)});
    item->setData(0, pathRole, path);
    item->setToolTip(0, plainText(path, 1000).toHtmlEscaped());
    item->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
    return item;
}

// What has gone goes, and what is new comes to its place: what is open or chosen stays so. Both are sorted.
void fill(QTreeWidgetItem *parent, const QString &path, const QStringList &names)
{
    const QSet<QString> there(names.begin(), names.end());
    const auto nameOf = [&](int at) {
        const QString child = parent->child(at)->data(0, pathRole).toString();
        return child.sliced(child.lastIndexOf(QLatin1Char('/')) + 1);
    };
    for (int at = parent->childCount() - 1; at >= 0; --at) {
        if (!there.contains(nameOf(at))) {
            delete parent->takeChild(at);
        }
    }
    for (int at = 0; at < names.size(); ++at) {
        if (at >= parent->childCount() || nameOf(at) != names[at]) {
            parent->insertChild(at, itemFor(zookeeper::childPath(path, names[at]), names[at]));
        }
    }
}

// JSON as it is read best; anything else as it stands.
QString dataText(const QByteArray &data)
{
    const QJsonDocument json = QJsonDocument::fromJson(data);
    return plainText(QString::fromUtf8(json.isNull() ? data : json.toJson()), mostShown);
}

} // namespace

NodesDialog::NodesDialog(const QString &project, QWidget *parent)
    : QDialog(parent), m_tree(new QTreeWidget), m_sentence(wrappedLabel(tr("Asking ZooKeeper…"))), m_text(new RawText)
{
    setWindowTitle(tr("ZooKeeper’s nodes of %1").arg(plainText(project, 100)));
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(10);
    QLabel *title = wrappedLabel(tr("What ZooKeeper holds"));
    setLook(title, Look::Heading);
    setLook(m_sentence, Look::Muted);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setAccessibleName(tr("Nodes"));
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_text->setAccessibleName(tr("What is in the node"));
    auto *right = new QWidget;
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->addWidget(m_sentence);
    rightColumn->addWidget(m_text, 1);
    auto *parts = new QSplitter;
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(10);
    parts->addWidget(m_tree);
    parts->addWidget(right);
    parts->setStretchFactor(1, 1);
    parts->setSizes({treeWidth, usualSize.width() - treeWidth});
    auto *close = new QPushButton(tr("Close"));
    close->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addWidget(title);
    column->addWidget(parts, 1);
    column->addLayout(buttons);
    const QString root = QStringLiteral("/");
    m_tree->addTopLevelItem(itemFor(root, root));
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &NodesDialog::want);
    connect(m_tree, &QTreeWidget::itemExpanded, this, &NodesDialog::want);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    m_tree->setFocus();
}

// Whoever answers has connected by then.
void NodesDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (!m_tree->currentItem()) {
        m_tree->setCurrentItem(m_tree->topLevelItem(0));
    }
}

QString NodesDialog::sentence() const
{
    return m_sentence->text();
}

void NodesDialog::want(QTreeWidgetItem *item)
{
    if (item) {
        Q_EMIT nodeWanted(item->data(0, pathRole).toString());
    }
}

void NodesDialog::choose(const QString &path)
{
    if (QTreeWidgetItem *item = itemOf(path)) {
        m_tree->setCurrentItem(item);
    }
}

QTreeWidgetItem *NodesDialog::itemOf(const QString &path) const
{
    QTreeWidgetItem *at = m_tree->topLevelItem(0);
    while (at && at->data(0, pathRole).toString() != path) {
        QTreeWidgetItem *next = nullptr;
        for (int i = 0; i < at->childCount() && !next; ++i) {
            const QString child = at->child(i)->data(0, pathRole).toString();
            if (path == child || path.startsWith(child + QLatin1Char('/'))) {
                next = at->child(i);
            }
        }
        at = next;
    }
    return at;
}

void NodesDialog::setNode(const QString &path, const Result<registration::NodeLook> &look)
{
    QTreeWidgetItem *item = itemOf(path);
    const bool isChosen = item && item == m_tree->currentItem();
    if (!look) {
        if (isChosen) {
            m_sentence->setText(
                plainText((look.error().message + QLatin1Char(' ') + look.error().hint).trimmed(), 400));
            m_text->clear();
        }
        return;
    }
    if (!item) {
        return;
    }
    const QStringList names = look->children.first(std::min(look->children.size(), mostChildren));
    const bool isNew = item->childCount() == 0;
    fill(item, path, names);
    if (isNew && !item->parent()) {
        item->setExpanded(true);
    }
    if (names.isEmpty()) {
        item->setChildIndicatorPolicy(QTreeWidgetItem::DontShowIndicator);
    }
    if (isChosen) {
        showNode(*look);
    }
}

void NodesDialog::showNode(const registration::NodeLook &look)
{
    const zookeeper::NodeStat &stat = look.node.stat;
    const QString made = toLocalText(stat.createdAt);
    m_sentence->setText(
        stat.ephemeralOwner == 0
            ? tr("%1: persistent, made %2, %3").arg(plainText(look.node.path, 300), made, dataSizeText(stat.dataLength))
            : tr("%1: of session %2, made %3, %4")
                  .arg(plainText(look.node.path, 300), zookeeper::sessionText(stat.ephemeralOwner), made,
                       dataSizeText(stat.dataLength)));
    m_text->setPlainText(look.node.data.isEmpty() ? tr("This node holds no data.") : dataText(look.node.data));
}

} // namespace bd::app
