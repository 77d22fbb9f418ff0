// A look into a volume: its files with their sizes, and the beginning of the one that is chosen. Nothing can be written. Shows
// values; what is wanted leaves as a signal.
#pragma once

#include <QDialog>

#include "base/error.h"
#include "snapshot/tarentry.h"

class QLabel;
class QLineEdit;

namespace bd::app {

class FileModel;
class RawText;
class RowTable;

class FilesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit FilesDialog(const QString &volume, QWidget *parent = nullptr);

    void setFiles(const Result<std::vector<snapshot::TarEntry>> &files);
    void setPreview(const QString &path,
                    const Result<QByteArray> &beginning); // of another than the chosen one: not shown

    RowTable *table() const { return m_table; }
    RawText *preview() const { return m_preview; }
    QLineEdit *filter() const { return m_filter; }
    QString sentence() const;

Q_SIGNALS:
    void previewWanted(const QString &path); // within the volume

private:
    void choose();

    FileModel *m_model;
    QLabel *m_sentence;
    RowTable *m_table;
    QLineEdit *m_filter = nullptr;
    QLabel *m_chosen;
    RawText *m_preview;
    QString m_path; // of the file that is chosen; empty: none
};

} // namespace bd::app
