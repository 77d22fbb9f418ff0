#include "options.h"

#include <map>

#include <QCoreApplication>

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

struct Verb {
    int mostArguments;
    bool streams;            // with --json: one object a line as things happen
    QStringList subcommands; // its first argument is one of these, or none where «» is; empty: it is anything
};

QStringList topicVerbs()
{
    return {QStringLiteral("list"),   QStringLiteral("describe"),       QStringLiteral("create"),
            QStringLiteral("set"),    QStringLiteral("add-partitions"), QStringLiteral("empty"),
            QStringLiteral("delete"), QStringLiteral("recreate"),       QStringLiteral("expected"),
            QStringLiteral("export"), QStringLiteral("import")};
}

QStringList connectionVerbs()
{
    return {QStringLiteral("list"),   QStringLiteral("show"),   QStringLiteral("add"),
            QStringLiteral("remove"), QStringLiteral("edit"),   QStringLiteral("rename"),
            QStringLiteral("export"), QStringLiteral("import"), QStringLiteral("secrets")};
}

QStringList groupVerbs()
{
    return {QStringLiteral("list"), QStringLiteral("describe"), QStringLiteral("reset"), QStringLiteral("delete"),
            QStringLiteral("delete-offsets")};
}

QStringList clusterVerbs()
{
    return {QStringLiteral("show"), QStringLiteral("config"), QStringLiteral("acls")};
}

QStringList volumeVerbs() // «» lists them
{
    return {QString(), QStringLiteral("lock"), QStringLiteral("unlock"), QStringLiteral("rm"),
            QStringLiteral("browse")};
}

QStringList snapshotVerbs()
{
    return {QStringLiteral("save"), QStringLiteral("list"),   QStringLiteral("verify"), QStringLiteral("restore"),
            QStringLiteral("keep"), QStringLiteral("let-go"), QStringLiteral("days"),   QStringLiteral("rename"),
            QStringLiteral("rm"),   QStringLiteral("export"), QStringLiteral("import")};
}

QStringList brokerVerbs() // «» shows them
{
    return {QString(), QStringLiteral("nodes"), QStringLiteral("unregister")};
}

QStringList practiceVerbs()
{
    return {QStringLiteral("list"), QStringLiteral("start"), QStringLiteral("hint"), QStringLiteral("check"),
            QStringLiteral("stop")};
}

const std::map<QString, Verb> &verbs()
{
    static const std::map<QString, Verb> all{
        {QStringLiteral("projects"), {0, false, {}}},
        {QStringLiteral("status"), {0, false, {}}},
        {QStringLiteral("up"), {100, true, {}}},
        {QStringLiteral("stop"), {100, true, {}}},
        {QStringLiteral("restart"), {1, true, {}}},
        {QStringLiteral("topics"), {1000, false, topicVerbs()}},
        {QStringLiteral("runs"), {0, false, {}}},
        {QStringLiteral("timeline"), {1, false, {}}},
        {QStringLiteral("groups"), {1000, false, groupVerbs()}},
        {QStringLiteral("peek"), {1, true, {}}},
        {QStringLiteral("produce"), {2, false, {}}},
        {QStringLiteral("connections"), {3, false, connectionVerbs()}},
        {QStringLiteral("check-connection"), {1, false, {}}},
        {QStringLiteral("cluster"), {2, false, clusterVerbs()}},
        {QStringLiteral("volumes"), {3, false, volumeVerbs()}},
        {QStringLiteral("snapshot"), {3, true, snapshotVerbs()}},
        {QStringLiteral("reset"), {0, true, {}}},
        {QStringLiteral("script"), {0, false, {}}},
        {QStringLiteral("verify"), {0, false, {}}},
        {QStringLiteral("diagnose"), {100, false, {}}},
        {QStringLiteral("troubleshoot"), {1, false, {}}},
        {QStringLiteral("bundle"), {1, false, {}}},
        {QStringLiteral("audit"), {100, false, {}}},
        {QStringLiteral("new"), {1, false, {}}},
        {QStringLiteral("sheet"), {1, false, {}}},
        {QStringLiteral("brokers"), {2, false, brokerVerbs()}},
        {QStringLiteral("practice"), {2, false, practiceVerbs()}},
        {QStringLiteral("logs"), {100, true, {}}},
    };
    return all;
}

