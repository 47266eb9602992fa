#include "base/json_writer.h"

#include "base/json_text.h"

namespace warraq {

void JsonWriter::key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    if (name.empty()) return;
    append_json_string(out_, name);
    out_ += ':';
}

JsonWriter& JsonWriter::open(std::string_view name, char bracket) {
    key(name);
    out_ += bracket;
    open_ += bracket == '{' ? '}' : ']';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::end() {
    out_ += open_.back();
    open_.pop_back();
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view name, std::string_view value) {
    key(name);
    append_json_string(out_, value);
    return *this;
}

JsonWriter& JsonWriter::number(std::string_view name, std::int64_t value) {
    return json(name, std::to_string(value));
}

JsonWriter& JsonWriter::flag(std::string_view name, bool value) {
    return json(name, value ? "true" : "false");
}

JsonWriter& JsonWriter::null(std::string_view name) {
    return json(name, "null");
}

JsonWriter& JsonWriter::json(std::string_view name, std::string_view value) {
    key(name);
    out_ += value;
    return *this;
}

std::string JsonWriter::take() {
    while (!open_.empty()) end();
    return std::move(out_);
}

}  // namespace warraq
