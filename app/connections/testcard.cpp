#include "connections/testcard.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/labels.h"
#include "common/layouts.h"
#include "common/rawtext.h"
#include "common/statepill.h"
#include "common/theme.h"
#include "common/words.h"

namespace bd::app {

namespace {

using connection::Step;

StatePill *pillOf(Step::State state)
{
    switch (state) {
    case Step::State::Passed: return new StatePill(StatePill::Shape::Good, TestCard::tr("works"));
    case Step::State::Failed: return new StatePill(StatePill::Shape::Missing, TestCard::tr("fails"));
    case Step::State::Skipped: break;
    }
    return new StatePill(StatePill::Shape::Idle, TestCard::tr("not tried"));
}

} // namespace

TestCard::TestCard(QWidget *parent)
    : Card(parent), m_title(plainLabel()), m_stop(new QPushButton(tr("Close"))), m_steps(new QGridLayout)
{
    setAccessibleName(tr("The test of a connection"));
    auto *head = new QHBoxLayout;
    setLook(m_title, Look::Heading);
    head->addWidget(m_title, 1);
    head->addWidget(m_stop);
    m_stop->setAutoDefault(false);
    column()->addLayout(head);
    m_steps->setHorizontalSpacing(14);
    m_steps->setVerticalSpacing(8);
    m_steps->setColumnStretch(2, 1);
    column()->addLayout(m_steps);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_running) {
            Q_EMIT stopWanted();
        } else {
            Q_EMIT dismissed();
        }
    });
}

void TestCard::begin(const QString &connection)
{
    clearLayout(m_steps);
    m_sentences.clear();
    m_connection = connection;
    m_running = true;
    m_failed = false;
    setEdge(Edge::None);
    m_title->setText(tr("Testing %1…").arg(connection));
    m_stop->setText(tr("Stop"));
}

void TestCard::add(const Step &step)
{
    m_failed = m_failed || step.state == Step::State::Failed;
    const int row = m_steps->rowCount();
    QLabel *kind = plainLabel(connection::titleOf(step.kind));
    setLook(kind, Look::Strong);
    QLabel *sentence = wrappedLabel(plainText(step.message, 600));
    auto *said = new QVBoxLayout;
    said->setSpacing(2);
    auto *box = new QWidget;
    box->setLayout(said);
    said->setContentsMargins(0, 0, 0, 0);
    said->addWidget(sentence);
    if (!step.hint.isEmpty() && step.state == Step::State::Failed) {
        QLabel *hint = wrappedLabel(plainText(step.hint, 600));
        setLook(hint, Look::Muted);
        said->addWidget(hint);
    }
    if (!step.detail.isEmpty()) {
        addProof(said, step.detail);
    }
    QLabel *duration = plainLabel(step.state == Step::State::Skipped ? QString() : durationText(step.duration));
    setLook(duration, Look::Muted);
    m_steps->addWidget(pillOf(step.state), row, 0, Qt::AlignTop);
    m_steps->addWidget(kind, row, 1, Qt::AlignTop);
    m_steps->addWidget(box, row, 2);
    m_steps->addWidget(duration, row, 3, Qt::AlignTop | Qt::AlignRight);
    m_sentences += step.message;
}

void TestCard::addProof(QVBoxLayout *below, const QString &detail)
{
    auto *button = new QPushButton;
    setLook(button, Look::Link);
    button->setAutoDefault(false);
    auto *raw = new RawText;
    raw->setRaw(detail);
    putBehind(button, raw);
    below->addWidget(button, 0, Qt::AlignLeft);
    below->addWidget(raw);
}

void TestCard::end(const std::optional<Error> &error)
{
    m_running = false;
    m_stop->setText(tr("Close"));
    m_failed = m_failed || error;
    setEdge(m_failed ? Edge::Problem : Edge::Accent);
    m_title->setText(error      ? tr("%1 could not be tested: %2").arg(m_connection, firstLine(error->message))
                     : m_failed ? tr("%1 does not work").arg(m_connection)
                                : tr("%1 works").arg(m_connection));
}

} // namespace bd::app
