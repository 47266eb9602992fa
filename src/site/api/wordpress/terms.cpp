// Categories, which are the sections, and tags, which are the topics.
#include <algorithm>

#include "site/api/wordpress/collections.h"

namespace warraq::site::wordpress {

using serve::Reply;

Reply categories(Call& call) {
    const auto part = list_part_of(call.parameters, "asc");
    auto counts = value_or_throw(call.reader.stories_of_sections());
    const auto chosen = call.parameters.chosen<story::SectionId>("include", "exclude");
    const auto wanted = slugs_of(call.parameters);
    const auto parents = call.parameters.ids<story::SectionId>("parent");
    const auto of = call.parameters.number("post", 0, 0, INT64_MAX);
    const auto words = call.parameters.text("search");
    std::optional<story::Story> post;
    if (of > 0) post = value_or_throw(call.reader.story(story::StoryId{of}));
    std::vector<story::Section> out;
    for (const story::Section& section : call.sections) {
        if (!chosen.only.empty() && !among(chosen.only, section.id)) continue;
        if (among(chosen.except, section.id)) continue;
        if (!wanted.empty() && !among(wanted, section.slug)) continue;
        if (!parents.empty() && !among(parents, section.parent)) continue;
        if (call.parameters.flag("hide_empty") && counts[section.id] == 0) continue;
        if (of > 0 && (!post || (post->section != section.id && !among(post->also_in, section.id)))) continue;
        if (!words.empty() && section.name.find(words) == std::string::npos) continue;
        out.push_back(section);
    }
    const auto order = call.parameters.one_of(
        "orderby", "name", {"id", "include", "name", "slug", "count", "term_group", "description"});
    std::stable_sort(out.begin(), out.end(), [&](const story::Section& a, const story::Section& b) {
        if (order == "id") return a.id < b.id;
        if (order == "count") return std::pair(counts[a.id], a.id) < std::pair(counts[b.id], b.id);
        if (order == "slug") return a.slug < b.slug;
        return a.name < b.name;
    });
    if (!part.slice.ascending) std::reverse(out.begin(), out.end());
    return call.slice_of(out, part, [&](const story::Section& section) {
        return call.writer.category(section, counts[section.id]);
    });
}

Reply category(Call& call, std::int64_t number) {
    const auto* section = story::find_section(call.sections, {number});
    if (!section) throw Refusal{404, "rest_term_invalid", "Term does not exist."};
    return call.json(
        call.writer.category(*section, value_or_throw(call.reader.stories_of_sections())[section->id]));
}

Reply tags(Call& call) {
    const auto part = list_part_of(call.parameters, "asc");
    store::TopicListing wanted;
    wanted.slice = part.slice;
    wanted.topics = call.parameters.chosen<story::TopicId>("include", "exclude");
    wanted.slugs = slugs_of(call.parameters);
    wanted.contains = call.parameters.text("search");
    wanted.used = call.parameters.flag("hide_empty");
    if (const auto of = call.parameters.number("post", 0, 0, INT64_MAX); of > 0)
        wanted.of = story::StoryId{of};
    const auto order = call.parameters.one_of(
        "orderby", "name", {"id", "include", "name", "slug", "count", "term_group", "description"});
    using Order = store::TopicListing::Order;
    wanted.order = order == "count"  ? Order::Stories
                   : order == "id"   ? Order::Number
                   : order == "slug" ? Order::Slug
                                     : Order::Name;
    const auto listed = value_or_throw(call.reader.list(wanted));
    Json out = Json::array();
    for (const story::Topic& topic : listed.things) out.push_back(call.writer.tag(topic));
    return call.list(out, listed.total, part);
}

Reply tag(Call& call, std::int64_t number) {
    const auto topic = value_or_throw(call.reader.topic(story::TopicId{number}));
    if (!topic || topic->hidden) throw Refusal{404, "rest_term_invalid", "Term does not exist."};
    return call.json(call.writer.tag(*topic));
}

}  // namespace warraq::site::wordpress
