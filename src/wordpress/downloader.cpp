#include "wordpress/downloader.h"

#include <fmt/format.h>

#include "outgoing/http_call.h"

namespace warraq::wordpress {
namespace {

constexpr std::size_t kLargest = 256u << 20;  // bytes
constexpr std::chrono::seconds kPatience{120};

}  // namespace

Downloader::Downloader(WebFolder allowed, outgoing::Reach reach, std::function<bool()> stopped)
    : allowed_(std::move(allowed)), reach_(std::move(reach)), stopped_(std::move(stopped)) {}

Result<std::string> Downloader::get(const std::string& address) const {
    if (!allowed_.has(address))
        return refused(fmt::format("{} is not below {}", address, allowed_.address()));
    auto answer =
        outgoing::HttpCall(address, reach_, {.time = kPatience, .stopped = stopped_}, kLargest).perform({});
    if (!answer) return fail({answer.error().kind, fmt::format("{}: {}", address, answer.error().message)});
    if (answer->status != 200) return not_found(fmt::format("{} answers {}", address, answer->status));
    return std::move(answer->body);
}

}  // namespace warraq::wordpress
