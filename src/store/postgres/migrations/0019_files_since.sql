-- Since when someone may see a file: the library tells them that, since the time when it came first may be another's.

ALTER TABLE file_readers ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
UPDATE file_readers SET since = coalesce((SELECT added_at FROM pictures p WHERE p.media = file_readers.media), 0);
CREATE INDEX file_readers_since ON file_readers (user_id, since, media);
