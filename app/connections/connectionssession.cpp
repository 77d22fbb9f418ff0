#include "connections/connectionssession.h"

#include <algorithm>

#include "connection/test.h"
#include "store/store.h"

namespace bd::app {

namespace {

using namespace std::chrono_literals;

constexpr Millis keychainPatience = 60s; // somebody may have to unlock it
constexpr Millis testDeadline = 30s;
constexpr qint64 mostBytes = 64 << 20;

} // namespace

ConnectionsSession::ConnectionsSession(const QString &file, std::shared_ptr<store::Keychain> keychain, QObject *parent)
    : QObject(parent), m_kept(file), m_keychain(keychain ? std::move(keychain) : store::desktopKeychain())
{}

ConnectionsSession::~ConnectionsSession()
{
    m_test.request_stop();
}

void ConnectionsSession::refresh()
{
    m_background.run([kept = m_kept](std::stop_token) { return kept.all(); },
                     [this](const Result<std::vector<store::Connection>> &all) {
                         if (!all) {
                             Q_EMIT failed(all.error());
                             return;
                         }
                         m_all = *all;
                         Q_EMIT changed();
                     });
}

void ConnectionsSession::keep(const connection::Parts &parts)
{
    struct Kept {
        store::Connection connection;
        QString note;
    };
    m_background.run(
        [kept = m_kept, keychain = m_keychain, parts](std::stop_token stop) mutable -> Result<Kept> {
            Kept done{parts.connection, {}};
            if (parts.connection.id.isEmpty()) {
                const auto added = kept.add(parts.connection);
                if (!added) {
                    return tl::unexpected(added.error());
                }
                done.connection = *added;
            } else if (auto changed = kept.change(parts.connection); !changed) {
                return tl::unexpected(changed.error());
            }
            const auto secrets = connection::keepSecrets(*keychain, done.connection, parts.secrets, keychainPatience,
                                                         stop);
            if (!secrets) {
                done.note = secrets.error().message;
            }
            return done;
        },
        [this, secrets = parts.secrets](const Result<Kept> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
                return;
            }
            if (!secrets.isEmpty()) {
                m_provided[done->connection.id].insert(secrets);
            }
            if (!done->note.isEmpty()) {
                Q_EMIT said(tr("%1 is kept without its passwords, which will be asked for. %2")
                                .arg(done->connection.name, done->note));
            } else {
                Q_EMIT said(tr("%1 is kept").arg(done->connection.name));
            }
            refresh();
        });
}

void ConnectionsSession::remove(const store::Connection &connection)
{
    m_provided.remove(connection.id);
    m_background.run(
        [kept = m_kept, keychain = m_keychain, connection](std::stop_token stop) mutable {
            return kept.remove(connection.id).and_then([&] {
                return connection::forgetSecrets(*keychain, connection, keychainPatience, stop);
            });
        },
        [this](const Result<> &removed) {
            if (!removed) {
                Q_EMIT failed(removed.error());
            }
            refresh();
        });
}

void ConnectionsSession::exportTo(const QString &path)
{
    m_background.run(
        [kept = m_kept, path](std::stop_token) {
            return kept.all().and_then([&](const std::vector<store::Connection> &all) {
                return store::writeFile(path, store::exported(all));
            });
        },
        [this](const Result<> &written) {
            if (written) {
                Q_EMIT said(tr("The connections are written, without their passwords"));
            } else {
                Q_EMIT failed(written.error());
            }
        });
}

void ConnectionsSession::importFrom(const QString &path)
{
    m_background.run(
        [kept = m_kept, path](std::stop_token) mutable -> Result<int> {
            const auto read = store::readFile(path, mostBytes).and_then(&store::imported);
            const auto there = kept.all();
            if (!read || !there) {
                return tl::unexpected(read ? there.error() : read.error());
            }
            int added = 0;
            for (const store::Connection &one : *read) {
                const bool isThere = std::ranges::find(*there, one.name, &store::Connection::name) != there->end();
                if (isThere) {
                    continue;
                }
                if (const auto kept_ = kept.add(one); !kept_) {
                    return tl::unexpected(kept_.error());
                }
                ++added;
            }
            return added;
        },
        [this](const Result<int> &added) {
            if (added) {
                Q_EMIT said(tr("%n connection(s) added; others were there by name", nullptr, *added));
            } else {
                Q_EMIT failed(added.error());
            }
            refresh();
        });
}

