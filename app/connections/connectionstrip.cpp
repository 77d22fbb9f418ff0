#include "connections/connectionstrip.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include "base/text.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/theme.h"
#include "connections/connectionwords.h"

namespace bd::app {

namespace {

constexpr int edgeWidth = 4;

} // namespace

ConnectionStrip::ConnectionStrip(QWidget *parent) : QWidget(parent), m_text(new ElidedLabel), m_back(new QPushButton)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(pageMargin, 6, pageMargin, 6);
    setLook(m_back, Look::Link);
    row->addWidget(m_text, 1);
    row->addWidget(m_back);
    hide();
    connect(m_back, &QPushButton::clicked, this, &ConnectionStrip::ownBrokersWanted);
}

void ConnectionStrip::setConnection(const std::optional<store::Connection> &connection)
{
    m_connection = connection;
    if (connection) {
        const QString name = plainText(connection->name, 80);
        const QString where = plainText(connection->bootstrap, 200);
        m_text->setText(connection->readOnly ? tr("%1, read-only: %2", "connection: addresses").arg(name, where)
                                             : tr("%1: %2", "connection: addresses").arg(name, where));
    }
    setVisible(m_inView && m_connection);
    update();
}

void ConnectionStrip::setInView(bool inView)
{
    m_inView = inView;
    setVisible(m_inView && m_connection);
}

void ConnectionStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    const QColor color = m_connection ? colourOf(m_connection->colour, theme) : QColor();
    QPainter painter(this);
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(QRect(0, 0, edgeWidth, height()), color.isValid() ? color : theme.neutral);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.border);
}

} // namespace bd::app
