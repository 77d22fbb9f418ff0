// Some of several names, ticked in a list: with a field that filters it, for there may be thousands.
#pragma once

#include <functional>

#include <QStringList>

class QDialog;
class QWidget;

namespace bd::app {

struct NameChoice {
    QString title;
    QStringList all;
    QStringList chosen;
    bool mayBeNone = false; // else at least one
    bool operator==(const NameChoice &) const = default;
};

// Gives the dialog, which deletes itself when it is closed.
QDialog *chooseNames(QWidget *parent, const NameChoice &choice, std::function<void(const QStringList &)> accepted);

// All of them, to be read and filtered. Gives the dialog, as above.
QDialog *showNames(QWidget *parent, const QString &title, const QStringList &names);

} // namespace bd::app
