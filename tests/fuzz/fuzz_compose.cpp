// What reads compose files and what edits them, on whatever text there is: no crash, no endless loop, errors that name their place,
// and edits that touch nothing else. libFuzzer's entry points; tests/fuzz/run starts it.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include "audit/rules.h"
#include "audit/write.h"
#include "compose/load.h"
#include "yaml/edit.h"
#include "yaml/parse.h"

using namespace bd;

namespace {

constexpr qsizetype mostBytes = 32 << 10;
constexpr int mostPaths = 4; // that are edited one by one: others in another text

[[noreturn]] void wrong(const char *what, const QByteArray &before, const QByteArray &after = {})
{
    std::fprintf(stderr, "%s\n--- before\n%s\n--- after\n%s\n", what, before.constData(), after.constData());
    std::abort();
}

void demand(bool holds, const char *what, const QByteArray &before, const QByteArray &after = {})
{
    if (!holds)
        wrong(what, before, after);
}

QString fileName()
{
    return QStringLiteral("compose.yaml");
}

void checkError(const Error &error, const QByteArray &text)
{
    static const QRegularExpression place(QStringLiteral("^compose\\.yaml(:\\d+:\\d+)?: ."));
    demand(error.code == ErrorCode::Parse, "an error that is no Parse", text, error.message.toUtf8());
    demand(place.match(error.message).hasMatch(), "an error without its place", text, error.message.toUtf8());
}

struct Spot {
    yaml::Path path;
    const yaml::Node *node;
    qsizetype from; // where its key, or what is before its item, stands
};

// What stands in the text itself: nothing below an alias.
void collect(const Spot &spot, std::vector<Spot> &spots)
{
    const yaml::Node &node = *spot.node;
    if (!node.alias.isEmpty())
        return;
    spots.push_back(spot);
    for (const yaml::Entry &entry : node.entries) {
        if (entry.key.isScalar())
            collect({spot.path + yaml::Path{entry.key.text}, &entry.value, entry.key.start.offset}, spots);
    }
    qsizetype from = spot.from;
    for (size_t i = 0; i < node.items.size(); ++i) {
        collect({spot.path + yaml::Path{QString::number(i)}, &node.items[i], from}, spots);
        from = node.items[i].end.offset;
    }
}

// An edit that was made: the text can be read, and what stood before and after the node is there still.
void checkEdit(const char *what, const QByteArray &text, const Result<QByteArray> &edited, qsizetype begin,
               qsizetype end)
{
    if (!edited)
        return;
    demand(yaml::parse(*edited, fileName()).has_value(), what, text, *edited);
    demand(edited->startsWith(text.left(begin)), what, text, *edited);
    demand(edited->endsWith(text.mid(end)), what, text, *edited);
}

qsizetype lineBefore(const QByteArray &text, qsizetype offset)
{
    return offset == 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

qsizetype lineEnd(const QByteArray &text, qsizetype offset)
{
    const qsizetype end = text.indexOf('\n', offset);
    return end < 0 ? text.size() : end;
}

void editOneByOne(const QByteArray &text, const yaml::Node &root)
{
    std::vector<Spot> spots;
    collect({{}, &root, 0}, spots);
    const size_t step = std::max<size_t>(1, spots.size() / mostPaths);
    for (size_t i = qHash(text) % step; i < spots.size(); i += step) {
        const auto &[path, node, from] = spots[i];
        const qsizetype begin = node->start.offset, end = node->end.offset;
        const auto value = yaml::Node::string(QStringLiteral("a: b #"));
        if (node->isScalar())
            checkEdit("setScalar", text, yaml::setScalar(text, path, value), begin, end);
        // a comment beside it moves above its key
        checkEdit("replaceValue", text, yaml::replaceValue(text, path, yaml::Node::sequence({value})),
                  lineBefore(text, from), lineEnd(text, end));
        if (node->isMapping())
            checkEdit("insertKey", text, yaml::insertKey(text, path, QStringLiteral("new key"), value), 0, text.size());
        if (node->isSequence())
            checkEdit("appendItem", text, yaml::appendItem(text, path, value), 0, text.size());
        for (const auto &removed : {yaml::removeKey(text, path), yaml::removeItem(text, path)}) {
            if (removed)
                demand(yaml::parse(*removed, fileName()).has_value(), "remove", text, *removed);
        }
    }
}

QJsonValue jsonOf(const yaml::Node &node)
{
    if (node.isMapping()) {
        QJsonObject object;
        for (const yaml::Entry &entry : node.entries)
            object.insert(entry.key.text, jsonOf(entry.value));
        return object;
    }
    if (node.isSequence()) {
        QJsonArray array;
        for (const yaml::Node &item : node.items)
            array.append(jsonOf(item));
        return array;
    }
    if (node.isNull())
        return QJsonValue::Null;
    bool isNumber = false;
    const int number = node.text.toInt(&isNumber);
    if (isNumber && !node.isString())
        return number;
    if (node.text == QLatin1String("true") || node.text == QLatin1String("false"))
        return node.text == QLatin1String("true");
    return node.text;
}

void checkWritten(const audit::EditedFile &file)
{
    const auto read = audit::documentsOf(file.path, file.after, true);
    demand(read.has_value(), "what was written cannot be read", file.before, file.after);
    if (file.isNew)
        return;
    demand(file.before.contains('\r') || !file.after.contains('\r'), "other line breaks", file.before, file.after);
    demand(file.after.size() < 4 * file.before.size() + (64 << 10), "grows without bound", file.before, file.after);
}

// As if Compose had nothing to fill in: files that it printed itself are so.
void auditAndMend(const QByteArray &text, std::vector<audit::SourceFile> documents)
{
    const QByteArray json = QJsonDocument(jsonOf(documents.front().root).toObject()).toJson();
    const auto project = compose::parseConfig(json, {}, {});
    if (!project)
        return;
    audit::Sources sources;
    sources.files = std::move(documents);
    const audit::Subject subject{*project, sources, nullptr};
    std::vector<audit::Change> changes;
    for (const audit::Finding &finding : audit::audit(subject)) {
        demand(!finding.rule.isEmpty() && finding.place.line >= 0, "a finding of nothing", text);
        changes.insert(changes.end(), finding.changes.begin(), finding.changes.end());
    }
    for (const audit::EditedFile &file :
         audit::write(sources, changes, QStringLiteral("/nowhere/compose.override.yaml")).files)
        checkWritten(file);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), std::min(qsizetype(size), mostBytes));
    auto documents = audit::documentsOf(fileName(), text, true);
    if (!documents) {
        checkError(documents.error(), text);
        return 0;
    }
    if (const auto root = yaml::parse(text, fileName()))
        editOneByOne(text, *root);
    if (!documents->empty())
        auditAndMend(text, std::move(*documents));
    return 0;
}

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

// Lines put elsewhere, left out, said twice or indented are files still; bytes that are changed seldom are. Half of each.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    std::minstd_rand random(seed);
    const auto one = [&random](qsizetype below) { return qsizetype(random() % std::max<size_t>(1, size_t(below))); };
    if (one(2) == 0)
        return LLVMFuzzerMutate(data, size, most);
    QByteArrayList lines = QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)).split('\n');
    const qsizetype at = one(lines.size()), to = one(lines.size());
    switch (one(6)) {
    case 0: lines.removeAt(at); break;
    case 1: lines.insert(to, lines.at(at)); break;
    case 2: lines.move(at, to); break;
    case 3: lines[at].prepend(QByteArray(1 + one(4), ' ')); break;
    case 4:
        lines[at] = lines[at].trimmed().isEmpty() ? QByteArray("# c")
                                                  : lines[at].mid(lines[at].startsWith("  ") ? 2 : 1);
        break;
    default: lines[at] = lines[at].left(one(lines[at].size() + 1)) + lines[to].mid(one(lines[to].size() + 1)); break;
    }
    const QByteArray text = lines.join('\n').left(qsizetype(most));
    std::copy(text.begin(), text.end(), reinterpret_cast<char *>(data));
    return size_t(text.size());
}
