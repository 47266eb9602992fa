-- Who may see a file, of those who do not read all stories: who uploaded it, and the owner of a story that shows it. And
-- which story said last what the library says of a picture (0: none did), since it may be one that they do not read.

CREATE TABLE file_readers (
    media    TEXT NOT NULL,
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    uploaded INTEGER NOT NULL,
    PRIMARY KEY (media, user_id)
) STRICT, WITHOUT ROWID;

INSERT INTO file_readers SELECT DISTINCT subject, user_id, 1 FROM audit
    WHERE action = 'picture_added' AND user_id IN (SELECT id FROM users);
INSERT INTO file_readers SELECT u.media, o.user_id, 0 FROM picture_uses u JOIN story_owners o ON o.story_id = u.story_id
    WHERE true ON CONFLICT DO NOTHING;

ALTER TABLE pictures ADD COLUMN said_in INTEGER NOT NULL DEFAULT 0;
-- It was not kept which one it was: one that readers do not see, where there is such a one.
UPDATE pictures SET said_in = coalesce(
    (SELECT max(u.story_id) FROM picture_uses u JOIN stories s ON s.id = u.story_id
        WHERE u.media = pictures.media AND s.status NOT IN ('published', 'corrected')),
    (SELECT max(u.story_id) FROM picture_uses u WHERE u.media = pictures.media), 0);
