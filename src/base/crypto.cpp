#include "base/crypto.h"

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <semaphore>
#include <sodium.h>
#include <vector>

#include "base/blocking.h"
#include "base/machine.h"

namespace warraq::crypto {
namespace {

std::string hex(const unsigned char* bytes, std::size_t size) {
    std::string out(size * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), bytes, size);
    out.pop_back();
    return out;
}

std::string blake2b(std::string_view text, const unsigned char* key, std::size_t key_size,
                    std::size_t bytes) {
    std::array<unsigned char, crypto_generichash_BYTES_MAX> digest{};
    crypto_generichash(digest.data(), bytes, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       key, key_size);
    return hex(digest.data(), bytes);
}

}  // namespace

void start() {
    if (sodium_init() < 0) std::abort();
}

Key random_key() {
    Key key;
    randombytes_buf(key.data(), key.size());
    return key;
}

std::uint64_t random_number() {
    std::uint64_t number = 0;
    randombytes_buf(&number, sizeof number);
    return number;
}

std::string keyed_hash(std::string_view text, const Key& key, std::size_t bytes) {
    return blake2b(text, key.data(), key.size(), bytes);
}

std::uint64_t short_hash(std::string_view text, const Key& key) {
    static_assert(crypto_shorthash_KEYBYTES <= sizeof(Key) &&
                  crypto_shorthash_BYTES == sizeof(std::uint64_t));
    std::uint64_t hash = 0;
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), key.data());
    return hash;
}

std::string content_hash(std::string_view content, std::size_t bytes) {
    return blake2b(content, nullptr, 0, bytes);
}

Result<std::string> file_hash(const std::filesystem::path& file, std::size_t bytes) {
    assert_may_block("read a file for its hash");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(std::fopen(file.c_str(), "rb"), std::fclose);
    if (!opened) return unavailable("cannot read " + file.string());
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, bytes);
    std::vector<unsigned char> buffer(1u << 20);
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), opened.get()))
        crypto_generichash_update(&state, buffer.data(), got);
    if (std::ferror(opened.get())) return unavailable("cannot read " + file.string());
    std::vector<unsigned char> digest(bytes);
    crypto_generichash_final(&state, digest.data(), digest.size());
    return hex(digest.data(), digest.size());
}

namespace {

std::string encoded(std::string_view bytes, int variant) {
    std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), variant);
    out.pop_back();
    return out;
}

}  // namespace

std::string base64(std::string_view bytes) {
    return encoded(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string base64url(std::string_view bytes) {
    return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool from_base64url(std::string_view text, std::string& bytes) {
    bytes.assign(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &size, nullptr,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    bytes.resize(size);
    return true;
}

std::string sha256_base64(std::string_view text) {
    char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return base64({digest, sizeof digest});
}

int sha256_zeros(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    int zeros = 0;
    for (const unsigned char byte : digest) {
        zeros += std::countl_zero(byte);
        if (byte != 0) break;
    }
    return zeros;
}

std::string seal(std::string_view text, const Key& key) {
    std::vector<unsigned char> out(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size());
    randombytes_buf(out.data(), crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(out.data() + crypto_secretbox_NONCEBYTES,
                          reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(),
                          key.data());
    return hex(out.data(), out.size());
}

bool unseal(std::string_view sealed, const Key& key, std::string& text) {
    std::vector<unsigned char> bytes(sealed.size() / 2);
    std::size_t size = 0;
    constexpr std::size_t kBefore = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (bytes.size() < kBefore || sodium_hex2bin(bytes.data(), bytes.size(), sealed.data(), sealed.size(),
                                                 nullptr, &size, nullptr) != 0)
        return false;
    text.assign(size - kBefore, '\0');
    return crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(text.data()),
                                      bytes.data() + crypto_secretbox_NONCEBYTES,
                                      size - crypto_secretbox_NONCEBYTES, bytes.data(), key.data()) == 0;
}

Key derived_key(const Key& key, std::string_view purpose) {
    Key out;
    crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(purpose.data()),
                       purpose.size(), key.data(), key.size());
    return out;
}

std::string new_token() {
    return to_hex(random_key());
}

namespace {
std::counting_semaphore<Machine::kPasswordsAtATime> hashing(Machine::kPasswordsAtATime);  // each takes 64 MiB
struct Turn {
    Turn() { hashing.acquire(); }
    ~Turn() { hashing.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
};
}  // namespace

std::string password_hash(std::string_view password) {
    const Turn turn;
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        throw std::bad_alloc();
    out.resize(out.find('\0'));
    return out;
}

bool password_matches(std::string_view hash, std::string_view password) {
    const Turn turn;
    return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string to_hex(const Key& key) {
    return hex(key.data(), key.size());
}

bool from_hex(std::string_view text, Key& key) {
    std::size_t size = 0;
    return text.size() == key.size() * 2 &&
           sodium_hex2bin(key.data(), key.size(), text.data(), text.size(), nullptr, &size, nullptr) == 0 &&
           size == key.size();
}

}  // namespace warraq::crypto
