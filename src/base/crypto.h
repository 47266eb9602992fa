// Random bytes, keyed hashes and constant-time comparison: thin names over libsodium. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace warraq::crypto {

using Key = std::array<unsigned char, 32>;

// Stops the program when the system has no randomness. Called once by main and by tests' main.
void start();

Key random_key();
std::uint64_t random_number();

// BLAKE2b keyed hash, as `bytes` * 2 lower-case hexadecimal digits (16 to 64 bytes).
std::string keyed_hash(std::string_view text, const Key& key, std::size_t bytes = 16);
// SipHash-2-4: fast, for in-memory hash tables and sketches that attackers must not be able to flood with
// collisions. Not for stored data.
std::uint64_t short_hash(std::string_view text, const Key& key);
// BLAKE2b without a key: names content by what it holds.
std::string content_hash(std::string_view content, std::size_t bytes = 16);
// The same of a file of any size. Error: Unavailable.
Result<std::string> file_hash(const std::filesystem::path& file, std::size_t bytes = 16);
std::string sha256_base64(std::string_view text);
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);  // without padding
// False for what is not written so.
bool from_base64url(std::string_view text, std::string& bytes);
// How many zero bits the text's SHA-256 begins with.
int sha256_zeros(std::string_view text);

// Encrypts and authenticates (XSalsa20-Poly1305) under a random nonce; returns text. Sealing the same text
// twice gives different results.
std::string seal(std::string_view text, const Key& key);
// False when it was not sealed with `key`, or changed since.
bool unseal(std::string_view sealed, const Key& key, std::string& text);
// A key for one purpose out of the newsroom's.
Key derived_key(const Key& key, std::string_view purpose);

// A bearer token: 32 random bytes as hexadecimal digits.
std::string new_token();

// Argon2id, 64 MiB and some tens of milliseconds each; Machine::kPasswordsAtATime run at a time, others
// wait.
std::string password_hash(std::string_view password);
bool password_matches(std::string_view hash, std::string_view password);

// In a time that does not depend on where they differ.
bool equal(std::string_view a, std::string_view b);

std::string to_hex(const Key& key);
// False when `text` is not 64 hexadecimal digits.
bool from_hex(std::string_view text, Key& key);

}  // namespace warraq::crypto
