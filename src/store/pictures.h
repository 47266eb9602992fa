// The newsroom's pictures as a library: part of Reader and Writer. Saving a story keeps it: what the story
// shows, and what it says of each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "story/story.h"

namespace warraq::store {

struct LibraryPicture {
    story::Image image;  // with what was last said of it
    Instant added{};
    std::int64_t number = 0;  // by which programs ask for it
};

class PicturesReader {
  public:
    virtual ~PicturesReader() = default;

    // Latest first, those after `after` (a picture's name; empty: from the latest).
    virtual Result<std::vector<LibraryPicture>> pictures(std::string_view after, int limit) = 0;
    virtual Result<std::optional<LibraryPicture>> picture(std::string_view media) = 0;
    virtual Result<std::optional<LibraryPicture>> picture(std::int64_t number) = 0;
    // Stories of any status that show it, latest first.
    virtual Result<std::vector<story::Card>> stories_showing(std::string_view media, int limit) = 0;

    // The same for a user who may read public stories and their own, no others. They may see a file if
    //   a public story shows it or links to it,
    //   they uploaded it, or a colleague put it into one of their stories (PicturesWriter::show_file_to), or
    //   no story uses it and nobody is known to have uploaded it.
    // A picture's texts are those of the stories that this user may read; `added` is when they were first
    // allowed to see it. Other pictures are left out, also when counting from `after`.
    virtual Result<std::vector<LibraryPicture>> pictures_for(story::UserId reader, std::string_view after,
                                                             int limit) = 0;
    virtual Result<std::vector<story::Card>> stories_showing_for(story::UserId reader, std::string_view media,
                                                                 int limit) = 0;
    virtual Result<bool> may_see_file(story::UserId reader, std::string_view file) = 0;  // or a size of it

    // Of the media that the database keeps, for Media (store/media.h).
    // Bytes [offset, offset + size), fewer at its end, none after it; nothing where there is no such file.
    virtual Result<std::optional<std::string>> media_piece(std::string_view name, std::uint64_t offset,
                                                           std::size_t size) = 0;
    virtual Result<std::vector<std::string>> media_names() = 0;  // in their order
};

class PicturesWriter {
  public:
    virtual ~PicturesWriter() = default;

    // One that no story shows yet; of one that is there already, what is said of it now.
    // `added`: when it came to the newsroom; nothing: now.
    virtual Result<void> add_picture(const story::Image& image, std::optional<Instant> added = {}) = 0;
    // For good: whoever uploaded it, or owns a story that a colleague put it into.
    enum class ShownAs { Uploader, Owner };
    virtual Result<void> show_file_to(story::UserId reader, std::string_view file, ShownAs as) = 0;
    // Content never changes under its name: one that is there stays.
    virtual Result<void> add_media(std::string_view name, std::string_view content) = 0;
};

}  // namespace warraq::store
