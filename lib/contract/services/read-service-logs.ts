import { z } from 'zod';
import { defineContract, READ_FAULTS } from '../contract';
import { logQuery, streamed } from '../log-stream';
import { nothing, serviceId } from '../shapes';

/** What all tasks of a service write, as `LogMessage`s. */
export const readServiceLogs = defineContract({
  id: 'service.logs',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/logs',
  permission: 'logs:read',
  params: z.object({ serviceId }),
  query: logQuery,
  body: nothing,
  response: streamed,
  status: 200,
  faults: [...READ_FAULTS, 'log_streams_full'],
});