tl::unexpected<Error> wrongUse(const QString &message)
{
    return fail(ErrorCode::InvalidUse, message, Tr::tr("«brokerdeckctl --help» shows how it is used."));
}

// What stands under this name; a null or empty one where none does.
template<typename Value>
Value valueOf(const std::map<QString, Value> &table, const QString &name)
{
    const auto found = table.find(name);
    return found == table.end() ? Value() : found->second;
}

class Parser
{
public:
    explicit Parser(QStringList arguments) : m_left(std::move(arguments)) {}

    Result<Options> parse()
    {
        while (!m_left.isEmpty()) {
            const QString word = m_left.takeFirst();
            const Result<> taken = word.startsWith(QLatin1Char('-')) && word.size() > 1 ? option(word) : argument(word);
            if (!taken)
                return tl::unexpected(taken.error());
        }
        return check();
    }

private:
    Result<> option(QString name)
    {
        const qsizetype equals = name.startsWith(QLatin1String("--")) ? name.indexOf(QLatin1Char('=')) : -1;
        if (equals > 0) {
            m_left.prepend(name.sliced(equals + 1));
            name.truncate(equals);
        }
        // as Compose has it: before the verb it is a file
        if (name == QLatin1String("-f") && m_options.verb == QLatin1String("logs"))
            name = QStringLiteral("--follow");
        if (bool *flag = flagOf(name)) {
            if (equals > 0)
                return wrongUse(Tr::tr("%1 takes no value").arg(name));
            *flag = true;
            return {};
        }
        if (!takesValue(name))
            return wrongUse(Tr::tr("There is no option %1").arg(name));
        if (m_left.isEmpty())
            return wrongUse(Tr::tr("%1 needs a value").arg(name));
        return value(name, m_left.takeFirst());
    }

    bool *flagOf(const QString &name)
    {
        const std::map<QString, bool *> flags{
            {QStringLiteral("--json"), &m_options.json},
            {QStringLiteral("--strict"), &m_options.strict},
            {QStringLiteral("--ascii"), &m_options.ascii},
            {QStringLiteral("--help"), &m_options.help},
            {QStringLiteral("-h"), &m_options.help},
            {QStringLiteral("--version"), &m_options.version},
            {QStringLiteral("--create-topics"), &m_options.createTopics},
            {QStringLiteral("--leave-data"), &m_options.leaveData},
            {QStringLiteral("--internal"), &m_options.internal},
            {QStringLiteral("--yes"), &m_options.yes},
            {QStringLiteral("--apply"), &m_options.apply},
            {QStringLiteral("--follow"), &m_options.follow},
            {QStringLiteral("--json-lines"), &m_options.jsonLines},
            {QStringLiteral("--read-only"), &m_options.readOnly},
            {QStringLiteral("--writable"), &m_options.writable},
            {QStringLiteral("--dry-run"), &m_options.dryRun},
            {QStringLiteral("--no-snapshot"), &m_options.noSnapshot},
            {QStringLiteral("--resume"), &m_options.resume},
            {QStringLiteral("--abandon"), &m_options.abandon},
            {QStringLiteral("--records"), &m_options.records},
            {QStringLiteral("--oom"), &m_options.oom},
            {QStringLiteral("--none-elsewhere"), &m_options.noneElsewhere},
            {QStringLiteral("--fix"), &m_options.fix},
            {QStringLiteral("--diff"), &m_options.diff},
            {QStringLiteral("--undo"), &m_options.undo},
            {QStringLiteral("--zookeeper"), &m_options.zookeeper},
        };
        return valueOf(flags, name);
    }

