-- What a newsroom brings from where it was: sections within sections, stories that stand in several, pages at an address
-- of their own, and the addresses that its readers know.

ALTER TABLE sections ADD COLUMN parent_id INTEGER REFERENCES sections (id);

-- The sections of a story beside its own. Those above them are kept with it, so that a section's river is read in its
-- order: `chosen` tells the ones that an editor named.
CREATE TABLE story_sections (
    story_id     INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    section_id   INTEGER NOT NULL REFERENCES sections (id),
    chosen       INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (story_id, section_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX story_sections_by_section ON story_sections (section_id, published_at DESC, story_id DESC);

-- Stories that are no news: «من نحن», at an address of their own.
CREATE TABLE pages (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    path     TEXT NOT NULL UNIQUE
) STRICT;

-- Where things were: a path, or "/?p=16", and what stands there now ("story:16", "section:3", "person:4", "topic:7",
-- "media:3f2a.set.webp").
CREATE TABLE old_addresses (
    path   TEXT PRIMARY KEY,
    target TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Stories whose text still leads to old addresses.
CREATE TABLE old_links (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE
) STRICT;

-- Comments that came with an import, so that each comes once.
CREATE TABLE imported_comments (
    external_id TEXT PRIMARY KEY,
    comment_id  INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Pictures by number, for those who ask as they asked WordPress.
CREATE TABLE picture_numbers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    media  TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO picture_numbers (media) SELECT media FROM pictures ORDER BY added_at, media;
