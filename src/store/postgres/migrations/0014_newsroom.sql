-- The schema as SQLite's fourteen steps make it; sqlite/migrations tell what each table is for. Texts sort by
-- their bytes, as there. Numbers are given by triggers, so that a row may also bring its own.

CREATE TABLE schema_version (
    version BIGINT NOT NULL
);
INSERT INTO schema_version VALUES (0);

-- The transaction that each writer wrote last: how it learns, after its connection broke, whether it was committed.
CREATE TABLE writers (
    name             TEXT PRIMARY KEY,
    last_transaction TEXT NOT NULL,
    at               TIMESTAMPTZ NOT NULL
);

-- SQLite's name for it.
CREATE FUNCTION instr(text, text) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT strpos($1, $2)::bigint';

-- The next number of a table whose key is `id`, or one that the row brings. The argument names the sequence.
CREATE FUNCTION give_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.id IS NULL THEN
        new.id := nextval(tg_argv[0]::regclass);
    ELSE
        PERFORM setval(tg_argv[0]::regclass, greatest(new.id, nextval(tg_argv[0]::regclass) - 1));
    END IF;
    RETURN new;
END $$;

CREATE TABLE sections (
    id        BIGINT PRIMARY KEY,
    slug      TEXT COLLATE "C" NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    position  BIGINT NOT NULL,
    hue       TEXT NOT NULL DEFAULT '',
    parent_id BIGINT REFERENCES sections (id)
);
CREATE SEQUENCE section_ids;
CREATE TRIGGER give_id BEFORE INSERT ON sections FOR EACH ROW EXECUTE FUNCTION give_id('section_ids');

CREATE TABLE people (
    id    BIGINT PRIMARY KEY,
    slug  TEXT COLLATE "C" NOT NULL UNIQUE,
    name  TEXT COLLATE "C" NOT NULL UNIQUE,
    about TEXT NOT NULL DEFAULT ''
);
CREATE SEQUENCE person_ids;
CREATE TRIGGER give_id BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION give_id('person_ids');

CREATE TABLE stories (
    id            BIGINT PRIMARY KEY,
    version       BIGINT NOT NULL,
    section_id    BIGINT NOT NULL REFERENCES sections (id),
    status        TEXT COLLATE "C" NOT NULL CHECK (status IN ('draft', 'in_review', 'scheduled', 'published', 'corrected', 'withdrawn')),
    slug          TEXT COLLATE "C" NOT NULL,
    published_at  BIGINT NOT NULL DEFAULT 0,
    updated_at    BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    words         BIGINT NOT NULL,
    kicker        TEXT NOT NULL,
    headline      TEXT COLLATE "C" NOT NULL,
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
);
CREATE SEQUENCE story_ids;
CREATE TRIGGER give_id BEFORE INSERT ON stories FOR EACH ROW EXECUTE FUNCTION give_id('story_ids');
CREATE INDEX stories_public ON stories (published_at DESC, id DESC) WHERE status IN ('published', 'corrected');
CREATE INDEX stories_public_by_section ON stories (section_id, published_at DESC, id DESC)
    WHERE status IN ('published', 'corrected');
CREATE INDEX stories_by_update ON stories (updated_at DESC, id DESC);
CREATE INDEX stories_unpublished ON stories (status, updated_at DESC, id DESC) WHERE status <> 'published';
CREATE INDEX stories_scheduled ON stories (published_at) WHERE status = 'scheduled';

CREATE TABLE bylines (
    story_id  BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    position  BIGINT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    PRIMARY KEY (story_id, position)
);
CREATE INDEX bylines_by_person ON bylines (person_id, story_id);

CREATE TABLE urgent_stories (
    story_id BIGINT PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    urgency  TEXT NOT NULL CHECK (urgency IN ('breaking', 'updating'))
);

CREATE TABLE story_extras (
    story_id        BIGINT PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    search_headline TEXT NOT NULL,
    social_headline TEXT NOT NULL,
    embargo         BIGINT NOT NULL
);

CREATE TABLE related_choices (
    story_id BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    other_id BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    choice   TEXT NOT NULL CHECK (choice IN ('pinned', 'excluded')),
    PRIMARY KEY (story_id, position)
);

CREATE TABLE story_sections (
    story_id     BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    section_id   BIGINT NOT NULL REFERENCES sections (id),
    chosen       BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (story_id, section_id)
);
CREATE INDEX story_sections_by_section ON story_sections (section_id, published_at DESC, story_id DESC);

CREATE TABLE pages (
    story_id BIGINT PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    path     TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE topics (
    id          BIGINT PRIMARY KEY,
    slug        TEXT COLLATE "C" NOT NULL UNIQUE,
    name        TEXT COLLATE "C" NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('topic', 'person', 'place', 'organisation')),
    hidden      BIGINT NOT NULL DEFAULT 0,
    merged_into BIGINT REFERENCES topics (id),
    stories     BIGINT NOT NULL DEFAULT 0
);
CREATE SEQUENCE topic_ids;
CREATE TRIGGER give_id BEFORE INSERT ON topics FOR EACH ROW EXECUTE FUNCTION give_id('topic_ids');

