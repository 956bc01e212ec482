-- AlterTable
ALTER TABLE "sessions" ADD COLUMN "failedBefore" INTEGER;
ALTER TABLE "sessions" ADD COLUMN "keyHash" TEXT;
ALTER TABLE "sessions" ADD COLUMN "method" TEXT;
ALTER TABLE "sessions" ADD COLUMN "provedAt" DATETIME;

-- AlterTable
ALTER TABLE "sign_in_links" ADD COLUMN "createdBy" TEXT;
ALTER TABLE "sign_in_links" ADD COLUMN "note" TEXT;

-- By hand: Prisma would build the table anew, which deletes what refers to it while foreign keys count
ALTER TABLE "users" ADD COLUMN "failedSignIns" INTEGER NOT NULL DEFAULT 0;
