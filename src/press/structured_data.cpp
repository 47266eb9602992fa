#include "press/structured_data.h"

#include "base/json_writer.h"
#include "press/feeds.h"
#include "story/address.h"

namespace warraq::press {

std::string structured_data(const Publication& publication, const story::Story& story,
                            const story::Section& section, std::string_view picture) {
    const std::string address = absolute(publication, story::address_of(story, section));
    JsonWriter json;
    json.object().text("@context", "https://schema.org").array("@graph");
    json.object()
        .text("@type", story.page_path.empty() ? "NewsArticle" : "WebPage")
        .text("@id", address)
        .text("url", address);
    json.text("headline", story.headline)
        .text("inLanguage", story.language)
        .text("articleSection", section.name);
    json.text("datePublished", to_iso8601(story.published));
    json.text("dateModified", to_iso8601(std::max(story.updated, story.published)));
    if (!story.standfirst.empty()) json.text("description", story.standfirst);
    json.number("wordCount", story.words);
    json.text("image", absolute(publication, picture));
    json.array("author");
    for (const story::Person& person : story.bylines)
        json.object()
            .text("@type", "Person")
            .text("name", person.name)
            .text("url", absolute(publication, story::address_of(person)))
            .end();
    if (story.bylines.empty())
        json.object().text("@type", "Organization").text("name", publication.name).end();
    json.end();
    json.object("publisher").text("@type", "NewsMediaOrganization").text("name", publication.name);
    json.text("url", absolute(publication, "/")).end();
    if (!story.tags.empty()) {
        json.array("keywords");
        for (const story::Tag& tag : story.tags) json.text(tag.name);
        json.end();
    }
    json.end();
    json.object().text("@type", "BreadcrumbList").array("itemListElement");
    int position = 0;
    for (const auto& [name, path] :
         {std::pair<std::string_view, std::string>(publication.name, "/"),
          std::pair<std::string_view, std::string>(section.name, story::address_of(section)),
          std::pair<std::string_view, std::string>(story.headline, story::address_of(story, section))})
        json.object()
            .text("@type", "ListItem")
            .number("position", ++position)
            .text("name", name)
            .text("item", absolute(publication, path))
            .end();
    return json.take();
}

}  // namespace warraq::press
