#include "decode/avrological.h"

#include <chrono>

#include <QtEndian>

namespace bd::decode {

namespace {

using Logical = AvroType::Logical;

constexpr qsizetype largestDecimal = 128; // bytes
constexpr qint64 secondsOfDay = 86'400;

QByteArray padded(qint64 number, int digits)
{
    return QByteArray::number(number).rightJustified(digits, '0');
}

// 2026-11-25; empty before the year 1 and after 9999.
QByteArray dateText(qint64 days)
{
    if (days < -719'162 || days > 2'932'896)
        return {};
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
    return padded(int(date.year()), 4) + '-' + padded(unsigned(date.month()), 2) + '-'
           + padded(unsigned(date.day()), 2);
}

// 14:02:00.123; `digits` of the fraction.
QByteArray timeText(qint64 units, qint64 perSecond, int digits)
{
    const qint64 second = units / perSecond;
    if (units < 0 || second >= secondsOfDay)
        return {};
    return padded(second / 3600, 2) + ':' + padded(second / 60 % 60, 2) + ':' + padded(second % 60, 2) + '.'
           + padded(units % perSecond, digits);
}

QByteArray timestampText(qint64 units, qint64 perSecond, int digits)
{
    const qint64 perDay = secondsOfDay * perSecond;
    const qint64 day = units / perDay - (units % perDay < 0 ? 1 : 0);
    const QByteArray date = dateText(day);
    return date.isEmpty() ? date : date + 'T' + timeText(units - day * perDay, perSecond, digits);
}

QByteArray plainText(Logical logical, qint64 number)
{
    switch (logical) {
    case Logical::Date: return dateText(number);
    case Logical::TimeMillis: return timeText(number, 1000, 3);
    case Logical::TimeMicros: return timeText(number, 1'000'000, 6);
    case Logical::TimestampMillis:
    case Logical::LocalTimestampMillis: return timestampText(number, 1000, 3);
    case Logical::TimestampMicros:
    case Logical::LocalTimestampMicros: return timestampText(number, 1'000'000, 6);
    case Logical::TimestampNanos:
    case Logical::LocalTimestampNanos: return timestampText(number, 1'000'000'000, 9);
    default: return {};
    }
}

bool isInUtc(Logical logical)
{
    return logical == Logical::TimestampMillis || logical == Logical::TimestampMicros
           || logical == Logical::TimestampNanos;
}

// Of a magnitude, most significant byte first: divided by 10⁹ until nothing is left.
QByteArray digitsOf(QByteArray magnitude)
{
    QByteArray digits;
    while (!magnitude.isEmpty()) {
        quint64 rest = 0;
        for (char &byte : magnitude) {
            rest = rest << 8 | static_cast<quint8>(byte);
            byte = static_cast<char>(rest / 1'000'000'000);
            rest %= 1'000'000'000;
        }
        digits.prepend(padded(static_cast<qint64>(rest), 9));
        while (magnitude.startsWith('\0'))
            magnitude.remove(0, 1);
    }
    while (digits.size() > 1 && digits.startsWith('0'))
        digits.remove(0, 1);
    return digits.isEmpty() ? QByteArrayLiteral("0") : digits;
}

// Two's complement, most significant byte first.
QByteArray decimalText(QByteArray bytes, int scale)
{
    if (bytes.isEmpty() || bytes.size() > largestDecimal)
        return {};
    const bool isNegative = bytes.front() < 0;
    if (isNegative) {
        int carry = 1;
        for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
            const int flipped = (~*byte & 0xff) + carry;
            *byte = static_cast<char>(flipped);
            carry = flipped >> 8;
        }
    }
    QByteArray digits = digitsOf(std::move(bytes)).rightJustified(scale + 1, '0');
    if (scale > 0)
        digits.insert(digits.size() - scale, '.');
    return isNegative ? '-' + digits : digits;
}

// P1M2DT3.004S
QByteArray durationText(const QByteArray &bytes)
{
    const auto number = [&](qsizetype at) { return qFromLittleEndian<quint32>(bytes.constData() + at); };
    return "P" + QByteArray::number(number(0)) + 'M' + QByteArray::number(number(4)) + "DT"
           + QByteArray::number(number(8) / 1000) + '.' + padded(number(8) % 1000, 3) + 'S';
}

QByteArray uuidText(const QByteArray &bytes)
{
    const QByteArray hex = bytes.toHex();
    return hex.first(8) + '-' + hex.sliced(8, 4) + '-' + hex.sliced(12, 4) + '-' + hex.sliced(16, 4) + '-'
           + hex.sliced(20);
}

} // namespace

QByteArray logicalText(Logical logical, qint64 number)
{
    const QByteArray text = plainText(logical, number);
    return text.isEmpty() ? text : '"' + text + (isInUtc(logical) ? "Z\"" : "\"");
}

QByteArray logicalText(const AvroType &type, const QByteArray &bytes)
{
    if (type.logical == Logical::Decimal)
        return decimalText(bytes, type.scale);
    if (type.logical == Logical::Duration && bytes.size() == 12)
        return '"' + durationText(bytes) + '"';
    if (type.logical == Logical::Uuid && bytes.size() == 16)
        return '"' + uuidText(bytes) + '"';
    return {};
}

} // namespace bd::decode
