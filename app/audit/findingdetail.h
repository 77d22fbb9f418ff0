// The chosen finding, whole: the reason for a beginner, and what is there, what should be and what would be written for an expert.
#pragma once

#include "audit/auditfacts.h"
#include "common/card.h"

class QGridLayout;
class QLabel;
class QPushButton;

namespace bd::app {

class StatePill;

class FindingDetail : public Card
{
    Q_OBJECT

public:
    explicit FindingDetail(QWidget *parent = nullptr);

    void setFinding(const audit::Finding *finding); // none: asks to choose one

    QString reason() const;
    QString facts() const; // what stands in its rows, for tests
    QPushButton *mendButton() const { return m_mend; }

Q_SIGNALS:
    void mendWanted(const bd::app::FindingKey &key); // this one alone

private:
    FindingKey m_key;
    QLabel *m_title;
    StatePill *m_state;
    QLabel *m_why;
    QLabel *m_found;
    QLabel *m_wanted;
    QLabel *m_changes;
    QLabel *m_rule;
    QWidget *m_rows;
    QPushButton *m_mend;
};

} // namespace bd::app
