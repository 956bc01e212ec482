import { expect, type Locator, type Page } from '@playwright/test';

/** One node, in an operator's words. */
export class NodeScreen {
  private constructor(
    readonly page: Page,
    readonly id: string,
  ) {}

  /** Goes there as a person does: by the list. */
  static async open(page: Page, hostname: string): Promise<NodeScreen> {
    await page.goto('/nodes');
    await page.getByRole('link', { name: hostname, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: hostname })).toBeVisible();
    return new NodeScreen(page, new URL(page.url()).pathname.split('/')[2] ?? '');
  }

  get tasks(): Locator {
    return this.page.getByRole('table', { name: 'Tasks' }).getByRole('row');
  }

  get availability(): Locator {
    return this.page.locator('[data-availability]');
  }

  /** Opens what an availability would do. */
  async choose(verb: 'Activate' | 'Pause' | 'Drain'): Promise<Locator> {
    await this.page.getByRole('button', { name: verb, exact: true }).click();
    return this.page.getByRole('dialog');
  }
}
