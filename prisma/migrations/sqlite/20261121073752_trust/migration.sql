-- AlterTable
ALTER TABLE "users" ADD COLUMN "locale" TEXT;
ALTER TABLE "users" ADD COLUMN "theme" TEXT;
ALTER TABLE "users" ADD COLUMN "twoFactorEnabled" BOOLEAN DEFAULT false;

-- AlterTable
ALTER TABLE "operations" ADD COLUMN "address" TEXT;
ALTER TABLE "operations" ADD COLUMN "byToken" TEXT;
ALTER TABLE "operations" ADD COLUMN "unseenSince" TEXT;

-- AlterTable
ALTER TABLE "revisions" ADD COLUMN "note" TEXT;

-- DropIndex
DROP INDEX "revisions_serviceId_firstVersion_idx";

-- CreateIndex
CREATE UNIQUE INDEX "revisions_serviceId_firstVersion_key" ON "revisions"("serviceId", "firstVersion");

-- CreateTable
CREATE TABLE "two_factors" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "secret" TEXT NOT NULL,
    "backupCodes" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "verified" BOOLEAN DEFAULT true,
    "failedVerificationCount" INTEGER DEFAULT 0,
    "lockedUntil" DATETIME,
    CONSTRAINT "two_factors_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "passkeys" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT,
    "publicKey" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "credentialID" TEXT NOT NULL,
    "counter" INTEGER NOT NULL,
    "deviceType" TEXT NOT NULL,
    "backedUp" BOOLEAN NOT NULL,
    "transports" TEXT,
    "createdAt" DATETIME,
    "aaguid" TEXT,
    CONSTRAINT "passkeys_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "verbsJson" TEXT NOT NULL,
    "scopeJson" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "lastUsedAt" DATETIME,
    "lastUsedFrom" TEXT,
    "endedAt" DATETIME,
    CONSTRAINT "api_tokens_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ledger_segments" (
    "toSeq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "fromSeq" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "headHash" TEXT NOT NULL,
    "content" BLOB NOT NULL,
    "hash" TEXT NOT NULL,
    "sealedAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "seen_objects" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "factsJson" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL,

    PRIMARY KEY ("kind", "id")
);

-- CreateTable
CREATE TABLE "task_records" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "createdAt" DATETIME NOT NULL,
    "stateSince" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "goneAt" DATETIME
);

-- CreateTable
CREATE TABLE "history_gaps" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "until" DATETIME NOT NULL,
    "reason" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "valueJson" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "by" TEXT
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "fence" BIGINT NOT NULL,
    "expiresAt" DATETIME NOT NULL
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

-- By hand: rows of the ledger go only with a segment that was sealed before, and segments stay as they are.
DROP TRIGGER "ledger_refuses_delete";
CREATE TRIGGER "ledger_refuses_delete" BEFORE DELETE ON "ledger"
WHEN OLD."seq" > (SELECT COALESCE(MAX("toSeq"), 0) FROM "ledger_segments")
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: no row is removed before its segment is sealed');
END;

DROP TRIGGER "ledger_refuses_replace";
CREATE TRIGGER "ledger_refuses_replace" BEFORE INSERT ON "ledger"
WHEN EXISTS (SELECT 1 FROM "ledger" WHERE "seq" = NEW."seq")
    OR NEW."seq" <= (SELECT COALESCE(MAX("toSeq"), 0) FROM "ledger_segments")
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: this row is there already');
END;

CREATE TRIGGER "ledger_segments_refuse_update" BEFORE UPDATE ON "ledger_segments"
BEGIN
    SELECT RAISE(ABORT, 'a sealed segment is not changed');
END;

CREATE TRIGGER "ledger_segments_refuse_delete" BEFORE DELETE ON "ledger_segments"
BEGIN
    SELECT RAISE(ABORT, 'a sealed segment is not removed');
END;

CREATE TRIGGER "ledger_segments_refuse_replace" BEFORE INSERT ON "ledger_segments"
WHEN NEW."toSeq" <= (SELECT COALESCE(MAX("toSeq"), 0) FROM "ledger_segments")
BEGIN
    SELECT RAISE(ABORT, 'segments are sealed in their order');
END;
