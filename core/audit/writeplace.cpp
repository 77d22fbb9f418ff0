// One change in the text of one file: each kind of change, in each of the ways in which people write what it is about.
#include <algorithm>

#include <QCoreApplication>
#include <QRegularExpression>

#include "audit/write.h"
#include "yaml/edit.h"
#include "yaml/parse.h"

namespace bd::audit {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

using compose::Condition;
using compose::PortSpec;
using yaml::Node;
using yaml::Path;

Node valueNode(const QString &value)
{
    static const QRegularExpression number(QStringLiteral("^(0|[1-9]\\d{0,14})$"));
    return number.match(value).hasMatch() ? Node::raw(value) : Node::string(value);
}

tl::unexpected<Error> notOwn(const QString &what)
{
    return fail(ErrorCode::InvalidUse, Tr::tr("%1 comes from elsewhere, and others may use it, too").arg(what),
                Tr::tr("It is set in a file that Compose lays over this one."));
}

int usesOf(const Node &node, const QString &anchor)
{
    int uses = node.alias == anchor ? 1 : 0;
    if (!node.alias.isEmpty()) // the rest is a copy
        return uses;
    for (const Node &item : node.items)
        uses += usesOf(item, anchor);
    for (const yaml::Entry &entry : node.entries)
        uses += usesOf(entry.value, anchor);
    return uses;
}

std::optional<Path> pathOf(const Node &node, const QString &anchor, const Path &so = {})
{
    if (!node.alias.isEmpty())
        return {};
    if (node.anchor == anchor)
        return so;
    for (size_t i = 0; i < node.items.size(); ++i) {
        if (auto found = pathOf(node.items[i], anchor, so + Path{QString::number(i)}))
            return found;
    }
    for (const yaml::Entry &entry : node.entries) {
        if (auto found = pathOf(entry.value, anchor, so + Path{entry.key.text}))
            return found;
    }
    return {};
}

const Node *nodeAt(const Node &root, const Path &path)
{
    const Node *node = &root;
    for (const QString &step : path) {
        bool isNumber = false;
        const qsizetype index = step.toLongLong(&isNumber);
        if (node->isSequence() && isNumber && index < std::ssize(node->items))
            node = &node->items[static_cast<size_t>(index)];
        else
            node = node->find(step);
        if (!node)
            return nullptr;
    }
    return node;
}

bool isMerge(const yaml::Entry &entry)
{
    return entry.key.text == QLatin1String("<<");
}

bool merges(const yaml::Entry &entry, const QString &anchor)
{
    return isMerge(entry)
           && (entry.value.alias == anchor
               || std::ranges::any_of(entry.value.items, [&](const Node &one) { return one.alias == anchor; }));
}

// Whether anybody who uses what this anchor names takes this key from it.
bool othersTake(const Node &node, const QString &anchor, const QString &key)
{
    if (!node.alias.isEmpty())
        return node.alias == anchor;
    if (std::ranges::any_of(node.items, [&](const Node &item) { return othersTake(item, anchor, key); }))
        return true;
    return std::ranges::any_of(node.entries, [&](const yaml::Entry &entry) {
        return merges(entry, anchor) ? !node.find(key) : othersTake(entry.value, anchor, key);
    });
}

// A place in the text to write to: where nobody else is touched by it.
struct Target {
    const QByteArray &text;
    Node root;
    Path path;        // of the service, or of what is below it
    QString shared{}; // the anchor by which others use what is there

    const Node *node() const { return nodeAt(root, path); }
    bool isOwn() const { return shared.isEmpty(); }

    // Goes on to a key, through an anchor that is used but once; false: others would be touched. A single value that comes by a
    // merge is written beside it, where it counts.
    enum class What { Value, More };
    bool enter(const QString &key, What what = What::More)
    {
        const Node *here = node();
        if (!shared.isEmpty() && othersTake(root, shared, key))
            return false;
        shared.clear();
        if (!here) { // is to be made itself
            path += key;
            return true;
        }
        if (here->find(key)) {
            path += key;
            return arrive();
        }
        const Node *merged = mergedWith(*here, key);
        if (merged && !merged->alias.isEmpty() && goTo(merged->alias))
            return enter(key);
        if (merged && what == What::More)
            return false;
        path += key; // it is to be made
        return true;
    }

    // Itself, or by what is merged into it.
    static bool has(const Node &node, const QString &key) { return node.find(key) || mergedWith(node, key); }

    // What is merged here, and has the key.
    static const Node *mergedWith(const Node &here, const QString &key)
    {
        for (const yaml::Entry &entry : here.entries) {
            if (!isMerge(entry))
                continue;
            if (has(entry.value, key))
                return &entry.value;
            for (const Node &one : entry.value.items) {
                if (has(one, key))
                    return &one;
            }
        }
        return nullptr;
    }

