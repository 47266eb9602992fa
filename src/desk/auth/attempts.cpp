#include "desk/auth/attempts.h"

#include <algorithm>

#include "desk/problem.h"
#include "desk/transact.h"

namespace warraq::desk {
namespace {

constexpr std::chrono::minutes kBetweenThrottleNotes{10};

Problem throttled() {
    return {429, "throttled", "too many attempts; try again in a minute"};
}

// IPv4's whole address; of IPv6 the /48 that a customer may have: many a /64 is at the hand of one.
std::string wide_network_of(std::string_view address) {
    auto network = serve::network_of(address);
    if (std::ranges::count(network, ':') == 3) network.erase(network.rfind(':'));
    return network;
}

}  // namespace

// The limits' names are known to all nodes, also of older versions.
Attempts::Attempts(store::Store& store, const std::shared_ptr<serve::SharedLimits>& limits)
    : store_(store),
      by_address_(20, std::chrono::seconds(15), limits, "doors-by-address"),
      by_login_(10, std::chrono::seconds(30), limits, "doors-by-login"),
      by_login_anywhere_(60, std::chrono::seconds(5), limits, "doors-by-login-anywhere"),
      by_session_(10, std::chrono::seconds(30), limits, "doors-by-session"),
      resets_(3, std::chrono::minutes(20), limits, "resets"),
      throttle_notes_(1, kBetweenThrottleNotes) {}

void Attempts::refuse_throttled(const AttemptKind& kind, std::string_view address, std::string_view login) {
    if (throttle_notes_.allow(login.empty() ? address : login, std::chrono::steady_clock::now())) {
        const auto user =
            login.empty() ? std::nullopt : value_or_throw(value_or_throw(store_.snapshot())->user(login));
        record(kind, user ? user->id : story::UserId{}, "throttled");
    }
    throw throttled();
}

void Attempts::check_address(const AttemptKind& kind, const std::string& address) {
    if (!by_address_.allow(address, std::chrono::steady_clock::now())) refuse_throttled(kind, address, {});
}

// Of one network few, so that a stranger who knows a login does not keep its owner out.
void Attempts::check_login(const AttemptKind& kind, const std::string& login, const std::string& address) {
    const auto moment = std::chrono::steady_clock::now();
    if (!by_login_.allow(login + " " + wide_network_of(address), moment) ||
        !by_login_anywhere_.allow(login, moment))
        refuse_throttled(kind, address, login);
}

void Attempts::check_session(const AttemptKind& kind, std::int64_t session, const std::string& login,
                             const std::string& address) {
    if (!by_session_.allow(std::to_string(session), std::chrono::steady_clock::now()))
        refuse_throttled(kind, address, login);
}

void Attempts::check_reset(const std::string& address) {
    if (!by_address_.allow(address, std::chrono::steady_clock::now())) throw throttled();
}

bool Attempts::allow_reset_for(const std::string& login) {
    return resets_.allow(login, std::chrono::steady_clock::now());
}

void Attempts::record(const AttemptKind& kind, story::UserId user, std::string_view detail) {
    transact(store_,
             [&](store::Writer& writer) { value_or_throw(writer.record(user, kind.refusal, "", detail)); });
}

void Attempts::refuse_code(const AttemptKind& kind, story::UserId user) {
    record(kind, user, "wrong code");
    throw Problem(kind.status, "wrong_code", "the code is wrong, or was used already");
}

}  // namespace warraq::desk
