import { expect, type Locator, type Page } from '@playwright/test';

/** The logs of one service, in an operator's words. */
export class LogScreen {
  private constructor(readonly page: Page) {}

  /** Goes there as a person does: by the list and the service. */
  static async open(page: Page, service: string): Promise<LogScreen> {
    await page.goto('/services');
    await page.getByRole('link', { name: service, exact: true }).click();
    await page.getByRole('link', { name: 'Logs', exact: true }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: `Logs of ${service}` })).toBeVisible();
    return new LogScreen(page);
  }

  get lines(): Locator {
    return this.page.getByRole('log');
  }

  /** Following, reconnecting, paused … */
  get state(): Locator {
    return this.page.getByRole('region', { name: 'Logs' }).getByRole('status').last();
  }

  get end(): Locator {
    return this.lines.locator('[data-channel]').last();
  }

  async search(text: string): Promise<Locator> {
    await this.page.keyboard.press('/');
    await this.page.keyboard.type(text);
    return this.page.getByRole('region', { name: 'Logs' }).getByRole('status').first();
  }
}
