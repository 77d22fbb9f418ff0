// Has the broker look at what is written in a form as soon as typing pauses: what it would refuse is said there, and not
// after the form has gone.
#pragma once

#include <functional>

#include <QTimer>

#include "topics/clustersession.h"

namespace bd::app {

// What the broker says of a check: what it would refuse; empty: nothing. It comes late, or never, or of an earlier one.
using BrokerAnswer = std::function<void(const TopicCheck &check, const QString &refusal)>;
using AskBroker = std::function<void(const TopicCheck &check, BrokerAnswer answer)>;

class BrokerCheck : public QObject
{
    Q_OBJECT

public:
    BrokerCheck(AskBroker ask, QObject *parent);

    // Nothing: there is nothing to be asked, as long as that is so. What is asked already is not asked again.
    void want(const std::optional<TopicCheck> &check);
    const QString &refusal() const { return m_refusal; } // of what is wanted; empty: none, or none that is known

Q_SIGNALS:
    void answered();

private:
    void answer(const TopicCheck &asked, const QString &refusal);

    AskBroker m_ask;
    std::optional<TopicCheck> m_wanted;
    QString m_refusal;
    QTimer m_calm;
};

} // namespace bd::app
