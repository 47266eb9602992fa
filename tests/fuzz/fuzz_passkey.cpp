// What a browser says of a device's key: its JSON up to a NUL, then the authenticator's data.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "desk/auth/passkeys.h"
#include "desk/problem.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq::desk;
    static const passkeys::Site site{"desk.example", "https://desk.example"};
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto split = std::min(bytes.find('\0'), bytes.size());
    const auto said = bytes.substr(0, split), device = bytes.substr(std::min(split + 1, bytes.size()));
    try {
        (void)passkeys::challenge_in(said, passkeys::kUsed, site);
    } catch (const Problem&) {
    }
    try {
        const auto key = passkeys::read_new(device, site);
        if (key.credential.empty() || key.key.empty()) std::abort();
        (void)passkeys::check(key, said, device, said, site);
        std::abort();  // no input signs itself
    } catch (const Problem&) {
    }
    return 0;
}
