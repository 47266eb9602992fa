// The writer's calls about topics.
#include <fmt/format.h>
#include <set>

#include "base/utf8.h"
#include "store/sql/columns.h"
#include "store/sql/writer.h"

namespace warraq::store {

std::string plain_name_key(std::string_view name) {
    constexpr std::size_t kLetters = 200;
    return story::count_words(name) == 0 ? std::string() : story::slug_of(name, kLetters);
}

namespace sql {
namespace {

constexpr std::size_t kLongestName = 200;  // bytes

}  // namespace

std::string SqlWriter::key_of(std::string_view name) const {
    const std::string key = options_.name_key(name);
    return key.empty() ? plain_name_key(name) : key;
}

Result<story::TopicId> SqlWriter::bring_topic(const story::Topic& wanted) {
    const std::string key = key_of(wanted.name);
    if (key.empty()) return story::TopicId{};  // signs only
    return guarded([&]() -> Result<story::TopicId> {
        {
            auto row = connection_.prepare("SELECT topic_id FROM topic_names WHERE key = ?");
            if (row.bind(key).step()) return story::TopicId{row.number(0)};
        }
        const std::string base = wanted.slug.empty() ? story::slug_of(wanted.name) : wanted.slug;
        std::string slug = base;
        for (int next = 2;; ++next) {
            auto taken = connection_.prepare("SELECT 1 FROM topics WHERE slug = ?");
            if (!taken.bind(slug).step()) break;
            slug = fmt::format("{}-{}", base, next);
        }
        auto row = connection_.prepare(
            "INSERT INTO topics (slug, name, kind, id) SELECT ?1, ?2, ?3, CASE WHEN ?4 > 0 AND NOT EXISTS "
            "(SELECT 1 FROM topics WHERE id = ?4) THEN ?4 END RETURNING id");
        row.bind(slug, wanted.name, std::string(story::to_string(wanted.kind)), wanted.id.value);
        const story::TopicId id{row.returned()};
        connection_.prepare("INSERT INTO topic_names (key, topic_id) VALUES (?, ?)")
            .bind(key, id.value)
            .run();
        return id;
    });
}

Result<void> SqlWriter::replace_topics(const story::Story& story, story::StoryId id) {
    std::set<story::TopicId> lost;
    {
        auto rows = connection_.prepare("SELECT topic_id FROM story_topics WHERE story_id = ?");
        rows.bind(id.value);
        while (rows.step()) lost.insert({rows.number(0)});
    }
    connection_.prepare("DELETE FROM story_topics WHERE story_id = ?").bind(id.value).run();
    int position = 0;
    for (const story::Tag& tag : story::is_public(story.status) ? story.tags : std::vector<story::Tag>()) {
        auto topic = topic_for(tag);
        if (!topic) return fail(topic.error());
        if (!*topic) continue;
        lost.erase(*topic);
        // Two spellings of one name in a story's tags are one.
        connection_
            .prepare(
                "INSERT INTO story_topics (story_id, position, topic_id, published_at) "
                "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(id.value, position++, topic->value, to_unix(story.published))
            .run();
    }
    // Pages that name a topic tell how many stories it has, or that there are enough of them.
    for (const story::TopicId topic : lost) append_change(ChangeKind::Topic, topic.value);
    return {};
}

Result<void> SqlWriter::fill_topics() {
    constexpr int kBatch = 1000;  // stories held in memory
    return guarded([&]() -> Result<void> {
        std::vector<story::Story> stories(1);
        for (std::int64_t last = 0; !stories.empty(); last = stories.empty() ? 0 : stories.back().id.value) {
            stories.clear();
            auto rows = connection_.prepare(
                "SELECT id, tags, published_at FROM stories WHERE id > ? AND tags <> '[]' "
                "AND status IN ('published', 'corrected') ORDER BY id LIMIT ?");
            rows.bind(last, kBatch);
            while (rows.step()) {
                story::Story& story = stories.emplace_back();
                story.id = {rows.number(0)};
                if (auto read = from_column(rows.text(1), story.tags); !read) return read;
                story.published = from_unix(rows.number(2));
                story.status = story::Status::Published;
            }
            for (const story::Story& story : stories)
                if (auto done = replace_topics(story, story.id); !done) return done;
        }
        return {};
    });
}

Result<void> SqlWriter::renew_name_keys() {
    return guarded([&]() -> Result<void> {
        const auto named = [&](const char* sql) {
            std::vector<std::pair<story::TopicId, std::string>> out;
            auto rows = connection_.prepare(sql);
            while (rows.step()) out.push_back({{rows.number(0)}, key_of(rows.text(1))});
            return out;
        };
        const auto add = [&](const std::string& key, story::TopicId id) {
            connection_
                .prepare("INSERT INTO topic_names (key, topic_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .bind(key, id.value)
                .run();
        };
        for (const auto& [id, key] :
             named("SELECT id, name FROM topics WHERE merged_into IS NULL ORDER BY id")) {
            add(key, id);
            auto holder = connection_.prepare("SELECT topic_id FROM topic_names WHERE key = ?");
            holder.bind(key).step();
            const story::TopicId other{holder.number(0)};
            if (other != id)
                if (auto done = merge_topics(id, other); !done) return done;
        }
        // What a name was merged into by hand it goes on leading to, unless it is another's by now.
        for (const auto& [id, key] :
             named("SELECT merged_into, name FROM topics WHERE merged_into IS NOT NULL ORDER BY id"))
            add(key, id);
        return {};
    });
}

Result<void> SqlWriter::rename_topic(story::TopicId id, std::string_view name, story::TopicKind kind) {
    const std::string trimmed(utf8::trim(name));
    if (trimmed.empty() || trimmed.size() > kLongestName || !utf8::valid(trimmed))
        return invalid("a topic needs a name");
    return guarded([&]() -> Result<void> {
        // Its address stays: it may be linked from elsewhere.
        auto row =
            connection_.prepare("UPDATE topics SET name = ?, kind = ? WHERE id = ? AND merged_into IS NULL");
        if (row.bind(trimmed, std::string(story::to_string(kind)), id.value).run() == 0)
            return not_found(fmt::format("there is no topic {}", id.value));
        append_change(ChangeKind::Topic, id.value);
        return {};
    });
}

Result<void> SqlWriter::hide_topic(story::TopicId id, bool hidden) {
    return guarded([&]() -> Result<void> {
        auto row = connection_.prepare("UPDATE topics SET hidden = ? WHERE id = ? AND merged_into IS NULL");
        if (row.bind(hidden ? 1 : 0, id.value).run() == 0)
            return not_found(fmt::format("there is no topic {}", id.value));
        append_change(ChangeKind::Topic, id.value);
        return {};
    });
}

Result<void> SqlWriter::merge_topics(story::TopicId from, story::TopicId into) {
    if (from == into) return invalid("a topic cannot be merged into itself");
    return guarded([&]() -> Result<void> {
        for (const story::TopicId id : {from, into}) {
            auto row = connection_.prepare("SELECT 1 FROM topics WHERE id = ? AND merged_into IS NULL");
            if (!row.bind(id.value).step()) return not_found(fmt::format("there is no topic {}", id.value));
        }
        connection_
            .prepare(
                "UPDATE story_topics SET topic_id = ?1 WHERE topic_id = ?2 AND NOT EXISTS (SELECT 1 FROM "
                "story_topics x WHERE x.story_id = story_topics.story_id AND x.topic_id = ?1)")
            .bind(into.value, from.value)
            .run();
        connection_.prepare("DELETE FROM story_topics WHERE topic_id = ?").bind(from.value).run();
        connection_.prepare("UPDATE topic_names SET topic_id = ? WHERE topic_id = ?")
            .bind(into.value, from.value)
            .run();
        // Those merged into it before lead on to the same place.
        connection_.prepare("UPDATE topics SET merged_into = ?1 WHERE id = ?2 OR merged_into = ?2")
            .bind(into.value, from.value)
            .run();
        append_change(ChangeKind::Topic, from.value);
        append_change(ChangeKind::Topic, into.value);
        return {};
    });
}

}  // namespace sql
}  // namespace warraq::store
