#include "records/recordsview.h"
#include "records/readfrom.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

#include "common/labels.h"
#include "common/page.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "records/recorddetail.h"
#include "records/recorddialog.h"
#include "records/recordwords.h"
#include "records/topicbox.h"

namespace bd::app {

namespace {

const RowTable::Columns columns{
    .stretched = RecordModel::Value,
    .leastStretched = 240,
    .fixed = {{RecordModel::Time, 196},
              {RecordModel::Partition, 88},
              {RecordModel::Offset, 104},
              {RecordModel::Key, 200}},
    .hiddenFirst = {RecordModel::Partition, RecordModel::Offset},
};

QString number(qint64 count)
{
    return QLocale().toString(count);
}

} // namespace

RecordsView::RecordsView(QWidget *parent)
    : QWidget(parent), m_bar(new RecordBar), m_model(new RecordModel(this)), m_table(new RowTable),
      m_detail(new RecordDetail), m_problem(new FindingCard)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(pageMargin, pageMargin - 4, pageMargin, pageMargin);
    column->setSpacing(pageGap);
    column->addWidget(makeHead());
    column->addWidget(m_bar);
    column->addWidget(m_problem);
    m_problem->hide();
    auto *card = new Card;
    card->column()->setContentsMargins(1, 1, 1, 1);
    card->column()->setSpacing(0);
    card->column()->addWidget(m_table, 1);
    card->column()->addWidget(makeStatus());
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(pageGap);
    splitter->addWidget(card);
    splitter->addWidget(m_detail);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    column->addWidget(splitter, 1);

    m_model->setDecoders(*records::decodersNamed(QStringLiteral("auto"), QStringLiteral("auto")));
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Records"));
    m_table->setColumns(columns);
    m_table->horizontalHeader()->setSortIndicatorShown(true);
    m_table->horizontalHeader()->setSortIndicator(RecordModel::Time, Qt::DescendingOrder);
    m_table->horizontalHeader()->setSectionsClickable(true);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this,
            [this](int section) { setNewestFirst(m_model->isNewestFirst() != (section == RecordModel::Time)); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RecordsView::showChosen);
    connect(m_model, &QAbstractItemModel::modelReset, this, &RecordsView::showChosen);
    connect(m_table, &RowTable::opened, m_detail->text(), [this] { m_detail->text()->setFocus(Qt::TabFocusReason); });
    connect(m_table, &RowTable::menuWanted, this, &RecordsView::openMenu);
    connectBar();
    connectDetail();
    setFocusProxy(m_bar);
    showStatus();
}

QWidget *RecordsView::makeHead()
{
    auto *widget = new QWidget;
    QHBoxLayout *head = pageHead(tr("Records"), tr("Reading leaves no trace: no group is made, nothing is committed."));
    head->setContentsMargins(0, 0, 0, 0);
    widget->setLayout(head);
    m_more = menuButton(tr("More"));
    QMenu *menu = m_more->menu();
    QAction *utc = menu->addAction(tr("Times in UTC"));
    utc->setCheckable(true);
    connect(utc, &QAction::toggled, this, [this](bool on) {
        m_model->setZone(on ? RecordModel::Zone::Utc : RecordModel::Zone::Local);
        m_detail->setUtc(on);
    });
    menu->addSeparator();
    m_import = menu->addAction(tr("Write records from a file…"), this, &RecordsView::askImport);
    m_stopImport = menu->addAction(tr("Stop writing from the file"), this, &RecordsView::stopImportWanted);
    m_stopImport->setVisible(false);
    QAction *save = menu->addAction(tr("Save the records that are listed…"), this, &RecordsView::askExport);
    menu->addSeparator();
    menu->addAction(tr("Copy as command line"), this, [this] { Q_EMIT commandLineWanted(commandLine()); });
    connect(menu, &QMenu::aboutToShow, save,
            [this, save] { save->setEnabled(m_model->size() > 0 && m_work == Work::None); });
    m_write = new QPushButton(tr("Write a record…"));
    head->addWidget(m_more);
    head->addWidget(m_write);
    connect(m_write, &QPushButton::clicked, this, [this] {
        RecordForm form;
        form.topic = m_bar->query().topic;
        write(tr("Write a record"), form);
    });
    return widget;
}

