#include "wordpress/story.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <unordered_map>

#include "base/crypto.h"
#include "base/number.h"
#include "base/percent.h"
#include "base/utf8.h"
#include "base/web_address.h"
#include "story/address.h"
#include "story/comment.h"
#include "wordpress/html_body.h"
#include "wordpress/html_text.h"
#include "wordpress/meta.h"
#include "wordpress/text.h"

namespace warraq::wordpress {
namespace {

// Grows when the same post would become another story: what was imported by an older Warraq is then read
// anew.
constexpr std::string_view kReading = "1";

constexpr std::size_t kLongestHeadline = 1'000, kLongestStandfirst = 5'000,
                      kLongestTag = 200;  // bytes, as story::check has them

story::Status status_of(std::string_view status, bool hidden) {
    if (hidden) return story::Status::Draft;
    if (status == "publish") return story::Status::Published;
    if (status == "future") return story::Status::Scheduled;
    if (status == "pending") return story::Status::InReview;
    return story::Status::Draft;
}

std::string cut(std::string_view text, std::size_t bytes) {
    return std::string(utf8::trim(utf8::prefix(text, bytes)));
}

std::string slug_of(std::string_view name, std::string_view headline) {
    std::string slug = percent::decode(name);
    const bool fit =
        !slug.empty() && slug.size() <= 600 && slug.front() != '.' &&
        std::none_of(slug.begin(), slug.end(), [](unsigned char c) {
            return c <= 0x20 || c == 0x7F || c == '/' || c == '?' || c == '#' || c == '%' || c == '\\';
        });
    return fit ? slug : story::slug_of(slug.empty() ? headline : std::string_view(slug));
}

// «ar» where most letters are Arabic; else what the site says.
std::string language_of(std::string_view text, const std::string& of_site) {
    std::size_t arabic = 0, others = 0;
    for (std::size_t at = 0; at < text.size() && arabic + others < 2'000;) {
        const char32_t c = utf8::next(text, at);
        if (c >= 0x0620 && c <= 0x06FF)
            ++arabic;
        else if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x0600))
            ++others;
    }
    if (arabic >= others) return "ar";
    return of_site.size() >= 2 && of_site.size() <= 3 && of_site != "ar" ? of_site : "en";
}

class StoryReader {
  public:
    StoryReader(WxrItem& item, const WordpressSurvey& survey, WordpressFiles& files)
        : item_(item), survey_(survey), files_(files) {}

    Result<WordpressStory> read() {
        if (item_.id <= 0) return invalid("has no number (wp:post_id)");
        out_.number = item_.id;
        out_.type = item_.type;
        out_.external_id = wordpress_id(survey_.site, "post", item_.id);
        out_.sticky = item_.sticky;
        out_.comments_closed = item_.comment_status == "closed";
        story::Story& story = out_.story;
        if (auto read = body(); !read) return fail(read.error());
        words();
        if (const auto own = meta(kWordpressMeta); !own.empty() && !read_wordpress_meta(own, story))
            note("meta data of Warraq's that cannot be read");
        times_and_status();
        places();
        people();
        if (const auto wanted = meta("_thumbnail_id"); !wanted.empty()) lead_picture(wanted);
        story.language = language_of(story.headline + story.body.plain_text(), survey_.language);
        comments();
        out_.fingerprint = fingerprint();
        return std::move(out_);
    }

  private:
    std::string_view meta(const char* key) const {
        const auto found = item_.meta.find(key);
        return found == item_.meta.end() ? std::string_view() : utf8::trim(found->second);
    }

    void note(std::string_view kind) {
        // What a post says may make a kind of its own of each shortcode and pingback.
        const auto [known, is_new] = noted_.try_emplace(std::string(kind), out_.notes.size());
        if (is_new)
            out_.notes.push_back({item_.id, item_.type, std::string(kind)});
        else
            ++out_.notes[known->second].times;
    }

    std::optional<std::string> link(std::string_view address) {
        if (address.starts_with('#')) return std::string(address);
        if (const auto path = survey_.site.path_of(address)) {
            if (survey_.site.upload_of(address)) {
                if (const auto file = files_.bring(address); !file.media.empty())
                    return story::media_address(file.media);
                // Where it is not at hand, it is asked for where it was.
                return address.find("://") != address.npos ? std::string(address)
                                                           : survey_.site.address() + std::string(address);
            }
            if (path->find("/wp-admin") != path->npos || path->find("/wp-login.php") != path->npos)
                return std::nullopt;
            out_.has_old_links = true;
            return percent::encode_address(*path);
        }
        const bool known = has_web_scheme(address) || address.starts_with("mailto:");
        return known ? std::optional<std::string>(address) : std::nullopt;
    }

