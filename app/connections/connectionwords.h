// How connections are said and coloured.
#pragma once

#include <QColor>
#include <QString>

#include "store/connections.h"

namespace bd::app {

struct Theme;

QString protectionText(const store::Connection &connection); // clear text; TLS; login; TLS, login
QString colourText(store::Colour colour);                    // for people, as against the word in files
QColor colourOf(store::Colour colour, const Theme &theme);   // None: invalid
QString secretText(const QString &name);                     // «Password» for sasl.password; else the name itself

} // namespace bd::app
