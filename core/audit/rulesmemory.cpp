// kafka-memory, zk-memory: the JVM's heap beside the container's limit.
#include <algorithm>

#include <QRegularExpression>

#include "audit/ruletools.h"
#include "compose/size.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::Role;
using compose::Service;

constexpr qint64 mebi = 1024 * 1024;
struct Needs {
    qint64 atLeast;    // of heap; with less it dies of it
    qint64 goodEnough; // for development
    qint64 beside;     // the heap, at least
};
constexpr Needs kafkaNeeds{128 * mebi, 512 * mebi, 128 * mebi};
constexpr Needs zookeeperNeeds{32 * mebi, 256 * mebi, 64 * mebi};

// As both are written, «-Xmx512m» and «mem_limit: 512m».
QString mebiText(qint64 bytes)
{
    return QStringLiteral("%1 MiB").arg(bytes / mebi);
}

// Where an image takes its heap from, and what it has by itself.
struct HeapWords {
    QString variable;  // options of a JVM; empty: none
    QString inMebi;    // a number of MiB; empty: none
    QStringList later; // options of a JVM that come after: the last word is theirs
    qint64 byItself = 0;
};

std::optional<HeapWords> heapWords(const Service &service)
{
    const QString options = QStringLiteral("KAFKA_HEAP_OPTS");
    const QStringList flags{QStringLiteral("JVMFLAGS"), QStringLiteral("SERVER_JVMFLAGS")};
    switch (service.flavour) {
    case Flavour::ConfluentKafka:
    case Flavour::ApacheKafka:
    case Flavour::BitnamiKafka:
    case Flavour::Wurstmeister: return HeapWords{options, {}, {QStringLiteral("KAFKA_OPTS")}, 1024 * mebi};
    case Flavour::ConfluentZooKeeper: return HeapWords{options, {}, {QStringLiteral("KAFKA_OPTS")}, 512 * mebi};
    case Flavour::ZooKeeper: return HeapWords{{}, QStringLiteral("ZK_SERVER_HEAP"), flags, 1000 * mebi};
    case Flavour::BitnamiZooKeeper: return HeapWords{{}, QStringLiteral("ZOO_HEAP_SIZE"), flags, 1024 * mebi};
    default: return {};
    }
}

// «-Xmx512m»
const QRegularExpression &mostHeap()
{
    static const QRegularExpression option(QStringLiteral("-Xmx(\\d{1,12}[kKmMgG]?)(?![\\w.])"));
    return option;
}

const QRegularExpression &firstHeap()
{
    static const QRegularExpression option(QStringLiteral("-Xms(\\d{1,12}[kKmMgG]?)(?![\\w.])"));
    return option;
}

// The last of them counts.
std::optional<qint64> heapIn(const QString &options)
{
    std::optional<qint64> bytes;
    for (auto it = mostHeap().globalMatch(options); it.hasNext();)
        bytes = compose::bytesFrom(it.next().captured(1));
    return bytes;
}

// With this heap, and no more at the beginning.
QString withHeap(const QString &options, qint64 bytes)
{
    const QString size = QStringLiteral("%1m").arg(bytes / mebi);
    QString text = options;
    text.replace(mostHeap(), QStringLiteral("-Xmx") + size);
    const auto first = firstHeap().match(text);
    if (first.hasMatch() && compose::bytesFrom(first.captured(1)) > bytes)
        text.replace(firstHeap(), QStringLiteral("-Xms") + size);
    return heapIn(text) ? text : (text + QStringLiteral(" -Xmx") + size).trimmed();
}

class Memory
{
public:
    Memory(const Subject &subject, const Service &service, const Frame &frame, const Needs &needs)
        : m_subject(subject), m_service(service), m_frame(frame), m_needs(needs)
    {}

