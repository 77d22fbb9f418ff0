// What stays, and who is connected now: below the lists of what goes.
#pragma once

#include "common/card.h"
#include "reset/resetpreview.h"

class QLabel;
class QPushButton;

namespace bd::app {

class RestCard : public Card
{
    Q_OBJECT

public:
    explicit RestCard(QWidget *parent = nullptr);

    void setPreview(const ResetPreview &preview, reset::Operation level);

    QString sentence() const;
    QPushButton *allButton() const { return m_all; } // shown where the sentence names some of many

private:
    QLabel *m_stays;
    QPushButton *m_all;
    QLabel *m_connected;
    QStringList m_names; // of what stays
};

} // namespace bd::app
