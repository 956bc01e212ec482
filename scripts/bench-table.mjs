// node scripts/bench-table.mjs FILE.json… [--into docs/benchmarks.md]
// Renders the benchmarks' --out files as tables; into a document between its two marks, or to the terminal.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const FROM = '<!-- results: node scripts/bench-table.mjs -->';
const TO = '<!-- end of results -->';
const PERCENTILES = ['count', 'p50', 'p95', 'p99', 'max'];

const { positionals: files, values } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' } } });

function number(value) {
  if (typeof value !== 'number') return value === null || value === undefined ? '–' : String(value);
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Number(value.toPrecision(value < 1000 ? 3 : 5)).toLocaleString('en-US');
}

/** `p99DelayMs` → `p99 delay ms`. */
const words = (name) =>
  name.replace(/(?<=[a-z])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g, (letter) => ` ${letter.toLowerCase()}`);

function textOf(value) {
  if (Array.isArray(value)) return value.length ? value.map(textOf).join(', ') : 'none';
  if (value === null || typeof value !== 'object') return number(value);
  return Object.entries(value)
    .filter(([, inner]) => inner !== '')
    .map(([name, inner]) => {
      const isObject = inner !== null && typeof inner === 'object' && !Array.isArray(inner);
      return `${words(name)} ${isObject ? `(${textOf(inner)})` : textOf(inner)}`;
    })
    .join(', ');
}

const table = (heads, rows) =>
  [heads, heads.map((_, index) => (index ? '--:' : '---')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const escaped = (text) => text.replaceAll('|', '\\|');

function section(file) {
  const { command, begun, seconds, broke, machine, loadAverages, goals, figures } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const isPercentiles = ([, value]) => value !== null && typeof value === 'object' && 'p50' in value;
  const all = Object.entries(figures);
  const times = all.filter(isPercentiles);
  const others = all.filter((each) => !isPercentiles(each));
  return [
    `### \`${command.replace(/ --out \S+/, '').replace(/ --$/, '')}\``,
    `${begun.slice(0, 16).replace('T', ' ')} UTC, ${seconds} s; ${machine.cores} × ${machine.model}, ${machine.memoryGb} GB, Node ${machine.node}; ` +
      `load average ${loadAverages.before} before, ${loadAverages.after} after (what the benchmark itself runs is in the second).`,
    ...(broke ? [`**It broke before its end:** ${broke.split('\n')[0]}`] : []),
    goals.length > 0 &&
      table(
        ['goal', 'wanted', 'reached', ''],
        goals.map(({ name, reached, wanted, least, unit, met }) => [
          escaped(name),
          `${least ? '≥' : '≤'} ${number(wanted)} ${unit}`,
          `${number(reached)} ${unit}`,
          met ? 'met' : '**missed**',
        ]),
      ),
    times.length > 0 &&
      table(
        ['ms', ...PERCENTILES],
        times.map(([name, value]) => [escaped(name), ...PERCENTILES.map((each) => number(value[each]))]),
      ),
    others.length > 0 &&
      table(
        ['figure', 'value'],
        others.map(([name, value]) => [escaped(name), escaped(textOf(value))]),
      ),
  ]
    .filter(Boolean)
    .join('\n\n');
}

if (files.length === 0)
  throw new Error('which files? node scripts/bench-table.mjs FILE.json… [--into docs/benchmarks.md]');
const text = files.map((file) => section(path.resolve(file))).join('\n\n');
if (!values.into) process.stdout.write(`${text}\n`);
else {
  const before = readFileSync(values.into, 'utf8');
  const [from, to] = [before.indexOf(FROM), before.indexOf(TO)];
  if (from < 0 || to < from) throw new Error(`${values.into} holds no "${FROM}" … "${TO}"`);
  writeFileSync(values.into, `${before.slice(0, from)}${FROM}\n\n${text}\n\n${before.slice(to)}`);
  process.stdout.write(`${values.into}: ${files.length} results\n`);
}