CREATE TABLE topic_names (
    key      TEXT COLLATE "C" PRIMARY KEY,
    topic_id BIGINT NOT NULL REFERENCES topics (id)
);

CREATE TABLE story_topics (
    story_id     BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    position     BIGINT NOT NULL,
    topic_id     BIGINT NOT NULL REFERENCES topics (id),
    published_at BIGINT NOT NULL,
    PRIMARY KEY (story_id, topic_id)
);
CREATE INDEX story_topics_by_topic ON story_topics (topic_id, published_at DESC, story_id DESC);

CREATE FUNCTION count_story_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op <> 'INSERT' THEN
        UPDATE topics SET stories = stories - 1 WHERE id = old.topic_id;
    END IF;
    IF tg_op <> 'DELETE' THEN
        UPDATE topics SET stories = stories + 1 WHERE id = new.topic_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_story_topic AFTER INSERT OR DELETE OR UPDATE OF topic_id ON story_topics
    FOR EACH ROW EXECUTE FUNCTION count_story_topic();

CREATE TABLE comments (
    id           BIGINT PRIMARY KEY,
    story_id     BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    status       TEXT COLLATE "C" NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'spam')),
    created_at   BIGINT NOT NULL,
    name         TEXT NOT NULL,
    text         TEXT NOT NULL,
    email        TEXT NOT NULL,
    parent_id    BIGINT REFERENCES comments (id),
    edited_at    BIGINT NOT NULL DEFAULT 0,
    decided_at   BIGINT NOT NULL DEFAULT 0,
    reason       TEXT NOT NULL DEFAULT '',
    email_hash   TEXT NOT NULL DEFAULT '',
    address_hash TEXT NOT NULL DEFAULT ''
);
CREATE SEQUENCE comment_ids;
CREATE TRIGGER give_id BEFORE INSERT ON comments FOR EACH ROW EXECUTE FUNCTION give_id('comment_ids');
CREATE INDEX comments_by_story ON comments (story_id, status, id);
CREATE INDEX comments_by_status ON comments (status, id DESC);
CREATE INDEX comments_by_thread ON comments (story_id, parent_id, status, id);
CREATE INDEX comments_by_email ON comments (email_hash) WHERE email_hash <> '';
CREATE INDEX comments_by_decision ON comments (decided_at) WHERE decided_at > 0;
CREATE INDEX comments_by_opening ON comments (story_id, substr(text, 1, 40));
CREATE INDEX comments_by_parent ON comments (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE comment_policies (
    kind   TEXT COLLATE "C" NOT NULL CHECK (kind IN ('section', 'story')),
    id     BIGINT NOT NULL,
    policy TEXT NOT NULL CHECK (policy IN ('before', 'after', 'closed')),
    PRIMARY KEY (kind, id)
);

CREATE TABLE bans (
    kind  TEXT COLLATE "C" NOT NULL CHECK (kind IN ('address', 'word')),
    value TEXT COLLATE "C" NOT NULL,
    at    BIGINT NOT NULL,
    PRIMARY KEY (kind, value)
);

CREATE TABLE views (
    hour     BIGINT NOT NULL,
    story_id BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    count    BIGINT NOT NULL,
    PRIMARY KEY (hour, story_id)
);

CREATE TABLE imports (
    external_id TEXT COLLATE "C" PRIMARY KEY,
    story_id    BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    version     BIGINT NOT NULL
);
CREATE INDEX imports_by_story ON imports (story_id);

CREATE TABLE imported_comments (
    external_id TEXT COLLATE "C" PRIMARY KEY,
    comment_id  BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE
);

CREATE TABLE old_addresses (
    path   TEXT COLLATE "C" PRIMARY KEY,
    target TEXT NOT NULL
);

CREATE TABLE old_links (
    story_id BIGINT PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE
);

CREATE TABLE users (
    id         BIGINT PRIMARY KEY,
    login      TEXT COLLATE "C" NOT NULL UNIQUE,
    name       TEXT COLLATE "C" NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('reporter', 'editor', 'managing_editor', 'moderator', 'administrator')),
    disabled   BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    password   TEXT NOT NULL DEFAULT '',
    totp       TEXT NOT NULL DEFAULT '',
    totp_step  BIGINT NOT NULL DEFAULT 0
);
CREATE SEQUENCE user_ids;
CREATE TRIGGER give_id BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION give_id('user_ids');

CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, hash)
);

