-- Topics: one of all spellings of a name. `key` is what spellings share (StoreOptions::name_key).

CREATE TABLE topics (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('topic', 'person', 'place', 'organisation')),
    hidden      INTEGER NOT NULL DEFAULT 0,
    merged_into INTEGER REFERENCES topics (id)
) STRICT;

CREATE TABLE topic_names (
    key      TEXT PRIMARY KEY,
    topic_id INTEGER NOT NULL REFERENCES topics (id)
) STRICT, WITHOUT ROWID;

-- Of public stories only; the time of publication is the story's, kept here so that a river reads in its order.
CREATE TABLE story_topics (
    story_id     INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    topic_id     INTEGER NOT NULL REFERENCES topics (id),
    published_at INTEGER NOT NULL,
    PRIMARY KEY (story_id, topic_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX story_topics_by_topic ON story_topics (topic_id, published_at DESC, story_id DESC);

-- The feed learns a kind: its table is made anew with the same numbers.
CREATE TABLE changes_of_3 (
    seq  INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('story', 'section', 'person', 'comment', 'topic')),
    id   INTEGER NOT NULL,
    at   INTEGER NOT NULL
) STRICT;
INSERT INTO changes_of_3 SELECT seq, kind, id, at FROM changes ORDER BY seq;
DROP TABLE changes;
ALTER TABLE changes_of_3 RENAME TO changes;
