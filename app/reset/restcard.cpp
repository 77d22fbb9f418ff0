#include "reset/restcard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "common/choice.h"
#include "common/labels.h"
#include "common/words.h"

namespace bd::app {

namespace {

constexpr qsizetype mostNamed = 12;

} // namespace

RestCard::RestCard(QWidget *parent)
    : Card(parent), m_stays(wrappedLabel()), m_all(new QPushButton(tr("Show all…"))), m_connected(wrappedLabel())
{
    column()->setContentsMargins(16, 10, 16, 10);
    column()->setSpacing(4);
    m_all->setAutoDefault(false);
    m_all->hide();
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_stays, 1);
    row->addWidget(m_all, 0, Qt::AlignTop);
    column()->addLayout(row);
    column()->addWidget(m_connected);
    connect(m_all, &QPushButton::clicked, this, [this] { showNames(window(), tr("What stays"), m_names); });
}

void RestCard::setPreview(const ResetPreview &preview, reset::Operation level)
{
    m_names = staying(preview, level);
    QStringList named = m_names.first(qMin(mostNamed, m_names.size()));
    const int more = static_cast<int>(m_names.size() - named.size());
    if (more > 0) {
        named += tr("%Ln more", nullptr, more);
    }
    m_stays->setText(tr("Stays: %1.").arg(listText(named)));
    m_all->setVisible(more > 0);
    const QString connected = connectedText(preview, level);
    m_connected->setText(tr("Connected now: %1").arg(connected));
    m_connected->setVisible(!connected.isEmpty());
}

QString RestCard::sentence() const
{
    return m_stays->text();
}

} // namespace bd::app
