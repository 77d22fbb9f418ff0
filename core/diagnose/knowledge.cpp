#include "diagnose/knowledge.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFileInfo>
#include <re2/re2.h>

#include "yaml/parse.h"

namespace bd::diagnose {

namespace {

using compose::Role;
using yaml::Node;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};

constexpr QLatin1String markersFile("markers.yaml");

const QMap<QString, Role> &roleNames()
{
    static const QMap<QString, Role> names{{QStringLiteral("zookeeper"), Role::ZooKeeper},
                                           {QStringLiteral("broker"), Role::Broker},
                                           {QStringLiteral("init"), Role::Init},
                                           {QStringLiteral("worker"), Role::Worker},
                                           {QStringLiteral("other"), Role::Other}};
    return names;
}

// Reads one file.
class Reader : private yaml::FieldReader
{
public:
    explicit Reader(const KnowledgeFile &file) : FieldReader(file.name), m_file(file) {}

    Result<Failure> failure()
    {
        const auto root = yaml::parse(m_file.text, m_file.name);
        if (!root)
            return tl::unexpected(root.error());
        Failure failure;
        const bool isWhole = each(
            *root,
            {{QStringLiteral("id"), [&](const Node &node) { read(node, failure.id); }},
             {QStringLiteral("title"), [&](const Node &node) { read(node, failure.title); }},
             {QStringLiteral("about"), [&](const Node &node) { read(node, failure.about); }},
             {QStringLiteral("signs"),
              [&](const Node &node) { list(node, [&](const Node &item) { failure.signs.push_back(sign(item)); }); }},
             {QStringLiteral("until"), [&](const Node &node) { read(node, failure.until); }},
             {QStringLiteral("generic"),
              [&](const Node &node) { failure.isGeneric = node.text == QLatin1String("true"); }},
             {QStringLiteral("rather"), [&](const Node &node) { read(node, failure.rather); }},
             {QStringLiteral("follows"), [&](const Node &node) { read(node, failure.follows); }},
             {QStringLiteral("cause"), [&](const Node &node) { read(node, failure.cause); }},
             {QStringLiteral("proof"), [&](const Node &node) { read(node, failure.proof); }},
             {QStringLiteral("steps"), [&](const Node &node) { read(node, failure.steps); }},
             {QStringLiteral("last-resort"), [&](const Node &node) { failure.lastResort = step(node); }},
             {QStringLiteral("reading"), [&](const Node &node) { read(node, failure.reading); }}});
        if (isWhole
            && (failure.id.isEmpty() || failure.title.isEmpty() || failure.cause.isEmpty() || failure.signs.empty()
                || failure.steps.empty()))
            wrong(*root, Tr::tr("a failure has an id, a title, a cause, signs and steps"));
        if (error())
            return tl::unexpected(*error());
        return failure;
    }

    Result<std::vector<Marker>> markers()
    {
        const auto root = yaml::parse(m_file.text, m_file.name);
        if (!root)
            return tl::unexpected(root.error());
        std::vector<Marker> markers;
        const auto add = [&](Marker::Kind kind) {
            return [&markers, kind, this](const Node &node) {
                QStringList patterns;
                read(node, patterns);
                for (const QString &pattern : patterns) {
                    check(node, pattern);
                    markers.push_back({kind, pattern});
                }
            };
        };
        each(*root, {{QStringLiteral("begins"), add(Marker::Kind::Begins)},
                     {QStringLiteral("ready"), add(Marker::Kind::Ready)}});
        if (error())
            return tl::unexpected(*error());
        return markers;
    }

private:
    using FieldReader::read;

    void read(const Node &node, QList<Role> &roles)
    {
        list(node, [&](const Node &item) {
            const auto role = roleNames().constFind(item.text);
            if (role == roleNames().cend())
                wrong(item, Tr::tr("there is no role «%1»").arg(item.text));
            else
                roles += *role;
        });
    }
    void read(const Node &node, QList<int> &numbers)
    {
        list(node, [&](const Node &item) {
            bool isNumber = false;
            numbers += item.text.toInt(&isNumber);
            if (!isNumber)
                wrong(item, Tr::tr("a number belongs here"));
        });
    }
    void read(const Node &node, Failure::Until &until)
    {
        if (node.text == QLatin1String("never"))
            until = Failure::Until::Never;
        else if (node.text == QLatin1String("silent"))
            until = Failure::Until::Silent;
        else if (node.text != QLatin1String("ready"))
            wrong(node, Tr::tr("«ready», «silent» or «never» belongs here"));
    }
    void read(const Node &node, std::vector<Step> &steps)
    {
        list(node, [&](const Node &item) { steps.push_back(step(item)); });
    }

    void check(const Node &node, const QString &pattern)
    {
        const re2::RE2 compiled(pattern.toStdString(), re2::RE2::Quiet);
        if (!compiled.ok())
            wrong(node, Tr::tr("this pattern does not compile: %1").arg(QString::fromStdString(compiled.error())));
    }
    void readPattern(const Node &node, QString &pattern)
    {
        read(node, pattern);
        check(node, pattern);
    }

