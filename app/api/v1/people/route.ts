import { listPeople } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';

export const GET = definePersonRoute(listPeople, async ({ ports }) => ({ items: await ports.accounts.people() }));
