import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { performance } from 'node:perf_hooks';
import { CLIENT_ADDRESS_HEADER, CLIENT_SCHEME_HEADER, PATH_HEADER } from '#lib/http/client';
import { terminalWords } from '#lib/i18n/terminal-words';
import type { Container } from '#lib/ports/container';
import { hostRule } from './allowed-hosts';
import { type Client, clientReader, trustedNetworks } from './client-address';
import { type Composed, compose, type Measured } from './compose';
import { readSettings, type Settings } from './env';
import { refuseForeignHost } from './foreign-host';
import { greeting } from './greeting';
import { answerHealth } from './health';
import { refuseMalformed } from './malformed';
import { ownAddress } from './own-address';
import { printedToLog } from './printed-to-log';
import { secure } from './security';
import { takeUpgrades } from './upgrades';

const SHUTDOWN_MS = 8000;
/** For the head of a request and for all of it, which is small. */
const TIMES = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5000,
  // Longer than most proxies' 60 s, because a request sent while we close its connection is lost, and a POST is not
  // retried.
  keepAliveTimeout: 75_000,
};
const MOST_CONNECTIONS = 8000;
/** Files, the database and the engines use descriptors as well. */
const OTHER_DESCRIPTORS = 256;
const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'forwarded'];

/** Settings → records → ports → pages → listening. An earlier failure is printed and ends the process. */
export async function start(measured?: Measured): Promise<void> {
  const settings = await orRefused(() => readSettings());
  const server: Server = settings.tls ? createTlsServer({ ...settings.tls, ...TIMES }) : createServer(TIMES);
  server.maxConnections = mostConnections();
  // They never listen: upgrades for the live connection and for Next's development pages are handed to them.
  const [live, nextSockets] = [createServer(), createServer()];
  // Both take about as long and are independent.
  const [composed, pages] = await Promise.all([
    orRefused(() => compose(settings, version(), measured)),
    preparedPages(nextSockets, settings),
  ]);
  const { log } = composed.ports;
  if (!settings.dev) printedToLog(log);
  composed.attach(live);
  const render = pages.getRequestHandler();
  const readClient = clientReader(settings.trustedProxies);
  const isAllowed = hostRule(settings, () => nodeNames(composed.ports));
  /** Sets the headers that only the server knows, over any that the client sent under these names. */
  const receive = (request: IncomingMessage): Client => {
    const client = readClient(request);
    for (const name of FORWARDED) delete request.headers[name];
    request.headers[CLIENT_ADDRESS_HEADER] = client.address;
    request.headers[PATH_HEADER] = request.url ?? '/';
    request.headers[CLIENT_SCHEME_HEADER] = client.secure ? 'https' : 'http';
    return client;
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const client = receive(request);
    secure(request, response, client.secure, settings.dev);
    if (refuseForeignHost(request, response, isAllowed)) return;
    if (refuseMalformed(request, response) || answerHealth(request, response, composed.ports)) return;
    if (request.url?.startsWith('/live/')) return void live.emit('request', request, response);
    void render(request, response);
  });
  takeUpgrades(server, {
    refusal(request) {
      receive(request);
      return isAllowed(request.headers.host) ? null : '421 Misdirected Request';
    },
    live,
    pages: settings.dev ? nextSockets : null,
  });

  await composed.run();
  await listening(server, settings);
  warnOf(settings, composed.ports);
  endOnSignal(server, composed, pages.close.bind(pages));
  log.info(
    {
      address: ownAddress(settings),
      readyMs: Math.round(performance.now()),
      rssMb: Math.round(process.memoryUsage().rss / 1e6),
    },
    'serving',
  );
  process.stdout.write(`\n${(await greeting(settings, composed.ports)).join('\n')}\n\n`);
}

/** As many as the system's limit allows: beyond it accept() fails for all, /healthz included. */
function mostConnections(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    if (limit) return Math.max(64, Math.min(MOST_CONNECTIONS, Number(limit) - OTHER_DESCRIPTORS));
  } catch {
    // Not Linux: the usual limit is assumed.
  }
  return MOST_CONNECTIONS;
}

function* nodeNames({ picture }: Container): Generator<string> {
  for (const { hostname } of picture.cluster().nodes.values()) yield hostname;
}

/** Warns of settings that weaken the limits by address or the check of Host. */
function warnOf({ trustedProxies, allowedHosts }: Settings, { log }: Container): void {
  const networks = trustedNetworks(trustedProxies);
  if (networks.length > 0)
    log.warn(
      { networks, trustedProxies },
      'TRUSTED_PROXIES takes in a network of this container: whoever comes through it can claim any address. Name the proxy alone',
    );
  if (allowedHosts.includes('*'))
    log.warn(
      {},
      'ALLOWED_HOSTS=* takes every name: a page of somebody else may speak to this console from a browser (DNS rebinding)',
    );
}

async function preparedPages(httpServer: Server, { dev, host: hostname, port }: Settings) {
  const { default: next } = await import('next');
  const pages = next({ dev, hostname, port, httpServer, turbopack: true });
  await pages.prepare();
  return pages;
}

/** Prints why the console cannot start, with the remedy, and ends the process. */
async function orRefused<Value>(begin: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await begin();
  } catch (error) {
    if (!(error instanceof Error) || !/Refused$/.test(error.name)) throw error;
    process.stderr.write(`${terminalWords()('cannotStart')}\n${error.message.replace(/^/gm, '  ')}\n`);
    process.exit(1);
  }
}

/** From the working directory, like the migrations, because the bundle and the sources lie at different depths. */
const version = (): string => (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;

function listening(server: Server, { host, port }: Settings): Promise<void> {
  return new Promise((ready) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const words = taken ? `${host}:${port} is taken. Stop what listens there, or set PORT.` : error.message;
      process.stderr.write(`Swarmdeck cannot listen: ${words}\n`);
      process.exit(1);
    });
    server.listen(port, host, ready);
  });
}

function endOnSignal(server: Server, composed: Composed, closePages: () => Promise<void>): void {
  let ending = false;
  const end = async (signal: string): Promise<void> => {
    if (ending) return;
    ending = true;
    const { log } = composed.ports;
    log.info({ signal }, 'ending');
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    server.close();
    await composed.stop();
    await closePages().catch((error: unknown) => log.warn({ err: error }, 'the pages did not close'));
    server.closeAllConnections();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(signal));
}
