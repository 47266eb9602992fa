#include "store/sql/writer.h"

namespace warraq::store::sql {

Result<void> SqlWriter::set_owner(story::StoryId story, story::UserId user) {
    return guarded([&]() -> Result<void> {
        connection_
            .prepare(
                "INSERT INTO story_owners (story_id, user_id) VALUES (?, ?) "
                "ON CONFLICT (story_id) DO UPDATE SET user_id = excluded.user_id")
            .bind(story.value, user.value)
            .run();
        connection_
            .prepare(
                "INSERT INTO file_readers (media, user_id, uploaded, since) SELECT u.media, o.user_id, 0, ?2 "
                "FROM picture_uses u JOIN story_owners o ON o.story_id = u.story_id WHERE u.story_id = ?1 ON "
                "CONFLICT DO NOTHING")
            .bind(story.value, to_unix(now()))
            .run();
        return {};
    });
}

Result<void> SqlWriter::add_revision(const Revision& revision, Instant since) {
    return guarded([&]() -> Result<void> {
        const std::string status(story::to_string(revision.status));
        const int replaced = connection_
                                 .prepare(
                                     "UPDATE revisions SET at = ?1, content = ?2 WHERE id = (SELECT max(id) "
                                     "FROM revisions WHERE "
                                     "story_id = ?3) AND user_id = ?4 AND status = ?5 AND at > ?6")
                                 .bind(to_unix(revision.at), revision.content, revision.story.value,
                                       revision.user.value, status, to_unix(since))
                                 .run();
        if (replaced == 0)
            connection_
                .prepare(
                    "INSERT INTO revisions (story_id, user_id, at, status, content) VALUES (?, ?, ?, ?, ?)")
                .bind(revision.story.value, revision.user.value, to_unix(revision.at), status,
                      revision.content)
                .run();
        return {};
    });
}

Result<void> SqlWriter::keep_working_copy(story::StoryId story, const WorkingCopy& copy) {
    return guarded([&]() -> Result<void> {
        connection_
            .prepare(
                "INSERT INTO working_copies (story_id, user_id, at, content) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (story_id) DO UPDATE SET user_id = excluded.user_id, at = excluded.at, "
                "content = excluded.content")
            .bind(story.value, copy.user.value, to_unix(copy.at), copy.content)
            .run();
        // Whoever saves another copy over this one names the version that this one made.
        connection_.prepare("UPDATE stories SET version = version + 1 WHERE id = ?").bind(story.value).run();
        return {};
    });
}

Result<void> SqlWriter::drop_working_copy(story::StoryId story) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("DELETE FROM working_copies WHERE story_id = ?").bind(story.value).run();
        return {};
    });
}

Result<void> SqlWriter::add_note(story::StoryId story, const Note& note) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("INSERT INTO notes (story_id, user_id, at, text) VALUES (?, ?, ?, ?)")
            .bind(story.value, note.user.value, to_unix(note.at), note.text)
            .run();
        return {};
    });
}

}  // namespace warraq::store::sql
