// A docker that has a made-up engine behind it: it answers what it is asked, removes what it is told to remove, as far as the
// real one would, and records all that changed something.
#pragma once

#include <mutex>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "fakes/engineworld.h"
#include "process/process.h"

namespace bd::fakes {

class FakeDocker final : public process::Runner
{
public:
    explicit FakeDocker(guard::EngineState state) : m_state(std::move(state)) {}

    guard::EngineState state() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_state;
    }
    void setState(guard::EngineState state)
    {
        const std::scoped_lock lock(m_mutex);
        m_state = std::move(state);
    }
    std::vector<QStringList> changes() const // arguments of each command that stops or removes
    {
        const std::scoped_lock lock(m_mutex);
        return m_changes;
    }

    Result<process::Finished> run(const process::Command &command, const process::Limits &, std::stop_token) override
    {
        const std::scoped_lock lock(m_mutex);
        const QStringList &words = command.arguments;
        const QString verb = words.value(0) == s("volume") ? s("volume ") + words.value(1) : words.value(0);
        if (verb == s("stop") || verb == s("rm") || verb == s("volume rm"))
            m_changes.push_back(words);
        if (verb == s("context"))
            return said(QJsonObject{{s("Name"), m_state.context.name},
                                    {s("DockerEndpoint"), s("unix:///var/run/docker.sock")},
                                    {s("Current"), true}});
        if (verb == s("info"))
            return said(QJsonObject{{s("ID"), m_state.id}, {s("SystemTime"), s("2026-11-23T10:00:00Z")}});
        if (verb == s("ps"))
            return listed(m_state.containers, &engine::Container::id);
        if (verb == s("volume ls"))
            return listed(m_state.volumes, &engine::Volume::name);
        if (verb == s("inspect"))
            return said(jsonOf(m_state.containers));
        if (verb == s("volume inspect"))
            return said(jsonOf(m_state.volumes));
        if (verb == s("stop"))
            return stopped(words.last());
        if (verb == s("rm"))
            return removed(words.mid(words.indexOf(s("--")) + 1), m_state.containers, &engine::Container::id);
        if (verb == s("volume rm"))
            return removed(words.mid(words.indexOf(s("--")) + 1), m_state.volumes, &engine::Volume::name);
        return fail(ErrorCode::Failed, s("FakeDocker does not know: ") + command.line());
    }
    Result<process::Finished> stream(const process::Command &command, const process::LineSink &,
                                     const process::Limits &limits, std::stop_token stop) override
    {
        return run(command, limits, std::move(stop));
    }
    Result<process::Finished> pipe(const process::Command &command, const process::Pipes &,
                                   const process::Limits &limits, std::stop_token stop) override
    {
        return run(command, limits, std::move(stop));
    }

private:
    static process::Finished said(const QByteArray &out, const QByteArray &err = {})
    {
        process::Finished finished;
        finished.exitCode = err.isEmpty() ? 0 : 1;
        finished.out = out;
        finished.err = err;
        return finished;
    }
    static process::Finished said(const QJsonObject &json)
    {
        return said(QJsonDocument(json).toJson(QJsonDocument::Compact));
    }
    static process::Finished said(const QJsonArray &json)
    {
        return said(QJsonDocument(json).toJson(QJsonDocument::Compact));
    }

    template<typename All, typename Name>
    static process::Finished listed(const All &all, Name name)
    {
        QByteArray lines;
        for (const auto &one : all)
            lines += (one.*name).toUtf8() + '\n';
        return said(lines);
    }

    static QJsonObject jsonOf(const QMap<QString, QString> &labels)
    {
        QJsonObject json;
        for (auto it = labels.cbegin(); it != labels.cend(); ++it)
            json.insert(it.key(), it.value());
        return json;
    }

    static QJsonArray jsonOf(const std::vector<engine::Container> &containers)
    {
        QJsonArray all;
        for (const engine::Container &one : containers) {
            QJsonArray mounts;
            for (const engine::Mount &mount : one.mounts)
                mounts += QJsonObject{{s("Type"), mount.kind == engine::Mount::Kind::Bind ? s("bind") : s("volume")},
                                      {s("Name"), mount.name},
                                      {s("Source"), mount.source},
                                      {s("Destination"), mount.destination}};
            all += QJsonObject{{s("Id"), one.id},
                               {s("Name"), QLatin1Char('/') + one.name},
                               {s("Config"), QJsonObject{{s("Labels"), jsonOf(one.labels)}}},
                               {s("State"), QJsonObject{{s("Status"), one.isUp() ? s("running") : s("exited")}}},
                               {s("Mounts"), mounts}};
        }
        return all;
    }

    static QJsonArray jsonOf(const std::vector<engine::Volume> &volumes)
    {
        QJsonArray all;
        for (const engine::Volume &one : volumes)
            all += QJsonObject{{s("Name"), one.name},
                               {s("CreatedAt"), one.createdAt ? toIso(*one.createdAt) : QString()},
                               {s("Labels"), jsonOf(one.labels)}};
        return all;
    }

    process::Finished stopped(const QString &id)
    {
        theOne(m_state.containers, id, &engine::Container::id).state = engine::ContainerState::Exited;
        return said(id.toUtf8());
    }

    bool isInUse(const engine::Container &container) const { return container.isUp(); }
    bool isInUse(const engine::Volume &volume) const
    {
        return std::ranges::any_of(m_state.containers, [&](const engine::Container &container) {
            return std::ranges::find(container.mounts, volume.name, &engine::Mount::name) != container.mounts.end();
        });
    }

    template<typename All, typename Name>
    process::Finished removed(const QStringList &names, All &all, Name name)
    {
        QByteArray problems;
        for (const QString &wanted : names) {
            const auto found = std::ranges::find(all, wanted, name);
            if (found == all.end())
                problems += "Error response from daemon: no such container or volume: no such volume\n";
            else if (isInUse(*found))
                problems += "Error response from daemon: it is in use\n";
            else
                all.erase(found);
        }
        return said(QByteArray(), problems);
    }

    mutable std::mutex m_mutex;
    guard::EngineState m_state;
    std::vector<QStringList> m_changes;
};

} // namespace bd::fakes
