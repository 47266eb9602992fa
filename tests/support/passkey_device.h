// A device that makes passkeys and signs with them (EdDSA), as a browser would hand its answers on: what a
// test does wrong on purpose is a field.
#pragma once

#include <fmt/format.h>
#include <sodium.h>
#include <string>

#include "base/crypto.h"

namespace warraq::testing {

class PasskeyDevice {
  public:
    std::string site = "desk.example", origin = "https://desk.example";
    unsigned flags = 0x01 | 0x04;  // someone is there, and it is their owner
    std::uint32_t uses = 0;
    std::string credential = "credential of the device";
    bool cross_origin = false;

    PasskeyDevice() { crypto_sign_keypair(public_, secret_); }

    std::string client_data(std::string_view done, const std::string& challenge) const {
        return fmt::format(R"({{"type":"{}","challenge":"{}","origin":"{}","crossOrigin":{}}})", done,
                           challenge, origin, cross_origin);
    }
    std::string data_with_key() const {
        std::string out = data(flags | 0x40) + std::string(16, '\0');
        out += static_cast<char>(credential.size() >> 8);
        out += static_cast<char>(credential.size() & 0xff);
        out += credential;
        // COSE: a map of key type OKP, algorithm EdDSA, curve Ed25519, x.
        out += std::string("\xA4\x01\x01\x03\x27\x20\x06\x21\x58\x20", 10);
        return out + std::string(reinterpret_cast<const char*>(public_), sizeof public_);
    }
    std::string data() const { return data(flags); }
    std::string sign(const std::string& client_data) const {
        const std::string signed_text = data() + sha256(client_data);
        std::string out(crypto_sign_BYTES, '\0');
        crypto_sign_detached(reinterpret_cast<unsigned char*>(out.data()), nullptr,
                             reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(),
                             secret_);
        return out;
    }

  private:
    static std::string sha256(const std::string& text) {
        std::string out(crypto_hash_sha256_BYTES, '\0');
        crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()),
                           reinterpret_cast<const unsigned char*>(text.data()), text.size());
        return out;
    }
    std::string data(unsigned with) const {
        std::string out = sha256(site) + static_cast<char>(with);
        for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(uses >> shift & 0xff);
        return out;
    }

    unsigned char public_[crypto_sign_PUBLICKEYBYTES]{}, secret_[crypto_sign_SECRETKEYBYTES]{};
};

}  // namespace warraq::testing
