#include "audit/diffview.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTextBlock>

#include "base/text.h"
#include "common/theme.h"

namespace bd::app {

namespace {

using Kind = audit::DiffLine::Kind;
constexpr qsizetype widest = 2000; // characters of a line
constexpr int numberWidth = 4;

QString signOf(Kind kind)
{
    switch (kind) {
    case Kind::Same: return QStringLiteral("  ");
    case Kind::Removed: return QStringLiteral("− ");
    case Kind::Added: return QStringLiteral("+ ");
    case Kind::Gap: return {};
    }
    return {};
}

QString lineText(const audit::DiffLine &line)
{
    if (line.kind == Kind::Gap) {
        return QStringLiteral("⋯");
    }
    static const QRegularExpression breaks(QStringLiteral("[\\r\\x{2028}\\x{2029}]")); // one block each
    const int number = line.kind == Kind::Removed ? line.before : line.after;
    return QStringLiteral("%1 %2%3")
        .arg(number, numberWidth)
        .arg(signOf(line.kind), plainText(line.text, widest).remove(breaks));
}

} // namespace

DiffView::DiffView(QWidget *parent) : ReadOnlyText(parent)
{
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setAccessibleName(tr("What would be written"));
}

void DiffView::setFiles(const std::vector<audit::EditedFile> &files)
{
    QStringList lines;
    m_kinds.clear();
    for (const audit::EditedFile &file : files) {
        if (files.size() > 1 || file.isNew) {
            const QString name = plainText(QFileInfo(file.path).fileName(), 200);
            lines += file.isNew ? tr("%1 (new)").arg(name) : name;
            m_kinds.push_back(Kind::Gap);
        }
        for (const audit::DiffLine &line : audit::diffOf(file.before, file.after)) {
            lines += lineText(line);
            m_kinds.push_back(line.kind);
        }
    }
    setPlainText(lines.join(QLatin1Char('\n')));
    colour();
}

void DiffView::colour()
{
    const Theme &theme = Theme::of(this);
    QList<QTextEdit::ExtraSelection> bands;
    QTextBlock block = document()->firstBlock();
    for (size_t at = 0; at < m_kinds.size() && block.isValid(); ++at, block = block.next()) {
        const Kind kind = m_kinds[at];
        if (kind == Kind::Same) {
            continue;
        }
        QTextEdit::ExtraSelection band;
        band.cursor = QTextCursor(block);
        if (kind == Kind::Gap) {
            band.cursor.select(QTextCursor::LineUnderCursor);
            band.format.setForeground(theme.muted);
        } else {
            band.format.setBackground(kind == Kind::Added ? theme.goodGround : theme.problemGround);
            band.format.setProperty(QTextFormat::FullWidthSelection, true);
        }
        bands += band;
    }
    setExtraSelections(bands);
}

void DiffView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        colour();
    }
}
} // namespace bd::app
