// The sentence of a timeline with its state, and under it what a comparison says.
#pragma once

#include "common/card.h"
#include "timeline/sentence.h"

class QLabel;

namespace bd::app {

class StatePill;

class SentenceCard : public Card
{
    Q_OBJECT

public:
    explicit SentenceCard(QWidget *parent = nullptr);

    void setSentence(const timeline::Sentence &sentence);
    void setComparison(const QString &text); // empty: none

protected:
    void changeEvent(QEvent *event) override;

private:
    void showText();

    timeline::Sentence m_sentence;
    StatePill *m_pill;
    QLabel *m_text;
    QLabel *m_comparison;
};

} // namespace bd::app
