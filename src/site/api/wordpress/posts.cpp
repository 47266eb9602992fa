// Posts, which are the stories, and pages of the site's own.
#include "base/utf8.h"
#include "site/api/wordpress/collections.h"

namespace warraq::site::wordpress {

using serve::Reply;

namespace {

constexpr std::int64_t kMostReplies = 10;

bool embeds(const Call& call, std::string_view what) {
    const auto wanted = call.parameters.list("_embed");
    return wanted.empty() || among(wanted, "true") || among(wanted, "1") || among(wanted, what);
}

Json embedded(const Call& call, const story::Story& story, const std::vector<story::Topic>& topics,
              const std::optional<store::LibraryPicture>& picture) {
    static const std::vector<std::string> kUser = {"id",   "name", "url",         "description",
                                                   "link", "slug", "avatar_urls", "_links"};
    static const std::vector<std::string> kTerm = {"id", "link", "name", "slug", "taxonomy", "_links"};
    static const std::vector<std::string> kMedia = {
        "id",      "date",     "slug",       "type",      "link",          "title",      "author",
        "caption", "alt_text", "media_type", "mime_type", "media_details", "source_url", "_links"};
    Json out = Json::object();
    if (embeds(call, "author") && !story.bylines.empty())
        out["author"] =
            Json::array({press::wordpress::with_fields(call.writer.user(story.bylines.front()), kUser)});
    if (embeds(call, "replies")) {
        const auto listed = value_or_throw(call.reader.list(store::CommentListing{
            .stories = {{story.id}, {}}, .slice = {.ascending = false, .offset = 0, .limit = kMostReplies}}));
        Json replies = Json::array();
        for (const story::Comment& comment : listed.things) replies.push_back(call.writer.comment(comment));
        if (!replies.empty()) out["replies"] = Json::array({std::move(replies)});
    }
    if (embeds(call, "wp:featuredmedia") && picture)
        out["wp:featuredmedia"] = Json::array({press::wordpress::with_fields(
            call.writer.media({picture->number, picture->image, picture->added}), kMedia)});
    if (embeds(call, "wp:term") && story.page_path.empty()) {
        Json sections = Json::array(), tags = Json::array();
        auto of_story = story.also_in;
        of_story.insert(of_story.begin(), story.section);
        for (const story::SectionId id : of_story)
            if (const auto* section = story::find_section(call.sections, id))
                sections.push_back(press::wordpress::with_fields(call.writer.category(*section, 0), kTerm));
        for (const story::Topic& topic : topics)
            tags.push_back(press::wordpress::with_fields(call.writer.tag(topic), kTerm));
        out["wp:term"] = Json::array({std::move(sections), std::move(tags)});
    }
    return out;
}

Json post_json(Call& call, story::StoryId id) {
    const auto story = value_or_throw(call.reader.story(id));
    if (!story) throw Refusal{404, "rest_post_invalid_id", "Invalid post ID."};
    const auto* section = story::find_section(call.sections, story->section);
    if (!section) throw Refusal{404, "rest_post_invalid_id", "Invalid post ID."};
    auto topics = value_or_throw(call.reader.topics_of(id));
    std::erase_if(topics, [](const story::Topic& topic) { return topic.hidden; });
    std::optional<store::LibraryPicture> picture;
    if (story->lead_image) picture = value_or_throw(call.reader.picture(story->lead_image->media));
    const auto& placed = call.front();
    press::wordpress::Post post{
        .story = *story,
        .section = *section,
        .tags = {},
        .picture = picture ? picture->number : 0,
        .sticky = among(placed, id),
        .comments_open = value_or_throw(call.context.site.comment_rules.takes_comments(call.reader, *story))};
    for (const story::Topic& topic : topics) post.tags.push_back(topic.id.value);
    Json json = call.writer.post(post);
    if (call.parameters.has("_embed")) json["_embedded"] = embedded(call, *story, topics, picture);
    return json;
}

Reply stories(Call& call, bool pages) {
    const auto part = list_part_of(call.parameters, "desc");
    for (const std::string& status : call.parameters.list("status"))
        if (status != "publish" && status != "any") refuse_parameter("status", "Status is forbidden.");
    store::StoryListing wanted{.pages = pages};
    wanted.slice = part.slice;
    wanted.stories = call.parameters.chosen<story::StoryId>("include", "exclude");
    wanted.people = call.parameters.chosen<story::PersonId>("author", "author_exclude");
    wanted.slugs = slugs_of(call.parameters);
    wanted.after = call.parameters.instant("after");
    wanted.before = call.parameters.instant("before");
    wanted.updated_after = call.parameters.instant("modified_after");
    wanted.updated_before = call.parameters.instant("modified_before");
    if (!pages) {
        wanted.sections = call.parameters.chosen<story::SectionId>("categories", "categories_exclude");
        wanted.topics = call.parameters.chosen<story::TopicId>("tags", "tags_exclude");
    }
    const auto order = call.parameters.one_of("orderby", "date",
                                              {"author", "date", "id", "include", "modified", "parent",
                                               "relevance", "slug", "title", "menu_order"});
    using Order = store::StoryListing::Order;
    wanted.order = order == "modified"                          ? Order::Updated
                   : order == "id"                              ? Order::Number
                   : order == "title"                           ? Order::Title
                   : order == "slug"                            ? Order::Slug
                   : order == "include" || order == "relevance" ? Order::Given
                                                                : Order::Published;
    if (const auto sticky = call.parameters.text("sticky"); !pages && !sticky.empty()) {
        if (!call.parameters.flag("sticky"))
            for (const story::StoryId id : call.front()) wanted.stories.except.push_back(id);
        else if (call.front().empty())
            return call.list(Json::array(), 0, part);
        else
            wanted.stories.only = call.front();
    }
    if (const auto words = call.parameters.text("search"); !utf8::trim(words).empty()) {
        std::vector<story::StoryId> hits = search_for(call, words);
        if (!wanted.stories.only.empty())
            std::erase_if(hits, [&](story::StoryId id) { return !among(wanted.stories.only, id); });
        if (hits.empty()) return call.list(Json::array(), 0, part);
        wanted.stories.only = std::move(hits);
    }
    const auto listed = value_or_throw(call.reader.list(wanted));
    Json out = Json::array();
    for (const story::StoryId id : listed.things) out.push_back(post_json(call, id));
    return call.list(out, listed.total, part);
}

Reply one_story(Call& call, std::int64_t number, bool pages) {
    const auto card = value_or_throw(call.reader.card(story::StoryId{number}));
    if (!card || card->page_path.empty() == pages)
        throw Refusal{404, "rest_post_invalid_id", "Invalid post ID."};
    return call.json(post_json(call, card->id));
}

}  // namespace

Reply posts(Call& call) {
    return stories(call, false);
}

Reply post(Call& call, std::int64_t number) {
    return one_story(call, number, false);
}

Reply pages(Call& call) {
    return stories(call, true);
}

Reply page(Call& call, std::int64_t number) {
    return one_story(call, number, true);
}

}  // namespace warraq::site::wordpress
