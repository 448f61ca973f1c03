/** The window of a page as it was drawn last. The browser has that without the page, which may be too busy to be pictured. */
import type { Page } from 'playwright';
import { hasCode } from '../errors.js';
import type { PageClock } from '../fetch/page-clock.js';
import type { Screenshot } from './screenshot.js';

/** With more time than this left, a picture is made in time. */
const SCARCE_MS = 12_000;
/** The browser has what was drawn last in a tenth of this. */
const LAST_DRAWN_LIMIT_MS = 500;
/** Kept of the time to write it down. */
const SPARE_MS = 300;

/** What `take` makes; where that is not there in time, the window as it was drawn last. */
export async function orLastDrawn(page: Page, clock: PageClock, take: () => Promise<Screenshot>): Promise<Screenshot> {
  if (clock.readingLeftMs > SCARCE_MS) return await take();
  let window: Screenshot | undefined;
  const height = page.viewportSize()?.height;
  const keeping = lastDrawn(page).then((drawn) => {
    // To picture more than the window, Chromium makes it larger meanwhile.
    if (drawn.height === height) window = drawn;
  });
  await clock.attemptReading(keeping, LAST_DRAWN_LIMIT_MS);
  return await clock.reading(take(), SPARE_MS).catch((thrown: unknown) => {
    if (!hasCode(thrown, 'timeout') || window === undefined) throw thrown;
    clock.warn(
      'the page was too busy to be pictured in time: the picture shows its window as it was drawn last; a larger page_timeout gives it more time',
    );
    return window;
  });
}

/** Never resolves where nothing was drawn. */
async function lastDrawn(page: Page): Promise<Screenshot> {
  const session = await page.context().newCDPSession(page);
  try {
    const drawn = new Promise<Screenshot>((resolve, reject) => {
      session.once('Page.screencastFrame', ({ data, metadata: { deviceWidth: width, deviceHeight: height } }) =>
        resolve({ data: Buffer.from(data, 'base64'), format: 'png', width, height }),
      );
      session.once('close', () => reject(new Error('the page was closed')));
    });
    drawn.catch(() => {});
    await session.send('Page.startScreencast', { format: 'png' });
    return await drawn;
  } finally {
    session.detach().catch(() => {});
  }
}
