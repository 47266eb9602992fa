// One call of the WordPress API while it is being answered. Internal to this folder.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "press/wordpress_json.h"
#include "site/api/wordpress/parameters.h"
#include "site/api/wordpress/refusal.h"
#include "site/context.h"

namespace warraq::site::wordpress {

class Call {
  public:
    // Throws a Refusal where the sections cannot be read.
    explicit Call(ReadContext& of);

    ReadContext& context;
    store::PublicReader& reader;
    const std::span<const story::Section> sections;
    const Parameters parameters;
    const press::wordpress::Writer writer;

    // The stories that editors placed on the front page. Read on first use.
    const std::vector<story::StoryId>& front();

    // Reduced to the fields that the request asks for.
    serve::Reply json(const Json& value) const;
    // Part of a list of `total` things, with the headers that WordPress pages lists by.
    serve::Reply list(const Json& things, std::int64_t total, const ListPart& part) const;

    // The same, from a list that is in memory as a whole.
    template <class Thing, class Write>
    serve::Reply slice_of(const std::vector<Thing>& things, const ListPart& part, Write write) const {
        Json out = Json::array();
        const auto first = std::min<std::size_t>(static_cast<std::size_t>(part.slice.offset), things.size());
        const auto last = std::min(first + static_cast<std::size_t>(part.slice.limit), things.size());
        for (std::size_t i = first; i < last; ++i) out.push_back(write(things[i]));
        return list(out, static_cast<std::int64_t>(things.size()), part);
    }

  private:
    std::string address_of(std::int64_t page, std::string_view rel) const;

    std::optional<std::vector<story::StoryId>> front_;
};

}  // namespace warraq::site::wordpress
