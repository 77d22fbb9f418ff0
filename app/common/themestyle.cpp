#include "common/theme.h"

namespace bd::app {

namespace {

// @role stands for the theme's colour; longer names come first where one begins another.
const char *const sheet = R"(
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 4px 6px; }

QLabel { background: transparent; }
QLabel[look="title"] { font-size: 20px; font-weight: 700; }
QLabel[look="heading"] { font-size: 14px; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="muted"] { color: @muted; }
QLabel[look="problem"] { color: @problem; }
QLabel[look="small"] { color: @muted; font-size: 11px; }
QLabel[look="code"] { color: @muted; font-family: "DejaVu Sans Mono", monospace; font-size: 12px; }

QFrame[card="true"] { background: @surface; border: 1px solid @border; border-radius: 8px; }

QPushButton, QToolButton {
    background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 6px 12px;
    min-height: 16px; font-weight: 500;
}
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @border; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @disabled; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[look="primary"] { background: @accent; color: @onColor; border-color: @accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: @strongAccent; border-color: @strongAccent; }
QPushButton[look="primary"]:focus { border-color: @text; }
QPushButton[look="primary"]:disabled { background: @border; border-color: @border; color: @disabled; }
QPushButton[look="danger"] { color: @problem; border-color: @problem; }
QPushButton[look="danger"]:hover { background: @problemGround; }
QPushButton[look="danger"]:focus { border: 2px solid @problem; padding: 5px 11px; }
QPushButton[look="danger"]:disabled { color: @disabled; border-color: @border; }
QPushButton[look="destroy"] { background: @problem; color: @onColor; border-color: @problem; font-weight: 600; }
QPushButton[look="destroy"]:focus { border-color: @text; }
QPushButton[look="destroy"]:disabled { background: @paleProblem; border-color: @paleProblem; color: @onColor; }
QPushButton[look="link"] { color: @accent; background: transparent; border-color: transparent; padding: 2px 4px; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border-color: @accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
    background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 5px 8px;
    selection-background-color: @accent; selection-color: @onColor;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border-color: @accent;
}
QLineEdit > QToolButton { border: none; background: transparent; padding: 0; min-height: 0; }
QPlainTextEdit[bare="true"] { border: none; border-radius: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/icons/chevron-down-@scheme.svg); width: 12px; height: 12px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 24px; }
QAbstractSpinBox::up-arrow { image: url(:/icons/chevron-up-@scheme.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/chevron-down-@scheme.svg); width: 10px; height: 10px; }

QTreeView { background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 4px; }
QTreeView:focus { border-color: @accent; }
QTreeView::item { height: 26px; }
QTreeView::item:selected { background: @accentGround; color: @accent; }

QCheckBox { spacing: 7px; }
QCheckBox::indicator, QListWidget::indicator {
    width: 14px; height: 14px; border: 1px solid @neutral; border-radius: 4px; background: @surface;
}
QCheckBox::indicator:hover, QCheckBox::indicator:focus, QListWidget::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked, QListWidget::indicator:checked {
    background: @accent; border-color: @accent; image: url(:/icons/check-@scheme.svg);
}

QRadioButton { spacing: 7px; }
QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid @neutral; border-radius: 8px; background: @surface;
}
QRadioButton::indicator:hover, QRadioButton::indicator:focus { border-color: @accent; }
QRadioButton::indicator:checked {
    width: 6px; height: 6px; border: 5px solid @accent; border-radius: 8px; background: @onColor;
}

QTabBar::tab {
    background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent; padding: 6px 10px;
    font-weight: 600;
}
QTabBar::tab:selected { color: @accent; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { background: @accentGround; }

QMenu { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accentGround; color: @accent; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }

QAbstractItemView {
    background: @surface; color: @text; border: none; outline: none; gridline-color: @border;
    selection-background-color: @accentGround; selection-color: @text;
}
QHeaderView { background: @surface; }
QHeaderView::section {
    background: @surface; color: @muted; border: none; border-bottom: 1px solid @border; padding: 6px 14px;
    font-size: 11px; font-weight: 600;
}

QScrollArea { border: none; background: transparent; }
QAbstractScrollArea::corner { border: none; background: transparent; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @neutral; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @hover; }
QProgressBar {
    background: @border; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; color: transparent;
}
QProgressBar::chunk { background: @accent; border-radius: 3px; }
)";

QColor between(const QColor &one, const QColor &other, double share)
{
    const auto mix = [share](int a, int b) { return qRound(a + (b - a) * share); };
    return QColor(mix(one.red(), other.red()), mix(one.green(), other.green()), mix(one.blue(), other.blue()));
}

} // namespace

QString styleSheetOf(const Theme &theme)
{
    struct Entry {
        const char *role;
        QColor color;
    };
    const Entry entries[] = {
        {"@accentGround", theme.accentGround},
        {"@accent", theme.accent},
        {"@border", theme.border},
        {"@disabled", between(theme.muted, theme.surface, 0.4)},
        {"@hover", between(theme.surface, theme.text, 0.05)},
        {"@muted", theme.muted},
        {"@neutral", theme.neutral},
        {"@onColor", theme.onColor},
        {"@paleProblem", between(theme.problem, theme.surface, 0.55)},
        {"@problemGround", theme.problemGround},
        {"@problem", theme.problem},
        {"@strongAccent", between(theme.accent, theme.text, 0.15)},
        {"@surface", theme.surface},
        {"@text", theme.text},
        {"@waiting", theme.waiting},
    };
    QString text = QString::fromLatin1(sheet);
    text.replace(QLatin1String("@scheme"), theme.isDark ? QLatin1String("dark") : QLatin1String("light"));
    for (const Entry &entry : entries) {
        text.replace(QLatin1String(entry.role), entry.color.name());
    }
    return text;
}

} // namespace bd::app
