#include "search/index_facts.h"

#include <algorithm>
#include <utility>

#include "search/document.h"

namespace warraq::search {
namespace {

bool has_words_beyond(const Xapian::Document& old, const Xapian::Document* next) {
    const std::string prefix(kWordPrefix);
    auto term = old.termlist_begin();
    for (term.skip_to(prefix); term != old.termlist_end() && (*term).starts_with(prefix); ++term) {
        if (!next) return true;
        auto other = next->termlist_begin();
        other.skip_to(*term);
        if (other == next->termlist_end() || *other != *term) return true;
    }
    return false;
}

// The latest time of publication of those that are there.
std::string newest_of_all(const Xapian::WritableDatabase& database) {
    Xapian::Enquire enquire(database);
    enquire.set_query(Xapian::Query::MatchAll);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_sort_by_value(kPublished, true);
    const Xapian::MSet first = enquire.get_mset(0, 1);
    return first.empty() ? std::string() : first.begin().get_document().get_value(kPublished);
}

}  // namespace

void IndexFacts::read(const Xapian::WritableDatabase& database) {
    newest_ = database.get_metadata(kNewest);
}

void IndexFacts::write(Xapian::WritableDatabase& database) {
    if (std::exchange(forgotten_, false))
        database.set_metadata(kForgotten, std::to_string(number_in(database, kForgotten) + 1));
    if (std::exchange(newest_left_, false)) newest_ = newest_of_all(database);
    if (newest_ != database.get_metadata(kNewest)) database.set_metadata(kNewest, newest_);
}

void IndexFacts::comes(const Xapian::Document& document) {
    if (!newest_.empty()) newest_ = std::max(newest_, document.get_value(kPublished));
}

void IndexFacts::leaves(const Xapian::WritableDatabase& database, const Xapian::Document& old,
                        const Xapian::Document* next) {
    if (!forgotten_) forgotten_ = has_words_beyond(old, next);
    const std::string published = old.get_value(kPublished);
    const std::string latest = newest_.empty() ? database.get_value_upper_bound(kPublished) : newest_;
    if (published >= latest && (!next || next->get_value(kPublished) < published)) newest_left_ = true;
}

}  // namespace warraq::search
