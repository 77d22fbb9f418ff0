#include "logs/logdelegate.h"

#include <array>

#include <QPainter>
#include <QTextLayout>

#include "common/theme.h"
#include "logs/logmodel.h"

namespace bd::app {

namespace {

constexpr int margin = 14;
constexpr int drawn = 600; // characters that may be seen at once in the widest window

// Terminals' colours by what they are used for: their own are made for black.
QColor colourOf(int colour, const Theme &theme)
{
    const std::array<QColor, 8> colours{theme.muted,  theme.problem,  theme.good,   theme.waiting,
                                        theme.accent, theme.starting, theme.accent, theme.text};
    return colours[static_cast<size_t>(colour % 8)];
}

QList<QTextLayout::FormatRange> formatsOf(const LogCell &cell, const Theme &theme)
{
    QList<QTextLayout::FormatRange> formats;
    for (const logs::Span &span : cell.text.spans) {
        QTextCharFormat format;
        if (span.colour >= 0) {
            format.setForeground(colourOf(span.colour, theme));
        }
        if (span.isBold) {
            format.setFontWeight(QFont::DemiBold);
        }
        formats.push_back({static_cast<int>(span.start), static_cast<int>(span.length), format});
    }
    for (const logs::Span &span : cell.found) {
        QTextCharFormat format;
        format.setBackground(theme.waitingGround);
        format.setForeground(theme.text);
        formats.push_back({static_cast<int>(span.start), static_cast<int>(span.length), format});
    }
    return formats;
}

QColor penOf(const LogCell &cell, const Theme &theme)
{
    if (cell.isOfTrace) {
        return theme.muted;
    }
    return cell.level >= logs::Level::Error  ? theme.problem
           : cell.level == logs::Level::Warn ? theme.waiting
                                             : theme.text;
}

void paintLine(QPainter &painter, const QRect &inside, const LogCell &cell, const Theme &theme)
{
    QString text = cell.text.text.left(drawn);
    text.replace(QLatin1Char('\t'), QLatin1Char(' ')); // one for one: places stay
    QTextLayout layout(text, codeFont());
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFormats(formatsOf(cell, theme));
    layout.beginLayout();
    QTextLine line = layout.createLine();
    layout.endLayout();
    painter.setPen(penOf(cell, theme));
    painter.save();
    painter.setClipRect(inside);
    layout.draw(&painter, QPointF(inside.left(), inside.top() + (inside.height() - line.height()) / 2));
    painter.restore();
}

// «+12»: frames that a click shows.
int paintFrames(QPainter &painter, const QRect &inside, int frames, const Theme &theme)
{
    const QString text = LogDelegate::tr("+%Ln", "frames of a trace that are folded", frames);
    painter.setFont(smallFont());
    const int width = painter.fontMetrics().horizontalAdvance(text) + 12;
    const QRect pill(inside.right() - width, inside.top() + 2, width, inside.height() - 4);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accentGround);
    painter.drawRoundedRect(pill, 6, 6);
    painter.restore();
    painter.setPen(theme.accent);
    painter.drawText(pill, Qt::AlignCenter, text);
    return width + 6;
}

} // namespace

void LogDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, theme.accentGround);
    }
    QRect inside = option.rect.adjusted(margin, 0, -4, 0); // as the heads stand
    if (index.column() != LogModel::Text) {
        painter->setFont(index.column() == LogModel::Time ? codeFont() : textFont());
        painter->setPen(theme.muted);
        painter->drawText(inside, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, inside.width()));
        return;
    }
    const LogCell cell = index.data(LogModel::LineRole).value<LogCell>();
    if (cell.frames > 0) {
        inside.setRight(inside.right() - paintFrames(*painter, inside, cell.frames, theme));
    }
    paintLine(*painter, inside, cell, theme);
}

QSize LogDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {100, rowHeight};
}

} // namespace bd::app
