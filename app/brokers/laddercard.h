// Who owns a broker's registration, how that is known, and what can be done about it, the least harmful first.
#pragma once

#include "brokers/registrationmodel.h"
#include "common/card.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace bd::app {

class RawText;

class LadderCard : public Card
{
    Q_OBJECT

public:
    explicit LadderCard(QWidget *parent = nullptr);

    // `now`: by the engine's clock.
    void showBroker(const SeenBrokers &seen, int broker, TimePoint now);
    void setNow(TimePoint now); // the countdown
    void setBusy(bool busy);    // an operation on the project goes on

    QString sentence() const;
    QString rungText(int at) const; // of its title
    const QList<QPushButton *> &buttons() const { return m_buttons; }

Q_SIGNALS:
    void rungWanted(const bd::registration::Rung &rung, int broker);

private:
    void addRung(const registration::Rung &rung);
    void fillRungs();

    SeenBrokers m_seen;
    int m_broker = -1;
    bool m_busy = false;
    std::vector<registration::Rung> m_rungs;
    QLabel *m_title;
    QLabel *m_sentence;
    RawText *m_proof;
    QVBoxLayout *m_rows;
    QList<QLabel *> m_titles;
    QList<QPushButton *> m_buttons;
};

} // namespace bd::app
