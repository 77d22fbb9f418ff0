#include "logs/timechoice.h"

#include <QDateTimeEdit>
#include <QDialog>
#include <QFormLayout>
#include <QMenu>
#include <QPushButton>

#include "common/dialogs.h"
#include "common/page.h"
#include "common/words.h"

namespace bd::app {

namespace {

TimePoint timeOf(const QDateTime &time)
{
    return TimePoint(Millis(time.toMSecsSinceEpoch()));
}

QString clockText(TimePoint at)
{
    const QDateTime time = localTime(at);
    const bool isToday = time.date() == QDate::currentDate();
    return time.toString(isToday ? QStringLiteral("HH:mm:ss") : QStringLiteral("yyyy-MM-dd HH:mm"));
}

QDateTimeEdit *timeField(TimePoint at)
{
    auto *field = new QDateTimeEdit(localTime(at));
    field->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    field->setCalendarPopup(true);
    return field;
}

} // namespace

TimeChoice::TimeChoice(std::function<Range()> there, QObject *parent)
    : QObject(parent), m_there(std::move(there)), m_button(menuButton({}))
{
    using namespace std::chrono_literals;
    QMenu *menu = m_button->menu();
    addSource(tr("Since last start"), logs::FeedWish::Since::LastStart);
    addSource(tr("All there is"), logs::FeedWish::Since::All);
    menu->addSeparator();
    addLast(tr("The last minute"), 1min);
    addLast(tr("The last 5 minutes"), 5min);
    addLast(tr("The last 15 minutes"), 15min);
    addLast(tr("The last hour"), 60min);
    menu->addSeparator();
    menu->addAction(tr("Between…"), this, &TimeChoice::askBetween);
    showRange();
}

void TimeChoice::addSource(const QString &text, logs::FeedWish::Since source)
{
    m_button->menu()->addAction(text, this, [this, source] {
        setRange({});
        setSource(source);
    });
}

void TimeChoice::setSource(logs::FeedWish::Since source)
{
    if (source != m_source) {
        m_source = source;
        showRange();
        Q_EMIT sourceChanged(source);
    }
}

void TimeChoice::addLast(const QString &text, std::chrono::minutes time)
{
    m_button->menu()->addAction(text, this, [this, time] {
        const auto newest = m_there().until;
        setRange({newest ? std::optional(*newest - time) : std::nullopt, {}});
    });
}

void TimeChoice::setRange(const Range &range)
{
    if (range == m_range) {
        return;
    }
    m_range = range;
    showRange();
    Q_EMIT changed();
}

void TimeChoice::showRange()
{
    const auto &[since, until] = m_range;
    const QString text = since && until ? tr("%1 to %2").arg(clockText(*since), clockText(*until))
                         : since        ? tr("Since %1").arg(clockText(*since))
                         : until        ? tr("Until %1").arg(clockText(*until))
                         : m_source == logs::FeedWish::Since::All ? tr("All there is")
                                                                  : tr("Since last start");
    m_button->setText(text + QStringLiteral(" ▾"));
    m_button->setAccessibleName(text);
}

void TimeChoice::askBetween()
{
    const Range all = m_there();
    const TimePoint now = Clock::system().now();
    const DialogFrame frame = dialogFrame(m_button, tr("Lines between two times"));
    QDateTimeEdit *since = timeField(m_range.since.value_or(all.since.value_or(now)));
    QDateTimeEdit *until = timeField(m_range.until.value_or(all.until.value_or(now) + std::chrono::seconds(1)));
    auto *form = new QFormLayout;
    form->addRow(tr("From"), since);
    form->addRow(tr("To"), until);
    frame.column->addLayout(form);
    QPushButton *accept = acceptButton(tr("Show these"), frame.dialog);
    const auto check = [=] { accept->setEnabled(since->dateTime() <= until->dateTime()); };
    connect(since, &QDateTimeEdit::dateTimeChanged, frame.dialog, check);
    connect(until, &QDateTimeEdit::dateTimeChanged, frame.dialog, check);
    check();
    addButtons(frame, accept);
    connect(frame.dialog, &QDialog::accepted, this, [=, this] {
        setRange({timeOf(since->dateTime()), timeOf(until->dateTime())});
    });
    frame.dialog->open();
}

} // namespace bd::app
