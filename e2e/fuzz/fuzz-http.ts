import { parseArgs } from 'node:util';
import { Lab } from '../swarm/lab';
import { fuzzOnLab } from './fuzz-on-lab';

const { values } = parseArgs({ options: { count: { type: 'string', default: '10000' }, seed: { type: 'string' } } });
const count = Number(values.count);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);

console.log(`${count} requests, seed ${seed} (the same again: npm run fuzz:http -- --count ${count} --seed ${seed})`);
const lab = await Lab.up({ name: 'fuzz', managers: 1, workers: 1 });
try {
  const progress = (done: number, rssMb: number) => console.log(`${done} of ${count}, ${Math.round(rssMb)} MB`);
  const { statuses, codes, accepted, wrong, rssMb } = await fuzzOnLab(lab, { count, seed, progress });
  console.log(`answers by status: ${JSON.stringify(statuses)}`);
  console.log(`faults by code: ${JSON.stringify(codes)}`);
  console.log(`acts taken: ${accepted.length}; memory: ${rssMb.before} MB before, ${rssMb.after} MB after`);
  for (const one of wrong.slice(0, 40)) console.log(`WRONG ${one}`);
  console.log(wrong.length === 0 ? 'nothing wrong' : `${wrong.length} wrong, seed ${seed}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await lab.down();
}
