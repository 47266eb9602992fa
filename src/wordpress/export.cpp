#include "wordpress/export.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/percent.h"
#include "story/address.h"
#include "wordpress/meta.h"

namespace warraq::wordpress {
namespace {

constexpr int kAtOnce = 200;

// What XML has no character for: U+FFFE and U+FFFF, and control characters but tabs and ends of lines.
std::string without_forbidden(std::string_view text) {
    std::string out(text);
    for (const std::string_view forbidden : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
        for (auto at = out.find(forbidden); at != out.npos; at = out.find(forbidden, at))
            out.erase(at, forbidden.size());
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') c = ' ';
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : without_forbidden(text)) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

// A section may not hold its own end: there, one ends and another begins.
std::string cdata(std::string_view given) {
    const std::string allowed = without_forbidden(given);
    const std::string_view text = allowed;
    std::string out = "<![CDATA[";
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at).starts_with("]]>")) {
            out += "]]]]><![CDATA[>";
            at += 2;
            continue;
        }
        out += text[at];
    }
    return out + "]]>";
}

std::string element(std::string_view name, std::string_view value) {
    return fmt::format("<{0}>{1}</{0}>\n", name, value);
}

std::string local(Instant at) {  // WordPress keeps its own time; UTC is given for both
    std::string text = at == Instant{} ? "0000-00-00T00:00:00Z" : to_iso8601(at);
    text[10] = ' ';
    text.pop_back();
    return text;
}

std::string_view status_of(story::Status status) {
    switch (status) {
        case story::Status::Published:
        case story::Status::Corrected: return "publish";
        case story::Status::Scheduled: return "future";
        case story::Status::InReview: return "pending";
        case story::Status::Withdrawn: return "private";
        case story::Status::Draft: break;
    }
    return "draft";
}

std::string_view approved(story::CommentStatus status) {
    switch (status) {
        case story::CommentStatus::Approved: return "1";
        case story::CommentStatus::Spam: return "spam";
        case story::CommentStatus::Rejected: return "trash";
        case story::CommentStatus::Pending: break;
    }
    return "0";
}

// --- bodies, as the block editor writes them

class BodyWriter {
  public:
    explicit BodyWriter(const std::string& site) : site_(site) {}

    std::string write(const story::Body& body) {
        for (const story::Node& block : body.blocks()) top(block);
        return std::move(out_);
    }

  private:
    std::string whole(std::string_view address) const {
        return address.starts_with('/') ? site_ + percent::encode_address(address) : std::string(address);
    }

    void top(const story::Node& node) {
        using enum story::NodeKind;
        switch (node.kind) {
            case Paragraph: block("paragraph", "", [&] { element("p", node); }); break;
            case Heading: {
                const int level = node.number("level");
                block("heading", level == 2 ? "" : fmt::format("{{\"level\":{}}} ", level),
                      [&] { element(fmt::format("h{}", level), node); });
                break;
            }
            case List:
                block("list", node.flag("ordered") ? "{\"ordered\":true} " : "", [&] { list(node); });
                break;
            case Quote:
                block("quote", "", [&] {
                    out_ += "<blockquote class=\"wp-block-quote\">";
                    for (const story::Node& part : node.content) element("p", part);
                    if (const auto speaker = node.attribute("speaker"); !speaker.empty())
                        out_ += "<cite>" + escaped(speaker) + "</cite>";
                    out_ += "</blockquote>";
                });
                break;
            case Image:
                block("image", "", [&] {
                    out_ += fmt::format("<figure class=\"wp-block-image\"><img src=\"{}\" alt=\"{}\"/>",
                                        escaped(whole(story::media_address(node.attribute("media")))),
                                        escaped(node.attribute("alt")));
                    std::string caption(node.attribute("caption"));
                    if (const auto credit = node.attribute("credit"); !credit.empty())
                        caption += (caption.empty() ? "" : " ") + std::string(credit);
                    if (!caption.empty()) out_ += "<figcaption>" + escaped(caption) + "</figcaption>";
                    out_ += "</figure>";
                });
                break;
            case Table:
                block("table", "", [&] {
                    out_ += "<figure class=\"wp-block-table\"><table><tbody>";
                    for (const story::Node& row : node.content) {
                        out_ += "<tr>";
                        for (const story::Node& cell : row.content) {
                            const char* name = cell.flag("header") ? "th" : "td";
                            out_ += fmt::format("<{}>", name);
                            for (std::size_t i = 0; i < cell.content.size(); ++i) {
                                if (i > 0) out_ += "<br>";
                                inside(cell.content[i]);
                            }
                            out_ += fmt::format("</{}>", name);
                        }
                        out_ += "</tr>";
                    }
                    out_ += "</tbody></table></figure>";
                });
                break;
            case Embed: {
                const std::string address = whole(node.attribute("url"));
                JsonWriter attributes;
                attributes.object().text("url", address);
                block("embed", attributes.take() + " ", [&] {
                    out_ += "<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n" +
                            escaped(address) + "\n</div></figure>";
                });
                break;
            }
            case Divider:
                block("separator", "", [&] { out_ += "<hr class=\"wp-block-separator\"/>"; });
                break;
            default: break;
        }
    }

