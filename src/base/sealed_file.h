// Files that one machine seals and another opens: the first has only a SealingKey, so it cannot read what it
// sealed, and the second keeps the OpeningKey of the pair.
//
//     const auto opening = crypto::OpeningKey::make();           // kept elsewhere, as opening.text()
//     const auto sealing = opening.sealing_key();                // in the settings, as sealing.text()
//     crypto::seal_file("warraq.db", "warraq.db.sealed", sealing, "warraq.db");
//     crypto::open_file("warraq.db.sealed", "warraq.db", opening, "warraq.db");
//
// The form: "warraq-sealed-1\n"; a key of the file's own, sealed to the pair's X25519 key (crypto_box_seal,
// 80 bytes); the header of a secretstream (XChaCha20-Poly1305, 24 bytes); then chunks of 1 MiB, each 17 bytes
// longer, the last one marked as such. Each chunk is bound to the name, so no file passes for another; none
// can be left out, moved or added. Who made a file it does not say: whoever has the SealingKey can. All
// functions are thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/result.h"

namespace warraq::crypto {

// Not to be published: it opens nothing, but what is tagged with it counts as made by the newsroom.
class SealingKey {
  public:
    // "warraq-seal-1-…". Nothing for another text, or one with a slip of the pen in it.
    static std::optional<SealingKey> from(std::string_view text);
    std::string text() const;

    // 16 hexadecimal digits that name the pair and tell nothing of it.
    std::string fingerprint() const;
    // 64 hexadecimal digits that only who has the pair can make of a text.
    std::string tag(std::string_view text) const;

    const Key& public_key() const { return public_key_; }
    bool operator==(const SealingKey&) const = default;

  private:
    friend class OpeningKey;
    SealingKey(const Key& public_key, const Key& tag_key) : public_key_(public_key), tag_key_(tag_key) {}

    Key public_key_, tag_key_;
};

class OpeningKey {
  public:
    static OpeningKey make();
    // "warraq-open-1-…", alone on one of the text's lines. Nothing where there is none, or one with a slip of
    // the pen.
    static std::optional<OpeningKey> from(std::string_view text);
    ~OpeningKey();
    OpeningKey(const OpeningKey&) = default;
    OpeningKey& operator=(const OpeningKey&) = default;

    std::string text() const;
    SealingKey sealing_key() const;
    const Key& secret_key() const { return secret_key_; }

  private:
    OpeningKey(const Key& secret_key, const Key& tag_key) : secret_key_(secret_key), tag_key_(tag_key) {}

    Key secret_key_, tag_key_;
};

// Bytes of a sealed file that holds so many.
std::uint64_t sealed_size(std::uint64_t size);

// `to` is there whole and on disk, or not at all. Error: NotFound; Unavailable.
Result<void> seal_file(const std::filesystem::path& from, const std::filesystem::path& to,
                       const SealingKey& key, std::string_view name);

// What was read of a sealed file, whole.
struct Opened {
    std::uint64_t bytes = 0;  // of the sealed file
    std::string hash;         // of it, as file_hash() has it
};
// As seal_file; `to` empty: nothing is written, only looked at. Error: Invalid, for a file that was not
// sealed for this key under this name, or is damaged or cut short; NotFound; Unavailable.
Result<Opened> open_file(const std::filesystem::path& from, const std::filesystem::path& to,
                         const OpeningKey& key, std::string_view name);

// The same from anywhere: `read(offset, size)` answers exactly so many bytes, `take` is given the plain text
// in order, and what it was given counts only once all is opened.
using ReadPart = std::function<Result<std::string>(std::uint64_t offset, std::size_t size)>;
using TakePart = std::function<Result<void>(std::string_view)>;
Result<Opened> open_sealed(std::uint64_t size, const ReadPart& read, const OpeningKey& key,
                           std::string_view name, const TakePart& take);

// Whether it has the form of a sealed file, by its beginning and its length: without a key no more can be
// said. Error: NotFound; Unavailable.
Result<bool> looks_sealed(const std::filesystem::path& file);

}  // namespace warraq::crypto
