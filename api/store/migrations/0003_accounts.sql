-- Who may sign in on the pages. A password is kept as an Argon2id hash, and of a session only the SHA-256 of what the
-- browser holds: who reads these tables cannot come in with them. An account is ended, never deleted, so that the log
-- can always be explained; its name is free again then.

CREATE TABLE {accounts} (
    id         uuid PRIMARY KEY,
    user_name  text NOT NULL,
    person     text NOT NULL,
    roles      text[] NOT NULL CHECK (cardinality(roles) > 0),
    password   text,  -- none: signs in some other way
    created_on date NOT NULL,
    ended_on   date
);

CREATE UNIQUE INDEX ON {accounts} (user_name) WHERE ended_on IS NULL;

-- Failed tries, by the SHA-256 of the name that was typed, whether there is such an account or not.

CREATE TABLE {attempts} (
    name      bytea PRIMARY KEY CHECK (length(name) = 32),
    failed    integer NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE {sessions} (
    digest   bytea PRIMARY KEY CHECK (length(digest) = 32),
    account  uuid NOT NULL REFERENCES {accounts} (id),
    begun_at timestamptz NOT NULL DEFAULT now(),
    seen_at  timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    said     bytea  -- what the next page tells, once; sealed by the master key
);

CREATE INDEX ON {sessions} (account);
