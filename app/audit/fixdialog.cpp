#include "audit/fixdialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "audit/auditwords.h"
#include "audit/diffview.h"
#include "audit/words.h"
#include "base/text.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/theme.h"

namespace bd::app {

namespace {

constexpr QSize usualSize(860, 600);

// What comes of it, and what is written elsewhere or not at all; a line each.
QString notesOf(const audit::Fix &fix)
{
    QStringList notes = audit::sentencesOf(audit::consequencesOf(fix.changes));
    const auto add = [&notes](const std::vector<audit::NotWritten> &all, const QString &sentence) {
        for (const audit::NotWritten &one : all) {
            notes += sentence.arg(one.change.service, audit::changeText(one.change), one.why.message);
        }
    };
    add(fix.written.overridden, FixDialog::tr("%1, %2: goes into the override file. %3."));
    add(fix.written.left, FixDialog::tr("%1, %2: is not written. %3."));
    notes.removeDuplicates();
    return plainText(notes.join(QLatin1Char('\n')), 2000);
}

} // namespace

FixDialog::FixDialog(int wanted, QWidget *parent)
    : QDialog(parent), m_title(wrappedLabel(tr("Mend %Ln finding(s)", nullptr, wanted))),
      m_sentence(wrappedLabel(tr("Compose reads the files as they would be…"))), m_notes(wrappedLabel()),
      m_diff(new DiffView), m_apply(new QPushButton(tr("Change the file")))
{
    setWindowTitle(m_title->text());
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 18);
    column->setSpacing(10);
    setLook(m_title, Look::Heading);
    setLook(m_sentence, Look::Muted);
    setLook(m_apply, Look::Primary);
    m_apply->setEnabled(false);
    m_notes->hide();
    auto *copy = new QPushButton(tr("Copy as command line"));
    setLook(copy, Look::Link);
    auto *cancel = new QPushButton(tr("Cancel"));
    for (QPushButton *button : {copy, cancel}) {
        button->setAutoDefault(false);
    }
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(copy);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_apply);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addWidget(m_diff, 1);
    column->addWidget(m_notes);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this, &FixDialog::commandLineWanted);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        m_apply->setEnabled(false);
        Q_EMIT applyWanted(m_fix);
    });
    m_apply->setDefault(true);
}

QString FixDialog::sentence() const
{
    return m_sentence->text();
}

QString FixDialog::notes() const
{
    return m_notes->text();
}

void FixDialog::setFix(const Result<FixPtr> &fix)
{
    if (!fix) {
        fail(fix.error());
        return;
    }
    m_fix = *fix;
    setLook(m_sentence, Look::Muted);
    const bool writes = !m_fix->written.files.empty();
    m_sentence->setText(writes ? fixSentence(*m_fix) : tr("There is nothing that could be written into the files."));
    m_diff->setFiles(m_fix->written.files);
    showText(m_notes, notesOf(*m_fix));
    m_apply->setText(fixTitle(*m_fix));
    m_apply->setEnabled(writes);
    m_apply->setFocus();
}

void FixDialog::setApplied(const Result<QStringList> &outcome)
{
    if (outcome) {
        accept();
    } else {
        fail(outcome.error());
    }
}

void FixDialog::fail(const Error &error)
{
    setLook(m_sentence, Look::Problem);
    m_sentence->setText(plainText(QStringLiteral("%1. %2").arg(error.message, error.hint).trimmed(), 1000));
    showText(m_notes, plainText(error.detail, 1000));
    m_apply->setEnabled(false);
}

} // namespace bd::app
