<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Arguments</name>
    <message>
        <source>A compose file; may be given several times.</source>
        <translation>Eine Compose-Datei; darf mehrmals angegeben werden.</translation>
    </message>
    <message>
        <source>Name of the project.</source>
        <translation>Name des Projekts.</translation>
    </message>
    <message>
        <source>The Docker context whose engine is used.</source>
        <translation>Der Docker-Kontext, dessen Engine benutzt wird.</translation>
    </message>
    <message>
        <source>Says the version.</source>
        <translation>Nennt die Version.</translation>
    </message>
    <message>
        <source>Says this.</source>
        <translation>Zeigt diese Hilfe.</translation>
    </message>
    <message>
        <source>Control panel for Kafka development stacks under Docker Compose.</source>
        <translation>Bedienfeld für Kafka-Entwicklungsumgebungen unter Docker Compose.</translation>
    </message>
    <message>
        <source>A compose file, or the folder that holds one.</source>
        <translation>Eine Compose-Datei oder der Ordner, in dem eine liegt.</translation>
    </message>
    <message>
        <source>Try brokerdeck --help.</source>
        <translation>Hilfe gibt brokerdeck --help.</translation>
    </message>
    <message>
        <source>One project can be opened at a time.</source>
        <translation>Es kann nur ein Projekt auf einmal geöffnet werden.</translation>
    </message>
    <message>
        <source>Give one file or folder, or name the files of one project with --file.</source>
        <translation>Gib eine Datei oder einen Ordner an, oder nenne die Dateien eines Projekts mit --file.</translation>
    </message>
    <message>
        <source>Activates a profile; may be given several times.</source>
        <translation>Schaltet ein Profil ein; mehrfach möglich.</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <source>%1 has changed meanwhile</source>
        <translation>%1 hat sich inzwischen geändert</translation>
    </message>
    <message>
        <source>Nothing was written. Look at it again, and then decide.</source>
        <translation>Nichts wurde geschrieben. Sehen Sie es noch einmal an, und entscheiden Sie dann.</translation>
    </message>
    <message>
        <source>%1 could not be kept as %2</source>
        <translation>%1 konnte nicht als %2 aufgehoben werden</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>There is nothing to take back</source>
        <translation>Es gibt nichts zurückzunehmen</translation>
    </message>
    <message>
        <source>Only what Brokerdeck itself has written into these files can be.</source>
        <translation>Zurücknehmen lässt sich nur, was Brokerdeck selbst in diese Dateien geschrieben hat.</translation>
    </message>
    <message>
        <source>The old file %1 is gone</source>
        <translation>Die alte Datei %1 ist weg</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>%1 would be %2, not %3</source>
        <translation>%1 wäre %2, nicht %3</translation>
    </message>
    <message>
        <source>The files would say something else than was meant: %1</source>
        <translation>Die Dateien würden etwas anderes sagen als gemeint: %1</translation>
    </message>
    <message>
        <source>Nothing was written. Change this by hand.</source>
        <translation>Nichts wurde geschrieben. Ändern Sie das von Hand.</translation>
    </message>
    <message>
        <source>A copy beside %1 could not be written</source>
        <translation>Neben %1 konnte keine Kopie geschrieben werden</translation>
    </message>
    <message>
        <source>Compose has to read the changed file before it takes the place of the old one. Check the permissions of its folder.</source>
        <translation>Compose muss die geänderte Datei lesen, bevor sie an die Stelle der alten tritt. Prüfen Sie die Rechte ihres Ordners.</translation>
    </message>
    <message>
        <source>does not wait for %1</source>
        <translation>wartet nicht auf %1</translation>
    </message>
    <message>
        <source>no ZooKeeper</source>
        <translation>kein ZooKeeper</translation>
    </message>
    <message>
        <source>its ZooKeeper is not in this file</source>
        <translation>sein ZooKeeper steht nicht in dieser Datei</translation>
    </message>
    <message>
        <source>creates without --if-not-exists</source>
        <translation>legt ohne --if-not-exists an</translation>
    </message>
    <message>
        <source>its Kafka is not in this file</source>
        <translation>sein Kafka steht nicht in dieser Datei</translation>
    </message>
    <message>
        <source>depends_on ZooKeeper, with condition: service_healthy</source>
        <translation>depends_on auf ZooKeeper, mit condition: service_healthy</translation>
    </message>
    <message>
        <source>Kafka never starts before ZooKeeper is ready. A broker that cannot connect gives up after its time-out.</source>
        <translation>Kafka startet nie, bevor ZooKeeper bereit ist. Ein Broker, der sich nicht verbinden kann, gibt nach seiner Wartezeit auf.</translation>
    </message>
    <message>
        <source>waits for a healthy Kafka, creates with --if-not-exists, does not restart</source>
        <translation>wartet auf ein gesundes Kafka, legt mit --if-not-exists an, startet nicht neu</translation>
    </message>
    <message>
        <source>The topics are there before the workers look for them. It runs at each start, and must do well where they are there already.</source>
        <translation>Die Topics sind da, bevor die Worker sie suchen. Er läuft bei jedem Start und muss auch gelingen, wo es sie schon gibt.</translation>
    </message>
    <message>
        <source>waits for a healthy Kafka, and for the init service to be done</source>
        <translation>wartet auf ein gesundes Kafka und darauf, dass der Init-Dienst fertig ist</translation>
    </message>
    <message>
        <source>Workers do not race with Kafka and its topics. A consumer that comes before its topic fails, or waits for minutes until it looks again.</source>
        <translation>Worker laufen nicht um die Wette mit Kafka und seinen Topics. Ein Consumer, der vor seinem Topic kommt, scheitert oder wartet Minuten, bis er wieder nachsieht.</translation>
    </message>
    <message>
        <source>%1: its versions are no longer published there</source>
        <translation>%1: seine Versionen werden dort nicht mehr veröffentlicht</translation>
    </message>
    <message>
        <source>%1: no longer kept</source>
        <translation>%1: wird nicht mehr gepflegt</translation>
    </message>
    <message>
        <source>%1: this version runs without ZooKeeper only</source>
        <translation>%1: diese Version läuft nur ohne ZooKeeper</translation>
    </message>
    <message>
        <source>%1: no version, which is «latest»</source>
        <translation>%1: keine Version, also «latest»</translation>
    </message>
    <message>
        <source>built from its own sources</source>
        <translation>aus eigenen Quellen gebaut</translation>
    </message>
    <message>
        <source>port %1 of the host, which %2 wants, too</source>
        <translation>Port %1 des Hosts, den auch %2 will</translation>
    </message>
    <message>
        <source>container_name %1, which %2 has, too</source>
        <translation>container_name %1, den auch %2 hat</translation>
    </message>
    <message>
        <source>open to the whole network: %1</source>
        <translation>dem ganzen Netz offen: %1</translation>
    </message>
    <message>
        <source>no port is published</source>
        <translation>kein Port ist veröffentlicht</translation>
    </message>
    <message>
        <source>a version that is named, and still to be had</source>
        <translation>eine genannte Version, die es noch gibt</translation>
    </message>
    <message>
        <source>The stack still starts tomorrow, and the same for everybody. «latest» is another program next week: Kafka 4 and Confluent 8 run without ZooKeeper only.</source>
        <translation>Der Stack startet auch morgen noch, und bei allen gleich. «latest» ist nächste Woche ein anderes Programm: Kafka 4 und Confluent 8 laufen nur ohne ZooKeeper.</translation>
    </message>
    <message>
        <source>names and ports that do not collide, published on 127.0.0.1</source>
        <translation>Namen und Ports, die nicht zusammenstoßen, veröffentlicht auf 127.0.0.1</translation>
    </message>
    <message>
        <source>Two of the same name or port cannot both start. A port that is published without an address is open to everybody on the network, past the firewall.</source>
        <translation>Zwei mit demselben Namen oder Port können nicht beide starten. Ein Port, der ohne Adresse veröffentlicht ist, steht allen im Netz offen, an der Firewall vorbei.</translation>
    </message>
    <message>
        <source>no version:</source>
        <translation>kein version:</translation>
    </message>
    <message>
        <source>Compose has not read this key since 2020. It warns about it at each call.</source>
        <translation>Compose liest diesen Schlüssel seit 2020 nicht mehr. Es warnt bei jedem Aufruf davor.</translation>
    </message>
    <message>
        <source>%1 is advertised as 0.0.0.0, which is no address to connect to</source>
        <translation>%1 wird als 0.0.0.0 angekündigt; zu dieser Adresse kann sich niemand verbinden</translation>
    </message>
    <message>
        <source>two listeners have port %1</source>
        <translation>zwei Listener haben den Port %1</translation>
    </message>
    <message>
        <source>two listeners have the name %1</source>
        <translation>zwei Listener haben den Namen %1</translation>
    </message>
    <message>
        <source>%1 has no protocol in listener.security.protocol.map</source>
        <translation>%1 hat kein Protokoll in listener.security.protocol.map</translation>
    </message>
    <message>
        <source>%1, where nothing listens</source>
        <translation>%1, wo nichts lauscht</translation>
    </message>
    <message>
        <source>%1 is sent on to %2:%3, which is its own container</source>
        <translation>%1 wird nach %2:%3 weitergeschickt, das ist sein eigener Container</translation>
    </message>
    <message>
        <source>programs on this machine come in by port %1 and are sent on to %2, which only containers know</source>
        <translation>Programme auf diesem Rechner kommen über Port %1 herein und werden nach %2 weitergeschickt, das nur Container kennen</translation>
    </message>
    <message>
        <source>the container’s own name</source>
        <translation>den eigenen Namen des Containers</translation>
    </message>
    <message>
        <source>programs on this machine come in by port %1 and are sent on to port %2, which is not published</source>
        <translation>Programme auf diesem Rechner kommen über Port %1 herein und werden zu Port %2 weitergeschickt, der nicht veröffentlicht ist</translation>
    </message>
    <message>
        <source>what this image is told cannot be read</source>
        <translation>was diesem Image gesagt wird, lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>its listeners cannot be read</source>
        <translation>seine Listener lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>each advertised address can be reached by those who are told of it</source>
        <translation>jede angekündigte Adresse ist für die erreichbar, denen sie genannt wird</translation>
    </message>
    <message>
        <source>A client connects to the address it knows, and is then told where to go on. Where that leads nowhere, it «connects, then fails».</source>
        <translation>Ein Client verbindet sich mit der Adresse, die er kennt, und erfährt dann, wohin es weitergeht. Wo das ins Leere führt, «verbindet er sich und scheitert dann».</translation>
    </message>
    <message>
        <source>not set, which is «no»</source>
        <translation>nicht gesetzt, also «no»</translation>
    </message>
    <message>
        <source>none in the file; the image may have one of its own</source>
        <translation>keine in der Datei; das Image kann eine eigene haben</translation>
    </message>
    <message>
        <source>no health check</source>
        <translation>keine Gesundheitsprüfung</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>passes whatever happens: %1</source>
        <translation>gelingt, was auch geschieht: %1</translation>
    </message>
    <message>
        <source>asks ZooKeeper, and passes with no broker at all: %1</source>
        <translation>fragt ZooKeeper und gelingt auch ganz ohne Broker: %1</translation>
    </message>
    <message>
        <source>a check of its own: %1</source>
        <translation>eine eigene Prüfung: %1</translation>
    </message>
    <message numerus="yes">
        <source>starts a JVM every %Ln s: %1</source>
        <translation>
            <numerusform>startet jede Sekunde eine JVM: %1</numerusform>
            <numerusform>startet alle %Ln s eine JVM: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, with a start period of %Ln s</source>
        <translation>
            <numerusform>%1, mit einer Anlaufzeit von %Ln s</numerusform>
            <numerusform>%1, mit einer Anlaufzeit von %Ln s</numerusform>
        </translation>
    </message>
    <message>
        <source>ZooKeeper comes back without a person when it has died. After a restart of the machine, too.</source>
        <translation>ZooKeeper kommt ohne einen Menschen wieder, wenn es gestorben ist. Auch nach einem Neustart des Rechners.</translation>
    </message>
    <message>
        <source>A broker that meets its own stale registration gives up; started again, it comes up as soon as that has expired. Only the restart policy starts it again.</source>
        <translation>Ein Broker, der auf seine eigene verwaiste Anmeldung trifft, gibt auf; wieder gestartet, kommt er hoch, sobald sie abgelaufen ist. Wieder startet ihn nur die Restart-Policy.</translation>
    </message>
    <message>
        <source>stop_grace_period of 30 s or more</source>
        <translation>stop_grace_period von 30 s oder mehr</translation>
    </message>
    <message>
        <source>Compose kills after 10 s what has not ended. A broker that was killed stays registered in ZooKeeper, and has to recover its logs: the next start fails or is slow.</source>
        <translation>Compose bricht nach 10 s ab, was nicht beendet ist. Ein abgebrochener Broker bleibt in ZooKeeper angemeldet und muss seine Logs wiederherstellen: Der nächste Start scheitert oder ist langsam.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln s</source>
        <translation>
            <numerusform>%Ln s</numerusform>
            <numerusform>%Ln s</numerusform>
        </translation>
    </message>
    <message>
        <source>not set, which is 10 s</source>
        <translation>nicht gesetzt, also 10 s</translation>
    </message>
    <message>
        <source>a cheap health check with a start period of 60 s</source>
        <translation>eine billige Gesundheitsprüfung mit einer Anlaufzeit von 60 s</translation>
    </message>
    <message>
        <source>What needs Kafka can wait for a broker that answers. Kafka’s own tools start a JVM for each check, which is slow, and can take the memory that the broker needs.</source>
        <translation>Was Kafka braucht, kann auf einen Broker warten, der antwortet. Kafkas eigene Werkzeuge starten für jede Prüfung eine JVM; das ist langsam und kann dem Broker den Speicher nehmen.</translation>
    </message>
    <message>
        <source>not set, and what this image has by itself is not known</source>
        <translation>nicht gesetzt, und was dieses Image von sich aus hat, ist nicht bekannt</translation>
    </message>
    <message>
        <source>session %1 ms, connection %2 ms%3</source>
        <translation>Sitzung %1 ms, Verbindung %2 ms%3</translation>
    </message>
    <message>
        <source>, as this version has by itself</source>
        <translation>, wie diese Version es von sich aus hat</translation>
    </message>
    <message>
        <source>Redpanda gives itself one and keeps it</source>
        <translation>Redpanda gibt sich selbst eine und behält sie</translation>
    </message>
    <message numerus="yes">
        <source>%Ln brokers of one service would share one id</source>
        <translation>
            <numerusform>%Ln Broker eines Dienstes hätte diese Nummer</numerusform>
            <numerusform>%Ln Broker eines Dienstes hätten dieselbe Nummer</numerusform>
        </translation>
    </message>
    <message>
        <source>1, which the image sets</source>
        <translation>1, die das Image setzt</translation>
    </message>
    <message>
        <source>not set: Kafka gives itself another one for each empty volume</source>
        <translation>nicht gesetzt: Kafka gibt sich für jedes leere Volume eine andere</translation>
    </message>
    <message>
        <source>%1, which is generated</source>
        <translation>%1, wird also erzeugt</translation>
    </message>
    <message>
        <source>%1, which another broker of this file has, too</source>
        <translation>%1, die auch ein anderer Broker dieser Datei hat</translation>
    </message>
    <message>
        <source>Redpanda keeps its own</source>
        <translation>Redpanda behält seine eigene</translation>
    </message>
    <message>
        <source>the one that the image sets</source>
        <translation>die, die das Image setzt</translation>
    </message>
    <message>
        <source>not set: a new one for each empty volume</source>
        <translation>nicht gesetzt: eine neue für jedes leere Volume</translation>
    </message>
    <message>
        <source>not set: this image does not start without it</source>
        <translation>nicht gesetzt: Ohne sie startet dieses Image nicht</translation>
    </message>
    <message>
        <source>not set, and what this image does then is not known</source>
        <translation>nicht gesetzt, und was dieses Image dann tut, ist nicht bekannt</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>not set, which is on</source>
        <translation>nicht gesetzt, also an</translation>
    </message>
    <message>
        <source>Redpanda keeps a week by itself</source>
        <translation>Redpanda behält von sich aus eine Woche</translation>
    </message>
    <message>
        <source>records are kept for ever</source>
        <translation>Records werden für immer aufgehoben</translation>
    </message>
    <message>
        <source>not set, which is a week</source>
        <translation>nicht gesetzt, also eine Woche</translation>
    </message>
    <message>
        <source>Redpanda fits them by itself</source>
        <translation>Redpanda passt sie von sich aus an</translation>
    </message>
    <message>
        <source>%1 is not set, and what this image has by itself is not known</source>
        <translation>%1 ist nicht gesetzt, und was dieses Image von sich aus hat, ist nicht bekannt</translation>
    </message>
    <message numerus="yes">
        <source>%1, with %Ln broker(s)</source>
        <translation>
            <numerusform>%1, bei %Ln Broker</numerusform>
            <numerusform>%1, bei %Ln Brokern</numerusform>
        </translation>
    </message>
    <message>
        <source>session and connection time-outs of ZooKeeper of 18 s</source>
        <translation>Wartezeiten von 18 s für Sitzung und Verbindung von ZooKeeper</translation>
    </message>
    <message>
        <source>A slow start, or a machine that was busy for a moment, is no reason to lose the session. Before Kafka 2.5 both were 6 s.</source>
        <translation>Ein langsamer Start oder ein kurz beschäftigter Rechner ist kein Grund, die Sitzung zu verlieren. Vor Kafka 2.5 waren beide 6 s.</translation>
    </message>
    <message>
        <source>an id that is fixed, and no other broker’s</source>
        <translation>eine feste Nummer, die kein anderer Broker hat</translation>
    </message>
    <message>
        <source>The id is written into the broker’s data, and every partition names the brokers that hold it. A broker that comes back under another id is another broker, without the records.</source>
        <translation>Die Nummer steht in den Daten des Brokers, und jede Partition nennt die Broker, die sie halten. Ein Broker, der unter anderer Nummer wiederkommt, ist ein anderer Broker, ohne die Records.</translation>
    </message>
    <message>
        <source>the cluster’s id is set</source>
        <translation>die Id des Clusters ist gesetzt</translation>
    </message>
    <message>
        <source>The data directory is formatted with this id at the first start, and belongs to no other cluster ever after. An id that is generated differs from volume to volume, and brokers with different ones do not find together.</source>
        <translation>Das Datenverzeichnis wird beim ersten Start mit dieser Id formatiert und gehört danach zu keinem anderen Cluster mehr. Eine erzeugte Id ist für jedes Volume eine andere, und Broker mit verschiedenen finden nicht zusammen.</translation>
    </message>
    <message>
        <source>auto.create.topics.enable=false; an init service makes the topics</source>
        <translation>auto.create.topics.enable=false; ein Init-Dienst legt die Topics an</translation>
    </message>
    <message>
        <source>A typing mistake makes no topic. Topics that come by themselves have one partition and nobody’s settings.</source>
        <translation>Ein Tippfehler legt kein Topic an. Topics, die von selbst entstehen, haben eine Partition und niemandes Einstellungen.</translation>
    </message>
    <message>
        <source>how long and how much is kept is set</source>
        <translation>wie lange und wie viel aufgehoben wird, ist gesetzt</translation>
    </message>
    <message>
        <source>The disk does not fill. What is kept is written where the team sees it.</source>
        <translation>Die Platte läuft nicht voll. Was aufgehoben wird, steht da, wo das Team es sieht.</translation>
    </message>
    <message>
        <source>replication factors no larger than the number of brokers</source>
        <translation>Replikationsfaktoren nicht größer als die Zahl der Broker</translation>
    </message>
    <message>
        <source>Kafka’s own topics for offsets and transactions want three brokers by default. With fewer they are never made, and consumers hang for ever.</source>
        <translation>Kafkas eigene Topics für Offsets und Transaktionen wollen von sich aus drei Broker. Mit weniger entstehen sie nie, und Consumer hängen für immer.</translation>
    </message>
    <message>
        <source>%1 is mounted at %2, but the image puts an unnamed volume over it at %3</source>
        <translation>%1 ist bei %2 eingehängt, aber das Image legt bei %3 ein namenloses Volume darüber</translation>
    </message>
    <message>
        <source>%1 is on no volume</source>
        <translation>%1 liegt auf keinem Volume</translation>
    </message>
    <message>
        <source>%1 is on an unnamed volume</source>
        <translation>%1 liegt auf einem namenlosen Volume</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>the folder %1 at %2</source>
        <translation>der Ordner %1 bei %2</translation>
    </message>
    <message>
        <source>%1 is in memory only</source>
        <translation>%1 ist nur im Speicher</translation>
    </message>
    <message>
        <source>in the same directory as its data</source>
        <translation>im selben Verzeichnis wie seine Daten</translation>
    </message>
    <message>
        <source>where this image keeps it is not known</source>
        <translation>wo dieses Image das aufhebt, ist nicht bekannt</translation>
    </message>
    <message>
        <source>a directory named after the container: a new one each time it is made anew</source>
        <translation>ein Verzeichnis, das nach dem Container heißt: ein neues, sooft er neu entsteht</translation>
    </message>
    <message>
        <source>%1, which is on no volume</source>
        <translation>%1, das auf keinem Volume liegt</translation>
    </message>
    <message>
        <source>a named volume where ZooKeeper keeps its snapshots</source>
        <translation>ein benanntes Volume, wo ZooKeeper seine Snapshots aufhebt</translation>
    </message>
    <message>
        <source>Cluster id, topics and registrations outlive the container only on a volume. Without it the broker meets a ZooKeeper that does not know it, and refuses to start.</source>
        <translation>Cluster-Id, Topics und Anmeldungen überleben den Container nur auf einem Volume. Ohne es trifft der Broker auf ein ZooKeeper, das ihn nicht kennt, und weigert sich zu starten.</translation>
    </message>
    <message>
        <source>a named volume where ZooKeeper keeps its transaction log</source>
        <translation>ein benanntes Volume, wo ZooKeeper sein Transaktionslog aufhebt</translation>
    </message>
    <message>
        <source>What ZooKeeper knows is its snapshots and the log of what came after them. One without the other is worse than neither.</source>
        <translation>Was ZooKeeper weiß, sind seine Snapshots und das Log dessen, was danach kam. Eines ohne das andere ist schlimmer als keines.</translation>
    </message>
    <message>
        <source>a named volume where log.dirs really is</source>
        <translation>ein benanntes Volume, wo log.dirs wirklich ist</translation>
    </message>
    <message>
        <source>The broker’s identity and all its records are there. Without a named volume both are gone with «docker compose down», and ZooKeeper still knows the old ones.</source>
        <translation>Dort sind die Identität des Brokers und alle seine Records. Ohne benanntes Volume ist beides mit «docker compose down» weg, und ZooKeeper kennt noch die alten.</translation>
    </message>
    <message>
        <source>asks for an open port only: %1</source>
        <translation>fragt nur nach einem offenen Port: %1</translation>
    </message>
    <message>
        <source>no check that uses one</source>
        <translation>keine Prüfung, die eines benutzt</translation>
    </message>
    <message>
        <source>the check asks %1; what this image allows is not known</source>
        <translation>die Prüfung fragt %1; was dieses Image erlaubt, ist nicht bekannt</translation>
    </message>
    <message>
        <source>%1 is allowed</source>
        <translation>%1 ist erlaubt</translation>
    </message>
    <message>
        <source>the check asks %1, and only %2 is allowed</source>
        <translation>die Prüfung fragt %1, und erlaubt ist nur %2</translation>
    </message>
    <message>
        <source>not set: %1</source>
        <translation>nicht gesetzt: %1</translation>
    </message>
    <message numerus="yes">
        <source>every %Ln hour(s)</source>
        <translation>
            <numerusform>jede Stunde</numerusform>
            <numerusform>alle %Ln Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>not set, which is off</source>
        <translation>nicht gesetzt, also aus</translation>
    </message>
    <message>
        <source>a health check by ruok or srvr, with a start period of 30 s</source>
        <translation>eine Gesundheitsprüfung mit ruok oder srvr und einer Anlaufzeit von 30 s</translation>
    </message>
    <message>
        <source>Kafka can wait for a ZooKeeper that answers, not for one that merely runs. Without a check Kafka starts too early, and fails.</source>
        <translation>Kafka kann auf ein ZooKeeper warten, das antwortet, nicht auf eines, das bloß läuft. Ohne Prüfung startet Kafka zu früh und scheitert.</translation>
    </message>
    <message>
        <source>the word that the check asks is allowed</source>
        <translation>das Wort, das die Prüfung fragt, ist erlaubt</translation>
    </message>
    <message>
        <source>ZooKeeper answers only those words that it is told to allow. To any other it says «is not executed because it is not in the whitelist», and the check never passes.</source>
        <translation>ZooKeeper beantwortet nur die Wörter, die ihm erlaubt sind. Zu jedem anderen sagt es «is not executed because it is not in the whitelist», und die Prüfung gelingt nie.</translation>
    </message>
    <message>
        <source>tick time, init and sync limits and a limit of connections are set</source>
        <translation>Tick-Zeit, Init- und Sync-Grenzen und eine Grenze für Verbindungen sind gesetzt</translation>
    </message>
    <message>
        <source>Room for a slow start, and an end to reconnecting storms of one client. The tick is the clock of all that follows: a session lives 2 to 20 ticks.</source>
        <translation>Raum für einen langsamen Start und ein Ende von Verbindungsstürmen eines Clients. Der Tick ist die Uhr von allem, was folgt: Eine Sitzung lebt 2 bis 20 Ticks.</translation>
    </message>
    <message>
        <source>old snapshots and logs are cleared every hour, but for three</source>
        <translation>alte Snapshots und Logs werden stündlich weggeräumt, bis auf drei</translation>
    </message>
    <message>
        <source>ZooKeeper keeps every snapshot and every log that it ever wrote. Its volume grows until the disk is full.</source>
        <translation>ZooKeeper hebt jeden Snapshot und jedes Log auf, das es je geschrieben hat. Sein Volume wächst, bis die Platte voll ist.</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>lässt sich nicht sagen</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>%1 is in none of the files</source>
        <translation>%1 steht in keiner der Dateien</translation>
    </message>
    <message>
        <source># What could not be changed in the other compose file without touching more. Compose lays this over it.</source>
        <translation># Was in der anderen Compose-Datei nicht zu ändern war, ohne mehr anzurühren. Compose legt dies darüber.</translation>
    </message>
    <message>
        <source>%1 comes from elsewhere, and others may use it, too</source>
        <translation>%1 kommt von anderswo, und andere benutzen es vielleicht auch</translation>
    </message>
    <message>
        <source>It is set in a file that Compose lays over this one.</source>
        <translation>Es wird in einer Datei gesetzt, die Compose über diese legt.</translation>
    </message>
    <message>
        <source>what its script does cannot be read</source>
        <translation>was sein Skript tut, lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>what it waits for waits for %1</source>
        <translation>worauf er wartet, wartet auf %1</translation>
    </message>
    <message>
        <source>asks by a tool that this image does not have: %1</source>
        <translation>fragt mit einem Werkzeug, das dieses Image nicht hat: %1</translation>
    </message>
    <message>
        <source>%1 is in the container itself, on no volume</source>
        <translation>%1 liegt im Container selbst, auf keinem Volume</translation>
    </message>
    <message>
        <source>where it keeps its data is not known</source>
        <translation>wo die Daten liegen, ist nicht bekannt</translation>
    </message>
    <message>
        <source>what runs was made from the files as they are</source>
        <translation>was läuft, wurde aus den Dateien erstellt, wie sie sind</translation>
    </message>
    <message>
        <source>The file says one thing and what runs does another: what you read is not what you have. The next start makes the container anew, and then it counts.</source>
        <translation>Die Datei sagt das eine, und was läuft, tut das andere: Was man liest, ist nicht, was man hat. Der nächste Start erstellt den Container neu, und dann gilt es.</translation>
    </message>
    <message>
        <source>its container was made from an earlier file, or image</source>
        <translation>der Container wurde aus einer früheren Datei oder einem früheren Image erstellt</translation>
    </message>
    <message>
        <source>its container is as the files say</source>
        <translation>der Container ist, wie die Dateien sagen</translation>
    </message>
    <message>
        <source>what is running keeps its data on a named volume</source>
        <translation>was läuft, hat seine Daten auf einem benannten Volume</translation>
    </message>
    <message>
        <source>A volume that is declared helps only where the data really is. What is anywhere else is gone with the container.</source>
        <translation>Ein Volume, das in der Datei steht, hilft nur dort, wo die Daten wirklich liegen. Alles andere ist mit dem Container weg.</translation>
    </message>
    <message>
        <source>each address that the broker tells its clients answers them</source>
        <translation>jede Adresse, die der Broker seinen Clients nennt, antwortet ihnen</translation>
    </message>
    <message>
        <source>A client connects to the address it knows, and is then told where to go on. Where nobody answers there, it «connects, then fails».</source>
        <translation>Ein Client verbindet sich mit der Adresse, die er kennt, und erfährt dann, wo es weitergeht. Antwortet dort niemand, heißt es: «verbindet sich und scheitert dann».</translation>
    </message>
    <message>
        <source>%1 from the stack’s network</source>
        <translation>%1 aus dem Netz des Stacks</translation>
    </message>
    <message>
        <source>%1 from this machine</source>
        <translation>%1 von diesem Rechner</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, but its data bears %2: it would refuse to start</source>
        <translation>%1, aber in den Daten steht %2: So würde er nicht starten</translation>
    </message>
    <message>
        <source>has started</source>
        <translation>gestartet ist</translation>
    </message>
    <message>
        <source>is healthy</source>
        <translation>gesund ist</translation>
    </message>
    <message>
        <source>is done</source>
        <translation>fertig ist</translation>
    </message>
    <message>
        <source>volume %1 at %2</source>
        <translation>Volume %1 an %2</translation>
    </message>
    <message>
        <source>starts once %1 %2</source>
        <translation>startet, sobald %1 %2</translation>
    </message>
    <message>
        <source>%1 goes</source>
        <translation>%1 entfällt</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>Port %1</translation>
    </message>
    <message>
        <source>%1: «%2» becomes «%3»</source>
        <translation>%1: aus «%2» wird «%3»</translation>
    </message>
    <message>
        <source>a new service</source>
        <translation>ein neuer Dienst</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Gesundheitsprüfung</translation>
    </message>
    <message>
        <source>Four-letter words that it answers</source>
        <translation>Vier-Buchstaben-Wörter, auf die er antwortet</translation>
    </message>
    <message>
        <source>Volume of its data</source>
        <translation>Volume der Daten</translation>
    </message>
    <message>
        <source>Volume of its transaction log</source>
        <translation>Volume des Transaktionslogs</translation>
    </message>
    <message>
        <source>Restart after a crash</source>
        <translation>Neustart nach einem Absturz</translation>
    </message>
    <message>
        <source>Ticks and connections</source>
        <translation>Takt und Verbindungen</translation>
    </message>
    <message>
        <source>Old snapshots are cleared away</source>
        <translation>Alte Snapshots werden weggeräumt</translation>
    </message>
    <message>
        <source>Waits for ZooKeeper</source>
        <translation>Wartet auf ZooKeeper</translation>
    </message>
    <message>
        <source>Time-outs to ZooKeeper</source>
        <translation>Fristen zu ZooKeeper</translation>
    </message>
    <message>
        <source>Broker id</source>
        <translation>Broker-ID</translation>
    </message>
    <message>
        <source>Cluster id</source>
        <translation>Cluster-ID</translation>
    </message>
    <message>
        <source>Topics are not made by accident</source>
        <translation>Topics entstehen nicht aus Versehen</translation>
    </message>
    <message>
        <source>How long records are kept</source>
        <translation>Wie lange Datensätze bleiben</translation>
    </message>
    <message>
        <source>Replication factors</source>
        <translation>Replikationsfaktoren</translation>
    </message>
    <message>
        <source>Advertised addresses</source>
        <translation>Genannte Adressen</translation>
    </message>
    <message>
        <source>Time to stop</source>
        <translation>Zeit zum Stoppen</translation>
    </message>
    <message>
        <source>Makes topics once Kafka is ready</source>
        <translation>Legt Topics an, sobald Kafka bereit ist</translation>
    </message>
    <message>
        <source>Waits for Kafka and its topics</source>
        <translation>Wartet auf Kafka und die Topics</translation>
    </message>
    <message>
        <source>Version of the image</source>
        <translation>Version des Images</translation>
    </message>
    <message>
        <source>Where its data really is</source>
        <translation>Wo die Daten wirklich liegen</translation>
    </message>
    <message>
        <source>Advertised addresses, tried</source>
        <translation>Genannte Adressen, ausprobiert</translation>
    </message>
    <message>
        <source>What runs, and the file</source>
        <translation>Was läuft, und die Datei</translation>
    </message>
    <message>
        <source>Names and ports</source>
        <translation>Namen und Ports</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>advice</source>
        <translation>Rat</translation>
    </message>
    <message>
        <source>does not apply</source>
        <translation>entfällt</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>unklar</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln settings are right</source>
        <translation>
            <numerusform>%1 von %Ln Einstellung ist richtig</numerusform>
            <numerusform>%1 von %Ln Einstellungen sind richtig</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: where its data was made under another id, it refuses to start with this one.</source>
        <translation>%1: Wurden die Daten unter einer anderen ID erstellt, startet er mit dieser nicht.</translation>
    </message>
    <message>
        <source>this name is not known here</source>
        <translation>dieser Name ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>%1 could not be removed</source>
        <translation>%1 konnte nicht entfernt werden</translation>
    </message>
    <message>
        <source>Check the permissions of its folder.</source>
        <translation>Bitte die Rechte des Ordners prüfen.</translation>
    </message>
    <message>
        <source>%1 says %2, which in a container is itself, and not %3</source>
        <translation>%1 sagt %2, und das ist in einem Container er selbst, nicht %3</translation>
    </message>
    <message>
        <source>is done even where a topic could not be made: || true</source>
        <translation>gilt als erledigt, auch wo ein Topic nicht angelegt werden konnte: || true</translation>
    </message>
    <message>
        <source>each of its %1 containers</source>
        <translation>jeder seiner %1 Container</translation>
    </message>
    <message>
        <source>%1, where %2 keeps its data, too</source>
        <translation>%1, wo auch %2 seine Daten hat</translation>
    </message>
    <message>
        <source>%1: its data goes along into the new volume at the next start. Where it cannot, the start is refused, and nothing has changed.</source>
        <translation>%1: Die Daten kommen beim nächsten Start mit in das neue Volume. Wo das nicht geht, wird der Start abgelehnt, und nichts hat sich geändert.</translation>
    </message>
    <message>
        <source>asks in HTTP, which nothing here speaks: %1</source>
        <translation>fragt über HTTP, was hier niemand spricht: %1</translation>
    </message>
    <message>
        <source>%1 is the broker’s own container</source>
        <translation>%1 ist der Container des Brokers selbst</translation>
    </message>
    <message>
        <source>nobody in this file is called %1</source>
        <translation>niemand in dieser Datei heißt %1</translation>
    </message>
    <message>
        <source>%1, but %2 listens on %3</source>
        <translation>%1, aber %2 hört auf %3</translation>
    </message>
    <message>
        <source>%1 is this server’s own container</source>
        <translation>%1 ist der Container dieses Servers selbst</translation>
    </message>
    <message>
        <source>%1, but %2 has the id %3</source>
        <translation>%1, aber %2 hat die ID %3</translation>
    </message>
    <message>
        <source>%1, but %2 is no controller</source>
        <translation>%1, aber %2 ist kein Controller</translation>
    </message>
    <message>
        <source>no quorum of Kafka’s own</source>
        <translation>kein eigenes Quorum von Kafka</translation>
    </message>
    <message>
        <source>its own id %1 is not among %2</source>
        <translation>die eigene ID %1 ist nicht unter %2</translation>
    </message>
    <message>
        <source>the name of a ZooKeeper service, and the port that it listens on</source>
        <translation>der Name eines ZooKeeper-Dienstes und der Port, auf den er hört</translation>
    </message>
    <message>
        <source>A broker that does not find its ZooKeeper waits for 18 s and gives up. In the stack’s network a service is reached by its name, and «localhost» is the container itself.</source>
        <translation>Ein Broker, der sein ZooKeeper nicht findet, wartet 18 s und gibt auf. Im Netz des Stacks erreicht man einen Dienst unter seinem Namen, und «localhost» ist der Container selbst.</translation>
    </message>
    <message>
        <source>every controller, as id@host:port</source>
        <translation>jeder Controller, als id@host:port</translation>
    </message>
    <message>
        <source>The controllers elect one among those that are listed. One that is not, or not under its own id and address, does not start, or waits for the others for ever.</source>
        <translation>Die Controller wählen einen von denen, die genannt sind. Einer, der fehlt oder unter anderer ID oder Adresse dort steht, startet nicht oder wartet für immer auf die anderen.</translation>
    </message>
    <message>
        <source>Address of ZooKeeper</source>
        <translation>Adresse von ZooKeeper</translation>
    </message>
    <message>
        <source>Controllers of the quorum</source>
        <translation>Controller des Quorums</translation>
    </message>
    <message>
        <source>no JVM</source>
        <translation>keine JVM</translation>
    </message>
    <message>
        <source>as much heap as the JVM takes by itself</source>
        <translation>so viel Heap, wie die JVM von sich aus nimmt</translation>
    </message>
    <message>
        <source>a heap of %1, a limit of %2</source>
        <translation>ein Heap von %1, ein Limit von %2</translation>
    </message>
    <message>
        <source>a heap of %1, no limit</source>
        <translation>ein Heap von %1, kein Limit</translation>
    </message>
    <message>
        <source>enough heap, and a limit at least half as large again</source>
        <translation>genug Heap, und ein Limit, das mindestens um die Hälfte größer ist</translation>
    </message>
    <message>
        <source>A JVM needs memory beside its heap. Above the container’s limit the kernel kills it without a word, and with too little heap it dies of OutOfMemoryError.</source>
        <translation>Eine JVM braucht neben ihrem Heap noch Speicher. Über dem Limit des Containers tötet der Kernel sie ohne ein Wort, und mit zu wenig Heap stirbt sie an OutOfMemoryError.</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>asks at port %1, where nothing listens: %2</source>
        <translation>fragt an Port %1, wo nichts lauscht: %2</translation>
    </message>
    <message>
        <source>it is alone</source>
        <translation>es ist allein</translation>
    </message>
    <message>
        <source>%1, and in the list it is %2</source>
        <translation>%1, und in der Liste hat es %2</translation>
    </message>
    <message>
        <source>%1, which is not in the list</source>
        <translation>%1, was in der Liste nicht vorkommt</translation>
    </message>
    <message>
        <source>%1 would listen at %2, which is not this container</source>
        <translation>%1 würde an %2 lauschen, und das ist nicht dieser Container</translation>
    </message>
    <message>
        <source>%1:%2 is advertised by %3, too</source>
        <translation>%1:%2 wird auch von %3 angekündigt</translation>
    </message>
    <message>
        <source>Redpanda has settings of its own</source>
        <translation>Redpanda hat eigene Einstellungen</translation>
    </message>
    <message>
        <source>what is set can be read</source>
        <translation>was gesetzt ist, lässt sich lesen</translation>
    </message>
    <message>
        <source>values that Kafka understands: 7 days are 168, in hours</source>
        <translation>Werte, die Kafka versteht: 7 Tage sind 168, in Stunden</translation>
    </message>
    <message>
        <source>Kafka reads plain numbers, in the unit that the setting is named after, and «true» or «false». With anything else it ends right at its start.</source>
        <translation>Kafka liest schlichte Zahlen in der Einheit, nach der die Einstellung heißt, und «true» oder «false». Mit allem anderen endet es gleich beim Start.</translation>
    </message>
    <message>
        <source>%1 is mounted for the snapshots, and %2 for the log: the wrong way round, as they are called</source>
        <translation>%1 ist für die Snapshots eingehängt und %2 für das Protokoll: ihren Namen nach vertauscht</translation>
    </message>
    <message>
        <source>%1 instead of %2</source>
        <translation>%1 statt %2</translation>
    </message>
    <message>
        <source>Its number in the ensemble</source>
        <translation>Seine Nummer im Ensemble</translation>
    </message>
    <message>
        <source>Values that Kafka understands</source>
        <translation>Werte, die Kafka versteht</translation>
    </message>
    <message>
        <source>%1: another volume is mounted from the next start on; nothing is copied into it.</source>
        <translation>%1: Ab dem nächsten Start ist ein anderes Volume eingehängt; hineinkopiert wird nichts.</translation>
    </message>
    <message>
        <source>some of its servers are not in this file</source>
        <translation>einige seiner Server stehen nicht in dieser Datei</translation>
    </message>
    <message>
        <source>its own number in the list of servers</source>
        <translation>seine eigene Nummer in der Liste der Server</translation>
    </message>
    <message>
        <source>Each member of an ensemble has to know which one it is. A single ZooKeeper needs neither list nor number.</source>
        <translation>Jedes Mitglied eines Ensembles muss wissen, welches es ist. Ein einzelnes ZooKeeper braucht weder Liste noch Nummer.</translation>
    </message>
</context>
<context>
    <name>AuditWords</name>
    <message>
        <source>no problem</source>
        <translation>kein Problem</translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln Problem</numerusform>
            <numerusform>%Ln Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, Zeile %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln setting(s) of the compose file will bring the next crash, or hide it</source>
        <translation>
            <numerusform>%Ln Einstellung der Compose-Datei bringt den nächsten Absturz oder verbirgt ihn</numerusform>
            <numerusform>%Ln Einstellungen der Compose-Datei bringen den nächsten Absturz oder verbergen ihn</numerusform>
        </translation>
    </message>
    <message>
        <source>See and mend them</source>
        <translation>Ansehen und beheben</translation>
    </message>
    <message>
        <source>The old file is kept as %1.</source>
        <translation>Die alte Datei bleibt als %1.</translation>
    </message>
    <message>
        <source>Make %1 anew</source>
        <translation>%1 neu erstellen</translation>
    </message>
    <message>
        <source>%1 is written</source>
        <translation>%1 ist geschrieben</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei ändern</numerusform>
            <numerusform>%Ln Dateien ändern</numerusform>
        </translation>
    </message>
    <message>
        <source>Now %1 of %2 settings are right; with it, %3 of %4.</source>
        <translation>Jetzt sind %1 von %2 Einstellungen richtig; damit %3 von %4.</translation>
    </message>
    <message>
        <source>%1: %2. The worst: %3 of %4 (%5).</source>
        <translation>%1: %2. Am schlimmsten: %3 von %4 (%5).</translation>
    </message>
    <message>
        <source>Make them anew, with their data</source>
        <translation>Neu erstellen, mit den Daten</translation>
    </message>
    <message>
        <source>What is there is still as the old file said: %1 must be made anew.</source>
        <translation>Was da ist, ist noch, wie die alte Datei sagte: %1 muss neu erstellt werden.</translation>
    </message>
    <message>
        <source>Their data goes along into the new volumes, as this button makes them anew.</source>
        <translation>Die Daten kommen mit in die neuen Volumes, wenn dieser Knopf alles neu erstellt.</translation>
    </message>
</context>
<context>
    <name>Brokerdeckctl</name>
    <message>
        <source>«brokerdeckctl --help» shows how it is used.</source>
        <translation>„brokerdeckctl --help“ zeigt die Benutzung.</translation>
    </message>
    <message>
        <source>%1 takes no value</source>
        <translation>%1 nimmt keinen Wert</translation>
    </message>
    <message>
        <source>There is no option %1</source>
        <translation>Es gibt keine Option %1</translation>
    </message>
    <message>
        <source>%1 needs a value</source>
        <translation>%1 braucht einen Wert</translation>
    </message>
    <message>
        <source>There is no verb «%1»</source>
        <translation>Es gibt keinen Befehl „%1“</translation>
    </message>
    <message>
        <source>What shall be done? A verb is missing</source>
        <translation>Was ist zu tun? Ein Befehl fehlt</translation>
    </message>
    <message>
        <source>%1 does not take «%2»</source>
        <translation>%1 nimmt „%2“ nicht an</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>created</source>
        <translation>erstellt</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>its process runs</source>
        <translation>Prozess läuft</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>unhealthy</source>
        <translation>ungesund</translation>
    </message>
    <message>
        <source>finished, exit 0</source>
        <translation>fertig, Exit-Code 0</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>stoppt</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>SERVICE</source>
        <translation>DIENST</translation>
    </message>
    <message>
        <source>ROLE</source>
        <translation>ROLLE</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>ZUSTAND</translation>
    </message>
    <message>
        <source>REACH IT AT</source>
        <translation>ERREICHBAR UNTER</translation>
    </message>
    <message>
        <source>RESTARTS</source>
        <translation>NEUSTARTS</translation>
    </message>
    <message>
        <source>NOW</source>
        <translation>JETZT</translation>
    </message>
    <message>
        <source>%1 (missing)</source>
        <translation>%1 (fehlt)</translation>
    </message>
    <message>
        <source>%1 (unknown)</source>
        <translation>%1 (unbekannt)</translation>
    </message>
    <message>
        <source>Expected topics: %1</source>
        <translation>Erwartete Topics: %1</translation>
    </message>
    <message>
        <source>The engine knows no project «%1»</source>
        <translation>Die Engine kennt kein Projekt „%1“</translation>
    </message>
    <message>
        <source>«brokerdeckctl projects» lists those it knows; -f FILE opens one that never ran.</source>
        <translation>„brokerdeckctl projects“ listet die bekannten; -f DATEI öffnet eines, das noch nie lief.</translation>
    </message>
    <message>
        <source>Cancelled; containers were left as they are</source>
        <translation>Abgebrochen; die Container blieben, wie sie waren</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>its compose file is gone</source>
        <translation>seine Compose-Datei ist weg</translation>
    </message>
    <message>
        <source>The engine knows no Compose project. Open one with -f FILE.</source>
        <translation>Die Engine kennt kein Compose-Projekt. Mit -f DATEI lässt sich eines öffnen.</translation>
    </message>
    <message>
        <source>PROJECT</source>
        <translation>PROJEKT</translation>
    </message>
    <message>
        <source>KAFKA</source>
        <translation>KAFKA</translation>
    </message>
    <message>
        <source>FILES</source>
        <translation>DATEIEN</translation>
    </message>
    <message>
        <source>Restarting %1 disturbs: %2</source>
        <translation>Der Neustart von %1 stört: %2</translation>
    </message>
    <message>
        <source>No run is recorded yet. «brokerdeckctl up» makes the first.</source>
        <translation>Noch kein Lauf ist aufgezeichnet. „brokerdeckctl up“ macht den ersten.</translation>
    </message>
    <message>
        <source>RUN</source>
        <translation>LAUF</translation>
    </message>
    <message>
        <source>KIND</source>
        <translation>ART</translation>
    </message>
    <message>
        <source>STARTED</source>
        <translation>BEGONNEN</translation>
    </message>
    <message>
        <source>TOOK</source>
        <translation>DAUER</translation>
    </message>
    <message>
        <source>OUTCOME</source>
        <translation>ERGEBNIS</translation>
    </message>
    <message>
        <source>BY</source>
        <translation>DURCH</translation>
    </message>
    <message>
        <source>No run of %1 is recorded yet</source>
        <translation>Noch kein Lauf von %1 ist aufgezeichnet</translation>
    </message>
    <message>
        <source>«brokerdeckctl up» makes the first.</source>
        <translation>„brokerdeckctl up“ macht den ersten.</translation>
    </message>
    <message>
        <source>«%1» is not the number of a run</source>
        <translation>„%1“ ist keine Nummer eines Laufs</translation>
    </message>
    <message>
        <source>«brokerdeckctl runs» lists them.</source>
        <translation>„brokerdeckctl runs“ listet sie auf.</translation>
    </message>
    <message>
        <source>UP</source>
        <translation>LÄUFT</translation>
    </message>
    <message>
        <source>%1 needs to be told what to do; there is: %2</source>
        <translation>%1 braucht die Angabe, was zu tun ist; es gibt: %2</translation>
    </message>
    <message>
        <source>%1 does not know «%2»; there is: %3</source>
        <translation>%1 kennt «%2» nicht; es gibt: %3</translation>
    </message>
    <message>
        <source>The compose file of %1 is gone; --profile, --env-file, --project-directory need it</source>
        <translation>Die Compose-Datei von %1 ist weg; --profile, --env-file und --project-directory brauchen sie</translation>
    </message>
    <message>
        <source>Leave them out, or name its compose file with -f.</source>
        <translation>Weglassen, oder die Compose-Datei mit -f nennen.</translation>
    </message>
    <message>
        <source>zookeeper</source>
        <comment>a service&apos;s role</comment>
        <translation>ZooKeeper</translation>
    </message>
    <message>
        <source>broker</source>
        <comment>a service&apos;s role</comment>
        <translation>Broker</translation>
    </message>
    <message>
        <source>init</source>
        <comment>a service&apos;s role</comment>
        <translation>Init</translation>
    </message>
    <message>
        <source>worker</source>
        <comment>a service&apos;s role</comment>
        <translation>Worker</translation>
    </message>
    <message>
        <source>other</source>
        <comment>a service&apos;s role</comment>
        <translation>anderer</translation>
    </message>
    <message>
        <source>missing</source>
        <comment>a service&apos;s state</comment>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>created</source>
        <comment>a service&apos;s state</comment>
        <translation>erzeugt</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>a service&apos;s state</comment>
        <translation>startet</translation>
    </message>
    <message>
        <source>healthy</source>
        <comment>a service&apos;s state</comment>
        <translation>gesund</translation>
    </message>
    <message>
        <source>running</source>
        <comment>a service&apos;s state</comment>
        <translation>läuft</translation>
    </message>
    <message>
        <source>unhealthy</source>
        <comment>a service&apos;s state</comment>
        <translation>ungesund</translation>
    </message>
    <message>
        <source>restarting</source>
        <comment>a service&apos;s state</comment>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>finished</source>
        <comment>a service&apos;s state</comment>
        <translation>fertig</translation>
    </message>
    <message>
        <source>exited</source>
        <comment>a service&apos;s state</comment>
        <translation>beendet</translation>
    </message>
    <message>
        <source>stopped</source>
        <comment>a service&apos;s state</comment>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>paused</source>
        <comment>a service&apos;s state</comment>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>start</source>
        <comment>a run&apos;s kind</comment>
        <translation>Start</translation>
    </message>
    <message>
        <source>stop</source>
        <comment>a run&apos;s kind</comment>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>restart</source>
        <comment>a run&apos;s kind</comment>
        <translation>Neustart</translation>
    </message>
    <message>
        <source>seen</source>
        <comment>a run&apos;s kind</comment>
        <translation>gesehen</translation>
    </message>
    <message>
        <source>panel</source>
        <comment>who made a run</comment>
        <translation>Panel</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <comment>who made a run</comment>
        <translation>anderswo</translation>
    </message>
    <message>
        <source>%1 expects no topics; nothing was made</source>
        <translation>%1 erwartet keine Topics; es wurde nichts erstellt</translation>
    </message>
    <message>
        <source>Every expected topic is there; nothing was made</source>
        <translation>Jedes erwartete Topic ist da; es wurde nichts erstellt</translation>
    </message>
    <message>
        <source>made the topic %1</source>
        <translation>Topic %1 erstellt</translation>
    </message>
    <message>
        <source>%1 cannot be read</source>
        <translation>%1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>--config takes KEY=VALUE, not «%1»</source>
        <translation>--config braucht SCHLÜSSEL=WERT, nicht «%1»</translation>
    </message>
    <message>
        <source>Used as: topics %1 %2</source>
        <translation>Aufruf: topics %1 %2</translation>
    </message>
    <message>
        <source>There is no topic %1</source>
        <translation>Es gibt kein Topic %1</translation>
    </message>
    <message>
        <source>«brokerdeckctl topics list» shows those that there are.</source>
        <translation>«brokerdeckctl topics list» zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>There is no topic yet</source>
        <translation>Es gibt noch kein Topic</translation>
    </message>
    <message>
        <source>TOPIC</source>
        <translation>TOPIC</translation>
    </message>
    <message>
        <source>PARTITIONS</source>
        <translation>PARTITIONEN</translation>
    </message>
    <message>
        <source>REPLICAS</source>
        <translation>REPLIKATE</translation>
    </message>
    <message>
        <source>RECORDS ≈</source>
        <translation>DATENSÄTZE ≈</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keinem</translation>
    </message>
    <message>
        <source>(secret)</source>
        <translation>(geheim)</translation>
    </message>
    <message>
        <source>PARTITION</source>
        <translation>PARTITION</translation>
    </message>
    <message>
        <source>LEADER</source>
        <translation>LEADER</translation>
    </message>
    <message>
        <source>IN SYNC</source>
        <translation>SYNCHRON</translation>
    </message>
    <message>
        <source>BEGIN</source>
        <translation>ANFANG</translation>
    </message>
    <message>
        <source>END</source>
        <translation>ENDE</translation>
    </message>
    <message>
        <source>Every setting is Kafka&apos;s default</source>
        <translation>Jede Einstellung ist Kafkas Vorgabe</translation>
    </message>
    <message>
        <source>SETTING</source>
        <translation>EINSTELLUNG</translation>
    </message>
    <message>
        <source>VALUE</source>
        <translation>WERT</translation>
    </message>
    <message>
        <source>FROM</source>
        <translation>VON</translation>
    </message>
    <message>
        <source>What shall be set? Give --config KEY=VALUE or --reset KEY</source>
        <translation>Was soll gesetzt werden? --config SCHLÜSSEL=WERT oder --reset SCHLÜSSEL angeben</translation>
    </message>
    <message>
        <source>changed the topic %1</source>
        <translation>Topic %1 geändert</translation>
    </message>
    <message>
        <source>«%1» is no number of partitions</source>
        <translation>«%1» ist keine Anzahl von Partitionen</translation>
    </message>
    <message>
        <source>Records with a key may go to another partition from now on than those before</source>
        <translation>Datensätze mit Schlüssel können ab jetzt in eine andere Partition gehen als die davor</translation>
    </message>
    <message>
        <source>%1 has %2 partitions now</source>
        <translation>%1 hat jetzt %2 Partitionen</translation>
    </message>
    <message>
        <source>How many records %1 holds is not known</source>
        <translation>Wie viele Datensätze %1 enthält, ist nicht bekannt</translation>
    </message>
    <message>
        <source>They would be gone for good. If that is meant: --yes</source>
        <translation>Sie wären endgültig weg. Wenn das gemeint ist: --yes</translation>
    </message>
    <message numerus="yes">
        <source>%1 holds ≈ %n record(s)</source>
        <translation>
            <numerusform>%1 enthält ≈ %n Datensatz</numerusform>
            <numerusform>%1 enthält ≈ %n Datensätze</numerusform>
        </translation>
    </message>
    <message>
        <source>emptied %1</source>
        <translation>%1 geleert</translation>
    </message>
    <message>
        <source>deleted the topic %1</source>
        <translation>Topic %1 gelöscht</translation>
    </message>
    <message>
        <source>%1 was there already</source>
        <translation>%1 war schon da</translation>
    </message>
    <message>
        <source>%1 (this cannot be mended here)</source>
        <translation>%1 (das lässt sich hier nicht beheben)</translation>
    </message>
    <message>
        <source>Every topic is as it is expected to be</source>
        <translation>Jedes Topic ist, wie es erwartet wird</translation>
    </message>
    <message>
        <source>%1 takes a number from %2 to %3, not «%4»</source>
        <translation>%1 nimmt eine Zahl von %2 bis %3, nicht «%4»</translation>
    </message>
    <message>
        <source>Used as: peek TOPIC</source>
        <translation>Aufruf: peek TOPIC</translation>
    </message>
    <message>
        <source>(null)</source>
        <translation>(null)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 of %2 records searched, %3 found</source>
        <translation>%1 von %2 Datensätzen durchsucht, %3 gefunden</translation>
    </message>
    <message>
        <source>--header takes NAME=VALUE, not «%1»</source>
        <translation>--header nimmt NAME=WERT, nicht «%1»</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>Used as: produce TOPIC [FILE]</source>
        <translation>Aufruf: produce TOPIC [DATEI]</translation>
    </message>
    <message>
        <source>record %1: %2</source>
        <translation>Datensatz %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>wrote %n record(s) to %1</source>
        <translation>
            <numerusform>%n Datensatz in %1 geschrieben</numerusform>
            <numerusform>%n Datensätze in %1 geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>A line is longer than %1 MiB</source>
        <translation>Eine Zeile ist länger als %1 MiB</translation>
    </message>
    <message>
        <source>the input</source>
        <translation>die Eingabe</translation>
    </message>
    <message>
        <source>partition %1 has no leader: its records cannot be read</source>
        <translation>Partition %1 hat keinen Leader: ihre Datensätze lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>%1 (this may delete records: --yes)</source>
        <translation>%1 (das kann Datensätze löschen: --yes)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>%1 or later</source>
        <comment>a release</comment>
        <translation>%1 oder neuer</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>releases</comment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>cluster %1 does not take «%2»</source>
        <translation>cluster %1 nimmt «%2» nicht an</translation>
    </message>
    <message>
        <source>not told to clients with KRaft</source>
        <translation>wird Clients bei KRaft nicht mitgeteilt</translation>
    </message>
    <message>
        <source>Cluster:         %1</source>
        <translation>Cluster:         %1</translation>
    </message>
    <message>
        <source>Metadata in:     %1</source>
        <translation>Metadaten in:    %1</translation>
    </message>
    <message>
        <source>Controller:      %1</source>
        <translation>Controller:      %1</translation>
    </message>
    <message>
        <source>Topics:          %1</source>
        <translation>Topics:          %1</translation>
    </message>
    <message>
        <source>Partitions:      %1, under-replicated: %2, without leader: %3</source>
        <translation>Partitionen:     %1, unterrepliziert: %2, ohne Leader: %3</translation>
    </message>
    <message>
        <source>(not there)</source>
        <translation>(nicht da)</translation>
    </message>
    <message>
        <source>BROKER</source>
        <translation>BROKER</translation>
    </message>
    <message>
        <source>ADVERTISED</source>
        <translation>ANGEKÜNDIGT</translation>
    </message>
    <message>
        <source>REACHED AT</source>
        <translation>ERREICHT UNTER</translation>
    </message>
    <message>
        <source>RACK</source>
        <translation>RACK</translation>
    </message>
    <message>
        <source>LEADS</source>
        <translation>LEADER FÜR</translation>
    </message>
    <message>
        <source>OUT OF SYNC</source>
        <translation>NICHT SYNCHRON</translation>
    </message>
    <message>
        <source>broker %1: %2</source>
        <translation>Broker %1: %2</translation>
    </message>
    <message>
        <source>FEATURE</source>
        <translation>FEATURE</translation>
    </message>
    <message>
        <source>LEVEL</source>
        <translation>STUFE</translation>
    </message>
    <message>
        <source>POSSIBLE</source>
        <translation>MÖGLICH</translation>
    </message>
    <message>
        <source>AS IN KAFKA</source>
        <translation>WIE IN KAFKA</translation>
    </message>
    <message>
        <source>There is: %1</source>
        <translation>Es gibt: %1</translation>
    </message>
    <message>
        <source>Of which broker?</source>
        <translation>Von welchem Broker?</translation>
    </message>
    <message>
        <source>There is no broker %1</source>
        <translation>Es gibt keinen Broker %1</translation>
    </message>
    <message numerus="yes">
        <source>%n more have Kafka&apos;s default; --json shows them too</source>
        <translation>
            <numerusform>%n weitere Einstellung hat Kafkas Vorgabe; --json zeigt auch sie</numerusform>
            <numerusform>%n weitere Einstellungen haben Kafkas Vorgabe; --json zeigt auch sie</numerusform>
        </translation>
    </message>
    <message>
        <source>This user may not see the cluster&apos;s ACLs</source>
        <translation>Dieser Benutzer darf die ACLs des Clusters nicht sehen</translation>
    </message>
    <message>
        <source>It takes «Describe» on the cluster, or a super user.</source>
        <translation>Dazu braucht es «Describe» auf dem Cluster oder einen Superuser.</translation>
    </message>
    <message>
        <source>The cluster has no authorizer: whoever reaches it may do everything</source>
        <translation>Das Cluster hat keinen Authorizer: wer es erreicht, darf alles</translation>
    </message>
    <message>
        <source>RESOURCE</source>
        <translation>RESSOURCE</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>NAME</translation>
    </message>
    <message>
        <source>PRINCIPAL</source>
        <translation>PRINCIPAL</translation>
    </message>
    <message>
        <source>HOST</source>
        <translation>HOST</translation>
    </message>
    <message>
        <source>OPERATION</source>
        <translation>OPERATION</translation>
    </message>
    <message>
        <source>PERMISSION</source>
        <translation>BERECHTIGUNG</translation>
    </message>
    <message>
        <source>Used as: connections %1 %2</source>
        <translation>Aufruf: connections %1 %2</translation>
    </message>
    <message>
        <source>No connection is kept. «brokerdeckctl connections add NAME --bootstrap HOST:PORT» keeps one.</source>
        <translation>Keine Verbindung ist gespeichert. «brokerdeckctl connections add NAME --bootstrap HOST:PORT» speichert eine.</translation>
    </message>
    <message>
        <source>PROTOCOL</source>
        <translation>PROTOKOLL</translation>
    </message>
    <message>
        <source>READ-ONLY</source>
        <translation>SCHREIBGESCHÜTZT</translation>
    </message>
    <message>
        <source>COLOUR</source>
        <translation>FARBE</translation>
    </message>
    <message>
        <source>BOOTSTRAP</source>
        <translation>BOOTSTRAP</translation>
    </message>
    <message>
        <source>(in the keychain, or asked for)</source>
        <translation>(im Schlüsselbund, oder wird erfragt)</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>schreibgeschützt</translation>
    </message>
    <message>
        <source>colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Which cluster? --bootstrap HOST:PORT or --properties FILE is missing</source>
        <translation>Welches Cluster? --bootstrap HOST:PORT oder --properties DATEI fehlt</translation>
    </message>
    <message>
        <source>%1 will be asked for; «brokerdeckctl connections secrets NAME» keeps it in the keychain.</source>
        <translation>%1 wird erfragt; «brokerdeckctl connections secrets NAME» legt es im Schlüsselbund ab.</translation>
    </message>
    <message>
        <source>There is no colour «%1»; there is: %2</source>
        <translation>Es gibt keine Farbe «%1»; es gibt: %2</translation>
    </message>
    <message>
        <source>%1 is kept.</source>
        <translation>%1 ist gespeichert.</translation>
    </message>
    <message>
        <source>Its secrets may still be in the keychain: %1</source>
        <translation>Geheimnisse davon können noch im Schlüsselbund sein: %1</translation>
    </message>
    <message>
        <source>%1 is removed.</source>
        <translation>%1 ist entfernt.</translation>
    </message>
    <message>
        <source>%1 is now called %2.</source>
        <translation>%1 heißt jetzt %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) written to %1, without passwords.</source>
        <translation>
            <numerusform>%n Verbindung nach %1 geschrieben, ohne Passwörter.</numerusform>
            <numerusform>%n Verbindungen nach %1 geschrieben, ohne Passwörter.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) added.</source>
        <translation>
            <numerusform>%n Verbindung hinzugefügt.</numerusform>
            <numerusform>%n Verbindungen hinzugefügt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Left as they are, for they were there: %1</source>
        <translation>Schon da und unverändert gelassen: %1</translation>
    </message>
    <message>
        <source>%1 has no secrets.</source>
        <translation>%1 hat keine Geheimnisse.</translation>
    </message>
    <message>
        <source>The keychain has the secrets of %1.</source>
        <translation>Die Geheimnisse von %1 sind im Schlüsselbund.</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>nothing committed</source>
        <translation>nichts committet</translation>
    </message>
    <message>
        <source>%1 records were deleted unread</source>
        <translation>%1 Datensätze wurden ungelesen gelöscht</translation>
    </message>
    <message>
        <source>beyond the end: the topic was made again</source>
        <translation>hinter dem Ende: das Topic wurde neu erstellt</translation>
    </message>
    <message>
        <source>Used as: groups %1 %2</source>
        <translation>Aufruf: groups %1 %2</translation>
    </message>
    <message>
        <source>If that is meant: --yes</source>
        <translation>Wenn das gemeint ist: --yes</translation>
    </message>
    <message>
        <source>Not every broker has answered, so groups may be missing: %1</source>
        <translation>Nicht jeder Broker hat geantwortet, daher können Gruppen fehlen: %1</translation>
    </message>
    <message>
        <source>There is no consumer group</source>
        <translation>Es gibt keine Consumer-Gruppe</translation>
    </message>
    <message>
        <source>GROUP</source>
        <translation>GRUPPE</translation>
    </message>
    <message>
        <source>MEMBERS</source>
        <translation>MITGLIEDER</translation>
    </message>
    <message>
        <source>TOPICS</source>
        <translation>TOPICS</translation>
    </message>
    <message>
        <source>LAG ≈</source>
        <translation>LAG ≈</translation>
    </message>
    <message>
        <source>ASSIGNOR</source>
        <translation>ASSIGNOR</translation>
    </message>
    <message>
        <source>COORDINATOR</source>
        <translation>KOORDINATOR</translation>
    </message>
    <message>
        <source>broker %1 at %2:%3</source>
        <translation>Broker %1 unter %2:%3</translation>
    </message>
    <message>
        <source>CLIENT</source>
        <translation>CLIENT</translation>
    </message>
    <message>
        <source>CONTAINER</source>
        <translation>CONTAINER</translation>
    </message>
    <message>
        <source>It has committed nothing</source>
        <translation>Sie hat nichts committet</translation>
    </message>
    <message>
        <source>COMMITTED</source>
        <translation>COMMITTET</translation>
    </message>
    <message>
        <source>LAG</source>
        <translation>LAG</translation>
    </message>
    <message>
        <source>NOTE</source>
        <translation>HINWEIS</translation>
    </message>
    <message>
        <source>The group %1 cannot be read: %2</source>
        <translation>Die Gruppe %1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>There is no group %1</source>
        <translation>Es gibt keine Gruppe %1</translation>
    </message>
    <message>
        <source>«brokerdeckctl groups list» shows those that there are.</source>
        <translation>«brokerdeckctl groups list» zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>What is committed is not known: %1</source>
        <translation>Was committet ist, ist nicht bekannt: %1</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>TO</source>
        <translation>NACH</translation>
    </message>
    <message>
        <source>Nothing changes</source>
        <translation>Nichts ändert sich</translation>
    </message>
    <message numerus="yes">
        <source>changed %n partition(s) of the group %1</source>
        <translation>
            <numerusform>%n Partition der Gruppe %1 geändert</numerusform>
            <numerusform>%n Partitionen der Gruppe %1 geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is changed yet; --apply makes it so</source>
        <translation>Noch ist nichts geändert; --apply führt es aus</translation>
    </message>
    <message>
        <source>What these groups have committed would be gone for good</source>
        <translation>Was diese Gruppen committet haben, wäre endgültig weg</translation>
    </message>
    <message>
        <source>deleted the group %1</source>
        <translation>Gruppe %1 gelöscht</translation>
    </message>
    <message>
        <source>The group %1 would not know any more how far it has read in %2</source>
        <translation>Die Gruppe %1 wüsste nicht mehr, wie weit sie in %2 gelesen hat</translation>
    </message>
    <message>
        <source>deleted the offset of %1</source>
        <translation>Offset von %1 gelöscht</translation>
    </message>
    <message>
        <source>--connection already says which cluster: --bootstrap and --properties do not go with it</source>
        <translation>--connection sagt schon, welches Cluster: --bootstrap und --properties gehen nicht damit zusammen</translation>
    </message>
    <message>
        <source>--registry takes no password</source>
        <translation>--registry nimmt kein Passwort</translation>
    </message>
    <message>
        <source>Put it into the environment: %1</source>
        <translation>In die Umgebung setzen: %1</translation>
    </message>
    <message>
        <source>--registry-user and --registry-ca need --registry</source>
        <translation>--registry-user und --registry-ca brauchen --registry</translation>
    </message>
    <message>
        <source>--to takes beginning, end, an offset, +N or -N, a time or how long ago (10m), not «%1»</source>
        <translation>--to nimmt beginning, end, einen Offset, +N oder -N, eine Zeit oder wie lange es her ist (10m), nicht «%1»</translation>
    </message>
    <message>
        <source>--from: %1</source>
        <translation>--from: %1</translation>
    </message>
    <message>
        <source>Only one of --filter, --regex and --path can be used</source>
        <translation>Nur eines von --filter, --regex und --path ist möglich</translation>
    </message>
    <message>
        <source>%1 holds more than secrets</source>
        <translation>%1 enthält mehr als Geheimnisse</translation>
    </message>
    <message>
        <source>%1: «%2» is no secret</source>
        <translation>%1: «%2» ist kein Geheimnis</translation>
    </message>
    <message>
        <source>--secrets-from takes lines such as sasl.password=…</source>
        <translation>--secrets-from nimmt Zeilen wie sasl.password=…</translation>
    </message>
    <message>
        <source>%1 of %2: </source>
        <translation>%1 von %2: </translation>
    </message>
    <message>
        <source>The terminal ended before %1 was typed</source>
        <translation>Das Terminal endete, bevor %1 eingegeben war</translation>
    </message>
    <message>
        <source>%1 of %2 is not known</source>
        <translation>%1 von %2 ist nicht bekannt</translation>
    </message>
    <message>
        <source>Run this in a terminal to be asked; or give it by --secrets-from FILE with a line %1; or keep it in the keychain with «brokerdeckctl connections secrets NAME».</source>
        <translation>In einem Terminal ausführen, um gefragt zu werden; oder mit --secrets-from DATEI und einer Zeile %1 angeben; oder mit «brokerdeckctl connections secrets NAME» im Schlüsselbund ablegen.</translation>
    </message>
    <message>
        <source>The topic %1 has just been deleted</source>
        <translation>Das Topic %1 wurde gerade gelöscht</translation>
    </message>
    <message>
        <source>The cluster has an authorizer, and tells of no ACL: none is set, or this user may not see them</source>
        <translation>Das Cluster hat einen Authorizer und nennt keine ACL: Es ist keine gesetzt, oder dieser Benutzer darf sie nicht sehen</translation>
    </message>
    <message>
        <source>%1 has no compose file here, so there is no team file beside it</source>
        <translation>%1 hat hier keine Compose-Datei, also auch keine Teamdatei daneben</translation>
    </message>
    <message>
        <source>%1 expects no topics</source>
        <translation>%1 erwartet keine Topics</translation>
    </message>
    <message>
        <source>%1 expects: %2</source>
        <translation>%1 erwartet: %2</translation>
    </message>
    <message>
        <source>%1… (anonymous)</source>
        <translation>%1… (anonym)</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 unter %2</translation>
    </message>
    <message>
        <source>This project has no volumes yet</source>
        <translation>Dieses Projekt hat noch keine Volumes</translation>
    </message>
    <message>
        <source>VOLUME</source>
        <translation>VOLUME</translation>
    </message>
    <message>
        <source>FOR</source>
        <translation>WOFÜR</translation>
    </message>
    <message>
        <source>CREATED</source>
        <translation>ERSTELLT</translation>
    </message>
    <message>
        <source>MOUNTED BY</source>
        <translation>EINGEHÄNGT IN</translation>
    </message>
    <message>
        <source>%1 of %2 is on no volume: it goes with the container</source>
        <translation>%1 von %2 liegt auf keinem Volume: Es geht mit dem Container</translation>
    </message>
    <message>
        <source>Only half of the set is on volumes: Kafka&apos;s and ZooKeeper&apos;s belong together, and one without the other is worse than none</source>
        <translation>Nur die Hälfte liegt auf Volumes: Die von Kafka und ZooKeeper gehören zusammen, und eins ohne das andere ist schlimmer als keins</translation>
    </message>
    <message>
        <source>Nothing is deleted before it is confirmed: --confirm %1</source>
        <translation>Es wird nichts gelöscht, bevor es bestätigt ist: --confirm %1</translation>
    </message>
    <message>
        <source>«%1» is not the name of this project: nothing was touched</source>
        <translation>«%1» ist nicht der Name dieses Projekts: nichts wurde angerührt</translation>
    </message>
    <message>
        <source>--dry-run shows what would go.</source>
        <translation>--dry-run zeigt, was gelöscht würde.</translation>
    </message>
    <message>
        <source>is emptied</source>
        <translation>wird geleert</translation>
    </message>
    <message>
        <source>is made anew, as it is: it is compacted</source>
        <translation>wird neu erstellt, wie es ist: es ist kompaktiert</translation>
    </message>
    <message>
        <source>is made anew, as it is expected</source>
        <translation>wird neu erstellt, wie es erwartet wird</translation>
    </message>
    <message>
        <source>is deleted</source>
        <translation>wird gelöscht</translation>
    </message>
    <message>
        <source>goes back to the beginning</source>
        <translation>geht an den Anfang zurück</translation>
    </message>
    <message>
        <source>is left alone: %1</source>
        <translation>bleibt, wie sie ist: %1</translation>
    </message>
    <message>
        <source>container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>GOES</source>
        <translation>WEG</translation>
    </message>
    <message>
        <source>SIZE</source>
        <translation>GRÖSSE</translation>
    </message>
    <message>
        <source>Stopped and started again: %1</source>
        <translation>Gestoppt und wieder gestartet: %1</translation>
    </message>
    <message>
        <source>Started afterwards: %1</source>
        <translation>Danach gestartet: %1</translation>
    </message>
    <message>
        <source>Stays: %1</source>
        <translation>Bleibt: %1</translation>
    </message>
    <message>
        <source>topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>RECORDS</source>
        <translation>DATENSÄTZE</translation>
    </message>
    <message>
        <source>WHAT</source>
        <translation>WAS</translation>
    </message>
    <message>
        <source>Runs afterwards: %1</source>
        <translation>Läuft danach: %1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source>The context must be confirmed, too: --confirm-remote %1</source>
        <translation>Auch der Kontext muss bestätigt werden: --confirm-remote %1</translation>
    </message>
    <message>
        <source>FAILED</source>
        <translation>FEHLER</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>CHECK</source>
        <translation>PRÜFUNG</translation>
    </message>
    <message>
        <source>SEEN</source>
        <translation>GESEHEN</translation>
    </message>
    <message>
        <source>It is left as it is.</source>
        <translation>Es bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>--level is needed: empty, recreate or full</source>
        <translation>--level fehlt: empty, recreate oder full</translation>
    </message>
    <message>
        <source>One of --level, --resume and --abandon is needed</source>
        <translation>Eines von --level, --resume und --abandon fehlt</translation>
    </message>
    <message>
        <source>There is no level «%1»</source>
        <translation>Eine Stufe «%1» gibt es nicht</translation>
    </message>
    <message>
        <source>There is: empty, recreate, full</source>
        <translation>Es gibt: empty, recreate, full</translation>
    </message>
    <message>
        <source>The way back: brokerdeckctl snapshot restore %1</source>
        <translation>Der Rückweg: brokerdeckctl snapshot restore %1</translation>
    </message>
    <message>
        <source>by hand</source>
        <comment>why a snapshot was taken</comment>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>before a reset</source>
        <comment>why a snapshot was taken</comment>
        <translation>vor einem Reset</translation>
    </message>
    <message>
        <source>Which snapshot? Its id or its name is missing, or «latest»</source>
        <translation>Welcher Snapshot? Seine Id oder sein Name fehlt, oder «latest»</translation>
    </message>
    <message>
        <source>%1: %2 in %3</source>
        <translation>%1: %2 in %3</translation>
    </message>
    <message>
        <source>There is no snapshot of %1 yet. «brokerdeckctl snapshot save» takes one.</source>
        <translation>Von %1 gibt es noch keinen Snapshot. «brokerdeckctl snapshot save» macht einen.</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>TAKEN</source>
        <translation>GEMACHT</translation>
    </message>
    <message>
        <source>WHY</source>
        <translation>WARUM</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 ist nicht lesbar: %2</translation>
    </message>
    <message numerus="yes">
        <source>«%1» is whole: %Ln topic(s), %2 records</source>
        <translation>
            <numerusform>«%1» ist heil: %Ln Topic, %2 Datensätze</numerusform>
            <numerusform>«%1» ist heil: %Ln Topics, %2 Datensätze</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>«%1» is whole: %Ln volume(s), %2 files, %3</source>
        <translation>
            <numerusform>«%1» ist heil: %Ln Volume, %2 Dateien, %3</numerusform>
            <numerusform>«%1» ist heil: %Ln Volumes, %2 Dateien, %3</numerusform>
        </translation>
    </message>
    <message>
        <source>«%1» of %2 is %3 large, and would be gone</source>
        <translation>«%1» vom %2 ist %3 groß und wäre weg</translation>
    </message>
    <message>
        <source>--yes deletes it.</source>
        <translation>--yes löscht ihn.</translation>
    </message>
    <message>
        <source>reset</source>
        <comment>a run&apos;s kind</comment>
        <translation>Reset</translation>
    </message>
    <message>
        <source>snapshot</source>
        <comment>a run&apos;s kind</comment>
        <translation>Snapshot</translation>
    </message>
    <message>
        <source>restore</source>
        <comment>a run&apos;s kind</comment>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>nobody’s now</source>
        <translation>jetzt niemandes</translation>
    </message>
    <message>
        <source>another service’s</source>
        <translation>eines anderen Dienstes</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>%1 has no volume «%2»</source>
        <translation>%1 hat kein Volume «%2»</translation>
    </message>
    <message>
        <source>«brokerdeckctl volumes» shows those that there are.</source>
        <translation>«brokerdeckctl volumes» zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>The team file protects %1, too: it stays locked</source>
        <translation>Auch die Teamdatei schützt %1: es bleibt gesperrt</translation>
    </message>
    <message>
        <source>MODE</source>
        <translation>RECHTE</translation>
    </message>
    <message>
        <source>OWNER</source>
        <translation>EIGENTÜMER</translation>
    </message>
    <message>
        <source>volume made for a container</source>
        <translation>für einen Container angelegtes Volume</translation>
    </message>
    <message>
        <source>«%1» is no number of days from 0 to %2</source>
        <translation>«%1» ist keine Zahl von Tagen von 0 bis %2</translation>
    </message>
    <message>
        <source>Snapshots are kept for ever</source>
        <translation>Snapshots werden für immer behalten</translation>
    </message>
    <message numerus="yes">
        <source>Snapshots that a reset took are kept for %Ln day(s)</source>
        <translation>
            <numerusform>Snapshots eines Resets werden %Ln Tag behalten</numerusform>
            <numerusform>Snapshots eines Resets werden %Ln Tage behalten</numerusform>
        </translation>
    </message>
    <message>
        <source>for good</source>
        <comment>how long a snapshot is kept</comment>
        <translation>dauerhaft</translation>
    </message>
    <message>
        <source>KEPT</source>
        <translation>BEHALTEN</translation>
    </message>
    <message numerus="yes">
        <source>«%1» is more than %Ln day(s) old: deleted, %2</source>
        <translation>
            <numerusform>«%1» ist mehr als %Ln Tag alt: gelöscht, %2</numerusform>
            <numerusform>«%1» ist mehr als %Ln Tage alt: gelöscht, %2</numerusform>
        </translation>
    </message>
    <message>
        <source>--resume and --abandon do what they say: there is nothing to show</source>
        <translation>--resume und --abandon tun, was sie sagen: da gibt es nichts zu zeigen</translation>
    </message>
    <message>
        <source>A full reset takes every topic and group</source>
        <translation>Ein vollständiger Reset betrifft alle Topics und Gruppen</translation>
    </message>
    <message>
        <source>Leave --topic and --group out, or take the level empty or recreate.</source>
        <translation>--topic und --group weglassen oder die Stufe empty oder recreate nehmen.</translation>
    </message>
    <message>
        <source>Nothing that is known to be wrong</source>
        <translation>Nichts, was als falsch bekannt ist</translation>
    </message>
    <message>
        <source>Something is wrong that is not known here. The likeliest lines:</source>
        <translation>Etwas stimmt nicht, das hier nicht bekannt ist. Die wahrscheinlichsten Zeilen:</translation>
    </message>
    <message>
        <source>To be sure:</source>
        <translation>Um sicher zu sein:</translation>
    </message>
    <message>
        <source>What helps:</source>
        <translation>Was hilft:</translation>
    </message>
    <message>
        <source>Only where nothing else helps, for it destroys data:</source>
        <translation>Nur wo sonst nichts hilft, denn es zerstört Daten:</translation>
    </message>
    <message>
        <source>That is why, too: %1: %2</source>
        <translation>Daher auch: %1: %2</translation>
    </message>
    <message>
        <source>%1 has no service %2</source>
        <translation>%1 hat keinen Dienst %2</translation>
    </message>
    <message>
        <source>There is: trace, debug, info, warn, error, fatal</source>
        <translation>Es gibt: trace, debug, info, warn, error, fatal</translation>
    </message>
    <message>
        <source>A log has no «%1»</source>
        <translation>Ein Log hat kein «%1»</translation>
    </message>
    <message>
        <source>--from takes «beginning», a time, or how long ago (10m).</source>
        <translation>--from nimmt «beginning», eine Zeit, oder wie lange her (10m).</translation>
    </message>
    <message>
        <source>FILE</source>
        <translation>DATEI</translation>
    </message>
    <message>
        <source>«brokerdeckctl bundle FILE» writes it, with secrets masked. Read it before you pass it on.</source>
        <translation>«brokerdeckctl bundle DATEI» schreibt es, Geheimnisse verdeckt. Lies es, bevor du es weitergibst.</translation>
    </message>
    <message>
        <source>%1 is written, with secrets masked. Read it before you pass it on.</source>
        <translation>%1 ist geschrieben, Geheimnisse verdeckt. Lies es, bevor du es weitergibst.</translation>
    </message>
    <message>
        <source>There is a file %1 already</source>
        <translation>Eine Datei %1 gibt es schon</translation>
    </message>
    <message>
        <source>«%1» was taken on another engine, %2</source>
        <translation>«%1» stammt von einer anderen Engine, %2</translation>
    </message>
    <message>
        <source>SYMPTOM</source>
        <translation>SYMPTOM</translation>
    </message>
    <message>
        <source>WHAT PEOPLE SAY</source>
        <translation>WAS MAN SAGT</translation>
    </message>
    <message>
        <source>There is no symptom «%1»</source>
        <translation>Es gibt kein Symptom «%1»</translation>
    </message>
    <message>
        <source>«brokerdeckctl troubleshoot» lists them.</source>
        <translation>«brokerdeckctl troubleshoot» nennt sie.</translation>
    </message>
    <message>
        <source>There is no broker</source>
        <translation>Es gibt keinen Broker</translation>
    </message>
    <message>
        <source>ZOOKEEPER</source>
        <translation>ZOOKEEPER</translation>
    </message>
    <message>
        <source>ENGINE</source>
        <translation>ENGINE</translation>
    </message>
    <message>
        <source>%1, persistent</source>
        <translation>%1, dauerhaft</translation>
    </message>
    <message>
        <source>%1, of session %2</source>
        <translation>%1, von Sitzung %2</translation>
    </message>
    <message>
        <source>unregister needs the id of a broker</source>
        <translation>unregister braucht die ID eines Brokers</translation>
    </message>
    <message>
        <source>«brokerdeckctl brokers» shows them.</source>
        <translation>«brokerdeckctl brokers» zeigt sie.</translation>
    </message>
    <message>
        <source>Does a broker %1 run on another machine, or in another engine? It cannot be seen from here</source>
        <translation>Läuft ein Broker %1 auf einem anderen Rechner oder in einer anderen Engine? Von hier aus ist das nicht zu sehen</translation>
    </message>
    <message>
        <source>Where none does: --none-elsewhere</source>
        <translation>Wenn keiner läuft: --none-elsewhere</translation>
    </message>
    <message>
        <source>It may still go by itself: waiting until %1</source>
        <translation>Sie kann noch von selbst verschwinden: gewartet wird bis %1</translation>
    </message>
    <message>
        <source>The registration of broker %1 is deleted. Start Kafka now.</source>
        <translation>Die Registrierung von Broker %1 ist gelöscht. Jetzt Kafka starten.</translation>
    </message>
    <message>
        <source>It went by itself, and nothing was deleted. Start Kafka now.</source>
        <translation>Sie ist von selbst verschwunden, gelöscht wurde nichts. Jetzt Kafka starten.</translation>
    </message>
    <message>
        <source>Which lesson?</source>
        <translation>Welche Lektion?</translation>
    </message>
    <message>
        <source>There is no lesson «%1»</source>
        <translation>Es gibt keine Lektion «%1»</translation>
    </message>
    <message>
        <source>«brokerdeckctl practice list» shows them.</source>
        <translation>«brokerdeckctl practice list» zeigt sie.</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>LESSON</source>
        <translation>LEKTION</translation>
    </message>
    <message>
        <source>TITLE</source>
        <translation>TITEL</translation>
    </message>
    <message>
        <source>Your task: %1</source>
        <translation>Deine Aufgabe: %1</translation>
    </message>
    <message>
        <source>It is in %1</source>
        <translation>Sie liegt in %1</translation>
    </message>
    <message>
        <source>«brokerdeckctl practice hint %1» helps, «practice check %1» says when it is done, «practice stop %1» takes all of it away.</source>
        <translation>«brokerdeckctl practice hint %1» hilft, «practice check %1» sagt, wann es geschafft ist, «practice stop %1» räumt alles weg.</translation>
    </message>
    <message>
        <source>Cancelled; what there was of the lesson is taken away again</source>
        <translation>Abgebrochen; was es von der Lektion schon gab, ist wieder weg</translation>
    </message>
    <message>
        <source>WITHOUT IT</source>
        <translation>OHNE SIE</translation>
    </message>
    <message>
        <source>LAST WRITE</source>
        <translation>ZULETZT</translation>
    </message>
    <message>
        <source>Last write: %1</source>
        <translation>Zuletzt geschrieben: %1</translation>
    </message>
    <message>
        <source>deleted %1 and made it again</source>
        <translation>%1 gelöscht und neu angelegt</translation>
    </message>
    <message>
        <source>What shall be otherwise? Give --bootstrap, --properties, --colour, --read-only or --writable</source>
        <translation>Was soll anders werden? Geben Sie --bootstrap, --properties, --colour, --read-only oder --writable an</translation>
    </message>
    <message>
        <source>--read-only and --writable exclude one another</source>
        <translation>--read-only und --writable schließen einander aus</translation>
    </message>
    <message>
        <source>%1 is changed.</source>
        <translation>%1 ist geändert.</translation>
    </message>
    <message>
        <source>Into which file? Its name is missing</source>
        <translation>In welche Datei? Ihr Name fehlt</translation>
    </message>
    <message>
        <source>%1 is there already</source>
        <translation>%1 ist schon da</translation>
    </message>
    <message>
        <source>Take another name; --yes replaces it.</source>
        <translation>Nehmen Sie einen anderen Namen; --yes ersetzt sie.</translation>
    </message>
    <message>
        <source>«%1» is in %2, %3. «brokerdeckctl snapshot import» takes it in elsewhere.</source>
        <translation>«%1» ist in %2, %3. «brokerdeckctl snapshot import» nimmt ihn anderswo auf.</translation>
    </message>
    <message>
        <source>Which file? Its name is missing</source>
        <translation>Welche Datei? Ihr Name fehlt</translation>
    </message>
    <message>
        <source>«%1» is here already, as %2</source>
        <translation>«%1» ist schon hier, als %2</translation>
    </message>
    <message>
        <source>%1: «%2» of %3, taken %4</source>
        <translation>%1: «%2» von %3, aufgenommen %4</translation>
    </message>
    <message>
        <source>found: %1</source>
        <translation>gefunden: %1</translation>
    </message>
    <message>
        <source>wanted: %1</source>
        <translation>gewünscht: %1</translation>
    </message>
    <message>
        <source>«audit --fix» shows what would mend them in the file, «audit --fix --apply» writes it.</source>
        <translation>«audit --fix» zeigt, was sie in der Datei beheben würde, «audit --fix --apply» schreibt es.</translation>
    </message>
    <message>
        <source>There is no rule «%1»</source>
        <translation>Es gibt keine Regel «%1»</translation>
    </message>
    <message>
        <source>«brokerdeckctl audit --json» names them.</source>
        <translation>«brokerdeckctl audit --json» nennt sie.</translation>
    </message>
    <message>
        <source>There is nothing to write.</source>
        <translation>Es gibt nichts zu schreiben.</translation>
    </message>
    <message>
        <source>Written; the old file is kept as %1</source>
        <translation>Geschrieben; die alte Datei ist aufgehoben als %1</translation>
    </message>
    <message>
        <source>With it, %1.</source>
        <translation>Damit gilt: %1.</translation>
    </message>
    <message>
        <source>--apply, --diff and rules belong to --fix</source>
        <translation>--apply, --diff und Regeln gehören zu --fix</translation>
    </message>
    <message>
        <source>%1 is as it was</source>
        <translation>%1 ist, wie es war</translation>
    </message>
    <message>
        <source>The compose file of %1 is gone</source>
        <translation>Die Compose-Datei von %1 ist weg</translation>
    </message>
    <message>
        <source>Without it there is nothing to read or to mend.</source>
        <translation>Ohne sie gibt es nichts zu lesen und nichts zu beheben.</translation>
    </message>
    <message>
        <source>«%1» is no topic with its partitions</source>
        <translation>«%1» ist kein Topic mit seinen Partitionen</translation>
    </message>
    <message>
        <source>--topic NAME, or --topic NAME:PARTITIONS.</source>
        <translation>--topic NAME oder --topic NAME:PARTITIONEN.</translation>
    </message>
    <message>
        <source>There is no family of images «%1»</source>
        <translation>Eine Image-Familie «%1» gibt es nicht</translation>
    </message>
    <message>
        <source>There are confluent and apache.</source>
        <translation>Es gibt confluent und apache.</translation>
    </message>
    <message>
        <source>--yes writes over it.</source>
        <translation>--yes überschreibt sie.</translation>
    </message>
    <message>
        <source>%1 is written.</source>
        <translation>%1 ist geschrieben.</translation>
    </message>
    <message>
        <source>%1 %2 is left, to be mended by hand: %3</source>
        <translation>%1 %2 bleibt, von Hand zu beheben: %3</translation>
    </message>
    <message>
        <source>new reads no file</source>
        <translation>new liest keine Datei</translation>
    </message>
    <message>
        <source>«brokerdeckctl new FILE» writes one.</source>
        <translation>«brokerdeckctl new DATEI» schreibt eine.</translation>
    </message>
    <message>
        <source>--zookeeper-image belongs to --zookeeper</source>
        <translation>--zookeeper-image gehört zu --zookeeper</translation>
    </message>
    <message>
        <source>Without it the stack has no ZooKeeper.</source>
        <translation>Ohne das hat der Stack kein ZooKeeper.</translation>
    </message>
    <message>
        <source>%1 is written. «%2» starts it; Kafka will be at %3.</source>
        <translation>%1 ist geschrieben. «%2» startet den Stack; Kafka ist dann unter %3.</translation>
    </message>
    <message>
        <source>What shall be in %1?</source>
        <translation>Was soll in %1 stehen?</translation>
    </message>
    <message>
        <source>A name that ends in .md is written as Markdown, one in .html as a web page.</source>
        <translation>Ein Name auf .md wird als Markdown geschrieben, einer auf .html als Webseite.</translation>
    </message>
    <message>
        <source>Usage: brokerdeckctl [options] VERB

Kafka development stacks under Docker Compose, from a terminal.

Verbs
  projects            projects that the engine knows, those with Kafka first
  status              every service, what it does or waits for, and the expected topics
  up [SERVICE…]       start in order, each as soon as what it waits for is ready
  stop [SERVICE…]     stop in reverse order, brokers before ZooKeeper
  restart [SERVICE]   restart one service, or the whole stack
  topics list         every topic with its partitions and, at most, its records
  topics describe TOPIC   its partitions, offsets and what is set for it
  topics create [TOPIC…]  make topics; without a name, the expected ones that are missing
  topics set TOPIC    change its settings: --config KEY=VALUE, --reset KEY
  topics add-partitions TOPIC TOTAL
  topics empty TOPIC  delete its records
  topics delete TOPIC…
  topics recreate TOPIC   delete it and make it again, empty, with what is set on it
  topics expected     what of the expected topics is otherwise; --apply makes it so
  topics expected --add TOPIC, --remove TOPIC   change the list of the team file, .brokerdeck.yaml
  topics export [TOPIC…]   topics and what is set on them, as YAML
  topics import FILE  what is otherwise than in such a file; --apply makes it so
  peek TOPIC          its newest records, or as --from, -n, --filter say
  produce TOPIC [FILE]   one record of --key, --value, --header; or one for each line of FILE or of the
                      standard input
  connections list    clusters that are kept under a name
  connections show NAME
  connections add NAME   keep the one of --bootstrap or --properties; passwords go into the keychain
  connections edit NAME   what is given becomes otherwise: cluster, --colour, --read-only, --writable
  connections remove NAME, rename NAME NEW
  connections secrets NAME   ask for its passwords, and keep them in the keychain
  connections export [FILE], import FILE   as JSON, without passwords
  check-connection [NAME]   where a connection fails, step by step
  groups list         every consumer group with its state, members and lag
  groups describe GROUP   its members and, for each partition, what is committed and how far behind that is
  groups reset GROUP --to WHERE   show what would change; --apply makes it so, while nobody is connected
  groups delete GROUP…
  groups delete-offsets GROUP --topic TOPIC
  cluster show        the cluster, its brokers, versions and features
  cluster config [BROKER]   what is set on a broker, and where
  cluster acls        who may do what, where the cluster has an authorizer
  volumes             the project&apos;s volumes, what each is for, and what of its data is on none
  volumes lock VOLUME, unlock VOLUME   keep it from every reset; or no longer
  volumes rm VOLUME   delete one that nothing needs
  volumes browse VOLUME [PATH]   what is in it; the beginning of a file
  snapshot save [NAME]   archive the stack&apos;s volumes, or --records: topics and where groups are
  snapshot list       those of this project
  snapshot verify, restore, rm SNAPSHOT   by its id, its name, or «latest»
  snapshot rename SNAPSHOT NAME
  snapshot export SNAPSHOT FILE   in one file, to be handed on; a folder takes it under a name of its own
  snapshot import FILE   one that somebody has handed on
  snapshot days [DAYS]   how long those are kept that a reset took (0: for ever); those that were saved, and
                      those of «snapshot keep SNAPSHOT», stay until «snapshot let-go SNAPSHOT»
  reset --level LEVEL   empty: records of topics; recreate: the expected topics; full: Kafka and ZooKeeper
                      with all their volumes. The way back is kept as a snapshot
  reset --resume, --abandon   go on with one that was broken off; or leave it as it is
  script --level LEVEL   the same as shell commands, to be read and run
  verify              containers, ZooKeeper, brokers, endpoints, volumes, topics and workers, as a checklist
  diagnose [SERVICE…]    what is wrong, by what is known of such failures: cause, proof and what helps
  diagnose --log FILE [SERVICE]   the same of a log alone (-: the standard input); no engine is needed
  logs [-f] [SERVICE…]   what they write, in the order of time, since their last start or --from; -f: and what
                      comes. --filter, --regex and -n as for peek; --level: at least trace, debug, info, warn,
                      error or fatal
  troubleshoot [SYMPTOM]   checks from a symptom to a way out, as Markdown; without SYMPTOM: which there are
  brokers             the brokers as ZooKeeper, Kafka and the engine each have them; who owns a registration, and
                      what can be done about a stale one
  brokers nodes [PATH]   a node of ZooKeeper, and those under it
  brokers unregister ID   delete a registration that nobody owns and that does not expire
  bundle [FILE]       for who asks for help: versions, model, states, logs and diagnoses, secrets masked, as a
                      zip file; without FILE: what would be in it
  practice list       lessons: a stack of your own that is broken on purpose, for you to mend
  practice start, hint, check, stop LESSON   «check» says whether it is mended, and why it broke; «stop» takes all
                      of it away
  audit               which settings of the compose file will bring the next crash, why, and on which line; no
                      engine is needed
  audit --fix [RULE…]   what would mend them, as a diff; --apply: write it, with the old file kept beside it
                      (--diff: shown, too); audit --undo takes the last writing back
  new [FILE]          a compose file for a stack that there is not yet, with the reason beside each setting;
                      without FILE: printed
  sheet [FILE]        one page on the project for whoever is new to it, as Markdown, or HTML by the file&apos;s name
  runs                recorded starts and stops
  timeline [RUN]      the timeline of a run; without a number, of the newest

Options
  -f, --file FILE     compose file; several are merged; default: as Compose finds it here
  -p, --project NAME  project name; without a file, a project that the engine knows
  --project-directory DIR
                      where relative paths and .env are; default: beside the first compose file
  --context NAME      Docker context
  --profile NAME      activate a profile
  --env-file FILE     instead of .env
  --create-topics     up: make expected topics that are missing
  --leave-data        up: data for which the file names another volume now stays where it is, instead of going along
  --strict            wait for the engine&apos;s own verdict on health
  --timeout SECONDS   how long one service may take (300); how long a cluster may take to answer (30)
  --bootstrap HOST:PORT   topics, peek, produce, groups, cluster: of this cluster, without a project
  --properties FILE   the same, of the cluster that a Java client&apos;s properties name
  --connection NAME   the same, of a cluster that is kept under this name
  --secrets-from FILE   passwords, instead of from the keychain: NAME=VALUE a line; -: the standard input
  --read-only, --writable, --colour NAME   connections add, edit
  --partitions N, --replication-factor N, --config KEY=VALUE   topics create
  --internal          topics list: Kafka&apos;s own too
  --yes               topics empty, delete, expected, import: records may go; groups delete, delete-offsets;
                      snapshot rm; snapshot export, sheet: over the file that is there
  --apply             topics expected, import: make it so, as far as no record is deleted by it; groups reset;
                      audit --fix
  --to WHERE          groups reset: beginning, end, an offset, a time, how long ago (10m), +N or -N records
  --topic TOPIC       groups reset, delete-offsets: of this one only; reset takes several
  --from WHERE        peek: beginning, end, an offset, a time (2026-11-25T14:00:00Z), or how long ago (10m)
  -n N                peek: at most so many records (10 where --from is not given); runs: so many (100)
  --follow            peek: go on with what comes
  --filter TEXT, --regex PATTERN   peek: in key, value or headers
  --path EXPRESSION   peek: in key or value, where it is JSON: &apos;$.order.id == 7&apos;, &apos;$.items[*].sku =~ &quot;^A&quot;&apos;
  --key-format, --value-format FORMAT   peek: auto, text, json, hex, int, double, registry
  --registry URL      peek: the Schema Registry whose schemas Avro and JSON are read by; default: the one of the
                      connection, of the properties or of the project
  --registry-user NAME    its password is in BROKERDECK_REGISTRY_PASSWORD, in --secrets-from, or is asked for
  --registry-ca FILE  certificates (PEM) that are trusted beside the system’s
  --partition N       peek, produce, groups reset, delete-offsets: this one only
  --key TEXT, --value TEXT, --header NAME=VALUE   produce: one record
  --json-lines        produce: each line is what «peek --json» writes
  --dry-run           reset: show what would go
  --confirm PROJECT   reset, snapshot restore, volumes rm, brokers unregister: the project&apos;s name, or nothing is
                      deleted
  --confirm-remote CONTEXT   the same, of an engine on another machine or of a protected project
  --none-elsewhere    brokers unregister: no broker with this id runs outside of this engine
  --no-snapshot       reset: keep no way back
  --topic, --group NAME   reset, snapshot save --records: only these; several
  --volume NAME       snapshot save: only these; several
  --exit-code N, --oom   diagnose --log: how the process ended
  --brokers N, --zookeeper, --family confluent|apache, --image IMAGE, --zookeeper-image IMAGE, --port N,
  --topic NAME:PARTITIONS, --worker NAME   new: one broker or three, with ZooKeeper instead of KRaft, …
  --ascii             timeline: plain characters
  --json              one JSON document; up, stop, restart: one object a line as things happen
  --version, --help

Exit code: 0 done and well, 1 a problem was found, 2 wrong use, 3 no engine, 4 failed, 130 cancelled
</source>
        <translation>Aufruf: brokerdeckctl [Optionen] BEFEHL

Kafka-Entwicklungs-Stacks unter Docker Compose, vom Terminal aus.

Befehle
  projects            Projekte, die die Engine kennt, die mit Kafka zuerst
  status              jeder Dienst, was er tut oder worauf er wartet, und die erwarteten Topics
  up [DIENST…]        der Reihe nach starten, jeden, sobald bereit ist, worauf er wartet
  stop [DIENST…]      in umgekehrter Reihenfolge stoppen, Broker vor ZooKeeper
  restart [DIENST]    einen Dienst oder den ganzen Stack neu starten
  topics list         jedes Topic mit seinen Partitionen und höchstens so vielen Datensätzen
  topics describe TOPIC   seine Partitionen, Offsets und was für es gesetzt ist
  topics create [TOPIC…]  Topics erstellen; ohne Namen die fehlenden erwarteten
  topics set TOPIC    seine Einstellungen ändern: --config SCHLÜSSEL=WERT, --reset SCHLÜSSEL
  topics add-partitions TOPIC SUMME
  topics empty TOPIC  seine Datensätze löschen
  topics delete TOPIC…
  topics recreate TOPIC   löschen und neu anlegen, leer, mit dem, was daran gesetzt ist
  topics expected     was an den erwarteten Topics anders ist; --apply richtet sie so ein
  topics expected --add TOPIC, --remove TOPIC   die Liste der Teamdatei .brokerdeck.yaml ändern
  topics export [TOPIC…]   Topics und was an ihnen gesetzt ist, als YAML
  topics import DATEI was anders ist als in einer solchen Datei; --apply richtet es so ein
  peek TOPIC          seine neuesten Datensätze, oder was --from, -n, --filter sagen
  produce TOPIC [DATEI]  einen Datensatz aus --key, --value, --header; oder einen je Zeile der DATEI oder der
                      Standardeingabe
  connections list    Cluster, die unter einem Namen gespeichert sind
  connections show NAME
  connections add NAME   das von --bootstrap oder --properties speichern; Passwörter kommen in den Schlüsselbund
  connections edit NAME   was genannt ist, wird anders: Cluster, --colour, --read-only, --writable
  connections remove NAME, rename NAME NEU
  connections secrets NAME   nach seinen Passwörtern fragen und sie im Schlüsselbund aufbewahren
  connections export [DATEI], import DATEI   als JSON, ohne Passwörter
  check-connection [NAME]   woran eine Verbindung scheitert, Schritt für Schritt
  groups list         jede Consumer-Gruppe mit Zustand, Mitgliedern und Lag
  groups describe GRUPPE   ihre Mitglieder und je Partition, was committet ist und wie weit das vor dem Ende liegt
  groups reset GRUPPE --to WOHIN   zeigen, was sich ändern würde; --apply führt es aus, solange niemand verbunden ist
  groups delete GRUPPE…
  groups delete-offsets GRUPPE --topic TOPIC
  cluster show        das Cluster, seine Broker, Versionen und Features
  cluster config [BROKER]   was an einem Broker gesetzt ist, und wo
  cluster acls        wer was darf, wo das Cluster einen Authorizer hat
  volumes             die Volumes des Projekts, wofür jedes ist, und was auf keinem liegt
  volumes lock VOLUME, unlock VOLUME   es vor jedem Reset schützen; oder nicht mehr
  volumes rm VOLUME   eines löschen, das niemand braucht
  volumes browse VOLUME [PFAD]   was darin ist; der Anfang einer Datei
  snapshot save [NAME]   die Volumes des Stacks archivieren, oder --records: Topics und wo Gruppen sind
  snapshot list       die dieses Projekts
  snapshot verify, restore, rm SNAPSHOT   nach Id, Name oder «latest»
  snapshot rename SNAPSHOT NAME
  snapshot export SNAPSHOT DATEI   in einer Datei, zum Weitergeben; ein Ordner bekommt ihn unter einem eigenen Namen
  snapshot import DATEI   einen, den jemand weitergegeben hat
  snapshot days [TAGE]   wie lange die eines Resets behalten werden (0: immer); gesicherte, und die von
                      «snapshot keep SNAPSHOT», bleiben bis «snapshot let-go SNAPSHOT»
  reset --level STUFE   empty: Datensätze von Topics; recreate: die erwarteten Topics; full: Kafka und ZooKeeper
                      mit allen Volumes. Der Rückweg wird als Snapshot aufgehoben
  reset --resume, --abandon   einen unterbrochenen fortsetzen; oder so lassen, wie er ist
  script --level STUFE   dasselbe als Shell-Befehle, zum Lesen und Ausführen
  verify              Container, ZooKeeper, Broker, Endpunkte, Volumes, Topics und Worker, als Checkliste
  diagnose [DIENST…]  was nicht stimmt, nach dem, was von solchen Fehlern bekannt ist: Ursache, Beleg und was hilft
  diagnose --log DATEI [DIENST]   dasselbe aus einem Log allein (-: die Standardeingabe); ohne Engine
  logs [-f] [DIENST…]    was sie schreiben, nach der Zeit, seit ihrem letzten Start oder --from; -f: und was kommt.
                      --filter, --regex und -n wie bei peek; --level: mindestens trace, debug, info, warn, error
                      oder fatal
  troubleshoot [SYMPTOM]   Prüfungen von einem Symptom zu einem Ausweg, als Markdown; ohne SYMPTOM: welche es gibt
  bundle [DATEI]      für den, der um Hilfe fragt: Versionen, Modell, Zustände, Logs und Diagnosen, Geheimnisse
                      verdeckt, als zip-Datei; ohne DATEI: was darin wäre
  practice list       Lektionen: ein eigener Stack, mit Absicht kaputt, zum Reparieren
  practice start, hint, check, stop LEKTION   «check» sagt, ob es repariert ist und warum es kaputt war; «stop» räumt
                      alles weg
  audit               welche Einstellungen der Compose-Datei den nächsten Absturz bringen, warum, und in welcher Zeile;
                      keine Engine ist nötig
  audit --fix [REGEL…]  was sie beheben würde, als Diff; --apply: schreibt es, die alte Datei bleibt daneben
                      (--diff: zeigt es auch); audit --undo nimmt das zuletzt Geschriebene zurück
  new [DATEI]         eine Compose-Datei für einen Stack, den es noch nicht gibt, mit dem Grund neben jeder
                      Einstellung; ohne DATEI: ausgegeben
  sheet [DATEI]       eine Seite über das Projekt für alle, die neu dazukommen, als Markdown, oder als HTML nach dem
                      Namen der Datei
  runs                aufgezeichnete Starts und Stopps
  timeline [LAUF]     die Zeitachse eines Laufs; ohne Nummer die des neuesten

Optionen
  -f, --file DATEI    Compose-Datei; mehrere werden vereint; sonst: wie Compose sie hier findet
  -p, --project NAME  Projektname; ohne Datei ein Projekt, das die Engine kennt
  --project-directory ORDNER
                      wovon relative Pfade und .env ausgehen; sonst: neben der ersten Compose-Datei
  --context NAME      Docker-Kontext
  --profile NAME      ein Profil aktivieren
  --env-file DATEI    statt .env
  --create-topics     up: fehlende erwartete Topics erstellen
  --leave-data        up: Daten, für die die Datei jetzt ein anderes Volume nennt, bleiben, wo sie sind, statt mitzukommen
  --strict            das Gesundheitsurteil der Engine selbst abwarten
  --timeout SEKUNDEN  wie lange ein Dienst brauchen darf (300); wie lange ein Cluster zum Antworten (30)
  --bootstrap HOST:PORT   topics, peek, produce, groups, cluster: dieses Cluster, ohne Projekt
  --properties DATEI  ebenso, das Cluster, das die Properties eines Java-Clients nennen
  --connection NAME   ebenso, ein Cluster, das unter diesem Namen gespeichert ist
  --secrets-from DATEI   Passwörter statt aus dem Schlüsselbund: NAME=WERT je Zeile; -: die Standardeingabe
  --read-only, --writable, --colour NAME   connections add, edit
  --partitions N, --replication-factor N, --config SCHLÜSSEL=WERT   topics create
  --internal          topics list: auch Kafkas eigene
  --yes               topics empty, delete, expected, import: Datensätze dürfen weg; groups delete, delete-offsets;
                      snapshot rm; snapshot export, sheet: über die Datei, die da ist
  --apply             topics expected, import: so einrichten, soweit dabei kein Datensatz gelöscht wird; groups reset; audit --fix
  --to WOHIN          groups reset: beginning, end, ein Offset, eine Zeit, vor wie langer Zeit (10m), +N oder -N Datensätze
  --topic TOPIC       groups reset, delete-offsets: nur von diesem; reset nimmt mehrere
  --from WO           peek: beginning, end, ein Offset, eine Zeit (2026-11-25T14:00:00Z) oder vor wie langer Zeit (10m)
  -n N                peek: höchstens so viele Datensätze (10, wo --from fehlt); runs: so viele (100)
  --follow            peek: mit dem weitermachen, was kommt
  --filter TEXT, --regex MUSTER   peek: in Schlüssel, Wert oder Headern
  --path AUSDRUCK     peek: in Schlüssel oder Wert, wo es JSON ist: &apos;$.order.id == 7&apos;, &apos;$.items[*].sku =~ &quot;^A&quot;&apos;
  --key-format, --value-format FORMAT   peek: auto, text, json, hex, int, double, registry
  --registry URL      peek: die Schema Registry, mit deren Schemata Avro und JSON gelesen werden; sonst: die der
                      Verbindung, der Properties oder des Projekts
  --registry-user NAME    sein Passwort steht in BROKERDECK_REGISTRY_PASSWORD, in --secrets-from, oder es wird erfragt
  --registry-ca DATEI Zertifikate (PEM), denen neben denen des Systems vertraut wird
  --partition N       peek, produce, groups reset, delete-offsets: nur diese
  --key TEXT, --value TEXT, --header NAME=WERT   produce: ein Datensatz
  --json-lines        produce: jede Zeile ist, was «peek --json» schreibt
  --dry-run           reset: zeigen, was gelöscht würde
  --confirm PROJEKT   reset, snapshot restore, volumes rm, brokers unregister: der Name des Projekts, sonst wird nichts
                      gelöscht
  --confirm-remote KONTEXT   dasselbe, bei einer Engine auf einer anderen Maschine oder einem geschützten Projekt
  --none-elsewhere    brokers unregister: kein Broker mit dieser ID läuft außerhalb dieser Engine
  --no-snapshot       reset: keinen Rückweg aufheben
  --topic, --group NAME   reset, snapshot save --records: nur diese; mehrere
  --volume NAME       snapshot save: nur diese; mehrere
  --exit-code N, --oom   diagnose --log: wie der Prozess endete
  --brokers N, --zookeeper, --family confluent|apache, --image IMAGE, --zookeeper-image IMAGE, --port N,
  --topic NAME:PARTITIONEN, --worker NAME   new: ein Broker oder drei, mit ZooKeeper statt KRaft, …
  --ascii             timeline: einfache Zeichen
  --json              ein JSON-Dokument; up, stop, restart: laufend ein Objekt je Zeile
  --version, --help

Exit-Code: 0 getan und gut, 1 ein Problem gefunden, 2 falsche Benutzung, 3 keine Engine, 4 gescheitert, 130 abgebrochen
</translation>
    </message>
</context>
<context>
    <name>Bundle</name>
    <message>
        <source>the compose file is gone</source>
        <translation>die Compose-Datei ist fort</translation>
    </message>
    <message>
        <source>no run is recorded</source>
        <translation>kein Lauf ist aufgezeichnet</translation>
    </message>
    <message>
        <source>The bundle could not be packed</source>
        <translation>Das Paket ließ sich nicht packen</translation>
    </message>
</context>
<context>
    <name>BundledStacks</name>
    <message>
        <source>Kafka with ZooKeeper</source>
        <translation>Kafka mit ZooKeeper</translation>
    </message>
    <message>
        <source>one broker, ZooKeeper, four topics, two workers</source>
        <translation>ein Broker, ZooKeeper, vier Topics, zwei Worker</translation>
    </message>
    <message>
        <source>Kafka with KRaft</source>
        <translation>Kafka mit KRaft</translation>
    </message>
    <message>
        <source>one broker without ZooKeeper, four topics, two workers</source>
        <translation>ein Broker ohne ZooKeeper, vier Topics, zwei Worker</translation>
    </message>
</context>
<context>
    <name>Carry</name>
    <message>
        <source>The folder %1 could not be made</source>
        <translation>Der Ordner %1 konnte nicht angelegt werden</translation>
    </message>
    <message>
        <source>copying what is in %1</source>
        <translation>kopiert, was in %1 ist</translation>
    </message>
    <message>
        <source>putting it into %1, and comparing</source>
        <translation>legt es in %1 und vergleicht</translation>
    </message>
    <message>
        <source>There is a volume %1 already</source>
        <translation>Ein Volume %1 gibt es schon</translation>
    </message>
    <message>
        <source>making containers anew</source>
        <translation>erstellt Container neu</translation>
    </message>
    <message>
        <source>%1 was not made anew</source>
        <translation>%1 wurde nicht neu erstellt</translation>
    </message>
    <message>
        <source>Everything is up</source>
        <translation>Alles läuft</translation>
    </message>
    <message>
        <source>Until it is compared, what was copied is kept in %1</source>
        <translation>Bis es verglichen ist, liegt das Kopierte in %1</translation>
    </message>
    <message>
        <source>%1 was started or made anew meanwhile</source>
        <translation>%1 wurde inzwischen gestartet oder neu erstellt</translation>
    </message>
    <message>
        <source>Nothing has changed. Leave it alone for that moment, and try again.</source>
        <translation>Nichts hat sich geändert. Bitte so lange in Ruhe lassen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The data of %1 in %2 cannot be carried along by itself</source>
        <translation>Die Daten von %1 in %2 können nicht von selbst mitgenommen werden</translation>
    </message>
    <message>
        <source>What was copied is kept in %1; the next start goes on with it.</source>
        <translation>Was kopiert wurde, liegt in %1; der nächste Start macht damit weiter.</translation>
    </message>
    <message>
        <source>The new directory is called otherwise, or it is not certain which goes where. Nothing was changed; «docker cp» copies it by hand. A full reset deletes it, and «brokerdeckctl up --leave-data» starts without it.</source>
        <translation>Das neue Verzeichnis heißt anders, oder es ist nicht sicher, was wohin gehört. Nichts wurde geändert; «docker cp» kopiert es von Hand. Ein vollständiger Reset löscht es, und «brokerdeckctl up --leave-data» startet ohne es.</translation>
    </message>
    <message>
        <source>The data of %1 would go into it, but nothing is written over. Delete it in the volumes view if nobody needs it, and try again; «brokerdeckctl up --leave-data» starts with what is in it.</source>
        <translation>Die Daten von %1 kämen hinein, aber nichts wird überschrieben. Löschen Sie es in der Ansicht der Volumes, wenn niemand es braucht, und versuchen Sie es noch einmal; «brokerdeckctl up --leave-data» startet mit dem, was darin ist.</translation>
    </message>
    <message>
        <source>The volume %1 is not mounted at %2 of %3 any more</source>
        <translation>Das Volume %1 ist nicht mehr bei %2 von %3 eingehängt</translation>
    </message>
    <message>
        <source>The compose file has changed since. Take that back, and start again.</source>
        <translation>Die Compose-Datei wurde seither geändert. Nehmen Sie das zurück, und starten Sie noch einmal.</translation>
    </message>
    <message>
        <source>What was copied, and is not put anywhere, is in %1</source>
        <translation>Was kopiert wurde und nirgends hineinkommt, liegt in %1</translation>
    </message>
    <message>
        <source>%1 was started before its data was there</source>
        <translation>%1 wurde gestartet, bevor seine Daten da waren</translation>
    </message>
    <message>
        <source>It has begun with what its volume %1 had by then. «brokerdeckctl up --leave-data» goes on with that. Or remove its container and that volume (docker rm, docker volume rm), and start again: the data is put into a new one.</source>
        <translation>Er hat mit dem begonnen, was sein Volume %1 bis dahin hatte. «brokerdeckctl up --leave-data» macht damit weiter. Oder entfernen Sie seinen Container und dieses Volume (docker rm, docker volume rm), und starten Sie noch einmal: Die Daten kommen in ein neues.</translation>
    </message>
    <message>
        <source>%1 may hold half of its data</source>
        <translation>%1 hat vielleicht nur die Hälfte seiner Daten</translation>
    </message>
    <message>
        <source>Start without --leave-data: the data is put there whole. Or remove its container and that volume first (docker rm, docker volume rm); the copies are kept.</source>
        <translation>Starten Sie ohne --leave-data: Die Daten kommen dann ganz hinein. Oder entfernen Sie zuerst seinen Container und dieses Volume (docker rm, docker volume rm); die Kopien bleiben.</translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>%1: %2</source>
        <comment>column name and its value</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Checklist</name>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>unklar</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>hier nicht</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a number of checks and their outcome</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>ClusterSession</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: it is there already</source>
        <translation>%1: gibt es schon</translation>
    </message>
    <message numerus="yes">
        <source>The broker refused %n topic(s)</source>
        <translation>
            <numerusform>Der Broker hat ein Topic abgelehnt</numerusform>
            <numerusform>Der Broker hat %n Topics abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no topic %1 any more</source>
        <translation>Das Topic %1 gibt es nicht mehr</translation>
    </message>
    <message>
        <source>%1 holds records by now, or may: it was not deleted</source>
        <translation>%1 enthält inzwischen Datensätze, oder vielleicht: es wurde nicht gelöscht</translation>
    </message>
    <message>
        <source>Delete it once more to see how many.</source>
        <translation>Noch einmal löschen zeigt, wie viele.</translation>
    </message>
</context>
<context>
    <name>ClusterWords</name>
    <message>
        <source>%1 or later</source>
        <comment>a release of Kafka</comment>
        <translation>%1 oder neuer</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>releases of Kafka</comment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>ZooKeeper</source>
        <translation>ZooKeeper</translation>
    </message>
    <message>
        <source>KRaft</source>
        <translation>KRaft</translation>
    </message>
    <message>
        <source>broker %1</source>
        <translation>Broker %1</translation>
    </message>
    <message>
        <source>node %1</source>
        <translation>Knoten %1</translation>
    </message>
    <message>
        <source>clients are not told</source>
        <translation>wird Clients nicht mitgeteilt</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>an address, where it is led to</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>The panel gets to this cluster; your own programs on this machine will not</source>
        <translation>Das Panel erreicht dieses Cluster; deine eigenen Programme auf diesem Rechner erreichen es nicht</translation>
    </message>
    <message>
        <source>The brokers tell of an address that is only known inside the stack. The panel leads it to the published port (%1), and other clients cannot. For them, advertised.listeners (KAFKA_ADVERTISED_LISTENERS in the compose file) needs a listener of its own with localhost and the published port.</source>
        <translation>Die Broker nennen eine Adresse, die nur im Stack bekannt ist. Das Panel leitet sie auf den veröffentlichten Port (%1) um, andere Clients können das nicht. Für sie braucht advertised.listeners (KAFKA_ADVERTISED_LISTENERS in der Compose-Datei) einen eigenen Listener mit localhost und dem veröffentlichten Port.</translation>
    </message>
    <message>
        <source>The rules could not be asked for: %1</source>
        <translation>Die Regeln konnten nicht abgefragt werden: %1</translation>
    </message>
    <message>
        <source>Not known yet.</source>
        <translation>Noch nicht bekannt.</translation>
    </message>
    <message>
        <source>This cluster has no authorizer: whoever reaches it may do everything, as is usual in development.</source>
        <translation>Dieses Cluster hat keinen Authorizer: wer es erreicht, darf alles, wie in der Entwicklung üblich.</translation>
    </message>
    <message>
        <source>This cluster has rules, and this connection’s user may not see them: it takes «Describe» on the cluster, or a super user.</source>
        <translation>Dieses Cluster hat Regeln, und der Benutzer dieser Verbindung darf sie nicht sehen: dazu braucht es «Describe» auf dem Cluster oder einen Superuser.</translation>
    </message>
    <message>
        <source>This cluster has an authorizer, and tells of no rule: none is set, or this connection’s user may not see them.</source>
        <translation>Dieses Cluster hat einen Authorizer und nennt keine Regel: Es ist keine gesetzt, oder der Benutzer dieser Verbindung darf sie nicht sehen.</translation>
    </message>
</context>
<context>
    <name>Compose</name>
    <message>
        <source>.brokerdeck.yaml gives a role to %1, which is no active service</source>
        <translation>.brokerdeck.yaml gibt %1 eine Rolle, das ist aber kein aktiver Dienst</translation>
    </message>
    <message>
        <source>%1 is a KRaft controller and no broker: it is started as any other service is</source>
        <translation>%1 ist ein KRaft-Controller und kein Broker: er startet wie jeder andere Dienst</translation>
    </message>
    <message>
        <source>What Compose says of the project cannot be read</source>
        <translation>Was Compose über das Projekt sagt, ist nicht lesbar</translation>
    </message>
    <message>
        <source>Is this a Compose that Brokerdeck does not know yet?</source>
        <translation>Vielleicht ein Compose, das Brokerdeck noch nicht kennt?</translation>
    </message>
    <message>
        <source>There is no compose file in %1</source>
        <translation>In %1 gibt es keine Compose-Datei</translation>
    </message>
    <message>
        <source>Looked for %1, there and in the folders above, and for COMPOSE_FILE in .env.</source>
        <translation>Gesucht wurde %1, dort und in den Ordnern darüber, und COMPOSE_FILE in .env.</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 ist nicht da</translation>
    </message>
    <message>
        <source>Was it moved, or is it on another branch or disk?</source>
        <translation>Verschoben, oder auf einem anderen Branch oder Datenträger?</translation>
    </message>
    <message>
        <source>The services wait for one another in a circle: %1</source>
        <translation>Die Dienste warten im Kreis aufeinander: %1</translation>
    </message>
    <message>
        <source>None of them can start first. Take one depends_on out.</source>
        <translation>Keiner von ihnen kann zuerst starten. Ein depends_on muss weg.</translation>
    </message>
    <message>
        <source>There is no service %1</source>
        <translation>Es gibt keinen Dienst %1</translation>
    </message>
    <message>
        <source>There are: %1</source>
        <translation>Es gibt: %1</translation>
    </message>
    <message>
        <source>The compose file %1 is not there</source>
        <translation>Die Compose-Datei %1 ist nicht da</translation>
    </message>
    <message>
        <source>It was moved or deleted, or is on another branch or machine.</source>
        <translation>Sie wurde verschoben oder gelöscht oder liegt auf einem anderen Branch oder Rechner.</translation>
    </message>
    <message>
        <source>%1:%2:%3: the variable %4 is not set; Compose puts nothing in its place</source>
        <translation>%1:%2:%3: die Variable %4 ist nicht gesetzt; Compose setzt nichts dafür ein</translation>
    </message>
    <message>
        <source>The compose file of %1 is not known</source>
        <translation>Die Compose-Datei von %1 ist nicht bekannt</translation>
    </message>
    <message>
        <source>Open it, and the project can be started and stopped.</source>
        <translation>Nach dem Öffnen der Datei lässt sich das Projekt starten und stoppen.</translation>
    </message>
    <message>
        <source>its script is too long to be read to the end</source>
        <translation>sein Skript ist zu lang, um es bis zum Ende zu lesen</translation>
    </message>
    <message>
        <source>KAFKA_CREATE_TOPICS has «%1», which is not name:partitions:replicas</source>
        <translation>KAFKA_CREATE_TOPICS hat „%1“, das ist nicht name:partitionen:replikate</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>«%1» makes a topic whose name cannot be one</source>
        <translation>„%1“ erstellt ein Topic, dessen Name keiner sein kann</translation>
    </message>
    <message>
        <source>whether «%1» runs depends on a condition</source>
        <translation>ob „%1“ läuft, hängt von einer Bedingung ab</translation>
    </message>
    <message>
        <source>which topic «%1» makes is not known before it runs</source>
        <translation>welches Topic „%1“ erstellt, ist vor der Ausführung nicht bekannt</translation>
    </message>
    <message>
        <source>%1: which topics its script makes cannot be told from the compose file; list them in .brokerdeck.yaml</source>
        <translation>%1: welche Topics sein Skript erstellt, sagt die Compose-Datei nicht; sie gehören in .brokerdeck.yaml</translation>
    </message>
</context>
<context>
    <name>ComposeFailure</name>
    <message>
        <source>compose file</source>
        <translation>Compose-Datei</translation>
    </message>
    <message>
        <source>Often a tab: YAML is indented with spaces only.</source>
        <translation>Oft ein Tabulator: YAML wird nur mit Leerzeichen eingerückt.</translation>
    </message>
    <message>
        <source>Each name may stand only once; remove or rename one of the two.</source>
        <translation>Jeder Name darf nur einmal stehen; einen der beiden entfernen oder umbenennen.</translation>
    </message>
    <message>
        <source>An alias (*name) needs its anchor (&amp;name) before it in the same file.</source>
        <translation>Ein Alias (*name) braucht seinen Anker (&amp;name) davor in derselben Datei.</translation>
    </message>
    <message>
        <source>The mistake is there or in the block that begins there: look at indentation, brackets and quotes.</source>
        <translation>Der Fehler liegt dort oder im Block, der dort beginnt: Einrückung, Klammern und Anführungszeichen prüfen.</translation>
    </message>
    <message>
        <source>%1: not valid YAML: %2</source>
        <translation>%1: kein gültiges YAML: %2</translation>
    </message>
    <message>
        <source>%1: %2 has no setting «%3»</source>
        <translation>%1: %2 hat keine Einstellung „%3“</translation>
    </message>
    <message>
        <source>Look at its spelling and its indentation, or this Compose is too old for it.</source>
        <translation>Schreibweise und Einrückung prüfen, oder dieses Compose ist zu alt dafür.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>That setting does not have the form that Compose wants.</source>
        <translation>Die Einstellung hat nicht die Form, die Compose erwartet.</translation>
    </message>
    <message>
        <source>%1: %2 waits for the service %3, which is not there</source>
        <translation>%1: %2 wartet auf den Dienst %3, den es nicht gibt</translation>
    </message>
    <message>
        <source>Look at depends_on: the name is wrong, or that service&apos;s profile is not active.</source>
        <translation>depends_on prüfen: der Name ist falsch, oder das Profil des Dienstes ist nicht aktiv.</translation>
    </message>
    <message>
        <source>%1: %2 uses the %3 %4, which is not declared</source>
        <translation>%1: %2 benutzt %3 %4, das nicht deklariert ist</translation>
    </message>
    <message>
        <source>Declare it at the top level of the file, or correct its name.</source>
        <translation>Auf oberster Ebene der Datei deklarieren oder den Namen berichtigen.</translation>
    </message>
    <message>
        <source>The services wait for one another in a circle: %1</source>
        <translation>Die Dienste warten im Kreis aufeinander: %1</translation>
    </message>
    <message>
        <source>None of them can start first. Take one depends_on out.</source>
        <translation>Keiner von ihnen kann zuerst starten. Ein depends_on muss weg.</translation>
    </message>
    <message>
        <source>%1: %2 has neither an image nor a build</source>
        <translation>%1: %2 hat weder image noch build</translation>
    </message>
    <message>
        <source>Give the service an image. A name that is indented wrongly looks like this too.</source>
        <translation>Dem Dienst ein Image geben. Auch ein falsch eingerückter Name sieht so aus.</translation>
    </message>
    <message>
        <source>The variable %1 is not set</source>
        <translation>Die Variable %1 ist nicht gesetzt</translation>
    </message>
    <message>
        <source>The variable %1 is not set: %2</source>
        <translation>Die Variable %1 ist nicht gesetzt: %2</translation>
    </message>
    <message>
        <source>%1 needs it. Set it in the .env file beside the compose file, or in the environment.</source>
        <translation>%1 braucht sie. In der Datei .env neben der Compose-Datei oder in der Umgebung setzen.</translation>
    </message>
    <message>
        <source>%1: the variable in %2 is not written rightly</source>
        <translation>%1: die Variable in %2 ist nicht richtig geschrieben</translation>
    </message>
    <message>
        <source>Write ${NAME} or ${NAME:-default}; a dollar sign that is meant as such is $$.</source>
        <translation>Richtig ist ${NAME} oder ${NAME:-vorgabe}; ein Dollarzeichen selbst ist $$.</translation>
    </message>
    <message>
        <source>The environment file %1 is not there</source>
        <translation>Die Umgebungsdatei %1 ist nicht da</translation>
    </message>
    <message>
        <source>Often a copy of an example file beside it is wanted: .env.example, env.sample.</source>
        <translation>Oft fehlt die Kopie einer Beispieldatei daneben: .env.example, env.sample.</translation>
    </message>
    <message>
        <source>Each line of an environment file is NAME=value.</source>
        <translation>Jede Zeile einer Umgebungsdatei ist NAME=wert.</translation>
    </message>
    <message>
        <source>%1 cannot be read: no permission</source>
        <translation>%1 ist nicht lesbar: keine Berechtigung</translation>
    </message>
    <message>
        <source>Its owner or its mode does not allow you to.</source>
        <translation>Besitzer oder Modus erlauben es nicht.</translation>
    </message>
    <message>
        <source>%1 is a folder, not a compose file</source>
        <translation>%1 ist ein Ordner, keine Compose-Datei</translation>
    </message>
    <message>
        <source>The compose file %1 is not there</source>
        <translation>Die Compose-Datei %1 ist nicht da</translation>
    </message>
    <message>
        <source>It was moved or deleted, or is on another branch or machine.</source>
        <translation>Sie wurde verschoben oder gelöscht oder liegt auf einem anderen Branch oder Rechner.</translation>
    </message>
    <message>
        <source>The file %1, which the compose file uses, is not there</source>
        <translation>Die Datei %1, die die Compose-Datei benutzt, ist nicht da</translation>
    </message>
    <message>
        <source>Look at extends and include; the path is relative to the file that names it.</source>
        <translation>extends und include prüfen; der Pfad gilt relativ zu der Datei, die ihn nennt.</translation>
    </message>
    <message>
        <source>There is no compose file</source>
        <translation>Es gibt keine Compose-Datei</translation>
    </message>
    <message>
        <source>Compose looks for compose.yaml or docker-compose.yml in the folder and above it.</source>
        <translation>Compose sucht compose.yaml oder docker-compose.yml im Ordner und darüber.</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 ist leer</translation>
    </message>
    <message>
        <source>A compose file has at least one service.</source>
        <translation>Eine Compose-Datei hat mindestens einen Dienst.</translation>
    </message>
    <message>
        <source>«%1» cannot be a project&apos;s name</source>
        <translation>„%1“ kann kein Projektname sein</translation>
    </message>
    <message>
        <source>It has only lower-case letters, digits, hyphens and underscores, and begins with a letter or digit.</source>
        <translation>Er besteht nur aus Kleinbuchstaben, Ziffern, Binde- und Unterstrichen und beginnt mit Buchstabe oder Ziffer.</translation>
    </message>
    <message>
        <source>Compose cannot use the file as it is.</source>
        <translation>Compose kann die Datei so nicht benutzen.</translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>What answers there is no Kafka broker.</source>
        <translation>Was dort antwortet, ist kein Kafka-Broker.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Kafka</source>
        <translation>Kafka</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>Advertised address</source>
        <translation>Angekündigte Adresse</translation>
    </message>
    <message>
        <source>Not tried: an earlier step failed.</source>
        <translation>Nicht versucht: ein früherer Schritt schlug fehl.</translation>
    </message>
    <message>
        <source>Something listens there.</source>
        <translation>Dort lauscht etwas.</translation>
    </message>
    <message>
        <source>Kafka answers.</source>
        <translation>Kafka antwortet.</translation>
    </message>
    <message>
        <source>There is no address to connect to Kafka.</source>
        <translation>Es gibt keine Adresse für die Verbindung zu Kafka.</translation>
    </message>
    <message>
        <source>The folder %1 holds too many certificates.</source>
        <translation>Der Ordner %1 enthält zu viele Zertifikate.</translation>
    </message>
    <message>
        <source>There is a certificate of your own, but no private key to it</source>
        <translation>Es gibt ein eigenes Zertifikat, aber keinen privaten Schlüssel dazu</translation>
    </message>
    <message>
        <source>That is the setting ssl.key.location.</source>
        <translation>Das ist die Einstellung ssl.key.location.</translation>
    </message>
    <message>
        <source>an unknown day</source>
        <translation>(Tag unbekannt)</translation>
    </message>
    <message>
        <source>The broker’s certificate (%1) is signed by nobody but itself.</source>
        <translation>Das Zertifikat des Brokers (%1) ist von niemandem außer ihm selbst signiert.</translation>
    </message>
    <message>
        <source>If it is the right one, name it in ssl.ca.location, as a PEM file.</source>
        <translation>Wenn es das richtige ist, in ssl.ca.location als PEM-Datei angeben.</translation>
    </message>
    <message>
        <source>The broker’s certificate is signed by «%1», whom nothing here trusts.</source>
        <translation>Das Zertifikat des Brokers ist von «%1» signiert, dem hier nichts vertraut.</translation>
    </message>
    <message>
        <source>Name that authority’s certificate in ssl.ca.location, as a PEM file.</source>
        <translation>Das Zertifikat dieser Zertifizierungsstelle in ssl.ca.location als PEM-Datei angeben.</translation>
    </message>
    <message>
        <source>The broker’s certificate is for %1, not for %2.</source>
        <translation>Das Zertifikat des Brokers gilt für %1, nicht für %2.</translation>
    </message>
    <message>
        <source>Connect by one of its names. On a development machine the check of the name can be switched off: ssl.endpoint.identification.algorithm=none.</source>
        <translation>Über einen seiner Namen verbinden. Auf einem Entwicklungsrechner lässt sich die Prüfung des Namens abschalten: ssl.endpoint.identification.algorithm=none.</translation>
    </message>
    <message>
        <source>The broker’s certificate expired on %1.</source>
        <translation>Das Zertifikat des Brokers ist am %1 abgelaufen.</translation>
    </message>
    <message>
        <source>Whoever runs the broker has to renew it. Or is the clock of this machine wrong?</source>
        <translation>Wer den Broker betreibt, muss es erneuern. Oder geht die Uhr dieses Rechners falsch?</translation>
    </message>
    <message>
        <source>The broker’s certificate is not valid before %1.</source>
        <translation>Das Zertifikat des Brokers gilt nicht vor dem %1.</translation>
    </message>
    <message>
        <source>Compare the clocks of this machine and of the one that made it.</source>
        <translation>Die Uhr dieses Rechners mit der des Rechners vergleichen, auf dem es erstellt wurde.</translation>
    </message>
    <message>
        <source>The broker’s certificate (%1) is not accepted here.</source>
        <translation>Das Zertifikat des Brokers (%1) wird hier nicht angenommen.</translation>
    </message>
    <message>
        <source>The broker and this machine have no version of TLS in common.</source>
        <translation>Der Broker und dieser Rechner haben keine gemeinsame TLS-Version.</translation>
    </message>
    <message>
        <source>The broker’s setting is ssl.enabled.protocols.</source>
        <translation>Die Einstellung des Brokers ist ssl.enabled.protocols.</translation>
    </message>
    <message>
        <source>The broker does not accept your certificate.</source>
        <translation>Der Broker nimmt dein Zertifikat nicht an.</translation>
    </message>
    <message>
        <source>It has to be valid and signed by an authority in the broker’s ssl.truststore.</source>
        <translation>Es muss gültig und von einer Zertifizierungsstelle im ssl.truststore des Brokers signiert sein.</translation>
    </message>
    <message>
        <source>The broker wants a certificate of your own.</source>
        <translation>Der Broker verlangt ein eigenes Zertifikat.</translation>
    </message>
    <message>
        <source>Name it and its key in ssl.certificate.location and ssl.key.location (PEM), or both in ssl.keystore.location (PKCS#12).</source>
        <translation>Zertifikat und Schlüssel in ssl.certificate.location und ssl.key.location angeben (PEM), oder beide in ssl.keystore.location (PKCS#12).</translation>
    </message>
    <message>
        <source>Set security.protocol=%1.</source>
        <translation>security.protocol=%1 setzen.</translation>
    </message>
    <message>
        <source>The broker takes these mechanisms: %1.</source>
        <translation>Der Broker nimmt diese Mechanismen: %1.</translation>
    </message>
    <message>
        <source>%1 is an address already.</source>
        <translation>%1 ist schon eine Adresse.</translation>
    </message>
    <message>
        <source>%1 is %2.</source>
        <translation>%1 ist %2.</translation>
    </message>
    <message>
        <source>This port speaks clear text, not TLS.</source>
        <translation>Dieser Port spricht Klartext, nicht TLS.</translation>
    </message>
    <message>
        <source>What answers there does not speak TLS.</source>
        <translation>Was dort antwortet, spricht kein TLS.</translation>
    </message>
    <message>
        <source>The connection was closed in the middle of the TLS handshake.</source>
        <translation>Die Verbindung wurde mitten im TLS-Handshake geschlossen.</translation>
    </message>
    <message>
        <source>A broker that is still starting does that, and a proxy with nothing behind it.</source>
        <translation>Das tut ein Broker, der noch startet, oder ein Proxy, hinter dem nichts ist.</translation>
    </message>
    <message>
        <source>%1; the certificate is for %2 and valid until %3.</source>
        <translation>%1; das Zertifikat gilt für %2 und bis %3.</translation>
    </message>
    <message>
        <source>This port speaks TLS, not clear text.</source>
        <translation>Dieser Port spricht TLS, nicht Klartext.</translation>
    </message>
    <message>
        <source>it does not say which</source>
        <translation>er sagt nicht, welche</translation>
    </message>
    <message>
        <source>This port has no login (SASL).</source>
        <translation>Dieser Port hat keine Anmeldung (SASL).</translation>
    </message>
    <message>
        <source>Set security.protocol=%1, or connect to the port of a listener that has one.</source>
        <translation>security.protocol=%1 setzen, oder mit dem Port eines Listeners verbinden, der eine hat.</translation>
    </message>
    <message>
        <source>The broker wants you to log in (SASL).</source>
        <translation>Der Broker verlangt eine Anmeldung (SASL).</translation>
    </message>
    <message>
        <source>Set security.protocol=%1, sasl.username, and sasl.mechanisms to one that it takes: %2.</source>
        <translation>security.protocol=%1 und sasl.username setzen, und sasl.mechanisms auf einen Mechanismus, den er nimmt: %2.</translation>
    </message>
    <message>
        <source>The broker does not take the mechanism %1.</source>
        <translation>Der Broker nimmt den Mechanismus %1 nicht.</translation>
    </message>
    <message>
        <source>Set sasl.mechanisms to one that it takes: %1.</source>
        <translation>sasl.mechanisms auf einen setzen, den er nimmt: %1.</translation>
    </message>
    <message>
        <source>Logged in with %1.</source>
        <translation>Angemeldet mit %1.</translation>
    </message>
    <message>
        <source>Logged in as %1 with %2.</source>
        <translation>Angemeldet als %1 mit %2.</translation>
    </message>
    <message>
        <source>The broker knows you by your certificate.</source>
        <translation>Der Broker kennt dich an deinem Zertifikat.</translation>
    </message>
    <message>
        <source>This port asks nobody who they are.</source>
        <translation>Dieser Port fragt niemanden, wer er ist.</translation>
    </message>
    <message>
        <source>The user name or the password is wrong.</source>
        <translation>Der Benutzername oder das Passwort ist falsch.</translation>
    </message>
    <message>
        <source>Or the user was made for the other SCRAM mechanism: kafka-configs --describe --entity-type users shows which.</source>
        <translation>Oder der Benutzer wurde für den anderen SCRAM-Mechanismus angelegt: kafka-configs --describe --entity-type users zeigt, für welchen.</translation>
    </message>
    <message>
        <source>The broker does not let %1 in with %2.</source>
        <translation>Der Broker lässt %1 mit %2 nicht hinein.</translation>
    </message>
    <message>
        <source>a user without a name</source>
        <translation>einen Benutzer ohne Namen</translation>
    </message>
    <message numerus="yes">
        <source>%n topic(s) can be seen</source>
        <translation>
            <numerusform>%n Topic ist sichtbar</numerusform>
            <numerusform>%n Topics sind sichtbar</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, and the cluster’s settings.</source>
        <translation>%1, ebenso die Einstellungen des Clusters.</translation>
    </message>
    <message>
        <source>%1; the cluster’s settings are not shown to you.</source>
        <translation>%1; die Einstellungen des Clusters werden dir nicht gezeigt.</translation>
    </message>
    <message>
        <source>You may see nothing of this cluster.</source>
        <translation>Du darfst nichts von diesem Cluster sehen.</translation>
    </message>
    <message>
        <source>%1 may see nothing of this cluster.</source>
        <translation>%1 darf nichts von diesem Cluster sehen.</translation>
    </message>
    <message>
        <source>No topic is shown, nor the cluster’s settings. Whoever runs it grants rights with kafka-acls, at least Describe on topics.</source>
        <translation>Kein Topic wird gezeigt, auch nicht die Einstellungen des Clusters. Wer es betreibt, vergibt Rechte mit kafka-acls, mindestens Describe auf Topics.</translation>
    </message>
    <message>
        <source>Broker %1 tells its clients to come to %2</source>
        <translation>Broker %1 verweist seine Clients an %2</translation>
    </message>
    <message>
        <source>In that broker’s advertised.listeners, name an address that works from here.</source>
        <translation>In advertised.listeners dieses Brokers eine Adresse angeben, die von hier aus funktioniert.</translation>
    </message>
    <message>
        <source>%1, and that does not work from here: %2</source>
        <translation>%1, und das funktioniert von hier aus nicht: %2</translation>
    </message>
    <message>
        <source>%1. Brokerdeck goes to %2 instead; your own clients will not.</source>
        <translation>%1. Brokerdeck geht stattdessen zu %2; deine eigenen Clients tun das nicht.</translation>
    </message>
    <message>
        <source>%1, which works from here.</source>
        <translation>%1, und das funktioniert von hier aus.</translation>
    </message>
    <message>
        <source>The broker ended the connection right after the TLS handshake, as it does where it does not accept your certificate.</source>
        <translation>Der Broker hat die Verbindung gleich nach dem TLS-Handshake beendet, wie er es tut, wo er dein Zertifikat nicht annimmt.</translation>
    </message>
    <message>
        <source>The broker ended the connection right after the TLS handshake, as it does where it wants a certificate of your own.</source>
        <translation>Der Broker hat die Verbindung gleich nach dem TLS-Handshake beendet, wie er es tut, wo er ein eigenes Zertifikat von dir verlangt.</translation>
    </message>
    <message>
        <source>It may well be right: Kafka 4 refuses every SCRAM login of librdkafka before 2.6.1, and this machine has %1. Update librdkafka, or log in with PLAIN.</source>
        <translation>Es kann durchaus richtig sein: Kafka 4 lehnt jede SCRAM-Anmeldung einer librdkafka vor 2.6.1 ab, und auf diesem Rechner ist %1. librdkafka aktualisieren oder sich mit PLAIN anmelden.</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Staging</source>
        <translation>Staging</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Trusted certificates</source>
        <translation>Vertraute Zertifikate</translation>
    </message>
    <message>
        <source>those of this machine</source>
        <translation>die dieses Rechners</translation>
    </message>
    <message>
        <source>Own certificate</source>
        <translation>Eigenes Zertifikat</translation>
    </message>
    <message>
        <source>PEM or PKCS#12, if it wants one</source>
        <translation>PEM oder PKCS#12, falls eines verlangt wird</translation>
    </message>
    <message>
        <source>Its key</source>
        <translation>Sein Schlüssel</translation>
    </message>
    <message>
        <source>in the same file</source>
        <translation>in derselben Datei</translation>
    </message>
    <message>
        <source>Password of the key</source>
        <translation>Passwort des Schlüssels</translation>
    </message>
    <message>
        <source>Schema Registry</source>
        <translation>Schema Registry</translation>
    </message>
    <message>
        <source>User of the registry</source>
        <translation>Benutzer der Registry</translation>
    </message>
    <message>
        <source>Password of the registry</source>
        <translation>Passwort der Registry</translation>
    </message>
    <message>
        <source>Read-only: refuse every change</source>
        <translation>Schreibgeschützt: jede Änderung ablehnen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>asked for if it is empty</source>
        <translation>wird erfragt, wenn leer</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>Protection</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>none: clear text, no login</source>
        <translation>keiner: Klartext, keine Anmeldung</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>login, in clear text</source>
        <translation>Anmeldung, im Klartext</translation>
    </message>
    <message>
        <source>TLS and login</source>
        <translation>TLS und Anmeldung</translation>
    </message>
    <message>
        <source>Kind of login</source>
        <translation>Art der Anmeldung</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Other settings, one NAME=VALUE a line</source>
        <translation>Weitere Einstellungen, je Zeile NAME=WERT</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Choose a file: %1</source>
        <translation>Datei auswählen: %1</translation>
    </message>
    <message>
        <source>Its user</source>
        <translation>Benutzer der Registry</translation>
    </message>
    <message>
        <source>Its password</source>
        <translation>Passwort der Registry</translation>
    </message>
    <message>
        <source>Other settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>A connection to another cluster</source>
        <translation>Verbindung zu einem anderen Cluster</translation>
    </message>
    <message>
        <source>The connection %1</source>
        <translation>Verbindung %1</translation>
    </message>
    <message>
        <source>Paste a .properties file</source>
        <translation>.properties-Datei einfügen</translation>
    </message>
    <message>
        <source>As Java clients use it: bootstrap.servers, security.protocol, sasl.jaas.config and the like. Passwords in it go into the keychain.</source>
        <translation>Wie Java-Clients sie verwenden: bootstrap.servers, security.protocol, sasl.jaas.config und dergleichen. Passwörter darin kommen in den Schlüsselbund.</translation>
    </message>
    <message>
        <source>The file’s text</source>
        <translation>Text der Datei</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Passwords for %1</source>
        <translation>Passwörter für %1</translation>
    </message>
    <message>
        <source>The keychain has none for it.</source>
        <translation>Der Schlüsselbund hat keine dafür.</translation>
    </message>
    <message>
        <source>The keychain could not be asked: %1</source>
        <translation>Der Schlüsselbund konnte nicht abgefragt werden: %1</translation>
    </message>
    <message>
        <source>Keep in the keychain</source>
        <translation>Im Schlüsselbund speichern</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Test it</source>
        <translation>Testen</translation>
    </message>
</context>
<context>
    <name>ConnectionForm</name>
    <message>
        <source>«%1» is no NAME=VALUE</source>
        <translation>«%1» ist kein NAME=WERT</translation>
    </message>
    <message>
        <source>%1 is a secret: it is not kept in clear. Paste the whole file instead.</source>
        <translation>%1 ist geheim und wird nicht im Klartext gespeichert. Stattdessen die ganze Datei einfügen.</translation>
    </message>
    <message>
        <source>%1: there is no file %2</source>
        <translation>%1: es gibt keine Datei %2</translation>
    </message>
    <message>
        <source>It needs a name</source>
        <translation>Ein Name fehlt</translation>
    </message>
    <message>
        <source>There is a connection %1 already</source>
        <translation>Eine Verbindung %1 gibt es schon</translation>
    </message>
    <message>
        <source>It needs an address, as kafka.example.org:9092</source>
        <translation>Eine Adresse fehlt, etwa kafka.example.org:9092</translation>
    </message>
    <message>
        <source>A login needs a user</source>
        <translation>Eine Anmeldung braucht einen Benutzer</translation>
    </message>
    <message>
        <source>JKS cannot be read: keytool -importkeystore -srckeystore IN.jks -destkeystore OUT.p12 -deststoretype PKCS12 makes a PKCS#12 file of it</source>
        <translation>JKS kann nicht gelesen werden: keytool -importkeystore -srckeystore IN.jks -destkeystore OUT.p12 -deststoretype PKCS12 macht daraus eine PKCS#12-Datei</translation>
    </message>
    <message>
        <source>Trusted certificates</source>
        <translation>Vertraute Zertifikate</translation>
    </message>
    <message>
        <source>Own certificate</source>
        <translation>Eigenes Zertifikat</translation>
    </message>
    <message>
        <source>%1 was left out: put it into a file, and name that file.</source>
        <translation>%1 wurde weggelassen: in eine Datei schreiben und diese Datei angeben.</translation>
    </message>
</context>
<context>
    <name>ConnectionWords</name>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>login, in clear text</source>
        <translation>Anmeldung, im Klartext</translation>
    </message>
    <message>
        <source>TLS and login</source>
        <translation>TLS und Anmeldung</translation>
    </message>
    <message>
        <source>clear text</source>
        <translation>Klartext</translation>
    </message>
    <message>
        <source>red</source>
        <translation>rot</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>orange</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>gelb</translation>
    </message>
    <message>
        <source>green</source>
        <translation>grün</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>blau</translation>
    </message>
    <message>
        <source>purple</source>
        <translation>violett</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>grau</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password of the key</source>
        <translation>Passwort des Schlüssels</translation>
    </message>
    <message>
        <source>Password of the Schema Registry</source>
        <translation>Passwort der Schema Registry</translation>
    </message>
</context>
<context>
    <name>CriticalPath</name>
    <message>
        <source>preparing</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>service: what it does</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>at work</source>
        <translation>arbeitet</translation>
    </message>
</context>
<context>
    <name>Database</name>
    <message>
        <source>The file %1 is damaged.</source>
        <translation>Die Datei %1 ist beschädigt.</translation>
    </message>
    <message>
        <source>Move it out of the way; Brokerdeck then starts a new one.</source>
        <translation>Die Datei beiseitelegen; Brokerdeck beginnt dann eine neue.</translation>
    </message>
    <message>
        <source>The file %1 is in use by another program.</source>
        <translation>Die Datei %1 wird von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>Try again when that program is done.</source>
        <translation>Erneut versuchen, wenn dieses Programm fertig ist.</translation>
    </message>
    <message>
        <source>A request to the file %1 was refused.</source>
        <translation>Eine Anfrage an die Datei %1 wurde abgelehnt.</translation>
    </message>
    <message>
        <source>This is an error in Brokerdeck; please report it.</source>
        <translation>Das ist ein Fehler in Brokerdeck; bitte melden.</translation>
    </message>
    <message>
        <source>The file %1 could not be used.</source>
        <translation>Die Datei %1 war nicht benutzbar.</translation>
    </message>
    <message>
        <source>Check its permissions and the free space.</source>
        <translation>Berechtigungen und freien Platz prüfen.</translation>
    </message>
    <message>
        <source>Qt&apos;s SQLite driver is not installed.</source>
        <translation>Der SQLite-Treiber von Qt ist nicht installiert.</translation>
    </message>
    <message>
        <source>Install the package libqt6sql6-sqlite.</source>
        <translation>Das Paket libqt6sql6-sqlite installieren.</translation>
    </message>
    <message>
        <source>The file %1 was made by a newer Brokerdeck.</source>
        <translation>Die Datei %1 stammt von einem neueren Brokerdeck.</translation>
    </message>
    <message>
        <source>Update Brokerdeck, or move the file out of the way to start a new one.</source>
        <translation>Brokerdeck aktualisieren oder die Datei beiseitelegen, um eine neue zu beginnen.</translation>
    </message>
    <message>
        <source>Schema version %1, known up to %2</source>
        <translation>Schema-Version %1, bekannt bis %2</translation>
    </message>
</context>
<context>
    <name>Decode</name>
    <message>
        <source>it is no UTF-8</source>
        <translation>es ist kein UTF-8</translation>
    </message>
    <message>
        <source>it is no JSON: %1 at byte %2</source>
        <translation>es ist kein JSON: %1 bei Byte %2</translation>
    </message>
    <message>
        <source>a number has 1, 2, 4 or 8 bytes, and these are %1</source>
        <translation>eine Zahl hat 1, 2, 4 oder 8 Bytes, und dies sind %1</translation>
    </message>
    <message>
        <source>such a number has 4 or 8 bytes, and these are %1</source>
        <translation>eine solche Zahl hat 4 oder 8 Bytes, und dies sind %1</translation>
    </message>
    <message>
        <source>There is no format «%1»</source>
        <translation>Ein Format «%1» gibt es nicht</translation>
    </message>
    <message>
        <source>There is: %1</source>
        <translation>Es gibt: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s) are left behind the value</source>
        <translation>
            <numerusform>hinter dem Wert bleibt %n Byte übrig</numerusform>
            <numerusform>hinter dem Wert bleiben %n Bytes übrig</numerusform>
        </translation>
    </message>
    <message>
        <source>it is nested more than %1 deep</source>
        <translation>es ist mehr als %1 Ebenen tief verschachtelt</translation>
    </message>
    <message>
        <source>as text it would be larger than %1 MiB</source>
        <translation>als Text wäre es größer als %1 MiB</translation>
    </message>
    <message>
        <source>%1 is neither true nor false</source>
        <translation>%1 ist weder true noch false</translation>
    </message>
    <message>
        <source>%1 is no number of 32 bits</source>
        <translation>%1 ist keine Zahl mit 32 Bit</translation>
    </message>
    <message>
        <source>a text is no UTF-8</source>
        <translation>ein Text ist kein UTF-8</translation>
    </message>
    <message>
        <source>%1 has no symbol number %2</source>
        <translation>%1 hat kein Symbol Nummer %2</translation>
    </message>
    <message>
        <source>the union has no branch number %1</source>
        <translation>die Union hat keinen Zweig Nummer %1</translation>
    </message>
    <message>
        <source>a block of %1 items</source>
        <translation>ein Block mit %1 Elementen</translation>
    </message>
    <message>
        <source>a number of more than 64 bits</source>
        <translation>eine Zahl mit mehr als 64 Bit</translation>
    </message>
    <message>
        <source>a length of %1</source>
        <translation>eine Länge von %1</translation>
    </message>
    <message>
        <source>the bytes end too early</source>
        <translation>die Bytes enden zu früh</translation>
    </message>
    <message>
        <source>the bytes do not fit the schema %1: %2</source>
        <translation>die Bytes passen nicht zum Schema %1: %2</translation>
    </message>
    <message>
        <source>the schema is no JSON (%1)</source>
        <translation>das Schema ist kein JSON (%1)</translation>
    </message>
    <message>
        <source>the schema has more than %1 types</source>
        <translation>das Schema hat mehr als %1 Typen</translation>
    </message>
    <message>
        <source>in the schema, a type is a name, a list or an object</source>
        <translation>im Schema ist ein Typ ein Name, eine Liste oder ein Objekt</translation>
    </message>
    <message>
        <source>the schema uses a type «%1» that it does not define</source>
        <translation>das Schema verwendet einen Typ «%1», den es nicht definiert</translation>
    </message>
    <message>
        <source>a type of the schema has no name</source>
        <translation>ein Typ des Schemas hat keinen Namen</translation>
    </message>
    <message>
        <source>the schema defines %1 twice</source>
        <translation>das Schema definiert %1 zweimal</translation>
    </message>
    <message>
        <source>%1 in the schema has no size</source>
        <translation>%1 hat im Schema keine Größe</translation>
    </message>
    <message>
        <source>it does not begin with a zero byte and the number of a schema</source>
        <translation>es beginnt nicht mit einem Null-Byte und der Nummer eines Schemas</translation>
    </message>
    <message>
        <source>no Schema Registry is set for schema %1</source>
        <translation>für Schema %1 ist keine Schema Registry gesetzt</translation>
    </message>
    <message>
        <source>Protobuf is not decoded</source>
        <translation>Protobuf wird nicht decodiert</translation>
    </message>
    <message>
        <source>schemas of kind %1 are not known</source>
        <translation>Schemas der Art %1 sind nicht bekannt</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Type %1 to confirm.</source>
        <translation>Zum Bestätigen %1 eintippen.</translation>
    </message>
    <message>
        <source>Type %1, its engine, as well.</source>
        <translation>Auch %1, seine Engine, eintippen.</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Take these</source>
        <translation>Diese nehmen</translation>
    </message>
    <message>
        <source>What goes</source>
        <translation>Was verschwindet</translation>
    </message>
    <message>
        <source>Copy as command line</source>
        <translation>Als Befehlszeile kopieren</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>The image %1 is not here and could not be fetched</source>
        <translation>Das Image %1 ist nicht hier und war nicht zu holen</translation>
    </message>
    <message>
        <source>The engine stopped sending events</source>
        <translation>Die Engine sendet keine Ereignisse mehr</translation>
    </message>
    <message>
        <source>It was stopped or restarted, or the connection to it broke.</source>
        <translation>Sie wurde gestoppt oder neu gestartet, oder die Verbindung ist abgerissen.</translation>
    </message>
    <message>
        <source>Nothing is deleted: another engine answers than when it was confirmed</source>
        <translation>Es wird nichts gelöscht: Eine andere Engine antwortet als die, für die es bestätigt wurde</translation>
    </message>
    <message>
        <source>The engine has copied nothing for %1 s</source>
        <translation>Die Engine hat seit %1 s nichts kopiert</translation>
    </message>
    <message>
        <source>Try again. If it comes again, restart the engine.</source>
        <translation>Versuche es noch einmal. Kommt es wieder, starte die Engine neu.</translation>
    </message>
    <message>
        <source>A project without a name has no networks</source>
        <translation>Ein Projekt ohne Namen hat keine Netze</translation>
    </message>
</context>
<context>
    <name>EngineCalls</name>
    <message>
        <source>Docker is not installed</source>
        <translation>Docker ist nicht installiert</translation>
    </message>
    <message>
        <source>The program docker is not in PATH. Install docker-cli and docker-compose of your distribution, or Docker Desktop.</source>
        <translation>Das Programm docker ist nicht in PATH. docker-cli und docker-compose der Distribution oder Docker Desktop installieren.</translation>
    </message>
    <message>
        <source>The engine is very busy, or its machine cannot be reached. Try again in a moment.</source>
        <translation>Die Engine ist stark beschäftigt oder ihr Rechner nicht erreichbar. Gleich noch einmal versuchen.</translation>
    </message>
</context>
<context>
    <name>EngineCompose</name>
    <message>
        <source>Docker Compose %1 is too old</source>
        <translation>Docker Compose %1 ist zu alt</translation>
    </message>
    <message>
        <source>Brokerdeck needs Compose v2. Install the package docker-compose-plugin, docker-compose-v2 or a newer docker-compose of your distribution, or Docker Desktop; your compose files stay as they are.</source>
        <translation>Brokerdeck braucht Compose v2. Das Paket docker-compose-plugin, docker-compose-v2 oder ein neueres docker-compose der Distribution oder Docker Desktop installieren; die Compose-Dateien bleiben, wie sie sind.</translation>
    </message>
</context>
<context>
    <name>EngineFailure</name>
    <message>
        <source>The engine&apos;s socket refuses this user</source>
        <translation>Der Socket der Engine weist diesen Benutzer ab</translation>
    </message>
    <message>
        <source>Docker runs, but you are not allowed to use it. Add yourself to its group with «sudo usermod -aG docker $USER», then log out and in again.</source>
        <translation>Docker läuft, aber dieser Benutzer darf es nicht benutzen. Mit „sudo usermod -aG docker $USER“ in die Gruppe aufnehmen, dann ab- und wieder anmelden.</translation>
    </message>
    <message>
        <source>The engine&apos;s machine cannot be reached over ssh</source>
        <translation>Der Rechner der Engine ist über ssh nicht erreichbar</translation>
    </message>
    <message>
        <source>The engine&apos;s machine cannot be reached over ssh: %1</source>
        <translation>Der Rechner der Engine ist über ssh nicht erreichbar: %1</translation>
    </message>
    <message>
        <source>Try «ssh» to it in a terminal: it must connect without asking for anything.</source>
        <translation>„ssh“ dorthin im Terminal versuchen: es muss sich ohne jede Rückfrage verbinden.</translation>
    </message>
    <message>
        <source>The engine&apos;s machine %1 is not known</source>
        <translation>Der Rechner der Engine %1 ist nicht bekannt</translation>
    </message>
    <message>
        <source>No address is found for that name. Look at the context with «docker context ls».</source>
        <translation>Zu diesem Namen findet sich keine Adresse. Den Kontext mit „docker context ls“ prüfen.</translation>
    </message>
    <message>
        <source>No engine answers</source>
        <translation>Keine Engine antwortet</translation>
    </message>
    <message>
        <source>No engine answers at %1</source>
        <translation>Keine Engine antwortet unter %1</translation>
    </message>
    <message>
        <source>Docker is not running, or the context points to the wrong place. Start it («sudo systemctl start docker», or Docker Desktop), or choose another context.</source>
        <translation>Docker läuft nicht, oder der Kontext zeigt an die falsche Stelle. Docker starten („sudo systemctl start docker“ oder Docker Desktop) oder einen anderen Kontext wählen.</translation>
    </message>
    <message>
        <source>Docker Compose is not installed</source>
        <translation>Docker Compose ist nicht installiert</translation>
    </message>
    <message>
        <source>Install Compose v2: the package docker-compose-plugin, docker-compose-v2 or docker-compose of your distribution, or Docker Desktop.</source>
        <translation>Compose v2 installieren: das Paket docker-compose-plugin, docker-compose-v2 oder docker-compose der Distribution, oder Docker Desktop.</translation>
    </message>
    <message>
        <source>A port that is to be published is already taken</source>
        <translation>Ein Port, der veröffentlicht werden soll, ist schon belegt</translation>
    </message>
    <message>
        <source>Port %1 is already taken</source>
        <translation>Port %1 ist schon belegt</translation>
    </message>
    <message>
        <source>Port %1 on %2 is already taken</source>
        <translation>Port %1 auf %2 ist schon belegt</translation>
    </message>
    <message>
        <source>Another container publishes it: see «docker ps». Stop that one, or publish another port in the compose file.</source>
        <translation>Ein anderer Container veröffentlicht ihn: siehe „docker ps“. Diesen stoppen oder in der Compose-Datei einen anderen Port veröffentlichen.</translation>
    </message>
    <message>
        <source>A program on the engine&apos;s machine listens there: «sudo ss -ltnp» names it. End it, or publish another port in the compose file.</source>
        <translation>Ein Programm auf dem Rechner der Engine lauscht dort: „sudo ss -ltnp“ nennt es. Es beenden oder in der Compose-Datei einen anderen Port veröffentlichen.</translation>
    </message>
    <message>
        <source>The registry allows no more downloads for now. Log in with «docker login», or try later.</source>
        <translation>Die Registry erlaubt vorerst keine Downloads mehr. Mit „docker login“ anmelden oder später versuchen.</translation>
    </message>
    <message>
        <source>The registry cannot be reached from the engine. Look at the network connection, or load the image with «docker load».</source>
        <translation>Die Registry ist von der Engine aus nicht erreichbar. Die Netzwerkverbindung prüfen oder das Image mit „docker load“ laden.</translation>
    </message>
    <message>
        <source>The registry does not have it, or wants a login. Look at its name and tag, or log in with «docker login».</source>
        <translation>Die Registry hat es nicht oder verlangt eine Anmeldung. Name und Tag prüfen oder mit „docker login“ anmelden.</translation>
    </message>
    <message>
        <source>No image has that name and tag any more, or ever had. Look at its spelling in the compose file.</source>
        <translation>Kein Image hat oder hatte je diesen Namen und Tag. Die Schreibweise in der Compose-Datei prüfen.</translation>
    </message>
    <message>
        <source>The image %1 is not here and could not be fetched</source>
        <translation>Das Image %1 ist nicht hier und war nicht zu holen</translation>
    </message>
    <message>
        <source>An image is not here and could not be fetched</source>
        <translation>Ein Image ist nicht hier und war nicht zu holen</translation>
    </message>
    <message>
        <source>The container %1 is gone</source>
        <translation>Der Container %1 ist weg</translation>
    </message>
    <message>
        <source>It was removed meanwhile. Start the service again to make a new one.</source>
        <translation>Er wurde inzwischen entfernt. Ein Start des Dienstes erstellt einen neuen.</translation>
    </message>
    <message>
        <source>The volume %1 is not there</source>
        <translation>Das Volume %1 ist nicht da</translation>
    </message>
    <message>
        <source>The compose file has no service %1</source>
        <translation>Die Compose-Datei hat keinen Dienst %1</translation>
    </message>
    <message>
        <source>Its profile may not be active, or its name is another one.</source>
        <translation>Vielleicht ist sein Profil nicht aktiv, oder er heißt anders.</translation>
    </message>
    <message>
        <source>The container name %1 is already in use</source>
        <translation>Der Containername %1 ist schon vergeben</translation>
    </message>
    <message>
        <source>A container of another project or one made by hand has it. Remove or rename that one, or take container_name out of the compose file.</source>
        <translation>Ein Container eines anderen Projekts oder ein von Hand erstellter hat ihn. Diesen entfernen oder umbenennen oder container_name aus der Compose-Datei nehmen.</translation>
    </message>
    <message>
        <source>The engine&apos;s disk is full</source>
        <translation>Der Datenträger der Engine ist voll</translation>
    </message>
    <message>
        <source>Make room on it: «docker system df» shows what takes it.</source>
        <translation>Platz darauf schaffen: „docker system df“ zeigt, was ihn belegt.</translation>
    </message>
    <message>
        <source>The image has no program %1</source>
        <translation>Das Image hat kein Programm %1</translation>
    </message>
    <message>
        <source>The command in the compose file names a program that is not in the image.</source>
        <translation>Der Befehl in der Compose-Datei nennt ein Programm, das nicht im Image ist.</translation>
    </message>
    <message>
        <source>The container is not running</source>
        <translation>Der Container läuft nicht</translation>
    </message>
    <message>
        <source>The container is just restarting</source>
        <translation>Der Container startet gerade neu</translation>
    </message>
    <message>
        <source>Its program ended and the engine starts it again; see its logs for why.</source>
        <translation>Sein Programm endete, und die Engine startet es wieder; warum, sagen seine Logs.</translation>
    </message>
    <message>
        <source>The container is paused</source>
        <translation>Der Container ist pausiert</translation>
    </message>
    <message>
        <source>Continue it with «docker unpause».</source>
        <translation>Mit „docker unpause“ fortsetzen.</translation>
    </message>
    <message>
        <source>There is no Docker context named %1</source>
        <translation>Es gibt keinen Docker-Kontext namens %1</translation>
    </message>
    <message>
        <source>«docker context ls» names those that there are.</source>
        <translation>„docker context ls“ nennt die vorhandenen.</translation>
    </message>
    <message>
        <source>The engine refused without saying why</source>
        <translation>Die Engine lehnte ab, ohne zu sagen, warum</translation>
    </message>
    <message>
        <source>The engine says: %1</source>
        <translation>Die Engine sagt: %1</translation>
    </message>
    <message>
        <source>Compose wants to make the volume %1 anew and delete its data; this was answered with no</source>
        <translation>Compose will das Volume %1 neu erstellen und seine Daten löschen; die Antwort war Nein</translation>
    </message>
    <message>
        <source>The volume&apos;s settings in the compose file are not those it was made with. Change them back, or keep a copy of the data and remove the volume yourself.</source>
        <translation>Die Einstellungen des Volumes in der Compose-Datei sind nicht die, mit denen es erstellt wurde. Sie zurückändern, oder die Daten sichern und das Volume selbst entfernen.</translation>
    </message>
    <message>
        <source>Compose asked a question; it was answered with no</source>
        <translation>Compose stellte eine Frage; die Antwort war Nein</translation>
    </message>
    <message>
        <source>Run the command in a terminal to read and answer it.</source>
        <translation>Den Befehl im Terminal ausführen, um sie zu lesen und zu beantworten.</translation>
    </message>
</context>
<context>
    <name>EngineFeed</name>
    <message>
        <source>The engine did not accept the subscription to its events</source>
        <translation>Die Engine nahm das Abonnement ihrer Ereignisse nicht an</translation>
    </message>
    <message>
        <source>Is the engine overloaded? Try again.</source>
        <translation>Ist die Engine überlastet? Erneut versuchen.</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source>ran out of memory</source>
        <translation>Speicher erschöpft</translation>
    </message>
    <message>
        <source>the engine calls it unhealthy</source>
        <translation>die Engine nennt ihn ungesund</translation>
    </message>
    <message>
        <source>the engine calls it healthy</source>
        <translation>die Engine nennt ihn gesund</translation>
    </message>
</context>
<context>
    <name>EngineParsers</name>
    <message>
        <source>The output of %1 is not what it should be</source>
        <translation>Die Ausgabe von %1 ist nicht, was sie sein sollte</translation>
    </message>
    <message>
        <source>Another program may stand in for Docker, or its version is one that Brokerdeck does not know.</source>
        <translation>Vielleicht steht ein anderes Programm für Docker ein, oder Brokerdeck kennt die Version nicht.</translation>
    </message>
    <message>
        <source>Docker has no current context</source>
        <translation>Docker hat keinen aktuellen Kontext</translation>
    </message>
    <message>
        <source>Choose one with «docker context use».</source>
        <translation>Mit „docker context use“ einen wählen.</translation>
    </message>
</context>
<context>
    <name>ExpectationDialog</name>
    <message>
        <source>The team file .brokerdeck.yaml beside the compose file says it to everyone who opens this project: what is missing or otherwise stands out then, and one click makes it so. The broker is not touched now.</source>
        <translation>Die Teamdatei .brokerdeck.yaml neben der Compose-Datei sagt es allen, die dieses Projekt öffnen: Was fehlt oder anders ist, fällt dann auf, und ein Klick richtet es so ein. Der Broker bleibt jetzt, wie er ist.</translation>
    </message>
    <message numerus="yes">
        <source>The %n other topic(s) that the init service makes are written there, too.</source>
        <translation>
            <numerusform>Auch das andere Topic, das der Init-Dienst anlegt, kommt dort hinein.</numerusform>
            <numerusform>Auch die anderen %n Topics, die der Init-Dienst anlegt, kommen dort hinein.</numerusform>
        </translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>Replicas of each</source>
        <translation>Replikate je Partition</translation>
    </message>
    <message>
        <source>Settings, one NAME=VALUE a line</source>
        <translation>Einstellungen, eine je Zeile als NAME=WERT</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>What the team expects of %1</source>
        <translation>Was das Team von %1 erwartet</translation>
    </message>
    <message>
        <source>Expect this</source>
        <translation>Das erwarten</translation>
    </message>
    <message>
        <source>Expect it</source>
        <translation>Erwarten</translation>
    </message>
    <message>
        <source>No longer expect it</source>
        <translation>Nicht mehr erwarten</translation>
    </message>
</context>
<context>
    <name>ExpectedTopics</name>
    <message>
        <source>topics on the broker</source>
        <translation>Topics auf dem Broker</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>made %n topic(s): %1</source>
        <translation>
            <numerusform>%n Topic erstellt: %1</numerusform>
            <numerusform>%n Topics erstellt: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The broker refused %n topic(s)</source>
        <translation>
            <numerusform>Der Broker lehnte %n Topic ab</numerusform>
            <numerusform>Der Broker lehnte %n Topics ab</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n expected topic(s) are there</source>
        <translation>
            <numerusform>%1 von %n erwarteten Topic ist da</numerusform>
            <numerusform>%1 von %n erwarteten Topics sind da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) expected, %1 there</source>
        <translation>
            <numerusform>%n Partition erwartet, %1 da</numerusform>
            <numerusform>%n Partitionen erwartet, %1 da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replica(s) expected, %1 there</source>
        <translation>
            <numerusform>%n Replikat erwartet, %1 da</numerusform>
            <numerusform>%n Replikate erwartet, %1 da</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 should be %2</source>
        <translation>%1 soll %2 sein</translation>
    </message>
    <message>
        <source>%1 should be %2 and is %3</source>
        <translation>%1 soll %2 sein und ist %3</translation>
    </message>
    <message>
        <source>There is no topic %1 any more</source>
        <translation>Das Topic %1 gibt es nicht mehr</translation>
    </message>
    <message numerus="yes">
        <source>%1 has %2 replicas and there are %n broker(s) now: it was not deleted</source>
        <translation>
            <numerusform>%1 hat %2 Replikate, und es gibt jetzt %n Broker: es wurde nicht gelöscht</numerusform>
            <numerusform>%1 hat %2 Replikate, und es gibt jetzt %n Broker: es wurde nicht gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 holds records by now, or may: it was not deleted</source>
        <translation>%1 enthält inzwischen Datensätze, oder vielleicht: es wurde nicht gelöscht</translation>
    </message>
    <message>
        <source>Try once more to see how many.</source>
        <translation>Noch einmal versuchen, um zu sehen, wie viele.</translation>
    </message>
    <message>
        <source>somebody else has made one of that name meanwhile</source>
        <translation>jemand anders hat inzwischen eines dieses Namens erstellt</translation>
    </message>
    <message>
        <source>%1 was deleted, and could not be made again: %2</source>
        <translation>%1 wurde gelöscht und konnte nicht neu erstellt werden: %2</translation>
    </message>
    <message numerus="yes">
        <source>Create it by hand: it had %n partition(s) and a replication factor of %1.</source>
        <translation>
            <numerusform>Von Hand erstellen: es hatte %n Partition und den Replikationsfaktor %1.</numerusform>
            <numerusform>Von Hand erstellen: es hatte %n Partitionen und den Replikationsfaktor %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message numerus="yes">
        <source>%1 should have %n partition(s)</source>
        <translation>
            <numerusform>%1 sollte %n Partition haben</numerusform>
            <numerusform>%1 sollte %n Partitionen haben</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 should have %2=%3</source>
        <translation>%1 sollte %2=%3 haben</translation>
    </message>
</context>
<context>
    <name>GroupDialogs</name>
    <message>
        <source>Delete the group %1?</source>
        <translation>Gruppe %1 löschen?</translation>
    </message>
    <message>
        <source>What it has committed is gone for good. When its members come back they begin where their auto.offset.reset says: at the first record, or only with what comes from then on.</source>
        <translation>Was sie committet hat, ist endgültig weg. Wenn ihre Mitglieder zurückkommen, beginnen sie, wo ihr auto.offset.reset es vorgibt: beim ersten Datensatz, oder nur mit dem, was von da an kommt.</translation>
    </message>
    <message>
        <source>It has committed nothing. It is made again when a member connects.</source>
        <translation>Sie hat nichts committet. Sie entsteht neu, sobald sich ein Mitglied verbindet.</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>The group’s name</source>
        <translation>Name der Gruppe</translation>
    </message>
    <message>
        <source>Type the group’s name to confirm:</source>
        <translation>Zur Bestätigung den Namen der Gruppe eingeben:</translation>
    </message>
    <message>
        <source>Delete offsets of %1</source>
        <translation>Offsets von %1 löschen</translation>
    </message>
    <message>
        <source>The group does not know any more how far it has read in this topic. Kafka refuses it while members are connected that have subscribed to it.</source>
        <translation>Die Gruppe weiß dann nicht mehr, wie weit sie in diesem Topic gelesen hat. Kafka lehnt es ab, solange Mitglieder verbunden sind, die es abonniert haben.</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>The topic’s name</source>
        <translation>Name des Topics</translation>
    </message>
    <message>
        <source>Type the topic’s name to confirm:</source>
        <translation>Zur Bestätigung den Namen des Topics eingeben:</translation>
    </message>
    <message>
        <source>Delete its offsets</source>
        <translation>Offsets löschen</translation>
    </message>
</context>
<context>
    <name>GroupSession</name>
    <message>
        <source>%1, partition %2: %3</source>
        <translation>%1, Partition %2: %3</translation>
    </message>
    <message numerus="yes">
        <source>The broker refused it for %n partition(s)</source>
        <translation>
            <numerusform>Der Broker hat es für %n Partition abgelehnt</numerusform>
            <numerusform>Der Broker hat es für %n Partitionen abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>The group %1 was not deleted: %2</source>
        <translation>Die Gruppe %1 wurde nicht gelöscht: %2</translation>
    </message>
</context>
<context>
    <name>GroupWords</name>
    <message>
        <source>reads %1 again</source>
        <comment>a number of records</comment>
        <translation>liest %1 erneut</translation>
    </message>
    <message>
        <source>leaves %1 out</source>
        <comment>a number of records</comment>
        <translation>lässt %1 aus</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>stabil</translation>
    </message>
    <message>
        <source>rebalancing</source>
        <translation>im Rebalancing</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>≥ %1</source>
        <translation>≥ %1</translation>
    </message>
    <message>
        <source>broker %1</source>
        <translation>Broker %1</translation>
    </message>
    <message>
        <source>nothing committed</source>
        <translation>nichts committet</translation>
    </message>
    <message>
        <source>%1 deleted unread</source>
        <comment>a number of records</comment>
        <translation>%1 ungelesen gelöscht</translation>
    </message>
    <message>
        <source>beyond the end</source>
        <translation>hinter dem Ende</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>begins there</source>
        <translation>beginnt dort</translation>
    </message>
    <message>
        <source>Nothing changes.</source>
        <translation>Nichts ändert sich.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n partition(s) change</source>
        <translation>
            <numerusform>Änderung in %1 von %n Partition</numerusform>
            <numerusform>Änderung in %1 von %n Partitionen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: the group %2.</source>
        <comment>what changes, what that does</comment>
        <translation>%1: die Gruppe %2.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
</context>
<context>
    <name>Guard</name>
    <message>
        <source>The context %1 leads to another engine than when this was shown</source>
        <translation>Der Kontext %1 führt zu einer anderen Engine als vorhin, als das gezeigt wurde</translation>
    </message>
    <message>
        <source>«%1» sounds like production. Where this is a development stack, write «development: true» into the team file .brokerdeck.yaml</source>
        <translation>«%1» klingt nach Produktion. Wo das ein Entwicklungs-Stack ist, «development: true» in die Teamdatei .brokerdeck.yaml schreiben</translation>
    </message>
    <message>
        <source>%1 is external: it is not this project&apos;s to delete</source>
        <translation>%1 ist extern: Es gehört nicht diesem Projekt</translation>
    </message>
    <message>
        <source>%1 is a path on the host, not a volume</source>
        <translation>%1 ist ein Pfad auf dem Rechner, kein Volume</translation>
    </message>
    <message>
        <source>%1 does not bear the label of %2</source>
        <translation>%1 trägt nicht das Label von %2</translation>
    </message>
    <message>
        <source>%1 is locked</source>
        <translation>%1 ist gesperrt</translation>
    </message>
    <message>
        <source>%1 is mounted by %2, which is not of this project</source>
        <translation>%1 ist in %2 eingehängt, das nicht zu diesem Projekt gehört</translation>
    </message>
    <message>
        <source>%1 is also mounted by %2, which is neither a broker nor a ZooKeeper</source>
        <translation>%1 ist auch in %2 eingehängt, das weder Broker noch ZooKeeper ist</translation>
    </message>
    <message>
        <source>%1 is mounted at %2 of %3, where neither data nor logs of Kafka or ZooKeeper are</source>
        <translation>%1 ist unter %2 von %3 eingehängt, wo weder Daten noch Logs von Kafka oder ZooKeeper liegen</translation>
    </message>
    <message>
        <source>%1 is not as it was when this was shown</source>
        <translation>%1 ist nicht mehr so wie vorhin, als das gezeigt wurde</translation>
    </message>
    <message>
        <source>%1 would stay behind: Kafka&apos;s and ZooKeeper&apos;s volumes go together or not at all</source>
        <translation>%1 bliebe zurück: Die Volumes von Kafka und ZooKeeper gehen zusammen oder gar nicht</translation>
    </message>
    <message>
        <source>%1 is not a broker, ZooKeeper or init service of %2</source>
        <translation>%1 ist kein Broker, ZooKeeper oder Init-Dienst von %2</translation>
    </message>
    <message>
        <source>The context %1 was not confirmed by its name</source>
        <translation>Der Kontext %1 wurde nicht mit seinem Namen bestätigt</translation>
    </message>
    <message>
        <source>Nothing more is deleted: %1</source>
        <translation>Es wird nichts weiter gelöscht: %1</translation>
    </message>
    <message>
        <source>Look at the plan again: something has changed since it was shown.</source>
        <translation>Den Plan noch einmal ansehen: Seit er gezeigt wurde, hat sich etwas geändert.</translation>
    </message>
    <message>
        <source>%1 is not in the plan that was confirmed</source>
        <translation>%1 steht nicht in dem Plan, der bestätigt wurde</translation>
    </message>
    <message>
        <source>It is not known where %1 keeps its data: it would be half a set</source>
        <translation>Es ist nicht bekannt, wo %1 seine Daten hält: es wäre ein halber Satz</translation>
    </message>
    <message>
        <source>%1 of %2 is a folder of the host, %3: it would stay behind</source>
        <translation>%1 von %2 ist ein Ordner des Hosts, %3: er bliebe zurück</translation>
    </message>
    <message>
        <source>%1 is not one that Brokerdeck made for copying</source>
        <translation>%1 ist nichts, was Brokerdeck zum Kopieren gemacht hat</translation>
    </message>
    <message>
        <source>%1 is %2 of %3 in the compose file, and no data of Kafka or ZooKeeper</source>
        <translation>%1 ist in der Compose-Datei %2 von %3, und keine Daten von Kafka oder ZooKeeper</translation>
    </message>
    <message>
        <source>%1 belongs to a broker that is connected: without it, a working cluster breaks. Stop one of the two, or give it another id</source>
        <translation>%1 gehört einem Broker, der verbunden ist: ohne sie bricht ein Cluster, der funktioniert. Einen der beiden stoppen oder ihm eine andere ID geben</translation>
    </message>
    <message>
        <source>Who owns %1 cannot be told from here, so it is not touched: it goes by itself when that session ends</source>
        <translation>Wem %1 gehört, ist von hier aus nicht zu sagen, darum bleibt sie unberührt: sie verschwindet von selbst, wenn jene Sitzung endet</translation>
    </message>
    <message>
        <source>%1 may still go by itself: wait for that first</source>
        <translation>%1 kann noch von selbst verschwinden: erst darauf warten</translation>
    </message>
    <message>
        <source>%1 is another node than the one that was shown</source>
        <translation>%1 ist ein anderer Knoten als der, der gezeigt wurde</translation>
    </message>
    <message>
        <source>%1 runs, and has the id %2 or may have it: stop it first</source>
        <translation>%1 läuft und hat die ID %2 oder könnte sie haben: zuerst stoppen</translation>
    </message>
    <message>
        <source>Nobody has said yet that no broker %1 runs anywhere else</source>
        <translation>Noch hat niemand gesagt, dass nirgendwo sonst ein Broker %1 läuft</translation>
    </message>
    <message>
        <source>%1 is not of a lesson</source>
        <translation>%1 gehört zu keiner Lektion</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>There is no run %1</source>
        <translation>Es gibt keinen Lauf %1</translation>
    </message>
    <message>
        <source>«brokerdeckctl runs» lists the runs that are kept.</source>
        <translation>„brokerdeckctl runs“ listet die aufbewahrten Läufe.</translation>
    </message>
</context>
<context>
    <name>Kafka</name>
    <message>
        <source>connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>the host name is not known here</source>
        <translation>der Rechnername ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>the connection is accepted and closed at once</source>
        <translation>die Verbindung wird angenommen und sofort geschlossen</translation>
    </message>
    <message>
        <source>Kafka at %1 cannot be reached: %2.</source>
        <translation>Kafka unter %1 ist nicht erreichbar: %2.</translation>
    </message>
    <message>
        <source>Kafka answered: %1</source>
        <translation>Kafka antwortete: %1</translation>
    </message>
    <message>
        <source>The Kafka connection setting «%1» is not accepted.</source>
        <translation>Die Kafka-Verbindungseinstellung „%1“ wird nicht angenommen.</translation>
    </message>
    <message>
        <source>There is no address to connect to Kafka.</source>
        <translation>Es gibt keine Adresse für die Verbindung zu Kafka.</translation>
    </message>
    <message>
        <source>The Kafka connection settings do not fit together.</source>
        <translation>Die Kafka-Verbindungseinstellungen passen nicht zusammen.</translation>
    </message>
    <message>
        <source>the topic of this name is still being deleted</source>
        <translation>das Topic dieses Namens wird noch gelöscht</translation>
    </message>
    <message>
        <source>the broker did not say</source>
        <translation>der Broker sagte nichts dazu</translation>
    </message>
    <message>
        <source>Kafka at %1 took the connection but gave no answer in time.</source>
        <translation>Kafka unter %1 hat die Verbindung angenommen, aber nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>It may still be registering in its cluster, or be very busy.</source>
        <translation>Vielleicht meldet es sich gerade noch in seinem Cluster an, oder es ist stark ausgelastet.</translation>
    </message>
    <message>
        <source>The properties name no bootstrap.servers</source>
        <translation>Die Properties nennen keine bootstrap.servers</translation>
    </message>
    <message>
        <source>That is where a client begins, such as bootstrap.servers=localhost:9092.</source>
        <translation>Dort beginnt ein Client, etwa bootstrap.servers=localhost:9092.</translation>
    </message>
    <message>
        <source>sasl.jaas.config is not taken over: only the login modules for PLAIN and SCRAM are understood.</source>
        <translation>sasl.jaas.config wird nicht übernommen: verstanden werden nur die Login-Module für PLAIN und SCRAM.</translation>
    </message>
    <message>
        <source>The trust store %1 is not in PEM. Make one: %2, then set ssl.ca.location to it.</source>
        <translation>Der Truststore %1 ist nicht in PEM. Einen erzeugen: %2, und ssl.ca.location darauf setzen.</translation>
    </message>
    <message>
        <source>The key store %1 is a JKS file, which librdkafka cannot read. Convert it: %2, then set ssl.keystore.location to that file.</source>
        <translation>Der Keystore %1 ist eine JKS-Datei, die librdkafka nicht lesen kann. Umwandeln: %2, und ssl.keystore.location auf diese Datei setzen.</translation>
    </message>
    <message>
        <source>%1 is not used: Brokerdeck reads and writes in its own way.</source>
        <translation>%1 wird nicht verwendet: Brokerdeck liest und schreibt auf seine eigene Weise.</translation>
    </message>
    <message>
        <source>%1 is not used: librdkafka has no such setting.</source>
        <translation>%1 wird nicht verwendet: librdkafka hat keine solche Einstellung.</translation>
    </message>
    <message>
        <source>This is no properties file: it is larger than 1 MiB</source>
        <translation>Das ist keine Properties-Datei: sie ist größer als 1 MiB</translation>
    </message>
    <message>
        <source>Line %1 of the properties is wrong</source>
        <translation>Zeile %1 der Properties ist falsch</translation>
    </message>
    <message>
        <source>After \u there must be four hexadecimal digits; a backslash is written \\.</source>
        <translation>Nach \u müssen vier hexadezimale Ziffern stehen; ein Rückstrich wird \\ geschrieben.</translation>
    </message>
    <message>
        <source>This connection is read-only: nothing was changed</source>
        <translation>Diese Verbindung ist schreibgeschützt: nichts wurde geändert</translation>
    </message>
    <message>
        <source>Whoever set it up wanted it so. Open another connection to make changes.</source>
        <translation>Wer sie eingerichtet hat, wollte es so. Für Änderungen eine andere Verbindung öffnen.</translation>
    </message>
    <message>
        <source>Kafka refused to change %1: %2</source>
        <translation>Kafka weigert sich, %1 zu ändern: %2</translation>
    </message>
    <message>
        <source>A topic cannot have %1 partitions</source>
        <translation>Ein Topic kann nicht %1 Partitionen haben</translation>
    </message>
    <message>
        <source>The settings of %1 cannot be read: %2</source>
        <translation>Die Einstellungen von %1 können nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>it was not sent in time</source>
        <translation>nicht rechtzeitig gesendet</translation>
    </message>
    <message>
        <source>not confirmed in time: it may be written all the same</source>
        <translation>nicht rechtzeitig bestätigt: er kann trotzdem geschrieben sein</translation>
    </message>
    <message>
        <source>it is larger than the broker takes (max.message.bytes)</source>
        <translation>größer, als der Broker annimmt (max.message.bytes)</translation>
    </message>
    <message>
        <source>There is no topic %1</source>
        <translation>Es gibt kein Topic %1</translation>
    </message>
    <message>
        <source>%1 has no partition %2</source>
        <translation>%1 hat keine Partition %2</translation>
    </message>
    <message>
        <source>What answers there does not speak Kafka’s protocol as it is known here.</source>
        <translation>Was dort antwortet, spricht Kafkas Protokoll nicht so, wie es hier bekannt ist.</translation>
    </message>
    <message>
        <source>The broker does not say what it can do (error %1)</source>
        <translation>Der Broker sagt nicht, was er kann (Fehler %1)</translation>
    </message>
    <message>
        <source>Broker %1 told nothing of its settings</source>
        <translation>Broker %1 sagte nichts über seine Einstellungen</translation>
    </message>
    <message>
        <source>The settings of broker %1 cannot be read: %2</source>
        <translation>Die Einstellungen von Broker %1 können nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>Kafka at %1 does not let you in.</source>
        <translation>Kafka unter %1 lässt dich nicht herein.</translation>
    </message>
    <message>
        <source>The user name or the password is wrong, or this user may not log in with this mechanism.</source>
        <translation>Der Benutzername oder das Passwort ist falsch, oder dieser Benutzer darf sich nicht mit diesem Mechanismus anmelden.</translation>
    </message>
    <message>
        <source>Of the addresses in schema.registry.url only the first is used.</source>
        <translation>Von den Adressen in schema.registry.url wird nur die erste verwendet.</translation>
    </message>
    <message>
        <source>The broker does not say who leads the cluster (error %1)</source>
        <translation>Der Broker sagt nicht, wer den Cluster führt (Fehler %1)</translation>
    </message>
    <message>
        <source>the connection is taken, but it gave no answer in time</source>
        <translation>die Verbindung wird angenommen, aber es kam keine Antwort in der Zeit</translation>
    </message>
    <message>
        <source>Kafka at %1 gave no answer in time.</source>
        <translation>Kafka unter %1 hat nicht rechtzeitig geantwortet.</translation>
    </message>
</context>
<context>
    <name>KafkaGroups</name>
    <message>
        <source>members of the group are connected</source>
        <translation>Mitglieder der Gruppe sind verbunden</translation>
    </message>
    <message>
        <source>members that are connected have subscribed to this topic</source>
        <translation>verbundene Mitglieder haben dieses Topic abonniert</translation>
    </message>
    <message>
        <source>there is no such group</source>
        <translation>es gibt keine solche Gruppe</translation>
    </message>
    <message>
        <source>Kafka refused it for the group %1: %2</source>
        <translation>Kafka hat es für die Gruppe %1 abgelehnt: %2</translation>
    </message>
    <message>
        <source>the broker did not say</source>
        <translation>der Broker sagte nichts dazu</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>out of range: the first record instead</source>
        <translation>außerhalb des Bereichs: stattdessen der erste Datensatz</translation>
    </message>
    <message>
        <source>out of range: the end instead</source>
        <translation>außerhalb des Bereichs: stattdessen das Ende</translation>
    </message>
    <message>
        <source>no record since then: the end instead</source>
        <translation>kein Datensatz seitdem: stattdessen das Ende</translation>
    </message>
    <message>
        <source>nothing is committed: stays</source>
        <translation>nichts ist committet: bleibt</translation>
    </message>
    <message>
        <source>its offsets are not known: stays</source>
        <translation>die Offsets sind nicht bekannt: bleibt</translation>
    </message>
    <message>
        <source>It is not known who is connected to the group %1</source>
        <translation>Wer mit der Gruppe %1 verbunden ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Kafka answered: %1</source>
        <translation>Kafka antwortete: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s) of the group %1 are connected</source>
        <translation>
            <numerusform>%n Mitglied der Gruppe %1 ist verbunden</numerusform>
            <numerusform>%n Mitglieder der Gruppe %1 sind verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop them first: they would go on where they are and overwrite the change. Connected: %1</source>
        <translation>Zuerst stoppen: sonst machen sie weiter, wo sie sind, und überschreiben die Änderung. Verbunden: %1</translation>
    </message>
    <message>
        <source>The group %1 is not at rest: its state is %2</source>
        <translation>Die Gruppe %1 ist nicht in Ruhe: ihr Zustand ist %2</translation>
    </message>
    <message>
        <source>Members are coming or going. Stop them, and try again when the state is Empty.</source>
        <translation>Mitglieder kommen oder gehen. Stoppen und noch einmal versuchen, wenn der Zustand Empty ist.</translation>
    </message>
    <message>
        <source>The group %1 has moved since the preview; nothing was changed</source>
        <translation>Die Gruppe %1 hat sich seit der Vorschau bewegt; nichts wurde geändert</translation>
    </message>
    <message>
        <source>Something else was committed in partition %1 of %2. Look at a new preview.</source>
        <translation>In Partition %1 von %2 wurde etwas anderes committet. Eine neue Vorschau ansehen.</translation>
    </message>
    <message>
        <source>There is no topic %1</source>
        <translation>Es gibt kein Topic %1</translation>
    </message>
    <message>
        <source>The group %1 has committed nothing</source>
        <translation>Die Gruppe %1 hat nichts committet</translation>
    </message>
    <message>
        <source>Name a topic to set where it begins.</source>
        <translation>Ein Topic nennen, um festzulegen, wo sie beginnt.</translation>
    </message>
    <message>
        <source>There is no partition %1</source>
        <translation>Es gibt keine Partition %1</translation>
    </message>
    <message>
        <source>The group %1 has committed nothing in %2</source>
        <translation>Die Gruppe %1 hat in %2 nichts committet</translation>
    </message>
</context>
<context>
    <name>Knowledge</name>
    <message>
        <source>a failure has an id, a title, a cause, signs and steps</source>
        <translation>ein Fehler hat eine id, einen Titel, eine Ursache, Zeichen und Schritte</translation>
    </message>
    <message>
        <source>a mapping belongs here</source>
        <translation>hierher gehört eine Zuordnung</translation>
    </message>
    <message>
        <source>there is no key «%1»</source>
        <translation>es gibt keinen Schlüssel «%1»</translation>
    </message>
    <message>
        <source>a list belongs here</source>
        <translation>hierher gehört eine Liste</translation>
    </message>
    <message>
        <source>a text belongs here</source>
        <translation>hierher gehört ein Text</translation>
    </message>
    <message>
        <source>there is no role «%1»</source>
        <translation>es gibt keine Rolle «%1»</translation>
    </message>
    <message>
        <source>a number belongs here</source>
        <translation>hierher gehört eine Zahl</translation>
    </message>
    <message>
        <source>this pattern does not compile: %1</source>
        <translation>dieses Muster lässt sich nicht übersetzen: %1</translation>
    </message>
    <message>
        <source>a sign has something to tell by</source>
        <translation>ein Zeichen hat etwas, woran man es erkennt</translation>
    </message>
    <message>
        <source>a step says what is done</source>
        <translation>ein Schritt sagt, was getan wird</translation>
    </message>
    <message>
        <source>there is no action «%1»</source>
        <translation>es gibt keine Aktion «%1»</translation>
    </message>
    <message>
        <source>%1 names «%2», and there is no such failure</source>
        <translation>%1 nennt «%2», und diesen Fehler gibt es nicht</translation>
    </message>
    <message>
        <source>%1 has the id %2: both are the same</source>
        <translation>%1 hat die id %2: beide sind gleich</translation>
    </message>
    <message>
        <source>«ready», «silent» or «never» belongs here</source>
        <translation>hierher gehört «ready», «silent» oder «never»</translation>
    </message>
    <message>
        <source>A client is sent to {host}, and does not know it</source>
        <translation>Ein Client wird zu {host} geschickt und kennt es nicht</translation>
    </message>
    <message>
        <source>The client reached the broker and was told to go to {host}, as advertised.listeners says. That name has no address where the client runs.</source>
        <translation>Der Client hat den Broker erreicht und wurde zu {host} geschickt, wie es in advertised.listeners steht. Wo der Client läuft, hat dieser Name keine Adresse.</translation>
    </message>
    <message>
        <source>Which endpoints are advertised, and which of them can be reached from here?</source>
        <translation>Welche Endpunkte werden bekannt gegeben, und welche sind von hier zu erreichen?</translation>
    </message>
    <message>
        <source>Within the stack use the listener that advertises the service’s name; from this machine the one with localhost.</source>
        <translation>Im Stack gehört der Listener dazu, der den Namen des Dienstes bekannt gibt; von diesem Rechner aus der mit localhost.</translation>
    </message>
    <message>
        <source>Correct KAFKA_ADVERTISED_LISTENERS.</source>
        <translation>Berichtige KAFKA_ADVERTISED_LISTENERS.</translation>
    </message>
    <message>
        <source>A client cannot reach the address that Kafka advertises</source>
        <translation>Ein Client erreicht die Adresse nicht, die Kafka bekannt gibt</translation>
    </message>
    <message>
        <source>Which endpoints are advertised, and which of them can be reached?</source>
        <translation>Welche Endpunkte werden bekannt gegeben, und welche sind zu erreichen?</translation>
    </message>
    <message>
        <source>Let the client use the listener of its own network (service:29092 in the stack, localhost outside).</source>
        <translation>Lass den Client den Listener seines eigenen Netzes nehmen (dienst:29092 im Stack, localhost außerhalb).</translation>
    </message>
    <message>
        <source>Correct KAFKA_ADVERTISED_LISTENERS, or publish that port.</source>
        <translation>Berichtige KAFKA_ADVERTISED_LISTENERS, oder veröffentliche diesen Port.</translation>
    </message>
    <message>
        <source>Kafka is to advertise 0.0.0.0</source>
        <translation>Kafka soll 0.0.0.0 bekannt geben</translation>
    </message>
    <message>
        <source>0.0.0.0 means «every address» to whoever listens, and nothing to whoever connects. Clients are told the advertised address and have to reach it.</source>
        <translation>0.0.0.0 heißt «jede Adresse» für den, der lauscht, und nichts für den, der sich verbindet. Clients bekommen die bekannt gegebene Adresse genannt und müssen sie erreichen.</translation>
    </message>
    <message>
        <source>What is advertised?</source>
        <translation>Was wird bekannt gegeben?</translation>
    </message>
    <message>
        <source>Advertise localhost:PORT to this machine, and the service’s name to the stack’s network.</source>
        <translation>Gib diesem Rechner localhost:PORT bekannt und dem Netz des Stacks den Namen des Dienstes.</translation>
    </message>
    <message>
        <source>Kafka cannot listen at {address}</source>
        <translation>Kafka kann an {address} nicht lauschen</translation>
    </message>
    <message>
        <source>The address in listeners is none of this container’s, or something in the container has the port already. Within a container a listener is 0.0.0.0 or empty; the name that others use belongs into advertised.listeners.</source>
        <translation>Die Adresse in listeners ist keine dieses Containers, oder etwas im Container hat den Port schon. Im Container ist ein Listener 0.0.0.0 oder leer; der Name, den andere nehmen, gehört in advertised.listeners.</translation>
    </message>
    <message>
        <source>Which listeners are set?</source>
        <translation>Welche Listener sind gesetzt?</translation>
    </message>
    <message>
        <source>Let listeners be PLAINTEXT://0.0.0.0:9092, and put the name into advertised.listeners.</source>
        <translation>Setze listeners auf PLAINTEXT://0.0.0.0:9092, und den Namen in advertised.listeners.</translation>
    </message>
    <message>
        <source>The data in Kafka’s volume is of broker {stored}, not {configured}</source>
        <translation>Die Daten in Kafkas Volume sind von Broker {stored}, nicht {configured}</translation>
    </message>
    <message>
        <source>The id in the compose file was changed, or generated anew, or this is the volume of another broker.</source>
        <translation>Die Id in der Compose-Datei wurde geändert oder neu erzeugt, oder dies ist das Volume eines anderen Brokers.</translation>
    </message>
    <message>
        <source>Which id is in the volume?</source>
        <translation>Welche Id steht im Volume?</translation>
    </message>
    <message>
        <source>Set the id back to {stored} (KAFKA_BROKER_ID or KAFKA_NODE_ID) and start again.</source>
        <translation>Setze die Id zurück auf {stored} (KAFKA_BROKER_ID oder KAFKA_NODE_ID) und starte wieder.</translation>
    </message>
    <message>
        <source>Or mount the volume of broker {configured}.</source>
        <translation>Oder hänge das Volume von Broker {configured} ein.</translation>
    </message>
    <message>
        <source>Delete that broker’s volume. With one broker that is all the data there is.</source>
        <translation>Lösche das Volume dieses Brokers. Bei einem einzigen Broker sind das alle Daten, die es gibt.</translation>
    </message>
    <message>
        <source>Kafka’s data belongs to another cluster than ZooKeeper’s</source>
        <translation>Kafkas Daten gehören zu einem anderen Cluster als ZooKeepers</translation>
    </message>
    <message>
        <source>Kafka keeps the cluster’s id in meta.properties beside its data, ZooKeeper keeps it in its own. They differ: ZooKeeper has lost its state (often one of its two directories is on no volume), or this is another ZooKeeper. The topics are still in Kafka’s volume; what names them was in ZooKeeper’s.</source>
        <translation>Kafka hat die Id des Clusters in meta.properties bei seinen Daten, ZooKeeper hat sie in den eigenen. Sie sind verschieden: ZooKeeper hat seinen Zustand verloren (oft liegt eines seiner zwei Verzeichnisse auf keinem Volume), oder dies ist ein anderer ZooKeeper. Die Topics liegen noch in Kafkas Volume; was sie benennt, war in ZooKeepers.</translation>
    </message>
    <message>
        <source>Are ZooKeeper’s data and log directories on the volumes that they were on?</source>
        <translation>Liegen ZooKeepers Daten- und Log-Verzeichnis auf den Volumes, auf denen sie waren?</translation>
    </message>
    <message>
        <source>Mount ZooKeeper’s old volumes again, both of them, and start in order.</source>
        <translation>Hänge ZooKeepers alte Volumes wieder ein, beide, und starte der Reihe nach.</translation>
    </message>
    <message>
        <source>Or restore a snapshot of the whole set.</source>
        <translation>Oder stelle einen Snapshot des ganzen Satzes wieder her.</translation>
    </message>
    <message>
        <source>Do not delete meta.properties. The broker starts then, and the topics are lost.</source>
        <translation>Lösche meta.properties nicht. Der Broker startet dann, und die Topics sind verloren.</translation>
    </message>
    <message>
        <source>Delete Kafka’s and ZooKeeper’s volumes together and start from nothing.</source>
        <translation>Lösche Kafkas und ZooKeepers Volumes zusammen und fange von vorn an.</translation>
    </message>
    <message>
        <source>The engine ended {service} because its memory ran out</source>
        <translation>Die Engine hat {service} beendet, weil der Speicher ausging</translation>
    </message>
    <message>
        <source>The container used more memory than its limit, or the whole machine had none left. A health check that starts a JVM every few seconds is enough to tip it over.</source>
        <translation>Der Container hat mehr Speicher gebraucht, als er darf, oder der ganze Rechner hatte keinen mehr. Ein Health-Check, der alle paar Sekunden eine JVM startet, reicht dafür aus.</translation>
    </message>
    <message>
        <source>What is its limit, and what does its check cost?</source>
        <translation>Was ist seine Grenze, und was kostet seine Prüfung?</translation>
    </message>
    <message>
        <source>Raise the container’s limit, or lower the heap.</source>
        <translation>Erhöhe die Grenze des Containers, oder verkleinere den Heap.</translation>
    </message>
    <message>
        <source>Take a health check that starts no JVM.</source>
        <translation>Nimm einen Health-Check, der keine JVM startet.</translation>
    </message>
    <message>
        <source>Start it again.</source>
        <translation>Starte ihn wieder.</translation>
    </message>
    <message>
        <source>Compose gave up waiting for {container}</source>
        <translation>Compose hat es aufgegeben, auf {container} zu warten</translation>
    </message>
    <message>
        <source>A service waits for {container}, whose health check did not pass in time. Compose says no more; what the check wrote tells why.</source>
        <translation>Ein Dienst wartet auf {container}, dessen Health-Check nicht rechtzeitig bestanden hat. Mehr sagt Compose nicht; was die Prüfung schrieb, sagt warum.</translation>
    </message>
    <message>
        <source>What did its check write?</source>
        <translation>Was hat seine Prüfung geschrieben?</translation>
    </message>
    <message>
        <source>Mend that service first.</source>
        <translation>Bring zuerst diesen Dienst in Ordnung.</translation>
    </message>
    <message>
        <source>Start in order from here, with patience.</source>
        <translation>Starte von hier der Reihe nach, mit Geduld.</translation>
    </message>
    <message>
        <source>The disk of the engine is full</source>
        <translation>Die Platte der Engine ist voll</translation>
    </message>
    <message>
        <source>Kafka stops as soon as it cannot write, and so does ZooKeeper. Nothing that was acknowledged is lost.</source>
        <translation>Kafka hält an, sobald es nicht schreiben kann, und ZooKeeper auch. Nichts, was bestätigt wurde, ist verloren.</translation>
    </message>
    <message>
        <source>How much is free where the engine keeps its volumes?</source>
        <translation>Wie viel ist frei, wo die Engine ihre Volumes hat?</translation>
    </message>
    <message>
        <source>Make room on that disk, old images and build caches first.</source>
        <translation>Mach Platz auf dieser Platte, zuerst bei alten Images und Build-Caches.</translation>
    </message>
    <message>
        <source>Empty topics that nobody needs, and set a retention on those that grow.</source>
        <translation>Leere Topics, die niemand braucht, und begrenze die Aufbewahrung derer, die wachsen.</translation>
    </message>
    <message>
        <source>Two brokers have the id {broker}</source>
        <translation>Zwei Broker haben die Id {broker}</translation>
    </message>
    <message>
        <source>Another broker that runs has registered with the same id. They push each other out, and clients are sent to whichever came last.</source>
        <translation>Ein anderer Broker, der läuft, hat sich unter derselben Id angemeldet. Sie verdrängen einander, und Clients kommen zu dem, der zuletzt kam.</translation>
    </message>
    <message>
        <source>Compare what ZooKeeper, Kafka and the engine say the brokers are.</source>
        <translation>Vergleiche, was ZooKeeper, Kafka und die Engine von den Brokern sagen.</translation>
    </message>
    <message>
        <source>Another broker has registered the same address</source>
        <translation>Ein anderer Broker hat dieselbe Adresse angemeldet</translation>
    </message>
    <message>
        <source>Broker {broker} is registered in ZooKeeper with the address that this one advertises. Either that is this broker’s own registration under an earlier id, which goes after about 20 seconds, or two brokers advertise one address.</source>
        <translation>Broker {broker} ist in ZooKeeper mit der Adresse angemeldet, die dieser hier bekannt gibt. Entweder ist das die eigene Anmeldung dieses Brokers unter einer früheren Id, die nach etwa 20 Sekunden vergeht, oder zwei Broker geben eine Adresse bekannt.</translation>
    </message>
    <message>
        <source>Which addresses are registered?</source>
        <translation>Welche Adressen sind angemeldet?</translation>
    </message>
    <message>
        <source>Wait until the old session has expired, then start Kafka alone.</source>
        <translation>Warte, bis die alte Sitzung abgelaufen ist, dann starte Kafka allein.</translation>
    </message>
    <message>
        <source>Fix the broker’s id (KAFKA_BROKER_ID) and switch its generation off, so that it stays the same.</source>
        <translation>Lege die Id des Brokers fest (KAFKA_BROKER_ID) und schalte ihre Erzeugung ab, damit sie bleibt.</translation>
    </message>
    <message>
        <source>Give each broker an advertised listener of its own.</source>
        <translation>Gib jedem Broker einen eigenen bekannt gegebenen Listener.</translation>
    </message>
    <message>
        <source>The engine does not answer</source>
        <translation>Die Engine antwortet nicht</translation>
    </message>
    <message>
        <source>Docker is not started, or you may not talk to it. Containers that ran may run on; nothing is known of them now.</source>
        <translation>Docker ist nicht gestartet, oder du darfst nicht mit ihm sprechen. Container, die liefen, laufen vielleicht weiter; jetzt ist nichts von ihnen bekannt.</translation>
    </message>
    <message>
        <source>Does it run, and may you use it?</source>
        <translation>Läuft es, und darfst du es benutzen?</translation>
    </message>
    <message>
        <source>Start Docker, then try again.</source>
        <translation>Starte Docker, dann versuche es wieder.</translation>
    </message>
    <message>
        <source>Where it says «permission denied», add yourself to its group and log in anew.</source>
        <translation>Steht da «permission denied», nimm dich in seine Gruppe auf und melde dich neu an.</translation>
    </message>
    <message>
        <source>The health check of {service} fails</source>
        <translation>Der Health-Check von {service} schlägt fehl</translation>
    </message>
    <message>
        <source>The service runs, and its check says that it is not well. Whoever waits for it to be healthy does not start.</source>
        <translation>Der Dienst läuft, und seine Prüfung sagt, dass es ihm nicht gut geht. Wer darauf wartet, dass er gesund ist, startet nicht.</translation>
    </message>
    <message>
        <source>What did the check write?</source>
        <translation>Was hat die Prüfung geschrieben?</translation>
    </message>
    <message>
        <source>Read what the check says, and mend that.</source>
        <translation>Lies, was die Prüfung sagt, und bring das in Ordnung.</translation>
    </message>
    <message>
        <source>The health check of {service} calls a program that its image does not have</source>
        <translation>Der Health-Check von {service} ruft ein Programm, das sein Image nicht hat</translation>
    </message>
    <message>
        <source>The check can never pass: {program} is not in the image. nc and curl are missing in many.</source>
        <translation>Die Prüfung kann nie bestehen: {program} ist nicht im Image. nc und curl fehlen in vielen.</translation>
    </message>
    <message>
        <source>Is it there?</source>
        <translation>Ist es da?</translation>
    </message>
    <message>
        <source>Take a check that the image can run, as «echo ruok | nc localhost 2181» in cp-zookeeper or bash’s /dev/tcp.</source>
        <translation>Nimm eine Prüfung, die das Image ausführen kann, etwa «echo ruok | nc localhost 2181» in cp-zookeeper oder /dev/tcp der bash.</translation>
    </message>
    <message>
        <source>Somebody speaks HTTP to Kafka’s port</source>
        <translation>Jemand spricht HTTP mit Kafkas Port</translation>
    </message>
    <message>
        <source>Those bytes are the word GET, POST or HTTP. A browser, a health check or a proxy was pointed at Kafka’s port. Kafka closes that connection and goes on; nothing is harmed.</source>
        <translation>Diese Bytes sind das Wort GET, POST oder HTTP. Ein Browser, ein Health-Check oder ein Proxy zeigt auf Kafkas Port. Kafka schließt die Verbindung und macht weiter; nichts nimmt Schaden.</translation>
    </message>
    <message>
        <source>From which address does it come?</source>
        <translation>Von welcher Adresse kommt es?</translation>
    </message>
    <message>
        <source>Point the health check or the browser somewhere else.</source>
        <translation>Richte den Health-Check oder den Browser woandershin.</translation>
    </message>
    <message>
        <source>The image of {service} cannot be had</source>
        <translation>Das Image von {service} ist nicht zu bekommen</translation>
    </message>
    <message>
        <source>The name or the tag is not there any more, or was never. Bitnami’s and wurstmeister’s images were taken away in 2025.</source>
        <translation>Den Namen oder das Tag gibt es nicht mehr, oder es gab sie nie. Bitnamis und wurstmeisters Images wurden 2025 entfernt.</translation>
    </message>
    <message>
        <source>What does the registry say?</source>
        <translation>Was sagt die Registry?</translation>
    </message>
    <message>
        <source>Try to fetch it again, where the network was the reason.</source>
        <translation>Versuche noch einmal, es zu holen, falls das Netz der Grund war.</translation>
    </message>
    <message>
        <source>Take another image of the same Kafka, as confluentinc/cp-kafka or apache/kafka.</source>
        <translation>Nimm ein anderes Image desselben Kafka, etwa confluentinc/cp-kafka oder apache/kafka.</translation>
    </message>
    <message>
        <source>This Kafka knows no ZooKeeper any more</source>
        <translation>Dieses Kafka kennt keinen ZooKeeper mehr</translation>
    </message>
    <message>
        <source>Kafka 4, and cp-kafka 8, run without ZooKeeper only. This stack is one with ZooKeeper. The last with it are Kafka 3.9 and Confluent 7.9.</source>
        <translation>Kafka 4 und cp-kafka 8 laufen nur ohne ZooKeeper. Dieser Stack ist einer mit ZooKeeper. Die letzten damit sind Kafka 3.9 und Confluent 7.9.</translation>
    </message>
    <message>
        <source>Which image is it?</source>
        <translation>Welches Image ist es?</translation>
    </message>
    <message>
        <source>Take the last image with ZooKeeper (cp-kafka:7.9, kafka:3.9), and keep the tag.</source>
        <translation>Nimm das letzte Image mit ZooKeeper (cp-kafka:7.9, kafka:3.9), und bleib bei dem Tag.</translation>
    </message>
    <message>
        <source>Or make a KRaft stack beside this one, on new volumes, and bring topics over.</source>
        <translation>Oder mach einen KRaft-Stack daneben, auf neuen Volumes, und hol die Topics hinüber.</translation>
    </message>
    <message>
        <source>This image wants to be told of a ZooKeeper</source>
        <translation>Dieses Image will von einem ZooKeeper wissen</translation>
    </message>
    <message>
        <source>The image is from before KRaft, or KAFKA_PROCESS_ROLES is missing, so that it takes itself for a broker with ZooKeeper.</source>
        <translation>Das Image ist aus der Zeit vor KRaft, oder KAFKA_PROCESS_ROLES fehlt, so dass es sich für einen Broker mit ZooKeeper hält.</translation>
    </message>
    <message>
        <source>Which image, and which variables?</source>
        <translation>Welches Image, und welche Variablen?</translation>
    </message>
    <message>
        <source>For KRaft set KAFKA_PROCESS_ROLES, on an image of 7.4 (Kafka 3.4) or newer.</source>
        <translation>Für KRaft setze KAFKA_PROCESS_ROLES, auf einem Image ab 7.4 (Kafka 3.4).</translation>
    </message>
    <message>
        <source>For ZooKeeper set KAFKA_ZOOKEEPER_CONNECT.</source>
        <translation>Für ZooKeeper setze KAFKA_ZOOKEEPER_CONNECT.</translation>
    </message>
    <message>
        <source>{service} could not make the topics</source>
        <translation>{service} konnte die Topics nicht anlegen</translation>
    </message>
    <message>
        <source>The service that makes the topics ended with an error, so some of them may be missing.</source>
        <translation>Der Dienst, der die Topics anlegt, endete mit einem Fehler; einige können also fehlen.</translation>
    </message>
    <message>
        <source>Read its log to the end.</source>
        <translation>Lies sein Log bis zum Ende.</translation>
    </message>
    <message>
        <source>Run it again, once Kafka is ready.</source>
        <translation>Führe ihn noch einmal aus, sobald Kafka bereit ist.</translation>
    </message>
    <message>
        <source>Or make the missing topics from here.</source>
        <translation>Oder lege die fehlenden Topics von hier an.</translation>
    </message>
    <message>
        <source>Kafka does not understand a setting: {setting}</source>
        <translation>Kafka versteht eine Einstellung nicht: {setting}</translation>
    </message>
    <message>
        <source>The value is none that this setting can have. It comes from the variable of the same name in the compose file: capitals, KAFKA_ before it, and _ for each dot.</source>
        <translation>Der Wert ist keiner, den diese Einstellung haben kann. Er kommt aus der gleichnamigen Variablen der Compose-Datei: Großbuchstaben, KAFKA_ davor, und _ für jeden Punkt.</translation>
    </message>
    <message>
        <source>Which line sets it?</source>
        <translation>Welche Zeile setzt sie?</translation>
    </message>
    <message>
        <source>Correct the value and start again.</source>
        <translation>Berichtige den Wert und starte wieder.</translation>
    </message>
    <message>
        <source>Java’s memory in {service} ran out</source>
        <translation>Javas Speicher in {service} ging aus</translation>
    </message>
    <message>
        <source>The heap is too small for what the service does, or larger than the memory that it is given.</source>
        <translation>Der Heap ist zu klein für das, was der Dienst tut, oder größer als der Speicher, den er bekommt.</translation>
    </message>
    <message>
        <source>Compare the heap with the limit.</source>
        <translation>Vergleiche den Heap mit der Grenze.</translation>
    </message>
    <message>
        <source>Give it more heap (KAFKA_HEAP_OPTS=-Xmx1g), and a limit that is at least half as large again.</source>
        <translation>Gib ihm mehr Heap (KAFKA_HEAP_OPTS=-Xmx1g), und eine Grenze, die mindestens um die Hälfte größer ist.</translation>
    </message>
    <message>
        <source>This image’s Java does not run on this machine</source>
        <translation>Das Java dieses Images läuft nicht auf diesem Rechner</translation>
    </message>
    <message>
        <source>The Java in this image is older than the processor or the kernel’s control groups, and fails as it starts.</source>
        <translation>Das Java in diesem Image ist älter als der Prozessor oder die Control Groups des Kernels und scheitert beim Start.</translation>
    </message>
    <message>
        <source>Which Java and which processor are these?</source>
        <translation>Welches Java und welcher Prozessor sind das?</translation>
    </message>
    <message>
        <source>Take a newer image of the same line.</source>
        <translation>Nimm ein neueres Image derselben Reihe.</translation>
    </message>
    <message>
        <source>The cluster id is no valid id</source>
        <translation>Die Id des Clusters ist keine gültige Id</translation>
    </message>
    <message>
        <source>CLUSTER_ID has to be a UUID in 22 characters of Base64, as kafka-storage makes them. A name of your own choice is none.</source>
        <translation>CLUSTER_ID muss eine UUID aus 22 Zeichen Base64 sein, wie kafka-storage sie macht. Ein selbst gewählter Name ist keine.</translation>
    </message>
    <message>
        <source>Which one is set?</source>
        <translation>Welche ist gesetzt?</translation>
    </message>
    <message>
        <source>Make one, and put it into the compose file. On a volume that is formatted already, put the old one back.</source>
        <translation>Mach eine, und setze sie in die Compose-Datei. Auf einem Volume, das schon formatiert ist, setze die alte wieder ein.</translation>
    </message>
    <message>
        <source>The controller still counts an earlier broker of this id</source>
        <translation>Der Controller zählt einen früheren Broker dieser Id noch mit</translation>
    </message>
    <message>
        <source>The last broker of this id did not close cleanly. The controller lets it go after 9 seconds, and this one asks again by itself until then.</source>
        <translation>Der letzte Broker dieser Id wurde nicht sauber beendet. Der Controller lässt ihn nach 9 Sekunden los, und dieser hier fragt bis dahin von selbst wieder.</translation>
    </message>
    <message>
        <source>Which brokers does the controller know?</source>
        <translation>Welche Broker kennt der Controller?</translation>
    </message>
    <message>
        <source>Wait about 9 seconds. It registers by itself.</source>
        <translation>Warte etwa 9 Sekunden. Er meldet sich von selbst an.</translation>
    </message>
    <message>
        <source>If two brokers have this node.id, stop one or give it another id.</source>
        <translation>Haben zwei Broker diese node.id, halte einen an oder gib ihm eine andere.</translation>
    </message>
    <message>
        <source>Kafka’s data directory was never formatted</source>
        <translation>Kafkas Datenverzeichnis wurde nie formatiert</translation>
    </message>
    <message>
        <source>In KRaft mode the storage is formatted once, with the cluster’s id, before the first start. Either that did not happen (CLUSTER_ID is missing), or the volume is mounted elsewhere than log.dirs.</source>
        <translation>Mit KRaft wird der Speicher einmal, vor dem ersten Start, mit der Id des Clusters formatiert. Entweder ist das nicht geschehen (CLUSTER_ID fehlt), oder das Volume ist woanders eingehängt als log.dirs.</translation>
    </message>
    <message>
        <source>Is the volume mounted where log.dirs is?</source>
        <translation>Ist das Volume dort eingehängt, wo log.dirs ist?</translation>
    </message>
    <message>
        <source>Set CLUSTER_ID in the compose file; the image formats by it.</source>
        <translation>Setze CLUSTER_ID in der Compose-Datei; das Image formatiert damit.</translation>
    </message>
    <message>
        <source>Mount the volume at log.dirs.</source>
        <translation>Hänge das Volume bei log.dirs ein.</translation>
    </message>
    <message>
        <source>This volume is of a KRaft broker, and the broker is to use ZooKeeper</source>
        <translation>Dieses Volume ist von einem KRaft-Broker, und der Broker soll ZooKeeper nehmen</translation>
    </message>
    <message>
        <source>meta.properties of a KRaft broker has another form than that of a ZooKeeper broker. The volume was filled by the other kind of stack.</source>
        <translation>meta.properties eines KRaft-Brokers hat eine andere Form als die eines Brokers mit ZooKeeper. Das Volume wurde von der anderen Art Stack gefüllt.</translation>
    </message>
    <message>
        <source>What does meta.properties say (version=1 is KRaft’s)?</source>
        <translation>Was sagt meta.properties (version=1 ist KRafts)?</translation>
    </message>
    <message>
        <source>Give this stack a volume of its own, under another name, and keep the old one.</source>
        <translation>Gib diesem Stack ein eigenes Volume unter anderem Namen, und behalte das alte.</translation>
    </message>
    <message>
        <source>Or start the KRaft stack that it belongs to.</source>
        <translation>Oder starte den KRaft-Stack, zu dem es gehört.</translation>
    </message>
    <message>
        <source>Delete the volume, and all its records with it.</source>
        <translation>Lösche das Volume und mit ihm alle seine Datensätze.</translation>
    </message>
    <message>
        <source>The controller’s id is missing from the list of voters</source>
        <translation>Die Id des Controllers fehlt in der Liste der Wähler</translation>
    </message>
    <message>
        <source>controller.quorum.voters names every controller as id@host:port. This node is to be one, and its id is not there.</source>
        <translation>controller.quorum.voters nennt jeden Controller als id@host:port. Dieser Knoten soll einer sein, und seine Id ist nicht dabei.</translation>
    </message>
    <message>
        <source>Compare KAFKA_NODE_ID with the ids in KAFKA_CONTROLLER_QUORUM_VOTERS.</source>
        <translation>Vergleiche KAFKA_NODE_ID mit den Ids in KAFKA_CONTROLLER_QUORUM_VOTERS.</translation>
    </message>
    <message>
        <source>Name this node in KAFKA_CONTROLLER_QUORUM_VOTERS, with the host and port of its CONTROLLER listener.</source>
        <translation>Nenne diesen Knoten in KAFKA_CONTROLLER_QUORUM_VOTERS, mit Host und Port seines CONTROLLER-Listeners.</translation>
    </message>
    <message>
        <source>A listener of Kafka has no security protocol</source>
        <translation>Ein Listener von Kafka hat kein Sicherheitsprotokoll</translation>
    </message>
    <message>
        <source>A listener with a name of its own (INSIDE, OUTSIDE) needs a line in listener.security.protocol.map that says what it speaks, and inter.broker.listener.name has to be one of them.</source>
        <translation>Ein Listener mit eigenem Namen (INSIDE, OUTSIDE) braucht eine Zeile in listener.security.protocol.map, die sagt, was er spricht, und inter.broker.listener.name muss einer von ihnen sein.</translation>
    </message>
    <message>
        <source>Which names are used, and which are in the map?</source>
        <translation>Welche Namen werden benutzt, und welche stehen in der Liste?</translation>
    </message>
    <message>
        <source>Add it to KAFKA_LISTENER_SECURITY_PROTOCOL_MAP, as in INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT.</source>
        <translation>Ergänze ihn in KAFKA_LISTENER_SECURITY_PROTOCOL_MAP, etwa INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT.</translation>
    </message>
    <message>
        <source>Two of Kafka’s listeners have the same port or name</source>
        <translation>Zwei Listener von Kafka haben denselben Port oder Namen</translation>
    </message>
    <message>
        <source>Every listener needs a name and a port of its own: one for the stack’s network, one for this machine.</source>
        <translation>Jeder Listener braucht einen eigenen Namen und Port: einen für das Netz des Stacks, einen für diesen Rechner.</translation>
    </message>
    <message>
        <source>Give them different ports, as in INSIDE://0.0.0.0:29092,OUTSIDE://0.0.0.0:9092.</source>
        <translation>Gib ihnen verschiedene Ports, etwa INSIDE://0.0.0.0:29092,OUTSIDE://0.0.0.0:9092.</translation>
    </message>
    <message>
        <source>There is a folder among Kafka’s data that is no partition</source>
        <translation>Unter Kafkas Daten ist ein Ordner, der keine Partition ist</translation>
    </message>
    <message>
        <source>Each folder in log.dirs has to be a partition. {name} is none: lost+found of a disk of its own, or somebody’s folder.</source>
        <translation>Jeder Ordner in log.dirs muss eine Partition sein. {name} ist keine: lost+found einer eigenen Platte oder ein Ordner von jemandem.</translation>
    </message>
    <message>
        <source>Look into the volume.</source>
        <translation>Sieh in das Volume.</translation>
    </message>
    <message>
        <source>Let log.dirs be a folder within the mount (KAFKA_LOG_DIRS=/var/lib/kafka/data/logs).</source>
        <translation>Lass log.dirs einen Ordner innerhalb des Mounts sein (KAFKA_LOG_DIRS=/var/lib/kafka/data/logs).</translation>
    </message>
    <message>
        <source>Or move {name} away, where it is somebody’s.</source>
        <translation>Oder bring {name} weg, wenn es jemandem gehört.</translation>
    </message>
    <message>
        <source>Another process uses Kafka’s data directory</source>
        <translation>Ein anderer Prozess benutzt Kafkas Datenverzeichnis</translation>
    </message>
    <message>
        <source>A Kafka broker locks its data directory. Another container that runs has the same volume, or the same folder of the host, mounted and locked.</source>
        <translation>Ein Kafka-Broker sperrt sein Datenverzeichnis. Ein anderer Container, der läuft, hat dasselbe Volume oder denselben Ordner des Rechners eingehängt und gesperrt.</translation>
    </message>
    <message>
        <source>Who mounts this volume?</source>
        <translation>Wer hängt dieses Volume ein?</translation>
    </message>
    <message>
        <source>Stop the other container, then start this one.</source>
        <translation>Halte den anderen Container an, dann starte diesen.</translation>
    </message>
    <message>
        <source>Do not delete the file .lock. It does not hold the lock, the process does.</source>
        <translation>Lösche die Datei .lock nicht. Nicht sie hält die Sperre, sondern der Prozess.</translation>
    </message>
    <message>
        <source>Kafka’s data directories are of different brokers</source>
        <translation>Kafkas Datenverzeichnisse sind von verschiedenen Brokern</translation>
    </message>
    <message>
        <source>log.dirs names several directories, and their meta.properties name different brokers or clusters. Volumes of two brokers were mounted into one.</source>
        <translation>log.dirs nennt mehrere Verzeichnisse, und deren meta.properties nennen verschiedene Broker oder Cluster. Volumes zweier Broker wurden in einen eingehängt.</translation>
    </message>
    <message>
        <source>Compare meta.properties of each directory.</source>
        <translation>Vergleiche meta.properties jedes Verzeichnisses.</translation>
    </message>
    <message>
        <source>Mount to each broker its own volumes, and no other’s.</source>
        <translation>Häng bei jedem Broker seine eigenen Volumes ein und keine anderen.</translation>
    </message>
    <message>
        <source>Somebody else has the port that {service} publishes</source>
        <translation>Jemand anders hat den Port, den {service} veröffentlicht</translation>
    </message>
    <message>
        <source>A container cannot be started while another program, or another container, listens on the port that it publishes.</source>
        <translation>Ein Container lässt sich nicht starten, solange ein anderes Programm oder ein anderer Container an dem Port lauscht, den er veröffentlicht.</translation>
    </message>
    <message>
        <source>Who has it?</source>
        <translation>Wer hat ihn?</translation>
    </message>
    <message>
        <source>Stop what has the port.</source>
        <translation>Halte an, was den Port hat.</translation>
    </message>
    <message>
        <source>Or publish another port in the compose file.</source>
        <translation>Oder veröffentliche in der Compose-Datei einen anderen Port.</translation>
    </message>
    <message>
        <source>A topic is to have more replicas than there are brokers</source>
        <translation>Ein Topic soll mehr Repliken haben, als es Broker gibt</translation>
    </message>
    <message>
        <source>The replication factor is {factor}, and each replica needs a broker of its own. With the topic for offsets that means that no consumer ever gets a record, and nothing says so to it.</source>
        <translation>Der Replikationsfaktor ist {factor}, und jede Replik braucht einen eigenen Broker. Beim Topic für Offsets heißt das, dass kein Consumer je einen Datensatz bekommt, und nichts sagt es ihm.</translation>
    </message>
    <message>
        <source>Which factors are set?</source>
        <translation>Welche Faktoren sind gesetzt?</translation>
    </message>
    <message>
        <source>Set the factors to the number of brokers (1), in the compose file and where topics are made.</source>
        <translation>Setze die Faktoren auf die Zahl der Broker (1), in der Compose-Datei und dort, wo Topics angelegt werden.</translation>
    </message>
    <message>
        <source>Start Kafka again.</source>
        <translation>Starte Kafka neu.</translation>
    </message>
    <message>
        <source>ZooKeeper’s health check uses a word that ZooKeeper does not answer</source>
        <translation>ZooKeepers Health-Check benutzt ein Wort, auf das ZooKeeper nicht antwortet</translation>
    </message>
    <message>
        <source>Since ZooKeeper 3.5 only srvr is answered by default. A check that sends another word fails for ever, and whoever waits for a healthy ZooKeeper never starts.</source>
        <translation>Seit ZooKeeper 3.5 wird von sich aus nur srvr beantwortet. Eine Prüfung, die ein anderes Wort schickt, schlägt für immer fehl, und wer auf einen gesunden ZooKeeper wartet, startet nie.</translation>
    </message>
    <message>
        <source>Allow the word (KAFKA_OPTS=-Dzookeeper.4lw.commands.whitelist=ruok,srvr in cp-zookeeper, ZOO_4LW_COMMANDS_WHITELIST in zookeeper).</source>
        <translation>Erlaube das Wort (KAFKA_OPTS=-Dzookeeper.4lw.commands.whitelist=ruok,srvr in cp-zookeeper, ZOO_4LW_COMMANDS_WHITELIST in zookeeper).</translation>
    </message>
    <message>
        <source>Or let the check send srvr and look for «Mode».</source>
        <translation>Oder lass die Prüfung srvr schicken und nach «Mode» suchen.</translation>
    </message>
    <message>
        <source>ZooKeeper still holds an earlier registration of broker {broker}</source>
        <translation>ZooKeeper hält noch eine frühere Anmeldung von Broker {broker}</translation>
    </message>
    <message>
        <source>A broker registers itself in ZooKeeper as /brokers/ids/{broker}, for as long as its session lives. The last one did not close cleanly (it was killed, or its grace period ran out), so its session, and the node with it, live on until ZooKeeper lets it expire: about 20 seconds. Restarting ZooKeeper starts that time anew. Nothing is lost.</source>
        <translation>Ein Broker meldet sich in ZooKeeper als /brokers/ids/{broker} an, solange seine Sitzung lebt. Der letzte wurde nicht sauber beendet (er wurde abgeschossen, oder seine Frist lief ab), darum leben seine Sitzung und mit ihr der Knoten weiter, bis ZooKeeper sie ablaufen lässt: etwa 20 Sekunden. Ein Neustart von ZooKeeper beginnt diese Zeit von vorn. Nichts ist verloren.</translation>
    </message>
    <message>
        <source>Who owns the node, and is that session still connected?</source>
        <translation>Wem gehört der Knoten, und ist diese Sitzung noch verbunden?</translation>
    </message>
    <message>
        <source>If another broker with this id runs somewhere, stop it or give it another id.</source>
        <translation>Läuft irgendwo ein anderer Broker mit dieser Id, halte ihn an oder gib ihm eine andere.</translation>
    </message>
    <message>
        <source>So that it heals by itself next time, let Kafka restart (unless-stopped) and give it 30 seconds to stop.</source>
        <translation>Damit es sich beim nächsten Mal von selbst behebt, lass Kafka neu starten (unless-stopped) und gib ihm 30 Sekunden zum Anhalten.</translation>
    </message>
    <message>
        <source>A topic was made anew over the data of an old one</source>
        <translation>Ein Topic wurde über den Daten eines alten neu angelegt</translation>
    </message>
    <message>
        <source>ZooKeeper knows the topic under another id than the data in Kafka’s volume has. That is what comes of deleting meta.properties, or of ZooKeeper’s volumes going without Kafka’s.</source>
        <translation>ZooKeeper kennt das Topic unter einer anderen Id, als die Daten in Kafkas Volume haben. Das kommt davon, dass meta.properties gelöscht wurde oder ZooKeepers Volumes ohne Kafkas verschwanden.</translation>
    </message>
    <message>
        <source>Compare the ids of the topic and of its partition’s directory.</source>
        <translation>Vergleiche die Ids des Topics und des Verzeichnisses seiner Partition.</translation>
    </message>
    <message>
        <source>Mount ZooKeeper’s old volumes again, or restore a snapshot of the whole set.</source>
        <translation>Hänge ZooKeepers alte Volumes wieder ein, oder stelle einen Snapshot des ganzen Satzes wieder her.</translation>
    </message>
    <message>
        <source>Topics are missing</source>
        <translation>Topics fehlen</translation>
    </message>
    <message>
        <source>The service asks for a topic that is not there. Either nobody has made it yet, or its name is spelt otherwise.</source>
        <translation>Der Dienst fragt nach einem Topic, das es nicht gibt. Entweder hat es noch niemand angelegt, oder sein Name schreibt sich anders.</translation>
    </message>
    <message>
        <source>Which of the expected topics are there?</source>
        <translation>Welche der erwarteten Topics gibt es?</translation>
    </message>
    <message>
        <source>Make the missing topics.</source>
        <translation>Lege die fehlenden Topics an.</translation>
    </message>
    <message>
        <source>Let the service wait for the init service (service_completed_successfully).</source>
        <translation>Lass den Dienst auf den Init-Dienst warten (service_completed_successfully).</translation>
    </message>
    <message>
        <source>Kafka was not closed cleanly, and checks its data</source>
        <translation>Kafka wurde nicht sauber beendet und prüft seine Daten</translation>
    </message>
    <message>
        <source>The last stop was a kill, or the grace period was too short. Kafka reads its partitions through before it opens: that takes a while and harms nothing.</source>
        <translation>Zuletzt wurde es abgeschossen, oder die Frist war zu kurz. Kafka liest seine Partitionen durch, bevor es öffnet: das dauert eine Weile und schadet nicht.</translation>
    </message>
    <message>
        <source>How did it end the last time? 137 right after a stop is a grace period that ran out.</source>
        <translation>Wie endete es zuletzt? 137 gleich nach einem Stopp ist eine Frist, die ablief.</translation>
    </message>
    <message>
        <source>Wait until it is done.</source>
        <translation>Warte, bis es fertig ist.</translation>
    </message>
    <message>
        <source>Give it 30 seconds to stop (stop_grace_period), so that it closes next time.</source>
        <translation>Gib ihm 30 Sekunden zum Anhalten (stop_grace_period), damit es nächstes Mal sauber schließt.</translation>
    </message>
    <message>
        <source>The service may not write into its volume</source>
        <translation>Der Dienst darf nicht in sein Volume schreiben</translation>
    </message>
    <message>
        <source>The process in the image runs as its own user (uid 1000 in Confluent’s images, 1001 in Bitnami’s), and the directory belongs to somebody else. That is so with folders of the host, and with volumes that another image has filled.</source>
        <translation>Der Prozess im Image läuft als eigener Benutzer (uid 1000 in Confluents Images, 1001 in Bitnamis), und das Verzeichnis gehört jemand anderem. So ist es bei Ordnern des Rechners und bei Volumes, die ein anderes Image gefüllt hat.</translation>
    </message>
    <message>
        <source>Whose is the directory?</source>
        <translation>Wem gehört das Verzeichnis?</translation>
    </message>
    <message>
        <source>Use a named volume instead of a folder of the host; the engine gives it to the image’s user.</source>
        <translation>Nimm ein benanntes Volume statt eines Ordners des Rechners; die Engine gibt es dem Benutzer des Images.</translation>
    </message>
    <message>
        <source>Or give the folder to that user.</source>
        <translation>Oder gib den Ordner diesem Benutzer.</translation>
    </message>
    <message>
        <source>{service} cannot connect to Kafka</source>
        <translation>{service} kann sich nicht mit Kafka verbinden</translation>
    </message>
    <message>
        <source>Nothing answers at the address that the service was given. Kafka is down or still starting, or the address is another one.</source>
        <translation>An der Adresse, die der Dienst bekam, antwortet nichts. Kafka ist aus oder startet noch, oder die Adresse ist eine andere.</translation>
    </message>
    <message>
        <source>Is Kafka ready, and is this the address of one of its listeners?</source>
        <translation>Ist Kafka bereit, und ist das die Adresse eines seiner Listener?</translation>
    </message>
    <message>
        <source>Start Kafka first; the service then connects by itself, or is started again.</source>
        <translation>Starte zuerst Kafka; der Dienst verbindet sich dann von selbst oder wird wieder gestartet.</translation>
    </message>
    <message>
        <source>Within the stack the address is the service’s name and its inner port (kafka:29092), not localhost.</source>
        <translation>Im Stack ist die Adresse der Name des Dienstes und sein innerer Port (kafka:29092), nicht localhost.</translation>
    </message>
    <message>
        <source>ZooKeeper cannot write into its data directory</source>
        <translation>ZooKeeper kann nicht in sein Datenverzeichnis schreiben</translation>
    </message>
    <message>
        <source>The directory belongs to another user, or the volume is read-only.</source>
        <translation>Das Verzeichnis gehört einem anderen Benutzer, oder das Volume lässt sich nur lesen.</translation>
    </message>
    <message>
        <source>Whose is it?</source>
        <translation>Wem gehört es?</translation>
    </message>
    <message>
        <source>Use a named volume instead of a folder of the host.</source>
        <translation>Nimm ein benanntes Volume statt eines Ordners des Rechners.</translation>
    </message>
    <message>
        <source>Or give the folder to the image’s user.</source>
        <translation>Oder gib den Ordner dem Benutzer des Images.</translation>
    </message>
    <message>
        <source>ZooKeeper cannot read its data</source>
        <translation>ZooKeeper kann seine Daten nicht lesen</translation>
    </message>
    <message>
        <source>The last file of its log was cut off: the machine or the disk stopped while it was being written.</source>
        <translation>Die letzte Datei seines Logs wurde abgeschnitten: der Rechner oder die Platte hielt an, während sie geschrieben wurde.</translation>
    </message>
    <message>
        <source>Which file is the last, and is it empty?</source>
        <translation>Welche Datei ist die letzte, und ist sie leer?</translation>
    </message>
    <message>
        <source>Take a snapshot of the volumes first, whatever comes next.</source>
        <translation>Mach zuerst einen Snapshot der Volumes, was auch danach kommt.</translation>
    </message>
    <message>
        <source>Restore an earlier snapshot of the whole set.</source>
        <translation>Stelle einen früheren Snapshot des ganzen Satzes wieder her.</translation>
    </message>
    <message>
        <source>Only a last log of zero bytes may be moved aside, never deleted.</source>
        <translation>Nur ein letztes Log von null Bytes darf beiseite gelegt werden, nie gelöscht.</translation>
    </message>
    <message>
        <source>ZooKeeper’s two volumes are mounted the wrong way round</source>
        <translation>ZooKeepers zwei Volumes sind vertauscht eingehängt</translation>
    </message>
    <message>
        <source>The volume of the snapshots is mounted where the log belongs, or the other way round. Nothing is lost.</source>
        <translation>Das Volume der Snapshots hängt da, wo das Log hingehört, oder umgekehrt. Nichts ist verloren.</translation>
    </message>
    <message>
        <source>Which volume is mounted where?</source>
        <translation>Welches Volume hängt wo?</translation>
    </message>
    <message>
        <source>Swap the two mounts in the compose file.</source>
        <translation>Tausche die zwei Mounts in der Compose-Datei.</translation>
    </message>
    <message>
        <source>Kafka has lost ZooKeeper while it ran</source>
        <translation>Kafka hat ZooKeeper im Betrieb verloren</translation>
    </message>
    <message>
        <source>The connection to ZooKeeper was broken for longer than the session lasts. Kafka registers again as soon as ZooKeeper answers; until then it makes no topics and elects no leaders.</source>
        <translation>Die Verbindung zu ZooKeeper war länger unterbrochen, als die Sitzung dauert. Kafka meldet sich wieder an, sobald ZooKeeper antwortet; bis dahin legt es keine Topics an und wählt keine Leader.</translation>
    </message>
    <message>
        <source>Is ZooKeeper up, and since when?</source>
        <translation>Läuft ZooKeeper, und seit wann?</translation>
    </message>
    <message>
        <source>Start ZooKeeper again.</source>
        <translation>Starte ZooKeeper wieder.</translation>
    </message>
    <message>
        <source>If the machine was asleep or too busy, nothing else is needed.</source>
        <translation>Hat der Rechner geschlafen oder war er zu beschäftigt, ist sonst nichts zu tun.</translation>
    </message>
    <message>
        <source>ZooKeeper does not know which member of the ensemble it is</source>
        <translation>ZooKeeper weiß nicht, welches Mitglied des Verbunds es ist</translation>
    </message>
    <message>
        <source>Each member needs a number of its own (ZOOKEEPER_SERVER_ID, or ZOO_MY_ID), and that number a line in the list of servers.</source>
        <translation>Jedes Mitglied braucht eine eigene Nummer (ZOOKEEPER_SERVER_ID oder ZOO_MY_ID), und diese Nummer eine Zeile in der Liste der Server.</translation>
    </message>
    <message>
        <source>Compare the number with the list.</source>
        <translation>Vergleiche die Nummer mit der Liste.</translation>
    </message>
    <message>
        <source>Set the number to one that the list has. A single ZooKeeper needs neither.</source>
        <translation>Setze die Nummer auf eine, die in der Liste steht. Ein einzelnes ZooKeeper braucht beides nicht.</translation>
    </message>
    <message>
        <source>Kafka cannot reach ZooKeeper</source>
        <translation>Kafka erreicht ZooKeeper nicht</translation>
    </message>
    <message>
        <source>Nothing answered at ZooKeeper’s address for as long as Kafka waits (18 seconds). ZooKeeper is down, still starting, or the address is another one.</source>
        <translation>An ZooKeepers Adresse antwortete nichts, so lange Kafka wartet (18 Sekunden). ZooKeeper ist aus, startet noch, oder die Adresse ist eine andere.</translation>
    </message>
    <message>
        <source>Is ZooKeeper ready?</source>
        <translation>Ist ZooKeeper bereit?</translation>
    </message>
    <message>
        <source>Start the stack in order; Kafka then waits for ZooKeeper.</source>
        <translation>Starte den Stack der Reihe nach; Kafka wartet dann auf ZooKeeper.</translation>
    </message>
    <message>
        <source>Let Kafka wait for it by itself (depends_on, service_healthy), and ZooKeeper have a health check.</source>
        <translation>Lass Kafka von selbst darauf warten (depends_on, service_healthy), und gib ZooKeeper einen Health-Check.</translation>
    </message>
    <message>
        <source>ZooKeeper’s log is there, and its snapshots are not</source>
        <translation>ZooKeepers Log ist da, und seine Snapshots nicht</translation>
    </message>
    <message>
        <source>ZooKeeper writes snapshots into one directory and its transaction log into another. Only the second was kept: the data directory is on no volume, or on a new one.</source>
        <translation>ZooKeeper schreibt Snapshots in ein Verzeichnis und sein Transaktionslog in ein anderes. Nur das zweite blieb erhalten: das Datenverzeichnis liegt auf keinem Volume oder auf einem neuen.</translation>
    </message>
    <message>
        <source>On which volumes are the two directories?</source>
        <translation>Auf welchen Volumes liegen die zwei Verzeichnisse?</translation>
    </message>
    <message>
        <source>Mount the old volume of the data directory again.</source>
        <translation>Hänge das alte Volume des Datenverzeichnisses wieder ein.</translation>
    </message>
    <message>
        <source>If there is no old one, take a snapshot of the volumes and start once with -Dzookeeper.snapshot.trust.empty=true.</source>
        <translation>Gibt es kein altes, mach einen Snapshot der Volumes und starte einmal mit -Dzookeeper.snapshot.trust.empty=true.</translation>
    </message>
    <message>
        <source>Kafka does not find the host {host}</source>
        <translation>Kafka findet den Host {host} nicht</translation>
    </message>
    <message>
        <source>There is no service of the name {host} in the stack’s network: the name in zookeeper.connect is misspelt, or ZooKeeper is in another network, or it is stopped (a stopped service has no name).</source>
        <translation>Im Netz des Stacks gibt es keinen Dienst namens {host}: der Name in zookeeper.connect ist falsch geschrieben, oder ZooKeeper ist in einem anderen Netz, oder es ist angehalten (ein angehaltener Dienst hat keinen Namen).</translation>
    </message>
    <message>
        <source>Which name is set, and which services are there?</source>
        <translation>Welcher Name ist gesetzt, und welche Dienste gibt es?</translation>
    </message>
    <message>
        <source>Write ZooKeeper’s service name into KAFKA_ZOOKEEPER_CONNECT.</source>
        <translation>Schreib den Namen von ZooKeepers Dienst in KAFKA_ZOOKEEPER_CONNECT.</translation>
    </message>
    <message>
        <source>Start ZooKeeper, where it is stopped.</source>
        <translation>Starte ZooKeeper, falls es angehalten ist.</translation>
    </message>
    <message>
        <source>Kafka will not start</source>
        <translation>Kafka startet nicht</translation>
    </message>
    <message>
        <source>Kafka is up, answers and is registered. What else does not work has a reason of its own: take another symptom.</source>
        <translation>Kafka läuft, antwortet und ist angemeldet. Was sonst nicht geht, hat einen eigenen Grund: nimm ein anderes Symptom.</translation>
    </message>
    <message>
        <source>Does ZooKeeper answer? Kafka waits for it.</source>
        <translation>Antwortet ZooKeeper? Kafka wartet darauf.</translation>
    </message>
    <message>
        <source>Start the stack in order. Kafka starts once ZooKeeper really serves.</source>
        <translation>Starte den Stack der Reihe nach. Kafka startet, sobald ZooKeeper wirklich bedient.</translation>
    </message>
    <message>
        <source>Read what ZooKeeper wrote last.</source>
        <translation>Lies, was ZooKeeper zuletzt schrieb.</translation>
    </message>
    <message>
        <source>Does Kafka answer?</source>
        <translation>Antwortet Kafka?</translation>
    </message>
    <message>
        <source>Start the stack in order, with patience.</source>
        <translation>Starte den Stack der Reihe nach, mit Geduld.</translation>
    </message>
    <message>
        <source>Read the first error that Kafka wrote in this run.</source>
        <translation>Lies den ersten Fehler, den Kafka in diesem Lauf schrieb.</translation>
    </message>
    <message>
        <source>Is Kafka registered under its own id?</source>
        <translation>Ist Kafka unter seiner eigenen Id angemeldet?</translation>
    </message>
    <message>
        <source>Wait 20 seconds, for an old session to expire, then start Kafka.</source>
        <translation>Warte 20 Sekunden, bis eine alte Sitzung abläuft, dann starte Kafka.</translation>
    </message>
    <message>
        <source>Compare what Kafka says its brokers are.</source>
        <translation>Vergleiche, was Kafka von seinen Brokern sagt.</translation>
    </message>
    <message>
        <source>Every topic that the project expects is there. Does your program ask for another name, or in another stack?</source>
        <translation>Jedes Topic, das das Projekt erwartet, ist da. Fragt dein Programm nach einem anderen Namen, oder in einem anderen Stack?</translation>
    </message>
    <message>
        <source>Start the stack in order.</source>
        <translation>Starte den Stack der Reihe nach.</translation>
    </message>
    <message>
        <source>Did the init service end well?</source>
        <translation>Ist der Init-Dienst gut zu Ende gegangen?</translation>
    </message>
    <message>
        <source>Start the stack again. It runs the init service once Kafka answers.</source>
        <translation>Starte den Stack noch einmal. Er führt den Init-Dienst aus, sobald Kafka antwortet.</translation>
    </message>
    <message>
        <source>Read what the init service wrote.</source>
        <translation>Lies, was der Init-Dienst schrieb.</translation>
    </message>
    <message>
        <source>Are the expected topics there?</source>
        <translation>Gibt es die erwarteten Topics?</translation>
    </message>
    <message>
        <source>Make the topics that are missing.</source>
        <translation>Lege die Topics an, die fehlen.</translation>
    </message>
    <message>
        <source>Look at what differs, topic by topic.</source>
        <translation>Sieh dir an, was abweicht, Topic für Topic.</translation>
    </message>
    <message>
        <source>Is Kafka’s data on a volume? Otherwise its topics go with the container.</source>
        <translation>Liegen Kafkas Daten auf einem Volume? Sonst verschwinden seine Topics mit dem Container.</translation>
    </message>
    <message>
        <source>Look at where the data is.</source>
        <translation>Sieh nach, wo die Daten liegen.</translation>
    </message>
    <message>
        <source>My app cannot connect</source>
        <translation>Mein Programm kann sich nicht verbinden</translation>
    </message>
    <message>
        <source>From here Kafka can be reached at every address that it advertises. What is left is in the program: its address, its protocol, or the network that it runs in.</source>
        <translation>Von hier ist Kafka an jeder Adresse zu erreichen, die es bekannt gibt. Was bleibt, liegt im Programm: seine Adresse, sein Protokoll oder das Netz, in dem es läuft.</translation>
    </message>
    <message>
        <source>Can every address that Kafka advertises be reached?</source>
        <translation>Ist jede Adresse zu erreichen, die Kafka bekannt gibt?</translation>
    </message>
    <message>
        <source>See which address leads nowhere. Inside the stack it is kafka:29092, outside it is localhost:9092.</source>
        <translation>Sieh, welche Adresse nirgendwohin führt. Im Stack ist sie kafka:29092, außerhalb localhost:9092.</translation>
    </message>
    <message>
        <source>Mend the listeners in the compose file.</source>
        <translation>Bring die Listener in der Compose-Datei in Ordnung.</translation>
    </message>
    <message>
        <source>Are the project’s own workers connected?</source>
        <translation>Sind die eigenen Worker des Projekts verbunden?</translation>
    </message>
    <message>
        <source>Read what the worker wrote.</source>
        <translation>Lies, was der Worker schrieb.</translation>
    </message>
    <message>
        <source>Does your program use the address for where it runs, and PLAINTEXT where Kafka has no TLS?</source>
        <translation>Nimmt dein Programm die Adresse für den Ort, wo es läuft, und PLAINTEXT, wo Kafka kein TLS hat?</translation>
    </message>
    <message>
        <source>Broker id conflict</source>
        <translation>Konflikt der Broker-Id</translation>
    </message>
    <message>
        <source>Every broker is registered under the id that it is set to.</source>
        <translation>Jeder Broker ist unter der Id angemeldet, auf die er gesetzt ist.</translation>
    </message>
    <message>
        <source>Does ZooKeeper answer?</source>
        <translation>Antwortet ZooKeeper?</translation>
    </message>
    <message>
        <source>Wait 20 seconds, until the old session has expired, then start Kafka.</source>
        <translation>Warte 20 Sekunden, bis die alte Sitzung abgelaufen ist, dann starte Kafka.</translation>
    </message>
    <message>
        <source>Is each broker registered under its own id?</source>
        <translation>Ist jeder Broker unter seiner eigenen Id angemeldet?</translation>
    </message>
    <message>
        <source>Give Kafka 30 seconds to stop (stop_grace_period), and let it restart by itself.</source>
        <translation>Gib Kafka 30 Sekunden zum Anhalten (stop_grace_period), und lass es von selbst neu starten.</translation>
    </message>
    <message>
        <source>Is Kafka’s data on its volume, which keeps the id that it was made with?</source>
        <translation>Liegen Kafkas Daten auf seinem Volume, das die Id behält, mit der es angelegt wurde?</translation>
    </message>
    <message>
        <source>Look at the volumes.</source>
        <translation>Sieh dir die Volumes an.</translation>
    </message>
    <message>
        <source>ZooKeeper is unhealthy</source>
        <translation>ZooKeeper ist nicht gesund</translation>
    </message>
    <message>
        <source>ZooKeeper answers, its data is on volumes, and its check passes.</source>
        <translation>ZooKeeper antwortet, seine Daten liegen auf Volumes, und seine Prüfung besteht.</translation>
    </message>
    <message>
        <source>Does ZooKeeper answer us?</source>
        <translation>Antwortet ZooKeeper uns?</translation>
    </message>
    <message>
        <source>Read what it wrote last.</source>
        <translation>Lies, was es zuletzt schrieb.</translation>
    </message>
    <message>
        <source>Are its data and its log on volumes that belong together?</source>
        <translation>Liegen seine Daten und sein Log auf Volumes, die zusammengehören?</translation>
    </message>
    <message>
        <source>Look at the volumes. Kafka’s and ZooKeeper’s belong together.</source>
        <translation>Sieh dir die Volumes an. Kafkas und ZooKeepers gehören zusammen.</translation>
    </message>
    <message>
        <source>Are all containers healthy by their own checks?</source>
        <translation>Sind alle Container nach ihren eigenen Prüfungen gesund?</translation>
    </message>
    <message>
        <source>The check itself may be wrong, for ruok must be allowed (4lw.commands.whitelist). Read what it asks.</source>
        <translation>Die Prüfung selbst kann falsch sein, denn ruok muss erlaubt sein (4lw.commands.whitelist). Lies, was sie fragt.</translation>
    </message>
    <message>
        <source>Everything is slow</source>
        <translation>Alles ist langsam</translation>
    </message>
    <message>
        <source>Is everything up, and nothing restarting again and again?</source>
        <translation>Läuft alles, und startet nichts immer wieder neu?</translation>
    </message>
    <message>
        <source>Start the stack in order, and see on the timeline what takes the time.</source>
        <translation>Starte den Stack der Reihe nach, und sieh auf der Zeitachse, was die Zeit braucht.</translation>
    </message>
    <message>
        <source>Read the log of what restarts.</source>
        <translation>Lies das Log dessen, was neu startet.</translation>
    </message>
    <message>
        <source>Are the workers in their groups?</source>
        <translation>Sind die Worker in ihren Gruppen?</translation>
    </message>
    <message>
        <source>Is there room on the disk?</source>
        <translation>Ist auf der Platte Platz?</translation>
    </message>
    <message>
        <source>I do not know</source>
        <translation>Ich weiß es nicht</translation>
    </message>
    <message>
        <source>Everything that can be checked from here is well. A diagnostics bundle tells others what there is.</source>
        <translation>Alles, was sich von hier prüfen lässt, ist in Ordnung. Ein Diagnosepaket sagt anderen, was da ist.</translation>
    </message>
    <message>
        <source>Are all containers up and healthy?</source>
        <translation>Laufen alle Container, und sind sie gesund?</translation>
    </message>
    <message>
        <source>Read the logs.</source>
        <translation>Lies die Logs.</translation>
    </message>
    <message>
        <source>Read Kafka’s log.</source>
        <translation>Lies Kafkas Log.</translation>
    </message>
    <message>
        <source>Look at the brokers.</source>
        <translation>Sieh dir die Broker an.</translation>
    </message>
    <message>
        <source>See which address leads nowhere.</source>
        <translation>Sieh, welche Adresse nirgendwohin führt.</translation>
    </message>
    <message>
        <source>Is the data on volumes?</source>
        <translation>Liegen die Daten auf Volumes?</translation>
    </message>
    <message>
        <source>Are the workers connected?</source>
        <translation>Sind die Worker verbunden?</translation>
    </message>
    <message>
        <source>the service</source>
        <translation>der Dienst</translation>
    </message>
    <message>
        <source>Start the stack</source>
        <translation>Den Stack starten</translation>
    </message>
    <message>
        <source>It is your first day. The team works with Kafka, ZooKeeper and two workers, and nothing runs yet on your machine.</source>
        <translation>Dein erster Tag. Das Team arbeitet mit Kafka, ZooKeeper und zwei Workern, und auf deinem Rechner läuft noch nichts.</translation>
    </message>
    <message>
        <source>Start everything, and see that all of it is well.</source>
        <translation>Alles starten und sehen, dass alles in Ordnung ist.</translation>
    </message>
    <message>
        <source>ZooKeeper has to answer before Kafka can start; the topics have to be there before the workers look for them. A start in order waits for exactly that, and for nothing else. An open port is not enough: a broker is ready once it is in its cluster.</source>
        <translation>ZooKeeper muss antworten, bevor Kafka starten kann; die Topics müssen da sein, bevor die Worker sie suchen. Ein geordneter Start wartet auf genau das und auf nichts sonst. Ein offener Port genügt nicht: ein Broker ist bereit, sobald er in seinem Cluster ist.</translation>
    </message>
    <message>
        <source>Open the project, and press «Start». Watch the timeline to see who waits for whom.</source>
        <translation>Das Projekt öffnen und «Starten» drücken. Die Zeitleiste zeigt, wer auf wen wartet.</translation>
    </message>
    <message>
        <source>In a terminal, brokerdeckctl up does the same. When it is done, brokerdeckctl verify is the checklist.</source>
        <translation>Im Terminal tut brokerdeckctl up dasselbe. Danach ist brokerdeckctl verify die Checkliste.</translation>
    </message>
    <message>
        <source>The broker id conflict</source>
        <translation>Der Konflikt um die Broker-ID</translation>
    </message>
    <message>
        <source>The machine ran out of memory, and Kafka was killed. Somebody started it again at once. Since then it dies a few seconds after each start.</source>
        <translation>Dem Rechner ging der Speicher aus, und Kafka wurde getötet. Jemand hat es sofort wieder gestartet. Seitdem stirbt es wenige Sekunden nach jedem Start.</translation>
    </message>
    <message>
        <source>Bring Kafka back, with the record that was in purchase-created.</source>
        <translation>Kafka zurückholen, mit dem Datensatz, der in purchase-created war.</translation>
    </message>
    <message>
        <source>A broker registers in ZooKeeper for as long as its session lives. One that is killed cannot close it, so its registration stays until the session expires, and the next start finds it taken. Waiting is enough. Restarting ZooKeeper makes it longer: every session gets its whole time anew. A longer grace period prevents it, a restart policy heals it by itself.</source>
        <translation>Ein Broker registriert sich in ZooKeeper, solange seine Sitzung lebt. Einer, der getötet wird, kann sie nicht schließen; so bleibt seine Registrierung, bis die Sitzung abläuft, und der nächste Start findet sie besetzt. Warten genügt. ZooKeeper neu zu starten verlängert es: jede Sitzung bekommt ihre ganze Zeit von neuem. Eine längere Frist beim Stoppen verhindert es, eine Restart-Regel heilt es von selbst.</translation>
    </message>
    <message>
        <source>The overview says what happened. The proof is a line with NodeExistsException in Kafka’s log.</source>
        <translation>Die Übersicht sagt, was geschehen ist. Der Beleg ist eine Zeile mit NodeExistsException in Kafkas Log.</translation>
    </message>
    <message>
        <source>Show the brokers (Ctrl+Shift+B). Who owns /brokers/ids/1, and does its session still live?</source>
        <translation>Die Broker zeigen (Strg+Umschalt+B). Wem gehört /brokers/ids/1, und lebt jene Sitzung noch?</translation>
    </message>
    <message>
        <source>Nobody has to delete anything. Wait until that session has expired, about 20 seconds, then start Kafka.</source>
        <translation>Niemand muss etwas löschen. Warten, bis jene Sitzung abgelaufen ist, etwa 20 Sekunden, dann Kafka starten.</translation>
    </message>
    <message>
        <source>Only ZooKeeper’s volumes are gone</source>
        <translation>Nur ZooKeepers Volumes sind weg</translation>
    </message>
    <message>
        <source>A colleague tidied up the compose file. Since then Kafka ends right after its start, and speaks of a cluster id.</source>
        <translation>Ein Kollege hat die Compose-Datei aufgeräumt. Seitdem endet Kafka gleich nach dem Start und spricht von einer Cluster-ID.</translation>
    </message>
    <message>
        <source>Kafka’s and ZooKeeper’s volumes are one unit: ZooKeeper keeps the cluster’s id and its topics, Kafka the records. With a ZooKeeper that knows nothing Kafka refuses to start, which is good: deleting meta.properties, the popular advice, would start it, and lose every topic. Give ZooKeeper its own volumes back; only where they are truly gone, reset both together.</source>
        <translation>Kafkas und ZooKeepers Volumes sind eine Einheit: ZooKeeper hält die ID des Clusters und seine Topics, Kafka die Datensätze. Mit einem ZooKeeper, der nichts weiß, weigert sich Kafka zu starten, und das ist gut: meta.properties zu löschen, der beliebte Rat, würde es starten und jedes Topic verlieren. ZooKeeper seine eigenen Volumes zurückgeben; nur wenn sie wirklich fort sind, beide zusammen zurücksetzen.</translation>
    </message>
    <message>
        <source>Kafka’s data remembers the cluster that it was made in. ZooKeeper has never heard of it. Which of the two is new?</source>
        <translation>Kafkas Daten wissen noch, in welchem Cluster sie entstanden sind. ZooKeeper hat nie davon gehört. Welcher von beiden ist neu?</translation>
    </message>
    <message>
        <source>Look at the volumes (Ctrl+3). ZooKeeper mounts others than before, and the old ones are still there.</source>
        <translation>Die Volumes ansehen (Strg+3). ZooKeeper bindet andere ein als vorher, und die alten sind noch da.</translation>
    </message>
    <message>
        <source>Remove compose.override.yaml from the project’s folder, and start again. ZooKeeper gets its old volumes back.</source>
        <translation>compose.override.yaml aus dem Ordner des Projekts entfernen und wieder starten. ZooKeeper bekommt seine alten Volumes zurück.</translation>
    </message>
    <message>
        <source>Another broker id</source>
        <translation>Eine andere Broker-ID</translation>
    </message>
    <message>
        <source>For a test with several brokers somebody has changed the broker’s id. Kafka does not start any more.</source>
        <translation>Für einen Test mit mehreren Brokern hat jemand die ID des Brokers geändert. Kafka startet nicht mehr.</translation>
    </message>
    <message>
        <source>A broker’s id is written into its data (meta.properties) when it is made, and every partition names the brokers that hold it. A volume belongs to one id for ever. Put the id back; a new broker gets a volume of its own.</source>
        <translation>Die ID eines Brokers wird in seine Daten geschrieben (meta.properties), wenn sie entstehen, und jede Partition nennt die Broker, die sie halten. Ein Volume gehört für immer zu einer ID. Die alte ID wieder einsetzen; ein neuer Broker bekommt ein eigenes Volume.</translation>
    </message>
    <message>
        <source>The diagnosis names two ids. Which of them does the volume know?</source>
        <translation>Die Diagnose nennt zwei IDs. Welche davon kennt das Volume?</translation>
    </message>
    <message>
        <source>The id is set in compose.override.yaml, in the project’s folder. Put it back to 1, or remove the file, and start again.</source>
        <translation>Die ID steht in compose.override.yaml, im Ordner des Projekts. Wieder 1 einsetzen oder die Datei entfernen, und wieder starten.</translation>
    </message>
    <message>
        <source>A host that nobody knows</source>
        <translation>Ein Host, den niemand kennt</translation>
    </message>
    <message>
        <source>After a change of the compose file Kafka tries for a while, and then gives up.</source>
        <translation>Nach einer Änderung der Compose-Datei versucht Kafka es eine Weile und gibt dann auf.</translation>
    </message>
    <message>
        <source>Find the mistake, correct it, and start everything.</source>
        <translation>Den Fehler finden, berichtigen und alles starten.</translation>
    </message>
    <message>
        <source>Inside a Compose network a service is found by its name, and by nothing else. A name that nobody has looks like a ZooKeeper that is down, unless one reads on to UnknownHostException.</source>
        <translation>In einem Compose-Netz wird ein Service unter seinem Namen gefunden und unter nichts sonst. Ein Name, den niemand hat, sieht aus wie ein ZooKeeper, der nicht läuft, wenn man nicht bis zu UnknownHostException weiterliest.</translation>
    </message>
    <message>
        <source>Read the first error in Kafka’s log (Ctrl+L). Is ZooKeeper down, or is it the wrong name?</source>
        <translation>Den ersten Fehler in Kafkas Log lesen (Strg+L). Läuft ZooKeeper nicht, oder ist es der falsche Name?</translation>
    </message>
    <message>
        <source>UnknownHostException names the host. Compare it with the names of the services.</source>
        <translation>UnknownHostException nennt den Host. Ihn mit den Namen der Services vergleichen.</translation>
    </message>
    <message>
        <source>In compose.override.yaml, write zookeeper:2181, and start again.</source>
        <translation>In compose.override.yaml zookeeper:2181 schreiben und wieder starten.</translation>
    </message>
    <message>
        <source>The address that Kafka tells its clients</source>
        <translation>Die Adresse, die Kafka seinen Clients nennt</translation>
    </message>
    <message>
        <source>Somebody wanted to reach Kafka from everywhere, and has changed its listeners. Now it does not even start.</source>
        <translation>Jemand wollte Kafka von überall erreichen und hat seine Listener geändert. Jetzt startet es nicht einmal.</translation>
    </message>
    <message>
        <source>Give Kafka an address that clients can use, and start everything.</source>
        <translation>Kafka eine Adresse geben, die Clients benutzen können, und alles starten.</translation>
    </message>
    <message>
        <source>A client asks the bootstrap address once, and is told where each broker is: the advertised address of the listener that it came in by. So it has to work from where the client is: the service’s name inside the network, 127.0.0.1 and the published port outside.</source>
        <translation>Ein Client fragt die Bootstrap-Adresse einmal und erfährt, wo jeder Broker ist: die angekündigte Adresse des Listeners, über den er kam. Sie muss also von dort aus funktionieren, wo der Client ist: im Netz der Name des Service, außerhalb 127.0.0.1 und der veröffentlichte Port.</translation>
    </message>
    <message>
        <source>0.0.0.0 means «every interface» to whoever listens. What does it mean to a client that is told to connect there?</source>
        <translation>0.0.0.0 heißt «jede Schnittstelle» für den, der lauscht. Was heißt es für einen Client, der sich dorthin verbinden soll?</translation>
    </message>
    <message>
        <source>KAFKA_LISTENERS is where Kafka listens, KAFKA_ADVERTISED_LISTENERS is what it tells clients. Only the second one is wrong.</source>
        <translation>KAFKA_LISTENERS sagt, wo Kafka lauscht, KAFKA_ADVERTISED_LISTENERS, was es Clients nennt. Nur das zweite ist falsch.</translation>
    </message>
    <message>
        <source>In compose.override.yaml, put HOST://127.0.0.1 and the published port (in .env), or remove the file, and start again.</source>
        <translation>In compose.override.yaml HOST://127.0.0.1 und den veröffentlichten Port (in .env) einsetzen oder die Datei entfernen, und wieder starten.</translation>
    </message>
    <message>
        <source>Everything is green, and still the workers get nothing: somebody has cleaned up.</source>
        <translation>Alles ist grün, und doch bekommen die Worker nichts: jemand hat aufgeräumt.</translation>
    </message>
    <message>
        <source>Make the topics that the project expects, with the right number of partitions.</source>
        <translation>Die Topics anlegen, die das Projekt erwartet, mit der richtigen Zahl von Partitionen.</translation>
    </message>
    <message>
        <source>With auto.create.topics.enable off nobody makes a topic by looking at it, and a typing mistake makes none. So they have to be made: by the init service at a start, or by hand. What a project expects stands in its team file, .brokerdeck.yaml.</source>
        <translation>Ist auto.create.topics.enable aus, legt niemand ein Topic an, indem er danach sieht, und ein Tippfehler legt keines an. Also müssen sie angelegt werden: beim Start vom Init-Service oder von Hand. Was ein Projekt erwartet, steht in seiner Team-Datei, .brokerdeck.yaml.</translation>
    </message>
    <message>
        <source>The overview compares the topics that the project expects with those that there are.</source>
        <translation>Die Übersicht vergleicht die Topics, die das Projekt erwartet, mit denen, die es gibt.</translation>
    </message>
    <message>
        <source>kafka-init makes them at each start. Below the missing ones stands a button that makes just these, with their partitions.</source>
        <translation>kafka-init legt sie bei jedem Start an. Unter den fehlenden steht ein Knopf, der nur diese anlegt, mit ihren Partitionen.</translation>
    </message>
    <message>
        <source>Too little memory</source>
        <translation>Zu wenig Speicher</translation>
    </message>
    <message>
        <source>To save memory somebody has given Kafka a very small heap. It ends while it starts.</source>
        <translation>Um Speicher zu sparen, hat jemand Kafka einen sehr kleinen Heap gegeben. Es endet beim Starten.</translation>
    </message>
    <message>
        <source>Give Kafka what it needs, and start everything.</source>
        <translation>Kafka geben, was es braucht, und alles starten.</translation>
    </message>
    <message>
        <source>Two limits can end a broker: the JVM’s own heap (OutOfMemoryError in the log), and the container’s memory (exit 137, OOMKilled, and nothing in the log). The heap has to fit, and the container needs room for more than the heap.</source>
        <translation>Zwei Grenzen können einen Broker beenden: der eigene Heap der JVM (OutOfMemoryError im Log) und der Speicher des Containers (Exit 137, OOMKilled, und nichts im Log). Der Heap muss reichen, und der Container braucht Platz für mehr als den Heap.</translation>
    </message>
    <message>
        <source>Was it the engine that killed it (exit 137, out of memory), or did the JVM itself give up?</source>
        <translation>Hat die Engine es getötet (Exit 137, Speicher erschöpft), oder hat die JVM selbst aufgegeben?</translation>
    </message>
    <message>
        <source>OutOfMemoryError is the JVM’s heap. Where is its size set?</source>
        <translation>OutOfMemoryError ist der Heap der JVM. Wo ist seine Größe gesetzt?</translation>
    </message>
    <message>
        <source>In compose.override.yaml, set KAFKA_HEAP_OPTS to -Xmx512m, or remove the file, and start again.</source>
        <translation>In compose.override.yaml KAFKA_HEAP_OPTS auf -Xmx512m setzen oder die Datei entfernen, und wieder starten.</translation>
    </message>
    <message>
        <source>A health check that can never pass</source>
        <translation>Ein Healthcheck, der nie bestehen kann</translation>
    </message>
    <message>
        <source>ZooKeeper works, and still it is «unhealthy». With docker compose up nothing that waits for it would ever start.</source>
        <translation>ZooKeeper arbeitet, und doch ist er «unhealthy». Mit docker compose up würde nichts je starten, was auf ihn wartet.</translation>
    </message>
    <message>
        <source>Give ZooKeeper a health check that tells the truth.</source>
        <translation>ZooKeeper einen Healthcheck geben, der die Wahrheit sagt.</translation>
    </message>
    <message>
        <source>A health check runs inside the container, with the programs that the image has. One that cannot run fails for ever, whatever the service does, and whoever waits for service_healthy waits for ever, too. Ask what the service itself answers, cheaply.</source>
        <translation>Ein Healthcheck läuft im Container, mit den Programmen, die das Image hat. Einer, der nicht laufen kann, schlägt für immer fehl, was der Service auch tut, und wer auf service_healthy wartet, wartet auch für immer. Fragen, was der Service selbst beantwortet, und zwar billig.</translation>
    </message>
    <message>
        <source>Read what the check itself wrote, in the diagnosis. Did it ask ZooKeeper, or could it not even run?</source>
        <translation>In der Diagnose lesen, was der Check selbst geschrieben hat. Hat er ZooKeeper gefragt, oder konnte er nicht einmal laufen?</translation>
    </message>
    <message>
        <source>The image has no curl, and ZooKeeper speaks no HTTP. The check that was there before asks «ruok» with nc.</source>
        <translation>Das Image hat kein curl, und ZooKeeper spricht kein HTTP. Der Check von vorher fragt mit nc «ruok».</translation>
    </message>
    <message>
        <source>Remove compose.override.yaml from the project’s folder, and start again.</source>
        <translation>compose.override.yaml aus dem Ordner des Projekts entfernen und wieder starten.</translation>
    </message>
    <message>
        <source>The bootstrap address answered, and sends its clients on to {address}, as advertised.listeners says. That address does not answer from where the client runs.</source>
        <translation>Die Bootstrap-Adresse antwortet und schickt ihre Clients weiter zu {address}, wie advertised.listeners sagt. Diese Adresse antwortet dort, wo der Client läuft, nicht.</translation>
    </message>
    <message>
        <source>Are Kafka’s and ZooKeeper’s volumes there, both? One without the other does not start.</source>
        <translation>Sind Kafkas und ZooKeepers Volumes da, beide? Eines ohne das andere startet nicht.</translation>
    </message>
    <message>
        <source>Only where nothing else helps, for it takes topics and records. The wizard keeps a way back.</source>
        <translation>Nur wo nichts anderes hilft, denn Topics und Datensätze gehen dabei. Der Assistent hält einen Rückweg bereit.</translation>
    </message>
    <message>
        <source>Is Kafka’s and ZooKeeper’s data on volumes, both?</source>
        <translation>Liegen Kafkas und ZooKeepers Daten auf Volumes, beide?</translation>
    </message>
    <message>
        <source>Make room. Old snapshots and unused volumes are listed with their sizes.</source>
        <translation>Platz schaffen. Alte Snapshots und ungenutzte Volumes stehen mit ihrer Größe in der Liste.</translation>
    </message>
    <message>
        <source>Have the containers memory enough?</source>
        <translation>Haben die Container genug Speicher?</translation>
    </message>
    <message>
        <source>Give the service more memory (mem_limit), or its JVM less (KAFKA_HEAP_OPTS).</source>
        <translation>Dem Dienst mehr Speicher geben (mem_limit), oder seiner JVM weniger (KAFKA_HEAP_OPTS).</translation>
    </message>
    <message>
        <source>Are the project’s own services told an address that leads to Kafka from where they run?</source>
        <translation>Haben die eigenen Dienste des Projekts eine Adresse, die von dort, wo sie laufen, zu Kafka führt?</translation>
    </message>
    <message>
        <source>Inside the stack it is the service’s name and the port of its inner listener, never localhost. Mend it in the compose file.</source>
        <translation>Im Stack ist es der Name des Dienstes und der Port seines inneren Listeners, nie localhost. In der Compose-Datei richten.</translation>
    </message>
    <message>
        <source>Nothing fails: there are processors, memory and room to spare, and no check takes them. Look at the timeline for what takes the time, and at the numbers above once more while it is slow.</source>
        <translation>Nichts schlägt fehl: Prozessoren, Speicher und Platz sind übrig, und keine Prüfung verbraucht sie. Die Zeitachse zeigt, was die Zeit kostet; und die Zahlen oben noch einmal ansehen, während es langsam ist.</translation>
    </message>
    <message>
        <source>Is there a processor to spare?</source>
        <translation>Ist ein Prozessor übrig?</translation>
    </message>
    <message>
        <source>See who takes it, and what it writes meanwhile.</source>
        <translation>Nachsehen, wer ihn belegt und was er dabei schreibt.</translation>
    </message>
    <message>
        <source>Are the health checks cheap? One that starts a JVM every few seconds takes a processor.</source>
        <translation>Sind die Health-Checks billig? Einer, der alle paar Sekunden eine JVM startet, belegt einen Prozessor.</translation>
    </message>
    <message>
        <source>Ask less often, or ask a port instead of starting one of Kafka’s tools.</source>
        <translation>Seltener prüfen, oder einen Port prüfen, statt eines von Kafkas Werkzeugen zu starten.</translation>
    </message>
    <message>
        <source>«mend-file» needs «rules» of the audit, and nothing else has them</source>
        <translation>«mend-file» braucht «rules» des Audits, und nichts sonst hat sie</translation>
    </message>
    <message>
        <source>Write the port into KAFKA_ZOOKEEPER_CONNECT that ZooKeeper listens on.</source>
        <translation>In KAFKA_ZOOKEEPER_CONNECT den Port schreiben, auf den ZooKeeper hört.</translation>
    </message>
    <message>
        <source>Correct its health check, where that is what fails.</source>
        <translation>Berichtige seine Prüfung, wenn sie es ist, die fehlschlägt.</translation>
    </message>
    <message>
        <source>Stop one of the two.</source>
        <translation>Halte einen der beiden an.</translation>
    </message>
    <message>
        <source>Give it a broker.id of its own.</source>
        <translation>Gib ihm eine eigene broker.id.</translation>
    </message>
    <message>
        <source>Where it asks for the wrong thing, or the service is slow to start, correct the check.</source>
        <translation>Wo sie nach dem Falschen fragt oder der Dienst langsam startet, berichtige die Prüfung.</translation>
    </message>
    <message>
        <source>Give each broker a volume and an id of its own.</source>
        <translation>Gib jedem Broker ein eigenes Volume und eine eigene broker.id.</translation>
    </message>
    <message>
        <source>Or restore a snapshot; owners come back with it.</source>
        <translation>Oder stelle einen Snapshot wieder her; mit ihm kommen die Eigentümer zurück.</translation>
    </message>
    <message>
        <source>Correct what the file says of its addresses, its ZooKeeper, its id and its values.</source>
        <translation>Berichtige, was die Datei über seine Adressen, sein ZooKeeper, seine ID und seine Werte sagt.</translation>
    </message>
    <message>
        <source>Is there another broker with this id? Stop it.</source>
        <translation>Gibt es einen anderen Broker mit dieser ID? Halte ihn an.</translation>
    </message>
    <message>
        <source>Or give it an id, and a volume, of its own.</source>
        <translation>Oder gib ihm eine eigene ID und ein eigenes Volume.</translation>
    </message>
    <message>
        <source>Mount each where it belongs, and let ZooKeeper know its own number.</source>
        <translation>Hänge jedes dort ein, wohin es gehört, und lass ZooKeeper seine eigene Nummer wissen.</translation>
    </message>
</context>
<context>
    <name>LagHistory</name>
    <message>
        <source>%1 now; at most %2, at least %3 since %4</source>
        <translation>%1 jetzt; höchstens %2, mindestens %3 seit %4</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
</context>
<context>
    <name>Logs</name>
    <message>
        <source>This is no pattern: %1</source>
        <translation>Das ist kein Muster: %1</translation>
    </message>
</context>
<context>
    <name>NameFilter</name>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
</context>
<context>
    <name>Net</name>
    <message>
        <source>Port %1 is taken by another program.</source>
        <translation>Port %1 ist von einem anderen Programm belegt.</translation>
    </message>
    <message>
        <source>Port %1 is taken by %2.</source>
        <translation>Port %1 ist von %2 belegt.</translation>
    </message>
    <message>
        <source>End that program, or publish another port.</source>
        <translation>Dieses Programm beenden oder einen anderen Port veröffentlichen.</translation>
    </message>
    <message>
        <source>%1 is not an address of this machine.</source>
        <translation>%1 ist keine Adresse dieses Rechners.</translation>
    </message>
    <message>
        <source>«%1» is not an IP address.</source>
        <translation>„%1“ ist keine IP-Adresse.</translation>
    </message>
    <message>
        <source>%1 (pid %2)</source>
        <translation>%1 (PID %2)</translation>
    </message>
    <message>
        <source>Nothing listens on %1: the connection is refused.</source>
        <translation>Auf %1 lauscht nichts: die Verbindung wird abgelehnt.</translation>
    </message>
    <message>
        <source>The name %1 is not known here.</source>
        <translation>Der Name %1 ist hier nicht bekannt.</translation>
    </message>
    <message>
        <source>%1 accepted the connection and closed it at once.</source>
        <translation>%1 nahm die Verbindung an und schloss sie sofort.</translation>
    </message>
    <message>
        <source>%1 cannot be reached.</source>
        <translation>%1 ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>%1 did not take the connection within %2 ms.</source>
        <translation>%1 nahm die Verbindung nicht innerhalb von %2 ms an.</translation>
    </message>
    <message>
        <source>%1 took the connection but did not answer within %2 ms.</source>
        <translation>%1 nahm die Verbindung an, antwortete aber nicht innerhalb von %2 ms.</translation>
    </message>
    <message>
        <source>%1 accepted the connection and closed it without an answer.</source>
        <translation>%1 nahm die Verbindung an und schloss sie ohne Antwort.</translation>
    </message>
    <message>
        <source>A published port accepts before anything listens behind it.</source>
        <translation>Ein veröffentlichter Port nimmt an, bevor dahinter etwas lauscht.</translation>
    </message>
    <message>
        <source>«%1» is not an address of the form host:port.</source>
        <translation>„%1“ ist keine Adresse der Form rechner:port.</translation>
    </message>
    <message>
        <source>«%1» is not an address of the form http://host:port.</source>
        <translation>«%1» ist keine Adresse der Form http://host:port.</translation>
    </message>
    <message>
        <source>%1 holds no certificates that can be read.</source>
        <translation>%1 enthält keine lesbaren Zertifikate.</translation>
    </message>
    <message>
        <source>It must be a PEM file, one that begins with -----BEGIN CERTIFICATE-----.</source>
        <translation>Es muss eine PEM-Datei sein, eine, die mit -----BEGIN CERTIFICATE----- beginnt.</translation>
    </message>
    <message>
        <source>%1 does not speak TLS.</source>
        <translation>%1 spricht kein TLS.</translation>
    </message>
    <message>
        <source>Its address probably begins with http://, not https://.</source>
        <translation>Die Adresse beginnt wahrscheinlich mit http://, nicht mit https://.</translation>
    </message>
    <message>
        <source>%1 is not trusted: TLS failed.</source>
        <translation>%1 wird nicht vertraut: TLS ist gescheitert.</translation>
    </message>
    <message>
        <source>A certificate of a company or of your own is trusted once its authority’s PEM file is given.</source>
        <translation>Einem Zertifikat einer Firma oder einem eigenen wird vertraut, sobald die PEM-Datei seiner Zertifizierungsstelle angegeben ist.</translation>
    </message>
    <message>
        <source>It may want TLS: https:// instead of http://.</source>
        <translation>Vielleicht verlangt es TLS: https:// statt http://.</translation>
    </message>
    <message>
        <source>%1 did not take the connection.</source>
        <translation>%1 hat die Verbindung nicht angenommen.</translation>
    </message>
    <message>
        <source>%1 answers, but not by HTTP.</source>
        <translation>%1 antwortet, aber nicht mit HTTP.</translation>
    </message>
    <message>
        <source>%1 answers with more than %2 KiB.</source>
        <translation>%1 antwortet mit mehr als %2 KiB.</translation>
    </message>
    <message>
        <source>%1 sends on to another address (%2).</source>
        <translation>%1 leitet an eine andere Adresse weiter (%2).</translation>
    </message>
    <message>
        <source>Use that one: %1</source>
        <translation>Diese verwenden: %1</translation>
    </message>
    <message>
        <source>%1 has a problem of its own (%2).</source>
        <translation>%1 hat selbst ein Problem (%2).</translation>
    </message>
    <message>
        <source>Its log says more.</source>
        <translation>Mehr steht im Log dort.</translation>
    </message>
    <message>
        <source>%1 wants a user and a password (401).</source>
        <translation>%1 verlangt Benutzer und Passwort (401).</translation>
    </message>
    <message>
        <source>%1 refuses the user %2 or the password (401).</source>
        <translation>%1 lehnt den Benutzer %2 oder das Passwort ab (401).</translation>
    </message>
    <message>
        <source>%1 does not allow this (403).</source>
        <translation>%1 erlaubt das nicht (403).</translation>
    </message>
    <message>
        <source>The user is known, but may not read here.</source>
        <translation>Der Benutzer ist bekannt, darf hier aber nicht lesen.</translation>
    </message>
    <message>
        <source>There is nothing at %1 (404).</source>
        <translation>Unter %1 gibt es nichts (404).</translation>
    </message>
    <message>
        <source>%1 refuses the request (%2).</source>
        <translation>%1 lehnt die Anfrage ab (%2).</translation>
    </message>
    <message>
        <source>%1 does not answer in the way that was expected.</source>
        <translation>%1 antwortet nicht so wie erwartet.</translation>
    </message>
    <message>
        <source>Nobody said within %1 ms where %2 is.</source>
        <translation>Innerhalb von %1 ms kam keine Antwort, wo %2 ist.</translation>
    </message>
    <message>
        <source>TLS cannot be tried: Qt&apos;s plugin for it is missing here</source>
        <translation>TLS kann nicht geprüft werden: Qts Plugin dafür fehlt hier</translation>
    </message>
    <message>
        <source>%1 gave an answer that nobody here understands.</source>
        <translation>%1 gab eine Antwort, die hier niemand versteht.</translation>
    </message>
    <message>
        <source>The private key is protected by a password</source>
        <translation>Der private Schlüssel ist mit einem Passwort geschützt</translation>
    </message>
    <message>
        <source>The password of the private key is wrong</source>
        <translation>Das Passwort des privaten Schlüssels ist falsch</translation>
    </message>
    <message>
        <source>That is the setting ssl.key.password.</source>
        <translation>Das ist die Einstellung ssl.key.password.</translation>
    </message>
    <message>
        <source>The private key cannot be read</source>
        <translation>Der private Schlüssel kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>It must be in PEM: a file with -----BEGIN PRIVATE KEY----- in it.</source>
        <translation>Er muss in PEM sein: eine Datei, die -----BEGIN PRIVATE KEY----- enthält.</translation>
    </message>
    <message>
        <source>The key store cannot be read</source>
        <translation>Der Keystore kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Either it is no PKCS#12 file, or ssl.keystore.password is not its password.</source>
        <translation>Entweder ist es keine PKCS#12-Datei, oder ssl.keystore.password ist nicht das Passwort dazu.</translation>
    </message>
    <message>
        <source>Your certificate cannot be read</source>
        <translation>Dein Zertifikat kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>It must be in PEM: a file with -----BEGIN CERTIFICATE----- in it.</source>
        <translation>Es muss in PEM sein: eine Datei, die -----BEGIN CERTIFICATE----- enthält.</translation>
    </message>
    <message>
        <source>There is no certificate in what ssl.ca.location names</source>
        <translation>In dem, was ssl.ca.location nennt, ist kein Zertifikat</translation>
    </message>
</context>
<context>
    <name>NewStack</name>
    <message>
        <source>«%1» is no folder</source>
        <translation>«%1» ist kein Ordner</translation>
    </message>
    <message>
        <source>Name it whole, from / or ~ on.</source>
        <translation>Bitte vollständig nennen, ab / oder ~.</translation>
    </message>
    <message>
        <source>There is a file %1 already in %2</source>
        <translation>Eine Datei %1 gibt es in %2 schon</translation>
    </message>
    <message>
        <source>It is left as it is. Take another folder, or open that file.</source>
        <translation>Sie bleibt, wie sie ist. Bitte einen anderen Ordner nehmen oder diese Datei öffnen.</translation>
    </message>
    <message>
        <source>The folder %1 could not be made</source>
        <translation>Der Ordner %1 konnte nicht angelegt werden</translation>
    </message>
    <message>
        <source>Check the permissions of the one above it.</source>
        <translation>Bitte die Rechte des Ordners darüber prüfen.</translation>
    </message>
    <message>
        <source>«%1» cannot be a project&apos;s name</source>
        <translation>«%1» kann kein Projektname sein</translation>
    </message>
    <message>
        <source>Lower-case letters, digits, - and _, beginning with a letter or a digit.</source>
        <translation>Kleinbuchstaben, Ziffern, - und _, am Anfang ein Buchstabe oder eine Ziffer.</translation>
    </message>
    <message>
        <source>«%1» cannot be the name of a worker</source>
        <translation>«%1» kann kein Worker heißen</translation>
    </message>
    <message>
        <source>Letters, digits, -, _ and dots; and no service&apos;s name twice.</source>
        <translation>Buchstaben, Ziffern, -, _ und Punkte; und kein Dienst zweimal.</translation>
    </message>
    <message>
        <source>«%1» cannot be a topic&apos;s name</source>
        <translation>«%1» kann kein Topic heißen</translation>
    </message>
    <message>
        <source>Letters, digits, dots, - and _, and each name once.</source>
        <translation>Buchstaben, Ziffern, Punkte, - und _, und jeder Name einmal.</translation>
    </message>
    <message>
        <source>%1: %2 partitions with %3 replicas cannot be made</source>
        <translation>%1: %2 Partitionen mit %3 Replikaten können nicht angelegt werden</translation>
    </message>
    <message>
        <source>At least one of each, and no more replicas than there are brokers.</source>
        <translation>Je mindestens eines, und nicht mehr Replikate als Broker.</translation>
    </message>
    <message>
        <source>%1: the setting «%2» cannot be written</source>
        <translation>%1: Die Einstellung «%2» kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Names and values have letters, digits and . , : _ - only.</source>
        <translation>Namen und Werte haben nur Buchstaben, Ziffern und . , : _ -.</translation>
    </message>
    <message>
        <source>«%1» is no name of an image</source>
        <translation>«%1» ist kein Image-Name</translation>
    </message>
    <message>
        <source>As in confluentinc/cp-kafka:7.5.0.</source>
        <translation>Wie confluentinc/cp-kafka:7.5.0.</translation>
    </message>
    <message>
        <source>A new stack has one broker or three</source>
        <translation>Ein neuer Stack hat einen Broker oder drei</translation>
    </message>
    <message>
        <source>Two cannot go on when one is gone; more than three teach nothing new.</source>
        <translation>Zwei können nicht weiter, wenn einer fehlt; mehr als drei lehren nichts Neues.</translation>
    </message>
    <message>
        <source>Apache&apos;s image knows no ZooKeeper</source>
        <translation>Apaches Image kennt kein ZooKeeper</translation>
    </message>
    <message>
        <source>Take Confluent&apos;s, or KRaft.</source>
        <translation>Bitte Confluents nehmen oder KRaft.</translation>
    </message>
    <message>
        <source>«%1» is no cluster id</source>
        <translation>«%1» ist keine Cluster-ID</translation>
    </message>
    <message>
        <source>22 characters of base64url, as «kafka-storage random-uuid» makes them.</source>
        <translation>22 Zeichen base64url, wie «kafka-storage random-uuid» sie macht.</translation>
    </message>
    <message>
        <source>The port %1 cannot be published</source>
        <translation>Der Port %1 kann nicht veröffentlicht werden</translation>
    </message>
    <message>
        <source>Take one from 1024 to 65000.</source>
        <translation>Bitte einen von 1024 bis 65000 nehmen.</translation>
    </message>
    <message>
        <source>Take one from 1024 on that no broker has.</source>
        <translation>Bitte einen ab 1024 nehmen, den kein Broker hat.</translation>
    </message>
    <message>
        <source>There is a file %1 already</source>
        <translation>Eine Datei %1 gibt es schon</translation>
    </message>
    <message>
        <source>It is left as it is. Name another one.</source>
        <translation>Sie bleibt, wie sie ist. Bitte eine andere nennen.</translation>
    </message>
    <message>
        <source>%1 could not be written</source>
        <translation>%1 konnte nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Check the permissions of its folder.</source>
        <translation>Bitte die Rechte des Ordners prüfen.</translation>
    </message>
    <message>
        <source>Is there room on the disk?</source>
        <translation>Ist noch Platz auf der Platte?</translation>
    </message>
    <message>
        <source>%1 is not of the images that were chosen</source>
        <translation>%1 gehört nicht zu den gewählten Images</translation>
    </message>
    <message>
        <source>Variables, tools and directories differ: choose the family that it is of.</source>
        <translation>Variablen, Werkzeuge und Verzeichnisse sind andere: Bitte die passende Familie wählen.</translation>
    </message>
    <message>
        <source>%1 knows no ZooKeeper any more</source>
        <translation>%1 kennt kein ZooKeeper mehr</translation>
    </message>
    <message>
        <source>From Kafka 4 (Confluent 8) on there is KRaft only.</source>
        <translation>Ab Kafka 4 (Confluent 8) gibt es nur KRaft.</translation>
    </message>
    <message>
        <source>%1 is too old for KRaft</source>
        <translation>%1 ist zu alt für KRaft</translation>
    </message>
    <message>
        <source>Before Kafka 3.3 (Confluent 7.3) it was a preview. Take a newer one, or ZooKeeper.</source>
        <translation>Vor Kafka 3.3 (Confluent 7.3) war es eine Vorschau. Bitte ein neueres nehmen oder ZooKeeper.</translation>
    </message>
</context>
<context>
    <name>Outcomes</name>
    <message>
        <source>Stopped waiting; containers were left as they are</source>
        <translation>Das Warten ist beendet; die Container bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Created %1</source>
        <translation>%1 angelegt</translation>
    </message>
    <message numerus="yes">
        <source>%n service(s) did not come up: %1</source>
        <translation>
            <numerusform>%n Dienst kam nicht hoch: %1</numerusform>
            <numerusform>%n Dienste kamen nicht hoch: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The timeline shows what each of them waited for.</source>
        <translation>Die Zeitachse zeigt, worauf jeder von ihnen gewartet hat.</translation>
    </message>
    <message>
        <source>%1 is still starting. Containers stay as they are; services that wait at a gate are not started.</source>
        <translation>%1 startet noch. Container bleiben, wie sie sind; Dienste, die an einem Gate warten, werden nicht gestartet.</translation>
    </message>
    <message>
        <source>%1 is still stopping. Containers stay as they are; services that are not stopped yet go on running.</source>
        <translation>%1 stoppt noch. Container bleiben, wie sie sind; Dienste, die noch nicht gestoppt sind, laufen weiter.</translation>
    </message>
    <message>
        <source>%1 is still restarting. Containers stay as they are; services that are down or wait at a gate are not started.</source>
        <translation>%1 startet gerade neu. Container bleiben, wie sie sind; Dienste, die stehen oder an einem Gate warten, werden nicht gestartet.</translation>
    </message>
    <message>
        <source>Topics of %1 are still being created. Those that are made stay.</source>
        <translation>Topics von %1 werden noch erstellt. Was erstellt ist, bleibt.</translation>
    </message>
    <message>
        <source>Stop waiting for %1?</source>
        <translation>Nicht länger auf %1 warten?</translation>
    </message>
    <message>
        <source>Stop waiting and open</source>
        <translation>Nicht länger warten und öffnen</translation>
    </message>
    <message>
        <source>Stop waiting and close</source>
        <translation>Nicht länger warten und schließen</translation>
    </message>
    <message>
        <source>Keep waiting</source>
        <translation>Weiter warten</translation>
    </message>
    <message>
        <source>Deleted %1</source>
        <translation>%1 gelöscht</translation>
    </message>
    <message>
        <source>Deleted the records of %1</source>
        <translation>Datensätze von %1 gelöscht</translation>
    </message>
    <message>
        <source>Added partitions to %1</source>
        <translation>Partitionen zu %1 hinzugefügt</translation>
    </message>
    <message>
        <source>Changed the settings of %1</source>
        <translation>Einstellungen von %1 geändert</translation>
    </message>
    <message>
        <source>Made %1 as expected</source>
        <translation>%1 wie erwartet eingerichtet</translation>
    </message>
    <message>
        <source>Deleted %1 and made it again</source>
        <translation>%1 gelöscht und neu erstellt</translation>
    </message>
    <message>
        <source>Reset the offsets of %1</source>
        <translation>Offsets von %1 zurückgesetzt</translation>
    </message>
    <message>
        <source>Deleted the group %1</source>
        <translation>Gruppe %1 gelöscht</translation>
    </message>
    <message>
        <source>Deleted the offsets of %1 in %2</source>
        <translation>Offsets von %1 in %2 gelöscht</translation>
    </message>
    <message>
        <source>A snapshot of %1 is still being taken. Nothing of it is kept; what was stopped is started again.</source>
        <translation>Von %1 wird noch ein Snapshot gemacht. Nichts davon wird aufgehoben; was gestoppt wurde, wird wieder gestartet.</translation>
    </message>
    <message>
        <source>%1 is still being worked on. What is being deleted is deleted to the end; then it can be gone on with, in Volumes.</source>
        <translation>An %1 wird noch gearbeitet. Was gerade gelöscht wird, wird zu Ende gelöscht; danach lässt es sich unter «Volumes» fortsetzen.</translation>
    </message>
    <message>
        <source>A volume of %1 is still being deleted.</source>
        <translation>Ein Volume von %1 wird noch gelöscht.</translation>
    </message>
    <message>
        <source>A registration of %1 is still being deleted.</source>
        <translation>Eine Registrierung von %1 wird noch gelöscht.</translation>
    </message>
    <message>
        <source>Creating %1…</source>
        <translation>%1 wird angelegt …</translation>
    </message>
    <message>
        <source>Deleting %1…</source>
        <translation>%1 wird gelöscht …</translation>
    </message>
    <message>
        <source>Deleting the records of %1…</source>
        <translation>Die Datensätze von %1 werden gelöscht …</translation>
    </message>
    <message>
        <source>Adding partitions to %1…</source>
        <translation>%1 bekommt Partitionen …</translation>
    </message>
    <message>
        <source>Changing the settings of %1…</source>
        <translation>Die Einstellungen von %1 werden geändert …</translation>
    </message>
    <message>
        <source>Making %1 as expected…</source>
        <translation>%1 wird wie erwartet …</translation>
    </message>
    <message>
        <source>Deleting %1 and making it again…</source>
        <translation>%1 wird gelöscht und neu angelegt …</translation>
    </message>
    <message>
        <source>Resetting the offsets of %1…</source>
        <translation>Die Offsets von %1 werden zurückgesetzt …</translation>
    </message>
    <message>
        <source>Deleting the group %1…</source>
        <translation>Die Gruppe %1 wird gelöscht …</translation>
    </message>
    <message>
        <source>Deleting the offsets of %1 in %2…</source>
        <translation>Die Offsets von %1 in %2 werden gelöscht …</translation>
    </message>
    <message>
        <source>The broker has not answered yet.</source>
        <translation>Der Broker hat noch nicht geantwortet.</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>Nicht mehr warten</translation>
    </message>
    <message>
        <source>Stopped waiting for the broker</source>
        <translation>Es wird nicht mehr auf den Broker gewartet</translation>
    </message>
    <message>
        <source>What it was asked for already it may do all the same: look at what is there.</source>
        <translation>Worum er schon gebeten wurde, tut er vielleicht trotzdem: Sehen Sie nach, was da ist.</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message numerus="yes">
        <source>Create %n missing topic(s)</source>
        <translation>
            <numerusform>%n fehlendes Topic anlegen</numerusform>
            <numerusform>%n fehlende Topics anlegen</numerusform>
        </translation>
    </message>
    <message>
        <source>Create %1</source>
        <translation>%1 anlegen</translation>
    </message>
    <message numerus="yes">
        <source>Create %1 (%n partition(s))</source>
        <translation>
            <numerusform>%1 anlegen (%n Partition)</numerusform>
            <numerusform>%1 anlegen (%n Partitionen)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n service(s) are up</source>
        <translation>
            <numerusform>%1 von %n Dienst läuft</numerusform>
            <numerusform>%1 von %n Diensten laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>Restart %1…</source>
        <translation>%1 neu starten …</translation>
    </message>
    <message>
        <source>Restart all of %1?</source>
        <translation>%1 ganz neu starten?</translation>
    </message>
    <message numerus="yes">
        <source>Its %n service(s) are stopped in reverse order, brokers before ZooKeeper, and started again in order. Volumes and topics stay.</source>
        <translation>
            <numerusform>Sein %n Dienst wird gestoppt und wieder gestartet. Volumes und Topics bleiben.</numerusform>
            <numerusform>Seine %n Dienste werden in umgekehrter Reihenfolge gestoppt, Broker vor ZooKeeper, und der Reihe nach wieder gestartet. Volumes und Topics bleiben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation>%1 neu starten</translation>
    </message>
    <message numerus="yes">
        <source>This disturbs %n service(s) that need it: %1. They keep running and may report errors until %2 is ready again.</source>
        <translation>
            <numerusform>Das stört %n Dienst, der ihn braucht: %1. Er läuft weiter und meldet vielleicht Fehler, bis %2 wieder bereit ist.</numerusform>
            <numerusform>Das stört %n Dienste, die ihn brauchen: %1. Sie laufen weiter und melden vielleicht Fehler, bis %2 wieder bereit ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>Restart %1?</source>
        <translation>%1 neu starten?</translation>
    </message>
    <message>
        <source>No running service needs it.</source>
        <translation>Kein laufender Dienst braucht ihn.</translation>
    </message>
</context>
<context>
    <name>Parcels</name>
    <message>
        <source>What was carried along cannot be read: %1</source>
        <translation>Was mitgenommen wurde, lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>Data was being put into new volumes when that was broken off. Do not start before it is there; «brokerdeckctl up --leave-data» starts without it.</source>
        <translation>Es wurden gerade Daten in neue Volumes gebracht, als das abgebrochen wurde. Starten Sie nicht, bevor sie dort sind; «brokerdeckctl up --leave-data» startet ohne sie.</translation>
    </message>
    <message>
        <source>%1 could not be renamed</source>
        <translation>%1 ließ sich nicht umbenennen</translation>
    </message>
    <message>
        <source>The data of %1 is still to be put into its volumes</source>
        <translation>Die Daten von %1 müssen erst noch in ihre Volumes</translation>
    </message>
    <message>
        <source>That was broken off. Start the stack, which goes on with it; «brokerdeckctl up --leave-data» starts without it. What was copied is in %1.</source>
        <translation>Das wurde abgebrochen. Starten Sie den Stack, das macht damit weiter; «brokerdeckctl up --leave-data» startet ohne sie. Was kopiert wurde, liegt in %1.</translation>
    </message>
</context>
<context>
    <name>Practice</name>
    <message>
        <source>there is no move «%1»</source>
        <translation>einen Zug «%1» gibt es nicht</translation>
    </message>
    <message>
        <source>a lesson has an id, a title, a story, a goal, hints and a why</source>
        <translation>eine Lektion hat ID, Titel, Geschichte, Ziel, Hinweise und ein Warum</translation>
    </message>
    <message>
        <source>what is changed has to be said, and the other way round</source>
        <translation>was geändert wird, muss gesagt werden, und umgekehrt</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made</source>
        <translation>Der Ordner %1 kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>Starting a stack of your own…</source>
        <translation>Startet einen eigenen Stack …</translation>
    </message>
    <message>
        <source>Writing a record into %1…</source>
        <translation>Schreibt einen Datensatz in %1 …</translation>
    </message>
    <message>
        <source>Something is changed…</source>
        <translation>Etwas wird geändert …</translation>
    </message>
    <message>
        <source>The stack did not break as it should</source>
        <translation>Der Stack ist nicht kaputtgegangen, wie er sollte</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Somebody starts it again…</source>
        <translation>Jemand startet es wieder …</translation>
    </message>
    <message>
        <source>«%1» goes on already</source>
        <translation>«%1» läuft schon</translation>
    </message>
    <message>
        <source>Check how it stands, or stop it to begin again.</source>
        <translation>Nachsehen, wie es steht, oder beenden, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>«%1» does not go on</source>
        <translation>«%1» läuft nicht</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>Zuerst starten.</translation>
    </message>
    <message>
        <source>All is well again, and the record is still there.</source>
        <translation>Alles ist wieder in Ordnung, und der Datensatz ist noch da.</translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>Alles ist in Ordnung.</translation>
    </message>
    <message>
        <source>Not yet: %1</source>
        <translation>Noch nicht: %1</translation>
    </message>
    <message>
        <source>It runs, but the record that was in %1 is lost: there was a way that keeps it. Stop the lesson, and try it again.</source>
        <translation>Es läuft, aber der Datensatz, der in %1 war, ist verloren: es gab einen Weg, der ihn behält. Die Lektion beenden und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Not everything can be told yet. Look again in a moment.</source>
        <translation>Noch ist nicht alles zu sagen. Gleich noch einmal nachsehen.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be removed</source>
        <translation>Der Ordner %1 kann nicht entfernt werden</translation>
    </message>
</context>
<context>
    <name>Preflight</name>
    <message>
        <source>the container %1</source>
        <translation>der Container %1</translation>
    </message>
    <message>
        <source>the container %1 of the project %2</source>
        <translation>der Container %1 des Projekts %2</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>ein anderes Programm</translation>
    </message>
    <message>
        <source>%1 needs the port %2 of this machine, but %3 has it</source>
        <translation>%1 braucht den Port %2 dieses Rechners, aber %3 hat ihn</translation>
    </message>
    <message>
        <source>Stop that, or publish %1 on another port in the compose file.</source>
        <translation>Das stoppen oder %1 in der Compose-Datei auf einem anderen Port veröffentlichen.</translation>
    </message>
    <message>
        <source>The engine has only %1 of memory; ZooKeeper and Kafka want %2</source>
        <translation>Die Engine hat nur %1 Speicher; ZooKeeper und Kafka wollen %2</translation>
    </message>
    <message>
        <source>Only %1 are free on the disk of the engine (%2)</source>
        <translation>Auf dem Datenträger der Engine (%2) sind nur %1 frei</translation>
    </message>
    <message>
        <source>Kafka stops when its disk is full: make room first.</source>
        <translation>Kafka stoppt, wenn sein Datenträger voll ist: zuerst Platz schaffen.</translation>
    </message>
    <message>
        <source>The engine&apos;s clock is off by %1 s against this machine</source>
        <translation>Die Uhr der Engine weicht um %1 s von diesem Rechner ab</translation>
    </message>
    <message>
        <source>%1 and %2 publish the same port, %3</source>
        <translation>%1 und %2 veröffentlichen denselben Port, %3</translation>
    </message>
    <message>
        <source>Publish one of them on another port in the compose file.</source>
        <translation>Einen davon in der Compose-Datei auf einem anderen Port veröffentlichen.</translation>
    </message>
</context>
<context>
    <name>Probe</name>
    <message>
        <source>its check cannot run: the image has no program %1</source>
        <translation>seine Prüfung kann nicht laufen: das Image hat kein Programm %1</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source>exit %1: %2</source>
        <translation>Exit-Code %1: %2</translation>
    </message>
    <message>
        <source>its check did not end within %1 s</source>
        <translation>seine Prüfung endete nicht innerhalb von %1 s</translation>
    </message>
    <message>
        <source>its check passes</source>
        <translation>seine Prüfung gelingt</translation>
    </message>
    <message>
        <source>no result yet</source>
        <translation>noch kein Ergebnis</translation>
    </message>
    <message>
        <source>exit 0</source>
        <translation>Exit-Code 0</translation>
    </message>
    <message>
        <source>the engine&apos;s verdict</source>
        <translation>das Urteil der Engine</translation>
    </message>
    <message>
        <source>the engine did not answer within %1 ms</source>
        <translation>die Engine antwortete nicht innerhalb von %1 ms</translation>
    </message>
    <message>
        <source>its container does not run</source>
        <translation>sein Container läuft nicht</translation>
    </message>
    <message>
        <source>healthy; last check: %1</source>
        <translation>gesund; letzte Prüfung: %1</translation>
    </message>
    <message>
        <source>starting; last check: %1</source>
        <translation>startet; letzte Prüfung: %1</translation>
    </message>
    <message numerus="yes">
        <source>unhealthy after %n failed check(s): %1</source>
        <translation>
            <numerusform>ungesund nach %n gescheiterter Prüfung: %1</numerusform>
            <numerusform>ungesund nach %n gescheiterten Prüfungen: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>the engine gives no verdict: there is no health check</source>
        <translation>die Engine gibt kein Urteil: es gibt keine Gesundheitsprüfung</translation>
    </message>
    <message>
        <source>metadata from %1</source>
        <translation>Metadaten von %1</translation>
    </message>
    <message>
        <source>not reached yet: %1</source>
        <translation>noch nicht erreicht: %1</translation>
    </message>
    <message numerus="yes">
        <source>broker %1 is not registered yet (%n broker(s))</source>
        <translation>
            <numerusform>Broker %1 ist noch nicht registriert (%n Broker)</numerusform>
            <numerusform>Broker %1 ist noch nicht registriert (%n Broker)</numerusform>
        </translation>
    </message>
    <message>
        <source>answers, but no broker is registered yet</source>
        <translation>antwortet, aber noch ist kein Broker registriert</translation>
    </message>
    <message numerus="yes">
        <source>broker %1 is registered (%n broker(s))</source>
        <translation>
            <numerusform>Broker %1 ist registriert (%n Broker)</numerusform>
            <numerusform>Broker %1 ist registriert (%n Broker)</numerusform>
        </translation>
    </message>
    <message>
        <source>srvr to %1</source>
        <translation>srvr an %1</translation>
    </message>
    <message>
        <source>answers srvr, but does not serve requests yet</source>
        <translation>antwortet auf srvr, bedient aber noch keine Anfragen</translation>
    </message>
    <message>
        <source>answers srvr, mode %1</source>
        <translation>antwortet auf srvr, Modus %1</translation>
    </message>
    <message>
        <source>answers ruok; srvr, which would tell whether it serves, is not allowed</source>
        <translation>antwortet auf ruok; srvr, das sagen würde, ob er Anfragen bedient, ist nicht erlaubt</translation>
    </message>
    <message>
        <source>answers, but allows neither srvr nor ruok: whether it serves requests is not known</source>
        <translation>antwortet, erlaubt aber weder srvr noch ruok: ob er Anfragen bedient, ist nicht bekannt</translation>
    </message>
    <message>
        <source>answers ruok with something else than imok</source>
        <translation>antwortet auf ruok mit etwas anderem als imok</translation>
    </message>
    <message>
        <source>takes the connection, but tells of no broker yet</source>
        <translation>nimmt die Verbindung an, nennt aber noch keinen Broker</translation>
    </message>
    <message>
        <source>What a broker can do is asked in clear text only, and this connection is encrypted.</source>
        <translation>Was ein Broker kann, wird nur im Klartext abgefragt, und diese Verbindung ist verschlüsselt.</translation>
    </message>
    <message>
        <source>The broker does not say what it can do.</source>
        <translation>Der Broker sagt nicht, was er kann.</translation>
    </message>
    <message>
        <source>Who leads the cluster is asked only where nobody has to log in.</source>
        <translation>Wer den Cluster führt, wird nur dort abgefragt, wo sich niemand anmelden muss.</translation>
    </message>
</context>
<context>
    <name>Process</name>
    <message>
        <source>%1 could not be started</source>
        <translation>%1 ließ sich nicht starten</translation>
    </message>
    <message>
        <source>The program is there, but the system refuses to run it.</source>
        <translation>Das Programm ist da, aber das System weigert sich, es auszuführen.</translation>
    </message>
    <message>
        <source>The program %1 is not installed</source>
        <translation>Das Programm %1 ist nicht installiert</translation>
    </message>
    <message>
        <source>Install it, or see to it that the folder it is in is in PATH.</source>
        <translation>Installieren oder dafür sorgen, dass sein Ordner in PATH steht.</translation>
    </message>
    <message>
        <source>The folder %1 is not there</source>
        <translation>Der Ordner %1 ist nicht da</translation>
    </message>
    <message>
        <source>%1 was to run in it.</source>
        <translation>%1 sollte darin laufen.</translation>
    </message>
    <message>
        <source>%1 did not finish within %2 s</source>
        <translation>%1 wurde nicht innerhalb von %2 s fertig</translation>
    </message>
    <message>
        <source>%1 was ended by signal %2</source>
        <translation>%1 wurde durch Signal %2 beendet</translation>
    </message>
    <message>
        <source>Somebody or something else ended it: a person, the system when memory ran out, or a crash.</source>
        <translation>Jemand oder etwas anderes hat es beendet: ein Mensch, das System bei Speichermangel oder ein Absturz.</translation>
    </message>
</context>
<context>
    <name>ProjectLock</name>
    <message>
        <source>an unknown time</source>
        <translation>unbekannter Zeit</translation>
    </message>
    <message>
        <source>another Brokerdeck</source>
        <translation>ein anderes Brokerdeck</translation>
    </message>
    <message>
        <source>%1 %2, pid %3, since %4</source>
        <translation>%1 %2, PID %3, seit %4</translation>
    </message>
    <message>
        <source>The project could not be locked against another Brokerdeck.</source>
        <translation>Das Projekt ließ sich nicht gegen ein anderes Brokerdeck sperren.</translation>
    </message>
    <message>
        <source>Check that the folder for locks (XDG_RUNTIME_DIR, or the folder for temporary files) belongs to you and can be written.</source>
        <translation>Prüfen, ob der Ordner für Sperren (XDG_RUNTIME_DIR oder der Ordner für temporäre Dateien) dem Benutzer gehört und beschreibbar ist.</translation>
    </message>
    <message>
        <source>There is no private folder for locks.</source>
        <translation>Es gibt keinen privaten Ordner für Sperren.</translation>
    </message>
    <message>
        <source>This project is being worked on by %1.</source>
        <translation>An diesem Projekt arbeitet gerade %1.</translation>
    </message>
    <message>
        <source>Wait until that is done, or cancel it there. Nothing was changed here.</source>
        <translation>Warten, bis das fertig ist, oder es dort abbrechen. Hier wurde nichts geändert.</translation>
    </message>
</context>
<context>
    <name>ProjectSession</name>
    <message>
        <source>The engine has no container of a project called %1</source>
        <translation>Die Engine hat keinen Container eines Projekts namens %1</translation>
    </message>
    <message>
        <source>Open its compose file instead, or look for another name in the list below.</source>
        <translation>Öffne stattdessen seine Compose-Datei, oder suche unten einen anderen Namen.</translation>
    </message>
</context>
<context>
    <name>Reach</name>
    <message>
        <source>No broker of %1 can be asked from here</source>
        <translation>Kein Broker von %1 kann von hier aus gefragt werden</translation>
    </message>
    <message>
        <source>Start it; or publish its port in the compose file.</source>
        <translation>Ihn starten; oder seinen Port in der Compose-Datei veröffentlichen.</translation>
    </message>
    <message>
        <source>ZooKeeper has no node %1</source>
        <translation>ZooKeeper hat keinen Knoten %1</translation>
    </message>
    <message>
        <source>ZooKeeper still has %1</source>
        <translation>ZooKeeper hat %1 immer noch</translation>
    </message>
    <message>
        <source>«%1» is no path of a node</source>
        <translation>«%1» ist kein Pfad eines Knotens</translation>
    </message>
    <message>
        <source>ZooKeeper’s port is not published, and its image has no tool to ask it by</source>
        <translation>ZooKeepers Port ist nicht veröffentlicht, und sein Image hat kein Werkzeug, um ihn zu fragen</translation>
    </message>
    <message>
        <source>Publish its client port in the compose file, on 127.0.0.1.</source>
        <translation>Seinen Client-Port in der Compose-Datei veröffentlichen, auf 127.0.0.1.</translation>
    </message>
    <message>
        <source>%1 does not run</source>
        <translation>%1 läuft nicht</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>Zuerst starten.</translation>
    </message>
    <message>
        <source>zookeeper-shell in %1</source>
        <translation>zookeeper-shell in %1</translation>
    </message>
</context>
<context>
    <name>RecordDialog</name>
    <message>
        <source>The key is</source>
        <translation>Der Schlüssel ist</translation>
    </message>
    <message>
        <source>The value is</source>
        <translation>Der Wert ist</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Headers, one NAME=VALUE a line</source>
        <translation>Header, je Zeile NAME=WERT</translation>
    </message>
    <message>
        <source>NAME=VALUE, one a line</source>
        <translation>NAME=WERT, je Zeile eines</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>Partition</translation>
    </message>
    <message>
        <source>How many records</source>
        <translation>Anzahl der Datensätze</translation>
    </message>
    <message>
        <source>null</source>
        <translation>null</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>hex</source>
        <translation>Hex</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Variables are filled in anew for each record: ${n}, ${time}, ${ms}, ${uuid}, ${random:1:100}.</source>
        <translation>Variablen werden für jeden Datensatz neu eingesetzt: ${n}, ${time}, ${ms}, ${uuid}, ${random:1:100}.</translation>
    </message>
    <message>
        <source>by the key, or any</source>
        <translation>nach Schlüssel, oder beliebig</translation>
    </message>
    <message numerus="yes">
        <source>Write %Ln records</source>
        <translation>
            <numerusform>%Ln Datensatz schreiben</numerusform>
            <numerusform>%Ln Datensätze schreiben</numerusform>
        </translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Keep this as a template…</source>
        <translation>Das als Vorlage aufbewahren …</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Keep this as a template</source>
        <translation>Das als Vorlage aufbewahren</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>RecordForm</name>
    <message>
        <source>it is no JSON: %1 at byte %2</source>
        <translation>kein JSON: %1 bei Byte %2</translation>
    </message>
    <message>
        <source>it is no hex: write pairs of 0–9 and a–f, as 00 ff</source>
        <translation>kein Hex: Paare aus 0–9 und a–f schreiben, etwa 00 ff</translation>
    </message>
    <message>
        <source>«%1» is no NAME=VALUE</source>
        <translation>«%1» ist kein NAME=WERT</translation>
    </message>
    <message>
        <source>Choose a topic</source>
        <translation>Topic wählen</translation>
    </message>
    <message>
        <source>There is no topic %1</source>
        <translation>Es gibt kein Topic %1</translation>
    </message>
    <message>
        <source>The key: %1</source>
        <translation>Schlüssel: %1</translation>
    </message>
    <message>
        <source>The value: %1</source>
        <translation>Wert: %1</translation>
    </message>
    <message>
        <source>The headers: %1</source>
        <translation>Header: %1</translation>
    </message>
</context>
<context>
    <name>RecordQuery</name>
    <message>
        <source>Say from where to read</source>
        <translation>Angeben, ab wo gelesen werden soll</translation>
    </message>
    <message>
        <source>An offset as 1204, a time as 2026-11-25 14:02, or how long ago as 10m.</source>
        <translation>Ein Offset wie 1204, eine Zeit wie 2026-11-25 14:02 oder eine Zeitspanne zurück wie 10m.</translation>
    </message>
</context>
<context>
    <name>RecordTemplates</name>
    <message>
        <source>A template needs a name of at most 100 characters.</source>
        <translation>Eine Vorlage braucht einen Namen mit höchstens 100 Zeichen.</translation>
    </message>
    <message>
        <source>This is too large to be kept as a template; keep it as a file.</source>
        <translation>Das ist zu groß für eine Vorlage; als Datei aufbewahren.</translation>
    </message>
    <message numerus="yes">
        <source>There are %n templates already; forget some.</source>
        <translation>
            <numerusform>Es gibt schon eine Vorlage; einige vergessen.</numerusform>
            <numerusform>Es gibt schon %n Vorlagen; einige vergessen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordWords</name>
    <message>
        <source>null</source>
        <translation>null</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>%1… (%2)</source>
        <comment>beginning of a large value, and its size</comment>
        <translation>%1… (%2)</translation>
    </message>
    <message>
        <source>This record bears no time.</source>
        <translation>Dieser Datensatz trägt keine Zeit.</translation>
    </message>
    <message>
        <source>%1 local time
%2 UTC
%3</source>
        <translation>%1 Ortszeit
%2 UTC
%3</translation>
    </message>
    <message>
        <source>when the broker took it</source>
        <translation>als der Broker ihn annahm</translation>
    </message>
    <message>
        <source>as its producer says</source>
        <translation>laut seinem Producer</translation>
    </message>
    <message numerus="yes">
        <source>%Ln byte(s)</source>
        <translation>
            <numerusform>%Ln Byte</numerusform>
            <numerusform>%Ln Bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>Schema %1</source>
        <translation>Schema %1</translation>
    </message>
    <message>
        <source>Schema %1, %2</source>
        <translation>Schema %1, %2</translation>
    </message>
</context>
<context>
    <name>Recorded</name>
    <message>
        <source>This run is not kept in the history: %1</source>
        <translation>Dieser Lauf wird nicht im Verlauf aufbewahrt: %1</translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message>
        <source>«%1» is no regular expression</source>
        <translation>«%1» ist kein regulärer Ausdruck</translation>
    </message>
    <message>
        <source>At character %1: %2</source>
        <translation>Bei Zeichen %1: %2</translation>
    </message>
    <message>
        <source>a key or value must be a text or null</source>
        <translation>ein Schlüssel oder Wert muss ein Text oder null sein</translation>
    </message>
    <message>
        <source>%1 cannot be read back: read the records as hex</source>
        <translation>%1 lässt sich nicht zurücklesen: die Datensätze als hex lesen</translation>
    </message>
    <message>
        <source>a record is a JSON object in one line</source>
        <translation>ein Datensatz ist ein JSON-Objekt in einer Zeile</translation>
    </message>
    <message>
        <source>a header is an object with name and value</source>
        <translation>ein Header ist ein Objekt mit name und value</translation>
    </message>
    <message>
        <source>There is no topic %1</source>
        <translation>Es gibt kein Topic %1</translation>
    </message>
    <message>
        <source>%1 has no partition %2</source>
        <translation>%1 hat keine Partition %2</translation>
    </message>
    <message>
        <source>«%1» is no hex</source>
        <translation>«%1» ist kein Hex</translation>
    </message>
    <message>
        <source>a record has no «%1»</source>
        <translation>ein Datensatz hat kein «%1»</translation>
    </message>
    <message>
        <source>a record needs a «value», which may be null</source>
        <translation>ein Datensatz braucht «value», das null sein darf</translation>
    </message>
    <message>
        <source>«time» is no time</source>
        <translation>«time» ist keine Zeit</translation>
    </message>
    <message>
        <source>A JSON path has at most %1 characters</source>
        <translation>Ein JSON-Pfad hat höchstens %1 Zeichen</translation>
    </message>
    <message>
        <source>a comparison, «&amp;&amp;», «||» or the end</source>
        <translation>ein Vergleich, «&amp;&amp;», «||» oder das Ende</translation>
    </message>
    <message>
        <source>«%1» is no JSON path</source>
        <translation>«%1» ist kein JSON-Pfad</translation>
    </message>
    <message>
        <source>At character %1: expected %2. For example: $.order.id == 7</source>
        <translation>Bei Zeichen %1 erwartet: %2. Zum Beispiel: $.order.id == 7</translation>
    </message>
    <message>
        <source>fewer brackets inside each other</source>
        <translation>weniger ineinander geschachtelte Klammern</translation>
    </message>
    <message>
        <source>«)»</source>
        <translation>«)»</translation>
    </message>
    <message>
        <source>one of == != &lt; &lt;= &gt; &gt;= =~</source>
        <translation>eines von == != &lt; &lt;= &gt; &gt;= =~</translation>
    </message>
    <message>
        <source>«==»</source>
        <translation>«==»</translation>
    </message>
    <message>
        <source>a path that begins with $ or @, a number, a text in quotes, true, false or null</source>
        <translation>ein Pfad, der mit $ oder @ beginnt, eine Zahl, ein Text in Anführungszeichen, true, false oder null</translation>
    </message>
    <message>
        <source>a path that begins with $, a number, a text in quotes, true, false or null</source>
        <translation>ein Pfad, der mit $ beginnt, eine Zahl, ein Text in Anführungszeichen, true, false oder null</translation>
    </message>
    <message>
        <source>«$»: «@» is only inside «[?…]»</source>
        <translation>«$»: «@» steht nur innerhalb von «[?…]»</translation>
    </message>
    <message>
        <source>no function: a path only</source>
        <translation>keine Funktion: nur ein Pfad</translation>
    </message>
    <message>
        <source>a name or «*»; a name with other characters is written [&apos;…&apos;]</source>
        <translation>ein Name oder «*»; ein Name mit anderen Zeichen wird [&apos;…&apos;] geschrieben</translation>
    </message>
    <message>
        <source>«]»</source>
        <translation>«]»</translation>
    </message>
    <message>
        <source>a number, «*», a name in quotes or «?»</source>
        <translation>eine Zahl, «*», ein Name in Anführungszeichen oder «?»</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a text whose quote is closed</source>
        <translation>ein Text mit schließendem Anführungszeichen</translation>
    </message>
    <message>
        <source>one of \b \f \n \r \t \\ \/ \uXXXX or the quote after a backslash</source>
        <translation>eines von \b \f \n \r \t \\ \/ \uXXXX oder das Anführungszeichen nach einem Rückstrich</translation>
    </message>
    <message>
        <source>a regular expression in quotes, or between slashes</source>
        <translation>ein regulärer Ausdruck in Anführungszeichen oder zwischen Schrägstrichen</translation>
    </message>
    <message>
        <source>a regular expression whose quote is closed</source>
        <translation>ein regulärer Ausdruck mit schließendem Anführungszeichen</translation>
    </message>
    <message>
        <source>a regular expression (%1)</source>
        <translation>ein regulärer Ausdruck (%1)</translation>
    </message>
    <message>
        <source>«%1» is no offset, no time and no «10m» ago</source>
        <translation>«%1» ist kein Offset, keine Zeit und keine Zeitspanne wie «10m»</translation>
    </message>
    <message>
        <source>Write beginning, end, an offset as 1204, a time as 2026-11-25 14:02, or how long ago as 10m.</source>
        <translation>Anzugeben ist beginning, end, ein Offset wie 1204, eine Zeit wie 2026-11-25 14:02 oder eine Zeitspanne zurück wie 10m.</translation>
    </message>
    <message>
        <source>«headers» is no list in JSON</source>
        <translation>«headers» ist keine Liste in JSON</translation>
    </message>
    <message>
        <source>a quote is not closed</source>
        <translation>ein Anführungszeichen ist nicht geschlossen</translation>
    </message>
    <message>
        <source>Record %1: %2</source>
        <translation>Datensatz %1: %2</translation>
    </message>
    <message>
        <source>the first line must name the columns, and one of them «value»</source>
        <translation>die erste Zeile muss die Spalten nennen, eine davon «value»</translation>
    </message>
    <message>
        <source>it has %1 cells in place of %2</source>
        <translation>er hat %1 Zellen statt %2</translation>
    </message>
    <message numerus="yes">
        <source>%1. %Ln record(s) before it are written.</source>
        <translation>
            <numerusform>%1. %Ln Datensatz davor ist geschrieben.</numerusform>
            <numerusform>%1. %Ln Datensätze davor sind geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cannot be read</source>
        <translation>%1 kann nicht gelesen werden</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>%1 ended because ZooKeeper still holds the registration of broker %2 by a broker that was killed. It expires by itself; %1 starts then.</source>
        <translation>%1 endete, weil ZooKeeper noch die Registrierung von Broker %2 durch einen hart beendeten Broker hält. Sie läuft von selbst ab; %1 startet dann.</translation>
    </message>
    <message>
        <source>%1 has the id %2, and %3 runs with it</source>
        <translation>%1 hat die ID %2, und %3 läuft mit ihr</translation>
    </message>
    <message>
        <source>Two brokers cannot have one id. Give one of them another; the audit can write it into the file.</source>
        <translation>Zwei Broker können nicht dieselbe ID haben. Geben Sie einem eine andere; die Prüfung der Datei kann sie hineinschreiben.</translation>
    </message>
</context>
<context>
    <name>Registration</name>
    <message>
        <source>%1 has no ZooKeeper</source>
        <translation>%1 hat keinen ZooKeeper</translation>
    </message>
    <message>
        <source>Its brokers are in a KRaft quorum: «brokerdeckctl cluster show».</source>
        <translation>Seine Broker sind in einem KRaft-Quorum: «brokerdeckctl cluster show».</translation>
    </message>
    <message>
        <source>ZooKeeper does not run</source>
        <translation>ZooKeeper läuft nicht</translation>
    </message>
    <message>
        <source>Start it, to see what it holds.</source>
        <translation>Ihn starten, um zu sehen, was er hält.</translation>
    </message>
    <message>
        <source>The broker that is connected is none of this engine’s. Stop it where it runs, or give one of the two another id.</source>
        <translation>Der verbundene Broker gehört nicht zu dieser Engine. Ihn dort stoppen, wo er läuft, oder einem der beiden eine andere ID geben.</translation>
    </message>
    <message>
        <source>%1 is connected under this id, and %2 is set to it, too. Give one of them another id.</source>
        <translation>%1 ist unter dieser ID verbunden, und %2 ist auch auf sie eingestellt. Einem von beiden eine andere ID geben.</translation>
    </message>
    <message>
        <source>Its owner is connected: deleting it would break a cluster that works.</source>
        <translation>Ihr Eigentümer ist verbunden: sie zu löschen bräche einen Cluster, der funktioniert.</translation>
    </message>
    <message>
        <source>It belongs to no session, so it does not expire: waiting does not help.</source>
        <translation>Sie gehört zu keiner Sitzung und läuft darum nicht ab: Warten hilft nicht.</translation>
    </message>
    <message>
        <source>Where its owner has ended, its session expires by itself. Then Kafka can start.</source>
        <translation>Wenn ihr Eigentümer beendet ist, läuft seine Sitzung von selbst ab. Dann kann Kafka starten.</translation>
    </message>
    <message>
        <source>Its session expires by itself. Then Kafka can start, alone.</source>
        <translation>Ihre Sitzung läuft von selbst ab. Dann kann Kafka starten, allein.</translation>
    </message>
    <message>
        <source>Who owns it cannot be told from here, so it is not deleted by hand.</source>
        <translation>Wem sie gehört, ist von hier aus nicht zu sagen, darum wird sie nicht von Hand gelöscht.</translation>
    </message>
    <message>
        <source>Every broker that has this id, or may have it, must be stopped first: %1.</source>
        <translation>Jeder Broker, der diese ID hat oder haben könnte, muss zuerst gestoppt werden: %1.</translation>
    </message>
    <message>
        <source>Only where it is still there after its time is over.</source>
        <translation>Nur wenn sie nach Ablauf ihrer Zeit noch da ist.</translation>
    </message>
    <message>
        <source>Nobody owns it, and it does not go by itself. Make sure that no broker %1 runs on another machine.</source>
        <translation>Sie gehört niemandem und verschwindet nicht von selbst. Sicherstellen, dass auf keinem anderen Rechner ein Broker %1 läuft.</translation>
    </message>
    <message>
        <source>Only where nothing else helps: it takes every topic and record.</source>
        <translation>Nur wenn nichts anderes hilft: damit gehen alle Topics und Datensätze.</translation>
    </message>
    <message>
        <source>It is persistent: no session owns it, and it never goes by itself.</source>
        <translation>Sie ist dauerhaft: keine Sitzung besitzt sie, und sie verschwindet nie von selbst.</translation>
    </message>
    <message>
        <source>Session %1 owns it, connected from %2, which is no container that we know.</source>
        <translation>Sitzung %1 besitzt sie, verbunden von %2; das ist kein Container, den wir kennen.</translation>
    </message>
    <message>
        <source>Session %1 owns it: it is that of %2, which runs.</source>
        <translation>Sitzung %1 besitzt sie: die von %2, und der läuft.</translation>
    </message>
    <message>
        <source>Session %1 owns it, connected from %2: %3.</source>
        <translation>Sitzung %1 besitzt sie, verbunden von %2: %3.</translation>
    </message>
    <message>
        <source>Session %1 owns it. %2 said in its log that this was its session, and that process has ended: it is what a dead broker left behind.</source>
        <translation>Sitzung %1 besitzt sie. %2 hat in seinem Log gesagt, dass das seine Sitzung war, und dieser Prozess ist beendet: sie ist, was ein toter Broker hinterlassen hat.</translation>
    </message>
    <message>
        <source>Session %1 owns it, and ZooKeeper has no connection of it: its owner is gone.</source>
        <translation>Sitzung %1 besitzt sie, und ZooKeeper hat keine Verbindung von ihr: ihr Eigentümer ist fort.</translation>
    </message>
    <message>
        <source>Session %1 owns it.</source>
        <translation>Sitzung %1 besitzt sie.</translation>
    </message>
    <message>
        <source>Session %1 owns it. No log that we can read names it, and ZooKeeper may not be asked who is connected (its word «cons» is not allowed).</source>
        <translation>Sitzung %1 besitzt sie. Kein Log, das wir lesen können, nennt sie, und ZooKeeper darf nicht gefragt werden, wer verbunden ist (sein Wort «cons» ist nicht erlaubt).</translation>
    </message>
    <message>
        <source>Stop the duplicate</source>
        <translation>Das Doppel stoppen</translation>
    </message>
    <message>
        <source>Wait, then start Kafka</source>
        <translation>Warten, dann Kafka starten</translation>
    </message>
    <message>
        <source>Delete the registration</source>
        <translation>Die Registrierung löschen</translation>
    </message>
    <message>
        <source>Reset the stack</source>
        <translation>Den Stack zurücksetzen</translation>
    </message>
    <message>
        <source>%1 (not now)</source>
        <translation>%1 (jetzt nicht)</translation>
    </message>
    <message>
        <source>%1 (in %2 s)</source>
        <translation>%1 (in %2 s)</translation>
    </message>
    <message>
        <source>%1 (at most %2 s)</source>
        <translation>%1 (höchstens %2 s)</translation>
    </message>
    <message>
        <source>registered %1</source>
        <translation>registriert %1</translation>
    </message>
    <message>
        <source>not registered</source>
        <translation>nicht registriert</translation>
    </message>
    <message>
        <source>not in the cluster</source>
        <translation>nicht im Cluster</translation>
    </message>
    <message>
        <source>%1 (stopped)</source>
        <translation>%1 (gestoppt)</translation>
    </message>
    <message>
        <source>none that we know</source>
        <translation>keiner, den wir kennen</translation>
    </message>
    <message>
        <source>delete a registration</source>
        <translation>eine Registrierung löschen</translation>
    </message>
    <message>
        <source>ZooKeeper has no node %1</source>
        <translation>ZooKeeper hat keinen Knoten %1</translation>
    </message>
    <message>
        <source>No broker %1 is registered</source>
        <translation>Kein Broker %1 ist registriert</translation>
    </message>
</context>
<context>
    <name>Registry</name>
    <message>
        <source>what answers there is no Schema Registry</source>
        <translation>was dort antwortet, ist keine Schema Registry</translation>
    </message>
    <message>
        <source>The address may lack a path, as /apis/ccompat/v7 of Apicurio.</source>
        <translation>Vielleicht fehlt der Adresse ein Pfad, etwa /apis/ccompat/v7 bei Apicurio.</translation>
    </message>
    <message>
        <source>«%1» is not the address of a Schema Registry</source>
        <translation>«%1» ist nicht die Adresse einer Schema Registry</translation>
    </message>
    <message>
        <source>It has the form http://host:8081.</source>
        <translation>Sie hat die Form http://host:8081.</translation>
    </message>
    <message>
        <source>schema %1 could not be had: %2</source>
        <translation>Schema %1 war nicht zu bekommen: %2</translation>
    </message>
    <message>
        <source>it refers to %1 (%2, version %3): %4</source>
        <translation>es verweist auf %1 (%2, Version %3): %4</translation>
    </message>
    <message>
        <source>it refers to more than %1 others</source>
        <translation>es verweist auf mehr als %1 andere</translation>
    </message>
    <message>
        <source>schema %1 was not asked for: cancelled</source>
        <translation>Schema %1 wurde nicht abgefragt: abgebrochen</translation>
    </message>
    <message>
        <source>the Schema Registry has no schema %1</source>
        <translation>die Schema Registry hat kein Schema %1</translation>
    </message>
    <message>
        <source>schema %1 cannot be used: %2</source>
        <translation>Schema %1 ist nicht verwendbar: %2</translation>
    </message>
    <message>
        <source>schema %1 had no turn yet</source>
        <translation>Schema %1 war noch nicht an der Reihe</translation>
    </message>
</context>
<context>
    <name>Reset</name>
    <message>
        <source>%1 of %2 is on no volume: no snapshot can keep it</source>
        <translation>%1 von %2 liegt auf keinem Volume: kein Snapshot kann es aufheben</translation>
    </message>
    <message>
        <source>Reset without a snapshot where it may be lost («--no-snapshot»), or put a volume there first.</source>
        <translation>Ohne Snapshot zurücksetzen, wo es verloren gehen darf («--no-snapshot»), oder dort erst ein Volume anlegen.</translation>
    </message>
    <message>
        <source>Full reset of %1</source>
        <translation>Voller Reset von %1</translation>
    </message>
    <message>
        <source>%1 is empty and up again</source>
        <translation>%1 ist leer und läuft wieder</translation>
    </message>
    <message>
        <source>the container %1 is removed</source>
        <translation>der Container %1 ist entfernt</translation>
    </message>
    <message>
        <source>the volume %1 is deleted</source>
        <translation>das Volume %1 ist gelöscht</translation>
    </message>
    <message>
        <source>The journal of the reset is not understood</source>
        <translation>Das Journal des Resets ist unverständlich</translation>
    </message>
    <message>
        <source>It may be one of a newer Brokerdeck.</source>
        <translation>Vielleicht ist es von einem neueren Brokerdeck.</translation>
    </message>
    <message>
        <source>There is nothing to go on with</source>
        <translation>Es gibt nichts fortzusetzen</translation>
    </message>
    <message>
        <source>The last reset has ended, or there was none.</source>
        <translation>Der letzte Reset ist zu Ende, oder es gab keinen.</translation>
    </message>
    <message>
        <source>A %1 of %2 has not ended, since %3</source>
        <translation>Ein %1 von %2 ist nicht zu Ende, seit %3</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>Go on with it, restore its snapshot, or leave it as it is: «brokerdeckctl reset --resume» or «--abandon».</source>
        <translation>Fortsetzen, den Snapshot davon wiederherstellen oder so lassen: «brokerdeckctl reset --resume» oder «--abandon».</translation>
    </message>
    <message>
        <source>The context %1 is on another machine</source>
        <translation>Der Kontext %1 liegt auf einer anderen Maschine</translation>
    </message>
    <message>
        <source>%1 is protected</source>
        <translation>%1 ist geschützt</translation>
    </message>
    <message>
        <source>Confirm the context by its name, too: «--confirm-remote %1».</source>
        <translation>Auch den Kontext beim Namen bestätigen: «--confirm-remote %1».</translation>
    </message>
    <message>
        <source>Nothing is deleted: %1</source>
        <translation>Es wird nichts gelöscht: %1</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>stoppt</translation>
    </message>
    <message>
        <source>nothing was deleted: starting again what was stopped</source>
        <translation>nichts wurde gelöscht: was gestoppt wurde, wird wieder gestartet</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>A restore of %1, begun at %2, was broken off</source>
        <translation>Ein Wiederherstellen von %1, begonnen %2, wurde unterbrochen</translation>
    </message>
    <message>
        <source>A reset of %1, begun at %2, was broken off</source>
        <translation>Ein Reset von %1, begonnen %2, wurde unterbrochen</translation>
    </message>
    <message>
        <source>Nothing was deleted. Services may have been stopped.</source>
        <translation>Nichts wurde gelöscht. Dienste wurden vielleicht gestoppt.</translation>
    </message>
    <message>
        <source>Some topics may be deleted, and not made or filled again. Going on does what is left.</source>
        <translation>Manche Topics sind vielleicht gelöscht und noch nicht wieder erstellt oder gefüllt. Fortsetzen erledigt den Rest.</translation>
    </message>
    <message>
        <source>What was there before is deleted, or part of it, and the snapshot is not wholly back. Going on puts it back.</source>
        <translation>Was vorher da war, ist ganz oder zum Teil gelöscht, und der Snapshot ist noch nicht ganz zurück. Fortsetzen bringt ihn zurück.</translation>
    </message>
    <message>
        <source>The volumes are deleted; not everything was started again.</source>
        <translation>Die Volumes sind gelöscht; noch nicht alles wurde wieder gestartet.</translation>
    </message>
    <message>
        <source>Containers were removed; all volumes are still there.</source>
        <translation>Container wurden entfernt; alle Volumes sind noch da.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln volume(s) are deleted: half a set, with which Kafka must not be started.</source>
        <translation>
            <numerusform>%1 von %Ln Volume ist gelöscht: ein halber Satz, mit dem Kafka nicht starten darf.</numerusform>
            <numerusform>%1 von %Ln Volumes sind gelöscht: ein halber Satz, mit dem Kafka nicht starten darf.</numerusform>
        </translation>
    </message>
    <message>
        <source>A reset that has not ended needs this snapshot</source>
        <translation>Ein Reset, der nicht zu Ende ist, braucht diesen Snapshot</translation>
    </message>
    <message>
        <source>Go on with it first, or leave it as it is.</source>
        <translation>Erst ihn fortsetzen oder so lassen.</translation>
    </message>
    <message>
        <source>There is no topic %1</source>
        <translation>Es gibt kein Topic %1</translation>
    </message>
    <message>
        <source>%1 is Kafka’s own: it is not reset</source>
        <translation>%1 ist Kafkas eigenes: es wird nicht zurückgesetzt</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 unter %2</translation>
    </message>
    <message>
        <source>members from elsewhere are connected: %1</source>
        <translation>Mitglieder von anderswo sind verbunden: %1</translation>
    </message>
    <message>
        <source>it reads other topics, too; its offsets in those that are deleted go with them</source>
        <translation>sie liest auch andere Topics; ihre Offsets in den gelöschten verschwinden mit ihnen</translation>
    </message>
    <message>
        <source>it has committed nothing in these topics</source>
        <translation>sie hat in diesen Topics nichts festgeschrieben</translation>
    </message>
    <message>
        <source>Not every broker tells its groups</source>
        <translation>Nicht jeder Broker nennt seine Gruppen</translation>
    </message>
    <message>
        <source>There is no group %1</source>
        <translation>Es gibt keine Gruppe %1</translation>
    </message>
    <message>
        <source>Nothing is deleted: %1 is not as it was shown</source>
        <translation>Es wird nichts gelöscht: %1 ist nicht mehr, wie es gezeigt wurde</translation>
    </message>
    <message>
        <source>Look at the plan again.</source>
        <translation>Den Plan noch einmal ansehen.</translation>
    </message>
    <message>
        <source>%1 was not deleted: %2</source>
        <translation>%1 wurde nicht gelöscht: %2</translation>
    </message>
    <message numerus="yes">
        <source>Somebody has made %1 meanwhile, with %Ln partition(s)</source>
        <translation>
            <numerusform>Jemand hat %1 inzwischen erstellt, mit %Ln Partition</numerusform>
            <numerusform>Jemand hat %1 inzwischen erstellt, mit %Ln Partitionen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 was not made: %2</source>
        <translation>%1 wurde nicht erstellt: %2</translation>
    </message>
    <message>
        <source>stopping members</source>
        <translation>Mitglieder stoppen</translation>
    </message>
    <message numerus="yes">
        <source>Nothing is deleted: %1 has %2 replicas, and there are %Ln broker(s) now</source>
        <translation>
            <numerusform>Es wird nichts gelöscht: %1 hat %2 Replikate, und es gibt jetzt %Ln Broker</numerusform>
            <numerusform>Es wird nichts gelöscht: %1 hat %2 Replikate, und es gibt jetzt %Ln Broker</numerusform>
        </translation>
    </message>
    <message>
        <source>topics and groups</source>
        <translation>Topics und Gruppen</translation>
    </message>
    <message>
        <source>emptied: %1</source>
        <translation>geleert: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>left alone: %1</source>
        <translation>gelassen, wie es ist: %1</translation>
    </message>
    <message>
        <source>%1 was not rewound: %2</source>
        <translation>%1 wurde nicht zurückgespult: %2</translation>
    </message>
    <message>
        <source>nobody leads a partition</source>
        <translation>eine Partition hat keinen Leader</translation>
    </message>
    <message>
        <source>rewound: %1</source>
        <translation>zurückgespult: %1</translation>
    </message>
    <message>
        <source>deleted: %1</source>
        <translation>gelöscht: %1</translation>
    </message>
    <message>
        <source>Emptying the topics of %1</source>
        <translation>Leeren der Topics von %1</translation>
    </message>
    <message>
        <source>Making the topics of %1 anew</source>
        <translation>Neuerstellen der Topics von %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln topic(s) done</source>
        <translation>
            <numerusform>%Ln Topic erledigt</numerusform>
            <numerusform>%Ln Topics erledigt</numerusform>
        </translation>
    </message>
    <message>
        <source>Members of %1 are still connected</source>
        <translation>Mitglieder von %1 sind noch verbunden</translation>
    </message>
    <message>
        <source>archiving records</source>
        <translation>Datensätze archivieren</translation>
    </message>
    <message>
        <source>There is no topic %1 any more</source>
        <translation>Das Topic %1 gibt es nicht mehr</translation>
    </message>
    <message numerus="yes">
        <source>%1 is archived: %Ln record(s)</source>
        <translation>
            <numerusform>%1 ist archiviert: %Ln Datensatz</numerusform>
            <numerusform>%1 ist archiviert: %Ln Datensätze</numerusform>
        </translation>
    </message>
    <message>
        <source>Snapshot of the records of %1</source>
        <translation>Snapshot der Datensätze von %1</translation>
    </message>
    <message>
        <source>The snapshot «%1» is there</source>
        <translation>Der Snapshot «%1» ist da</translation>
    </message>
    <message>
        <source>What a reset wrote down cannot be read: %1</source>
        <translation>Was ein Reset sich notiert hat, ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>It may be damaged, or of a newer Brokerdeck. «brokerdeckctl reset --abandon» puts it aside.</source>
        <translation>Es ist vielleicht beschädigt oder von einem neueren Brokerdeck. «brokerdeckctl reset --abandon» legt es beiseite.</translation>
    </message>
    <message>
        <source>What it did is not known. It may be damaged, or of a newer Brokerdeck. Leaving it as it is puts it aside.</source>
        <translation>Was er getan hat, ist nicht bekannt. Es ist vielleicht beschädigt oder von einem neueren Brokerdeck. «So lassen» legt es beiseite.</translation>
    </message>
    <message>
        <source>Nothing is deleted: records keep coming into %1, and would be lost</source>
        <translation>Nichts wird gelöscht: in %1 kommen laufend Datensätze, die verloren gingen</translation>
    </message>
    <message>
        <source>Stop what writes to it, or reset without a snapshot.</source>
        <translation>Stoppen, was hineinschreibt, oder ohne Snapshot zurücksetzen.</translation>
    </message>
    <message>
        <source>made: %1</source>
        <translation>erstellt: %1</translation>
    </message>
    <message>
        <source>All its topics are there. Some may not be emptied or filled yet. Going on does what is left.</source>
        <translation>Alle seine Topics sind da. Manche sind vielleicht noch nicht geleert oder gefüllt. Weitermachen tut, was übrig ist.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln topic(s) are deleted and not made again: %1. Going on makes them.</source>
        <translation>
            <numerusform>%Ln Topic ist gelöscht und nicht wieder angelegt: %1. Weitermachen legt es an.</numerusform>
            <numerusform>%Ln Topics sind gelöscht und nicht wieder angelegt: %1. Weitermachen legt sie an.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is deleted: %1 was started since the snapshot</source>
        <translation>Nichts wird gelöscht: %1 wurde seit dem Snapshot gestartet</translation>
    </message>
    <message>
        <source>Leave it alone for that moment, and try again.</source>
        <translation>Für diesen Moment in Ruhe lassen, und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 is empty and up again, but topics are missing: %2</source>
        <translation>%1 ist leer und wieder da, aber es fehlen Topics: %2</translation>
    </message>
    <message>
        <source>%1 is empty and up again; whether its topics are there is not known</source>
        <translation>%1 ist leer und wieder da; ob seine Topics da sind, ist nicht bekannt</translation>
    </message>
    <message>
        <source>A program writes to it while the broker makes topics by themselves. Stop it, delete the topic, and go on.</source>
        <translation>Ein Programm schreibt hinein, während der Broker Topics von selbst anlegt. Es anhalten, das Topic löschen und weitermachen.</translation>
    </message>
    <message>
        <source>nobody chose it; its offsets in topics that are deleted go with them</source>
        <translation>niemand hat sie gewählt; ihre Offsets in Topics, die gelöscht werden, gehen mit</translation>
    </message>
    <message>
        <source>Nothing is deleted: records have come into %1 since</source>
        <translation>Nichts wird gelöscht: Seither sind Datensätze in %1 gekommen</translation>
    </message>
    <message>
        <source>Leave this reset as it is («--abandon»), and begin a new one.</source>
        <translation>Diesen Reset so lassen, wie er ist («--abandon»), und einen neuen beginnen.</translation>
    </message>
    <message>
        <source>Nothing is deleted: it is another Kafka cluster than was shown</source>
        <translation>Nichts wird gelöscht: es ist ein anderer Kafka-Cluster, als gezeigt wurde</translation>
    </message>
    <message>
        <source>Nothing is deleted: no broker tells which cluster it is</source>
        <translation>Nichts wird gelöscht: kein Broker sagt, welcher Cluster es ist</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuche es gleich noch einmal.</translation>
    </message>
    <message>
        <source>waiting until Kafka no longer counts the members of %1: one that went without a word stays until its session expires, 45 s by default</source>
        <translation>warten, bis Kafka die Mitglieder von %1 nicht mehr zählt: eines, das ohne ein Wort ging, bleibt, bis seine Sitzung abläuft, normalerweise 45 s</translation>
    </message>
    <message>
        <source>One that was killed is counted until its session expires; one that runs elsewhere must be stopped. Then try again.</source>
        <translation>Ein getötetes zählt, bis seine Sitzung abläuft; eines, das anderswo läuft, muss gestoppt werden. Danach noch einmal versuchen.</translation>
    </message>
    <message>
        <source>it has joined meanwhile: it is stopped, too</source>
        <translation>ist inzwischen dazugekommen: wird auch gestoppt</translation>
    </message>
</context>
<context>
    <name>ResetWizard</name>
    <message>
        <source>Clean test data</source>
        <translation>Saubere Testdaten</translation>
    </message>
    <message>
        <source>Wrong topic settings</source>
        <translation>Falsche Topic-Einstellungen</translation>
    </message>
    <message>
        <source>Broker id or cluster id conflict</source>
        <translation>Konflikt um Broker-Id oder Cluster-Id</translation>
    </message>
    <message>
        <source>Changed configuration</source>
        <translation>Geänderte Konfiguration</translation>
    </message>
    <message>
        <source>Emptying is enough: topics, settings and Kafka itself stay.</source>
        <translation>Leeren genügt: Topics, Einstellungen und Kafka selbst bleiben.</translation>
    </message>
    <message>
        <source>Making the expected topics anew is enough: partitions and settings are then as the team wants them.</source>
        <translation>Die erwarteten Topics neu zu erstellen genügt: Partitionen und Einstellungen sind dann, wie das Team sie will.</translation>
    </message>
    <message>
        <source>Only fresh volumes help where the ids in them contradict each other. A broker that is still registered goes by itself: wait 20 s and press Start first.</source>
        <translation>Wo die Ids darin einander widersprechen, helfen nur frische Volumes. Eine alte Registrierung verschwindet von selbst: erst 20 s warten und starten.</translation>
    </message>
    <message>
        <source>Most changes need a restart only: it makes the containers anew and keeps all data. Take fresh volumes where directories, ids or the cluster’s kind have changed.</source>
        <translation>Die meisten Änderungen brauchen nur einen Neustart: er macht die Container neu und behält alle Daten. Frische Volumes nur, wo sich Verzeichnisse, Ids oder die Art des Clusters geändert haben.</translation>
    </message>
    <message>
        <source>Empty the topics</source>
        <translation>Die Topics leeren</translation>
    </message>
    <message>
        <source>Make the topics anew</source>
        <translation>Die Topics neu erstellen</translation>
    </message>
    <message>
        <source>Start Kafka and ZooKeeper from nothing</source>
        <translation>Kafka und ZooKeeper ganz neu beginnen</translation>
    </message>
    <message>
        <source>Deletes the records; groups go back to the beginning. Kafka and ZooKeeper stay up.</source>
        <translation>Löscht die Datensätze; Gruppen gehen an den Anfang zurück. Kafka und ZooKeeper laufen weiter.</translation>
    </message>
    <message>
        <source>Deletes the topics and their groups, and makes the expected ones as they should be. Kafka and ZooKeeper stay up.</source>
        <translation>Löscht die Topics und ihre Gruppen und erstellt die erwarteten, wie sie sein sollen. Kafka und ZooKeeper laufen weiter.</translation>
    </message>
    <message>
        <source>Deletes their containers and volumes, starts everything again in order and makes the topics.</source>
        <translation>Löscht ihre Container und Volumes, startet alles wieder der Reihe nach und erstellt die Topics.</translation>
    </message>
    <message>
        <source>Delete all records of these topics of %1?</source>
        <translation>Alle Datensätze dieser Topics von %1 löschen?</translation>
    </message>
    <message>
        <source>Delete these topics of %1, and make them anew?</source>
        <translation>Diese Topics von %1 löschen und neu erstellen?</translation>
    </message>
    <message>
        <source>Delete all Kafka and ZooKeeper data of %1?</source>
        <translation>Alle Daten von Kafka und ZooKeeper von %1 löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Kafka, ZooKeeper and the init service stop; their containers and %Ln volume(s) are deleted; then everything starts again in order and the topics are made anew.</source>
        <translation>
            <numerusform>Kafka, ZooKeeper und der Init-Dienst stoppen; ihre Container und %Ln Volume werden gelöscht; dann startet alles wieder der Reihe nach, und die Topics werden neu erstellt.</numerusform>
            <numerusform>Kafka, ZooKeeper und der Init-Dienst stoppen; ihre Container und %Ln Volumes werden gelöscht; dann startet alles wieder der Reihe nach, und die Topics werden neu erstellt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Empty %Ln topic(s) of %1</source>
        <translation>
            <numerusform>%Ln Topic von %1 leeren</numerusform>
            <numerusform>%Ln Topics von %1 leeren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln topic(s) of %1</source>
        <translation>
            <numerusform>%Ln Topic von %1 löschen</numerusform>
            <numerusform>%Ln Topics von %1 löschen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln volume(s) of %1</source>
        <translation>
            <numerusform>%Ln Volume von %1 löschen</numerusform>
            <numerusform>%Ln Volumes von %1 löschen</numerusform>
        </translation>
    </message>
    <message>
        <source>your images and files</source>
        <translation>alle Images und Dateien</translation>
    </message>
    <message>
        <source>%1: they will be stopped and started again.</source>
        <translation>%1: sie werden gestoppt und wieder gestartet.</translation>
    </message>
    <message>
        <source>The group %1 is left alone: %2.</source>
        <translation>Die Gruppe %1 bleibt, wie sie ist: %2.</translation>
    </message>
    <message>
        <source>%1 The last start took %2.</source>
        <translation>%1 Der letzte Start dauerte %2.</translation>
    </message>
    <message>
        <source>Whoever is in the group %1 loses it: %2.</source>
        <translation>Wer in der Gruppe %1 ist, verliert sie: %2.</translation>
    </message>
    <message>
        <source>their volumes</source>
        <translation>ihre Volumes</translation>
    </message>
    <message>
        <source>its volumes</source>
        <translation>sein Volume</translation>
    </message>
</context>
<context>
    <name>Restore</name>
    <message>
        <source>checking the archives</source>
        <translation>Archive prüfen</translation>
    </message>
    <message>
        <source>writing records back</source>
        <translation>Datensätze zurückschreiben</translation>
    </message>
    <message numerus="yes">
        <source>%1 is back: %Ln record(s)</source>
        <translation>
            <numerusform>%1 ist zurück: %Ln Datensatz</numerusform>
            <numerusform>%1 ist zurück: %Ln Datensätze</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: members are connected</source>
        <translation>%1: Mitglieder sind verbunden</translation>
    </message>
    <message>
        <source>left alone: %1</source>
        <translation>gelassen, wie es ist: %1</translation>
    </message>
    <message>
        <source>%1 was not set: %2</source>
        <translation>%1 wurde nicht gesetzt: %2</translation>
    </message>
    <message>
        <source>Restore of «%1»</source>
        <translation>Wiederherstellen von «%1»</translation>
    </message>
    <message>
        <source>«%1» is back</source>
        <translation>«%1» ist zurück</translation>
    </message>
    <message>
        <source>%1 of %2 is no volume of this project any more: %3 cannot be put there</source>
        <translation>%1 von %2 ist kein Volume dieses Projekts mehr: %3 lässt sich dort nicht ablegen</translation>
    </message>
    <message>
        <source>The images of the snapshot’s services are not here</source>
        <translation>Die Images der Dienste des Snapshots sind nicht hier</translation>
    </message>
    <message>
        <source>Start the project once, then restore.</source>
        <translation>Das Projekt einmal starten, dann wiederherstellen.</translation>
    </message>
    <message>
        <source>creating containers and volumes</source>
        <translation>Container und Volumes erstellen</translation>
    </message>
    <message>
        <source>copying the volumes back</source>
        <translation>Volumes zurückkopieren</translation>
    </message>
    <message>
        <source>%1 is back, and is what the archive says</source>
        <translation>%1 ist zurück und ist, was das Archiv sagt</translation>
    </message>
    <message>
        <source>The compose file of %1 is gone: its volumes cannot be made anew</source>
        <translation>Die Compose-Datei von %1 ist weg: seine Volumes lassen sich nicht neu erstellen</translation>
    </message>
    <message>
        <source>The snapshot has nothing for %1 of %2, which would be deleted: the set belongs together</source>
        <translation>Der Snapshot hat nichts für %1 von %2, das gelöscht würde: der Satz gehört zusammen</translation>
    </message>
    <message>
        <source>%1 holds no data of Kafka or ZooKeeper, and nothing else is deleted here</source>
        <translation>%1 enthält keine Daten von Kafka oder ZooKeeper, und anderes wird hier nicht gelöscht</translation>
    </message>
    <message>
        <source>By hand it can be put back: the commands for a terminal are below.</source>
        <translation>Von Hand lässt es sich zurückspielen: Die Befehle für ein Terminal stehen darunter.</translation>
    </message>
    <message>
        <source>Nothing is deleted: %1 is not as it was shown</source>
        <translation>Nichts wird gelöscht: %1 ist nicht, wie es gezeigt wurde</translation>
    </message>
    <message>
        <source>Look again at what would go.</source>
        <translation>Sieh noch einmal nach, was verschwinden würde.</translation>
    </message>
    <message>
        <source>%1: members were connected when it was confirmed</source>
        <translation>%1: Mitglieder waren verbunden, als bestätigt wurde</translation>
    </message>
</context>
<context>
    <name>Runbook</name>
    <message>
        <source>a runbook has an id, a title, stages and what is so otherwise</source>
        <translation>ein Ablauf hat eine Kennung, einen Titel, Stufen und was sonst gilt</translation>
    </message>
    <message>
        <source>a stage asks something, and has a check or a command</source>
        <translation>eine Stufe fragt etwas und hat eine Prüfung oder einen Befehl</translation>
    </message>
    <message>
        <source>what is checked can be mended, and nothing else</source>
        <translation>was geprüft wird, lässt sich beheben, und nichts sonst</translation>
    </message>
    <message>
        <source>there is no check «%1»</source>
        <translation>es gibt keine Prüfung «%1»</translation>
    </message>
    <message>
        <source>What is wrong is known:</source>
        <translation>Was nicht stimmt, ist bekannt:</translation>
    </message>
    <message>
        <source>It ends here: %1</source>
        <translation>Hier endet es: %1</translation>
    </message>
    <message>
        <source>for you to see</source>
        <translation>sieh selbst</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>hier nicht</translation>
    </message>
    <message>
        <source>| question | answer | seen |</source>
        <translation>| Frage | Antwort | gesehen |</translation>
    </message>
    <message>
        <source>Nothing has failed, but not everything could be told.</source>
        <translation>Nichts ist fehlgeschlagen, aber nicht alles war festzustellen.</translation>
    </message>
    <message>
        <source>Show others what there is.</source>
        <translation>Anderen zeigen, was es gibt.</translation>
    </message>
    <message>
        <source>That may be why: %1</source>
        <translation>Das kann der Grund sein: %1</translation>
    </message>
</context>
<context>
    <name>SeenRun</name>
    <message>
        <source>Start of %1, made outside Brokerdeck</source>
        <translation>Start von %1, außerhalb von Brokerdeck</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>ZooKeeper</source>
        <translation>ZooKeeper</translation>
    </message>
    <message>
        <source>Kafka broker</source>
        <translation>Kafka-Broker</translation>
    </message>
    <message>
        <source>makes the topics, and ends</source>
        <translation>legt die Topics an und endet</translation>
    </message>
    <message>
        <source>works with Kafka</source>
        <translation>arbeitet mit Kafka</translation>
    </message>
    <message>
        <source>something else</source>
        <translation>etwas anderes</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>In the folder of the compose file. Each service starts as soon as what it waits for is ready.</source>
        <translation>Im Ordner der Compose-Datei. Jeder Dienst startet, sobald bereit ist, worauf er wartet.</translation>
    </message>
    <message>
        <source>Without Brokerdeck: </source>
        <translation>Ohne Brokerdeck: </translation>
    </message>
    <message>
        <source>Is all well?</source>
        <translation>Ist alles gut?</translation>
    </message>
    <message>
        <source>Where something is not, this says what, why, and what helps:</source>
        <translation>Wenn nicht, sagt dies, was, warum, und was hilft:</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>From this machine</source>
        <translation>Von diesem Rechner</translation>
    </message>
    <message>
        <source>From a container of this project</source>
        <translation>Aus einem Container dieses Projekts</translation>
    </message>
    <message>
        <source>Where it is reached</source>
        <translation>Wo es erreichbar ist</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>Wartet auf</translation>
    </message>
    <message>
        <source> to be healthy</source>
        <translation> (gesund)</translation>
    </message>
    <message>
        <source> to be done</source>
        <translation> (fertig)</translation>
    </message>
    <message>
        <source>built here</source>
        <translation>hier gebaut</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>Replicas</source>
        <translation>Replikate</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>records and identity of %1</source>
        <translation>Datensätze und Identität von %1</translation>
    </message>
    <message>
        <source>what %1 knows</source>
        <translation>was %1 weiß</translation>
    </message>
    <message>
        <source>the transaction log of %1</source>
        <translation>das Transaktionslog von %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>nothing that a service mounts</source>
        <translation>nichts, was ein Dienst einhängt</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source> (not made by this project)</source>
        <translation> (nicht von diesem Projekt angelegt)</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Volumes</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Um</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>empty the topics</source>
        <translation>die Topics zu leeren</translation>
    </message>
    <message>
        <source>make the expected topics anew</source>
        <translation>die erwarteten Topics neu anzulegen</translation>
    </message>
    <message>
        <source>start Kafka and ZooKeeper from nothing</source>
        <translation>Kafka und ZooKeeper von vorn zu beginnen</translation>
    </message>
    <message>
        <source>%1: Kafka for development</source>
        <translation>%1: Kafka für die Entwicklung</translation>
    </message>
    <message>
        <source>without ZooKeeper (KRaft)</source>
        <translation>ohne ZooKeeper (KRaft)</translation>
    </message>
    <message>
        <source>with ZooKeeper</source>
        <translation>mit ZooKeeper</translation>
    </message>
    <message numerus="yes">
        <source>%Ln service(s) under Docker Compose</source>
        <translation>
            <numerusform>%Ln Dienst unter Docker Compose</numerusform>
            <numerusform>%Ln Dienste unter Docker Compose</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln broker(s)</source>
        <translation>
            <numerusform>%Ln Broker</numerusform>
            <numerusform>%Ln Broker</numerusform>
        </translation>
    </message>
    <message>
        <source>As of %1.</source>
        <translation>Stand %1.</translation>
    </message>
    <message>
        <source>Data that is not kept</source>
        <translation>Daten, die nicht bleiben</translation>
    </message>
    <message>
        <source>%1: on no named volume. «docker compose down» leaves it behind, and the next start begins with nothing.</source>
        <translation>%1: auf keinem benannten Volume. «docker compose down» lässt sie zurück, und der nächste Start beginnt mit nichts.</translation>
    </message>
    <message>
        <source>This deletes records. Each command shows what would go. With --confirm %1 in the place of --dry-run it is done, and a snapshot is kept as the way back.</source>
        <translation>Das löscht Datensätze. Jeder Befehl zeigt, was wegkäme. Mit --confirm %1 anstelle von --dry-run geschieht es, und ein Snapshot bleibt als Rückweg.</translation>
    </message>
    <message>
        <source>start Kafka from nothing</source>
        <translation>Kafka von vorn zu beginnen</translation>
    </message>
</context>
<context>
    <name>Snapshots</name>
    <message>
        <source>There is no room left for %1</source>
        <translation>Für %1 ist kein Platz mehr</translation>
    </message>
    <message>
        <source>%1 could not be written</source>
        <translation>%1 ließ sich nicht schreiben</translation>
    </message>
    <message>
        <source>%1 is damaged or cut off</source>
        <translation>%1 ist beschädigt oder abgeschnitten</translation>
    </message>
    <message>
        <source>Nothing was taken out of it. Use another snapshot.</source>
        <translation>Nichts wurde daraus genommen. Einen anderen Snapshot verwenden.</translation>
    </message>
    <message>
        <source>There is no file %1</source>
        <translation>Es gibt keine Datei %1. {1?}</translation>
    </message>
    <message>
        <source>That is a folder, or no file that can be read</source>
        <translation>Das ist ein Ordner oder keine lesbare Datei</translation>
    </message>
    <message>
        <source>%1 cannot be read</source>
        <translation>%1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>«%1» is no path within the volume</source>
        <translation>«%1» ist kein Pfad im Volume</translation>
    </message>
    <message>
        <source>This is no manifest of a snapshot</source>
        <translation>Das ist kein Manifest eines Snapshots</translation>
    </message>
    <message>
        <source>This snapshot was made by a newer Brokerdeck</source>
        <translation>Dieser Snapshot ist von einem neueren Brokerdeck</translation>
    </message>
    <message>
        <source>Update Brokerdeck to restore it. Its archives can be unpacked with tar.</source>
        <translation>Brokerdeck aktualisieren, um ihn wiederherzustellen. Seine Archive lassen sich mit tar auspacken.</translation>
    </message>
    <message>
        <source>%1 could not be made again: %2</source>
        <translation>%1 ließ sich nicht neu erstellen: %2</translation>
    </message>
    <message>
        <source>A record of %1 was not written: %2</source>
        <translation>Ein Datensatz von %1 wurde nicht geschrieben: %2</translation>
    </message>
    <message>
        <source>Nobody leads %1 yet</source>
        <translation>Für %1 gibt es noch keinen Leader</translation>
    </message>
    <message>
        <source>Not every partition of %1 can be read</source>
        <translation>Nicht jede Partition von %1 ist lesbar</translation>
    </message>
    <message>
        <source>One without a leader would be lost.</source>
        <translation>Eine ohne Leader wäre verloren.</translation>
    </message>
    <message>
        <source>%1 is not as it was written: its checksum is another</source>
        <translation>%1 ist nicht, wie es geschrieben wurde: die Prüfsumme ist eine andere</translation>
    </message>
    <message>
        <source>The disk or somebody has changed it. Nothing was restored; use another snapshot.</source>
        <translation>Der Datenträger oder jemand hat es geändert. Nichts wurde wiederhergestellt; einen anderen Snapshot verwenden.</translation>
    </message>
    <message>
        <source>%1 has no partition %2</source>
        <translation>%1 hat keine Partition %2</translation>
    </message>
    <message>
        <source>%1 does not hold the records that it should</source>
        <translation>%1 enthält nicht die Datensätze, die es sollte</translation>
    </message>
    <message numerus="yes">
        <source>%1 had %2 replicas, and there are %Ln broker(s) now</source>
        <translation>
            <numerusform>%1 hatte %2 Replikate, und es gibt jetzt %Ln Broker</numerusform>
            <numerusform>%1 hatte %2 Replikate, und es gibt jetzt %Ln Broker</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no snapshot «%1»</source>
        <translation>Einen Snapshot «%1» gibt es nicht</translation>
    </message>
    <message>
        <source>«brokerdeckctl snapshot list» shows those that there are.</source>
        <translation>«brokerdeckctl snapshot list» zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>A snapshot’s name has 1 to %1 characters</source>
        <translation>Der Name eines Snapshots hat 1 bis %1 Zeichen</translation>
    </message>
    <message>
        <source>The snapshot could not be removed</source>
        <translation>Der Snapshot ließ sich nicht löschen</translation>
    </message>
    <message>
        <source>Check the permissions of %1.</source>
        <translation>Die Rechte von %1 prüfen.</translation>
    </message>
    <message>
        <source>The folder %1 could not be made</source>
        <translation>Der Ordner %1 ließ sich nicht anlegen</translation>
    </message>
    <message>
        <source>Check the permissions and the free space of %1.</source>
        <translation>Rechte und freien Platz von %1 prüfen.</translation>
    </message>
    <message>
        <source>checking the archives</source>
        <translation>Archive prüfen</translation>
    </message>
    <message>
        <source>unpacking them beside</source>
        <translation>daneben auspacken</translation>
    </message>
    <message>
        <source>No image of %1 is there to copy %2 with</source>
        <translation>Kein Image von %1 ist da, um %2 zu kopieren</translation>
    </message>
    <message>
        <source>Start the project once, or make its containers with «docker compose create».</source>
        <translation>Das Projekt einmal starten oder seine Container mit «docker compose create» erstellen.</translation>
    </message>
    <message>
        <source>It is not known where %1 belongs: it could not be restored</source>
        <translation>Es ist nicht bekannt, wohin %1 gehört: es ließe sich nicht wiederherstellen</translation>
    </message>
    <message numerus="yes">
        <source>%1 is archived and read back: %Ln file(s), %2 in %3</source>
        <translation>
            <numerusform>%1 ist archiviert und zurückgelesen: %Ln Datei, %2 in %3</numerusform>
            <numerusform>%1 ist archiviert und zurückgelesen: %Ln Dateien, %2 in %3</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has no volumes to take a snapshot of</source>
        <translation>%1 hat keine Volumes für einen Snapshot</translation>
    </message>
    <message>
        <source>Its containers must be there: their mounts tell which volumes are the stack’s.</source>
        <translation>Seine Container müssen da sein: was sie einbinden, sagt, welche Volumes zum Stack gehören.</translation>
    </message>
    <message>
        <source>%1 has no volume %2</source>
        <translation>%1 hat kein Volume %2</translation>
    </message>
    <message>
        <source>«brokerdeckctl volumes» shows those that there are.</source>
        <translation>«brokerdeckctl volumes» zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>No snapshot of what is written to: %1</source>
        <translation>Kein Snapshot von dem, worin geschrieben wird: %1</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>Erst stoppen.</translation>
    </message>
    <message>
        <source>taking the snapshot</source>
        <translation>Snapshot machen</translation>
    </message>
    <message>
        <source>Snapshot of %1</source>
        <translation>Snapshot von %1</translation>
    </message>
    <message>
        <source>The snapshot «%1» is there</source>
        <translation>Der Snapshot «%1» ist da</translation>
    </message>
    <message>
        <source>«%1» is no path within the archive</source>
        <translation>«%1» ist kein Pfad im Archiv</translation>
    </message>
    <message>
        <source>«%1» lies outside of «%2»</source>
        <translation>«%1» liegt außerhalb von «%2»</translation>
    </message>
    <message>
        <source>«%1» lies behind a link</source>
        <translation>«%1» liegt hinter einem Link</translation>
    </message>
    <message>
        <source>«%1» is a device, a pipe or a socket</source>
        <translation>«%1» ist ein Gerät, eine Pipe oder ein Socket</translation>
    </message>
    <message>
        <source>the link «%1» leads out of the archive</source>
        <translation>der Link «%1» führt aus dem Archiv hinaus</translation>
    </message>
    <message>
        <source>the link «%1» leads to what is not in the archive</source>
        <translation>der Link «%1» führt zu etwas, das nicht im Archiv ist</translation>
    </message>
    <message>
        <source>%1 is of another kind</source>
        <translation>%1 ist von anderer Art</translation>
    </message>
    <message>
        <source>%1 holds something else: %2 bytes, %3 expected</source>
        <translation>%1 enthält etwas anderes: %2 Bytes, erwartet %3</translation>
    </message>
    <message>
        <source>%1 has another owner or mode: %2:%3 %4, expected %5:%6 %7</source>
        <translation>%1 hat andere Eigentümer oder Rechte: %2:%3 %4, erwartet %5:%6 %7</translation>
    </message>
    <message>
        <source>%1 has another time</source>
        <translation>%1 hat eine andere Zeit</translation>
    </message>
    <message>
        <source>The archive is not unpacked: %1</source>
        <translation>Das Archiv wird nicht ausgepackt: %1</translation>
    </message>
    <message>
        <source>Brokerdeck does not write such archives. It may come from somebody who means harm.</source>
        <translation>Solche Archive schreibt Brokerdeck nicht. Es kann von jemandem stammen, der Schaden will.</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>%1 should not be there</source>
        <translation>%1 gehört nicht dorthin</translation>
    </message>
    <message>
        <source>The archive is empty, or not one of %1</source>
        <translation>Das Archiv ist leer oder keines von %1</translation>
    </message>
    <message>
        <source>What was copied is not what is in the archive</source>
        <translation>Was kopiert wurde, ist nicht, was im Archiv ist</translation>
    </message>
    <message>
        <source>The archive is whole. The engine may have no room, or another user map.</source>
        <translation>Das Archiv ist heil. Vielleicht hat die Engine keinen Platz oder andere Benutzernummern.</translation>
    </message>
    <message>
        <source>Make room on that disk.</source>
        <translation>Auf diesem Datenträger Platz schaffen.</translation>
    </message>
    <message>
        <source>%1 was started while its volume was copied</source>
        <translation>%1 wurde gestartet, während sein Volume kopiert wurde</translation>
    </message>
    <message>
        <source>No snapshot was kept. Leave it alone for that moment, and try again.</source>
        <translation>Kein Snapshot wurde behalten. Für diesen Moment in Ruhe lassen, und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>«%1» is there, but not all was started again: %2</source>
        <translation>«%1» ist da, aber nicht alles wurde wieder gestartet: %2</translation>
    </message>
    <message>
        <source>What the engine copies is no whole archive</source>
        <translation>Was die Engine kopiert, ist kein ganzes Archiv</translation>
    </message>
    <message>
        <source>Check the permissions and the free space there.</source>
        <translation>Prüfen Sie dort die Rechte und den freien Platz.</translation>
    </message>
    <message>
        <source>%1 could not be read</source>
        <translation>%1 konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>The disk or somebody has changed it. Nothing was exported; use another snapshot.</source>
        <translation>Die Platte oder jemand hat es verändert. Nichts wurde exportiert; nehmen Sie einen anderen Snapshot.</translation>
    </message>
    <message>
        <source>%1 is no whole snapshot of Brokerdeck’s</source>
        <translation>%1 ist kein ganzer Snapshot von Brokerdeck</translation>
    </message>
    <message>
        <source>Nothing of it was kept. Have it exported again.</source>
        <translation>Nichts davon wurde behalten. Lassen Sie ihn noch einmal exportieren.</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>%1 in it is not as it was written: its checksum is another</source>
        <translation>%1 darin ist nicht mehr, wie es geschrieben wurde: die Prüfsumme ist eine andere</translation>
    </message>
    <message>
        <source>There is no room for it: it needs %1, %2 are free</source>
        <translation>Dafür ist kein Platz: er braucht %1, %2 sind frei</translation>
    </message>
    <message>
        <source>Make room on the disk of %1.</source>
        <translation>Schaffen Sie Platz auf der Platte von %1.</translation>
    </message>
    <message>
        <source>The snapshot could not be written</source>
        <translation>Der Snapshot konnte nicht geschrieben werden</translation>
    </message>
</context>
<context>
    <name>StackState</name>
    <message>
        <source>%1 cannot work: the topic %2 is missing</source>
        <translation>%1 kann nicht arbeiten: das Topic %2 fehlt</translation>
    </message>
    <message numerus="yes">
        <source>%n expected topic(s) missing: %1</source>
        <translation>
            <numerusform>%n erwartetes Topic fehlt: %1</numerusform>
            <numerusform>%n erwartete Topics fehlen: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Topics on the broker:</source>
        <translation>Topics auf dem Broker:</translation>
    </message>
    <message>
        <source>Last lines of %1:</source>
        <translation>Letzte Zeilen von %1:</translation>
    </message>
    <message numerus="yes">
        <source>%1 ends again and again; it was restarted %n time(s)</source>
        <translation>
            <numerusform>%1 endet immer wieder; es gab %n Neustart</numerusform>
            <numerusform>%1 endet immer wieder; es gab %n Neustarts</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 runs, but its check does not pass</source>
        <translation>%1 läuft, aber seine Prüfung scheitert</translation>
    </message>
    <message>
        <source>%1 was ended because its memory ran out</source>
        <translation>%1 wurde beendet, weil sein Speicher nicht reichte</translation>
    </message>
    <message>
        <source>%1 ended with %2</source>
        <translation>%1 endete mit %2</translation>
    </message>
    <message>
        <source>Last check, exit %1: %2</source>
        <translation>Letzte Prüfung, Exit-Code %1: %2</translation>
    </message>
    <message>
        <source>Its log does not say why.</source>
        <translation>Sein Log sagt nicht, warum.</translation>
    </message>
    <message>
        <source>That was %1. Its log does not say why.</source>
        <translation>Das war %1. Sein Log sagt nicht, warum.</translation>
    </message>
    <message>
        <source>That was %1: %2</source>
        <translation>Das war %1: %2</translation>
    </message>
    <message>
        <source>waits for %1 to start</source>
        <translation>wartet auf den Start von %1</translation>
    </message>
    <message>
        <source>waits for %1 to be healthy</source>
        <translation>wartet, bis %1 gesund ist</translation>
    </message>
    <message>
        <source>waits for %1 to finish</source>
        <translation>wartet, bis %1 fertig ist</translation>
    </message>
    <message>
        <source>last check %1: %2</source>
        <translation>letzte Prüfung %1: %2</translation>
    </message>
    <message>
        <source>check %1 failed %2, exit %3: %4</source>
        <translation>Prüfung %1 scheiterte %2, Exit-Code %3: %4</translation>
    </message>
    <message>
        <source>registered, %1, %2</source>
        <translation>registriert, %1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n topic(s)</source>
        <translation>
            <numerusform>%n Topic</numerusform>
            <numerusform>%n Topics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s)</source>
        <translation>
            <numerusform>%n Partition</numerusform>
            <numerusform>%n Partitionen</numerusform>
        </translation>
    </message>
    <message>
        <source>did its work</source>
        <translation>hat seine Arbeit getan</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message numerus="yes">
        <source>restarted %n time(s)</source>
        <translation>
            <numerusform>%n-mal neu gestartet</numerusform>
            <numerusform>%n-mal neu gestartet</numerusform>
        </translation>
    </message>
    <message>
        <source>its health check passes</source>
        <translation>seine Gesundheitsprüfung gelingt</translation>
    </message>
    <message>
        <source>runs; it has no health check</source>
        <translation>läuft; hat keine Gesundheitsprüfung</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>vor %n Tag</numerusform>
            <numerusform>vor %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>exit %1 (out of memory)</source>
        <translation>Exit-Code %1 (Speicher erschöpft)</translation>
    </message>
    <message>
        <source>exit 137 (killed)</source>
        <translation>Exit-Code 137 (hart beendet)</translation>
    </message>
    <message>
        <source>exit 143 (stopped)</source>
        <translation>Exit-Code 143 (gestoppt)</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source>has no container yet</source>
        <translation>hat noch keinen Container</translation>
    </message>
    <message>
        <source>not started yet</source>
        <translation>noch nicht gestartet</translation>
    </message>
    <message>
        <source>its process runs, no check has passed yet</source>
        <translation>sein Prozess läuft, noch ist keine Prüfung gelungen</translation>
    </message>
    <message>
        <source>paused by somebody; «docker unpause» lets it go on</source>
        <translation>von jemandem pausiert; „docker unpause“ setzt fort</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n expected topic(s) are there. Nothing is lost; the missing can be made now.</source>
        <translation>
            <numerusform>%1 von %n erwarteten Topic ist da. Nichts ist verloren; es kann jetzt erstellt werden.</numerusform>
            <numerusform>%1 von %n erwarteten Topics sind da. Nichts ist verloren; die fehlenden können jetzt erstellt werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n expected topic(s) are there</source>
        <translation>
            <numerusform>%1 von %n erwarteten Topic ist da</numerusform>
            <numerusform>%1 von %n erwarteten Topics sind da</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StartPlan</name>
    <message>
        <source>%1 has no service «%2»</source>
        <translation>%1 hat keinen Dienst „%2“</translation>
    </message>
    <message>
        <source>Its services: %1</source>
        <translation>Seine Dienste: %1</translation>
    </message>
</context>
<context>
    <name>StartRunner</name>
    <message>
        <source>fetching %1</source>
        <translation>holt %1</translation>
    </message>
    <message>
        <source>Starting would make these containers anew: %1</source>
        <translation>Der Start würde diese Container neu erstellen: %1</translation>
    </message>
    <message>
        <source>Their settings in the compose file changed. Named volumes stay.</source>
        <translation>Ihre Einstellungen in der Compose-Datei haben sich geändert. Benannte Volumes bleiben.</translation>
    </message>
    <message>
        <source>Settings changed; these containers are made anew: %1</source>
        <translation>Einstellungen geändert; diese Container werden neu erstellt: %1</translation>
    </message>
    <message>
        <source>The compose file of %1 is gone, so missing containers cannot be made</source>
        <translation>Die Compose-Datei von %1 ist weg, fehlende Container lassen sich also nicht erstellen</translation>
    </message>
    <message>
        <source>Open the project from a checkout that has its compose file.</source>
        <translation>Das Projekt aus einem Checkout öffnen, der seine Compose-Datei hat.</translation>
    </message>
    <message>
        <source>creating containers</source>
        <translation>erstellt Container</translation>
    </message>
    <message numerus="yes">
        <source>%n expected topic(s) missing: %1</source>
        <translation>
            <numerusform>%n erwartetes Topic fehlt: %1</numerusform>
            <numerusform>%n erwartete Topics fehlen: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The init service did not make them. «brokerdeckctl up --create-topics» or the button on the overview does.</source>
        <translation>Der Init-Dienst hat sie nicht erstellt. „brokerdeckctl up --create-topics“ oder der Knopf in der Übersicht tut es.</translation>
    </message>
    <message>
        <source>looking at the engine</source>
        <translation>sieht nach der Engine</translation>
    </message>
    <message>
        <source>starting services</source>
        <translation>startet Dienste</translation>
    </message>
    <message numerus="yes">
        <source>Everything is up, but %n expected topic(s) missing</source>
        <translation>
            <numerusform>Alles läuft, aber %n erwartetes Topic fehlt</numerusform>
            <numerusform>Alles läuft, aber %n erwartete Topics fehlen</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is up</source>
        <translation>Alles läuft</translation>
    </message>
    <message>
        <source>Stopped waiting; containers were left as they are</source>
        <translation>Warten beendet; die Container blieben, wie sie waren</translation>
    </message>
    <message>
        <source>Start of %1</source>
        <translation>Start von %1</translation>
    </message>
</context>
<context>
    <name>StartService</name>
    <message>
        <source>waits for %1 to start</source>
        <translation>wartet auf den Start von %1</translation>
    </message>
    <message>
        <source>waits for %1 to be healthy</source>
        <translation>wartet, bis %1 gesund ist</translation>
    </message>
    <message>
        <source>waits for %1 to finish</source>
        <translation>wartet, bis %1 fertig ist</translation>
    </message>
    <message>
        <source>%1 was not started: %2 did not come up</source>
        <translation>%1 wurde nicht gestartet: %2 kam nicht hoch</translation>
    </message>
    <message>
        <source>Mend %1 first, then start again.</source>
        <translation>Erst %1 in Ordnung bringen, dann noch einmal starten.</translation>
    </message>
    <message>
        <source>Compose made no container for %1</source>
        <translation>Compose hat für %1 keinen Container erstellt</translation>
    </message>
    <message>
        <source>Is its profile active?</source>
        <translation>Ist sein Profil aktiv?</translation>
    </message>
    <message>
        <source>was running already</source>
        <translation>lief schon</translation>
    </message>
    <message>
        <source>%1 did not finish in %2 s</source>
        <translation>%1 wurde nicht in %2 s fertig</translation>
    </message>
    <message>
        <source>It still runs. Look at its log for what it waits for.</source>
        <translation>Er läuft noch. Im Log steht, worauf er wartet.</translation>
    </message>
    <message>
        <source>The check of %1 did not pass in %2 s</source>
        <translation>Die Prüfung von %1 gelang nicht in %2 s</translation>
    </message>
    <message>
        <source>It still runs. The last check said: %1</source>
        <translation>Er läuft noch. Die letzte Prüfung sagte: %1</translation>
    </message>
    <message>
        <source>runs; it has no check to ask</source>
        <translation>läuft; hat keine Prüfung</translation>
    </message>
    <message>
        <source>ended with exit %1; its restart policy starts it again</source>
        <translation>endete mit Exit-Code %1; seine Neustart-Regel startet ihn wieder</translation>
    </message>
    <message>
        <source>%1 was ended because its memory ran out (exit %2)</source>
        <translation>%1 wurde beendet, weil sein Speicher nicht reichte (Exit-Code %2)</translation>
    </message>
    <message>
        <source>%1 ended with exit %2</source>
        <translation>%1 endete mit Exit-Code %2</translation>
    </message>
    <message>
        <source>It wrote nothing to its log.</source>
        <translation>Er schrieb nichts in sein Log.</translation>
    </message>
    <message>
        <source>Its last line: %1</source>
        <translation>Seine letzte Zeile: %1</translation>
    </message>
    <message>
        <source>The container of %1 is gone</source>
        <translation>Der Container von %1 ist weg</translation>
    </message>
    <message>
        <source>Somebody removed it. Start again.</source>
        <translation>Jemand hat ihn entfernt. Noch einmal starten.</translation>
    </message>
    <message>
        <source>%1 did not stay up in %2 s</source>
        <translation>%1 blieb in %2 s nicht oben</translation>
    </message>
    <message>
        <source>It ends again and again. Look at its log.</source>
        <translation>Er endet immer wieder. Sein Log ansehen.</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>cancelling</source>
        <translation>wird abgebrochen</translation>
    </message>
    <message>
        <source>starting, %1</source>
        <translation>startet, %1</translation>
    </message>
    <message>
        <source>stopping, %1</source>
        <translation>stoppt, %1</translation>
    </message>
    <message>
        <source>restarting, %1</source>
        <translation>startet neu, %1</translation>
    </message>
    <message>
        <source>creating topics, %1</source>
        <translation>legt Topics an, %1</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>sieht nach</translation>
    </message>
    <message>
        <source>the engine does not answer</source>
        <translation>die Engine antwortet nicht</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>%1 is at work</source>
        <translation>%1 ist am Werk</translation>
    </message>
    <message>
        <source>taking a snapshot, %1</source>
        <translation>Snapshot, %1</translation>
    </message>
    <message>
        <source>resetting, %1</source>
        <translation>Reset, %1</translation>
    </message>
    <message>
        <source>restoring, %1</source>
        <translation>Wiederherstellen, %1</translation>
    </message>
    <message>
        <source>deleting a volume, %1</source>
        <translation>Volume löschen, %1</translation>
    </message>
    <message>
        <source>deleting a registration, %1</source>
        <translation>löscht eine Registrierung, %1</translation>
    </message>
</context>
<context>
    <name>StopRunner</name>
    <message>
        <source>%1 has no container to restart</source>
        <translation>%1 hat keinen Container für einen Neustart</translation>
    </message>
    <message>
        <source>Start it instead.</source>
        <translation>Stattdessen starten.</translation>
    </message>
    <message>
        <source>Stopped waiting; containers were left as they are</source>
        <translation>Warten beendet; die Container blieben, wie sie waren</translation>
    </message>
    <message>
        <source>Stop of %1</source>
        <translation>Stopp von %1</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Restart of %1</source>
        <translation>Neustart von %1</translation>
    </message>
    <message>
        <source>%1 is up again</source>
        <translation>%1 läuft wieder</translation>
    </message>
</context>
<context>
    <name>Store</name>
    <message>
        <source>The file %1 could not be written.</source>
        <translation>Die Datei %1 ließ sich nicht schreiben.</translation>
    </message>
    <message>
        <source>What was there before is untouched. Check the permissions and the free space of its folder.</source>
        <translation>Was vorher da war, ist unberührt. Berechtigungen und freien Platz des Ordners prüfen.</translation>
    </message>
    <message>
        <source>The file %1 was written, but may not survive a power cut.</source>
        <translation>Die Datei %1 wurde geschrieben, übersteht aber vielleicht keinen Stromausfall.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>Es gibt keine Datei %1.</translation>
    </message>
    <message>
        <source>%1 is not a file.</source>
        <translation>%1 ist keine Datei.</translation>
    </message>
    <message>
        <source>The file %1 could not be read.</source>
        <translation>Die Datei %1 ließ sich nicht lesen.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Ihre Berechtigungen prüfen.</translation>
    </message>
    <message>
        <source>The file %1 is larger than %2 bytes.</source>
        <translation>Die Datei %1 ist größer als %2 Bytes.</translation>
    </message>
    <message>
        <source>This is no file of Brokerdeck’s connections.</source>
        <translation>Das ist keine Datei mit Verbindungen von Brokerdeck.</translation>
    </message>
    <message>
        <source>«brokerdeckctl connections export» writes one.</source>
        <translation>«brokerdeckctl connections export» schreibt eine.</translation>
    </message>
    <message>
        <source>A connection’s name has 1 to %1 characters and no line break</source>
        <translation>Der Name einer Verbindung hat 1 bis %1 Zeichen und keinen Zeilenumbruch</translation>
    </message>
    <message>
        <source>A connection’s name cannot begin with «-»: the command line takes that for an option</source>
        <translation>Der Name einer Verbindung kann nicht mit «-» beginnen: die Befehlszeile hält das für eine Option</translation>
    </message>
    <message>
        <source>A connection has at most %1 properties</source>
        <translation>Eine Verbindung hat höchstens %1 Properties</translation>
    </message>
    <message>
        <source>The property «%1» is too long</source>
        <translation>Die Property «%1» ist zu lang</translation>
    </message>
    <message>
        <source>%1 is a secret, which is never kept in a file</source>
        <translation>%1 ist ein Geheimnis, das nie in einer Datei gespeichert wird</translation>
    </message>
    <message>
        <source>The names of the secrets are not names of secrets</source>
        <translation>Die Namen der Geheimnisse sind keine Namen von Geheimnissen</translation>
    </message>
    <message>
        <source>A Schema Registry’s address begins with http:// or https://, not as «%1»</source>
        <translation>Die Adresse einer Schema Registry beginnt mit http:// oder https://, nicht wie «%1»</translation>
    </message>
    <message>
        <source>The Schema Registry’s user and password do not belong into its address</source>
        <translation>Benutzer und Passwort der Schema Registry gehören nicht in ihre Adresse</translation>
    </message>
    <message>
        <source>A connection needs a bootstrap server, such as localhost:9092</source>
        <translation>Eine Verbindung braucht einen Bootstrap-Server, etwa localhost:9092</translation>
    </message>
    <message>
        <source>These connections were written by a newer Brokerdeck.</source>
        <translation>Diese Verbindungen hat ein neueres Brokerdeck geschrieben.</translation>
    </message>
    <message>
        <source>Update this one.</source>
        <translation>Dieses hier aktualisieren.</translation>
    </message>
    <message>
        <source>more than %1 connections</source>
        <translation>mehr als %1 Verbindungen</translation>
    </message>
    <message>
        <source>connection %1: %2</source>
        <translation>Verbindung %1: %2</translation>
    </message>
    <message>
        <source>two connections are called «%1»</source>
        <translation>zwei Verbindungen heißen «%1»</translation>
    </message>
    <message>
        <source>a connection without an id of its own</source>
        <translation>eine Verbindung ohne eigene ID</translation>
    </message>
    <message>
        <source>The file %1 does not hold your connections any more.</source>
        <translation>Die Datei %1 enthält Ihre Verbindungen nicht mehr.</translation>
    </message>
    <message>
        <source>Mend it, or move it away to begin anew. It was left as it is.</source>
        <translation>Die Datei reparieren oder verschieben, um neu zu beginnen. Sie blieb, wie sie war.</translation>
    </message>
    <message>
        <source>Another Brokerdeck is changing the connections.</source>
        <translation>Ein anderes Brokerdeck ändert gerade die Verbindungen.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There is no connection «%1»</source>
        <translation>Es gibt keine Verbindung «%1»</translation>
    </message>
    <message>
        <source>«brokerdeckctl connections list» shows those that there are.</source>
        <translation>«brokerdeckctl connections list» zeigt die vorhandenen.</translation>
    </message>
    <message>
        <source>There is a connection «%1» already</source>
        <translation>Es gibt schon eine Verbindung «%1»</translation>
    </message>
    <message>
        <source>Secrets are asked for each time instead; they are never written into a file.</source>
        <translation>Geheimnisse werden stattdessen jedes Mal erfragt; in eine Datei geschrieben werden sie nie.</translation>
    </message>
    <message>
        <source>The desktop’s keychain does not let Brokerdeck in.</source>
        <translation>Der Schlüsselbund des Desktops lässt Brokerdeck nicht hinein.</translation>
    </message>
    <message>
        <source>The desktop’s keychain did not delete the secret.</source>
        <translation>Der Schlüsselbund des Desktops hat das Geheimnis nicht gelöscht.</translation>
    </message>
    <message>
        <source>No keychain answers here.</source>
        <translation>Hier antwortet kein Schlüsselbund.</translation>
    </message>
    <message>
        <source>GNOME Keyring and KWallet are such; a session over ssh often has none.</source>
        <translation>GNOME Keyring und KWallet sind solche; eine Sitzung über ssh hat oft keinen.</translation>
    </message>
    <message>
        <source>The desktop’s keychain gave no answer in time.</source>
        <translation>Der Schlüsselbund des Desktops hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>It may be waiting for you to unlock it. Until then secrets are asked for.</source>
        <translation>Vielleicht wartet er darauf, entsperrt zu werden. Bis dahin werden Geheimnisse erfragt.</translation>
    </message>
    <message>
        <source>The journal of this operation could not be written.</source>
        <translation>Das Journal dieses Vorgangs ließ sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Nothing is deleted without it. Check the free space and the permissions of your home.</source>
        <translation>Ohne es wird nichts gelöscht. Freien Platz und Rechte des eigenen Verzeichnisses prüfen.</translation>
    </message>
    <message>
        <source>The journal %1 is damaged.</source>
        <translation>Das Journal %1 ist beschädigt.</translation>
    </message>
    <message>
        <source>The folder %1 could not be renamed.</source>
        <translation>Der Ordner %1 ließ sich nicht umbenennen.</translation>
    </message>
    <message>
        <source>Check the permissions and the free space of its folder.</source>
        <translation>Rechte und freien Platz seines Ordners prüfen.</translation>
    </message>
    <message>
        <source>it is no ordinary file</source>
        <translation>es ist keine gewöhnliche Datei</translation>
    </message>
</context>
<context>
    <name>TeamFile</name>
    <message>
        <source>the team file is a mapping, as in «development: true»</source>
        <translation>die Team-Datei ist eine Zuordnung wie in „development: true“</translation>
    </message>
    <message>
        <source>Correct the team file %1.</source>
        <translation>Die Team-Datei %1 berichtigen.</translation>
    </message>
    <message>
        <source>«%1» means nothing to this version of Brokerdeck</source>
        <translation>„%1“ sagt dieser Version von Brokerdeck nichts</translation>
    </message>
    <message>
        <source>version %1 of the team file is newer than this Brokerdeck knows</source>
        <translation>Version %1 der Team-Datei ist neuer, als dieses Brokerdeck kennt</translation>
    </message>
    <message>
        <source>true or false is expected here</source>
        <translation>hier wird true oder false erwartet</translation>
    </message>
    <message>
        <source>a whole number above 0 is expected here</source>
        <translation>hier wird eine ganze Zahl über 0 erwartet</translation>
    </message>
    <message>
        <source>a text is expected here</source>
        <translation>hier wird ein Text erwartet</translation>
    </message>
    <message>
        <source>a list of topics is expected here</source>
        <translation>hier wird eine Liste von Topics erwartet</translation>
    </message>
    <message>
        <source>a topic without a name</source>
        <translation>ein Topic ohne Namen</translation>
    </message>
    <message>
        <source>settings of a topic are expected here, as in «cleanup.policy: compact»</source>
        <translation>hier werden Einstellungen eines Topics erwartet, wie in „cleanup.policy: compact“</translation>
    </message>
    <message>
        <source>roles by service are expected here, as in «my-service: worker»</source>
        <translation>hier werden Rollen je Dienst erwartet, wie in „my-service: worker“</translation>
    </message>
    <message>
        <source>a role is expected here: zookeeper, broker, init, worker or other</source>
        <translation>hier wird eine Rolle erwartet: zookeeper, broker, init, worker oder other</translation>
    </message>
    <message>
        <source>a list of volumes is expected here</source>
        <translation>hier wird eine Liste von Volumes erwartet</translation>
    </message>
    <message>
        <source>What this team tells Brokerdeck about the stack beside it.</source>
        <translation>Was dieses Team Brokerdeck über den Stack nebenan mitteilt.</translation>
    </message>
    <message>
        <source>%1 has no «topics:»</source>
        <translation>%1 hat kein «topics:»</translation>
    </message>
    <message>
        <source>«brokerdeckctl topics export» writes a file of that form, and so does the list of topics.</source>
        <translation>«brokerdeckctl topics export» schreibt eine solche Datei, und die Liste der Topics auch.</translation>
    </message>
</context>
<context>
    <name>TimelineCompare</name>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>%1 sooner</source>
        <translation>%1 früher</translation>
    </message>
    <message>
        <source>%1 later</source>
        <translation>%1 später</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>service, sooner or later</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>in all, service by service</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>TimelineDetail</name>
    <message numerus="yes">
        <source>%n probe(s)</source>
        <translation>
            <numerusform>%n Prüfung</numerusform>
            <numerusform>%n Prüfungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n failed</source>
        <translation>
            <numerusform>%1, %n gescheitert</numerusform>
            <numerusform>%1, %n gescheitert</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing happened yet</source>
        <translation>noch nichts geschehen</translation>
    </message>
    <message>
        <source>ready after %1</source>
        <translation>bereit nach %1</translation>
    </message>
    <message numerus="yes">
        <source>restarted %n time(s)</source>
        <translation>
            <numerusform>%n-mal neu gestartet</numerusform>
            <numerusform>%n-mal neu gestartet</numerusform>
        </translation>
    </message>
    <message>
        <source>on the critical path</source>
        <translation>auf dem kritischen Pfad</translation>
    </message>
    <message>
        <source>%1, finished at %2</source>
        <translation>%1, fertig bei %2</translation>
    </message>
    <message>
        <source>%1, %2 from %3 to %4</source>
        <translation>%1, %2 von %3 bis %4</translation>
    </message>
    <message>
        <source>%1, %2 since %3</source>
        <translation>%1, %2 seit %3</translation>
    </message>
    <message>
        <source>passed in %1</source>
        <translation>gelungen in %1</translation>
    </message>
    <message>
        <source>failed after %1</source>
        <translation>gescheitert nach %1</translation>
    </message>
    <message>
        <source>%1, probe %2 of %3 at %4</source>
        <translation>%1, Prüfung %2 von %3 bei %4</translation>
    </message>
    <message>
        <source>%1, its process ended at %2</source>
        <translation>%1, Prozessende bei %2</translation>
    </message>
    <message>
        <source>%1, a problem at %2</source>
        <translation>%1, ein Problem bei %2</translation>
    </message>
    <message>
        <source>%1, at %2</source>
        <translation>%1, bei %2</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>service: what it does</comment>
        <translation>%1: %2.</translation>
    </message>
</context>
<context>
    <name>TimelineEvent</name>
    <message>
        <source>A recorded event cannot be read</source>
        <translation>Ein aufgezeichnetes Ereignis ist nicht lesbar</translation>
    </message>
    <message>
        <source>It was written by another version, or the history is damaged.</source>
        <translation>Eine andere Version hat es geschrieben, oder der Verlauf ist beschädigt.</translation>
    </message>
</context>
<context>
    <name>TimelineExport</name>
    <message>
        <source>The picture would be too large</source>
        <translation>Das Bild würde zu groß</translation>
    </message>
    <message>
        <source>Export it as SVG instead.</source>
        <translation>Stattdessen als SVG exportieren.</translation>
    </message>
</context>
<context>
    <name>TimelineGeometry</name>
    <message>
        <source>0 s</source>
        <translation>0 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>TimelinePainter</name>
    <message>
        <source>ready, compared</source>
        <translation>bereit, im Vergleich</translation>
    </message>
    <message>
        <source>ready</source>
        <comment>heading of the times at which each was ready</comment>
        <translation>bereit</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>noch %n Sekunde</numerusform>
            <numerusform>noch %n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>not in the other</source>
        <translation>nicht im anderen</translation>
    </message>
</context>
<context>
    <name>TimelineSentence</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>is being restarted</source>
        <translation>wird neu gestartet</translation>
    </message>
    <message>
        <source>is being restarted for the second time</source>
        <translation>wird zum zweiten Mal neu gestartet</translation>
    </message>
    <message>
        <source>is being restarted for the third time</source>
        <translation>wird zum dritten Mal neu gestartet</translation>
    </message>
    <message>
        <source>is being restarted for the fourth time</source>
        <translation>wird zum vierten Mal neu gestartet</translation>
    </message>
    <message>
        <source>is being restarted for the fifth time</source>
        <translation>wird zum fünften Mal neu gestartet</translation>
    </message>
    <message numerus="yes">
        <source>is being restarted, %n time(s) so far</source>
        <translation>
            <numerusform>wird neu gestartet, bisher %n-mal</numerusform>
            <numerusform>wird neu gestartet, bisher %n-mal</numerusform>
        </translation>
    </message>
    <message>
        <source>exited with %1</source>
        <translation>endete mit Exit-Code %1</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>endete</translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <comment>service, is being restarted</comment>
        <translation>%1 %2.</translation>
    </message>
    <message>
        <source>%1 %2 and %3.</source>
        <comment>service, exited, is being restarted</comment>
        <translation>%1 %2 und %3.</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>a sentence of its own</comment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <comment>service, exited</comment>
        <translation>%1 %2.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>service, what is wrong</comment>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>check %1 passed %2: %3</source>
        <translation>Prüfung %1 gelang %2: %3</translation>
    </message>
    <message>
        <source>check %1 failed %2</source>
        <translation>Prüfung %1 scheiterte %2</translation>
    </message>
    <message>
        <source>check %1 failed %2: %3</source>
        <translation>Prüfung %1 scheiterte %2: %3</translation>
    </message>
    <message>
        <source>not started yet</source>
        <translation>noch nicht gestartet</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>starting, 3.1 s</comment>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 starts in %2.</source>
        <translation>%1 startet in %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 starts any moment.</source>
        <translation>%1 startet jeden Moment.</translation>
    </message>
    <message>
        <source>Waiting for %1:</source>
        <translation>Warten auf %1:</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>service, what it does</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Everything but %1 is ready.</source>
        <translation>Alles außer %1 ist bereit.</translation>
    </message>
    <message numerus="yes">
        <source>%n service(s) in trouble: %1.</source>
        <translation>
            <numerusform>%n Dienst in Schwierigkeiten: %1.</numerusform>
            <numerusform>%n Dienste in Schwierigkeiten: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>Everything is ready.</source>
        <translation>Alles ist bereit.</translation>
    </message>
    <message>
        <source>It took %1.</source>
        <translation>Dauer: %1.</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>In progress:</source>
        <translation>Gerade:</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>Stopped in %1.</source>
        <translation>Gestoppt in %1.</translation>
    </message>
    <message>
        <source>%1 took the longest: %2.</source>
        <translation>%1 brauchte am längsten: %2.</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>%1:</source>
        <comment>the time a start took</comment>
        <translation>%1:</translation>
    </message>
    <message>
        <source>It failed after %1.</source>
        <translation>Gescheitert nach %1.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n service(s) were ready.</source>
        <translation>
            <numerusform>%1 von %n Dienst war bereit.</numerusform>
            <numerusform>%1 von %n Diensten waren bereit.</numerusform>
        </translation>
    </message>
    <message>
        <source>broken off</source>
        <translation>abgerissen</translation>
    </message>
    <message>
        <source>This run broke off after %1.</source>
        <translation>Dieser Lauf riss nach %1 ab.</translation>
    </message>
    <message>
        <source>The program that made it was ended; what happened afterwards was not recorded. %1</source>
        <translation>Das Programm dahinter wurde beendet; was danach geschah, ist nicht aufgezeichnet. %1</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>Cancelled after %1.</source>
        <translation>Abgebrochen nach %1.</translation>
    </message>
    <message>
        <source>Containers were left as they were. %1</source>
        <translation>Die Container blieben, wie sie waren. %1</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>The services were ready after %1: %2</source>
        <translation>Die Dienste waren nach %1 bereit: %2</translation>
    </message>
</context>
<context>
    <name>TimelineShare</name>
    <message>
        <source>ZooKeeper</source>
        <translation>ZooKeeper</translation>
    </message>
    <message>
        <source>Kafka’s JVM</source>
        <translation>Kafkas JVM</translation>
    </message>
    <message>
        <source>topics</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>%1 % %2</source>
        <comment>share, of what</comment>
        <translation>%1 % %2</translation>
    </message>
    <message>
        <source>waiting for the old session to expire</source>
        <translation>Warten auf das Ende der alten Sitzung</translation>
    </message>
</context>
<context>
    <name>TimelineText</name>
    <message>
        <source>0 s</source>
        <translation>0 s</translation>
    </message>
    <message>
        <source>Critical path: %1</source>
        <translation>Kritischer Pfad: %1</translation>
    </message>
</context>
<context>
    <name>TimelineWords</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>waits for %1</source>
        <translation>wartet auf %1</translation>
    </message>
    <message>
        <source>waits for %1 to start</source>
        <translation>wartet auf den Start von %1</translation>
    </message>
    <message>
        <source>waits for %1 to be healthy</source>
        <translation>wartet, bis %1 gesund ist</translation>
    </message>
    <message>
        <source>waits for %1 to finish</source>
        <translation>wartet, bis %1 fertig ist</translation>
    </message>
    <message>
        <source>its process ended</source>
        <translation>sein Prozess endete</translation>
    </message>
    <message>
        <source>exit %1, out of memory</source>
        <translation>Exit-Code %1, Speicher erschöpft</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source>creating</source>
        <translation>wird erstellt</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>recovering</source>
        <translation>erholt sich</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>stoppt</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <comment>the last two of a list</comment>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>without an end</source>
        <translation>ohne Ende</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
</context>
<context>
    <name>TopicDialogs</name>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>Replicas of each</source>
        <translation>Replikate je Partition</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Erstellen</translation>
    </message>
    <message>
        <source>orders, orders.dead-letter</source>
        <translation>orders, orders.dead-letter</translation>
    </message>
    <message>
        <source>Name, or several with commas between them</source>
        <translation>Name, oder mehrere mit Kommas dazwischen</translation>
    </message>
    <message>
        <source>Old records</source>
        <translation>Alte Datensätze</translation>
    </message>
    <message>
        <source>Records are kept for</source>
        <translation>Datensätze aufbewahren für</translation>
    </message>
    <message>
        <source>Other settings, one NAME=VALUE a line</source>
        <translation>Weitere Einstellungen, je Zeile NAME=WERT</translation>
    </message>
    <message>
        <source>as the broker does by default</source>
        <translation>wie vom Broker vorgegeben</translation>
    </message>
    <message>
        <source>delete them by age or size</source>
        <translation>nach Alter oder Größe löschen</translation>
    </message>
    <message>
        <source>keep the newest of each key</source>
        <translation>den neuesten jedes Schlüssels behalten</translation>
    </message>
    <message>
        <source>both</source>
        <translation>beides</translation>
    </message>
    <message>
        <source>as long as the broker does by default</source>
        <translation>so lange wie vom Broker vorgegeben</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Kept for</source>
        <translation>Aufbewahrt</translation>
    </message>
    <message>
        <source>Other settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message numerus="yes">
        <source>Create %n topics</source>
        <translation>
            <numerusform>%n Topic erstellen</numerusform>
            <numerusform>%n Topics erstellen</numerusform>
        </translation>
    </message>
    <message>
        <source>That is: %1</source>
        <translation>Das ist: %1</translation>
    </message>
    <message>
        <source>Create a topic</source>
        <translation>Topic erstellen</translation>
    </message>
    <message>
        <source>More partitions for %1</source>
        <translation>Mehr Partitionen für %1</translation>
    </message>
    <message>
        <source>There are %1 now. They can only become more, never fewer. Records with a key may go to another partition from then on, so that the order of one key’s records is lost where the two meet.</source>
        <translation>Jetzt sind es %1. Es können nur mehr werden, nie weniger. Datensätze mit Schlüssel können von da an in eine andere Partition gehen; die Reihenfolge der Datensätze eines Schlüssels geht dann an der Nahtstelle verloren.</translation>
    </message>
    <message>
        <source>Partitions in all</source>
        <translation>Partitionen insgesamt</translation>
    </message>
    <message>
        <source>Add partitions</source>
        <translation>Partitionen hinzufügen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Set by: %1</source>
        <translation>Gesetzt durch: %1</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>Zurück zur Vorgabe</translation>
    </message>
    <message>
        <source>Delete the topic %1?</source>
        <translation>Topic %1 löschen?</translation>
    </message>
    <message>
        <source>Delete all records of %1?</source>
        <translation>Alle Datensätze von %1 löschen?</translation>
    </message>
    <message>
        <source>How many records it holds is not known.</source>
        <translation>Wie viele Datensätze es enthält, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>It holds %1 records.</source>
        <translation>Es enthält %1 Datensätze.</translation>
    </message>
    <message>
        <source>It holds no records.</source>
        <translation>Es enthält keine Datensätze.</translation>
    </message>
    <message>
        <source>The topic, its settings and its records are gone for good. Programs that use it will fail, or make it again with other settings.</source>
        <translation>Topic, Einstellungen und Datensätze sind endgültig weg. Programme, die es verwenden, scheitern oder legen es mit anderen Einstellungen neu an.</translation>
    </message>
    <message>
        <source>They are gone for good; the topic and its settings stay. Groups go on behind the last record.</source>
        <translation>Sie sind endgültig weg; Topic und Einstellungen bleiben. Gruppen machen hinter dem letzten Datensatz weiter.</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Delete the records</source>
        <translation>Datensätze löschen</translation>
    </message>
    <message>
        <source>Type the topic’s name to confirm:</source>
        <translation>Zur Bestätigung den Namen des Topics eingeben:</translation>
    </message>
    <message>
        <source>The topic’s name</source>
        <translation>Name des Topics</translation>
    </message>
    <message>
        <source>The broker may then delete records that are there now, for good.</source>
        <translation>Der Broker kann dann Datensätze, die jetzt da sind, endgültig löschen.</translation>
    </message>
    <message>
        <source>Set, records may go</source>
        <translation>Setzen, Datensätze können weg sein</translation>
    </message>
    <message>
        <source>Delete %1 and make it again?</source>
        <translation>%1 löschen und neu erstellen?</translation>
    </message>
    <message>
        <source>Its records are gone for good, and offsets begin at 0 again. It has as many partitions and replicas as before, and what was set on it. Programs that use it may fail in between, and groups have offsets of the old one.</source>
        <translation>Die Datensätze sind endgültig weg, und Offsets beginnen wieder bei 0. Das neue Topic hat ebenso viele Partitionen und Replikate wie zuvor und dieselben gesetzten Einstellungen. Programme, die es verwenden, können zwischendurch scheitern, und Gruppen haben noch Offsets des alten.</translation>
    </message>
    <message>
        <source>Delete and make again</source>
        <translation>Löschen und neu erstellen</translation>
    </message>
    <message>
        <source>Leave those alone that are there already</source>
        <translation>Vorhandene lassen, wie sie sind</translation>
    </message>
</context>
<context>
    <name>TopicForm</name>
    <message>
        <source>There is a topic %1 already.</source>
        <translation>Ein Topic %1 gibt es schon.</translation>
    </message>
    <message>
        <source>%1 collides with %2: Kafka’s metrics cannot tell «.» from «_».</source>
        <translation>%1 kollidiert mit %2: Kafkas Metriken können «.» und «_» nicht unterscheiden.</translation>
    </message>
    <message>
        <source>«%1» is no setting: write NAME=VALUE.</source>
        <translation>«%1» ist keine Einstellung: NAME=WERT schreiben.</translation>
    </message>
    <message>
        <source>%1 is set twice.</source>
        <translation>%1 ist zweimal gesetzt.</translation>
    </message>
    <message numerus="yes">
        <source>%n replica(s) need as many brokers, and there are %1.</source>
        <translation>
            <numerusform>%n Replikat braucht einen Broker, und es gibt %1.</numerusform>
            <numerusform>%n Replikate brauchen ebenso viele Broker, und es gibt %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the newest record of each key is kept, and records without a key are refused.</source>
        <translation>Nur der neueste Datensatz jedes Schlüssels bleibt, und Datensätze ohne Schlüssel werden abgelehnt.</translation>
    </message>
    <message>
        <source>All of them are there already.</source>
        <translation>Es gibt sie alle schon.</translation>
    </message>
</context>
<context>
    <name>TopicSizes</name>
    <message>
        <source>Broker %1 does not say where its records are</source>
        <translation>Broker %1 sagt nicht, wo seine Datensätze liegen</translation>
    </message>
    <message>
        <source>The broker&apos;s data directory cannot be listed</source>
        <translation>Das Datenverzeichnis des Brokers kann nicht aufgelistet werden</translation>
    </message>
    <message>
        <source>No broker of %1 runs</source>
        <translation>Kein Broker von %1 läuft</translation>
    </message>
</context>
<context>
    <name>TopicWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>What happens to old records: «delete» drops them by age or size, «compact» keeps the newest of each key, «compact,delete» does both.</source>
        <translation>Was mit alten Datensätzen geschieht: «delete» löscht sie nach Alter oder Größe, «compact» behält den neuesten jedes Schlüssels, «compact,delete» tut beides.</translation>
    </message>
    <message>
        <source>How long records are kept where they are deleted, in milliseconds. −1: for ever.</source>
        <translation>Wie lange Datensätze aufbewahrt werden, wo sie gelöscht werden, in Millisekunden. −1: für immer.</translation>
    </message>
    <message>
        <source>How large a partition may grow before its oldest records are deleted, in bytes. −1: without bound.</source>
        <translation>Wie groß eine Partition werden darf, bevor ihre ältesten Datensätze gelöscht werden, in Bytes. −1: unbegrenzt.</translation>
    </message>
    <message>
        <source>The largest batch of records that the broker takes, in bytes. Clients have a bound of their own (max.request.size).</source>
        <translation>Der größte Stapel von Datensätzen, den der Broker annimmt, in Bytes. Clients haben eine eigene Grenze (max.request.size).</translation>
    </message>
    <message>
        <source>How many replicas must have a record before a producer with acks=all is told that it is written. Never above the replication factor.</source>
        <translation>Wie viele Replikate einen Datensatz haben müssen, bevor ein Producer mit acks=all erfährt, dass er geschrieben ist. Nie mehr als der Replikationsfaktor.</translation>
    </message>
    <message>
        <source>How records are compressed on disk: «producer» keeps what the producer chose.</source>
        <translation>Wie Datensätze auf der Platte komprimiert werden: «producer» übernimmt, was der Producer gewählt hat.</translation>
    </message>
    <message>
        <source>After how long a new file is begun, in milliseconds. Only closed files are deleted or compacted.</source>
        <translation>Nach welcher Zeit eine neue Datei begonnen wird, in Millisekunden. Nur abgeschlossene Dateien werden gelöscht oder kompaktiert.</translation>
    </message>
    <message>
        <source>At which size a new file is begun, in bytes. Only closed files are deleted or compacted.</source>
        <translation>Bei welcher Größe eine neue Datei begonnen wird, in Bytes. Nur abgeschlossene Dateien werden gelöscht oder kompaktiert.</translation>
    </message>
    <message>
        <source>How long a tombstone (a key without value) stays in a compacted topic, in milliseconds.</source>
        <translation>Wie lange ein Tombstone (Schlüssel ohne Wert) in einem kompaktierten Topic bleibt, in Millisekunden.</translation>
    </message>
    <message>
        <source>Which share of a partition must be not yet compacted before it is.</source>
        <translation>Welcher Anteil einer Partition noch nicht kompaktiert sein muss, bevor sie es wird.</translation>
    </message>
    <message>
        <source>How long a record stays as it is before it may be compacted away, in milliseconds.</source>
        <translation>Wie lange ein Datensatz bleibt, bevor er wegkompaktiert werden darf, in Millisekunden.</translation>
    </message>
    <message>
        <source>After how long a record is compacted at the latest, in milliseconds.</source>
        <translation>Nach welcher Zeit ein Datensatz spätestens kompaktiert wird, in Millisekunden.</translation>
    </message>
    <message>
        <source>Which time a record bears: «CreateTime» is the producer’s, «LogAppendTime» the broker’s.</source>
        <translation>Welche Zeit ein Datensatz trägt: «CreateTime» ist die des Producers, «LogAppendTime» die des Brokers.</translation>
    </message>
    <message>
        <source>Whether a replica that is behind may become leader when no other is left. Records can be lost then.</source>
        <translation>Ob ein Replikat, das zurückliegt, Leader werden darf, wenn kein anderes übrig ist. Dabei können Datensätze verloren gehen.</translation>
    </message>
    <message>
        <source>How long a deleted file stays on the disk, in milliseconds.</source>
        <translation>Wie lange eine gelöschte Datei auf der Platte bleibt, in Millisekunden.</translation>
    </message>
    <message>
        <source>After how many records the file is forced to the disk. Kafka recommends to leave it to the system.</source>
        <translation>Nach wie vielen Datensätzen die Datei auf die Platte gezwungen wird. Kafka empfiehlt, das dem System zu überlassen.</translation>
    </message>
    <message>
        <source>After how long the file is forced to the disk, in milliseconds. Kafka recommends to leave it to the system.</source>
        <translation>Nach welcher Zeit die Datei auf die Platte gezwungen wird, in Millisekunden. Kafka empfiehlt, das dem System zu überlassen.</translation>
    </message>
    <message>
        <source>How many bytes of records lie between two entries of the index.</source>
        <translation>Wie viele Bytes an Datensätzen zwischen zwei Einträgen des Index liegen.</translation>
    </message>
    <message>
        <source>How large the index of a file is, in bytes.</source>
        <translation>Wie groß der Index einer Datei ist, in Bytes.</translation>
    </message>
    <message>
        <source>By how much the begin of a new file is varied, so that not all come at once, in milliseconds.</source>
        <translation>Um wie viel der Beginn einer neuen Datei gestreut wird, damit nicht alle auf einmal kommen, in Millisekunden.</translation>
    </message>
    <message>
        <source>Whether the room of a file is taken when it is begun.</source>
        <translation>Ob der Platz einer Datei schon bei ihrem Beginn belegt wird.</translation>
    </message>
    <message>
        <source>≈ %1</source>
        <translation>≈ %1</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>für immer</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>without bound</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>this topic</source>
        <translation>dieses Topic</translation>
    </message>
    <message>
        <source>the broker</source>
        <translation>den Broker</translation>
    </message>
    <message>
        <source>Kafka’s default</source>
        <translation>Kafkas Vorgabe</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message numerus="yes">
        <source>%n without leader</source>
        <translation>
            <numerusform>%n ohne Leader</numerusform>
            <numerusform>%n ohne Leader</numerusform>
        </translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message numerus="yes">
        <source>%n under-replicated</source>
        <translation>
            <numerusform>%n unterrepliziert</numerusform>
            <numerusform>%n unterrepliziert</numerusform>
        </translation>
    </message>
    <message>
        <source>not as expected</source>
        <translation>nicht wie erwartet</translation>
    </message>
    <message>
        <source>in sync</source>
        <translation>synchron</translation>
    </message>
    <message>
        <source>Under which addresses the broker tells clients to reach it, one for each listener. An address that a client cannot reach is the usual reason for a connection that works at first and then fails.</source>
        <translation>Unter welchen Adressen der Broker für Clients erreichbar sein will, eine je Listener. Eine Adresse, die ein Client nicht erreicht, ist der übliche Grund, wenn eine Verbindung erst gelingt und dann scheitert.</translation>
    </message>
    <message>
        <source>On which addresses and ports the broker itself listens.</source>
        <translation>Auf welchen Adressen und Ports der Broker selbst lauscht.</translation>
    </message>
    <message>
        <source>Which listener speaks clear text, TLS or SASL.</source>
        <translation>Welcher Listener Klartext, TLS oder SASL spricht.</translation>
    </message>
    <message>
        <source>The listener by which brokers talk to each other.</source>
        <translation>Der Listener, über den die Broker miteinander sprechen.</translation>
    </message>
    <message>
        <source>Where ZooKeeper is, which keeps the cluster’s metadata.</source>
        <translation>Wo ZooKeeper ist, das die Metadaten des Clusters hält.</translation>
    </message>
    <message>
        <source>What this process is with KRaft: a broker, a controller of the cluster’s metadata, or both.</source>
        <translation>Was dieser Prozess mit KRaft ist: ein Broker, ein Controller für die Metadaten des Clusters oder beides.</translation>
    </message>
    <message>
        <source>The controllers that keep the cluster’s metadata with KRaft: id@host:port.</source>
        <translation>Die Controller, die mit KRaft die Metadaten des Clusters halten: id@host:port.</translation>
    </message>
    <message>
        <source>Where the broker stands: replicas are spread over racks, and consumers can read from a near one.</source>
        <translation>Wo der Broker steht: Replikate werden auf Racks verteilt, und Consumer können von einem nahen lesen.</translation>
    </message>
    <message>
        <source>What decides who may do what. Empty: everybody may do everything.</source>
        <translation>Was entscheidet, wer was darf. Leer: jeder darf alles.</translation>
    </message>
    <message>
        <source>Who may do everything, whatever the rules say.</source>
        <translation>Wer alles darf, was auch immer die Regeln sagen.</translation>
    </message>
    <message>
        <source>Whether everybody may use what no rule is about.</source>
        <translation>Ob jeder verwenden darf, wofür es keine Regel gibt.</translation>
    </message>
    <message>
        <source>Whether a topic is made by the first client that asks for it. A mistyped name then makes one, too.</source>
        <translation>Ob ein Topic vom ersten Client erstellt wird, der danach fragt. Dann erzeugt auch ein vertippter Name eines.</translation>
    </message>
    <message>
        <source>Whether topics can be deleted at all.</source>
        <translation>Ob Topics überhaupt gelöscht werden können.</translation>
    </message>
    <message>
        <source>How many partitions a new topic has where nobody says otherwise.</source>
        <translation>Wie viele Partitionen ein neues Topic hat, wo niemand etwas anderes sagt.</translation>
    </message>
    <message>
        <source>How many replicas a new topic has where nobody says otherwise.</source>
        <translation>Wie viele Replikate ein neues Topic hat, wo niemand etwas anderes sagt.</translation>
    </message>
    <message>
        <source>How many replicas __consumer_offsets is made with. Above the number of brokers, no group can commit.</source>
        <translation>Mit wie vielen Replikaten __consumer_offsets erstellt wird. Sind es mehr, als es Broker gibt, kann keine Gruppe committen.</translation>
    </message>
    <message>
        <source>How many replicas __transaction_state is made with. Above the number of brokers, no transaction can begin.</source>
        <translation>Mit wie vielen Replikaten __transaction_state erstellt wird. Sind es mehr, als es Broker gibt, kann keine Transaktion beginnen.</translation>
    </message>
    <message>
        <source>How many replicas must have a transaction’s state before it counts.</source>
        <translation>Wie viele Replikate den Zustand einer Transaktion haben müssen, bevor er gilt.</translation>
    </message>
    <message>
        <source>How long the first members of a new group wait for more of them, in milliseconds. 0 spares the wait in development.</source>
        <translation>Wie lange die ersten Mitglieder einer neuen Gruppe auf weitere warten, in Millisekunden. 0 erspart das Warten in der Entwicklung.</translation>
    </message>
    <message>
        <source>Where records are on the broker’s disk.</source>
        <translation>Wo Datensätze auf der Platte des Brokers liegen.</translation>
    </message>
    <message>
        <source>How long records are kept where a topic does not say otherwise, unless .minutes or .ms is set.</source>
        <translation>Wie lange Datensätze aufbewahrt werden, wo ein Topic nichts anderes sagt und weder .minutes noch .ms gesetzt ist.</translation>
    </message>
    <message>
        <source>How long records are kept where a topic does not say otherwise, in milliseconds.</source>
        <translation>Wie lange Datensätze aufbewahrt werden, wo ein Topic nichts anderes sagt, in Millisekunden.</translation>
    </message>
    <message>
        <source>How large a partition may grow where its topic does not say otherwise, in bytes. −1: without bound.</source>
        <translation>Wie groß eine Partition werden darf, wo ihr Topic nichts anderes sagt, in Bytes. −1: unbegrenzt.</translation>
    </message>
    <message>
        <source>At which size a new file is begun where a topic does not say otherwise, in bytes.</source>
        <translation>Bei welcher Größe eine neue Datei begonnen wird, wo ein Topic nichts anderes sagt, in Bytes.</translation>
    </message>
    <message>
        <source>The largest batch of records that the broker takes where a topic does not say otherwise, in bytes.</source>
        <translation>Der größte Stapel von Datensätzen, den der Broker annimmt, wo ein Topic nichts anderes sagt, in Bytes.</translation>
    </message>
    <message>
        <source>The protocol between brokers, raised after all of them were upgraded.</source>
        <translation>Das Protokoll zwischen den Brokern; erhöht wird es, wenn alle aktualisiert sind.</translation>
    </message>
    <message>
        <source>After how long without a sign the broker’s registration in ZooKeeper is dropped, in milliseconds.</source>
        <translation>Nach welcher Zeit ohne Lebenszeichen die Anmeldung des Brokers bei ZooKeeper verfällt, in Millisekunden.</translation>
    </message>
    <message>
        <source>this broker, as it ran</source>
        <translation>diesen Broker, im Betrieb</translation>
    </message>
    <message>
        <source>all brokers, as they ran</source>
        <translation>alle Broker, im Betrieb</translation>
    </message>
    <message>
        <source>its start-up settings</source>
        <translation>seine Starteinstellungen</translation>
    </message>
    <message>
        <source>none</source>
        <comment>last write</comment>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a value, the same in words</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Without it: %1, from %2.</source>
        <translation>Ohne sie: %1, von %2.</translation>
    </message>
    <message>
        <source>Without it: %1, from %2 (%3).</source>
        <translation>Ohne sie: %1, von %2 (%3).</translation>
    </message>
</context>
<context>
    <name>Topics</name>
    <message>
        <source>A topic needs a name.</source>
        <translation>Ein Topic braucht einen Namen.</translation>
    </message>
    <message>
        <source>«%1» cannot be the name of a topic.</source>
        <translation>«%1» kann kein Topic heißen.</translation>
    </message>
    <message>
        <source>The name has %1 characters; Kafka takes at most %2.</source>
        <translation>Der Name hat %1 Zeichen; Kafka nimmt höchstens %2.</translation>
    </message>
    <message>
        <source>«%1» is not allowed in «%2»: only letters of the English alphabet, digits, «.», «_» and «-».</source>
        <translation>«%1» ist in «%2» nicht erlaubt: nur Buchstaben des englischen Alphabets, Ziffern, «.», «_» und «-».</translation>
    </message>
</context>
<context>
    <name>Troubleshoot</name>
    <message>
        <source>%1: %2</source>
        <comment>a service and what is wrong with it</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <comment>of a log</comment>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>Start the stack</source>
        <translation>Stack starten</translation>
    </message>
    <message>
        <source>Restart %1…</source>
        <translation>%1 neu starten …</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>%1 anhalten</translation>
    </message>
    <message>
        <source>Wait, then start %1</source>
        <translation>Warten, dann %1 starten</translation>
    </message>
    <message>
        <source>Make the missing topics</source>
        <translation>Fehlende Topics anlegen</translation>
    </message>
    <message>
        <source>Show the brokers</source>
        <translation>Broker zeigen</translation>
    </message>
    <message>
        <source>Show the volumes</source>
        <translation>Volumes zeigen</translation>
    </message>
    <message>
        <source>Show the topics</source>
        <translation>Topics zeigen</translation>
    </message>
    <message>
        <source>Show the logs</source>
        <translation>Logs zeigen</translation>
    </message>
    <message>
        <source>Show its log</source>
        <translation>Log zeigen</translation>
    </message>
    <message>
        <source>Open the file’s folder</source>
        <translation>Ordner der Datei öffnen</translation>
    </message>
    <message>
        <source>Verify the stack</source>
        <translation>Stack prüfen</translation>
    </message>
    <message>
        <source>Choose a snapshot</source>
        <translation>Snapshot wählen</translation>
    </message>
    <message>
        <source>Reset…</source>
        <translation>Reset …</translation>
    </message>
    <message>
        <source>Diagnostics bundle…</source>
        <translation>Diagnosepaket …</translation>
    </message>
    <message>
        <source>That is why %1 cannot work, either.</source>
        <translation>Darum kann auch %1 nicht arbeiten.</translation>
    </message>
    <message>
        <source>What helps…</source>
        <translation>Was hilft …</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the command: %1</source>
        <translation>Befehl kopieren: %1</translation>
    </message>
    <message>
        <source>Mend the file…</source>
        <translation>In der Datei beheben…</translation>
    </message>
</context>
<context>
    <name>Verification</name>
    <message numerus="yes">
        <source> (and %Ln more)</source>
        <translation>
            <numerusform> (und %Ln weiteres)</numerusform>
            <numerusform> (und %Ln weitere)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln service(s) up, healthy or finished well</source>
        <translation>
            <numerusform>%Ln Dienst läuft, gesund oder gut beendet</numerusform>
            <numerusform>%Ln Dienste laufen, gesund oder gut beendet</numerusform>
        </translation>
    </message>
    <message>
        <source>This stack has no ZooKeeper</source>
        <translation>Dieser Stack hat keinen ZooKeeper</translation>
    </message>
    <message>
        <source>%1 does not answer: %2</source>
        <translation>%1 antwortet nicht: %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 ist %2. {1 ?} {2?}</translation>
    </message>
    <message>
        <source>Broker %1 does not answer: %2</source>
        <translation>Broker %1 antwortet nicht: %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln broker(s) answer: %1</source>
        <translation>
            <numerusform>%Ln Broker antwortet: %1</numerusform>
            <numerusform>%Ln Broker antworten: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>No broker answers</source>
        <translation>Kein Broker antwortet</translation>
    </message>
    <message>
        <source>%1 is set to id %2, and the cluster has no broker of that id</source>
        <translation>%1 ist auf die Id %2 gesetzt, und der Cluster hat keinen Broker mit dieser Id</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln broker(s) are registered</source>
        <translation>
            <numerusform>%1 von %Ln Broker ist registriert</numerusform>
            <numerusform>%1 von %Ln Brokern sind registriert</numerusform>
        </translation>
    </message>
    <message>
        <source>Registered: %1; cluster %2</source>
        <translation>Registriert: %1; Cluster %2</translation>
    </message>
    <message>
        <source>%1 works inside the stack only: the panel has a way round, your own clients have none</source>
        <translation>%1 geht nur im Stack: das Panel hat einen Umweg, eigene Clients haben keinen</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2</source>
        <translation>%1 ist nicht erreichbar: %2</translation>
    </message>
    <message>
        <source>%1 speaks TLS: «brokerdeckctl check-connection» tests it</source>
        <translation>%1 spricht TLS: «brokerdeckctl check-connection» prüft es</translation>
    </message>
    <message>
        <source>Reached from here: %1</source>
        <translation>Von hier erreicht: %1</translation>
    </message>
    <message>
        <source>%1 of %2 is on no volume: it goes with the container</source>
        <translation>%1 von %2 liegt auf keinem Volume: Es geht mit dem Container</translation>
    </message>
    <message>
        <source>Only half of the set is on volumes: Kafka’s and ZooKeeper’s belong together</source>
        <translation>Nur der halbe Satz liegt auf Volumes: Kafkas und ZooKeepers gehören zusammen</translation>
    </message>
    <message>
        <source>No container tells where its data is</source>
        <translation>Kein Container sagt, wo seine Daten sind</translation>
    </message>
    <message>
        <source>Mounted: %1</source>
        <translation>Eingebunden: %1</translation>
    </message>
    <message>
        <source>This project expects no topics</source>
        <translation>Dieses Projekt erwartet keine Topics</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln expected topic(s) are there, as they should be</source>
        <translation>
            <numerusform>%Ln erwartetes Topic ist da, wie es sein soll</numerusform>
            <numerusform>%Ln erwartete Topics sind da, wie sie sein sollen</numerusform>
        </translation>
    </message>
    <message>
        <source>This project has no init service</source>
        <translation>Dieses Projekt hat keinen Init-Dienst</translation>
    </message>
    <message>
        <source>%1 ended with exit 0</source>
        <translation>%1 endete mit Exit 0</translation>
    </message>
    <message>
        <source>%1 has not ended well: %2</source>
        <translation>%1 ist nicht gut beendet: %2</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source>This project has no workers</source>
        <translation>Dieses Projekt hat keine Worker</translation>
    </message>
    <message>
        <source>%1 does not run</source>
        <translation>%1 läuft nicht</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>Member of no group: %1. It only writes, or it has not connected yet</source>
        <translation>Mitglied keiner Gruppe: %1. Es schreibt nur, oder ist noch nicht verbunden</translation>
    </message>
    <message>
        <source>Containers are up and healthy</source>
        <translation>Container laufen und sind gesund</translation>
    </message>
    <message>
        <source>ZooKeeper answers</source>
        <translation>ZooKeeper antwortet</translation>
    </message>
    <message>
        <source>Kafka answers</source>
        <translation>Kafka antwortet</translation>
    </message>
    <message>
        <source>Brokers are registered under their ids</source>
        <translation>Broker sind unter ihren Ids registriert</translation>
    </message>
    <message>
        <source>Advertised endpoints can be reached</source>
        <translation>Bekanntgegebene Endpunkte sind erreichbar</translation>
    </message>
    <message>
        <source>Data is on volumes</source>
        <translation>Daten liegen auf Volumes</translation>
    </message>
    <message>
        <source>Expected topics are there</source>
        <translation>Erwartete Topics sind da</translation>
    </message>
    <message>
        <source>The init service ended well</source>
        <translation>Der Init-Dienst endete gut</translation>
    </message>
    <message>
        <source>Workers are connected</source>
        <translation>Worker sind verbunden</translation>
    </message>
    <message>
        <source>%1 cannot be reached inside the stack: %2</source>
        <translation>%1 ist innerhalb des Stacks nicht erreichbar: %2</translation>
    </message>
    <message>
        <source>%1; inside the stack: %2</source>
        <translation>%1; innerhalb des Stacks: %2</translation>
    </message>
    <message>
        <source>%1 runs, and nobody could ask it: it has no published port and no health check</source>
        <translation>%1 läuft, und niemand konnte es fragen: Es hat keinen veröffentlichten Port und keine Gesundheitsprüfung</translation>
    </message>
    <message>
        <source>%1 is there, and no container mounts it</source>
        <translation>%1 ist da, und kein Container bindet es ein</translation>
    </message>
    <message>
        <source>%1 runs, but its own health check fails: who waits for it in Compose waits for ever</source>
        <translation>%1 läuft, aber sein eigener Healthcheck schlägt fehl: wer in Compose auf ihn wartet, wartet für immer</translation>
    </message>
    <message>
        <source>%1 takes %2 of the %3 that it may have</source>
        <translation>%1 belegt %2 von %3, die er haben darf</translation>
    </message>
    <message>
        <source>The disk of the engine cannot be seen from here</source>
        <translation>Die Platte der Engine ist von hier aus nicht zu sehen</translation>
    </message>
    <message>
        <source>%1 are free on the disk of the engine</source>
        <translation>%1 sind auf der Platte der Engine frei</translation>
    </message>
    <message numerus="yes">
        <source>The check of %1 starts a JVM every %Ln s: %2</source>
        <translation>
            <numerusform>Der Check von %1 startet jede Sekunde eine JVM: %2</numerusform>
            <numerusform>Der Check von %1 startet alle %Ln s eine JVM: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>No service has a health check</source>
        <translation>Kein Dienst hat einen Health-Check</translation>
    </message>
    <message numerus="yes">
        <source>%Ln health check(s), none that starts a JVM again and again</source>
        <translation>
            <numerusform>%Ln Health-Check, der keine JVM startet</numerusform>
            <numerusform>%Ln Health-Checks, von denen keiner immer wieder eine JVM startet</numerusform>
        </translation>
    </message>
    <message>
        <source>The compose file tells no service where Kafka is</source>
        <translation>Die Compose-Datei sagt keinem Dienst, wo Kafka ist</translation>
    </message>
    <message>
        <source>There are processors to spare</source>
        <translation>Prozessoren sind übrig</translation>
    </message>
    <message>
        <source>Containers have memory enough</source>
        <translation>Container haben genug Speicher</translation>
    </message>
    <message>
        <source>There is room on the disk</source>
        <translation>Auf der Platte ist Platz</translation>
    </message>
    <message>
        <source>Health checks are cheap</source>
        <translation>Health-Checks sind billig</translation>
    </message>
    <message>
        <source>Services are told where Kafka is</source>
        <translation>Dienste wissen, wo Kafka ist</translation>
    </message>
    <message>
        <source>Nothing of it runs</source>
        <translation>Nichts davon läuft</translation>
    </message>
    <message>
        <source>%1 of %2 processors are busy with containers, %3 with this stack; most with %4</source>
        <translation>%1 von %2 Prozessoren sind mit Containern beschäftigt, %3 mit diesem Stack; am meisten mit %4</translation>
    </message>
    <message>
        <source>%1 was killed because it had no memory left</source>
        <translation>%1 wurde abgebrochen, weil ihm der Speicher ausging</translation>
    </message>
    <message>
        <source>Containers take %1 of the %2 that the engine has</source>
        <translation>Container belegen %1 von %2, die die Engine hat</translation>
    </message>
    <message>
        <source>Of what runs, %1 takes most: %2 of %3</source>
        <translation>Von dem, was läuft, belegt %1 am meisten: %2 von %3</translation>
    </message>
    <message>
        <source>%1 is told %2:%3 (%4)</source>
        <translation>%1 hat die Adresse %2:%3 (%4)</translation>
    </message>
    <message>
        <source>%1: in its container that is the container itself</source>
        <translation>%1: in seinem Container ist das der Container selbst</translation>
    </message>
    <message>
        <source>%1, and %2 listens at %3</source>
        <translation>%1, und %2 hört auf %3</translation>
    </message>
    <message>
        <source>%1: that listener sends it on to %2:%3, which is its own container</source>
        <translation>%1: dieser Listener schickt ihn weiter an %2:%3, und das ist sein eigener Container</translation>
    </message>
    <message>
        <source>It cannot be told from the compose file where this leads: %1</source>
        <translation>Aus der Compose-Datei geht nicht hervor, wohin das führt: %1</translation>
    </message>
</context>
<context>
    <name>Volumes</name>
    <message>
        <source>nobody’s now</source>
        <translation>jetzt niemandes</translation>
    </message>
    <message>
        <source>another service’s</source>
        <translation>eines anderen Dienstes</translation>
    </message>
    <message>
        <source>%1… (anonymous)</source>
        <translation>%1… (anonym)</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 unter %2</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemandem</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>before a reset</source>
        <translation>vor einem Reset</translation>
    </message>
    <message numerus="yes">
        <source>%Ln volume(s)</source>
        <translation>
            <numerusform>%Ln Volume</numerusform>
            <numerusform>%Ln Volumes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln topic(s), %1 records</source>
        <translation>
            <numerusform>%Ln Topic, %1 Datensätze</numerusform>
            <numerusform>%Ln Topics, %1 Datensätze</numerusform>
        </translation>
    </message>
    <message>
        <source>Kafka’s data</source>
        <translation>Kafkas Daten</translation>
    </message>
    <message>
        <source>ZooKeeper’s data</source>
        <translation>ZooKeepers Daten</translation>
    </message>
    <message>
        <source>ZooKeeper’s transaction log</source>
        <translation>ZooKeepers Transaktionslog</translation>
    </message>
    <message>
        <source>Nothing is deleted: %1</source>
        <translation>Nichts wird gelöscht: %1</translation>
    </message>
    <message>
        <source>of unknown size</source>
        <translation>von unbekannter Größe</translation>
    </message>
    <message>
        <source>anonymous volume %1, %2</source>
        <translation>anonymes Volume %1, %2</translation>
    </message>
    <message>
        <source>volume %1, %2</source>
        <translation>Volume %1, %2</translation>
    </message>
    <message>
        <source>%1 is stopped, and started again</source>
        <translation>%1 wird angehalten und wieder gestartet</translation>
    </message>
    <message>
        <source>container %1</source>
        <translation>Container %1</translation>
    </message>
    <message>
        <source>group %1 is left alone: %2</source>
        <translation>Gruppe %1 bleibt, wie sie ist: %2</translation>
    </message>
    <message>
        <source>group %1 is set to where the snapshot has it</source>
        <translation>Gruppe %1 wird dorthin gesetzt, wo der Snapshot sie hat</translation>
    </message>
    <message>
        <source>topic %1, about %2 records</source>
        <translation>Topic %1, etwa %2 Datensätze</translation>
    </message>
    <message>
        <source>topic %1, nobody knows how many records</source>
        <translation>Topic %1, niemand weiß, wie viele Datensätze</translation>
    </message>
    <message>
        <source>Its topics are deleted and made as they were, with their records; groups go to the same records. What was written since is gone. Kafka stays up.</source>
        <translation>Seine Topics werden gelöscht und erstellt, wie sie waren, mit ihren Datensätzen; Gruppen gehen zu denselben Datensätzen. Was seither geschrieben wurde, ist weg. Kafka läuft weiter.</translation>
    </message>
    <message>
        <source>Kafka and ZooKeeper stop; their containers and volumes are deleted, and the snapshot’s volumes are put in their place. What was written since is gone.</source>
        <translation>Kafka und ZooKeeper stoppen; ihre Container und Volumes werden gelöscht, und die Volumes des Snapshots kommen an ihre Stelle. Was seither geschrieben wurde, ist weg.</translation>
    </message>
    <message>
        <source>The snapshot was taken on another engine, %1.</source>
        <translation>Der Snapshot stammt von einer anderen Engine, %1.</translation>
    </message>
    <message>
        <source>It is the stack on the engine %1.</source>
        <translation>Es ist der Stack auf der Engine %1.</translation>
    </message>
    <message>
        <source>There is no volume %1 any more</source>
        <translation>Ein Volume %1 gibt es nicht mehr</translation>
    </message>
    <message>
        <source>Restore «%1»?</source>
        <translation>«%1» wiederherstellen?</translation>
    </message>
    <message>
        <source>Restore %1</source>
        <translation>%1 wiederherstellen</translation>
    </message>
    <message>
        <source>Delete the volume %1?</source>
        <translation>Das Volume %1 löschen?</translation>
    </message>
    <message>
        <source>What is in it, %1, is gone for good. Take a snapshot of it first where it may be needed.</source>
        <translation>Was darin ist, %1, ist endgültig weg. Vorher einen Snapshot machen, wo es noch gebraucht werden könnte.</translation>
    </message>
    <message>
        <source>Delete the volume</source>
        <translation>Das Volume löschen</translation>
    </message>
    <message>
        <source>group %1 loses its offsets in these topics</source>
        <translation>Gruppe %1 verliert ihre Offsets in diesen Topics</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>heute %1</translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <translation>gestern %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>date and time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>not created</source>
        <translation>nicht angelegt</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>unhealthy</source>
        <translation>ungesund</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>finished, exit 0</source>
        <translation>fertig, Exit 0</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>ended, exit %1</source>
        <translation>beendet, Exit %1</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>ZooKeeper</source>
        <translation>ZooKeeper</translation>
    </message>
    <message>
        <source>Broker %1</source>
        <translation>Broker %1</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>Init</source>
        <translation>Init</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Anderer</translation>
    </message>
</context>
<context>
    <name>Yaml</name>
    <message>
        <source>%1 is *%2, which stands elsewhere</source>
        <translation>%1 ist *%2, das anderswo steht</translation>
    </message>
    <message>
        <source>Change it where &amp;%1 is, or write it out here first.</source>
        <translation>Ändern, wo &amp;%1 steht, oder es hier zuerst ausschreiben.</translation>
    </message>
    <message>
        <source>There is no %1</source>
        <translation>Es gibt kein %1</translation>
    </message>
    <message>
        <source>This cannot be changed without changing more of the file</source>
        <translation>Das lässt sich nicht ändern, ohne mehr an der Datei zu ändern</translation>
    </message>
    <message>
        <source>Change it by hand.</source>
        <translation>Von Hand ändern.</translation>
    </message>
    <message>
        <source>%1 is not a single value</source>
        <translation>%1 ist kein einzelner Wert</translation>
    </message>
    <message>
        <source>%1 is not a mapping</source>
        <translation>%1 ist keine Zuordnung</translation>
    </message>
    <message>
        <source>%1 is there already</source>
        <translation>%1 ist schon da</translation>
    </message>
    <message>
        <source>%1 is not a key of a mapping</source>
        <translation>%1 ist kein Schlüssel einer Zuordnung</translation>
    </message>
    <message>
        <source>the document is nested more than %1 deep</source>
        <translation>das Dokument ist tiefer als %1 verschachtelt</translation>
    </message>
    <message>
        <source>a value is expected here</source>
        <translation>hier wird ein Wert erwartet</translation>
    </message>
    <message>
        <source>the key «%1» is there twice</source>
        <translation>der Schlüssel „%1“ steht zweimal da</translation>
    </message>
    <message>
        <source>Keep one of the two: which one counts would be chance.</source>
        <translation>Einen der beiden behalten: welcher gilt, wäre Zufall.</translation>
    </message>
    <message>
        <source>*%1 refers to nothing</source>
        <translation>*%1 verweist auf nichts</translation>
    </message>
    <message>
        <source>Write the anchor &amp;%1 before it is used, outside of what it stands in.</source>
        <translation>Den Anker &amp;%1 vor der Benutzung schreiben, außerhalb dessen, worin er steht.</translation>
    </message>
    <message numerus="yes">
        <source>the document has more than %n value(s)</source>
        <translation>
            <numerusform>das Dokument hat mehr als %n Wert</numerusform>
            <numerusform>das Dokument hat mehr als %n Werte</numerusform>
        </translation>
    </message>
    <message>
        <source>Aliases count as what they refer to.</source>
        <translation>Aliase zählen als das, worauf sie verweisen.</translation>
    </message>
    <message>
        <source>the file is larger than %1 KiB</source>
        <translation>die Datei ist größer als %1 KiB</translation>
    </message>
    <message>
        <source>Is it really a YAML file that people wrote?</source>
        <translation>Ist das wirklich eine von Menschen geschriebene YAML-Datei?</translation>
    </message>
    <message>
        <source>Compare the indentation of this line with the lines around it: keys of one mapping start in the same column.</source>
        <translation>Die Einrückung dieser Zeile mit der umgebender Zeilen vergleichen: Schlüssel einer Zuordnung beginnen in derselben Spalte.</translation>
    </message>
    <message>
        <source>a character that nothing can start with</source>
        <translation>ein Zeichen, mit dem nichts beginnen kann</translation>
    </message>
    <message>
        <source>Indent with spaces, never with tabs, and quote values that start with @, ` or %.</source>
        <translation>Mit Leerzeichen einrücken, nie mit Tabulatoren, und Werte, die mit @, ` oder % beginnen, in Anführungszeichen setzen.</translation>
    </message>
    <message>
        <source>a «:» where no key can be</source>
        <translation>ein „:“, wo kein Schlüssel stehen kann</translation>
    </message>
    <message>
        <source>Either the indentation is wrong or a value that has «: » in it needs quotes.</source>
        <translation>Entweder ist die Einrückung falsch, oder ein Wert mit „: “ darin braucht Anführungszeichen.</translation>
    </message>
    <message>
        <source>a key is expected here</source>
        <translation>hier wird ein Schlüssel erwartet</translation>
    </message>
    <message>
        <source>a list entry («- ») is expected here</source>
        <translation>hier wird ein Listeneintrag („- “) erwartet</translation>
    </message>
    <message>
        <source>a list entry («- ») where none can be</source>
        <translation>ein Listeneintrag („- “), wo keiner stehen kann</translation>
    </message>
    <message>
        <source>a «:» is missing after a key</source>
        <translation>nach einem Schlüssel fehlt ein „:“</translation>
    </message>
    <message>
        <source>A line in a mapping reads «key: value».</source>
        <translation>Eine Zeile in einer Zuordnung lautet „schlüssel: wert“.</translation>
    </message>
    <message>
        <source>a quoted text does not end</source>
        <translation>ein Text in Anführungszeichen endet nicht</translation>
    </message>
    <message>
        <source>Close the quote that was opened before.</source>
        <translation>Das geöffnete Anführungszeichen schließen.</translation>
    </message>
    <message>
        <source>a «[» is not closed, or a «,» is missing</source>
        <translation>ein „[“ ist nicht geschlossen, oder ein „,“ fehlt</translation>
    </message>
    <message>
        <source>Separate entries by «,», end with «]».</source>
        <translation>Einträge mit „,“ trennen, mit „]“ enden.</translation>
    </message>
    <message>
        <source>a «{» is not closed, or a «,» is missing</source>
        <translation>ein „{“ ist nicht geschlossen, oder ein „,“ fehlt</translation>
    </message>
    <message>
        <source>Separate entries by «,», end with «}».</source>
        <translation>Einträge mit „,“ trennen, mit „}“ enden.</translation>
    </message>
    <message>
        <source>a control character</source>
        <translation>ein Steuerzeichen</translation>
    </message>
    <message>
        <source>Remove it, or write it as an escape in double quotes.</source>
        <translation>Entfernen oder als Escape in doppelten Anführungszeichen schreiben.</translation>
    </message>
    <message>
        <source>bytes that are not UTF-8</source>
        <translation>Bytes, die nicht UTF-8 sind</translation>
    </message>
    <message>
        <source>Save the file as UTF-8.</source>
        <translation>Die Datei als UTF-8 speichern.</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>Speicher erschöpft</translation>
    </message>
    <message>
        <source>%1 is not a list</source>
        <translation>%1 ist keine Liste</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>There are no YAML files in %1</source>
        <translation>In %1 gibt es keine YAML-Dateien</translation>
    </message>
    <message>
        <source>%1 has the id %2</source>
        <translation>%1 hat die ID %2</translation>
    </message>
    <message>
        <source>%1 does not say «%2»</source>
        <translation>%1 sagt nicht «%2»</translation>
    </message>
</context>
<context>
    <name>ZooKeeper</name>
    <message numerus="yes">
        <source>ZooKeeper gave no answer within %Ln second(s)</source>
        <translation>
            <numerusform>ZooKeeper hat binnen %Ln Sekunde nicht geantwortet</numerusform>
            <numerusform>ZooKeeper hat binnen %Ln Sekunden nicht geantwortet</numerusform>
        </translation>
    </message>
    <message>
        <source>ZooKeeper does not allow this</source>
        <translation>ZooKeeper erlaubt das nicht</translation>
    </message>
    <message>
        <source>The node has an access list that we are not on.</source>
        <translation>Der Knoten hat eine Zugriffsliste, auf der wir nicht stehen.</translation>
    </message>
    <message>
        <source>The connection to ZooKeeper was lost</source>
        <translation>Die Verbindung zu ZooKeeper ist abgerissen</translation>
    </message>
    <message>
        <source>There is no such node</source>
        <translation>Einen solchen Knoten gibt es nicht</translation>
    </message>
    <message>
        <source>ZooKeeper refuses: %1</source>
        <translation>ZooKeeper lehnt ab: %1</translation>
    </message>
    <message>
        <source>%1 cannot be asked: nobody knows this address</source>
        <translation>%1 kann nicht gefragt werden: niemand kennt diese Adresse</translation>
    </message>
    <message>
        <source>ZooKeeper at %1 opens no session</source>
        <translation>ZooKeeper unter %1 öffnet keine Sitzung</translation>
    </message>
    <message>
        <source>«%1» is no path of a node</source>
        <translation>«%1» ist kein Pfad eines Knotens</translation>
    </message>
    <message>
        <source>This permission was used already</source>
        <translation>Diese Erlaubnis ist schon verbraucht</translation>
    </message>
    <message>
        <source>Nothing was deleted: %1 is another node by now</source>
        <translation>Nichts wurde gelöscht: %1 ist inzwischen ein anderer Knoten</translation>
    </message>
    <message>
        <source>A broker has registered since it was shown. Look again.</source>
        <translation>Seit er gezeigt wurde, hat sich ein Broker registriert. Noch einmal nachsehen.</translation>
    </message>
    <message>
        <source>owner %1</source>
        <translation>Eigentümer %1</translation>
    </message>
    <message>
        <source>ZooKeeper’s tool gave no answer that we understand</source>
        <translation>ZooKeepers Werkzeug gab keine Antwort, die wir verstehen</translation>
    </message>
</context>
<context>
    <name>bd::app::AclModel</name>
    <message>
        <source>%1… (each that begins so)</source>
        <translation>%1… (alle, die so beginnen)</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>überall</translation>
    </message>
    <message>
        <source>denied</source>
        <translation>verboten</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>erlaubt</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von wo</translation>
    </message>
    <message>
        <source>May do</source>
        <translation>Darf</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
</context>
<context>
    <name>bd::app::Actions</name>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Restart…</source>
        <translation>Neu starten …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Look again now</source>
        <translation>Jetzt noch einmal nachsehen</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>Projekt öffnen …</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>Alles finden</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Strict gates</source>
        <translation>Strenge Gates</translation>
    </message>
    <message>
        <source>Wait for the engine&apos;s own verdict on health instead of Brokerdeck&apos;s probes</source>
        <translation>Auf das Urteil der Engine warten, statt auf Brokerdecks eigene Prüfungen</translation>
    </message>
    <message>
        <source>Open the compose file&apos;s folder</source>
        <translation>Ordner der Compose-Datei öffnen</translation>
    </message>
    <message>
        <source>Copy start as command line</source>
        <translation>Starten als Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>Copy stop as command line</source>
        <translation>Stoppen als Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>Copy restart as command line</source>
        <translation>Neustart als Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>About Brokerdeck</source>
        <translation>Über Brokerdeck</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Reset…</source>
        <translation>Reset …</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Volumes</translation>
    </message>
    <message>
        <source>Verify…</source>
        <translation>Prüfen …</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>Troubleshoot</source>
        <translation>Fehlersuche</translation>
    </message>
    <message>
        <source>Brokers and ZooKeeper…</source>
        <translation>Broker und ZooKeeper …</translation>
    </message>
    <message>
        <source>Practice…</source>
        <translation>Üben …</translation>
    </message>
    <message>
        <source>Stability audit</source>
        <translation>Stabilitätsprüfung</translation>
    </message>
    <message>
        <source>New stack…</source>
        <translation>Neuer Stack …</translation>
    </message>
    <message>
        <source>Onboarding sheet…</source>
        <translation>Einstiegsblatt …</translation>
    </message>
</context>
<context>
    <name>bd::app::AuditModel</name>
    <message>
        <source>The file itself</source>
        <translation>Die Datei selbst</translation>
    </message>
</context>
<context>
    <name>bd::app::AuditPanel</name>
    <message>
        <source>Taken back: %1</source>
        <translation>Zurückgenommen: %1</translation>
    </message>
    <message>
        <source>The audit finds nothing wrong with that: change the file by hand</source>
        <translation>Das Audit findet daran nichts falsch: Ändern Sie die Datei von Hand</translation>
    </message>
</context>
<context>
    <name>bd::app::AuditView</name>
    <message>
        <source>Reading the compose file…</source>
        <translation>Die Compose-Datei wird gelesen …</translation>
    </message>
    <message>
        <source>Show what is right, too</source>
        <translation>Auch zeigen, was richtig ist</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>Letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Stability audit</source>
        <translation>Stabilitätsprüfung</translation>
    </message>
    <message>
        <source>What will bring the next crash, and its mend.</source>
        <translation>Was den nächsten Absturz bringt, und was ihn behebt.</translation>
    </message>
    <message>
        <source>Files that the audit has read</source>
        <translation>Dateien, die die Prüfung gelesen hat</translation>
    </message>
    <message>
        <source>There is no Kafka and no ZooKeeper in these files that could be judged.</source>
        <translation>In diesen Dateien ist kein Kafka und kein ZooKeeper, das zu beurteilen wäre.</translation>
    </message>
    <message>
        <source>Nothing here will bring the next crash, as far as the audit knows.</source>
        <translation>Nichts hier bringt den nächsten Absturz, soweit die Prüfung weiß.</translation>
    </message>
    <message>
        <source>Preview…</source>
        <translation>Vorschau …</translation>
    </message>
    <message numerus="yes">
        <source>Preview %Ln mend(s)…</source>
        <translation>
            <numerusform>Vorschau: %Ln Behebung …</numerusform>
            <numerusform>Vorschau: %Ln Behebungen …</numerusform>
        </translation>
    </message>
    <message>
        <source>The compose file cannot be judged</source>
        <translation>Die Compose-Datei ist nicht zu beurteilen</translation>
    </message>
    <message>
        <source>Mend all that can be</source>
        <translation>Alles beheben, was geht</translation>
    </message>
</context>
<context>
    <name>bd::app::BrokerModel</name>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>controller</source>
        <translation>Controller</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>Partitions name it, and the cluster does not list it.</source>
        <translation>Partitionen nennen ihn, und der Cluster führt ihn nicht auf.</translation>
    </message>
    <message>
        <source>%1 is led to %2 here</source>
        <translation>%1 wird hier auf %2 umgeleitet</translation>
    </message>
    <message>
        <source>By the requests that it knows.
%1</source>
        <translation>Nach den Anfragen, die er kennt.
%1</translation>
    </message>
    <message>
        <source>It names no rack.
%1</source>
        <translation>Er nennt kein Rack.
%1</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Says it is at</source>
        <translation>Nennt als Adresse</translation>
    </message>
    <message>
        <source>Reached at</source>
        <translation>Erreicht unter</translation>
    </message>
    <message>
        <source>Rack</source>
        <translation>Rack</translation>
    </message>
    <message>
        <source>Kafka</source>
        <translation>Kafka</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Leader für</translation>
    </message>
    <message>
        <source>Replicas</source>
        <translation>Replikate</translation>
    </message>
    <message>
        <source>Out of sync</source>
        <translation>Nicht synchron</translation>
    </message>
</context>
<context>
    <name>bd::app::BrokersDialog</name>
    <message>
        <source>Asking ZooKeeper, Kafka and the engine…</source>
        <translation>Fragt ZooKeeper, Kafka und die Engine …</translation>
    </message>
    <message>
        <source>ZooKeeper’s nodes…</source>
        <translation>ZooKeepers Knoten …</translation>
    </message>
    <message>
        <source>Brokers of %1</source>
        <translation>Broker von %1</translation>
    </message>
    <message>
        <source>Brokers, as ZooKeeper, Kafka and the engine have them</source>
        <translation>Die Broker, wie ZooKeeper, Kafka und die Engine sie haben</translation>
    </message>
    <message>
        <source>Brokers</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No registration stands in the way. ZooKeeper was asked over %1.</source>
        <translation>Keine Registrierung steht im Weg. ZooKeeper wurde über %1 gefragt.</translation>
    </message>
    <message>
        <source>A registration stands in the way. ZooKeeper was asked over %1.</source>
        <translation>Eine Registrierung steht im Weg. ZooKeeper wurde über %1 gefragt.</translation>
    </message>
</context>
<context>
    <name>bd::app::BrokersPanel</name>
    <message>
        <source>Delete the registration of broker %1?</source>
        <translation>Die Registrierung von Broker %1 löschen?</translation>
    </message>
    <message>
        <source>No topic and no record goes with it. Where a broker with this id still runs somewhere, though, it falls out of its cluster.</source>
        <translation>Kein Topic und kein Datensatz geht mit. Läuft aber irgendwo noch ein Broker mit dieser ID, fällt er aus seinem Cluster.</translation>
    </message>
    <message>
        <source>%1, of session %2</source>
        <translation>%1, von Sitzung %2</translation>
    </message>
    <message>
        <source>No broker %1 runs on another machine</source>
        <translation>Auf keinem anderen Rechner läuft ein Broker %1</translation>
    </message>
    <message>
        <source>Delete the registration</source>
        <translation>Die Registrierung löschen</translation>
    </message>
    <message>
        <source>Something else goes on with this project now</source>
        <translation>Mit diesem Projekt läuft gerade etwas anderes</translation>
    </message>
    <message>
        <source>deleting a registration</source>
        <translation>löscht eine Registrierung</translation>
    </message>
</context>
<context>
    <name>bd::app::BundleDialog</name>
    <message>
        <source>Asking the engine, the brokers and the logs…</source>
        <translation>Engine, Broker und Logs werden gefragt …</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Diagnostics bundle of %1</source>
        <translation>Diagnosepaket von %1</translation>
    </message>
    <message>
        <source>Files of the bundle</source>
        <translation>Dateien des Pakets</translation>
    </message>
    <message>
        <source>What is in the file</source>
        <translation>Was in der Datei steht</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s), %1. What sounds or looks like a secret is masked; read it before you pass it on.</source>
        <translation>
            <numerusform>%Ln Datei, %1. Was nach einem Geheimnis klingt oder aussieht, ist verdeckt; lies es, bevor du es weitergibst.</numerusform>
            <numerusform>%Ln Dateien, %1. Was nach einem Geheimnis klingt oder aussieht, ist verdeckt; lies es, bevor du es weitergibst.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::CarePanel</name>
    <message>
        <source>%1 Go on with it, or out of it, in Volumes.</source>
        <translation>%1 Fortsetzen oder beenden unter «Volumes».</translation>
    </message>
    <message numerus="yes">
        <source>«%1» is whole: %Ln archive(s) as they were written</source>
        <translation>
            <numerusform>«%1» ist heil: %Ln Archiv, wie es geschrieben wurde</numerusform>
            <numerusform>«%1» ist heil: %Ln Archive, wie sie geschrieben wurden</numerusform>
        </translation>
    </message>
    <message>
        <source>resetting</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>restoring</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>taking a snapshot</source>
        <translation>Snapshot</translation>
    </message>
    <message>
        <source>deleting a volume</source>
        <translation>Volume löschen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln snapshot(s) that were too old are deleted, %1</source>
        <translation>
            <numerusform>%Ln zu alter Snapshot ist gelöscht, %1</numerusform>
            <numerusform>%Ln zu alte Snapshots sind gelöscht, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at what would go…</source>
        <translation>Es wird nachgesehen, was verschwinden würde …</translation>
    </message>
    <message>
        <source>Groups were left alone</source>
        <translation>Gruppen blieben, wie sie sind</translation>
    </message>
    <message>
        <source>Something else goes on with this project now</source>
        <translation>Mit diesem Projekt geschieht gerade etwas anderes</translation>
    </message>
    <message>
        <source>«%1» is in %2, %3</source>
        <translation>«%1» ist in %2, %3</translation>
    </message>
    <message>
        <source>«%1» was here already</source>
        <translation>«%1» war schon hier</translation>
    </message>
    <message>
        <source>«%1» is among the snapshots now</source>
        <translation>«%1» ist jetzt unter den Snapshots</translation>
    </message>
    <message>
        <source>Writing the snapshot to a file…</source>
        <translation>Der Snapshot wird in eine Datei geschrieben …</translation>
    </message>
    <message>
        <source>Reading and checking the file…</source>
        <translation>Die Datei wird gelesen und geprüft …</translation>
    </message>
</context>
<context>
    <name>bd::app::ClusterView</name>
    <message>
        <source>Asking the broker…</source>
        <translation>Broker wird gefragt …</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Metadata in</source>
        <translation>Metadaten in</translation>
    </message>
    <message>
        <source>Controller</source>
        <translation>Controller</translation>
    </message>
    <message>
        <source>Kafka</source>
        <translation>Kafka</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>Under-replicated</source>
        <translation>Unterrepliziert</translation>
    </message>
    <message>
        <source>Without leader</source>
        <translation>Ohne Leader</translation>
    </message>
    <message>
        <source>By the requests that the brokers know. It may be any patch of that release.</source>
        <translation>Nach den Anfragen, die die Broker kennen. Es kann jeder Patch dieser Version sein.</translation>
    </message>
    <message>
        <source>Brokers</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Who may do what</source>
        <translation>Wer was darf</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Features</translation>
    </message>
    <message>
        <source>Settings of which broker</source>
        <translation>Einstellungen welches Brokers</translation>
    </message>
    <message>
        <source>Only what is set</source>
        <translation>Nur was gesetzt ist</translation>
    </message>
    <message>
        <source>Leave out what has Kafka’s default</source>
        <translation>Auslassen, was Kafkas Vorgabe hat</translation>
    </message>
    <message>
        <source>Settings of a broker</source>
        <translation>Einstellungen eines Brokers</translation>
    </message>
    <message>
        <source>Filter settings</source>
        <translation>Einstellungen filtern</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>id %1</source>
        <translation>ID %1</translation>
    </message>
    <message>
        <source>Asking the brokers…</source>
        <translation>Broker werden gefragt …</translation>
    </message>
    <message>
        <source>No broker tells of any: Kafka has them from 2.7 on, and with KRaft.</source>
        <translation>Kein Broker nennt welche: Kafka hat sie ab 2.7 und mit KRaft.</translation>
    </message>
    <message>
        <source>Broker %1</source>
        <translation>Broker %1</translation>
    </message>
    <message>
        <source>No setting matches «%1».</source>
        <translation>Keine Einstellung passt zu «%1».</translation>
    </message>
    <message>
        <source>Nothing is set: everything has Kafka’s default.</source>
        <translation>Nichts ist gesetzt: alles hat Kafkas Vorgabe.</translation>
    </message>
</context>
<context>
    <name>bd::app::ConnectionModel</name>
    <message>
        <source>This stack</source>
        <translation>Dieser Stack</translation>
    </message>
    <message>
        <source>found by itself</source>
        <translation>selbst gefunden</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>schreibgeschützt</translation>
    </message>
    <message>
        <source>can be changed</source>
        <translation>änderbar</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Verwendung</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>column name and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Protection</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwendung</translation>
    </message>
    <message>
        <source>no project is open</source>
        <translation>kein Projekt ist offen</translation>
    </message>
</context>
<context>
    <name>bd::app::ConnectionStrip</name>
    <message>
        <source>%1, read-only: %2</source>
        <comment>connection: addresses</comment>
        <translation>%1, schreibgeschützt: %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>connection: addresses</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>bd::app::ConnectionsSession</name>
    <message>
        <source>%1 is kept without its passwords, which will be asked for. %2</source>
        <translation>%1 ist ohne Passwörter gespeichert; sie werden erfragt. %2</translation>
    </message>
    <message>
        <source>%1 is kept</source>
        <translation>%1 ist gespeichert</translation>
    </message>
    <message>
        <source>The connections are written, without their passwords</source>
        <translation>Die Verbindungen sind geschrieben, ohne ihre Passwörter</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) added; others were there by name</source>
        <translation>
            <numerusform>%n Verbindung hinzugefügt; andere gab es dem Namen nach schon</numerusform>
            <numerusform>%n Verbindungen hinzugefügt; andere gab es dem Namen nach schon</numerusform>
        </translation>
    </message>
    <message>
        <source>Not kept in the keychain: %1</source>
        <translation>Nicht im Schlüsselbund gespeichert: %1</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>Write it in the form: nothing else knows it.</source>
        <translation>Schreiben Sie es ins Formular: Sonst weiß es niemand.</translation>
    </message>
</context>
<context>
    <name>bd::app::ConnectionsView</name>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Which cluster the views of Kafka show.</source>
        <translation>Welchen Cluster die Kafka-Ansichten zeigen.</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Paste a .properties file…</source>
        <translation>.properties-Datei einfügen …</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Export, without passwords…</source>
        <translation>Exportieren, ohne Passwörter …</translation>
    </message>
    <message>
        <source>Add a connection…</source>
        <translation>Verbindung hinzufügen …</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Test it</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Not all of it could be taken over</source>
        <translation>Nicht alles konnte übernommen werden</translation>
    </message>
    <message>
        <source>Go on with the rest</source>
        <translation>Mit dem Rest weitermachen</translation>
    </message>
    <message>
        <source>Remove the connection %1?</source>
        <translation>Verbindung %1 entfernen?</translation>
    </message>
    <message>
        <source>Its passwords go from the keychain, too. The cluster is not touched.</source>
        <translation>Auch ihre Passwörter werden aus dem Schlüsselbund entfernt. Der Cluster bleibt unberührt.</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Export the connections</source>
        <translation>Verbindungen exportieren</translation>
    </message>
    <message>
        <source>Import connections</source>
        <translation>Verbindungen importieren</translation>
    </message>
    <message>
        <source>Connections (*.json)</source>
        <translation>Verbindungen (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Test of %1</source>
        <translation>Test von %1</translation>
    </message>
</context>
<context>
    <name>bd::app::DetailCard</name>
    <message>
        <source>Raw output</source>
        <translation>Rohe Ausgabe</translation>
    </message>
</context>
<context>
    <name>bd::app::DiagnosisCard</name>
    <message>
        <source>The proof</source>
        <translation>Der Beleg</translation>
    </message>
    <message>
        <source>These words are known from reports only; the lab has not seen them.</source>
        <translation>Diese Worte sind nur aus Berichten bekannt; das Labor hat sie nicht gesehen.</translation>
    </message>
    <message>
        <source>To be sure</source>
        <translation>Zur Sicherheit</translation>
    </message>
    <message>
        <source>What helps</source>
        <translation>Was hilft</translation>
    </message>
    <message>
        <source>Only where nothing else helps, for it destroys data</source>
        <translation>Nur wo nichts anderes hilft, denn es zerstört Daten</translation>
    </message>
    <message>
        <source>What comes of it</source>
        <translation>Was daraus folgt</translation>
    </message>
    <message>
        <source>Further reading</source>
        <translation>Zum Weiterlesen</translation>
    </message>
</context>
<context>
    <name>bd::app::DiagnosisPanel</name>
    <message>
        <source>Save the diagnostics bundle</source>
        <translation>Diagnosepaket speichern</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>bd::app::DiffView</name>
    <message>
        <source>What would be written</source>
        <translation>Was geschrieben würde</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1 (neu)</translation>
    </message>
</context>
<context>
    <name>bd::app::FeatureModel</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>levels</comment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>metadata as in Kafka %1</source>
        <translation>Metadaten wie in Kafka %1</translation>
    </message>
    <message>
        <source>Feature</source>
        <translation>Feature</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Possible</source>
        <translation>Möglich</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>In Worten</translation>
    </message>
</context>
<context>
    <name>bd::app::FileModel</name>
    <message>
        <source>%1 → %2</source>
        <comment>a link and where it leads</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
</context>
<context>
    <name>bd::app::FilesDialog</name>
    <message>
        <source>Reading what is in it…</source>
        <translation>Der Inhalt wird gelesen …</translation>
    </message>
    <message>
        <source>Files in %1</source>
        <translation>Dateien in %1</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>The beginning of the file</source>
        <translation>Der Anfang der Datei</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Choose a file to read its beginning.</source>
        <translation>Eine Datei wählen, um ihren Anfang zu lesen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s), %1, as they were a moment ago</source>
        <translation>
            <numerusform>%Ln Datei, %1, wie eben gelesen</numerusform>
            <numerusform>%Ln Dateien, %1, wie eben gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen …</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 ist leer</translation>
    </message>
    <message>
        <source>The beginning of %1</source>
        <translation>Der Anfang von %1</translation>
    </message>
</context>
<context>
    <name>bd::app::FindingCard</name>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>What is below was true before.</source>
        <translation>Was unten steht, galt vorher.</translation>
    </message>
    <message>
        <source>Copy as command line</source>
        <translation>Als Befehlszeile kopieren</translation>
    </message>
</context>
<context>
    <name>bd::app::FindingDetail</name>
    <message>
        <source>Mend this one…</source>
        <translation>Dies beheben …</translation>
    </message>
    <message>
        <source>There is</source>
        <translation>Da ist</translation>
    </message>
    <message>
        <source>Should be</source>
        <translation>Soll sein</translation>
    </message>
    <message>
        <source>Mended by</source>
        <translation>Behoben durch</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Choose a finding to read why it matters.</source>
        <translation>Einen Befund wählen, um zu lesen, warum er zählt.</translation>
    </message>
    <message>
        <source>nothing that could be written into the file by itself</source>
        <translation>nichts, was von selbst in die Datei geschrieben werden könnte</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
</context>
<context>
    <name>bd::app::FindingList</name>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
</context>
<context>
    <name>bd::app::FixDialog</name>
    <message>
        <source>%1, %2: goes into the override file. %3.</source>
        <translation>%1, %2: kommt in die Override-Datei. %3.</translation>
    </message>
    <message>
        <source>%1, %2: is not written. %3.</source>
        <translation>%1, %2: wird nicht geschrieben. %3.</translation>
    </message>
    <message numerus="yes">
        <source>Mend %Ln finding(s)</source>
        <translation>
            <numerusform>%Ln Befund beheben</numerusform>
            <numerusform>%Ln Befunde beheben</numerusform>
        </translation>
    </message>
    <message>
        <source>Compose reads the files as they would be…</source>
        <translation>Compose liest die Dateien, wie sie würden …</translation>
    </message>
    <message>
        <source>Change the file</source>
        <translation>Datei ändern</translation>
    </message>
    <message>
        <source>Copy as command line</source>
        <translation>Als Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>There is nothing that could be written into the files.</source>
        <translation>Es gibt nichts, was in die Dateien geschrieben werden könnte.</translation>
    </message>
</context>
<context>
    <name>bd::app::GroupList</name>
    <message>
        <source>Consumer groups</source>
        <translation>Consumer-Gruppen</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message numerus="yes">
        <source>%n broker(s) did not answer</source>
        <translation>
            <numerusform>%n Broker hat nicht geantwortet</numerusform>
            <numerusform>%n Broker haben nicht geantwortet</numerusform>
        </translation>
    </message>
    <message>
        <source>The groups that they keep are missing in the list.</source>
        <translation>Die Gruppen, die dort geführt werden, fehlen in der Liste.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln group(s)</source>
        <translation>
            <numerusform>%Ln Gruppe</numerusform>
            <numerusform>%Ln Gruppen</numerusform>
        </translation>
    </message>
    <message>
        <source>Asking the broker…</source>
        <translation>Broker wird gefragt …</translation>
    </message>
    <message>
        <source>No group matches «%1».</source>
        <translation>Keine Gruppe passt zu «%1».</translation>
    </message>
    <message>
        <source>There is no consumer group yet. One appears as soon as a consumer with a group.id connects.</source>
        <translation>Noch gibt es keine Consumer-Gruppe. Eine erscheint, sobald sich ein Consumer mit einer group.id verbindet.</translation>
    </message>
    <message>
        <source>Actions of %1</source>
        <translation>Aktionen für %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Reset offsets…</source>
        <translation>Offsets zurücksetzen …</translation>
    </message>
    <message>
        <source>Delete the offsets of a topic…</source>
        <translation>Offsets eines Topics löschen …</translation>
    </message>
    <message>
        <source>Delete the group…</source>
        <translation>Gruppe löschen …</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Namen kopieren</translation>
    </message>
    <message>
        <source>Copy as command line</source>
        <translation>Als Befehlszeile kopieren</translation>
    </message>
</context>
<context>
    <name>bd::app::GroupModel</name>
    <message>
        <source>as of %1 ago</source>
        <translation>Stand von vor %1</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>Actions of %1</source>
        <translation>Aktionen für %1</translation>
    </message>
    <message>
        <source>Records behind the ends of its partitions: %1</source>
        <translation>Datensätze bis zu den Enden ihrer Partitionen: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) not known</source>
        <translation>
            <numerusform>%n Partition nicht bekannt</numerusform>
            <numerusform>%n Partitionen nicht bekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) without anything committed</source>
        <translation>
            <numerusform>in %n Partition ist nichts committet</numerusform>
            <numerusform>in %n Partitionen ist nichts committet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>records of %n partition(s) were deleted unread</source>
        <translation>
            <numerusform>Datensätze von %n Partition wurden ungelesen gelöscht</numerusform>
            <numerusform>Datensätze von %n Partitionen wurden ungelesen gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>%1:%2
%3</source>
        <comment>host, port, age</comment>
        <translation>%1:%2
%3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>column name and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>Lag</translation>
    </message>
    <message>
        <source>Coordinator</source>
        <translation>Koordinator</translation>
    </message>
</context>
<context>
    <name>bd::app::GroupOffsetModel</name>
    <message>
        <source>%1: %2</source>
        <comment>column name and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>Partition</translation>
    </message>
    <message>
        <source>Committed</source>
        <translation>Committet</translation>
    </message>
    <message>
        <source>End offset</source>
        <translation>End-Offset</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>Lag</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Gelesen von</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Lag so far</source>
        <translation>Lag bisher</translation>
    </message>
</context>
<context>
    <name>bd::app::GroupPage</name>
    <message>
        <source>Offsets</source>
        <translation>Offsets</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>‹ Groups</source>
        <translation>‹ Gruppen</translation>
    </message>
    <message>
        <source>Back to the list of groups</source>
        <translation>Zurück zur Liste der Gruppen</translation>
    </message>
    <message>
        <source>Back to the list of groups (Esc)</source>
        <translation>Zurück zur Liste der Gruppen (Esc)</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Reset offsets…</source>
        <translation>Offsets zurücksetzen …</translation>
    </message>
    <message>
        <source>Delete the offsets of a topic…</source>
        <translation>Offsets eines Topics löschen …</translation>
    </message>
    <message>
        <source>Delete the group…</source>
        <translation>Gruppe löschen …</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>Lag</translation>
    </message>
    <message>
        <source>Assignor</source>
        <translation>Assignor</translation>
    </message>
    <message>
        <source>Coordinator</source>
        <translation>Koordinator</translation>
    </message>
    <message>
        <source>There is no group %1 any more</source>
        <translation>Die Gruppe %1 gibt es nicht mehr</translation>
    </message>
    <message>
        <source>It was deleted, or Kafka has forgotten it after it was empty for long. What is below was true before.</source>
        <translation>Sie wurde gelöscht, oder Kafka hat sie vergessen, nachdem sie lange leer war. Was unten steht, galt vorher.</translation>
    </message>
    <message>
        <source>Kafka does not tell of this group</source>
        <translation>Kafka gibt über diese Gruppe keine Auskunft</translation>
    </message>
    <message>
        <source>It is not known what is committed</source>
        <translation>Was committet ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>Members (%1)</source>
        <translation>Mitglieder (%1)</translation>
    </message>
</context>
<context>
    <name>bd::app::IdentityCard</name>
    <message>
        <source>Broker</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>Cluster ID</source>
        <translation>Cluster-ID</translation>
    </message>
    <message>
        <source>Kafka</source>
        <translation>Kafka</translation>
    </message>
    <message>
        <source>ZooKeeper</source>
        <translation>ZooKeeper</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message numerus="yes">
        <source>%n in the cluster</source>
        <translation>
            <numerusform>%n im Cluster</numerusform>
            <numerusform>%n im Cluster</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::KafkaPanel</name>
    <message numerus="yes">
        <source>%Ln record(s) were not written to %1</source>
        <translation>
            <numerusform>%Ln Datensatz wurde nicht in %1 geschrieben</numerusform>
            <numerusform>%Ln Datensätze wurden nicht in %1 geschrieben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Wrote %Ln record(s) to %1</source>
        <translation>
            <numerusform>%Ln Datensatz in %1 geschrieben</numerusform>
            <numerusform>%Ln Datensätze in %1 geschrieben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) written…</source>
        <translation>
            <numerusform>%Ln Datensatz geschrieben …</numerusform>
            <numerusform>%Ln Datensätze geschrieben …</numerusform>
        </translation>
    </message>
    <message>
        <source>The views of Kafka show %1</source>
        <translation>Die Kafka-Ansichten zeigen %1</translation>
    </message>
    <message>
        <source>%1, then stopped</source>
        <translation>%1, dann angehalten</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
    <message numerus="yes">
        <source>Writing %Ln record(s) to %1…</source>
        <translation>
            <numerusform>%Ln Datensatz wird nach %1 geschrieben …</numerusform>
            <numerusform>%Ln Datensätze werden nach %1 geschrieben …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::LadderCard</name>
    <message>
        <source>The proof</source>
        <translation>Der Beleg</translation>
    </message>
    <message>
        <source>Broker %1 is not registered</source>
        <translation>Broker %1 ist nicht registriert</translation>
    </message>
    <message>
        <source>ZooKeeper has no node for it: nothing there keeps it from starting.</source>
        <translation>ZooKeeper hat keinen Knoten für ihn: dort hält ihn nichts vom Starten ab.</translation>
    </message>
    <message>
        <source>Wait and start %1</source>
        <translation>Warten und %1 starten</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>%1 stoppen</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Reset…</source>
        <translation>Zurücksetzen …</translation>
    </message>
</context>
<context>
    <name>bd::app::LagChart</name>
    <message>
        <source>Lag while it was looked at</source>
        <translation>Lag während der Beobachtung</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>Lag: not known yet</source>
        <translation>Lag: noch nicht bekannt</translation>
    </message>
    <message>
        <source>Lag, at most %1</source>
        <translation>Lag, höchstens %1</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>bd::app::LastStartCard</name>
    <message>
        <source>Open the timeline</source>
        <translation>Zeitachse öffnen</translation>
    </message>
    <message>
        <source>Last start: %1</source>
        <translation>Letzter Start: %1</translation>
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
    <name>bd::app::LogModel</name>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
</context>
<context>
    <name>bd::app::LogsPanel</name>
    <message>
        <source>Saved: %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
    <message>
        <source>That is too much for the clipboard</source>
        <translation>Das ist zu viel für die Zwischenablage</translation>
    </message>
    <message>
        <source>Save what is listed, or list less.</source>
        <translation>Speichere, was in der Liste steht, oder zeige weniger.</translation>
    </message>
</context>
<context>
    <name>bd::app::LogsView</name>
    <message>
        <source>Lines</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>All services</source>
        <translation>Alle Dienste</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Alle Stufen</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Fold stack traces</source>
        <translation>Stacktraces einklappen</translation>
    </message>
    <message>
        <source>Save what is listed…</source>
        <translation>Was gelistet ist sichern …</translation>
    </message>
    <message>
        <source>Copy what is listed</source>
        <translation>Was gelistet ist kopieren</translation>
    </message>
    <message>
        <source>Keep in memory</source>
        <translation>Im Speicher behalten</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Vorherige</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>First error</source>
        <translation>Erster Fehler</translation>
    </message>
    <message numerus="yes">
        <source>%Ln service(s)</source>
        <translation>
            <numerusform>%Ln Dienst</numerusform>
            <numerusform>%Ln Dienste</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>nichts gefunden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message>
        <source>Go on (%1)</source>
        <translation>Weiter (%1)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln line(s)</source>
        <translation>
            <numerusform>%1 von %Ln Zeile</numerusform>
            <numerusform>%1 von %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; older ones were let go</source>
        <translation>%1; ältere wurden losgelassen</translation>
    </message>
    <message>
        <source>Nothing yet. What the services write appears here as it comes.</source>
        <translation>Noch nichts. Was die Dienste schreiben, erscheint hier, sobald es kommt.</translation>
    </message>
    <message>
        <source>no error</source>
        <translation>kein Fehler</translation>
    </message>
    <message>
        <source>One line</source>
        <translation>Eine Zeile</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Show or fold its stack trace</source>
        <translation>Seinen Stacktrace zeigen oder einklappen</translation>
    </message>
    <message>
        <source>Copy this line</source>
        <translation>Diese Zeile kopieren</translation>
    </message>
    <message>
        <source>Only this service</source>
        <translation>Nur diesen Dienst</translation>
    </message>
    <message>
        <source>Save what is listed</source>
        <translation>Was gelistet ist sichern</translation>
    </message>
    <message>
        <source>No line is as it is wanted: services, level and time are chosen above.</source>
        <translation>Keine Zeile ist so wie gewünscht: Dienste, Stufe und Zeit werden oben gewählt.</translation>
    </message>
    <message>
        <source>From this time on</source>
        <translation>Von dieser Zeit an</translation>
    </message>
    <message>
        <source>Up to this time</source>
        <translation>Bis zu dieser Zeit</translation>
    </message>
</context>
<context>
    <name>bd::app::MainWindow</name>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet …</translation>
    </message>
    <message>
        <source>Open a compose file</source>
        <translation>Compose-Datei öffnen</translation>
    </message>
    <message>
        <source>Compose files (*.yaml *.yml)</source>
        <translation>Compose-Dateien (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Restart %1…</source>
        <translation>%1 neu starten …</translation>
    </message>
    <message>
        <source>service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>%1 stoppen</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>Actions of the chosen service</source>
        <translation>Aktionen des gewählten Dienstes</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>About Brokerdeck</source>
        <translation>Über Brokerdeck</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Kafka development stacks under Docker Compose</source>
        <translation>Kafka-Entwicklungsumgebungen unter Docker Compose</translation>
    </message>
    <message>
        <source>Timeline: another service</source>
        <translation>Zeitachse: anderer Dienst</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>Auf, Ab</translation>
    </message>
    <message>
        <source>Timeline: another span or probe</source>
        <translation>Zeitachse: andere Spanne oder Prüfung</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
    <message>
        <source>Timeline: the service itself, its last span or probe</source>
        <translation>Zeitachse: der Dienst selbst, seine letzte Spanne oder Prüfung</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Pos1, Ende</translation>
    </message>
    <message>
        <source>Timeline: show what has the ring</source>
        <translation>Zeitachse: zeigen, was den Ring hat</translation>
    </message>
    <message>
        <source>Enter, Space</source>
        <translation>Eingabe, Leertaste</translation>
    </message>
    <message>
        <source>Timeline: show nothing</source>
        <translation>Zeitachse: nichts zeigen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Timeline: zoom in, zoom out, show everything</source>
        <translation>Zeitachse: vergrößern, verkleinern, alles zeigen</translation>
    </message>
    <message>
        <source>+, −, 0</source>
        <translation>+, −, 0</translation>
    </message>
    <message>
        <source>Topics: filter by name</source>
        <translation>Topics: nach Namen filtern</translation>
    </message>
    <message>
        <source>Topics: open the chosen one, or change the chosen setting</source>
        <translation>Topics: das gewählte öffnen, oder die gewählte Einstellung ändern</translation>
    </message>
    <message>
        <source>Topics: delete the chosen one</source>
        <translation>Topics: das gewählte löschen</translation>
    </message>
    <message>
        <source>Topics: back to the list</source>
        <translation>Topics: zurück zur Liste</translation>
    </message>
    <message>
        <source>Kafka</source>
        <translation>Kafka</translation>
    </message>
    <message>
        <source>Groups: filter by name</source>
        <translation>Gruppen: nach Namen filtern</translation>
    </message>
    <message>
        <source>Groups: open the chosen one</source>
        <translation>Gruppen: die gewählte öffnen</translation>
    </message>
    <message>
        <source>Groups: delete the chosen one</source>
        <translation>Gruppen: die gewählte löschen</translation>
    </message>
    <message>
        <source>Groups: back to the list</source>
        <translation>Gruppen: zurück zur Liste</translation>
    </message>
    <message>
        <source>Back to this stack</source>
        <translation>Zurück zu diesem Stack</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Care</source>
        <translation>Pflege</translation>
    </message>
</context>
<context>
    <name>bd::app::MemberModel</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Member %1</source>
        <translation>Mitglied %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>column name and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>Instance</source>
        <translation>Instanz</translation>
    </message>
</context>
<context>
    <name>bd::app::Navigation</name>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
</context>
<context>
    <name>bd::app::NavigationButton</name>
    <message numerus="yes">
        <source>%1, %Ln need(s) you</source>
        <translation>
            <numerusform>%1, %Ln braucht dich</numerusform>
            <numerusform>%1, %Ln brauchen dich</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::NewStackDialog</name>
    <message>
        <source>Port on this machine</source>
        <translation>Port auf diesem Rechner</translation>
    </message>
    <message>
        <source>Write compose.yaml and open it</source>
        <translation>compose.yaml schreiben und öffnen</translation>
    </message>
    <message>
        <source>New stack</source>
        <translation>Neuer Stack</translation>
    </message>
    <message>
        <source>A compose file with everything that keeps Kafka stable, and the reason beside each setting.</source>
        <translation>Eine Compose-Datei mit allem, was Kafka stabil hält, und dem Grund neben jeder Einstellung.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Confluent</source>
        <translation>Confluent</translation>
    </message>
    <message>
        <source>Apache (KRaft only)</source>
        <translation>Apache (nur KRaft)</translation>
    </message>
    <message>
        <source>purchase-created 3
dead-letter-queue 1</source>
        <translation>purchase-created 3
dead-letter-queue 1</translation>
    </message>
    <message>
        <source>mail-worker, billing-worker</source>
        <translation>mail-worker, billing-worker</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>KRaft</source>
        <translation>KRaft</translation>
    </message>
    <message>
        <source>ZooKeeper</source>
        <translation>ZooKeeper</translation>
    </message>
    <message>
        <source>Brokers</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>one</source>
        <translation>einer</translation>
    </message>
    <message>
        <source>three</source>
        <translation>drei</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Kafka’s image</source>
        <translation>Kafkas Image</translation>
    </message>
    <message>
        <source>Topics, a line each</source>
        <translation>Topics, je eine Zeile</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Folder of the new stack</source>
        <translation>Ordner des neuen Stacks</translation>
    </message>
    <message>
        <source>Which folder shall it be in?</source>
        <translation>In welchem Ordner soll er liegen?</translation>
    </message>
</context>
<context>
    <name>bd::app::NewcomerPanel</name>
    <message>
        <source>Saved: %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>bd::app::NodesDialog</name>
    <message>
        <source>Asking ZooKeeper…</source>
        <translation>Fragt ZooKeeper …</translation>
    </message>
    <message>
        <source>ZooKeeper’s nodes of %1</source>
        <translation>ZooKeepers Knoten von %1</translation>
    </message>
    <message>
        <source>What ZooKeeper holds</source>
        <translation>Was ZooKeeper hält</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>What is in the node</source>
        <translation>Was im Knoten steht</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1: persistent, made %2, %3</source>
        <translation>%1: dauerhaft, angelegt %2, %3</translation>
    </message>
    <message>
        <source>%1: of session %2, made %3, %4</source>
        <translation>%1: von Sitzung %2, angelegt %3, %4</translation>
    </message>
    <message>
        <source>This node holds no data.</source>
        <translation>Dieser Knoten hält keine Daten.</translation>
    </message>
</context>
<context>
    <name>bd::app::OverviewView</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>What is true now, and what needs you.</source>
        <translation>Was jetzt gilt, und was dich braucht.</translation>
    </message>
    <message>
        <source>The engine does not answer</source>
        <translation>Die Engine antwortet nicht</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>What is below was true before.</source>
        <translation>Was unten steht, galt davor.</translation>
    </message>
    <message>
        <source>The compose file of %1 is gone</source>
        <translation>Die Compose-Datei von %1 ist weg</translation>
    </message>
    <message>
        <source>What the engine knows of its containers is shown. They can be started and stopped; making new ones, setting roles and reading the expected topics need the file. Open it from where it is now.</source>
        <translation>Gezeigt wird, was die Engine von seinen Containern weiß. Sie lassen sich starten und stoppen; neue anlegen, Rollen setzen und die erwarteten Topics lesen geht nur mit der Datei. Öffne sie dort, wo sie jetzt liegt.</translation>
    </message>
</context>
<context>
    <name>bd::app::Palette</name>
    <message>
        <source>Find anything</source>
        <translation>Alles finden</translation>
    </message>
    <message>
        <source>Find a view, an action, a service…</source>
        <translation>Ansicht, Aktion oder Dienst finden …</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
</context>
<context>
    <name>bd::app::Panel</name>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
</context>
<context>
    <name>bd::app::PartitionModel</name>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>broker %1</source>
        <translation>Broker %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>In sync: %1</source>
        <translation>Synchron: %1</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>Partition</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>Leader</translation>
    </message>
    <message>
        <source>Replicas on</source>
        <translation>Replikate auf</translation>
    </message>
    <message>
        <source>In sync</source>
        <translation>Synchron</translation>
    </message>
    <message>
        <source>First offset</source>
        <translation>Erster Offset</translation>
    </message>
    <message>
        <source>End offset</source>
        <translation>End-Offset</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
</context>
<context>
    <name>bd::app::PendingCard</name>
    <message>
        <source>Go on with it</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Restore the snapshot</source>
        <translation>Den Snapshot wiederherstellen</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>So lassen</translation>
    </message>
</context>
<context>
    <name>bd::app::PhaseBar</name>
    <message>
        <source>%1: %2</source>
        <comment>a phase and how long it took</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>bd::app::PickerPage</name>
    <message>
        <source>its compose file is gone; what the engine knows can be shown</source>
        <translation>die Compose-Datei ist weg; was die Engine weiß, lässt sich zeigen</translation>
    </message>
    <message>
        <source>Back to the project</source>
        <translation>Zurück zum Projekt</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>A Compose project with Kafka in it.</source>
        <translation>Ein Compose-Projekt, in dem Kafka läuft.</translation>
    </message>
    <message>
        <source>Open a compose file…</source>
        <translation>Compose-Datei öffnen …</translation>
    </message>
    <message>
        <source>On this engine</source>
        <translation>Auf dieser Engine</translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation>Schon einmal geöffnet</translation>
    </message>
    <message>
        <source>Try a bundled stack</source>
        <translation>Einen mitgelieferten Stack ausprobieren</translation>
    </message>
    <message>
        <source>A compose file or its folder can also be dropped on this window.</source>
        <translation>Eine Compose-Datei oder ihr Ordner lässt sich auch auf dieses Fenster ziehen.</translation>
    </message>
    <message>
        <source>Looking for projects…</source>
        <translation>Projekte werden gesucht …</translation>
    </message>
    <message>
        <source>The engine knows no Compose project yet. Open a compose file, or try a bundled stack.</source>
        <translation>Die Engine kennt noch kein Compose-Projekt. Öffne eine Compose-Datei, oder probiere einen mitgelieferten Stack aus.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n up</source>
        <translation>
            <numerusform>%1 von %n läuft</numerusform>
            <numerusform>%1 von %n laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>not running</source>
        <translation>läuft nicht</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>what is in a stack, and its folder</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Connect to a cluster…</source>
        <translation>Mit einem Cluster verbinden …</translation>
    </message>
    <message>
        <source>Any Kafka, without a Compose project: its topics, records and groups</source>
        <translation>Irgendein Kafka, ohne Compose-Projekt: seine Topics, Datensätze und Gruppen</translation>
    </message>
    <message>
        <source>Practice…</source>
        <translation>Üben …</translation>
    </message>
    <message>
        <source>Lessons: a stack of your own, broken on purpose, for you to mend</source>
        <translation>Lektionen: ein eigener Stack, mit Absicht kaputt, zum Reparieren</translation>
    </message>
    <message>
        <source>New stack…</source>
        <translation>Neuer Stack …</translation>
    </message>
    <message>
        <source>A compose file for a stack that there is not yet</source>
        <translation>Eine Compose-Datei für einen Stack, den es noch nicht gibt</translation>
    </message>
</context>
<context>
    <name>bd::app::PlanModel</name>
    <message>
        <source>%1… (anonymous)</source>
        <translation>%1… (anonym)</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>is emptied</source>
        <translation>wird geleert</translation>
    </message>
    <message>
        <source>is made anew as it is: it is compacted</source>
        <translation>wird neu erstellt, wie es ist: es ist kompaktiert</translation>
    </message>
    <message>
        <source>is made anew as expected</source>
        <translation>wird neu erstellt wie erwartet</translation>
    </message>
    <message>
        <source>is deleted</source>
        <translation>wird gelöscht</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Records that go</source>
        <translation>Gelöschte Datensätze</translation>
    </message>
    <message>
        <source>goes back to the beginning</source>
        <translation>geht an den Anfang zurück</translation>
    </message>
    <message>
        <source>is left alone: %1</source>
        <translation>bleibt, wie sie ist: %1</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>made for its container</source>
        <translation>für seinen Container angelegt</translation>
    </message>
    <message>
        <source>none</source>
        <comment>last write</comment>
        <translation>keine</translation>
    </message>
    <message>
        <source>container of %1</source>
        <translation>Container von %1</translation>
    </message>
    <message>
        <source>Volume or container that goes</source>
        <translation>Volume oder Container</translation>
    </message>
    <message>
        <source>Last write</source>
        <translation>Zuletzt geschrieben</translation>
    </message>
    <message>
        <source>group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Topic or group</source>
        <translation>Topic oder Gruppe</translation>
    </message>
</context>
<context>
    <name>bd::app::PracticeDialog</name>
    <message>
        <source>Start the lesson</source>
        <translation>Die Lektion starten</translation>
    </message>
    <message>
        <source>Open its project</source>
        <translation>Ihr Projekt öffnen</translation>
    </message>
    <message>
        <source>Give me a hint</source>
        <translation>Gib mir einen Hinweis</translation>
    </message>
    <message>
        <source>Is it mended?</source>
        <translation>Ist es repariert?</translation>
    </message>
    <message>
        <source>Stop the lesson</source>
        <translation>Die Lektion beenden</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Üben</translation>
    </message>
    <message>
        <source>Each lesson starts a stack of your own and breaks it on purpose. Your other stacks are left alone, and nothing of it stays.</source>
        <translation>Jede Lektion startet einen eigenen Stack und macht ihn mit Absicht kaputt. Deine anderen Stacks bleiben unberührt, und nichts davon bleibt.</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>Lektionen</translation>
    </message>
    <message>
        <source>%1 · goes on</source>
        <translation>%1 · läuft</translation>
    </message>
    <message>
        <source>%1 · done</source>
        <translation>%1 · erledigt</translation>
    </message>
    <message>
        <source>Your task: %1</source>
        <translation>Deine Aufgabe: %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>bd::app::PracticePanel</name>
    <message>
        <source>Preparing…</source>
        <translation>Bereitet vor …</translation>
    </message>
    <message>
        <source>Looking at it…</source>
        <translation>Sieht nach …</translation>
    </message>
    <message>
        <source>Taking it away…</source>
        <translation>Räumt auf …</translation>
    </message>
</context>
<context>
    <name>bd::app::ProgressPage</name>
    <message>
        <source>Undo: restore the snapshot</source>
        <translation>Rückgängig: den Snapshot wiederherstellen</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>In Arbeit …</translation>
    </message>
    <message>
        <source>The timeline has more.</source>
        <translation>Die Zeitachse hat mehr.</translation>
    </message>
</context>
<context>
    <name>bd::app::ProjectButton</name>
    <message>
        <source>Open a project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Project %1, open another</source>
        <translation>Projekt %1, ein anderes öffnen</translation>
    </message>
</context>
<context>
    <name>bd::app::ProjectSession</name>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>stoppt</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>creating topics</source>
        <translation>legt Topics an</translation>
    </message>
</context>
<context>
    <name>bd::app::RawText</name>
    <message>
        <source>Raw output</source>
        <translation>Rohe Ausgabe</translation>
    </message>
    <message>
        <source>Hide the proof</source>
        <translation>Beleg verbergen</translation>
    </message>
    <message>
        <source>Show the proof</source>
        <translation>Beleg zeigen</translation>
    </message>
</context>
<context>
    <name>bd::app::RecordBar</name>
    <message>
        <source>From where</source>
        <translation>Ab wo</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>Partition</translation>
    </message>
    <message>
        <source>How many at once</source>
        <translation>Wie viele auf einmal</translation>
    </message>
    <message>
        <source>Where the filter looks</source>
        <translation>Wo der Filter sucht</translation>
    </message>
    <message>
        <source>What the filter is</source>
        <translation>Was der Filter ist</translation>
    </message>
    <message>
        <source>How keys are read</source>
        <translation>Wie Schlüssel gelesen werden</translation>
    </message>
    <message>
        <source>How values are read</source>
        <translation>Wie Werte gelesen werden</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>neueste zuerst</translation>
    </message>
    <message>
        <source>1204, 10m, 2026-11-25 14:02</source>
        <translation>1204, 10m, 2026-11-25 14:02</translation>
    </message>
    <message>
        <source>An offset, a time, or how long ago</source>
        <translation>Ein Offset, ein Zeitpunkt oder wie lange her</translation>
    </message>
    <message numerus="yes">
        <source>%Ln at once</source>
        <translation>
            <numerusform>%Ln auf einmal</numerusform>
            <numerusform>%Ln auf einmal</numerusform>
        </translation>
    </message>
    <message>
        <source>Stay, and show what comes from now on</source>
        <translation>Dabeibleiben und zeigen, was von jetzt an kommt</translation>
    </message>
    <message>
        <source>Only records with…</source>
        <translation>Nur Datensätze mit …</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>überall</translation>
    </message>
    <message>
        <source>in the key</source>
        <translation>im Schlüssel</translation>
    </message>
    <message>
        <source>in the value</source>
        <translation>im Wert</translation>
    </message>
    <message>
        <source>in a header</source>
        <translation>in einem Header</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>als Text</translation>
    </message>
    <message>
        <source>as JSON path</source>
        <translation>als JSON-Pfad</translation>
    </message>
    <message>
        <source>$.order.id == 7, $.items[*].sku =~ &quot;A-.*&quot;, $.note</source>
        <translation>$.order.id == 7, $.items[*].sku =~ &quot;A-.*&quot;, $.note</translation>
    </message>
    <message>
        <source>Key as</source>
        <translation>Schlüssel als</translation>
    </message>
    <message>
        <source>Value as</source>
        <translation>Wert als</translation>
    </message>
    <message>
        <source>all partitions</source>
        <translation>alle Partitionen</translation>
    </message>
    <message>
        <source>partition %1</source>
        <translation>Partition %1</translation>
    </message>
    <message>
        <source>oldest first</source>
        <translation>älteste zuerst</translation>
    </message>
    <message>
        <source>from…</source>
        <translation>ab …</translation>
    </message>
    <message>
        <source>as regex</source>
        <translation>als Regex</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Lesen beenden</translation>
    </message>
    <message>
        <source>An offset as 1204, how long ago as 90s, 10m, 2h or 1d, or a time as 2026-11-25 14:02, of the zone in which times are shown</source>
        <translation>Ein Offset wie 1204, wie lange her wie 90s, 10m, 2h oder 1d, oder eine Zeit wie 2026-11-25 14:02, in der Zone, in der Zeiten gezeigt werden</translation>
    </message>
</context>
<context>
    <name>bd::app::RecordDetail</name>
    <message>
        <source>The chosen record</source>
        <translation>Der gewählte Datensatz</translation>
    </message>
    <message>
        <source>Parts of the record</source>
        <translation>Teile des Datensatzes</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Send again…</source>
        <translation>Erneut senden …</translation>
    </message>
    <message>
        <source>Send back…</source>
        <translation>Zurücksenden …</translation>
    </message>
    <message>
        <source>Headers (%1)</source>
        <translation>Header (%1)</translation>
    </message>
    <message>
        <source>partition %1, offset %2, %3</source>
        <translation>Partition %1, Offset %2, %3</translation>
    </message>
    <message>
        <source>null</source>
        <translation>null</translation>
    </message>
    <message>
        <source>Choose a record to see all of it.</source>
        <translation>Einen Datensatz wählen, um ihn ganz zu sehen.</translation>
    </message>
    <message>
        <source>This record has no headers.</source>
        <translation>Dieser Datensatz hat keine Header.</translation>
    </message>
    <message>
        <source>Shown as bytes: %1</source>
        <translation>Als Bytes gezeigt: %1</translation>
    </message>
    <message>
        <source>The first %1 of %2; save it to see the rest</source>
        <translation>Die ersten %1 von %2; speichern, um den Rest zu sehen</translation>
    </message>
    <message>
        <source>Show all %1</source>
        <translation>Alle %1 zeigen</translation>
    </message>
    <message>
        <source>A dead letter.</source>
        <translation>Ein Dead Letter.</translation>
    </message>
    <message>
        <source>A dead letter from %1.</source>
        <translation>Ein Dead Letter aus %1.</translation>
    </message>
    <message>
        <source>Copy what is shown</source>
        <translation>Angezeigtes kopieren</translation>
    </message>
    <message>
        <source>Copy the record as JSON</source>
        <translation>Datensatz als JSON kopieren</translation>
    </message>
    <message>
        <source>Save these bytes…</source>
        <translation>Diese Bytes speichern …</translation>
    </message>
    <message>
        <source>%1 UTC</source>
        <translation>%1 UTC</translation>
    </message>
    <message>
        <source>%1 local time</source>
        <translation>%1 Ortszeit</translation>
    </message>
</context>
<context>
    <name>bd::app::RecordModel</name>
    <message>
        <source>%1
Shown as bytes: %2</source>
        <translation>%1
Als Bytes gezeigt: %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>column name and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>Zeit (UTC)</translation>
    </message>
    <message>
        <source>Time (local)</source>
        <translation>Zeit (lokal)</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>Partition</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Offset</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>bd::app::RecordsView</name>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Reading leaves no trace: no group is made, nothing is committed.</source>
        <translation>Lesen hinterlässt keine Spur: keine Gruppe entsteht, nichts wird committet.</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Times in UTC</source>
        <translation>Zeiten in UTC</translation>
    </message>
    <message>
        <source>Write records from a file…</source>
        <translation>Datensätze aus einer Datei schreiben …</translation>
    </message>
    <message>
        <source>Save the records that are listed…</source>
        <translation>Gelistete Datensätze speichern …</translation>
    </message>
    <message>
        <source>Copy as command line</source>
        <translation>Als Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>Write a record…</source>
        <translation>Datensatz schreiben …</translation>
    </message>
    <message>
        <source>Write a record</source>
        <translation>Datensatz schreiben</translation>
    </message>
    <message>
        <source>Send the record again</source>
        <translation>Datensatz erneut senden</translation>
    </message>
    <message>
        <source>Send the record back</source>
        <translation>Datensatz zurücksenden</translation>
    </message>
    <message>
        <source>Older ones</source>
        <translation>Ältere</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Asking the broker…</source>
        <translation>Broker wird gefragt …</translation>
    </message>
    <message>
        <source>All ≈ %1 records searched, %2 found</source>
        <translation>Alle ≈ %1 Datensätze durchsucht, %2 gefunden</translation>
    </message>
    <message>
        <source>%1 of ≈ %2 records searched, %3 found</source>
        <translation>%1 von ≈ %2 Datensätzen durchsucht, %3 gefunden</translation>
    </message>
    <message>
        <source>There are no records.</source>
        <translation>Es gibt keine Datensätze.</translation>
    </message>
    <message>
        <source>All %1 records</source>
        <translation>Alle %1 Datensätze</translation>
    </message>
    <message>
        <source>%1 of ≈ %2 records</source>
        <translation>%1 von ≈ %2 Datensätzen</translation>
    </message>
    <message>
        <source>Choose a topic to see its records.</source>
        <translation>Ein Topic wählen, um seine Datensätze zu sehen.</translation>
    </message>
    <message numerus="yes">
        <source>Waiting for what comes: %Ln record(s) so far</source>
        <translation>
            <numerusform>Warten auf Neues: bisher %Ln Datensatz</numerusform>
            <numerusform>Warten auf Neues: bisher %Ln Datensätze</numerusform>
        </translation>
    </message>
    <message>
        <source>partition %1 has no leader: its records cannot be read</source>
        <translation>Partition %1 hat keinen Leader: ihre Datensätze lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>the list is full: narrow the filter to see others</source>
        <translation>die Liste ist voll: den Filter enger fassen, um andere zu sehen</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>Wert kopieren</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Als JSON kopieren</translation>
    </message>
    <message>
        <source>Send again…</source>
        <translation>Erneut senden …</translation>
    </message>
    <message>
        <source>Write the records of a file to %1</source>
        <translation>Datensätze einer Datei in %1 schreiben</translation>
    </message>
    <message>
        <source>JSON Lines, CSV or text (*.jsonl *.ndjson *.json *.csv *.txt)</source>
        <translation>JSON Lines, CSV oder Text (*.jsonl *.ndjson *.json *.csv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Write the records of %1 to %2?</source>
        <translation>Datensätze von %1 in %2 schreiben?</translation>
    </message>
    <message>
        <source>Lines of JSON as «Save the records» writes them, a table with a column «value», or any other file with a value in each line. What is written stays written.</source>
        <translation>JSON-Zeilen, wie «Gelistete Datensätze speichern» sie schreibt, eine Tabelle mit einer Spalte «value» oder jede andere Datei mit einem Wert je Zeile. Was geschrieben ist, bleibt geschrieben.</translation>
    </message>
    <message>
        <source>Write them</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Save the records that are listed</source>
        <translation>Gelistete Datensätze speichern</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Values, one a line (*.txt)</source>
        <translation>Werte, je Zeile einer (*.txt)</translation>
    </message>
    <message>
        <source>not saved: other records are being read</source>
        <translation>nicht gespeichert: gerade werden andere Datensätze gelesen</translation>
    </message>
    <message>
        <source>Save these bytes</source>
        <translation>Diese Bytes speichern</translation>
    </message>
    <message>
        <source>saved as %1</source>
        <translation>gespeichert als %1</translation>
    </message>
    <message>
        <source>Stop writing from the file</source>
        <translation>Schreiben aus der Datei anhalten</translation>
    </message>
</context>
<context>
    <name>bd::app::RegistrationModel</name>
    <message>
        <source>Broker %1</source>
        <translation>Broker %1</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>ZooKeeper</source>
        <translation>ZooKeeper</translation>
    </message>
    <message>
        <source>Kafka</source>
        <translation>Kafka</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
</context>
<context>
    <name>bd::app::ResetDialog</name>
    <message>
        <source>Reset the offsets of %1</source>
        <translation>Offsets von %1 zurücksetzen</translation>
    </message>
    <message>
        <source>Change nothing</source>
        <translation>Nichts ändern</translation>
    </message>
    <message>
        <source>the first record</source>
        <translation>erster Datensatz</translation>
    </message>
    <message>
        <source>the end: only what comes from now on</source>
        <translation>Ende: nur was von jetzt an kommt</translation>
    </message>
    <message>
        <source>the first record since a time</source>
        <translation>erster Datensatz seit einem Zeitpunkt</translation>
    </message>
    <message>
        <source>some records on or back</source>
        <translation>einige Datensätze vor oder zurück</translation>
    </message>
    <message>
        <source>an offset</source>
        <translation>ein Offset</translation>
    </message>
    <message>
        <source>all topics that it reads</source>
        <translation>alle Topics, die sie liest</translation>
    </message>
    <message>
        <source>Go on from</source>
        <translation>Weiter ab</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>Partition</translation>
    </message>
    <message>
        <source>Time, as this machine’s clock has it</source>
        <translation>Zeit nach der Uhr dieses Rechners</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>What changes in each partition</source>
        <translation>Was sich in jeder Partition ändert</translation>
    </message>
    <message>
        <source>all partitions</source>
        <translation>alle Partitionen</translation>
    </message>
    <message>
        <source>partition %1</source>
        <translation>Partition %1</translation>
    </message>
    <message>
        <source>Records on, or back with a minus sign</source>
        <translation>Datensätze vor, oder mit Minuszeichen zurück</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Offset</translation>
    </message>
    <message>
        <source>Write a whole number, as in %1.</source>
        <translation>Eine ganze Zahl eingeben, etwa %1.</translation>
    </message>
    <message>
        <source>Asking the broker…</source>
        <translation>Broker wird gefragt …</translation>
    </message>
    <message numerus="yes">
        <source>Change %n partition(s)</source>
        <translation>
            <numerusform>%n Partition ändern</numerusform>
            <numerusform>%n Partitionen ändern</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::ResetModel</name>
    <message>
        <source>%1: %2</source>
        <comment>column name and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>Partition</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von wo</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Auf</translation>
    </message>
    <message>
        <source>The group then</source>
        <translation>Die Gruppe dann</translation>
    </message>
</context>
<context>
    <name>bd::app::ResetWizard</name>
    <message>
        <source>Reset %1</source>
        <translation>Reset von %1</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Wozu</translation>
    </message>
    <message>
        <source>What goes</source>
        <translation>Was wegfällt</translation>
    </message>
    <message>
        <source>Way back</source>
        <translation>Rückweg</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>the number and name of a step</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Which problem are you solving?</source>
        <translation>Welches Problem ist zu lösen?</translation>
    </message>
    <message>
        <source>What shall be done</source>
        <translation>Was geschehen soll</translation>
    </message>
    <message>
        <source>What goes with it</source>
        <translation>Was mit wegfällt</translation>
    </message>
    <message>
        <source>The way back</source>
        <translation>Der Rückweg</translation>
    </message>
    <message>
        <source>Copy as script</source>
        <translation>Als Skript kopieren</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>No broker answers, so topics cannot be looked at: only the full reset is possible now.</source>
        <translation>Kein Broker antwortet, darum sind die Topics nicht zu sehen: jetzt geht nur der volle Reset.</translation>
    </message>
    <message>
        <source>What goes, and what stays</source>
        <translation>Was wegfällt und was bleibt</translation>
    </message>
    <message>
        <source>What is done, and what stays</source>
        <translation>Was geschieht und was bleibt</translation>
    </message>
    <message>
        <source>Nothing is deleted: %1</source>
        <translation>Es wird nichts gelöscht: %1</translation>
    </message>
    <message>
        <source>Type %1 to confirm. It is the stack on the engine %2.</source>
        <translation>Zum Bestätigen %1 eintippen. Es ist der Stack auf der Engine %2.</translation>
    </message>
    <message>
        <source>Type %1 to confirm.</source>
        <translation>Zum Bestätigen %1 eintippen.</translation>
    </message>
    <message>
        <source>That engine is on another machine. Type %1 as well.</source>
        <translation>Diese Engine liegt auf einer anderen Maschine. Auch %1 eintippen.</translation>
    </message>
    <message>
        <source>This project is protected. Type %1, its engine, as well.</source>
        <translation>Dieses Projekt ist geschützt. Auch %1, seine Engine, eintippen.</translation>
    </message>
    <message>
        <source>Take a snapshot of the volumes first</source>
        <translation>Vorher einen Snapshot der Volumes machen</translation>
    </message>
    <message>
        <source>Archive the records first</source>
        <translation>Vorher die Datensätze archivieren</translation>
    </message>
    <message>
        <source>%1 of files, archived to less</source>
        <translation>%1 an Dateien, archiviert weniger</translation>
    </message>
    <message>
        <source>There will be no way back: what goes is gone for good.</source>
        <translation>Es gibt dann keinen Rückweg: was wegfällt, ist endgültig weg.</translation>
    </message>
    <message>
        <source>In %1: %2. One click brings everything back.</source>
        <translation>In %1: %2. Ein Klick bringt alles zurück.</translation>
    </message>
    <message>
        <source>No snapshot</source>
        <translation>Kein Snapshot</translation>
    </message>
    <message>
        <source>%1 are free there.</source>
        <translation>%1 sind dort frei.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>%1 is empty, and up again</source>
        <translation>%1 ist leer und läuft wieder</translation>
    </message>
    <message>
        <source>Done: the topics of %1</source>
        <translation>Erledigt: die Topics von %1</translation>
    </message>
    <message>
        <source>«%1», %2, is written and verified.</source>
        <translation>«%1», %2, ist geschrieben und geprüft.</translation>
    </message>
    <message>
        <source>A snapshot of the volumes is taken first</source>
        <translation>Zuerst wird ein Snapshot der Volumes gemacht</translation>
    </message>
    <message>
        <source>The records are archived first</source>
        <translation>Zuerst werden die Datensätze archiviert</translation>
    </message>
    <message>
        <source>files of a size that is not known yet</source>
        <translation>Dateien, deren Größe noch nicht bekannt ist</translation>
    </message>
    <message>
        <source>%1 That may not be enough: then nothing is deleted.</source>
        <translation>%1 Das reicht vielleicht nicht: dann wird nichts gelöscht.</translation>
    </message>
    <message>
        <source>Choose topics…</source>
        <translation>Topics auswählen …</translation>
    </message>
    <message>
        <source>Which topics?</source>
        <translation>Welche Topics?</translation>
    </message>
    <message>
        <source>Choose groups…</source>
        <translation>Gruppen auswählen …</translation>
    </message>
    <message>
        <source>Which groups?</source>
        <translation>Welche Gruppen?</translation>
    </message>
    <message>
        <source>about %1 records, %2</source>
        <translation>etwa %1 Datensätze, %2</translation>
    </message>
    <message>
        <source>nobody knows how many records, %1</source>
        <translation>niemand weiß, wie viele Datensätze, %1</translation>
    </message>
</context>
<context>
    <name>bd::app::RestCard</name>
    <message>
        <source>Show all…</source>
        <translation>Alle zeigen …</translation>
    </message>
    <message>
        <source>What stays</source>
        <translation>Was bleibt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln weiteres</numerusform>
            <numerusform>%Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Stays: %1.</source>
        <translation>Bleibt: %1.</translation>
    </message>
    <message>
        <source>Connected now: %1</source>
        <translation>Jetzt verbunden: %1</translation>
    </message>
</context>
<context>
    <name>bd::app::RunbookDialog</name>
    <message>
        <source>Checking one after another…</source>
        <translation>Eins nach dem anderen wird geprüft …</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>What was checked</source>
        <translation>Was geprüft wurde</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>bd::app::ServiceModel</name>
    <message>
        <source>Actions of %1</source>
        <translation>Aktionen von %1</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Reach it at</source>
        <translation>Erreichbar unter</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>no check</source>
        <translation>keine Prüfung</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>unhealthy</source>
        <translation>ungesund</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Engine’s health</source>
        <translation>Zustand laut Engine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>column name and its value</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>bd::app::ServiceTable</name>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>Actions of %1</source>
        <translation>Aktionen von %1</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>%1 stoppen</translation>
    </message>
    <message>
        <source>Restart %1…</source>
        <translation>%1 neu starten …</translation>
    </message>
    <message>
        <source>Set role</source>
        <translation>Rolle setzen</translation>
    </message>
    <message>
        <source>As detected</source>
        <translation>Wie erkannt</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy container name</source>
        <translation>Containernamen kopieren</translation>
    </message>
    <message>
        <source>Copy as command line</source>
        <translation>Als Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Einzelheiten …</translation>
    </message>
</context>
<context>
    <name>bd::app::SettingModel</name>
    <message>
        <source>(secret)</source>
        <translation>(geheim)</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>In Worten</translation>
    </message>
    <message>
        <source>Set by</source>
        <translation>Gesetzt durch</translation>
    </message>
    <message>
        <source>(not set)</source>
        <translation>(nicht gesetzt)</translation>
    </message>
</context>
<context>
    <name>bd::app::SheetDialog</name>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Onboarding sheet of %1</source>
        <translation>Einstiegsblatt von %1</translation>
    </message>
    <message>
        <source>For the next new member of the team: what there is, how it is reached, and how to start, verify and reset it. No value of a variable is in it.</source>
        <translation>Für das nächste neue Mitglied des Teams: was es gibt, wie es erreichbar ist, und wie man es startet, prüft und zurücksetzt. Kein Wert einer Variablen steht darin.</translation>
    </message>
    <message>
        <source>The sheet, as Markdown</source>
        <translation>Das Blatt, als Markdown</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Save the onboarding sheet</source>
        <translation>Einstiegsblatt speichern</translation>
    </message>
    <message>
        <source>Web page (*.html);;Markdown (*.md)</source>
        <translation>Webseite (*.html);;Markdown (*.md)</translation>
    </message>
</context>
<context>
    <name>bd::app::SnapshotModel</name>
    <message>
        <source>%1 when unpacked</source>
        <translation>ausgepackt %1</translation>
    </message>
    <message>
        <source>It does not go when its days are over</source>
        <translation>Er wird nicht gelöscht, wenn seine Tage um sind</translation>
    </message>
    <message>
        <source>Kafka’s cluster id: %1</source>
        <translation>Kafkas Cluster-Id: %1</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>Snapshot</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Gemacht</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Aufgehoben</translation>
    </message>
    <message>
        <source>for good</source>
        <translation>dauerhaft</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>The first snapshot after that takes its place; the newest always stays</source>
        <translation>Der erste Snapshot danach nimmt seinen Platz ein; der neueste bleibt immer</translation>
    </message>
</context>
<context>
    <name>bd::app::SourceView</name>
    <message>
        <source>Compose file</source>
        <translation>Compose-Datei</translation>
    </message>
</context>
<context>
    <name>bd::app::StatusStrip</name>
    <message>
        <source>Engine: %1 (%2 %3)</source>
        <translation>Engine: %1 (%2 %3)</translation>
    </message>
    <message numerus="yes">
        <source>%n broker(s)</source>
        <translation>
            <numerusform>%n Broker</numerusform>
            <numerusform>%n Broker</numerusform>
        </translation>
    </message>
    <message>
        <source>Last start %1</source>
        <translation>Letzter Start %1</translation>
    </message>
    <message>
        <source>Last start %1, before that %2</source>
        <translation>Letzter Start %1, davor %2</translation>
    </message>
</context>
<context>
    <name>bd::app::TestCard</name>
    <message>
        <source>works</source>
        <translation>funktioniert</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>scheitert</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>nicht versucht</translation>
    </message>
    <message>
        <source>The test of a connection</source>
        <translation>Test einer Verbindung</translation>
    </message>
    <message>
        <source>Testing %1…</source>
        <translation>%1 wird getestet …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1 could not be tested: %2</source>
        <translation>%1 konnte nicht getestet werden: %2</translation>
    </message>
    <message>
        <source>%1 does not work</source>
        <translation>%1 funktioniert nicht</translation>
    </message>
    <message>
        <source>%1 works</source>
        <translation>%1 funktioniert</translation>
    </message>
</context>
<context>
    <name>bd::app::TimeChoice</name>
    <message>
        <source>The last minute</source>
        <translation>Die letzte Minute</translation>
    </message>
    <message>
        <source>The last 5 minutes</source>
        <translation>Die letzten 5 Minuten</translation>
    </message>
    <message>
        <source>The last 15 minutes</source>
        <translation>Die letzten 15 Minuten</translation>
    </message>
    <message>
        <source>The last hour</source>
        <translation>Die letzte Stunde</translation>
    </message>
    <message>
        <source>Between…</source>
        <translation>Zwischen…</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Seit %1</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>Bis %1</translation>
    </message>
    <message>
        <source>Lines between two times</source>
        <translation>Zeilen zwischen zwei Zeiten</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Show these</source>
        <translation>Diese zeigen</translation>
    </message>
    <message>
        <source>Since last start</source>
        <translation>Seit letztem Start</translation>
    </message>
    <message>
        <source>All there is</source>
        <translation>Alles, was es gibt</translation>
    </message>
</context>
<context>
    <name>bd::app::TimelineChart</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
</context>
<context>
    <name>bd::app::TimelineLegend</name>
    <message>
        <source>waits at a gate</source>
        <translation>wartet an einem Gate</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
    <message>
        <source>probe failed</source>
        <translation>Prüfung schlug fehl</translation>
    </message>
    <message>
        <source>probe passed</source>
        <translation>Prüfung bestanden</translation>
    </message>
    <message>
        <source>the other run</source>
        <translation>der andere Lauf</translation>
    </message>
    <message>
        <source>critical path: %1</source>
        <translation>kritischer Pfad: %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a service and how long it took</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>bd::app::TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Vergleichen mit …</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>Bild (PNG) …</translation>
    </message>
    <message>
        <source>Picture (SVG)…</source>
        <translation>Bild (SVG) …</translation>
    </message>
    <message>
        <source>Table (CSV)…</source>
        <translation>Tabelle (CSV) …</translation>
    </message>
    <message>
        <source>Trace events (JSON)…</source>
        <translation>Trace-Ereignisse (JSON) …</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Time in view</source>
        <translation>Gezeigte Zeit</translation>
    </message>
    <message>
        <source>No start was recorded yet</source>
        <translation>Noch kein Start aufgezeichnet</translation>
    </message>
    <message>
        <source>Start the stack, here or with «docker compose up» in a terminal: each service’s way to being ready is drawn here as it happens.</source>
        <translation>Starte den Stack, hier oder mit «docker compose up» in einem Terminal: Der Weg jedes Dienstes bis zur Bereitschaft wird hier gezeichnet, während er geschieht.</translation>
    </message>
    <message>
        <source>Compared with %1: %2.</source>
        <comment>another run, the difference</comment>
        <translation>Verglichen mit %1: %2.</translation>
    </message>
    <message>
        <source>Start of %1</source>
        <translation>Start von %1</translation>
    </message>
    <message>
        <source>Stop of %1</source>
        <translation>Stopp von %1</translation>
    </message>
    <message>
        <source>Restart of %1</source>
        <translation>Neustart von %1</translation>
    </message>
    <message>
        <source>Start of %1, made elsewhere</source>
        <translation>Start von %1, anderswo ausgelöst</translation>
    </message>
    <message>
        <source>What is it waiting for, and what took the time?</source>
        <translation>Worauf wird gewartet, und was hat gedauert?</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keinem</translation>
    </message>
    <message>
        <source>%1, compared with %2</source>
        <translation>%1, verglichen mit %2</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keinem</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>a run and how it ended</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Export the timeline</source>
        <translation>Zeitachse exportieren</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>project: run</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Reset of %1</source>
        <translation>Reset, %1</translation>
    </message>
    <message>
        <source>Snapshot of %1</source>
        <translation>Snapshot von %1</translation>
    </message>
    <message>
        <source>Restore of %1</source>
        <translation>Wiederherstellen, %1</translation>
    </message>
    <message>
        <source>Older ones</source>
        <translation>Ältere</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a day, how many runs</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>bd::app::TopBar</name>
    <message>
        <source>Copy as command line</source>
        <translation>Als Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
</context>
<context>
    <name>bd::app::TopicBox</name>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Choose a topic</source>
        <translation>Topic wählen</translation>
    </message>
</context>
<context>
    <name>bd::app::TopicComparison</name>
    <message>
        <source>What differs</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a value, the same in words</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>Replicas of each</source>
        <translation>Replikate je Partition</translation>
    </message>
    <message>
        <source>Compare %1 with</source>
        <translation>%1 vergleichen mit</translation>
    </message>
    <message>
        <source>The other topic</source>
        <translation>Das andere Topic</translation>
    </message>
    <message>
        <source>Name of the other topic</source>
        <translation>Name des anderen Topics</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>There is no topic %1 any more.</source>
        <translation>Das Topic %1 gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Only what differs is shown.</source>
        <translation>Nur Unterschiede werden gezeigt.</translation>
    </message>
    <message>
        <source>Asking the broker…</source>
        <translation>Broker wird gefragt …</translation>
    </message>
    <message>
        <source>Nothing differs: partitions, replicas and settings are alike.</source>
        <translation>Keine Unterschiede: Partitionen, Replikate und Einstellungen sind gleich.</translation>
    </message>
</context>
<context>
    <name>bd::app::TopicList</name>
    <message>
        <source>Topics</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>Kafka’s own</source>
        <translation>Kafkas eigene</translation>
    </message>
    <message>
        <source>Show the topics that Kafka keeps for itself, as __consumer_offsets</source>
        <translation>Die Topics zeigen, die Kafka für sich selbst führt, etwa __consumer_offsets</translation>
    </message>
    <message>
        <source>Create topic…</source>
        <translation>Topic erstellen …</translation>
    </message>
    <message numerus="yes">
        <source>%Ln topic(s)</source>
        <translation>
            <numerusform>%Ln Topic</numerusform>
            <numerusform>%Ln Topics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln partition(s)</source>
        <translation>
            <numerusform>%Ln Partition</numerusform>
            <numerusform>%Ln Partitionen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>topics, partitions</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Asking the broker…</source>
        <translation>Der Broker wird gefragt …</translation>
    </message>
    <message>
        <source>No topic matches «%1».</source>
        <translation>Kein Topic passt zu «%1».</translation>
    </message>
    <message>
        <source>There is no topic yet. Topics that others make appear here by themselves.</source>
        <translation>Noch gibt es kein Topic. Topics, die andere erstellen, erscheinen hier von selbst.</translation>
    </message>
    <message numerus="yes">
        <source>%n expected topic(s) are missing</source>
        <translation>
            <numerusform>Ein erwartetes Topic fehlt</numerusform>
            <numerusform>%n erwartete Topics fehlen</numerusform>
        </translation>
    </message>
    <message>
        <source>Create %1</source>
        <translation>%1 erstellen</translation>
    </message>
    <message>
        <source>Create them</source>
        <translation>Alle erstellen</translation>
    </message>
    <message>
        <source>Actions of %1</source>
        <translation>Aktionen für %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Add partitions…</source>
        <translation>Partitionen hinzufügen …</translation>
    </message>
    <message>
        <source>New topic with the same settings…</source>
        <translation>Neues Topic mit denselben Einstellungen …</translation>
    </message>
    <message>
        <source>Delete its records…</source>
        <translation>Datensätze löschen …</translation>
    </message>
    <message>
        <source>Delete the topic…</source>
        <translation>Topic löschen …</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Namen kopieren</translation>
    </message>
    <message>
        <source>Copy as command line</source>
        <translation>Als Befehlszeile kopieren</translation>
    </message>
    <message numerus="yes">
        <source>%n topic(s) are not as this project expects</source>
        <translation>
            <numerusform>Ein Topic ist nicht, wie dieses Projekt es erwartet</numerusform>
            <numerusform>%n Topics sind nicht, wie dieses Projekt sie erwartet</numerusform>
        </translation>
    </message>
    <message>
        <source>See what would change…</source>
        <translation>Änderungen ansehen …</translation>
    </message>
    <message>
        <source>See its records</source>
        <translation>Datensätze ansehen</translation>
    </message>
    <message>
        <source>No longer a favourite</source>
        <translation>Aus Favoriten entfernen</translation>
    </message>
    <message>
        <source>Make it a favourite</source>
        <translation>Zu Favoriten hinzufügen</translation>
    </message>
    <message>
        <source>Compare with another topic…</source>
        <translation>Mit anderem Topic vergleichen …</translation>
    </message>
    <message>
        <source>Delete and make again…</source>
        <translation>Löschen und neu erstellen …</translation>
    </message>
    <message>
        <source>What the team expects of it…</source>
        <translation>Was das Team davon erwartet …</translation>
    </message>
    <message>
        <source>Let the team expect it…</source>
        <translation>Vom Team erwarten lassen …</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Make topics as a file says…</source>
        <translation>Topics wie in einer Datei anlegen …</translation>
    </message>
    <message>
        <source>Save these topics as a file…</source>
        <translation>Diese Topics als Datei sichern …</translation>
    </message>
</context>
<context>
    <name>bd::app::TopicModel</name>
    <message>
        <source>as of %1 ago</source>
        <translation>Stand von vor %1</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>Actions of %1</source>
        <translation>Aktionen für %1</translation>
    </message>
    <message>
        <source>At most %1: compaction and transactions leave gaps.
%2</source>
        <translation>Höchstens %1: Kompaktierung und Transaktionen lassen Lücken.
%2</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>Replicas</source>
        <translation>Replikate</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Kept for</source>
        <translation>Aufbewahrt</translation>
    </message>
    <message>
        <source>Clean-up</source>
        <translation>Bereinigung</translation>
    </message>
    <message>
        <source>A favourite: it comes first</source>
        <translation>Favorit: kommt zuerst</translation>
    </message>
    <message>
        <source>Make it a favourite, to come first</source>
        <translation>Zu Favoriten hinzufügen, damit es zuerst kommt</translation>
    </message>
    <message>
        <source>On the brokers’ disks, all replicas together.
%1</source>
        <translation>Auf den Platten der Broker, alle Replikate zusammen.
%1</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Not a favourite</source>
        <translation>Kein Favorit</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>%1 of %2 replicas in sync, in the partition with the fewest</source>
        <translation>%1 von %2 Replikaten synchron, in der Partition mit den wenigsten</translation>
    </message>
    <message>
        <source>When the newest record was written: %1
%2</source>
        <translation>Wann der neueste Datensatz geschrieben wurde: %1
%2</translation>
    </message>
    <message>
        <source>Last write</source>
        <translation>Zuletzt geschrieben</translation>
    </message>
</context>
<context>
    <name>bd::app::TopicPage</name>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>‹ Topics</source>
        <translation>‹ Topics</translation>
    </message>
    <message>
        <source>Back to the list of topics</source>
        <translation>Zurück zur Liste der Topics</translation>
    </message>
    <message>
        <source>Back to the list of topics (Esc)</source>
        <translation>Zurück zur Liste der Topics (Esc)</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Add partitions…</source>
        <translation>Partitionen hinzufügen …</translation>
    </message>
    <message>
        <source>Delete its records…</source>
        <translation>Datensätze löschen …</translation>
    </message>
    <message>
        <source>Delete the topic…</source>
        <translation>Topic löschen …</translation>
    </message>
    <message>
        <source>Replicas of each</source>
        <translation>Replikate je Partition</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Kept for</source>
        <translation>Aufbewahrt</translation>
    </message>
    <message>
        <source>Clean-up</source>
        <translation>Bereinigung</translation>
    </message>
    <message>
        <source>Filter settings</source>
        <translation>Einstellungen filtern</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>There is no topic %1 any more</source>
        <translation>Das Topic %1 gibt es nicht mehr</translation>
    </message>
    <message>
        <source>Somebody has deleted it. What is below was true before.</source>
        <translation>Jemand hat es gelöscht. Was unten steht, galt vorher.</translation>
    </message>
    <message>
        <source>It is not as this project expects it</source>
        <translation>Es ist nicht so, wie dieses Projekt es erwartet</translation>
    </message>
    <message>
        <source>See what would change…</source>
        <translation>Änderungen ansehen …</translation>
    </message>
    <message>
        <source>See its records</source>
        <translation>Datensätze ansehen</translation>
    </message>
    <message>
        <source>Compare with another topic…</source>
        <translation>Mit anderem Topic vergleichen …</translation>
    </message>
    <message>
        <source>Delete and make again…</source>
        <translation>Löschen und neu erstellen …</translation>
    </message>
    <message>
        <source>Last write</source>
        <translation>Zuletzt geschrieben</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>On the brokers’ disks, all replicas together</source>
        <translation>Auf den Platten der Broker, alle Replikate zusammen</translation>
    </message>
    <message>
        <source>What the team expects of it…</source>
        <translation>Was das Team davon erwartet …</translation>
    </message>
    <message>
        <source>New topic with the same settings…</source>
        <translation>Neues Topic mit denselben Einstellungen…</translation>
    </message>
    <message>
        <source>As of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Noch nicht bekannt</translation>
    </message>
    <message>
        <source>At most: compaction and transactions leave gaps</source>
        <translation>Höchstens: Verdichtung und Transaktionen lassen Lücken</translation>
    </message>
</context>
<context>
    <name>bd::app::TopicsCard</name>
    <message>
        <source>missing: %1</source>
        <translation>fehlt: %1</translation>
    </message>
    <message>
        <source>not known: %1</source>
        <translation>nicht bekannt: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n partition(s) expected</source>
        <translation>
            <numerusform>%1: %n Partition erwartet</numerusform>
            <numerusform>%1: %n Partitionen erwartet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) there</source>
        <translation>
            <numerusform>%n Partition vorhanden</numerusform>
            <numerusform>%n Partitionen vorhanden</numerusform>
        </translation>
    </message>
    <message>
        <source>Expected topics</source>
        <translation>Erwartete Topics</translation>
    </message>
    <message>
        <source>Whether they are there is not known while no broker answers.</source>
        <translation>Ob sie da sind, ist nicht bekannt, solange kein Broker antwortet.</translation>
    </message>
</context>
<context>
    <name>bd::app::TopicsView</name>
    <message>
        <source>%1: %2</source>
        <comment>topic, what differs</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>Make %n topic(s) as expected?</source>
        <translation>
            <numerusform>Ein Topic wie erwartet einrichten?</numerusform>
            <numerusform>%n Topics wie erwartet einrichten?</numerusform>
        </translation>
    </message>
    <message>
        <source>Change them</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Partitions are added and settings set. What would delete records stays as it is, and so do surplus partitions and the number of replicas.</source>
        <translation>Partitionen werden hinzugefügt und Einstellungen gesetzt. Was Datensätze löschen würde, bleibt, wie es ist, ebenso überzählige Partitionen und die Zahl der Replikate.</translation>
    </message>
    <message>
        <source>Topics from a file</source>
        <translation>Topics aus einer Datei</translation>
    </message>
    <message>
        <source>YAML (*.yaml *.yml)</source>
        <translation>YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>Save topics as a file</source>
        <translation>Topics als Datei sichern</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weitere</numerusform>
            <numerusform>… und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>These stay as they are:</source>
        <translation>Diese bleiben, wie sie sind:</translation>
    </message>
    <message>
        <source>Nothing of %1 can be made so here</source>
        <translation>Nichts aus %1 lässt sich hier herstellen</translation>
    </message>
    <message>
        <source>Every topic that it names is as it says.</source>
        <translation>Jedes Topic, das sie nennt, ist so, wie sie sagt.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>Make %n change(s) so that topics are as %1 says?</source>
        <translation>
            <numerusform>%n Änderung machen, damit die Topics sind wie in %1?</numerusform>
            <numerusform>%n Änderungen machen, damit die Topics sind wie in %1?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bd::app::TroubleshootView</name>
    <message>
        <source>Look again</source>
        <translation>Noch einmal nachsehen</translation>
    </message>
    <message>
        <source>Diagnostics bundle…</source>
        <translation>Diagnosepaket …</translation>
    </message>
    <message>
        <source>Troubleshoot</source>
        <translation>Fehlersuche</translation>
    </message>
    <message>
        <source>What is wrong, how it shows, and the safe way out.</source>
        <translation>Was nicht stimmt, woran man es sieht und der sichere Ausweg.</translation>
    </message>
    <message>
        <source>What do you see?</source>
        <translation>Was siehst du?</translation>
    </message>
    <message>
        <source>Checks run themselves, one after another, and end in what helps.</source>
        <translation>Prüfungen laufen von selbst, eine nach der anderen, und enden bei dem, was hilft.</translation>
    </message>
    <message>
        <source>Looking at logs and states…</source>
        <translation>Logs und Zustände werden angesehen …</translation>
    </message>
    <message>
        <source>Something is wrong that is not known here</source>
        <translation>Etwas stimmt nicht, das hier nicht bekannt ist</translation>
    </message>
    <message>
        <source>These are the likeliest lines of what is in trouble: %1.</source>
        <translation>Die verdächtigsten Zeilen dessen, was Probleme hat: %1.</translation>
    </message>
    <message>
        <source>Nothing that is known to be wrong, as of %1. What comes up is shown by itself.</source>
        <translation>Nichts ist bekannt, das nicht stimmt, Stand %1. Was kommt, erscheint von selbst.</translation>
    </message>
</context>
<context>
    <name>bd::app::VerificationDialog</name>
    <message>
        <source>Check again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Verification of %1</source>
        <translation>Prüfung von %1</translation>
    </message>
    <message>
        <source>Is %1 as it should be?</source>
        <translation>Ist %1 so, wie es sein soll?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Looking at containers, brokers, volumes, topics and workers…</source>
        <translation>Container, Broker, Volumes, Topics und Worker werden angesehen …</translation>
    </message>
    <message>
        <source>%1. A title leads to the view that explains it.</source>
        <translation>%1. Ein Titel führt zur Ansicht, die ihn erklärt.</translation>
    </message>
    <message>
        <source>Nothing could be checked.</source>
        <translation>Es konnte nichts geprüft werden.</translation>
    </message>
</context>
<context>
    <name>bd::app::VolumeModel</name>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Driver: %1</source>
        <translation>Treiber: %1</translation>
    </message>
    <message>
        <source>As of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>Being measured, which takes a while on a large engine</source>
        <translation>Wird gemessen, was auf einer großen Engine dauert</translation>
    </message>
    <message>
        <source>No service of the compose file mounts it: it was left behind by an earlier one.</source>
        <translation>Kein Dienst der Compose-Datei bindet es ein: ein früherer hat es zurückgelassen.</translation>
    </message>
    <message>
        <source>The team file says so, and no reset takes it</source>
        <translation>Die Teamdatei sagt es, und kein Reset nimmt es</translation>
    </message>
    <message>
        <source>No reset takes it</source>
        <translation>Kein Reset nimmt es</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Mounted by</source>
        <translation>Eingebunden von</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperre</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>Treiber</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
</context>
<context>
    <name>bd::app::VolumesView</name>
    <message>
        <source>Volumes</source>
        <translation>Volumes</translation>
    </message>
    <message>
        <source>Reset…</source>
        <translation>Reset …</translation>
    </message>
    <message>
        <source>Asking the engine…</source>
        <translation>Die Engine wird gefragt …</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Snapshots</translation>
    </message>
    <message>
        <source>None yet. A snapshot is an archive of the stack’s volumes that can be restored; a full reset takes one first.</source>
        <translation>Noch keine. Ein Snapshot ist ein Archiv der Volumes des Stacks, das sich wiederherstellen lässt; ein voller Reset macht vorher einen.</translation>
    </message>
    <message>
        <source>This project has no volumes yet. Starting it makes them.</source>
        <translation>Dieses Projekt hat noch keine Volumes. Beim Start entstehen sie.</translation>
    </message>
    <message>
        <source>In %1; %2 are free there.</source>
        <translation>In %1; dort sind %2 frei.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln volume(s)</source>
        <translation>
            <numerusform>%Ln Volume</numerusform>
            <numerusform>%Ln Volumes</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Only half of the set is on volumes</source>
        <translation>Nur der halbe Satz liegt auf Volumes</translation>
    </message>
    <message>
        <source>Kafka’s data and ZooKeeper’s belong together: one without the other is worse than none, for Kafka then starts with every topic there and empty, or not at all.</source>
        <translation>Kafkas und ZooKeepers Daten gehören zusammen: eines ohne das andere ist schlimmer als keines, denn Kafka startet dann mit allen Topics, aber leer, oder gar nicht.</translation>
    </message>
    <message>
        <source>Not on a volume: %1</source>
        <translation>Auf keinem Volume: %1</translation>
    </message>
    <message>
        <source>It goes with the container, whenever that is made anew. A named volume there would keep it.</source>
        <translation>Es verschwindet mit dem Container, wann immer der neu gemacht wird. Ein benanntes Volume würde es behalten.</translation>
    </message>
    <message>
        <source>Look into it…</source>
        <translation>Hineinsehen …</translation>
    </message>
    <message>
        <source>Take a snapshot of it…</source>
        <translation>Snapshot davon machen …</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Lock against every reset</source>
        <translation>Gegen jeden Reset sperren</translation>
    </message>
    <message>
        <source>Copy its name</source>
        <translation>Namen kopieren</translation>
    </message>
    <message>
        <source>Delete %1…</source>
        <translation>%1… löschen</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Wiederherstellen …</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Let it go when its days are over</source>
        <translation>Löschen lassen, wenn seine Tage um sind</translation>
    </message>
    <message>
        <source>Keep it for good</source>
        <translation>Für immer aufheben</translation>
    </message>
    <message>
        <source>Copy its folder’s path</source>
        <translation>Pfad des Ordners kopieren</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Take a snapshot of the stack’s volumes</source>
        <translation>Einen Snapshot der Volumes des Stacks machen</translation>
    </message>
    <message>
        <source>Take a snapshot of %1</source>
        <translation>Einen Snapshot von %1 machen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Stop, take it, start again</source>
        <translation>Stoppen, machen, wieder starten</translation>
    </message>
    <message>
        <source>It needs a name</source>
        <translation>Ein Name fehlt</translation>
    </message>
    <message>
        <source>Rename «%1»</source>
        <translation>«%1» umbenennen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete the snapshot «%1»?</source>
        <translation>Den Snapshot «%1» löschen?</translation>
    </message>
    <message>
        <source>%1, %2, from %3. It is gone for good; the stack stays as it is.</source>
        <translation>%1, %2, vom %3. Er ist endgültig weg; der Stack bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Delete the snapshot</source>
        <translation>Den Snapshot löschen</translation>
    </message>
    <message>
        <source>Take a snapshot</source>
        <translation>Snapshot machen</translation>
    </message>
    <message>
        <source>Of the volumes: Kafka stops meanwhile…</source>
        <translation>Von den Volumes: Kafka hält solange an …</translation>
    </message>
    <message>
        <source>Of topics, records and offsets: Kafka stays up…</source>
        <translation>Von Topics, Datensätzen und Offsets: Kafka läuft weiter …</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>ever</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>&amp;Keep a reset’s way back for</source>
        <translation>Den Rückweg eines Resets &amp;behalten:</translation>
    </message>
    <message>
        <source>%1, %2, measured %3</source>
        <translation>%1, %2, gemessen %3</translation>
    </message>
    <message>
        <source>Take a snapshot of topics, records and offsets</source>
        <translation>Einen Snapshot von Topics, Datensätzen und Offsets machen</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>Snapshot machen</translation>
    </message>
    <message>
        <source>It holds no data of Kafka or ZooKeeper, and nothing else is ever deleted here. It is put back by hand: «Restore» shows the commands.</source>
        <translation>Es enthält keine Daten von Kafka oder ZooKeeper, und anderes wird hier nie gelöscht. Zurückgespielt wird es von Hand: «Wiederherstellen» zeigt die Befehle.</translation>
    </message>
    <message>
        <source>Kafka’s and ZooKeeper’s volumes are put back together or not at all. This one alone can be looked into, and put back by hand.</source>
        <translation>Die Volumes von Kafka und ZooKeeper werden zusammen zurückgespielt oder gar nicht. In dieses allein kann man hineinsehen, und es von Hand zurückspielen.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>A snapshot that somebody has exported, from its file</source>
        <translation>Einen Snapshot, den jemand exportiert hat, aus seiner Datei</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Export «%1» into a file</source>
        <translation>«%1» in eine Datei exportieren</translation>
    </message>
    <message>
        <source>Import a snapshot</source>
        <translation>Einen Snapshot importieren</translation>
    </message>
    <message>
        <source>Snapshots (*%1);;All files (*)</source>
        <translation>Snapshots (*%1);;Alle Dateien (*)</translation>
    </message>
</context>
</TS>
