#include "logs/logsview.h"

#include <algorithm>
#include <utility>

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/card.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/rawtext.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "logs/logdelegate.h"
#include "logs/logmodel.h"
#include "logs/timechoice.h"

namespace bd::app {

namespace {

const RowTable::Columns columns{.stretched = LogModel::Text,
                                .leastStretched = 320,
                                .fixed = {{LogModel::Time, 118}, {LogModel::Service, 130}},
                                .hiddenFirst = {LogModel::Time}};

constexpr std::array megabytesOffered{64, 256, 1024};
constexpr qsizetype mostWhole = 2 << 20; // of one line that is opened

} // namespace

LogsView::LogsView(QWidget *parent) : QWidget(parent), m_model(new LogModel(this)), m_table(new RowTable)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(pageMargin, pageMargin - 4, pageMargin, pageMargin);
    column->setSpacing(pageGap);
    column->addWidget(makeHead());
    auto *card = new Card;
    card->column()->setContentsMargins(1, 1, 1, 1);
    card->column()->setSpacing(0);
    card->column()->addWidget(makeSearch());
    card->column()->addWidget(m_table, 1);
    m_none = emptySentence({});
    card->column()->addWidget(m_none, 1);
    m_sentence = plainLabel();
    m_sentence->setContentsMargins(14, 6, 14, 8);
    setLook(m_sentence, Look::Small);
    card->column()->addWidget(m_sentence);
    column->addWidget(card, 1);
    m_table->setItemDelegate(new LogDelegate(m_table));
    m_table->verticalHeader()->setMinimumSectionSize(LogDelegate::rowHeight);
    m_table->verticalHeader()->setDefaultSectionSize(LogDelegate::rowHeight);
    m_table->setModel(m_model);
    m_table->setColumns(columns);
    m_table->setAccessibleName(tr("Lines"));
    connectParts();
    showSentence();
    showFound();
    setFocusProxy(m_table);
}

QWidget *LogsView::makeHead()
{
    auto *widget = new QWidget;
    QHBoxLayout *head = pageHead(tr("Logs"), {});
    head->setContentsMargins(0, 0, 0, 0);
    widget->setLayout(head);
    m_services = menuButton(tr("All services"));
    m_level = new QComboBox;
    m_level->setAccessibleName(tr("Level"));
    m_level->addItem(tr("All levels"), static_cast<int>(logs::Level::None));
    m_level->addItem(tr("Warnings and errors"), static_cast<int>(logs::Level::Warn));
    m_level->addItem(tr("Errors"), static_cast<int>(logs::Level::Error));
    m_time = new TimeChoice(
        [this]() -> TimeChoice::Range {
            const logs::LogStore &store = m_model->store();
            if (store.end() == store.first()) {
                return {};
            }
            return {store.line(store.first()).at, store.line(store.end() - 1).at};
        },
        this);
    m_pause = new QPushButton(tr("Pause"));
    m_pause->setCheckable(true);
    m_more = menuButton(tr("More"));
    makeMore(m_more->menu());
    for (QWidget *part : std::initializer_list<QWidget *>{m_services, m_level, m_time->button(), m_pause, m_more}) {
        head->addWidget(part);
    }
    return widget;
}

void LogsView::makeMore(QMenu *menu)
{
    QAction *traces = menu->addAction(tr("Fold stack traces"));
    traces->setCheckable(true);
    traces->setChecked(true);
    connect(traces, &QAction::toggled, this, [this](bool on) {
        logs::Wanted wanted = m_model->wanted();
        wanted.foldsTraces = on;
        m_model->setWanted(wanted);
    });
    menu->addSeparator();
    menu->addAction(tr("Save what is listed…"), this, &LogsView::save);
    menu->addAction(tr("Copy what is listed"), this, &LogsView::copyListedWanted);
    menu->addSeparator();
    QMenu *kept = menu->addMenu(tr("Keep in memory"));
    for (const int megabytes : megabytesOffered) {
        QAction *action = kept->addAction(tr("%1 MB").arg(megabytes));
        action->setCheckable(true);
        action->setData(megabytes);
        connect(action, &QAction::triggered, this, [this, megabytes] {
            setMostMegabytes(megabytes);
            Q_EMIT mostMegabytesWanted(megabytes);
        });
    }
    connect(kept, &QMenu::aboutToShow, kept, [this, kept] {
        for (QAction *action : kept->actions()) {
            action->setChecked(action->data().toInt() == m_megabytes);
        }
    });
}

