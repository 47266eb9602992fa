// Content codings: which one a reader gets, and making it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace warraq::serve {

enum class Encoding : std::uint8_t { Identity, Gzip, Brotli, Zstd };
inline constexpr std::array kEncodings = {Encoding::Identity, Encoding::Gzip, Encoding::Brotli,
                                          Encoding::Zstd};

// The best that an Accept-Encoding allows: by its q-values, then brotli, zstd, gzip (smallest first). RFC
// 9110, 12.5.3. An empty field gets identity.
Encoding negotiate(std::string_view accept_encoding);

std::string_view to_string(Encoding encoding);  // "gzip", "br", "zstd"; "" for identity

enum class Effort { Page, Asset };  // made while a reader waits; made once at the start

// Thread-safe; keeps a compressor for each thread.
std::string compress(std::string_view content, Encoding encoding, Effort effort);

}  // namespace warraq::serve
