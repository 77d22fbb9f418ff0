#include "sheet/document.h"

#include <algorithm>

#include "base/text.h"

namespace bd::sheet {

namespace {

constexpr qsizetype longest = 2000; // characters of a text

QString oneLine(const QString &text)
{
    return plainText(text, longest).simplified();
}

QString escaped(const QString &text)
{
    QString out;
    for (const QChar c : oneLine(text)) {
        if (QStringLiteral("\\`*_[]<>|#~&").contains(c))
            out += QLatin1Char('\\');
        out += c;
    }
    return out;
}

// Between as many backticks as its own ask for.
QString codeSpan(const QString &text, bool isInTable)
{
    QString inner = oneLine(text);
    qsizetype most = 0, run = 0;
    for (const QChar c : inner) {
        run = c == QLatin1Char('`') ? run + 1 : 0;
        most = std::max(most, run);
    }
    const QString fence(most + 1, QLatin1Char('`'));
    const QString room = most > 0 ? QStringLiteral(" ") : QString();
    if (isInTable)
        inner.replace(QLatin1Char('|'), QLatin1String("\\|"));
    return fence + room + inner + room + fence;
}

QString inMarkdown(const Spans &spans, bool isInTable)
{
    QString out;
    for (const Span &span : spans) {
        if (!span.text.isEmpty())
            out += span.isCode
                       ? codeSpan(span.text, isInTable)
                       : (span.text.startsWith(QLatin1Char(' ')) ? QStringLiteral(" ") : QString()) + escaped(span.text)
                             + (span.text.endsWith(QLatin1Char(' ')) ? QStringLiteral(" ") : QString());
    }
    return out;
}

QString row(const QStringList &cells)
{
    return QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
}

struct Markdown {
    QString operator()(const Heading &heading) const
    {
        return QString(heading.level, QLatin1Char('#')) + QLatin1Char(' ') + escaped(heading.text) + QLatin1Char('\n');
    }
    QString operator()(const Paragraph &paragraph) const
    {
        return inMarkdown(paragraph.spans, false) + QLatin1Char('\n');
    }
    QString operator()(const Commands &commands) const
    {
        QString out = QStringLiteral("```sh\n");
        for (const QString &line : commands.lines)
            out += oneLine(line) + QLatin1Char('\n');
        return out + QStringLiteral("```\n");
    }
    QString operator()(const Table &table) const
    {
        QStringList head, rule;
        for (const QString &cell : table.head) {
            head += escaped(cell);
            rule += QStringLiteral("---");
        }
        QString out = row(head) + row(rule);
        for (const auto &cells : table.rows) {
            QStringList texts;
            for (const Spans &cell : cells)
                texts += inMarkdown(cell, true);
            out += row(texts);
        }
        return out;
    }
};

QString inHtml(const Spans &spans)
{
    QString out;
    for (const Span &span : spans) {
        const QString text = plainText(span.text, longest).toHtmlEscaped();
        out += span.isCode && !text.isEmpty() ? QStringLiteral("<code>%1</code>").arg(text) : text;
    }
    return out;
}

struct Html {
    QString operator()(const Heading &heading) const
    {
        return QStringLiteral("<h%1>%2</h%1>\n")
            .arg(QString::number(heading.level), oneLine(heading.text).toHtmlEscaped());
    }
    QString operator()(const Paragraph &paragraph) const
    {
        return QStringLiteral("<p>%1</p>\n").arg(inHtml(paragraph.spans));
    }
    QString operator()(const Commands &commands) const
    {
        QStringList lines;
        for (const QString &line : commands.lines)
            lines += oneLine(line).toHtmlEscaped();
        return QStringLiteral("<pre>%1</pre>\n").arg(lines.join(QLatin1Char('\n')));
    }
    QString operator()(const Table &table) const
    {
        QString out = QStringLiteral("<table>\n<tr>");
        for (const QString &cell : table.head)
            out += QStringLiteral("<th>%1</th>").arg(oneLine(cell).toHtmlEscaped());
        out += QStringLiteral("</tr>\n");
        for (const auto &cells : table.rows) {
            out += QStringLiteral("<tr>");
            for (const Spans &cell : cells)
                out += QStringLiteral("<td>%1</td>").arg(inHtml(cell));
            out += QStringLiteral("</tr>\n");
        }
        return out + QStringLiteral("</table>\n");
    }
};

const char *const style = R"(
body { font: 15px/1.5 system-ui, sans-serif; color: #1a1f28; background: #fff; max-width: 52em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.15em; margin-top: 1.6em; }
code, pre { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
pre { background: #f5f6f8; border: 1px solid #dfe3ea; border-radius: 8px; padding: .7em 1em; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: #596273; font-weight: 600; }
th, td { border-bottom: 1px solid #dfe3ea; padding: .35em .8em .35em 0; vertical-align: top; }
@media (prefers-color-scheme: dark) {
  body { color: #e6eaf1; background: #14171c; } th { color: #9ba6b6; } th, td, pre { border-color: #303743; } pre { background: #1b1f26; }
}
@media print { body { margin: 0; max-width: none; font-size: 12px; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
)";

} // namespace

Spans words(const QString &text)
{
    return {{text, false}};
}

Spans code(const QString &text)
{
    return {{text, true}};
}

QString toMarkdown(const Document &document)
{
    QStringList blocks;
    for (const Block &block : document)
        blocks += std::visit(Markdown(), block);
    return blocks.join(QLatin1Char('\n'));
}

QString toHtml(const Document &document)
{
    QString title, body;
    for (const Block &block : document) {
        if (const auto *heading = std::get_if<Heading>(&block); heading && title.isEmpty())
            title = oneLine(heading->text).toHtmlEscaped();
        body += std::visit(Html(), block);
    }
    return QStringLiteral("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
           + title + QStringLiteral("</title>\n<style>") + QString::fromUtf8(style)
           + QStringLiteral("</style>\n</head>\n<body>\n") + body + QStringLiteral("</body>\n</html>\n");
}

} // namespace bd::sheet