    template <class Write>
    void block(std::string_view name, std::string_view attributes, Write write) {
        out_ += fmt::format("<!-- wp:{} {}-->\n", name, attributes);
        write();
        out_ += fmt::format("\n<!-- /wp:{} -->\n\n", name);
    }

    void list(const story::Node& node) {
        const char* name = node.flag("ordered") ? "ol" : "ul";
        out_ += fmt::format("<{}>", name);
        for (const story::Node& item : node.content) {
            out_ += "<li>";
            bool first = true;
            for (const story::Node& part : item.content) {
                if (part.kind == story::NodeKind::List) {
                    list(part);
                    continue;
                }
                if (!first) out_ += "<br>";
                inside(part);
                first = false;
            }
            out_ += "</li>";
        }
        out_ += fmt::format("</{}>", name);
    }

    void element(std::string_view name, const story::Node& node) {
        out_ += fmt::format("<{}>", name);
        inside(node);
        out_ += fmt::format("</{}>", name);
    }

    void inside(const story::Node& node) {
        for (const story::Node& run : node.content) {
            std::string closing;
            for (const story::Mark& mark : run.marks) {
                const char* name = mark.kind == story::MarkKind::Strong     ? "strong"
                                   : mark.kind == story::MarkKind::Emphasis ? "em"
                                   : mark.kind == story::MarkKind::Link     ? "a"
                                                                            : "span";
                out_ += fmt::format("<{}", name);
                if (mark.kind == story::MarkKind::Link)
                    out_ += fmt::format(" href=\"{}\"", escaped(whole(mark.value)));
                if (mark.kind == story::MarkKind::Language)
                    out_ += fmt::format(" lang=\"{}\"", escaped(mark.value));
                out_ += '>';
                closing.insert(0, fmt::format("</{}>", name));
            }
            out_ += escaped(run.text) + closing;
        }
    }

    const std::string& site_;
    std::string out_;
};

class Exporter {
  public:
    Exporter(store::Reader& reader, const archive::ExportSite& site, const archive::ExportOptions& options,
             const archive::Out& out)
        : reader_(reader), site_(site), options_(options), out_(out) {}

    Result<archive::ExportReport> run() {
        for (const auto part : {&Exporter::head, &Exporter::topics, &Exporter::pictures, &Exporter::stories})
            if (auto done = (this->*part)(); !done) return fail(done.error());
        if (auto done = out_("</channel>\n</rss>\n"); !done) return fail(done.error());
        return report_;
    }

  private:
    Result<void> head() {
        auto sections = reader_.sections();
        if (!sections) return fail(sections.error());
        sections_ = std::move(*sections);
        auto last = reader_.last_story();
        if (!last) return fail(last.error());
        last_story_ = last->value;
        std::string text =
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\"\n"
            "\txmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n"
            "\txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n"
            "\txmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"\n"
            "\txmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
            "\txmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n";
        text += element("title", escaped(site_.name)) + element("link", escaped(site_.address)) +
                element("description", escaped(site_.description)) +
                element("language", escaped(site_.language)) + element("wp:wxr_version", "1.2") +
                element("wp:base_site_url", escaped(site_.address)) +
                element("wp:base_blog_url", escaped(site_.address)) + element("generator", "Warraq");
        auto people = reader_.people();
        if (!people) return fail(people.error());
        for (const story::Person& person : *people)
            text += "<wp:author>" + element("wp:author_id", std::to_string(person.id.value)) +
                    element("wp:author_login", cdata(person.slug)) + element("wp:author_email", cdata("")) +
                    element("wp:author_display_name", cdata(person.name)) + "</wp:author>\n";
        for (const story::Section& section : sections_) {
            const auto* parent = story::find_section(sections_, section.parent);
            text += "<wp:category>" + element("wp:term_id", std::to_string(section.id.value)) +
                    element("wp:category_nicename", cdata(percent::encode_slug(section.slug))) +
                    element("wp:category_parent", cdata(parent ? percent::encode_slug(parent->slug) : "")) +
                    element("wp:cat_name", cdata(section.name)) + "</wp:category>\n";
        }
        return out_(text);
    }

