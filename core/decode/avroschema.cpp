#include "decode/avroschema.h"

#include <algorithm>
#include <optional>

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/text.h"

namespace bd::decode {

namespace {

using Kind = AvroType::Kind;
using Logical = AvroType::Logical;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Decode)
};

constexpr size_t mostTypes = 100'000;
constexpr qint64 largestFixed = (qint64(1) << 31) - 1;
constexpr int largestScale = 1000;

const std::vector<std::pair<QString, Kind>> &kinds()
{
    static const std::vector<std::pair<QString, Kind>> all{
        {QStringLiteral("null"), Kind::Null},     {QStringLiteral("boolean"), Kind::Boolean},
        {QStringLiteral("int"), Kind::Int},       {QStringLiteral("long"), Kind::Long},
        {QStringLiteral("float"), Kind::Float},   {QStringLiteral("double"), Kind::Double},
        {QStringLiteral("bytes"), Kind::Bytes},   {QStringLiteral("string"), Kind::String},
        {QStringLiteral("record"), Kind::Record}, {QStringLiteral("error"), Kind::Record},
        {QStringLiteral("enum"), Kind::Enum},     {QStringLiteral("array"), Kind::Array},
        {QStringLiteral("map"), Kind::Map},       {QStringLiteral("fixed"), Kind::Fixed},
        {QStringLiteral("union"), Kind::Union}};
    return all;
}

std::optional<Kind> kindNamed(const QString &name)
{
    const auto found = std::ranges::find(kinds(), name, &std::pair<QString, Kind>::first);
    return found == kinds().end() ? std::nullopt : std::optional(found->second);
}

bool isPrimitive(Kind kind)
{
    return kind <= Kind::String;
}

struct LogicalName {
    QString name;
    Logical logical;
    std::vector<Kind> of;
};

const std::vector<LogicalName> &logicals()
{
    static const std::vector<LogicalName> all{
        {QStringLiteral("decimal"), Logical::Decimal, {Kind::Bytes, Kind::Fixed}},
        {QStringLiteral("uuid"), Logical::Uuid, {Kind::String, Kind::Fixed}},
        {QStringLiteral("date"), Logical::Date, {Kind::Int}},
        {QStringLiteral("time-millis"), Logical::TimeMillis, {Kind::Int}},
        {QStringLiteral("time-micros"), Logical::TimeMicros, {Kind::Long}},
        {QStringLiteral("timestamp-millis"), Logical::TimestampMillis, {Kind::Long}},
        {QStringLiteral("timestamp-micros"), Logical::TimestampMicros, {Kind::Long}},
        {QStringLiteral("timestamp-nanos"), Logical::TimestampNanos, {Kind::Long}},
        {QStringLiteral("local-timestamp-millis"), Logical::LocalTimestampMillis, {Kind::Long}},
        {QStringLiteral("local-timestamp-micros"), Logical::LocalTimestampMicros, {Kind::Long}},
        {QStringLiteral("local-timestamp-nanos"), Logical::LocalTimestampNanos, {Kind::Long}},
        {QStringLiteral("duration"), Logical::Duration, {Kind::Fixed}}};
    return all;
}

Logical logicalOf(const QJsonObject &json, const AvroType &type)
{
    const QString name = json.value(QStringLiteral("logicalType")).toString();
    const auto found = std::ranges::find(logicals(), name, &LogicalName::name);
    if (found == logicals().end() || std::ranges::find(found->of, type.kind) == found->of.end())
        return Logical::None;
    const bool isOdd = (found->logical == Logical::Duration && type.size != 12)
                       || (found->logical == Logical::Uuid && type.kind == Kind::Fixed && type.size != 16)
                       || (found->logical == Logical::Decimal && (type.scale < 0 || type.scale > largestScale));
    return isOdd ? Logical::None : found->logical;
}

// After the first problem nothing more is made.
class Parser
{
public:
    Result<AvroSchema> parse(const QByteArray &json, const std::vector<QByteArray> &references)
    {
        for (const QByteArray &reference : references)
            document(reference);
        m_schema.root = document(json);
        if (!m_problem.isEmpty())
            return fail(ErrorCode::Parse, m_problem);
        return std::move(m_schema);
    }

private:
    int document(const QByteArray &json)
    {
        QJsonParseError error;
        // A name alone is a schema, too, which QJsonDocument does not take.
        const QJsonArray wrapped = QJsonDocument::fromJson('[' + json + ']', &error).array();
        if (wrapped.size() != 1)
            return problem(Tr::tr("the schema is no JSON (%1)").arg(error.errorString()));
        return type(wrapped.first(), {});
    }

