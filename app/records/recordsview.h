// A topic's records: chosen, read, filtered, looked at, written and sent again. Shows values; what is wanted leaves as
// signals, writing after the user has confirmed what goes where.
#pragma once

#include <map>
#include <optional>

#include <QWidget>

#include "common/findingcard.h"
#include "records/recordbar.h"
#include "records/recordmodel.h"
#include "records/recordsession.h"
#include "records/recordtemplates.h"

class QLabel;
class QPushButton;

namespace bd::app {

class RecordDetail;
class RowTable;
struct RecordForm;

class RecordsView : public QWidget
{
    Q_OBJECT

public:
    explicit RecordsView(QWidget *parent = nullptr);

    void setTopics(const kafka::Metadata &metadata);
    void openTopic(const QString &topic); // and reads its newest records
    void readPlan(const records::SearchPlan &plan);
    // How a topic's records were read the last time; asked when one is opened.
    void setFormatsOf(std::function<RecordFormats(const QString &topic)> formatsOf);

    // What is kept under a name; templatesChanged() says what somebody made of it.
    void setTemplates(const RecordTemplates &templates) { m_templates = templates; }

    void setBegun();
    void add(const RecordPortion &portion);
    void setProgress(const records::SearchProgress &progress);
    void setEnded(const std::optional<Error> &error);
    void setNote(const QString &text); // of what was written
    void setImporting();               // a file is being written
    void setImported();                // or as much of it as could be
    void setReadOnly(bool readOnly);   // no record can be written

    RecordBar *bar() const { return m_bar; }
    RecordModel *model() const { return m_model; }
    RowTable *table() const { return m_table; }
    RecordDetail *detail() const { return m_detail; }
    QLabel *status() const { return m_status; }
    QPushButton *goOnButton() const { return m_goOn; }
    QPushButton *writeButton() const { return m_write; }
    FindingCard *problem() const { return m_problem; }

Q_SIGNALS:
    void watchedChanged(bool watched);
    void searchWanted(const bd::records::SearchPlan &plan);
    void stopWanted();
    void writeWanted(const QString &topic, const std::vector<bd::kafka::NewRecord> &records);
    void importWanted(const QString &topic, const QString &path);
    void stopImportWanted();
    void templatesChanged(const bd::app::RecordTemplates &templates);
    void formatsChosen(const QString &topic, const bd::app::RecordFormats &formats);
    void copyWanted(const QString &text);
    void commandLineWanted(const QStringList &verb);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    // | None    | nothing goes on                                        |
    // | Reading | what was asked for                                     |
    // | GoingOn | more of it                                             |
    // | Live    | what comes, beside what was read before                |
    enum class Work { None, Reading, GoingOn, Live };

    QWidget *makeHead();
    QWidget *makeStatus();
    void connectBar();
    void connectDetail();
    void begin(Work work, const records::SearchPlan &plan);
    void read();
    void goOn();
    void live();
    void setNewestFirst(bool newestFirst);
    void showStatus();
    QString readText() const; // of what was asked for
    QString statusText() const;
    void showChosen();
    void copyAsJson(const kafka::Record &record);
    void openMenu(const QModelIndex &index, const QPoint &at);
    void write(const QString &title, const RecordForm &form);
    void askImport();
    void askExport();
    void askSave(const QByteArray &bytes);
    void exportTo(const QString &path);
    void exportRest(const QString &path, const std::shared_ptr<QByteArray> &text, qsizetype from);
    void say(const Result<> &saved, const QString &path);
    RecordQuery query() const;
    QStringList commandLine() const;

    RecordBar *m_bar;
    RecordModel *m_model;
    RowTable *m_table;
    RecordDetail *m_detail;
    FindingCard *m_problem;
    QLabel *m_status = nullptr;
    QPushButton *m_goOn = nullptr;
    QPushButton *m_write = nullptr;
    QPushButton *m_more = nullptr;
    QAction *m_import = nullptr;
    QAction *m_stopImport = nullptr;
    std::function<RecordFormats(const QString &)> m_formatsOf;
    RecordTemplates m_templates;
    std::map<QString, int> m_topics; // and how many partitions they have
    Work m_work = Work::None;
    std::optional<records::SearchPlan> m_plan; // what was asked for
    records::SearchProgress m_progress;        // of that
    QMap<int, qint64> m_ends;                  // from where Live goes on
    qint64 m_came = 0;                         // while Live
    QString m_note;
    bool m_isReadOnly = false;
    Background m_background;
};

} // namespace bd::app
