#include "reset/resetwizard.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/band.h"
#include "common/choice.h"
#include "common/dialogs.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "common/words.h"
#include "reset/planmodel.h"
#include "reset/progresspage.h"
#include "reset/restcard.h"

namespace bd::app {

namespace {

using reset::Operation;

constexpr int side = 16;
constexpr QSize usualSize(920, 640);

const RowTable::Columns volumeColumns{.stretched = 0,
                                      .leastStretched = 200,
                                      .fixed = {{1, 200}, {2, 90}},
                                      .hiddenFirst = {1}};
const RowTable::Columns topicColumns{.stretched = 0,
                                     .leastStretched = 150,
                                     .fixed = {{1, 210}, {2, 120}, {3, 110}},
                                     .hiddenFirst = {3, 1}};
const RowTable::Columns nameColumns{.stretched = 0,
                                    .leastStretched = 130,
                                    .fixed = {{1, 90}, {2, 110}},
                                    .hiddenFirst = {2}};
const RowTable::Columns groupColumns{.stretched = 1, .leastStretched = 130, .fixed = {{0, 120}}, .hiddenFirst = {}};

QLabel *labelled(const QString &text, Look look)
{
    QLabel *label = wrappedLabel(text);
    setLook(label, look);
    return label;
}

QVBoxLayout *pageColumn(QWidget *page)
{
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(side, 14, side, 14);
    column->setSpacing(10);
    return column;
}

} // namespace

ResetWizard::ResetWizard(const QString &project, QWidget *parent)
    : QDialog(parent), m_project(project), m_pages(new QStackedWidget), m_failure(new FindingCard),
      m_tableModel(new PlanModel(this)), m_sideModel(new PlanModel(this)), m_progress(new ProgressPage)
{
    setWindowTitle(tr("Reset %1").arg(plainText(project, 100)));
    setModal(true);
    fitToWindow(this, usualSize);
    setMinimumSize(620, 420);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeSteps());
    column->addWidget(m_failure);
    m_failure->hide();
    m_pages->insertWidget(WhatFor, makeWhatFor());
    m_pages->insertWidget(WhatGoes, makeWhatGoes());
    m_pages->insertWidget(WayBack, makeWayBack());
    m_pages->insertWidget(Confirm, makeConfirm());
    m_pages->insertWidget(Progress, m_progress);
    m_pages->setBackgroundRole(QPalette::Base);
    m_pages->setAutoFillBackground(true);
    column->addWidget(m_pages, 1);
    column->addWidget(makeButtons());
    connect(m_progress, &ProgressPage::undoWanted, this, [this] { Q_EMIT undoWanted(m_wayBack); });
    connect(m_progress, &ProgressPage::viewWanted, this, &ResetWizard::viewWanted);
    m_reasons->button(static_cast<int>(ResetReason::CleanData))->setChecked(true);
    setPage(WhatFor);
}

QWidget *ResetWizard::makeSteps()
{
    auto *band = new Band(Qt::BottomEdge);
    auto *row = new QHBoxLayout(band);
    row->setContentsMargins(side, 14, side, 14);
    row->setSpacing(22);
    const QStringList names{tr("What for"), tr("What goes"), tr("Way back"), tr("Confirm"), tr("Progress")};
    for (int at = 0; at < names.size(); ++at) {
        QLabel *label = plainLabel(tr("%1 %2", "the number and name of a step").arg(at + 1).arg(names.at(at)));
        m_steps.push_back(label);
        row->addWidget(label);
    }
    row->addStretch(1);
    return band;
}

