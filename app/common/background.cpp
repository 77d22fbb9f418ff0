#include "common/background.h"

#include <QThreadPool>

#include <sys/resource.h>

namespace bd::app {

Mailbox::Mailbox(QObject *receiver) : m_receiver(receiver) {}

void Mailbox::post(std::function<void()> call)
{
    const std::lock_guard lock(m_mutex);
    if (m_receiver) {
        QMetaObject::invokeMethod(m_receiver, std::move(call), Qt::QueuedConnection);
    }
}

void Mailbox::close()
{
    const std::lock_guard lock(m_mutex);
    m_receiver = nullptr;
}

Background::Background(Weight weight) : m_weight(weight), m_mailbox(std::make_shared<Mailbox>(&m_receiver)) {}

Background::~Background()
{
    m_mailbox->close();
    requestStop();
}

void Background::requestStop()
{
    for (std::stop_source &source : m_running) {
        source.request_stop();
    }
}

void Background::launch(std::function<void()> work, Weight weight)
{
    // Our work waits far more than it computes: one that waits must not keep the others from starting.
    constexpr int threads = 32;
    if (weight == Weight::Heavy) {
        static QThreadPool heavy; // of its own: a thread that has become nice may not become what it was
        heavy.setMaxThreadCount(threads);
        heavy.start([work = std::move(work)] {
            constexpr int nice = 5;
            setpriority(PRIO_PROCESS, 0, nice); // on Linux, of this thread alone
            work();
        });
        return;
    }
    QThreadPool *pool = QThreadPool::globalInstance();
    if (pool->maxThreadCount() < threads) {
        pool->setMaxThreadCount(threads);
    }
    pool->start(std::move(work));
}

} // namespace bd::app
