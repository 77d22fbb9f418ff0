#include "timeline/detailcard.h"

#include <QLabel>
#include <QVBoxLayout>

#include "common/labels.h"
#include "common/rawtext.h"
#include "common/theme.h"

namespace bd::app {

DetailCard::DetailCard(QWidget *parent)
    : Card(parent), m_title(plainLabel({}, this)), m_line(wrappedLabel({}, this)), m_output(new RawText(this))
{
    setLook(m_title, Look::Heading);
    setLook(m_line, Look::Code);
    m_line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_output->setAccessibleName(tr("Raw output"));
    column()->addWidget(m_title);
    column()->addWidget(m_line);
    column()->addWidget(m_output);
}

void DetailCard::setDetail(const TimelineDetail &detail)
{
    if (detail.output != m_shown.output) { // else what is selected in it stays selected
        m_output->setRaw(detail.output);
    }
    m_shown = detail;
    setAccessibleName(detail.title);
    m_title->setText(detail.title);
    m_line->setText(detail.line);
    m_line->setVisible(!detail.line.isEmpty());
    m_output->setVisible(!detail.output.isEmpty());
}

} // namespace bd::app
