// The read calls of listings: part of Reading, in a file of their own. Included by reader.cpp alone.
#pragma once

#include "store/sql/comment_row.h"
#include "store/sql/conditions.h"
#include "store/sql/pictures_reader.h"
#include "store/sql/public.h"
#include "store/sql/reader.h"
#include "store/sql/rows.h"

namespace warraq::store::sql {

template <class Interface>
Result<Listed<story::StoryId>> Reading<Interface>::list(const StoryListing& wanted) {
    return guarded([&]() -> Result<Listed<story::StoryId>> {
        Conditions where;
        where.add(PUBLIC_STORY);
        where.add(wanted.pages ? "EXISTS (SELECT 1 FROM pages p WHERE p.story_id = s.id)"
                               : "NOT EXISTS (SELECT 1 FROM pages p WHERE p.story_id = s.id)");
        where.choose("s.id IN ({})", "s.id NOT IN ({})", wanted.stories);
#define IN_SECTIONS                                                                                         \
    "s.section_id IN ({0}) OR EXISTS (SELECT 1 FROM story_sections x WHERE x.story_id = s.id AND x.chosen " \
    "= 1 "                                                                                                  \
    "AND x.section_id IN ({0}))"
        const auto number = [](story::SectionId id) { return id.value; };
        if (const auto& only = wanted.sections.only; !only.empty())
            where.add_list(IN_SECTIONS, only, number, 2);
        if (const auto& except = wanted.sections.except; !except.empty())
            where.add_list("NOT (" IN_SECTIONS ")", except, number, 2);
#undef IN_SECTIONS
        where.choose(
            "s.id IN (SELECT b.story_id FROM bylines b WHERE b.position = 0 AND b.person_id IN ({}))",
            "s.id NOT IN (SELECT b.story_id FROM bylines b WHERE b.position = 0 AND b.person_id IN ({}))",
            wanted.people);
        where.choose("s.id IN (SELECT t.story_id FROM story_topics t WHERE t.topic_id IN ({}))",
                     "s.id NOT IN (SELECT t.story_id FROM story_topics t WHERE t.topic_id IN ({}))",
                     wanted.topics);
        if (!wanted.slugs.empty())
            where.add_list("s.slug IN ({})", wanted.slugs, [](const std::string& slug) { return slug; });
        if (wanted.after) where.add("s.published_at > ?", to_unix(*wanted.after));
        if (wanted.before) where.add("s.published_at < ?", to_unix(*wanted.before));
        if (wanted.updated_after) where.add("s.updated_at > ?", to_unix(*wanted.updated_after));
        if (wanted.updated_before) where.add("s.updated_at < ?", to_unix(*wanted.updated_before));
        std::string order;
        if (wanted.order == StoryListing::Order::Given && !wanted.stories.only.empty()) {
            order = " ORDER BY CASE s.id";
            for (std::size_t i = 0; i < wanted.stories.only.size(); ++i)
                order += fmt::format(" WHEN {} THEN {}", wanted.stories.only[i].value, i);
            order += fmt::format(" END LIMIT {} OFFSET {}", wanted.slice.limit, wanted.slice.offset);
        } else {
            constexpr const char* kOrders[] = {"s.published_at", "s.updated_at", "s.id",
                                               "s.headline",     "s.slug",       "s.published_at"};
            order = order_and_slice(kOrders[static_cast<int>(wanted.order)], "s.id", wanted.slice);
        }
        return list_of<story::StoryId>(
            connection_, "s.id", "stories s" + where.text(), where, order,
            [](Statement& row) { return Result<story::StoryId>(story::StoryId{row.number(0)}); });
    });
}

template <class Interface>
Result<Listed<story::Comment>> Reading<Interface>::list(const CommentListing& wanted) {
    return guarded([&]() -> Result<Listed<story::Comment>> {
        Conditions where;
        where.add(PUBLIC_COMMENT);
        where.add(PUBLIC_STORY);
        where.choose("c.id IN ({})", "c.id NOT IN ({})", wanted.comments);
        where.choose("c.story_id IN ({})", "c.story_id NOT IN ({})", wanted.stories);
        if (wanted.parents)
            where.add_list("coalesce(c.parent_id, 0) IN ({})", *wanted.parents,
                           [](story::CommentId id) { return id.value; });
        if (wanted.after) where.add("c.created_at > ?", to_unix(*wanted.after));
        if (wanted.before) where.add("c.created_at < ?", to_unix(*wanted.before));
        return list_of<story::Comment>(connection_, COMMENT_COLUMNS,
                                       "comments c JOIN stories s ON s.id = c.story_id" + where.text(), where,
                                       order_and_slice("c.created_at", "c.id", wanted.slice), read_comment);
    });
}

template <class Interface>
Result<Listed<story::Topic>> Reading<Interface>::list(const TopicListing& wanted) {
    return guarded([&]() -> Result<Listed<story::Topic>> {
        Conditions where;
        where.add("t.merged_into IS NULL");
        if (!wanted.hidden_too) where.add("t.hidden = 0");
        where.choose("t.id IN ({})", "t.id NOT IN ({})", wanted.topics);
        if (!wanted.slugs.empty())
            where.add_list("t.slug IN ({})", wanted.slugs, [](const std::string& slug) { return slug; });
        if (!wanted.contains.empty()) where.add("instr(t.name, ?) > 0", wanted.contains);
        if (wanted.of)
            where.add("t.id IN (SELECT x.topic_id FROM story_topics x WHERE x.story_id = ?)",
                      wanted.of->value);
        if (wanted.used) where.add("t.stories > 0");
        constexpr const char* kOrders[] = {"t.name", "t.stories", "t.id", "t.slug"};
        return list_of<story::Topic>(
            connection_, TOPIC_COLUMNS, "topics t" + where.text(), where,
            order_and_slice(kOrders[static_cast<int>(wanted.order)], "t.id", wanted.slice), read_topic);
    });
}

template <class Interface>
Result<Listed<LibraryPicture>> Reading<Interface>::list(const PictureListing& wanted) {
    return guarded([&]() -> Result<Listed<LibraryPicture>> {
        Conditions where;
        where.choose("n.number IN ({})", "n.number NOT IN ({})", wanted.numbers);
        return list_of<LibraryPicture>(connection_, PICTURE_COLUMNS, PICTURE_TABLES + where.text(), where,
                                       order_and_slice("p.added_at", "n.number", wanted.slice), read_picture);
    });
}

template <class Interface>
Result<std::unordered_map<story::SectionId, std::int64_t>> Reading<Interface>::stories_of_sections() {
    return guarded([&]() -> Result<std::unordered_map<story::SectionId, std::int64_t>> {
        std::unordered_map<story::SectionId, std::int64_t> counts;
        auto own =
            connection_.prepare("SELECT s.section_id, count(*) FROM stories s WHERE " PUBLIC_STORY
                                " AND NOT EXISTS "
                                "(SELECT 1 FROM pages p WHERE p.story_id = s.id) GROUP BY s.section_id");
        while (own.step()) counts[{own.number(0)}] += own.number(1);
        auto beside = connection_.prepare(
            "SELECT x.section_id, count(*) FROM story_sections x JOIN stories s ON s.id = x.story_id WHERE "
            "x.chosen = 1 AND " PUBLIC_STORY " GROUP BY x.section_id");
        while (beside.step()) counts[{beside.number(0)}] += beside.number(1);
        return counts;
    });
}

template <class Interface>
Result<std::vector<story::Person>> Reading<Interface>::authors() {
    return guarded([&]() -> Result<std::vector<story::Person>> {
        auto rows = connection_.prepare(
            "SELECT p.id, p.slug, p.name, p.about FROM people p WHERE " PUBLIC_PERSON " ORDER BY p.id");
        std::vector<story::Person> out;
        while (rows.step()) out.push_back(read_person(rows));
        return out;
    });
}

template <class Interface>
Result<std::vector<story::StoryId>> Reading<Interface>::all_stories(story::StoryId after, int limit) {
    return guarded([&] {
        auto rows = connection_.prepare("SELECT id FROM stories WHERE id > ? ORDER BY id LIMIT ?");
        rows.bind(after.value, limit);
        return read_all(rows,
                        [](Statement& row) { return Result<story::StoryId>(story::StoryId{row.number(0)}); });
    });
}

template <class Interface>
Result<std::vector<story::Comment>> Reading<Interface>::all_comments(story::CommentId after, int limit) {
    return guarded([&] {
        auto rows = connection_.prepare("SELECT " COMMENT_COLUMNS
                                        " FROM comments c WHERE c.id > ? ORDER BY c.id LIMIT ?");
        rows.bind(after.value, limit);
        return read_all(rows, read_comment);
    });
}

template <class Interface>
Result<std::vector<story::Comment>> Reading<Interface>::comments_of(story::StoryId id) {
    return guarded([&] {
        auto rows = connection_.prepare("SELECT " COMMENT_COLUMNS
                                        " FROM comments c WHERE c.story_id = ? ORDER BY c.id");
        rows.bind(id.value);
        return read_all(rows, read_comment);
    });
}

template <class Interface>
Result<std::string> Reading<Interface>::email_of(story::CommentId id) {
    return guarded([&]() -> Result<std::string> {
        auto row = connection_.prepare("SELECT email FROM comments WHERE id = ?");
        std::string email;
        if (row.bind(id.value).step() && options_.email_key)
            crypto::unseal(row.text(0), *options_.email_key, email);
        return email;
    });
}

}  // namespace warraq::store::sql
