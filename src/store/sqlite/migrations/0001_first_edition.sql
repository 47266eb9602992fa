-- Stories, the people and sections around them, readers' comments, and the feed of changes.

CREATE TABLE sections (
    id       INTEGER PRIMARY KEY,
    slug     TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
    id    INTEGER PRIMARY KEY,
    slug  TEXT NOT NULL UNIQUE,
    name  TEXT NOT NULL UNIQUE,
    about TEXT NOT NULL DEFAULT ''
) STRICT;

-- What cards need stands first; the body last, where SQLite's overflow pages are not read unless asked for.
CREATE TABLE stories (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    version       INTEGER NOT NULL,
    section_id    INTEGER NOT NULL REFERENCES sections (id),
    status        TEXT NOT NULL CHECK (status IN ('draft', 'in_review', 'scheduled', 'published', 'corrected', 'withdrawn')),
    slug          TEXT NOT NULL,
    published_at  INTEGER NOT NULL DEFAULT 0,
    updated_at    INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    words         INTEGER NOT NULL,
    kicker        TEXT NOT NULL,
    headline      TEXT NOT NULL,
    standfirst    TEXT NOT NULL,
    lead_image    TEXT,
    language      TEXT NOT NULL,
    dateline      TEXT NOT NULL,
    withdrawal    TEXT NOT NULL,
    key_points_by TEXT NOT NULL CHECK (key_points_by IN ('machine', 'editor')),
    key_points    TEXT NOT NULL,
    sources       TEXT NOT NULL,
    tags          TEXT NOT NULL,
    corrections   TEXT NOT NULL,
    body          TEXT NOT NULL
) STRICT;

CREATE INDEX stories_public ON stories (published_at DESC, id DESC) WHERE status IN ('published', 'corrected');
CREATE INDEX stories_public_by_section ON stories (section_id, published_at DESC, id DESC)
    WHERE status IN ('published', 'corrected');

CREATE TABLE bylines (
    story_id  INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (story_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX bylines_by_person ON bylines (person_id, story_id);

CREATE TABLE comments (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    story_id   INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    status     TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'spam')),
    created_at INTEGER NOT NULL,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL,
    email      TEXT NOT NULL
) STRICT;

CREATE INDEX comments_by_story ON comments (story_id, status, id);
CREATE INDEX comments_by_status ON comments (status, id DESC);

CREATE TABLE imports (
    external_id TEXT PRIMARY KEY,
    story_id    INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    version     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
    seq  INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('story', 'section', 'person', 'comment')),
    id   INTEGER NOT NULL,
    at   INTEGER NOT NULL
) STRICT;
