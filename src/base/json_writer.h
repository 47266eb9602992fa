// JSON text, written in order; commas and the closing brackets come by themselves.
//
//     JsonWriter json;
//     json.object().text("name", name).array("tags");
//     for (const Tag& tag : tags) json.text(tag.name);
//     return json.end().take();                          // {"name":"…","tags":["…"]}
//
// Inside an array, and for the outermost value, leave the name out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace warraq {

class JsonWriter {
  public:
    JsonWriter& object(std::string_view name = {}) { return open(name, '{'); }
    JsonWriter& array(std::string_view name = {}) { return open(name, '['); }
    JsonWriter& end();  // of the innermost one

    JsonWriter& text(std::string_view name, std::string_view value);
    JsonWriter& text(std::string_view value) { return text({}, value); }
    JsonWriter& number(std::string_view name, std::int64_t value);
    JsonWriter& number(std::int64_t value) { return number({}, value); }
    JsonWriter& flag(std::string_view name, bool value);
    JsonWriter& null(std::string_view name);
    // A value that is JSON already.
    JsonWriter& json(std::string_view name, std::string_view value);

    // The text, with what is still open closed.
    std::string take();

  private:
    JsonWriter& open(std::string_view name, char bracket);
    void key(std::string_view name);

    std::string out_;
    std::string open_;   // closing brackets to come, innermost last
    bool first_ = true;  // of the innermost one
};

}  // namespace warraq
