import { expect, test } from 'vitest';
import { passkeyPlace } from './passkey-place';

test.each([
  ['http://localhost:3000', null, 'here'],
  ['https://swarm.example.org', 'https://swarm.example.org', 'here'],
  ['https://swarm.example.org', null, 'no-base-url'],
  ['https://other.example.org', 'https://swarm.example.org', 'other-address'],
  ['http://localhost:3000', 'https://swarm.example.org', 'other-address'],
  ['http://swarm.example.org', 'http://swarm.example.org', 'not-secure'],
  ['https://10.0.0.7', 'https://10.0.0.7', 'no-host-name'],
  ['http://127.0.0.1:3000', null, 'no-host-name'],
  ['https://[fd00::1]', null, 'no-host-name'],
] as const)('%s with BASE_URL %s: %s', (origin, baseUrl, place) => expect(passkeyPlace(origin, baseUrl)).toBe(place));
