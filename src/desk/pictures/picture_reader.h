// The library of pictures and the newsroom's other files, as far as someone may see them. Part of DeskReader
// (desk_reader.h).
#pragma once

#include <string_view>
#include <vector>

#include "desk/stories/story_reader.h"
#include "store/store.h"

namespace warraq::desk {

class PictureReader {
  public:
    PictureReader(store::Reader& all, const StoryReader& stories) : all_(all), stories_(stories) {}

    std::vector<store::LibraryPicture> pictures(std::string_view after, int limit);
    std::vector<story::Card> stories_showing(std::string_view media, int limit);
    bool may_see(std::string_view file);

  private:
    store::Reader& all_;
    const StoryReader& stories_;
};

}  // namespace warraq::desk
