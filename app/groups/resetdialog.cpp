#include "groups/resetdialog.h"

#include <algorithm>

#include <QComboBox>
#include <QDateTimeEdit>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

#include "base/text.h"
#include "common/cells.h"
#include "common/labels.h"
#include "common/rowdelegate.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "common/words.h"
#include "groups/groupwords.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

using Kind = kafka::ResetTo::Kind;

enum Field { NoField, NumberField, TimeField };

constexpr int tableWidth = 620;
constexpr int tableHeight = 214;
constexpr auto calm = std::chrono::milliseconds(200);

const RowTable::Columns columns{
    .stretched = ResetModel::Topic,
    .leastStretched = 120,
    .fixed = {{ResetModel::Partition, 86}, {ResetModel::From, 96}, {ResetModel::To, 96}, {ResetModel::Effect, 216}},
    .hiddenFirst = {},
};

Field fieldOf(Kind kind)
{
    switch (kind) {
    case Kind::Beginning:
    case Kind::End: break;
    case Kind::Shift:
    case Kind::Offset: return NumberField;
    case Kind::Time: return TimeField;
    }
    return NoField;
}

QString sentencesOf(const Error &error)
{
    const bool isEnded = error.message.endsWith(QLatin1Char('.'));
    return (error.message + (isEnded ? QStringLiteral(" ") : QStringLiteral(". ")) + error.hint).trimmed();
}

bool isNumber(int column)
{
    return column == ResetModel::Partition || column == ResetModel::From || column == ResetModel::To;
}

} // namespace

void ResetModel::setPlan(const kafka::ResetPlan &plan)
{
    beginResetModel();
    m_partitions = plan.partitions;
    endResetModel();
}

int ResetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_partitions.size());
}

int ResetModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ResetModel::text(const kafka::PartitionReset &reset, int column)
{
    const bool isUnknown = reset.note == kafka::PartitionReset::Note::Unknown;
    const QString from = reset.from ? countText(*reset.from) : isUnknown ? unknownText : QStringLiteral("–");
    switch (column) {
    case Topic: return plainText(reset.at.topic, 260);
    case Partition: return QString::number(reset.at.partition);
    case From: return from;
    case To: return reset.to ? countText(*reset.to) : from;
    case Effect: return resetText(reset);
    default: return {};
    }
}

QVariant ResetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const kafka::PartitionReset &reset = m_partitions.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(reset, column);
    case Qt::TextAlignmentRole: return cellAlignment(isNumber(column));
    case Qt::ToolTipRole: return plainToolTip(text(reset, column));
    case Qt::AccessibleTextRole:
        return tr("%1: %2", "column name and its value")
            .arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), text(reset, column));
    case CellLookRole:
        return static_cast<int>(column == To && reset.changes() ? CellLook::Strong
                                : column == Topic               ? CellLook::Plain
                                                                : CellLook::Calm);
    default: return {};
    }
}

QVariant ResetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, isNumber(section));
    }
    switch (section) {
    case Topic: return tr("Topic");
    case Partition: return tr("Partition");
    case From: return tr("From");
    case To: return tr("To");
    case Effect: return tr("The group then");
    default: return {};
    }
}

std::optional<kafka::ResetTo> resetToFrom(Kind kind, const QString &text)
{
    if (fieldOf(kind) != NumberField) {
        return kafka::ResetTo{.kind = kind};
    }
    bool isNumber = false;
    const QString written = text.trimmed().replace(QChar(0x2212), QLatin1Char('-')); // a minus sign that looks like one
    const qint64 number = written.toLongLong(&isNumber);
    const bool isSaid = isNumber && (kind == Kind::Shift ? number != 0 : number >= 0);
    return isSaid ? std::optional(kafka::ResetTo{.kind = kind, .number = number}) : std::nullopt;
}

