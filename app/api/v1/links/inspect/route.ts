import { inspectLink } from '#lib/contract/links';
import { definePublicRoute } from '#lib/http/define-route';

export const POST = definePublicRoute(inspectLink, ({ ports, body, request }) =>
  ports.sessions.inspectLink(body.secret, request.client),
);
