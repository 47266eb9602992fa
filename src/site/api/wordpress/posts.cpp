#include "site/wordpress_api.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/number.h"
#include "base/percent.h"
#include "base/utf8.h"
#include "press/feeds.h"
#include "press/wordpress_json.h"
#include "site/retry_after.h"
#include "story/address.h"

namespace warraq::site {
namespace {

namespace wordpress = press::wordpress;
using serve::Reply;
using serve::Request;
using wordpress::Json;

constexpr int kPerPage = 10, kMostPerPage = 100;
constexpr std::size_t kMostValues = 100;  // of one parameter
constexpr std::int64_t kMostReplies = 10;

constexpr std::string_view kNames[] = {"context",
                                       "page",
                                       "per_page",
                                       "offset",
                                       "search",
                                       "after",
                                       "before",
                                       "modified_after",
                                       "modified_before",
                                       "author",
                                       "author_exclude",
                                       "categories",
                                       "categories_exclude",
                                       "tags",
                                       "tags_exclude",
                                       "slug",
                                       "include",
                                       "exclude",
                                       "order",
                                       "orderby",
                                       "status",
                                       "sticky",
                                       "parent",
                                       "post",
                                       "hide_empty",
                                       "type",
                                       "subtype",
                                       "_embed",
                                       "_fields"};

template <class Values, class Value>
bool among(const Values& values, const Value& value) {
    return std::find(std::begin(values), std::end(values), value) != std::end(values);
}

// Ends the answering of a request with an error, as WordPress words it.
struct Refusal {
    int status;
    std::string code, message;
    Json parameters = {};  // what is wrong with each
};

template <class T>
T take(Result<T> result) {
    if (result) return std::move(*result);
    if (result.error().kind == Error::Kind::NotFound)
        throw Refusal{404, "rest_post_invalid_id", "Invalid post ID."};
    throw Refusal{503, "warraq_unavailable", "The archive does not answer. Try again in a minute."};
}

class Parameters {
  public:
    explicit Parameters(const Request& request) : request_(request) {}

    bool has(std::string_view name) const {
        return std::any_of(request_.query.begin(), request_.query.end(),
                           [&](const serve::Field& f) { return is(f.name, name); });
    }

    // «a=1,2», «a[]=1&a[]=2» and «a[0]=1» alike.
    std::vector<std::string> list(std::string_view name) const {
        std::vector<std::string> out;
        for (const serve::Field& field : request_.query) {
            if (!is(field.name, name)) continue;
            for (std::size_t start = 0; start <= field.value.size();) {
                const auto end = std::min(field.value.find(',', start), field.value.size());
                const auto value = utf8::trim(std::string_view(field.value).substr(start, end - start));
                if (!value.empty()) out.emplace_back(value);
                start = end + 1;
            }
        }
        if (out.size() > kMostValues)
            refuse(name, fmt::format("{} has more than {} values", name, kMostValues));
        return out;
    }

    std::string text(std::string_view name) const {
        for (const serve::Field& field : request_.query)
            if (is(field.name, name)) return field.value;
        return {};
    }

    std::int64_t number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                        std::int64_t most) const {
        const auto given = text(name);
        if (given.empty()) return otherwise;
        const auto number = given == "0" ? std::optional<std::int64_t>(0) : number_from(given);
        if (!number || *number < least || *number > most)
            refuse(name,
                   fmt::format("{} must be between {} (inclusive) and {} (inclusive)", name, least, most));
        return *number;
    }

    template <class Id>
    std::vector<Id> ids(std::string_view name) const {
        std::vector<Id> out;
        for (const std::string& value : list(name)) {
            const auto number = value == "0" ? std::optional<std::int64_t>(0) : number_from(value);
            if (!number) refuse(name, fmt::format("{}[0] is not of type integer.", name));
            out.push_back(Id{*number});
        }
        return out;
    }
    template <class Id>
    store::Chosen<Id> chosen(std::string_view only, std::string_view except) const {
        return {ids<Id>(only), ids<Id>(except)};
    }

    std::optional<Instant> instant(std::string_view name) const {
        const auto given = text(name);
        if (given.empty()) return std::nullopt;
        auto read = from_iso8601(given);
        if (!read) refuse(name, fmt::format("Invalid date: {}", name));
        return *read;
    }

