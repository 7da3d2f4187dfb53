-- Who is away for how long, and who stands in for them meanwhile. Why somebody is away is nobody's business, so it is
-- not asked. What was taken back stays, so that it can be explained who saw to what.

CREATE TABLE {absences} (
    id         uuid PRIMARY KEY,
    person     text NOT NULL,
    first_day  date NOT NULL,
    last_day   date NOT NULL CHECK (last_day >= first_day),
    stands_in  text NOT NULL CHECK (stands_in <> person),
    entered_by text NOT NULL,
    entered_at timestamptz NOT NULL DEFAULT now(),
    ended_by   text,  -- who took it back, before its last day or before it began
    ended_at   timestamptz,
    CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);

CREATE INDEX ON {absences} (last_day) WHERE ended_at IS NULL;
