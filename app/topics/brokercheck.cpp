#include "topics/brokercheck.h"

#include <QPointer>

namespace bd::app {

BrokerCheck::BrokerCheck(AskBroker ask, QObject *parent) : QObject(parent), m_ask(std::move(ask))
{
    constexpr int calm = 350; // ms: typing goes on
    m_calm.setSingleShot(true);
    m_calm.setInterval(calm);
    connect(&m_calm, &QTimer::timeout, this, [this] {
        m_ask(*m_wanted, [self = QPointer<BrokerCheck>(this)](const TopicCheck &asked, const QString &refusal) {
            if (BrokerCheck *check = self.data()) {
                check->answer(asked, refusal);
            }
        });
    });
}

void BrokerCheck::answer(const TopicCheck &asked, const QString &refusal)
{
    if (m_wanted == asked) {
        m_refusal = refusal;
        Q_EMIT answered();
    }
}

void BrokerCheck::want(const std::optional<TopicCheck> &check)
{
    if (check == m_wanted) {
        return;
    }
    m_wanted = check;
    m_refusal.clear();
    if (check) {
        m_calm.start();
    } else {
        m_calm.stop();
    }
}

} // namespace bd::app
