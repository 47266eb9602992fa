-- What the desk keeps beside its stories: whose they are, how they came to be, what is being changed on public ones, and
-- what colleagues told each other.

CREATE TABLE story_owners (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL REFERENCES users (id)
) STRICT;

CREATE TABLE revisions (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL REFERENCES users (id),
    at       INTEGER NOT NULL,
    status   TEXT NOT NULL,
    content  TEXT NOT NULL
) STRICT;

CREATE INDEX revisions_by_story ON revisions (story_id, id DESC);

-- Changes to a public story that readers do not see yet.
CREATE TABLE working_copies (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL REFERENCES users (id),
    at       INTEGER NOT NULL,
    content  TEXT NOT NULL
) STRICT;

CREATE TABLE notes (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL REFERENCES users (id),
    at       INTEGER NOT NULL,
    text     TEXT NOT NULL
) STRICT;

CREATE INDEX notes_by_story ON notes (story_id, id);

CREATE INDEX stories_by_update ON stories (updated_at DESC, id DESC);
-- Most stories are published: the list of those is read in the order above.
CREATE INDEX stories_unpublished ON stories (status, updated_at DESC, id DESC) WHERE status <> 'published';
CREATE INDEX stories_scheduled ON stories (published_at) WHERE status = 'scheduled';