    QString *textOf(const QString &name)
    {
        const std::map<QString, QString *> texts{
            {QStringLiteral("-p"), &m_options.project},
            {QStringLiteral("--project"), &m_options.project},
            {QStringLiteral("--project-directory"), &m_options.projectDirectory},
            {QStringLiteral("--context"), &m_options.context},
            {QStringLiteral("--bootstrap"), &m_options.bootstrap},
            {QStringLiteral("--properties"), &m_options.properties},
            {QStringLiteral("--connection"), &m_options.connection},
            {QStringLiteral("--colour"), &m_options.colour},
            {QStringLiteral("--color"), &m_options.colour},
            {QStringLiteral("--secrets-from"), &m_options.secretsFrom},
            {QStringLiteral("--from"), &m_options.from},
            {QStringLiteral("--to"), &m_options.to},
            {QStringLiteral("--filter"), &m_options.filter},
            {QStringLiteral("--regex"), &m_options.regex},
            {QStringLiteral("--path"), &m_options.path},
            {QStringLiteral("--key-format"), &m_options.keyFormat},
            {QStringLiteral("--value-format"), &m_options.valueFormat},
            {QStringLiteral("--registry"), &m_options.registry},
            {QStringLiteral("--registry-user"), &m_options.registryUser},
            {QStringLiteral("--registry-ca"), &m_options.registryCa},
            {QStringLiteral("--key"), &m_options.key},
            {QStringLiteral("--value"), &m_options.value},
            {QStringLiteral("--family"), &m_options.family},
            {QStringLiteral("--image"), &m_options.image},
            {QStringLiteral("--zookeeper-image"), &m_options.zookeeperImage},
            {QStringLiteral("--level"), &m_options.level},
            {QStringLiteral("--log"), &m_options.log},
            {QStringLiteral("--confirm"), &m_options.confirm},
            {QStringLiteral("--confirm-remote"), &m_options.confirmRemote},
        };
        return valueOf(texts, name);
    }

    QStringList *listOf(const QString &name)
    {
        const std::map<QString, QStringList *> lists{
            {QStringLiteral("-f"), &m_options.files},           {QStringLiteral("--file"), &m_options.files},
            {QStringLiteral("--profile"), &m_options.profiles}, {QStringLiteral("--env-file"), &m_options.envFiles},
            {QStringLiteral("--config"), &m_options.config},    {QStringLiteral("--reset"), &m_options.reset},
            {QStringLiteral("--header"), &m_options.headers},   {QStringLiteral("--topic"), &m_options.topics},
            {QStringLiteral("--add"), &m_options.add},          {QStringLiteral("--remove"), &m_options.remove},
            {QStringLiteral("--volume"), &m_options.volumes},   {QStringLiteral("--group"), &m_options.groups},
            {QStringLiteral("--worker"), &m_options.workers},
        };
        return valueOf(lists, name);
    }

    struct Number {
        int *value = nullptr;
        int most = 0;
        int least = 1;
    };

