import { expect, type Locator, type Page } from '@playwright/test';

/** The tasks of the whole swarm, as a person works with them. */
export class TasksScreen {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, search = ''): Promise<TasksScreen> {
    await page.goto(`/tasks${search}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
    const screen = new TasksScreen(page);
    await expect(screen.page.getByRole('banner').getByText(/^Live/).first()).toBeVisible();
    return screen;
  }

  /** Those on the screen, without the header. */
  get rows(): Locator {
    return this.page.getByRole('table', { name: 'Tasks' }).locator('tbody tr[aria-rowindex]');
  }

  link(index: number): Locator {
    return this.rows.nth(index).getByRole('link').first();
  }

  /** A press of the mouse on a row, at a text in it that is not its link. */
  async press(name: string, text: string): Promise<void> {
    const row = this.rows.filter({ hasText: name });
    await row.scrollIntoViewIfNeeded();
    const at = await row.getByText(text).last().boundingBox();
    const box = await row.boundingBox();
    if (!at || !box) throw new Error(`${name} has no ${text}`);
    await row.click({ position: { x: at.x - box.x + at.width / 2, y: at.y - box.y + at.height / 2 } });
  }

  get search(): Locator {
    return this.page.getByRole('searchbox');
  }

  state(word: string): Locator {
    return this.page.getByRole('group', { name: 'Tasks by state' }).getByRole('button', { name: word });
  }

  async choose(what: string, name: string): Promise<void> {
    await this.page.getByRole('button', { name: `${what}:` }).click();
    await this.page.getByRole('combobox', { name: `${what}: Type to find` }).fill(name);
    await this.page.getByRole('option', { name, exact: true }).click();
  }

  async view(name: string): Promise<void> {
    await this.page.getByRole('radio', { name }).click();
  }

  async groupBy(name: string): Promise<void> {
    await this.page.getByRole('group', { name: 'Group failed tasks by' }).getByRole('radio', { name }).click();
  }

  group(name: RegExp): Locator {
    return this.page.getByRole('region', { name: 'Failures' }).getByRole('listitem').getByRole('button', { name });
  }
}
