#include "audit/sources.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>

#include "compose/datapaths.h"
#include "kafka/properties.h"
#include "store/store.h"
#include "yaml/parse.h"

namespace bd::audit {

namespace {

using compose::Role;
using compose::Service;
using yaml::Node;

constexpr int deepest = 20;
constexpr qint64 largestConfig = 1 << 20;

struct At {
    const Node *node = nullptr;
    int line = 0;
};

// KEY=value, or KEY alone, of an environment; a name of a list of gates.
bool isItem(const Node &item, const QString &step)
{
    return item.text == step || item.text.startsWith(step + QLatin1Char('='));
}

At stepInto(const Node &node, const QString &step, int depth = 0)
{
    if (depth > deepest)
        return {};
    bool isNumber = false;
    if (const qsizetype index = step.toLongLong(&isNumber); isNumber && index >= 0 && index < std::ssize(node.items))
        return {&node.items[static_cast<size_t>(index)], node.items[static_cast<size_t>(index)].start.line};
    for (const Node &item : node.items) {
        if (item.isScalar() && isItem(item, step))
            return {&item, item.start.line};
    }
    for (const yaml::Entry &entry : node.entries) {
        if (entry.key.text == step)
            return {&entry.value, entry.key.start.line};
    }
    for (const yaml::Entry &entry : node.entries) {
        if (entry.key.text != QLatin1String("<<"))
            continue;
        if (const At merged = stepInto(entry.value, step, depth + 1); merged.node)
            return merged;
        for (const Node &one : entry.value.items) {
            if (const At merged = stepInto(one, step, depth + 1); merged.node)
                return merged;
        }
    }
    return {};
}

struct Way {
    At at;
    qsizetype known = 0; // steps of the path
};

Way follow(const At &from, const QStringList &path)
{
    Way way{from, 0};
    for (const QString &step : path) {
        const At next = stepInto(*way.at.node, step);
        if (!next.node)
            break;
        way.at = next;
        ++way.known;
    }
    return way;
}

At serviceIn(const SourceFile &file, const QString &service)
{
    const At services = stepInto(file.root, QStringLiteral("services"));
    return services.node ? stepInto(*services.node, service) : At();
}

struct Extended {
    QString file; // empty: the same
    QString service;
};

std::optional<Extended> extendedBy(const Node &service)
{
    const Node *extends = service.find(QStringLiteral("extends"));
    if (!extends)
        return {};
    if (extends->isScalar())
        return Extended{{}, extends->text};
    const Node *file = extends->find(QStringLiteral("file"));
    const Node *name = extends->find(QStringLiteral("service"));
    return name ? std::optional(Extended{file ? file->text : QString(), name->text}) : std::nullopt;
}

QString beside(const SourceFile &file, const QString &path)
{
    return QDir::cleanPath(QFileInfo(file.path).absoluteDir().absoluteFilePath(path));
}

struct Search {
    const Sources &sources;
    const QStringList &path;
    qsizetype known = -1;
    Place best;
    const Node *node = nullptr;

