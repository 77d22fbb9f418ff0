#include "audit/write.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "audit/servicelines.h"
#include "yaml/edit.h"
#include "yaml/parse.h"

namespace bd::audit {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

using yaml::Node;

// The key below a service that a change is about.
QStringList keyOf(const Change &change)
{
    struct Key {
        QStringList operator()(const SetValue &one) const { return one.path; }
        QStringList operator()(const SetVariable &one) const { return {QStringLiteral("environment"), one.name}; }
        QStringList operator()(const MountVolume &) const { return {QStringLiteral("volumes")}; }
        QStringList operator()(const WaitFor &) const { return {QStringLiteral("depends_on")}; }
        QStringList operator()(const Remove &one) const { return one.path; }
        QStringList operator()(const Publish &) const { return {QStringLiteral("ports")}; }
        QStringList operator()(const ReplaceWithin &one) const { return one.path; }
        QStringList operator()(const AppendWord &one) const { return one.path; }
        QStringList operator()(const AddService &) const { return {}; }
    };
    return std::visit(Key(), change.what);
}

struct Draft {
    QString path;
    QByteArray before;
    ServiceLines after;
    bool isOwn = true;
    bool isNew = false;
};

// The texts to try, the likeliest first: where the setting is written, the last of them winning; then where the service first is.
std::vector<Draft *> candidates(std::vector<Draft> &drafts, const Change &change)
{
    std::vector<Draft *> withSetting, withService;
    const QStringList key = keyOf(change);
    for (Draft &draft : drafts) {
        const auto root = draft.isOwn && !draft.isNew ? yaml::parse(draft.after.textFor(change.service), {})
                                                      : Result<Node>(Node());
        if (!root)
            continue;
        const Node *services = root->find(QStringLiteral("services"));
        const Node *service = change.service.isEmpty() ? &*root : services ? services->find(change.service) : nullptr;
        const bool isAdded = std::holds_alternative<AddService>(change.what) && services && !services->entries.empty();
        if (service && !key.isEmpty() && hasKey(*service, key))
            withSetting.insert(withSetting.begin(), &draft);
        else if (service || isAdded)
            withService.push_back(&draft);
    }
    withSetting.insert(withSetting.end(), withService.begin(), withService.end());
    return withSetting;
}

// As writeInPlace(), and the better part of it in the service's own lines.
Result<> writeTo(ServiceLines &lines, const Change &change)
{
    ServiceLines after = lines;
    const auto below = writeBelowService(after.textFor(change.service), change);
    if (!below)
        return tl::unexpected(below.error());
    after.putFor(change.service, *below);
    const auto beside = writeBesideServices(after.text(), change);
    if (!beside)
        return tl::unexpected(beside.error());
    if (*beside != after.text())
        after.setText(*beside);
    lines = std::move(after);
    return {};
}

Result<> writeFirst(std::vector<Draft> &drafts, const Change &change)
{
    Result<> why = fail(ErrorCode::NotFound, Tr::tr("%1 is in none of the files").arg(change.service));
    for (Draft *draft : candidates(drafts, change)) {
        why = writeTo(draft->after, change);
        if (why)
            break;
    }
    return why;
}

// What can be said in a file that Compose lays over others.
bool isForOverride(const Change &change)
{
    return !change.service.isEmpty() && !std::holds_alternative<Remove>(change.what)
           && !std::holds_alternative<Publish>(change.what) && !std::holds_alternative<ReplaceWithin>(change.what)
           && !std::holds_alternative<AppendWord>(change.what);
}

Result<QByteArray> overridden(const QByteArray &text, const Change &change)
{
    const auto root = yaml::parse(text, {});
    if (!root)
        return tl::unexpected(root.error());
    const Node *services = root->find(QStringLiteral("services"));
    const bool isThere = services && services->find(change.service);
    const auto with = isThere ? Result<QByteArray>(text)
                              : yaml::put(text, {QStringLiteral("services"), change.service}, Node::raw({}));
    return with.and_then([&](const QByteArray &one) { return writeInPlace(one, change); });
}

// A port's address before its number: it is known by how the file has it.
std::vector<Change> inOrder(std::vector<Change> changes)
{
    std::stable_partition(changes.begin(), changes.end(), [](const Change &change) {
        const auto *port = std::get_if<Publish>(&change.what);
        return port && port->from.containerPort == port->to.containerPort;
    });
    return changes;
}

Draft &overrideIn(std::vector<Draft> &drafts, const QString &path)
{
    const auto found = std::ranges::find(drafts, path, &Draft::path);
    if (found != drafts.end())
        return *found;
    const QByteArray head =
        Tr::tr(
            "# What could not be changed in the other compose file without touching more. Compose lays this over it.")
            .toUtf8();
    drafts.push_back({path, {}, ServiceLines(head + '\n'), true, true});
    return drafts.back();
}

} // namespace

Written write(const Sources &sources, const std::vector<Change> &changes, const QString &overridePath)
{
    std::vector<Draft> drafts;
    for (const SourceFile &file : sources.files)
        drafts.push_back({file.path, file.text, ServiceLines(file.text), file.isOwn, false});
    Written written;
    std::vector<Change> seen;
    for (const Change &change : inOrder(changes)) {
        if (std::ranges::find(seen, change) != seen.end()) // two findings, one cure
            continue;
        seen.push_back(change);
        const auto done = writeFirst(drafts, change);
        if (done)
            continue;
        if (overridePath.isEmpty() || !isForOverride(change)) {
            written.left.push_back({change, done.error()});
            continue;
        }
        Draft &draft = overrideIn(drafts, overridePath);
        const auto text = overridden(draft.after.text(), change);
        if (text)
            draft.after.setText(*text);
        (text ? written.overridden : written.left).push_back({change, done.error()});
    }
    for (const Draft &draft : drafts) { // a file's documents are one after another
        if (!written.files.empty() && written.files.back().path == draft.path) {
            written.files.back().before += draft.before;
            written.files.back().after += draft.after.text();
        } else {
            written.files.push_back({draft.path, draft.before, draft.after.text(), draft.isNew});
        }
    }
    std::erase_if(written.files, [&](const EditedFile &file) {
        return file.after == file.before || (file.isNew && written.overridden.empty());
    });
    return written;
}

QString overridePathFor(const compose::Project &project)
{
    if (project.call.files.isEmpty())
        return {};
    const QFileInfo first(project.call.files.first());
    return first.absoluteDir().filePath(first.completeBaseName() + QStringLiteral(".override.") + first.suffix());
}

} // namespace bd::audit