    std::vector<HtmlImport::GalleryPicture> gallery(std::string_view ids) {
        std::vector<std::int64_t> numbers;
        for (std::size_t start = 0; start < ids.size();) {
            const auto end = std::min(ids.find(',', start), ids.size());
            if (const auto number = number_from(utf8::trim(ids.substr(start, end - start))))
                numbers.push_back(*number);
            start = end + 1;
        }
        if (ids.empty())
            if (const auto attached = survey_.attached_to.find(item_.id);
                attached != survey_.attached_to.end())
                numbers = attached->second;
        std::vector<HtmlImport::GalleryPicture> pictures;
        for (const std::int64_t number : numbers) {
            const auto found = survey_.attachments.find(number);
            if (found == survey_.attachments.end()) {
                note("picture of a gallery that the file does not have");
                continue;
            }
            const WordpressAttachment& attachment = found->second;
            pictures.push_back({picture(attachment), attachment.address, attachment.caption});
        }
        return pictures;
    }

    std::optional<story::Image> picture(const WordpressAttachment& attachment) {
        auto image = files_.bring(attachment.address).image;
        if (image) {
            image->alt = attachment.alt;
            image->caption = attachment.caption;
        }
        return image;
    }

    Result<void> body() {
        const std::string html =
            html_from_wordpress(item_.content, [&](std::string_view what) { note(what); });
        HtmlImport how;
        how.line_breaks = !has_blocks(item_.content);
        how.picture = [&](std::string_view address) { return files_.bring(address).image; };
        how.gallery = [&](std::string_view ids) { return gallery(ids); };
        how.link = [&](std::string_view address) { return link(address); };
        how.changed = [&](std::string_view kind) { note(kind); };
        auto made = story::Body::from_nodes(blocks_from_html(html, how));
        if (!made) return fail(made.error());
        out_.story.body = std::move(*made);
        return {};
    }

    void words() {
        story::Story& story = out_.story;
        story.headline = cut(text_from_html(item_.title), kLongestHeadline);
        story.slug = slug_of(item_.name, story.headline);
        if (story.headline.empty()) {
            note("post without a title");
            constexpr std::size_t kTitle = 120;
            std::string opening = story.body.plain_text();
            std::replace(opening.begin(), opening.end(), '\n', ' ');
            story.headline = cut(opening, kTitle);
            if (story.headline.empty()) story.headline = "بلا عنوان";
        }
        const std::string excerpt = text_from_html(item_.excerpt);
        if (excerpt.size() > kLongestStandfirst) note("excerpt that is too long, and was cut");
        story.standfirst = cut(excerpt, kLongestStandfirst);
    }

    void times_and_status() {
        story::Story& story = out_.story;
        const bool hidden = !item_.password.empty() || item_.status == "private";
        if (hidden)
            note(item_.password.empty() ? "private, which is a draft now"
                                        : "behind a password, which is a draft now");
        story.status = status_of(item_.status, hidden);
        auto published = wordpress_time(item_.date_gmt);
        if (!published) published = wordpress_time(item_.date);
        if (published) story.published = *published;
        auto updated = wordpress_time(item_.modified_gmt);
        if (!updated) updated = wordpress_time(item_.modified);
        story.created = published.value_or(updated.value_or(Instant{}));
        story.updated = updated.value_or(story.created);
        if (story::is_public(story.status)) story.updated = std::max(story.updated, story.published);
        if (!published && story.status != story::Status::Draft) {
            note("without a date, which is a draft now");
            story.status = story::Status::Draft;
        }
        if (story.status == story::Status::Draft || story.status == story::Status::InReview)
            story.published = {};
    }

    void places() {
        story::Story& story = out_.story;
        std::vector<std::string> categories;
        for (const WxrItem::Term& term : item_.terms) {
            if (term.taxonomy == "category")
                categories.push_back(term.slug);
            else if (term.taxonomy == "post_tag")
                story.tags.push_back({cut(text_from_html(term.name), kLongestTag)});
        }
        std::erase_if(story.tags, [](const story::Tag& tag) { return tag.name.empty(); });
        for (const char* key : {"_yoast_wpseo_primary_category", "rank_math_primary_category"})
            if (const auto number = number_from(meta(key)))
                if (const auto first = survey_.category_of.find(*number); first != survey_.category_of.end())
                    if (const auto at = std::find(categories.begin(), categories.end(), first->second);
                        at != categories.end())
                        std::rotate(categories.begin(), at, at + 1);
        for (const std::string& slug : categories) {
            const auto section = survey_.sections.find(slug);
            if (section == survey_.sections.end()) continue;
            if (!story.section)
                story.section = section->second;
            else if (section->second != story.section)
                story.also_in.push_back(section->second);
        }
        if (!story.section) story.section = survey_.default_section;
        std::sort(story.also_in.begin(), story.also_in.end());

        const auto page = survey_.site.page_of(item_.link);
        if (item_.type == "page") {
            const bool pretty = page && page->find('?') == page->npos && story::is_page_path(*page);
            story.page_path = pretty ? *page : "/" + story.slug;
            if (!story::is_page_path(story.page_path)) story.page_path = "/page-" + std::to_string(item_.id);
            out_.old_addresses.push_back(fmt::format("/?page_id={}", item_.id));
        }
        if (page && *page != story.page_path && *page != "/") out_.old_addresses.push_back(*page);
        out_.old_addresses.push_back(fmt::format("/?p={}", item_.id));
        if (const auto old = meta("_wp_old_slug"); !old.empty() && page && page->find('?') == page->npos)
            out_.old_addresses.push_back(page->substr(0, page->rfind('/') + 1) + percent::decode(old));
    }