    Number numberOf(const QString &name)
    {
        const std::map<QString, Number> numbers{
            {QStringLiteral("--timeout"), {&m_options.timeoutSeconds, 86'400, 1}},
            {QStringLiteral("--partitions"), {&m_options.partitions, 100'000, 1}},
            {QStringLiteral("--replication-factor"), {&m_options.replicationFactor, 1'000, 1}},
            {QStringLiteral("--brokers"), {&m_options.brokers, 3, 1}},
            {QStringLiteral("--port"), {&m_options.port, 65'535, 1}},
            {QStringLiteral("--partition"), {&m_options.partition, 1'000'000, 0}},
            {QStringLiteral("-n"), {&m_options.most, 1'000'000'000, 1}},
            {QStringLiteral("--exit-code"), {&m_options.exitCode, 255, 0}},
        };
        return valueOf(numbers, name);
    }

    bool takesValue(const QString &name) { return textOf(name) || listOf(name) || numberOf(name).value; }

    Result<> value(const QString &name, const QString &text)
    {
        if (QString *one = textOf(name)) {
            *one = text;
        } else if (QStringList *several = listOf(name)) {
            *several += text;
        } else if (const Number number = numberOf(name); number.value) {
            bool ok = false;
            *number.value = text.toInt(&ok);
            if (!ok || *number.value < number.least || *number.value > number.most)
                return wrongUse(Tr::tr("%1 takes a number from %2 to %3, not «%4»")
                                    .arg(name)
                                    .arg(number.least)
                                    .arg(number.most)
                                    .arg(text));
        }
        return {};
    }

    Result<> argument(const QString &word)
    {
        if (!m_options.verb.isEmpty()) {
            m_options.arguments += word;
            return {};
        }
        if (!verbs().contains(word))
            return wrongUse(Tr::tr("There is no verb «%1»").arg(word));
        m_options.verb = word;
        return {};
    }

    Result<Options> check() const
    {
        if (m_options.help || m_options.version)
            return m_options;
        if (m_options.verb.isEmpty())
            return wrongUse(Tr::tr("What shall be done? A verb is missing"));
        const Verb &verb = verbs().at(m_options.verb);
        const QStringList &given = m_options.arguments;
        if (!verb.subcommands.isEmpty() && !verb.subcommands.contains(given.value(0)))
            return wrongSubcommand(verb);
        if (given.size() > verb.mostArguments)
            return wrongUse(Tr::tr("%1 does not take «%2»").arg(m_options.verb, given.last()));
        return m_options;
    }

    tl::unexpected<Error> wrongSubcommand(const Verb &verb) const
    {
        QStringList named = verb.subcommands;
        named.removeAll(QString());
        const QString known = named.join(QStringLiteral(", "));
        if (m_options.arguments.isEmpty())
            return wrongUse(Tr::tr("%1 needs to be told what to do; there is: %2").arg(m_options.verb, known));
        return wrongUse(
            Tr::tr("%1 does not know «%2»; there is: %3").arg(m_options.verb, m_options.arguments.first(), known));
    }

    QStringList m_left;
    Options m_options;
};

} // namespace

Millis Options::serviceTime() const
{
    return std::chrono::seconds(timeoutSeconds > 0 ? timeoutSeconds : 300);
}

Millis Options::answerTime() const
{
    return std::chrono::seconds(timeoutSeconds > 0 ? timeoutSeconds : 30);
}

std::optional<QStringList> Options::chosenGroups() const
{
    return groups.isEmpty() ? std::nullopt : std::optional(groups);
}

bool Options::streams() const
{
    const auto found = verbs().find(verb);
    return json && found != verbs().end() && found->second.streams;
}

Result<Options> parseOptions(const QStringList &arguments)
{
    return Parser(arguments).parse();
}

QString usage()
{
    return Tr::tr(
        "Usage: brokerdeckctl [options] VERB\n"
        "\n"
        "Kafka development stacks under Docker Compose, from a terminal.\n"
        "\n"
        "Verbs\n"
        "  projects            projects that the engine knows, those with Kafka first\n"
        "  status              every service, what it does or waits for, and the expected topics\n"
        "  up [SERVICE…]       start in order, each as soon as what it waits for is ready\n"
        "  stop [SERVICE…]     stop in reverse order, brokers before ZooKeeper\n"
        "  restart [SERVICE]   restart one service, or the whole stack\n"
        "  topics list         every topic with its partitions and, at most, its records\n"
        "  topics describe TOPIC   its partitions, offsets and what is set for it\n"
        "  topics create [TOPIC…]  make topics; without a name, the expected ones that are missing\n"
        "  topics set TOPIC    change its settings: --config KEY=VALUE, --reset KEY\n"
        "  topics add-partitions TOPIC TOTAL\n"
        "  topics empty TOPIC  delete its records\n"
        "  topics delete TOPIC…\n"
        "  topics recreate TOPIC   delete it and make it again, empty, with what is set on it\n"
        "  topics expected     what of the expected topics is otherwise; --apply makes it so\n"
        "  topics expected --add TOPIC, --remove TOPIC   change the list of the team file, .brokerdeck.yaml\n"
        "  topics export [TOPIC…]   topics and what is set on them, as YAML\n"
        "  topics import FILE  what is otherwise than in such a file; --apply makes it so\n"
        "  peek TOPIC          its newest records, or as --from, -n, --filter say\n"
        "  produce TOPIC [FILE]   one record of --key, --value, --header; or one for each line of FILE or of the\n"
        "                      standard input\n"
        "  connections list    clusters that are kept under a name\n"
        "  connections show NAME\n"
        "  connections add NAME   keep the one of --bootstrap or --properties; passwords go into the keychain\n"
        "  connections edit NAME   what is given becomes otherwise: cluster, --colour, --read-only, --writable\n"
        "  connections remove NAME, rename NAME NEW\n"
        "  connections secrets NAME   ask for its passwords, and keep them in the keychain\n"
        "  connections export [FILE], import FILE   as JSON, without passwords\n"
        "  check-connection [NAME]   where a connection fails, step by step\n"
        "  groups list         every consumer group with its state, members and lag\n"
        "  groups describe GROUP   its members and, for each partition, what is committed and how far behind that is\n"
        "  groups reset GROUP --to WHERE   show what would change; --apply makes it so, while nobody is connected\n"
        "  groups delete GROUP…\n"
        "  groups delete-offsets GROUP --topic TOPIC\n"
        "  cluster show        the cluster, its brokers, versions and features\n"
        "  cluster config [BROKER]   what is set on a broker, and where\n"
        "  cluster acls        who may do what, where the cluster has an authorizer\n"
        "  volumes             the project's volumes, what each is for, and what of its data is on none\n"
        "  volumes lock VOLUME, unlock VOLUME   keep it from every reset; or no longer\n"
        "  volumes rm VOLUME   delete one that nothing needs\n"
        "  volumes browse VOLUME [PATH]   what is in it; the beginning of a file\n"
        "  snapshot save [NAME]   archive the stack's volumes, or --records: topics and where groups are\n"
        "  snapshot list       those of this project\n"
        "  snapshot verify, restore, rm SNAPSHOT   by its id, its name, or «latest»\n"
        "  snapshot rename SNAPSHOT NAME\n"
        "  snapshot export SNAPSHOT FILE   in one file, to be handed on; a folder takes it under a name of its own\n"
        "  snapshot import FILE   one that somebody has handed on\n"
        "  snapshot days [DAYS]   how long those are kept that a reset took (0: for ever); those that were saved, and\n"
        "                      those of «snapshot keep SNAPSHOT», stay until «snapshot let-go SNAPSHOT»\n"
        "  reset --level LEVEL   empty: records of topics; recreate: the expected topics; full: Kafka and ZooKeeper\n"
        "                      with all their volumes. The way back is kept as a snapshot\n"
        "  reset --resume, --abandon   go on with one that was broken off; or leave it as it is\n"
        "  script --level LEVEL   the same as shell commands, to be read and run\n"
        "  verify              containers, ZooKeeper, brokers, endpoints, volumes, topics and workers, as a checklist\n"
        "  diagnose [SERVICE…]    what is wrong, by what is known of such failures: cause, proof and what helps\n"
        "  diagnose --log FILE [SERVICE]   the same of a log alone (-: the standard input); no engine is needed\n"
        "  logs [-f] [SERVICE…]   what they write, in the order of time, since their last start or --from; -f: and what\n"
        "                      comes. --filter, --regex and -n as for peek; --level: at least trace, debug, info, warn,\n"
        "                      error or fatal\n"
        "  troubleshoot [SYMPTOM]   checks from a symptom to a way out, as Markdown; without SYMPTOM: which there are\n"
        "  brokers             the brokers as ZooKeeper, Kafka and the engine each have them; who owns a registration, and\n"
        "                      what can be done about a stale one\n"
        "  brokers nodes [PATH]   a node of ZooKeeper, and those under it\n"
        "  brokers unregister ID   delete a registration that nobody owns and that does not expire\n"
        "  bundle [FILE]       for who asks for help: versions, model, states, logs and diagnoses, secrets masked, as a\n"
        "                      zip file; without FILE: what would be in it\n"
        "  practice list       lessons: a stack of your own that is broken on purpose, for you to mend\n"
        "  practice start, hint, check, stop LESSON   «check» says whether it is mended, and why it broke; «stop» takes all\n"
        "                      of it away\n"
        "  audit               which settings of the compose file will bring the next crash, why, and on which line; no\n"
        "                      engine is needed\n"
        "  audit --fix [RULE…]   what would mend them, as a diff; --apply: write it, with the old file kept beside it\n"
        "                      (--diff: shown, too); audit --undo takes the last writing back\n"
        "  new [FILE]          a compose file for a stack that there is not yet, with the reason beside each setting;\n"
        "                      without FILE: printed\n"
        "  sheet [FILE]        one page on the project for whoever is new to it, as Markdown, or HTML by the file's name\n"
        "  runs                recorded starts and stops\n"
        "  timeline [RUN]      the timeline of a run; without a number, of the newest\n"
        "\n"
        "Options\n"
        "  -f, --file FILE     compose file; several are merged; default: as Compose finds it here\n"
        "  -p, --project NAME  project name; without a file, a project that the engine knows\n"
        "  --project-directory DIR\n"
        "                      where relative paths and .env are; default: beside the first compose file\n"
        "  --context NAME      Docker context\n"
        "  --profile NAME      activate a profile\n"
        "  --env-file FILE     instead of .env\n"
        "  --create-topics     up: make expected topics that are missing\n"
        "  --leave-data        up: data for which the file names another volume now stays where it is, instead of going along\n"
        "  --strict            wait for the engine's own verdict on health\n"
        "  --timeout SECONDS   how long one service may take (300); how long a cluster may take to answer (30)\n"
        "  --bootstrap HOST:PORT   topics, peek, produce, groups, cluster: of this cluster, without a project\n"
        "  --properties FILE   the same, of the cluster that a Java client's properties name\n"
        "  --connection NAME   the same, of a cluster that is kept under this name\n"
        "  --secrets-from FILE   passwords, instead of from the keychain: NAME=VALUE a line; -: the standard input\n"
        "  --read-only, --writable, --colour NAME   connections add, edit\n"
        "  --partitions N, --replication-factor N, --config KEY=VALUE   topics create\n"
        "  --internal          topics list: Kafka's own too\n"
        "  --yes               topics empty, delete, expected, import: records may go; groups delete, delete-offsets;\n"
        "                      snapshot rm; snapshot export, sheet: over the file that is there\n"
        "  --apply             topics expected, import: make it so, as far as no record is deleted by it; groups reset;\n"
        "                      audit --fix\n"
        "  --to WHERE          groups reset: beginning, end, an offset, a time, how long ago (10m), +N or -N records\n"
        "  --topic TOPIC       groups reset, delete-offsets: of this one only; reset takes several\n"
        "  --from WHERE        peek: beginning, end, an offset, a time (2026-11-25T14:00:00Z), or how long ago (10m)\n"
        "  -n N                peek: at most so many records (10 where --from is not given); runs: so many (100)\n"
        "  --follow            peek: go on with what comes\n"
        "  --filter TEXT, --regex PATTERN   peek: in key, value or headers\n"
        "  --path EXPRESSION   peek: in key or value, where it is JSON: '$.order.id == 7', '$.items[*].sku =~ \"^A\"'\n"
        "  --key-format, --value-format FORMAT   peek: auto, text, json, hex, int, double, registry\n"
        "  --registry URL      peek: the Schema Registry whose schemas Avro and JSON are read by; default: the one of the\n"
        "                      connection, of the properties or of the project\n"
        "  --registry-user NAME    its password is in BROKERDECK_REGISTRY_PASSWORD, in --secrets-from, or is asked for\n"
        "  --registry-ca FILE  certificates (PEM) that are trusted beside the system’s\n"
        "  --partition N       peek, produce, groups reset, delete-offsets: this one only\n"
        "  --key TEXT, --value TEXT, --header NAME=VALUE   produce: one record\n"
        "  --json-lines        produce: each line is what «peek --json» writes\n"
        "  --dry-run           reset: show what would go\n"
        "  --confirm PROJECT   reset, snapshot restore, volumes rm, brokers unregister: the project's name, or nothing is\n"
        "                      deleted\n"
        "  --confirm-remote CONTEXT   the same, of an engine on another machine or of a protected project\n"
        "  --none-elsewhere    brokers unregister: no broker with this id runs outside of this engine\n"
        "  --no-snapshot       reset: keep no way back\n"
        "  --topic, --group NAME   reset, snapshot save --records: only these; several\n"
        "  --volume NAME       snapshot save: only these; several\n"
        "  --exit-code N, --oom   diagnose --log: how the process ended\n"
        "  --brokers N, --zookeeper, --family confluent|apache, --image IMAGE, --zookeeper-image IMAGE, --port N,\n"
        "  --topic NAME:PARTITIONS, --worker NAME   new: one broker or three, with ZooKeeper instead of KRaft, …\n"
        "  --ascii             timeline: plain characters\n"
        "  --json              one JSON document; up, stop, restart: one object a line as things happen\n"
        "  --version, --help\n"
        "\n"
        "Exit code: 0 done and well, 1 a problem was found, 2 wrong use, 3 no engine, 4 failed, 130 cancelled\n");
}

} // namespace bd::ctl
