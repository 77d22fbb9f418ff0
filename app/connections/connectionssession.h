// The user's own connections for the views: kept, tested, opened. Everything that blocks is done on worker threads.
#pragma once

#include <functional>
#include <memory>

#include <QObject>

#include "common/background.h"
#include "connection/secrets.h"
#include "connection/step.h"

namespace bd::app {

class ConnectionsSession : public QObject
{
    Q_OBJECT

public:
    // `file` empty: the user's own.
    explicit ConnectionsSession(const QString &file = {}, std::shared_ptr<store::Keychain> keychain = {},
                                QObject *parent = nullptr);
    ~ConnectionsSession() override;

    const std::vector<store::Connection> &all() const { return m_all; }
    void refresh();

    // A new one where it has no id. What the keychain does not take is asked for when it is needed.
    void keep(const connection::Parts &parts);
    void remove(const store::Connection &connection);
    void exportTo(const QString &path);
    void importFrom(const QString &path);

    // Each ends in opened(), or in secretsWanted() where some must be asked for: then provide() and again.
    void open(const store::Connection &connection);
    void test(const store::Connection &connection);
    // One that is kept nowhere; how it is reached is found out on the worker's thread.
    using FindSettings = std::function<Result<kafka::Settings>(std::stop_token)>;
    void testFound(const QString &name, FindSettings find);
    // Not kept yet, or kept otherwise: with the secrets that were written, else those that are known.
    void testForm(const connection::Parts &parts);
    void stopTest();
    // For as long as this object lives; kept in the keychain too where that is wanted.
    void provide(const store::Connection &connection, const connection::SecretMap &secrets, bool keepThem);

Q_SIGNALS:
    void changed(); // all()
    void failed(const bd::Error &error);
    void said(const QString &text); // what was done, or what is to be known
    void opened(const bd::store::Connection &connection, const bd::kafka::Settings &settings,
                const QString &registryPassword);
    void secretsWanted(const bd::store::Connection &connection, const QStringList &missing, const QString &why,
                       bool forTest);
    void testBegun(const bd::store::Connection &connection);
    void stepDone(const bd::connection::Step &step);
    void testEnded(const std::optional<bd::Error> &error);

private:
    void withSecrets(const store::Connection &connection, bool forTest,
                     std::function<void(const connection::SecretMap &)> then);
    void runTest(const store::Connection &connection, FindSettings find);

    store::Connections m_kept;
    std::shared_ptr<store::Keychain> m_keychain;
    std::vector<store::Connection> m_all;
    QMap<QString, connection::SecretMap> m_provided; // by the connection's id
    std::stop_source m_test;
    int m_tests = 0; // that were begun: what an earlier one says does not count
    Background m_background;
};

} // namespace bd::app
