-- By hand: what one console writes is told to the others by the database itself, with the transaction that writes it, so that no
-- way of writing can forget to. Payloads: "operation ID BOOT" and "session ID"; what they mean now is read, not carried.
CREATE FUNCTION "tell_of_operation"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('swarmdeck', 'operation ' || NEW."operationId" || ' ' || NEW."boot");
    RETURN NULL;
END;
$$;

CREATE TRIGGER "ledger_tells" AFTER INSERT ON "ledger"
    FOR EACH ROW EXECUTE FUNCTION "tell_of_operation"();

CREATE FUNCTION "tell_of_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('swarmdeck', 'session ' || OLD."id");
    RETURN NULL;
END;
$$;

CREATE TRIGGER "sessions_tell" AFTER DELETE ON "sessions"
    FOR EACH ROW EXECUTE FUNCTION "tell_of_session"();

CREATE FUNCTION "tell_of_person"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('swarmdeck', 'session ' || "id") FROM "sessions" WHERE "userId" = NEW."id";
    RETURN NULL;
END;
$$;

CREATE TRIGGER "users_tell" AFTER UPDATE ON "users"
    FOR EACH ROW WHEN (OLD."role" IS DISTINCT FROM NEW."role" OR OLD."disabled" IS DISTINCT FROM NEW."disabled")
    EXECUTE FUNCTION "tell_of_person"();
