import { run } from './run';

/** The real docker CLI on the engine behind a socket, as an operator would use it on that node. No configuration of the caller's is read. */
export const docker = (socket: string, args: readonly string[], input?: string) =>
  run('docker', ['--host', `unix://${socket}`, ...args], { input, env: { DOCKER_CONFIG: '/nonexistent' } });
