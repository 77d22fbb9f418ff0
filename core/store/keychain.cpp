#include "store/keychain.h"

#include <condition_variable>
#include <functional>
#include <mutex>

#include <QCoreApplication>
#include <QThread>

#include <qt6keychain/keychain.h>

#include "base/text.h"

namespace bd::store {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Store)
};

const QString Service = QStringLiteral("brokerdeck");

struct Answer {
    QKeychain::Error error = QKeychain::NoError;
    QString words;
    QString secret;
};

// Where an answer is left, though whoever wanted it may have gone.
class Letterbox
{
public:
    void put(Answer answer)
    {
        const std::scoped_lock lock(m_mutex);
        m_answer = std::move(answer);
        m_came.notify_all();
    }

    std::optional<Answer> wait(Millis deadline, const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        m_came.wait_for(lock, stop, deadline, [&] { return m_answer.has_value(); });
        return m_answer;
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_came;
    std::optional<Answer> m_answer;
};

// QtKeychain lines up its jobs in an object of the thread that made the first one, and reports through that thread's
// event loop: were they made on whichever worker asks, a worker that ended would stop all that come later. So one
// thread of its own makes them all, from the first on until the program ends; libsecret, too, answers in its main
// context.
class JobThread
{
public:
    static JobThread &instance()
    {
        static JobThread *const only = new JobThread; // not destroyed: it ends with the application
        return *only;
    }

    void run(const std::function<void()> &work) { QMetaObject::invokeMethod(&m_here, work, Qt::QueuedConnection); }

private:
    JobThread()
    {
        m_here.moveToThread(&m_thread);
        m_thread.setObjectName(QStringLiteral("keychain"));
        m_thread.start();
        qAddPostRoutine([] {
            instance().m_thread.quit();
            instance().m_thread.wait(1000);
        });
    }

    QThread m_thread;
    QObject m_here;
};

tl::unexpected<Error> errorOf(const Answer &answer)
{
    const QString raw = plainText(answer.words, 500);
    const QString hint = Tr::tr("Secrets are asked for each time instead; they are never written into a file.");
    switch (answer.error) {
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return fail(ErrorCode::Failed, Tr::tr("The desktop’s keychain does not let Brokerdeck in."), hint, raw);
    case QKeychain::CouldNotDeleteEntry:
        return fail(ErrorCode::Failed, Tr::tr("The desktop’s keychain did not delete the secret."), {}, raw);
    default:
        return fail(ErrorCode::Unreachable, Tr::tr("No keychain answers here."),
                    Tr::tr("GNOME Keyring and KWallet are such; a session over ssh often has none.") + QLatin1Char(' ')
                        + hint,
                    raw);
    }
}

// Runs one job. It goes on when nobody waits for it any more, and deletes itself.
template<typename Job>
Result<Answer> run(const QString &key, const std::function<void(Job &)> &prepare, Millis deadline,
                   const std::stop_token &stop)
{
    const auto letterbox = std::make_shared<Letterbox>();
    JobThread::instance().run([letterbox, key, prepare] {
        auto *job = new Job(Service);
        job->setInsecureFallback(false);
        job->setKey(key);
        prepare(*job);
        QObject::connect(job, &QKeychain::Job::finished, job, [letterbox](QKeychain::Job *done) {
            Answer answer{done->error(), done->errorString(), {}};
            if (const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(done))
                answer.secret = read->textData();
            letterbox->put(std::move(answer));
        });
        job->start();
    });
    auto answer = letterbox->wait(deadline, stop);
    if (!answer && stop.stop_requested())
        return cancelled();
    if (!answer)
        return fail(ErrorCode::Timeout, Tr::tr("The desktop’s keychain gave no answer in time."),
                    Tr::tr("It may be waiting for you to unlock it. Until then secrets are asked for."));
    return *std::move(answer);
}

class DesktopKeychain final : public Keychain
{
public:
    Result<std::optional<QString>> get(const QString &connection, const QString &name, Millis deadline,
                                       std::stop_token stop) override
    {
        const auto answer = run<QKeychain::ReadPasswordJob>(
            keyOf(connection, name), [](auto &) {}, deadline, stop);
        if (!answer)
            return tl::unexpected(answer.error());
        if (answer->error == QKeychain::EntryNotFound)
            return std::optional<QString>();
        if (answer->error != QKeychain::NoError)
            return errorOf(*answer);
        return std::optional(answer->secret);
    }

    Result<> set(const QString &connection, const QString &name, const QString &secret, Millis deadline,
                 std::stop_token stop) override
    {
        const auto prepare = [secret](QKeychain::WritePasswordJob &job) { job.setTextData(secret); };
        return done(run<QKeychain::WritePasswordJob>(keyOf(connection, name), prepare, deadline, stop));
    }

    Result<> remove(const QString &connection, const QString &name, Millis deadline, std::stop_token stop) override
    {
        return done(run<QKeychain::DeletePasswordJob>(
            keyOf(connection, name), [](auto &) {}, deadline, stop));
    }

private:
    static QString keyOf(const QString &connection, const QString &name)
    {
        return connection + QLatin1Char('/') + name;
    }

    static Result<> done(const Result<Answer> &answer)
    {
        if (!answer)
            return tl::unexpected(answer.error());
        if (answer->error == QKeychain::NoError || answer->error == QKeychain::EntryNotFound)
            return {};
        return errorOf(*answer);
    }
};

} // namespace

std::shared_ptr<Keychain> desktopKeychain()
{
    return std::make_shared<DesktopKeychain>();
}

} // namespace bd::store
