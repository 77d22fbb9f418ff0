#include "shell/statusstrip.h"

#include <QHBoxLayout>
#include <QTimer>

#include "base/text.h"
#include "common/labels.h"
#include "common/theme.h"
#include "common/words.h"
#include "shell/goodstart.h"

namespace bd::app {

QString engineSentence(const stack::StackState &state)
{
    if (state.context.name.isEmpty() || !state.engineInfo) {
        return {};
    }
    return StatusStrip::tr("Engine: %1 (%2 %3)")
        .arg(plainText(state.context.name, 80), plainText(state.engineInfo->product, 40),
             state.engineInfo->version.text());
}

QString clusterSentence(const stack::Identity &identity)
{
    QStringList parts;
    if (identity.brokers > 1) {
        parts << StatusStrip::tr("%n broker(s)", nullptr, identity.brokers);
    } else if (identity.brokerId) {
        parts << roleText(compose::Role::Broker, identity.brokerId);
    }
    if (!identity.kafkaVersion.isEmpty()) {
        parts << QLatin1String("Kafka ") + plainText(identity.kafkaVersion, 40);
    }
    if (!identity.zooKeeperVersion.isEmpty()) {
        parts << QLatin1String("ZooKeeper ") + plainText(identity.zooKeeperVersion, 40);
    }
    return parts.join(QStringLiteral(" · "));
}

QString lastRunSentence(const std::vector<timeline::Run> &headers, const compose::Project &project)
{
    QStringList durations;
    for (const timeline::Run &run : headers) {
        if (durations.size() < 2 && isGoodStart(run, project)) {
            durations << durationText(*run.finishedAt - run.startedAt);
        }
    }
    switch (durations.size()) {
    case 0: return {};
    case 1: return StatusStrip::tr("Last start %1").arg(durations.first());
    default: return StatusStrip::tr("Last start %1, before that %2").arg(durations.first(), durations.last());
    }
}

StatusStrip::StatusStrip(QWidget *parent)
    : Band(Qt::TopEdge, parent), m_engine(new ElidedLabel), m_cluster(new ElidedLabel), m_right(new ElidedLabel),
      m_sayTimer(new QTimer(this))
{
    setFixedHeight(26);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 1, 16, 0);
    row->setSpacing(18);
    for (ElidedLabel *label : {m_engine, m_cluster, m_right}) {
        QFont font = textFont();
        font.setPixelSize(12);
        label->setFont(font);
        label->setForegroundRole(QPalette::PlaceholderText);
    }
    row->addWidget(m_engine);
    row->addWidget(m_cluster);
    row->addStretch(1);
    row->addWidget(m_right);
    m_sayTimer->setSingleShot(true);
    m_sayTimer->setInterval(6000);
    connect(m_sayTimer, &QTimer::timeout, this, [this] { m_right->setText(m_lastRuns); });
}

void StatusStrip::setState(const stack::StackState &state)
{
    m_engine->setText(engineSentence(state));
    m_cluster->setText(clusterSentence(state.identity));
}

void StatusStrip::setRuns(const std::vector<timeline::Run> &headers, const compose::Project &project)
{
    m_lastRuns = lastRunSentence(headers, project);
    if (!m_sayTimer->isActive()) {
        m_right->setText(m_lastRuns);
    }
}

void StatusStrip::say(const QString &text)
{
    m_right->setText(plainText(text, 400));
    m_sayTimer->start();
}

void StatusStrip::clear()
{
    setState({});
    setRuns({}, {});
}

} // namespace bd::app
