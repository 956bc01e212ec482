import { readServiceLogs } from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { answerLogs } from '../../../answer-logs';

export const GET = defineRoute(readServiceLogs, (asked) =>
  answerLogs(asked, { kind: 'service', id: asked.params.serviceId }),
);
