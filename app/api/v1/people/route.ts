import { listPeople } from '#lib/contract/people/list-people';
import { defineRoute } from '#lib/http/define-route';

export const GET = defineRoute(listPeople, async ({ ports }) => ({ items: await ports.sessions.people() }));
