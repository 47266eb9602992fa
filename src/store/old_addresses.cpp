#include "store/old_addresses.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/number.h"
#include "story/address.h"

namespace warraq::store {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 18 && only_digits(text);
}

// What ends an address that is another way to what stands before it.
constexpr std::array<std::string_view, 4> kOtherWays = {"amp", "embed", "trackback", "feed"};
constexpr std::array<std::string_view, 4> kFeeds = {"rss2", "rss", "atom", "rdf"};

// "/a/b/c" -> "/a/b" and "c".
std::pair<std::string_view, std::string_view> split_last(std::string_view path) {
    const auto slash = path.rfind('/');
    return {path.substr(0, slash), path.substr(slash + 1)};
}

// Cuts one such end off; false where there is none.
bool cut_end(std::string_view& path, bool& feed) {
    const auto [before, last] = split_last(path);
    if (before.empty() && last != "feed") return false;
    if (std::find(kOtherWays.begin(), kOtherWays.end(), last) != kOtherWays.end()) {
        feed = feed || last == "feed";
        path = before;
        return true;
    }
    if (last.starts_with("comment-page-")) {
        path = before;
        return true;
    }
    const auto [earlier, second] = split_last(before);
    const bool of_feed = second == "feed" && std::find(kFeeds.begin(), kFeeds.end(), last) != kFeeds.end();
    if (of_feed || (second == "page" && is_number(last))) {
        feed = feed || of_feed;
        path = earlier;
        return true;
    }
    return false;
}

// "/2018", "/2018/02", "/2018/02/05".
std::optional<std::string> archive_of(std::string_view path) {
    std::array<int, 3> parts{};
    std::size_t count = 0;
    for (std::size_t start = 1; start <= path.size(); ++count) {
        const auto end = std::min(path.find('/', start), path.size());
        const auto part = path.substr(start, end - start);
        const auto number = from_digits<int>(part);
        if (count == 3 || !number || part.size() > 4) return std::nullopt;
        parts[count] = *number;
        start = end + 1;
    }
    if (count == 0 || parts[0] < 1970 || parts[0] > 9999 || (count > 1 && (parts[1] < 1 || parts[1] > 12)) ||
        (count > 2 && (parts[2] < 1 || parts[2] > 31)))
        return std::nullopt;
    std::string out = fmt::format("/archive/{}", parts[0]);
    for (std::size_t i = 1; i < count; ++i) out += fmt::format("/{:02}", parts[i]);
    return out;
}

Result<std::optional<Withdrawn>> withdrawn_at(PublicReader& reader, story::StoryId id) {
    return reader.withdrawn(id);
}
Result<std::optional<Withdrawn>> withdrawn_at(Reader&, story::StoryId) {
    return std::nullopt;
}

Result<bool> has_file(PublicReader& reader, std::string_view file) {
    auto shown = reader.shown_by(file);
    return shown ? Result<bool>(shown->has_value()) : fail(shown.error());
}
Result<bool> has_file(Reader&, std::string_view) {
    return true;
}

template <class AnyReader>
Result<std::optional<OldPlace>> story_place(AnyReader& reader, story::StoryId id) {
    auto card = reader.card(id);
    if (!card) return fail(card.error());
    if (!*card || !story::is_public((*card)->status)) {
        auto withdrawn = withdrawn_at(reader, id);
        if (!withdrawn) return fail(withdrawn.error());
        if (!*withdrawn) return std::nullopt;
        OldPlace place{.address = {}, .story = id};
        place.withdrawn = std::move(*withdrawn);
        return place;
    }
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    const auto* section = story::find_section(*sections, (*card)->section);
    if (!section) return std::nullopt;
    return OldPlace{.address = story::address_of(**card, *section), .feed = false, .story = id};
}

