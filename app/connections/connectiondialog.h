// Asks for a connection, and for the secrets of one. The dialogs never block and delete themselves; what follows is a
// call once somebody has decided.
#pragma once

#include <functional>

#include "connections/connectionform.h"

class QDialog;
class QWidget;

namespace bd::app {

// `taken`: the names of the others. `test`: shows, over the form, whether what is filled in works before it is kept.
QDialog *askConnection(QWidget *parent, const ConnectionForm &form, const QStringList &taken,
                       std::function<void(const connection::Parts &)> accepted,
                       std::function<void(QWidget *form, const connection::Parts &)> test);

// A text as Java clients' files have it, taken apart.
QDialog *askProperties(QWidget *parent, std::function<void(const PastedForm &)> accepted);

// `why`: the keychain's own words where it could not be asked; empty: it has none of them.
QDialog *askSecrets(QWidget *parent, const QString &connection, const QStringList &names, const QString &why,
                    std::function<void(const connection::SecretMap &, bool keep)> accepted);

} // namespace bd::app
