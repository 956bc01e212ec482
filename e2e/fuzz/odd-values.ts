import type { SeededRandom } from '../scale/seeded-random';

/** What programs choke on. Each is the text of a JSON value, good or bad. */
const ODD_JSON: readonly string[] = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '1e400',
  '-1e400',
  '2147483648',
  '-2147483649',
  '9999999999',
  '9007199254740993',
  '18446744073709551616',
  '0.1',
  'NaN',
  'Infinity',
  'undefined',
  '',
  ' ',
  '[]',
  '{}',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\\u202e"',
  '"𝟙𝟚"',
  '"../../etc/passwd"',
  '"%00"',
  '"{{7*7}}"',
  `"' OR 1=1 --"`,
  '"<script>alert(1)</script>"',
  '{"__proto__":{"role":"admin"}}',
  '{"constructor":{"prototype":{"role":"admin"}}}',
  '{"toString":1,"valueOf":2,"hasOwnProperty":3}',
  '{"then":"x"}',
  '{"$ne":null}',
  '[[[[[[[[[[]]]]]]]]]]',
  '{"a":1,"a":2}',
  '\ufeff{}',
  '{',
  '}',
  '{"a":',
  "{'a':1}",
];

export const oddJson = (random: SeededRandom): string => {
  const kind = random.whole(20);
  if (kind === 0) return '['.repeat(5_000 + random.whole(20_000));
  if (kind === 1) return `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`;
  if (kind === 2) return JSON.stringify('x'.repeat(random.pick([1_025, 60_000, 262_100, 262_145, 400_000])));
  if (kind === 3) return `[${Array.from({ length: 20_000 }, (_, index) => index).join()}]`;
  return random.pick(ODD_JSON);
};

/** Where an id is due: of the right form and of nobody's, or of no form at all. */
export const oddId = (random: SeededRandom): string => {
  const word = random.word('0123456789abcdefghijklmnopqrstuvwxyz', 25);
  return random.pick([
    word,
    word,
    word.slice(1),
    `${word}0`,
    word.toUpperCase(),
    '0',
    '-1',
    '2147483648',
    '9999999999',
    'undefined',
    '__proto__',
    'constructor',
    '%00',
    '%2e%2e%2f%2e%2e%2f',
    '..',
    '%ff%fe',
    '%E2%80%AE',
    '%',
    '*',
    `${word}?`,
    'a'.repeat(4_000),
    "'%20OR%201=1--",
    `${word}%0d%0aset-cookie:a=b`,
  ]);
};

export const oddHeaders = (random: SeededRandom): Record<string, string> => {
  const all: Record<string, string>[] = [
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': 'application/xml' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': '' },
    { 'content-encoding': 'gzip' },
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'javascript:alert(1)' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example' },
    { cookie: `swarmdeck.session_token=${'a'.repeat(3_000)}` },
    { cookie: 'swarmdeck.session_token=%00; swarmdeck.session_token=;;;==' },
    { cookie: '__proto__=1; theme=dark; locale=../../x' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer swd_' },
    { authorization: `Bearer swd_${'x'.repeat(43)}` },
    { authorization: 'Basic YWRtaW46YWRtaW4=' },
    { authorization: `Bearer ${'y'.repeat(6_000)}` },
    { accept: 'text/html' },
    { 'accept-language': '*;q=nope,zh-CN' },
    { rsc: '1', 'next-router-state-tree': '%5B' },
    { 'next-action': 'x'.repeat(40) },
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { cookie: 'swarmdeck.two_factor=%; swarmdeck.better-auth-passkey=%' },
    { cookie: 'tz=%25; locale=%25; theme=%ff' },
    { 'x-client-ip': '192.0.2.1', 'x-client-scheme': 'https', 'x-own-path': '/%' },
    { 'x-browser-key': 'k'.repeat(4_000) },
    { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' },
    { range: 'bytes=0-1' },
    { 'if-none-match': '*' },
    { 'x-http-method-override': 'DELETE' },
    { expect: '100-continue' },
    { 'user-agent': '\u00ff'.repeat(50) },
  ];
  return random.pick(all);
};

/** What is no HTTP, or only almost. Sent as it is, on a connection of its own. */
export const oddBytes = (random: SeededRandom, host: string): string =>
  random.pick([
    'GET\r\n\r\n',
    '\u0000\u0001\u0002\u0003',
    `GET /api/v1/session HTTP/9.9\r\nHost: ${host}\r\n\r\n`,
    `POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nContent-Length: -1\r\n\r\n`,
    `POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
    `POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n{}\r\n`,
    `POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{"email":`,
    `GET /api/v1/session HTTP/1.1\r\n${'X-A: b\r\n'.repeat(3_000)}\r\n`,
    `GET /${'a'.repeat(70_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `GET http://evil.example/api/v1/session HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `GET //evil.example/%2e%2e/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `GET /live/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 99\r\n\r\n`,
    `GET /live/?EIO=4&transport=polling HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `GET /anything HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
    `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `TRACE /api/v1/session HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
  ]);
