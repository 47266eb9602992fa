#include "desk/stories/story_finder.h"

#include <algorithm>

#include "arabic/fold.h"
#include "arabic/joined_names.h"

namespace warraq::desk {
namespace {

using store::DeskCard;
using store::DeskQuery;
using story::Status;

constexpr int kUnpublished = 5'000;  // looked through, of each status

// Has the headline all the words, or their beginnings?
bool holds(std::string_view headline, const std::vector<std::string>& wanted) {
    const auto words = folded_words(headline);
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
        return std::any_of(words.begin(), words.end(),
                           [&](const std::string& word) { return word.find(one) != word.npos; });
    });
}

bool fits(const DeskCard& card, const DeskQuery& query) {
    return (!query.status || card.card.status == *query.status) &&
           (!query.section || card.card.section == *query.section) &&
           (!query.owner || card.owner == *query.owner) && (!query.pages || !card.card.page_path.empty());
}

}  // namespace

std::vector<std::string> folded_words(std::string_view text) {
    std::vector<std::string> words;
    arabic::for_each_name_part(text, [&](std::string_view word) { words.push_back(arabic::fold(word)); });
    return words;
}

std::vector<DeskCard> find_stories(std::string_view words, const DeskQuery& query, const search::Index* index,
                                   DeskReader& reader) {
    std::vector<DeskCard> out;
    const auto wanted = folded_words(words);
    if (wanted.empty()) return out;
    const auto room = [&] { return static_cast<int>(out.size()) < query.limit; };
    for (const Status status : {Status::Draft, Status::InReview, Status::Scheduled, Status::Withdrawn})
        for (DeskCard& card : reader.desk_cards({.status = status, .limit = kUnpublished}))
            if (room() && fits(card, query) && holds(card.card.headline, wanted))
                out.push_back(std::move(card));
    if (!index) return out;
    const auto found =
        index->search({.query = search::parse_query(words), .section = query.section, .limit = query.limit});
    if (!found || found->nearest) return out;
    for (const search::Hit& hit : found->hits) {
        auto card = reader.desk_card(hit.story);
        if (room() && card && fits(*card, query)) out.push_back(std::move(*card));
    }
    return out;
}

}  // namespace warraq::desk
