#include "connectionverbs.h"

#include <algorithm>
#include <map>

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>

#include "connection/test.h"
#include "exitcode.h"
#include "kafkaconnection.h"
#include "secretinput.h"
#include "store/store.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using connection::Step;
using store::Connection;

constexpr qint64 mostBytes = 64 << 20;

// The document that export writes, as JSON to print.
QJsonArray jsonOf(const std::vector<Connection> &connections)
{
    return QJsonDocument::fromJson(store::exported(connections)).object()[QLatin1String("connections")].toArray();
}

QString protocolOf(const Connection &connection)
{
    return connection.properties.value(QStringLiteral("security.protocol"), QStringLiteral("PLAINTEXT")).toUpper();
}

class ConnectionVerbs
{
public:
    ConnectionVerbs(const Options &options, Output &output, std::stop_token stop)
        : m_options(options), m_output(output), m_stop(std::move(stop)), m_given(options.arguments.mid(1)),
          m_keychain(store::desktopKeychain())
    {}

    int run()
    {
        using Subcommand = Result<> (ConnectionVerbs::*)();
        static const std::map<QString, Subcommand> subcommands{
            {QStringLiteral("list"), &ConnectionVerbs::list},
            {QStringLiteral("show"), &ConnectionVerbs::show},
            {QStringLiteral("add"), &ConnectionVerbs::add},
            {QStringLiteral("edit"), &ConnectionVerbs::edit},
            {QStringLiteral("remove"), &ConnectionVerbs::remove},
            {QStringLiteral("rename"), &ConnectionVerbs::rename},
            {QStringLiteral("export"), &ConnectionVerbs::writeAll},
            {QStringLiteral("import"), &ConnectionVerbs::readAll},
            {QStringLiteral("secrets"), &ConnectionVerbs::askAgain},
        };
        // parseOptions() lets no other through.
        const Result<> done = (this->*subcommands.at(m_options.arguments.first()))();
        return done ? Well : failed(m_output, done.error());
    }

private:
    Result<> list();
    Result<> show();
    Result<> add();
    Result<> edit();
    Result<> remove();
    Result<> rename();
    Result<> writeAll();
    Result<> readAll();
    Result<> askAgain();

    Result<connection::Parts> given() const;
    Result<> setColour(Connection &wanted) const;   // as --colour says, if it does
    Result<> takeSecrets(connection::Parts &parts); // those of --secrets-from, if it is there
    void forget(const Connection &gone);            // its secrets
    void keep(const Connection &kept, const connection::SecretMap &secrets);

    Result<> takes(qsizetype least, qsizetype most, const QString &what) const
    {
        if (m_given.size() >= least && m_given.size() <= most)
            return {};
        return fail(ErrorCode::InvalidUse, Tr::tr("Used as: connections %1 %2").arg(m_options.arguments.first(), what),
                    Tr::tr("«brokerdeckctl --help» shows how it is used."));
    }
    void tell(const QString &key, const QString &name, const QString &sentence) const
    {
        if (m_output.json())
            m_output.document({{key, name}});
        else
            m_output.line(sentence);
    }

    const Options &m_options;
    Output &m_output;
    std::stop_token m_stop;
    const QStringList m_given;
    store::Connections m_connections;
    std::shared_ptr<store::Keychain> m_keychain;
};

Result<> ConnectionVerbs::list()
{
    const auto all = takes(0, 0, {}).and_then([this] { return m_connections.all(); });
    if (!all)
        return tl::unexpected(all.error());
    if (m_output.json()) {
        m_output.document({{QStringLiteral("connections"), jsonOf(*all)}});
    } else if (all->empty()) {
        m_output.line(
            Tr::tr("No connection is kept. «brokerdeckctl connections add NAME --bootstrap HOST:PORT» keeps one."));
    } else {
        std::vector<QStringList> rows;
        for (const Connection &one : *all)
            rows.push_back({one.name, protocolOf(one), one.readOnly ? Tr::tr("yes") : Tr::tr("no"),
                            store::nameOf(one.colour), one.bootstrap});
        m_output.table({Tr::tr("NAME"), Tr::tr("PROTOCOL"), Tr::tr("READ-ONLY"), Tr::tr("COLOUR"), Tr::tr("BOOTSTRAP")},
                       rows);
    }
    return {};
}

