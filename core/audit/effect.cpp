#include "audit/effect.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include "base/text.h"
#include "compose/duration.h"
#include "compose/size.h"

namespace bd::audit {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

using yaml::Node;

constexpr QLatin1String servicesKey("services");

QJsonObject at(const QJsonObject &object, const QString &key)
{
    return object[key].toObject();
}

// «$» doubled, as config prints it.
QString doubled(QString text)
{
    return text.replace(QLatin1Char('$'), QLatin1String("$$"));
}

QJsonValue jsonOf(const Node &node)
{
    if (node.isSequence()) {
        QJsonArray items;
        for (const Node &item : node.items)
            items += jsonOf(item);
        return items;
    }
    if (node.isMapping()) {
        QJsonObject object;
        for (const yaml::Entry &entry : node.entries)
            object.insert(entry.key.text, jsonOf(entry.value));
        return object;
    }
    bool isNumber = false;
    const double number = node.text.toDouble(&isNumber);
    return isNumber && !node.isString() ? QJsonValue(number) : QJsonValue(node.text);
}

QJsonValue withPath(const QJsonValue &value, const QStringList &path, const QJsonValue &leaf)
{
    if (path.isEmpty())
        return leaf;
    QJsonObject object = value.toObject();
    const QJsonValue inner = withPath(object[path.first()], path.sliced(1), leaf);
    if (inner.isUndefined())
        object.remove(path.first());
    else
        object.insert(path.first(), inner);
    return object;
}

QJsonValue valueAt(const QJsonObject &object, const QStringList &path)
{
    QJsonValue value = object;
    for (const QString &step : path)
        value = value.toObject()[step];
    return value;
}

// Durations as milliseconds, sizes as bytes, and lists whose order means nothing in one order.
QJsonValue canonical(const QString &key, const QJsonValue &value)
{
    static const QStringList durations{QStringLiteral("interval"), QStringLiteral("timeout"),
                                       QStringLiteral("start_period"), QStringLiteral("start_interval"),
                                       QStringLiteral("stop_grace_period")};
    if (durations.contains(key) && value.isString()) {
        const auto time = compose::durationFrom(value.toString());
        return time ? QJsonValue(static_cast<double>(time->count())) : value;
    }
    if ((key == QLatin1String("mem_limit") || key == QLatin1String("memory")) && value.isString()) {
        const auto bytes = compose::bytesFrom(value.toString());
        return bytes ? QJsonValue(static_cast<double>(*bytes)) : value;
    }
    if (key == QLatin1String("test") && value.isString())
        return QJsonArray{QStringLiteral("CMD-SHELL"), value};
    if (value.isObject()) {
        QJsonObject object;
        const QJsonObject from = value.toObject();
        for (auto it = from.begin(); it != from.end(); ++it) {
            // What others only quote counts where they do.
            if (!key.isEmpty() || !it.key().startsWith(QLatin1String("x-")))
                object.insert(it.key(), canonical(it.key(), it.value()));
        }
        return object;
    }
    if (key != QLatin1String("volumes") && key != QLatin1String("ports"))
        return value;
    const QJsonArray from = value.toArray();
    std::vector<QJsonValue> items(from.begin(), from.end());
    std::ranges::sort(items, {}, [](const QJsonValue &one) {
        return QJsonDocument(one.toObject()).toJson(QJsonDocument::Compact);
    });
    QJsonArray sorted;
    for (const QJsonValue &one : items)
        sorted += one;
    return sorted;
}

QString said(const QJsonValue &value)
{
    QString text = QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    return value.isUndefined() ? Tr::tr("nothing") : firstLine(redacted(text.mid(1).chopped(1)), 120);
}

std::optional<QString> difference(const QJsonValue &wanted, const QJsonValue &is, const QString &path)
{
    if (wanted == is)
        return {};
    if (!wanted.isObject() || !is.isObject())
        return isSecretName(path.section(QLatin1Char('.'), -1))
                   ? path
                   : Tr::tr("%1 would be %2, not %3").arg(path, said(is), said(wanted));
    const QJsonObject one = wanted.toObject(), other = is.toObject();
    QStringList keys = one.keys() + other.keys();
    keys.removeDuplicates();
    for (const QString &key : keys) {
        if (auto found = difference(one[key], other[key], path.isEmpty() ? key : path + QLatin1Char('.') + key))
            return found;
    }
    return {};
}

// Does to the model what a change says. What only Compose can tell (a value with variables, a new service) is taken as it is `after`.
struct Effect {
    QJsonObject &model;
    const QJsonObject &after;
    QString service;

    QStringList below(const QStringList &path) const { return QStringList{servicesKey, service} + path; }
    void set(const QStringList &path, const QJsonValue &value) { model = withPath(model, path, value).toObject(); }
    void take(const QStringList &path) { set(path, valueAt(after, path)); }

