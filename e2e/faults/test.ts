import { type APIRequestContext, type BrowserContext, expect, type Page, request } from '@playwright/test';
import { BROWSER_KEY_HEADER } from '../../lib/domain/access/browser-key';
import { ConsoleProcess } from '../fixtures/console-process';
import { asPage, BROWSER_KEY, claimLink } from '../fixtures/people';
import { test as onDeck } from '../fixtures/test';
import type { LabNode } from '../swarm/lab-node';

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** A console of one spec's own, to be broken. */
export interface OwnConsole {
  process: ConsoleProcess;
  url: string;
  admin: StorageState;
  /** The API with the admin's session. */
  api: APIRequestContext;
  /** A window of the admin's at this place, with a mark that a new load of the page would take away. */
  window(path: string): Promise<Page>;
}

interface FaultFixtures {
  ownConsole(managers: readonly string[], env?: Record<string, string>): Promise<OwnConsole>;
  /** Each spec ends by looking for what broke unseen: errors that nobody caught, and pages without words. */
  nothingBroke: undefined;
}

/** Specs that break things. Whatever they break, no page may be white and no error uncaught. */
export const test = onDeck.extend<FaultFixtures>({
  nothingBroke: [
    async ({ browser, context }, use) => {
      const uncaught: string[] = [];
      const listening = new Set<BrowserContext>();
      const listen = (one: BrowserContext) => {
        if (listening.has(one)) return;
        listening.add(one);
        one.on('weberror', (error) => uncaught.push(String(error.error().stack ?? error.error())));
      };
      listen(context);
      browser.on('context', listen);
      await use(undefined);
      browser.off('context', listen);
      for (const one of listening) await noPageIsWhite(one);
      expect(uncaught, 'errors that nobody caught').toEqual([]);
    },
    { auto: true },
  ],
  ownConsole: async ({ browser }, use) => {
    const ends: (() => Promise<unknown>)[] = [];
    await use(async (managers, env = {}) => {
      const process = await ConsoleProcess.start(managers, env);
      ends.push(() => process.dispose());
      const { url } = process;
      const admin = await claimLink(url, process.setUpLink, 'Ada');
      const api = await request.newContext({ baseURL: url, storageState: admin, extraHTTPHeaders: asPage(url) });
      ends.push(() => api.dispose());
      const context = await browser.newContext({ baseURL: url, storageState: admin });
      ends.push(() => context.close());
      ends.push(() => noPageIsWhite(context));
      const window = async (path: string) => {
        const page = await context.newPage();
        await page.goto(path);
        await mark(page);
        return page;
      };
      return { process, url, admin, api, window };
    });
    for (const end of ends.reverse()) await end();
  },
});

async function noPageIsWhite(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) {
    if (!page.url().startsWith('http')) continue;
    await expect(page.locator('body'), 'no page is white').not.toHaveText(/^\s*$/);
    await expect(page.getByText('Something went wrong on this page'), 'no screen broke').toHaveCount(0);
  }
}

export const mark = (page: Page) => page.evaluate(() => Object.assign(window, { marker: true }));
export const isMarked = (page: Page) => page.evaluate(() => 'marker' in window);

/** How true the screen is, in the words that a screen reader hears. */
export const badge = (page: Page) => page.getByRole('banner').getByRole('status').first();

export const socketsOf = (nodes: readonly LabNode[]) => nodes.map(({ socket }) => `unix://${socket}`);

export interface FaultAnswer {
  status: number;
  code?: string;
  params?: Record<string, unknown>;
  operationId?: string;
}

/** Asks for replicas over whatever others did; gives what was told. */
export async function askToScale(api: APIRequestContext, serviceId: string, replicas: number): Promise<FaultAnswer> {
  const data = { replicas, version: 0, overwrite: true };
  const headers = { 'sec-fetch-site': 'same-origin', [BROWSER_KEY_HEADER]: BROWSER_KEY };
  const answer = await api.post(`/api/v1/services/${serviceId}/scale`, { data, headers, timeout: 60_000 });
  return { status: answer.status(), ...((await answer.json()) as Omit<FaultAnswer, 'status'>) };
}

/** The acts that the ledger holds on an object, the newest first. */
export async function actsOn(api: APIRequestContext, targetId: string): Promise<ActRow[]> {
  const answer = await api.get(`/api/v1/audit?target=${targetId}`, {
    headers: { [BROWSER_KEY_HEADER]: BROWSER_KEY },
  });
  return ((await answer.json()) as { items: ActRow[] }).items;
}

interface ActRow {
  id: string;
  action: string;
  state: string;
  outcome: string | null;
}
