#include "overview/laststartcard.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QToolTip>

#include "common/labels.h"
#include "common/theme.h"
#include "common/words.h"
#include "timeline/share.h"

namespace bd::app {

namespace {

QColor mixed(const QColor &one, const QColor &other, float share)
{
    return QColor::fromRgbF(one.redF() + (other.redF() - one.redF()) * share,
                            one.greenF() + (other.greenF() - one.greenF()) * share,
                            one.blueF() + (other.blueF() - one.blueF()) * share);
}

// One hue for the start itself, stronger the closer to Kafka; green for what comes once the broker is there.
QColor colorOf(const timeline::Phase &phase, const timeline::Timeline &timeline, const Theme &theme)
{
    const auto lane = std::find_if(timeline.lanes.begin(), timeline.lanes.end(), [&](const timeline::Lane &candidate) {
        return candidate.info.service == phase.service;
    });
    if (phase.service.isEmpty() || lane == timeline.lanes.end()) {
        return theme.neutral;
    }
    switch (lane->info.role) {
    case compose::Role::ZooKeeper: return mixed(theme.starting, theme.surface, 0.4F);
    case compose::Role::Broker: return theme.starting;
    case compose::Role::Init: return theme.good;
    case compose::Role::Worker: return mixed(theme.good, theme.surface, 0.4F);
    case compose::Role::Other: break;
    }
    return theme.neutral;
}

} // namespace

PhaseBar::PhaseBar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PhaseBar::setTimeline(const timeline::Timeline &timeline)
{
    m_timeline = timeline;
    setAccessibleName(timeline::shareText(timeline::sharesOf(timeline)));
    update();
}

QSize PhaseBar::sizeHint() const
{
    return {200, 14};
}

double PhaseBar::positionOf(TimePoint at) const
{
    if (m_timeline.phases.empty()) {
        return 0;
    }
    const auto from = m_timeline.from;
    const auto length = std::max<qint64>(1, (m_timeline.phases.back().to - from).count());
    return static_cast<double>((at - from).count()) / static_cast<double>(length) * width();
}

void PhaseBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(rect(), 4, 4);
    painter.setClipPath(shape);
    painter.fillRect(rect(), theme.border);
    for (const timeline::Phase &phase : m_timeline.phases) {
        const double from = positionOf(phase.from);
        painter.fillRect(QRectF(from, 0, positionOf(phase.to) - from, height()), colorOf(phase, m_timeline, theme));
    }
}

const timeline::Phase *PhaseBar::phaseAt(int x) const
{
    const auto found = std::find_if(m_timeline.phases.begin(), m_timeline.phases.end(), [&](const auto &phase) {
        return positionOf(phase.from) <= x && x < positionOf(phase.to);
    });
    return found == m_timeline.phases.end() ? nullptr : &*found;
}

bool PhaseBar::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const timeline::Phase *phase = phaseAt(help->pos().x());
        QToolTip::showText(help->globalPos(),
                           phase ? plainToolTip(tr("%1: %2", "a phase and how long it took")
                                                    .arg(phase->text, durationText(phase->to - phase->from)))
                                 : QString(),
                           this);
        return true;
    }
    return QWidget::event(event);
}

LastStartCard::LastStartCard(QWidget *parent)
    : Card(parent), m_title(plainLabel()), m_phases(new ElidedLabel), m_bar(new PhaseBar)
{
    setLook(m_title, Look::Heading);
    m_phases->setForegroundRole(QPalette::PlaceholderText);
    auto *link = new QPushButton(tr("Open the timeline"));
    setLook(link, Look::Link);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_phases);
    head->addWidget(link);
    column()->addLayout(head);
    column()->addWidget(m_bar);
    connect(link, &QPushButton::clicked, this, &LastStartCard::timelineWanted);
    hide();
}

void LastStartCard::setTimeline(const timeline::Timeline &timeline)
{
    m_title->setText(tr("Last start: %1").arg(durationText(timeline.to - timeline.from)));
    m_phases->setText(timeline::shareText(timeline::sharesOf(timeline)));
    m_bar->setTimeline(timeline);
    show();
}

} // namespace bd::app
