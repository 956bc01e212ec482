-- AlterTable
ALTER TABLE "ledger" ADD COLUMN     "keyed" BOOLEAN;

-- A console of an older version writes rows without the key, which would break the chain.
CREATE FUNCTION "ledger_is_keyed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."keyed" IS NOT TRUE THEN
        RAISE EXCEPTION 'the ledger is keyed: this console is older than its database';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "ledger_refuses_unkeyed" BEFORE INSERT ON "ledger"
    FOR EACH ROW EXECUTE FUNCTION "ledger_is_keyed"();
