-- The only ways to add to the record, and who may use what.
--
-- A template as record.sql is, run after it. The functions run with the rights of the owner, so their search path is
-- pinned: nobody can slip another table or operator under them.


-- moment -------------------------------------------------------------------------------------------------------------
--
-- At which moment is recorded: now. On a demo, where its clock was set, then; the first entry of all says that a record
-- is one, and what it may be recorded with is given while there is none. The caller has the lock on the head.

CREATE OR REPLACE FUNCTION {record}.moment(first_topic text) RETURNS timestamptz
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
RETURN coalesce(
    (
        SELECT c.stands_at FROM {record}.demo_clock c
        WHERE 'record.declared-demo.v1'
            = coalesce((SELECT e.topic FROM {record}.events e WHERE e.position = 1), first_topic)
    ),
    clock_timestamp()
);


-- set_demo_clock -----------------------------------------------------------------------------------------------------
--
-- Sets the clock of a demo, or of a record that has no entry yet and is going to be one; NULL lets it run again. Refused
-- on any other record, and backwards.

CREATE OR REPLACE FUNCTION {record}.set_demo_clock(stands_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head {record}.head;
BEGIN
    SELECT * INTO head FROM {record}.head FOR UPDATE;
    IF head.position > 0 AND NOT EXISTS (
        SELECT FROM {record}.events e WHERE e.position = 1 AND e.topic = 'record.declared-demo.v1'
    ) THEN
        RAISE EXCEPTION 'the clock of this record cannot be set: it is no demo';
    END IF;
    IF set_demo_clock.stands_at < head.recorded_at THEN
        RAISE EXCEPTION 'the clock of the record cannot be set to %: it ends at %', stands_at, head.recorded_at;
    END IF;
    DELETE FROM {record}.demo_clock;
    INSERT INTO {record}.demo_clock (stands_at)
    SELECT set_demo_clock.stands_at WHERE set_demo_clock.stands_at IS NOT NULL;
END;
$$;


-- add ----------------------------------------------------------------------------------------------------------------
--
-- Adds everything of some commands after position `last`; answers the digests of the entries. When one of the commands
-- was carried out before, when a stream does not end where its command thought, or when a key or token exists, it raises
-- unique_violation and adds nothing. Contents go with one command at a time: each says to which of its entries it
-- belongs, 1 is the first. The caller has the lock on the head, and moves it.
--
-- A stream must go on where it ended: a version that skips is a conflict too. It means that the sender remembers
-- entries that this record does not have (a standby took over and lost the last of them); reading again mends it.

CREATE OR REPLACE FUNCTION {record}.add(
    last bigint, at timestamptz,
    command_ids uuid[], actors text[], requests bytea[], sizes integer[],
    streams text[], versions integer[], topics text[], bodies bytea[],
    key_ids text[], kinds text[], wrapped bytea[], masters text[],
    tokens bytea[], persons text[],
    content_entries integer[], documents text[], content_keys text[], sha256s bytea[], lengths integer[], ciphers bytea[]
) RETURNS bytea[]
LANGUAGE plpgsql
AS $$
#variable_conflict use_column
DECLARE
    of_entry uuid[];  -- the command of each entry
    digests  bytea[];
BEGIN
    INSERT INTO {record}.commands (command_id, actor, request, outcome, position, size)
    SELECT command_id, actor, request, CASE WHEN size > 0 THEN 'recorded' ELSE 'unchanged' END,
        last + sum(size) OVER (ORDER BY c), size
    FROM unnest(command_ids, actors, requests, sizes) WITH ORDINALITY AS given (command_id, actor, request, size, c);

    IF cardinality(streams) > 0 THEN
        PERFORM FROM (
            SELECT stream, version - row_number() OVER (PARTITION BY stream ORDER BY n) AS before
            FROM unnest(streams, versions) WITH ORDINALITY AS given (stream, version, n)
        ) AS given
        WHERE before <> coalesce(
            (SELECT max(there.version) FROM {record}.events there WHERE there.stream = given.stream), 0
        );
        IF FOUND THEN
            RAISE unique_violation;
        END IF;

        SELECT array_agg(command_id ORDER BY c) INTO of_entry
        FROM unnest(command_ids, sizes) WITH ORDINALITY AS given (command_id, size, c), generate_series(1, size);

        WITH added AS (
            INSERT INTO {record}.events (position, stream, version, topic, recorded_at, command_id, body, digest)
            SELECT last + n, stream, version, topic, at, command_id, body,
                {record}.digest_of(last + n, stream, version, topic, at, command_id, body)
            FROM unnest(streams, versions, topics, of_entry, bodies) WITH ORDINALITY
                AS given (stream, version, topic, command_id, body, n)
            RETURNING position, digest
        )
        SELECT array_agg(digest ORDER BY position) INTO digests FROM added;
    END IF;

    IF cardinality(key_ids) > 0 THEN
        INSERT INTO {keys}.keys (key_id, kind, wrapped, master)
        SELECT * FROM unnest(key_ids, kinds, wrapped, masters);
    END IF;

    IF cardinality(tokens) > 0 THEN
        INSERT INTO {keys}.person_index (token, person) SELECT * FROM unnest(tokens, persons);
    END IF;

    IF cardinality(documents) > 0 THEN
        INSERT INTO {record}.contents (stream, version, document, key_id, sha256, size, cipher)
        SELECT streams[n], versions[n], document, key_id, sha256, length, cipher
        FROM unnest(content_entries, documents, content_keys, sha256s, lengths, ciphers)
            AS given (n, document, key_id, sha256, length, cipher);
    END IF;

    RETURN digests;
END;
$$;


-- append -------------------------------------------------------------------------------------------------------------
--
-- Carries out several commands in the order given. Entries, keys, tokens and contents of all commands stand in flat
-- arrays after each other; the sizes say how many are of each command, and none is fine: then the command is remembered
-- and nothing is added. Answers one row per command:
--
--     recorded   its entries are in the record, up to last_position
--     unchanged  it had no entries and is remembered
--     repeated   it was carried out before: last_position and size are its first answer
--     reused     its id was used before, for another request or by another actor: nothing is added
--     conflict   a stream did not end where the command thought, or a key or token exists: nothing of it is added

DROP FUNCTION IF EXISTS {record}.append(  -- as it was before there were contents: it would stand beside the new one
    uuid[], text[], bytea[], integer[], text[], integer[], text[], bytea[],
    integer[], text[], text[], bytea[], text[], integer[], bytea[], text[]
);

CREATE OR REPLACE FUNCTION {record}.append(
    command_ids uuid[], actors text[], requests bytea[], sizes integer[],
    streams text[], versions integer[], topics text[], bodies bytea[],
    key_sizes integer[], key_ids text[], kinds text[], wrapped bytea[], masters text[],
    token_sizes integer[], tokens bytea[], persons text[],
    content_sizes integer[], content_entries integer[], documents text[], content_keys text[],
    sha256s bytea[], lengths integer[], ciphers bytea[]
) RETURNS TABLE (
    command_id uuid, outcome text, last_position bigint, size integer, recorded_at timestamptz, digests bytea[]
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan  -- planned once per connection, not with every append
SET enable_seqscan = off  -- a plan made for a small record must still be right for a large one
AS $$
#variable_conflict use_column
DECLARE
    head      {record}.head;
    known     {record}.commands;
    at        timestamptz;
    last      bigint;
    written   bytea[];  -- the digests, when all commands could be added at once
    together  boolean := false;
    e         integer := 0;  -- how many entries, keys, tokens and contents belonged to earlier commands
    k         integer := 0;
    t         integer := 0;
    o         integer := 0;
BEGIN
    -- The lock on the end of the record. What follows sees everything that was committed before, and nobody else adds
    -- anything until this transaction ends. The clock is read under the lock, so that time follows position.

    SELECT * INTO head FROM {record}.head FOR UPDATE;
    at := greatest({record}.moment(CASE WHEN cardinality(command_ids) = 1 THEN topics[1] END), head.recorded_at);
    last := head.position;

    -- All at once, as it nearly always goes. Where one is in the way of that, each goes for itself below.

    IF cardinality(command_ids) > 1 AND cardinality(documents) = 0 THEN
        BEGIN
            written := {record}.add(
                last, at, command_ids, actors, requests, sizes, streams, versions, topics, bodies,
                key_ids, kinds, wrapped, masters, tokens, persons,
                content_entries, documents, content_keys, sha256s, lengths, ciphers
            );
            together := true;
        EXCEPTION WHEN unique_violation THEN
            together := false;
        END;
    END IF;

    FOR c IN 1 .. cardinality(command_ids) LOOP
        command_id := command_ids[c];
        outcome := CASE WHEN sizes[c] > 0 THEN 'recorded' ELSE 'unchanged' END;
        last_position := last + sizes[c];
        size := sizes[c];
        recorded_at := at;

        IF together THEN
            digests := written[e + 1 : e + sizes[c]];
        ELSE

            -- A subtransaction: what goes wrong here undoes this command alone.

            BEGIN
                digests := {record}.add(
                    last, at, command_ids[c : c], actors[c : c], requests[c : c], sizes[c : c],
                    streams[e + 1 : e + sizes[c]], versions[e + 1 : e + sizes[c]],
                    topics[e + 1 : e + sizes[c]], bodies[e + 1 : e + sizes[c]],
                    key_ids[k + 1 : k + key_sizes[c]], kinds[k + 1 : k + key_sizes[c]],
                    wrapped[k + 1 : k + key_sizes[c]], masters[k + 1 : k + key_sizes[c]],
                    tokens[t + 1 : t + token_sizes[c]], persons[t + 1 : t + token_sizes[c]],
                    content_entries[o + 1 : o + content_sizes[c]], documents[o + 1 : o + content_sizes[c]],
                    content_keys[o + 1 : o + content_sizes[c]], sha256s[o + 1 : o + content_sizes[c]],
                    lengths[o + 1 : o + content_sizes[c]], ciphers[o + 1 : o + content_sizes[c]]
                );
            EXCEPTION WHEN unique_violation THEN
                outcome := 'conflict';
                last_position := NULL;
                size := NULL;
                recorded_at := NULL;
                digests := NULL;
                SELECT * INTO known FROM {record}.commands earlier WHERE earlier.command_id = command_ids[c];
                IF known.actor = actors[c] AND known.request = requests[c] THEN
                    outcome := 'repeated';
                    last_position := known.position;
                    size := known.size;
                ELSIF known.command_id IS NOT NULL THEN
                    outcome := 'reused';
                END IF;
            END;
        END IF;

        last := CASE WHEN outcome = 'recorded' THEN last_position ELSE last END;
        e := e + sizes[c];
        k := k + key_sizes[c];
        t := t + token_sizes[c];
        o := o + content_sizes[c];
        RETURN NEXT;
    END LOOP;

    IF last > head.position THEN
        UPDATE {record}.head SET position = last, recorded_at = at;
        PERFORM pg_notify({channel}, last::text);
    END IF;
END;
$$;


-- append_staged ------------------------------------------------------------------------------------------------------
--
-- One command whose entries the caller put in `staging`, in this transaction. Answers as append does, and:
--
--     moved      these streams went on meanwhile, and nothing is added. The caller decides them again, replaces their
--                staged entries and calls again; the end of the record stays locked until then, so twice is enough.

CREATE OR REPLACE FUNCTION {record}.append_staged(
    command uuid, actor text, request bytea, of_batch uuid,
    key_ids text[], kinds text[], wrapped bytea[], masters text[]
) RETURNS TABLE (outcome text, last_position bigint, size integer, recorded_at timestamptz, moved text[])
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET work_mem = '64MB'  -- the streams of the staged entries are sorted once, in memory
SET enable_seqscan = off  -- their key has them in the order in which they are recorded: bodies are not sorted
SET enable_bitmapscan = off
AS $$
#variable_conflict use_column
DECLARE
    head   {record}.head;
    known  {record}.commands;
    broken boolean;
BEGIN
    SELECT * INTO head FROM {record}.head FOR UPDATE;

    SELECT * INTO known FROM {record}.commands earlier WHERE earlier.command_id = command;
    IF known.command_id IS NOT NULL THEN
        IF known.actor = append_staged.actor AND known.request = append_staged.request THEN
            outcome := 'repeated';
            last_position := known.position;
            size := known.size;
        ELSE
            outcome := 'reused';
        END IF;
        DELETE FROM {record}.staging WHERE batch = of_batch;
        RETURN NEXT;
        RETURN;
    END IF;

    SELECT bool_or(broken), array_agg(stream) FILTER (
        WHERE first <> 1 + coalesce(
            (SELECT max(there.version) FROM {record}.events there WHERE there.stream = staged.stream), 0
        )
    ) INTO broken, moved FROM (
        SELECT stream, min(version) AS first, min(before) <> max(before) AS broken FROM (
            SELECT stream, version, version - row_number() OVER (PARTITION BY stream ORDER BY n) AS before
            FROM {record}.staging WHERE batch = of_batch
        ) AS each
        GROUP BY stream
    ) AS staged;
    IF broken THEN
        RAISE EXCEPTION 'the staged versions of a stream do not follow each other';
    END IF;
    IF moved IS NOT NULL THEN
        outcome := 'moved';
        RETURN NEXT;
        RETURN;
    END IF;

    recorded_at := greatest({record}.moment(NULL), head.recorded_at);
    INSERT INTO {record}.events (position, stream, version, topic, recorded_at, command_id, body, digest)
    SELECT position, stream, version, topic, append_staged.recorded_at, command, body,
        {record}.digest_of(position, stream, version, topic, append_staged.recorded_at, command, body)
    FROM (
        SELECT head.position + row_number() OVER (ORDER BY n) AS position, stream, version, topic, body
        FROM {record}.staging WHERE batch = of_batch ORDER BY n
    ) AS staged;
    GET DIAGNOSTICS size = ROW_COUNT;
    DELETE FROM {record}.staging WHERE batch = of_batch;

    INSERT INTO {keys}.keys (key_id, kind, wrapped, master)
    SELECT * FROM unnest(key_ids, kinds, wrapped, masters);

    outcome := CASE WHEN size > 0 THEN 'recorded' ELSE 'unchanged' END;
    last_position := head.position + size;
    INSERT INTO {record}.commands (command_id, actor, request, outcome, position, size)
    VALUES (command, append_staged.actor, append_staged.request, outcome, last_position, size);

    IF size > 0 THEN
        UPDATE {record}.head SET position = last_position, recorded_at = append_staged.recorded_at;
        PERFORM pg_notify({channel}, last_position::text);
    END IF;
    RETURN NEXT;
END;
$$;


-- adopt_master -------------------------------------------------------------------------------------------------------
--
-- The first master key that a program comes with becomes the key of this record, unless there is one: its fingerprint
-- is the answer. Asked with NULL it only answers.

CREATE OR REPLACE FUNCTION {record}.adopt_master(fingerprint text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    INSERT INTO {keys}.master (fingerprint)
    SELECT adopt_master.fingerprint WHERE adopt_master.fingerprint IS NOT NULL ON CONFLICT DO NOTHING;
    SELECT m.fingerprint FROM {keys}.master m;
END;


-- Who may do what ----------------------------------------------------------------------------------------------------
--
-- PostgreSQL lets everybody call a new function; here nobody does who is not named.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {record} FROM PUBLIC;

GRANT USAGE ON SCHEMA {record} TO trede_app;
GRANT SELECT ON
    {record}.about, {record}.events, {record}.head, {record}.commands, {record}.contents, {record}.erasures TO trede_app;
GRANT SELECT, INSERT, DELETE ON {record}.staging TO trede_app;
GRANT EXECUTE ON FUNCTION
    {record}.append, {record}.append_staged, {record}.adopt_master, {record}.set_demo_clock TO trede_app;

GRANT USAGE ON SCHEMA {keys} TO trede_key_reader;
GRANT SELECT ON {keys}.keys, {keys}.person_index TO trede_key_reader;
