import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { CHROMIUM } from '../fixtures/chromium-launch';
import type { claimLink } from '../fixtures/people';

/** The cookies of somebody who is signed in. */
export type StorageState = Awaited<ReturnType<typeof claimLink>>;

/** What takes longer has failed; a busy machine is slow. */
const PATIENCE_MS = 120_000;
const WIDE = { width: 1440, height: 900 };

export const launchChromium = (): Promise<Browser> => chromium.launch(CHROMIUM);

/** A window of its own, with an empty cache, signed in. */
export const windowOf = (browser: Browser, baseURL: string, storageState: StorageState): Promise<BrowserContext> =>
  browser.newContext({ baseURL, storageState, viewport: WIDE, locale: 'en-US', timezoneId: 'UTC' });

/** What a page shows, read from its DOM: the body of a function, that gives a string or null. */
export type Reader = string;

/**
 * Notes when what a reader reads becomes another, from the first moment of the page. A MutationObserver is called when
 * the change of the DOM is complete and before anything is painted: what is noted is when the DOM was changed, to 0.1
 * ms.
 */
export async function note(page: Page, reader: Reader): Promise<void> {
  await page.addInitScript(`(() => {
    const read = () => { ${reader} };
    const noted = [];
    let last = null;
    Object.defineProperty(window, 'noted', { value: noted });
    const look = () => {
      let value = null;
      try { value = read(); } catch {}
      if (value === null || value === undefined || value === last) return;
      last = value;
      noted.push({ value: String(value), at: performance.timeOrigin + performance.now(), since: performance.now() });
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    document.addEventListener('DOMContentLoaded', look);
  })();`);
}

export interface Noted {
  value: string;
  /** Epoch ms. */
  at: number;
  /** ms since the navigation began. */
  since: number;
}

export const notedBy = (page: Page): Promise<Noted[]> => page.evaluate('[...window.noted]') as Promise<Noted[]>;

/** By how much the page's clock goes before ours, in ms, and how sure that is. */
export async function clockOf(page: Page): Promise<{ aheadMs: number; withinMs: number }> {
  let best = { aheadMs: 0, withinMs: Number.POSITIVE_INFINITY };
  for (let trial = 0; trial < 20; trial++) {
    const before = performance.timeOrigin + performance.now();
    const theirs = (await page.evaluate('performance.timeOrigin + performance.now()')) as number;
    const after = performance.timeOrigin + performance.now();
    const withinMs = (after - before) / 2;
    if (withinMs < best.withinMs) best = { aheadMs: theirs - (before + after) / 2, withinMs };
  }
  return best;
}

/** ms from the start of the navigation to the moment at which the reader first gave something, in a fresh window. */
export async function firstSight(
  browser: Browser,
  baseURL: string,
  storageState: StorageState,
  path: string,
  reader: Reader,
): Promise<number> {
  const context = await windowOf(browser, baseURL, storageState);
  try {
    const page = await context.newPage();
    await note(page, reader);
    await page.goto(path, { waitUntil: 'commit', timeout: PATIENCE_MS });
    const patience = performance.now() + PATIENCE_MS;
    for (;;) {
      const [seen] = await notedBy(page).catch(() => []);
      if (seen) return seen.since;
      if (performance.now() > patience) throw new Error(`${path} shows nothing within ${PATIENCE_MS} ms`);
      await page.waitForTimeout(100);
    }
  } finally {
    await context.close();
  }
}
