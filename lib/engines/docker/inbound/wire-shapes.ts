/**
 * The fields of docker's objects that we read. Everything may be missing: Go omits zeros and empty values (a job's slot
 * 0, an UpdateConfig that was never set), and older engines lack whole fields.
 */
interface WireObject {
  ID?: string;
  Version?: { Index?: number };
  CreatedAt?: string;
  UpdatedAt?: string;
}

export type WireLabels = Record<string, string> | null;

export interface WireNode extends WireObject {
  Spec?: { Name?: string; Labels?: WireLabels; Role?: string; Availability?: string };
  Description?: {
    Hostname?: string;
    Platform?: { Architecture?: string; OS?: string };
    Resources?: { NanoCPUs?: number; MemoryBytes?: number };
    Engine?: { EngineVersion?: string; Labels?: WireLabels };
  };
  Status?: { State?: string; Message?: string; Addr?: string };
  ManagerStatus?: { Leader?: boolean; Reachability?: string; Addr?: string } | null;
}

export interface WirePort {
  Protocol?: string;
  TargetPort?: number;
  PublishedPort?: number;
  PublishMode?: string;
}

export interface WireUpdateConfig {
  Parallelism?: number;
  Delay?: number;
  FailureAction?: string;
  Monitor?: number;
  MaxFailureRatio?: number;
  Order?: string;
}

export interface WireTaskTemplate {
  ContainerSpec?: { Image?: string } | null;
  PluginSpec?: { Remote?: string } | null;
  Placement?: {
    Constraints?: string[] | null;
    Preferences?: { Spread?: { SpreadDescriptor?: string } }[] | null;
    MaxReplicas?: number;
  } | null;
  RestartPolicy?: { Condition?: string; MaxAttempts?: number } | null;
  Networks?: WireNetworkRef[] | null;
  ForceUpdate?: number;
  Runtime?: string;
}

export interface WireNetworkRef {
  Target?: string;
}

export interface WireService extends WireObject {
  Spec?: {
    Name?: string;
    Labels?: WireLabels;
    TaskTemplate?: WireTaskTemplate;
    Mode?: {
      Replicated?: { Replicas?: number };
      Global?: object;
      ReplicatedJob?: { MaxConcurrent?: number; TotalCompletions?: number };
      GlobalJob?: object;
    };
    UpdateConfig?: WireUpdateConfig | null;
    RollbackConfig?: WireUpdateConfig | null;
    Networks?: WireNetworkRef[] | null;
    EndpointSpec?: { Ports?: WirePort[] | null } | null;
  };
  Endpoint?: { Ports?: WirePort[] | null; VirtualIPs?: { NetworkID?: string; Addr?: string }[] | null };
  UpdateStatus?: { State?: string; StartedAt?: string; CompletedAt?: string; Message?: string } | null;
  JobStatus?: { JobIteration?: WireIteration } | null;
}

/** `{}` is iteration 0. */
export interface WireIteration {
  Index?: number;
}

export interface WireTask extends WireObject {
  Spec?: WireTaskTemplate;
  ServiceID?: string;
  Slot?: number;
  NodeID?: string;
  Status?: {
    Timestamp?: string;
    State?: string;
    Message?: string;
    Err?: string;
    ContainerStatus?: { ContainerID?: string; ExitCode?: number } | null;
    PortStatus?: { Ports?: WirePort[] | null } | null;
  };
  DesiredState?: string;
  /** Only tasks of jobs have it. */
  JobIteration?: WireIteration | null;
}

export interface WireNetwork {
  Id?: string;
  Name?: string;
  Ingress?: boolean;
}
