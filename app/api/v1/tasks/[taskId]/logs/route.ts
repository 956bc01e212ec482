import { readTaskLogs } from '#lib/contract/tasks';
import { defineRoute } from '#lib/http/define-route';
import { answerLogs } from '../../../answer-logs';

export const GET = defineRoute(readTaskLogs, (request) =>
  answerLogs(request, { kind: 'task', id: request.params.taskId }),
);
