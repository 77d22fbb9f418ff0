// What went wrong, said for people: every fallible function of core returns Result<T>.
#pragma once

#include <QString>
#include <tl/expected.hpp>

namespace bd {

enum class ErrorCode {
    InvalidUse,       // the caller or the user asked for something that makes no sense
    NotFound,         // a file, container, run, service or topic that is not there
    Io,               // the disk or a file said no
    Parse,            // text that is not what it should be; detail holds where
    Timeout,          // the deadline of a wait passed
    Cancelled,        // the user said stop; nothing is wrong
    ProgramMissing,   // a program that is not installed
    NoEngine,         // nothing answers behind the context
    EnginePermission, // the engine's socket refuses this user
    ComposeMissing,   // no Compose v2
    ComposeTooOld,    // Compose v1
    ComposeFile,      // the compose file is wrong: message says file, line and column where known
    Engine,           // the engine refused a request
    PortTaken,        // a host port that something else holds
    ImageMissing,     // an image that is neither here nor to be had
    Unreachable,      // an address that does not answer
    Locked,           // somebody else acts on this project
    Kafka,            // the broker answered with an error
    Failed            // a service or a step did not come up
};

struct Error {
    ErrorCode code = ErrorCode::Failed;
    QString message; // one sentence in the user's words: what happened
    QString hint;    // what it means and what to do next; may be empty
    QString detail;  // raw text behind a click: untrusted, bounded, secrets masked; may be empty

    bool operator==(const Error &) const = default;
};

template<typename T = void>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, QString message, QString hint = {}, QString detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint), std::move(detail)});
}

inline tl::unexpected<Error> cancelled()
{
    return fail(ErrorCode::Cancelled, QStringLiteral("Cancelled"));
}

} // namespace bd
