// Users: the people who sign public stories.
#include <algorithm>

#include "site/api/wordpress/collections.h"

namespace warraq::site::wordpress {

using serve::Reply;

Reply users(Call& call) {
    const auto part = list_part_of(call.parameters, "asc");
    const auto chosen = call.parameters.chosen<story::PersonId>("include", "exclude");
    const auto wanted = slugs_of(call.parameters);
    const auto words = call.parameters.text("search");
    std::vector<story::Person> out;
    for (story::Person& person : value_or_throw(call.reader.authors())) {
        if (!chosen.only.empty() && !among(chosen.only, person.id)) continue;
        if (among(chosen.except, person.id) || (!wanted.empty() && !among(wanted, person.slug))) continue;
        if (!words.empty() && person.name.find(words) == std::string::npos) continue;
        out.push_back(std::move(person));
    }
    const auto order = call.parameters.one_of(
        "orderby", "name", {"id", "include", "name", "slug", "registered_date", "include_slugs", "url"});
    std::stable_sort(out.begin(), out.end(), [&](const story::Person& a, const story::Person& b) {
        return order == "name" ? a.name < b.name : order == "slug" ? a.slug < b.slug : a.id < b.id;
    });
    if (!part.slice.ascending) std::reverse(out.begin(), out.end());
    return call.slice_of(out, part, [&](const story::Person& person) { return call.writer.user(person); });
}

Reply user(Call& call, std::int64_t number) {
    for (const story::Person& person : value_or_throw(call.reader.authors()))
        if (person.id.value == number) return call.json(call.writer.user(person));
    throw Refusal{404, "rest_user_invalid_id", "Invalid user ID."};
}

}  // namespace warraq::site::wordpress