QWidget *RecordsView::makeStatus()
{
    auto *widget = new QWidget;
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins(14, 4, 14, 6);
    row->setSpacing(8);
    m_status = plainLabel();
    setLook(m_status, Look::Muted);
    m_goOn = new QPushButton;
    setLook(m_goOn, Look::Link);
    row->addWidget(m_status);
    row->addWidget(m_goOn);
    row->addStretch(1);
    connect(m_goOn, &QPushButton::clicked, this, &RecordsView::goOn);
    return widget;
}

void RecordsView::connectBar()
{
    connect(m_bar, &RecordBar::topicChosen, this, &RecordsView::openTopic);
    connect(m_bar, &RecordBar::readWanted, this, &RecordsView::read);
    connect(m_bar, &RecordBar::stopWanted, this, &RecordsView::stopWanted);
    connect(m_bar, &RecordBar::liveWanted, this, &RecordsView::live);
    connect(m_bar, &RecordBar::formatsChanged, this, [this](const RecordFormats &formats) {
        if (const auto decoders = records::decodersNamed(formats.key, formats.value)) {
            m_model->setDecoders(*decoders);
            showChosen();
        }
        if (m_topics.contains(m_bar->query().topic)) {
            Q_EMIT formatsChosen(m_bar->query().topic, formats);
        }
    });
}

void RecordsView::connectDetail()
{
    connect(m_detail, &RecordDetail::copyWanted, this, &RecordsView::copyWanted);
    connect(m_detail, &RecordDetail::copyRecordWanted, this, [this] {
        if (m_detail->record()) {
            copyAsJson(*m_detail->record());
        }
    });
    connect(m_detail, &RecordDetail::saveWanted, this, &RecordsView::askSave);
    connect(m_detail, &RecordDetail::sendAgainWanted, this, [this] {
        if (m_detail->record() && m_plan) {
            write(tr("Send the record again"), formToSendAgain(m_plan->topic, *m_detail->record()));
        }
    });
    connect(m_detail, &RecordDetail::sendBackWanted, this, [this](const QString &source) {
        if (m_detail->record()) {
            write(tr("Send the record back"), formToSendBack(source, *m_detail->record()));
        }
    });
}

void RecordsView::setTopics(const kafka::Metadata &metadata)
{
    m_topics.clear();
    QStringList names;
    for (const kafka::Topic &topic : metadata.topics) {
        m_topics[topic.name] = static_cast<int>(topic.partitions.size());
        names += topic.name;
    }
    names.sort(Qt::CaseInsensitive);
    m_bar->setTopics(names);
    const auto chosen = m_topics.find(m_bar->query().topic);
    m_bar->setPartitions(chosen == m_topics.end() ? 0 : chosen->second);
}

void RecordsView::setFormatsOf(std::function<RecordFormats(const QString &)> formatsOf)
{
    m_formatsOf = std::move(formatsOf);
}

void RecordsView::openTopic(const QString &topic)
{
    m_bar->setTopic(topic);
    m_bar->setPartitions(0); // any of another topic's is none of this one's
    const auto known = m_topics.find(topic);
    m_bar->setPartitions(known == m_topics.end() ? 0 : known->second);
    if (m_formatsOf) {
        m_bar->setFormats(m_formatsOf(topic));
    }
    read();
}

void RecordsView::begin(Work work, const records::SearchPlan &plan)
{
    m_note.clear();
    m_work = work;
    Q_EMIT searchWanted(plan);
}

// What is typed is of the same zone as what is shown.
RecordQuery RecordsView::query() const
{
    RecordQuery query = m_bar->query();
    if (m_model->zone() == RecordModel::Zone::Utc) {
        query.at = records::inUtc(query.at);
    }
    return query;
}

void RecordsView::read()
{
    const RecordQuery query = this->query();
    if (query.topic.isEmpty()) {
        return;
    }
    const auto plan = planOf(query, Clock::system().now());
    if (!plan) {
        m_problem->setFinding(findingOf(plan.error()));
        m_problem->show();
        return;
    }
    readPlan(*plan);
}

