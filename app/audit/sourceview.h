// A compose file to read: its lines numbered, keys and comments in their colours, and a mark where a finding is.
#pragma once

#include <map>

#include <QSyntaxHighlighter>

#include "common/readonlytext.h"
#include "common/statepill.h"

namespace bd::app {

// YAML as far as the eye needs it: keys, comments, quoted text. Never refuses anything.
class YamlColours : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    explicit YamlColours(QTextDocument *document);

protected:
    void highlightBlock(const QString &text) override;
};

class SourceView : public ReadOnlyText
{
    Q_OBJECT

public:
    struct Mark {
        StatePill::Shape shape = StatePill::Shape::Idle;
        QString text; // what is said there: a tooltip
        bool operator==(const Mark &) const = default;
    };
    using Marks = std::map<int, Mark>; // by line, from 1

    explicit SourceView(QWidget *parent = nullptr);

    void setSource(const QString &text); // untrusted; kept where it is the same
    void setMarks(const Marks &marks);
    void showLine(int line); // and lays a band over it; 0: none

    int shownLine() const { return m_line; }
    const Marks &marks() const { return m_marks; }
    int gutterWidth() const;

Q_SIGNALS:
    void lineChosen(int line); // one with a mark, by a click

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    class Gutter;
    void paintGutter(QPaintEvent *event);
    int lineAt(int y) const; // of the viewport; 0: none
    void layBand();
    void tellAbout(const QPoint &globalPosition, int y);

    Gutter *m_gutter;
    YamlColours *m_colours;
    Marks m_marks;
    int m_line = 0;
};

} // namespace bd::app
