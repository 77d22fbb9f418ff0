// The verification as lines: each item with its outcome, what was seen and how long that took. Its title leads to the view that
// explains it.
#pragma once

#include <vector>

#include <QWidget>

#include "verify/verify.h"

namespace bd::app {

class Checklist : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    void setChecks(const std::vector<verify::Check> &checks);

Q_SIGNALS:
    void viewWanted(bd::verify::Check::What what);
};

QString wordOf(verify::Check::Status status);                       // passed, failed …
QString checklistSummary(const std::vector<verify::Check> &checks); // 8 passed, 1 failed
QString checklistText(const std::vector<verify::Check> &checks);    // to be pasted into a chat

} // namespace bd::app
