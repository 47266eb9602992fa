// What WordPress writes between HTML: block comments («<!-- wp:gallery {…} -->») and shortcodes
// («[caption]…[/caption]»). Pure; thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace warraq::wordpress {

// True where the block editor wrote it: its line ends are no one's, WordPress adds no paragraphs.
bool has_blocks(std::string_view content);

// The content as HTML for blocks_from_html: the common shortcodes (caption, gallery, embed, audio, video,
// playlist) as elements, the names of blocks that WordPress would have filled in itself told to `left_out`,
// and those of shortcodes that it does not know, which stay as text.
std::string html_from_wordpress(std::string_view content,
                                const std::function<void(std::string_view what)>& left_out);

}  // namespace warraq::wordpress
