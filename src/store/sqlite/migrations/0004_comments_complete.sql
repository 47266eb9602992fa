-- Threads, edits with notice, what the filters said, decisions to learn from, policies and bans. E-mail addresses are
-- sealed from here on (StoreOptions::email_key); the keyed hash finds them again. Addresses of readers' machines are
-- kept as keyed hashes only, so that one can be banned.

ALTER TABLE comments ADD COLUMN parent_id    INTEGER REFERENCES comments (id);
ALTER TABLE comments ADD COLUMN edited_at    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN decided_at   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN reason       TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN email_hash   TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN address_hash TEXT NOT NULL DEFAULT '';

CREATE INDEX comments_by_thread ON comments (story_id, parent_id, status, id);
CREATE INDEX comments_by_email ON comments (email_hash) WHERE email_hash <> '';
CREATE INDEX comments_by_decision ON comments (decided_at) WHERE decided_at > 0;

CREATE TABLE comment_policies (
    kind   TEXT NOT NULL CHECK (kind IN ('section', 'story')),
    id     INTEGER NOT NULL,
    policy TEXT NOT NULL CHECK (policy IN ('before', 'after', 'closed')),
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bans (
    kind  TEXT NOT NULL CHECK (kind IN ('address', 'word')),
    value TEXT NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