    void operator()(const SetValue &change)
    {
        const bool hasVariables = change.value.isScalar() && change.value.text.contains(QLatin1Char('$'));
        if (hasVariables)
            take(below(change.path));
        else
            set(below(change.path), jsonOf(change.value));
    }
    void operator()(const SetVariable &change)
    {
        const QStringList path = below({QStringLiteral("environment"), change.name});
        if (change.value.contains(QLatin1Char('$')))
            take(path);
        else
            set(path, change.value);
    }
    void operator()(const MountVolume &change)
    {
        const QStringList path = below({QStringLiteral("volumes")});
        QJsonArray mounts;
        QJsonObject its{{QStringLiteral("type"), QStringLiteral("volume")},
                        {QStringLiteral("target"), change.target},
                        {QStringLiteral("volume"), QJsonObject()}};
        for (const QJsonValue &one : valueAt(model, path).toArray()) {
            const QJsonObject mount = one.toObject();
            const bool givesWay = mount[QLatin1String("target")] == change.target
                                  && mount[QLatin1String("source")].toString() == change.instead;
            if (!givesWay)
                mounts += one;
            else if (!change.instead.isEmpty()) // which keeps how it is mounted
                its = mount;
        }
        its.insert(QStringLiteral("source"), change.volume);
        mounts += its;
        set(path, mounts);
        if (!at(model, QStringLiteral("volumes")).contains(change.volume))
            take({QStringLiteral("volumes"), change.volume});
    }
    void operator()(const WaitFor &change)
    {
        const QStringList path = below({QStringLiteral("depends_on"), change.service});
        QJsonObject gate = valueAt(model, path).toObject();
        gate.insert(QStringLiteral("condition"), toString(change.condition));
        if (!gate.contains(QLatin1String("required")))
            gate.insert(QStringLiteral("required"), true);
        set(path, gate);
    }
    void operator()(const Remove &change)
    {
        const QStringList path = service.isEmpty() ? change.path : below(change.path);
        set(path, QJsonValue(QJsonValue::Undefined));
        if (path.size() > 1 && valueAt(model, path.first(path.size() - 1)).toObject().isEmpty())
            take(path.first(path.size() - 1));
    }
    void operator()(const Publish &change)
    {
        const QStringList path = below({QStringLiteral("ports")});
        QJsonArray ports;
        for (const QJsonValue &one : valueAt(model, path).toArray()) {
            const QJsonObject port = one.toObject();
            const quint16 host = port[QLatin1String("published")].toString().toUShort();
            const bool isIt = host == change.from.hostPort
                              && (host != 0 || port[QLatin1String("target")].toInt() == change.from.containerPort);
            ports += isIt ? published(port, change) : port;
        }
        set(path, ports);
    }
    static QJsonObject published(QJsonObject port, const Publish &change)
    {
        if (change.to.containerPort != change.from.containerPort)
            port.insert(QStringLiteral("target"), change.to.containerPort);
        if (change.to.hostIp != change.from.hostIp)
            port.insert(QStringLiteral("host_ip"), change.to.hostIp);
        return port;
    }
    void operator()(const ReplaceWithin &change)
    {
        // Compose cuts commands into words, at other places than ours: as one text they are the same.
        const QStringList path = below({change.path.first()});
        const auto joined = [](const QJsonValue &value) {
            QStringList words;
            for (const QJsonValue &word : value.toArray())
                words += word.toString();
            return value.isString() ? value.toString() : words.join(QLatin1Char(' '));
        };
        QString wanted = joined(valueAt(model, path));
        wanted.replace(doubled(change.before), doubled(change.after));
        if (wanted == joined(valueAt(after, path)))
            take(path);
        else
            set(path, wanted);
    }
    void operator()(const AppendWord &change)
    {
        const QStringList path = below(change.path);
        QJsonArray words = valueAt(model, path).toArray();
        words += change.word;
        set(path, words);
    }
    void operator()(const AddService &) { take(below({})); }
};

} // namespace

Result<> differsAsSaid(const QJsonObject &before, const QJsonObject &after, const std::vector<Change> &changes)
{
    QJsonObject wanted = before;
    std::vector<Change> seen;
    for (const Change &change : changes) {
        if (std::ranges::find(seen, change) != seen.end())
            continue;
        seen.push_back(change);
        Effect effect{wanted, after, change.service};
        std::visit([&effect](const auto &what) { effect(what); }, change.what);
    }
    const auto other = difference(canonical({}, wanted), canonical({}, after), {});
    if (other)
        return fail(ErrorCode::Failed, Tr::tr("The files would say something else than was meant: %1").arg(*other),
                    Tr::tr("Nothing was written. Change this by hand."));
    return {};
}

} // namespace bd::audit
