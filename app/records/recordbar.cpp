#include "records/recordbar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "common/labels.h"
#include "common/theme.h"
#include "decode/decode.h"
#include "records/topicbox.h"

namespace bd::app {

namespace {

QComboBox *namedBox(const QString &name)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    setPlainToolTip(box, name);
    return box;
}

template<typename Value>
Value valueOf(const QComboBox *box)
{
    return static_cast<Value>(box->currentData().toInt());
}

QHBoxLayout *rowIn(QWidget *widget)
{
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    return row;
}

} // namespace

RecordBar::RecordBar(QWidget *parent)
    : QWidget(parent), m_topic(new TopicBox), m_from(namedBox(tr("From where"))), m_at(new QLineEdit),
      m_partition(namedBox(tr("Partition"))), m_most(namedBox(tr("How many at once"))), m_filter(new QLineEdit),
      m_where(namedBox(tr("Where the filter looks"))), m_how(namedBox(tr("What the filter is"))),
      m_key(namedBox(tr("How keys are read"))), m_value(namedBox(tr("How values are read"))),
      m_read(new QPushButton(tr("Read"))), m_live(new QPushButton(tr("Live")))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(makeWhat());
    column->addWidget(makeWhich());
    setFocusProxy(m_topic);

    connect(m_topic, &TopicBox::chosen, this, &RecordBar::topicChosen);
    connect(m_from, &QComboBox::currentIndexChanged, this,
            [this] { m_at->setVisible(valueOf<RecordQuery::From>(m_from) == RecordQuery::From::At); });
    connect(m_from, &QComboBox::activated, this, [this] {
        if (valueOf<RecordQuery::From>(m_from) == RecordQuery::From::At) {
            m_at->setFocus(Qt::OtherFocusReason);
        } else {
            Q_EMIT readWanted();
        }
    });
    for (QComboBox *box : {m_partition, m_most}) {
        connect(box, &QComboBox::activated, this, &RecordBar::readWanted);
    }
    for (QComboBox *box : {m_where, m_how}) {
        connect(box, &QComboBox::activated, this, [this] {
            if (!m_filter->text().isEmpty()) {
                Q_EMIT readWanted();
            }
        });
    }
    for (QLineEdit *field : {m_at, m_filter}) {
        connect(field, &QLineEdit::returnPressed, this, &RecordBar::readWanted);
    }
    for (QComboBox *box : {m_key, m_value}) {
        connect(box, &QComboBox::activated, this, [this] {
            Q_EMIT formatsChanged({m_key->currentText(), m_value->currentText()});
        });
    }
    connect(m_read, &QPushButton::clicked, this, [this] {
        if (m_reading) {
            Q_EMIT stopWanted();
        } else {
            Q_EMIT readWanted();
        }
    });
    connect(m_live, &QPushButton::clicked, this, &RecordBar::liveWanted);
}

QWidget *RecordBar::makeWhat()
{
    auto *widget = new QWidget;
    QHBoxLayout *row = rowIn(widget);
    m_from->addItem(tr("newest first"), static_cast<int>(RecordQuery::From::Newest));
    m_from->addItem(tr("oldest first"), static_cast<int>(RecordQuery::From::Beginning));
    m_from->addItem(tr("from…"), static_cast<int>(RecordQuery::From::At));
    m_at->setPlaceholderText(tr("1204, 10m, 2026-11-25 14:02"));
    m_at->setAccessibleName(tr("An offset, a time, or how long ago"));
    setPlainToolTip(
        m_at,
        tr("An offset as 1204, how long ago as 90s, 10m, 2h or 1d, or a time as 2026-11-25 14:02, of the zone in which times are shown"));
    m_at->setFixedWidth(200);
    m_at->hide();
    setPartitions(0);
    setLook(m_read, Look::Primary);
    setPlainToolTip(m_live, tr("Stay, and show what comes from now on"));
    row->addWidget(m_topic, 1);
    row->addWidget(m_from);
    row->addWidget(m_at);
    row->addWidget(m_partition);
    row->addWidget(m_read);
    row->addWidget(m_live);
    return widget;
}

