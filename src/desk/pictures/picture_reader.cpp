#include "desk/pictures/picture_reader.h"

#include "desk/problem.h"

namespace warraq::desk {

std::vector<store::LibraryPicture> PictureReader::pictures(std::string_view after, int limit) {
    return value_or_throw(stories_.reads_all() ? all_.pictures(after, limit)
                                               : all_.pictures_for(stories_.who().id, after, limit));
}

std::vector<story::Card> PictureReader::stories_showing(std::string_view media, int limit) {
    return value_or_throw(stories_.reads_all() ? all_.stories_showing(media, limit)
                                               : all_.stories_showing_for(stories_.who().id, media, limit));
}

bool PictureReader::may_see(std::string_view file) {
    return stories_.reads_all() || value_or_throw(all_.may_see_file(stories_.who().id, file));
}

}  // namespace warraq::desk
