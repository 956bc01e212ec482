/** Spec fields with a name in the catalogue, by path; `[…]` is any member. */
const NAMES = {
  Availability: 'availability',
  'Mode.Replicated.Replicas': 'replicas',
  'Mode.ReplicatedJob.TotalCompletions': 'completions',
  'TaskTemplate.ContainerSpec.Image': 'image',
  'TaskTemplate.ContainerSpec.Args': 'args',
  'TaskTemplate.ContainerSpec.Command': 'command',
  'TaskTemplate.ContainerSpec.Env': 'env',
  'TaskTemplate.ContainerSpec.Labels': 'containerLabel',
  'TaskTemplate.ContainerSpec.Mounts': 'mount',
  'TaskTemplate.ContainerSpec.Secrets': 'secret',
  'TaskTemplate.ContainerSpec.Configs': 'config',
  'TaskTemplate.ForceUpdate': 'forceUpdate',
  'TaskTemplate.Networks': 'network',
  'TaskTemplate.Placement.Constraints': 'constraints',
  'TaskTemplate.Placement.Preferences': 'preferences',
  'TaskTemplate.Placement.MaxReplicas': 'maxReplicas',
  'EndpointSpec.Ports': 'port',
  Labels: 'label',
  'UpdateConfig.Parallelism': 'updateParallelism',
  'UpdateConfig.Delay': 'updateDelay',
  'UpdateConfig.FailureAction': 'updateFailureAction',
  'UpdateConfig.Monitor': 'updateMonitor',
  'UpdateConfig.MaxFailureRatio': 'updateMaxFailureRatio',
  'UpdateConfig.Order': 'updateOrder',
  'RollbackConfig.Parallelism': 'rollbackParallelism',
  'RollbackConfig.Delay': 'rollbackDelay',
  'RollbackConfig.FailureAction': 'rollbackFailureAction',
  'RollbackConfig.Monitor': 'rollbackMonitor',
  'RollbackConfig.MaxFailureRatio': 'rollbackMaxFailureRatio',
  'RollbackConfig.Order': 'rollbackOrder',
} as const;

type Named = keyof typeof NAMES;

export interface FieldName {
  key: (typeof NAMES)[Named];
  /** The member of a list or map: a label's key, a port. */
  member: string | null;
}

/** `TaskTemplate.ContainerSpec.Env[PATH]` → env, PATH; null for a path without a name. */
export function fieldNameOf(path: string): FieldName | null {
  const [, base = '', member = null, rest = ''] = /^([^[]*)(?:\[(.*)\])?(.*)$/.exec(path) ?? [];
  const key = NAMES[base as Named];
  return key && !rest.includes('[') ? { key, member: rest ? `${member}${rest}` : member } : null;
}

const isDuration = (path: string): boolean => /\.(Delay|Monitor|Interval|Timeout|StartPeriod)$/.test(path);

/** A value for display: durations with their unit, an env entry without its repeated name. */
export function shownValue(path: string, value: unknown): string {
  if (typeof value === 'number' && isDuration(path)) {
    const ms = value / 1e6;
    return ms >= 1000 || ms === 0 ? `${ms / 1000} s` : `${ms} ms`;
  }
  if (typeof value === 'string') {
    const member = /\.Env\[(.+)\]$/.exec(path)?.[1];
    return member && value.startsWith(`${member}=`) ? value.slice(member.length + 1) : value;
  }
  return JSON.stringify(value);
}