    void look(const SourceFile &file, const QString &service, int depth)
    {
        const At at = serviceIn(file, service);
        if (!at.node || depth > deepest)
            return;
        const Way way = follow(at, path);
        if (way.known > known) {
            known = way.known;
            best = {file.path, file.linesBefore + way.at.line};
            node = way.at.node;
        }
        const auto extended = known < path.size() ? extendedBy(*at.node) : std::nullopt;
        if (!extended)
            return;
        const SourceFile *other = extended->file.isEmpty() ? &file : sources.file(beside(file, extended->file));
        if (other)
            look(*other, extended->service, depth + 1);
    }
};

Search searched(const Sources &sources, const QString &service, const QStringList &path)
{
    Search search{sources, path, -1, {}, nullptr};
    for (auto it = sources.files.rbegin(); it != sources.files.rend(); ++it)
        search.look(*it, service, 0);
    return search;
}

void collect(const Node &node, const QStringList &path, const QString &word, std::vector<QStringList> &found)
{
    if (node.isScalar() && node.text.contains(word))
        found.push_back(path);
    for (size_t i = 0; i < node.items.size(); ++i)
        collect(node.items[i], path + QStringList{QString::number(i)}, word, found);
    for (const yaml::Entry &entry : node.entries)
        collect(entry.value, path + QStringList{entry.key.text}, word, found);
}

// Files of which it extends a service.
QStringList extendedFiles(const SourceFile &file)
{
    QStringList paths;
    const Node *services = file.root.find(QStringLiteral("services"));
    for (const yaml::Entry &service : services ? services->entries : std::vector<yaml::Entry>()) {
        const auto extended = extendedBy(service.value);
        if (extended && !extended->file.isEmpty() && !extended->file.contains(QLatin1Char('$')))
            paths += beside(file, extended->file);
    }
    return paths;
}

Result<> readInto(Sources &sources, const QString &path, bool isOwn, int depth)
{
    if (sources.file(path) || depth > deepest || !QFileInfo(path).isFile())
        return {};
    const auto text = store::readFile(path, yaml::Bounds().bytes + 1);
    const auto documents = text ? documentsOf(path, *text, isOwn) : tl::unexpected(text.error());
    if (!documents)
        return tl::unexpected(documents.error());
    for (const SourceFile &document : *documents) {
        for (const Include &include : includesOf(document)) {
            if (const auto read = readInto(sources, include.path, isOwn, depth + 1); !read)
                return read;
        }
        for (const QString &extended : extendedFiles(document)) {
            const auto read = extended == path ? Result<>() : readInto(sources, extended, false, depth + 1);
            if (!read)
                return read;
        }
    }
    sources.files.insert(sources.files.end(), documents->begin(), documents->end());
    return {};
}

QStringList configNames(Role role)
{
    return role == Role::ZooKeeper
               ? QStringList{QStringLiteral("zoo.cfg"), QStringLiteral("zookeeper.properties")}
               : QStringList{QStringLiteral("server.properties"), QStringLiteral("kafka.properties"),
                             QStringLiteral("broker.properties"), QStringLiteral("kraft.properties")};
}

bool isConfigFolder(const QString &target)
{
    const QString name = target.section(QLatin1Char('/'), -1);
    return name == QLatin1String("config") || name == QLatin1String("conf") || target == QLatin1String("/etc/kafka")
           || target == QLatin1String("/etc/zookeeper");
}

std::optional<QMap<QString, QString>> valuesOf(const QString &path)
{
    const auto text = store::readFile(path, largestConfig);
    const auto pairs = text ? kafka::parseProperties(QString::fromUtf8(*text)) : tl::unexpected(text.error());
    if (!pairs)
        return {};
    QMap<QString, QString> values;
    for (const auto &[key, value] : *pairs)
        values[key] = value;
    return values;
}

// The file that the service's program reads, where it is mounted by itself or with its folder.
std::optional<MountedFile> mountedBy(const Service &service)
{
    for (const compose::MountSpec &mount : service.mounts) {
        const QString target = QDir::cleanPath(mount.target);
        if (mount.kind != engine::Mount::Kind::Bind)
            continue;
        for (const QString &name : configNames(service.role)) {
            const bool isIt = target.section(QLatin1Char('/'), -1) == name
                              || service.command.join(QLatin1Char(' ')).contains(target + QLatin1Char(' '))
                              || (!service.command.isEmpty() && service.command.last() == target);
            const QString inside = QDir(mount.source).filePath(name);
            if (!isIt && !(isConfigFolder(target) && QFileInfo(inside).isFile()))
                continue;
            const QString path = isIt ? mount.source : inside;
            return MountedFile{path, isIt ? target : target + QLatin1Char('/') + name, valuesOf(path)};
        }
    }
    return {};
}

// What an init service runs, where that is a file of this machine.
std::optional<QString> scriptOf(const Service &service)
{
    const QStringList words =
        (service.entrypoint + service.command).join(QLatin1Char(' ')).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const compose::MountSpec &mount : service.mounts) {
        for (const QString &word : words) {
            const bool isIt = word.startsWith(QLatin1Char('/'))
                              && compose::holdsPath(mount.target, QDir::cleanPath(word));
            if (mount.kind != engine::Mount::Kind::Bind || !isIt)
                continue;
            const QString below = QDir::cleanPath(word).sliced(QDir::cleanPath(mount.target).size());
            if (const auto text = store::readFile(mount.source + below, largestConfig))
                return QString::fromUtf8(*text);
        }
    }
    return {};
}

} // namespace

