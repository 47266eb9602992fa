// Passkeys (W3C Web Authentication, level 2): parses what a browser brings from an authenticator and verifies
// it with libfido2. Knows no HTTP and no store; challenges are issued and redeemed by PasskeyAuth.
// Thread-safe.
//
//     const auto site = passkeys::site_of("https://example.org");
//     const auto challenge = passkeys::challenge_in(client_data, passkeys::kMade, *site);   // to be checked
//     const auto key = passkeys::read_new(authenticator_data, *site);
//     const auto uses = passkeys::check(key, client_data, authenticator_data, signature, *site);
//
// All but site_of() throw a Problem, `wrong_passkey`, for what does not verify. Bytes are raw, not base64.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace warraq::desk::passkeys {

// The relying party that keys are made for.
struct Site {
    std::string id;      // "example.org"
    std::string origin;  // "https://example.org"
};

// From publication.address. nullopt for an empty address, and for an IP address, which passkeys do not allow.
std::optional<Site> site_of(std::string_view address);

// The ceremony that the browser says took place.
inline constexpr std::string_view kMade = "webauthn.create", kUsed = "webauthn.get";

// The challenge that the browser answered. `client_data` is its JSON, and must be of ceremony `done` on
// `site`.
std::string challenge_in(std::string_view client_data, std::string_view done, const Site& site);

struct Key {
    std::string credential;  // its name
    std::string key;         // the public half, as libfido2 writes it
    int algorithm = 0;       // COSE's number: ES256, EdDSA or RS256
    std::int64_t uses = 0;   // signatures counted by the device; 0 where it does not
};

// A new key, made with user verification. Attestation is not checked: any maker's device will do.
Key read_new(std::string_view authenticator_data, const Site& site);

// Verifies the signature; returns the device's signature counter.
std::int64_t check(const Key& key, std::string_view client_data, std::string_view authenticator_data,
                   std::string_view signature, const Site& site);

}  // namespace warraq::desk::passkeys
