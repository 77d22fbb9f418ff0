// How records are said: their times, and their bytes in a line or as a whole.
#pragma once

#include <optional>

#include <QString>

#include "records/decoded.h"

namespace bd::app {

struct Shown {
    QString text;
    QString reason;     // why it is shown as bytes; empty: it is not, or was wanted so
    QString about = {}; // its schema, and what is wrong with it
    bool operator==(const Shown &) const = default;
};

// In one line, and cut: quick whatever the bytes are. «null» and «empty» are told apart.
Shown shownInLine(const std::optional<QByteArray> &bytes, const decode::Decoder &decoder);

// As a whole, JSON indented, up to `limit` characters; longer lines are broken so that they can be shown.
Shown shownWhole(const std::optional<QByteArray> &bytes, const decode::Decoder &decoder, qsizetype limit);

QString recordTimeText(const kafka::Record &record, bool utc); // 2026-11-25 14:02:00.123; –: it bears none
QString bothTimesText(const kafka::Record &record);            // local, UTC, and whose time it is
QString bytesText(qint64 bytes);                               // 512 bytes; 1.2 MiB

} // namespace bd::app
