#include "compose/topics.h"

#include <algorithm>

#include <QCoreApplication>
#include <QRegularExpression>

#include "base/text.h"
#include "compose/program.h"
#include "compose/role.h"
#include "compose/shell.h"
#include "kafka/topicname.h"

namespace bd::compose {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Compose)
};

struct Defaults {
    int partitions = 1;
    int replicationFactor = 1;
};

Defaults defaultsOf(const std::vector<Service> &services)
{
    Defaults defaults;
    for (const Service &service : services) {
        if (service.role != Role::Broker)
            continue;
        defaults.partitions = std::max(1, kafkaVariable(service, QStringLiteral("NUM_PARTITIONS")).toInt());
        defaults.replicationFactor =
            std::max(1, kafkaVariable(service, QStringLiteral("DEFAULT_REPLICATION_FACTOR")).toInt());
        break;
    }
    return defaults;
}

bool isTopicName(const QString &name)
{
    return kafka::topicNameProblem(name).isEmpty();
}

QString lineOf(const ShellCommand &command)
{
    QStringList words;
    for (const ShellWord &word : command.words)
        words += word.isKnown ? word.text : word.text + QStringLiteral("…");
    return firstLine(redacted(words.join(QLatin1Char(' '))), 160);
}

class TopicReader
{
public:
    TopicReader(const Service &service, const Defaults &defaults, ReadTopics &read)
        : m_service(service), m_defaults(defaults), m_read(read)
    {}

    void readCommands()
    {
        const ShellReading reading = commandsOf();
        for (const ShellCommand &command : reading.commands)
            readCommand(command);
        if (reading.wasCut)
            note(Tr::tr("its script is too long to be read to the end"));
    }

    // Wurstmeister: name:partitions:replicas[:cleanup policy], separated by commas or line breaks.
    void readCreateTopics()
    {
        const QString list = m_service.environment.value(QStringLiteral("KAFKA_CREATE_TOPICS"));
        static const QRegularExpression separator(QStringLiteral("[,\\n]"));
        for (const QString &entry : list.split(separator, Qt::SkipEmptyParts)) {
            if (entry.trimmed().isEmpty())
                continue;
            const QStringList fields = entry.trimmed().split(QLatin1Char(':'));
            bool partitionsAreNumber = fields.size() > 1;
            bool replicasAreNumber = fields.size() > 2;
            ExpectedTopic topic;
            topic.name = fields.first();
            topic.partitions = fields.value(1).toInt(&partitionsAreNumber);
            topic.replicationFactor = fields.value(2).toInt(&replicasAreNumber);
            if (fields.size() > 3)
                topic.config.insert(QStringLiteral("cleanup.policy"), fields[3]);
            if (partitionsAreNumber && replicasAreNumber && topic.partitions > 0 && topic.replicationFactor > 0)
                add(topic, entry);
            else
                note(Tr::tr("KAFKA_CREATE_TOPICS has «%1», which is not name:partitions:replicas")
                         .arg(firstLine(entry, 80)));
        }
    }

private:
    void note(const QString &what) { m_read.notes += Tr::tr("%1: %2").arg(plainText(m_service.name), what); }

    void add(const ExpectedTopic &topic, const QString &where)
    {
        if (!isTopicName(topic.name)) {
            note(Tr::tr("«%1» makes a topic whose name cannot be one").arg(firstLine(where, 160)));
            return;
        }
        if (std::ranges::find(m_read.topics, topic.name, &ExpectedTopic::name) == m_read.topics.end())
            m_read.topics.push_back(topic);
    }

    ShellReading commandsOf() const
    {
        static const QRegularExpression shell(QStringLiteral("(^|/)(ba|da|a|z|k)?sh$"));
        const QStringList argv = m_service.entrypoint + m_service.command;
        const auto option = std::ranges::find_if(argv, [](const QString &word) {
            static const QRegularExpression runsText(QStringLiteral("^-[a-z]*c$"));
            return runsText.match(word).hasMatch();
        });
        const auto isShell = [&argv, option] {
            return std::any_of(argv.begin(), option, [](const QString &word) { return shell.match(word).hasMatch(); });
        };
        if (option != argv.end() && option + 1 != argv.end() && isShell())
            return readShell(*(option + 1), m_service.environment, QStringList(option + 2, argv.end()));
        ShellReading reading;
        reading.commands.emplace_back();
        for (const QString &word : argv)
            reading.commands.back().words.push_back({word, true});
        return reading;
    }

