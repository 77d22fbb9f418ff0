#include "recordverbs.h"

#include <algorithm>
#include <cstdio>

#include <QCoreApplication>

#include "exitcode.h"
#include "kafka/produce.h"
#include "kafkaconnection.h"
#include "linesource.h"
#include "moments.h"
#include "records/jsonline.h"
#include "records/readfrom.h"
#include "records/search.h"

namespace bd::ctl {

namespace {

using namespace std::chrono_literals;
using kafka::ReadFrom;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

constexpr int newest = 10;

tl::unexpected<Error> wrong(const QString &message)
{
    return fail(ErrorCode::InvalidUse, message, Tr::tr("«brokerdeckctl --help» shows how it is used."));
}

Result<ReadFrom> fromOf(const Options &options)
{
    const QString &from = options.from;
    if (from.isEmpty() && options.follow)
        return ReadFrom{.kind = ReadFrom::Kind::End};
    if (from.isEmpty()) // of each partition, for nobody knows where the newest are
        return options.filter.isEmpty() && options.regex.isEmpty() && options.path.isEmpty()
                   ? ReadFrom{.kind = ReadFrom::Kind::Newest, .count = options.most > 0 ? options.most : newest}
                   : ReadFrom{};
    const auto read = records::readFrom(from, Clock::system().now());
    if (!read)
        return wrong(Tr::tr("--from: %1").arg(read.error().message));
    return *read;
}

Result<records::SearchPlan> planOf(const Options &options)
{
    if (options.arguments.size() != 1)
        return wrong(Tr::tr("Used as: peek TOPIC"));
    if (!options.filter.isEmpty() + !options.regex.isEmpty() + !options.path.isEmpty() > 1)
        return wrong(Tr::tr("Only one of --filter, --regex and --path can be used"));
    const auto from = fromOf(options);
    if (!from)
        return tl::unexpected(from.error());
    const auto format = [](const QString &named) { return named.isEmpty() ? QStringLiteral("auto") : named; };
    const auto decoders = records::decodersNamed(format(options.keyFormat), format(options.valueFormat));
    if (!decoders)
        return tl::unexpected(decoders.error());
    const auto filter = !options.path.isEmpty()    ? records::Filter::path(options.path)
                        : !options.regex.isEmpty() ? records::Filter::regex(options.regex)
                                                   : records::Filter::text(options.filter);
    if (!filter)
        return tl::unexpected(filter.error());
    records::SearchPlan plan;
    plan.topic = options.arguments.first();
    if (options.partition >= 0)
        plan.partitions = {options.partition};
    plan.from = *from;
    plan.patience = options.answerTime();
    plan.follow = options.follow;
    // The newest of all partitions are known only when all were read.
    plan.most = from->kind == ReadFrom::Kind::Newest ? 0 : options.most;
    plan.filter = *filter;
    plan.decoders = *decoders;
    return plan;
}

QString lineOf(const records::DecodedRecord &record)
{
    const auto text = [](const std::optional<decode::Decoded> &one) {
        if (!one)
            return Tr::tr("(null)");
        const QString &remark = one->reason.isEmpty() ? one->note : one->reason;
        return remark.isEmpty() ? one->text : Tr::tr("%1 (%2)").arg(one->text, remark);
    };
    QStringList words{QStringLiteral("%1:%2").arg(record.record.partition).arg(record.record.offset),
                      record.record.timeKind == kafka::Record::Time::None ? QStringLiteral("-")
                                                                          : toIso(record.record.time),
                      text(record.key), text(record.value)};
    for (const records::Header &header : record.headers)
        words += QStringLiteral("%1=%2").arg(header.name, header.value.value_or(Tr::tr("(null)")));
    // One record is one line, whatever is in it.
    return words.join(QLatin1Char('\t')).replace(QLatin1Char('\n'), QStringLiteral("\\n"));
}

void print(const Output &output, const std::vector<kafka::Record> &records, const records::Decoders &decoders)
{
    for (const kafka::Record &raw : records) {
        const records::DecodedRecord record = records::decoded(raw, decoders);
        if (output.json())
            output.object(records::toJson(record));
        else
            output.line(lineOf(record));
    }
    std::fflush(stdout); // whoever follows in a pipe wants to see it now
}

// The newest of all partitions, oldest first.
void keepNewest(std::vector<kafka::Record> &records, size_t most)
{
    std::ranges::stable_sort(records, {}, &kafka::Record::time);
    if (records.size() > most)
        records.erase(records.begin(), records.end() - static_cast<std::ptrdiff_t>(most));
}

Result<int> peek(const engine::Engine &engine, const Options &options, const Output &output, std::stop_token stop)
{
    auto plan = planOf(options);
    if (!plan)
        return tl::unexpected(plan.error());
    const auto access = needsSchemas(plan->decoders)
                            ? accessFor(engine, options, output, stop)
                            : settingsFor(engine, options, output, stop).map([](const kafka::Settings &settings) {
                                  return Access{settings, {}};
                              });
    if (!access)
        return tl::unexpected(access.error());
    if (access->registry)
        plan->registry = std::make_shared<registry::Client>(*access->registry);
    const bool isNewest = plan->from.kind == ReadFrom::Kind::Newest;
    std::vector<kafka::Record> held;
    records::Decoders decoders = plan->decoders;
    const auto sink = [&](std::vector<kafka::Record> &&taken, const records::Decoders &knowing,
                          const records::SearchProgress &) {
        decoders = knowing;
        if (isNewest)
            std::ranges::move(taken, std::back_inserter(held));
        else
            print(output, taken, decoders);
        return true;
    };
    const auto searched = records::search(access->kafka, *plan, sink, std::move(stop));
    if (!searched)
        return tl::unexpected(searched.error());
    if (isNewest) {
        keepNewest(held, static_cast<size_t>(plan->from.count));
        print(output, held, decoders);
    } else if (!plan->filter.isOpen()) {
        output.note(Tr::tr("%1 of %2 records searched, %3 found")
                        .arg(searched->searched)
                        .arg(searched->all)
                        .arg(searched->taken));
    }
    for (const int partition : searched->unreadable)
        output.note(Tr::tr("partition %1 has no leader: its records cannot be read").arg(partition));
    return searched->unreadable.empty() ? Well : ProblemFound;
}

Result<std::vector<std::pair<QByteArray, std::optional<QByteArray>>>> headersIn(const QStringList &words)
{
    std::vector<std::pair<QByteArray, std::optional<QByteArray>>> headers;
    for (const QString &word : words) {
        const qsizetype equals = word.indexOf(QLatin1Char('='));
        if (equals < 1)
            return wrong(Tr::tr("--header takes NAME=VALUE, not «%1»").arg(word));
        headers.emplace_back(word.first(equals).toUtf8(), word.sliced(equals + 1).toUtf8());
    }
    return headers;
}

// What every record of this call has.
Result<kafka::NewRecord> commonRecord(const Options &options)
{
    auto headers = headersIn(options.headers);
    if (!headers)
        return tl::unexpected(headers.error());
    kafka::NewRecord record;
    if (!options.key.isNull())
        record.key = options.key.toUtf8();
    if (options.partition >= 0)
        record.partition = options.partition;
    record.headers = std::move(*headers);
    return record;
}

// Writes what comes, in batches that do not wait for more to come.
class Producing
{
public:
    Producing(kafka::RecordWriter &writer, const Options &options, const Output &output, std::stop_token stop)
        : m_writer(writer), m_options(options), m_output(output), m_stop(std::move(stop))
    {}

