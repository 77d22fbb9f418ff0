// The texts in the user's language: ours from the program itself, Qt's own from where Qt is installed.
#pragma once

#include <QLocale>

class QCoreApplication;

namespace bd::app {

void installTranslations(QCoreApplication &application, const QLocale &locale = QLocale());

} // namespace bd::app
