// Percent-encoding as browsers do it (WHATWG URL). Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace warraq::percent {

// The "path percent-encode set": «/sport/12/خبر» becomes "/sport/12/%D8%AE%D8%A8%D8%B1".
std::string encode_path(std::string_view path);
// The same for a whole address, whose "?", "#" and "%" keep their meaning: fit for a Location header.
std::string encode_address(std::string_view address);
// As WordPress keeps names: «خبر» is "%d8%ae%d8%a8%d8%b1".
std::string encode_slug(std::string_view slug);

// The byte that "%XX" at `at` stands for, or -1 where there is no such escape.
int escaped_byte(std::string_view text, std::size_t at);

// Its escapes as the bytes that they stand for; malformed ones stand for themselves, and so does all of it
// where the bytes would be no UTF-8.
std::string decode(std::string_view text);

// A value within a query: what a form's reader reads back.
std::string encode_value(std::string_view value);

}  // namespace warraq::percent