    Finding finding()
    {
        if (m_service.flavour == Flavour::Redpanda || m_service.flavour == Flavour::ApacheKafkaNative)
            return m_frame(m_service, Status::NotApplicable, Tr::tr("no JVM"), place(QStringLiteral("image")));
        const auto words = heapWords(m_service);
        if (!words)
            return m_frame(m_service, Status::Unknown, Tr::tr("cannot be told"), place(QStringLiteral("image")));
        m_words = *words;
        readHeap();
        if (!m_heap)
            return m_frame(m_service, Status::Ok, Tr::tr("as much heap as the JVM takes by itself"), heapPlace());
        const auto limit = m_service.memoryLimit;
        const QString said = limit ? Tr::tr("a heap of %1, a limit of %2").arg(mebiText(*m_heap), mebiText(*limit))
                                   : Tr::tr("a heap of %1, no limit").arg(mebiText(*m_heap));
        if (*m_heap < m_needs.atLeast)
            return m_frame(m_service, Status::Problem, said, heapPlace(), enlarged());
        if (!limit || *limit >= enoughFor(*m_heap))
            return m_frame(m_service, Status::Ok, said, limit ? limitPlace() : heapPlace());
        const bool isTooSmall = *limit < *m_heap + m_needs.beside;
        return m_frame(m_service, isTooSmall ? Status::Problem : Status::Advice, said, limitPlace(), fitted());
    }

private:
    Place place(const QString &key) const { return serviceKey(m_subject, m_service, key); }
    Place heapPlace() const
    {
        const QString &name = m_words.variable.isEmpty() ? m_words.inMebi : m_words.variable;
        return m_subject.sources.place(m_service.name, {QStringLiteral("environment"), name});
    }
    QStringList limitPath() const
    {
        const QStringList inDeploy{QStringLiteral("deploy"), QStringLiteral("resources"), QStringLiteral("limits"),
                                   QStringLiteral("memory")};
        return m_subject.sources.written(m_service.name, inDeploy) ? inDeploy
                                                                   : QStringList{QStringLiteral("mem_limit")};
    }
    Place limitPlace() const { return m_subject.sources.place(m_service.name, limitPath()); }

    void readHeap()
    {
        for (const QString &name : m_words.later) {
            if (const auto heap = heapIn(m_service.environment.value(name))) {
                m_words.variable = name;
                m_heap = heap;
                return;
            }
        }
        const QString own = m_service.environment.value(m_words.variable).trimmed();
        const int number = m_service.environment.value(m_words.inMebi).toInt();
        if (!m_words.variable.isEmpty() && !own.isEmpty())
            m_heap = heapIn(own);
        else if (!m_words.inMebi.isEmpty() && number > 0)
            m_heap = number * mebi;
        else
            m_heap = m_words.byItself;
    }

    qint64 enoughFor(qint64 heap) const { return std::max(heap * 3 / 2, heap + m_needs.beside); }

    std::vector<Change> heapOf(qint64 bytes) const
    {
        if (m_words.variable.isEmpty())
            return {setVariable(m_service, m_words.inMebi, QString::number(bytes / mebi))};
        return {
            setVariable(m_service, m_words.variable, withHeap(m_service.environment.value(m_words.variable), bytes))};
    }

    Change limitOf(qint64 bytes) const
    {
        return setValue(m_service, limitPath(),
                        yaml::Node::string(QStringLiteral("%1m").arg((bytes + mebi - 1) / mebi)));
    }

    std::vector<Change> enlarged() const
    {
        std::vector<Change> changes = heapOf(m_needs.goodEnough);
        const qint64 enough = enoughFor(m_needs.goodEnough);
        if (m_service.memoryLimit && *m_service.memoryLimit < enough)
            changes.push_back(limitOf(enough));
        return changes;
    }

    // The limit is the team's: the heap is made to fit into it, unless that leaves too little.
    std::vector<Change> fitted() const
    {
        const qint64 limit = *m_service.memoryLimit;
        const qint64 fitting = std::min(limit * 2 / 3, limit - m_needs.beside);
        if (fitting >= m_needs.goodEnough / 2)
            return heapOf(fitting);
        return {limitOf(enoughFor(std::max(*m_heap, m_needs.goodEnough / 2)))};
    }

    const Subject &m_subject;
    const Service &m_service;
    const Frame &m_frame;
    const Needs &m_needs;
    HeapWords m_words;
    std::optional<qint64> m_heap; // nothing: as much as the JVM takes
};

QString wanted()
{
    return Tr::tr("enough heap, and a limit at least half as large again");
}

QString why()
{
    return Tr::tr(
        "A JVM needs memory beside its heap. Above the container’s limit the kernel kills it without a word, and with too little "
        "heap it dies of OutOfMemoryError.");
}

} // namespace

void judgeKafkaMemory(const Subject &subject, Findings &findings)
{
    const Frame frame{QStringLiteral("kafka-memory"), wanted(), why()};
    for (const Service *one : servicesOf(subject, Role::Broker))
        findings.push_back(Memory(subject, *one, frame, kafkaNeeds).finding());
}

void judgeZooKeeperMemory(const Subject &subject, Findings &findings)
{
    const Frame frame{QStringLiteral("zk-memory"), wanted(), why()};
    for (const Service *one : servicesOf(subject, Role::ZooKeeper))
        findings.push_back(Memory(subject, *one, frame, zookeeperNeeds).finding());
}

} // namespace bd::audit