    void readCommand(const ShellCommand &command)
    {
        static const QRegularExpression tool(QStringLiteral("(^|/)(kafka-topics(\\.sh)?|rpk)$"));
        const auto found = std::ranges::find_if(command.words,
                                                [](const ShellWord &word) { return tool.match(word.text).hasMatch(); });
        if (found == command.words.end())
            return;
        const std::vector<ShellWord> arguments(found + 1, command.words.end());
        const auto has = [&arguments](const char *text) {
            return std::ranges::any_of(arguments,
                                       [text](const ShellWord &word) { return word.text == QLatin1String(text); });
        };
        const bool isRpk = found->text.endsWith(QLatin1String("rpk"));
        if (isRpk ? !(has("topic") && has("create")) : !has("--create"))
            return;
        if (command.isConditional)
            note(Tr::tr("whether «%1» runs depends on a condition").arg(lineOf(command)));
        else if (isRpk)
            readRpk(arguments, command);
        else
            readKafkaTopics(arguments, command);
    }

    struct Wanted {
        ExpectedTopic topic;
        QStringList names;
        bool isClear = true;
    };

    Wanted nothingYet() const
    {
        Wanted wanted;
        wanted.topic.partitions = m_defaults.partitions;
        wanted.topic.replicationFactor = m_defaults.replicationFactor;
        return wanted;
    }

    static void setNumber(int &number, const ShellWord &value, Wanted &wanted)
    {
        bool isNumber = false;
        const int given = value.text.toInt(&isNumber);
        wanted.isClear = wanted.isClear && value.isKnown && isNumber && (given > 0 || given == -1);
        number = given == -1 ? number : given; // -1: the broker's default
    }

    static void setConfig(const ShellWord &value, Wanted &wanted)
    {
        const qsizetype equals = value.text.indexOf(QLatin1Char('='));
        wanted.isClear = wanted.isClear && value.isKnown && equals > 0;
        if (wanted.isClear)
            wanted.topic.config.insert(value.text.first(equals).trimmed(), value.text.sliced(equals + 1).trimmed());
    }

    void addAll(const Wanted &wanted, const ShellCommand &command)
    {
        if (!wanted.isClear || wanted.names.isEmpty()) {
            note(Tr::tr("which topic «%1» makes is not known before it runs").arg(lineOf(command)));
            return;
        }
        for (const QString &name : wanted.names) {
            ExpectedTopic topic = wanted.topic;
            topic.name = name;
            add(topic, lineOf(command));
        }
    }

    // An option of kafka-topics may be cut short, and may have its value after «=».
    static QString optionOf(const QString &word)
    {
        static const QStringList options{QStringLiteral("--topic"), QStringLiteral("--partitions"),
                                         QStringLiteral("--replication-factor"), QStringLiteral("--config"),
                                         QStringLiteral("--replica-assignment")};
        const QString name = word.section(QLatin1Char('='), 0, 0);
        for (const QString &option : options) {
            if (option == name || (name.size() > 7 && option.startsWith(name)))
                return option;
        }
        return {};
    }

    // «--bootstrap-server $WHERE» says nothing of topics, whatever it is; a lone «$OPTIONS» may say anything.
    static bool isValueOfOther(const std::vector<ShellWord> &arguments, size_t at)
    {
        static const QStringList switches{QStringLiteral("--create"), QStringLiteral("--if-not-exists"),
                                          QStringLiteral("--force"), QStringLiteral("--disable-rack-aware")};
        const bool hasOwnOption = arguments[at].text.startsWith(QLatin1String("--"));
        const QString before = at > 0 ? arguments[at - 1].text : QString();
        return hasOwnOption || (before.startsWith(QLatin1String("--")) && !switches.contains(before));
    }

