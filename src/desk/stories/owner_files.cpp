#include "desk/stories/owner_files.h"

#include "desk/fields.h"
#include "desk/stories/saving.h"
#include "story/media.h"

namespace warraq::desk {

using story::Story;

namespace {

constexpr std::size_t kMostSources = 100;

std::set<std::string> files_of(const Story& story) {
    std::set<std::string> files;
    for (const story::Image& image : story::pictures_of(story)) files.insert(image.media);
    for (std::string& file : story::linked_files(story)) files.insert(std::move(file));
    return files;
}

// What a kept content names, also where it breaks a rule by now.
Story files_named_by(const Fields& content) {
    Story named;
    if (content.has("lead_image"))
        named.lead_image =
            story::Image{.media = content.object("lead_image").text("media", kLongestStoryText)};
    for (const Fields& source : content.objects("sources", kMostSources))
        named.sources.push_back({{}, source.text_or("url", kLongestStoryText, "")});
    if (auto body = story::Body::from_json(content.json_of("body"))) named.body = std::move(*body);
    return named;
}

}  // namespace

OwnerFiles::OwnerFiles(DeskWriter& writer, const Story& story) : writer_(writer) {
    const auto owner = writer.owner_of(story);
    if (!owner || owner == writer.who().id) return;
    const auto copy = writer.stored_working_copy(story);
    named_ = files_of(copy ? files_named_by(Fields::parse(copy->content)) : story);
}

void OwnerFiles::show(const Story& changed) {
    if (!named_) return;
    for (const std::string& file : files_of(changed))
        if (!named_->contains(file)) writer_.show_to_owner(changed, file);
}

}  // namespace warraq::desk
