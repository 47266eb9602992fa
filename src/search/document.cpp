#include "search/document.h"

#include <algorithm>

#include "arabic/fold.h"
#include "arabic/joined_names.h"
#include "base/number.h"
#include "base/table.h"

namespace warraq::search {
namespace {

// How much a word weighs by where it stands.
constexpr Xapian::termcount kHeadline = 5, kNames = 3, kPoints = 2, kBody = 1;
constexpr std::size_t kLongestWord = 100;  // bytes; longer ones are no word

std::string big_endian(std::uint64_t number, std::size_t bytes) {
    std::string out(bytes, '\0');
    for (std::size_t i = bytes; i-- > 0; number >>= 8) out[i] = static_cast<char>(number & 0xFF);
    return out;
}
std::uint64_t from_big_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

std::uint64_t pair_number(arabic::Key first, arabic::Key second) {
    constexpr unsigned kBits = 15;
    return ((first * 0x9E3779B97F4A7C15u ^ second) * 0xD6E8FEB86659FD93u) >> (64 - kBits);
}
std::string pair_term_of(std::uint64_t number) {
    return kPairPrefix + big_endian(number, 3);
}

class Builder {
  public:
    explicit Builder(arabic::TermMemory& memory) : memory_(memory) {}

    void add(std::string_view text, Xapian::termcount weight) {
        arabic::Key before = 0;
        arabic::for_each_name_part(text, [&](std::string_view word) {
            if (arabic::is_stop_word(word)) return;
            const arabic::TermKeys& keys = memory_.keys_of(word);
            for (const arabic::Key key : keys) terms_.emplace_back(key, weight);
            if (keys.empty()) return;
            if (before) pairs_.push_back(pair_number(before, keys.keys[0]));
            before = keys.keys[0];
        });
    }
    // What misspelt words are compared to.
    void add_words(std::string_view text) {
        arabic::for_each_name_part(text, [&](std::string_view word) {
            if (word.size() > kLongestWord) return;
            std::string term(kWordPrefix);
            term += arabic::fold(word, arabic::Folding::Display);
            document_.add_boolean_term(term);
        });
    }
    Xapian::Document& document() { return document_; }

    // Each term is added once, with all its weight: the document looks each up among those it has.
    Xapian::Document finish() {
        std::sort(terms_.begin(), terms_.end());
        for (std::size_t i = 0; i < terms_.size();) {
            const arabic::Key key = terms_[i].first;
            Xapian::termcount weight = 0;
            for (; i < terms_.size() && terms_[i].first == key; ++i) weight += terms_[i].second;
            document_.add_term(term_of(key), weight);
        }
        std::sort(pairs_.begin(), pairs_.end());
        for (std::size_t i = 0; i < pairs_.size();) {
            const std::size_t first = i;
            while (i < pairs_.size() && pairs_[i] == pairs_[first]) ++i;
            document_.add_term(pair_term_of(pairs_[first]), static_cast<Xapian::termcount>(i - first));
        }
        return std::move(document_);
    }

  private:
    arabic::TermMemory& memory_;
    Xapian::Document document_;
    std::vector<std::pair<arabic::Key, Xapian::termcount>> terms_;
    std::vector<std::uint64_t> pairs_;
};

}  // namespace

std::string term_of(arabic::Key key) {
    std::string term(1, kTermPrefix);
    std::size_t bytes = 1;
    while (bytes < sizeof key && key >> (8 * bytes)) ++bytes;
    return term += big_endian(key, bytes);
}
std::string pair_term(arabic::Key first, arabic::Key second) {
    return pair_term_of(pair_number(first, second));
}
std::string section_term(story::SectionId id) {
    return "S" + std::to_string(id.value);
}
std::string author_term(story::PersonId id) {
    return "A" + std::to_string(id.value);
}

std::string published_value(Instant published) {
    constexpr std::int64_t kLast = 0xFFFFFFFF;
    return big_endian(static_cast<std::uint64_t>(std::clamp<std::int64_t>(to_unix(published), 0, kLast)), 4);
}
Instant published_from(std::string_view value) {
    return from_unix(static_cast<std::int64_t>(from_big_endian(value)));
}

std::string facets_value(const Facets& facets) {
    return big_endian(static_cast<std::uint64_t>(facets.section), 4) +
           big_endian(static_cast<std::uint64_t>(facets.year), 2);
}
Facets facets_from(std::string_view value) {
    if (value.size() != 6) return {};
    return {static_cast<std::int64_t>(from_big_endian(value.substr(0, 4))),
            static_cast<int>(from_big_endian(value.substr(4)))};
}

std::string related_data(const std::vector<story::StoryId>& stories) {
    std::string out;
    for (const story::StoryId id : stories) out += std::to_string(id.value) + " ";
    return out.empty() ? " " : out;
}
std::vector<story::StoryId> related_from(std::string_view data) {
    std::vector<story::StoryId> out;
    for (const std::string_view part : split(data, ' '))
        if (const auto number = number_from(part)) out.push_back({*number});
    return out;
}

Xapian::Document document_of(const story::Story& story, arabic::TermMemory& memory) {
    Builder builder(memory);
    builder.add(story.headline, kHeadline);
    builder.add(story.kicker, kPoints);
    builder.add(story.standfirst, kPoints);
    builder.add_words(story.headline);
    for (const std::string& point : story.key_points) {
        builder.add(point, kPoints);
        builder.add_words(point);
    }
    for (const story::Tag& tag : story.tags) {
        builder.add(tag.name, kNames);
        builder.add_words(tag.name);
    }
    builder.add(story.body.plain_text(), kBody);
    Xapian::Document& document = builder.document();
    document.add_boolean_term(section_term(story.section));
    for (const story::Person& person : story.bylines) {
        document.add_boolean_term(author_term(person.id));
        builder.add(person.name, kBody);
    }
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(story.published)};
    document.add_value(kPublished, published_value(story.published));
    document.add_value(kFacets, facets_value({story.section.value, static_cast<int>(date.year())}));
    return builder.finish();
}

std::int64_t number_in(const Xapian::Database& database, const char* key) {
    return number_from(database.get_metadata(key)).value_or(0);
}

}  // namespace warraq::search
