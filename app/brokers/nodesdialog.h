// A look into ZooKeeper: its nodes as a tree, and what one holds. Nothing can be written. Shows values; what is wanted leaves as a
// signal.
#pragma once

#include <QDialog>

#include "base/error.h"
#include "registration/look.h"

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace bd::app {

class RawText;

class NodesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit NodesDialog(const QString &project, QWidget *parent = nullptr);

    void choose(const QString &path); // of a node that the tree has
    void setNode(const QString &path, const Result<registration::NodeLook> &look);

    QTreeWidget *tree() const { return m_tree; }
    RawText *text() const { return m_text; }
    QString sentence() const;

Q_SIGNALS:
    void nodeWanted(const QString &path);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void want(QTreeWidgetItem *item);
    void showNode(const registration::NodeLook &look);
    QTreeWidgetItem *itemOf(const QString &path) const; // nullptr: it is not in the tree any more

    QTreeWidget *m_tree;
    QLabel *m_sentence;
    RawText *m_text;
};

} // namespace bd::app