    // Notes who else uses what is here, or goes to where it stands.
    bool arrive()
    {
        const Node *here = node();
        if (!here)
            return false;
        if (!here->alias.isEmpty())
            return goTo(here->alias);
        if (!here->anchor.isEmpty() && usesOf(root, here->anchor) > 0)
            shared = here->anchor;
        return true;
    }

    bool goTo(const QString &anchor)
    {
        const auto found = pathOf(root, anchor);
        // Where it stands it is in use itself, but for the x- keys, which Compose only lets others quote.
        const bool isOnlyQuoted = found && !found->isEmpty() && found->front().startsWith(QLatin1String("x-"));
        if (!isOnlyQuoted || usesOf(root, anchor) != 1)
            return false;
        path = *found;
        return true;
    }
};

bool isThere(const Target &target)
{
    const Node *node = target.node();
    return node && !node->isNull();
}

// Makes each step, as deep as the text has it.
Result<QByteArray> setAt(Target target, const QStringList &steps, const Node &value)
{
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const bool isValue = i == steps.size() - 1 && value.isScalar();
        if (!target.enter(steps[i], isValue ? Target::What::Value : Target::What::More))
            return notOwn(steps.first());
    }
    if (!target.isOwn())
        return notOwn(steps.first());
    const Node *old = target.node();
    if (!old)
        return yaml::put(target.text, target.path, value);
    return old->isScalar() && value.isScalar() && old->tag.isEmpty() && old->style != Node::Style::Literal
                   && old->style != Node::Style::Folded
               ? yaml::setScalar(target.text, target.path, value)
               : yaml::replaceValue(target.text, target.path, value);
}

std::optional<qsizetype> itemOf(const Node &list, const std::function<bool(const Node &)> &is)
{
    const auto found = std::ranges::find_if(list.items, is);
    return found == list.items.end() ? std::nullopt : std::optional(found - list.items.begin());
}

bool isVariable(const Node &item, const QString &name)
{
    return item.isScalar() && (item.text == name || item.text.startsWith(name + QLatin1Char('=')));
}

Result<QByteArray> make(Target target, const SetValue &change)
{
    return setAt(std::move(target), change.path, change.value);
}

Result<QByteArray> make(Target target, const SetVariable &change)
{
    const QString key = QStringLiteral("environment");
    if (!target.enter(key))
        return notOwn(key);
    const Node *environment = target.node();
    if (!environment || !environment->isSequence())
        return setAt(std::move(target), {change.name}, valueNode(change.value));
    if (!target.isOwn())
        return notOwn(key);
    const Node item = Node::string(change.name + QLatin1Char('=') + change.value);
    const auto index = itemOf(*environment, [&](const Node &one) { return isVariable(one, change.name); });
    return index ? yaml::replaceItem(target.text, target.path + Path{QString::number(*index)}, item)
                 : yaml::appendItem(target.text, target.path, item);
}

QString cleaned(QString path)
{
    while (path.size() > 1 && path.endsWith(QLatin1Char('/')))
        path.chop(1);
    return path;
}

// What gives way: an unnamed volume, or the one that is named.
bool givesWay(const Node &item, const MountVolume &change)
{
    if (item.isScalar()) {
        const QStringList parts = item.text.split(QLatin1Char(':'));
        return change.instead.isEmpty()
                   ? cleaned(item.text) == cleaned(change.target)
                   : parts.front() == change.instead && cleaned(parts.value(1)) == cleaned(change.target);
    }
    const Node *at = item.find(QStringLiteral("target"));
    const Node *type = item.find(QStringLiteral("type"));
    const Node *source = item.find(QStringLiteral("source"));
    return at && cleaned(at->text) == cleaned(change.target) && (source ? source->text : QString()) == change.instead
           && (!type || type->text == QLatin1String("volume"));
}

// Only the name changes, where there was one: how it is mounted stays.
Result<QByteArray> renamed(const Target &target, const Path &path, const Node &item, const MountVolume &change)
{
    if (item.isScalar())
        return yaml::replaceItem(target.text, path,
                                 Node::string(change.volume + item.text.sliced(change.instead.size())));
    return yaml::replaceValue(target.text, path + Path{QStringLiteral("source")}, Node::string(change.volume));
}

