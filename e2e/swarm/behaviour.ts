/** What an `app` image is told to be: the arguments of its container. See images/app. */
export const behaviour = {
  /** Ends at once on SIGTERM. */
  obedient: ['run'],
  /** Ignores SIGTERM: ends when its grace period does. */
  deaf: ['deaf'],
  failsAtOnce: (code = 1) => ['die', `${code}`],
  failsAfter: (seconds: number, code = 1) => ['fail', `${seconds}`, `${code}`],
  /** Ends by itself, well unless told a code. */
  job: (seconds: number, code = 0) => ['job', `${seconds}`, `${code}`],
  /** Lines are "line 1", "line 2", …; every tenth goes to stderr. */
  logs: (linesPerSecond: number) => ['log', `${linesPerSecond}`],
  /** Answers `version=… slot=… node=… container=…`. */
  http: (port = 80) => ['http', `${port}`],
} as const;

/**
 * What /bin/health says: `{ badAfterSeconds }` counts from the container's start. `touch /tmp/sick` in it makes any of
 * them bad.
 */
type Health = 'ok' | 'bad' | { badAfterSeconds: number };

export type ServiceRequest = {
  name: string;
  /** `app:1` if not said; others: `app:2`, `app:3`, `app:broken`, `app:sick`. */
  image?: string;
  behaviour?: readonly string[];
  /** Adds a health check each second, bad after two bad answers. */
  health?: Health;
  /** 1 if not said. */
  replicas?: number;
  mode?: 'replicated' | 'global' | 'replicated-job' | 'global-job';
  /** Further options of `docker service create`. */
  options?: readonly string[];
};

/** The arguments of `docker service create` for it. */
export function createArguments(service: ServiceRequest): string[] {
  const { name, image = 'app:1', mode = 'replicated', options = [] } = service;
  const counted = mode === 'replicated' || mode === 'replicated-job';
  return [
    ...['service', 'create', '--detach', '--quiet', '--name', name, '--mode', mode],
    ...['--env', 'SLOT={{.Task.Slot}}', '--env', 'NODE={{.Node.Hostname}}'],
    ...(counted ? ['--replicas', `${service.replicas ?? 1}`] : []),
    ...(service.health === undefined ? [] : healthArguments(service.health)),
    ...options,
    image,
    ...(service.behaviour ?? []),
  ];
}

function healthArguments(health: Health): string[] {
  const behaviourOf = typeof health === 'string' ? health : `bad-after:${health.badAfterSeconds}`;
  const check = ['--health-cmd', '/bin/health', '--health-interval', '1s', '--health-retries', '2'];
  return ['--env', `HEALTH=${behaviourOf}`, ...check];
}
