#include "shell/palette.h"

#include <algorithm>

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "common/theme.h"

namespace bd::app {

namespace {

constexpr int rowHeight = 32;
constexpr int mostRows = 10;

class RowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200, rowHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.widget);
        const bool chosen = option.state & QStyle::State_Selected;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (chosen) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.accentGround);
            painter->drawRoundedRect(option.rect, 6, 6);
        }
        const QRect inside = option.rect.adjusted(10, 0, -10, 0);
        const QString hint = index.data(Qt::UserRole).toString();
        painter->setFont(smallFont());
        const int hintWidth = std::min(painter->fontMetrics().horizontalAdvance(hint) + 2, inside.width() / 2);
        painter->setPen(theme.muted);
        painter->drawText(inside, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(hint, Qt::ElideMiddle, hintWidth));
        painter->setFont(textFont());
        painter->setPen(chosen ? theme.accent : theme.text);
        const int room = inside.width() - hintWidth - 12;
        painter->drawText(inside, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room));
        painter->restore();
    }
};

} // namespace

std::vector<PaletteItem> matching(const std::vector<PaletteItem> &items, const QString &typed)
{
    const QStringList words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<PaletteItem> found;
    std::copy_if(items.begin(), items.end(), std::back_inserter(found), [&](const PaletteItem &item) {
        return std::all_of(words.begin(), words.end(), [&](const QString &word) {
            return item.text.contains(word, Qt::CaseInsensitive) || item.hint.contains(word, Qt::CaseInsensitive);
        });
    });
    std::stable_partition(found.begin(), found.end(), [&](const PaletteItem &item) {
        return item.text.startsWith(typed.trimmed(), Qt::CaseInsensitive);
    });
    return found;
}

Palette::Palette(QWidget *parent) : QFrame(parent), m_line(new QLineEdit), m_list(new QListWidget)
{
    setProperty("card", true);
    setAccessibleName(tr("Find anything"));
    m_line->setPlaceholderText(tr("Find a view, an action, a service…"));
    m_line->setAccessibleName(tr("Find anything"));
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("What was found"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_line);
    column->addWidget(m_list);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &Palette::fill);
    connect(m_line, &QLineEdit::returnPressed, this, &Palette::runCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &Palette::runCurrent);
    hide();
}

void Palette::open(std::vector<PaletteItem> items)
{
    m_items = std::move(items);
    m_focusBefore = QApplication::focusWidget();
    m_line->clear();
    fill();
    show();
    raise();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void Palette::fill()
{
    m_shown = matching(m_items, m_line->text());
    m_list->clear();
    for (const PaletteItem &item : m_shown) {
        auto *row = new QListWidgetItem(item.text, m_list);
        row->setData(Qt::UserRole, item.hint);
    }
    m_list->setCurrentRow(m_shown.empty() ? -1 : 0);
    place();
}

void Palette::place()
{
    const int rows = std::clamp(static_cast<int>(m_shown.size()), 1, mostRows);
    const int width = std::min(560, parentWidget()->width() - 40);
    m_list->setFixedHeight(rows * rowHeight + 2);
    setGeometry((parentWidget()->width() - width) / 2, 56, width, sizeHint().height());
}

void Palette::runCurrent()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= static_cast<int>(m_shown.size())) {
        return;
    }
    const auto run = m_shown.at(row).run;
    close();
    run();
}

void Palette::close()
{
    hide();
    if (m_focusBefore && m_focusBefore->window() == window()) {
        m_focusBefore->setFocus();
    }
    m_focusBefore = nullptr;
}

bool Palette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && isVisible()) {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason) {
            m_focusBefore = nullptr;
            hide();
        }
    }
    if (event->type() != QEvent::KeyPress) {
        return QFrame::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent *>(event)->key();
    const int count = m_list->count();
    if (key == Qt::Key_Escape) {
        close();
    } else if ((key == Qt::Key_Down || key == Qt::Key_Up) && count > 0) {
        m_list->setCurrentRow((m_list->currentRow() + (key == Qt::Key_Down ? 1 : count - 1)) % count);
    } else {
        return QFrame::eventFilter(watched, event);
    }
    return true;
}

} // namespace bd::app
