#include "topics/topicsview.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "common/dialogs.h"
#include "common/rowtable.h"
#include "stack/expectedtopics.h"
#include "topics/expectationdialog.h"
#include "topics/topiccomparison.h"
#include "topics/topicdialogs.h"
#include "topics/topiclist.h"
#include "topics/topicpage.h"

namespace bd::app {

TopicsView::TopicsView(QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget), m_list(new TopicList), m_page(new TopicPage)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_page);
    setFocusProxy(m_list);
    connectList();
    connectPage();
}

void TopicsView::connectList()
{
    connect(m_list, &TopicList::openWanted, this, &TopicsView::openTopic);
    connect(m_list, &TopicList::createWanted, this, [this] { create({}); });
    connect(m_list, &TopicList::recordsWanted, this, &TopicsView::recordsWanted);
    connect(m_list, &TopicList::cloneWanted, this, &TopicsView::createLike);
    connect(m_list, &TopicList::importWanted, this, &TopicsView::chooseImport);
    connect(m_list, &TopicList::exportWanted, this, &TopicsView::chooseExport);
    connect(m_list, &TopicList::createMissingWanted, this, &TopicsView::createMissingWanted);
    connect(m_list, &TopicList::mendWanted, this, &TopicsView::mend);
    connect(m_list, &TopicList::addPartitionsWanted, this, &TopicsView::addPartitions);
    connect(m_list, &TopicList::deleteWanted, this, &TopicsView::remove);
    connect(m_list, &TopicList::recreateWanted, this, &TopicsView::recreate);
    connect(m_list, &TopicList::emptyWanted, this, &TopicsView::empty);
    connect(m_list, &TopicList::compareWanted, this, &TopicsView::compare);
    connect(m_list, &TopicList::expectationWanted, this, &TopicsView::changeExpectation);
    connect(m_list, &TopicList::favouriteWanted, this, &TopicsView::favouriteWanted);
    connect(m_list, &TopicList::commandLineWanted, this, &TopicsView::commandLineWanted);
    connect(m_list, &TopicList::copyWanted, this, &TopicsView::copyWanted);
    connect(m_list, &TopicList::visibleChanged, this, [this](const QStringList &topics) {
        if (!showsTopic() && !m_comparison) {
            Q_EMIT detailsWanted(topics);
        }
    });
}

void TopicsView::connectPage()
{
    connect(m_page, &TopicPage::backWanted, this, &TopicsView::showList);
    connect(m_page, &TopicPage::recordsWanted, this, &TopicsView::recordsWanted);
    connect(m_page, &TopicPage::addPartitionsWanted, this, &TopicsView::addPartitions);
    connect(m_page, &TopicPage::mendWanted, this, [this](const QString &topic) { mend({topic}); });
    connect(m_page, &TopicPage::deleteWanted, this, &TopicsView::remove);
    connect(m_page, &TopicPage::recreateWanted, this, &TopicsView::recreate);
    connect(m_page, &TopicPage::emptyWanted, this, &TopicsView::empty);
    connect(m_page, &TopicPage::cloneWanted, this, &TopicsView::createLike);
    connect(m_page, &TopicPage::compareWanted, this, &TopicsView::compare);
    connect(m_page, &TopicPage::expectationWanted, this, &TopicsView::changeExpectation);
    connect(m_page, &TopicPage::settingWanted, this, &TopicsView::changeSetting);
}

void TopicsView::setTopics(const TopicsSnapshotPtr &snapshot)
{
    m_snapshot = snapshot;
    setFailure({});
    m_list->setTable(snapshot->table, snapshot->asOf);
    showPage();
    if (m_comparison) {
        m_comparison->setTopics(snapshot);
    }
}

void TopicsView::setFavourites(const QStringList &topics)
{
    m_list->setFavourites(topics);
}

void TopicsView::setFailure(const std::optional<Error> &failure)
{
    m_list->setFailure(failure);
    m_page->setFailure(failure);
}

void TopicsView::setBusy(bool busy)
{
    m_list->setBusy(busy);
}

void TopicsView::setReadOnly(bool readOnly)
{
    m_list->setReadOnly(readOnly);
    m_page->setReadOnly(readOnly);
}

void TopicsView::setExpectations(Expectations whose)
{
    m_expectations = whose;
    m_list->setHasTeamFile(whose != Expectations::None);
    m_page->setHasTeamFile(whose != Expectations::None);
}

