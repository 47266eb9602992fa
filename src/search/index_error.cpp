#include "search/index_error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace warraq::search {
namespace {

// Xapian keeps errno to itself and tells its text alone.
bool is_reason(std::string_view reason, std::initializer_list<int> numbers) {
    for (const int number : numbers)
        if (reason == std::strerror(number)) return true;
    return false;
}

// Of errors by their types' names: the classes cannot be told apart otherwise, they have nothing virtual.
bool is_one_of(std::string_view type, std::initializer_list<std::string_view> types) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

// Errors that name no reason of the system's; the messages are those of Xapian 1.4's glass backend.
Verdict verdict_without_reason(std::string_view type, std::string_view message) {
    if (type == "DatabaseNotFoundError") return Verdict::Damaged;
    if (message.starts_with("EOF reading block")) return Verdict::Damaged;  // a file was cut
    // A commit failed, and so did going back, for a reason within the text. What was committed before stands.
    if (message.starts_with("Modifications failed")) return Verdict::Passing;
    return Verdict::Doubtful;
}

}  // namespace

Verdict verdict_on(const Xapian::Error& error) {
    const std::string_view type = error.get_type(), message = error.get_msg();
    if (type == "DatabaseLockError")
        return message.ends_with("already locked") ? Verdict::Locked : Verdict::Passing;
    if (is_one_of(type, {"DatabaseModifiedError", "DatabaseClosedError", "NetworkError",
                         "NetworkTimeoutError", "AssertionError", "InvalidArgumentError",
                         "InvalidOperationError", "UnimplementedError", "QueryParserError", "WildcardError"}))
        return Verdict::Passing;
    if (is_one_of(type, {"DatabaseCorruptError", "DatabaseVersionError"})) return Verdict::Damaged;
    const char* reason = error.get_error_string();
    if (!reason) return verdict_without_reason(type, message);
    if (is_reason(reason, {ENOENT, ENOTDIR, EISDIR})) return Verdict::Damaged;
    if (is_reason(reason, {EIO, EINVAL, EBADMSG, EUCLEAN, ENXIO, ENODEV})) return Verdict::Doubtful;
    return Verdict::Passing;
}

std::string message_of(const Xapian::Error& error) {
    const char* reason = error.get_error_string();
    return reason ? error.get_msg() + ": " + reason : error.get_msg();
}

bool Doubts::is_damage(Verdict verdict, Clock::time_point now) {
    if (verdict == Verdict::Damaged) return true;
    if (verdict != Verdict::Doubtful) return false;
    const std::lock_guard lock(mutex_);
    if (times_ == 0 || now - last_ > kForgotten) {
        times_ = 0;
        first_ = now;
    }
    ++times_;
    last_ = now;
    return times_ >= kEnough && now - first_ >= kApart;
}

void Doubts::forget() {
    const std::lock_guard lock(mutex_);
    times_ = 0;
}

}  // namespace warraq::search
