-- How the newsroom shows itself: the places of its front page, the settings made at the desk, sections' colours, and
-- addresses that lead elsewhere.

CREATE TABLE front_places (
    place    INTEGER PRIMARY KEY,
    story_id INTEGER NOT NULL UNIQUE REFERENCES stories (id) ON DELETE CASCADE,
    until    INTEGER NOT NULL -- 0: until an editor says otherwise
) STRICT;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL -- as in the settings' file
) STRICT, WITHOUT ROWID;

CREATE TABLE redirects (
    path   TEXT PRIMARY KEY,
    target TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE sections ADD COLUMN hue TEXT NOT NULL DEFAULT '';

-- The feed's kinds are named by the program alone: this is the last time that one more of them copies the feed.
CREATE TABLE changes_of_10 (
    seq  INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id   INTEGER NOT NULL,
    at   INTEGER NOT NULL
) STRICT;
INSERT INTO changes_of_10 SELECT seq, kind, id, at FROM changes ORDER BY seq;
DROP TABLE changes;
ALTER TABLE changes_of_10 RENAME TO changes;
