#include "records/recordfile.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include "records/jsonline.h"

namespace bd::records {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

constexpr qint64 longestLine = 64 << 20;

const QStringList &columns()
{
    static const QStringList names{QStringLiteral("partition"),   QStringLiteral("offset"),
                                   QStringLiteral("time"),        QStringLiteral("key"),
                                   QStringLiteral("keyFormat"),   QStringLiteral("value"),
                                   QStringLiteral("valueFormat"), QStringLiteral("headers"),
                                   QStringLiteral("keyBytes"),    QStringLiteral("valueBytes")};
    return names;
}

const QString nullFormat = QStringLiteral("null");

// A spreadsheet runs what begins like a formula: such a text, and one that begins like this mark itself, is marked.
constexpr QChar mark = u'\'';
bool isMarked(const QString &text)
{
    return !text.isEmpty() && QStringLiteral("=+-@\t\r'").contains(text.front());
}

QString cell(const QJsonValue &value)
{
    QString text = value.isArray() ? QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact))
                                   : value.toVariant().toString();
    if (value.isString() && isMarked(text))
        text.prepend(mark);
    static const QString special = QStringLiteral("\",\r\n");
    if (std::ranges::any_of(text, [](QChar one) { return special.contains(one); }))
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return text;
}

QByteArray csvRow(QJsonObject object)
{
    for (const char *part : {"key", "value"}) {
        const QString name = QString::fromLatin1(part);
        if (object.value(name).isNull())
            object.insert(name + QStringLiteral("Format"), nullFormat);
    }
    QStringList cells;
    for (const QString &name : columns())
        cells += cell(object.value(name));
    return cells.join(QLatin1Char(',')).toUtf8() + "\r\n";
}

bool mayBeMissing(const QString &name)
{
    return name == QLatin1String("time") || name.endsWith(QLatin1String("Bytes"));
}

Result<QJsonObject> objectOf(const QStringList &names, const QStringList &cells)
{
    QJsonObject object;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        const QString &name = names.at(i);
        QString text = cells.at(i);
        if (text.startsWith(mark))
            text.remove(0, 1);
        if (name == QLatin1String("headers")) {
            const auto headers = QJsonDocument::fromJson(text.toUtf8());
            if (!text.isEmpty() && !headers.isArray())
                return fail(ErrorCode::Parse, Tr::tr("«headers» is no list in JSON"));
            object.insert(name, headers.array());
        } else if (!text.isEmpty() || !mayBeMissing(name)) {
            object.insert(name, text);
        }
    }
    for (const char *part : {"key", "value"}) {
        const QString name = QString::fromLatin1(part);
        const QString format = name + QStringLiteral("Format");
        if (object.value(format).toString() == nullFormat)
            object.insert(name, QJsonValue());
        if (object.value(format).toString() == nullFormat || object.value(format).toString().isEmpty())
            object.remove(format);
    }
    return object;
}

bool endsQuoted(const QByteArray &line, bool quotedBefore)
{
    return (line.count('"') % 2 == 1) != quotedBefore;
}

QStringList cellsOf(const QString &row)
{
    QStringList cells{QString()};
    bool quoted = false;
    for (qsizetype i = 0; i < row.size(); ++i) {
        const QChar one = row.at(i);
        if (quoted && one == QLatin1Char('"') && i + 1 < row.size() && row.at(i + 1) == QLatin1Char('"')) {
            cells.last() += one;
            ++i;
        } else if (one == QLatin1Char('"')) {
            quoted = !quoted;
        } else if (one == QLatin1Char(',') && !quoted) {
            cells += QString();
        } else {
            cells.last() += one;
        }
    }
    return cells;
}

// Without its line feed; nothing at the end.
std::optional<QByteArray> lineOf(QIODevice &device)
{
    if (device.atEnd())
        return {};
    QByteArray line = device.readLine(longestLine);
    if (line.isEmpty())
        return {};
    if (line.endsWith('\n'))
        line.chop(1);
    return line;
}

} // namespace

FileFormat formatOf(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == QLatin1String("csv"))
        return FileFormat::Csv;
    const bool isJson = ending == QLatin1String("jsonl") || ending == QLatin1String("ndjson")
                        || ending == QLatin1String("json");
    return isJson ? FileFormat::JsonLines : FileFormat::Raw;
}

QByteArray fileHead(FileFormat format)
{
    return format == FileFormat::Csv ? columns().join(QLatin1Char(',')).toUtf8() + "\r\n" : QByteArray();
}

QByteArray fileRecord(const kafka::Record &record, const Decoders &decoders, FileFormat format)
{
    switch (format) {
    case FileFormat::JsonLines:
        return QJsonDocument(toJson(decoded(record, decoders))).toJson(QJsonDocument::Compact) + '\n';
    case FileFormat::Csv: return csvRow(toJson(decoded(record, decoders)));
    case FileFormat::Raw: break;
    }
    return record.value.value_or(QByteArray()) + '\n';
}

Result<std::optional<QStringList>> nextCsvRow(QIODevice &device)
{
    auto line = lineOf(device);
    if (!line)
        return std::optional<QStringList>();
    QByteArray row = *line;
    bool quoted = endsQuoted(row, false);
    while (quoted) {
        line = lineOf(device);
        if (!line || row.size() > longestLine)
            return fail(ErrorCode::Parse, Tr::tr("a quote is not closed"));
        quoted = endsQuoted(*line, quoted);
        row += '\n' + *line;
    }
    if (row.endsWith('\r'))
        row.chop(1);
    return std::optional(cellsOf(QString::fromUtf8(row)));
}

Result<std::optional<kafka::NewRecord>> RecordFile::next()
{
    const bool isTable = m_format == FileFormat::Csv;
    auto record = isTable ? nextRow() : nextLine();
    if (!record)
        return fail(record.error().code, Tr::tr("Record %1: %2").arg(m_number).arg(record.error().message),
                    record.error().hint);
    return record;
}

Result<std::optional<kafka::NewRecord>> RecordFile::nextLine()
{
    for (;;) {
        const auto line = lineOf(m_device);
        if (!line)
            return std::optional<kafka::NewRecord>();
        if (m_format == FileFormat::JsonLines && line->trimmed().isEmpty())
            continue;
        ++m_number;
        if (m_format == FileFormat::JsonLines)
            return fromJson(*line).map([](kafka::NewRecord record) { return std::optional(std::move(record)); });
        kafka::NewRecord record;
        record.value = *line;
        return std::optional(std::move(record));
    }
}

Result<std::optional<kafka::NewRecord>> RecordFile::nextRow()
{
    if (m_names.isEmpty()) {
        const auto head = nextCsvRow(m_device);
        if (!head)
            return tl::unexpected(head.error());
        m_names = head->value_or(QStringList());
        if (!m_names.contains(QStringLiteral("value")))
            return fail(ErrorCode::Parse, Tr::tr("the first line must name the columns, and one of them «value»"));
    }
    const auto row = nextCsvRow(m_device);
    if (!row)
        return tl::unexpected(row.error());
    if (!*row)
        return std::optional<kafka::NewRecord>();
    ++m_number;
    if ((*row)->size() != m_names.size())
        return fail(ErrorCode::Parse, Tr::tr("it has %1 cells in place of %2").arg((*row)->size()).arg(m_names.size()));
    return objectOf(m_names, **row)
        .and_then([](const QJsonObject &object) { return fromJson(object); })
        .map([](kafka::NewRecord record) { return std::optional(std::move(record)); });
}

} // namespace bd::records
