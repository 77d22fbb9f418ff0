// Shown before anything is written: each line that would change, what comes of it, and what cannot be written.
#pragma once

#include <QDialog>

#include "audit/auditfacts.h"
#include "base/error.h"

class QLabel;
class QPushButton;

namespace bd::app {

class DiffView;

class FixDialog : public QDialog
{
    Q_OBJECT

public:
    explicit FixDialog(int wanted, QWidget *parent = nullptr); // how many findings are to be mended

    void setFix(const Result<FixPtr> &fix);
    void setApplied(const Result<QStringList> &outcome); // closes it, unless that failed

    const FixPtr &fix() const { return m_fix; } // that is shown; none yet
    DiffView *diff() const { return m_diff; }
    QPushButton *applyButton() const { return m_apply; }
    QString sentence() const;
    QString notes() const;

Q_SIGNALS:
    void applyWanted(const bd::app::FixPtr &fix);
    void commandLineWanted();

private:
    void fail(const Error &error);

    FixPtr m_fix;
    QLabel *m_title;
    QLabel *m_sentence;
    QLabel *m_notes;
    DiffView *m_diff;
    QPushButton *m_apply;
};

} // namespace bd::app
