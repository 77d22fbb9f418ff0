#include "compose/teamfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "base/text.h"
#include "store/store.h"
#include "yaml/parse.h"

namespace bd::compose {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TeamFile)
};

constexpr QLatin1String fileName(".brokerdeck.yaml");
constexpr int knownVersion = 1;

QString pathIn(const QString &projectDirectory)
{
    return QDir(projectDirectory).filePath(fileName);
}

class TeamFileReader
{
public:
    explicit TeamFileReader(const QString &path) : m_name(QFileInfo(path).fileName()) { m_file.path = path; }

    Result<TeamFile> read(const QByteArray &text)
    {
        const Result<yaml::Node> root = yaml::parse(text, m_name);
        if (!root)
            return tl::unexpected(root.error());
        m_file.exists = true;
        if (root->isEmpty())
            return m_file;
        if (!root->isMapping())
            return wrong(*root, Tr::tr("the team file is a mapping, as in «development: true»"));
        for (const yaml::Entry &entry : root->entries) {
            if (!readEntry(entry))
                return tl::unexpected(m_error);
        }
        return m_file;
    }

private:
    tl::unexpected<Error> wrong(const yaml::Node &node, const QString &message)
    {
        fails(node, message);
        return tl::unexpected(m_error);
    }

    QString at(const yaml::Node &node, const QString &message) const
    {
        return QStringLiteral("%1:%2:%3: %4").arg(m_name).arg(node.start.line).arg(node.start.column).arg(message);
    }

    bool fails(const yaml::Node &node, const QString &message)
    {
        m_error = {ErrorCode::Parse, at(node, message), Tr::tr("Correct the team file %1.").arg(m_file.path), {}};
        return false;
    }

    void noteUnknown(const yaml::Node &key)
    {
        m_file.notes += at(key,
                           Tr::tr("«%1» means nothing to this version of Brokerdeck").arg(firstLine(key.text, 60)));
    }

    bool readEntry(const yaml::Entry &entry)
    {
        const QString &key = entry.key.text;
        if (key == QLatin1String("version"))
            return readVersion(entry.value);
        if (key == QLatin1String("development"))
            return readTruth(entry.value, m_file.isDevelopment);
        if (key == QLatin1String("protected"))
            return readTruth(entry.value, m_file.isProtected);
        if (key == QLatin1String("topics"))
            return readTopics(entry.value);
        if (key == QLatin1String("roles"))
            return readRoles(entry.value);
        if (key == QLatin1String("protected-volumes"))
            return readVolumes(entry.value);
        noteUnknown(entry.key);
        return true;
    }

    bool readVersion(const yaml::Node &node)
    {
        int version = knownVersion;
        if (!readNumber(node, version))
            return false;
        if (version != knownVersion) {
            m_file.notes += at(node,
                               Tr::tr("version %1 of the team file is newer than this Brokerdeck knows").arg(version));
        }
        return true;
    }

    bool readTruth(const yaml::Node &node, bool &value)
    {
        const QString text = node.isScalar() && !node.isString() ? node.text.toLower() : QString();
        value = text == QLatin1String("true") || text == QLatin1String("yes") || text == QLatin1String("on");
        const bool isFalse = text == QLatin1String("false") || text == QLatin1String("no")
                             || text == QLatin1String("off");
        return value || isFalse || fails(node, Tr::tr("true or false is expected here"));
    }

    bool readNumber(const yaml::Node &node, int &value)
    {
        bool isNumber = false;
        value = node.text.toInt(&isNumber);
        return (node.isScalar() && !node.isString() && isNumber && value > 0)
               || fails(node, Tr::tr("a whole number above 0 is expected here"));
    }

    bool readText(const yaml::Node &node, QString &value)
    {
        value = node.text;
        return (node.isScalar() && !node.isNull()) || fails(node, Tr::tr("a text is expected here"));
    }

