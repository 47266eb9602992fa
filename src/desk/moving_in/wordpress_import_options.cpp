#include "desk/moving_in/wordpress_import_options.h"

#include "desk/pictures/picture_maker.h"
#include "digest/key_points.h"

namespace warraq::desk {

wordpress::WordpressOptions wordpress_options(const store::Media& media) {
    wordpress::WordpressOptions options;
    options.media = media;
    options.make_picture = [media](std::string_view bytes) -> Result<story::Image> {
        // As many as there are cores wait for each other.
        auto made = make_picture(bytes, media, std::chrono::minutes(10));
        if (!made) return fail(made.error());
        return story::Image{made->media, "", "", "", made->width, made->height};
    };
    options.enrich = [](story::Story& story) {
        if (story.key_points_by == story::KeyPointsBy::Editor) return;
        thread_local arabic::TermMemory memory;
        story.key_points =
            digest::key_points(digest::StoryText(story.headline, story.body.plain_text(), nullptr, &memory));
    };
    return options;
}

}  // namespace warraq::desk
