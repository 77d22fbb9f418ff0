#include <QCoreApplication>

#include "net/net.h"
#include "probe/check.h"
#include "probe/probe.h"
#include "probe/srvr.h"

namespace bd::probe {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Probe)
};

class ZooKeeperProbe final : public Probe
{
public:
    explicit ZooKeeperProbe(net::Address address) : m_address(std::move(address)) {}

    ProbeResult check(Millis deadline, std::stop_token stop) override
    {
        const Check check(ProbeKind::ZooKeeper, Tr::tr("srvr to %1").arg(m_address.text()));
        const auto reply = net::fourLetterWord(m_address, "srvr", deadline, stop);
        if (!reply)
            return check.failed(reply.error());
        if (isNotWhitelisted(*reply))
            return askRuok(check, check.left(deadline), stop);
        const Srvr srvr = parseSrvr(*reply);
        const QString raw = QString::fromUtf8(*reply);
        if (srvr.mode.isEmpty())
            return check.failed(Tr::tr("answers srvr, but does not serve requests yet"), raw, srvr.facts());
        return check.passed(Tr::tr("answers srvr, mode %1").arg(srvr.mode), raw, srvr.facts());
    }

    // A check costs less than a millisecond; after long it is about a person who looks, not about speed.
    Millis pause(int failures) const override
    {
        return failures <= 25 ? Millis(20) : failures <= 150 ? Millis(100) : Millis(500);
    }

private:
    // ZooKeeper says imok, and refuses words, before it serves: weaker than srvr, but all that can be known here.
    ProbeResult askRuok(const Check &check, Millis deadline, const std::stop_token &stop) const
    {
        const auto reply = net::fourLetterWord(m_address, "ruok", deadline, stop);
        if (!reply)
            return check.failed(reply.error());
        const QString raw = QString::fromUtf8(*reply);
        if (*reply == "imok")
            return check.passed(Tr::tr("answers ruok; srvr, which would tell whether it serves, is not allowed"), raw);
        if (isNotWhitelisted(*reply))
            return check.passed(
                Tr::tr("answers, but allows neither srvr nor ruok: whether it serves requests is not known"), raw);
        return check.failed(Tr::tr("answers ruok with something else than imok"), raw);
    }

    const net::Address m_address;
};

} // namespace

std::unique_ptr<Probe> zookeeper(net::Address address)
{
    return std::make_unique<ZooKeeperProbe>(std::move(address));
}

} // namespace bd::probe
