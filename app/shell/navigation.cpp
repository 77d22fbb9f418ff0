#include "shell/navigation.h"

#include <QAction>
#include <QPainter>
#include <QVBoxLayout>

#include "common/labels.h"
#include "common/theme.h"

namespace bd::app {

namespace {

constexpr int navigationWidth = 184;

} // namespace

Navigation::Navigation(QWidget *parent) : Band(Qt::RightEdge, parent), m_column(new QVBoxLayout(this))
{
    setFixedWidth(navigationWidth);
    setAccessibleName(tr("Views"));
    m_column->setContentsMargins(8, 10, 9, 10);
    m_column->setSpacing(2);
    m_column->addStretch(1);
}

void Navigation::addHeading(const QString &text)
{
    QLabel *heading = plainLabel(text);
    setLook(heading, Look::Small);
    heading->setContentsMargins(10, 12, 10, 2);
    m_column->insertWidget(m_column->count() - 1, heading);
}

void Navigation::add(QAction *action)
{
    m_column->insertWidget(m_column->count() - 1, new NavigationButton(action, this));
}

NavigationButton::NavigationButton(QAction *action, QWidget *parent) : QAbstractButton(parent), m_action(action)
{
    setText(action->text());
    setAccessibleName(action->text());
    setToolTip(action->shortcut().toString(QKeySequence::NativeText));
    setCheckable(action->isCheckable());
    setAutoExclusive(action->isCheckable());
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    setChecked(action->isChecked());
    connect(action, &QAction::changed, this, &NavigationButton::showCount);
    if (!action->isCheckable()) {
        connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
        return;
    }
    connect(action, &QAction::toggled, this, &QAbstractButton::setChecked);
    connect(this, &QAbstractButton::toggled, action, [action](bool on) {
        if (on && !action->isChecked()) {
            action->trigger();
        }
    });
}

void NavigationButton::showCount()
{
    const int count = m_action->property("count").toInt();
    setAccessibleName(count > 0 ? tr("%1, %Ln need(s) you", nullptr, count).arg(text()) : text());
    update();
}

QSize NavigationButton::sizeHint() const
{
    return {120, 33};
}

void NavigationButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (isChecked() || underMouse()) {
        painter.setBrush(isChecked() ? theme.accentGround : theme.window);
        painter.drawRoundedRect(rect(), 6, 6);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
    QFont font = textFont();
    font.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    painter.setFont(font);
    painter.setPen(isChecked() ? theme.accent : theme.text);
    painter.drawText(rect().adjusted(10, 0, -10, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, width() - 20));
    if (const int count = m_action->property("count").toInt(); count > 0) {
        painter.setFont(smallFont());
        const QString number = QString::number(count);
        const int wide = qMax(20, painter.fontMetrics().horizontalAdvance(number) + 12);
        const QRect badge(width() - 10 - wide, (height() - 20) / 2, wide, 20);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.problemGround);
        painter.drawRoundedRect(badge, 10, 10);
        painter.setPen(theme.problem);
        painter.drawText(badge, Qt::AlignCenter, number);
    }
}

} // namespace bd::app
