#include "decode/framed.h"

#include <QCoreApplication>
#include <QtEndian>

#include "base/text.h"
#include "decode/avro.h"

namespace bd::decode {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Decode)
};

constexpr qsizetype frameSize = 5;

Decoded asBytes(const QByteArray &bytes, const QString &reason)
{
    return {hexText(bytes), reason, QStringLiteral("hex")};
}

std::shared_ptr<const Decoder> named(const QString &id)
{
    return *decoderNamed(id);
}

class FramedJson : public Decoder
{
public:
    QString id() const override { return QStringLiteral("json-schema"); }
    Decoded decode(const QByteArray &bytes) const override
    {
        Decoded decoded = named(QStringLiteral("json"))->decode(bytes);
        if (decoded.reason.isEmpty())
            decoded.decoder = id();
        return decoded;
    }
};

class Undecodable : public Decoder
{
public:
    explicit Undecodable(QString reason) : m_reason(std::move(reason)) {}

    QString id() const override { return QStringLiteral("hex"); }
    Decoded decode(const QByteArray &bytes) const override { return asBytes(bytes, m_reason); }

private:
    QString m_reason;
};

class Registry : public Decoder
{
public:
    explicit Registry(Schemas schemas) : m_schemas(std::move(schemas)) {}

    QString id() const override { return QStringLiteral("registry"); }
    std::shared_ptr<const Decoder> knowing(const Schemas &schemas) const override { return registryDecoder(schemas); }

    Decoded decode(const QByteArray &bytes) const override
    {
        const auto schemaId = schemaIdOf(bytes);
        if (!schemaId)
            return asBytes(bytes, Tr::tr("it does not begin with a zero byte and the number of a schema"));
        const auto known = m_schemas.constFind(*schemaId);
        Decoded decoded = known == m_schemas.constEnd()
                              ? asBytes(bytes, Tr::tr("no Schema Registry is set for schema %1").arg(*schemaId))
                          : known->decoder ? behindFrame(*known->decoder, bytes)
                                           : asBytes(bytes, known->missing);
        decoded.schemaId = schemaId;
        return decoded;
    }

private:
    static Decoded behindFrame(const Decoder &decoder, const QByteArray &bytes)
    {
        Decoded decoded = decoder.decode(bytes.sliced(frameSize));
        if (decoded.reason.isEmpty())
            return decoded;
        Decoded whole = asBytes(bytes, decoded.reason);
        whole.schemaName = decoded.schemaName;
        return whole;
    }

    Schemas m_schemas;
};

class Automatic : public Decoder
{
public:
    explicit Automatic(const Schemas &schemas) : m_schemas(schemas), m_registry(schemas) {}

    QString id() const override { return QStringLiteral("auto"); }
    std::shared_ptr<const Decoder> knowing(const Schemas &schemas) const override { return autoDecoder(schemas); }

    Decoded decode(const QByteArray &bytes) const override
    {
        const auto schemaId = schemaIdOf(bytes);
        const auto known = schemaId ? m_schemas.constFind(*schemaId) : m_schemas.constEnd();
        if (known != m_schemas.constEnd() && known->decoder)
            return m_registry.decode(bytes);
        Decoded decoded = named(id())->decode(bytes);
        if (known != m_schemas.constEnd())
            decoded.note = known->missing;
        return decoded;
    }

private:
    Schemas m_schemas;
    Registry m_registry;
};

} // namespace

std::optional<quint32> schemaIdOf(const QByteArray &bytes)
{
    if (bytes.size() < frameSize || bytes.front() != 0)
        return {};
    return qFromBigEndian<quint32>(bytes.constData() + 1);
}

Result<std::shared_ptr<const Decoder>> decoderOf(const SchemaText &schema)
{
    if (schema.kind == QLatin1String("JSON"))
        return std::make_shared<FramedJson>();
    if (schema.kind == QLatin1String("PROTOBUF"))
        return std::make_shared<Undecodable>(Tr::tr("Protobuf is not decoded"));
    if (schema.kind != QLatin1String("AVRO"))
        return std::make_shared<Undecodable>(
            Tr::tr("schemas of kind %1 are not known").arg(firstLine(schema.kind, 40)));
    std::vector<QByteArray> references;
    for (const auto &reference : schema.references)
        references.push_back(reference.second);
    return parseAvroSchema(schema.text, references).map(&avroDecoder);
}

std::shared_ptr<const Decoder> registryDecoder(const Schemas &schemas)
{
    return std::make_shared<Registry>(schemas);
}

std::shared_ptr<const Decoder> autoDecoder(const Schemas &schemas)
{
    return std::make_shared<Automatic>(schemas);
}

} // namespace bd::decode