void TopicsView::showPage()
{
    if (m_page->topic().isEmpty()) {
        return;
    }
    const TopicRow *known = row(m_page->topic());
    const kafka::Topic *topic = m_snapshot->metadata.topic(m_page->topic());
    m_page->setKnown(topic, known ? *known : TopicRow(), m_snapshot->details.value(m_page->topic()));
}

bool TopicsView::showsTopic() const
{
    return m_stack->currentWidget() == m_page;
}

void TopicsView::openTopic(const QString &name)
{
    const TopicRow *known = row(name);
    if (!known || known->expected == TopicRow::Expected::Missing) {
        return;
    }
    m_page->setTopic(name);
    m_stack->setCurrentWidget(m_page);
    setFocusProxy(m_page);
    m_page->setFocus(Qt::OtherFocusReason);
    showPage();
    Q_EMIT detailsWanted({name});
}

void TopicsView::showList()
{
    m_stack->setCurrentWidget(m_list); // it says what it needs as it is shown
    setFocusProxy(m_list);
    m_list->setFocus(Qt::OtherFocusReason);
}

void TopicsView::create(const TopicForm &form)
{
    if (!m_snapshot) {
        return;
    }
    QStringList taken;
    for (const kafka::Topic &topic : m_snapshot->metadata.topics) {
        taken += topic.name;
    }
    askNewTopics(
        this, form, taken, static_cast<int>(m_snapshot->metadata.brokers.size()),
        [this](const std::vector<kafka::NewTopic> &topics) { Q_EMIT createWanted(topics); }, help());
}

void TopicsView::createLike(const QString &topic)
{
    if (const kafka::Topic *known = m_snapshot ? m_snapshot->metadata.topic(topic) : nullptr) {
        create(formLike(*known, m_snapshot->details.value(topic).config));
    }
}

void TopicsView::addPartitions(const QString &topic)
{
    if (const TopicRow *known = row(topic)) {
        askPartitions(
            this, *known, [this, topic](int total) { Q_EMIT addPartitionsWanted(topic, total); }, help());
    }
}

void TopicsView::mend(const QStringList &topics)
{
    if (!m_snapshot) {
        return;
    }
    std::vector<compose::ExpectedTopic> expected;
    QStringList changes;
    for (const compose::ExpectedTopic &one : m_snapshot->expected) {
        const TopicRow *known = topics.contains(one.name) ? row(one.name) : nullptr;
        if (known && known->canBeMended) {
            expected.push_back(one);
            changes += tr("%1: %2", "topic, what differs").arg(one.name, known->differences.join(QStringLiteral("; ")));
        }
    }
    if (!expected.empty()) {
        ask(this,
            {.title = tr("Make %n topic(s) as expected?", nullptr, static_cast<int>(expected.size())),
             .text = changes.join(QLatin1Char('\n')) + QStringLiteral("\n\n")
                     + tr("Partitions are added and settings set. What would delete records stays as it is, and so do "
                          "surplus partitions and the number of replicas."),
             .accept = tr("Change them"),
             .refuse = {}},
            [this, expected] { Q_EMIT mendWanted(expected); });
    }
}

void TopicsView::remove(const QString &topic)
{
    const TopicRow *known = row(topic);
    const bool isOurs = known && !known->summary.isInternal && known->expected != TopicRow::Expected::Missing;
    if (isOurs) {
        // What was said to be empty must be so still when it goes.
        const bool onlyIfEmpty = known->summary.records == 0;
        askRemoval(
            this, Removal::Topic, *known, [this, topic, onlyIfEmpty] { Q_EMIT deleteWanted({topic}, onlyIfEmpty); },
            help());
    }
}

void TopicsView::recreate(const QString &topic)
{
    const TopicRow *known = row(topic);
    if (known && !known->summary.isInternal && known->expected != TopicRow::Expected::Missing) {
        const bool onlyIfEmpty = known->summary.records == 0;
        askRemoval(
            this, Removal::MadeAgain, *known, [this, topic, onlyIfEmpty] { Q_EMIT recreateWanted(topic, onlyIfEmpty); },
            help());
    }
}

void TopicsView::compare(const QString &topic)
{
    if (!m_snapshot || m_comparison) {
        return;
    }
    m_comparison = new TopicComparison(this, topic, m_snapshot);
    connect(m_comparison, &TopicComparison::detailsWanted, this, &TopicsView::detailsWanted);
    connect(m_comparison, &TopicComparison::closed, this, [this] {
        m_comparison.clear();
        if (showsTopic()) {
            Q_EMIT detailsWanted({m_page->topic()});
        } else {
            m_list->tellVisibleAnew();
        }
    });
}

