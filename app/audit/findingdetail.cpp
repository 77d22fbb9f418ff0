#include "audit/findingdetail.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>

#include "audit/auditwords.h"
#include "audit/words.h"
#include "base/text.h"
#include "common/labels.h"
#include "common/statepill.h"
#include "common/theme.h"

namespace bd::app {

namespace {

QLabel *addRow(QGridLayout *grid, const QString &name)
{
    const int row = grid->rowCount();
    QLabel *head = plainLabel(name);
    setLook(head, Look::Muted);
    QLabel *value = wrappedLabel();
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid->addWidget(head, row, 0, Qt::AlignTop);
    grid->addWidget(value, row, 1);
    return value;
}

} // namespace

FindingDetail::FindingDetail(QWidget *parent)
    : Card(parent), m_title(wrappedLabel()), m_state(new StatePill), m_why(wrappedLabel()), m_rows(new QWidget),
      m_mend(new QPushButton(tr("Mend this one…")))
{
    column()->setContentsMargins(16, 12, 16, 12);
    column()->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    setLook(m_title, Look::Heading);
    head->addWidget(m_title, 1);
    head->addWidget(m_state, 0, Qt::AlignTop);
    head->addWidget(m_mend, 0, Qt::AlignTop);
    auto *grid = new QGridLayout(m_rows);
    grid->setContentsMargins(0, 2, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    m_found = addRow(grid, tr("There is"));
    m_wanted = addRow(grid, tr("Should be"));
    m_changes = addRow(grid, tr("Mended by"));
    m_rule = addRow(grid, tr("Rule"));
    setLook(m_changes, Look::Code);
    setLook(m_rule, Look::Code);
    column()->addLayout(head);
    column()->addWidget(m_why);
    column()->addWidget(m_rows);
    connect(m_mend, &QPushButton::clicked, this, [this] { Q_EMIT mendWanted(m_key); });
    setFinding(nullptr);
}

QString FindingDetail::reason() const
{
    return m_why->text();
}

QString FindingDetail::facts() const
{
    return QStringList{m_found->text(), m_wanted->text(), m_changes->text(), m_rule->text()}.join(QLatin1Char('\n'));
}

void FindingDetail::setFinding(const audit::Finding *finding)
{
    m_state->setVisible(finding);
    m_rows->setVisible(finding);
    m_mend->setVisible(finding && canMend(*finding));
    m_title->setVisible(finding);
    if (!finding) {
        m_why->setText(tr("Choose a finding to read why it matters."));
        return;
    }
    m_key = keyOf(*finding);
    const QString title = audit::titleOf(finding->rule);
    m_title->setText(
        finding->service.isEmpty() ? title : QStringLiteral("%1: %2").arg(plainText(finding->service, 100), title));
    m_state->setState(shapeOf(finding->status), audit::statusText(finding->status));
    m_why->setText(finding->why);
    m_found->setText(foundText(*finding));
    m_wanted->setText(finding->expected);
    const QString place = placeText(finding->place);
    m_rule->setText(place.isEmpty() ? finding->rule : QStringLiteral("%1 (%2)").arg(finding->rule, place));
    const QString changes = changesText(*finding);
    const QString none = isWrong(*finding) ? tr("nothing that could be written into the file by itself")
                                           : tr("nothing");
    m_changes->setText(changes.isEmpty() ? none : changes);
}

} // namespace bd::app
