#include "common/findingcard.h"

#include <QAction>
#include <QBoxLayout>
#include <QPushButton>
#include <QResizeEvent>

#include "base/text.h"
#include "common/labels.h"
#include "common/rawtext.h"
#include "common/theme.h"
#include "common/words.h"

namespace bd::app {

namespace {

// Below `narrow` the buttons stand under the text, from `wide` on beside it. What lies between is wider than a scroll
// bar: one that comes or goes because of the change must not undo it.
constexpr int narrow = 720;
constexpr int wide = 760;

} // namespace

Finding findingOf(const Error &error, const QString &accept)
{
    return {.edge = error.code == ErrorCode::Cancelled ? Card::Edge::Waiting : Card::Edge::Problem,
            .title = error.message,
            .text = error.hint,
            .raw = error.detail,
            .accept = accept,
            .dismissible = false};
}

Finding dismissible(Finding finding)
{
    finding.dismissible = true;
    return finding;
}

Finding staleFinding(const Error &error)
{
    Finding finding = findingOf(error);
    finding.edge = Card::Edge::Waiting;
    finding.text = (finding.text + QLatin1Char(' ') + FindingCard::tr("What is below was true before.")).trimmed();
    return finding;
}

FindingCard::FindingCard(QWidget *parent)
    : Card(parent), m_row(new QBoxLayout(QBoxLayout::LeftToRight)), m_title(wrappedLabel()), m_text(wrappedLabel()),
      m_copy(new QAction(tr("Copy as command line"), this)), m_proof(new QPushButton), m_accept(new QPushButton),
      m_dismiss(new QPushButton(tr("Dismiss"))), m_raw(new RawText)
{
    setLook(m_title, Look::Heading);
    setLook(m_text, Look::Muted);
    setLook(m_accept, Look::Primary);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(m_title);
    texts->addWidget(m_text);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_dismiss);
    buttons->addWidget(m_proof);
    buttons->addWidget(m_accept);
    column()->setContentsMargins(19, 14, 16, 14); // clear of the edge
    m_row->setSpacing(16);
    m_row->addLayout(texts, 1);
    m_row->addLayout(buttons);
    m_row->setAlignment(buttons, Qt::AlignVCenter | Qt::AlignLeft);
    column()->addLayout(m_row);
    column()->addWidget(m_raw);
    putBehind(m_proof, m_raw);

    setContextMenuPolicy(Qt::ActionsContextMenu);
    addAction(m_copy);
    connect(m_copy, &QAction::triggered, this, [this] { Q_EMIT commandLineWanted(m_finding.verb); });
    connect(m_accept, &QPushButton::clicked, this, &FindingCard::accepted);
    connect(m_dismiss, &QPushButton::clicked, this, &FindingCard::dismissed);
}

void FindingCard::setFinding(const Finding &finding)
{
    if (finding.title != m_finding.title) {
        m_proof->setChecked(false);
    }
    m_finding = finding;
    setEdge(finding.edge);
    setAccessibleName(finding.title);
    m_title->setText(plainText(finding.title, 300));
    m_text->setText(plainText(finding.text, 1200));
    m_text->setVisible(!finding.text.isEmpty());
    m_raw->setRaw(finding.raw);
    m_proof->setVisible(!finding.raw.isEmpty());
    m_dismiss->setVisible(finding.dismissible);
    m_copy->setVisible(!finding.verb.isEmpty());
    fillAcceptButton();
}

void FindingCard::setAcceptEnabled(bool enabled)
{
    m_accept->setEnabled(enabled);
}

QWidget *FindingCard::orderAfter(QWidget *before)
{
    for (QWidget *control : {static_cast<QWidget *>(m_dismiss), static_cast<QWidget *>(m_proof),
                             static_cast<QWidget *>(m_accept), static_cast<QWidget *>(m_raw)}) {
        setTabOrder(before, control);
        before = control;
    }
    return before;
}

void FindingCard::fillAcceptButton()
{
    constexpr int widest = 320;
    const QString text = plainText(m_finding.accept, 300);
    QString shown = m_accept->fontMetrics().elidedText(text, Qt::ElideMiddle, widest);
    setPlainToolTip(m_accept, shown == text ? QString() : text);
    m_accept->setAccessibleName(text);
    m_accept->setText(shown.replace(QLatin1Char('&'), QLatin1String("&&")));
    m_accept->setVisible(!text.isEmpty());
}

void FindingCard::resizeEvent(QResizeEvent *event)
{
    Card::resizeEvent(event);
    const bool isWide = event->size().width() >= (m_row->direction() == QBoxLayout::LeftToRight ? narrow : wide);
    m_row->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_row->setSpacing(isWide ? 16 : 10);
}

} // namespace bd::app
