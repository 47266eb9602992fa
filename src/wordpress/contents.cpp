#include "wordpress/contents.h"

#include <algorithm>
#include <set>

#include "wordpress/html_text.h"
#include "wordpress/kept_bytes.h"
#include "wordpress/survey.h"
#include "wordpress/web_folder.h"
#include "wordpress/wxr.h"

namespace warraq::wordpress {
namespace {

// "https://example.org/blog/wp-content/uploads/2018/a.jpg" -> up to and with "uploads/"; where it is kept
// elsewhere, the host. Empty where nothing could be fetched from there.
std::string folder_of(std::string_view file) {
    constexpr std::string_view kUploads = "/wp-content/uploads/";
    const auto scheme_end = file.find("://");
    if (scheme_end == file.npos) return {};
    const auto uploads = file.find(kUploads);
    const auto end = uploads != file.npos ? uploads + kUploads.size() : file.find('/', scheme_end + 3) + 1;
    const auto folder = WebFolder::from(file.substr(0, end));
    return folder ? folder->address() : std::string();
}

}  // namespace

Result<WordpressContents> wordpress_contents(const std::filesystem::path& file,
                                             const std::function<bool(double share)>& goes_on) {
    WordpressContents contents;
    std::map<std::string, std::uint64_t> folders;
    std::set<std::string> authors, categories, tags;
    KeptBytes kept;
    const auto insert = [&kept](std::set<std::string>& names, const std::string& name) -> Result<void> {
        return name.empty() || !names.insert(name).second ? Result<void>{} : kept.add(name.size());
    };
    const auto count = [&kept](std::map<std::string, std::uint64_t>& counts,
                               const std::string& name) -> Result<void> {
        return ++counts[name] > 1 ? Result<void>{} : kept.add(name.size());
    };
    bool is_export = false, ended = false;
    WxrHandler handler;
    handler.site = [&](const WxrSite& site) -> Result<void> {
        is_export = true;
        contents.title = text_from_html(site.title);
        contents.address = site.address;
        return {};
    };
    handler.author = [&](WxrAuthor&& author) -> Result<void> { return insert(authors, author.login); };
    const auto take_term = [&](const std::string& taxonomy, const std::string& slug) -> Result<void> {
        if (taxonomy == "category") return insert(categories, slug);
        return taxonomy == "post_tag" ? insert(tags, slug) : Result<void>{};
    };
    handler.term = [&](WxrTerm&& term) -> Result<void> { return take_term(term.taxonomy, term.slug); };
    handler.item = [&](WxrItem&& item) -> Result<void> {
        if (item.type == "attachment") {
            ++contents.attachments;
            const auto folder = folder_of(item.attachment_url);
            return folder.empty() ? Result<void>{} : count(folders, folder);
        }
        if (is_left_out(item)) return {};
        if (item.type == "post")
            ++contents.posts;
        else if (item.type == "page")
            ++contents.pages;
        else if (!is_wordpress_machinery(item.type))
            if (auto counted = count(contents.others, item.type); !counted) return counted;
        contents.comments += item.comments.size();
        for (const WxrItem::Term& term : item.terms)
            if (auto taken = take_term(term.taxonomy, term.slug); !taken) return taken;
        return insert(authors, item.creator);
    };
    handler.stopped = [&ended] { return ended; };
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

}  // namespace warraq::wordpress
