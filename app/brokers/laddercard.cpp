#include "brokers/laddercard.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/labels.h"
#include "common/layouts.h"
#include "common/rawtext.h"
#include "common/theme.h"
#include "registration/registrationjson.h"

namespace bd::app {

using registration::Rung;

namespace {

constexpr int markWidth = 18;

} // namespace

LadderCard::LadderCard(QWidget *parent)
    : Card(parent), m_title(wrappedLabel()), m_sentence(wrappedLabel()), m_proof(new RawText), m_rows(new QVBoxLayout)
{
    setLook(m_title, Look::Heading);
    m_proof->setAccessibleName(tr("The proof"));
    m_rows->setSpacing(10);
    column()->setContentsMargins(19, 14, 16, 16);
    column()->setSpacing(6);
    column()->addWidget(m_title);
    column()->addWidget(m_sentence);
    column()->addWidget(m_proof);
    column()->addSpacing(4);
    column()->addLayout(m_rows);
}

QString LadderCard::sentence() const
{
    return m_sentence->text();
}

QString LadderCard::rungText(int at) const
{
    return m_titles.at(at)->text();
}

void LadderCard::showBroker(const SeenBrokers &seen, int broker, TimePoint now)
{
    m_seen = seen;
    m_broker = broker;
    const auto registered = std::ranges::find(seen->registered, broker, &registration::Registered::broker);
    auto rungs = registration::ladderOf(*seen, broker);
    setEdge(rungs.empty() ? Edge::None : Edge::Problem);
    if (registered == seen->registered.end()) {
        m_title->setText(tr("Broker %1 is not registered").arg(broker));
        m_sentence->setText(tr("ZooKeeper has no node for it: nothing there keeps it from starting."));
        m_proof->hide();
    } else {
        const auto ownership = registration::ownerOf(*seen, registered->node.stat.ephemeralOwner);
        m_title->setText(plainText(registered->node.path, 200));
        m_sentence->setText(plainText(registration::sentenceOf(ownership, *seen), 600));
        m_proof->setRaw(plainText(ownership.proof, 600));
        m_proof->setVisible(!ownership.proof.isEmpty());
    }
    if (rungs != m_rungs) { // what has the focus keeps it while only the time goes on
        m_rungs = std::move(rungs);
        fillRungs();
    }
    setNow(now);
}

void LadderCard::fillRungs()
{
    clearLayout(m_rows);
    m_titles.clear();
    m_buttons.clear();
    for (const Rung &rung : m_rungs) {
        addRung(rung);
    }
    setBusy(m_busy);
}

void LadderCard::addRung(const Rung &rung)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    QLabel *number = plainLabel(QStringLiteral("%1.").arg(m_titles.size() + 1));
    setLook(number, Look::Muted);
    number->setFixedWidth(markWidth);
    QLabel *title = wrappedLabel();
    setLook(title, Look::Strong);
    QLabel *text = wrappedLabel(plainText(rung.text, 600));
    setLook(text, Look::Muted);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(title);
    texts->addWidget(text);
    row->addWidget(number, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    m_titles += title;
    const bool hasPlace = rung.what != Rung::What::StopDuplicate || !rung.service.isEmpty();
    if (rung.state == Rung::State::Offered && hasPlace) {
        auto *button = new QPushButton;
        switch (rung.what) {
        case Rung::What::WaitAndStart:
            button->setText(tr("Wait and start %1").arg(plainText(rung.service, 60)));
            setLook(button, Look::Primary);
            break;
        case Rung::What::StopDuplicate: button->setText(tr("Stop %1").arg(plainText(rung.service, 60))); break;
        case Rung::What::Remove:
            button->setText(tr("Delete it…"));
            setLook(button, Look::Danger);
            break;
        case Rung::What::Reset:
            button->setText(tr("Reset…"));
            setLook(button, Look::Danger);
            break;
        }
        connect(button, &QPushButton::clicked, this, [this, rung] { Q_EMIT rungWanted(rung, m_broker); });
        m_buttons += button;
        row->addWidget(button, 0, Qt::AlignTop);
    }
    m_rows->addLayout(row);
}

void LadderCard::setNow(TimePoint now)
{
    for (size_t at = 0; at < m_rungs.size(); ++at) {
        m_titles[static_cast<int>(at)]->setText(registration::titleOf(m_rungs[at], now));
    }
}

void LadderCard::setBusy(bool busy)
{
    m_busy = busy;
    for (QPushButton *button : m_buttons) {
        button->setEnabled(!busy);
    }
}

} // namespace bd::app
