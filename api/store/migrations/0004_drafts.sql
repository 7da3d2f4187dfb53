-- What somebody filled in and has not recorded yet, one draft per person, municipality and form. It is sealed by the
-- master key, and gone when it was recorded, thrown away or 30 days old.

CREATE TABLE {drafts} (
    person       text NOT NULL,
    municipality text NOT NULL,
    form         text NOT NULL,
    command      uuid NOT NULL,  -- that the form gives when it is sent: a draft of what was recorded is kept no longer
    kept_at      timestamptz NOT NULL DEFAULT now(),
    content      bytea NOT NULL,
    PRIMARY KEY (person, municipality, form)
);

CREATE INDEX ON {drafts} (kept_at);
