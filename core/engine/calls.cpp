#include "engine/calls.h"

#include <QCoreApplication>

namespace bd::engine {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(EngineCalls)
};

constexpr qsizetype tailBytes = 32 << 10;

} // namespace

QString wordsOf(const process::Finished &finished)
{
    return QString::fromUtf8(finished.err.trimmed().isEmpty() ? finished.out : finished.err);
}

Error dockerError(const Error &error)
{
    Error said = error;
    if (error.code == ErrorCode::ProgramMissing) {
        said.message = Tr::tr("Docker is not installed");
        said.hint = Tr::tr("The program docker is not in PATH. Install docker-cli and docker-compose of your "
                           "distribution, or Docker Desktop.");
    } else if (error.code == ErrorCode::Timeout) {
        said.hint = Tr::tr("The engine is very busy, or its machine cannot be reached. Try again in a moment.");
    }
    return said;
}

QString unixSeconds(TimePoint at)
{
    const qint64 micros = at.time_since_epoch().count();
    return QStringLiteral("%1.%2").arg(micros / 1'000'000).arg(micros % 1'000'000, 6, 10, QLatin1Char('0'));
}

void Tail::add(const QByteArray &line)
{
    m_bytes += line;
    m_bytes += '\n';
    if (m_bytes.size() > 2 * tailBytes)
        m_bytes = m_bytes.last(tailBytes);
}

} // namespace bd::engine
