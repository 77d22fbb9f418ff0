// The records of the project's own brokers: the view of them joined with the session behind it.
#include <QLocale>

#include "records/recordsview.h"
#include "shell/panel.h"
#include "shell/projectkey.h"

namespace bd::app {

void Panel::connectRecords()
{
    RecordSession *records = m_records.get();
    const auto failed = [this](const Error &error) {
        Finding notice = findingOf(error);
        notice.dismissible = true;
        m_window->setNotice(notice);
    };
    connect(records, &RecordSession::writeFailed, this, failed);
    connect(records, &RecordSession::written, this,
            [this, failed](const QString &topic, int count, const QStringList &refused) {
                if (!refused.isEmpty()) {
                    failed({ErrorCode::Kafka,
                            tr("%Ln record(s) were not written to %1", nullptr, static_cast<int>(refused.size()))
                                .arg(topic),
                            refused.first(), refused.mid(0, 100).join(QLatin1Char('\n'))});
                    return;
                }
                m_window->setNotice({});
                m_window->say(tr("Wrote %Ln record(s) to %1", nullptr, count).arg(topic));
            });
    connect(records, &RecordSession::imported, this,
            [this, failed](const QString &topic, const records::TransferEnd &end) {
                if (end.refused > 0) {
                    failed(
                        {ErrorCode::Kafka,
                         tr("%Ln record(s) were not written to %1", nullptr, static_cast<int>(end.refused)).arg(topic),
                         end.firstError,
                         {}});
                } else {
                    m_window->say(tr("Wrote %Ln record(s) to %1", nullptr, static_cast<int>(end.written)).arg(topic));
                }
            });
    connect(records, &RecordSession::importProgressed, this,
            [this](qint64 count) { m_window->say(tr("%Ln record(s) written…", nullptr, static_cast<int>(count))); });
}

void Panel::connectRecordsView(RecordsView *view)
{
    ClusterSession *cluster = m_cluster.get();
    RecordSession *records = m_records.get();
    const auto showTopics = [cluster, view] {
        if (cluster->metadata()) {
            view->setTopics(*cluster->metadata());
        }
    };
    connect(cluster, &ClusterSession::topicsChanged, view, showTopics);
    connect(view, &RecordsView::watchedChanged, cluster, [this, view](bool watched) { setWatching(view, watched); });
    connect(view, &RecordsView::searchWanted, records, &RecordSession::search);
    connect(view, &RecordsView::stopWanted, records, &RecordSession::stop);
    connect(view, &RecordsView::writeWanted, records, &RecordSession::write);
    connect(view, &RecordsView::importWanted, records, &RecordSession::importFile);
    connect(records, &RecordSession::begun, view, &RecordsView::setBegun);
    connect(records, &RecordSession::received, view, &RecordsView::add);
    connect(records, &RecordSession::progressed, view, &RecordsView::setProgress);
    connect(records, &RecordSession::ended, view, &RecordsView::setEnded);
    const QString project = projectKey(m_session->request().call);
    view->setFormatsOf([this, project](const QString &topic) {
        const auto [key, value] = m_settings.recordFormats(project, topic);
        return key.isEmpty() ? RecordFormats() : RecordFormats{key, value};
    });
    connect(view, &RecordsView::formatsChosen, this,
            [this, project](const QString &topic, const RecordFormats &chosen) {
                m_settings.setRecordFormats(project, topic, {chosen.key, chosen.value});
            });
    showTopics();
    setWatching(view, view->isVisible());
}

} // namespace bd::app
