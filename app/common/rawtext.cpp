#include "common/rawtext.h"

#include <algorithm>

#include <QPushButton>

#include "base/text.h"

namespace bd::app {

RawText::RawText(QWidget *parent) : ReadOnlyText(parent)
{
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Raw output"));
}

void RawText::setRaw(const QString &text)
{
    constexpr qsizetype limit = 64 << 10;
    const QString shown = plainText(text, limit).trimmed();
    if (shown != toPlainText()) {
        setPlainText(shown);
        updateGeometry();
    }
}

QSize RawText::sizeHint() const
{
    constexpr int mostLines = 14;
    const int lines = std::clamp(static_cast<int>(toPlainText().count(QLatin1Char('\n'))) + 1, 2, mostLines);
    const int margins = 2 * (frameWidth() + static_cast<int>(document()->documentMargin()));
    return {400, lines * fontMetrics().lineSpacing() + margins};
}

QSize RawText::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void putBehind(QPushButton *button, RawText *raw)
{
    const auto show = [button, raw](bool shown) {
        raw->setVisible(shown);
        button->setText(shown ? RawText::tr("Hide the proof") : RawText::tr("Show the proof"));
    };
    button->setCheckable(true);
    QObject::connect(button, &QPushButton::toggled, raw, show);
    show(false);
}

} // namespace bd::app