    bool readTopics(const yaml::Node &node)
    {
        m_file.hasTopics = true;
        if (!node.isSequence() && !node.isNull())
            return fails(node, Tr::tr("a list of topics is expected here"));
        for (const yaml::Node &item : node.items) {
            ExpectedTopic topic;
            topic.source = ExpectedTopic::Source::TeamFile;
            if (!(item.isMapping() ? readTopic(item, topic) : readText(item, topic.name)))
                return false;
            if (topic.name.isEmpty())
                return fails(item, Tr::tr("a topic without a name"));
            m_file.topics.push_back(topic);
        }
        return true;
    }

    bool readTopic(const yaml::Node &node, ExpectedTopic &topic)
    {
        for (const yaml::Entry &entry : node.entries) {
            const QString &key = entry.key.text;
            bool isRight = true;
            if (key == QLatin1String("name"))
                isRight = readText(entry.value, topic.name);
            else if (key == QLatin1String("partitions"))
                isRight = readNumber(entry.value, topic.partitions);
            else if (key == QLatin1String("replication-factor"))
                isRight = readNumber(entry.value, topic.replicationFactor);
            else if (key == QLatin1String("config"))
                isRight = readConfig(entry.value, topic.config);
            else
                noteUnknown(entry.key);
            if (!isRight)
                return false;
        }
        return true;
    }

    bool readConfig(const yaml::Node &node, QMap<QString, QString> &config)
    {
        if (!node.isMapping() && !node.isNull())
            return fails(node, Tr::tr("settings of a topic are expected here, as in «cleanup.policy: compact»"));
        for (const yaml::Entry &entry : node.entries) {
            if (!readText(entry.value, config[entry.key.text]))
                return false;
        }
        return true;
    }

    bool readRoles(const yaml::Node &node)
    {
        if (!node.isMapping() && !node.isNull())
            return fails(node, Tr::tr("roles by service are expected here, as in «my-service: worker»"));
        for (const yaml::Entry &entry : node.entries) {
            const std::optional<Role> role = entry.value.isScalar() ? roleFrom(entry.value.text) : std::nullopt;
            if (!role)
                return fails(entry.value, Tr::tr("a role is expected here: zookeeper, broker, init, worker or other"));
            m_file.roles.insert(entry.key.text, *role);
        }
        return true;
    }

    bool readVolumes(const yaml::Node &node)
    {
        if (!node.isSequence() && !node.isNull())
            return fails(node, Tr::tr("a list of volumes is expected here"));
        for (const yaml::Node &item : node.items) {
            if (!readText(item, m_file.protectedVolumes.emplace_back()))
                return false;
        }
        return true;
    }

    QString m_name;
    TeamFile m_file;
    Error m_error;
};

} // namespace

QString teamDirectory(const engine::ComposeCall &call)
{
    return call.files.isEmpty() ? QString() : QFileInfo(call.files.first()).absolutePath();
}

Result<TeamFile> parseTeamFile(const QByteArray &text, const QString &path)
{
    return TeamFileReader(path).read(text);
}

Result<TeamFile> readTeamFile(const QString &projectDirectory)
{
    const QString path = pathIn(projectDirectory);
    if (!QFileInfo::exists(path)) {
        TeamFile none;
        none.path = path;
        return none;
    }
    const Result<QByteArray> text = store::readFile(path);
    if (!text)
        return tl::unexpected(text.error());
    return parseTeamFile(*text, path);
}

Result<std::vector<ExpectedTopic>> topicsOfFile(const QString &path)
{
    const auto text = store::readFile(path);
    if (!text)
        return tl::unexpected(text.error());
    const auto file = parseTeamFile(*text, QFileInfo(path).fileName());
    if (!file)
        return tl::unexpected(file.error());
    if (!file->hasTopics)
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 has no «topics:»").arg(path),
                    Tr::tr(
                        "«brokerdeckctl topics export» writes a file of that form, and so does the list of topics."));
    return file->topics;
}

} // namespace bd::compose
