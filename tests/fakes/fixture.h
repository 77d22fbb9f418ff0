// Captured output of real programs, from tests/fixtures.
#pragma once

#include <QByteArray>
#include <QFile>

namespace bd::fakes {

inline QByteArray fixture(const QString &path)
{
    QFile file(QStringLiteral(BD_SOURCE_DIR "/tests/fixtures/") + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", qPrintable(file.fileName()));
    return file.readAll();
}

} // namespace bd::fakes
