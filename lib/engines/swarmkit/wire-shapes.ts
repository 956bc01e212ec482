/**
 * What swarmkit.proto decodes to. Everything may be missing, because proto3 omits zeros. An enum's value is its name,
 * or its number where a newer SwarmKit has an unknown value. Numbers are doubles: versions are raft indexes, far below
 * 2^53.
 */
export interface WireVersion {
  index?: number;
}

export interface WireTimestamp {
  seconds?: number;
  nanos?: number;
}

interface WireMeta {
  version?: WireVersion;
  createdAt?: WireTimestamp;
  updatedAt?: WireTimestamp;
}

interface WireObject {
  id?: string;
  meta?: WireMeta;
}

type Enum = string | number;

export interface WireNode extends WireObject {
  spec?: { annotations?: { labels?: Record<string, string> }; desiredRole?: Enum; availability?: Enum };
  description?: {
    hostname?: string;
    platform?: { architecture?: string; os?: string };
    resources?: { nanoCpus?: number; memoryBytes?: number };
    engine?: { engineVersion?: string; labels?: Record<string, string> };
  };
  status?: { state?: Enum; message?: string; addr?: string };
}

export interface WireService extends WireObject {
  spec?: { mode?: 'replicated' | 'global' | 'replicatedJob' | 'globalJob' };
  specVersion?: WireVersion;
}

export interface WirePort {
  protocol?: Enum;
  targetPort?: number;
  publishedPort?: number;
  publishMode?: Enum;
}

export interface WireTask extends WireObject {
  spec?: { runtime?: 'container' | 'attachment' | 'generic'; container?: { image?: string } };
  serviceId?: string;
  slot?: number;
  nodeId?: string;
  status?: {
    timestamp?: WireTimestamp;
    state?: Enum;
    message?: string;
    err?: string;
    container?: { containerId?: string; exitCode?: number };
    portStatus?: { ports?: WirePort[] };
  };
  desiredState?: Enum;
  specVersion?: WireVersion;
  /** Only tasks of jobs have it. */
  jobIteration?: WireVersion | null;
}

export interface WireEvent {
  action?: Enum;
  object?: { node?: WireNode; service?: WireService; network?: WireObject; task?: WireTask };
}

export const versionOf = ({ meta }: WireObject): number => meta?.version?.index ?? 0;
