// Is the stack as it should be: the checklist that a team runs by hand, asked for at any time. Shows values; what is wanted leaves
// as signals.
#pragma once

#include <vector>

#include <QDialog>

#include "base/error.h"
#include "verify/verify.h"

class QLabel;
class QPushButton;

namespace bd::app {

class Checklist;
class FindingCard;

class VerificationDialog : public QDialog
{
    Q_OBJECT

public:
    explicit VerificationDialog(const QString &project, QWidget *parent = nullptr);

    void setChecking(); // the answer comes
    void setChecks(const std::vector<verify::Check> &checks);
    void setFailure(const Error &error);

    Checklist *checklist() const { return m_list; }
    QPushButton *againButton() const { return m_again; }
    QPushButton *copyButton() const { return m_copy; }
    QString sentence() const;

Q_SIGNALS:
    void againWanted();
    void copyWanted(const QString &text);
    void viewWanted(bd::verify::Check::What what); // the dialog has closed

private:
    std::vector<verify::Check> m_checks;
    QLabel *m_sentence;
    FindingCard *m_failure;
    Checklist *m_list;
    QPushButton *m_again;
    QPushButton *m_copy;
};

} // namespace bd::app
