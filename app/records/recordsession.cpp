#include "records/recordsession.h"

#include <condition_variable>
#include <mutex>

namespace bd::app {

namespace {

using namespace std::chrono_literals;

constexpr auto pace = 5ms;             // between two portions
constexpr size_t mostWaiting = 10'000; // records that the window takes at once
constexpr qint64 mostWaitingBytes = 32LL << 20;
constexpr Millis writeDeadline = 20s;

} // namespace

// Between the thread that reads and the window.
struct RecordSession::Inbox {
    std::mutex mutex;
    std::condition_variable_any roomy;
    std::vector<kafka::Record> records;
    qint64 bytes = 0;
    records::Decoders decoders;
    std::optional<records::SearchProgress> progress;
    std::function<void()> tell; // the window, from any thread
    bool isTold = false;        // it will look by itself
    bool isEnded = false;       // there will be no more
    std::optional<Error> error;
};

RecordSession::RecordSession(Reach reach, QObject *parent) : QObject(parent), m_reach(std::move(reach))
{
    m_pace.setSingleShot(true);
    connect(&m_pace, &QTimer::timeout, this, &RecordSession::drain);
}

RecordSession::~RecordSession() = default;

void RecordSession::setReach(Reach reach, FindRegistry findRegistry)
{
    m_reach = std::move(reach);
    m_findRegistry = std::move(findRegistry);
}

bool RecordSession::put(const std::shared_ptr<Inbox> &inbox, std::vector<kafka::Record> &&found,
                        const records::Decoders &decoders, const records::SearchProgress &progress,
                        const std::stop_token &stop)
{
    std::unique_lock lock(inbox->mutex);
    const auto isRoomy = [&] { return inbox->records.size() < mostWaiting && inbox->bytes < mostWaitingBytes; };
    auto next = found.begin();
    do {
        inbox->roomy.wait(lock, stop, isRoomy);
        for (; next != found.end() && (isRoomy() || stop.stop_requested()); ++next) {
            inbox->bytes += next->bytes();
            inbox->records.push_back(std::move(*next));
        }
        inbox->decoders = decoders;
        inbox->progress = progress;
        if (!std::exchange(inbox->isTold, true)) {
            inbox->tell();
        }
    } while (next != found.end());
    return !stop.stop_requested();
}

void RecordSession::search(const records::SearchPlan &plan)
{
    m_search.request_stop();
    m_pace.stop();
    const auto inbox = std::make_shared<Inbox>();
    m_inbox = inbox;
    inbox->tell = [this, weak = std::weak_ptr(inbox), mailbox = m_background.mailbox()] {
        mailbox->post([this, weak] {
            if (weak.lock() == m_inbox && !m_pace.isActive()) {
                m_pace.start(0ms);
            }
        });
    };
    m_search = m_background.run(
        [reach = m_reach, findRegistry = m_findRegistry, plan,
         inbox](std::stop_token stop) -> Result<records::SearchProgress> {
            const auto settings = reach(stop);
            if (!settings) {
                return tl::unexpected(settings.error());
            }
            const auto sink = [&](std::vector<kafka::Record> &&found, const records::Decoders &decoders,
                                  const records::SearchProgress &progress) {
                return put(inbox, std::move(found), decoders, progress, stop);
            };
            records::SearchPlan informed = plan;
            informed.registry = findRegistry ? findRegistry(stop) : nullptr;
            return records::search(*settings, informed, sink, stop);
        },
        [this, inbox](const Result<records::SearchProgress> &outcome) { finished(inbox, outcome); });
    Q_EMIT begun();
}

void RecordSession::finished(const std::shared_ptr<Inbox> &inbox, const Result<records::SearchProgress> &outcome)
{
    if (inbox != m_inbox) {
        return; // another one came in its place
    }
    const bool isStopped = !outcome && outcome.error().code == ErrorCode::Cancelled;
    {
        const std::lock_guard lock(inbox->mutex);
        if (outcome) {
            inbox->progress = *outcome;
        }
        if (!outcome && !isStopped) {
            inbox->error = outcome.error();
        }
        inbox->isEnded = true;
    }
    m_pace.start(0ms);
}

void RecordSession::drain()
{
    const std::shared_ptr<Inbox> inbox = m_inbox;
    if (!inbox) {
        return;
    }
    auto taken = std::make_shared<std::vector<kafka::Record>>();
    records::Decoders decoders;
    std::optional<records::SearchProgress> progress;
    bool isEnded = false;
    {
        const std::lock_guard lock(inbox->mutex);
        taken->swap(inbox->records);
        inbox->bytes = 0;
        decoders = inbox->decoders;
        progress = std::exchange(inbox->progress, std::nullopt);
        isEnded = inbox->isEnded;
        inbox->isTold = progress.has_value();
    }
    inbox->roomy.notify_one();
    if (!taken->empty()) {
        Q_EMIT received({taken, decoders});
    }
    if (progress) {
        Q_EMIT progressed(*progress);
    }
    if (inbox != m_inbox) {
        return; // somebody began another search on seeing that
    }
    if (isEnded) {
        m_inbox.reset();
        Q_EMIT ended(inbox->error); // nobody writes it any more
    } else if (progress) {
        m_pace.start(pace);
    }
}

void RecordSession::stop()
{
    m_search.request_stop();
}

void RecordSession::stopImport()
{
    m_import.request_stop();
}

void RecordSession::write(const QString &topic, const std::vector<kafka::NewRecord> &records)
{
    using Outcomes = Result<std::vector<kafka::RecordOutcome>>;
    Q_EMIT writing(topic, static_cast<int>(records.size()));
    m_writing.run(
        [reach = m_reach, topic, records](std::stop_token stop) -> Outcomes {
            const auto settings = reach(stop);
            if (!settings) {
                return tl::unexpected(settings.error());
            }
            return kafka::RecordWriter::open(*settings).and_then(
                [&](const std::unique_ptr<kafka::RecordWriter> &writer) {
                    return writer->write(topic, records, writeDeadline, stop);
                });
        },
        [this, topic](const Outcomes &outcomes) {
            if (!outcomes) {
                Q_EMIT writeFailed(outcomes.error());
                return;
            }
            QStringList refused;
            for (const kafka::RecordOutcome &outcome : *outcomes) {
                if (!outcome.error.isEmpty()) {
                    refused += outcome.error;
                }
            }
            Q_EMIT written(topic, static_cast<int>(outcomes->size()) - static_cast<int>(refused.size()), refused);
        });
}

void RecordSession::stopWriting()
{
    m_writing.requestStop();
}

void RecordSession::importFile(const QString &topic, const QString &path)
{
    m_import = m_background.run(
        [this, reach = m_reach, topic, path, mailbox = m_background.mailbox()](std::stop_token stop) {
            return reach(stop).and_then([&](const kafka::Settings &settings) {
                const auto progress = [this, mailbox](qint64 records) {
                    mailbox->post([this, records] { Q_EMIT importProgressed(records); });
                };
                return records::importFile(settings, topic, path, records::formatOf(path), progress, stop);
            });
        },
        [this, topic](const Result<records::TransferEnd> &end) {
            if (end) {
                Q_EMIT imported(topic, *end);
            } else {
                Q_EMIT importFailed(end.error());
            }
        });
}

} // namespace bd::app
