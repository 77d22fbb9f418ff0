<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Audit</name>
    <message numerus="yes">
        <source>starts a JVM every %Ln s: %1</source>
        <translation>
            <numerusform>starts a JVM every second: %1</numerusform>
            <numerusform>starts a JVM every %Ln s: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, with a start period of %Ln s</source>
        <translation>
            <numerusform>%1, with a start period of %Ln s</numerusform>
            <numerusform>%1, with a start period of %Ln s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln s</source>
        <translation>
            <numerusform>%Ln s</numerusform>
            <numerusform>%Ln s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln brokers of one service would share one id</source>
        <translation>
            <numerusform>%Ln broker of one service would have this id</numerusform>
            <numerusform>%Ln brokers of one service would share one id</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, with %Ln broker(s)</source>
        <translation>
            <numerusform>%1, with %Ln broker</numerusform>
            <numerusform>%1, with %Ln brokers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>every %Ln hour(s)</source>
        <translation>
            <numerusform>every hour</numerusform>
            <numerusform>every %Ln hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln settings are right</source>
        <translation>
            <numerusform>%1 of %Ln setting is right</numerusform>
            <numerusform>%1 of %Ln settings are right</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AuditWords</name>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln setting(s) of the compose file will bring the next crash, or hide it</source>
        <translation>
            <numerusform>%Ln setting of the compose file will bring the next crash, or hide it</numerusform>
            <numerusform>%Ln settings of the compose file will bring the next crash, or hide it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln file(s)</source>
        <translation>
            <numerusform>Change %Ln file</numerusform>
            <numerusform>Change %Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Brokerdeckctl</name>
    <message numerus="yes">
        <source>%1 holds ≈ %n record(s)</source>
        <translation>
            <numerusform>%1 holds ≈ %n record</numerusform>
            <numerusform>%1 holds ≈ %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>wrote %n record(s) to %1</source>
        <translation>
            <numerusform>wrote %n record to %1</numerusform>
            <numerusform>wrote %n records to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more have Kafka&apos;s default; --json shows them too</source>
        <translation>
            <numerusform>%n more has Kafka’s default; --json shows it too</numerusform>
            <numerusform>%n more have Kafka’s default; --json shows them too</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) written to %1, without passwords.</source>
        <translation>
            <numerusform>%n connection written to %1, without passwords.</numerusform>
            <numerusform>%n connections written to %1, without passwords.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) added.</source>
        <translation>
            <numerusform>%n connection added.</numerusform>
            <numerusform>%n connections added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>changed %n partition(s) of the group %1</source>
        <translation>
            <numerusform>changed %n partition of the group %1</numerusform>
            <numerusform>changed %n partitions of the group %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>«%1» is whole: %Ln topic(s), %2 records</source>
        <translation>
            <numerusform>«%1» is whole: %Ln topic, %2 records</numerusform>
            <numerusform>«%1» is whole: %Ln topics, %2 records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>«%1» is whole: %Ln volume(s), %2 files, %3</source>
        <translation>
            <numerusform>«%1» is whole: %Ln volume, %2 files, %3</numerusform>
            <numerusform>«%1» is whole: %Ln volumes, %2 files, %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Snapshots that a reset took are kept for %Ln day(s)</source>
        <translation>
            <numerusform>Snapshots that a reset took are kept for %Ln day</numerusform>
            <numerusform>Snapshots that a reset took are kept for %Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>«%1» is more than %Ln day(s) old: deleted, %2</source>
        <translation>
            <numerusform>«%1» is more than %Ln day old: deleted, %2</numerusform>
            <numerusform>«%1» is more than %Ln days old: deleted, %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClusterSession</name>
    <message numerus="yes">
        <source>The broker refused %n topic(s)</source>
        <translation>
            <numerusform>The broker refused a topic</numerusform>
            <numerusform>The broker refused %n topics</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message numerus="yes">
        <source>%n topic(s) can be seen</source>
        <translation>
            <numerusform>%n topic can be seen</numerusform>
            <numerusform>%n topics can be seen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Decode</name>
    <message numerus="yes">
        <source>%n byte(s) are left behind the value</source>
        <translation>
            <numerusform>%n byte is left behind the value</numerusform>
            <numerusform>%n bytes are left behind the value</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExpectationDialog</name>
    <message numerus="yes">
        <source>The %n other topic(s) that the init service makes are written there, too.</source>
        <translation>
            <numerusform>The other topic that the init service makes is written there, too.</numerusform>
            <numerusform>The %n other topics that the init service makes are written there, too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExpectedTopics</name>
    <message numerus="yes">
        <source>made %n topic(s): %1</source>
        <translation>
            <numerusform>made %n topic: %1</numerusform>
            <numerusform>made %n topics: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The broker refused %n topic(s)</source>
        <translation>
            <numerusform>The broker refused %n topic</numerusform>
            <numerusform>The broker refused %n topics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n expected topic(s) are there</source>
        <translation>
            <numerusform>%1 of %n expected topic is there</numerusform>
            <numerusform>%1 of %n expected topics are there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) expected, %1 there</source>
        <translation>
            <numerusform>%n partition expected, %1 there</numerusform>
            <numerusform>%n partitions expected, %1 there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replica(s) expected, %1 there</source>
        <translation>
            <numerusform>%n replica expected, %1 there</numerusform>
            <numerusform>%n replicas expected, %1 there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 has %2 replicas and there are %n broker(s) now: it was not deleted</source>
        <translation>
            <numerusform>%1 has %2 replicas and there is %n broker now: it was not deleted</numerusform>
            <numerusform>%1 has %2 replicas and there are %n brokers now: it was not deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Create it by hand: it had %n partition(s) and a replication factor of %1.</source>
        <translation>
            <numerusform>Create it by hand: it had %n partition and a replication factor of %1.</numerusform>
            <numerusform>Create it by hand: it had %n partitions and a replication factor of %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 should have %n partition(s)</source>
        <translation>
            <numerusform>%1 should have %n partition</numerusform>
            <numerusform>%1 should have %n partitions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupSession</name>
    <message numerus="yes">
        <source>The broker refused it for %n partition(s)</source>
        <translation>
            <numerusform>The broker refused it for %n partition</numerusform>
            <numerusform>The broker refused it for %n partitions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupWords</name>
    <message numerus="yes">
        <source>%1 of %n partition(s) change</source>
        <translation>
            <numerusform>%1 of %n partition changes</numerusform>
            <numerusform>%1 of %n partitions change</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KafkaGroups</name>
    <message numerus="yes">
        <source>%n member(s) of the group %1 are connected</source>
        <translation>
            <numerusform>%n member of the group %1 is connected</numerusform>
            <numerusform>%n members of the group %1 are connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Outcomes</name>
    <message numerus="yes">
        <source>%n service(s) did not come up: %1</source>
        <translation>
            <numerusform>%n service did not come up: %1</numerusform>
            <numerusform>%n services did not come up: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message numerus="yes">
        <source>Create %n missing topic(s)</source>
        <translation>
            <numerusform>Create %n missing topic</numerusform>
            <numerusform>Create %n missing topics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Create %1 (%n partition(s))</source>
        <translation>
            <numerusform>Create %1 (%n partition)</numerusform>
            <numerusform>Create %1 (%n partitions)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n service(s) are up</source>
        <translation>
            <numerusform>%1 of %n service is up</numerusform>
            <numerusform>%1 of %n services are up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its %n service(s) are stopped in reverse order, brokers before ZooKeeper, and started again in order. Volumes and topics stay.</source>
        <translation>
            <numerusform>Its %n service is stopped and started again. Volumes and topics stay.</numerusform>
            <numerusform>Its %n services are stopped in reverse order, brokers before ZooKeeper, and started again in order. Volumes and topics stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This disturbs %n service(s) that need it: %1. They keep running and may report errors until %2 is ready again.</source>
        <translation>
            <numerusform>This disturbs %n service that needs it: %1. It keeps running and may report errors until %2 is ready again.</numerusform>
            <numerusform>This disturbs %n services that need it: %1. They keep running and may report errors until %2 is ready again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Probe</name>
    <message numerus="yes">
        <source>unhealthy after %n failed check(s): %1</source>
        <translation>
            <numerusform>unhealthy after %n failed check: %1</numerusform>
            <numerusform>unhealthy after %n failed checks: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>broker %1 is not registered yet (%n broker(s))</source>
        <translation>
            <numerusform>broker %1 is not registered yet (%n broker)</numerusform>
            <numerusform>broker %1 is not registered yet (%n brokers)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>broker %1 is registered (%n broker(s))</source>
        <translation>
            <numerusform>broker %1 is registered (%n broker)</numerusform>
            <numerusform>broker %1 is registered (%n brokers)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordDialog</name>
    <message numerus="yes">
        <source>Write %Ln records</source>
        <translation>
            <numerusform>Write %Ln record</numerusform>
            <numerusform>Write %Ln records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordTemplates</name>
    <message numerus="yes">
        <source>There are %n templates already; forget some.</source>
        <translation>
            <numerusform>There are %n templates already; forget some.</numerusform>
            <numerusform>There are %n templates already; forget some.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordWords</name>
    <message numerus="yes">
        <source>%Ln byte(s)</source>
        <translation>
            <numerusform>%Ln byte</numerusform>
            <numerusform>%Ln bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message numerus="yes">
        <source>%1. %Ln record(s) before it are written.</source>
        <translation>
            <numerusform>%1. %Ln record before it is written.</numerusform>
            <numerusform>%1. %Ln records before it are written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reset</name>
    <message numerus="yes">
        <source>%1 of %Ln volume(s) are deleted: half a set, with which Kafka must not be started.</source>
        <translation>
            <numerusform>%1 of %Ln volume is deleted: half a set, with which Kafka must not be started.</numerusform>
            <numerusform>%1 of %Ln volumes are deleted: half a set, with which Kafka must not be started.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Somebody has made %1 meanwhile, with %Ln partition(s)</source>
        <translation>
            <numerusform>Somebody has made %1 meanwhile, with %Ln partition</numerusform>
            <numerusform>Somebody has made %1 meanwhile, with %Ln partitions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing is deleted: %1 has %2 replicas, and there are %Ln broker(s) now</source>
        <translation>
            <numerusform>Nothing is deleted: %1 has %2 replicas, and there is %Ln broker now</numerusform>
            <numerusform>Nothing is deleted: %1 has %2 replicas, and there are %Ln brokers now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln topic(s) done</source>
        <translation>
            <numerusform>%Ln topic done</numerusform>
            <numerusform>%Ln topics done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is archived: %Ln record(s)</source>
        <translation>
            <numerusform>%1 is archived: %Ln record</numerusform>
            <numerusform>%1 is archived: %Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln topic(s) are deleted and not made again: %1. Going on makes them.</source>
        <translation>
            <numerusform>%Ln topic is deleted and not made again: %1. Going on makes it.</numerusform>
            <numerusform>%Ln topics are deleted and not made again: %1. Going on makes them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResetWizard</name>
    <message numerus="yes">
        <source>Kafka, ZooKeeper and the init service stop; their containers and %Ln volume(s) are deleted; then everything starts again in order and the topics are made anew.</source>
        <translation>
            <numerusform>Kafka, ZooKeeper and the init service stop; their containers and %Ln volume are deleted; then everything starts again in order and the topics are made anew.</numerusform>
            <numerusform>Kafka, ZooKeeper and the init service stop; their containers and %Ln volumes are deleted; then everything starts again in order and the topics are made anew.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Empty %Ln topic(s) of %1</source>
        <translation>
            <numerusform>Empty %Ln topic of %1</numerusform>
            <numerusform>Empty %Ln topics of %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln topic(s) of %1</source>
        <translation>
            <numerusform>Delete %Ln topic of %1</numerusform>
            <numerusform>Delete %Ln topics of %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln volume(s) of %1</source>
        <translation>
            <numerusform>Delete %Ln volume of %1</numerusform>
            <numerusform>Delete %Ln volumes of %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Restore</name>
    <message numerus="yes">
        <source>%1 is back: %Ln record(s)</source>
        <translation>
            <numerusform>%1 is back: %Ln record</numerusform>
            <numerusform>%1 is back: %Ln records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message numerus="yes">
        <source>%Ln service(s) under Docker Compose</source>
        <translation>
            <numerusform>%Ln service under Docker Compose</numerusform>
            <numerusform>%Ln services under Docker Compose</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln broker(s)</source>
        <translation>
            <numerusform>%Ln broker</numerusform>
            <numerusform>%Ln brokers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Snapshots</name>
    <message numerus="yes">
        <source>%1 had %2 replicas, and there are %Ln broker(s) now</source>
        <translation>
            <numerusform>%1 had %2 replicas, and there is %Ln broker now</numerusform>
            <numerusform>%1 had %2 replicas, and there are %Ln brokers now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is archived and read back: %Ln file(s), %2 in %3</source>
        <translation>
            <numerusform>%1 is archived and read back: %Ln file, %2 in %3</numerusform>
            <numerusform>%1 is archived and read back: %Ln files, %2 in %3</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StackState</name>
    <message numerus="yes">
        <source>%n expected topic(s) missing: %1</source>
        <translation>
            <numerusform>%n expected topic is missing: %1</numerusform>
            <numerusform>%n expected topics are missing: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 ends again and again; it was restarted %n time(s)</source>
        <translation>
            <numerusform>%1 ends again and again; it was restarted %n time</numerusform>
            <numerusform>%1 ends again and again; it was restarted %n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n topic(s)</source>
        <translation>
            <numerusform>%n topic</numerusform>
            <numerusform>%n topics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s)</source>
        <translation>
            <numerusform>%n partition</numerusform>
            <numerusform>%n partitions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restarted %n time(s)</source>
        <translation>
            <numerusform>restarted %n time</numerusform>
            <numerusform>restarted %n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n expected topic(s) are there. Nothing is lost; the missing can be made now.</source>
        <translation>
            <numerusform>%1 of %n expected topic is there. Nothing is lost; it can be made now.</numerusform>
            <numerusform>%1 of %n expected topics are there. Nothing is lost; the missing can be made now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n expected topic(s) are there</source>
        <translation>
            <numerusform>%1 of %n expected topic is there</numerusform>
            <numerusform>%1 of %n expected topics are there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StartRunner</name>
    <message numerus="yes">
        <source>%n expected topic(s) missing: %1</source>
        <translation>
            <numerusform>%n expected topic is missing: %1</numerusform>
            <numerusform>%n expected topics are missing: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Everything is up, but %n expected topic(s) missing</source>
        <translation>
            <numerusform>Everything is up, but %n expected topic is missing</numerusform>
            <numerusform>Everything is up, but %n expected topics are missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineDetail</name>
    <message numerus="yes">
        <source>%n probe(s)</source>
        <translation>
            <numerusform>%n probe</numerusform>
            <numerusform>%n probes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n failed</source>
        <translation>
            <numerusform>%1, %n failed</numerusform>
            <numerusform>%1, %n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restarted %n time(s)</source>
        <translation>
            <numerusform>restarted %n time</numerusform>
            <numerusform>restarted %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelinePainter</name>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineSentence</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>is being restarted, %n time(s) so far</source>
        <translation>
            <numerusform>is being restarted, %n time so far</numerusform>
            <numerusform>is being restarted, %n times so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n service(s) in trouble: %1.</source>
        <translation>
            <numerusform>%n service in trouble: %1.</numerusform>
            <numerusform>%n services in trouble: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n service(s) were ready.</source>
        <translation>
            <numerusform>%1 of %n service was ready.</numerusform>
            <numerusform>%1 of %n services were ready.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopicDialogs</name>
    <message numerus="yes">
        <source>Create %n topics</source>
        <translation>
            <numerusform>Create %n topic</numerusform>
            <numerusform>Create %n topics</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopicForm</name>
    <message numerus="yes">
        <source>%n replica(s) need as many brokers, and there are %1.</source>
        <translation>
            <numerusform>%n replica needs a broker, and there are %1.</numerusform>
            <numerusform>%n replicas need as many brokers, and there are %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopicWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without leader</source>
        <translation>
            <numerusform>%n without leader</numerusform>
            <numerusform>%n without leader</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n under-replicated</source>
        <translation>
            <numerusform>%n under-replicated</numerusform>
            <numerusform>%n under-replicated</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Verification</name>
    <message numerus="yes">
        <source> (and %Ln more)</source>
        <translation>
            <numerusform> (and %Ln more)</numerusform>
            <numerusform> (and %Ln more)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln service(s) up, healthy or finished well</source>
        <translation>
            <numerusform>%Ln service up, healthy or finished well</numerusform>
            <numerusform>%Ln services up, healthy or finished well</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln broker(s) answer: %1</source>
        <translation>
            <numerusform>%Ln broker answers: %1</numerusform>
            <numerusform>%Ln brokers answer: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln broker(s) are registered</source>
        <translation>
            <numerusform>%1 of %Ln broker is registered</numerusform>
            <numerusform>%1 of %Ln brokers are registered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln expected topic(s) are there, as they should be</source>
        <translation>
            <numerusform>%Ln expected topic is there, as it should be</numerusform>
            <numerusform>%Ln expected topics are there, as they should be</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The check of %1 starts a JVM every %Ln s: %2</source>
        <translation>
            <numerusform>The check of %1 starts a JVM every second: %2</numerusform>
            <numerusform>The check of %1 starts a JVM every %Ln s: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln health check(s), none that starts a JVM again and again</source>
        <translation>
            <numerusform>%Ln health check, and it starts no JVM</numerusform>
            <numerusform>%Ln health checks, none that starts a JVM again and again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Volumes</name>
    <message numerus="yes">
        <source>%Ln volume(s)</source>
        <translation>
            <numerusform>%Ln volume</numerusform>
            <numerusform>%Ln volumes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln topic(s), %1 records</source>
        <translation>
            <numerusform>%Ln topic, %1 records</numerusform>
            <numerusform>%Ln topics, %1 records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Yaml</name>
    <message numerus="yes">
        <source>the document has more than %n value(s)</source>
        <translation>
            <numerusform>the document has more than %n value</numerusform>
            <numerusform>the document has more than %n values</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ZooKeeper</name>
    <message numerus="yes">
        <source>ZooKeeper gave no answer within %Ln second(s)</source>
        <translation>
            <numerusform>ZooKeeper gave no answer within %Ln second</numerusform>
            <numerusform>ZooKeeper gave no answer within %Ln seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::AuditView</name>
    <message numerus="yes">
        <source>Preview %Ln mend(s)…</source>
        <translation>
            <numerusform>Preview %Ln mend…</numerusform>
            <numerusform>Preview %Ln mends…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::BundleDialog</name>
    <message numerus="yes">
        <source>%Ln file(s), %1. What sounds or looks like a secret is masked; read it before you pass it on.</source>
        <translation>
            <numerusform>%Ln file, %1. What sounds or looks like a secret is masked; read it before you pass it on.</numerusform>
            <numerusform>%Ln files, %1. What sounds or looks like a secret is masked; read it before you pass it on.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::CarePanel</name>
    <message numerus="yes">
        <source>«%1» is whole: %Ln archive(s) as they were written</source>
        <translation>
            <numerusform>«%1» is whole: %Ln archive as it was written</numerusform>
            <numerusform>«%1» is whole: %Ln archives as they were written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln snapshot(s) that were too old are deleted, %1</source>
        <translation>
            <numerusform>%Ln snapshot that was too old is deleted, %1</numerusform>
            <numerusform>%Ln snapshots that were too old are deleted, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::ConnectionsSession</name>
    <message numerus="yes">
        <source>%n connection(s) added; others were there by name</source>
        <translation>
            <numerusform>%n connection added; others were there by name</numerusform>
            <numerusform>%n connections added; others were there by name</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::FilesDialog</name>
    <message numerus="yes">
        <source>%Ln file(s), %1, as they were a moment ago</source>
        <translation>
            <numerusform>%Ln file, %1, as it was a moment ago</numerusform>
            <numerusform>%Ln files, %1, as they were a moment ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::FixDialog</name>
    <message numerus="yes">
        <source>Mend %Ln finding(s)</source>
        <translation>
            <numerusform>Mend %Ln finding</numerusform>
            <numerusform>Mend %Ln findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::GroupList</name>
    <message numerus="yes">
        <source>%n broker(s) did not answer</source>
        <translation>
            <numerusform>%n broker did not answer</numerusform>
            <numerusform>%n brokers did not answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln group(s)</source>
        <translation>
            <numerusform>%Ln group</numerusform>
            <numerusform>%Ln groups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::GroupModel</name>
    <message numerus="yes">
        <source>%n partition(s) not known</source>
        <translation>
            <numerusform>%n partition not known</numerusform>
            <numerusform>%n partitions not known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) without anything committed</source>
        <translation>
            <numerusform>%n partition without anything committed</numerusform>
            <numerusform>%n partitions without anything committed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>records of %n partition(s) were deleted unread</source>
        <translation>
            <numerusform>records of %n partition were deleted unread</numerusform>
            <numerusform>records of %n partitions were deleted unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::IdentityCard</name>
    <message numerus="yes">
        <source>%n in the cluster</source>
        <translation>
            <numerusform>%n in the cluster</numerusform>
            <numerusform>%n in the cluster</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::KafkaPanel</name>
    <message numerus="yes">
        <source>%Ln record(s) were not written to %1</source>
        <translation>
            <numerusform>%Ln record was not written to %1</numerusform>
            <numerusform>%Ln records were not written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Wrote %Ln record(s) to %1</source>
        <translation>
            <numerusform>Wrote %Ln record to %1</numerusform>
            <numerusform>Wrote %Ln records to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) written…</source>
        <translation>
            <numerusform>%Ln record written…</numerusform>
            <numerusform>%Ln records written…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Writing %Ln record(s) to %1…</source>
        <translation>
            <numerusform>Writing %Ln record to %1…</numerusform>
            <numerusform>Writing %Ln records to %1…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::LogDelegate</name>
    <message numerus="yes">
        <source>+%Ln</source>
        <comment>frames of a trace that are folded</comment>
        <translation>
            <numerusform>+%Ln</numerusform>
            <numerusform>+%Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::LogsView</name>
    <message numerus="yes">
        <source>%Ln service(s)</source>
        <translation>
            <numerusform>%Ln service</numerusform>
            <numerusform>%Ln services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln line(s)</source>
        <translation>
            <numerusform>%1 of %Ln line</numerusform>
            <numerusform>%1 of %Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::NavigationButton</name>
    <message numerus="yes">
        <source>%1, %Ln need(s) you</source>
        <translation>
            <numerusform>%1, %Ln needs you</numerusform>
            <numerusform>%1, %Ln need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::PickerPage</name>
    <message numerus="yes">
        <source>%1 of %n up</source>
        <translation>
            <numerusform>%1 of %n up</numerusform>
            <numerusform>%1 of %n up</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::RecordBar</name>
    <message numerus="yes">
        <source>%Ln at once</source>
        <translation>
            <numerusform>%Ln at once</numerusform>
            <numerusform>%Ln at once</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::RecordsView</name>
    <message numerus="yes">
        <source>Waiting for what comes: %Ln record(s) so far</source>
        <translation>
            <numerusform>Waiting for what comes: %Ln record so far</numerusform>
            <numerusform>Waiting for what comes: %Ln records so far</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::ResetDialog</name>
    <message numerus="yes">
        <source>Change %n partition(s)</source>
        <translation>
            <numerusform>Change %n partition</numerusform>
            <numerusform>Change %n partitions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::RestCard</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::StatusStrip</name>
    <message numerus="yes">
        <source>%n broker(s)</source>
        <translation>
            <numerusform>%n broker</numerusform>
            <numerusform>%n brokers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::TopicList</name>
    <message numerus="yes">
        <source>%Ln topic(s)</source>
        <translation>
            <numerusform>%Ln topic</numerusform>
            <numerusform>%Ln topics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln partition(s)</source>
        <translation>
            <numerusform>%Ln partition</numerusform>
            <numerusform>%Ln partitions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n expected topic(s) are missing</source>
        <translation>
            <numerusform>An expected topic is missing</numerusform>
            <numerusform>%n expected topics are missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n topic(s) are not as this project expects</source>
        <translation>
            <numerusform>A topic is not as this project expects</numerusform>
            <numerusform>%n topics are not as this project expects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::TopicsCard</name>
    <message numerus="yes">
        <source>%1: %n partition(s) expected</source>
        <translation>
            <numerusform>%1: %n partition expected</numerusform>
            <numerusform>%1: %n partitions expected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) there</source>
        <translation>
            <numerusform>%n partition there</numerusform>
            <numerusform>%n partitions there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::TopicsView</name>
    <message numerus="yes">
        <source>Make %n topic(s) as expected?</source>
        <translation>
            <numerusform>Make a topic as expected?</numerusform>
            <numerusform>Make %n topics as expected?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Make %n change(s) so that topics are as %1 says?</source>
        <translation>
            <numerusform>Make %n change so that topics are as %1 says?</numerusform>
            <numerusform>Make %n changes so that topics are as %1 says?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::VolumesView</name>
    <message numerus="yes">
        <source>%Ln volume(s)</source>
        <translation>
            <numerusform>%Ln volume</numerusform>
            <numerusform>%Ln volumes</numerusform>
        </translation>
    </message>
</context>
</TS>
