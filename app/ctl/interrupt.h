// Ctrl+C and SIGTERM as a stop token. The first asks the operation to stop waiting; a second one ends us at once.
#pragma once

#include <stop_token>
#include <thread>

namespace bd::ctl {

class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    std::stop_token token() const { return m_source.get_token(); }
    static bool happened(); // true even before the token tells

private:
    std::stop_source m_source;
    std::jthread m_thread;
};

} // namespace bd::ctl
