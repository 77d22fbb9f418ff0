// A short document of headings, sentences, tables and commands, as Markdown and as HTML. Pure; whatever is in its texts is shown as
// it stands.
#pragma once

#include <variant>
#include <vector>

#include <QStringList>

namespace bd::sheet {

struct Span {
    QString text;
    bool isCode = false;
    bool operator==(const Span &) const = default;
};
using Spans = std::vector<Span>;
Spans words(const QString &text);
Spans code(const QString &text);

struct Heading {
    int level = 1;
    QString text;
    bool operator==(const Heading &) const = default;
};
struct Paragraph {
    Spans spans;
    bool operator==(const Paragraph &) const = default;
};
struct Commands { // to be typed, a line each
    QStringList lines;
    bool operator==(const Commands &) const = default;
};
struct Table {
    QStringList head;
    std::vector<std::vector<Spans>> rows;
    bool operator==(const Table &) const = default;
};
using Block = std::variant<Heading, Paragraph, Commands, Table>;
using Document = std::vector<Block>;

QString toMarkdown(const Document &document); // CommonMark with GitHub's tables
QString toHtml(const Document &document);     // one page, with its style in it

} // namespace bd::sheet
