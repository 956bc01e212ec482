/** Which browsers to be: one list of topics each. */
export interface LoadOrder {
  url: string;
  /** Of the sessions that the browsers belong to, in turn: a session may hold only so many connections. */
  cookies: readonly string[];
  browsers: readonly (readonly string[])[];
  /** How fast they come. */
  aSecond: number;
}

/** Of all browsers together, since they connected. */
export interface LoadTraffic {
  frames: number;
  bytes: number;
  heartbeatFrames: number;
  heartbeatBytes: number;
  closed: number;
  why: string[];
}

export type FromLoad = { connected: number; tookMs: number } | { traffic: LoadTraffic } | { failed: string };
