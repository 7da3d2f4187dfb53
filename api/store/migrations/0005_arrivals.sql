-- What came of the figures that came in by themselves, and of each time that they were asked for. The imports are in
-- the record; this is for who has to see to it that there are any. What a file is called and why it was not taken is
-- sealed by the master key (`told`). `begun` is when somebody first looked that way.

CREATE TABLE {arrivals} (
    id      uuid PRIMARY KEY,
    number  bigint GENERATED ALWAYS AS IDENTITY,  -- their order
    came_at timestamptz NOT NULL,
    way     text NOT NULL CHECK (way IN ('folder', 'address')),
    result  text NOT NULL CHECK (result IN ('begun', 'imported', 'nothing-new', 'refused', 'failed')),
    stream  text,  -- of the import
    told    bytea NOT NULL
);

CREATE INDEX ON {arrivals} (way, came_at);

-- The days on which it was logged that figures stay away: once a day, whichever process sees it first.

CREATE TABLE {alarms} (
    day date PRIMARY KEY
);
