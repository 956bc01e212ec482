import type { Reader } from './chromium';

/** What the screens show, read from their DOM in the words of the English catalogue. */

/** How many nodes there are, when the overview says it in its table. */
export const OVERVIEW_NUMBERS: Reader = `
  const health = document.querySelector('main [data-health]');
  const cell = document.querySelector('main table tbody td');
  return health && health.dataset.health !== 'unknown' && cell ? cell.textContent : null;`;

/** Drained workers, as the overview counts them. */
export const DRAINED_WORKERS: Reader = `
  for (const row of document.querySelectorAll('main table tbody tr'))
    if (row.firstElementChild?.textContent.trim() === 'Drained') return row.lastElementChild.textContent;
  return null;`;

/** A label of the first node of the list. */
export const labelOfFirstNode = (label: string): Reader => `
  const row = document.querySelector('main table tbody tr');
  return row?.textContent.match(/${label}=(\\d+)-/)?.[1] ?? null;`;

/** The number in "marker 7.", wherever it stands. */
export const MARKER: Reader = `return document.querySelector('main')?.textContent.match(/marker (\\d+)\\./)?.[1] ?? null;`;

/** The first row of the tasks screen that holds a task, with the number of all. */
export const TASK_ROWS: Reader = `
  const row = document.querySelector('main table tbody tr[data-index] a[data-row-link]');
  return row && /\\d/.test(row.textContent) ? row.textContent : null;`;

/** Whether the hive has been drawn, with its number of tasks. */
export const HIVE_CELLS: Reader = `
  const canvas = document.querySelector('main canvas');
  const text = canvas && document.querySelector('main').textContent;
  return text && /\\d[\\d,]* tasks/.test(text) ? text.match(/(\\d[\\d,]*) tasks/)[1] : null;`;

/** What the nodes' list says: a label of one node, and which of these nodes are drained, as bits. */
export const nodesOfList = (labelled: string, label: string, drained: readonly string[]): Reader => `
  const drained = ${JSON.stringify(drained)};
  let number = null, bits = 0;
  for (const row of document.querySelectorAll('main table tbody tr')) {
    const name = row.cells[0]?.textContent.trim();
    if (name === '${labelled}') 
      number = [...row.cells].map((cell) => cell.textContent.match(/${label}=(\\d+)/)?.[1]).find(Boolean) ?? '0';
    if (drained.includes(name) && row.cells[2]?.textContent.trim().startsWith('Drain')) bits |= 1 << drained.indexOf(name);
  }
  return number === null ? null : number + ' ' + bits;`;

/** Tasks of a service that are on their way, as its page counts them. */
export const COMING_TASKS: Reader = `
  const section = document.querySelector('main section[aria-label="Tasks in numbers"]');
  if (!section) return null;
  let sum = 0;
  for (const { textContent } of section.querySelectorAll('li')) {
    const count = textContent.match(/([\\d,]+) (?:starting|pending)/)?.[1];
    if (count) sum += Number(count.replaceAll(',', ''));
  }
  return sum;`;

/** Tasks of a service that run and that failed, as its page counts them. */
export const RUNNING_AND_FAILED: Reader = `
  const section = document.querySelector('main section[aria-label="Tasks in numbers"]');
  const running = section?.querySelector('[role=img]')?.textContent.match(/(\\d+)\\//)?.[1];
  if (running === undefined) return null;
  const failed = [...section.querySelectorAll('li')].map((each) => each.textContent.match(/(\\d+) recent failure/)?.[1]);
  return running + ' ' + (failed.find(Boolean) ?? 0);`;

/** Tasks in all, as the tasks screen counts them. */
export const ALL_TASKS: Reader = `
  const count = document.querySelector('main')?.textContent.match(/([\\d,]+) tasks/)?.[1];
  return count ? count.replaceAll(',', '') : null;`;

/** Pending tasks of a service, as the list of services says. */
export const pendingOf = (service: string): Reader => `
  for (const row of document.querySelectorAll('main table tbody tr'))
    if (row.cells[0]?.textContent.includes('${service}'))
      return row.querySelector('[role=img]').ariaLabel.match(/([\\d,]+) pending/)?.[1].replaceAll(',', '') ?? '0';
  return null;`;

/** Where the picture comes from, by the badge. */
export const FEED: Reader = `
  const badge = [...document.querySelectorAll('header button')].find((each) => /^Live/.test(each.textContent.trim()));
  return badge ? badge.textContent : null;`;
