-- Work that has to happen once, by whichever node took it: pings, backups.
CREATE TABLE claims (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until  INTEGER NOT NULL,   -- another may take it from then on
    done   INTEGER NOT NULL    -- how far it has come; what that counts is the work's own
) STRICT, WITHOUT ROWID;

-- Files of the media folder, where nodes share no folder; else empty.
CREATE TABLE media (
    name    TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;
