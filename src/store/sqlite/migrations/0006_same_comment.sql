-- A comment sent twice is looked for among those that begin alike, not among all of its story.

CREATE INDEX comments_by_opening ON comments (story_id, substr(text, 1, 40));
