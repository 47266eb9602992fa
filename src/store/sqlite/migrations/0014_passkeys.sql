-- Keys that a person's devices hold for the desk (WebAuthn): what is kept here is their public half.
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

CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Came in by a passkey, which is two factors by itself.
ALTER TABLE sessions ADD COLUMN by_passkey INTEGER NOT NULL DEFAULT 0;