    Result<void> topics() {
        for (std::int64_t offset = 0;; offset += kAtOnce) {
            auto listed = reader_.list(
                store::TopicListing{.order = store::TopicListing::Order::Number,
                                    .hidden_too = true,
                                    .slice = {.ascending = true, .offset = offset, .limit = kAtOnce}});
            if (!listed) return fail(listed.error());
            std::string text;
            for (const story::Topic& topic : listed->things)
                text += "<wp:tag>" + element("wp:term_id", std::to_string(topic.id.value)) +
                        element("wp:tag_slug", cdata(percent::encode_slug(topic.slug))) +
                        element("wp:tag_name", cdata(topic.name)) + "</wp:tag>\n";
            if (auto put = out_(text); !put) return put;
            if (listed->things.size() < kAtOnce) return {};
        }
    }

    // WordPress numbers posts and pictures in one row.
    Result<std::int64_t> number_of(const store::LibraryPicture& picture) {
        auto card = reader_.card(story::StoryId{picture.number});
        if (!card) return fail(card.error());
        return *card ? last_story_ + picture.number : picture.number;
    }

    Result<void> pictures() {
        for (std::int64_t offset = 0;; offset += kAtOnce) {
            auto listed = reader_.list(
                store::PictureListing{.slice = {.ascending = true, .offset = offset, .limit = kAtOnce}});
            if (!listed) return fail(listed.error());
            for (const store::LibraryPicture& picture : listed->things) {
                auto number = number_of(picture);
                if (!number) return fail(number.error());
                const story::Image& image = picture.image;
                const std::string address = site_.address + story::media_address(image.media);
                std::string text =
                    "<item>\n" + element("title", cdata(image.caption.empty() ? image.alt : image.caption)) +
                    element("link", escaped(address)) + element("dc:creator", cdata("")) +
                    fmt::format("<guid isPermaLink=\"false\">{}</guid>\n", escaped(address)) +
                    element("content:encoded", cdata("")) + element("excerpt:encoded", cdata(image.caption)) +
                    element("wp:post_id", std::to_string(*number)) + dates(picture.added, picture.added) +
                    element("wp:post_name", cdata(image.media.substr(0, image.media.find('.')))) +
                    element("wp:status", cdata("inherit")) + element("wp:post_parent", "0") +
                    element("wp:menu_order", "0") + element("wp:post_type", cdata("attachment")) +
                    element("wp:post_password", cdata("")) + element("wp:is_sticky", "0") +
                    element("wp:attachment_url", cdata(address));
                if (!image.alt.empty()) text += meta("_wp_attachment_image_alt", image.alt);
                if (auto put = out_(text + "</item>\n"); !put) return put;
                ++report_.pictures;
            }
            if (listed->things.size() < kAtOnce) return {};
        }
    }

    static std::string dates(Instant published, Instant updated) {
        return element("wp:post_date", cdata(local(published))) +
               element("wp:post_date_gmt", cdata(local(published))) +
               element("wp:post_modified", cdata(local(updated))) +
               element("wp:post_modified_gmt", cdata(local(updated)));
    }
    static std::string meta(std::string_view key, std::string_view value) {
        return "<wp:postmeta>" + element("wp:meta_key", cdata(key)) + element("wp:meta_value", cdata(value)) +
               "</wp:postmeta>\n";
    }

    Result<void> stories() {
        auto places = reader_.front_places();
        if (!places) return fail(places.error());
        for (const story::FrontPlace& place : *places) front_.push_back(place.story);
        story::StoryId after;
        while (true) {
            auto ids = reader_.all_stories(after, kAtOnce);
            if (!ids) return fail(ids.error());
            for (const story::StoryId id : *ids)
                if (auto put = story(id); !put) return put;
            if (ids->size() < kAtOnce) return {};
            after = ids->back();
        }
    }

