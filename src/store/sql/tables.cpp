#include "store/sql/tables.h"

#include <sstream>
#include <string_view>

namespace warraq::store::sql {
namespace {

// `columns`: # after a number's name, ^ after one that is filled in later.
Table table(const char* name, std::size_t keys, const char* columns, bool referred_to = false) {
    Table table{name, {}, keys, referred_to};
    std::istringstream words(columns);
    for (std::string word; words >> word;) {
        Column column;
        for (; word.ends_with('#') || word.ends_with('^'); word.pop_back())
            (word.back() == '#' ? column.number : column.later) = true;
        column.name = std::move(word);
        table.columns.push_back(std::move(column));
    }
    return table;
}

std::vector<Table> make_tables() {
    constexpr bool kReferredTo = true;
    return {
        table("sections", 1, "id# slug name position# hue parent_id#^", kReferredTo),
        table("people", 1, "id# slug name about", kReferredTo),
        table("stories", 1,
              "id# version# section_id# status slug published_at# updated_at# created_at# words# kicker "
              "headline standfirst lead_image language dateline withdrawal key_points_by key_points sources "
              "tags corrections body",
              kReferredTo),
        table("topics", 1, "id# slug name kind hidden# merged_into#^", kReferredTo),
        table("users", 1, "id# login name role disabled# created_at# password totp totp_step#", kReferredTo),
        table("comments", 1,
              "id# story_id# status created_at# name text email parent_id#^ edited_at# decided_at# reason "
              "email_hash address_hash",
              kReferredTo),
        table("bylines", 2, "story_id# position# person_id#"),
        table("urgent_stories", 1, "story_id# urgency"),
        table("story_extras", 1, "story_id# search_headline social_headline embargo#"),
        table("related_choices", 2, "story_id# position# other_id# choice"),
        table("story_sections", 2, "story_id# section_id# chosen# published_at#"),
        table("pages", 1, "story_id# path"),
        table("topic_names", 1, "key topic_id#"),
        table("story_topics", 2, "story_id# topic_id# position# published_at#"),
        table("comment_policies", 2, "kind id# policy"),
        table("bans", 2, "kind value at#"),
        table("views", 2, "hour# story_id# count#"),
        table("imports", 1, "external_id story_id# fingerprint version#"),
        table("imported_comments", 1, "external_id comment_id#"),
        table("old_addresses", 1, "path target"),
        table("old_links", 1, "story_id#"),
        table("recovery_codes", 2, "user_id# hash"),
        table("passkeys", 1, "id# user_id# credential algorithm# public_key uses# name created_at# used_at#"),
        table("sessions", 1, "id# hash user_id# created_at# seen_at# browser by_passkey#"),
        table("links", 1, "hash user_id# expires_at#"),
        table("audit", 1, "id# at# user_id# action subject detail"),
        table("story_owners", 1, "story_id# user_id#"),
        table("revisions", 1, "id# story_id# user_id# at# status content"),
        table("working_copies", 1, "story_id# user_id# at# content"),
        table("notes", 1, "id# story_id# user_id# at# text"),
        table("front_places", 1, "place# story_id# until#"),
        table("settings", 1, "key value"),
        table("redirects", 1, "path target"),
        table("pictures", 1, "media width# height# added_at# alt caption credit said_in#"),
        table("picture_uses", 2, "media story_id#"),
        table("file_readers", 2, "media user_id# uploaded# since#"),
        table("picture_numbers", 1, "number# media"),
        table("claims", 1, "name holder until# done#"),
        table("changes", 1, "seq# kind id# at#"),
    };
}

}  // namespace

std::span<const Table> tables() {
    static const std::vector<Table> all = make_tables();
    return all;
}

}  // namespace warraq::store::sql
