#include <algorithm>
#include <functional>
#include <mutex>

#include <QCoreApplication>

#include "compose/teamfile.h"
#include "store/store.h"
#include "yaml/edit.h"
#include "yaml/print.h"

namespace bd::compose {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TeamFile)
};

const QString topicsKey = QStringLiteral("topics");

QByteArray newTeamFile()
{
    return "# " + Tr::tr("What this team tells Brokerdeck about the stack beside it.").toUtf8() + "\nversion: 1\n";
}

using Edit = std::function<Result<QByteArray>(const TeamFile &team, const QByteArray &text)>;

// Reads the file, edits it, and writes it where something is different then.
Result<> edit(const QString &projectDirectory, const Edit &how)
{
    static std::mutex oneAtATime; // each reads what the one before wrote
    const std::lock_guard lock(oneAtATime);
    const Result<TeamFile> team = readTeamFile(projectDirectory);
    if (!team)
        return tl::unexpected(team.error());
    const Result<QByteArray> text = team->exists ? store::readFile(team->path) : Result<QByteArray>(newTeamFile());
    if (!text)
        return tl::unexpected(text.error());
    const Result<QByteArray> edited = how(*team, *text);
    if (!edited)
        return tl::unexpected(edited.error());
    return *edited == *text ? Result<>() : store::writeFile(team->path, *edited);
}

yaml::Node nodeOf(const ExpectedTopic &topic)
{
    const auto entry = [](const char *key, yaml::Node value) {
        return yaml::Entry{yaml::Node::string(QString::fromLatin1(key)), std::move(value)};
    };
    std::vector<yaml::Entry> entries{entry("name", yaml::Node::string(topic.name)),
                                     entry("partitions", yaml::Node::raw(QString::number(topic.partitions))),
                                     entry("replication-factor",
                                           yaml::Node::raw(QString::number(topic.replicationFactor)))};
    std::vector<yaml::Entry> config;
    for (auto it = topic.config.cbegin(); it != topic.config.cend(); ++it)
        config.push_back({yaml::Node::string(it.key()), yaml::Node::string(it.value())});
    if (!config.empty())
        entries.push_back(entry("config", yaml::Node::mapping(std::move(config))));
    return yaml::Node::mapping(std::move(entries));
}

yaml::Node nodeOf(const std::vector<ExpectedTopic> &topics)
{
    std::vector<yaml::Node> items;
    items.reserve(topics.size());
    for (const ExpectedTopic &topic : topics)
        items.push_back(nodeOf(topic));
    return yaml::Node::sequence(std::move(items));
}

bool isSame(const ExpectedTopic &one, const ExpectedTopic &other)
{
    return std::tie(one.partitions, one.replicationFactor, one.config)
           == std::tie(other.partitions, other.replicationFactor, other.config);
}

// The list of a team file while it is edited, item by item.
class TopicList
{
public:
    TopicList(QByteArray text, const TeamFile &team) : m_text(std::move(text)), m_topics(team.topics) {}

    // Where there is none yet.
    Result<> begin(const std::vector<ExpectedTopic> &topics)
    {
        m_topics = topics;
        return took(yaml::insertKey(m_text, {}, topicsKey, nodeOf(topics)));
    }

    Result<> expect(const ExpectedTopic &topic)
    {
        const auto known = find(topic.name);
        if (known == m_topics.end()) {
            m_topics.push_back(topic);
            return took(yaml::appendItem(m_text, {topicsKey}, nodeOf(topic)));
        }
        const yaml::Path path{topicsKey, QString::number(known - m_topics.begin())};
        const bool isAsItWas = isSame(*known, topic);
        *known = topic;
        return isAsItWas ? Result<>() : took(yaml::replaceItem(m_text, path, nodeOf(topic)));
    }

    Result<> forget(const QString &name)
    {
        const auto known = find(name);
        if (known == m_topics.end())
            return {};
        const yaml::Path path{topicsKey, QString::number(known - m_topics.begin())};
        m_topics.erase(known);
        return took(yaml::removeItem(m_text, path));
    }

    const QByteArray &text() const { return m_text; }

private:
    std::vector<ExpectedTopic>::iterator find(const QString &name)
    {
        return std::ranges::find(m_topics, name, &ExpectedTopic::name);
    }

    Result<> took(Result<QByteArray> edited)
    {
        if (!edited)
            return tl::unexpected(edited.error());
        m_text = std::move(*edited);
        return {};
    }

    QByteArray m_text;
    std::vector<ExpectedTopic> m_topics; // as they stand in it
};

Result<> editTopics(const QString &projectDirectory, const std::vector<ExpectedTopic> &soFar,
                    const std::function<Result<>(TopicList &)> &how)
{
    return edit(projectDirectory, [&](const TeamFile &team, const QByteArray &text) -> Result<QByteArray> {
        TopicList list(text, team);
        Result<> done = team.hasTopics ? Result<>() : list.begin(soFar);
        if (done)
            done = how(list);
        return done ? Result<QByteArray>(list.text()) : tl::unexpected(done.error());
    });
}

} // namespace

QByteArray topicsText(const std::vector<ExpectedTopic> &topics)
{
    return yaml::printEntry(yaml::Node::string(topicsKey), nodeOf(topics), 0, 2, "\n") + '\n';
}

Result<> expectTopics(const QString &projectDirectory, const std::vector<ExpectedTopic> &topics,
                      const std::vector<ExpectedTopic> &soFar)
{
    return editTopics(projectDirectory, soFar, [&](TopicList &list) {
        Result<> done;
        for (auto topic = topics.begin(); done && topic != topics.end(); ++topic)
            done = list.expect(*topic);
        return done;
    });
}

Result<> forgetTopics(const QString &projectDirectory, const QStringList &names,
                      const std::vector<ExpectedTopic> &soFar)
{
    return editTopics(projectDirectory, soFar, [&](TopicList &list) {
        Result<> done;
        for (auto name = names.begin(); done && name != names.end(); ++name)
            done = list.forget(*name);
        return done;
    });
}

Result<> setRole(const QString &projectDirectory, const QString &service, std::optional<Role> role)
{
    return edit(projectDirectory, [&](const TeamFile &team, const QByteArray &text) -> Result<QByteArray> {
        const bool isSo = team.roles.contains(service) == role.has_value()
                          && (!role || team.roles.value(service) == *role);
        if (isSo)
            return text;
        const yaml::Path path{QStringLiteral("roles"), service};
        return role ? yaml::put(text, path, yaml::Node::string(toString(*role))) : yaml::removeKey(text, path);
    });
}

} // namespace bd::compose