QWidget *ResetWizard::makeWhatFor()
{
    auto *page = new QWidget;
    QVBoxLayout *column = pageColumn(page);
    column->addWidget(labelled(tr("Which problem are you solving?"), Look::Title));
    m_reasons = new QButtonGroup(this);
    for (const ResetReason reason : {ResetReason::CleanData, ResetReason::TopicSettings, ResetReason::IdConflict,
                                     ResetReason::ChangedConfiguration}) {
        auto *choice = new QRadioButton(reasonTitle(reason));
        m_reasons->addButton(choice, static_cast<int>(reason));
        column->addWidget(choice);
    }
    m_why = labelled({}, Look::Muted);
    column->addWidget(m_why);
    column->addSpacing(8);
    column->addWidget(labelled(tr("What shall be done"), Look::Heading));
    m_levels = new QButtonGroup(this);
    for (const Operation level : {Operation::Empty, Operation::Recreate, Operation::Full}) {
        auto *choice = new QRadioButton(levelTitle(level));
        choice->setAccessibleDescription(levelText(level));
        m_levels->addButton(choice, static_cast<int>(level));
        column->addWidget(choice);
        QLabel *text = labelled(levelText(level), Look::Muted);
        text->setContentsMargins(24, 0, 0, 4);
        column->addWidget(text);
    }
    column->addStretch(1);
    // toggled, not clicked: assistive technology toggles
    connect(m_reasons, &QButtonGroup::idToggled, this, [this](int id, bool isOn) {
        if (isOn) {
            chooseReason(static_cast<ResetReason>(id));
        }
    });
    connect(m_levels, &QButtonGroup::idToggled, this, [this](int id, bool isOn) {
        if (isOn && static_cast<Operation>(id) != m_level) {
            chooseLevel(static_cast<Operation>(id));
        }
    });
    return page;
}

// The same two lists stand where the reset is explained and where it is confirmed.
QLayout *ResetWizard::makeTables(Tables &tables)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(14);
    const auto add = [&](PlanModel *model, const QString &name, int stretch) {
        auto *card = new Card;
        card->column()->setContentsMargins(1, 4, 1, 1);
        auto *table = new RowTable;
        table->setModel(model);
        table->setAccessibleName(name);
        card->column()->addWidget(table);
        row->addWidget(card, stretch);
        return table;
    };
    tables.main = add(m_tableModel, tr("What goes"), 3);
    tables.side = add(m_sideModel, tr("What goes with it"), 2);
    return row;
}

QWidget *ResetWizard::makeWhatGoes()
{
    auto *page = new QWidget;
    QVBoxLayout *column = pageColumn(page);
    m_goesTitle = labelled({}, Look::Title);
    m_topics = new QPushButton(tr("Choose topics…"));
    m_groups = new QPushButton(tr("Choose groups…"));
    connect(m_topics, &QPushButton::clicked, this, &ResetWizard::chooseTopics);
    connect(m_groups, &QPushButton::clicked, this, &ResetWizard::chooseGroups);
    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_goesTitle, 1);
    for (QPushButton *button : {m_topics, m_groups}) {
        button->setAutoDefault(false);
        top->addWidget(button);
    }
    column->addLayout(top);
    m_refusal = new FindingCard;
    m_refusal->hide();
    column->addWidget(m_refusal);
    column->addLayout(makeTables(m_tables[0]), 1);
    m_rests[0] = new RestCard;
    column->addWidget(m_rests[0]);
    return page;
}

QWidget *ResetWizard::makeWayBack()
{
    auto *page = new QWidget;
    QVBoxLayout *column = pageColumn(page);
    column->addWidget(labelled(tr("The way back"), Look::Title));
    m_keeps = new QCheckBox;
    m_keeps->setChecked(true);
    m_keepsText = labelled({}, Look::Muted);
    m_keepsText->setContentsMargins(24, 0, 0, 0);
    m_room = labelled({}, Look::Muted);
    m_room->setContentsMargins(24, 0, 0, 0);
    column->addWidget(m_keeps);
    column->addWidget(m_keepsText);
    column->addWidget(m_room);
    column->addStretch(1);
    connect(m_keeps, &QCheckBox::toggled, this, &ResetWizard::showWayBack);
    return page;
}

QWidget *ResetWizard::makeConfirm()
{
    auto *page = new QWidget;
    QVBoxLayout *column = pageColumn(page);
    m_confirmTitle = labelled({}, Look::Title);
    m_confirmText = labelled({}, Look::Muted);
    m_typedLabel = wrappedLabel();
    m_typed = new QLineEdit;
    m_typed->setMaximumWidth(320);
    m_contextLabel = wrappedLabel();
    m_context = new QLineEdit;
    m_context->setMaximumWidth(320);
    m_confirmKeeps = wrappedLabel();
    column->addWidget(m_confirmTitle);
    column->addWidget(m_confirmText);
    column->addLayout(makeTables(m_tables[1]), 1);
    m_rests[1] = new RestCard;
    column->addWidget(m_rests[1]);
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_confirmKeeps, m_typedLabel, m_typed, m_contextLabel, m_context}) {
        column->addWidget(widget);
    }
    connect(m_typed, &QLineEdit::textChanged, this, &ResetWizard::updateButtons);
    connect(m_context, &QLineEdit::textChanged, this, &ResetWizard::updateButtons);
    return page;
}

