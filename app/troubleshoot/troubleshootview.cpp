#include "troubleshoot/troubleshootview.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/theme.h"
#include "common/words.h"
#include "troubleshoot/diagnosiscard.h"
#include "troubleshoot/diagnosiswords.h"

namespace bd::app {

TroubleshootView::TroubleshootView(QWidget *parent)
    : QWidget(parent), m_column(new QVBoxLayout), m_look(new QPushButton(tr("Look again"))),
      m_bundle(new QPushButton(tr("Diagnostics bundle…"))), m_failure(new FindingCard), m_unknown(new FindingCard),
      m_none(wrappedLabel()), m_symptomRows(new QVBoxLayout)
{
    const auto [scroll, page] = scrolledPage(this);
    QHBoxLayout *head = pageHead(tr("Troubleshoot"), tr("What is wrong, how it shows, and the safe way out."));
    head->addWidget(m_bundle);
    head->addWidget(m_look);
    page->addLayout(head);
    m_column->setSpacing(pageGap);
    page->addWidget(m_failure);
    page->addLayout(m_column);
    page->addWidget(m_unknown);
    auto *none = new Card;
    none->column()->addWidget(m_none);
    page->addWidget(none);
    auto *symptoms = new Card;
    QLabel *heading = wrappedLabel(tr("What do you see?"));
    setLook(heading, Look::Heading);
    symptoms->column()->addWidget(heading);
    QLabel *sentence = wrappedLabel(tr("Checks run themselves, one after another, and end in what helps."));
    setLook(sentence, Look::Muted);
    symptoms->column()->addWidget(sentence);
    symptoms->column()->addSpacing(4);
    symptoms->column()->addLayout(m_symptomRows);
    page->addWidget(symptoms);
    page->addStretch(1);
    m_failure->hide();
    m_unknown->hide();
    m_none->setText(tr("Looking at logs and states…"));
    connect(m_look, &QPushButton::clicked, this, &TroubleshootView::lookWanted);
    connect(m_bundle, &QPushButton::clicked, this, &TroubleshootView::bundleWanted);
    connect(m_unknown, &FindingCard::accepted, this, &TroubleshootView::bundleWanted);
    setFocusProxy(m_look);
}

QString TroubleshootView::sentence() const
{
    return m_none->parentWidget()->isVisibleTo(this) ? m_none->text() : QString();
}

void TroubleshootView::setFacts(const DiagnosisFactsPtr &facts, TimePoint now)
{
    m_failure->hide();
    if (facts->found != m_shown) { // cards are kept while they say the same, so that what is read stays
        m_shown = facts->found;
        showCards();
    }
    const bool isUnknown = m_shown.empty() && !facts->alarms.isEmpty();
    if (isUnknown) {
        m_unknown->setFinding(
            {.edge = Card::Edge::Waiting,
             .title = tr("Something is wrong that is not known here"),
             .text = tr("These are the likeliest lines of what is in trouble: %1.").arg(listText(facts->alarms.keys())),
             .raw = alarmText(*facts),
             .accept = tr("Diagnostics bundle…"),
             .dismissible = false});
    }
    m_unknown->setVisible(isUnknown);
    m_none->parentWidget()->setVisible(m_shown.empty() && !isUnknown);
    m_none->setText(tr("Nothing that is known to be wrong, as of %1. What comes up is shown by itself.")
                        .arg(dayText(facts->asOf, now)));
}

void TroubleshootView::setSymptoms(const std::vector<runbook::Runbook> &runbooks)
{
    constexpr int perRow = 4;
    QHBoxLayout *row = nullptr;
    for (const runbook::Runbook &one : runbooks) {
        if (m_symptoms.size() % perRow == 0) {
            row = new QHBoxLayout;
            row->setSpacing(8);
            row->addStretch(1);
            m_symptomRows->addLayout(row);
        }
        auto *button = new QPushButton(plainText(one.title, 60));
        connect(button, &QPushButton::clicked, this, [this, id = one.id] { Q_EMIT runbookWanted(id); });
        row->insertWidget(row->count() - 1, button);
        m_symptoms += button;
    }
}

void TroubleshootView::showCards()
{
    qDeleteAll(m_cards);
    m_cards.clear();
    for (const diagnose::Diagnosis &one : m_shown) {
        auto *card = new DiagnosisCard(one);
        card->setBusy(m_busy);
        connect(card, &DiagnosisCard::stepWanted, this, &TroubleshootView::stepWanted);
        connect(card, &DiagnosisCard::copyWanted, this, &TroubleshootView::copyWanted);
        m_column->addWidget(card);
        m_cards += card;
    }
}

void TroubleshootView::setFailure(const Error &failure)
{
    m_failure->setFinding(m_shown.empty() ? bd::app::findingOf(failure) : staleFinding(failure));
    m_failure->show();
    m_none->parentWidget()->hide();
}

void TroubleshootView::setBusy(bool busy)
{
    m_busy = busy;
    for (DiagnosisCard *card : m_cards) {
        card->setBusy(busy);
    }
}

void TroubleshootView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT lookWanted(); // what somebody comes to see is as of now
}

} // namespace bd::app