    std::string one_of(std::string_view name, std::string_view otherwise,
                       std::initializer_list<std::string_view> values) const {
        const auto given = text(name);
        if (given.empty()) return std::string(otherwise);
        if (among(values, given)) return given;
        std::string known;
        for (const auto value : values) known += (known.empty() ? "" : ", ") + std::string(value);
        refuse(name, fmt::format("{} is not one of {}.", name, known));
    }

    bool flag(std::string_view name) const {
        const auto given = text(name);
        return given == "true" || given == "1";
    }

    [[noreturn]] static void refuse(std::string_view name, std::string message) {
        throw Refusal{400,
                      "rest_invalid_param",
                      fmt::format("Invalid parameter(s): {}", name),
                      {{std::string(name), std::move(message)}}};
    }

  private:
    static bool is(std::string_view given, std::string_view name) {
        return given == name || (given.starts_with(name) && given.substr(name.size()) == "[]");
    }

    const Request& request_;
};

Reply json_reply(const Json& json) {
    Reply reply;
    reply.type = "application/json; charset=UTF-8";
    reply.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    reply.headers = {{"Access-Control-Allow-Origin", "*"}};
    return reply;
}

class Api {
  public:
    Api(const WordpressParts& parts, const Request& request)
        : parts_(parts),
          request_(request),
          parameters_(request),
          writer_(parts.press.publication(), parts.press.calendar()),
          snapshot_(take(parts.store.public_snapshot())),
          reader_(*snapshot_),
          sections_(take(reader_.sections())) {}

    Reply collection(std::string_view name) {
        check_context();
        if (name.empty()) return json(writer_.index());
        if (name == "posts" || name == "pages") return stories(name == "pages");
        if (name == "categories") return categories();
        if (name == "tags") return tags();
        if (name == "users") return users();
        if (name == "media") return media();
        if (name == "comments") return comments();
        if (name == "search") return found();
        if (name == "types") return json(writer_.types());
        if (name == "taxonomies") return json(writer_.taxonomies());
        if (name == "statuses") return json(writer_.statuses());
        return wordpress_no_route();
    }

    Reply one(std::string_view name, std::string_view which) {
        check_context();
        if (name == "types") return named(writer_.types(), which);
        if (name == "taxonomies") return named(writer_.taxonomies(), which);
        if (name == "statuses") return named(writer_.statuses(), which);
        const auto number = number_from(which);
        if (!number) return wordpress_no_route();
        if (name == "posts" || name == "pages") return one_story(*number, name == "pages");
        if (name == "categories") {
            const auto* section = story::find_section(sections_, {*number});
            if (!section) throw Refusal{404, "rest_term_invalid", "Term does not exist."};
            return json(writer_.category(*section, take(reader_.stories_of_sections())[section->id]));
        }
        if (name == "tags") {
            const auto topic = take(reader_.topic(story::TopicId{*number}));
            if (!topic || topic->hidden) throw Refusal{404, "rest_term_invalid", "Term does not exist."};
            return json(writer_.tag(*topic));
        }
        if (name == "users") {
            for (const story::Person& person : take(reader_.authors()))
                if (person.id.value == *number) return json(writer_.user(person));
            throw Refusal{404, "rest_user_invalid_id", "Invalid user ID."};
        }
        if (name == "media") {
            const auto picture = take(reader_.picture(*number));
            if (!picture) throw Refusal{404, "rest_post_invalid_id", "Invalid post ID."};
            return json(writer_.media({picture->number, picture->image, picture->added}));
        }
        if (name == "comments") {
            auto listed = take(reader_.list(store::CommentListing{.comments = {{{*number}}, {}}}));
            if (listed.things.empty()) throw Refusal{404, "rest_comment_invalid_id", "Invalid comment ID."};
            return json(writer_.comment(listed.things.front()));
        }
        return wordpress_no_route();
    }

  private:
    // --- answers

    Reply named(const Json& all, std::string_view which) {
        const auto found = all.find(std::string(which));
        if (found == all.end()) throw Refusal{404, "rest_type_invalid", "Invalid type."};
        return json(*found);
    }

    Reply json(const Json& value) {
        std::vector<std::string> fields = parameters_.list("_fields");
        if (!fields.empty() && parameters_.has("_embed")) fields.emplace_back("_embedded");
        Reply reply = json_reply(wordpress::with_fields(value, fields));
        reply.headers.insert(reply.headers.end(),
                             {{"Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link"},
                              {"X-Robots-Tag", "noindex"},
                              {"Allow", "GET"}});
        return reply;
    }

