#include "audit/diff.h"

#include <algorithm>

#include <dtl/dtl.hpp>

#include "base/text.h"

namespace bd::audit {

namespace {

constexpr int around = 3;

std::vector<QString> linesOf(const QByteArray &text)
{
    std::vector<QString> lines;
    for (const QString &line : QString::fromUtf8(text).split(QLatin1Char('\n')))
        lines.push_back(line);
    if (!lines.empty() && lines.back().isEmpty())
        lines.pop_back();
    return lines;
}

// All of them, with their numbers.
std::vector<DiffLine> allLines(const QByteArray &before, const QByteArray &after)
{
    using Kind = DiffLine::Kind;
    dtl::Diff<QString, std::vector<QString>> diff(linesOf(before), linesOf(after));
    diff.onHuge();
    diff.compose();
    std::vector<DiffLine> lines;
    int old = 0, fresh = 0;
    for (const auto &[text, info] : diff.getSes().getSequence()) {
        switch (info.type) {
        case dtl::SES_DELETE: lines.push_back({Kind::Removed, text, ++old, 0}); break;
        case dtl::SES_ADD: lines.push_back({Kind::Added, text, 0, ++fresh}); break;
        default:
            ++old;
            ++fresh;
            lines.push_back({Kind::Same, text, old, fresh});
        }
    }
    // What takes the place of something stands after it.
    const auto isChanged = [](const DiffLine &one) { return one.kind != Kind::Same; };
    for (auto from = lines.begin(); from != lines.end();) {
        from = std::find_if(from, lines.end(), isChanged);
        const auto to = std::find_if_not(from, lines.end(), isChanged);
        std::stable_partition(from, to, [](const DiffLine &one) { return one.kind == Kind::Removed; });
        from = to;
    }
    return lines;
}

} // namespace

std::vector<DiffLine> diffOf(const QByteArray &before, const QByteArray &after)
{
    const std::vector<DiffLine> all = allLines(before, after);
    const int count = static_cast<int>(all.size());
    std::vector<bool> isShown(all.size(), false);
    for (int i = 0; i < count; ++i) {
        if (all[static_cast<size_t>(i)].kind == DiffLine::Kind::Same)
            continue;
        for (int near = std::max(0, i - around); near <= std::min(count - 1, i + around); ++near)
            isShown[static_cast<size_t>(near)] = true;
    }
    std::vector<DiffLine> lines;
    for (size_t i = 0; i < all.size(); ++i) {
        if (isShown[i])
            lines.push_back(all[i]);
        else if (!lines.empty() && lines.back().kind != DiffLine::Kind::Gap)
            lines.push_back({DiffLine::Kind::Gap, {}, 0, 0});
    }
    if (!lines.empty() && lines.back().kind == DiffLine::Kind::Gap)
        lines.pop_back();
    return lines;
}

QString unifiedDiff(const EditedFile &file, const QString &shownName)
{
    using Kind = DiffLine::Kind;
    const std::vector<DiffLine> lines = diffOf(file.before, file.after);
    QString text =
        QStringLiteral("--- %1\n+++ %2\n").arg(file.isNew ? QStringLiteral("/dev/null") : shownName, shownName);
    for (size_t from = 0; from < lines.size();) {
        size_t to = from;
        int removed = 0, added = 0;
        for (; to < lines.size() && lines[to].kind != Kind::Gap; ++to) {
            removed += lines[to].before > 0 ? 1 : 0;
            added += lines[to].after > 0 ? 1 : 0;
        }
        const auto first = [&](int DiffLine::*number) {
            for (size_t i = from; i < to; ++i) {
                if (lines[i].*number > 0)
                    return lines[i].*number;
            }
            return 0;
        };
        text += QStringLiteral("@@ -%1,%2 +%3,%4 @@\n")
                    .arg(first(&DiffLine::before))
                    .arg(removed)
                    .arg(first(&DiffLine::after))
                    .arg(added);
        for (size_t i = from; i < to; ++i) {
            const QChar sign = lines[i].kind == Kind::Removed ? QLatin1Char('-')
                               : lines[i].kind == Kind::Added ? QLatin1Char('+')
                                                              : QLatin1Char(' ');
            text += sign + lines[i].text + QLatin1Char('\n');
        }
        from = to + 1;
    }
    return text;
}

} // namespace bd::audit