void ConnectionsSession::withSecrets(const store::Connection &connection, bool forTest,
                                     std::function<void(const connection::SecretMap &)> then)
{
    const connection::SecretMap provided = m_provided.value(connection.id);
    const bool isKnown = std::ranges::all_of(connection.secrets,
                                             [&](const QString &name) { return provided.contains(name); });
    if (isKnown) {
        then(provided);
        return;
    }
    m_background.run(
        [keychain = m_keychain, connection](std::stop_token stop) {
            return connection::secretsOf(*keychain, connection, keychainPatience, stop);
        },
        [this, connection, forTest, provided, then = std::move(then)](const connection::Found &found) {
            connection::SecretMap known = found.known;
            known.insert(provided);
            QStringList missing;
            for (const QString &name : connection.secrets) {
                if (!known.contains(name)) {
                    missing += name;
                }
            }
            m_provided[connection.id] = known;
            if (missing.isEmpty()) {
                then(known);
            } else {
                Q_EMIT secretsWanted(connection, missing, found.trouble ? found.trouble->message : QString(), forTest);
            }
        });
}

void ConnectionsSession::open(const store::Connection &connection)
{
    withSecrets(connection, false, [this, connection](const connection::SecretMap &secrets) {
        Q_EMIT opened(connection, connection::settingsOf(connection, secrets), secrets.value(store::RegistryPassword));
    });
}

void ConnectionsSession::test(const store::Connection &connection)
{
    withSecrets(connection, true, [this, connection](const connection::SecretMap &secrets) {
        runTest(connection, [settings = connection::settingsOf(connection, secrets)](const std::stop_token &) {
            return Result<kafka::Settings>(settings);
        });
    });
}

void ConnectionsSession::testFound(const QString &name, FindSettings find)
{
    store::Connection connection;
    connection.name = name;
    runTest(connection, std::move(find));
}

void ConnectionsSession::runTest(const store::Connection &connection, FindSettings find)
{
    m_test.request_stop();
    const int number = ++m_tests;
    Q_EMIT testBegun(connection);
    m_test = m_background.run(
        [this, number, mailbox = m_background.mailbox(), find = std::move(find)](std::stop_token stop) {
            const auto tell = [&](const connection::Step &step) {
                mailbox->post([this, number, step] {
                    if (number == m_tests) {
                        Q_EMIT stepDone(step);
                    }
                });
            };
            return find(stop).and_then([&](const kafka::Settings &settings) {
                return connection::testConnection(settings, tell, testDeadline, stop).map([](const auto &) {});
            });
        },
        [this, number](const Result<> &done) {
            if (number != m_tests) {
                return;
            }
            const bool isStopped = !done && done.error().code == ErrorCode::Cancelled;
            Q_EMIT testEnded(done || isStopped ? std::nullopt : std::optional(done.error()));
        });
}

void ConnectionsSession::testForm(const connection::Parts &parts)
{
    const auto find = [keychain = m_keychain, parts,
                       provided = m_provided.value(parts.connection.id)](const std::stop_token &stop) {
        connection::SecretMap secrets = parts.connection.id.isEmpty() ? connection::SecretMap() : provided;
        secrets.insert(parts.secrets);
        const auto isThere = [&secrets](const QString &name) { return secrets.contains(name); };
        if (!parts.connection.id.isEmpty() && !std::ranges::all_of(parts.connection.secrets, isThere)) {
            connection::SecretMap known =
                connection::secretsOf(*keychain, parts.connection, keychainPatience, stop).known;
            known.insert(secrets);
            secrets = known;
        }
        const auto missing = std::ranges::find_if_not(parts.connection.secrets, isThere);
        return missing == parts.connection.secrets.end()
                   ? Result<kafka::Settings>(connection::settingsOf(parts.connection, secrets))
                   : fail(ErrorCode::InvalidUse, tr("%1 is missing").arg(*missing),
                          tr("Write it in the form: nothing else knows it."));
    };
    runTest(parts.connection, find);
}

void ConnectionsSession::stopTest()
{
    m_test.request_stop();
}

void ConnectionsSession::provide(const store::Connection &connection, const connection::SecretMap &secrets,
                                 bool keepThem)
{
    m_provided[connection.id].insert(secrets);
    if (!keepThem) {
        return;
    }
    m_background.run(
        [keychain = m_keychain, connection, secrets](std::stop_token stop) {
            return connection::keepSecrets(*keychain, connection, secrets, keychainPatience, stop);
        },
        [this](const Result<> &kept) {
            if (!kept) {
                Q_EMIT said(tr("Not kept in the keychain: %1").arg(kept.error().message));
            }
        });
}

} // namespace bd::app
