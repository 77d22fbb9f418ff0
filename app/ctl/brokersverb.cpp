#include "brokersverb.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "confirmation.h"
#include "exitcode.h"
#include "registration/look.h"
#include "registration/registrationjson.h"
#include "reset/marks.h"
#include "resolve.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using registration::Row;
using registration::Rung;
using registration::Seen;

// A registration that stands in the way, or an id that two have.
bool isWrong(const Seen &seen, const Row &row)
{
    return !registration::ladderOf(seen, row.broker).empty();
}

class Brokers
{
public:
    Brokers(const engine::Engine &engine, const Options &options, Output &output, compose::Project project,
            std::stop_token stop)
        : m_engine(engine), m_options(options), m_output(output), m_project(std::move(project)), m_stop(std::move(stop))
    {}

    Result<int> run()
    {
        const QString verb = m_options.arguments.value(0);
        if (verb == QLatin1String("nodes"))
            return nodes();
        return verb == QLatin1String("unregister") ? unregister() : show();
    }

private:
    Result<int> show()
    {
        const auto seen = registration::lookAt(m_engine, m_project, registration::Scope::Everything, m_stop);
        if (!seen)
            return tl::unexpected(seen.error());
        const auto rows = registration::rowsOf(*seen);
        if (m_output.json())
            m_output.document(registration::toJson(*seen));
        else
            tell(*seen, rows);
        const bool isWell = !seen->zookeeperError
                            && std::ranges::none_of(rows, [&](const Row &row) { return isWrong(*seen, row); });
        return isWell ? Well : ProblemFound;
    }

    void tell(const Seen &seen, const std::vector<Row> &rows) const
    {
        std::vector<QStringList> cells;
        cells.reserve(rows.size());
        for (const Row &row : rows)
            cells.push_back({QString::number(row.broker), registration::zooKeeperText(seen, row),
                             registration::kafkaText(seen, row), registration::engineText(row)});
        if (cells.empty())
            m_output.line(Tr::tr("There is no broker"));
        else
            m_output.table({Tr::tr("BROKER"), Tr::tr("ZOOKEEPER"), Tr::tr("KAFKA"), Tr::tr("ENGINE")}, cells);
        for (const std::optional<Error> &error : {seen.zookeeperError, seen.kafkaError}) {
            if (error)
                m_output.note(error->message);
        }
        for (const Row &row : rows) {
            if (isWrong(seen, row))
                tellLadder(seen, row);
        }
    }

    void tellLadder(const Seen &seen, const Row &row) const
    {
        const auto ownership = registration::ownerOf(seen, row.inZooKeeper->node.stat.ephemeralOwner);
        m_output.line({});
        m_output.line(row.inZooKeeper->node.path);
        m_output.line(QStringLiteral("  ") + registration::sentenceOf(ownership, seen));
        if (!ownership.proof.isEmpty())
            m_output.line(QStringLiteral("  ") + plainText(ownership.proof, 400));
        int number = 1;
        for (const Rung &rung : registration::ladderOf(seen, row.broker)) {
            m_output.line(
                QStringLiteral("  %1. %2: %3").arg(number++).arg(registration::titleOf(rung, seen.at), rung.text));
            if (const QString command = commandOf(rung, row.broker); !command.isEmpty())
                m_output.line(QStringLiteral("     ") + command);
        }
    }

    QString commandOf(const Rung &rung, int broker) const
    {
        if (rung.state == Rung::State::Refused)
            return {};
        const QStringList ours{QStringLiteral("brokerdeckctl"), QStringLiteral("-p"), m_project.name};
        switch (rung.what) {
        case Rung::What::WaitAndStart: return shellLine(ours + QStringList{QStringLiteral("up"), rung.service});
        case Rung::What::StopDuplicate:
            return rung.service.isEmpty() ? QString()
                                          : shellLine(ours + QStringList{QStringLiteral("stop"), rung.service});
        case Rung::What::Remove:
            return shellLine(ours
                             + QStringList{QStringLiteral("brokers"), QStringLiteral("unregister"),
                                           QString::number(broker), QStringLiteral("--none-elsewhere"),
                                           QStringLiteral("--confirm"), m_project.name});
        case Rung::What::Reset:
            return shellLine(ours
                             + QStringList{QStringLiteral("reset"), QStringLiteral("--level"), QStringLiteral("full"),
                                           QStringLiteral("--dry-run")});
        }
        return {};
    }

    Result<int> nodes()
    {
        const QString path = m_options.arguments.value(1, QStringLiteral("/"));
        const auto look = registration::lookInto(m_engine, m_project, path, m_stop);
        if (!look)
            return tl::unexpected(look.error());
        const zookeeper::Node &node = look->node;
        if (m_output.json()) {
            m_output.document(registration::toJson(node, look->children));
            return Well;
        }
        const zookeeper::NodeStat &stat = node.stat;
        m_output.note(stat.ephemeralOwner == 0
                          ? Tr::tr("%1, persistent").arg(path)
                          : Tr::tr("%1, of session %2").arg(path, zookeeper::sessionText(stat.ephemeralOwner)));
        if (!node.data.isEmpty())
            m_output.line(plainText(QString::fromUtf8(node.data), zookeeper::mostData));
        for (const QString &name : look->children)
            m_output.line(plainText(zookeeper::childPath(path, name), 1024));
        return Well;
    }

    Result<int> unregister()
    {
        bool isNumber = false;
        const int broker = m_options.arguments.value(1).toInt(&isNumber);
        if (!isNumber)
            return fail(ErrorCode::InvalidUse, Tr::tr("unregister needs the id of a broker"),
                        Tr::tr("«brokerdeckctl brokers» shows them."));
        if (auto said = confirmed(m_options, m_project.name); !said)
            return tl::unexpected(said.error());
        if (!m_options.noneElsewhere)
            return fail(
                ErrorCode::InvalidUse,
                Tr::tr("Does a broker %1 run on another machine, or in another engine? It cannot be seen from here")
                    .arg(broker),
                Tr::tr("Where none does: --none-elsewhere"));
        const auto planned = registration::planRemoval(m_engine, m_project, broker, m_stop);
        if (!planned)
            return tl::unexpected(planned.error());
        const registration::RemoveOrder order{planned->plan, reset::marksOf(m_project, planned->state.id),
                                              m_options.confirmRemote, m_options.noneElsewhere,
                                              QStringLiteral("brokerdeckctl")};
        bool isTold = false;
        const auto waits = [&](TimePoint until) {
            if (!std::exchange(isTold, true))
                m_output.note(Tr::tr("It may still go by itself: waiting until %1").arg(toLocalText(until)));
        };
        return registration::remove(m_engine, m_project, order, waits, m_stop)
            .map([&](registration::RemoveOutcome outcome) {
                m_output.line(outcome == registration::RemoveOutcome::Removed
                                  ? Tr::tr("The registration of broker %1 is deleted. Start Kafka now.").arg(broker)
                                  : Tr::tr("It went by itself, and nothing was deleted. Start Kafka now."));
                return int(Well);
            });
    }

    const engine::Engine &m_engine;
    const Options &m_options;
    Output &m_output;
    compose::Project m_project;
    std::stop_token m_stop;
};

} // namespace

int runBrokers(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    auto project = resolveProject(engine, options, stop);
    if (!project)
        return failed(output, project.error());
    const auto code = Brokers(engine, options, output, std::move(*project), std::move(stop)).run();
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
