#include "troubleshoot/runbookdialog.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/theme.h"
#include "troubleshoot/commandrow.h"
#include "troubleshoot/diagnosiscard.h"
#include "troubleshoot/diagnosiswords.h"

namespace bd::app {

namespace {

constexpr QSize usualSize(760, 620);
constexpr int answerWidth = 116;
constexpr int branchIndent = 24;

using verify::Check;

Look lookOf(const runbook::Looked &looked)
{
    return looked.seen && looked.seen->status == Check::Status::Failed ? Look::Problem : Look::Muted;
}

// State is shape, word and colour.
QString answerText(const runbook::Looked &looked)
{
    const QString word = runbook::wordOf(looked);
    if (!looked.seen) {
        return QStringLiteral("→ ") + word;
    }
    switch (looked.seen->status) {
    case Check::Status::Passed: return QStringLiteral("✓ ") + word;
    case Check::Status::Failed: return QStringLiteral("✕ ") + word;
    default: return QStringLiteral("○ ") + word;
    }
}

} // namespace

RunbookDialog::RunbookDialog(const runbook::Runbook &runbook, const QString &project, QWidget *parent)
    : QDialog(parent), m_project(project), m_sentence(wrappedLabel(tr("Checking one after another…"))),
      m_copy(new QPushButton(tr("Copy as Markdown")))
{
    setWindowTitle(plainText(runbook.title, 100));
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(10);
    QLabel *title = wrappedLabel(plainText(runbook.title, 100));
    setLook(title, Look::Heading);
    setLook(m_sentence, Look::Muted);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("What was checked"));
    auto *page = new QWidget;
    page->setAutoFillBackground(false);
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(0, 0, 6, 0);
    m_column->setSpacing(8);
    m_column->addStretch(1);
    scroll->setWidget(page);
    scroll->viewport()->setAutoFillBackground(false);
    auto *close = new QPushButton(tr("Close"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addWidget(title);
    column->addWidget(m_sentence);
    column->addWidget(scroll, 1);
    column->addLayout(buttons);
    m_copy->setEnabled(false);
    connect(m_copy, &QPushButton::clicked, this, [this] { Q_EMIT copyWanted(m_markdown); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    close->setFocus();
}

QString RunbookDialog::sentence() const
{
    return m_sentence->text();
}

void RunbookDialog::setOutcome(const Result<runbook::Outcome> &outcome)
{
    if (!outcome) {
        m_sentence->setText(
            plainText((outcome.error().message + QLatin1Char(' ') + outcome.error().hint).trimmed(), 600));
        return;
    }
    m_markdown = runbook::toMarkdown(*outcome, m_project);
    m_copy->setEnabled(true);
    m_sentence->setText(plainText(redacted(outcome->conclusion), 1000));
    for (const runbook::Looked &looked : outcome->looked) {
        addLooked(looked);
    }
    addMends(*outcome);
}

void RunbookDialog::addLooked(const runbook::Looked &looked)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(10);
    row->setContentsMargins(looked.depth * branchIndent, 0, 0, 0);
    QLabel *answer = plainLabel(answerText(looked));
    const int above = looked.stage.command.isEmpty() ? 0 : besideButton;
    answer->setContentsMargins(0, above, 0, 0);
    answer->setFixedWidth(answerWidth);
    setLook(answer, lookOf(looked));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->setContentsMargins(0, above, 0, 0);
    texts->addWidget(wrappedLabel(plainText(looked.stage.question, 300)));
    if (looked.seen) {
        QLabel *seen = wrappedLabel(redacted(plainText(looked.seen->text, 1000)));
        setLook(seen, Look::Muted);
        texts->addWidget(seen);
    }
    row->addWidget(answer, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    addCommand(row, texts, looked.stage.command,
               [this, command = looked.stage.command] { Q_EMIT copyWanted(command); });
    m_column->insertLayout(m_column->count() - 1, row);
}

void RunbookDialog::addMends(const runbook::Outcome &outcome)
{
    for (const diagnose::Diagnosis &one : outcome.found) {
        auto *card = new DiagnosisCard(one);
        connect(card, &DiagnosisCard::stepWanted, this, &RunbookDialog::wantStep);
        connect(card, &DiagnosisCard::copyWanted, this, &RunbookDialog::copyWanted);
        m_column->insertWidget(m_column->count() - 1, card);
    }
    for (const diagnose::Step &step : outcome.mends) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(answerWidth + 10, 0, 0, 0);
        QLabel *sentence = wrappedLabel(plainText(step.text, 500));
        sentence->setContentsMargins(0, besideButton, 0, 0);
        row->addWidget(sentence, 1);
        if (const QString text = actionText(step, {}); !text.isEmpty()) {
            auto *button = new QPushButton(text);
            const bool isFirst = &step == &outcome.mends.front();
            if (isFirst) {
                setLook(button, Look::Primary);
            }
            connect(button, &QPushButton::clicked, this, [this, step] { wantStep(step, {}); });
            row->addWidget(button, 0, Qt::AlignTop);
        }
        m_column->insertLayout(m_column->count() - 1, row);
    }
}

void RunbookDialog::wantStep(const diagnose::Step &step, const QString &service)
{
    accept();
    Q_EMIT stepWanted(step, service);
}

} // namespace bd::app