QStringList resetVerb(const kafka::ResetWish &wish)
{
    const auto where = [&wish]() -> QString {
        switch (wish.to.kind) {
        case Kind::Beginning: return QStringLiteral("beginning");
        case Kind::End: break;
        case Kind::Offset: return QString::number(wish.to.number);
        case Kind::Shift:
            return wish.to.number < 0 ? QString::number(wish.to.number) : u'+' + QString::number(wish.to.number);
        case Kind::Time: return toIso(wish.to.time);
        }
        return QStringLiteral("end");
    };
    QStringList verb{QStringLiteral("groups"), QStringLiteral("reset"), wish.group, QStringLiteral("--to"), where()};
    for (const QString &topic : wish.topics) {
        verb += {QStringLiteral("--topic"), topic};
    }
    if (wish.partition) {
        verb += {QStringLiteral("--partition"), QString::number(*wish.partition)};
    }
    return verb + QStringList{QStringLiteral("--apply")};
}

ResetDialog::ResetDialog(QWidget *parent, const QString &group, const std::vector<kafka::GroupOffset> &offsets)
    : m_frame(dialogFrame(parent, tr("Reset the offsets of %1").arg(plainText(group, 260)))), m_group(group),
      m_kind(new QComboBox), m_fields(new QStackedWidget), m_number(new QLineEdit),
      m_time(new QDateTimeEdit(QDateTime::currentDateTime().addSecs(-3600))), m_topic(new QComboBox),
      m_partition(new QComboBox), m_model(new ResetModel(this)), m_table(new RowTable), m_summary(dialogText({})),
      m_problem(problemLabel()), m_accept(app::acceptButton(tr("Change nothing"), m_frame.dialog))
{
    setParent(m_frame.dialog);
    fill(offsets);
    arrange();
    m_calm.setSingleShot(true);
    m_calm.setInterval(calm);
    connect(&m_calm, &QTimer::timeout, this, [this] {
        if (m_asked) {
            Q_EMIT previewWanted(*m_asked);
        }
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ResetDialog::showFields);
    connect(m_number, &QLineEdit::textChanged, this, &ResetDialog::changed);
    connect(m_time, &QDateTimeEdit::dateTimeChanged, this, &ResetDialog::changed);
    connect(m_topic, &QComboBox::currentIndexChanged, this, &ResetDialog::fillPartitions);
    connect(m_partition, &QComboBox::currentIndexChanged, this, &ResetDialog::changed);
    connect(m_frame.dialog, &QDialog::accepted, this, [this] {
        if (m_plan) {
            Q_EMIT accepted(*m_plan);
        }
    });
    fillPartitions();
    showFields();
    m_frame.dialog->open();
    m_kind->setFocus();
}

void ResetDialog::fill(const std::vector<kafka::GroupOffset> &offsets)
{
    for (const auto &[text, kind] :
         {std::pair(tr("the first record"), Kind::Beginning),
          std::pair(tr("the end: only what comes from now on"), Kind::End),
          std::pair(tr("the first record since a time"), Kind::Time),
          std::pair(tr("some records on or back"), Kind::Shift), std::pair(tr("an offset"), Kind::Offset)}) {
        m_kind->addItem(text, static_cast<int>(kind));
    }
    for (const kafka::GroupOffset &one : offsets) {
        m_partitions[one.at.topic] += one.at.partition;
    }
    m_topic->addItem(tr("all topics that it reads"), QString());
    for (const QString &topic : m_partitions.keys()) {
        m_topic->addItem(plainText(topic, 100), topic);
    }
    m_kind->setAccessibleName(tr("Go on from"));
    m_topic->setAccessibleName(tr("Topic"));
    m_partition->setAccessibleName(tr("Partition"));
    m_time->setAccessibleName(tr("Time, as this machine’s clock has it"));
    m_time->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    m_time->setCalendarPopup(true);
}

void ResetDialog::arrange()
{
    m_fields->addWidget(new QWidget); // in the order of Field
    m_fields->addWidget(m_number);
    m_fields->addWidget(m_time);
    m_fields->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *where = new QHBoxLayout;
    where->addWidget(m_kind, 1);
    where->addWidget(m_fields, 1);
    auto *which = new QHBoxLayout;
    which->addWidget(m_topic, 1);
    which->addWidget(m_partition, 1);
    auto *rows = new QFormLayout;
    rows->setHorizontalSpacing(16);
    rows->setVerticalSpacing(8);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows->addRow(tr("Go on from"), where);
    rows->addRow(tr("In"), which);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("What changes in each partition"));
    m_table->setFixedSize(tableWidth, tableHeight);
    m_table->setColumns(columns);
    m_summary->setFixedWidth(tableWidth);
    m_problem->setFixedWidth(tableWidth);
    m_frame.column->addLayout(rows);
    m_frame.column->addWidget(m_table);
    m_frame.column->addWidget(m_summary);
    m_frame.column->addWidget(m_problem);
    setLook(m_accept, Look::Primary);
    m_accept->setAutoDefault(false); // Enter in a field is no consent
    m_copy = addCommandLine(
        m_frame, [this] { return resetVerb(*m_asked); },
        [this](const QStringList &verb) { Q_EMIT commandLineWanted(verb); });
    addButtons(m_frame, m_accept);
}

