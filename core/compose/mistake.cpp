#include "compose/mistake.h"

#include <functional>
#include <optional>

#include <QRegularExpression>
#include <QStringList>

namespace bd::compose {

namespace {

using yaml::Mark;
using yaml::Node;

// The deepest part of «services.worker.environment» that is there. Names may have dots in them.
struct Deepest {
    Mark at;
    qsizetype known = 0; // parts
};

Deepest deepestOf(const Node &node, const QStringList &parts, const Mark &at)
{
    Deepest best{at, 0};
    for (qsizetype length = parts.size(); length > 0; --length) {
        const QString key = parts.first(length).join(QLatin1Char('.'));
        bool isNumber = false;
        const qsizetype index = key.toLongLong(&isNumber);
        if (isNumber && index < std::ssize(node.items)) {
            const Node &item = node.items[static_cast<size_t>(index)];
            const Deepest below = deepestOf(item, parts.sliced(length), item.start);
            return {below.at, below.known + length};
        }
        for (const yaml::Entry &entry : node.entries) {
            if (entry.key.text != key)
                continue;
            const Deepest below = deepestOf(entry.value, parts.sliced(length), entry.key.start);
            return {below.at, below.known + length};
        }
    }
    return best;
}

std::optional<Mark> scalarThat(const Node &node, const std::function<bool(const QString &)> &fits)
{
    if (!node.alias.isEmpty())
        return {};
    if (node.isScalar() && fits(node.text))
        return node.start;
    for (const Node &item : node.items) {
        if (auto found = scalarThat(item, fits))
            return found;
    }
    for (const yaml::Entry &entry : node.entries) {
        if (auto found = scalarThat(entry.value, fits))
            return found;
    }
    return {};
}

struct Spot {
    QString name;
    Mark at;
};

std::optional<Spot> ofSetting(const QString &text, const std::vector<NamedDocument> &documents)
{
    static const QRegularExpression setting(QStringLiteral(
        "(?:^|[\\s'\"])((?:services|volumes|networks|configs|secrets|include|name|version)(?:\\.[^\\s:'\"]+)?)(?=[\\s:'\"]|$)"));
    std::optional<Spot> best;
    qsizetype known = 0;
    for (auto all = setting.globalMatch(text); all.hasNext();) {
        const QStringList parts = all.next().captured(1).split(QLatin1Char('.'));
        for (const NamedDocument &document : documents) {
            const Deepest deepest = deepestOf(document.root, parts, document.root.start);
            if (deepest.known > known) {
                known = deepest.known;
                best = Spot{document.name, deepest.at};
            }
        }
    }
    return best;
}

std::optional<Spot> first(const std::vector<NamedDocument> &documents, const std::function<bool(const QString &)> &fits)
{
    for (const NamedDocument &document : documents) {
        if (const auto at = scalarThat(document.root, fits))
            return Spot{document.name, *at};
    }
    return {};
}

std::optional<Spot> ofVariable(const QString &text, const std::vector<NamedDocument> &documents)
{
    static const QRegularExpression variable(QStringLiteral("required variable (\\w+)"));
    const QString name = variable.match(text).captured(1);
    if (name.isEmpty())
        return {};
    const QRegularExpression use(QStringLiteral("\\$\\{?%1\\b").arg(QRegularExpression::escape(name)));
    return first(documents, [&use](const QString &value) { return use.match(value).hasMatch(); });
}

std::optional<Spot> ofFile(const QString &text, const std::vector<NamedDocument> &documents)
{
    static const QRegularExpression file(QStringLiteral("(/[^:\\n]+?)(?: not found|: no such file)"));
    const QString path = file.match(text).captured(1);
    if (path.isEmpty())
        return {};
    return first(documents, [&path](QString value) {
        while (value.startsWith(QLatin1String("./")) || value.startsWith(QLatin1String("../")))
            value = value.section(QLatin1Char('/'), 1);
        return !value.isEmpty() && (path == value || path.endsWith(QLatin1Char('/') + value));
    });
}

} // namespace

Error located(const Error &error, const std::vector<NamedDocument> &documents)
{
    static const QRegularExpression hasLine(QStringLiteral("^[^\\s:]+:\\d+:"));
    if (hasLine.match(error.message).hasMatch())
        return error;
    const QString text = error.detail + QLatin1Char('\n') + error.message;
    auto spot = ofVariable(text, documents);
    if (!spot)
        spot = ofFile(text, documents);
    if (!spot)
        spot = ofSetting(text, documents);
    if (!spot)
        return error;
    Error placed = error;
    if (placed.message.startsWith(spot->name + QLatin1String(": ")))
        placed.message = placed.message.sliced(spot->name.size() + 2);
    placed.message =
        QStringLiteral("%1:%2:%3: %4").arg(spot->name).arg(spot->at.line).arg(spot->at.column).arg(placed.message);
    return placed;
}

} // namespace bd::compose
