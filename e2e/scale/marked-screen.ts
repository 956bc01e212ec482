import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { clockOf, note, notedBy, type Reader } from './chromium';
import { type Sighted, sightedMarkers } from './marker-log';
import type { Marker } from './seeded-feed';
import { until } from './until';

/** A page that shows markers, and notes when. */
export class MarkedScreen {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Opens a page and waits until it shows something. */
  static async open(context: BrowserContext, path: string, reader: Reader): Promise<MarkedScreen> {
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    await note(page, reader);
    await page.goto(path, { waitUntil: 'commit' });
    await until(`${path} to show something`, async () => (await notedBy(page).catch(() => [])).length > 0);
    await sleep(2000);
    return new MarkedScreen(page);
  }

  clock = () => clockOf(this.#page);

  /** What it has shown last. */
  shows = async (): Promise<string | undefined> => (await notedBy(this.#page)).at(-1)?.value;

  /** Of these markers those that it has shown. */
  async sighted(markers: readonly Marker[], aheadMs: number, shownAt?: (number: number) => number): Promise<Sighted[]> {
    const from = markers[0]?.at ?? 0;
    const noted = await notedBy(this.#page);
    return sightedMarkers(
      markers,
      noted.filter(({ at }) => at - aheadMs >= from - 1),
      aheadMs,
      shownAt,
    );
  }

  close = (): Promise<void> => this.#page.close();
}
