// The onboarding sheet of the open project, to read, copy and save.
#pragma once

#include <QDialog>

#include "sheet/document.h"

class QPushButton;

namespace bd::app {

class RawText;

class SheetDialog : public QDialog
{
    Q_OBJECT

public:
    SheetDialog(const QString &project, const sheet::Document &page, QWidget *parent = nullptr);

    RawText *text() const { return m_text; }
    QPushButton *saveButton() const { return m_save; }

Q_SIGNALS:
    void copyWanted(const QString &text);
    void saveWanted(const QString &path, const QString &text); // HTML or Markdown, by the file's name

private:
    void save();

    QString m_project;
    sheet::Document m_page;
    RawText *m_text;
    QPushButton *m_save;
};

} // namespace bd::app
