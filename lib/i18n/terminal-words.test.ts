import { expect, test } from 'vitest';
import { ownAddress } from '#lib/server/own-address';
import { terminalWords } from './terminal-words';

test('the terminal speaks the language of the system', () => {
  const values = { version: '1.2', address: 'http://localhost:3000' };
  expect(terminalWords('en-GB')('serving', values)).toBe('Swarmdeck 1.2 serves at http://localhost:3000');
  expect(terminalWords('zh-CN')('serving', values)).toContain('http://localhost:3000');
  expect(terminalWords('zh-Hans-CN')('noAdmin')).not.toBe(terminalWords('fr-FR')('noAdmin'));
});

test.each([
  [{ host: '127.0.0.1' }, 'http://127.0.0.1:3000'],
  [{ host: '0.0.0.0' }, 'http://localhost:3000'],
  [{ host: '::' }, 'http://localhost:3000'],
  [{ host: 'fd00::7' }, 'http://[fd00::7]:3000'],
  [{ host: '127.0.0.1', tls: { cert: '', key: '' } }, 'https://127.0.0.1:3000'],
  [{ host: '127.0.0.1', baseUrl: 'https://swarm.example.org' }, 'https://swarm.example.org'],
])('%j is opened at %s', (given, address) => {
  expect(ownAddress({ baseUrl: null, tls: null, port: 3000, ...given })).toBe(address);
});
