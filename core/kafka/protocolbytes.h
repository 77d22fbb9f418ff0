// Kafka's protocol by hand, for the few requests that librdkafka makes and tells nobody of, or does not know.
// https://kafka.apache.org/protocol.html#protocol_types
#pragma once

#include <algorithm>

#include <QByteArray>
#include <QString>
#include <QtEndian>

#include "base/text.h"

namespace bd::kafka {

constexpr qint32 ourCorrelation = 0x62644b61; // so that something else that answers is not taken for Kafka

template<typename Number>
QByteArray bigEndian(Number number)
{
    QByteArray bytes(sizeof number, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

inline QByteArray shortText(const QByteArray &text)
{
    return bigEndian(qint16(text.size())) + text;
}

inline QByteArray compactText(const QByteArray &text) // shorter than 127
{
    return QByteArray(1, char(text.size() + 1)) + text;
}

// Reads on from one field to the next; once something is wrong, all that follows is.
class Reader
{
public:
    explicit Reader(const QByteArray &bytes) : m_bytes(bytes) {}

    template<typename Number>
    Number number()
    {
        const QByteArray taken = take(sizeof(Number));
        return m_good ? qFromBigEndian<Number>(taken.constData()) : Number(0);
    }

    // Seven bits a byte, the lowest first. https://kafka.apache.org/protocol.html#protocol_types
    quint32 varint()
    {
        quint32 value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            const auto byte = number<quint8>();
            value |= quint32(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                return value;
        }
        m_good = false;
        return 0;
    }

    // How many items follow; a compact array has one more than that, and 0 for none at all.
    quint32 count(bool compact)
    {
        const quint32 told = compact ? varint() : quint32(std::max<qint32>(0, number<qint32>()));
        const quint32 items = compact && told > 0 ? told - 1 : told;
        m_good = m_good && items <= mostItems;
        return m_good ? items : 0;
    }

    QString compactText()
    {
        const quint32 told = varint();
        return plainText(QString::fromUtf8(take(told > 0 ? told - 1 : 0)), mostText);
    }

    QByteArray take(quint32 size)
    {
        m_good = m_good && qsizetype(size) <= m_bytes.size() - m_at;
        if (!m_good)
            return {};
        const QByteArray taken = m_bytes.sliced(m_at, size);
        m_at += size;
        return taken;
    }

    // Calls with a tag and its bytes.
    template<typename Field>
    void tagged(Field field)
    {
        const quint32 fields = varint();
        for (quint32 i = 0; i < fields && m_good; ++i) {
            const quint32 tag = varint();
            const QByteArray value = take(varint());
            if (m_good)
                field(tag, value);
        }
    }
    void skipTagged()
    {
        tagged([](quint32, const QByteArray &) {});
    }

    bool isGood() const { return m_good; }

private:
    static constexpr quint32 mostItems = 10'000;
    static constexpr qsizetype mostText = 249;

    const QByteArray m_bytes;
    qsizetype m_at = 0;
    bool m_good = true;
};

// What goes before each request: its kind, its version, our mark and our name.
inline QByteArray requestHead(qint16 key, qint16 version)
{
    return bigEndian(key) + bigEndian(version) + bigEndian(ourCorrelation) + shortText("brokerdeck");
}

} // namespace bd::kafka
