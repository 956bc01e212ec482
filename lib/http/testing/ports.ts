import type { Container } from '#lib/ports/container';
import { provide } from '#lib/ports/container';
import type { Log } from '#lib/ports/log';

export interface LogLine {
  level: string;
  fields: object;
  message: string;
}

/** A log that keeps its lines. */
export function keptLog(lines: LogLine[] = []): Log & { lines: LogLine[] } {
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => keptLog(lines),
  };
}

/** Installs a container with the given ports where routes look for it; using any other port fails. */
export function providePorts(given: Partial<Container>): Container {
  const ports = {
    log: keptLog(),
    limits: { request: (_by, work) => work(), stream: () => () => undefined },
    clock: { now: () => Date.now() },
    refusals: { note: () => undefined },
    settings: { baseUrl: null, endpoints: [], version: 'test', strict: true },
    ...given,
  } as Container;
  provide(ports);
  return ports;
}

export const forgetPorts = (): void => provide(undefined as unknown as Container);