QHBoxLayout *RecordBar::makeHow()
{
    m_key->addItems(decode::decoderIds());
    m_value->addItems(decode::decoderIds());
    for (const int most : {500, 5'000, 50'000, 1'000'000}) {
        m_most->addItem(tr("%Ln at once", nullptr, most), most);
    }
    const auto label = [](const QString &text) {
        QLabel *made = plainLabel(text);
        setLook(made, Look::Muted);
        return made;
    };
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(label(tr("Key as")));
    row->addWidget(m_key);
    row->addWidget(label(tr("Value as")));
    row->addWidget(m_value);
    row->addWidget(m_most);
    row->addStretch(0);
    return row;
}

void RecordBar::resizeEvent(QResizeEvent *event)
{
    constexpr int narrow = 860;
    QWidget::resizeEvent(event);
    m_which->setDirection(width() < narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QWidget *RecordBar::makeWhich()
{
    auto *widget = new QWidget;
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_filter->setPlaceholderText(tr("Only records with…"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(140);
    m_where->addItem(tr("anywhere"), static_cast<int>(RecordQuery::Where::Anywhere));
    m_where->addItem(tr("in the key"), static_cast<int>(RecordQuery::Where::Key));
    m_where->addItem(tr("in the value"), static_cast<int>(RecordQuery::Where::Value));
    m_where->addItem(tr("in a header"), static_cast<int>(RecordQuery::Where::Headers));
    m_how->addItem(tr("as text"), static_cast<int>(RecordQuery::How::Text));
    m_how->addItem(tr("as regex"), static_cast<int>(RecordQuery::How::Regex));
    m_how->addItem(tr("as JSON path"), static_cast<int>(RecordQuery::How::Path));
    connect(m_how, &QComboBox::currentIndexChanged, this, [this] {
        const bool isPath = valueOf<RecordQuery::How>(m_how) == RecordQuery::How::Path;
        m_filter->setPlaceholderText(isPath ? tr("$.order.id == 7, $.items[*].sku =~ \"A-.*\", $.note")
                                            : tr("Only records with…"));
    });
    row->addWidget(m_filter, 1);
    row->addWidget(m_where);
    row->addWidget(m_how);
    m_which = new QBoxLayout(QBoxLayout::LeftToRight, widget);
    m_which->setContentsMargins(0, 0, 0, 0);
    m_which->setSpacing(8);
    m_which->addLayout(row, 1);
    m_which->addLayout(makeHow());
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WindowShortcut);
    connect(find, &QShortcut::activated, m_filter, [this] { m_filter->setFocus(Qt::ShortcutFocusReason); });
    return widget;
}

void RecordBar::setTopics(const QStringList &topics)
{
    m_topic->setTopics(topics);
}

void RecordBar::setTopic(const QString &topic)
{
    m_topic->setTopic(topic);
}

void RecordBar::setPartitions(int count)
{
    if (m_partition->count() == count + 1) {
        return;
    }
    m_partition->clear();
    m_partition->addItem(tr("all partitions"));
    for (int partition = 0; partition < count; ++partition) {
        m_partition->addItem(tr("partition %1").arg(partition), partition);
    }
}

void RecordBar::setFormats(const RecordFormats &formats)
{
    m_key->setCurrentText(formats.key);
    m_value->setCurrentText(formats.value);
}

void RecordBar::setReading(bool reading)
{
    m_reading = reading;
    m_read->setText(reading ? tr("Stop reading") : tr("Read"));
    m_live->setEnabled(!reading);
}

RecordQuery RecordBar::query() const
{
    RecordQuery query;
    query.topic = m_topic->topic();
    query.from = valueOf<RecordQuery::From>(m_from);
    query.at = m_at->text();
    const QVariant partition = m_partition->currentData();
    query.partition = partition.isValid() ? std::optional(partition.toInt()) : std::nullopt;
    query.filter = m_filter->text();
    query.how = valueOf<RecordQuery::How>(m_how);
    query.where = valueOf<RecordQuery::Where>(m_where);
    query.most = m_most->currentData().toInt();
    query.keyFormat = m_key->currentText();
    query.valueFormat = m_value->currentText();
    return query;
}

} // namespace bd::app
