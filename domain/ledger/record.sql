-- The record: what happened, in one order, never overwritten.
--
-- This file is a template. schema.py fills in the names in braces, so that several records can live in one database, and
-- runs the whole as the owner in one transaction. It may run again on a record that it made before; a later shape adds
-- its ALTERs after what they alter.
--
-- Three roles share it. The owner makes and owns everything and is nobody's daily role. The app reads the record and
-- adds to it, through the functions at the end of this file and in no other way. The key reader reads keys, so that
-- reading a sealed text is a deliberate step.


-- What the program has to know before it uses the record: which record this is (the master key's file is called after
-- it), and which shape it has. An older program refuses a newer shape.

CREATE TABLE IF NOT EXISTS {record}.about (
    one            boolean PRIMARY KEY DEFAULT true CHECK (one),
    record_id      uuid NOT NULL DEFAULT gen_random_uuid(),
    schema_version integer NOT NULL
);

-- Every entry there is. The position is the total order: without a gap, in the order in which transactions committed.
-- Text compares byte by byte, so that every server has the same order of streams.

CREATE TABLE IF NOT EXISTS {record}.events (
    position    bigint PRIMARY KEY CHECK (position > 0),
    stream      text COLLATE "C" NOT NULL CHECK (stream <> ''),
    version     integer NOT NULL CHECK (version > 0),
    topic       text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    command_id  uuid NOT NULL,
    body        bytea NOT NULL,
    digest      bytea NOT NULL,
    UNIQUE (stream, version)
);

-- The streams there are: one row per stream in this index, however long the record grows.

CREATE INDEX IF NOT EXISTS streams ON {record}.events (stream) WHERE version = 1;

-- What a stream holds besides its many statements of figures, by topic: so the history of one subject, and what corrects
-- an entry, are found without going through a statement for every day.

CREATE INDEX IF NOT EXISTS besides_figures ON {record}.events (stream, topic, version)
    WHERE topic <> 'municipality.figures-reported.v1';

-- How far the record has come. One row, which is the counter of positions and the lock on the end of the record at once:
-- who appends holds it until the commit, so that nobody can see position 8 while 7 may still come or fail. It changes
-- with every append; the space in its page keeps that cheap (each change stays in the page and is tidied there).

CREATE TABLE IF NOT EXISTS {record}.head (
    one         boolean PRIMARY KEY DEFAULT true CHECK (one),
    position    bigint NOT NULL,
    recorded_at timestamptz NOT NULL
) WITH (fillfactor = 10);

-- Each command that was carried out, by the id its sender gave it. Its entries are the `size` positions up to and
-- including `position`; a command that had nothing to add has size 0 and the position the record then had. So the first
-- answer can be given again, and no text is kept here. The request is a keyed digest: nobody guesses a short text by it.

CREATE TABLE IF NOT EXISTS {record}.commands (
    command_id uuid PRIMARY KEY,
    actor      text NOT NULL,
    request    bytea NOT NULL,
    outcome    text NOT NULL CHECK (outcome IN ('recorded', 'unchanged')),
    position   bigint NOT NULL,
    size       integer NOT NULL CHECK (size >= 0)
);

-- Where a large append waits, within its own transaction, until it is complete. Unlogged: it never outlives its
-- transaction, so there is nothing to recover.

CREATE UNLOGGED TABLE IF NOT EXISTS {record}.staging (
    batch   uuid NOT NULL,
    n       integer NOT NULL,
    stream  text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    topic   text COLLATE "C" NOT NULL,
    body    bytea NOT NULL,
    PRIMARY KEY (batch, n)
);

-- What the documents hold that were filed with their content, by the entry that filed them: `sha256` and `size` are those
-- of the content as it came in, as the entry says too, `cipher` is the content under a key of its own. Destroying that
-- key erases the content; the row stays. A cipher cannot be compressed, so nobody tries.

CREATE TABLE IF NOT EXISTS {record}.contents (
    stream   text COLLATE "C" NOT NULL,
    version  integer NOT NULL,
    document text COLLATE "C" NOT NULL,
    key_id   text COLLATE "C" NOT NULL,
    sha256   bytea NOT NULL CHECK (octet_length(sha256) = 32),
    size     integer NOT NULL CHECK (size > 0),
    cipher   bytea NOT NULL,
    PRIMARY KEY (stream, version)
);

ALTER TABLE {record}.contents ALTER COLUMN cipher SET STORAGE EXTERNAL;

-- The moment at which a demo records: a history that never was has its moments too. Any other record takes no notice of
-- what stands here (`moment`, in append.sql).

CREATE TABLE IF NOT EXISTS {record}.demo_clock (
    one       boolean PRIMARY KEY DEFAULT true CHECK (one),
    stands_at timestamptz NOT NULL
);

-- The keys of sealed texts and contents, each wrapped by a master key that is not in this database. Destroying a key
-- empties `wrapped`: the row stays as the proof that the text was erased and not lost.

CREATE TABLE IF NOT EXISTS {keys}.keys (
    key_id       text COLLATE "C" PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('text', 'person')),
    wrapped      bytea,
    master       text NOT NULL,
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

-- Contents came with shape 2.

ALTER TABLE {keys}.keys DROP CONSTRAINT IF EXISTS keys_kind_check;
ALTER TABLE {keys}.keys ADD CONSTRAINT keys_kind_check CHECK (kind IN ('text', 'person', 'content'));

-- How often keys were destroyed, or changed in any other way. An answer that was made of opened texts may be kept for as
-- long as this stays: an erasure is no entry, so the head does not tell of it. It changes in the very transaction that
-- changes the keys, whoever does so. Came with shape 4.

