import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deployDemo } from './demo';
import { ENGINE_NAMES, engineNamed, obtainEngine } from './engines';
import { Lab } from './lab';
import { labsDirectory } from './place';
import { rollCall, type SwarmNode } from './roll-call';

const usage = `npm run swarm up      a real swarm to develop against, with a few services on it; grows one that is up and powers it on
npm run swarm down    leaves nothing of it behind
npm run swarm status  its nodes, and the engine that each runs
npm run swarm engines the engines that can be had; fetches what is missing from Debian's archive
npm run swarm off|on|cut|heal NODE   power off or on; pull the network cable or plug it in

Options go behind "--":  npm run swarm up -- --managers 3 --workers 2 --engine ${ENGINE_NAMES.join('|')} --name dev --no-demo
                         npm run swarm down -- --all`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    name: { type: 'string', default: 'dev' },
    managers: { type: 'string' },
    workers: { type: 'string' },
    engine: { type: 'string' },
    'no-demo': { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
});

const [verb = '', node = ''] = positionals;
const { name } = values;

const verbs: Record<string, () => Promise<void>> = {
  up,
  down,
  status,
  engines,
  off: async () => (await Lab.attach(name)).powerOff(node),
  on: async () => (await Lab.attach(name)).powerOn(node),
  cut: async () => (await Lab.attach(name)).cut(node),
  heal: async () => (await Lab.attach(name)).heal(node),
};

async function up(): Promise<void> {
  const managers = count('managers');
  const workers = count('workers');
  const engine = values.engine === undefined ? undefined : engineNamed(values.engine);
  if (Lab.isUp(name)) {
    const lab = await Lab.attach(name);
    await Promise.all(lab.nodes().map((each) => lab.powerOn(each.name)));
    await lab.grow({ managers, workers });
    console.log(`${name} is up already\n`);
  } else {
    const started = Date.now();
    process.once('SIGINT', abandon).once('SIGTERM', abandon);
    const lab = await Lab.up({ name, managers, workers, engine, lasting: true });
    console.log(`${name} is up: ${lab.nodes().length} nodes in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    if (!values['no-demo']) await deployDemo(lab);
    process.off('SIGINT', abandon).off('SIGTERM', abandon);
  }
  await status();
}

/** One line an engine, for people and for `npm test`: its name, then its version, or `-` and why it cannot be had. */
async function engines(): Promise<void> {
  const lines = ENGINE_NAMES.map(async (each) => {
    const words = await obtainEngine(each).then(
      ({ version }) => version,
      (error: unknown) => `- ${error instanceof Error ? error.message.replaceAll('\n', ' ') : error}`,
    );
    return `${each.padEnd(5)} ${words}`;
  });
  for (const line of await Promise.all(lines)) console.log(line);
}

async function down(): Promise<void> {
  if (!values.all) return Lab.down(name);
  for (const each of existsSync(labsDirectory) ? readdirSync(labsDirectory) : []) {
    const holder = Lab.holderOf(each);
    if (holder === undefined) await Lab.down(each);
    else console.log(`${each} is left alone: process ${holder} is using it`);
  }
}

async function status(): Promise<void> {
  const lab = await Lab.attach(name);
  const leader = await lab.leader({ withinMs: 5_000 }).catch(() => undefined);
  const seen = leader ? await rollCall(leader) : [];
  for (const { name: hostname, address } of lab.nodes()) {
    const power = lab.isOn(hostname) ? 'on' : 'off';
    const swarmNode = seen.find(({ Description }) => Description.Hostname === hostname);
    console.log(
      [
        hostname.padEnd(4),
        address.padEnd(12),
        power.padEnd(4),
        lab.engineOf(hostname).version.padEnd(16),
        swarmNode ? wordsFor(swarmNode) : '',
      ].join(' '),
    );
  }
  if (!leader) console.log('\nThe managers do not agree on a leader now.');
  const endpoints = lab.managers().map(({ socket }) => `unix://${socket}`);
  console.log(`\nThe console on it:  SWARM_MANAGERS=${endpoints.join(',')} npm run dev`);
  console.log(`The docker CLI:     docker -H ${endpoints[0]} node ls`);
  console.log(`An end to it:       npm run swarm down${name === 'dev' ? '' : ` -- --name ${name}`}`);
}

const wordsFor = ({ Status, Spec, ManagerStatus }: SwarmNode) =>
  [
    Status.State,
    Spec.Availability,
    ManagerStatus?.Leader ? 'leader' : ManagerStatus?.Reachability,
    ...Object.entries(Spec.Labels).map(([key, value]) => `${key}=${value}`),
  ]
    .filter(Boolean)
    .join(' ');

function count(option: 'managers' | 'workers'): number | undefined {
  const text = values[option];
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Error(`--${option} takes a number, not "${text}"`);
  return Number(text);
}

/** Synchronous on purpose: nothing more is started while the lab goes. */
function abandon(): void {
  console.error(`swarm: taking ${name} down again`);
  spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/swarm.mjs'), 'down', '--name', name], {
    stdio: 'inherit',
  });
  process.exit(130);
}

try {
  const act = verbs[verb];
  if (!act) throw new Error(verb ? `there is no "${verb}"\n\n${usage}` : usage);
  await act();
} catch (error) {
  console.error(`swarm: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
