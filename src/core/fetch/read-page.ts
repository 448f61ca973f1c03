/** Reads the document of a page as HTML. */
import type { Page } from 'playwright';
import type { PageConfig } from '../run-config.js';
import type { Navigation } from './navigation.js';
import type { PageClock } from './page-clock.js';

/** A script may send the page elsewhere while it is read. */
const READS_MAX = 5;

export interface ReadPage {
  readonly html: string;
  readonly title: string;
}

export async function readPage(
  page: Page,
  navigation: Navigation,
  _config: PageConfig,
  clock: PageClock,
): Promise<ReadPage> {
  for (let read = 1; ; read++) {
    try {
      const [html, title] = await clock.reading(Promise.all([page.content(), page.title()]));
      if (!navigation.isOnItsWay || clock.isOver || read >= READS_MAX) return { html, title };
    } catch (thrown) {
      if (clock.isOver || read >= READS_MAX) throw thrown;
    }
    await clock.attempt(navigation.settled().then(() => page.waitForLoadState('domcontentloaded', { timeout: 0 })));
  }
}
