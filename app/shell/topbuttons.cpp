#include "shell/topbuttons.h"

#include <algorithm>

#include <QPainter>
#include <QStyleOptionButton>
#include <QStylePainter>

#include "base/text.h"
#include "common/labels.h"
#include "common/theme.h"
#include "common/words.h"

namespace bd::app {

namespace {

constexpr int side = 12;
constexpr int gap = 5;
constexpr int chevron = 16; // room for ▾ and what is before it
constexpr int buttonHeight = 30;

QFont nameFont()
{
    QFont font = textFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

void paintGround(QPushButton *button)
{
    QStyleOptionButton option;
    option.initFrom(button);
    option.features = QStyleOptionButton::None;
    if (button->isDown()) {
        option.state |= QStyle::State_Sunken;
    }
    QStylePainter(button).drawControl(QStyle::CE_PushButtonBevel, option);
}

int widthOf(const QFont &font, const QString &text)
{
    return text.isEmpty() ? 0 : QFontMetrics(font).horizontalAdvance(text) + 1;
}

void drawElided(QPainter &painter, const QRect &at, const QFont &font, const QString &text, Qt::TextElideMode mode)
{
    painter.setFont(font);
    painter.drawText(at, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(text, mode, at.width()));
}

} // namespace

ProjectButton::ProjectButton(QWidget *parent) : QPushButton(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setProject({}, {});
}

void ProjectButton::setProject(const QString &name, const QString &path)
{
    m_name = plainText(name, 200);
    m_path = plainText(path, 400);
    setAccessibleName(m_name.isEmpty() ? tr("Open a project") : tr("Project %1, open another").arg(m_name));
    setPlainToolTip(this, QString(m_name + QLatin1Char('\n') + m_path).trimmed());
    updateGeometry();
    update();
}

QString ProjectButton::shownName() const
{
    return m_name.isEmpty() ? tr("Open a project") : m_name;
}

QSize ProjectButton::sizeHint() const
{
    const int path = widthOf(textFont(), m_path);
    return {side + widthOf(nameFont(), shownName()) + (path > 0 ? gap + path : 0) + chevron + side, buttonHeight};
}

QSize ProjectButton::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), 120), buttonHeight};
}

void ProjectButton::paintEvent(QPaintEvent *)
{
    paintGround(this);
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const QRect inside = rect().adjusted(side, 0, -side, 0);
    painter.setPen(theme.muted);
    drawElided(painter, QRect(inside.right() - chevron + 7, inside.top(), chevron, inside.height()), textFont(),
               QStringLiteral("▾"), Qt::ElideNone);

    const int room = inside.width() - chevron;
    const int name = std::min(widthOf(nameFont(), shownName()), room);
    const int path = room - name - gap;
    if (path > 40) {
        drawElided(painter, QRect(inside.left() + name + gap, inside.top(), path, inside.height()), textFont(), m_path,
                   Qt::ElideMiddle);
    }
    painter.setPen(theme.text);
    drawElided(painter, QRect(inside.left(), inside.top(), name, inside.height()), nameFont(), shownName(),
               Qt::ElideMiddle);
}

FindButton::FindButton(const QString &text, const QString &key, QWidget *parent)
    : QPushButton(parent), m_words(text), m_key(key)
{
    setLook(this, Look::Link);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void FindButton::setShort(bool isShort)
{
    m_isShort = isShort;
    updateGeometry();
    update();
}

QSize FindButton::sizeHint() const
{
    const int words = m_isShort ? 0 : widthOf(textFont(), m_words) + 8;
    return {4 + words + widthOf(smallFont(), m_key) + 12 + 4, buttonHeight};
}

QSize FindButton::minimumSizeHint() const
{
    return sizeHint();
}

void FindButton::paintEvent(QPaintEvent *)
{
    paintGround(this);
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int cap = widthOf(smallFont(), m_key) + 12;
    const QRectF key(width() - 4 - cap, (height() - 18) / 2.0, cap, 18);
    painter.setPen(theme.muted);
    if (!m_isShort) {
        drawElided(painter, rect().adjusted(4, 0, -cap - 12, 0), textFont(), m_words, Qt::ElideRight);
    }
    painter.setFont(smallFont());
    painter.drawText(key, Qt::AlignCenter, m_key);
    painter.setPen(theme.border);
    painter.drawRoundedRect(key.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

} // namespace bd::app