    Result<void> story(story::StoryId id) {
        auto found = reader_.story(id);
        if (!found) return fail(found.error());
        const story::Story& s = **found;
        const auto* section = story::find_section(sections_, s.section);
        if (!section) return unavailable("a story's section is missing");
        auto policy = reader_.comment_policy(id);
        if (!policy) return fail(policy.error());
        const bool page = !s.page_path.empty();
        const bool sticky = std::find(front_.begin(), front_.end(), id) != front_.end();
        const Instant dated = s.published == Instant{} ? s.created : s.published;
        std::string text =
            "<item>\n" + element("title", cdata(s.headline)) +
            element("link",
                    escaped(site_.address + percent::encode_address(story::address_of(s, *section)))) +
            element("pubDate", to_http_date(dated)) +
            element("dc:creator", cdata(s.bylines.empty() ? "" : s.bylines.front().slug)) +
            fmt::format("<guid isPermaLink=\"false\">{}/?p={}</guid>\n", escaped(site_.address), id.value) +
            element("description", "") +
            element("content:encoded", cdata(BodyWriter(site_.address).write(s.body))) +
            element("excerpt:encoded", cdata(s.standfirst)) +
            element("wp:post_id", std::to_string(id.value)) + dates(dated, s.updated) +
            element("wp:comment_status", cdata(*policy == story::CommentPolicy::Closed ? "closed" : "open")) +
            element("wp:ping_status", cdata("closed")) +
            element("wp:post_name", cdata(percent::encode_slug(s.slug))) +
            element("wp:status", cdata(status_of(s.status))) + element("wp:post_parent", "0") +
            element("wp:menu_order", "0") + element("wp:post_type", cdata(page ? "page" : "post")) +
            element("wp:post_password", cdata("")) + element("wp:is_sticky", sticky ? "1" : "0");
        if (!page)
            if (auto put = terms(s, *section, text); !put) return put;
        if (s.lead_image) {
            auto picture = reader_.picture(s.lead_image->media);
            if (!picture) return fail(picture.error());
            if (*picture) {
                auto number = number_of(**picture);
                if (!number) return fail(number.error());
                text += meta("_thumbnail_id", std::to_string(*number));
            }
        }
        if (const std::string own = wordpress_meta(s); !own.empty()) text += meta(kWordpressMeta, own);
        if (auto put = comments(id, text); !put) return put;
        ++(page ? report_.pages : report_.stories);
        return out_(text + "</item>\n");
    }

    Result<void> terms(const story::Story& s, const story::Section& section, std::string& text) {
        const auto add = [&](std::string_view domain, std::string_view slug, std::string_view name) {
            text += fmt::format("<category domain=\"{}\" nicename=\"{}\">{}</category>\n", domain,
                                escaped(percent::encode_slug(slug)), cdata(name));
        };
        add("category", section.slug, section.name);
        for (const story::SectionId other : s.also_in)
            if (const auto* beside = story::find_section(sections_, other))
                add("category", beside->slug, beside->name);
        auto topics = reader_.topics_of(s.id);
        if (!topics) return fail(topics.error());
        for (const story::Topic& topic : *topics) add("post_tag", topic.slug, topic.name);
        if (topics->empty())  // of what is not public yet
            for (const story::Tag& tag : s.tags) add("post_tag", story::slug_of(tag.name), tag.name);
        return {};
    }

    Result<void> comments(story::StoryId id, std::string& text) {
        auto comments = reader_.comments_of(id);
        if (!comments) return fail(comments.error());
        for (const story::Comment& comment : *comments) {
            std::string email;
            if (options_.emails) {
                auto found = reader_.email_of(comment.id);
                if (!found) return fail(found.error());
                email = std::move(*found);
            }
            text += "<wp:comment>" + element("wp:comment_id", std::to_string(comment.id.value)) +
                    element("wp:comment_author", cdata(comment.name)) +
                    element("wp:comment_author_email", cdata(email)) + element("wp:comment_author_url", "") +
                    element("wp:comment_author_IP", cdata("")) +
                    element("wp:comment_date", cdata(local(comment.created))) +
                    element("wp:comment_date_gmt", cdata(local(comment.created))) +
                    element("wp:comment_content", cdata(escaped(comment.text))) +
                    element("wp:comment_approved", cdata(approved(comment.status))) +
                    element("wp:comment_type", cdata("comment")) +
                    element("wp:comment_parent", std::to_string(comment.parent.value)) +
                    element("wp:comment_user_id", "0") + "</wp:comment>\n";
            ++report_.comments;
        }
        return {};
    }

    store::Reader& reader_;
    const archive::ExportSite& site_;
    const archive::ExportOptions& options_;
    const archive::Out& out_;
    archive::ExportReport report_;
    std::vector<story::Section> sections_;
    std::vector<story::StoryId> front_;
    std::int64_t last_story_ = 0;
};

}  // namespace

Result<archive::ExportReport> export_wordpress(store::Reader& reader, const archive::ExportSite& site,
                                               const archive::ExportOptions& options,
                                               const archive::Out& out) {
    return Exporter(reader, site, options, out).run();
}

}  // namespace warraq::wordpress