Result<> ConnectionVerbs::show()
{
    const auto kept = takes(1, 1, QStringLiteral("NAME")).and_then([this] {
        return m_connections.named(m_given.first());
    });
    if (!kept)
        return tl::unexpected(kept.error());
    if (m_output.json()) {
        m_output.document(jsonOf({*kept}).first().toObject());
        return {};
    }
    std::vector<QStringList> rows{{QStringLiteral("bootstrap.servers"), kept->bootstrap}};
    for (auto it = kept->properties.begin(); it != kept->properties.end(); ++it)
        rows.push_back({it.key(), it.value()});
    for (const QString &secret : kept->secrets)
        rows.push_back({secret, Tr::tr("(in the keychain, or asked for)")});
    if (kept->registry)
        rows.push_back({QStringLiteral("schema.registry.url"), kept->registry->url});
    if (kept->registry && !kept->registry->user.isEmpty())
        rows.push_back({QStringLiteral("schema.registry.user"), kept->registry->user});
    rows.push_back({Tr::tr("read-only"), kept->readOnly ? Tr::tr("yes") : Tr::tr("no")});
    rows.push_back({Tr::tr("colour"), store::nameOf(kept->colour)});
    m_output.table({Tr::tr("SETTING"), Tr::tr("VALUE")}, rows);
    return {};
}

Result<connection::Parts> ConnectionVerbs::given() const
{
    if (!m_options.properties.isEmpty())
        return readProperties(m_options).map([this](const kafka::ClientProperties &properties) {
            for (const QString &note : properties.notes)
                m_output.note(note);
            return connection::partsOf(properties);
        });
    if (m_options.bootstrap.isEmpty())
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("Which cluster? --bootstrap HOST:PORT or --properties FILE is missing"));
    kafka::ClientProperties properties;
    properties.settings.bootstrap = m_options.bootstrap;
    return connection::partsOf(properties);
}

// What the keychain does not take is asked for each time: no reason not to keep the rest.
void ConnectionVerbs::keep(const Connection &kept, const connection::SecretMap &secrets)
{
    if (auto done = connection::keepSecrets(*m_keychain, kept, secrets, keychainPatience, m_stop); !done)
        m_output.note(done.error().message + QLatin1Char(' ') + done.error().hint);
    QStringList missing;
    for (const QString &name : kept.secrets) {
        if (!secrets.contains(name))
            missing += name;
    }
    if (!missing.isEmpty())
        m_output.note(Tr::tr("%1 will be asked for; «brokerdeckctl connections secrets NAME» keeps it in the keychain.")
                          .arg(missing.join(QStringLiteral(", "))));
}

void ConnectionVerbs::forget(const Connection &gone)
{
    if (auto forgotten = connection::forgetSecrets(*m_keychain, gone, keychainPatience, m_stop); !forgotten)
        m_output.note(Tr::tr("Its secrets may still be in the keychain: %1").arg(forgotten.error().message));
}

Result<> ConnectionVerbs::setColour(Connection &wanted) const
{
    if (m_options.colour.isEmpty())
        return {};
    const auto colour = store::colourNamed(m_options.colour);
    if (!colour)
        return fail(ErrorCode::InvalidUse, Tr::tr("There is no colour «%1»; there is: %2")
                                               .arg(m_options.colour, store::colourNames().join(QStringLiteral(", "))));
    wanted.colour = *colour;
    return {};
}

Result<> ConnectionVerbs::takeSecrets(connection::Parts &parts)
{
    if (m_options.secretsFrom.isEmpty())
        return {};
    return readSecrets(m_options.secretsFrom, m_stop).map([&parts](const connection::SecretMap &read) {
        parts.secrets.insert(read);
        parts.connection.secrets += read.keys();
        parts.connection.secrets.removeDuplicates();
    });
}

