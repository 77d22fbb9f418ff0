// Questions and short texts over the window. They never block: what follows is a call once somebody decided.
#pragma once

#include <functional>
#include <utility>

#include <QList>
#include <QString>

class QDialog;
class QWidget;

namespace bd::app {

struct Question {
    QString title;
    QString text;
    QString accept;      // names what is done
    QString refuse = {}; // empty: «Cancel»
    bool operator==(const Question &) const = default;
};

// Both give the dialog, which deletes itself when it is closed.
QDialog *ask(QWidget *parent, const Question &question, std::function<void()> accepted);
QDialog *showRows(QWidget *parent, const QString &title, const QList<std::pair<QString, QString>> &rows);

} // namespace bd::app
