import { noteRevision as contract } from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { noteRevision } from '#lib/operations/revisions/note-revision';

export const PUT = defineRoute(contract, ({ ports, principal, params, body }) =>
  noteRevision(ports, principal, params.serviceId, params.number, body.note),
);