    struct Page {
        store::Slice slice;
        std::int64_t page = 1;
    };
    Page page(std::string_view order_otherwise) const {
        Page page;
        page.slice.limit = static_cast<int>(parameters_.number("per_page", kPerPage, 1, kMostPerPage));
        page.page = parameters_.number("page", 1, 1, 1'000'000);
        page.slice.offset = parameters_.number("offset", (page.page - 1) * page.slice.limit, 0, 100'000'000);
        page.slice.ascending = parameters_.one_of("order", order_otherwise, {"asc", "desc"}) == "asc";
        return page;
    }

    Reply list(const Json& things, std::int64_t total, const Page& page) {
        const std::int64_t pages = (total + page.slice.limit - 1) / page.slice.limit;
        if (page.page > 1 && page.page > pages)
            throw Refusal{400, "rest_post_invalid_page_number",
                          "The page number requested is larger than the number of pages available."};
        Reply reply = json(things);
        reply.headers.push_back({"X-WP-Total", std::to_string(total)});
        reply.headers.push_back({"X-WP-TotalPages", std::to_string(pages)});
        std::string links;
        if (page.page > 1) links = beside(page.page - 1, "prev");
        if (page.page < pages) links += (links.empty() ? "" : ", ") + beside(page.page + 1, "next");
        if (!links.empty()) reply.headers.push_back({"Link", links});
        return reply;
    }

    std::string beside(std::int64_t number, std::string_view rel) const {
        std::string query;
        for (const serve::Field& field : request_.query)
            if (field.name != "page")
                query += fmt::format("{}={}&", percent::encode_value(field.name),
                                     percent::encode_value(field.value));
        return fmt::format("<{}?{}page={}>; rel=\"{}\"",
                           press::absolute(parts_.press.publication(), request_.path), query, number, rel);
    }

    // A list that is whole in memory.
    template <class Thing, class Write>
    Reply slice_of(const std::vector<Thing>& things, const Page& page, Write write) {
        Json out = Json::array();
        const auto first = std::min<std::size_t>(static_cast<std::size_t>(page.slice.offset), things.size());
        const auto last = std::min(first + static_cast<std::size_t>(page.slice.limit), things.size());
        for (std::size_t i = first; i < last; ++i) out.push_back(write(things[i]));
        return list(out, static_cast<std::int64_t>(things.size()), page);
    }

    void check_context() const {
        if (parameters_.one_of("context", "view", {"view", "embed", "edit"}) == "edit")
            throw Refusal{401, "rest_forbidden_context",
                          "Sorry, nothing is edited through this API: editors work at /desk."};
    }

    // Slugs as clients have them: encoded, as WordPress shows them, or not.
    std::vector<std::string> slugs() const {
        auto given = parameters_.list("slug");
        for (std::string& slug : given) slug = percent::decode(slug);
        return given;
    }

    const std::vector<story::StoryId>& front() {
        if (!front_) {
            front_.emplace();
            for (const story::FrontPlace& place : take(reader_.front_places()))
                front_->push_back(place.story);
        }
        return *front_;
    }

    // --- posts and pages