QWidget *LogsView::makeSearch()
{
    auto *widget = new QWidget;
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins(14, 10, 14, 10);
    row->setSpacing(8);
    m_search = new QLineEdit;
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(180);
    m_isPattern = new QCheckBox(tr("Pattern"));
    m_found = plainLabel();
    setLook(m_found, Look::Muted);
    m_back = new QPushButton(tr("Previous"));
    m_next = new QPushButton(tr("Next"));
    m_error = new QPushButton(tr("First error"));
    row->addWidget(m_search, 1);
    for (QWidget *part : std::initializer_list<QWidget *>{m_isPattern, m_found, m_back, m_next}) {
        row->addWidget(part);
    }
    row->addSpacing(8);
    row->addWidget(m_error);
    return widget;
}

void LogsView::connectParts()
{
    connect(m_level, &QComboBox::currentIndexChanged, this, &LogsView::applyFilter);
    connect(m_time, &TimeChoice::changed, this, &LogsView::applyFilter);
    connect(m_time, &TimeChoice::sourceChanged, this, &LogsView::followWanted);
    connect(m_pause, &QPushButton::toggled, this, &LogsView::setPaused);
    connect(m_search, &QLineEdit::textChanged, this, &LogsView::applySearch);
    connect(m_isPattern, &QCheckBox::toggled, this, &LogsView::applySearch);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { step(1); });
    connect(m_next, &QPushButton::clicked, this, [this] { step(1); });
    connect(m_back, &QPushButton::clicked, this, [this] { step(-1); });
    connect(m_error, &QPushButton::clicked, this, &LogsView::toFirstError);
    connect(m_model, &LogModel::foundChanged, this, &LogsView::showFound);
    connect(m_model, &LogModel::grown, this, &LogsView::showSentence);
    connect(m_model, &LogModel::filtering, this, [this](bool goesOn) {
        if (!goesOn && m_follows) {
            m_table->scrollToBottom();
        }
        showSentence();
    });
    connect(m_table, &RowTable::opened, this, &LogsView::openLine);
    connect(m_table, &QTableView::doubleClicked, this, &LogsView::openLine);
    connect(m_table, &RowTable::menuWanted, this, &LogsView::openMenu);
    // Who scrolls up wants to read: the newest line then comes without moving what is read.
    connect(m_table->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const QScrollBar *bar = m_table->verticalScrollBar();
        m_follows = bar->sliderPosition() >= bar->maximum();
    });
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
}

void LogsView::setServices(const QStringList &services)
{
    if (services == m_names) {
        return;
    }
    // Who has chosen some keeps them; a new service is shown to whom every service was.
    QMenu *menu = m_services->menu();
    const QStringList known = std::exchange(m_names, services), shown = shownServices();
    menu->clear();
    for (const QString &name : services) {
        QAction *action = menu->addAction(plainText(name, 100));
        action->setData(name);
        action->setCheckable(true);
        action->setChecked(shown.contains(name) || shown.size() == known.size());
        connect(action, &QAction::toggled, this, &LogsView::applyFilter);
    }
    applyFilter();
}

QStringList LogsView::shownServices() const
{
    QStringList shown;
    for (const QAction *action : m_services->menu()->actions()) {
        if (action->isChecked()) {
            shown += action->data().toString();
        }
    }
    return shown;
}

