#include "volumes/pendingcard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "common/labels.h"
#include "common/theme.h"

namespace bd::app {

PendingCard::PendingCard(QWidget *parent)
    : Card(parent), m_title(wrappedLabel()), m_text(wrappedLabel()), m_goOn(new QPushButton(tr("Go on with it"))),
      m_restore(new QPushButton(tr("Restore the snapshot"))), m_abandon(new QPushButton(tr("Leave it as it is")))
{
    setEdge(Edge::Waiting);
    setLook(m_title, Look::Heading);
    setLook(m_text, Look::Muted);
    setLook(m_goOn, Look::Primary);
    column()->addWidget(m_title);
    column()->addWidget(m_text);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 6, 0, 0);
    buttons->setSpacing(8);
    buttons->addWidget(m_goOn);
    buttons->addWidget(m_restore);
    buttons->addWidget(m_abandon);
    buttons->addStretch(1);
    column()->addLayout(buttons);
    connect(m_goOn, &QPushButton::clicked, this, &PendingCard::goOnWanted);
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreWanted(m_snapshot); });
    connect(m_abandon, &QPushButton::clicked, this, &PendingCard::abandonWanted);
}

void PendingCard::setStanding(const reset::Standing &standing)
{
    m_snapshot = standing.snapshot;
    m_title->setText(standing.text);
    m_text->setText(standing.meaning);
    m_goOn->setVisible(!standing.isUnread);
    m_restore->setVisible(!m_snapshot.isEmpty());
}

void PendingCard::setBusy(bool busy)
{
    for (QPushButton *button : {m_goOn, m_restore, m_abandon}) {
        button->setEnabled(!busy);
    }
}

} // namespace bd::app
