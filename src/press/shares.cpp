// What aggregators, chats and search engines read of a page: its feeds, its picture, its structured data.
#include <algorithm>
#include <fmt/format.h>

#include "base/crypto.h"
#include "base/percent.h"
#include "press/feeds.h"
#include "press/frame.h"
#include "press/structured_data.h"
#include "story/address.h"

namespace warraq::press {
namespace {

std::string mark_of(const SharePicture& picture) {
    return crypto::content_hash(fmt::format("{}\n{}\n{}\n{}", picture.section, picture.headline, picture.site,
                                            picture.address))
        .substr(0, 10);
}

void fill_alternate(Sheet& layout, std::string_view language, const std::string& address) {
    auto alternate = layout.add("ALTERNATE");
    alternate.text("LANGUAGE", language);
    alternate.text("ADDRESS", address);
}

}  // namespace

void Press::fill_shares(Sheet& layout, const Frame& frame) const {
    std::string locale = publication_.locale;  // ar_EG, as Open Graph writes it
    std::replace(locale.begin(), locale.end(), '-', '_');
    layout.text("LOCALE", locale);
    const std::string& title = frame.share_title.empty() ? frame.title : frame.share_title;
    layout.text("SHARE_TITLE", title.empty() ? publication_.name : title);
    if (!frame.feed.empty()) {
        auto feeds = layout.add("FEEDS");
        for (const FeedKind kind : kFeedKinds) {
            auto item = feeds.add("FEED");
            const std::string_view type = media_type_of(kind);
            item.text("TYPE", type.substr(0, type.find(';')));
            item.text("ADDRESS", feed_address(frame.feed, kind));
        }
    }
    // Another edition answers the front page only: it has stories of its own.
    if (frame.address == "/" && !publication_.editions.empty()) {
        fill_alternate(layout, language_of(publication_), absolute(publication_, "/"));
        for (const auto& [language, address] : publication_.editions)
            fill_alternate(layout, language, address);
    }
    if (!frame.story) {
        fill_share_picture(layout, share_address(), publication_.name, SharePainter::kWidth,
                           SharePainter::kHeight);
        layout.show("OF_SITE");
        return;
    }
    const story::Story& story = frame.story->story;
    const story::Section& section = frame.story->section;
    const auto image =
        story.lead_image ? std::optional(story::plain_picture(*story.lead_image)) : std::nullopt;
    const std::string picture = image ? story::media_address(image->media) : share_address(story, section);
    if (image)
        fill_share_picture(layout, picture, image->alt, image->width, image->height);
    else
        fill_share_picture(layout, picture, story.headline, SharePainter::kWidth, SharePainter::kHeight);
    auto of_story = layout.add("OF_STORY");
    of_story.text("PUBLISHED", to_iso8601(story.published));
    of_story.text("MODIFIED", to_iso8601(std::max(story.updated, story.published)));
    of_story.text("SECTION_NAME", section.name);
    of_story.text("OEMBED", "/oembed?url=" + percent::encode_value(absolute(publication_, frame.address)));
    of_story.html("JSON_HTML", json_ld_html(structured_data(publication_, story, section, picture)));
}

void Press::fill_share_picture(Sheet& layout, std::string_view address, std::string_view alt, int width,
                               int height) const {
    auto picture = layout.add("SHARE_PICTURE");
    picture.text("ADDRESS", absolute(publication_, address));
    picture.text("ALT", alt);
    picture.text("WIDTH", std::to_string(width));
    picture.text("HEIGHT", std::to_string(height));
}

SharePicture Press::share_picture(const story::Card& story, const story::Section& section) const {
    return {section.name, story.headline, publication_.name,
            std::string(without_scheme(publication_.address))};
}

SharePicture Press::share_picture() const {
    return {publication_.tagline, publication_.name, {}, std::string(without_scheme(publication_.address))};
}

std::string Press::share_address(const story::Card& story, const story::Section& section) const {
    return fmt::format("/share/{}-{}.png", story.id.value, mark_of(share_picture(story, section)));
}

std::string Press::share_address() const {
    return fmt::format("/share/site-{}.png", mark_of(share_picture()));
}

Result<std::string> Press::share_png(const story::Card& story, const story::Section& section) const {
    return theme_->painter().paint(share_picture(story, section));
}

Result<std::string> Press::share_png() const {
    return theme_->painter().paint(share_picture());
}

}  // namespace warraq::press