QWidget *ResetWizard::makeButtons()
{
    auto *band = new Band(Qt::TopEdge);
    auto *row = new QHBoxLayout(band);
    row->setContentsMargins(side, 14, side, 14);
    row->setSpacing(10);
    m_script = new QPushButton(tr("Copy as script"));
    m_back = new QPushButton(tr("Back"));
    m_cancel = new QPushButton(tr("Cancel"));
    m_next = new QPushButton;
    row->addWidget(m_script);
    row->addStretch(1);
    for (QPushButton *button : {m_back, m_cancel, m_next}) {
        row->addWidget(button);
    }
    for (QPushButton *button : {m_script, m_back, m_cancel, m_next}) {
        button->setAutoDefault(false);
    }
    m_next->installEventFilter(this);
    connect(m_script, &QPushButton::clicked, this, [this] {
        Q_EMIT copyWanted((m_keeps->isChecked() ? m_preview->scripts : m_preview->bareScripts).value(m_level));
    });
    connect(m_back, &QPushButton::clicked, this, [this] { setPage(static_cast<Page>(page() - 1)); });
    connect(m_cancel, &QPushButton::clicked, this, &ResetWizard::reject);
    connect(m_next, &QPushButton::clicked, this, &ResetWizard::next);
    return band;
}

ResetWizard::Page ResetWizard::page() const
{
    return static_cast<Page>(m_pages->currentIndex());
}

void ResetWizard::setPage(Page to)
{
    m_pages->setCurrentIndex(to);
    for (size_t at = 0; at < m_steps.size(); ++at) {
        const Look now = to == Confirm ? Look::Problem : Look::Strong;
        setLook(m_steps[at], static_cast<int>(at) == to ? now : Look::Muted);
        m_steps[at]->style()->unpolish(m_steps[at]);
        m_steps[at]->style()->polish(m_steps[at]);
    }
    if (to == Confirm) {
        m_typed->clear(); // whoever came back types it again
        m_context->clear();
        m_typed->setFocus(Qt::OtherFocusReason);
    }
    updateButtons();
    if (to == WhatGoes || to == WayBack) {
        m_next->setFocus(Qt::OtherFocusReason);
    }
}

void ResetWizard::chooseReason(ResetReason reason)
{
    m_why->setText(recommendation(reason));
    chooseLevel(recommended(reason));
}

void ResetWizard::chooseLevel(Operation level)
{
    m_level = level;
    m_levels->button(static_cast<int>(level))->setChecked(true);
    showLevel();
}

void ResetWizard::setPreview(const ResetPreviewPtr &preview)
{
    if (m_isGoingOn || m_hasEnded) { // what was confirmed is what was shown
        return;
    }
    if (preview->chosen != m_chosen) { // what was asked for before
        return;
    }
    m_preview = preview;
    m_failure->hide();
    for (const Operation level : {Operation::Empty, Operation::Recreate}) {
        QAbstractButton *choice = m_levels->button(static_cast<int>(level));
        choice->setEnabled(preview->topics(level) != nullptr);
        setPlainToolTip(choice, preview->topicsError ? preview->topicsError->message : QString());
    }
    if (m_level != Operation::Full && !preview->topics(m_level)) {
        m_why->setText(tr("No broker answers, so topics cannot be looked at: only the full reset is possible now."));
        chooseLevel(Operation::Full);
    }
    showLevel();
}

void ResetWizard::chooseTopics()
{
    const QStringList all = m_preview->candidates.value(m_level).topics, some = m_chosen.value(m_level).topics;
    chooseNames(this, {.title = tr("Which topics?"), .all = all, .chosen = some.isEmpty() ? all : some},
                [this, all](const QStringList &topics) { // groups: of these topics, until somebody says otherwise
                    choose({.topics = topics == all ? QStringList() : topics});
                });
}

void ResetWizard::chooseGroups()
{
    const ResetChoice now = m_chosen.value(m_level);
    const QStringList all = m_preview->candidates.value(m_level).groups.value_or(QStringList());
    chooseNames(this, {.title = tr("Which groups?"), .all = all, .chosen = now.groups.value_or(all), .mayBeNone = true},
                [this, all, topics = now.topics](const QStringList &groups) {
                    choose({.topics = topics, .groups = groups == all ? std::nullopt : std::optional(groups)});
                });
}

