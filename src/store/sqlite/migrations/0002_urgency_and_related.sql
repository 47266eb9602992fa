-- What marks a story for a while (عاجل، يُحدَّث), and what editors say of its related stories. Tables of their own: few
-- stories have either, and a column after the body would be read through all of it.

CREATE TABLE urgent_stories (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    urgency  TEXT NOT NULL CHECK (urgency IN ('breaking', 'updating'))
) STRICT;

CREATE TABLE related_choices (
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    other_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    choice   TEXT NOT NULL CHECK (choice IN ('pinned', 'excluded')),
    PRIMARY KEY (story_id, position)
) STRICT, WITHOUT ROWID;