Result<QByteArray> make(Target target, const MountVolume &change)
{
    const QString key = QStringLiteral("volumes");
    if (!target.enter(key) || !target.isOwn())
        return notOwn(key);
    const Node item = Node::string(change.volume + QLatin1Char(':') + change.target);
    const Node *volumes = target.node();
    if (!isThere(target))
        return volumes ? yaml::appendItem(target.text, target.path, item)
                       : yaml::put(target.text, target.path, Node::sequence({item}));
    const auto index = itemOf(*volumes, [&](const Node &one) { return givesWay(one, change); });
    if (!index)
        return yaml::appendItem(target.text, target.path, item);
    const Path path = target.path + Path{QString::number(*index)};
    return change.instead.isEmpty() ? yaml::replaceItem(target.text, path, item)
                                    : renamed(target, path, volumes->items[*index], change);
}

Node gate(Condition condition)
{
    return Node::mapping({{Node::string(QStringLiteral("condition")), Node::string(toString(condition))}});
}

Result<QByteArray> make(Target target, const WaitFor &change)
{
    const QString key = QStringLiteral("depends_on");
    if (!target.enter(key))
        return notOwn(key);
    const Node *gates = target.node();
    if (!gates || !gates->isSequence())
        return setAt(std::move(target), {change.service, QStringLiteral("condition")},
                     Node::string(toString(change.condition)));
    if (!target.isOwn())
        return notOwn(key);
    std::vector<Node> values;
    bool isThere = false;
    for (const Node &item : gates->items) {
        const bool isIt = item.text == change.service;
        isThere = isThere || isIt;
        values.push_back(gate(isIt ? change.condition : Condition::Started));
    }
    if (values.empty())
        return yaml::replaceValue(target.text, target.path,
                                  Node::mapping({{Node::string(change.service), gate(change.condition)}}));
    const Path path = target.path;
    return yaml::keysOfItems(target.text, path, values).and_then([&](const QByteArray &text) {
        return isThere ? Result<QByteArray>(text) : yaml::insertKey(text, path, change.service, gate(change.condition));
    });
}

Result<QByteArray> make(Target target, const Remove &change)
{
    for (const QString &step : change.path.first(change.path.size() - 1)) {
        if (!target.enter(step))
            return notOwn(step);
    }
    const Node *parent = target.node();
    const QString &last = change.path.last();
    if (!target.isOwn())
        return notOwn(last);
    if (parent && parent->isSequence()) {
        const auto index = itemOf(*parent, [&](const Node &one) { return isVariable(one, last); });
        return index ? yaml::removeItem(target.text, target.path + Path{QString::number(*index)}) : notOwn(last);
    }
    if (!parent || !parent->find(last))
        return notOwn(last);
    return yaml::removeKey(target.text, target.path + Path{last});
}

// «[ip:][host:]container[/protocol]», the host's port perhaps a variable.
struct ShortPort {
    QString ip;
    QString host;
    QString container;
    QString protocol; // with its slash
};

// At the colons that are in no variable and no brackets.
QStringList partsOf(const QString &text)
{
    QStringList parts{QString()};
    int depth = 0;
    for (const QChar c : text) {
        depth += c == QLatin1Char('{') || c == QLatin1Char('[')   ? 1
                 : c == QLatin1Char('}') || c == QLatin1Char(']') ? -1
                                                                  : 0;
        if (c == QLatin1Char(':') && depth == 0)
            parts += QString();
        else
            parts.last() += c;
    }
    return parts;
}

std::optional<ShortPort> shortPort(const QString &text)
{
    QStringList parts = partsOf(text);
    if (parts.size() > 3)
        return {};
    ShortPort port;
    const QString last = parts.takeLast();
    port.container = last.section(QLatin1Char('/'), 0, 0);
    port.protocol = last.sliced(port.container.size());
    if (!parts.isEmpty())
        port.host = parts.takeLast();
    if (!parts.isEmpty())
        port.ip = parts.takeLast();
    return port;
}

// A range holds each of its ports, and (0) the one that the engine chooses from it.
bool isSame(const QString &written, quint16 port)
{
    if (written.contains(QLatin1Char('$')))
        return true;
    const QString first = written.section(QLatin1Char('-'), 0, 0), last = written.section(QLatin1Char('-'), -1);
    if (written.contains(QLatin1Char('-')))
        return port == 0 || (first.toUShort() <= port && port <= last.toUShort());
    return written == QString::number(port) || (written.isEmpty() && port == 0);
}

// How surely it is this port; 0: it is not. Its own port counts only where the host's is a variable, or is left to the engine.
int sureness(const Node &item, const PortSpec &port)
{
    const auto one = item.isScalar() ? shortPort(item.text) : std::nullopt;
    if (!one && !item.isMapping()) // no port at all
        return 0;
    const auto textOf = [&item](const char *key) {
        const Node *value = item.find(QString::fromLatin1(key));
        return value ? value->text : QString();
    };
    const QString container = one ? one->container : textOf("target"), host = one ? one->host : textOf("published");
    const bool isContainer = isSame(container, port.containerPort);
    const bool isGuess = port.hostPort == 0 || host.contains(QLatin1Char('$'));
    if (!isSame(host, port.hostPort) || (isGuess && !isContainer))
        return 0;
    return isContainer && !isGuess ? 3 : isContainer ? 2 : 1;
}

