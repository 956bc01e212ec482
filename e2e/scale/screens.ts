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
