#include "desk/problem.h"

namespace warraq::desk {
namespace {

int status_of(Error::Kind kind) {
    switch (kind) {
        case Error::Kind::Invalid: return 422;
        case Error::Kind::NotFound: return 404;
        case Error::Kind::Conflict: return 409;
        case Error::Kind::Refused: return 403;
        case Error::Kind::Unavailable: return 503;
    }
    return 500;
}

const char* code_of(Error::Kind kind) {
    switch (kind) {
        case Error::Kind::Invalid: return "invalid";
        case Error::Kind::NotFound: return "not_found";
        case Error::Kind::Conflict: return "conflict";
        case Error::Kind::Refused: return "refused";
        case Error::Kind::Unavailable: return "unavailable";
    }
    return "failed";
}

}  // namespace

Problem::Problem(const Error& error) : Problem(status_of(error.kind), code_of(error.kind), error.message) {}

}  // namespace warraq::desk
