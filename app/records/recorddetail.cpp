#include "records/recorddetail.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/theme.h"
#include "records/deadletter.h"
#include "records/recordwords.h"

namespace bd::app {

namespace {

constexpr qsizetype shownAtOnce = 64 << 10; // characters
constexpr qsizetype shownAtMost = 16 << 20;

} // namespace

RecordDetail::RecordDetail(QWidget *parent)
    : Card(parent), m_letter(wrappedLabel()), m_reason(wrappedLabel()), m_text(new QPlainTextEdit),
      m_whole(new QPushButton)
{
    setAccessibleName(tr("The chosen record"));
    column()->setContentsMargins(1, 6, 1, 1);
    column()->setSpacing(4);
    column()->addWidget(makeHead());
    m_facts->setContentsMargins(14, 0, 14, 0);
    column()->addWidget(m_facts);
    for (QLabel *label : {m_letter, m_reason}) {
        label->setContentsMargins(14, 0, 14, 0);
        setLook(label, Look::Muted);
        label->hide();
        column()->addWidget(label);
    }
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFont(codeFont());
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setProperty("bare", true);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("The chosen record"));
    m_tabs->setAccessibleName(tr("Parts of the record"));
    column()->addWidget(m_text, 1);
    setLook(m_whole, Look::Link);
    m_whole->hide();
    column()->addWidget(m_whole, 0, Qt::AlignLeft);
    connect(m_whole, &QPushButton::clicked, this, [this] { showPart(true); });
    connect(m_tabs, &QTabBar::currentChanged, this, [this] { showPart(false); });
    setRecord({}, {});
}

QWidget *RecordDetail::makeHead()
{
    auto *widget = new QWidget;
    auto *head = new QHBoxLayout(widget);
    head->setContentsMargins(8, 0, 14, 0);
    head->setSpacing(8);
    m_tabs = new QTabBar;
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->insertTab(ValueTab, tr("Value"));
    m_tabs->insertTab(KeyTab, tr("Key"));
    m_tabs->insertTab(HeadersTab, tr("Headers"));
    m_facts = new ElidedLabel;
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    const auto button = [head](const QString &text) {
        auto *made = new QPushButton(text);
        head->addWidget(made);
        return made;
    };
    m_tabs->setUsesScrollButtons(false);
    head->addWidget(m_tabs);
    head->addStretch(1);
    m_copy = menuButton(tr("Copy"));
    QMenu *menu = m_copy->menu();
    menu->addAction(tr("Copy what is shown"), this, &RecordDetail::copy);
    menu->addAction(tr("Copy the record as JSON"), this, &RecordDetail::copyRecordWanted);
    menu->addSeparator();
    m_save = menu->addAction(tr("Save these bytes…"), this,
                             [this] { Q_EMIT saveWanted(shownBytes().value_or(QByteArray())); });
    head->addWidget(m_copy);
    m_sendAgain = button(tr("Send again…"));
    m_sendBack = button(tr("Send back…"));
    connect(m_sendAgain, &QPushButton::clicked, this, &RecordDetail::sendAgainWanted);
    connect(m_sendBack, &QPushButton::clicked, this, [this] { Q_EMIT sendBackWanted(m_source); });
    return widget;
}

void RecordDetail::copy()
{
    const bool isHeaders = m_tabs->currentIndex() == HeadersTab;
    const decode::Decoder &decoder = m_tabs->currentIndex() == KeyTab ? *m_decoders.key : *m_decoders.value;
    Q_EMIT copyWanted(isHeaders ? headersText() : shownWhole(shownBytes(), decoder, shownAtMost).text);
}

void RecordDetail::setRecord(const std::optional<kafka::Record> &record, const records::Decoders &decoders)
{
    m_record = record;
    m_decoders = decoders;
    for (QWidget *control : {static_cast<QWidget *>(m_tabs), static_cast<QWidget *>(m_copy)}) {
        control->setEnabled(record.has_value());
    }
    m_sendAgain->setEnabled(record && !m_isReadOnly);
    m_tabs->setTabText(HeadersTab, record && !record->headers.empty() ? tr("Headers (%1)").arg(record->headers.size())
                                                                      : tr("Headers"));
    showFacts();
    showLetter();
    showPart(false);
}