CREATE TABLE IF NOT EXISTS {record}.erasures (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint NOT NULL
);

INSERT INTO {record}.erasures (number) VALUES (0) ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION {record}.count_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE {record}.erasures SET number = number + 1;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER counted AFTER UPDATE OR DELETE OR TRUNCATE ON {keys}.keys
    FOR EACH STATEMENT EXECUTE FUNCTION {record}.count_erasure();
ALTER TABLE {keys}.keys ENABLE ALWAYS TRIGGER counted;

-- Who is already known, by a keyed digest of kind and name: finding a person again does not need the name in the open.

CREATE TABLE IF NOT EXISTS {keys}.person_index (
    token  bytea PRIMARY KEY,
    person text COLLATE "C" NOT NULL
);

-- The master key that wraps new keys, by its fingerprint. A program that comes with another one is refused.

CREATE TABLE IF NOT EXISTS {keys}.master (
    one         boolean PRIMARY KEY DEFAULT true CHECK (one),
    fingerprint text NOT NULL
);


-- The digest of an entry ---------------------------------------------------------------------------------------------
--
-- sha256(0x00 ‖ envelope ‖ body): a leaf of the later Merkle tree (the 0x00 tells a leaf from a node) and the check
-- that an entry still reads as it was recorded. The envelope is six parts after each other, numbers in network order:
--
--     position      8 bytes after their length, 00000008
--     stream        UTF-8 after its length in 4 bytes
--     version       4 bytes after their length, 00000004
--     topic         UTF-8 after its length in 4 bytes
--     recorded at   microseconds since 1970-01-01T00:00:00Z, 8 bytes after their length, 00000008
--     command id    the 16 bytes of the UUID after their length, 00000010
--
-- integrity.py computes the same in Python; a property test holds the two together.

CREATE OR REPLACE FUNCTION {record}.digest_of(
    "position" bigint, stream text, version integer, topic text, recorded_at timestamptz, command_id uuid, body bytea
) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE  -- as stable as its parts, so that the planner can put it in line
RETURN pg_catalog.sha256(
    '\x00'::bytea
    || '\x00000008'::bytea || pg_catalog.int8send($1)
    || pg_catalog.int4send(octet_length(convert_to(stream, 'UTF8'))) || convert_to(stream, 'UTF8')
    || '\x00000004'::bytea || pg_catalog.int4send(version)
    || pg_catalog.int4send(octet_length(convert_to(topic, 'UTF8'))) || convert_to(topic, 'UTF8')
    || '\x00000008'::bytea || pg_catalog.int8send((extract(epoch FROM recorded_at) * 1000000)::bigint)
    || '\x00000010'::bytea || pg_catalog.uuid_send(command_id)
    || body
);


-- What nobody may do -------------------------------------------------------------------------------------------------
--
-- The app has no right to change or remove anything. These triggers stop the owner and the administrator as well, and
-- what they do by mistake most of all. They are 'always' triggers: a session that plays back a replica does not escape.

CREATE OR REPLACE FUNCTION {record}.refuse() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is never overwritten: % on %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING HINT = 'Put an entry right by recording a correction or a withdrawal.';
END;
$$;

CREATE OR REPLACE TRIGGER never_overwritten BEFORE UPDATE OR DELETE OR TRUNCATE ON {record}.events
    FOR EACH STATEMENT EXECUTE FUNCTION {record}.refuse();
ALTER TABLE {record}.events ENABLE ALWAYS TRIGGER never_overwritten;

CREATE OR REPLACE TRIGGER never_overwritten BEFORE UPDATE OR DELETE OR TRUNCATE ON {record}.commands
    FOR EACH STATEMENT EXECUTE FUNCTION {record}.refuse();
ALTER TABLE {record}.commands ENABLE ALWAYS TRIGGER never_overwritten;

CREATE OR REPLACE TRIGGER never_overwritten BEFORE UPDATE OR DELETE OR TRUNCATE ON {record}.contents
    FOR EACH STATEMENT EXECUTE FUNCTION {record}.refuse();
ALTER TABLE {record}.contents ENABLE ALWAYS TRIGGER never_overwritten;

CREATE OR REPLACE TRIGGER never_overwritten BEFORE DELETE OR TRUNCATE ON {record}.head
    FOR EACH STATEMENT EXECUTE FUNCTION {record}.refuse();
ALTER TABLE {record}.head ENABLE ALWAYS TRIGGER never_overwritten;

-- The head has to move, and can only move to where the record ends: whoever moves it. And time never runs backwards.

CREATE OR REPLACE FUNCTION {record}.only_to_the_end() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    last_position bigint;
BEGIN
    SELECT coalesce(max(e.position), 0) INTO last_position FROM {record}.events e;
    IF NEW.position <> last_position OR NEW.recorded_at < OLD.recorded_at THEN
        RAISE EXCEPTION 'the head of the record cannot move to % at %: the record ends at % at %',
            NEW.position, NEW.recorded_at, last_position, OLD.recorded_at;
    END IF;
    RETURN NEW;
END;
$$;

CREATE OR REPLACE TRIGGER only_to_the_end BEFORE UPDATE ON {record}.head
    FOR EACH ROW EXECUTE FUNCTION {record}.only_to_the_end();
ALTER TABLE {record}.head ENABLE ALWAYS TRIGGER only_to_the_end;

INSERT INTO {record}.head (position, recorded_at) VALUES (0, 'epoch') ON CONFLICT DO NOTHING;
