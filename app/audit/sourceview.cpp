#include "audit/sourceview.h"

#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QTextBlock>
#include <QToolTip>

#include "base/text.h"
#include "common/theme.h"
#include "common/words.h"

namespace bd::app {

namespace {

constexpr qsizetype mostShown = 1 << 20; // characters
constexpr int markRoom = 18;
constexpr int markSize = 8;
constexpr int gap = 8;

// Where a comment begins: at a # after white space that is in no quotes.
qsizetype commentStart(const QString &text)
{
    QChar quote;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text[at];
        if (!quote.isNull()) {
            quote = c == quote ? QChar() : quote;
        } else if (c == QLatin1Char('#') && (at == 0 || text[at - 1].isSpace())) {
            return at;
        } else if ((c == QLatin1Char('"') || c == QLatin1Char('\''))
                   && (at == 0 || QStringLiteral(" \t[{,:-").contains(text[at - 1]))) {
            quote = c;
        }
    }
    return text.size();
}

QTextCharFormat inColour(const QColor &colour)
{
    QTextCharFormat format;
    format.setForeground(colour);
    return format;
}

} // namespace

YamlColours::YamlColours(QTextDocument *document) : QSyntaxHighlighter(document) {}

void YamlColours::highlightBlock(const QString &text)
{
    static const QRegularExpression key(
        QStringLiteral(R"(^\s*(?:-\s+)*((?:"[^"]*"|'[^']*'|[^\s#'"\[{-][^#:]*|-[^\s#:][^#:]*)\s*):(?=\s|$))"));
    static const QRegularExpression reference(QStringLiteral(R"((?<=[\s:\[,-])[&*][\w.-]+|<<)"));
    const Theme &theme = Theme::of(nullptr);
    const qsizetype comment = commentStart(text);
    const QString code = text.left(comment);
    if (const auto match = key.match(code); match.hasMatch()) {
        setFormat(static_cast<int>(match.capturedStart(1)), static_cast<int>(match.capturedLength(1)),
                  inColour(theme.accent));
    }
    for (auto found = reference.globalMatch(code); found.hasNext();) {
        const auto match = found.next();
        setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()),
                  inColour(theme.waiting));
    }
    setFormat(static_cast<int>(comment), static_cast<int>(text.size() - comment), inColour(theme.muted));
}

class SourceView::Gutter : public QWidget
{
public:
    explicit Gutter(SourceView *view) : QWidget(view), m_view(view) { setCursor(Qt::ArrowCursor); }

protected:
    void paintEvent(QPaintEvent *event) override { m_view->paintGutter(event); }

    void mousePressEvent(QMouseEvent *event) override
    {
        if (const int line = m_view->lineAt(event->pos().y()); m_view->m_marks.contains(line)) {
            Q_EMIT m_view->lineChosen(line);
        }
    }

    void wheelEvent(QWheelEvent *event) override { event->ignore(); }

    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::ToolTip) {
            const auto *help = static_cast<QHelpEvent *>(event);
            m_view->tellAbout(help->globalPos(), help->pos().y());
            return true;
        }
        return QWidget::event(event);
    }

private:
    SourceView *m_view;
};

SourceView::SourceView(QWidget *parent)
    : ReadOnlyText(parent), m_gutter(new Gutter(this)), m_colours(new YamlColours(document()))
{
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setProperty("bare", true);
    setAccessibleName(tr("Compose file"));
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0) {
            m_gutter->scroll(0, dy);
        } else {
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
        }
    });
}

void SourceView::setSource(const QString &text)
{
    static const QRegularExpression breaks(QStringLiteral("\\r\\n?|\\x{85}|\\x{2028}|\\x{2029}")); // YAML's, beside \n
    const QString shown = plainText(QString(text.left(mostShown)).replace(breaks, QStringLiteral("\n")), mostShown);
    if (shown == toPlainText()) {
        return;
    }
    setPlainText(shown);
    m_line = 0;
    layBand();
    setViewportMargins(gutterWidth(), 0, 0, 0);
    m_gutter->setGeometry(contentsRect().left(), contentsRect().top(), gutterWidth(), contentsRect().height());
}

void SourceView::setMarks(const Marks &marks)
{
    m_marks = marks;
    m_gutter->update();
}

void SourceView::showLine(int line)
{
    m_line = line;
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (line > 0 && block.isValid()) {
        setTextCursor(QTextCursor(block));
        centerCursor();
    }
    layBand();
}

void SourceView::layBand()
{
    QList<QTextEdit::ExtraSelection> bands;
    const QTextBlock block = document()->findBlockByNumber(m_line - 1);
    if (m_line > 0 && block.isValid()) {
        QTextEdit::ExtraSelection band;
        band.cursor = QTextCursor(block);
        band.format.setBackground(Theme::of(this).accentGround);
        band.format.setProperty(QTextFormat::FullWidthSelection, true);
        bands += band;
    }
    setExtraSelections(bands);
}

int SourceView::gutterWidth() const
{
    const int digits = static_cast<int>(QString::number(std::max(100, blockCount())).size());
    return markRoom + digits * fontMetrics().horizontalAdvance(QLatin1Char('9')) + gap;
}

void SourceView::paintGutter(QPaintEvent *event)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(m_gutter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    painter.setClipRect(0, 0, m_gutter->width(), viewport()->height()); // not beside the scroll bar
    QTextBlock block = firstVisibleBlock();
    double top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= event->rect().bottom()) {
        const double height = blockBoundingRect(block).height();
        const int line = block.blockNumber() + 1;
        const auto mark = m_marks.find(line);
        if (mark != m_marks.end()) {
            const QRectF at(6, top + (height - markSize) / 2, markSize, markSize);
            StatePill::paintShape(painter, at, mark->second.shape, StatePill::colorOf(mark->second.shape, theme));
        }
        painter.setPen(line == m_line ? theme.text : theme.muted);
        painter.drawText(QRectF(0, top, m_gutter->width() - gap, height), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(line));
        top += height;
        block = block.next();
    }
}

int SourceView::lineAt(int y) const
{
    const QTextBlock block = cursorForPosition({0, y}).block();
    const QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
    return y >= rect.top() && y < rect.bottom() ? block.blockNumber() + 1 : 0;
}

void SourceView::tellAbout(const QPoint &globalPosition, int y)
{
    const auto mark = m_marks.find(lineAt(y));
    QToolTip::showText(globalPosition, mark == m_marks.end() ? QString() : plainToolTip(mark->second.text), this);
}

void SourceView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    setViewportMargins(gutterWidth(), 0, 0, 0);
    m_gutter->setGeometry(contentsRect().left(), contentsRect().top(), gutterWidth(), contentsRect().height());
}

void SourceView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_colours) { // the other scheme
        m_colours->rehighlight();
        layBand();
    }
}
bool SourceView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        tellAbout(help->globalPos(), help->pos().y());
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

} // namespace bd::app
