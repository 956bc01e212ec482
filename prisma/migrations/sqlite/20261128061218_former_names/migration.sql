-- AlterTable
ALTER TABLE "users" ADD COLUMN "formerNames" TEXT NOT NULL DEFAULT '[]';