CREATE TABLE passkeys (
    id         BIGINT PRIMARY KEY,
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential TEXT NOT NULL UNIQUE,
    algorithm  BIGINT NOT NULL,
    public_key TEXT NOT NULL,
    uses       BIGINT NOT NULL,
    name       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
);
CREATE SEQUENCE passkey_ids;
CREATE TRIGGER give_id BEFORE INSERT ON passkeys FOR EACH ROW EXECUTE FUNCTION give_id('passkey_ids');
CREATE INDEX passkeys_by_user ON passkeys (user_id);

CREATE TABLE sessions (
    id         BIGINT PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    browser    TEXT NOT NULL,
    by_passkey BIGINT NOT NULL DEFAULT 0
);
CREATE SEQUENCE session_ids;
CREATE TRIGGER give_id BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION give_id('session_ids');
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE links (
    hash       TEXT COLLATE "C" PRIMARY KEY,
    user_id    BIGINT REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

CREATE TABLE audit (
    id      BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL,
    user_id BIGINT REFERENCES users (id),
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
);
CREATE SEQUENCE audit_ids;
CREATE TRIGGER give_id BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION give_id('audit_ids');

CREATE FUNCTION refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is not edited';
END $$;
CREATE TRIGGER audit_is_not_edited BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_edit();

CREATE TABLE story_owners (
    story_id BIGINT PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    user_id  BIGINT NOT NULL REFERENCES users (id)
);
CREATE INDEX story_owners_by_user ON story_owners (user_id);

CREATE TABLE revisions (
    id       BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    user_id  BIGINT NOT NULL REFERENCES users (id),
    at       BIGINT NOT NULL,
    status   TEXT NOT NULL,
    content  TEXT NOT NULL
);
CREATE SEQUENCE revision_ids;
CREATE TRIGGER give_id BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION give_id('revision_ids');
CREATE INDEX revisions_by_story ON revisions (story_id, id DESC);

CREATE TABLE working_copies (
    story_id BIGINT PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    user_id  BIGINT NOT NULL REFERENCES users (id),
    at       BIGINT NOT NULL,
    content  TEXT NOT NULL
);

CREATE TABLE notes (
    id       BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    user_id  BIGINT NOT NULL REFERENCES users (id),
    at       BIGINT NOT NULL,
    text     TEXT NOT NULL
);
CREATE SEQUENCE note_ids;
CREATE TRIGGER give_id BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION give_id('note_ids');
CREATE INDEX notes_by_story ON notes (story_id, id);

CREATE TABLE front_places (
    place    BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL UNIQUE REFERENCES stories (id) ON DELETE CASCADE,
    until    BIGINT NOT NULL
);

CREATE TABLE settings (
    key   TEXT COLLATE "C" PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE redirects (
    path   TEXT COLLATE "C" PRIMARY KEY,
    target TEXT NOT NULL
);

CREATE TABLE pictures (
    media    TEXT COLLATE "C" PRIMARY KEY,
    width    BIGINT NOT NULL,
    height   BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    alt      TEXT NOT NULL,
    caption  TEXT NOT NULL,
    credit   TEXT NOT NULL
);
CREATE INDEX pictures_by_time ON pictures (added_at DESC, media DESC);

CREATE TABLE picture_uses (
    media    TEXT COLLATE "C" NOT NULL,
    story_id BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    PRIMARY KEY (media, story_id)
);
CREATE INDEX picture_uses_by_story ON picture_uses (story_id);

CREATE TABLE picture_numbers (
    number BIGINT PRIMARY KEY,
    media  TEXT COLLATE "C" NOT NULL UNIQUE
);
CREATE SEQUENCE picture_number_values;
CREATE FUNCTION give_picture_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.number IS NULL THEN
        new.number := nextval('picture_number_values');
    ELSE
        PERFORM setval('picture_number_values', greatest(new.number, nextval('picture_number_values') - 1));
    END IF;
    RETURN new;
END $$;
CREATE TRIGGER give_number BEFORE INSERT OR UPDATE OF number ON picture_numbers
    FOR EACH ROW EXECUTE FUNCTION give_picture_number();

-- The feed. One writer writes at a time, so that its numbers have no gaps and grow in the order of commits.
CREATE TABLE changes (
    seq  BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    id   BIGINT NOT NULL,
    at   BIGINT NOT NULL
);
CREATE FUNCTION give_seq() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.seq IS NULL THEN
        SELECT coalesce(max(seq), 0) + 1 INTO new.seq FROM changes;
    END IF;
    RETURN new;
END $$;
CREATE TRIGGER give_seq BEFORE INSERT ON changes FOR EACH ROW EXECUTE FUNCTION give_seq();

CREATE FUNCTION tell_followers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('warraq_changes', '');
    RETURN NULL;
END $$;
CREATE TRIGGER tell_followers AFTER INSERT ON changes FOR EACH STATEMENT EXECUTE FUNCTION tell_followers();
