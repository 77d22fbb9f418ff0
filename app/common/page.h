// What every view's page has: a title with a sentence beside it, and room around.
#pragma once

#include <QString>

class QBoxLayout;
class QHBoxLayout;
class QLabel;
class QLayout;
class QPushButton;
class QScrollArea;
class QVBoxLayout;
class QWidget;

namespace bd::app {

constexpr int pageMargin = 20;
constexpr int pageGap = 14; // between cards

// The line at a page's top; controls may be added at its end.
QHBoxLayout *pageHead(const QString &title, const QString &sentence);

// A name with its value below it, one of several beside each other; gives the label of the value.
QLabel *addFact(QLayout *layout, const QString &name);

// In the place of a list that has nothing in it.
QLabel *emptySentence(const QString &text);

// Opens its own menu, which is empty as yet.
QPushButton *menuButton(const QString &text);

// A scroll area that fills `widget`, and the column in it that takes the page's parts.
struct ScrolledPage {
    QScrollArea *scroll;
    QVBoxLayout *column;
};
ScrolledPage scrolledPage(QWidget *widget);

} // namespace bd::app
