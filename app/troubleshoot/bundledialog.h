// What would be in a diagnostics bundle, file by file, before it is saved.
#pragma once

#include <QDialog>

#include "bundle/bundle.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace bd::app {

class RawText;

class BundleDialog : public QDialog
{
    Q_OBJECT

public:
    explicit BundleDialog(const QString &project, QWidget *parent = nullptr);

    void setBundle(const Result<bundle::Bundle> &bundle); // or why there is none

    QString sentence() const;
    QListWidget *files() const { return m_files; }
    RawText *text() const { return m_text; }
    QPushButton *saveButton() const { return m_save; }

Q_SIGNALS:
    void saveWanted(const std::shared_ptr<const bd::bundle::Bundle> &bundle);

private:
    void showFile(int row);

    std::shared_ptr<const bundle::Bundle> m_bundle; // none: it is being put together
    QLabel *m_sentence;
    QListWidget *m_files;
    RawText *m_text;
    QPushButton *m_save;
};

} // namespace bd::app
