-- AlterTable
ALTER TABLE "users" ADD COLUMN     "locale" TEXT,
ADD COLUMN     "theme" TEXT,
ADD COLUMN     "twoFactorEnabled" BOOLEAN DEFAULT false;

-- AlterTable
ALTER TABLE "operations" ADD COLUMN     "address" TEXT,
ADD COLUMN     "byToken" TEXT,
ADD COLUMN     "unseenSince" TEXT;

-- AlterTable
ALTER TABLE "revisions" ADD COLUMN     "note" TEXT;

-- Two consoles may have told of one version at the same moment; the first to do so stays.
DELETE FROM "revisions" AS "later" USING "revisions" AS "first"
WHERE "later"."serviceId" = "first"."serviceId" AND "later"."firstVersion" = "first"."firstVersion" AND "later"."number" > "first"."number";

-- DropIndex
DROP INDEX "revisions_serviceId_firstVersion_idx";

-- CreateIndex
CREATE UNIQUE INDEX "revisions_serviceId_firstVersion_key" ON "revisions"("serviceId", "firstVersion");

-- CreateTable
CREATE TABLE "two_factors" (
    "id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backupCodes" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "verified" BOOLEAN DEFAULT true,
    "failedVerificationCount" INTEGER DEFAULT 0,
    "lockedUntil" TIMESTAMP(3),

    CONSTRAINT "two_factors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkeys" (
    "id" TEXT NOT NULL,
    "name" TEXT,
    "publicKey" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "credentialID" TEXT NOT NULL,
    "counter" INTEGER NOT NULL,
    "deviceType" TEXT NOT NULL,
    "backedUp" BOOLEAN NOT NULL,
    "transports" TEXT,
    "createdAt" TIMESTAMP(3),
    "aaguid" TEXT,

    CONSTRAINT "passkeys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "verbsJson" TEXT NOT NULL,
    "scopeJson" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),
    "lastUsedFrom" TEXT,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_segments" (
    "toSeq" INTEGER NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "headHash" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "hash" TEXT NOT NULL,
    "sealedAt" TEXT NOT NULL,

    CONSTRAINT "ledger_segments_pkey" PRIMARY KEY ("toSeq")
);

-- CreateTable
CREATE TABLE "seen_objects" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "factsJson" TEXT NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "seen_objects_pkey" PRIMARY KEY ("kind","id")
);

-- CreateTable
CREATE TABLE "task_records" (
    "id" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "serviceId" TEXT NOT NULL,
    "serviceName" TEXT NOT NULL,
    "slot" INTEGER,
    "nodeId" TEXT,
    "nodeName" TEXT,
    "state" TEXT NOT NULL,
    "desiredState" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "exitCode" INTEGER,
    "image" TEXT NOT NULL,
    "templateDigest" TEXT NOT NULL,
    "statesJson" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "stateSince" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "goneAt" TIMESTAMP(3),

    CONSTRAINT "task_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "history_gaps" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "history_gaps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "valueJson" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "by" TEXT,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "fence" BIGINT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "two_factors_secret_idx" ON "two_factors"("secret");

-- CreateIndex
CREATE INDEX "two_factors_userId_idx" ON "two_factors"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "passkeys_credentialID_key" ON "passkeys"("credentialID");

-- CreateIndex
CREATE INDEX "passkeys_userId_idx" ON "passkeys"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens"("hash");

-- CreateIndex
CREATE INDEX "api_tokens_userId_idx" ON "api_tokens"("userId");

-- CreateIndex
CREATE INDEX "task_records_serviceId_createdAt_idx" ON "task_records"("serviceId", "createdAt");

-- CreateIndex
CREATE INDEX "task_records_nodeId_createdAt_idx" ON "task_records"("nodeId", "createdAt");

-- CreateIndex
CREATE INDEX "task_records_endedAt_idx" ON "task_records"("endedAt");

-- CreateIndex
CREATE INDEX "task_records_goneAt_idx" ON "task_records"("goneAt");

-- CreateIndex
CREATE INDEX "history_gaps_kind_until_idx" ON "history_gaps"("kind", "until");

-- CreateIndex
CREATE INDEX "operations_byId_seq_idx" ON "operations"("byId", "seq");

-- CreateIndex
CREATE INDEX "operations_action_seq_idx" ON "operations"("action", "seq");

-- CreateIndex
CREATE INDEX "operations_outcome_seq_idx" ON "operations"("outcome", "seq");

-- CreateIndex
CREATE INDEX "operations_openedAt_idx" ON "operations"("openedAt");

-- AddForeignKey
ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: rows of the ledger go only with a segment that was sealed before, and segments stay as they are.
CREATE FUNCTION "ledger_goes_by_segments"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD."seq" > (SELECT COALESCE(MAX("toSeq"), 0) FROM "ledger_segments") THEN
        RAISE EXCEPTION 'the ledger is append-only: no row is removed before its segment is sealed';
    END IF;
    RETURN OLD;
END;
$$;

DROP TRIGGER "ledger_refuses_delete" ON "ledger";
CREATE TRIGGER "ledger_refuses_delete" BEFORE DELETE ON "ledger"
    FOR EACH ROW EXECUTE FUNCTION "ledger_goes_by_segments"();

CREATE FUNCTION "ledger_takes_no_past_row"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."seq" <= (SELECT COALESCE(MAX("toSeq"), 0) FROM "ledger_segments") THEN
        RAISE EXCEPTION 'the ledger is append-only: this row is there already';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "ledger_refuses_past" BEFORE INSERT ON "ledger"
    FOR EACH ROW EXECUTE FUNCTION "ledger_takes_no_past_row"();

CREATE FUNCTION "ledger_segments_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW."toSeq" <= (SELECT COALESCE(MAX("toSeq"), 0) FROM "ledger_segments") THEN
            RAISE EXCEPTION 'segments are sealed in their order';
        END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a sealed segment is neither changed nor removed';
END;
$$;

CREATE TRIGGER "ledger_segments_refuse" BEFORE INSERT OR UPDATE OR DELETE ON "ledger_segments"
    FOR EACH ROW EXECUTE FUNCTION "ledger_segments_stay"();

CREATE TRIGGER "ledger_segments_refuse_truncate" BEFORE TRUNCATE ON "ledger_segments"
    FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