    Reply stories(bool pages) {
        const auto page = this->page("desc");
        for (const std::string& status : parameters_.list("status"))
            if (status != "publish" && status != "any") Parameters::refuse("status", "Status is forbidden.");
        store::StoryListing wanted{.pages = pages};
        wanted.slice = page.slice;
        wanted.stories = parameters_.chosen<story::StoryId>("include", "exclude");
        wanted.people = parameters_.chosen<story::PersonId>("author", "author_exclude");
        wanted.slugs = slugs();
        wanted.after = parameters_.instant("after");
        wanted.before = parameters_.instant("before");
        wanted.updated_after = parameters_.instant("modified_after");
        wanted.updated_before = parameters_.instant("modified_before");
        if (!pages) {
            wanted.sections = parameters_.chosen<story::SectionId>("categories", "categories_exclude");
            wanted.topics = parameters_.chosen<story::TopicId>("tags", "tags_exclude");
        }
        const auto order = parameters_.one_of("orderby", "date",
                                              {"author", "date", "id", "include", "modified", "parent",
                                               "relevance", "slug", "title", "menu_order"});
        using Order = store::StoryListing::Order;
        wanted.order = order == "modified"                          ? Order::Updated
                       : order == "id"                              ? Order::Number
                       : order == "title"                           ? Order::Title
                       : order == "slug"                            ? Order::Slug
                       : order == "include" || order == "relevance" ? Order::Given
                                                                    : Order::Published;
        if (const auto sticky = parameters_.text("sticky"); !pages && !sticky.empty()) {
            if (!parameters_.flag("sticky"))
                for (const story::StoryId id : front()) wanted.stories.except.push_back(id);
            else if (front().empty())
                return list(Json::array(), 0, page);
            else
                wanted.stories.only = front();
        }
        if (const auto words = parameters_.text("search"); !utf8::trim(words).empty()) {
            std::vector<story::StoryId> hits = search_for(words);
            if (!wanted.stories.only.empty())
                std::erase_if(hits, [&](story::StoryId id) { return !among(wanted.stories.only, id); });
            if (hits.empty()) return list(Json::array(), 0, page);
            wanted.stories.only = std::move(hits);
        }
        const auto listed = take(reader_.list(wanted));
        Json out = Json::array();
        for (const story::StoryId id : listed.things) out.push_back(post(id));
        return list(out, listed.total, page);
    }

    std::vector<story::StoryId> search_for(const std::string& words) const {
        std::vector<story::StoryId> ids;
        auto found = parts_.index.search({.query = search::parse_query(words), .limit = search::kDeepest});
        if (!found) throw Refusal{503, "warraq_unavailable", "The search index is being made."};
        for (const search::Hit& hit : found->hits) ids.push_back(hit.story);
        return ids;
    }

    Reply one_story(std::int64_t number, bool pages) {
        const auto card = take(reader_.card(story::StoryId{number}));
        if (!card || card->page_path.empty() == pages)
            throw Refusal{404, "rest_post_invalid_id", "Invalid post ID."};
        return json(post(card->id));
    }

    Json post(story::StoryId id) {
        const auto story = take(reader_.story(id));
        if (!story) throw Refusal{404, "rest_post_invalid_id", "Invalid post ID."};
        const auto* section = story::find_section(sections_, story->section);
        if (!section) throw Refusal{404, "rest_post_invalid_id", "Invalid post ID."};
        auto topics = take(reader_.topics_of(id));
        std::erase_if(topics, [](const story::Topic& topic) { return topic.hidden; });
        std::optional<store::LibraryPicture> picture;
        if (story->lead_image) picture = take(reader_.picture(story->lead_image->media));
        const auto& placed = front();
        wordpress::Post post{.story = *story,
                             .section = *section,
                             .tags = {},
                             .picture = picture ? picture->number : 0,
                             .sticky = among(placed, id),
                             .comments_open = take(parts_.comments_open(reader_, *story))};
        for (const story::Topic& topic : topics) post.tags.push_back(topic.id.value);
        Json json = writer_.post(post);
        if (parameters_.has("_embed")) json["_embedded"] = embedded(*story, topics, picture);
        return json;
    }

    bool embeds(std::string_view what) const {
        const auto wanted = parameters_.list("_embed");
        return wanted.empty() || among(wanted, "true") || among(wanted, "1") || among(wanted, what);
    }

    Json embedded(const story::Story& story, const std::vector<story::Topic>& topics,
                  const std::optional<store::LibraryPicture>& picture) {
        static const std::vector<std::string> kUser = {"id",   "name", "url",         "description",
                                                       "link", "slug", "avatar_urls", "_links"};
        static const std::vector<std::string> kTerm = {"id", "link", "name", "slug", "taxonomy", "_links"};
        static const std::vector<std::string> kMedia = {
            "id",      "date",     "slug",       "type",      "link",          "title",      "author",
            "caption", "alt_text", "media_type", "mime_type", "media_details", "source_url", "_links"};
        Json out = Json::object();
        if (embeds("author") && !story.bylines.empty())
            out["author"] = Json::array({wordpress::with_fields(writer_.user(story.bylines.front()), kUser)});
        if (embeds("replies")) {
            const auto listed = take(reader_.list(
                store::CommentListing{.stories = {{story.id}, {}},
                                      .slice = {.ascending = false, .offset = 0, .limit = kMostReplies}}));
            Json replies = Json::array();
            for (const story::Comment& comment : listed.things) replies.push_back(writer_.comment(comment));
            if (!replies.empty()) out["replies"] = Json::array({std::move(replies)});
        }
        if (embeds("wp:featuredmedia") && picture)
            out["wp:featuredmedia"] = Json::array({wordpress::with_fields(
                writer_.media({picture->number, picture->image, picture->added}), kMedia)});
        if (embeds("wp:term") && story.page_path.empty()) {
            Json sections = Json::array(), tags = Json::array();
            auto of_story = story.also_in;
            of_story.insert(of_story.begin(), story.section);
            for (const story::SectionId id : of_story)
                if (const auto* section = story::find_section(sections_, id))
                    sections.push_back(wordpress::with_fields(writer_.category(*section, 0), kTerm));
            for (const story::Topic& topic : topics)
                tags.push_back(wordpress::with_fields(writer_.tag(topic), kTerm));
            out["wp:term"] = Json::array({std::move(sections), std::move(tags)});
        }
        return out;
    }

