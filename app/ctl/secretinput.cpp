#include "secretinput.h"

#include <cstdio>

#include <termios.h>
#include <unistd.h>

#include <QCoreApplication>

#include "base/text.h"
#include "linesource.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

constexpr qsizetype mostBytes = 1 << 20;
constexpr Millis patience{100}; // so long a stop may wait

class NoEcho
{
public:
    NoEcho()
    {
        m_isTerminal = tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        if (m_isTerminal)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~NoEcho()
    {
        if (m_isTerminal)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    NoEcho(const NoEcho &) = delete;
    NoEcho &operator=(const NoEcho &) = delete;

private:
    termios m_before{};
    bool m_isTerminal = false;
};

void prompt(const QString &text)
{
    const QByteArray bytes = plainText(text).toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
    std::fflush(stderr);
}

// nothing: the input ended
Result<std::optional<QByteArray>> nextLine(LineSource &source, const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        QByteArray line;
        const auto state = source.next(line, patience);
        if (!state)
            return tl::unexpected(state.error());
        if (*state == LineSource::State::Line)
            return std::optional(line);
        if (*state == LineSource::State::End)
            return std::optional<QByteArray>();
    }
    return cancelled();
}

QString commandFor(const QStringList &missing)
{
    return missing.join(QStringLiteral("=…, ")) + QStringLiteral("=…");
}

} // namespace

Result<connection::SecretMap> readSecrets(const QString &path, std::stop_token stop)
{
    auto source = LineSource::open(path == QLatin1String("-") ? QString() : path);
    if (!source)
        return tl::unexpected(source.error());
    QByteArray text;
    while (true) {
        const auto line = nextLine(*source, stop);
        if (!line)
            return tl::unexpected(line.error());
        if (!*line)
            break;
        text += **line + '\n';
        if (text.size() > mostBytes)
            return fail(ErrorCode::Parse, Tr::tr("%1 holds more than secrets").arg(path));
    }
    const auto entries = kafka::parseProperties(QString::fromUtf8(text));
    if (!entries)
        return tl::unexpected(entries.error());
    connection::SecretMap secrets;
    for (const auto &[name, value] : *entries) {
        if (!kafka::isSecretProperty(name))
            return fail(ErrorCode::InvalidUse, Tr::tr("%1: «%2» is no secret").arg(path, firstLine(name, 60)),
                        Tr::tr("--secrets-from takes lines such as sasl.password=…"));
        secrets.insert(name, value);
    }
    return secrets;
}

bool canAsk()
{
    return isatty(STDIN_FILENO) != 0;
}

Result<connection::SecretMap> askSecrets(const QStringList &names, const QString &whose, std::stop_token stop)
{
    connection::SecretMap secrets;
    auto source = LineSource::open({});
    if (!source)
        return tl::unexpected(source.error());
    for (const QString &name : names) {
        const NoEcho silent;
        prompt(Tr::tr("%1 of %2: ").arg(name, whose));
        const auto line = nextLine(*source, stop);
        prompt(QStringLiteral("\n"));
        if (!line)
            return tl::unexpected(line.error());
        if (!*line)
            return fail(ErrorCode::Io, Tr::tr("The terminal ended before %1 was typed").arg(name));
        secrets.insert(name, QString::fromUtf8(**line));
    }
    return secrets;
}

Result<connection::SecretMap> askMissing(const QStringList &missing, const connection::SecretMap &given,
                                         const QString &whose, const std::optional<Error> &trouble,
                                         std::stop_token stop)
{
    QStringList left;
    for (const QString &name : missing) {
        if (!given.contains(name))
            left += name;
    }
    if (left.isEmpty())
        return connection::SecretMap();
    if (!canAsk())
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 of %2 is not known").arg(left.join(QStringLiteral(", ")), whose),
                    Tr::tr(
                        "Run this in a terminal to be asked; or give it by --secrets-from FILE with a line %1; or keep "
                        "it in the keychain with «brokerdeckctl connections secrets NAME».")
                        .arg(commandFor(left)),
                    trouble ? trouble->message : QString());
    return askSecrets(left, whose, stop);
}

Result<connection::SecretMap> secretsFor(const QStringList &missing, const QString &whose, const Options &options,
                                         const std::optional<Error> &trouble, std::stop_token stop)
{
    connection::SecretMap given;
    if (!options.secretsFrom.isEmpty()) {
        auto read = readSecrets(options.secretsFrom, stop);
        if (!read)
            return read;
        given = std::move(*read);
    }
    return askMissing(missing, given, whose, trouble, stop).map([&](connection::SecretMap secrets) {
        secrets.insert(given);
        return secrets;
    });
}

} // namespace bd::ctl