template <class AnyReader>
Result<std::optional<OldPlace>> place_of(AnyReader& reader, std::string_view target) {
    const auto colon = target.find(':');
    const auto kind = target.substr(0, colon), name = target.substr(colon + 1);
    if (kind == "media") {
        auto known = has_file(reader, name);
        if (!known) return fail(known.error());
        return *known ? std::optional(OldPlace{.address = story::media_address(name)}) : std::nullopt;
    }
    const auto id = number_from(name);
    if (!id) return unavailable("an old address leads to what is unknown");
    if (kind == "story") return story_place(reader, {*id});
    if (kind == "section") {
        auto sections = reader.sections();
        if (!sections) return fail(sections.error());
        const auto* section = story::find_section(*sections, {*id});
        if (!section) return std::nullopt;
        return OldPlace{.address = story::address_of(*section)};
    }
    if (kind == "person") {
        auto person = reader.person(story::PersonId{*id});
        if (!person) return fail(person.error());
        if (!*person) return std::nullopt;
        return OldPlace{.address = story::address_of(**person)};
    }
    auto topic = reader.topic(story::TopicId{*id});
    if (!topic) return fail(topic.error());
    if (!*topic) return std::nullopt;
    OldPlace place{.address = story::address_of(**topic)};
    place.topic = std::move(*topic);
    return place;
}

// What was kept of the address, under any of the ways in which WordPress writes it. One that leads to what
// may not be found is none.
template <class AnyReader>
Result<std::optional<OldPlace>> known_place(AnyReader& reader, std::string_view path) {
    std::vector<std::string> ways = {std::string(path)};
    if (path.starts_with("/archives/") && is_number(path.substr(10)))
        ways.push_back(fmt::format("/?p={}", path.substr(10)));
    if (path.find("/wp-content/uploads/") != path.npos) ways.push_back(original_upload(path));
    for (const std::string& way : ways) {
        auto target = reader.old_address(way);
        if (!target) return fail(target.error());
        if (!*target) continue;
        auto place = place_of(reader, **target);
        if (!place || *place) return place;
    }
    return std::nullopt;
}

template <class AnyReader>
Result<std::optional<OldPlace>> find_place(AnyReader& reader, std::string_view address) {
    constexpr std::string_view kIndex = "/index.php";  // WordPress takes it in front of any of its paths
    if (address == "/") return std::nullopt;
    if (address.starts_with(kIndex)) address.remove_prefix(kIndex.size());
    // «/?p=16» is a page's whole address; elsewhere a query asks for no other page.
    if (const auto query = address.find('?'); query != address.npos && query > 1)
        address = address.substr(0, query);
    else if (query != address.npos)
        address = address.substr(0, address.find('&'));
    std::string_view path = address;
    bool feed = false, changed = !path.starts_with('/');
    const bool asks = path.find('?') != path.npos;
    constexpr int kMostEnds = 5;
    for (int cut = 0; cut < kMostEnds && !path.empty(); ++cut) {
        while (!asks && path.ends_with('/') && !path.empty()) {
            path.remove_suffix(1);
            changed = true;
        }
        if (path.empty()) break;
        auto place = known_place(reader, path);
        if (!place) return place;
        if (*place) {
            (*place)->feed = feed;
            return place;
        }
        auto page = reader.page(path);
        if (!page) return fail(page.error());
        if (*page && changed) return story_place(reader, **page);
        if (const auto archive = archive_of(path)) return OldPlace{.address = *archive, .feed = false};
        if (asks || !cut_end(path, feed)) return std::nullopt;
        changed = true;
    }
    if (!path.empty() || !changed) return std::nullopt;
    return OldPlace{.address = "/", .feed = feed};
}

}  // namespace

std::optional<std::int64_t> target_number(std::string_view target, std::string_view kind) {
    const auto colon = std::min(target.find(':'), target.size());
    if (target.substr(0, colon) != kind || colon == target.size()) return std::nullopt;
    return number_from(target.substr(colon + 1));
}

Result<void> keep_old_address(Writer& writer, std::string_view address, std::string_view target) {
    auto kept = writer.set_old_address(address, target);
    return kept || kept.error().kind == Error::Kind::Invalid ? Result<void>{} : kept;
}

std::string original_upload(std::string_view upload) {
    const auto dot = upload.rfind('.'), dash = upload.rfind('-');
    if (dot == upload.npos || dash == upload.npos || dash > dot) return std::string(upload);
    const auto size = upload.substr(dash + 1, dot - dash - 1);
    const auto by = size.find('x');
    if (by == size.npos || !is_number(size.substr(0, by)) || !is_number(size.substr(by + 1)))
        return std::string(upload);
    return std::string(upload.substr(0, dash)) + std::string(upload.substr(dot));
}

Result<std::optional<OldPlace>> find_old_place(PublicReader& reader, std::string_view address) {
    return find_place(reader, address);
}
Result<std::optional<OldPlace>> find_old_place(Reader& reader, std::string_view address) {
    return find_place(reader, address);
}

}  // namespace warraq::store
