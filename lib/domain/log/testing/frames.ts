import type { NodeId, TaskId } from '../../ids';
import type { LogLine } from '../log-line';

const AT = '2026-11-21T03:20:26.769353250Z';

/** A piece as docker writes it with times and details. */
export const stamped = (
  task: string,
  text: string,
  { node = 'n1', at = AT }: { node?: string; at?: string } = {},
): string =>
  `${at} com.docker.swarm.node.id=${node},com.docker.swarm.service.id=s1,com.docker.swarm.task.id=${task} ${text}`;

export function frame(channel: number, text: string | Uint8Array): Uint8Array {
  const payload = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const bytes = new Uint8Array(8 + payload.length);
  bytes[0] = channel;
  new DataView(bytes.buffer).setUint32(4, payload.length);
  bytes.set(payload, 8);
  return bytes;
}

/** A line as docker cuts it at these bytes of its text, each piece with the prefix again. */
export function piecesOf(task: string, text: string, cuts: readonly number[]): Uint8Array[] {
  const bytes = new TextEncoder().encode(`${text}\n`);
  const prefix = new TextEncoder().encode(stamped(task, ''));
  const ends = [...new Set(cuts.map((cut) => cut % bytes.length))].filter((cut) => cut > 0).sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) =>
    Uint8Array.from([...prefix, ...bytes.subarray(ends[index - 1] ?? 0, end)]),
  );
}

/** The time as docker writes it, so many milliseconds into some day. */
export const timeAt = (ms: number): string =>
  new Date(Date.UTC(2026, 10, 21) + ms).toISOString().replace('Z', '000000Z');

export const aLine = (task: string, ms: number, text = `line ${ms}`): LogLine => ({
  taskId: task as TaskId,
  nodeId: 'n1' as NodeId,
  channel: 'stdout',
  at: timeAt(ms),
  text,
});
