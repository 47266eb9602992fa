// What all collections of the WordPress API answer with: JSON, and lists in pages.
#include "site/api/wordpress/call.h"

#include <fmt/format.h>

#include "base/percent.h"
#include "press/feeds.h"

namespace warraq::site::wordpress {

using serve::Reply;

Call::Call(ReadContext& of)
    : context(of),
      reader(of.reader),
      sections(value_or_throw(of.sections())),
      parameters(of.request),
      writer(of.site.press.publication(), of.site.press.calendar()) {}

const std::vector<story::StoryId>& Call::front() {
    if (!front_) {
        front_.emplace();
        for (const story::FrontPlace& place : value_or_throw(reader.front_places()))
            front_->push_back(place.story);
    }
    return *front_;
}

Reply Call::json(const Json& value) const {
    std::vector<std::string> fields = parameters.list("_fields");
    if (!fields.empty() && parameters.has("_embed")) fields.emplace_back("_embedded");
    Reply reply = json_reply(press::wordpress::with_fields(value, fields));
    reply.headers.insert(reply.headers.end(),
                         {{"Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link"},
                          {"X-Robots-Tag", "noindex"},
                          {"Allow", "GET"}});
    return reply;
}

Reply Call::list(const Json& things, std::int64_t total, const ListPart& part) const {
    const std::int64_t pages = (total + part.slice.limit - 1) / part.slice.limit;
    if (part.page > 1 && part.page > pages)
        throw Refusal{400, "rest_post_invalid_page_number",
                      "The page number requested is larger than the number of pages available."};
    Reply reply = json(things);
    reply.headers.push_back({"X-WP-Total", std::to_string(total)});
    reply.headers.push_back({"X-WP-TotalPages", std::to_string(pages)});
    std::string links;
    if (part.page > 1) links = address_of(part.page - 1, "prev");
    if (part.page < pages) links += (links.empty() ? "" : ", ") + address_of(part.page + 1, "next");
    if (!links.empty()) reply.headers.push_back({"Link", links});
    return reply;
}

std::string Call::address_of(std::int64_t page, std::string_view rel) const {
    const serve::Request& request = context.request;
    std::string query;
    for (const serve::Field& field : request.query)
        if (field.name != "page")
            query +=
                fmt::format("{}={}&", percent::encode_value(field.name), percent::encode_value(field.value));
    return fmt::format("<{}?{}page={}>; rel=\"{}\"",
                       press::absolute(context.site.press.publication(), request.path), query, page, rel);
}

}  // namespace warraq::site::wordpress
