PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    user_id INTEGER REFERENCES users (id), -- none: the program itself, or someone who is not signed in
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;
INSERT INTO audit VALUES(1,1762998000,1,'sign_in','','');
CREATE TABLE bans (
    kind  TEXT NOT NULL CHECK (kind IN ('address', 'word')),
    value TEXT NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
INSERT INTO bans VALUES('word','ربح سريع',1763000700);
CREATE TABLE bylines (
    story_id  INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (story_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO bylines VALUES(1,1,1);
CREATE TABLE IF NOT EXISTS "changes" (
    seq  INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id   INTEGER NOT NULL,
    at   INTEGER NOT NULL
) STRICT;
INSERT INTO changes VALUES(1,'section',1,1762998000);
INSERT INTO changes VALUES(2,'section',2,1762998000);
INSERT INTO changes VALUES(3,'person',1,1762998000);
INSERT INTO changes VALUES(4,'story',1,1763000000);
INSERT INTO changes VALUES(5,'story',2,1763000200);
INSERT INTO changes VALUES(6,'story',3,1763000300);
INSERT INTO changes VALUES(7,'comment',1,1763000500);
INSERT INTO changes VALUES(8,'comment',2,1763000600);
INSERT INTO changes VALUES(9,'topic',1,1763000700);
INSERT INTO changes VALUES(10,'comment',3,1763000700);
INSERT INTO changes VALUES(11,'front',0,1763000800);
INSERT INTO changes VALUES(12,'settings',0,1763000800);
CREATE TABLE comment_policies (
    kind   TEXT NOT NULL CHECK (kind IN ('section', 'story')),
    id     INTEGER NOT NULL,
    policy TEXT NOT NULL CHECK (policy IN ('before', 'after', 'closed')),
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
INSERT INTO comment_policies VALUES('section',2,'closed');
CREATE TABLE comments (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    story_id   INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    status     TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'spam')),
    created_at INTEGER NOT NULL,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL,
    email      TEXT NOT NULL
, parent_id    INTEGER REFERENCES comments (id), edited_at    INTEGER NOT NULL DEFAULT 0, decided_at   INTEGER NOT NULL DEFAULT 0, reason       TEXT NOT NULL DEFAULT '', email_hash   TEXT NOT NULL DEFAULT '', address_hash TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO comments VALUES(1,1,'approved',1763000500,'سالم','خبر يُنتظر.','',NULL,0,0,'','','');
INSERT INTO comments VALUES(2,1,'pending',1763000600,'منى','متى ينتهي؟','',NULL,0,0,'','','');
INSERT INTO comments VALUES(3,1,'approved',1763000700,'هند','في الربيع.','',1,0,0,'','','');
CREATE TABLE front_places (
    place    INTEGER PRIMARY KEY,
    story_id INTEGER NOT NULL UNIQUE REFERENCES stories (id) ON DELETE CASCADE,
    until    INTEGER NOT NULL -- 0: until an editor says otherwise
) STRICT;
INSERT INTO front_places VALUES(1,1,0);
CREATE TABLE imported_comments (
    external_id TEXT PRIMARY KEY,
    comment_id  INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE imports (
    external_id TEXT PRIMARY KEY,
    story_id    INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    version     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO imports VALUES('K-1',1,'f1',1);
CREATE TABLE links (
    hash       TEXT PRIMARY KEY,
    user_id    INTEGER REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE notes (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL REFERENCES users (id),
    at       INTEGER NOT NULL,
    text     TEXT NOT NULL
) STRICT;
INSERT INTO notes VALUES(1,2,1,1763000200,'أكمليه غدًا');
CREATE TABLE old_addresses (
    path   TEXT PRIMARY KEY,
    target TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO old_addresses VALUES('/?p=1','story:1');
CREATE TABLE old_links (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE pages (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    path     TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO pages VALUES(3,'/about');
CREATE TABLE people (
    id    INTEGER PRIMARY KEY,
    slug  TEXT NOT NULL UNIQUE,
    name  TEXT NOT NULL UNIQUE,
    about TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO people VALUES(1,'سلمى-النجار','سلمى النجار','');
CREATE TABLE picture_numbers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    media  TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO picture_numbers VALUES(1,'abc.webp');
CREATE TABLE picture_uses (
    media    TEXT NOT NULL,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    PRIMARY KEY (media, story_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE pictures (
    media    TEXT PRIMARY KEY,
    width    INTEGER NOT NULL,
    height   INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    alt      TEXT NOT NULL,
    caption  TEXT NOT NULL,
    credit   TEXT NOT NULL
, said_in INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO pictures VALUES('abc.webp',640,480,1763000800,'رصيف','','',0);
CREATE TABLE recovery_codes (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash    TEXT NOT NULL,
    PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE redirects (
    path   TEXT PRIMARY KEY,
    target TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO redirects VALUES('/قديم','/local');
CREATE TABLE related_choices (
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    other_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    choice   TEXT NOT NULL CHECK (choice IN ('pinned', 'excluded')),
    PRIMARY KEY (story_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO related_choices VALUES(1,1,3,'excluded');
CREATE TABLE revisions (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL REFERENCES users (id),
    at       INTEGER NOT NULL,
    status   TEXT NOT NULL,
    content  TEXT NOT NULL
) STRICT;
INSERT INTO revisions VALUES(1,2,1,1763000200,'draft','{}');
CREATE TABLE sections (
    id       INTEGER PRIMARY KEY,
    slug     TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    position INTEGER NOT NULL
, hue TEXT NOT NULL DEFAULT '', parent_id INTEGER REFERENCES sections (id)) STRICT;
INSERT INTO sections VALUES(1,'local','محليات',1,'teal',NULL);
INSERT INTO sections VALUES(2,'sport','رياضة',2,'',NULL);
CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    hash       TEXT NOT NULL UNIQUE,
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    browser    TEXT NOT NULL
, by_passkey INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL -- as in the settings' file
) STRICT, WITHOUT ROWID;
INSERT INTO settings VALUES('publication.name','"صحيفة"');
CREATE TABLE stories (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    version       INTEGER NOT NULL,
    section_id    INTEGER NOT NULL REFERENCES sections (id),
    status        TEXT NOT NULL CHECK (status IN ('draft', 'in_review', 'scheduled', 'published', 'corrected', 'withdrawn')),
    slug          TEXT NOT NULL,
    published_at  INTEGER NOT NULL DEFAULT 0,
    updated_at    INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    words         INTEGER NOT NULL,
    kicker        TEXT NOT NULL,
    headline      TEXT NOT NULL,
    standfirst    TEXT NOT NULL,
    lead_image    TEXT,
    language      TEXT NOT NULL,
    dateline      TEXT NOT NULL,
    withdrawal    TEXT NOT NULL,
    key_points_by TEXT NOT NULL CHECK (key_points_by IN ('machine', 'editor')),
    key_points    TEXT NOT NULL,
    sources       TEXT NOT NULL,
    tags          TEXT NOT NULL,
    corrections   TEXT NOT NULL,
    body          TEXT NOT NULL
) STRICT;
INSERT INTO stories VALUES(1,1,1,'published','الرصيف-الجديد',1763000000,1763000100,1762999000,7,'','الرصيف الجديد','',NULL,'ar','الميناء','','editor','["يبدأ العمل الأحد."]','[]','[{"name":"الميناء","kind":"place"}]','[]','{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"بدأ العمل في الرصيف الجديد صباح الأحد."}]}]}');
INSERT INTO stories VALUES(2,3,2,'draft','مسودة',0,1763000200,1762999500,7,'','مسودة','',NULL,'ar','','','machine','[]','[]','[]','[]','{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"بدأ العمل في الرصيف الجديد صباح الأحد."}]}]}');
INSERT INTO stories VALUES(3,2,1,'withdrawn','سحبت',1762000000,1763000300,1761999000,7,'','سُحبت','',NULL,'ar','','لخطأ في مصدرها','machine','[]','[]','[]','[]','{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"بدأ العمل في الرصيف الجديد صباح الأحد."}]}]}');
CREATE TABLE story_extras (
    story_id        INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    search_headline TEXT NOT NULL,
    social_headline TEXT NOT NULL,
    embargo         INTEGER NOT NULL -- 0: none
) STRICT;
INSERT INTO story_extras VALUES(1,'الرصيف في محركات البحث','',0);
CREATE TABLE story_owners (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL REFERENCES users (id)
) STRICT;
INSERT INTO story_owners VALUES(2,1);
CREATE TABLE story_sections (
    story_id     INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    section_id   INTEGER NOT NULL REFERENCES sections (id),
    chosen       INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (story_id, section_id)
) STRICT, WITHOUT ROWID;
INSERT INTO story_sections VALUES(1,2,1,1763000000);
CREATE TABLE story_topics (
    story_id     INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    topic_id     INTEGER NOT NULL REFERENCES topics (id),
    published_at INTEGER NOT NULL,
    PRIMARY KEY (story_id, topic_id)
) STRICT, WITHOUT ROWID;
INSERT INTO story_topics VALUES(1,1,1,1763000000);
CREATE TABLE topic_names (
    key      TEXT PRIMARY KEY,
    topic_id INTEGER NOT NULL REFERENCES topics (id)
) STRICT, WITHOUT ROWID;
INSERT INTO topic_names VALUES('الميناء',1);
CREATE TABLE topics (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('topic', 'person', 'place', 'organisation')),
    hidden      INTEGER NOT NULL DEFAULT 0,
    merged_into INTEGER REFERENCES topics (id)
, stories INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO topics VALUES(1,'الميناء','الميناء','place',0,NULL,1);
CREATE TABLE urgent_stories (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    urgency  TEXT NOT NULL CHECK (urgency IN ('breaking', 'updating'))
) STRICT;
INSERT INTO urgent_stories VALUES(1,'updating');
CREATE TABLE users (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    login      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('reporter', 'editor', 'managing_editor', 'moderator', 'administrator')),
    disabled   INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    password   TEXT NOT NULL DEFAULT '', -- argon2id's own text; empty: none yet
    totp       TEXT NOT NULL DEFAULT '', -- sealed; empty: no second factor
    totp_step  INTEGER NOT NULL DEFAULT 0 -- of the last code taken: none is taken twice
) STRICT;
INSERT INTO users VALUES(1,'salma','سلمى','editor',0,1762998000,'','',0);
CREATE TABLE views (
    hour     INTEGER NOT NULL,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    count    INTEGER NOT NULL,
    PRIMARY KEY (hour, story_id)
) STRICT, WITHOUT ROWID;
INSERT INTO views VALUES(489722,1,12);
CREATE TABLE working_copies (
    story_id INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL REFERENCES users (id),
    at       INTEGER NOT NULL,
    content  TEXT NOT NULL
) STRICT;
CREATE TABLE passkeys (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential TEXT NOT NULL UNIQUE,    -- its name, which the device chose; base64url
    algorithm  INTEGER NOT NULL,        -- COSE's number: -7 ES256, -8 EdDSA, -257 RS256
    public_key TEXT NOT NULL,           -- base64url
    uses       INTEGER NOT NULL,        -- the device's count of signatures; stays 0 where it keeps none
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL
) STRICT;
INSERT INTO passkeys VALUES(1,1,'Y3JlZA',-8,'a2V5',3,'هاتفي',1762998000,1762998000);
CREATE TABLE claims (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until  INTEGER NOT NULL,   -- another may take it from then on
    done   INTEGER NOT NULL    -- how far it has come; what that counts is the work's own
) STRICT, WITHOUT ROWID;
INSERT INTO claims VALUES('hub https://hub.example.org/ https://example.org','6f1d2a',0,6);
CREATE TABLE media (
    name    TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;
CREATE TABLE file_readers (
    media    TEXT NOT NULL,
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    uploaded INTEGER NOT NULL,
    PRIMARY KEY (media, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO file_readers VALUES('abc.webp',1,1);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('audit',1);
INSERT INTO sqlite_sequence VALUES('changes',12);
INSERT INTO sqlite_sequence VALUES('comments',3);
INSERT INTO sqlite_sequence VALUES('notes',1);
INSERT INTO sqlite_sequence VALUES('picture_numbers',1);
INSERT INTO sqlite_sequence VALUES('revisions',1);
INSERT INTO sqlite_sequence VALUES('stories',3);
INSERT INTO sqlite_sequence VALUES('topics',1);
INSERT INTO sqlite_sequence VALUES('users',1);
INSERT INTO sqlite_sequence VALUES('passkeys',1);
CREATE INDEX stories_public ON stories (published_at DESC, id DESC) WHERE status IN ('published', 'corrected');
CREATE INDEX stories_public_by_section ON stories (section_id, published_at DESC, id DESC)
    WHERE status IN ('published', 'corrected');
CREATE INDEX bylines_by_person ON bylines (person_id, story_id);
CREATE INDEX comments_by_story ON comments (story_id, status, id);
CREATE INDEX comments_by_status ON comments (status, id DESC);
CREATE INDEX story_topics_by_topic ON story_topics (topic_id, published_at DESC, story_id DESC);
CREATE INDEX comments_by_thread ON comments (story_id, parent_id, status, id);
CREATE INDEX comments_by_email ON comments (email_hash) WHERE email_hash <> '';
CREATE INDEX comments_by_decision ON comments (decided_at) WHERE decided_at > 0;
CREATE INDEX comments_by_opening ON comments (story_id, substr(text, 1, 40));
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is not edited'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is not edited'); END;
CREATE INDEX revisions_by_story ON revisions (story_id, id DESC);
CREATE INDEX notes_by_story ON notes (story_id, id);
CREATE INDEX stories_by_update ON stories (updated_at DESC, id DESC);
CREATE INDEX stories_unpublished ON stories (status, updated_at DESC, id DESC) WHERE status <> 'published';
CREATE INDEX stories_scheduled ON stories (published_at) WHERE status = 'scheduled';
CREATE TRIGGER story_topic_added AFTER INSERT ON story_topics BEGIN
    UPDATE topics SET stories = stories + 1 WHERE id = new.topic_id;
END;
CREATE TRIGGER story_topic_removed AFTER DELETE ON story_topics BEGIN
    UPDATE topics SET stories = stories - 1 WHERE id = old.topic_id;
END;
CREATE TRIGGER story_topic_moved AFTER UPDATE OF topic_id ON story_topics BEGIN
    UPDATE topics SET stories = stories - 1 WHERE id = old.topic_id;
    UPDATE topics SET stories = stories + 1 WHERE id = new.topic_id;
END;
CREATE INDEX pictures_by_time ON pictures (added_at DESC, media DESC);
CREATE INDEX picture_uses_by_story ON picture_uses (story_id);
CREATE INDEX story_sections_by_section ON story_sections (section_id, published_at DESC, story_id DESC);
CREATE INDEX passkeys_by_user ON passkeys (user_id);
COMMIT;
PRAGMA application_id = 1465012561;
PRAGMA user_version = 18;
