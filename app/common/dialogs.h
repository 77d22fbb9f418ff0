// Questions and short texts over the window. They never block: what follows is a call once somebody decided.
#pragma once

#include <functional>
#include <utility>

#include <QList>
#include <QSize>
#include <QStringList>

class QDialog;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QSpinBox;
class QVBoxLayout;
class QWidget;

namespace bd::app {

struct Question {
    QString title;
    QString text;
    QString accept;      // names what is done
    QString refuse = {}; // empty: «Cancel»
    bool operator==(const Question &) const = default;
};

constexpr int dialogWidth = 420; // of the texts in it

// A dialog that deletes itself, with its heading: `column` takes what it is about and then `buttons`.
struct DialogFrame {
    QDialog *dialog;
    QVBoxLayout *column;
    QHBoxLayout *buttons;
};
DialogFrame dialogFrame(QWidget *parent, const QString &title);
// One that accepts the dialog; a long text is cut, for the name of a thing may be in it.
QPushButton *acceptButton(const QString &text, const QDialog *dialog);

// What somebody would type instead; told as it is asked for.
using TellCommand = std::function<void(const QStringList &verb)>;
// «Copy as command line», at the start of the buttons: `verb` is asked when it is pressed.
QPushButton *addCommandLine(const DialogFrame &frame, std::function<QStringList()> verb, TellCommand tell);

// «Cancel» and this one, at the end of the dialog.
void addButtons(const DialogFrame &frame, QPushButton *accept);

// As large as usual, and never larger than the window that it is over.
void fitToWindow(QDialog *dialog, QSize usual);

QLabel *dialogText(const QString &text); // muted, as wide as the dialog
QSpinBox *numberBox(int from, int to, int value, const QString &name);
QLabel *problemLabel();                            // for what is wrong with a field; hidden while nothing is
void showText(QLabel *label, const QString &text); // hides it where there is none

// A name for something. `problem`: what is wrong with it; empty: nothing.
struct NameQuestion {
    QString title;
    QString label;
    QString accept;
    QString text = {}; // under the title; empty: none
};
QDialog *askName(QWidget *parent, const NameQuestion &question, const std::function<QString(const QString &)> &problem,
                 std::function<void(const QString &)> accepted);

// Both give the dialog, which deletes itself when it is closed.
QDialog *ask(QWidget *parent, const Question &question, std::function<void()> accepted);
QDialog *showRows(QWidget *parent, const QString &title, const QList<std::pair<QString, QString>> &rows);

} // namespace bd::app
