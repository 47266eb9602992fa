#include "cli/private_process.h"

#include <cstdlib>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/number.h"

namespace warraq::cli {
namespace {

mode_t in_force = kPrivate;

bool wants_core_dumps() {
    const char* set = std::getenv(kCoreDumps);
    return set && std::string_view(set) == "1";
}

}  // namespace

std::optional<mode_t> umask_from(std::string_view text) {
    if (text.size() < 3 || text.size() > 4) return std::nullopt;
    const auto mask = from_digits<mode_t>(text, 8);
    return mask && (*mask & ~077u) == 0 ? mask : std::nullopt;
}

mode_t umask_in_force() {
    return in_force;
}

Result<void> keep_private() {
    ::umask(kPrivate);
    if (!wants_core_dumps()) {
        // A core file, or a debugger, would hold every key and password that the program has read.
        const rlimit none{0, 0};
        setrlimit(RLIMIT_CORE, &none);
        prctl(PR_SET_DUMPABLE, 0);
    }
    const char* set = std::getenv(kUmask);
    if (!set || !*set) return {};
    const auto mask = umask_from(set);
    if (!mask) return invalid(fmt::format("{}: «{}» is no umask such as 027", kUmask, set));
    in_force = *mask;
    ::umask(in_force);
    return {};
}

}  // namespace warraq::cli
