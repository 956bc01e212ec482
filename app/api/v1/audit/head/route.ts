import { readHead } from '#lib/contract/audit';
import { defineRoute } from '#lib/http/define-route';

export const GET = defineRoute(readHead, ({ ports }) => ports.ledger.head());