void LogsView::applyFilter()
{
    logs::Wanted wanted = m_model->wanted();
    const QStringList shown = shownServices();
    const bool isAll = shown.isEmpty() || shown.size() == m_names.size();
    wanted.sources.clear();
    for (const QString &name : isAll ? QStringList() : shown) {
        wanted.sources += m_model->sourceOf(name);
    }
    const QString chosen = isAll               ? tr("All services")
                           : shown.size() == 1 ? plainText(shown.first(), 30)
                                               : tr("%Ln service(s)", nullptr, static_cast<int>(shown.size()));
    m_services->setText(chosen + QStringLiteral(" ▾"));
    m_services->setAccessibleName(chosen);
    wanted.least = static_cast<logs::Level>(m_level->currentData().toInt());
    wanted.since = m_time->range().since;
    wanted.until = m_time->range().until;
    m_model->setWanted(wanted);
}

void LogsView::applySearch()
{
    auto matcher = m_isPattern->isChecked() ? logs::Matcher::pattern(m_search->text())
                                            : Result<logs::Matcher>(logs::Matcher::text(m_search->text()));
    if (!matcher) {
        m_model->find(logs::Matcher::text({}));
        m_found->setText(firstLine(matcher.error().message, 60));
        return;
    }
    m_model->find(*matcher);
}

void LogsView::showFound()
{
    const std::vector<qint64> &found = m_model->found();
    const bool isSearching = !m_search->text().isEmpty();
    m_back->setEnabled(!found.empty());
    m_next->setEnabled(!found.empty());
    if (!isSearching) {
        m_found->clear();
        return;
    }
    const QModelIndex current = m_table->currentIndex();
    const qint64 here = current.isValid() ? m_model->numberAt(current.row()) : -1;
    const auto at = std::ranges::lower_bound(found, here);
    const bool isAtOne = at != found.end() && *at == here;
    const QString count = QLocale().toString(qlonglong(found.size()));
    m_found->setText(found.empty() ? tr("nothing found")
                     : isAtOne     ? tr("%1 of %2").arg(QLocale().toString(at - found.begin() + 1), count)
                                   : tr("%1 found").arg(count));
}

void LogsView::showSentence()
{
    const qint64 waiting = m_model->waiting();
    m_pause->setText(m_isPaused ? waiting > 0 ? tr("Go on (%1)").arg(QLocale().toString(waiting)) : tr("Go on")
                                : tr("Pause"));
    const int rows = m_model->rowCount();
    const qint64 all = m_model->store().end() - m_model->store().first();
    const QString count = rows == all
                              ? tr("%Ln line(s)", nullptr, rows)
                              : tr("%1 of %Ln line(s)", nullptr, static_cast<int>(all)).arg(QLocale().toString(rows));
    const bool isCut = m_model->store().first() > m_model->beganAt();
    m_sentence->setText(isCut ? tr("%1; older ones were let go").arg(count) : count);
    m_error->setEnabled(rows > 0);
    m_table->setVisible(rows > 0);
    m_none->setVisible(rows == 0);
    m_sentence->setVisible(all > 0);
    m_none->setText(all > 0 ? tr("No line is as it is wanted: services, level and time are chosen above.")
                            : tr("Nothing yet. What the services write appears here as it comes."));
}

void LogsView::step(int by)
{
    const std::vector<qint64> &found = m_model->found();
    if (found.empty()) {
        return;
    }
    const QModelIndex current = m_table->currentIndex();
    const qint64 here = current.isValid() ? m_model->numberAt(current.row()) : (by > 0 ? -1 : m_model->store().end());
    auto at = by > 0 ? std::ranges::upper_bound(found, here) : std::ranges::lower_bound(found, here);
    if (by > 0 && at == found.end()) { // and from the beginning again
        at = found.begin();
    } else if (by < 0) {
        at = at == found.begin() ? found.end() - 1 : at - 1;
    }
    goTo(*at);
}

void LogsView::goTo(qint64 number)
{
    const int row = m_model->rowOf(number);
    if (row < 0) {
        return;
    }
    m_follows = false;
    m_table->setCurrentIndex(m_model->index(row, LogModel::Text));
    m_table->scrollTo(m_model->index(row, LogModel::Text), QAbstractItemView::PositionAtCenter);
    showFound();
}

