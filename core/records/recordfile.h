// Records in files, out and in again.
//
// | format    | a record is                                                          | reads back as      |
// | JsonLines | a line of JSON, see jsonline.h                                       | the same record    |
// | Csv       | a row (RFC 4180, UTF-8), with the fields of a line of JSON           | the same record    |
// | Raw       | its value and a line feed; null is an empty line                     | its value, by line |
#pragma once

#include <deque>

#include <QIODevice>

#include "kafka/produce.h"
#include "records/decoded.h"

namespace bd::records {

enum class FileFormat { JsonLines, Csv, Raw };
FileFormat formatOf(const QString &path); // by its ending; Raw where it is another

QByteArray fileHead(FileFormat format);
QByteArray fileRecord(const kafka::Record &record, const Decoders &decoders, FileFormat format);

// The cells of the next row; nothing at the end. Parse where a quote is not closed or a row is over 64 MiB.
Result<std::optional<QStringList>> nextCsvRow(QIODevice &device);

// Reads one record after another, with the line where it fails in the error.
class RecordFile
{
public:
    RecordFile(QIODevice &device, FileFormat format) : m_device(device), m_format(format) {}
    Result<std::optional<kafka::NewRecord>> next(); // nothing at the end

private:
    Result<std::optional<kafka::NewRecord>> nextLine();
    Result<std::optional<kafka::NewRecord>> nextRow();

    QIODevice &m_device;
    FileFormat m_format;
    QStringList m_names; // of a table's columns
    int m_number = 0;    // of the record
};

} // namespace bd::records