    Sign sign(const Node &node)
    {
        Sign sign;
        each(node, {{QStringLiteral("log"), [&](const Node &value) { readPattern(value, sign.log); }},
                    {QStringLiteral("health"), [&](const Node &value) { readPattern(value, sign.health); }},
                    {QStringLiteral("engine"), [&](const Node &value) { readPattern(value, sign.engine); }},
                    {QStringLiteral("probe"), [&](const Node &value) { readPattern(value, sign.probe); }},
                    {QStringLiteral("about"), [&](const Node &value) { read(value, sign.about); }},
                    {QStringLiteral("exit-codes"), [&](const Node &value) { read(value, sign.exitCodes); }},
                    {QStringLiteral("oom-killed"),
                     [&](const Node &value) { sign.oomKilled = value.text == QLatin1String("true"); }},
                    {QStringLiteral("seen"), [&](const Node &value) { read(value, sign.seen); }}});
        if (sign.log.isEmpty() && sign.health.isEmpty() && sign.engine.isEmpty() && sign.probe.isEmpty()
            && sign.exitCodes.isEmpty() && !sign.oomKilled)
            wrong(node, Tr::tr("a sign has something to tell by"));
        return sign;
    }

    Step step(const Node &node) { return stepIn(*this, node); }

    const KnowledgeFile &m_file;
};

Result<> areKnown(const Knowledge &knowledge)
{
    for (const Failure &one : knowledge.failures) {
        for (const QString &id : one.rather) {
            if (!knowledge.failure(id))
                return fail(ErrorCode::Parse, Tr::tr("%1 names «%2», and there is no such failure").arg(one.id, id));
        }
    }
    return {};
}

} // namespace

Step stepIn(yaml::FieldReader &reader, const Node &node)
{
    Step step;
    if (node.isScalar()) {
        reader.read(node, step.text);
        return step;
    }
    reader.each(node, {{QStringLiteral("say"), [&](const Node &value) { reader.read(value, step.text); }},
                       {QStringLiteral("do"), [&](const Node &value) { reader.read(value, step.action); }},
                       {QStringLiteral("rules"), [&](const Node &value) { reader.read(value, step.rules); }},
                       {QStringLiteral("command"), [&](const Node &value) { reader.read(value, step.command); }}});
    if (step.text.isEmpty())
        reader.wrong(node, Tr::tr("a step says what is done"));
    if (!step.action.isEmpty() && !actionNames().contains(step.action))
        reader.wrong(node, Tr::tr("there is no action «%1»").arg(step.action));
    const bool mendsFile = step.action == QLatin1String("mend-file");
    if (mendsFile == step.rules.isEmpty())
        reader.wrong(node, Tr::tr("«mend-file» needs «rules» of the audit, and nothing else has them"));
    if (mendsFile && step.command.isEmpty())
        step.command = QStringLiteral("brokerdeckctl audit --fix ") + step.rules.join(QLatin1Char(' '));
    return step;
}

const QStringList &actionNames()
{
    static const QStringList names{QStringLiteral("start"),          QStringLiteral("start-stack"),
                                   QStringLiteral("restart"),        QStringLiteral("stop"),
                                   QStringLiteral("wait-and-start"), QStringLiteral("pull"),
                                   QStringLiteral("create-topics"),  QStringLiteral("open-brokers"),
                                   QStringLiteral("open-volumes"),   QStringLiteral("open-topics"),
                                   QStringLiteral("open-logs"),      QStringLiteral("open-file"),
                                   QStringLiteral("mend-file"),      QStringLiteral("test-connection"),
                                   QStringLiteral("restore"),        QStringLiteral("reset"),
                                   QStringLiteral("bundle")};
    return names;
}

const Failure *Knowledge::failure(QStringView id) const
{
    const auto found = std::ranges::find(failures, id, &Failure::id);
    return found == failures.end() ? nullptr : &*found;
}

Result<Failure> parseFailure(const KnowledgeFile &file)
{
    return Reader(file).failure();
}

Result<std::vector<Marker>> parseMarkers(const KnowledgeFile &file)
{
    return Reader(file).markers();
}

Result<Knowledge> parseKnowledge(const std::vector<KnowledgeFile> &files)
{
    Knowledge knowledge;
    for (const KnowledgeFile &file : files) {
        if (file.name == markersFile) {
            auto markers = parseMarkers(file);
            if (!markers)
                return tl::unexpected(markers.error());
            knowledge.markers = std::move(*markers);
            continue;
        }
        auto failure = parseFailure(file);
        if (!failure)
            return tl::unexpected(failure.error());
        if (failure->id != QFileInfo(file.name).completeBaseName())
            return fail(ErrorCode::Parse, Tr::tr("%1 has the id %2: both are the same").arg(file.name, failure->id));
        knowledge.failures.push_back(std::move(*failure));
    }
    std::ranges::sort(knowledge.failures, {}, &Failure::id);
    return areKnown(knowledge).map([&] { return std::move(knowledge); });
}

Result<Knowledge> readKnowledge(const QString &folder)
{
    return yaml::filesIn(folder).and_then(parseKnowledge).map([](Knowledge knowledge) {
        for (Failure &one : knowledge.failures)
            eachText(one, [](QString &text) { text = inUserLanguage(text); });
        return knowledge;
    });
}

void eachText(Failure &failure, const std::function<void(QString &)> &visit)
{
    visit(failure.title);
    visit(failure.cause);
    for (std::vector<Step> *steps : {&failure.proof, &failure.steps}) {
        for (Step &step : *steps)
            visit(step.text);
    }
    if (failure.lastResort)
        visit(failure.lastResort->text);
}

QString inUserLanguage(const QString &text)
{
    return QCoreApplication::translate("Knowledge", text.toUtf8().constData());
}

} // namespace bd::diagnose
