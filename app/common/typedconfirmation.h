// A question that is answered by typing a name, exactly: for what cannot be undone. Nothing is filled in, and Enter does not
// press the button.
#pragma once

#include <functional>

#include <QStringList>

class QDialog;
class QWidget;

namespace bd::app {

struct TypedQuestion {
    QString title;
    QString text;
    QString name;           // that is typed
    QString accept;         // names what is done
    QString context = {};   // of an engine that must be named, too; empty: it need not
    QString statement = {}; // that somebody makes by ticking it, for what cannot be seen from here; empty: none
    QStringList goes = {};  // all that is deleted or disturbed, by its names: shown as a list
    bool operator==(const TypedQuestion &) const = default;
};

// Gives the dialog, which deletes itself when it is closed.
QDialog *askTyped(QWidget *parent, const TypedQuestion &question, std::function<void()> accepted);

} // namespace bd::app
