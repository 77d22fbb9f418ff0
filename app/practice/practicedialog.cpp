#include "practice/practicedialog.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/theme.h"

namespace bd::app {

namespace {

constexpr QSize usualSize(760, 500);
constexpr int listWidth = 250;
constexpr int idRole = Qt::UserRole;

QLabel *looking(QLabel *label, Look look)
{
    setLook(label, look);
    return label;
}

} // namespace

PracticeDialog::PracticeDialog(QWidget *parent)
    : QDialog(parent), m_list(new QListWidget), m_title(looking(wrappedLabel(), Look::Heading)),
      m_story(wrappedLabel()), m_goal(looking(wrappedLabel(), Look::Strong)),
      m_hintsText(looking(wrappedLabel(), Look::Muted)), m_work(looking(wrappedLabel(), Look::Muted)),
      m_outcome(new FindingCard), m_start(new QPushButton(tr("Start the lesson"))),
      m_open(new QPushButton(tr("Open its project"))), m_hint(new QPushButton(tr("Give me a hint"))),
      m_check(new QPushButton(tr("Is it mended?"))), m_stop(new QPushButton(tr("Stop the lesson")))
{
    setWindowTitle(tr("Practice"));
    setModal(false);
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(10);
    column->addWidget(looking(wrappedLabel(tr("Practice")), Look::Heading));
    column->addWidget(
        looking(wrappedLabel(tr("Each lesson starts a stack of your own and breaks it on purpose. Your other "
                                "stacks are left alone, and nothing of it stays.")),
                Look::Muted));
    m_list->setFixedWidth(listWidth);
    m_list->setSpacing(5);
    m_list->setWordWrap(true);
    m_list->setAccessibleName(tr("Lessons"));
    auto *inner = new QWidget;
    auto *texts = new QVBoxLayout(inner);
    texts->setContentsMargins(6, 0, 6, 0);
    texts->setSpacing(10);
    for (QWidget *one :
         {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_story), static_cast<QWidget *>(m_goal),
          static_cast<QWidget *>(m_outcome), static_cast<QWidget *>(m_hintsText), static_cast<QWidget *>(m_work)}) {
        texts->addWidget(one);
    }
    texts->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inner);
    auto *parts = new QHBoxLayout;
    parts->setSpacing(10);
    parts->addWidget(m_list);
    parts->addWidget(scroll, 1);
    column->addLayout(parts, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_stop);
    buttons->addStretch(1);
    for (QPushButton *one : {m_hint, m_open, m_check, m_start}) {
        buttons->addWidget(one);
    }
    for (QPushButton *one : {m_hint, m_open, m_check, m_start, m_stop}) {
        one->setAutoDefault(false);
    }
    column->addLayout(buttons);
    setLook(m_start, Look::Primary);
    setLook(m_check, Look::Primary);
    m_outcome->hide();
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        m_hints = 0;
        m_outcome->hide();
        showChosen();
    });
    connect(m_start, &QPushButton::clicked, this, [this] { Q_EMIT startWanted(chosen()->lesson.id); });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openWanted(chosen()->lesson.id); });
    connect(m_check, &QPushButton::clicked, this, [this] { Q_EMIT checkWanted(chosen()->lesson.id); });
    connect(m_stop, &QPushButton::clicked, this, [this] { Q_EMIT stopWanted(chosen()->lesson.id); });
    connect(m_hint, &QPushButton::clicked, this, &PracticeDialog::addHint);
    m_list->setFocus();
    showChosen();
}

QString PracticeDialog::hintsText() const
{
    return m_hintsText->text();
}

QString PracticeDialog::outcomeText() const
{
    return m_outcome->isHidden() ? QString()
                                 : m_outcome->finding().title + QLatin1Char('\n') + m_outcome->finding().text;
}

const LessonRow *PracticeDialog::chosen() const
{
    const int row = m_list->currentRow();
    return row >= 0 && static_cast<size_t>(row) < m_rows.size() ? &m_rows[static_cast<size_t>(row)] : nullptr;
}

