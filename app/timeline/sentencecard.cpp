#include "timeline/sentencecard.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/labels.h"
#include "common/statepill.h"
#include "common/theme.h"

namespace bd::app {

using timeline::Mood;

namespace {

StatePill::Shape shapeOf(Mood mood)
{
    switch (mood) {
    case Mood::Working: return StatePill::Shape::Working;
    case Mood::Good: return StatePill::Shape::Good;
    case Mood::Trouble: return StatePill::Shape::Trouble;
    case Mood::Quiet: break;
    }
    return StatePill::Shape::Idle;
}

QString escaped(const QString &text)
{
    return plainText(text).toHtmlEscaped();
}

} // namespace

SentenceCard::SentenceCard(QWidget *parent)
    : Card(parent), m_pill(new StatePill(this)), m_text(new QLabel(this)), m_comparison(wrappedLabel({}, this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText); // two weights in one sentence; all of it escaped
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setLook(m_comparison, Look::Muted);
    m_comparison->hide();
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_pill, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    column()->addLayout(row);
    column()->addWidget(m_comparison);
}

void SentenceCard::setSentence(const timeline::Sentence &sentence)
{
    if (sentence == m_sentence) {
        return;
    }
    m_sentence = sentence;
    m_pill->setState(shapeOf(sentence.mood), sentence.pill);
    setAccessibleName(plainText(sentence.text()));
    showText();
}

void SentenceCard::setComparison(const QString &text)
{
    m_comparison->setText(plainText(text));
    m_comparison->setVisible(!text.isEmpty());
}

void SentenceCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        showText();
    }
    Card::changeEvent(event);
}

void SentenceCard::showText()
{
    m_text->setText(QStringLiteral("<span style=\"font-weight:600\">%1</span> <span style=\"color:%2\">%3</span>")
                        .arg(escaped(m_sentence.strong), Theme::of(this).muted.name(), escaped(m_sentence.rest)));
}

} // namespace bd::app
