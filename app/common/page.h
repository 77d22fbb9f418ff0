// What every view's page has: a title with a sentence beside it, and room around.
#pragma once

#include <QString>

class QBoxLayout;
class QHBoxLayout;
class QPushButton;
class QScrollArea;
class QVBoxLayout;
class QWidget;

namespace bd::app {

constexpr int pageMargin = 20;
constexpr int pageGap = 14; // between cards

// The line at a page's top; controls may be added at its end.
QHBoxLayout *pageHead(const QString &title, const QString &sentence);

// Opens its own menu, which is empty as yet.
QPushButton *menuButton(const QString &text);

// A scroll area that fills `widget`, and the column in it that takes the page's parts.
struct ScrolledPage {
    QScrollArea *scroll;
    QVBoxLayout *column;
};
ScrolledPage scrolledPage(QWidget *widget);

} // namespace bd::app
