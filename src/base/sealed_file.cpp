#include "base/sealed_file.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sodium.h>

#include "base/file.h"

namespace warraq::crypto {
namespace {

constexpr std::string_view kMagic = "warraq-sealed-1\n";
constexpr std::string_view kSealing = "warraq-seal-1-", kOpening = "warraq-open-1-";
constexpr std::size_t kChunk = 1u << 20;  // bytes of plain text
constexpr std::size_t kMore = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t kStreamHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kSealedKey = crypto_box_SEALBYTES + crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr std::size_t kHeader = kMagic.size() + kSealedKey + kStreamHeader;
constexpr unsigned char kFinal = crypto_secretstream_xchacha20poly1305_TAG_FINAL, kMessage = 0;
constexpr std::size_t kCheckDigits = 8;

static_assert(crypto_box_PUBLICKEYBYTES == std::tuple_size_v<Key> &&
              crypto_box_SECRETKEYBYTES == std::tuple_size_v<Key> &&
              crypto_secretstream_xchacha20poly1305_KEYBYTES == std::tuple_size_v<Key>);

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

// Two keys as one line, with digits by which a slip of the pen is noticed.
std::string line_of(std::string_view prefix, const Key& first, const Key& second) {
    std::string both(first.begin(), first.end());
    both.append(second.begin(), second.end());
    return std::string(prefix) + base64url(both) + "." + content_hash(both).substr(0, kCheckDigits);
}

std::optional<std::pair<Key, Key>> keys_of(std::string_view prefix, std::string_view line) {
    if (!line.starts_with(prefix)) return std::nullopt;
    line.remove_prefix(prefix.size());
    const auto dot = line.find('.');
    std::string both;
    if (dot == line.npos || !from_base64url(line.substr(0, dot), both) ||
        both.size() != 2 * std::tuple_size_v<Key> ||
        content_hash(both).substr(0, kCheckDigits) != line.substr(dot + 1))
        return std::nullopt;
    std::pair<Key, Key> keys;
    std::copy_n(both.begin(), keys.first.size(), keys.first.begin());
    std::copy_n(both.begin() + static_cast<std::ptrdiff_t>(keys.first.size()), keys.second.size(),
                keys.second.begin());
    sodium_memzero(both.data(), both.size());
    return keys;
}

class Hash {
  public:
    Hash() { crypto_generichash_init(&state_, nullptr, 0, kBytes); }
    void add(std::string_view part) { crypto_generichash_update(&state_, bytes_of(part), part.size()); }
    std::string hex() {
        std::array<unsigned char, kBytes> digest{};
        crypto_generichash_final(&state_, digest.data(), digest.size());
        std::array<char, 2 * kBytes + 1> out{};
        sodium_bin2hex(out.data(), out.size(), digest.data(), digest.size());
        return out.data();
    }

  private:
    static constexpr std::size_t kBytes = 16;  // as file_hash()
    crypto_generichash_state state_;
};

// The stream's state holds its key.
struct Stream {
    crypto_secretstream_xchacha20poly1305_state state{};
    ~Stream() { sodium_memzero(&state, sizeof state); }
};

tl::unexpected<Error> damaged(std::string_view name) {
    return invalid(fmt::format("{} cannot be opened: it is damaged, cut short, or of another file", name));
}

}  // namespace

std::optional<SealingKey> SealingKey::from(std::string_view text) {
    const auto keys = keys_of(kSealing, text);
    return keys ? std::optional(SealingKey(keys->first, keys->second)) : std::nullopt;
}

std::string SealingKey::text() const {
    return line_of(kSealing, public_key_, tag_key_);
}

std::string SealingKey::fingerprint() const {
    return content_hash({reinterpret_cast<const char*>(public_key_.data()), public_key_.size()})
        .substr(0, 16);
}

std::string SealingKey::tag(std::string_view text) const {
    return keyed_hash(text, tag_key_, 32);
}

OpeningKey OpeningKey::make() {
    Key public_key{}, secret_key{};
    crypto_box_keypair(public_key.data(), secret_key.data());
    return {secret_key, random_key()};
}

std::optional<OpeningKey> OpeningKey::from(std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (const auto keys = keys_of(kOpening, line)) return OpeningKey(keys->first, keys->second);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::nullopt;
}

OpeningKey::~OpeningKey() {
    sodium_memzero(secret_key_.data(), secret_key_.size());
    sodium_memzero(tag_key_.data(), tag_key_.size());
}

std::string OpeningKey::text() const {
    return line_of(kOpening, secret_key_, tag_key_);
}

SealingKey OpeningKey::sealing_key() const {
    Key public_key{};
    crypto_scalarmult_base(public_key.data(), secret_key_.data());
    return {public_key, tag_key_};
}

std::uint64_t sealed_size(std::uint64_t size) {
    const std::uint64_t chunks = std::max<std::uint64_t>(1, (size + kChunk - 1) / kChunk);
    return kHeader + size + chunks * kMore;
}

Result<void> seal_file(const std::filesystem::path& from, const std::filesystem::path& to,
                       const SealingKey& key, std::string_view name) {
    auto size = size_of_file(from);
    if (!size) return fail(size.error());
    auto file = NewFile::make(to, 0600);
    if (!file) return fail(file.error());

    Key file_key{};
    crypto_secretstream_xchacha20poly1305_keygen(file_key.data());
    std::string header(kMagic);
    header.resize(kHeader);
    Stream stream;
    const bool sealed = crypto_box_seal(bytes_of(header) + kMagic.size(), file_key.data(), file_key.size(),
                                        key.public_key().data()) == 0;
    crypto_secretstream_xchacha20poly1305_init_push(
        &stream.state, bytes_of(header) + kMagic.size() + kSealedKey, file_key.data());
    sodium_memzero(file_key.data(), file_key.size());
    if (!sealed) return invalid("the key to seal for is none");
    if (auto added = file->append(header); !added) return added;
    std::string out;
    for (std::uint64_t at = 0;; at += kChunk) {
        const auto part_size = static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, *size - at));
        auto part = read_part(from, at, part_size);
        if (!part) return fail(part.error());
        const bool last = at + part_size == *size;
        out.resize(part_size + kMore);
        crypto_secretstream_xchacha20poly1305_push(&stream.state, bytes_of(out), nullptr,
                                                   bytes_of(std::string_view(*part)), part_size,
                                                   bytes_of(name), name.size(), last ? kFinal : kMessage);
        if (auto added = file->append(out); !added) return added;
        if (last) break;
    }
    return file->keep();
}