    Result<int> one(kafka::NewRecord record)
    {
        m_batch.push_back(std::move(record));
        return flush().map([this] { return end(); });
    }

    Result<int> lines(LineSource &source, const kafka::NewRecord &common)
    {
        QByteArray line;
        for (int number = 1; !m_stop.stop_requested();) {
            const auto state = source.next(line, m_batch.empty() ? idle : gather);
            if (!state)
                return tl::unexpected(state.error());
            if (*state == LineSource::State::Line) {
                if (auto added = add(line, number++, common); !added)
                    return tl::unexpected(added.error());
            }
            if (*state != LineSource::State::Line || m_batch.size() >= most) {
                if (auto flushed = flush(); !flushed)
                    return tl::unexpected(flushed.error());
            }
            if (*state == LineSource::State::End)
                return end();
        }
        return cancelled();
    }

private:
    static constexpr size_t most = 1000;
    static constexpr Millis gather = 20ms;
    static constexpr Millis idle = 100ms; // how long a stop may wait

    Result<> add(const QByteArray &line, int number, const kafka::NewRecord &common)
    {
        kafka::NewRecord record = common;
        if (!m_options.jsonLines) {
            record.value = line;
        } else if (line.trimmed().isEmpty()) {
            return {};
        } else {
            auto read = records::fromJson(line);
            if (!read)
                return fail(ErrorCode::Parse, Tr::tr("Line %1: %2").arg(number).arg(read.error().message),
                            read.error().hint);
            record = std::move(*read);
            record.partition = common.partition;
        }
        m_batch.push_back(std::move(record));
        return {};
    }

