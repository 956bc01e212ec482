import { expect, type Locator, type Page } from '@playwright/test';

/** One service, in an operator's words. */
export class ServiceScreen {
  private constructor(
    readonly page: Page,
    readonly id: string,
  ) {}

  /** Goes there as a person does: by the list. */
  static async open(page: Page, name: string): Promise<ServiceScreen> {
    await page.goto('/services');
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    return ServiceScreen.on(page);
  }

  /** Of a page that shows the service already. */
  static on(page: Page): ServiceScreen {
    return new ServiceScreen(page, new URL(page.url()).pathname.split('/')[2] ?? '');
  }

  /** "3/5": what truly runs of what should. */
  get running(): Locator {
    return this.page.getByRole('region', { name: 'Tasks in numbers' });
  }

  get facts(): Locator {
    return this.page.getByRole('list', { name: 'Facts' });
  }

  /** The update under way, standing, or over. */
  get updateStatus(): Locator {
    return this.page.getByRole('region', { name: 'Last update' });
  }

  async scale(replicas: number): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Scale', exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Replicas').fill(String(replicas));
    return dialog;
  }

  async update({ image }: { image: string }): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Update', exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Image', { exact: true }).fill(image);
    return dialog;
  }

  async confirmUpdate(dialog: Locator): Promise<void> {
    await dialog.getByRole('button', { name: /^Update / }).click();
    await expect(dialog.getByText('Requested').or(dialog.getByRole('button', { name: 'Done' }))).toBeVisible();
    await this.leave(dialog);
  }

  /** Closes a dialog, whatever has become of its action. */
  async leave(dialog: Locator): Promise<void> {
    await dialog
      .getByRole('button', { name: /^(Close|Done)$/ })
      .first()
      .click();
  }

  /** What the screen offers before anything else while an update stands paused. */
  async offeredRollback(): Promise<Locator> {
    await this.page.getByRole('button', { name: /^Roll back to revision/ }).click();
    return this.page.getByRole('dialog');
  }

  /** The newest act on this service, as the activity tells it. */
  async lastAct(): Promise<Locator> {
    await this.page.getByRole('tab', { name: 'Activity' }).click();
    return this.page.getByRole('tabpanel').getByRole('row').nth(1);
  }
}
