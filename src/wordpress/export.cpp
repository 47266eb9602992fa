// The export, item by item: sections, topics, pictures, stories and their comments.
#include "wordpress/export.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/percent.h"
#include "story/address.h"
#include "wordpress/block_markup.h"
#include "wordpress/meta.h"
#include "wordpress/wxr_markup.h"

namespace warraq::wordpress {
namespace {

constexpr int kAtOnce = 200;

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
        text += element("title", xml_escaped(site_.name)) + element("link", xml_escaped(site_.address)) +
                element("description", xml_escaped(site_.description)) +
                element("language", xml_escaped(site_.language)) + element("wp:wxr_version", "1.2") +
                element("wp:base_site_url", xml_escaped(site_.address)) +
                element("wp:base_blog_url", xml_escaped(site_.address)) + element("generator", "Warraq");
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
                    element("link", xml_escaped(address)) + element("dc:creator", cdata("")) +
                    fmt::format("<guid isPermaLink=\"false\">{}</guid>\n", xml_escaped(address)) +
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
                    xml_escaped(site_.address + percent::encode_address(story::address_of(s, *section)))) +
            element("pubDate", to_http_date(dated)) +
            element("dc:creator", cdata(s.bylines.empty() ? "" : s.bylines.front().slug)) +
            fmt::format("<guid isPermaLink=\"false\">{}/?p={}</guid>\n", xml_escaped(site_.address),
                        id.value) +
            element("description", "") +
            element("content:encoded", cdata(block_markup(s.body, site_.address))) +
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
                                xml_escaped(percent::encode_slug(slug)), cdata(name));
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
                    element("wp:comment_content", cdata(xml_escaped(comment.text))) +
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