void RecordDetail::showFacts()
{
    if (!m_record) {
        m_facts->setText({});
        return;
    }
    const QString time = recordTimeText(*m_record, m_isUtc);
    const bool hasTime = m_record->timeKind != kafka::Record::Time::None;
    m_facts->setText(tr("partition %1, offset %2, %3")
                         .arg(m_record->partition)
                         .arg(m_record->offset)
                         .arg(!hasTime  ? time
                              : m_isUtc ? tr("%1 UTC").arg(time)
                                        : tr("%1 local time").arg(time)));
    setPlainToolTip(m_facts, bothTimesText(*m_record));
}

void RecordDetail::setUtc(bool utc)
{
    m_isUtc = utc;
    showFacts();
}

void RecordDetail::setReadOnly(bool readOnly)
{
    m_isReadOnly = readOnly;
    setRecord(m_record, m_decoders);
}

const std::optional<QByteArray> &RecordDetail::shownBytes() const
{
    return m_tabs->currentIndex() == KeyTab ? m_record->key : m_record->value;
}

QString RecordDetail::headersText() const
{
    QStringList lines;
    for (const records::Header &header : records::decoded(*m_record, m_decoders).headers) {
        lines += header.name + QLatin1String(" = ") + header.value.value_or(tr("null"));
    }
    return plainText(lines.join(QLatin1Char('\n')), shownAtOnce);
}

void RecordDetail::showPart(bool whole)
{
    const bool isHeaders = m_tabs->currentIndex() == HeadersTab;
    m_save->setEnabled(m_record && !isHeaders && shownBytes().has_value());
    m_whole->hide();
    m_reason->hide();
    if (!m_record) {
        m_text->setPlainText({});
        m_text->setPlaceholderText(tr("Choose a record to see all of it."));
        return;
    }
    m_text->setPlaceholderText({});
    if (isHeaders) {
        m_text->setPlainText(m_record->headers.empty() ? tr("This record has no headers.") : headersText());
        return;
    }
    const decode::Decoder &decoder = m_tabs->currentIndex() == KeyTab ? *m_decoders.key : *m_decoders.value;
    const std::optional<QByteArray> &bytes = shownBytes();
    const qsizetype limit = whole ? shownAtMost : shownAtOnce;
    const bool isLarge = bytes && bytes->size() > limit;
    // What is cut before it is read may be no JSON any more: it is shown as it is.
    const Shown shown = shownWhole(isLarge ? std::optional(bytes->first(limit)) : bytes, decoder, limit);
    m_text->setPlainText(shown.text);
    const QString about = shown.reason.isEmpty() ? shown.about : tr("Shown as bytes: %1").arg(shown.reason);
    m_reason->setText(about);
    m_reason->setVisible(!about.isEmpty() && !isLarge);
    if (isLarge) {
        m_whole->setText(
            whole ? tr("The first %1 of %2; save it to see the rest").arg(bytesText(limit), bytesText(bytes->size()))
                  : tr("Show all %1").arg(bytesText(bytes->size())));
        m_whole->setEnabled(!whole);
        m_whole->show();
    }
}

void RecordDetail::showLetter()
{
    const auto letter = m_record ? records::deadLetterOf(*m_record) : std::nullopt;
    m_source = letter ? letter->topic : QString();
    m_sendBack->setVisible(!m_source.isEmpty());
    m_sendBack->setEnabled(!m_isReadOnly);
    m_letter->setVisible(letter.has_value());
    if (!letter) {
        return;
    }
    const QString from = letter->topic.isEmpty() ? tr("A dead letter.")
                                                 : tr("A dead letter from %1.").arg(plainText(letter->topic, 249));
    const QString why = letter->reason.isEmpty() ? letter->failure : letter->reason;
    m_letter->setText(why.isEmpty() ? from : from + QLatin1Char(' ') + firstLine(why, 400));
}

} // namespace bd::app
