#include "troubleshoot/diagnosiscard.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/labels.h"
#include "common/rawtext.h"
#include "common/theme.h"
#include "troubleshoot/commandrow.h"
#include "troubleshoot/diagnosiswords.h"

namespace bd::app {

namespace {

constexpr int markWidth = 18;

QLabel *looking(QLabel *label, Look look)
{
    setLook(label, look);
    return label;
}

} // namespace

DiagnosisCard::DiagnosisCard(const diagnose::Diagnosis &diagnosis, QWidget *parent)
    : Card(parent), m_diagnosis(diagnosis)
{
    setEdge(Edge::Problem);
    column()->setContentsMargins(19, 14, 16, 16); // clear of the edge
    column()->setSpacing(6);
    column()->addWidget(looking(wrappedLabel(titleOf(diagnosis)), Look::Heading));
    column()->addWidget(looking(wrappedLabel(plainText(diagnosis.cause, 2000)), Look::Muted));
    if (!diagnosis.evidence.empty()) {
        auto *raw = new RawText;
        raw->setRaw(evidenceText(diagnosis.evidence));
        raw->setAccessibleName(tr("The proof"));
        column()->addSpacing(4);
        column()->addWidget(raw);
    }
    if (!diagnosis.isVerified) {
        column()->addWidget(
            looking(wrappedLabel(tr("These words are known from reports only; the lab has not seen them.")),
                    Look::Small));
    }
    addSteps(tr("To be sure"), diagnosis.proof, false);
    addSteps(tr("What helps"), diagnosis.steps, true);
    if (diagnosis.lastResort) {
        addHeading(tr("Only where nothing else helps, for it destroys data"));
        addStep(*diagnosis.lastResort, QStringLiteral("!"), true);
    }
    if (!diagnosis.consequences.empty()) {
        addHeading(tr("What comes of it"));
        for (const diagnose::Diagnosis &one : diagnosis.consequences) {
            column()->addWidget(wrappedLabel(titleOf(one)));
        }
    }
    addReading();
}

void DiagnosisCard::addHeading(const QString &text)
{
    column()->addSpacing(8);
    QLabel *heading = wrappedLabel(text);
    QFont font = heading->font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    column()->addWidget(heading);
}

void DiagnosisCard::addSteps(const QString &heading, const std::vector<diagnose::Step> &steps, bool isNumbered)
{
    if (steps.empty()) {
        return;
    }
    addHeading(heading);
    for (size_t at = 0; at < steps.size(); ++at) {
        addStep(steps[at], isNumbered ? QStringLiteral("%1.").arg(at + 1) : QStringLiteral("·"), false);
    }
}

// The sentence, with what we do for it at its end, and below it what a person would type.
void DiagnosisCard::addStep(const diagnose::Step &step, const QString &mark, bool destroys)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    QLabel *number = looking(plainLabel(mark), Look::Muted);
    number->setFixedWidth(markWidth);
    number->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    QLabel *text = wrappedLabel(plainText(step.text, 1000));
    row->addWidget(number, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    const QString action = actionText(step, plainText(m_diagnosis.service, 60));
    const int above = action.isEmpty() && step.command.isEmpty() ? 0 : besideButton;
    texts->setContentsMargins(0, above, 0, 0);
    number->setContentsMargins(0, above, 0, 0);
    texts->addWidget(text);
    row->addLayout(texts, 1);
    addCommand(row, texts, step.command, [this, command = step.command] { Q_EMIT copyWanted(command); });
    if (!action.isEmpty()) {
        auto *button = new QPushButton(action);
        if (destroys) {
            setLook(button, Look::Danger);
        } else if (mendOf(m_diagnosis) && *mendOf(m_diagnosis) == step) {
            setLook(button, Look::Primary);
        }
        connect(button, &QPushButton::clicked, this, [this, step] { Q_EMIT stepWanted(step, m_diagnosis.service); });
        m_actions += button;
        row->addWidget(button, 0, Qt::AlignTop);
    }
    column()->addLayout(row);
}

void DiagnosisCard::addReading()
{
    if (m_diagnosis.reading.isEmpty()) {
        return;
    }
    addHeading(tr("Further reading"));
    for (const QString &address : m_diagnosis.reading) {
        QLabel *line = looking(wrappedLabel(plainText(address, 300)), Look::Muted);
        line->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column()->addWidget(line);
    }
}

void DiagnosisCard::setBusy(bool busy)
{
    for (QPushButton *button : m_actions) {
        button->setEnabled(!busy);
    }
}

} // namespace bd::app
