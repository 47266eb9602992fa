// Passkeys (W3C Web Authentication, level 2): what a browser brings from a device's key, held against the
// site by libfido2. Knows no HTTP and no store; challenges are made and taken back by AccountAuth.
// Thread-safe.
//
//     const auto site = passkeys::site_of("https://example.org");
//     const auto challenge = passkeys::challenge_in(client_data, passkeys::kMade, *site);   // to be checked
//     const auto key = passkeys::read_new(authenticator_data, *site);
//     const auto uses = passkeys::check(key, client_data, authenticator_data, signature, *site);
//
// All but site_of() throw a Problem, `wrong_passkey`, for what does not hold. Bytes are as they are, not
// coded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace warraq::desk::passkeys {

// Whom keys are made for.
struct Site {
    std::string id;      // "example.org"
    std::string origin;  // "https://example.org"
};

// Of publication.address. Nothing where there is none, and for an IP address, which no key is made for.
std::optional<Site> site_of(std::string_view address);

// What the browser says was done.
inline constexpr std::string_view kMade = "webauthn.create", kUsed = "webauthn.get";

// The challenge that the browser answers, when `client_data` (its JSON) tells of `done` on this very site.
std::string challenge_in(std::string_view client_data, std::string_view done, const Site& site);

struct Key {
    std::string credential;  // its name
    std::string key;         // the public half, as libfido2 writes it
    int algorithm = 0;       // COSE's number: ES256, EdDSA or RS256
    std::int64_t uses = 0;   // signatures counted by the device; 0 where it does not
};

// A key as it was made, by a device that knew its owner (user verification). Without attestation: which
// maker's device it is does not matter here.
Key read_new(std::string_view authenticator_data, const Site& site);

// Holds the signature against the key; returns how many the device has counted.
std::int64_t check(const Key& key, std::string_view client_data, std::string_view authenticator_data,
                   std::string_view signature, const Site& site);

}  // namespace warraq::desk::passkeys
