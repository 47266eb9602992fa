// Result<T>: a value, or an Error that a person can act on.
//
//     Result<Story> story = read_story(id);
//     if (!story) return fail(story.error());
//
// The one way in which a caller's mistake or the world's (bad input, disk, network) travels between rooms.
// A broken invariant is not an Error: it stops the program.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace warraq {

struct Error {
    enum class Kind {
        Invalid,      // the input breaks a rule; the message says which and where
        NotFound,     // there is no such thing
        Conflict,     // it was changed by someone else, or exists already
        Refused,      // the rules of the workflow forbid it
        Unavailable,  // disk, database or network failed; trying again may help
    };
    Kind kind = Kind::Invalid;
    std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}
inline tl::unexpected<Error> invalid(std::string message) {
    return fail({Error::Kind::Invalid, std::move(message)});
}
inline tl::unexpected<Error> not_found(std::string message) {
    return fail({Error::Kind::NotFound, std::move(message)});
}
inline tl::unexpected<Error> conflict(std::string message) {
    return fail({Error::Kind::Conflict, std::move(message)});
}
inline tl::unexpected<Error> refused(std::string message) {
    return fail({Error::Kind::Refused, std::move(message)});
}
inline tl::unexpected<Error> unavailable(std::string message) {
    return fail({Error::Kind::Unavailable, std::move(message)});
}

}  // namespace warraq
