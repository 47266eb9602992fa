-- What few stories have: other headlines for search engines and for shares, and a time before which nothing of it may
-- be published.

CREATE TABLE story_extras (
    story_id        INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    search_headline TEXT NOT NULL,
    social_headline TEXT NOT NULL,
    embargo         INTEGER NOT NULL -- 0: none
) STRICT;
