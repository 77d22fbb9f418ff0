// Records to files and from files.
#include <QFileDialog>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/words.h"
#include "records/recordsview.h"
#include "records/topicbox.h"
#include "store/store.h"

namespace bd::app {

namespace {

constexpr qsizetype recordsAtOnce = 2000; // that the window copies in one go

QFileDialog *fileDialog(QWidget *parent, const QString &title, QFileDialog::AcceptMode mode)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(mode);
    return dialog;
}

} // namespace

void RecordsView::askImport()
{
    const QString topic = m_bar->query().topic;
    QFileDialog *dialog = fileDialog(this, tr("Write the records of a file to %1").arg(topic), QFileDialog::AcceptOpen);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("JSON Lines, CSV or text (*.jsonl *.ndjson *.json *.csv *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this, topic](const QString &path) {
        ask(this,
            {.title = tr("Write the records of %1 to %2?").arg(shortPath(path), topic),
             .text = tr("Lines of JSON as «Save the records» writes them, a table with a column «value», or any other "
                        "file with a value in each line. What is written stays written."),
             .accept = tr("Write them"),
             .refuse = {}},
            [this, topic, path] {
                setImporting();
                Q_EMIT importWanted(topic, path);
            });
    });
    dialog->open();
}

void RecordsView::setImporting()
{
    m_import->setVisible(false);
    m_stopImport->setVisible(true);
}

void RecordsView::setImported()
{
    m_import->setVisible(true);
    m_stopImport->setVisible(false);
}

void RecordsView::askExport()
{
    QFileDialog *dialog = fileDialog(this, tr("Save the records that are listed"), QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("JSON Lines (*.jsonl)"), tr("Table (*.csv)"), tr("Values, one a line (*.txt)")});
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        const bool isTable = filter.contains(QLatin1String("*.csv"));
        dialog->setDefaultSuffix(isTable                                   ? QStringLiteral("csv")
                                 : filter.contains(QLatin1String("*.txt")) ? QStringLiteral("txt")
                                                                           : QStringLiteral("jsonl"));
    });
    dialog->selectFile(m_plan->topic + QStringLiteral(".jsonl"));
    connect(dialog, &QFileDialog::fileSelected, this, &RecordsView::exportTo);
    dialog->open();
}

void RecordsView::exportTo(const QString &path)
{
    const auto text = std::make_shared<QByteArray>(records::fileHead(records::formatOf(path)));
    exportRest(path, text, 0);
}

// A portion after the other: the window hands out copies, a worker makes text of them and at the end the file.
void RecordsView::exportRest(const QString &path, const std::shared_ptr<QByteArray> &text, qsizetype from)
{
    const auto portion = std::make_shared<const std::vector<kafka::Record>>(m_model->copied(from, recordsAtOnce));
    const bool isLast = from + recordsAtOnce >= m_model->size();
    m_background.run(
        [path, text, portion, isLast, decoders = m_model->decoders()](std::stop_token) -> Result<> {
            const records::FileFormat format = records::formatOf(path);
            for (const kafka::Record &record : *portion) {
                *text += records::fileRecord(record, decoders, format);
            }
            return isLast ? store::writeFile(path, *text) : Result<>();
        },
        [this, path, text, from, isLast](const Result<> &done) {
            if (isLast || !done) {
                say(done, path);
            } else if (m_work != Work::None) {
                setNote(tr("not saved: other records are being read"));
            } else {
                exportRest(path, text, from + recordsAtOnce);
            }
        });
}

void RecordsView::askSave(const QByteArray &bytes)
{
    QFileDialog *dialog = fileDialog(this, tr("Save these bytes"), QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, this, [this, bytes](const QString &path) {
        m_background.run([path, bytes](std::stop_token) { return store::writeFile(path, bytes); },
                         [this, path](const Result<> &saved) { say(saved, path); });
    });
    dialog->open();
}

void RecordsView::say(const Result<> &saved, const QString &path)
{
    setNote(saved ? tr("saved as %1").arg(shortPath(path)) : firstLine(saved.error().message));
}

} // namespace bd::app
