-- How often stories were read, by the hour since 1970: for «most read», and no longer than that needs. Nothing of who
-- read them.
CREATE TABLE views (
    hour     INTEGER NOT NULL,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    count    INTEGER NOT NULL,
    PRIMARY KEY (hour, story_id)
) STRICT, WITHOUT ROWID;
