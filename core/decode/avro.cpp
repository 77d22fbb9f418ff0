#include "decode/avro.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include <QCoreApplication>
#include <QUtf8StringView>
#include <QtEndian>

#include "base/text.h"
#include "decode/avrological.h"

namespace bd::decode {

namespace {

using Kind = AvroType::Kind;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Decode)
};

constexpr int deepest = 200;
constexpr qsizetype leastBound = 1 << 20, largestBound = 64 << 20, textPerByte = 64;

QByteArray quoted(const QByteArray &utf8)
{
    QByteArray text("\"");
    for (const char c : utf8) {
        switch (c) {
        case '"': text += "\\\""; break;
        case '\\': text += "\\\\"; break;
        case '\n': text += "\\n"; break;
        case '\r': text += "\\r"; break;
        case '\t': text += "\\t"; break;
        default:
            if (static_cast<quint8>(c) < 0x20)
                text += "\\u00" + QByteArray(1, c).toHex();
            else
                text += c;
        }
    }
    return text + '"';
}

// The shortest that reads back as the same number.
template<typename Number>
QByteArray numberText(Number number)
{
    if (std::isnan(number))
        return "\"NaN\"";
    if (std::isinf(number))
        return number < 0 ? "\"-Infinity\"" : "\"Infinity\"";
    std::array<char, 40> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return {digits.data(), end - digits.data()};
}

class Reader
{
public:
    Reader(const AvroSchema &schema, const QByteArray &bytes)
        : m_schema(schema), m_bytes(bytes), m_bound(std::clamp(bytes.size() * textPerByte, leastBound, largestBound))
    {}

    bool readAll()
    {
        if (!value(m_schema.root))
            return false;
        if (const qsizetype rest = m_bytes.size() - m_at)
            return problem(Tr::tr("%n byte(s) are left behind the value", nullptr, static_cast<int>(rest)));
        return true;
    }

    const QByteArray &text() const { return m_text; }
    QString problem() const
    {
        const QString place = m_place.startsWith(QLatin1Char('.')) ? m_place.sliced(1) : m_place;
        return place.isEmpty() ? m_problem : QStringLiteral("%1: %2").arg(firstLine(place, 200), m_problem);
    }

private:
    bool value(int place)
    {
        const AvroType &type = m_schema.types[static_cast<size_t>(place)];
        if (m_depth == deepest)
            return problem(Tr::tr("it is nested more than %1 deep").arg(deepest));
        ++m_depth;
        const bool isRead = valueOf(type);
        --m_depth;
        if (isRead && m_text.size() > m_bound)
            return problem(Tr::tr("as text it would be larger than %1 MiB").arg(m_bound >> 20));
        return isRead;
    }

    bool valueOf(const AvroType &type)
    {
        switch (type.kind) {
        case Kind::Null: m_text += "null"; return true;
        case Kind::Boolean: return boolean();
        case Kind::Int: return integer(type, std::numeric_limits<qint32>::min(), std::numeric_limits<qint32>::max());
        case Kind::Long: return integer(type, std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max());
        case Kind::Float: return floating<float>();
        case Kind::Double: return floating<double>();
        case Kind::Bytes: return bytes(type);
        case Kind::Fixed: return raw(type, type.size);
        case Kind::String: return string();
        case Kind::Record: return record(type);
        case Kind::Enum: return symbol(type);
        case Kind::Array:
            return blocks('[', ']',
                          [&](qint64 at) { return value(type.types.front()) || in(QStringLiteral("[%1]").arg(at)); });
        case Kind::Map: return blocks('{', '}', [&](qint64) { return entry(type); });
        case Kind::Union: return branch(type);
        }
        return false;
    }

    bool boolean()
    {
        if (!has(1))
            return false;
        const char byte = m_bytes.at(m_at++);
        if (byte != 0 && byte != 1)
            return problem(Tr::tr("%1 is neither true nor false").arg(static_cast<quint8>(byte)));
        m_text += byte ? "true" : "false";
        return true;
    }

    bool integer(const AvroType &type, qint64 least, qint64 most)
    {
        qint64 number = 0;
        if (!varint(number))
            return false;
        if (number < least || number > most)
            return problem(Tr::tr("%1 is no number of 32 bits").arg(number));
        const QByteArray logical = logicalText(type.logical, number);
        m_text += logical.isEmpty() ? QByteArray::number(number) : logical;
        return true;
    }

    template<typename Number>
    bool floating()
    {
        if (!has(sizeof(Number)))
            return false;
        m_text += numberText(qFromLittleEndian<Number>(m_bytes.constData() + m_at));
        m_at += sizeof(Number);
        return true;
    }

    bool bytes(const AvroType &type)
    {
        qint64 size = 0;
        return length(size) && raw(type, size);
    }

    bool raw(const AvroType &type, qint64 size)
    {
        if (!has(size))
            return false;
        const QByteArray bytes = m_bytes.sliced(m_at, size);
        m_at += size;
        const QByteArray logical = logicalText(type, bytes);
        m_text += logical.isEmpty() ? '"' + bytes.toHex(' ') + '"' : logical;
        return true;
    }

