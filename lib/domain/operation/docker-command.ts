import { imageName } from '../service/image';
import type { FieldChange } from './operation';

/** Quoted for a POSIX shell where it has to be. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** `node`: its host name, or its id: see `nodeReference`. */
export const nodeUpdateCommand = (node: string, availability: string): string =>
  `docker node update --availability ${availability} ${quoted(node)}`;

export const scaleCommand = (name: string, replicas: number): string =>
  `docker service scale ${quoted(`${name}=${replicas}`)}`;

/**
 * The `docker service update` that makes these changes. Values that may hold secrets appear as shell variables; fields
 * that the command line has no flag for are counted in a comment, so that nobody takes the command for the whole.
 */
export function serviceUpdateCommand(name: string, changes: readonly FieldChange[]): string {
  const flags = changes.map(flagFor);
  const words = ['docker service update', ...flags.filter((flag) => flag !== null), quoted(name)];
  const missing = flags.filter((flag) => flag === null).length;
  return words.join(' ') + (missing ? `  # + ${missing} fields without a flag` : '');
}

const duration = (nanoseconds: unknown): string => {
  const ms = Number(nanoseconds) / 1e6;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
};

const FLAGS: [RegExp, (change: FieldChange, key: string) => string | null][] = [
  [/^TaskTemplate\.ContainerSpec\.Image$/, ({ after }) => `--image ${quoted(imageName(String(after)))}`],
  [/^TaskTemplate\.ForceUpdate$/, () => '--force'],
  [/^Mode\.Replicated\.Replicas$/, ({ after }) => `--replicas ${after ?? 0}`],
  [/^Mode\.ReplicatedJob\.TotalCompletions$/, ({ after }) => `--replicas ${after ?? 0}`],
  [/^Labels\[(.+)\]$/, addOrRemove('label')],
  [/^TaskTemplate\.ContainerSpec\.Labels\[(.+)\]$/, addOrRemove('container-label')],
  [
    /^TaskTemplate\.ContainerSpec\.Env\[(.+)\]$/,
    ({ after }, key) => (after === null ? `--env-rm ${quoted(key)}` : `--env-add ${key}="$${key}"`),
  ],
  [/^TaskTemplate\.ContainerSpec\.Args$/, () => '--args "$ARGS"'],
  ...(['update', 'rollback'] as const).flatMap((kind) => configFlags(kind)),
];

function configFlags(kind: 'update' | 'rollback'): typeof FLAGS {
  const root = kind === 'update' ? 'UpdateConfig' : 'RollbackConfig';
  const flag = (name: string, print: (value: unknown) => string): (typeof FLAGS)[number] => [
    new RegExp(`^${root}\\.${name}$`),
    ({ after }) => (after === null ? null : `--${kind}-${FLAG_OF[name]} ${print(after)}`),
  ];
  return [
    flag('Parallelism', String),
    flag('Delay', duration),
    flag('Monitor', duration),
    flag('FailureAction', String),
    flag('MaxFailureRatio', String),
    flag('Order', String),
  ];
}

const FLAG_OF: Record<string, string> = {
  Parallelism: 'parallelism',
  Delay: 'delay',
  Monitor: 'monitor',
  FailureAction: 'failure-action',
  MaxFailureRatio: 'max-failure-ratio',
  Order: 'order',
};

function addOrRemove(noun: string) {
  return ({ after }: FieldChange, key: string): string =>
    after === null ? `--${noun}-rm ${quoted(key)}` : `--${noun}-add ${quoted(`${key}=${after}`)}`;
}

function flagFor(change: FieldChange): string | null {
  for (const [pattern, print] of FLAGS) {
    const match = pattern.exec(change.path);
    if (match) return print(change, match[1] ?? '');
  }
  return null;
}