void ResetDialog::fillPartitions()
{
    const QString topic = m_topic->currentData().toString();
    m_partition->clear();
    m_partition->addItem(tr("all partitions"), -1);
    for (const int partition : m_partitions.value(topic)) {
        m_partition->addItem(tr("partition %1").arg(partition), partition);
    }
    m_partition->setEnabled(!topic.isEmpty());
    changed();
}

void ResetDialog::showFields()
{
    const auto kind = static_cast<Kind>(m_kind->currentData().toInt());
    m_fields->setCurrentIndex(fieldOf(kind));
    const bool isShift = kind == Kind::Shift;
    m_number->setAccessibleName(isShift ? tr("Records on, or back with a minus sign") : tr("Offset"));
    m_number->setPlaceholderText(isShift ? QStringLiteral("-100") : QStringLiteral("0"));
    m_number->clear();
    changed();
}

std::optional<kafka::ResetWish> ResetDialog::wish() const
{
    const auto kind = static_cast<Kind>(m_kind->currentData().toInt());
    auto to = resetToFrom(kind, m_number->text());
    if (!to) {
        return {};
    }
    if (kind == Kind::Time) {
        to->time = TimePoint(Millis(m_time->dateTime().toMSecsSinceEpoch()));
    }
    kafka::ResetWish wish{m_group, *to, {}, {}};
    if (const QString topic = m_topic->currentData().toString(); !topic.isEmpty()) {
        wish.topics = {topic};
    }
    if (const QVariant partition = m_partition->currentData(); partition.isValid() && partition.toInt() >= 0) {
        wish.partition = partition.toInt();
    }
    return wish;
}

void ResetDialog::changed()
{
    m_asked = wish();
    m_copy->setEnabled(m_asked.has_value());
    showPlan({});
    const bool isWrong = !m_asked && !m_number->text().trimmed().isEmpty();
    showText(m_problem, isWrong ? tr("Write a whole number, as in %1.").arg(m_number->placeholderText()) : QString());
    m_summary->setText(m_asked ? tr("Asking the broker…") : QString());
    if (m_asked) {
        m_calm.start();
    } else {
        m_calm.stop();
    }
}

void ResetDialog::setPreview(const kafka::ResetWish &wish, const kafka::ResetPlan &plan,
                             const std::optional<Error> &error)
{
    if (wish != m_asked) {
        return;
    }
    if (error) {
        showPlan({});
        m_summary->setText({});
        showText(m_problem, sentencesOf(*error));
        return;
    }
    showText(m_problem, {});
    showPlan(plan);
    m_summary->setText(resetText(plan));
}

void ResetDialog::showPlan(const std::optional<kafka::ResetPlan> &plan)
{
    m_plan = plan;
    m_model->setPlan(plan.value_or(kafka::ResetPlan()));
    const auto changes = plan ? static_cast<int>(plan->changes().size()) : 0;
    m_accept->setEnabled(changes > 0);
    const QString text = changes > 0 ? tr("Change %n partition(s)", nullptr, changes) : tr("Change nothing");
    m_accept->setText(text);
    m_accept->setAccessibleName(text);
}

} // namespace bd::app
