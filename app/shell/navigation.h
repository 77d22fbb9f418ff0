// The list of views at the left: one is always chosen.
#pragma once

#include <QAbstractButton>
#include <QList>

#include "common/band.h"

class QAction;
class QVBoxLayout;

namespace bd::app {

class Navigation : public Band
{
    Q_OBJECT

public:
    explicit Navigation(QWidget *parent = nullptr);

    void addHeading(const QString &text);
    void add(QAction *action); // checkable: a view; else what opens a window of its own

private:
    QVBoxLayout *m_column;
};

class NavigationButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit NavigationButton(QAction *action,
                              QWidget *parent = nullptr); // its property «count»: what needs somebody there

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showCount();

    QAction *m_action;
};

} // namespace bd::app
