-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "disabled" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "token" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "expiresAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "sessions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" DATETIME,
    "refreshTokenExpiresAt" DATETIME,
    "scope" TEXT,
    "password" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "accounts_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "sign_in_links" (
    "tokenHash" TEXT NOT NULL PRIMARY KEY,
    "purpose" TEXT NOT NULL,
    "role" TEXT,
    "userId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "claimedAt" DATETIME
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "points" INTEGER NOT NULL,
    "expire" DATETIME
);

-- CreateTable
CREATE TABLE "ledger" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "operationId" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "boot" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "operations" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "targetKind" TEXT NOT NULL,
    "targetId" TEXT NOT NULL,
    "targetName" TEXT NOT NULL,
    "byId" TEXT,
    "byName" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT,
    "outcomeText" TEXT NOT NULL,
    "faultJson" TEXT,
    "changesJson" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "requestJson" TEXT,
    "baseVersion" BIGINT,
    "openedAt" TEXT NOT NULL,
    "answeredAt" TEXT,
    "settledAt" TEXT,
    "warningsJson" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "boot" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "specs" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "revisions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "serviceId" TEXT NOT NULL,
    "serviceName" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "firstVersion" BIGINT NOT NULL,
    "lastVersion" BIGINT NOT NULL,
    "image" TEXT NOT NULL,
    "seenAt" TEXT NOT NULL,
    "specHash" TEXT NOT NULL,
    "operationId" TEXT,
    "by" TEXT,
    CONSTRAINT "revisions_specHash_fkey" FOREIGN KEY ("specHash") REFERENCES "specs" ("hash") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "revision_claims" (
    "operationId" TEXT NOT NULL PRIMARY KEY,
    "serviceId" TEXT NOT NULL,
    "fromVersion" BIGINT NOT NULL,
    "specHash" TEXT NOT NULL,
    "by" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "instances" (
    "boot" TEXT NOT NULL PRIMARY KEY,
    "instance" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "endedAt" DATETIME
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_userId_idx" ON "sessions"("userId");

-- CreateIndex
CREATE INDEX "accounts_userId_idx" ON "accounts"("userId");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");

-- CreateIndex
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits"("expire");

-- CreateIndex
CREATE INDEX "ledger_operationId_idx" ON "ledger"("operationId");

-- CreateIndex
CREATE UNIQUE INDEX "operations_seq_key" ON "operations"("seq");

-- CreateIndex
CREATE INDEX "operations_targetId_seq_idx" ON "operations"("targetId", "seq");

-- CreateIndex
CREATE INDEX "operations_state_seq_idx" ON "operations"("state", "seq");

-- CreateIndex
CREATE INDEX "revisions_serviceId_firstVersion_idx" ON "revisions"("serviceId", "firstVersion");

-- CreateIndex
CREATE INDEX "revisions_specHash_idx" ON "revisions"("specHash");

-- CreateIndex
CREATE UNIQUE INDEX "revisions_serviceId_number_key" ON "revisions"("serviceId", "number");

-- CreateIndex
CREATE INDEX "revision_claims_serviceId_idx" ON "revision_claims"("serviceId");

-- By hand: the ledger is append-only. A table rebuild drops triggers: a migration that rebuilds "ledger" creates them again.
CREATE TRIGGER "ledger_refuses_update" BEFORE UPDATE ON "ledger"
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: no row is changed');
END;

CREATE TRIGGER "ledger_refuses_delete" BEFORE DELETE ON "ledger"
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: no row is removed');
END;

-- INSERT OR REPLACE removes the old row without asking the trigger above.
CREATE TRIGGER "ledger_refuses_replace" BEFORE INSERT ON "ledger"
WHEN EXISTS (SELECT 1 FROM "ledger" WHERE "seq" = NEW."seq")
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: this row is there already');
END;