void RecordsView::readPlan(const records::SearchPlan &plan)
{
    m_plan = plan;
    m_progress = {};
    m_ends.clear();
    m_model->clear();
    m_model->setDecoders(plan.decoders);
    setNewestFirst(plan.backward);
    begin(Work::Reading, *m_plan);
}

void RecordsView::goOn()
{
    if (m_plan && m_work == Work::None && !m_progress.rest.empty()) {
        begin(Work::GoingOn, planToGoOn(*m_plan, m_progress));
    }
}

void RecordsView::live()
{
    const auto plan = planOf(query(), Clock::system().now());
    if (!plan || plan->topic.isEmpty() || m_work != Work::None) {
        return;
    }
    // What was read before stays, and what came since is not left out.
    if (!m_plan || m_plan->topic != plan->topic || m_plan->partitions != plan->partitions) {
        m_plan = *plan;
        m_progress = {};
        m_ends.clear();
        m_model->clear();
    }
    m_came = 0;
    m_model->setDecoders(plan->decoders);
    setNewestFirst(true);
    begin(Work::Live, planToFollow(*plan, m_ends));
}

void RecordsView::setNewestFirst(bool newestFirst)
{
    m_model->setNewestFirst(newestFirst);
    m_table->horizontalHeader()->setSortIndicator(RecordModel::Time,
                                                  newestFirst ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void RecordsView::setBegun()
{
    m_problem->hide();
    m_bar->setReading(true);
    showStatus();
}

void RecordsView::add(const RecordPortion &portion)
{
    // Rows that come above those that somebody looks at must not push them away.
    QScrollBar *bar = m_table->verticalScrollBar();
    const QModelIndex top = bar->value() > 0 ? m_table->indexAt(QPoint(0, 0)) : QModelIndex();
    const QPersistentModelIndex anchor(top);
    const int offset = top.isValid() ? m_table->visualRect(top).top() : 0;
    const records::Decoders &now = m_model->decoders();
    const bool isSameChoice = portion.decoders && portion.decoders->key->id() == now.key->id()
                              && portion.decoders->value->id() == now.value->id();
    if (isSameChoice && (portion.decoders->key != now.key || portion.decoders->value != now.value)) {
        m_model->setDecoders(*portion.decoders); // they know more schemas by now
    }
    m_model->add(std::move(*portion.records));
    if (anchor.isValid() && anchor.row() != top.row()) {
        bar->setValue(m_table->verticalHeader()->sectionPosition(anchor.row()) - offset);
    }
    if (m_model->isFull()) {
        if (m_work == Work::Live) {
            m_model->dropOldest();
        } else {
            Q_EMIT stopWanted();
        }
    }
}

void RecordsView::setProgress(const records::SearchProgress &progress)
{
    if (m_work == Work::Live) {
        m_ends = progress.ends;
        m_came = progress.taken;
    } else if (m_work == Work::Reading) {
        m_ends = progress.ends;
        m_progress = progress;
    } else {
        m_progress.rest = progress.rest;
        m_progress.unreadable = progress.unreadable;
    }
    showStatus();
}

void RecordsView::setEnded(const std::optional<Error> &error)
{
    m_work = Work::None;
    m_bar->setReading(false);
    m_problem->setVisible(error.has_value());
    if (error) {
        m_problem->setFinding(findingOf(*error));
    }
    showStatus();
}

void RecordsView::setNote(const QString &text)
{
    m_note = text;
    showStatus();
}

void RecordsView::setReadOnly(bool readOnly)
{
    m_isReadOnly = readOnly;
    m_write->setEnabled(!readOnly);
    m_import->setEnabled(!readOnly);
    m_detail->setReadOnly(readOnly);
}

void RecordsView::showStatus()
{
    m_status->setText(statusText());
    const bool more = m_work == Work::None && m_plan && !m_progress.rest.empty() && !m_model->isFull();
    m_goOn->setVisible(more);
    m_goOn->setText(m_plan && m_plan->backward ? tr("Older ones") : tr("Go on"));
}

QString RecordsView::readText() const
{
    qint64 left = 0;
    for (const kafka::PartitionRange &range : m_progress.rest) {
        left += range.end - range.begin;
    }
    const bool isReading = m_work == Work::Reading || m_work == Work::GoingOn;
    const bool isDone = left == 0 && !isReading;
    const QString held = number(m_model->size());
    const QString all = number(m_progress.all);
    if (isReading && m_progress.all == 0) {
        return tr("Asking the broker…");
    }
    if (!m_plan->filter.isOpen()) {
        return isDone ? tr("All ≈ %1 records searched, %2 found").arg(all, held)
                      : tr("%1 of ≈ %2 records searched, %3 found").arg(number(m_progress.all - left), all, held);
    }
    if (m_model->size() == 0 && isDone && m_problem->isHidden()) {
        return tr("There are no records.");
    }
    return isDone ? tr("All %1 records").arg(held) : tr("%1 of ≈ %2 records").arg(held, all);
}

QString RecordsView::statusText() const
{
    if (!m_plan) {
        return tr("Choose a topic to see its records.");
    }
    QStringList parts;
    parts += m_work == Work::Live
                 ? tr("Waiting for what comes: %Ln record(s) so far", nullptr, static_cast<int>(m_came))
                 : readText();
    for (const int partition : m_progress.unreadable) {
        parts += tr("partition %1 has no leader: its records cannot be read").arg(partition);
    }
    if (m_model->isFull()) {
        parts += tr("the list is full: narrow the filter to see others");
    }
    if (!m_note.isEmpty()) {
        parts += m_note;
    }
    return parts.join(QStringLiteral(" · "));
}

void RecordsView::showChosen()
{
    const QModelIndex current = m_table->currentIndex();
    const bool isChosen = current.isValid() && current.row() < m_model->rowCount();
    m_detail->setRecord(isChosen ? std::optional(m_model->at(current.row())) : std::nullopt, m_model->decoders());
}

void RecordsView::copyAsJson(const kafka::Record &record)
{
    const QByteArray line = records::fileRecord(record, m_model->decoders(), records::FileFormat::JsonLines);
    Q_EMIT copyWanted(QString::fromUtf8(line).trimmed());
}

void RecordsView::openMenu(const QModelIndex &index, const QPoint &at)
{
    m_table->selectRow(index.row());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const kafka::Record record = m_model->at(index.row());
    const records::Decoders decoders = m_model->decoders();
    const auto copy = [this](const std::optional<QByteArray> &bytes, const decode::Decoder &decoder) {
        Q_EMIT copyWanted(bytes ? decoder.decode(*bytes).text : QString());
    };
    menu->addAction(tr("Copy value"), this, [=] { copy(record.value, *decoders.value); });
    menu->addAction(tr("Copy key"), this, [=] { copy(record.key, *decoders.key); });
    menu->addAction(tr("Copy as JSON"), this, [this, record] { copyAsJson(record); });
    menu->addSeparator();
    menu->addAction(tr("Send again…"), m_detail, &RecordDetail::sendAgainWanted)->setEnabled(!m_isReadOnly);
    menu->popup(at);
    menu->setActiveAction(menu->actions().constFirst());
}

void RecordsView::write(const QString &title, const RecordForm &form)
{
    const auto changed = [this](const RecordTemplates &templates) {
        m_templates = templates;
        Q_EMIT templatesChanged(templates);
    };
    askRecords(this, title, form, m_topics, {m_templates, changed},
               [this](const RecordTarget &target) { Q_EMIT writeWanted(target.topic, target.records); });
}

QStringList RecordsView::commandLine() const
{
    const RecordQuery query = this->query();
    QStringList words{QStringLiteral("peek"), query.topic};
    const auto add = [&words](const char *option, const QString &value) {
        words << QString::fromLatin1(option) << value;
    };
    if (query.from == RecordQuery::From::Beginning) {
        add("--from", QStringLiteral("beginning"));
    } else if (query.from == RecordQuery::From::At && !query.at.isEmpty()) {
        add("--from", query.at);
    }
    if (query.partition) {
        add("--partition", QString::number(*query.partition));
    }
    if (!query.filter.isEmpty()) {
        const auto how = query.how;
        add(how == RecordQuery::How::Regex  ? "--regex"
            : how == RecordQuery::How::Path ? "--path"
                                            : "--filter",
            query.filter);
    }
    return words;
}

void RecordsView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT watchedChanged(true);
}

void RecordsView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT watchedChanged(false);
}

} // namespace bd::app
