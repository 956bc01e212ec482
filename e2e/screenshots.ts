import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContextOptions, chromium } from '@playwright/test';
import { ConsoleProcess } from './fixtures/console-process';
import { claimLink } from './fixtures/people';
import { deployDemo } from './swarm/demo';
import { Lab } from './swarm/lab';

/** What goes into the README; with `--all DIR` every screen in both themes, widths and languages goes to DIR instead. */
const all = process.argv[2] === '--all' ? (process.argv[3] ?? 'test-results/screens') : null;
const out = all ?? 'docs/screenshots';
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

const lab = await Lab.up({ name: 'shots' });
try {
  await deployDemo(lab);
  const deck = await ConsoleProcess.start(lab.managers().map((node) => `unix://${node.socket}`));
  try {
    const storageState = await claimLink(deck.url, deck.setUpLink, 'Ada');
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--no-first-run',
      ],
    });
    await pictures(deck.url, storageState, browser);
    await browser.close();
  } finally {
    await deck.dispose();
  }
} finally {
  await lab.down();
}

async function pictures(
  url: string,
  storageState: BrowserContextOptions['storageState'],
  browser: Awaited<ReturnType<typeof chromium.launch>>,
): Promise<void> {
  mkdirSync(out, { recursive: true });
  const leader = await lab.leader();
  const idOf = async (kind: 'service' | 'node', name: string) =>
    (await lab.docker(leader.name, [kind, 'inspect', '--format', '{{.ID}}', name])).trim();
  const screens: Record<string, string> = {
    overview: '/',
    nodes: '/nodes',
    node: `/nodes/${await idOf('node', 'w1')}`,
    services: '/services',
    service: `/services/${await idOf('service', 'web')}`,
    tasks: '/tasks?group=error',
    hive: '/hive',
    activity: '/activity',
  };
  const looks = all
    ? ['light', 'dark'].flatMap((theme) =>
        [WIDE, NARROW].flatMap((viewport) => ['en', 'zh-CN'].map((locale) => ({ theme, viewport, locale }))),
      )
    : [
        { theme: 'light', viewport: WIDE, locale: 'en' },
        { theme: 'dark', viewport: WIDE, locale: 'en' },
      ];
  for (const { theme, viewport, locale } of looks) {
    const context = await browser.newContext({ storageState, viewport, locale, deviceScaleFactor: all ? 1 : 2 });
    await context.addCookies(Object.entries({ theme, locale }).map(([name, value]) => ({ name, value, url })));
    const page = await context.newPage();
    for (const [name, path] of Object.entries(screens)) {
      if (!all && !['overview', 'services', 'service', 'tasks', 'hive'].includes(name)) continue;
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page
        .getByRole('banner')
        .getByText(/^(Live|实时)$/)
        .first()
        .waitFor();
      await page
        .locator('[aria-busy="true"], [role="status"]:has-text("Loading")')
        .first()
        .waitFor({ state: 'hidden' });
      const file = all
        ? `${name}-${theme}-${viewport.width}-${locale}.png`
        : `${name}${theme === 'dark' ? '-dark' : ''}.png`;
      await page.screenshot({ path: join(out, file), fullPage: Boolean(all) });
      process.stdout.write(`${join(out, file)}\n`);
    }
    await context.close();
  }
}
