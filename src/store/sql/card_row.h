// A card as queries select it, with the story as `s`.
#pragma once

#include "store/sql/columns.h"
#include "store/sql/connection.h"

namespace warraq::store::sql {

#define CARD_COLUMNS                                                                                   \
    "s.id, s.slug, s.section_id, s.status, s.kicker, s.headline, s.standfirst, s.lead_image, "         \
    "s.published_at, s.updated_at, (SELECT u.urgency FROM urgent_stories u WHERE u.story_id = s.id), " \
    "(SELECT p.path FROM pages p WHERE p.story_id = s.id)"
inline constexpr int kCardColumns = 12;

inline Result<void> read_card(Statement& row, story::Card& card) {
    card.id = {row.number(0)};
    card.slug = row.text(1);
    card.section = {row.number(2)};
    const auto status = story::status_from(row.text(3));
    if (!status) return unavailable("a stored story has an unknown status");
    card.status = *status;
    card.kicker = row.text(4);
    card.headline = row.text(5);
    card.standfirst = row.text(6);
    card.published = from_unix(row.number(8));
    card.updated = from_unix(row.number(9));
    if (!row.null(10)) card.urgency = story::urgency_from(row.text(10)).value_or(story::Urgency::Normal);
    if (!row.null(11)) card.page_path = row.text(11);
    if (row.null(7)) return {};
    return from_column(row.text(7), card.lead_image.emplace());
}

inline Result<std::vector<story::Card>> read_cards(Statement& rows) {
    std::vector<story::Card> cards;
    while (rows.step())
        if (auto read = read_card(rows, cards.emplace_back()); !read) return fail(read.error());
    return cards;
}

}  // namespace warraq::store::sql