    void readKafkaTopics(const std::vector<ShellWord> &arguments, const ShellCommand &command)
    {
        Wanted wanted = nothingYet();
        for (size_t at = 0; at < arguments.size(); ++at) {
            const ShellWord &word = arguments[at];
            const QString option = optionOf(word.text);
            const qsizetype equals = word.text.indexOf(QLatin1Char('='));
            if (option.isEmpty()) {
                wanted.isClear = wanted.isClear && (word.isKnown || isValueOfOther(arguments, at));
                continue;
            }
            ShellWord value{QString(), false};
            if (equals >= 0)
                value = {word.text.sliced(equals + 1), word.isKnown};
            else if (at + 1 < arguments.size())
                value = arguments[++at];
            take(option, value, wanted);
        }
        addAll(wanted, command);
    }

    static void take(const QString &option, const ShellWord &value, Wanted &wanted)
    {
        if (option == QLatin1String("--topic")) {
            wanted.isClear = wanted.isClear && value.isKnown;
            wanted.names += value.text;
        } else if (option == QLatin1String("--partitions")) {
            setNumber(wanted.topic.partitions, value, wanted);
        } else if (option == QLatin1String("--replication-factor")) {
            setNumber(wanted.topic.replicationFactor, value, wanted);
        } else if (option == QLatin1String("--config")) {
            setConfig(value, wanted);
        } else { // 0:1,1:2 is a replica list for each partition
            wanted.isClear = wanted.isClear && value.isKnown;
            wanted.topic.partitions = static_cast<int>(value.text.count(QLatin1Char(','))) + 1;
            wanted.topic.replicationFactor = static_cast<int>(
                                                 value.text.section(QLatin1Char(','), 0, 0).count(QLatin1Char(':')))
                                             + 1;
        }
    }

    void readRpk(const std::vector<ShellWord> &arguments, const ShellCommand &command)
    {
        Wanted wanted = nothingYet();
        bool afterCreate = false;
        for (size_t at = 0; at < arguments.size(); ++at) {
            const ShellWord &word = arguments[at];
            const QString name = word.text.section(QLatin1Char('='), 0, 0);
            const bool hasValue = word.text.contains(QLatin1Char('='));
            if (!word.text.startsWith(QLatin1Char('-'))) {
                if (afterCreate) {
                    wanted.isClear = wanted.isClear && word.isKnown;
                    wanted.names += word.text;
                }
                afterCreate = afterCreate || word.text == QLatin1String("create");
                continue;
            }
            static const QStringList switches{QStringLiteral("-d"), QStringLiteral("--dry"), QStringLiteral("-v"),
                                              QStringLiteral("--verbose"), QStringLiteral("--if-not-exists")};
            if (switches.contains(name))
                continue;
            ShellWord value{QString(), false};
            if (hasValue)
                value = {word.text.section(QLatin1Char('='), 1), word.isKnown};
            else if (at + 1 < arguments.size())
                value = arguments[++at];
            if (name == QLatin1String("-p") || name == QLatin1String("--partitions"))
                setNumber(wanted.topic.partitions, value, wanted);
            else if (name == QLatin1String("-r") || name == QLatin1String("--replicas"))
                setNumber(wanted.topic.replicationFactor, value, wanted);
            else if (name == QLatin1String("-c") || name == QLatin1String("--topic-config"))
                setConfig(value, wanted);
        }
        addAll(wanted, command);
    }

    const Service &m_service;
    const Defaults &m_defaults;
    ReadTopics &m_read;
};

} // namespace

ReadTopics topicsOf(const std::vector<Service> &services)
{
    ReadTopics read;
    const Defaults defaults = defaultsOf(services);
    for (const Service &service : services) {
        if (service.role != Role::Init && service.role != Role::Broker)
            continue;
        const qsizetype notesBefore = read.notes.size();
        const size_t topicsBefore = read.topics.size();
        TopicReader reader(service, defaults, read);
        reader.readCommands();
        if (service.role == Role::Broker)
            reader.readCreateTopics();
        const bool saidNothing = read.notes.size() == notesBefore && read.topics.size() == topicsBefore;
        if (service.role == Role::Init && saidNothing && programOf(service).isScript) {
            read.notes += Tr::tr("%1: which topics its script makes cannot be told from the compose file; list them in "
                                 ".brokerdeck.yaml")
                              .arg(plainText(service.name));
        }
    }
    return read;
}

} // namespace bd::compose