void ResetWizard::choose(const ResetChoice &choice)
{
    m_chosen[m_level] = choice;
    m_preview.reset(); // nothing is confirmed that is not what is shown
    updateButtons();
    Q_EMIT choiceWanted(m_level, choice);
}

void ResetWizard::setFailure(const Error &failure)
{
    Finding finding = findingOf(failure);
    m_failure->setFinding(finding);
    m_failure->show();
    updateButtons();
}

void ResetWizard::showLevel()
{
    if (!m_preview) {
        return updateButtons();
    }
    const bool isFull = m_level == Operation::Full;
    m_topics->setVisible(!isFull);
    m_groups->setVisible(!isFull);
    m_goesTitle->setText(isFull ? tr("What goes, and what stays") : tr("What is done, and what stays"));
    if (isFull) {
        m_tableModel->showVolumes(*m_preview);
        m_sideModel->showTopicNames(*m_preview);
    } else {
        m_tableModel->showTopics(*m_preview, m_level);
        m_sideModel->showGroups(*m_preview, m_level);
    }
    for (const Tables &tables : m_tables) {
        tables.main->setColumns(isFull ? volumeColumns : topicColumns);
        tables.side->setColumns(isFull ? nameColumns : groupColumns);
    }
    for (RestCard *rest : m_rests) {
        rest->setPreview(*m_preview, m_level);
    }
    const auto &objections = m_preview->rulingOn(m_level).objections;
    m_refusal->setVisible(!objections.empty());
    if (!objections.empty()) {
        QStringList all;
        for (const guard::Objection &objection : objections) {
            all += objection.text;
        }
        Finding finding;
        finding.title = tr("Nothing is deleted: %1").arg(all.first());
        finding.raw = all.size() > 1 ? all.join(QLatin1Char('\n')) : QString();
        m_refusal->setFinding(finding);
    }
    m_confirmTitle->setText(confirmTitle(*m_preview, m_level));
    m_confirmText->setText(confirmText(*m_preview, m_level));
    m_typedLabel->setText(tr("Type %1 to confirm. It is the stack on the engine %2.")
                              .arg(plainText(m_project, 100), plainText(m_preview->context, 60)));
    m_typed->setAccessibleName(tr("Type %1 to confirm.").arg(m_project));
    m_contextLabel->setText(
        m_preview->isRemote ? tr("That engine is on another machine. Type %1 as well.").arg(m_preview->context)
                            : tr("This project is protected. Type %1, its engine, as well.").arg(m_preview->context));
    m_context->setAccessibleName(m_contextLabel->text());
    m_contextLabel->setVisible(needsContext());
    m_context->setVisible(needsContext());
    showWayBack();
    updateButtons();
}

void ResetWizard::showWayBack()
{
    if (!m_preview) {
        return;
    }
    const bool isFull = m_level == Operation::Full;
    m_keeps->setText(isFull ? tr("Take a snapshot of the volumes first") : tr("Archive the records first"));
    const auto bytes = m_preview->bytes(m_level);
    const auto records = m_preview->records(m_level);
    const QString size = !bytes ? tr("files of a size that is not known yet")
                                : tr("%1 of files, archived to less").arg(dataSizeText(*bytes));
    const QString what = isFull    ? size
                         : records ? tr("about %1 records, %2").arg(QLocale().toString(*records), size)
                                   : tr("nobody knows how many records, %1").arg(size);
    m_keepsText->setText(
        !m_keeps->isChecked()
            ? tr("There will be no way back: what goes is gone for good.")
            : tr("In %1: %2. One click brings everything back.").arg(shortPath(m_preview->snapshotDirectory), what));
    m_keepsText->setProperty("look", QString());
    setLook(m_keepsText, m_keeps->isChecked() ? Look::Muted : Look::Problem);
    const QString first = isFull ? tr("A snapshot of the volumes is taken first")
                                 : tr("The records are archived first");
    m_confirmKeeps->setText(
        QStringLiteral("%1. %2").arg(m_keeps->isChecked() ? first : tr("No snapshot"), m_keepsText->text()));
    setLook(m_confirmKeeps, m_keeps->isChecked() ? Look::Muted : Look::Problem);
    m_confirmKeeps->style()->unpolish(m_confirmKeeps);
    m_confirmKeeps->style()->polish(m_confirmKeeps);
    const QString free = tr("%1 are free there.").arg(dataSizeText(m_preview->bytesAvailable));
    const bool isTight = bytes && *bytes > m_preview->bytesAvailable;
    m_room->setText(isTight ? tr("%1 That may not be enough: then nothing is deleted.").arg(free) : free);
    setLook(m_room, isTight ? Look::Problem : Look::Muted);
    m_room->setVisible(m_keeps->isChecked());
}

