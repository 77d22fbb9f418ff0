#include "compose/healthtest.h"

#include <QRegularExpression>

namespace bd::compose {

namespace {

constexpr qsizetype mostText = 4000;

// Kafka's and ZooKeeper's tools, and Confluent's, are programs in Java: where a command begins, not where a word is.
QString javaIn(const QString &text)
{
    static const QRegularExpression tool(QStringLiteral(
        "(?:^|[;&|(!`/]|-c\\s|\\b(?:exec|if|then|while|do|timeout\\s+\\S+))\\s*['\"]?"
        "(kafka-(?:acls|broker-api-versions|cluster|configs|console-consumer|console-producer|consumer-groups|features|"
        "get-offsets|leader-election|log-dirs|metadata-quorum|run-class|topics)(?:\\.sh)?|zookeeper-shell(?:\\.sh)?|"
        "zkCli\\.sh|zkServer\\.sh|cub (?:kafka|zk)-ready|java)(?=\\s|['\"]|$)"));
    return tool.match(text).captured(1);
}

// «|| exit 0», «|| true», and a test that is nothing else.
bool passesAlways(const QString &text)
{
    static const QRegularExpression always(
        QStringLiteral("^\\s*(?:exit\\s+0|true|:|echo(?:\\s[^|&;]*)?)\\s*$|(?:\\|\\||;)\\s*(?:exit\\s+0|true|:)\\s*$"));
    return always.match(text).hasMatch();
}

HealthTest::Asks asksOf(const QString &text, const QString &java)
{
    using Asks = HealthTest::Asks;
    static const QRegularExpression viaZooKeeper(QStringLiteral("\\s--zookeeper[\\s=]"));
    static const QRegularExpression port(
        QStringLiteral("\\b(?:nc|ncat|netcat)\\b[^|;&]*\\s-\\w*z|/dev/(?:tcp|udp)/|\\bcub\\s+\\S*port|\\bwait-for-it"));
    if (java.startsWith(QLatin1String("zookeeper-shell")) || java.startsWith(QLatin1String("zk"))
        || java == QLatin1String("cub zk-ready") || viaZooKeeper.match(text).hasMatch())
        return Asks::ZooKeeper;
    static const QRegularExpression client(QStringLiteral("\\b(?:kcat|kafkacat|rpk)\\b"));
    if ((!java.isEmpty() && java != QLatin1String("java")) || client.match(text).hasMatch())
        return Asks::Kafka;
    return port.match(text).hasMatch() ? Asks::Port : Asks::Other;
}

// «localhost 2181», «localhost:9092», «/dev/tcp/127.0.0.1/9092»: the one that there is.
quint16 portIn(const QString &text)
{
    static const QRegularExpression form(
        QStringLiteral("(?:\\blocalhost|\\b127\\.0\\.0\\.1|\\[::1\\])(?::|/|\\s+)(\\d{2,5})(?=[\\s'\",;|&)]|$)"));
    quint16 port = 0;
    for (auto all = form.globalMatch(text); all.hasNext();) {
        const quint16 one = all.next().captured(1).toUShort();
        if (port != 0 && one != port)
            return 0;
        port = one;
    }
    return port;
}

} // namespace

HealthTest healthTestOf(const QStringList &test)
{
    using Asks = HealthTest::Asks;
    const QString text = test.mid(1).join(QLatin1Char(' ')).left(mostText);
    if (test.value(0) == QLatin1String("NONE") || text.trimmed().isEmpty() || passesAlways(text))
        return {Asks::Nothing, {}, {}, 0};
    static const QRegularExpression word(
        QStringLiteral("(?:^|[\\s'\"])(conf|cons|dump|envi|isro|mntr|ruok|srvr|stat|wchs)(?=[\\s'\"|\\\\]|$)"));
    const QString java = javaIn(text);
    // Without a look at the answer nc alone decides: the port is open.
    static const QRegularExpression look(QStringLiteral("\\b(?:grep|awk|sed|case|test|imok|Mode)\\b|\\[|="));
    if (const auto found = word.match(text); found.hasMatch() && java.isEmpty())
        return look.match(text).hasMatch() ? HealthTest{Asks::Word, found.captured(1), {}, portIn(text)}
                                           : HealthTest{Asks::Port, {}, {}, portIn(text)};
    return {asksOf(text, java), {}, java, portIn(text)};
}

} // namespace bd::compose
