#include "desk/fields.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace warraq::desk {
namespace {

using nlohmann::json;

constexpr int kDepth = 64;

}  // namespace

Fields Fields::parse(std::string_view text) {
    const Problem not_json(400, "not_json", "the call's body is not a JSON object");
    auto document = std::make_shared<json>(json::object());
    if (!text.empty()) {
        try {
            *document = json::parse(text, [&](int depth, json::parse_event_t, json&) {
                if (depth > kDepth) throw not_json;
                return true;
            });
        } catch (const json::exception&) {
            throw not_json;
        }
    }
    if (!document->is_object()) throw not_json;
    const json& object = *document;
    return {std::move(document), object, {}};
}

void Fields::wrong(std::string_view name, std::string_view wanted) const {
    throw Problem(422, "invalid", fmt::format("{}{}: {}", path_, name, wanted));
}

bool Fields::has(std::string_view name) const {
    const auto found = object_->find(name);
    return found != object_->end() && !found->is_null();
}

const json& Fields::member(std::string_view name) const {
    const auto found = object_->find(name);
    if (found == object_->end()) wrong(name, "is missing");
    return *found;
}

std::string Fields::checked(const json& value, std::string_view name, std::size_t most_letters) const {
    if (!value.is_string()) wrong(name, "is not a text");
    const auto& text = value.get_ref<const std::string&>();
    if (utf8::length(text) > most_letters) wrong(name, fmt::format("has more than {} letters", most_letters));
    if (text.find('\0') != text.npos) wrong(name, "holds a NUL");
    return text;
}

std::string Fields::text(std::string_view name, std::size_t most_letters) const {
    return checked(member(name), name, most_letters);
}

std::string Fields::text_or(std::string_view name, std::size_t most_letters,
                            std::string_view otherwise) const {
    return has(name) ? text(name, most_letters) : std::string(otherwise);
}

std::int64_t Fields::whole(const json& value, std::string_view name) const {
    if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX))
        wrong(name, "is not a whole number");
    return value.get<std::int64_t>();
}

std::int64_t Fields::number(std::string_view name) const {
    return whole(member(name), name);
}

std::vector<std::int64_t> Fields::numbers(std::string_view name, std::size_t most) const {
    std::vector<std::int64_t> out;
    for (const json& value : list(name, most)) out.push_back(whole(value, name));
    return out;
}

bool Fields::flag(std::string_view name) const {
    const json& value = member(name);
    if (!value.is_boolean()) wrong(name, "is not true or false");
    return value.get<bool>();
}

const json& Fields::list(std::string_view name, std::size_t most) const {
    const json& value = member(name);
    if (!value.is_array()) wrong(name, "is not a list");
    if (value.size() > most) wrong(name, fmt::format("has more than {} entries", most));
    return value;
}

std::vector<std::string> Fields::texts(std::string_view name, std::size_t most,
                                       std::size_t most_letters) const {
    std::vector<std::string> out;
    for (const json& value : list(name, most)) out.push_back(checked(value, name, most_letters));
    return out;
}

std::vector<Fields> Fields::objects(std::string_view name, std::size_t most) const {
    std::vector<Fields> out;
    for (const json& value : list(name, most)) {
        if (!value.is_object()) wrong(name, "holds what is not an object");
        out.push_back({document_, value, fmt::format("{}{}[{}].", path_, name, out.size())});
    }
    return out;
}

Fields Fields::object(std::string_view name) const {
    const json& value = member(name);
    if (!value.is_object()) wrong(name, "is not an object");
    return {document_, value, fmt::format("{}{}.", path_, name)};
}

std::string Fields::json_of(std::string_view name) const {
    return member(name).dump();
}

std::string json_keeping(const Fields& fields, std::span<const std::string_view> lists,
                         const std::function<bool(std::int64_t)>& keep) {
    json copy = *fields.object_;
    for (const std::string_view name : lists) {
        const auto found = copy.find(name);
        if (found == copy.end() || !found->is_array()) continue;
        std::erase_if(found->get_ref<json::array_t&>(),
                      [&](const json& value) { return !keep(fields.whole(value, name)); });
    }
    return copy.dump();
}

std::vector<std::string> Fields::names() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : object_->items()) names.push_back(name);
    return names;
}

}  // namespace warraq::desk