// Only what is named becomes otherwise; a cluster of --bootstrap or --properties comes whole in place of the one before.
Result<> ConnectionVerbs::edit()
{
    const auto before = takes(1, 1, QStringLiteral("NAME")).and_then([this] {
        return m_connections.named(m_given.first());
    });
    if (!before)
        return tl::unexpected(before.error());
    const bool isOther = !m_options.properties.isEmpty() || !m_options.bootstrap.isEmpty();
    if (!isOther && m_options.colour.isEmpty() && !m_options.readOnly && !m_options.writable)
        return fail(ErrorCode::InvalidUse, Tr::tr("What shall be otherwise? Give --bootstrap, --properties, --colour, "
                                                  "--read-only or --writable"));
    if (m_options.readOnly && m_options.writable)
        return fail(ErrorCode::InvalidUse, Tr::tr("--read-only and --writable exclude one another"));
    auto parts = isOther ? given() : Result<connection::Parts>(connection::Parts{*before, {}});
    if (!parts)
        return tl::unexpected(parts.error());
    Connection &wanted = parts->connection;
    wanted.id = before->id;
    wanted.name = before->name;
    wanted.colour = before->colour;
    wanted.readOnly = m_options.readOnly || (before->readOnly && !m_options.writable);
    if (auto set = setColour(wanted).and_then([&] { return takeSecrets(*parts); }); !set)
        return set;
    if (auto changed = m_connections.change(wanted); !changed)
        return changed;
    if (isOther) {
        Connection gone = *before;
        gone.secrets.removeIf([&wanted](const QString &secret) { return wanted.secrets.contains(secret); });
        forget(gone);
        keep(wanted, parts->secrets);
    }
    tell(QStringLiteral("changed"), wanted.name, Tr::tr("%1 is changed.").arg(wanted.name));
    return {};
}

Result<> ConnectionVerbs::add()
{
    auto parts = takes(1, 1, QStringLiteral("NAME")).and_then([this] { return given(); });
    if (!parts)
        return tl::unexpected(parts.error());
    Connection &wanted = parts->connection;
    wanted.name = m_given.first();
    wanted.readOnly = m_options.readOnly;
    if (auto set = setColour(wanted).and_then([&] { return takeSecrets(*parts); }); !set)
        return set;
    const auto kept = m_connections.add(wanted);
    if (!kept)
        return tl::unexpected(kept.error());
    keep(*kept, parts->secrets);
    tell(QStringLiteral("added"), kept->name, Tr::tr("%1 is kept.").arg(kept->name));
    return {};
}

Result<> ConnectionVerbs::remove()
{
    const auto kept = takes(1, 1, QStringLiteral("NAME")).and_then([this] {
        return m_connections.named(m_given.first());
    });
    if (!kept)
        return tl::unexpected(kept.error());
    if (auto removed = m_connections.remove(kept->id); !removed)
        return removed;
    forget(*kept);
    tell(QStringLiteral("removed"), kept->name, Tr::tr("%1 is removed.").arg(kept->name));
    return {};
}

Result<> ConnectionVerbs::rename()
{
    auto kept = takes(2, 2, QStringLiteral("NAME NEW")).and_then([this] {
        return m_connections.named(m_given.first());
    });
    if (!kept)
        return tl::unexpected(kept.error());
    kept->name = m_given.last();
    if (auto changed = m_connections.change(*kept); !changed)
        return changed;
    tell(QStringLiteral("renamed"), kept->name, Tr::tr("%1 is now called %2.").arg(m_given.first(), kept->name));
    return {};
}

Result<> ConnectionVerbs::writeAll()
{
    const auto all = takes(0, 1, QStringLiteral("[FILE]")).and_then([this] { return m_connections.all(); });
    if (!all)
        return tl::unexpected(all.error());
    if (m_given.isEmpty()) {
        m_output.document(QJsonDocument::fromJson(store::exported(*all)).object());
        return {};
    }
    const QString file = QFileInfo(m_given.first()).absoluteFilePath();
    if (auto written = store::writeFile(file, store::exported(*all)); !written)
        return written;
    tell(QStringLiteral("exported"), file,
         Tr::tr("%n connection(s) written to %1, without passwords.", nullptr, int(all->size())).arg(file));
    return {};
}

