import type { HealthLevel } from '../cluster/health';
import type { RegistryTrouble } from '../service/image';

/** One thing that an act will do to people's services; `kind` names its sentence in the catalogue. */
export type Effect =
  | { kind: 'tasks-stop'; level: HealthLevel; count: number }
  | { kind: 'tasks-start'; level: HealthLevel; count: number }
  | { kind: 'tasks-replaced'; level: HealthLevel; count: number; parallelism: number; order: string }
  | { kind: 'nothing-restarts'; level: HealthLevel }
  /** The tasks would be replaced, and there is none. */
  | { kind: 'no-task-to-move'; level: HealthLevel }
  /** Tasks of a global service on paused nodes, which stay as they are. */
  | { kind: 'paused-nodes-keep'; level: HealthLevel; count: number }
  /** Every update of a job runs it again. */
  | { kind: 'job-runs-again'; level: HealthLevel; count: number; concurrent: number }
  | { kind: 'job-cut-off'; level: HealthLevel; count: number }
  | { kind: 'goes-dark'; level: HealthLevel; services: string[] }
  | { kind: 'falls-short'; level: HealthLevel; services: string[] }
  /** Tasks of jobs, which a drain leaves to their end. */
  | { kind: 'jobs-go-on'; level: HealthLevel; services: string[] }
  /** Services whose restart policy starts no other task for one that was stopped. */
  | { kind: 'not-restarted'; level: HealthLevel; services: string[] }
  | { kind: 'nowhere-to-run'; level: HealthLevel; services: string[] }
  | { kind: 'quorum-after'; level: HealthLevel; reachable: number; managers: number; needed: number }
  | { kind: 'no-schedulable-node'; level: HealthLevel }
  /** The paused update goes on with what is left of it. */
  | { kind: 'restarts-paused-update'; level: HealthLevel; count: number }
  /** By the failure action that is written, no failure stops it. */
  | { kind: 'no-failure-stops-it'; level: HealthLevel; count: number }
  /** New tasks are started first, and have no node where the old ones leave them room. */
  | { kind: 'start-first-blocked'; level: HealthLevel; services: string[] }
  | { kind: 'update-in-flight'; level: HealthLevel }
  | { kind: 'host-power'; level: HealthLevel; gains: string[] }
  /** The service has power over its nodes, and the act decides what runs with it. */
  | { kind: 'root-on-nodes'; level: HealthLevel; powers: string[] }
  /** The service is the console, or what it needs. */
  | { kind: 'protected'; level: HealthLevel }
  | { kind: 'protected-moves'; level: HealthLevel; services: string[] }
  /** The spec keeps the tag, so every node resolves it at the registry by itself. */
  | { kind: 'image-unpinned'; level: HealthLevel; image: string; reason: RegistryTrouble; text: string }
  /** The digest is known, but its platforms could not be read. */
  | { kind: 'platforms-unknown'; level: HealthLevel; image: string; reason: RegistryTrouble; text: string }
  /** The registry is contacted only for those who may update. */
  | { kind: 'image-not-looked-up'; level: HealthLevel; image: string }
  | { kind: 'no-platform'; level: HealthLevel; service: string; platforms: string[]; nodes: string[] };

/** What an operation would do, judged by the picture now. A later planner fills it better. */
export interface Consequence {
  level: HealthLevel;
  effects: Effect[];
}

const RANK: Record<HealthLevel, number> = { ok: 0, warning: 1, critical: 2 };

/** Worst first. */
export function consequenceOf(effects: Effect[]): Consequence {
  const sorted = [...effects].sort((a, b) => RANK[b.level] - RANK[a.level]);
  return { level: sorted[0]?.level ?? 'ok', effects: sorted };
}
