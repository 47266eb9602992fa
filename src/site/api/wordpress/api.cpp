// From a path of the WordPress API to its collection.
#include "site/api/wordpress/api.h"

#include "base/number.h"
#include "site/api/wordpress/call.h"
#include "site/api/wordpress/collections.h"
#include "site/pages/search_limit.h"

namespace warraq::site::wordpress {

using press::wordpress::Writer;
using serve::Reply;

namespace {

struct Collection {
    std::string_view name;
    Reply (*list)(Call& call);
    Reply (*one)(Call& call, std::int64_t number);  // nullptr: its things have no address of their own
};
constexpr Collection kCollections[] = {{"posts", posts, post},
                                       {"pages", pages, page},
                                       {"categories", categories, category},
                                       {"tags", tags, tag},
                                       {"users", users, user},
                                       {"media", media, media_item},
                                       {"comments", comments, comment},
                                       {"search", search_results, nullptr}};

// Lists that are the same for all sites, as an object of their things by name.
struct Catalogue {
    std::string_view name;
    Json (Writer::*all)() const;
};
constexpr Catalogue kCatalogues[] = {
    {"types", &Writer::types}, {"taxonomies", &Writer::taxonomies}, {"statuses", &Writer::statuses}};

Reply of_catalogue(Call& call, const Json& all, std::string_view which) {
    if (which.empty()) return call.json(all);
    const auto found = all.find(std::string(which));
    if (found == all.end()) throw Refusal{404, "rest_type_invalid", "Invalid type."};
    return call.json(*found);
}

Reply of_collection(Call& call, const Collection& collection, std::string_view which) {
    if (which.empty()) return collection.list(call);
    const auto number = number_from(which);
    return number && collection.one ? collection.one(call, *number) : no_route();
}

Reply reply_to(Call& call) {
    const auto name = call.context.request.capture("collection"), which = call.context.request.capture("id");
    check_context(call.parameters);
    if (name.empty()) return call.json(call.writer.index());
    for (const Catalogue& catalogue : kCatalogues)
        if (catalogue.name == name) return of_catalogue(call, (call.writer.*catalogue.all)(), which);
    for (const Collection& collection : kCollections)
        if (collection.name == name) return of_collection(call, collection, which);
    return no_route();
}

Reply too_often() {
    Reply reply = refused({429, "warraq_too_many_searches", "Too many searches; try again in a minute."});
    reply.headers.push_back({"Retry-After", "60"});
    return reply;
}

}  // namespace

Result<Reply> answer(Context& context) {
    if (!context.request.parameter("search").empty() &&
        searches_too_often(context.site.search_limiter, context.request))
        return too_often();
    return context.read([](ReadContext& read) -> Result<Reply> {
        try {
            Call call(read);
            return reply_to(call);
        } catch (const Refusal& refusal) {
            return refused(refusal);
        }
    });
}

Reply failure(Context&, const Error& error) {
    return refused(refusal_of(error));
}

Reply no_route() {
    return refused({404, "rest_no_route", "No route was found matching the URL and request method."});
}

Reply read_only() {
    return refused({401, "rest_cannot_edit", "This API is for reading: editors work at /desk."});
}

}  // namespace warraq::site::wordpress