    // --- the others

    Reply categories() {
        const auto page = this->page("asc");
        auto counts = take(reader_.stories_of_sections());
        const auto chosen = parameters_.chosen<story::SectionId>("include", "exclude");
        const auto wanted = slugs();
        const auto parents = parameters_.ids<story::SectionId>("parent");
        const auto of = parameters_.number("post", 0, 0, INT64_MAX);
        const auto words = parameters_.text("search");
        std::optional<story::Story> post;
        if (of > 0) post = take(reader_.story(story::StoryId{of}));
        std::vector<story::Section> out;
        for (const story::Section& section : sections_) {
            if (!chosen.only.empty() && !among(chosen.only, section.id)) continue;
            if (among(chosen.except, section.id)) continue;
            if (!wanted.empty() && !among(wanted, section.slug)) continue;
            if (!parents.empty() && !among(parents, section.parent)) continue;
            if (parameters_.flag("hide_empty") && counts[section.id] == 0) continue;
            if (of > 0 && (!post || (post->section != section.id && !among(post->also_in, section.id))))
                continue;
            if (!words.empty() && section.name.find(words) == std::string::npos) continue;
            out.push_back(section);
        }
        const auto order = parameters_.one_of(
            "orderby", "name", {"id", "include", "name", "slug", "count", "term_group", "description"});
        std::stable_sort(out.begin(), out.end(), [&](const story::Section& a, const story::Section& b) {
            if (order == "id") return a.id < b.id;
            if (order == "count") return std::pair(counts[a.id], a.id) < std::pair(counts[b.id], b.id);
            if (order == "slug") return a.slug < b.slug;
            return a.name < b.name;
        });
        if (!page.slice.ascending) std::reverse(out.begin(), out.end());
        return slice_of(out, page, [&](const story::Section& section) {
            return writer_.category(section, counts[section.id]);
        });
    }

    Reply tags() {
        const auto page = this->page("asc");
        store::TopicListing wanted;
        wanted.slice = page.slice;
        wanted.topics = parameters_.chosen<story::TopicId>("include", "exclude");
        wanted.slugs = slugs();
        wanted.contains = parameters_.text("search");
        wanted.used = parameters_.flag("hide_empty");
        if (const auto of = parameters_.number("post", 0, 0, INT64_MAX); of > 0)
            wanted.of = story::StoryId{of};
        const auto order = parameters_.one_of(
            "orderby", "name", {"id", "include", "name", "slug", "count", "term_group", "description"});
        using Order = store::TopicListing::Order;
        wanted.order = order == "count"  ? Order::Stories
                       : order == "id"   ? Order::Number
                       : order == "slug" ? Order::Slug
                                         : Order::Name;
        const auto listed = take(reader_.list(wanted));
        Json out = Json::array();
        for (const story::Topic& topic : listed.things) out.push_back(writer_.tag(topic));
        return list(out, listed.total, page);
    }

