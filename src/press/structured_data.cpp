#include "press/structured_data.h"

#include "base/json_text.h"
#include "press/feeds.h"
#include "story/address.h"

namespace warraq::press {
namespace {

// A small writer: commas come by themselves.
class Json {
  public:
    Json& open(std::string_view name, char bracket) {
        key(name);
        out_ += bracket;
        return *this;
    }
    Json& close(char bracket) {
        out_ += bracket;
        return *this;
    }
    Json& text(std::string_view name, std::string_view value) {
        key(name);
        append_json_string(out_, value);
        return *this;
    }
    Json& number(std::string_view name, int value) {
        key(name);
        out_ += std::to_string(value);
        return *this;
    }
    std::string take() { return std::move(out_); }

  private:
    void key(std::string_view name) {
        if (!out_.empty() && out_.back() != '{' && out_.back() != '[') out_ += ',';
        if (name.empty()) return;
        append_json_string(out_, name);
        out_ += ':';
    }
    std::string out_;
};

}  // namespace

std::string structured_data(const Publication& publication, const story::Story& story,
                            const story::Section& section, std::string_view share_picture) {
    const std::string address = absolute(publication, story::address_of(story, section));
    Json json;
    json.open("", '{').text("@context", "https://schema.org").open("@graph", '[');
    json.open("", '{').text("@type", "NewsArticle").text("@id", address).text("url", address);
    json.text("headline", story.headline)
        .text("inLanguage", story.language)
        .text("articleSection", section.name);
    json.text("datePublished", to_iso8601(story.published));
    json.text("dateModified", to_iso8601(std::max(story.updated, story.published)));
    if (!story.standfirst.empty()) json.text("description", story.standfirst);
    json.number("wordCount", story.words);
    if (story.lead_image)
        json.text("image", absolute(publication, story::media_address(story.lead_image->media)));
    else if (!share_picture.empty())
        json.text("image", absolute(publication, share_picture));
    json.open("author", '[');
    for (const story::Person& person : story.bylines)
        json.open("", '{')
            .text("@type", "Person")
            .text("name", person.name)
            .text("url", absolute(publication, story::address_of(person)))
            .close('}');
    if (story.bylines.empty())
        json.open("", '{').text("@type", "Organization").text("name", publication.name).close('}');
    json.close(']');
    json.open("publisher", '{').text("@type", "NewsMediaOrganization").text("name", publication.name);
    json.text("url", absolute(publication, "/")).close('}');
    if (!story.tags.empty()) {
        json.open("keywords", '[');
        for (const story::Tag& tag : story.tags) json.text("", tag.name);
        json.close(']');
    }
    json.close('}');
    json.open("", '{').text("@type", "BreadcrumbList").open("itemListElement", '[');
    int position = 0;
    for (const auto& [name, path] :
         {std::pair<std::string_view, std::string>(publication.name, "/"),
          std::pair<std::string_view, std::string>(section.name, story::address_of(section)),
          std::pair<std::string_view, std::string>(story.headline, story::address_of(story, section))})
        json.open("", '{')
            .text("@type", "ListItem")
            .number("position", ++position)
            .text("name", name)
            .text("item", absolute(publication, path))
            .close('}');
    json.close(']').close('}').close(']').close('}');
    return json.take();
}

}  // namespace warraq::press
