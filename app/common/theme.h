// How everything looks: the colours of both schemes by role, the two font sizes, and the one style sheet made of them.
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

class QApplication;
class QWidget;

namespace bd::app {

struct Theme {
    QColor window;
    QColor surface;
    QColor border;
    QColor text;
    QColor muted;
    QColor accent;
    QColor accentGround;
    QColor good;
    QColor goodGround;
    QColor waiting;
    QColor waitingGround;
    QColor problem; // also what destroys
    QColor problemGround;
    QColor starting;
    QColor neutral; // what is neither good nor bad: creating, stopping
    QColor onColor; // text on a surface filled with accent, good, problem, starting
    bool isDark = false;

    static const Theme &light();
    static const Theme &dark();
    static const Theme &of(const QWidget *widget); // nothing: the application's
};

enum class Scheme { FollowDesktop, Light, Dark };

// Fusion with our palette, font and style sheet. FollowDesktop goes on following: the desktop's portal, or what
// Qt can tell (6.5 and later).
void applyTheme(QApplication &app, Scheme scheme);
Scheme desktopScheme(QApplication &app); // Light or Dark

// What a plain QLabel, QPushButton or QFrame is, for the style sheet. Set before the widget is shown, or polish again.
//   QPushButton: Primary, Danger (it destroys), Link
//   QLabel: Title (20 px), Heading (14 px, bold), Strong, Muted, Code, Small, Problem (what is wrong with a field)
// | Danger  | leads to something that destroys, and asks first  |
// | Destroy | does it                                           |
enum class Look { Primary, Danger, Destroy, Link, Title, Heading, Strong, Muted, Code, Small, Problem };
void setLook(QWidget *widget, Look look);

QFont textFont();  // 13 px
QFont titleFont(); // 20 px, bold
QFont smallFont(); // 11 px
QFont codeFont();  // 12 px, fixed width

QString styleSheetOf(const Theme &theme);

} // namespace bd::app
