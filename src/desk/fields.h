// The JSON object in a call's body. A member that is missing, of another type, or too long is a Problem 422
// that names it. Immutable; thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "desk/problem.h"

namespace warraq::desk {

class Fields {
  public:
    // An empty text is an object without members. Problem 400 for what is no JSON object, or is nested too
    // deeply.
    static Fields parse(std::string_view text);

    bool has(std::string_view name) const;  // and is not null
    std::string text(std::string_view name, std::size_t most_letters) const;
    std::string text_or(std::string_view name, std::size_t most_letters, std::string_view otherwise) const;
    std::int64_t number(std::string_view name) const;
    bool flag(std::string_view name) const;
    std::vector<std::string> texts(std::string_view name, std::size_t most, std::size_t most_letters) const;
    std::vector<std::int64_t> numbers(std::string_view name, std::size_t most) const;
    std::vector<Fields> objects(std::string_view name, std::size_t most) const;
    Fields object(std::string_view name) const;
    std::string json_of(std::string_view name) const;  // of any kind, as JSON text
    std::vector<std::string> names() const;            // also of those that are null

  private:
    friend std::string json_keeping(const Fields&, std::span<const std::string_view>,
                                    const std::function<bool(std::int64_t)>&);
    Fields(std::shared_ptr<const nlohmann::json> document, const nlohmann::json& object, std::string path)
        : document_(std::move(document)), object_(&object), path_(std::move(path)) {}
    const nlohmann::json& member(std::string_view name) const;
    [[noreturn]] void wrong(std::string_view name, std::string_view wanted) const;
    std::int64_t whole(const nlohmann::json& value, std::string_view name) const;
    std::string checked(const nlohmann::json& value, std::string_view name, std::size_t most_letters) const;
    const nlohmann::json& list(std::string_view name, std::size_t most) const;

    std::shared_ptr<const nlohmann::json> document_;
    const nlohmann::json* object_;
    std::string path_;  // "sources[2]."
};

// The object as JSON. From the arrays of numbers that `lists` names, those are removed that `keep` rejects.
std::string json_keeping(const Fields& fields, std::span<const std::string_view> lists,
                         const std::function<bool(std::int64_t)>& keep);

}  // namespace warraq::desk
