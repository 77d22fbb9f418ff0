// A surface with 8 px corners and a 1 px border, 16 px around what is in it; an edge in colour where it needs somebody.
#pragma once

#include <QFrame>

class QVBoxLayout;

namespace bd::app {

class Card : public QFrame
{
    Q_OBJECT

public:
    enum class Edge { None, Accent, Waiting, Problem };

    explicit Card(QWidget *parent = nullptr);

    void setEdge(Edge edge);
    QVBoxLayout *column() const { return m_column; } // what is in it goes here

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Edge m_edge = Edge::None;
    QVBoxLayout *m_column;
};

} // namespace bd::app
