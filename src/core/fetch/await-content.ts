/**
 * A page that has scripts but next to nothing on it yet is given time to fill: what its scripts fetch comes some time after
 * the document itself.
 */
import type { Page } from 'playwright';
import { z } from 'zod';
import { contentAmount } from './content-script.js';
import { inPage } from './in-page.js';
import type { PageClock } from './page-clock.js';

/** How long an empty page is waited for: two slow requests one after the other. */
const FILL_LIMIT_MS = 5_000;
const LOOK_EVERY_MS = 100;
/** A page too busy to answer is not empty. */
const LOOK_LIMIT_MS = 300;
/** A page that has not changed for so many looks is done filling. */
const QUIET_LOOKS = 3;
/** "Loading..." is as much as an empty page shows. A page with a sentence of its own is read as it is. */
const LITTLE_TEXT_CHARS = 10;

const amount = z.object({ chars: z.number(), links: z.number(), media: z.number(), scripts: z.number() });
type Amount = z.infer<typeof amount>;

const isEmpty = ({ chars, links, media }: Amount) => chars <= LITTLE_TEXT_CHARS && links === 0 && media === 0;

/** Costs a page with content one look. Pages without scripts stay as they are. */
export async function awaitContent(page: Page, clock: PageClock): Promise<void> {
  const look = async (): Promise<Amount | undefined> => {
    let seen: Amount | undefined;
    const reading = inPage(page, contentAmount, undefined).then((value) => {
      seen = amount.safeParse(value).data;
    });
    await clock.attempt(reading, LOOK_LIMIT_MS);
    return seen;
  };
  let last = await look();
  if (last === undefined || last.scripts === 0 || !isEmpty(last)) return;
  const first = last;
  const until = performance.now() + Math.min(FILL_LIMIT_MS, clock.leftMs / 2);
  for (let quiet = 0; performance.now() < until && !clock.isOver; ) {
    await clock.pause(LOOK_EVERY_MS);
    const now = await look();
    if (now === undefined) return;
    const same: boolean = now.chars === last.chars && now.links === last.links;
    quiet = same ? quiet + 1 : 0;
    last = now;
    const hasGrown = now.chars > first.chars || now.links > first.links;
    if (hasGrown && quiet >= QUIET_LOOKS) return;
  }
  if (last.chars === 0 && last.links === 0) {
    clock.warn(
      `the page was still empty after ${FILL_LIMIT_MS / 1000} s; wait_for "css:SELECTOR" waits for what should come`,
    );
  }
}
