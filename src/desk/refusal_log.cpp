#include "desk/refusal_log.h"

#include <spdlog/spdlog.h>

namespace warraq::desk {

void RefusalLog::note(serve::Method method, std::string_view where, const Visitor* visitor,
                      const Problem& problem) {
    if (problem.status() >= 500) spdlog::error("desk: {}: {}", where, problem.what());
    if ((problem.status() == 403 || problem.hides()) && visitor &&
        told_.allow(visitor->user.login, std::chrono::steady_clock::now()))
        spdlog::warn("desk: {} {} was refused to {}: {}", serve::to_string(method), where,
                     visitor->user.login, problem.hides() ? "hidden" : problem.code());
}

}  // namespace warraq::desk
