import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { CHROMIUM } from './fixtures/chromium-launch';
import { ConsoleProcess } from './fixtures/console-process';
import { livedIn } from './fixtures/lived-in';
import { deployDemo } from './swarm/demo';
import { Lab } from './swarm/lab';

/**
 * What goes into the README. With `--all DIR [SCREEN…]` every screen, or those named, goes to DIR instead, in both themes,
 * widths and languages.
 */
const [flag, dir = 'test-results/screens', ...only] = process.argv.slice(2);
const all = flag === '--all';
const out = all ? dir : 'docs/screenshots';
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const README = ['overview', 'services', 'service', 'tasks', 'hive'];

interface Screen {
  path: string;
  /** Of somebody who has not signed in. */
  stranger?: boolean;
  /** What is done before the picture is taken, or waited for. */
  ready?(page: Page): Promise<unknown>;
}

const lab = await Lab.up({ name: 'shots' });
try {
  await deployDemo(lab);
  const deck = await ConsoleProcess.start(lab.managers().map((node) => `unix://${node.socket}`));
  try {
    const life = await livedIn(lab, deck.url, deck.setUpLink);
    await lab.waitFor('the crash loop to show', async () => (await crashesOf(life)) >= 6, { withinMs: 90_000 });
    await pictures(deck.url, life);
    await life.asAdmin.end();
  } finally {
    await deck.dispose();
  }
} finally {
  await lab.down();
}

type Life = Awaited<ReturnType<typeof livedIn>>;

async function crashesOf({ asAdmin, idOf }: Life): Promise<number> {
  const history = (await asAdmin.get(`/services/${await idOf('service', 'checkout')}/history`)) as {
    tasks: { exitCode: number | null }[];
  };
  return history.tasks.filter(({ exitCode }) => exitCode).length;
}

async function screensOf({ idOf, link, update }: Life): Promise<Record<string, Screen>> {
  const web = `/services/${await idOf('service', 'web')}`;
  const checkout = `/services/${await idOf('service', 'checkout')}`;
  const chat = `/services/${await idOf('service', 'chat')}`;
  return {
    overview: { path: '/' },
    nodes: { path: '/nodes' },
    node: { path: `/nodes/${await idOf('node', 'w1')}` },
    services: { path: '/services' },
    service: { path: web },
    history: { path: `${checkout}?tab=history`, ready: (page) => page.locator('figure').waitFor() },
    settings: { path: `${web}?tab=settings` },
    revisions: { path: `${checkout}?tab=revisions`, ready: (page) => page.locator('ol > li').first().waitFor() },
    compare: {
      path: `${checkout}?tab=revisions`,
      ready: async (page) => {
        await page.getByRole('button', { name: /^(Compare|比较)$/ }).click();
        await page.getByRole('dialog').getByRole('list').first().waitFor();
      },
    },
    'service-activity': { path: `${web}?tab=activity` },
    logs: {
      path: `${chat}/logs`,
      ready: (page) => page.getByRole('log').locator('[data-channel=stderr]').first().waitFor(),
    },
    tasks: { path: '/tasks?group=error' },
    hive: { path: '/hive' },
    activity: { path: '/activity' },
    'activity-filtered': { path: '/activity?action=outside&period=24h' },
    act: { path: `/activity/${update}` },
    account: { path: '/settings/account' },
    tokens: { path: '/settings/tokens' },
    'new-token': {
      path: '/settings/tokens',
      ready: async (page) => {
        await page.getByRole('button', { name: /^(Create token|创建令牌)$/ }).click();
        await page.getByRole('dialog').getByRole('radio').last().click();
      },
    },
    people: { path: '/settings/people' },
    invite: {
      path: '/settings/people',
      ready: async (page) => {
        await page.getByRole('button', { name: /^(Invite somebody|邀请人员)$/ }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    'sign-in': { path: '/sign-in', stranger: true },
    invitation: { path: link, stranger: true, ready: (page) => page.getByRole('textbox').first().waitFor() },
  };
}

async function pictures(url: string, life: Life): Promise<void> {
  mkdirSync(out, { recursive: true });
  const browser = await chromium.launch(CHROMIUM);
  const wanted = all ? only : README;
  const screens = Object.entries(await screensOf(life)).filter(([name]) => !wanted.length || wanted.includes(name));
  const looks = all
    ? ['light', 'dark'].flatMap((theme) =>
        [WIDE, NARROW].flatMap((viewport) => ['en', 'zh-CN'].map((locale) => ({ theme, viewport, locale }))),
      )
    : [
        { theme: 'light', viewport: WIDE, locale: 'en' },
        { theme: 'dark', viewport: WIDE, locale: 'en' },
      ];
  for (const { theme, viewport, locale } of looks) {
    const open = async (storageState?: Life['admin']): Promise<BrowserContext> => {
      const context = await browser.newContext({
        viewport,
        locale,
        deviceScaleFactor: all ? 1 : 2,
        ...(storageState && { storageState }),
      });
      await context.addCookies(Object.entries({ theme, locale }).map(([name, value]) => ({ name, value, url })));
      return context;
    };
    const ours = await open(life.admin);
    const strangers = await open();
    const signedIn = await ours.newPage();
    for (const [name, screen] of screens) {
      const page = screen.stranger ? await strangers.newPage() : signedIn;
      await page.goto(new URL(screen.path, url).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      if (!screen.stranger) await settled(page);
      await screen.ready?.(page);
      const file = all
        ? `${name}-${theme}-${viewport.width}-${locale}.png`
        : `${name}${theme === 'dark' ? '-dark' : ''}.png`;
      await page.screenshot({ path: join(out, file), fullPage: all, animations: 'disabled' });
      process.stdout.write(`${join(out, file)}\n`);
    }
    await ours.close();
    await strangers.close();
  }
  await browser.close();
}

/** Live, and nothing still on its way. */
async function settled(page: Page): Promise<void> {
  await page
    .getByRole('banner')
    .getByText(/^(Live|实时)$/)
    .first()
    .waitFor();
  for (const waiting of [page.locator('[aria-busy="true"]'), page.getByText(/^(Loading…|正在加载…)$/)])
    await waiting.first().waitFor({ state: 'hidden' });
}
