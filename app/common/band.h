// A strip of the window's frame: the surface's colour and one border line along an edge.
#pragma once

#include <QWidget>

namespace bd::app {

class Band : public QWidget
{
    Q_OBJECT

public:
    Band(Qt::Edge line, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::Edge m_line;
};

} // namespace bd::app
