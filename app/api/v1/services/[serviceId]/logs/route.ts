import { readServiceLogs } from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { answerLogs } from '../../../answer-logs';

export const GET = defineRoute(readServiceLogs, (request) =>
  answerLogs(request, { kind: 'service', id: request.params.serviceId }),
);
