// Reads and writes records for the view, on worker threads. What comes is handed over in portions that a window can take
// while it stays fluent; whoever reads faster than that waits.
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QTimer>

#include "common/background.h"
#include "kafka/produce.h"
#include "records/recordfile.h"
#include "records/search.h"
#include "records/transfer.h"

namespace bd::app {

struct RecordPortion {
    std::shared_ptr<std::vector<kafka::Record>> records;
    std::optional<records::Decoders> decoders; // that know the schemas of these, where there is a registry
};

class RecordSession : public QObject
{
    Q_OBJECT

public:
    using Reach = std::function<Result<kafka::Settings>(std::stop_token)>;
    // `reach` is called on a worker thread, before each search and each change.
    explicit RecordSession(Reach reach, QObject *parent = nullptr);
    ~RecordSession() override;

    // Called on a worker thread, too; gives null where there is none.
    using FindRegistry = std::function<std::shared_ptr<registry::Client>(std::stop_token)>;
    void setReach(Reach reach, FindRegistry findRegistry = {});

    void search(const records::SearchPlan &plan); // in place of whatever is searched
    void stop();                                  // what was read stays; ended() comes all the same

    void write(const QString &topic, const std::vector<kafka::NewRecord> &records);
    void stopWriting(); // write(): writeFailed() or written() comes all the same
    void importFile(const QString &topic, const QString &path);
    void stopImport(); // what is written stays written; imported() comes all the same

Q_SIGNALS:
    void begun();
    void received(const bd::app::RecordPortion &portion);
    void progressed(const bd::records::SearchProgress &progress);
    // After the last of received(), once for each begun() that no other search came in place of. Stopping is no error.
    void ended(const std::optional<bd::Error> &error);
    void writing(const QString &topic, int records); // written() or writeFailed() follows
    // `refused`: of each record that was not written, what the broker said.
    void written(const QString &topic, int records, const QStringList &refused);
    void writeFailed(const bd::Error &error);
    void importFailed(const bd::Error &error);
    void importProgressed(qint64 records);
    void imported(const QString &topic, const bd::records::TransferEnd &end);

private:
    struct Inbox;
    static bool put(const std::shared_ptr<Inbox> &inbox, std::vector<kafka::Record> &&found,
                    const records::Decoders &decoders, const records::SearchProgress &progress,
                    const std::stop_token &stop);
    void drain();
    void finished(const std::shared_ptr<Inbox> &inbox, const Result<records::SearchProgress> &outcome);

    Reach m_reach;
    FindRegistry m_findRegistry;
    std::shared_ptr<Inbox> m_inbox; // of the search that goes on
    std::stop_source m_search;
    std::stop_source m_import;
    QTimer m_pace;
    Background m_writing{Background::Weight::Heavy}; // what is being written
    Background m_background{Background::Weight::Heavy};
};

} // namespace bd::app
