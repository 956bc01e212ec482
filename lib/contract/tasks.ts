import { z } from 'zod';
import { defineContract, READ_FAULTS } from './contract';
import { LOG_STREAMS, logQuery, streamed } from './log-stream';
import { nothing, taskId } from './shapes';

/** What one task writes, as `LogMessage`s. */
export const readTaskLogs = defineContract({
  id: 'task.logs',
  method: 'GET',
  path: '/api/v1/tasks/{taskId}/logs',
  permission: 'logs:read',
  params: z.object({ taskId }),
  query: logQuery,
  body: nothing,
  response: streamed,
  streams: LOG_STREAMS,
  status: 200,
  faults: [...READ_FAULTS, 'log_streams_full'],
});
