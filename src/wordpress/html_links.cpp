#include "wordpress/html_links.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/utf8.h"
#include "base/web_address.h"

namespace warraq::wordpress {

using story::Node;
using story::NodeKind;

std::optional<std::string> clean_address(std::string_view address) {
    constexpr std::size_t kLongest = 3'000;  // bytes
    std::string clean;
    for (const char c : utf8::trim(address)) {
        if (c == '\t' || c == '\n' || c == '\r') continue;
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\')
            clean += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else
            clean += c;
    }
    if (clean.empty() || clean.size() > kLongest || !utf8::valid(clean)) return std::nullopt;
    return clean.starts_with("//") ? "https:" + clean : clean;
}

std::string page_of_player(std::string_view address) {
    std::string out(address.starts_with("//") ? "https:" + std::string(address) : std::string(address));
    constexpr std::string_view kEmbed = "/embed/";
    const auto at = out.find(kEmbed);
    if (out.find("youtube") != out.npos && at != out.npos) {
        auto id = out.substr(at + kEmbed.size());
        id.resize(std::min(id.find_first_of("?&/"), id.size()));
        if (!id.empty() && id != "videoseries") return "https://www.youtube.com/watch?v=" + id;
    }
    return out;
}

Node embed_node(std::string address, std::string title) {
    std::string provider = address.find("://") == address.npos ? std::string() : host_of(address);
    if (provider.starts_with("www.")) provider.erase(0, 4);
    Node node;
    node.kind = NodeKind::Embed;
    node.attributes.push_back({"url", std::move(address)});
    if (!title.empty()) node.attributes.push_back({"title", std::move(title)});
    if (!provider.empty()) node.attributes.push_back({"provider", std::move(provider)});
    return node;
}

Node image_node(const story::Image& image) {
    Node node;
    node.kind = NodeKind::Image;
    node.attributes.push_back({"media", image.media});
    node.attributes.push_back({"alt", image.alt});
    if (!image.caption.empty()) node.attributes.push_back({"caption", image.caption});
    if (!image.credit.empty()) node.attributes.push_back({"credit", image.credit});
    node.attributes.push_back({"width", std::to_string(image.width)});
    node.attributes.push_back({"height", std::to_string(image.height)});
    return node;
}

}  // namespace warraq::wordpress
