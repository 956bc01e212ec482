-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "disabled" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMP(3),
    "refreshTokenExpiresAt" TIMESTAMP(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_links" (
    "tokenHash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "role" TEXT,
    "userId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "claimedAt" TIMESTAMP(3),

    CONSTRAINT "sign_in_links_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMP(3),

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "ledger" (
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "operationId" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "boot" TEXT NOT NULL,

    CONSTRAINT "ledger_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "operations" (
    "id" TEXT NOT NULL,
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
    "boot" TEXT NOT NULL,

    CONSTRAINT "operations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "specs" (
    "hash" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "specs_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "revisions" (
    "id" TEXT NOT NULL,
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

    CONSTRAINT "revisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision_claims" (
    "operationId" TEXT NOT NULL,
    "serviceId" TEXT NOT NULL,
    "fromVersion" BIGINT NOT NULL,
    "specHash" TEXT NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "revision_claims_pkey" PRIMARY KEY ("operationId")
);

-- CreateTable
CREATE TABLE "instances" (
    "boot" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "instances_pkey" PRIMARY KEY ("boot")
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

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_specHash_fkey" FOREIGN KEY ("specHash") REFERENCES "specs"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: the ledger is append-only. (ON CONFLICT DO UPDATE is an UPDATE to these triggers.)
CREATE FUNCTION "ledger_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP;
END;
$$;

CREATE TRIGGER "ledger_refuses_update" BEFORE UPDATE ON "ledger"
    FOR EACH ROW EXECUTE FUNCTION "ledger_is_append_only"();

CREATE TRIGGER "ledger_refuses_delete" BEFORE DELETE ON "ledger"
    FOR EACH ROW EXECUTE FUNCTION "ledger_is_append_only"();

CREATE TRIGGER "ledger_refuses_truncate" BEFORE TRUNCATE ON "ledger"
    FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
