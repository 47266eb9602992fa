#include "site/feeds/subscription_list.h"

#include "press/subscription_list.h"
#include "site/feeds/xml_reply.h"
#include "story/address.h"

namespace warraq::site {

Result<serve::Reply> subscription_list(ReadContext& context) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    const press::Publication& publication = context.site.settings.publication;
    std::vector<press::ListedFeed> feeds = {{publication.name, "/"}};
    for (const story::Section& section : *sections)
        feeds.push_back({section.name, story::address_of(section)});
    auto reply = xml_reply(context, press::subscription_list(publication, feeds), {"sections", "theme"});
    reply.type = "text/x-opml; charset=utf-8";
    return reply;
}

}  // namespace warraq::site
