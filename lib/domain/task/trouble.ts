/**
 * Why the scheduler passed nodes over; `nodes` is null where SwarmKit does not count. (SwarmKit: scheduler/filter.go)
 */
export interface Misfit {
  kind: 'constraints' | 'unavailable' | 'resources' | 'max-replicas' | 'host-port' | 'platform' | 'plugin' | 'volumes';
  nodes: number | null;
}

/** A task's error text, understood; `kind` names its sentence in the catalogue. */
export type Trouble =
  | { kind: 'no-node'; misfits: Misfit[] }
  | { kind: 'image-missing'; image: string }
  | { kind: 'bind-missing'; path: string }
  | { kind: 'command-missing'; command: string }
  | { kind: 'command-forbidden'; command: string }
  | { kind: 'unhealthy' }
  | { kind: 'exit'; code: number };

const MISFITS: [RegExp, Misfit['kind']][] = [
  [/^scheduling constraints not satisfied on (\d+) nodes?$/, 'constraints'],
  [/^(\d+) nodes? not available for new tasks$/, 'unavailable'],
  [/^insufficient resources on (\d+) nodes?$/, 'resources'],
  [/^max replicas per node limit exceed(?:ed)?()$/, 'max-replicas'],
  [/^host-mode port already in use on (\d+) nodes?$/, 'host-port'],
  [/^unsupported platform on (\d+) nodes?$/, 'platform'],
  [/^missing plugin on (\d+) nodes?$/, 'plugin'],
  [/^cannot fulfill requested volumes on (\d+) nodes?$/, 'volumes'],
];

/** null: nothing is wrong, or the text is unknown to us and shown verbatim. */
export function troubleOf({ error, exitCode }: { error: string; exitCode: number | null }): Trouble | null {
  const match = (pattern: RegExp) => pattern.exec(error)?.[1];

  const passedOver = match(/^no suitable node \((.+)\)$/);
  if (passedOver !== undefined) {
    const misfits = passedOver.split(/;\s*/).map(misfitOf);
    return misfits.includes(null) ? null : { kind: 'no-node', misfits: misfits as Misfit[] };
  }
  const image = match(/^No such image: (\S+)$/);
  if (image) return { kind: 'image-missing', image };
  const path = match(/bind source path does not exist: (.+)$/);
  if (path) return { kind: 'bind-missing', path };
  const absent = match(/exec: "([^"]+)": .*(?:no such file or directory|executable file not found)/);
  if (absent) return { kind: 'command-missing', command: absent };
  const forbidden = match(/exec: "([^"]+)": .*permission denied/);
  if (forbidden) return { kind: 'command-forbidden', command: forbidden };
  if (/unhealthy container$/.test(error)) return { kind: 'unhealthy' };
  const code = match(/^task: non-zero exit \((-?\d+)\)$/) ?? (error === '' && exitCode ? exitCode : undefined);
  return code === undefined ? null : { kind: 'exit', code: Number(code) };
}

function misfitOf(text: string): Misfit | null {
  for (const [pattern, kind] of MISFITS) {
    const count = pattern.exec(text)?.[1];
    if (count !== undefined) return { kind, nodes: count === '' ? null : Number(count) };
  }
  return null;
}
