#include "topics/topicdialogs.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/theme.h"
#include "stack/expectedtopics.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TopicDialogs)
};

// All of a form are alike.
QStringList createVerb(const std::vector<kafka::NewTopic> &topics)
{
    QStringList verb{QStringLiteral("topics"), QStringLiteral("create")};
    for (const kafka::NewTopic &topic : topics) {
        verb += topic.name;
    }
    if (!topics.empty()) {
        const kafka::NewTopic &first = topics.front();
        verb += {QStringLiteral("--partitions"), QString::number(first.partitions),
                 QStringLiteral("--replication-factor"), QString::number(first.replicationFactor)};
        for (auto it = first.config.cbegin(); it != first.config.cend(); ++it) {
            verb += {QStringLiteral("--config"), it.key() + u'=' + it.value()};
        }
    }
    return verb;
}

// Fills a form and keeps saying what is wrong with it.
class NewTopicsDialog : public QObject
{
public:
    NewTopicsDialog(const DialogFrame &frame, const TopicForm &form, QStringList taken, int brokers,
                    const TopicHelp &help)
        : QObject(frame.dialog), m_taken(std::move(taken)), m_brokers(brokers), m_names(new QLineEdit),
          m_partitions(numberBox(1, 10'000, form.partitions, Tr::tr("Partitions"))),
          m_replicas(numberBox(1, 100, form.replicationFactor, Tr::tr("Replicas of each"))), m_cleanup(new QComboBox),
          m_kept(new QComboBox), m_others(new QPlainTextEdit),
          m_onlyMissing(new QCheckBox(Tr::tr("Leave those alone that are there already"))), m_problem(problemLabel()),
          m_warning(dialogText({})), m_accept(acceptButton(Tr::tr("Create"), frame.dialog)),
          m_broker(new BrokerCheck(help.ask, this)), m_copy(addCommandLine(
                                                         frame, [this] { return createVerb(topics()); }, help.tell))
    {
        m_names->setText(form.names);
        m_names->setPlaceholderText(Tr::tr("orders, orders.dead-letter"));
        m_names->setAccessibleName(Tr::tr("Name, or several with commas between them"));
        m_cleanup->setAccessibleName(Tr::tr("Old records"));
        m_kept->setAccessibleName(Tr::tr("Records are kept for"));
        m_others->setAccessibleName(Tr::tr("Other settings, one NAME=VALUE a line"));
        m_others->setPlaceholderText(QStringLiteral("max.message.bytes=2097152"));
        m_others->setPlainText(form.others);
        m_others->setFixedHeight(64);
        m_others->setTabChangesFocus(true);
        fillChoices(form);
        arrange(frame);
        setLook(m_accept, Look::Primary);
        m_accept->setDefault(true);
        connect(m_names, &QLineEdit::textChanged, this, [this] { check(); });
        connect(m_partitions, &QSpinBox::valueChanged, this, [this] { check(); });
        connect(m_replicas, &QSpinBox::valueChanged, this, [this] { check(); });
        connect(m_cleanup, &QComboBox::currentIndexChanged, this, [this] { check(); });
        connect(m_kept, &QComboBox::currentIndexChanged, this, [this] { check(); });
        connect(m_others, &QPlainTextEdit::textChanged, this, [this] { check(); });
        connect(m_onlyMissing, &QCheckBox::toggled, this, [this] { check(); });
        connect(m_broker, &BrokerCheck::answered, this, [this] { check(); });
        check();
        m_names->setFocus();
    }

    std::vector<kafka::NewTopic> topics() const { return topicsFrom(form(), m_taken, m_brokers).topics; }

private:
    void fillChoices(const TopicForm &form)
    {
        m_cleanup->addItem(Tr::tr("as the broker does by default"), QString());
        m_cleanup->addItem(Tr::tr("delete them by age or size"), QStringLiteral("delete"));
        m_cleanup->addItem(Tr::tr("keep the newest of each key"), QStringLiteral("compact"));
        m_cleanup->addItem(Tr::tr("both"), QStringLiteral("compact,delete"));
        if (m_cleanup->findData(form.cleanup) < 0) {
            m_cleanup->addItem(plainText(form.cleanup, 60), form.cleanup);
        }
        m_cleanup->setCurrentIndex(m_cleanup->findData(form.cleanup));
        m_kept->addItem(Tr::tr("as long as the broker does by default"), QVariant());
        constexpr qint64 hour = 3'600'000;
        std::vector<qint64> times{hour, 24 * hour, 7 * 24 * hour, 30 * 24 * hour, -1};
        if (form.retentionMs && std::find(times.begin(), times.end(), *form.retentionMs) == times.end()) {
            times.push_back(*form.retentionMs);
        }
        for (const qint64 time : times) {
            m_kept->addItem(keptText(time), time);
        }
        m_kept->setCurrentIndex(form.retentionMs ? m_kept->findData(*form.retentionMs) : 0);
    }

    void arrange(const DialogFrame &frame)
    {
        auto *rows = new QFormLayout;
        rows->setHorizontalSpacing(16);
        rows->setVerticalSpacing(8);
        rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
        rows->addRow(Tr::tr("Name"), m_names);
        rows->addRow(Tr::tr("Partitions"), m_partitions);
        rows->addRow(Tr::tr("Replicas of each"), m_replicas);
        rows->addRow(Tr::tr("Old records"), m_cleanup);
        rows->addRow(Tr::tr("Kept for"), m_kept);
        rows->addRow(Tr::tr("Other settings"), m_others);
        rows->addRow({}, m_onlyMissing);
        frame.column->addLayout(rows);
        frame.column->addWidget(m_problem);
        frame.column->addWidget(m_warning);
        addButtons(frame, m_accept);
    }

    TopicForm form() const
    {
        TopicForm form;
        form.names = m_names->text();
        form.partitions = m_partitions->value();
        form.replicationFactor = m_replicas->value();
        form.cleanup = m_cleanup->currentData().toString();
        const QVariant kept = m_kept->currentData();
        form.retentionMs = kept.isValid() ? std::optional(kept.toLongLong()) : std::nullopt;
        form.others = m_others->toPlainText();
        form.onlyMissing = m_onlyMissing->isChecked();
        return form;
    }

    void check()
    {
        const FormResult result = topicsFrom(form(), m_taken, m_brokers);
        // That a name is wanted need not be said to somebody who has not begun.
        const bool begun = !m_names->text().isEmpty();
        m_broker->want(result.problem ? std::nullopt : std::optional(TopicCheck{result.topics, {}, {}}));
        showText(m_problem, result.problem ? (begun ? result.problem->text : QString()) : m_broker->refusal());
        showText(m_warning, result.warning);
        m_accept->setEnabled(!result.problem && m_broker->refusal().isEmpty());
        m_copy->setEnabled(!result.problem);
        const auto count = static_cast<int>(result.topics.size());
        m_accept->setText(count > 1 ? Tr::tr("Create %n topics", nullptr, count) : Tr::tr("Create"));
    }

    QStringList m_taken;
    int m_brokers;
    QLineEdit *m_names;
    QSpinBox *m_partitions;
    QSpinBox *m_replicas;
    QComboBox *m_cleanup;
    QComboBox *m_kept;
    QPlainTextEdit *m_others;
    QCheckBox *m_onlyMissing;
    QLabel *m_problem;
    QLabel *m_warning;
    QPushButton *m_accept;
    BrokerCheck *m_broker;
    QPushButton *m_copy;
};

struct RemovalWords {
    QString title;
    QString after; // what is so then
    QString accept;
    QString verb; // of «brokerdeckctl topics»
};

RemovalWords wordsOf(Removal removal, const QString &topic)
{
    switch (removal) {
    case Removal::Topic: break;
    case Removal::Records:
        return {Tr::tr("Delete all records of %1?").arg(topic),
                Tr::tr("They are gone for good; the topic and its settings stay. Groups go on behind the last record."),
                Tr::tr("Delete the records"), QStringLiteral("empty")};
    case Removal::MadeAgain:
        return {Tr::tr("Delete %1 and make it again?").arg(topic),
                Tr::tr("Its records are gone for good, and offsets begin at 0 again. It has as many partitions and "
                       "replicas as before, and what was set on it. Programs that use it may fail in between, and "
                       "groups have offsets of the old one."),
                Tr::tr("Delete and make again"), QStringLiteral("recreate")};
    }
    return {Tr::tr("Delete the topic %1?").arg(topic),
            Tr::tr("The topic, its settings and its records are gone for good. Programs that use it will fail, or make "
                   "it again with other settings."),
            Tr::tr("Delete %1").arg(topic), QStringLiteral("delete")};
}

QString valueHint(const kafka::ConfigEntry &entry, const QString &value)
{
    const QString words = valueInWords(entry.name, value);
    return words.isEmpty() ? QString() : Tr::tr("That is: %1").arg(words);
}

} // namespace

QDialog *askNewTopics(QWidget *parent, const TopicForm &form, const QStringList &taken, int brokers,
                      std::function<void(const std::vector<kafka::NewTopic> &)> accepted, const TopicHelp &help)
{
    const DialogFrame frame = dialogFrame(parent, Tr::tr("Create a topic"));
    auto *fields = new NewTopicsDialog(frame, form, taken, brokers, help);
    QObject::connect(frame.dialog, &QDialog::accepted, parent,
                     [fields, accepted = std::move(accepted)] { accepted(fields->topics()); });
    frame.dialog->open();
    return frame.dialog;
}

QDialog *askPartitions(QWidget *parent, const TopicRow &row, std::function<void(int)> accepted, const TopicHelp &help)
{
    const int now = row.summary.partitions;
    const DialogFrame frame = dialogFrame(parent, Tr::tr("More partitions for %1").arg(row.summary.name));
    frame.column->addWidget(dialogText(
        Tr::tr("There are %1 now. They can only become more, never fewer. Records with a key may go to another "
               "partition from then on, so that the order of one key’s records is lost where the two meet.")
            .arg(countText(now))));
    auto *rows = new QFormLayout;
    QSpinBox *total = numberBox(now + 1, 10'000, now + 1, Tr::tr("Partitions in all"));
    rows->addRow(Tr::tr("Partitions in all"), total);
    frame.column->addLayout(rows);
    QPushButton *accept = acceptButton(Tr::tr("Add partitions"), frame.dialog);
    setLook(accept, Look::Primary);
    accept->setDefault(true);
    addCommandLine(
        frame,
        [total, topic = row.summary.name] {
            return QStringList{QStringLiteral("topics"), QStringLiteral("add-partitions"), topic,
                               QString::number(total->value())};
        },
        help.tell);
    addButtons(frame, accept);
    QObject::connect(frame.dialog, &QDialog::accepted, parent,
                     [total, accepted = std::move(accepted)] { accepted(total->value()); });
    frame.dialog->open();
    total->setFocus();
    total->selectAll();
    return frame.dialog;
}

QDialog *askSetting(QWidget *parent, const QString &topic, const kafka::ConfigEntry &entry,
                    std::function<void(const std::optional<QString> &)> accepted, const TopicHelp &help)
{
    const DialogFrame frame = dialogFrame(parent, Tr::tr("%1 of %2").arg(entry.name, topic));
    if (const QString about = settingText(entry.name); !about.isEmpty()) {
        frame.column->addWidget(dialogText(about));
    }
    frame.column->addWidget(dialogText(Tr::tr("Set by: %1").arg(sourceText(entry.source, SettingOf::Topic))));
    if (const QString otherwise = fallbackText(entry, SettingOf::Topic); !otherwise.isEmpty()) {
        frame.column->addWidget(dialogText(otherwise));
    }
    auto *value = new QLineEdit(entry.value.value_or(QString()));
    value->setAccessibleName(entry.name);
    QLabel *words = dialogText({});
    QLabel *warning = problemLabel();
    QLabel *problem = problemLabel();
    auto *broker = new BrokerCheck(help.ask, frame.dialog);
    frame.column->addWidget(value);
    frame.column->addWidget(words);
    frame.column->addWidget(warning);
    frame.column->addWidget(problem);
    QPushButton *accept = acceptButton(Tr::tr("Set"), frame.dialog);
    setLook(accept, Look::Primary);
    accept->setDefault(true);
    const bool isOwn = entry.source == kafka::ConfigEntry::Source::Topic;
    if (isOwn) {
        auto *reset = new QPushButton(Tr::tr("Back to the default"));
        reset->setAutoDefault(false);
        frame.buttons->insertWidget(0, reset);
        QObject::connect(reset, &QPushButton::clicked, frame.dialog, [dialog = frame.dialog, accepted] {
            dialog->reject();
            accepted(std::nullopt);
        });
    }
    QPushButton *copy = addCommandLine(
        frame,
        [value, topic, name = entry.name] {
            return QStringList{QStringLiteral("topics"), QStringLiteral("set"), topic, QStringLiteral("--config"),
                               name + u'=' + value->text().trimmed()};
        },
        help.tell);
    addButtons(frame, accept);
    const auto check = [value, words, warning, problem, broker, accept, copy, entry, isOwn, topic] {
        const bool deletes = stack::mayDeleteRecords(entry.name, entry.value.value_or(QString()),
                                                     value->text().trimmed());
        showText(warning,
                 deletes ? Tr::tr("The broker may then delete records that are there now, for good.") : QString());
        accept->setText(deletes ? Tr::tr("Set, records may go") : Tr::tr("Set"));
        words->setText(valueHint(entry, value->text()));
        const bool changes = value->text() != entry.value.value_or(QString()) || !isOwn;
        const bool isWritten = changes && !value->text().trimmed().isEmpty();
        broker->want(isWritten ? std::optional(TopicCheck{{}, topic, {{entry.name, value->text().trimmed()}}})
                               : std::nullopt);
        showText(problem, broker->refusal());
        copy->setEnabled(isWritten);
        accept->setEnabled(isWritten && broker->refusal().isEmpty());
    };
    QObject::connect(value, &QLineEdit::textChanged, frame.dialog, check);
    QObject::connect(broker, &BrokerCheck::answered, frame.dialog, check);
    check();
    QObject::connect(frame.dialog, &QDialog::accepted, parent,
                     [value, accepted = std::move(accepted)] { accepted(value->text().trimmed()); });
    frame.dialog->open();
    value->setFocus();
    value->selectAll();
    return frame.dialog;
}

QDialog *askRemoval(QWidget *parent, Removal removal, const TopicRow &row, std::function<void()> accepted,
                    const TopicHelp &help)
{
    const QString name = row.summary.name;
    const auto records = row.summary.records;
    const RemovalWords words = wordsOf(removal, name);
    const DialogFrame frame = dialogFrame(parent, words.title);
    const QString held = !records       ? Tr::tr("How many records it holds is not known.")
                         : *records > 0 ? Tr::tr("It holds %1 records.").arg(recordsText(records))
                                        : Tr::tr("It holds no records.");
    frame.column->addWidget(dialogText(held + QLatin1Char(' ') + words.after));
    QPushButton *accept = acceptButton(words.accept, frame.dialog);
    setLook(accept, Look::Danger);
    accept->setAutoDefault(false);
    QLineEdit *typed = nullptr;
    if (!records || *records > 0) {
        QLabel *label = wrappedLabel(Tr::tr("Type the topic’s name to confirm:"));
        typed = new QLineEdit;
        typed->setAccessibleName(Tr::tr("The topic’s name"));
        frame.column->addWidget(label);
        frame.column->addWidget(typed);
        accept->setEnabled(false);
        QObject::connect(typed, &QLineEdit::textChanged, accept,
                         [accept, name](const QString &text) { accept->setEnabled(text == name); });
    }
    addCommandLine(
        frame,
        [name, verb = words.verb] {
            return QStringList{QStringLiteral("topics"), verb, name};
        },
        help.tell);
    addButtons(frame, accept);
    QObject::connect(frame.dialog, &QDialog::accepted, parent, std::move(accepted));
    frame.dialog->open();
    if (typed) {
        typed->setFocus();
    }
    return frame.dialog;
}

} // namespace bd::app
