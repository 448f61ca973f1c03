/** Makes a page ready to be read. */
import type { BrowserContext, Page } from 'playwright';
import type { PageConfig } from '../run-config.js';
import type { PageClock } from './page-clock.js';

export async function prepareContext(_context: BrowserContext, _config: PageConfig): Promise<void> {}

export async function preparePage(page: Page, config: PageConfig, clock: PageClock): Promise<void> {
  if (config.wait_for?.startsWith('css:'))
    await clock.attempt(page.waitForSelector(config.wait_for.slice(4), { state: 'attached', timeout: 0 }));
  await clock.pause(config.delay_before_return_html * 1000);
}
