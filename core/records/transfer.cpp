#include "records/transfer.h"

#include <QCoreApplication>
#include <QFile>

namespace bd::records {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

constexpr size_t batchSize = 1000;
constexpr Millis writeDeadline = 30s;

Error withWritten(Error error, const TransferEnd &end)
{
    error.message =
        Tr::tr("%1. %Ln record(s) before it are written.", nullptr, static_cast<int>(end.written)).arg(error.message);
    return error;
}

} // namespace

Result<TransferEnd> importFile(const kafka::Settings &settings, const QString &topic, const QString &path,
                               FileFormat format, const std::function<void(qint64)> &progress, std::stop_token stop)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, Tr::tr("%1 cannot be read").arg(path), file.errorString());
    const auto writer = kafka::RecordWriter::open(settings);
    if (!writer)
        return tl::unexpected(writer.error());

    TransferEnd end;
    RecordFile records(file, format);
    for (bool more = true; more;) {
        std::vector<kafka::NewRecord> batch;
        std::optional<Error> wrong;
        while (batch.size() < batchSize && more && !wrong) {
            auto record = records.next();
            if (!record)
                wrong = record.error();
            else if (*record)
                batch.push_back(std::move(**record));
            else
                more = false;
        }
        const auto outcomes = (*writer)->write(topic, batch, writeDeadline, stop);
        end.isStopped = stop.stop_requested();
        if (!outcomes && end.isStopped)
            return end;
        if (!outcomes)
            return tl::unexpected(withWritten(outcomes.error(), end));
        for (const kafka::RecordOutcome &outcome : *outcomes) {
            outcome.error.isEmpty() ? ++end.written : ++end.refused;
            if (end.firstError.isEmpty())
                end.firstError = outcome.error;
        }
        progress(end.written);
        if (wrong)
            return tl::unexpected(withWritten(*wrong, end));
        if (end.isStopped)
            return end;
    }
    return end;
}

} // namespace bd::records
