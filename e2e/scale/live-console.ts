import type { Browser, BrowserContext, Page } from '@playwright/test';
import { ConsoleProcess } from '../fixtures/console-process';
import { claimLink, invite } from '../fixtures/people';
import { clockOf, type Noted, note, notedBy, type Reader, type StorageState, windowOf } from './chromium';
import { now } from './now';
import { FEED } from './screens';
import { until } from './until';

const cookieOf = ({ cookies }: StorageState): string => cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

/** A page whose changes are noted by our clock. */
export interface NotingPage {
  page: Page;
  /** What it has shown since it was opened. */
  noted(): Promise<Noted[]>;
}

/** A console on a real swarm, somebody who is signed in at it, and a window of theirs. */
export class LiveConsole {
  readonly process: ConsoleProcess;
  readonly storageState: StorageState;
  readonly window: BrowserContext;

  private constructor(process: ConsoleProcess, storageState: StorageState, window: BrowserContext) {
    this.process = process;
    this.storageState = storageState;
    this.window = window;
  }

  static async start(
    browser: Browser,
    managers: readonly string[],
    flags: readonly string[] = [],
  ): Promise<LiveConsole> {
    const process = await ConsoleProcess.start(managers, {}, flags);
    try {
      const storageState = await claimLink(process.url, process.setUpLink, 'Ada');
      return new LiveConsole(process, storageState, await windowOf(browser, process.url, storageState));
    } catch (error) {
      await process.dispose();
      throw error;
    }
  }

  get cookie(): string {
    return cookieOf(this.storageState);
  }

  /** The cookies of so many viewers, each with an account and a session of their own. */
  async viewers(count: number): Promise<string[]> {
    const cookies: string[] = [];
    for (let number = 1; number <= count; number++)
      cookies.push(cookieOf(await invite(this.process.url, this.storageState, 'viewer', `Viewer${number}`)));
    return cookies;
  }

  /** Opens a page and returns when its reader reads something and the picture is live. */
  async open(path: string, reader: Reader): Promise<NotingPage> {
    const page = await this.window.newPage();
    page.setDefaultTimeout(0);
    await note(page, reader);
    await page.goto(path, { waitUntil: 'commit' });
    const badge = (): Promise<string | null> => page.evaluate(`(() => {${FEED}})()`) as Promise<string | null>;
    await until(
      `${path} to show something live`,
      async () => (await notedBy(page).catch(() => [])).length > 0 && badge(),
    );
    const { aheadMs } = await clockOf(page);
    return {
      page,
      noted: async () => (await notedBy(page)).map((each) => ({ ...each, at: each.at - aheadMs })),
    };
  }

  /** "push" or "polling", as the badge says. */
  async feed(page: Page): Promise<string> {
    const text = (await page.evaluate(`(() => {${FEED}})()`)) as string | null;
    return /push|polling/.exec(text ?? '')?.[0] ?? 'nothing';
  }

  async dispose(): Promise<void> {
    await this.window.close();
    await this.process.dispose();
  }
}

/** Waits until a page has shown what is asked for; how long after that moment by our clock. */
export async function shown(
  page: NotingPage,
  what: string,
  is: (noted: Noted) => boolean,
  since = now(),
): Promise<number> {
  const seen = await until(what, async () => (await page.noted()).find((each) => each.at >= since && is(each)));
  return seen.at - since;
}
