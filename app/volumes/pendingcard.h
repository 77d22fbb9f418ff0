// A reset or a restore that was broken off: where it stands, and the three ways out of it.
#pragma once

#include "common/card.h"
#include "reset/standing.h"

class QLabel;
class QPushButton;

namespace bd::app {

class PendingCard : public Card
{
    Q_OBJECT

public:
    explicit PendingCard(QWidget *parent = nullptr);

    void setStanding(const reset::Standing &standing);
    void setBusy(bool busy);

    QPushButton *goOnButton() const { return m_goOn; }
    QPushButton *restoreButton() const { return m_restore; }
    QPushButton *abandonButton() const { return m_abandon; }

Q_SIGNALS:
    void goOnWanted();
    void restoreWanted(const QString &snapshot);
    void abandonWanted();

private:
    QString m_snapshot; // that leads back; empty: there is none
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_goOn;
    QPushButton *m_restore;
    QPushButton *m_abandon;
};

} // namespace bd::app
