// A stranger's HTML as a story's body: parsed as browsers parse it (gumbo), then taken over node by node into
// the tree. What has no place keeps its words: elements of no meaning here are looked through, lists in
// quotes become paragraphs, players become cards with a link. Nothing that a browser would run comes in.
//
//     std::vector<story::Node> blocks = blocks_from_html(html, {.line_breaks = true});
//
// Pure; thread-safe as far as the callbacks are.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "story/body.h"
#include "story/story.h"

namespace warraq::wordpress {

struct HtmlImport {
    // A line's end within text ends its paragraph: HTML of WordPress's classic editor.
    bool line_breaks = false;
    // The picture that an address shows; nothing: it is not at hand, and a card leads to it.
    std::function<std::optional<story::Image>(std::string_view address)> picture = {};
    // Those of a gallery («<warraq-gallery ids="1,2">»); addresses of the ones that are not at hand.
    struct GalleryPicture {
        std::optional<story::Image> image;
        std::string address, caption;
    };
    std::function<std::vector<GalleryPicture>(std::string_view ids)> gallery = {};
    // Where a link leads now; nothing: nowhere, its words stay. Empty: web addresses are taken as they are.
    std::function<std::optional<std::string>(std::string_view address)> link = {};
    // What changed its form, or has no place here: "sub", "embedded player", "script".
    std::function<void(std::string_view kind)> changed = {};
};

std::vector<story::Node> blocks_from_html(std::string_view html, const HtmlImport& how = {});

}  // namespace warraq::wordpress
