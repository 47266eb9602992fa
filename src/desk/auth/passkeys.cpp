#include "desk/auth/passkeys.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <memory>
#include <mutex>

#include "base/crypto.h"
#include "base/ip.h"
#include "desk/fields.h"

namespace warraq::desk::passkeys {
namespace {

constexpr int kAlgorithms[] = {COSE_ES256, COSE_EDDSA, COSE_RS256};
// Authenticator data: the hash of the site's id, then flags.
constexpr std::size_t kFlags = 32;
constexpr unsigned kPresent = 0x01, kVerified = 0x04, kHoldsKey = 0x40;

template <class T, void (*Free)(T**)>
struct Release {
    void operator()(T* object) const { Free(&object); }
};
template <class T, void (*Free)(T**)>
using Owned = std::unique_ptr<T, Release<T, Free>>;

[[noreturn]] void refuse(const char* why) {
    throw Problem(422, "wrong_passkey", std::string("the passkey does not fit: ") + why);
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text(const unsigned char* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

void start() {
    static std::once_flag once;
    std::call_once(once, [] { fido_init(0); });
}

void check_authenticator_data(std::string_view data, unsigned flags, const Site& site) {
    if (data.size() <= kFlags) refuse("its data is cut short");
    if (crypto::base64(data.substr(0, kFlags)) != crypto::sha256_base64(site.id))
        refuse("it is of another site");
    if ((static_cast<unsigned char>(data[kFlags]) & flags) != flags)
        refuse("the device did not make sure who used it");
}

// What libfido2 keeps behind one pointer, for the algorithm at hand.
template <class Public, auto New, auto Free, auto Read>
bool verify(const fido_assert_t* proof, int algorithm, std::string_view key) {
    const Owned<Public, Free> made(New());
    return made && Read(made.get(), key.data(), key.size()) == FIDO_OK &&
           fido_assert_verify(proof, 0, algorithm, made.get()) == FIDO_OK;
}

bool signed_with(const fido_assert_t* proof, const Key& key) {
    switch (key.algorithm) {
        case COSE_ES256:
            return verify<es256_pk_t, es256_pk_new, es256_pk_free, es256_pk_from_ptr>(proof, key.algorithm,
                                                                                      key.key);
        case COSE_EDDSA:
            return verify<eddsa_pk_t, eddsa_pk_new, eddsa_pk_free, eddsa_pk_from_ptr>(proof, key.algorithm,
                                                                                      key.key);
        case COSE_RS256:
            return verify<rs256_pk_t, rs256_pk_new, rs256_pk_free, rs256_pk_from_ptr>(proof, key.algorithm,
                                                                                      key.key);
        default: return false;
    }
}

}  // namespace

std::optional<Site> site_of(std::string_view address) {
    const auto scheme = address.find("://");
    if (scheme == address.npos) return std::nullopt;
    const auto rest = address.substr(scheme + 3);
    const auto host = rest.substr(0, rest.find_first_of(":/"));
    if (host.empty() || host.front() == '[' || IpAddress::from(host)) return std::nullopt;
    return Site{std::string(host), std::string(address.substr(0, address.find('/', scheme + 3)))};
}

std::string challenge_in(std::string_view client_data, std::string_view done, const Site& site) {
    const auto said = Fields::parse(client_data);
    if (said.text("type", 40) != done) refuse("the browser did something else");
    if (said.text("origin", 300) != site.origin || (said.has("crossOrigin") && said.flag("crossOrigin")))
        refuse("it was used on another site");
    std::string challenge;
    if (!crypto::from_base64url(said.text("challenge", 1000), challenge))
        refuse("its challenge cannot be read");
    return challenge;
}

Key read_new(std::string_view authenticator_data, const Site& site) {
    start();
    check_authenticator_data(authenticator_data, kPresent | kVerified | kHoldsKey, site);
    for (const int algorithm : kAlgorithms) {
        const Owned<fido_cred_t, fido_cred_free> made(fido_cred_new());
        if (!made || fido_cred_set_type(made.get(), algorithm) != FIDO_OK ||
            fido_cred_set_authdata_raw(made.get(), bytes(authenticator_data), authenticator_data.size()) !=
                FIDO_OK)
            continue;
        Key key{text(fido_cred_id_ptr(made.get()), fido_cred_id_len(made.get())),
                text(fido_cred_pubkey_ptr(made.get()), fido_cred_pubkey_len(made.get())), algorithm,
                fido_cred_sigcount(made.get())};
        if (!key.credential.empty() && !key.key.empty()) return key;
    }
    refuse("its key is of a kind that is not taken, or cannot be read");
}

std::int64_t check(const Key& key, std::string_view client_data, std::string_view authenticator_data,
                   std::string_view signature, const Site& site) {
    start();
    check_authenticator_data(authenticator_data, kPresent | kVerified, site);
    const Owned<fido_assert_t, fido_assert_free> proof(fido_assert_new());
    const bool whole =
        proof && fido_assert_set_count(proof.get(), 1) == FIDO_OK &&
        fido_assert_set_clientdata(proof.get(), bytes(client_data), client_data.size()) == FIDO_OK &&
        fido_assert_set_rp(proof.get(), site.id.c_str()) == FIDO_OK &&
        fido_assert_set_up(proof.get(), FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_uv(proof.get(), FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_authdata_raw(proof.get(), 0, bytes(authenticator_data), authenticator_data.size()) ==
            FIDO_OK &&
        fido_assert_set_sig(proof.get(), 0, bytes(signature), signature.size()) == FIDO_OK;
    if (!whole || !signed_with(proof.get(), key)) refuse("its signature is wrong");
    return fido_assert_sigcount(proof.get(), 0);
}

}  // namespace warraq::desk::passkeys
