import { readTaskHistory as contract } from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { readTaskHistory } from '#lib/operations/history/read-task-history';

export const GET = defineRoute(contract, ({ ports, params, query }) => readTaskHistory(ports, params.serviceId, query));
