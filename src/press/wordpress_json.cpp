#include "press/wordpress_json.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/markup.h"
#include "base/percent.h"
#include "base/utf8.h"
#include "press/feeds.h"
#include "press/html.h"
#include "story/address.h"

namespace warraq::press::wordpress {
namespace {

Json rendered(std::string html) {
    return {{"rendered", std::move(html)}};
}
Json guarded_text(std::string html) {
    return {{"rendered", std::move(html)}, {"protected", false}};
}

std::string gmt(Instant instant) {
    std::string text = to_iso8601(instant);
    text.pop_back();  // WordPress writes no zone
    return text;
}

// The standfirst, or the first 55 words, as WordPress makes excerpts.
std::string excerpt_of(const story::Story& story) {
    if (!story.standfirst.empty()) return story.standfirst;
    constexpr int kWords = 55;
    std::string text = story.body.plain_text();
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::size_t at = 0;
    for (int words = 0; words < kWords && at != text.npos; ++words) at = text.find(' ', at == 0 ? 0 : at + 1);
    return at == text.npos ? text : text.substr(0, at) + " […]";
}

Json href(std::string address) {
    return Json::array({{{"href", std::move(address)}}});
}
Json embeddable(std::string address) {
    return Json::array({{{"embeddable", true}, {"href", std::move(address)}}});
}
Json curies() {
    return Json::array({{{"name", "wp"}, {"href", "https://api.w.org/{rel}"}, {"templated", true}}});
}

}  // namespace

Json error(int status, std::string_view code, std::string_view message) {
    return {{"code", code}, {"message", message}, {"data", {{"status", status}}}};
}

namespace {

void copy_field(const Json& from, Json& to, std::string_view field) {
    const auto dot = field.find('.');
    const std::string name(field.substr(0, dot));
    if (!from.is_object() || !from.contains(name)) return;
    if (dot == field.npos || !from[name].is_object()) {
        to[name] = from[name];
        return;
    }
    if (!to.contains(name)) to[name] = Json::object();
    copy_field(from[name], to[name], field.substr(dot + 1));
}

}  // namespace

Json with_fields(const Json& json, const std::vector<std::string>& fields) {
    if (fields.empty()) return json;
    if (json.is_array()) {
        Json out = Json::array();
        for (const Json& one : json) out.push_back(with_fields(one, fields));
        return out;
    }
    Json out = Json::object();
    for (const std::string& field : fields) copy_field(json, out, field);
    return out;
}

std::string Writer::link(std::string_view rest) const {
    return absolute(publication_, fmt::format("{}{}", kApi, rest));
}

void Writer::put_times(Json& json, Instant published, Instant updated) const {
    json["date"] = calendar_.local_iso(published);
    json["date_gmt"] = gmt(published);
    json["modified"] = calendar_.local_iso(updated);
    json["modified_gmt"] = gmt(updated);
}

Json Writer::post(const Post& post) const {
    const story::Story& story = post.story;
    const bool page = !story.page_path.empty();
    const char* collection = page ? "/pages" : "/posts";
    const std::int64_t number = story.id.value;
    Json json;
    json["id"] = number;
    put_times(json, story.published, std::max(story.updated, story.published));
    json["guid"] = rendered(absolute(publication_, fmt::format("/?{}={}", page ? "page_id" : "p", number)));
    json["slug"] = percent::encode_slug(story.slug);
    json["status"] = "publish";
    json["type"] = page ? "page" : "post";
    json["link"] = absolute(publication_, story::address_of(story, post.section));
    json["title"] = rendered(escaped(story.headline));
    json["content"] = guarded_text(whole_addresses(body_html(story.body).text(), publication_));
    json["excerpt"] = guarded_text(fmt::format("<p>{}</p>\n", escaped(excerpt_of(story))));
    json["author"] = story.bylines.empty() ? 0 : story.bylines.front().id.value;
    json["featured_media"] = post.picture;
    if (page) {
        json["parent"] = 0;
        json["menu_order"] = 0;
    }
    json["comment_status"] = post.comments_open ? "open" : "closed";
    json["ping_status"] = "closed";
    if (!page) json["sticky"] = post.sticky;
    json["template"] = "";
    if (!page) json["format"] = "standard";
    json["meta"] = Json::array();
    if (!page) {
        json["categories"] = Json::array({story.section.value});
        for (const story::SectionId section : story.also_in) json["categories"].push_back(section.value);
        json["tags"] = post.tags;
    }
    Json links;
    links["self"] = href(link(fmt::format("{}/{}", collection, number)));
    links["collection"] = href(link(collection));
    links["about"] = href(link(page ? "/types/page" : "/types/post"));
    if (!story.bylines.empty())
        links["author"] = embeddable(link(fmt::format("/users/{}", story.bylines.front().id.value)));
    links["replies"] = embeddable(link(fmt::format("/comments?post={}", number)));
    if (post.picture > 0)
        links["wp:featuredmedia"] = embeddable(link(fmt::format("/media/{}", post.picture)));
    if (!page) {
        links["wp:term"] = Json::array();
        for (const auto& [taxonomy, terms] :
             {std::pair("category", "/categories"), std::pair("post_tag", "/tags")})
            links["wp:term"].push_back({{"taxonomy", taxonomy},
                                        {"embeddable", true},
                                        {"href", link(fmt::format("{}?post={}", terms, number))}});
    }
    links["curies"] = curies();
    json["_links"] = std::move(links);
    return json;
}

Json Writer::category(const story::Section& section, std::int64_t stories) const {
    const std::int64_t number = section.id.value;
    Json json{{"id", number},
              {"count", stories},
              {"description", ""},
              {"link", absolute(publication_, story::address_of(section))},
              {"name", escaped(section.name)},
              {"slug", percent::encode_slug(section.slug)},
              {"taxonomy", "category"},
              {"parent", section.parent.value},
              {"meta", Json::array()}};
    json["_links"] = {{"self", href(link(fmt::format("/categories/{}", number)))},
                      {"collection", href(link("/categories"))},
                      {"about", href(link("/taxonomies/category"))},
                      {"wp:post_type", href(link(fmt::format("/posts?categories={}", number)))},
                      {"curies", curies()}};
    if (section.parent)
        json["_links"]["up"] = embeddable(link(fmt::format("/categories/{}", section.parent.value)));
    return json;
}

Json Writer::tag(const story::Topic& topic) const {
    const std::int64_t number = topic.id.value;
    Json json{{"id", number},
              {"count", topic.stories},
              {"description", ""},
              {"link", absolute(publication_, story::address_of(topic))},
              {"name", escaped(topic.name)},
              {"slug", percent::encode_slug(topic.slug)},
              {"taxonomy", "post_tag"},
              {"meta", Json::array()}};
    json["_links"] = {{"self", href(link(fmt::format("/tags/{}", number)))},
                      {"collection", href(link("/tags"))},
                      {"about", href(link("/taxonomies/post_tag"))},
                      {"wp:post_type", href(link(fmt::format("/posts?tags={}", number)))},
                      {"curies", curies()}};
    return json;
}

Json Writer::user(const story::Person& person) const {
    Json json{{"id", person.id.value},
              {"name", escaped(person.name)},
              {"url", ""},
              {"description", person.about},
              {"link", absolute(publication_, story::address_of(person))},
              {"slug", percent::encode_slug(person.slug)},
              {"avatar_urls", Json::object()},
              {"meta", Json::array()}};
    json["_links"] = {{"self", href(link(fmt::format("/users/{}", person.id.value)))},
                      {"collection", href(link("/users"))}};
    return json;
}

Json Writer::media(const Picture& picture) const {
    const story::Image& image = picture.image;
    const std::string address = story::media_address(image.media), whole = absolute(publication_, address);
    const std::string mime = story::picture_type(image.media);
    Json json;
    json["id"] = picture.number;
    put_times(json, picture.added, picture.added);
    json["guid"] = rendered(whole);
    json["slug"] = percent::encode_slug(image.media.substr(0, image.media.find('.')));
    json["status"] = "inherit";
    json["type"] = "attachment";
    json["link"] = whole;
    json["title"] = rendered(escaped(image.caption.empty() ? image.alt : image.caption));
    json["author"] = 0;
    json["comment_status"] = "closed";
    json["ping_status"] = "closed";
    json["template"] = "";
    json["meta"] = Json::array();
    json["description"] = rendered("");
    json["caption"] =
        rendered(image.caption.empty() ? "" : fmt::format("<p>{}</p>\n", escaped(image.caption)));
    json["alt_text"] = image.alt;
    json["media_type"] = "image";
    json["mime_type"] = mime;
    Json sizes = Json::object();
    const auto add = [&](const char* name, const std::string& media, int width) {
        const int height =
            image.width > 0 ? static_cast<int>(static_cast<std::int64_t>(image.height) * width / image.width)
                            : 0;
        sizes[name] = {{"file", media},
                       {"width", width},
                       {"height", height},
                       {"mime_type", mime},
                       {"source_url", absolute(publication_, story::media_address(media))}};
    };
    if (const bool sized = !story::picture_sizes(image.media, image.width).empty(); sized) {
        for (const auto& [name, width] : {std::pair("medium", 400), std::pair("large", 800)})
            if (width < image.width) add(name, story::picture_size(image.media, width), width);
    }
    add("full", image.media, image.width);
    json["media_details"] = {{"width", image.width},
                             {"height", image.height},
                             {"file", image.media},
                             {"sizes", std::move(sizes)},
                             {"image_meta", Json::object()}};
    json["post"] = nullptr;
    json["source_url"] = whole;
    json["_links"] = {{"self", href(link(fmt::format("/media/{}", picture.number)))},
                      {"collection", href(link("/media"))},
                      {"about", href(link("/types/attachment"))}};
    return json;
}

Json Writer::comment(const story::Comment& comment) const {
    Json json;
    json["id"] = comment.id.value;
    json["post"] = comment.story.value;
    json["parent"] = comment.parent.value;
    json["author"] = 0;
    json["author_name"] = comment.name;
    json["author_url"] = "";
    json["date"] = calendar_.local_iso(comment.created);
    json["date_gmt"] = gmt(comment.created);
    json["content"] = rendered(fmt::format("<p>{}</p>\n", lines_html(comment.text).text()));
    json["link"] = absolute(publication_, fmt::format("/comments/{}", comment.id.value));
    json["status"] = "approved";
    json["type"] = "comment";
    json["author_avatar_urls"] = Json::object();
    json["meta"] = Json::array();
    json["_links"] = {{"self", href(link(fmt::format("/comments/{}", comment.id.value)))},
                      {"collection", href(link("/comments"))},
                      {"up", Json::array({{{"embeddable", true},
                                           {"post_type", "post"},
                                           {"href", link(fmt::format("/posts/{}", comment.story.value))}}})}};
    if (comment.parent)
        json["_links"]["in-reply-to"] = embeddable(link(fmt::format("/comments/{}", comment.parent.value)));
    return json;
}

Json Writer::found(const story::Card& card, const story::Section& section) const {
    const bool page = !card.page_path.empty();
    Json json{{"id", card.id.value},
              {"title", card.headline},
              {"url", absolute(publication_, story::address_of(card, section))},
              {"type", "post"},
              {"subtype", page ? "page" : "post"}};
    json["_links"] = {
        {"self", embeddable(link(fmt::format("{}/{}", page ? "/pages" : "/posts", card.id.value)))},
        {"about", href(link(page ? "/types/page" : "/types/post"))},
        {"collection", href(link("/search"))}};
    return json;
}

Json Writer::types() const {
    Json out;
    const auto add = [&](const char* slug, const char* name, bool tree, Json taxonomies, const char* base) {
        out[slug] = {{"description", ""},
                     {"hierarchical", tree},
                     {"has_archive", false},
                     {"name", name},
                     {"slug", slug},
                     {"icon", nullptr},
                     {"taxonomies", std::move(taxonomies)},
                     {"rest_base", base},
                     {"rest_namespace", "wp/v2"}};
        out[slug]["_links"] = {{"collection", href(link("/types"))},
                               {"wp:items", href(link(fmt::format("/{}", base)))},
                               {"curies", curies()}};
    };
    add("post", "مقالات", false, {"category", "post_tag"}, "posts");
    add("page", "صفحات", true, Json::array(), "pages");
    add("attachment", "وسائط", false, Json::array(), "media");
    return out;
}

Json Writer::taxonomies() const {
    Json out;
    const auto add = [&](const char* slug, const char* name, bool tree, const char* base) {
        out[slug] = {
            {"name", name},         {"slug", slug},      {"description", ""},        {"types", {"post"}},
            {"hierarchical", tree}, {"rest_base", base}, {"rest_namespace", "wp/v2"}};
        out[slug]["_links"] = {{"collection", href(link("/taxonomies"))},
                               {"wp:items", href(link(fmt::format("/{}", base)))},
                               {"curies", curies()}};
    };
    add("category", "أقسام", true, "categories");
    add("post_tag", "موضوعات", false, "tags");
    return out;
}

Json Writer::statuses() const {
    Json out;
    out["publish"] = {{"name", "Published"},
                      {"public", true},
                      {"queryable", true},
                      {"slug", "publish"},
                      {"date_floating", false}};
    out["publish"]["_links"] = {{"archives", href(link("/posts"))}};
    return out;
}

Json Writer::index() const {
    Json out;
    out["name"] = publication_.name;
    out["description"] = publication_.description;
    out["url"] = site_address(publication_);
    out["home"] = site_address(publication_);
    out["timezone_string"] = publication_.time_zone;
    out["namespaces"] = {"wp/v2"};
    out["authentication"] = Json::array();
    Json routes = Json::object();
    const auto add = [&](const std::string& path) {
        routes[path] = {{"namespace", "wp/v2"},
                        {"methods", {"GET"}},
                        {"endpoints", Json::array({{{"methods", {"GET"}}, {"args", Json::object()}}})}};
    };
    add("/wp/v2");
    for (const char* collection : {"posts", "pages", "media", "categories", "tags", "users", "comments"}) {
        add(fmt::format("/wp/v2/{}", collection));
        add(fmt::format("/wp/v2/{}/(?P<id>[\\d]+)", collection));
    }
    for (const char* list : {"types", "taxonomies", "statuses"}) {
        add(fmt::format("/wp/v2/{}", list));
        add(fmt::format("/wp/v2/{}/(?P<slug>[\\w-]+)", list));
    }
    add("/wp/v2/search");
    out["routes"] = std::move(routes);
    return out;
}

}  // namespace warraq::press::wordpress
