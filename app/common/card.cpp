#include "common/card.h"

#include <QStyle>
#include <QVBoxLayout>

namespace bd::app {

Card::Card(QWidget *parent) : QFrame(parent), m_column(new QVBoxLayout(this))
{
    setProperty("card", true);
    m_column->setContentsMargins(16, 14, 16, 14);
    m_column->setSpacing(8);
}

void Card::setEdge(Edge edge)
{
    const char *names[] = {"", "accent", "waiting", "problem"};
    setProperty("edge", QString::fromLatin1(names[static_cast<int>(edge)]));
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace bd::app
