#include "overview/identitycard.h"

#include <QLabel>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/flowlayout.h"
#include "common/labels.h"
#include "common/theme.h"

namespace bd::app {

IdentityCard::IdentityCard(QWidget *parent)
    : Card(parent), m_flow(new FlowLayout(32)), m_broker(addField(tr("Broker"))), m_cluster(addField(tr("Cluster ID"))),
      m_kafka(addField(tr("Kafka"))), m_zooKeeper(addField(tr("ZooKeeper")))
{
    QLabel *title = plainLabel(tr("Identity"));
    setLook(title, Look::Heading);
    setLook(m_cluster.value, Look::Code);
    column()->addWidget(title);
    column()->addLayout(m_flow);
    hide();
}

IdentityCard::Field IdentityCard::addField(const QString &caption)
{
    const Field field{.box = new QWidget(this), .caption = plainLabel(caption), .value = plainLabel()};
    setLook(field.caption, Look::Small);
    field.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QVBoxLayout(field.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(field.caption);
    layout->addWidget(field.value);
    m_flow->addWidget(field.box);
    return field;
}

void IdentityCard::fill(const Field &field, const QString &value)
{
    field.value->setText(plainText(value, 80));
    field.box->setVisible(!value.isEmpty());
    field.box->setAccessibleName(field.caption->text() + QLatin1String(": ") + value);
}

void IdentityCard::setIdentity(const stack::Identity &identity)
{
    QString broker = identity.brokerId ? QString::number(*identity.brokerId) : QString();
    if (identity.brokers > 1) {
        const QString among = tr("%n in the cluster", nullptr, identity.brokers);
        broker += broker.isEmpty() ? among : QLatin1String(", ") + among;
    }
    QString zooKeeper = identity.zooKeeperVersion;
    if (!identity.zooKeeperMode.isEmpty()) {
        zooKeeper += zooKeeper.isEmpty() ? identity.zooKeeperMode : QLatin1String(", ") + identity.zooKeeperMode;
    }
    fill(m_broker, broker);
    fill(m_cluster, identity.clusterId);
    fill(m_kafka, identity.kafkaVersion);
    fill(m_zooKeeper, zooKeeper);
    setVisible(!broker.isEmpty() || !identity.clusterId.isEmpty() || !identity.kafkaVersion.isEmpty()
               || !zooKeeper.isEmpty());
}

} // namespace bd::app