void LogsView::toFirstError()
{
    if (const auto error = m_model->firstError()) {
        goTo(*error);
        m_table->setFocus(Qt::OtherFocusReason);
    } else {
        m_found->setText(tr("no error"));
    }
}

void LogsView::setPaused(bool paused)
{
    m_isPaused = paused;
    m_model->setPaused(paused);
    if (!paused) {
        m_follows = true;
        m_table->scrollToBottom();
    }
}

void LogsView::begin()
{
    m_model->clear();
    m_follows = true;
}

void LogsView::add(const std::vector<logs::Fed> &lines)
{
    m_model->add(lines);
    if (m_follows && !m_isPaused) {
        m_table->scrollToBottom();
    }
}

void LogsView::showOnly(const QString &service)
{
    for (QAction *action : m_services->menu()->actions()) {
        const QSignalBlocker quiet(action);
        action->setChecked(action->data().toString() == service);
    }
    applyFilter();
}

void LogsView::openLine(const QModelIndex &index)
{
    if (m_model->hasTrace(index.row())) {
        m_model->toggleTrace(index.row());
        return;
    }
    const auto [dialog, column, buttons] = dialogFrame(this, tr("One line"));
    auto *raw = new RawText;
    const QString whole = logs::coloured(m_model->rawAt(index.row()), mostWhole).text;
    raw->setRaw(whole);
    raw->setAccessibleName(tr("One line"));
    column->addWidget(raw, 1);
    auto *copy = new QPushButton(tr("Copy"));
    connect(copy, &QPushButton::clicked, this, [this, whole] { Q_EMIT copyWanted(whole); });
    QPushButton *close = acceptButton(tr("Close"), dialog);
    close->setDefault(true);
    buttons->addWidget(copy);
    buttons->addWidget(close);
    column->addLayout(buttons);
    fitToWindow(dialog, {860, 420});
    dialog->open();
}

// Rows move while the menu is open, as old lines are let go: it is about the line that it was opened on.
void LogsView::openMenu(const QModelIndex &index, const QPoint &at)
{
    const qint64 number = m_model->numberAt(index.row());
    const bool hasTrace = m_model->hasTrace(index.row());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *trace = menu->addAction(tr("Show or fold its stack trace"), this, [this, number] {
        if (const int row = m_model->rowOf(number); row >= 0) {
            m_model->toggleTrace(row);
        }
    });
    trace->setEnabled(hasTrace);
    menu->addAction(tr("Copy this line"), this, [this, raw = m_model->rawAt(index.row())] {
        Q_EMIT copyWanted(logs::coloured(raw, mostWhole).text);
    });
    menu->addAction(tr("Only this service"), this,
                    [this, name = m_model->index(index.row(), LogModel::Service).data().toString()] {
                        showOnly(name);
                    });
    menu->addSeparator();
    const TimePoint time = m_model->store().line(number).at;
    menu->addAction(tr("From this time on"), this, [this, time] { m_time->setRange({time, m_time->range().until}); });
    menu->addAction(tr("Up to this time"), this, [this, time] { m_time->setRange({m_time->range().since, time}); });
    menu->popup(at);
}

void LogsView::save()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save what is listed"), QStringLiteral("services.log"));
    if (!path.isEmpty()) {
        Q_EMIT saveListedWanted(path);
    }
}

void LogsView::setMostMegabytes(int megabytes)
{
    m_megabytes = megabytes;
    m_model->setMostBytes(qint64(megabytes) << 20);
}

QMenu *LogsView::servicesMenu() const
{
    return m_services->menu();
}

QMenu *LogsView::moreMenu() const
{
    return m_more->menu();
}

QString LogsView::sentence() const
{
    return m_sentence->text();
}

void LogsView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F3) {
        return step(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
    }
    QWidget::keyPressEvent(event);
}

void LogsView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT watchedChanged(true);
}

void LogsView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT watchedChanged(false);
}

} // namespace bd::app
