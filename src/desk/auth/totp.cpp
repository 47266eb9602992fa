#include "desk/auth/totp.h"

#include <cstdlib>
#include <fmt/format.h>
#include <liboath/oath.h>
#include <memory>

#include "base/crypto.h"
#include "base/percent.h"

namespace warraq::desk::totp {
namespace {

constexpr unsigned kStep = 30;  // seconds
constexpr unsigned kDigits = 6;
constexpr std::size_t kWindow = 1;  // steps to either side
constexpr std::size_t kSecretBytes = 20;

struct Free {
    void operator()(char* text) const { std::free(text); }
};
using Text = std::unique_ptr<char, Free>;

std::string from_base32(std::string_view secret) {
    char* bytes = nullptr;
    std::size_t size = 0;
    if (oath_base32_decode(secret.data(), secret.size(), &bytes, &size) != OATH_OK) return {};
    const Text owned(bytes);
    return {bytes, size};
}

}  // namespace

std::string new_secret() {
    const auto key = crypto::random_key();
    char* text = nullptr;
    if (oath_base32_encode(reinterpret_cast<const char*>(key.data()), kSecretBytes, &text, nullptr) !=
        OATH_OK)
        std::abort();
    const Text owned(text);
    return text;
}

bool is_secret(std::string_view text) {
    return from_base32(text).size() == kSecretBytes;
}

std::optional<std::int64_t> step_of(std::string_view secret, std::string_view code, Instant now) {
    const std::string bytes = from_base32(secret);
    if (bytes.empty() || code.size() != kDigits) return std::nullopt;
    int position = 0;
    const int found = oath_totp_validate2(bytes.data(), bytes.size(), static_cast<time_t>(to_unix(now)),
                                          kStep, 0, kWindow, &position, std::string(code).c_str());
    if (found < 0) return std::nullopt;
    return to_unix(now) / kStep + position;
}

std::string address(std::string_view secret, std::string_view publication, std::string_view login) {
    return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", percent::encode_value(publication),
                       percent::encode_value(login), secret, percent::encode_value(publication));
}

std::string code(std::string_view secret, Instant now) {
    const std::string bytes = from_base32(secret);
    std::string digits(kDigits + 1, '\0');
    oath_totp_generate(bytes.data(), bytes.size(), static_cast<time_t>(to_unix(now)), kStep, 0, kDigits,
                       digits.data());
    digits.pop_back();
    return digits;
}

}  // namespace warraq::desk::totp
