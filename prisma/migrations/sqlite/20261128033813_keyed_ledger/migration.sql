-- AlterTable
ALTER TABLE "ledger" ADD COLUMN "keyed" BOOLEAN;

-- A console of an older version writes rows without the key, which would break the chain.
CREATE TRIGGER "ledger_refuses_unkeyed" BEFORE INSERT ON "ledger"
WHEN NEW."keyed" IS NOT TRUE
BEGIN
    SELECT RAISE(ABORT, 'the ledger is keyed: this console is older than its database');
END;