    Reply users() {
        const auto page = this->page("asc");
        const auto chosen = parameters_.chosen<story::PersonId>("include", "exclude");
        const auto wanted = slugs();
        const auto words = parameters_.text("search");
        std::vector<story::Person> out;
        for (story::Person& person : take(reader_.authors())) {
            if (!chosen.only.empty() && !among(chosen.only, person.id)) continue;
            if (among(chosen.except, person.id) || (!wanted.empty() && !among(wanted, person.slug))) continue;
            if (!words.empty() && person.name.find(words) == std::string::npos) continue;
            out.push_back(std::move(person));
        }
        const auto order = parameters_.one_of(
            "orderby", "name", {"id", "include", "name", "slug", "registered_date", "include_slugs", "url"});
        std::stable_sort(out.begin(), out.end(), [&](const story::Person& a, const story::Person& b) {
            return order == "name" ? a.name < b.name : order == "slug" ? a.slug < b.slug : a.id < b.id;
        });
        if (!page.slice.ascending) std::reverse(out.begin(), out.end());
        return slice_of(out, page, [&](const story::Person& person) { return writer_.user(person); });
    }

    Reply media() {
        const auto page = this->page("desc");
        store::PictureListing wanted;
        wanted.numbers = parameters_.chosen<std::int64_t>("include", "exclude");
        wanted.slice = page.slice;
        const auto listed = take(reader_.list(wanted));
        Json out = Json::array();
        for (const store::LibraryPicture& picture : listed.things)
            out.push_back(writer_.media({picture.number, picture.image, picture.added}));
        return list(out, listed.total, page);
    }

    Reply comments() {
        const auto page = this->page("desc");
        store::CommentListing wanted;
        wanted.comments = parameters_.chosen<story::CommentId>("include", "exclude");
        wanted.stories.only = parameters_.ids<story::StoryId>("post");
        if (parameters_.has("parent")) wanted.parents = parameters_.ids<story::CommentId>("parent");
        wanted.after = parameters_.instant("after");
        wanted.before = parameters_.instant("before");
        wanted.slice = page.slice;
        const auto listed = take(reader_.list(wanted));
        Json out = Json::array();
        for (const story::Comment& comment : listed.things) out.push_back(writer_.comment(comment));
        return list(out, listed.total, page);
    }

    Reply found() {
        const auto page = this->page("desc");
        const auto words = parameters_.text("search");
        const auto subtype = parameters_.one_of("subtype", "any", {"any", "post", "page"});
        parameters_.one_of("type", "post", {"post"});
        std::vector<story::Card> cards;
        if (!utf8::trim(words).empty())
            for (const story::StoryId id : search_for(words)) {
                auto card = take(reader_.card(id));
                if (!card) continue;
                if (subtype != "any" && (subtype == "page") == card->page_path.empty()) continue;
                cards.push_back(std::move(*card));
            }
        return slice_of(cards, page, [&](const story::Card& card) {
            const auto* section = story::find_section(sections_, card.section);
            return section ? writer_.found(card, *section) : Json::object();
        });
    }

    const WordpressParts& parts_;
    const Request& request_;
    const Parameters parameters_;
    const wordpress::Writer writer_;
    const store::PublicSnapshot snapshot_;
    store::PublicReader& reader_;
    const std::vector<story::Section> sections_;
    std::optional<std::vector<story::StoryId>> front_;
};

Reply refused(const Refusal& refusal) {
    Json json = wordpress::error(refusal.status, refusal.code, refusal.message);
    if (!refusal.parameters.is_null()) json["data"]["params"] = refusal.parameters;
    Reply reply = json_reply(json);
    reply.status = refusal.status;
    if (refusal.status == 503) reply.headers.push_back(retry_after());
    return reply;
}

}  // namespace

Reply wordpress_api(const WordpressParts& parts, const Request& request, std::string_view collection,
                    std::string_view number) {
    try {
        Api api(parts, request);
        return number.empty() ? api.collection(collection) : api.one(collection, number);
    } catch (const Refusal& refusal) {
        return refused(refusal);
    }
}

Reply wordpress_too_often() {
    Reply reply = refused({429, "warraq_too_many_searches", "Too many searches; try again in a minute."});
    reply.headers.push_back({"Retry-After", "60"});
    return reply;
}

Reply wordpress_no_route() {
    return refused({404, "rest_no_route", "No route was found matching the URL and request method."});
}

Reply wordpress_read_only() {
    return refused({401, "rest_cannot_edit", "This API is for reading: editors work at /desk."});
}

std::vector<std::string> wordpress_parameters() {
    std::vector<std::string> names;
    for (const auto name : kNames) {
        names.emplace_back(name);
        names.push_back(fmt::format("{}[]", name));
    }
    return names;
}

}  // namespace warraq::site
