-- How often something changed beside the record that pages show: who is away, and which figures came in by themselves. An
-- answer may be kept for as long as this stays. It changes in the very transaction that changes a row, whoever does so;
-- a table that pages show from now on gets its trigger here, in a change of its own.

CREATE TABLE {moved} (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint NOT NULL
);

INSERT INTO {moved} (number) VALUES (0);

CREATE FUNCTION {count_move}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {moved} SET number = number + 1;
    RETURN NULL;
END;
$$;

CREATE TRIGGER counted AFTER INSERT OR UPDATE OR DELETE ON {absences} FOR EACH ROW EXECUTE FUNCTION {count_move}();
CREATE TRIGGER counted AFTER INSERT OR UPDATE OR DELETE ON {arrivals} FOR EACH ROW EXECUTE FUNCTION {count_move}();
