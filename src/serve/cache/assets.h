// Files that never change under their name (it holds a hash of their content): fonts, the style sheet, the
// script. All in memory, each coding made at the start.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "serve/cache/encoded_response.h"

namespace warraq::serve {

class Assets {
  public:
    // Every file directly in `folder`, served under `prefix` ("/static/"). An absent folder serves nothing.
    static Result<Assets> load(const std::filesystem::path& folder, std::string_view prefix,
                               std::string_view security);
    // The same, beside those that are there.
    Result<void> add(const std::filesystem::path& folder, std::string_view prefix, std::string_view security);

    // nullptr when there is none. Thread-safe.
    Page find(std::string_view path, Encoding encoding) const;

  private:
    std::unordered_map<std::string, std::array<Page, kEncodings.size()>> files_;
};

// By the file's ending, in either case; "application/octet-stream" for others.
std::string_view media_type(const std::filesystem::path& file);

inline constexpr std::string_view kForever = "public, max-age=31536000, immutable";

}  // namespace warraq::serve
