import { exportOperations as contract } from '#lib/contract/audit';
import { defineRoute } from '#lib/http/define-route';
import { principalNow } from '#lib/http/principal-now';
import { streamText, withinShare } from '#lib/http/stream-text';
import { exportOperations } from '#lib/operations/audit/export-operations';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

export const GET = defineRoute(contract, async ({ ports, principal, query: { format, ...filter }, request }) => {
  const day = new Date(ports.clock.now()).toISOString().slice(0, 10);
  const rights = () => principalNow(ports, principal, request.headers);
  const pieces = await withinShare('export', { ports, principal }, () =>
    exportOperations(ports, rights, filter, format),
  );
  return streamText(pieces, {
    principal,
    verb: 'audit:see',
    ports,
    request,
    type: TYPES[format],
    fileName: `swarmdeck-activity-${day}.${format}`,
  });
});
