import type { Browser, Page } from '@playwright/test';
import { LiveConsole } from './live-console';
import type { LiveSwarm } from './live-swarm';
import { now } from './now';
import { type Scrolling, scroll } from './scrolling';
import { until } from './until';

const TASKS = 10;
const LINES_EACH = 2000;
/** All that a browser keeps. */
const LINES = TASKS * LINES_EACH;
/** What is there at once, and then ten lines a second for those who follow. */
const WORDY = `i=0
while :; do
  i=$((i+1)); echo "line $i of a service that has much to say, as they do"
  [ $i -gt ${LINES_EACH} ] && sleep 0.1
done`;

export interface LogTimes {
  lines: number;
  /** ms from the start of the navigation to the first line, and until all are there. */
  firstMs: number;
  /** ms from the page's request for the lines to the first that is shown: without the loading of the page. */
  firstAfterAskMs: number;
  allMs: number;
  /** While lines come, a hundred a second. */
  scrolling: Omit<Scrolling, 'scrolled'>;
  /** ms from the last key of a search to the number of lines that match. */
  searchMs: number;
}

/** The logs of a service of ten tasks, as one who follows them and scrolls through the past of all. */
export async function measureLogs(browser: Browser, swarm: LiveSwarm): Promise<LogTimes> {
  const service = await swarm.lab.service({ name: 'wordy', replicas: TASKS, behaviour: ['sh', '-c', WORDY] });
  await swarm.lab.untilRunning('wordy', TASKS, { withinMs: 180_000 });
  const console = await LiveConsole.start(browser, swarm.endpoints());
  try {
    const page = await console.window.newPage();
    page.setDefaultTimeout(0);
    let since = 0;
    page.on('request', (request) => {
      if (request.url().includes(`/api/v1/services/${service}/logs?`)) since ||= now();
    });
    const begun = now();
    await page.goto(`/services/${service}/logs?tail=20000`, { waitUntil: 'commit' });
    const first = await until('a line', async () => (await linesIn(page)) > 0 && now());
    const [firstMs, firstAfterAskMs] = [first - begun, first - since];
    const allMs = (await until('all lines', async () => (await linesIn(page)) >= LINES && now())) - begun;
    await page.getByRole('log').evaluate((log) => log.scrollTo({ top: 0 }));
    const { scrolled: _, ...scrolling } = await scroll(page, 5);
    await page.keyboard.press('/');
    await page.keyboard.type(`line ${LINES_EACH}`);
    const typed = now();
    const count = page.getByRole('region', { name: 'Logs' }).getByRole('status').first();
    const searchMs =
      (await until('the matches', async () => /\d lines$/.test((await count.textContent()) ?? '') && now())) - typed;
    return { lines: LINES, firstMs, firstAfterAskMs, allMs, scrolling, searchMs };
  } finally {
    await console.dispose();
    await swarm.lab.docker('m1', ['service', 'rm', service]);
  }
}

/** Most are not in the DOM: their room is. */
const linesIn = (page: Page): Promise<number> =>
  page
    .evaluate(() => {
      const log = document.querySelector('[role=log]');
      const line = log?.querySelector('[data-channel]');
      return log && line ? Math.round(log.scrollHeight / line.getBoundingClientRect().height) : 0;
    })
    .catch(() => 0);
