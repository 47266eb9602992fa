#include "move/wordpress_contents.h"

#include <algorithm>
#include <set>

#include "move/html_body.h"
#include "move/wordpress_survey.h"
#include "move/wxr.h"

namespace warraq::move {
namespace {

// "https://example.org/blog/wp-content/uploads/2018/a.jpg" -> up to and with "uploads/"; where it is kept
// elsewhere, the host.
std::string folder_of(std::string_view file) {
    constexpr std::string_view kUploads = "/wp-content/uploads/";
    if (!file.starts_with("http://") && !file.starts_with("https://")) return {};
    if (const auto at = file.find(kUploads); at != file.npos)
        return std::string(file.substr(0, at + kUploads.size()));
    const auto host_end = file.find('/', file.find("://") + 3);
    return host_end == file.npos ? std::string() : std::string(file.substr(0, host_end + 1));
}

}  // namespace

Result<WordpressContents> wordpress_contents(const std::filesystem::path& file,
                                             const std::function<bool(double share)>& goes_on) {
    WordpressContents contents;
    std::map<std::string, std::uint64_t> folders;
    std::set<std::string> authors, categories, tags;
    bool is_export = false, ended = false;
    WxrHandler handler;
    handler.site = [&](const WxrSite& site) -> Result<void> {
        is_export = true;
        contents.title = text_from_html(site.title);
        contents.address = site.address;
        return {};
    };
    handler.author = [&](WxrAuthor&& author) -> Result<void> {
        authors.insert(std::move(author.login));
        return {};
    };
    const auto take_term = [&](const std::string& taxonomy, const std::string& slug) {
        if (taxonomy == "category") categories.insert(slug);
        if (taxonomy == "post_tag") tags.insert(slug);
    };
    handler.term = [&](WxrTerm&& term) -> Result<void> {
        take_term(term.taxonomy, term.slug);
        return {};
    };
    handler.item = [&](WxrItem&& item) -> Result<void> {
        if (ended) return refused("the reading was ended");
        if (item.type == "attachment") {
            ++contents.attachments;
            if (auto folder = folder_of(item.attachment_url); !folder.empty()) ++folders[std::move(folder)];
            return {};
        }
        if (is_left_out(item)) return {};
        if (item.type == "post")
            ++contents.posts;
        else if (item.type == "page")
            ++contents.pages;
        else if (!is_wordpress_machinery(item.type))
            ++contents.others[item.type];
        contents.comments += item.comments.size();
        for (const WxrItem::Term& term : item.terms) take_term(term.taxonomy, term.slug);
        if (!item.creator.empty()) authors.insert(std::move(item.creator));
        return {};
    };
    handler.progress = [&](std::uint64_t read, std::uint64_t total) {
        const double share =
            static_cast<double>(read) / static_cast<double>(std::max<std::uint64_t>(1, total));
        ended = ended || !goes_on(share);
    };
    auto read = read_wxr(file, handler);
    if (!read && (read.error().kind != Error::Kind::Invalid || !is_export)) return fail(read.error());
    if (!read) contents.damage = read.error().message;
    const auto most = std::ranges::max_element(folders, {}, [](const auto& one) { return one.second; });
    if (most != folders.end()) contents.uploads = most->first;
    contents.authors = authors.size();
    contents.categories = categories.size();
    contents.tags = tags.size();
    return contents;
}

}  // namespace warraq::move
