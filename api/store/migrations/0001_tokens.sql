-- What a script shows to be let in. Only the SHA-256 of a token is kept: who reads this table cannot come in with it.
-- A token is never deleted, so that the log can always be explained.

CREATE TABLE {tokens} (
    id           uuid PRIMARY KEY,
    digest       bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    label        text NOT NULL,
    person       text NOT NULL,
    roles        text[] NOT NULL CHECK (cardinality(roles) > 0),
    issued_on    date NOT NULL,
    expires_on   date,
    revoked_on   date,
    last_used_on date
);
