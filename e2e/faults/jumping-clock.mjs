// Loaded into a console before anything else (NODE_OPTIONS=--import=…): its clock is ahead by the milliseconds that
// stand in the file CLOCK_AHEAD_FILE, read anew at each SIGUSR2. Timers go on as they do when the clock of a real
// machine is set.
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_AHEAD_FILE;
const Real = Date;
const now = Real.now;
let ahead = 0;

if (file) {
  process.on('SIGUSR2', () => {
    ahead = Number(readFileSync(file, 'utf8'));
    process.stdout.write(`clock ahead by ${ahead}\n`);
  });
  globalThis.Date = new Proxy(Real, {
    construct: (target, given, made) =>
      Reflect.construct(
        target,
        given.length === 0 ? [now.call(Real) + ahead] : given,
        made === undefined ? target : made,
      ),
    apply: () => new Real(now.call(Real) + ahead).toString(),
    get: (target, key) => (key === 'now' ? () => now.call(Real) + ahead : Reflect.get(target, key)),
  });
}
