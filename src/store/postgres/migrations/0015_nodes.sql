-- Work that has to happen once, by whichever node took it: pings, backups.
CREATE TABLE claims (
    name   TEXT COLLATE "C" PRIMARY KEY,
    holder TEXT NOT NULL,
    until  BIGINT NOT NULL,   -- another may take it from then on
    done   BIGINT NOT NULL    -- how far it has come; what that counts is the work's own
);

-- Files of the media folder, where nodes share no folder; else empty.
CREATE TABLE media (
    name    TEXT COLLATE "C" PRIMARY KEY,
    content BYTEA NOT NULL
);
ALTER TABLE media ALTER COLUMN content SET STORAGE EXTERNAL;   -- compressed already
