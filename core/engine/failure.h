// From what `docker` and Compose write when they fail to an Error for people: pure functions on their words.
#pragma once

#include "base/error.h"
#include "engine/types.h"

namespace bd::engine {

// | the words tell of                                        | code             |
// | a socket that refuses this user                          | EnginePermission |
// | no daemon, a refused connection, ssh that fails          | NoEngine         |
// | a context that is not there                              | NoEngine         |
// | a CLI without the compose plugin                         | ComposeMissing   |
// | a host port that something else holds                    | PortTaken        |
// | an image that is neither here nor to be had              | ImageMissing     |
// | a container, volume or service that is not there         | NotFound         |
// | anything else                                            | Engine           |
Error failure(const QString &output);

// As failure(), and ComposeFile where the project's files are wrong. `alwaysFile` says that the command only reads
// the files, so that whatever is not known otherwise is about them.
Error composeFailure(const QString &output, const ComposeCall &call, bool alwaysFile);

tl::unexpected<Error> noSuchContext(const QString &name, const QString &detail);

// A question that Compose asked although nobody can answer it: what it was about. The null device answered no.
std::optional<Error> askedQuestion(const QString &output);

// True where `output` is the CLI's own complaint about `docker exec`, not that of the program it ran.
bool isEngineComplaint(const QString &output);

// The beginning and the end of an output that may be very long: what went wrong stands in one of them.
QString bounded(const QString &output);

// Raw output made fit for Error::detail: bounded, as plain text, secrets masked.
QString detailOf(const QString &output);

} // namespace bd::engine