void PracticeDialog::setLessons(const std::vector<LessonRow> &rows)
{
    const bool isNew = m_rows.size() != rows.size();
    m_rows = rows;
    if (isNew) {
        m_list->clear();
        for (const LessonRow &row : rows) {
            auto *item = new QListWidgetItem(m_list);
            item->setData(idRole, row.lesson.id);
        }
    }
    for (int at = 0; at < m_list->count(); ++at) {
        const LessonRow &row = m_rows[static_cast<size_t>(at)];
        const QString title = plainText(row.lesson.title, 200);
        m_list->item(at)->setText(row.goesOn   ? tr("%1 · goes on").arg(title)
                                  : row.isDone ? tr("%1 · done").arg(title)
                                               : title);
    }
    if (!chosen() && !m_rows.empty()) { // the first that is not done yet
        const auto next = std::ranges::find_if(m_rows, [](const LessonRow &row) { return row.goesOn || !row.isDone; });
        m_list->setCurrentRow(next == m_rows.end() ? 0 : static_cast<int>(next - m_rows.begin()));
    }
    showChosen();
}

void PracticeDialog::choose(const QString &lesson)
{
    for (int at = 0; at < m_list->count(); ++at) {
        if (m_list->item(at)->data(idRole).toString() == lesson) {
            m_list->setCurrentRow(at);
        }
    }
}

void PracticeDialog::showChosen()
{
    const LessonRow *row = chosen();
    m_title->setText(row ? plainText(row->lesson.title, 200) : QString());
    m_story->setText(row ? plainText(row->lesson.story, 2000) : QString());
    m_goal->setText(row ? tr("Your task: %1").arg(plainText(row->lesson.goal, 600)) : QString());
    QStringList hints;
    for (int at = 0; row && at < m_hints; ++at) {
        hints += QStringLiteral("%1. %2").arg(at + 1).arg(plainText(row->lesson.hints[at], 600));
    }
    showText(m_hintsText, hints.join(QStringLiteral("\n\n")));
    showButtons();
}

// While something goes on, it can be cancelled, and nothing else begun.
void PracticeDialog::showButtons()
{
    const LessonRow *row = chosen();
    const bool works = !m_working.isEmpty(), goesOn = row && row->goesOn;
    m_start->setVisible(row && !goesOn);
    m_start->setEnabled(!works);
    for (QPushButton *one : {m_open, m_check}) {
        one->setVisible(goesOn);
        one->setEnabled(!works);
    }
    m_hint->setVisible(goesOn);
    m_hint->setEnabled(row && m_hints < row->lesson.hints.size());
    m_stop->setVisible(goesOn || works);
    m_stop->setText(works ? tr("Cancel") : tr("Stop the lesson"));
    m_list->setEnabled(!works);
    showText(m_work, m_working);
}

void PracticeDialog::addHint()
{
    ++m_hints;
    showChosen();
}

void PracticeDialog::setWorking(const QString &what)
{
    m_working = plainText(what, 300);
    if (!what.isEmpty()) {
        m_outcome->hide();
    }
    showButtons();
}

void PracticeDialog::setChecked(const QString &lesson, bool isMended, const QString &sentence)
{
    const LessonRow *row = chosen();
    if (!row || row->lesson.id != lesson) {
        return;
    }
    m_outcome->setFinding({.edge = isMended ? Card::Edge::Accent : Card::Edge::Waiting,
                           .title = plainText(sentence, 600),
                           .text = isMended ? plainText(row->lesson.why, 2000) : QString(),
                           .raw = {},
                           .accept = {},
                           .dismissible = false});
    m_outcome->show();
}

void PracticeDialog::setFailure(const Error &error)
{
    m_outcome->setFinding(findingOf(error));
    m_outcome->show();
}

} // namespace bd::app