    void people() {
        if (const auto author = survey_.people.find(item_.creator); author != survey_.people.end())
            out_.story.bylines.push_back(author->second);
        if (const auto owner = survey_.users.find(item_.creator); owner != survey_.users.end())
            out_.owner = owner->second;
    }

    void lead_picture(std::string_view wanted) {
        const auto number = number_from(wanted);
        const auto found = number ? survey_.attachments.find(*number) : survey_.attachments.end();
        if (found == survey_.attachments.end()) return note("featured picture that the file does not have");
        out_.story.lead_image = picture(found->second);
        if (!out_.story.lead_image) note("featured picture that is not at hand");
    }

    void comments() {
        std::sort(item_.comments.begin(), item_.comments.end(),
                  [](const WxrComment& a, const WxrComment& b) { return a.id < b.id; });
        for (WxrComment& from : item_.comments) {
            if (from.type == "pingback" || from.type == "trackback") {
                ++out_.pingbacks;
                note(fmt::format("{} from {}", from.type, cut(from.url, 200)));
                continue;
            }
            if (!from.type.empty() && from.type != "comment") {
                note(fmt::format("comment of another kind ({})", from.type));
                continue;
            }
            if (from.id <= 0) {
                note("comment without a number");
                continue;
            }
            const auto draft =
                story::clean({text_from_html(from.author), from.email, lines_from_html(from.content)});
            if (draft.text.empty()) {
                note("comment without words");
                continue;
            }
            store::ImportedComment to;
            to.external_id = wordpress_id(survey_.site, "comment", from.id);
            to.email = draft.email;
            to.comment.id = {from.id};
            to.comment.name = draft.name.empty() ? "زائر" : draft.name;
            to.comment.text = draft.text;
            auto created = wordpress_time(from.date_gmt);
            if (!created) created = wordpress_time(from.date);
            to.comment.created = created.value_or(out_.story.published);
            to.comment.status =
                from.approved == "1" || from.approved == "approve" ? story::CommentStatus::Approved
                : from.approved == "spam"                          ? story::CommentStatus::Spam
                : from.approved.find("trash") != std::string::npos ? story::CommentStatus::Rejected
                                                                   : story::CommentStatus::Pending;
            out_.comments.push_back(std::move(to));
            out_.parents.push_back(from.parent);
        }
    }

    // Of all that the story is made of: equal ones are not written again.
    std::string fingerprint() const {
        const story::Story& s = out_.story;
        std::string all(kReading);
        const auto add = [&](std::string_view part) {
            all += '\x1f';
            all += part;
        };
        const auto add_number = [&](std::int64_t number) { add(std::to_string(number)); };
        for (const std::string* part : {&s.slug, &s.headline, &s.standfirst, &s.page_path, &s.language})
            add(*part);
        add(story::to_string(s.status));
        for (const Instant at : {s.published, s.updated, s.created}) add_number(to_unix(at));
        add_number(s.section.value);
        for (const story::SectionId section : s.also_in) add_number(section.value);
        for (const story::Person& person : s.bylines) add_number(person.id.value);
        for (const story::Tag& tag : s.tags) add(tag.name);
        if (s.lead_image)
            add(s.lead_image->media + '\x1e' + s.lead_image->alt + '\x1e' + s.lead_image->caption);
        add(s.body.to_json());
        add(wordpress_meta(s));
        add(out_.comments_closed ? "closed" : "open");
        for (const store::ImportedComment& comment : out_.comments) {
            add_number(comment.comment.id.value);
            add(story::to_string(comment.comment.status));
        }
        return crypto::content_hash(all);
    }

    WxrItem& item_;
    const WordpressSurvey& survey_;
    WordpressFiles& files_;
    WordpressStory out_;
    std::unordered_map<std::string, std::size_t> noted_;  // where each kind stands in the notes
};

}  // namespace

std::string wordpress_id(const WordpressSite& site, std::string_view kind, std::int64_t number) {
    return fmt::format("wordpress {} {} {}", site.address(), kind, number);
}

std::optional<Instant> wordpress_time(std::string_view text) {
    // As ISO 8601 has it, but for the space.
    if (text.size() != 19 || text[10] != ' ' || text.starts_with("0000")) return std::nullopt;
    std::string iso(text);
    iso[10] = 'T';
    iso += 'Z';
    auto read = from_iso8601(iso);
    if (!read) return std::nullopt;
    return *read;
}

Result<WordpressStory> read_wordpress_story(WxrItem& item, const WordpressSurvey& survey,
                                            WordpressFiles& files) {
    return StoryReader(item, survey, files).read();
}

}  // namespace warraq::wordpress
