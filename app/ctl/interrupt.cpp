#include "interrupt.h"

#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace bd::ctl {

namespace {

volatile std::sig_atomic_t interrupted = 0;
int wakePipe[2] = {-1, -1};

// A handler may do little: it leaves a byte for the thread that may do more.
void onSignal(int)
{
    interrupted = 1;
    const char byte = 'i';
    [[maybe_unused]] const ssize_t ignored = write(wakePipe[1], &byte, 1);
}

} // namespace

Interrupt::Interrupt()
{
    if (pipe2(wakePipe, O_CLOEXEC) != 0)
        return;
    struct sigaction action {};
    action.sa_handler = onSignal;
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGHUP, &action, nullptr);
    m_thread = std::jthread([this] {
        char byte = 0;
        if (read(wakePipe[0], &byte, 1) == 1 && byte == 'i')
            m_source.request_stop();
    });
}

Interrupt::~Interrupt()
{
    const char byte = 'q';
    [[maybe_unused]] const ssize_t ignored = write(wakePipe[1], &byte, 1);
}

bool Interrupt::happened()
{
    return interrupted != 0;
}

} // namespace bd::ctl
