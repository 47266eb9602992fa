#include "story/media.h"

#include <algorithm>
#include <cctype>

#include "base/percent.h"
#include "story/address.h"

namespace warraq::story {
namespace {

// "/media/3f2a.pdf#page=2" -> "3f2a.pdf"; empty for what leads elsewhere. Whose site it is is not asked: a
// name of another one's file is no file's here.
std::string file_at(std::string_view address) {
    const std::string folder = media_address({});
    if (const auto scheme = address.find("://"); scheme != address.npos) {
        const auto path = address.find('/', scheme + 3);
        address = path == address.npos ? std::string_view() : address.substr(path);
    }
    if (!address.starts_with(folder)) return {};
    address.remove_prefix(folder.size());
    std::string name = percent::decode(address.substr(0, address.find_first_of("?#")));
    return name.find('/') == name.npos ? whole_picture(name) : std::string();
}

void add_links(const Node& node, std::vector<std::string>& out) {
    const auto add = [&](std::string_view address) {
        if (auto file = file_at(address); !file.empty()) out.push_back(std::move(file));
    };
    for (const Mark& mark : node.marks)
        if (mark.kind == MarkKind::Link) add(mark.value);
    if (node.kind == NodeKind::Embed) add(node.attribute("url"));
    for (const Node& child : node.content) add_links(child, out);
}

Image image_of(const Node& node) {
    return {std::string(node.attribute("media")),
            std::string(node.attribute("alt")),
            std::string(node.attribute("caption")),
            std::string(node.attribute("credit")),
            node.number("width"),
            node.number("height")};
}

}  // namespace

bool is_media_name(std::string_view value) {
    return !value.empty() && value.size() <= 200 && value.front() != '.' &&
           std::ranges::all_of(
               value, [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '-' || c == '_'; });
}

std::vector<Image> pictures_of(const Story& story) {
    std::vector<Image> pictures;
    if (story.lead_image) pictures.push_back(*story.lead_image);
    for (const Node& block : story.body.blocks())  // pictures stand among the blocks, in nothing else
        if (block.kind == NodeKind::Image) pictures.push_back(image_of(block));
    return pictures;
}

std::optional<Image> picture_of(const Story& story, std::string_view media) {
    auto pictures = pictures_of(story);
    const auto found = std::ranges::find(pictures, media, &Image::media);
    return found == pictures.end() ? std::nullopt : std::optional(std::move(*found));
}

std::vector<std::string> linked_files(const Story& story) {
    std::vector<std::string> files;
    for (const Node& block : story.body.blocks()) add_links(block, files);
    for (const Source& source : story.sources)
        if (auto file = file_at(source.url); !file.empty()) files.push_back(std::move(file));
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    return files;
}

}  // namespace warraq::story