void TopicsView::changeExpectation(const QString &topic)
{
    const TopicRow *known = row(topic);
    if (!known || m_expectations == Expectations::None) {
        return;
    }
    const auto &expected = m_snapshot->expected;
    const auto so = std::ranges::find(expected, topic, &compose::ExpectedTopic::name);
    const bool isExpected = so != expected.end();
    const kafka::Topic *there = m_snapshot->metadata.topic(topic);
    if (!isExpected && !there) {
        return; // it has just gone
    }
    askExpectation(
        this,
        {.topic = isExpected ? *so : stack::asExpected(*there, m_snapshot->details.value(topic).config),
         .isExpected = isExpected,
         .others = m_expectations == Expectations::Init ? static_cast<int>(expected.size()) - (isExpected ? 1 : 0) : 0},
        [this](const compose::ExpectedTopic &wanted) { Q_EMIT expectWanted(wanted); },
        [this, topic] { Q_EMIT forgetWanted(topic); });
}

void TopicsView::empty(const QString &topic)
{
    if (const TopicRow *known = row(topic)) {
        askRemoval(
            this, Removal::Records, *known, [this, topic] { Q_EMIT emptyWanted(topic); }, help());
    }
}

void TopicsView::changeSetting(const QString &topic, const kafka::ConfigEntry &entry)
{
    const TopicRow *known = row(topic);
    if (!known || known->summary.isInternal || known->expected == TopicRow::Expected::Missing) {
        return;
    }
    askSetting(
        this, topic, entry,
        [this, topic, name = entry.name](const std::optional<QString> &value) {
            if (value) {
                Q_EMIT configWanted(topic, {{name, *value}}, {});
            } else {
                Q_EMIT configWanted(topic, {}, {name});
            }
        },
        help());
}

void TopicsView::chooseImport()
{
    auto *dialog = new QFileDialog(this, tr("Topics from a file"), {},
                                   tr("YAML (*.yaml *.yml)") + QStringLiteral(";;*"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &TopicsView::readSetWanted);
    dialog->open();
}

void TopicsView::chooseExport(const QStringList &topics)
{
    auto *dialog = new QFileDialog(this, tr("Save topics as a file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("yaml"));
    dialog->selectFile(QStringLiteral("topics.yaml"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, topics](const QString &path) { Q_EMIT writeSetWanted(topics, path); });
    dialog->open();
}

void TopicsView::askSet(const QString &path, const std::vector<compose::ExpectedTopic> &topics,
                        const stack::TopicsPlan &plan)
{
    constexpr qsizetype most = 20; // lines of a question
    QStringList changes = stack::sentencesOf(plan);
    QStringList stays = plan.cannot + plan.withheld;
    const auto few = [](const QStringList &lines) {
        const auto more = static_cast<int>(lines.size() - most);
        return more > 0 ? lines.mid(0, most) + QStringList{tr("… and %n more", nullptr, more)} : lines;
    };
    QString text = few(changes).join(QLatin1Char('\n'));
    if (!stays.isEmpty()) {
        text += (text.isEmpty() ? QString() : QStringLiteral("\n\n")) + tr("These stay as they are:")
                + QLatin1Char('\n') + few(stays).join(QLatin1Char('\n'));
    }
    const QString file = QFileInfo(path).fileName();
    if (changes.isEmpty()) {
        ask(this,
            {.title = tr("Nothing of %1 can be made so here").arg(file),
             .text = stays.isEmpty() ? tr("Every topic that it names is as it says.") : text,
             .accept = tr("Close")},
            [] {});
        return;
    }
    ask(this,
        {.title = tr("Make %n change(s) so that topics are as %1 says?", nullptr, static_cast<int>(changes.size()))
                      .arg(file),
         .text = text,
         .accept = tr("Change them")},
        [this, topics] { Q_EMIT mendWanted(topics); });
}

TopicHelp TopicsView::help()
{
    return {.tell = [this](const QStringList &verb) { Q_EMIT commandLineWanted(verb); },
            .ask =
                [this](const TopicCheck &check, BrokerAnswer answer) {
                    m_answer = std::move(answer);
                    Q_EMIT checkWanted(check);
                }};
}

void TopicsView::setChecked(const TopicCheck &check, const QString &refusal)
{
    if (m_answer) {
        m_answer(check, refusal);
    }
}

const TopicRow *TopicsView::row(const QString &topic) const
{
    return m_list->model()->table().row(topic);
}

void TopicsView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT watchedChanged(true);
}

void TopicsView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT watchedChanged(false);
}

} // namespace bd::app
