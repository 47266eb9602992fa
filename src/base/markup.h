// Text within HTML and XML.
//
//     append_escaped(html, "أ & ب");              // "أ &amp; ب"
//     escaped("a \"b\"", kMarkupQuoted);          // "a &quot;b&quot;"
//
// Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace warraq {

inline constexpr std::string_view kMarkup = "&<>\"'";  // what may mean something anywhere in a tag or text
inline constexpr std::string_view kMarkupQuoted = "&<>\"";  // … where attributes stand in double quotes
inline constexpr std::string_view kMarkupText = "&<>";      // … between tags

// The characters of `signs` become entities; it may hold any of kMarkup's.
void append_escaped(std::string& out, std::string_view text, std::string_view signs = kMarkup);
std::string escaped(std::string_view text, std::string_view signs = kMarkup);

// Without what XML 1.0 has no character for: U+FFFE and U+FFFF go, and for each control character but tabs
// and line feeds there is `instead`.
std::string allowed_in_xml(std::string_view text, std::string_view instead = {});

}  // namespace warraq
