// A strip over the views of Kafka while they show another cluster than the stack's own: which one, in its colour.
#pragma once

#include <optional>

#include <QWidget>

#include "store/connections.h"

class QPushButton;

namespace bd::app {

class ElidedLabel;

class ConnectionStrip : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionStrip(QWidget *parent = nullptr);

    void setConnection(const std::optional<store::Connection> &connection); // nothing: the stack's own
    void setInView(bool inView);                                            // a view of Kafka is on screen
    QPushButton *backButton() const { return m_back; }

Q_SIGNALS:
    void ownBrokersWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<store::Connection> m_connection;
    bool m_inView = false;
    ElidedLabel *m_text;
    QPushButton *m_back;
};

} // namespace bd::app
