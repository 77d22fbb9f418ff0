// Who the broker and ZooKeeper say they are: ids and versions, to be copied into a question to somebody else.
#pragma once

#include "common/card.h"
#include "stack/state.h"

class QLabel;

namespace bd::app {

class IdentityCard : public Card
{
    Q_OBJECT

public:
    explicit IdentityCard(QWidget *parent = nullptr);

    void setIdentity(const stack::Identity &identity); // hidden where nothing is known

private:
    struct Field {
        QWidget *box;
        QLabel *caption;
        QLabel *value;
    };
    Field addField(const QString &caption);
    static void fill(const Field &field, const QString &value);

    class FlowLayout *m_flow;
    Field m_broker;
    Field m_cluster;
    Field m_kafka;
    Field m_zooKeeper;
};

} // namespace bd::app
