#include "press/subscription_list.h"

#include "press/feeds.h"
#include "press/xml.h"

namespace warraq::press {

std::string subscription_list(const Publication& publication, std::span<const ListedFeed> feeds) {
    Xml xml;
    xml.open("opml", {{"version", "2.0"}});
    xml.open("head").element("title", publication.name).close();
    xml.open("body");
    for (const auto& [title, home] : feeds)
        // Most readers show `text`, some only `title`.
        xml.empty("outline", {{"type", "rss"},
                              {"text", title},
                              {"title", title},
                              {"xmlUrl", absolute(publication, feed_address(home, FeedKind::Rss))},
                              {"htmlUrl", absolute(publication, home)}});
    return xml.finish();
}

}  // namespace warraq::press
