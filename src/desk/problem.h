// Why a call of the desk's API was not done: thrown within this room, and answered as JSON by guard.h.
//
//     throw Problem(409, "login_taken", "another user has this login");
//     const auto user = value_or_throw(reader.user(id));     // the value, or a Problem made of the Error
//
// The desk's front end has a text for each `code`; `message` is for whoever reads the reply without it.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/result.h"

namespace warraq::desk {

class Problem : public std::exception {
  public:
    Problem(int status, std::string code, std::string message)
        : status_(status), code_(std::move(code)), message_(std::move(message)) {}
    explicit Problem(const Error& error);

    static Problem not_there(std::string_view what) {
        return {404, "not_found", "there is no such " + std::string(what)};
    }
    // For what exists but is not for this user: the answer is the same, the log tells the two apart.
    static Problem hidden(std::string_view what) {
        Problem problem = not_there(what);
        problem.hides_ = true;
        return problem;
    }

    int status() const { return status_; }
    const std::string& code() const { return code_; }
    bool hides() const { return hides_; }
    const char* what() const noexcept override { return message_.c_str(); }

  private:
    int status_;
    std::string code_, message_;
    bool hides_ = false;
};

template <class T>
T value_or_throw(Result<T> result) {
    if (!result) throw Problem(result.error());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// The same for an optional: Problem 404 if it is empty. `what`: as in "there is no such story".
template <class T>
T value_or_throw(Result<std::optional<T>> result, const char* what) {
    auto found = value_or_throw(std::move(result));
    if (!found) throw Problem::not_there(what);
    return std::move(*found);
}

}  // namespace warraq::desk
