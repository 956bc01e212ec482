import { expect, type Locator, type Page } from '@playwright/test';

/** The hive, as somebody looks at it who passes by. */
export class HiveScreen {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, search = ''): Promise<HiveScreen> {
    await page.goto(`/hive${search}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Hive' })).toBeVisible();
    const screen = new HiveScreen(page);
    await expect(screen.state('Running')).toBeVisible();
    return screen;
  }

  /** The cells: one stop for the keyboard. */
  get cells(): Locator {
    return this.page.getByRole('application', { name: 'Hive' });
  }

  /** A state with the number of its tasks; a press singles it out. */
  state(word: string): Locator {
    return this.page.getByRole('list', { name: /Tasks by state/ }).getByRole('button', { name: word });
  }

  group(name: string): Locator {
    return this.page.getByRole('heading', { level: 2, name });
  }

  node(hostname: string): Locator {
    return this.page.getByRole('link', { name: hostname, exact: true });
  }

  /** What a screen reader says of the cell on which one stands. */
  get summary(): Locator {
    return this.page.locator('[data-hive-said]');
  }

  /** Full screen: how true it is. */
  get truth(): Locator {
    return this.page.getByRole('main').getByRole('button', { name: /^Live/ });
  }

  /** Full screen: that what one sees is the past. */
  get alarm(): Locator {
    return this.page.locator('[data-wall]').getByRole('alert');
  }

  get rows(): Locator {
    return this.page.getByRole('table', { name: 'Tasks by node' }).locator('tbody tr[aria-rowindex]');
  }

  async groupBy(how: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Group nodes by' }).selectOption({ label: how });
  }
}