    bool string()
    {
        qint64 size = 0;
        if (!length(size))
            return false;
        const QByteArray text = m_bytes.sliced(m_at, size);
        if (!QUtf8StringView(text).isValidUtf8())
            return problem(Tr::tr("a text is no UTF-8"));
        m_at += size;
        m_text += quoted(text);
        return true;
    }

    bool record(const AvroType &type)
    {
        m_text += '{';
        for (size_t i = 0; i < type.types.size(); ++i) {
            m_text += (i ? "," : "") + quoted(type.names[i]) + ':';
            if (!value(type.types[i]))
                return in(QLatin1Char('.') + QString::fromUtf8(type.names[i]));
        }
        m_text += '}';
        return true;
    }

    bool symbol(const AvroType &type)
    {
        qint64 at = 0;
        if (!varint(at))
            return false;
        if (at < 0 || at >= static_cast<qint64>(type.names.size()))
            return problem(Tr::tr("%1 has no symbol number %2").arg(type.name).arg(at));
        m_text += quoted(type.names[static_cast<size_t>(at)]);
        return true;
    }

    bool entry(const AvroType &type)
    {
        const qsizetype begin = m_text.size();
        if (!string())
            return false;
        const QByteArray key = m_text.sliced(begin);
        m_text += ':';
        return value(type.types.front()) || in(QLatin1Char('[') + QString::fromUtf8(key) + QLatin1Char(']'));
    }

    bool branch(const AvroType &type)
    {
        qint64 at = 0;
        if (!varint(at))
            return false;
        if (at < 0 || at >= static_cast<qint64>(type.types.size()))
            return problem(Tr::tr("the union has no branch number %1").arg(at));
        return value(type.types[static_cast<size_t>(at)]);
    }

    // A list's or map's items come in blocks: a count, or a negative one with the block's size behind it; 0 is the end.
    template<typename Item>
    bool blocks(char open, char close, Item item)
    {
        m_text += open;
        qint64 at = 0;
        while (true) {
            qint64 count = 0, size = 0;
            if (!varint(count) || (count < 0 && !varint(size)))
                return false;
            if (count == 0)
                break;
            if (count == std::numeric_limits<qint64>::min())
                return problem(Tr::tr("a block of %1 items").arg(count));
            for (qint64 left = std::abs(count); left > 0; --left) {
                if (at)
                    m_text += ',';
                if (!item(at++))
                    return false;
            }
        }
        m_text += close;
        return true;
    }

    // Zig-zag, seven bits a byte, the least significant first.
    bool varint(qint64 &number)
    {
        quint64 bits = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (!has(1))
                return false;
            const auto byte = static_cast<quint8>(m_bytes.at(m_at++));
            if (shift == 63 && byte > 1)
                break;
            bits |= quint64(byte & 0x7f) << shift;
            if (!(byte & 0x80)) {
                number = static_cast<qint64>((bits >> 1) ^ (~(bits & 1) + 1));
                return true;
            }
        }
        return problem(Tr::tr("a number of more than 64 bits"));
    }

    bool length(qint64 &size)
    {
        if (!varint(size))
            return false;
        return size < 0 ? problem(Tr::tr("a length of %1").arg(size)) : has(size);
    }

    bool has(qint64 size) { return size <= m_bytes.size() - m_at || problem(Tr::tr("the bytes end too early")); }

    bool problem(const QString &text)
    {
        if (m_problem.isEmpty())
            m_problem = text;
        return false;
    }

    // From the innermost outward.
    bool in(const QString &place)
    {
        if (m_place.size() < 1000)
            m_place.prepend(place);
        return false;
    }

    const AvroSchema &m_schema;
    const QByteArray &m_bytes;
    const qsizetype m_bound;
    qsizetype m_at = 0;
    int m_depth = 0;
    QByteArray m_text;
    QString m_problem;
    QString m_place;
};

class Avro : public Decoder
{
public:
    explicit Avro(AvroSchema schema) : m_schema(std::move(schema)), m_name(m_schema.name()) {}

    QString id() const override { return QStringLiteral("avro"); }
    Decoded decode(const QByteArray &bytes) const override
    {
        Reader reader(m_schema, bytes);
        Decoded decoded{QString(), {}, id()};
        decoded.schemaName = m_name;
        if (reader.readAll()) {
            decoded.text = QString::fromUtf8(reader.text());
        } else if (isPlainBytes()) {
            // Confluent's Java serializer writes bytes that are the whole value as they are.
            decoded.text = QLatin1Char('"') + hexText(bytes) + QLatin1Char('"');
        } else {
            decoded.text = hexText(bytes);
            decoded.reason = Tr::tr("the bytes do not fit the schema %1: %2").arg(m_name, reader.problem());
            decoded.decoder = QStringLiteral("hex");
        }
        return decoded;
    }

private:
    bool isPlainBytes() const
    {
        const AvroType &root = m_schema.types[static_cast<size_t>(m_schema.root)];
        return root.kind == Kind::Bytes && root.logical == AvroType::Logical::None;
    }

    AvroSchema m_schema;
    QString m_name;
};

} // namespace

std::shared_ptr<const Decoder> avroDecoder(AvroSchema schema)
{
    return std::make_shared<Avro>(std::move(schema));
}

} // namespace bd::decode
