// A body as WordPress's block editor writes it. Pure; thread-safe.
//
//     block_markup(body, "https://example.org")   // "<!-- wp:paragraph -->\n<p>…</p>\n…"
#pragma once

#include <string>

#include "story/body.h"

namespace warraq::wordpress {

// `site`: the address that links within the site are given, without a slash at its end.
std::string block_markup(const story::Body& body, const std::string& site);

}  // namespace warraq::wordpress