Result<> ConnectionVerbs::readAll()
{
    const auto read = takes(1, 1, QStringLiteral("FILE"))
                          .and_then([this] { return store::readFile(m_given.first(), mostBytes); })
                          .and_then(&store::imported);
    const auto there = m_connections.all();
    if (!read || !there)
        return tl::unexpected(read ? there.error() : read.error());
    QStringList added, left;
    for (const Connection &one : *read) {
        if (std::ranges::find(*there, one.name, &Connection::name) != there->end()) {
            left += one.name;
            continue;
        }
        if (const auto kept = m_connections.add(one); !kept)
            return tl::unexpected(kept.error());
        added += one.name;
    }
    if (m_output.json()) {
        m_output.document({{QStringLiteral("added"), QJsonArray::fromStringList(added)},
                           {QStringLiteral("kept"), QJsonArray::fromStringList(left)}});
        return {};
    }
    m_output.line(Tr::tr("%n connection(s) added.", nullptr, int(added.size())));
    if (!left.isEmpty())
        m_output.line(Tr::tr("Left as they are, for they were there: %1").arg(left.join(QStringLiteral(", "))));
    return {};
}

Result<> ConnectionVerbs::askAgain()
{
    auto kept = takes(1, 1, QStringLiteral("NAME")).and_then([this] { return m_connections.named(m_given.first()); });
    if (!kept)
        return tl::unexpected(kept.error());
    const auto secrets = secretsFor(kept->secrets, kept->name, m_options, {}, m_stop);
    if (!secrets)
        return tl::unexpected(secrets.error());
    if (auto done = connection::keepSecrets(*m_keychain, *kept, *secrets, keychainPatience, m_stop); !done)
        return done;
    tell(QStringLiteral("secrets"), kept->name,
         kept->secrets.isEmpty() ? Tr::tr("%1 has no secrets.").arg(kept->name)
                                 : Tr::tr("The keychain has the secrets of %1.").arg(kept->name));
    return {};
}

QString wordOf(Step::State state)
{
    switch (state) {
    case Step::State::Passed: return Tr::tr("ok");
    case Step::State::Failed: return Tr::tr("failed");
    case Step::State::Skipped: break;
    }
    return QStringLiteral("-");
}

void print(const Output &output, const Step &step)
{
    const auto millis = std::chrono::ceil<Millis>(step.duration).count();
    output.line(QStringLiteral("%1  %2  %3  %4")
                    .arg(wordOf(step.state), -6)
                    .arg(connection::titleOf(step.kind), -18)
                    .arg(step.state == Step::State::Skipped ? QString() : Tr::tr("%1 ms").arg(millis), 8)
                    .arg(step.target));
    const QString indent(10, QLatin1Char(' '));
    for (const QString &text : {step.message, step.hint}) {
        if (!text.isEmpty())
            output.line(indent + text);
    }
    if (step.state == Step::State::Failed && !step.detail.isEmpty())
        output.line(indent + QStringLiteral("| ") + step.detail);
}

QJsonObject jsonOf(const Step &step)
{
    return {{QStringLiteral("step"), connection::nameOf(step.kind)},
            {QStringLiteral("state"), connection::nameOf(step.state)},
            {QStringLiteral("target"), step.target},
            {QStringLiteral("message"), step.message},
            {QStringLiteral("hint"), step.hint},
            {QStringLiteral("detail"), step.detail},
            {QStringLiteral("milliseconds"), double(step.duration.count()) / 1000.0}};
}

Result<int> checkConnection(const engine::Engine &engine, Options options, const Output &output,
                            const std::stop_token &stop)
{
    if (!options.arguments.isEmpty())
        options.connection = options.arguments.first();
    const auto settings = settingsFor(engine, options, output, stop);
    if (!settings)
        return tl::unexpected(settings.error());
    const auto tell = [&](const Step &step) {
        if (!output.json())
            print(output, step);
    };
    const auto steps = connection::testConnection(*settings, tell, options.answerTime(), stop);
    if (!steps)
        return tl::unexpected(steps.error());
    const bool passed = std::ranges::none_of(*steps,
                                             [](const Step &step) { return step.state == Step::State::Failed; });
    if (output.json()) {
        QJsonArray array;
        for (const Step &step : *steps)
            array += jsonOf(step);
        output.document({{QStringLiteral("bootstrap"), settings->bootstrap},
                         {QStringLiteral("passed"), passed},
                         {QStringLiteral("steps"), array}});
    }
    return passed ? Well : ProblemFound;
}

} // namespace

int runConnections(const Options &options, Output &output, std::stop_token stop)
{
    return ConnectionVerbs(options, output, std::move(stop)).run();
}

int runCheckConnection(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    const auto code = checkConnection(engine, options, output, stop);
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
