-- The pictures that the newsroom has, with what was last said of each, and the stories that show them.

CREATE TABLE pictures (
    media    TEXT PRIMARY KEY,
    width    INTEGER NOT NULL,
    height   INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    alt      TEXT NOT NULL,
    caption  TEXT NOT NULL,
    credit   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX pictures_by_time ON pictures (added_at DESC, media DESC);

CREATE TABLE picture_uses (
    media    TEXT NOT NULL,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    PRIMARY KEY (media, story_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX picture_uses_by_story ON picture_uses (story_id);

-- Those of the stories that are here already: their lead, and the pictures among their bodies' blocks.
CREATE TEMP TABLE shown AS
    SELECT id AS story_id, created_at, lead_image AS image FROM stories WHERE lead_image IS NOT NULL
    UNION ALL
    SELECT s.id, s.created_at, json_extract(b.value, '$.attrs') FROM stories s, json_each(s.body, '$.content') b
    WHERE json_extract(b.value, '$.type') = 'image';
INSERT OR IGNORE INTO pictures
    SELECT json_extract(image, '$.media'), ifnull(json_extract(image, '$.width'), 0), ifnull(json_extract(image, '$.height'), 0),
           created_at, ifnull(json_extract(image, '$.alt'), ''), ifnull(json_extract(image, '$.caption'), ''), ifnull(json_extract(image, '$.credit'), '')
    FROM shown WHERE json_extract(image, '$.media') <> '';
INSERT OR IGNORE INTO picture_uses SELECT json_extract(image, '$.media'), story_id FROM shown WHERE json_extract(image, '$.media') <> '';
DROP TABLE shown;
