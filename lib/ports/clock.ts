/** Time as a port, so that what waits and what expires can be tested. */
export interface Clock {
  now(): number;
}
