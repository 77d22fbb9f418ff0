#include "verify/checklist.h"

#include <algorithm>

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

#include "base/text.h"
#include "common/labels.h"
#include "common/statepill.h"
#include "common/theme.h"
#include "common/words.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Checklist)
};

using Status = verify::Check::Status;

StatePill::Shape shapeOf(Status status)
{
    switch (status) {
    case Status::Passed: return StatePill::Shape::Done;
    case Status::Failed: return StatePill::Shape::Missing;
    case Status::Unknown: return StatePill::Shape::Working;
    case Status::NotApplicable: break;
    }
    return StatePill::Shape::Idle;
}

// What was seen, with each thing that is wrong.
QString evidenceOf(const verify::Check &check)
{
    const bool explains = check.status == Status::Failed || check.status == Status::Unknown;
    const QString text = plainText(check.text, 500);
    return explains && !check.detail.isEmpty() && check.detail != check.text
               ? text + QLatin1Char('\n') + plainText(check.detail, 1000)
               : text;
}

} // namespace

QString wordOf(Status status)
{
    switch (status) {
    case Status::Passed: return Tr::tr("passed");
    case Status::Failed: return Tr::tr("failed");
    case Status::Unknown: return Tr::tr("cannot tell");
    case Status::NotApplicable: break;
    }
    return Tr::tr("not here");
}

QString checklistSummary(const std::vector<verify::Check> &checks)
{
    QStringList parts;
    for (const Status status : {Status::Failed, Status::Unknown, Status::Passed}) {
        const auto count = std::ranges::count(checks, status, &verify::Check::status);
        if (count > 0) {
            parts += Tr::tr("%1 %2", "a number of checks and their outcome").arg(count).arg(wordOf(status));
        }
    }
    return listText(parts);
}

QString checklistText(const std::vector<verify::Check> &checks)
{
    QStringList lines;
    for (const verify::Check &check : checks) {
        lines += QStringLiteral("%1: %2. %3").arg(wordOf(check.status), verify::titleOf(check.what), evidenceOf(check));
    }
    return lines.join(QLatin1Char('\n'));
}

void Checklist::setChecks(const std::vector<verify::Check> &checks)
{
    qDeleteAll(findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    delete layout();
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 8, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(2, 1);
    for (int row = 0; const verify::Check &check : checks) {
        auto *title = new QPushButton(verify::titleOf(check.what));
        setLook(title, Look::Link);
        connect(title, &QPushButton::clicked, this, [this, what = check.what] { Q_EMIT viewWanted(what); });
        QLabel *text = wrappedLabel(evidenceOf(check));
        setLook(text, Look::Muted);
        text->setContentsMargins(0, 3, 0, 0); // as much above its line as is below it: it stands beside the others
        const bool wasLooked = check.status != Status::NotApplicable && check.took.count() > 0;
        QLabel *took = plainLabel(wasLooked ? durationText(check.took) : QString());
        setLook(took, Look::Small);
        grid->addWidget(new StatePill(shapeOf(check.status), wordOf(check.status)), row, 0);
        grid->addWidget(title, row, 1, Qt::AlignLeft);
        grid->addWidget(text, row, 2, Qt::AlignVCenter);
        grid->addWidget(took, row, 3, Qt::AlignRight);
        ++row;
    }
}

} // namespace bd::app