Result<Opened> open_sealed(std::uint64_t size, const ReadPart& read, const OpeningKey& key,
                           std::string_view name, const TakePart& take) {
    if (size < kHeader + kMore) return damaged(name);
    auto header = read(0, kHeader);
    if (!header) return fail(header.error());
    if (!header->starts_with(kMagic)) return invalid(fmt::format("{} is no sealed file", name));
    Hash hash;
    hash.add(*header);
    const Key public_key = key.sealing_key().public_key();
    Key file_key{};
    Stream stream;
    const auto* after_magic = bytes_of(std::string_view(*header)) + kMagic.size();
    const bool opened = crypto_box_seal_open(file_key.data(), after_magic, kSealedKey, public_key.data(),
                                             key.secret_key().data()) == 0 &&
                        crypto_secretstream_xchacha20poly1305_init_pull(
                            &stream.state, after_magic + kSealedKey, file_key.data()) == 0;
    sodium_memzero(file_key.data(), file_key.size());
    if (!opened) return invalid(fmt::format("{} was not sealed for this key, or is damaged", name));
    std::string out;
    for (std::uint64_t at = kHeader; at < size;) {
        const auto part_size = static_cast<std::size_t>(std::min<std::uint64_t>(kChunk + kMore, size - at));
        if (part_size < kMore) return damaged(name);
        auto part = read(at, part_size);
        if (!part) return fail(part.error());
        hash.add(*part);
        at += part_size;
        out.resize(part_size - kMore);
        unsigned char tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(&stream.state, bytes_of(out), nullptr, &tag,
                                                       bytes_of(std::string_view(*part)), part_size,
                                                       bytes_of(name), name.size()) != 0)
            return damaged(name);
        const bool marked_last = tag == kFinal;
        if (marked_last != (at == size)) return damaged(name);
        if (auto taken = take(out); !taken) return fail(taken.error());
    }
    return Opened{size, hash.hex()};
}

Result<Opened> open_file(const std::filesystem::path& from, const std::filesystem::path& to,
                         const OpeningKey& key, std::string_view name) {
    auto size = size_of_file(from);
    if (!size) return fail(size.error());
    const auto read = [&](std::uint64_t offset, std::size_t part) { return read_part(from, offset, part); };
    if (to.empty())
        return open_sealed(*size, read, key, name, [](std::string_view) { return Result<void>{}; });
    auto file = NewFile::make(to, 0600);
    if (!file) return fail(file.error());
    auto opened =
        open_sealed(*size, read, key, name, [&](std::string_view part) { return file->append(part); });
    if (!opened) return opened;
    if (auto kept = file->keep(); !kept) return fail(kept.error());
    return opened;
}

Result<bool> looks_sealed(const std::filesystem::path& file) {
    auto size = size_of_file(file);
    if (!size) return fail(size.error());
    if (*size < kHeader + kMore) return false;
    const auto last_chunk = (*size - kHeader) % (kChunk + kMore);
    if (last_chunk != 0 && last_chunk < kMore) return false;
    auto start = read_part(file, 0, kMagic.size());
    if (!start) return fail(start.error());
    return *start == kMagic;
}

}  // namespace warraq::crypto
