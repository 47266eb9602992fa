// Stories in the desk's API: written as JSON, and a story's content read from it.
//
// Revisions and working copies store the same content (everything that a writer writes), so that the same
// code shows and restores them. Calls throw Problems.
#pragma once

#include <functional>
#include <span>

#include "base/json_writer.h"
#include "desk/desk_writer.h"
#include "desk/fields.h"

namespace warraq::desk {

// Written into the caller's open object.
void write_content(JsonWriter& json, const story::Story& story, std::span<const story::Section> sections);
std::string content_json(const story::Story& story, std::span<const story::Section> sections);

// The person of a byline's name: kept_people() adds a new one to the store; named_people() does not, for a
// story that is shown and not saved.
using PersonFor = std::function<story::Person(const std::string& name)>;
PersonFor kept_people(DeskWriter& writer);
PersonFor named_people(DeskReader& reader);

// Puts a content into a story. Related stories that whoever asks may not know stay as they are in `story`:
// the content neither adds nor removes them. Throws a Problem that names the member which breaks a rule.
void read_content(const Fields& content, story::Story& story, DeskReader& reader,
                  const PersonFor& person_for);
inline void read_content(const Fields& content, story::Story& story, DeskWriter& writer) {
    read_content(content, story, writer, kept_people(writer));
}

// Its member "page": the address of a page. Throws a Problem for one that it cannot have.
void read_page(const Fields& content, story::Story& story, DeskReader& reader);

// As the array "tags".
void write_tags(JsonWriter& json, std::span<const story::Tag> tags);

// A time, or null for none.
void write_time(JsonWriter& json, std::string_view name, Instant at);

// A picture and its texts, written into the caller's open object.
void write_image(JsonWriter& json, const story::Image& image);

// What lists show of a story.
void write_card(JsonWriter& json, const story::Card& card, std::span<const story::Section> sections);

// As an array of that name.
void write_cards(JsonWriter& json, std::string_view name, std::span<const story::Card> cards,
                 std::span<const story::Section> sections);

}  // namespace warraq::desk