bool ResetWizard::needsContext() const
{
    return m_preview && m_preview->rulingOn(m_level).verdict == guard::Ruling::Verdict::NeedsConfirmation;
}

bool ResetWizard::isConfirmed() const
{
    return m_typed->text() == m_project && (!needsContext() || m_context->text() == m_preview->context);
}

bool ResetWizard::mayGoOn() const
{
    const bool isRefused = m_preview && !m_preview->rulingOn(m_level).objections.empty();
    switch (page()) {
    case WhatFor: return m_preview != nullptr;
    case WhatGoes:
    case WayBack: return m_preview && !isRefused;
    case Confirm: return m_preview && !isRefused && isConfirmed();
    case Progress: break;
    }
    return m_hasEnded;
}

void ResetWizard::updateButtons()
{
    const Page now = page();
    const bool isLast = now == Confirm;
    m_script->setVisible(now != Progress);
    m_script->setEnabled(m_preview != nullptr);
    const ResetChoice candidates = m_preview ? m_preview->candidates.value(m_level) : ResetChoice();
    m_topics->setEnabled(candidates.topics.size() > 1);
    m_groups->setEnabled(candidates.groups && !candidates.groups->isEmpty());
    m_back->setVisible(now != WhatFor && now != Progress);
    m_cancel->setVisible(now != Progress || m_isGoingOn);
    m_next->setVisible(now != Progress || m_hasEnded);
    m_next->setText(isLast && m_preview ? confirmButton(*m_preview, m_level)
                    : now == Progress   ? tr("Close")
                                        : tr("Next"));
    m_next->setProperty("look", QString());
    setLook(m_next, isLast ? Look::Destroy : Look::Primary);
    m_next->style()->unpolish(m_next);
    m_next->style()->polish(m_next);
    m_next->setEnabled(mayGoOn());
}

void ResetWizard::next()
{
    if (!mayGoOn()) {
        return;
    }
    if (page() == Progress) {
        return accept();
    }
    if (page() != Confirm) {
        return setPage(static_cast<Page>(page() + 1));
    }
    m_isGoingOn = true;
    setPage(Progress);
    Q_EMIT runWanted({m_level, m_preview, m_keeps->isChecked(), m_context->text()});
}

void ResetWizard::setRun(const timeline::Run &run, bool live)
{
    m_progress->setRun(run, live);
}

void ResetWizard::setOutcome(const ResetOutcome &outcome)
{
    m_isGoingOn = false;
    m_hasEnded = true;
    m_wayBack = outcome.snapshot ? outcome.snapshot->id : QString();
    if (outcome.error) {
        m_progress->setResult(plainText(outcome.error->message, 500), plainText(outcome.error->hint, 500),
                              outcome.left);
    } else {
        const QString closing = m_level == Operation::Full ? tr("%1 is empty, and up again").arg(m_project)
                                                           : tr("Done: the topics of %1").arg(m_project);
        m_progress->setResult(outcome.closing.isEmpty() ? closing : plainText(outcome.closing, 500), {}, outcome.left);
    }
    if (outcome.checks) {
        m_progress->setChecks(*outcome.checks);
    }
    m_progress->setWayBack(
        outcome.snapshot ? tr("«%1», %2, is written and verified.")
                               .arg(plainText(outcome.snapshot->name, 100), dataSizeText(outcome.snapshot->bytes()))
                         : QString());
    updateButtons();
    m_next->setFocus(Qt::OtherFocusReason);
}

void ResetWizard::reject()
{
    if (m_isGoingOn) {
        Q_EMIT cancelWanted();
        return;
    }
    QDialog::reject();
}

// Some desktops' styles let Enter press whatever button has the focus.
bool ResetWizard::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease;
    auto *key = isKey ? static_cast<QKeyEvent *>(event) : nullptr;
    if (!key || (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter)) {
        return QDialog::eventFilter(watched, event);
    }
    if (event->type() == QEvent::KeyPress) {
        keyPressEvent(key);
    }
    return true;
}

// Enter goes on where nothing is at stake; it never presses the button that deletes.
void ResetWizard::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && page() != Confirm && page() != Progress) {
        return next();
    }
    if (!isEnter) {
        QDialog::keyPressEvent(event);
    }
}

} // namespace bd::app