    Result<> flush()
    {
        if (m_batch.empty())
            return {};
        const auto outcomes = m_writer.write(m_options.arguments.first(), std::exchange(m_batch, {}),
                                             m_options.answerTime(), m_stop);
        if (!outcomes)
            return tl::unexpected(outcomes.error());
        for (const kafka::RecordOutcome &outcome : *outcomes) {
            ++m_count;
            m_json += QJsonObject{{QStringLiteral("partition"), outcome.partition},
                                  {QStringLiteral("offset"), outcome.offset},
                                  {QStringLiteral("error"), outcome.error}};
            if (!outcome.error.isEmpty() && ++m_refused <= 10)
                m_output.note(Tr::tr("record %1: %2").arg(m_count).arg(outcome.error));
        }
        return {};
    }

    int end() const
    {
        if (m_output.json())
            m_output.document({{QStringLiteral("records"), m_json}});
        else
            m_output.line(
                Tr::tr("wrote %n record(s) to %1", nullptr, m_count - m_refused).arg(m_options.arguments.first()));
        return m_refused == 0 ? Well : Failed;
    }

    kafka::RecordWriter &m_writer;
    const Options &m_options;
    const Output &m_output;
    std::stop_token m_stop;
    std::vector<kafka::NewRecord> m_batch;
    QJsonArray m_json;
    int m_count = 0;
    int m_refused = 0;
};

Result<int> produce(const engine::Engine &engine, const Options &options, const Output &output, std::stop_token stop)
{
    if (options.arguments.isEmpty())
        return wrong(Tr::tr("Used as: produce TOPIC [FILE]"));
    auto common = commonRecord(options);
    if (!common)
        return tl::unexpected(common.error());
    const auto settings = settingsFor(engine, options, output, stop);
    if (!settings)
        return tl::unexpected(settings.error());
    const auto writer = kafka::RecordWriter::open(*settings);
    if (!writer)
        return tl::unexpected(writer.error());
    Producing producing(**writer, options, output, std::move(stop));
    if (!options.value.isNull()) {
        common->value = options.value.toUtf8();
        return producing.one(std::move(*common));
    }
    auto source = LineSource::open(options.arguments.value(1));
    return source ? producing.lines(*source, *common) : tl::unexpected(source.error());
}

} // namespace

int runPeek(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    const auto code = peek(engine, options, output, std::move(stop));
    if (!code && code.error().code == ErrorCode::Cancelled && options.follow)
        return Cancelled; // that is how following ends
    return code ? *code : failed(output, code.error());
}

int runProduce(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    const auto code = produce(engine, options, output, std::move(stop));
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
