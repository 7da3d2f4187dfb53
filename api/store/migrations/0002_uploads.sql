-- Files with figures that wait to be imported, so that any process of the server can go on with one. What stands in
-- them is sealed by the master key: the file, how it is called and to be read (`about`), what would come or came of it
-- (`outcome`). A file is gone as soon as it was imported, refused, dropped or a day old.

CREATE TABLE {uploads} (
    id           uuid PRIMARY KEY,
    state        text NOT NULL DEFAULT 'uploaded' CHECK (
        state IN ('uploaded', 'previewing', 'previewed', 'importing', 'done', 'refused', 'failed')
    ),
    uploaded_by  text NOT NULL,
    uploaded_at  timestamptz NOT NULL DEFAULT now(),
    about        bytea NOT NULL,
    content      bytea,
    outcome      bytea,

    -- The confirmation: a command by an actor, on a day. All three are part of the command, whoever carries it out.
    command      uuid UNIQUE,
    actor        jsonb,
    confirmed_on date,
    position     bigint,

    -- The process that works on it shows that it is alive; where none does, any other may go on.
    worker       uuid,
    heartbeat    timestamptz NOT NULL DEFAULT now(),
    attempts     integer NOT NULL DEFAULT 0,
    phase        text,
    done         bigint NOT NULL DEFAULT 0,
    total        bigint NOT NULL DEFAULT 0,
    CHECK ((command IS NULL) = (actor IS NULL) AND (command IS NULL) = (confirmed_on IS NULL))
);

ALTER TABLE {uploads} ALTER COLUMN content SET STORAGE EXTERNAL;  -- a cipher cannot be compressed