    int type(const QJsonValue &json, const QString &space)
    {
        if (!m_problem.isEmpty() || m_schema.types.size() >= mostTypes)
            return problem(Tr::tr("the schema has more than %1 types").arg(mostTypes));
        if (json.isString())
            return named(json.toString(), space);
        if (json.isArray())
            return unionOf(json.toArray(), space);
        if (json.isObject())
            return object(json.toObject(), space);
        return problem(Tr::tr("in the schema, a type is a name, a list or an object"));
    }

    int add(AvroType type)
    {
        m_schema.types.push_back(std::move(type));
        return static_cast<int>(m_schema.types.size()) - 1;
    }

    int named(const QString &name, const QString &space)
    {
        if (const auto kind = kindNamed(name); kind && isPrimitive(*kind)) {
            AvroType type;
            type.kind = *kind;
            return add(std::move(type));
        }
        for (const QString &full : {fullName(name, space), name}) {
            if (const auto found = m_named.constFind(full); found != m_named.constEnd())
                return *found;
        }
        return problem(Tr::tr("the schema uses a type «%1» that it does not define").arg(firstLine(name, 80)));
    }

    static QString fullName(const QString &name, const QString &space)
    {
        return name.contains(QLatin1Char('.')) || space.isEmpty() ? name : space + QLatin1Char('.') + name;
    }

    int unionOf(const QJsonArray &json, const QString &space)
    {
        AvroType type;
        type.kind = Kind::Union;
        for (const QJsonValue branch : json)
            type.types.push_back(this->type(branch, space));
        return add(std::move(type));
    }

    int object(const QJsonObject &json, const QString &space)
    {
        const QJsonValue given = json.value(QStringLiteral("type"));
        const auto kind = given.isString() ? kindNamed(given.toString()) : std::nullopt;
        if (!kind || *kind == Kind::Union) // {"type": {"type": …}}, {"type": […]}, {"type": "com.acme.Order"}
            return type(given, space);
        AvroType made;
        made.kind = *kind;
        if (*kind == Kind::Array || *kind == Kind::Map) {
            made.types = {
                type(json.value(*kind == Kind::Array ? QStringLiteral("items") : QStringLiteral("values")), space)};
            return add(std::move(made));
        }
        if (!isPrimitive(*kind))
            return definition(json, std::move(made), space);
        made.scale = json.value(QStringLiteral("scale")).toInt();
        made.logical = logicalOf(json, made);
        return add(std::move(made));
    }

    // A record, enum or fixed one: it has a name by which others refer to it.
    int definition(const QJsonObject &json, AvroType made, const QString &outer)
    {
        const QString name = json.value(QStringLiteral("name")).toString();
        const QString space = json.value(QStringLiteral("namespace")).toString(outer);
        made.name = fullName(name, space);
        if (name.isEmpty())
            return problem(Tr::tr("a type of the schema has no name"));
        if (m_named.contains(made.name))
            return problem(Tr::tr("the schema defines %1 twice").arg(firstLine(made.name, 80)));
        if (made.kind == Kind::Fixed) {
            made.size = json.value(QStringLiteral("size")).toInteger(-1);
            if (made.size < 0 || made.size > largestFixed)
                return problem(Tr::tr("%1 in the schema has no size").arg(firstLine(made.name, 80)));
            made.scale = json.value(QStringLiteral("scale")).toInt();
            made.logical = logicalOf(json, made);
        }
        for (const QJsonValue symbol : json.value(QStringLiteral("symbols")).toArray())
            made.names.push_back(symbol.toString().toUtf8());
        const Kind kind = made.kind;
        const QString full = made.name;
        const int place = add(std::move(made));
        m_named.insert(full, place); // before its fields, which may hold it again
        if (kind == Kind::Record)
            fields(json.value(QStringLiteral("fields")).toArray(), place, full.section(QLatin1Char('.'), 0, -2));
        return place;
    }

    void fields(const QJsonArray &json, int place, const QString &space)
    {
        std::vector<QByteArray> names;
        std::vector<int> types;
        for (const QJsonValue one : json) {
            const QJsonObject field = one.toObject();
            names.push_back(field.value(QStringLiteral("name")).toString().toUtf8());
            types.push_back(type(field.value(QStringLiteral("type")), space));
        }
        AvroType &record = m_schema.types[static_cast<size_t>(place)];
        record.names = std::move(names);
        record.types = std::move(types);
    }

    int problem(const QString &text)
    {
        if (m_problem.isEmpty())
            m_problem = text;
        return 0;
    }

    AvroSchema m_schema;
    QHash<QString, int> m_named;
    QString m_problem;
};

} // namespace

QString AvroSchema::name() const
{
    const AvroType &type = types.at(static_cast<size_t>(root));
    if (!type.name.isEmpty())
        return type.name;
    const auto found = std::ranges::find(kinds(), type.kind, &std::pair<QString, Kind>::second);
    return found->first;
}

Result<AvroSchema> parseAvroSchema(const QByteArray &json, const std::vector<QByteArray> &references)
{
    return Parser().parse(json, references);
}

} // namespace bd::decode
