// What somebody sends along who asks for help: versions, the compose model, states, health logs, recent logs, diagnoses and the
// timeline of the last run, as text files with secrets masked; to be looked at before it is saved.
#pragma once

#include <memory>
#include <stop_token>

#include "compose/project.h"
#include "engine/engine.h"

namespace bd::bundle {

struct File {
    QString name; // within the bundle: «logs/kafka.log»
    QByteArray text;
    bool operator==(const File &) const = default;
};

struct Bundle {
    std::vector<File> files; // in the order in which they are read
    qint64 bytes() const;
};

struct Setting {
    QString historyFile = {}; // of recorded runs; empty: the user's own
    int mostLogLines = 3000;  // of each service, the last ones
};

// What cannot be had is named in about.txt, and the rest is there: only cancelling is an Error. Asks the engine and probes the
// stack: blocks, worker threads only.
Result<Bundle> collect(const std::shared_ptr<const engine::Engine> &engine, const compose::Project &project,
                       const Setting &setting, std::stop_token stop);

// As a zip file, which every desktop opens; all or nothing. Io.
Result<> write(const Bundle &bundle, const QString &path);

// A compose model with what is secret in it masked: values of variables that sound like one, contents of secrets and configs, and
// whatever else looks like one. Pure; what is no JSON is masked as text.
QByteArray maskedModel(const QByteArray &json);

} // namespace bd::bundle