Result<std::vector<SourceFile>> documentsOf(const QString &path, const QByteArray &text, bool isOwn)
{
    const QString name = QFileInfo(path).fileName();
    const auto starts = yaml::documentStarts(text, name);
    if (!starts)
        return tl::unexpected(starts.error());
    std::vector<SourceFile> documents;
    for (size_t i = 0; i < starts->size(); ++i) {
        const qsizetype from = (*starts)[i].offset;
        const qsizetype to = i + 1 < starts->size() ? (*starts)[i + 1].offset : text.size();
        const QByteArray part = text.sliced(from, to - from);
        auto root = yaml::parse(part, name);
        if (!root)
            return tl::unexpected(root.error());
        documents.push_back({path, part, std::move(*root), (*starts)[i].line - 1, isOwn});
    }
    return documents;
}

std::vector<Include> includesOf(const SourceFile &file)
{
    std::vector<Include> found;
    const QString key = QStringLiteral("include");
    const auto add = [&](const Node &node, const QStringList &way) {
        if (node.isScalar() && !node.text.isEmpty() && !node.text.contains(QLatin1Char('$')))
            found.push_back({way, node.text, beside(file, node.text)});
    };
    const Node *includes = file.root.find(key);
    for (size_t i = 0; includes && i < includes->items.size(); ++i) {
        const QStringList way{key, QString::number(i)};
        const Node *path = includes->items[i].find(QStringLiteral("path"));
        add(path ? *path : includes->items[i], path ? way + QStringList{QStringLiteral("path")} : way);
        for (size_t j = 0; path && j < path->items.size(); ++j)
            add(path->items[j], way + QStringList{QStringLiteral("path"), QString::number(j)});
    }
    return found;
}

bool hasKey(const Node &node, const QStringList &way)
{
    if (way.isEmpty())
        return true;
    const Node *next = node.find(way.first());
    if (!next) {
        const auto item = std::ranges::find_if(node.items, [&](const Node &one) {
            return one.isScalar() && isItem(one, way.first());
        });
        return item != node.items.end();
    }
    return hasKey(*next, way.sliced(1));
}

const SourceFile *Sources::file(const QString &path) const
{
    const auto found = std::ranges::find(files, path, &SourceFile::path);
    return found == files.end() ? nullptr : &*found;
}

Place Sources::place(const QString &service, const QStringList &path) const
{
    return searched(*this, service, path).best;
}

std::optional<yaml::Node> Sources::written(const QString &service, const QStringList &path) const
{
    const Search search = searched(*this, service, path);
    return search.node && search.known == path.size() && search.node->isScalar() ? std::optional(*search.node)
                                                                                 : std::nullopt;
}

std::vector<QStringList> Sources::scalarsBelow(const QString &service, const QStringList &path,
                                               const QString &word) const
{
    std::vector<QStringList> found;
    const Search search = searched(*this, service, path);
    if (search.node && search.known == path.size())
        collect(*search.node, path, word, found);
    return found;
}

std::optional<Place> Sources::topPlace(const QString &key) const
{
    for (auto it = files.rbegin(); it != files.rend(); ++it) {
        if (const At at = stepInto(it->root, key); at.node)
            return Place{it->path, it->linesBefore + at.line};
    }
    return {};
}

Result<Sources> readSources(const compose::Project &project)
{
    Sources sources;
    for (const QString &path : project.call.files) {
        const QString absolute = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
        if (const auto read = readInto(sources, absolute, true, 0); !read)
            return tl::unexpected(read.error());
    }
    for (const Service &service : project.services) {
        const auto script = service.role == Role::Init ? scriptOf(service) : std::nullopt;
        if (script)
            sources.scripts[service.name] = *script;
        if (service.role != Role::Broker && service.role != Role::ZooKeeper)
            continue;
        if (auto mounted = mountedBy(service))
            sources.mounted.insert({service.name, std::move(*mounted)});
    }
    return sources;
}

} // namespace bd::audit
