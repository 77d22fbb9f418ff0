// The command line of brokerdeckctl, as a value. Pure.
#pragma once

#include <optional>

#include <QStringList>

#include "base/clock.h"
#include "base/error.h"

namespace bd::ctl {

struct Options {
    QStringList files;        // -f
    QString project;          // -p
    QString projectDirectory; // --project-directory
    QString context;          // --context
    QStringList profiles;     // --profile
    QStringList envFiles;     // --env-file
    QString bootstrap;        // topics: of a cluster without a project
    QString properties;       // topics: a Java client's properties file
    QString connection;       // topics: a connection that is kept
    QString colour;           // connections add
    QString secretsFrom;      // a file of secrets; «-»: the standard input
    QStringList config;       // topics create, set: KEY=VALUE
    QStringList reset;        // topics set: keys
    QString from;             // peek: beginning, end, an offset, a time, «10m» ago; empty: the newest
    QString filter;           // peek: a text
    QString regex;            // peek: a regular expression
    QString path;             // peek: a JSON path with a comparison
    QStringList topics;       // groups reset, delete-offsets, reset, snapshot save, new: --topic
    QString to;               // groups reset: beginning, end, an offset, a time, «10m» ago, +N, -N
    QString keyFormat;        // peek: empty: auto
    QString valueFormat;      // peek: empty: auto
    QString registry;         // peek: the URL of a Schema Registry; empty: see accessFor()
    QString registryUser;     // peek
    QString registryCa;       // peek: a PEM file
    QString key, value;       // produce: of one record
    QStringList add;          // topics expected: to the team file
    QStringList remove;       // topics expected: from it
    QStringList headers;      // produce: NAME=VALUE
    QString level;            // reset: empty, recreate, full; logs: of a line
    QString confirm;          // reset, snapshot restore, volumes rm: the project's name
    QString confirmRemote;    // the same: the context's name
    QStringList volumes;      // snapshot save: by name
    QStringList groups;       // reset, snapshot save: --group
    QString family;           // new: confluent, apache
    QString image;            // new: Kafka's
    QString zookeeperImage;   // new
    QStringList workers;      // new: --worker
    QString verb;
    QStringList arguments; // after the verb

    int timeoutSeconds = 0;    // 0: see serviceTime(), answerTime()
    int partitions = 1;        // topics create
    int replicationFactor = 1; // topics create
    int most = 0;              // -n; 0: as the verb has it
    int brokers = 1;           // new
    int port = 0;              // new: of the first broker, on this machine; 0: a free one
    int partition = -1;        // peek, produce, groups reset and delete-offsets; -1: all, or any

    bool json = false;
    bool strict = false;        // up, restart: wait for the engine's verdict
    bool createTopics = false;  // up
    bool leaveData = false;     // up: data that is on no named volume yet
    bool ascii = false;         // timeline: no Unicode bars
    bool readOnly = false;      // connections add
    bool writable = false;      // connections edit: no longer read-only
    bool internal = false;      // topics list
    bool yes = false;           // topics empty, delete, recreate; groups delete, delete-offsets
    bool apply = false;         // topics expected, import; groups reset; audit --fix
    bool follow = false;        // peek
    bool jsonLines = false;     // produce: read what «peek --json» writes
    bool dryRun = false;        // reset
    bool noSnapshot = false;    // reset
    bool resume = false;        // reset
    bool abandon = false;       // reset
    bool records = false;       // snapshot save: topics' records instead of volumes
    QString log;                // diagnose: of this file; -: the standard input
    int exitCode = -1;          // diagnose --log: of the process that wrote it; -1: not known
    bool oom = false;           // the same: its memory ran out
    bool noneElsewhere = false; // brokers unregister: no broker of that id runs outside of this engine
    bool fix = false;           // audit: what mends the findings
    bool diff = false;          // audit: as a diff
    bool zookeeper = false;     // new: with ZooKeeper
    bool undo = false;          // audit: what was written last
    bool help = false;
    bool version = false;

    Millis serviceTime() const;                      // that a service may take until it is up, or is done
    Millis answerTime() const;                       // that a cluster may take to answer
    std::optional<QStringList> chosenGroups() const; // none chosen: nothing
    bool streams() const; // with --json: one object a line as things happen, instead of one document
    bool operator==(const Options &) const = default;
};

// InvalidUse with the word that is not understood.
Result<Options> parseOptions(const QStringList &arguments);

QString usage();

} // namespace bd::ctl