std::optional<qsizetype> portIn(const Node &ports, const PortSpec &port)
{
    const auto surest = std::ranges::max_element(ports.items, {},
                                                 [&port](const Node &one) { return sureness(one, port); });
    return surest == ports.items.end() || sureness(*surest, port) == 0 ? std::nullopt
                                                                       : std::optional(surest - ports.items.begin());
}

Result<QByteArray> make(Target target, const Publish &change)
{
    const QString key = QStringLiteral("ports");
    if (!target.enter(key) || !target.isOwn())
        return notOwn(key);
    const Node *ports = target.node();
    const auto index = ports ? portIn(*ports, change.from) : std::nullopt;
    if (!index)
        return notOwn(key);
    const Path path = target.path + Path{QString::number(*index)};
    const Node &item = ports->items[static_cast<size_t>(*index)];
    if (item.isMapping()) {
        Result<QByteArray> text = target.text;
        if (change.to.hostIp != change.from.hostIp)
            text = yaml::put(*text, path + Path{QStringLiteral("host_ip")}, Node::string(change.to.hostIp));
        if (text && change.to.containerPort != change.from.containerPort)
            text = yaml::put(*text, path + Path{QStringLiteral("target")},
                             valueNode(QString::number(change.to.containerPort)));
        return text;
    }
    const ShortPort old = *shortPort(item.text);
    if (old.container.contains(QLatin1Char('$')) && change.to.containerPort != change.from.containerPort)
        return notOwn(key);
    const QString container = change.to.containerPort == change.from.containerPort
                                  ? old.container
                                  : QString::number(change.to.containerPort);
    const QString ip = change.to.hostIp == change.from.hostIp ? old.ip : change.to.hostIp;
    const QString after = (ip.isEmpty() ? QString() : ip + QLatin1Char(':'))
                          + (old.host.isEmpty() && ip.isEmpty() ? QString() : old.host + QLatin1Char(':')) + container
                          + old.protocol;
    return yaml::replaceWithin(target.text, path, item.text, after);
}

Result<QByteArray> make(Target target, const ReplaceWithin &change)
{
    for (const QString &step : change.path) {
        bool isNumber = false;
        step.toInt(&isNumber);
        if (isNumber)
            target.path += step;
        else if (!target.enter(step))
            return notOwn(change.path.first());
    }
    if (!target.isOwn())
        return notOwn(change.path.first());
    return yaml::replaceWithin(target.text, target.path, change.before, change.after);
}

Result<QByteArray> make(Target target, const AppendWord &change)
{
    for (const QString &step : change.path) {
        if (!target.enter(step))
            return notOwn(change.path.first());
    }
    if (!target.isOwn())
        return notOwn(change.path.first());
    return yaml::appendItem(target.text, target.path, Node::string(change.word));
}

Result<QByteArray> make(const Target &target, const AddService &change)
{
    return yaml::put(target.text, target.path, change.definition);
}

} // namespace

Result<QByteArray> writeInPlace(const QByteArray &text, const Change &change)
{
    return writeBelowService(text, change).and_then([&](const QByteArray &below) {
        return writeBesideServices(below, change);
    });
}

Result<QByteArray> writeBesideServices(const QByteArray &text, const Change &change)
{
    const auto *mounted = std::get_if<MountVolume>(&change.what);
    const auto root = mounted ? yaml::parse(text, {}) : Result<Node>(Node());
    if (!root)
        return tl::unexpected(root.error());
    const Node *volumes = root->find(QStringLiteral("volumes"));
    if (!mounted || (volumes && volumes->find(mounted->volume)))
        return text;
    return yaml::put(text, {QStringLiteral("volumes"), mounted->volume}, Node::raw({}));
}

Result<QByteArray> writeBelowService(const QByteArray &text, const Change &change)
{
    auto root = yaml::parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    Target target{text, std::move(*root), {}};
    if (!change.service.isEmpty())
        target.path = {QStringLiteral("services"), change.service};
    const Node *service = target.node();
    if (const auto *added = std::get_if<AddService>(&change.what); added && !service)
        return make(target, *added);
    if (!service || !target.arrive())
        return notOwn(change.service);
    return std::visit([&target](const auto &what) { return make(target, what); }, change.what);
}

} // namespace bd::audit
