#include "logs/logsearch.h"

#include <QCoreApplication>
#include <re2/re2.h>

namespace bd::logs {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Logs)
};

constexpr qint64 stopEvery = 4096; // lines

re2::StringPiece piece(QByteArrayView text)
{
    return {text.data(), size_t(text.size())};
}

std::shared_ptr<const re2::RE2> compiled(const std::string &pattern, bool isCaseSensitive)
{
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_case_sensitive(isCaseSensitive);
    options.set_never_capture(true);
    return std::make_shared<const re2::RE2>(pattern, options);
}

} // namespace

Matcher Matcher::text(const QString &text)
{
    Matcher matcher;
    if (!text.isEmpty())
        matcher.m_pattern = compiled(re2::RE2::QuoteMeta(text.toStdString()), false);
    return matcher;
}

Result<Matcher> Matcher::pattern(const QString &pattern)
{
    Matcher matcher;
    if (pattern.isEmpty())
        return matcher;
    matcher.m_pattern = compiled(pattern.toStdString(), true);
    if (!matcher.m_pattern->ok())
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("This is no pattern: %1").arg(QString::fromStdString(matcher.m_pattern->error())));
    return matcher;
}

bool Matcher::matches(QByteArrayView line) const
{
    return !m_pattern || m_pattern->Match(piece(line), 0, size_t(line.size()), re2::RE2::UNANCHORED, nullptr, 0);
}

std::vector<Span> Matcher::found(const QString &text) const
{
    std::vector<Span> spans;
    if (!m_pattern)
        return spans;
    const QByteArray bytes = text.toUtf8();
    const re2::StringPiece all = piece(bytes);
    re2::StringPiece hit;
    for (size_t at = 0; at <= all.size() && m_pattern->Match(all, at, all.size(), re2::RE2::UNANCHORED, &hit, 1);) {
        const auto begin = static_cast<size_t>(hit.data() - all.data());
        if (!hit.empty())
            spans.push_back({QString::fromUtf8(bytes.first(qsizetype(begin))).size(),
                             QString::fromUtf8(hit.data(), qsizetype(hit.size())).size(), -1, false});
        at = begin + std::max<size_t>(hit.size(), 1);
    }
    return spans;
}

bool isWanted(const Line &line, const Wanted &wanted)
{
    if (wanted.foldsTraces && line.isOfTrace && wanted.matcher.isEmpty())
        return false;
    if (!wanted.sources.isEmpty() && !wanted.sources.contains(line.source))
        return false;
    if (line.level < wanted.least)
        return false;
    if ((wanted.since && line.at < *wanted.since) || (wanted.until && line.at > *wanted.until))
        return false;
    return wanted.matcher.matches(line.text);
}

std::vector<qint64> search(const LogStore &store, const Wanted &wanted, qint64 from, qint64 to, std::stop_token stop)
{
    std::vector<qint64> numbers;
    for (qint64 number = std::max(from, store.first()); number < std::min(to, store.end()); ++number) {
        if (number % stopEvery == 0 && stop.stop_requested())
            break;
        if (isWanted(store.line(number), wanted))
            numbers.push_back(number);
    }
    return numbers;
}

} // namespace bd::logs
