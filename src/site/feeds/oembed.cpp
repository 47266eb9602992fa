// A story's link as oEmbed, in JSON or XML.
#include "site/feeds/oembed.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/number.h"
#include "press/xml.h"
#include "site/feeds/xml_reply.h"

namespace warraq::site {

using serve::Reply;

namespace {

// The story at an address of this site: 12 of "/section/12/slug", with or without the site's own in front.
Result<story::StoryId> story_at(std::string_view address, const std::string& site) {
    if (address.starts_with(site)) address.remove_prefix(site.size());
    std::string path;
    if (!address.starts_with('/') ||
        !serve::decode_path(address.substr(0, address.find_first_of("?#")), path))
        return not_found("not an address of this site");
    const auto first = path.find('/', 1);
    if (first == path.npos) return not_found("not a story's address");
    const auto second = std::min(path.find('/', first + 1), path.size());
    const auto id = number_from(std::string_view(path).substr(first + 1, second - first - 1));
    if (!id) return not_found("not a story's address");
    return story::StoryId{*id};
}

}  // namespace

Result<Reply> oembed(Context& context) {
    const settings::Settings& settings = context.site.settings;
    const std::string site = press::site_address(settings.publication);
    const auto id = story_at(context.request.parameter("url"), site);
    if (!id) return fail(id.error());
    auto story = context.read([&](ReadContext& read) { return read.reader.story(*id); });
    if (!story) return fail(story.error());
    if (!*story) return not_found("no story that readers may see");
    const std::string author = (*story)->bylines.empty() ? std::string() : (*story)->bylines.front().name;
    const auto format = context.request.parameter("format");
    if (format == "xml") {
        press::Xml out;
        out.open("oembed")
            .element("version", "1.0")
            .element("type", "link")
            .element("title", (*story)->headline);
        if (!author.empty()) out.element("author_name", author);
        out.element("provider_name", settings.publication.name).element("provider_url", site + "/");
        return xml_reply(context, out.finish(), {});
    }
    Reply reply;
    if (!format.empty() && format != "json") {
        reply.status = 501;
        reply.type = "text/plain; charset=utf-8";
        reply.body = "formats: json, xml\n";
        return reply;
    }
    reply.type = "application/json; charset=utf-8";
    reply.cache_control = "no-store";  // as xml_reply() without tags
    JsonWriter json;
    json.object().text("version", "1.0").text("type", "link").text("title", (*story)->headline);
    if (!author.empty()) json.text("author_name", author);
    json.text("provider_name", settings.publication.name).text("provider_url", site + "/");
    reply.body = json.take();
    return reply;
}

}  // namespace warraq::site
