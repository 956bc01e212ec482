-- AlterTable
ALTER TABLE "users" ADD COLUMN     "failedSignIns" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "failedBefore" INTEGER,
ADD COLUMN     "keyHash" TEXT,
ADD COLUMN     "method" TEXT,
ADD COLUMN     "provedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "sign_in_links" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "note" TEXT;
