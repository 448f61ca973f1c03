/**
 * A page that has scripts but next to nothing on it yet, beside its navigation, is given time to fill: what its scripts
 * fetch comes some time after the document itself.
 */
import type { Page } from 'playwright';
import * as z from 'zod';
import { contentAmount } from './content-script.js';
import { inPage } from './in-page.js';
import { LOADING_WORDS } from './loading-words.js';
import type { PageClock } from './page-clock.js';
import { IN_SHADOW } from './text-remarks.js';
import type { Traffic } from './traffic.js';

/** How long an empty page is waited for: two slow requests one after the other. */
const FILL_LIMIT_MS = 5_000;
const LOOK_EVERY_MS = 100;
/** Of the time that is left no more than this share: what comes after has its own to do. */
const SHARE_MAX = 1 / 3;
/** The same for one look: a page that is busy for longer lets nobody read it either. */
const LOOK_SHARE_MAX = 1 / 2;
/** An empty page with nothing on its way for this long stays empty: timers of applications are shorter. */
const IDLE_MS = 500;
/** One that shows nothing at all, or only that it is loading, is behind a screen of its own, which a timer takes away. */
const BLANK_IDLE_MS = 2_000;
/** What came is all there is when it has not changed for so long. */
const STILL_MS = 300;
/** "Loading..." is as much as an empty page shows. */
const LITTLE_TEXT_CHARS = 10;
/** A title, an introduction and "Loading": with a request on its way, what `needs-browser.ts` calls hollow is no content. */
const HOLLOW_CHARS = 120;
/** Beside shadow roots that hold more, this much is but a notice; in them, what a few buttons are called. */
const NOTICE_CHARS = 60;
/** More than a notice that something is on its way. */
const MUCH_TEXT_CHARS = 200;
/** Navigation of an application that is no `nav`, its introduction and its footer; a page with more is there. */
const THIN_CHARS = 1_500;
/** How long such a page, or one that says of a part that it is loading, is waited for: for one slow request. */
const THIN_LIMIT_MS = 2_000;
/** Further growth is not followed. */
const COUNTED_CHARS_MAX = 5_000;

const amount = z.object({
  chars: z.number(),
  links: z.number(),
  media: z.boolean(),
  scripts: z.boolean(),
  surroundings: z.boolean(),
  shadowChars: z.number(),
  pending: z.boolean(),
});
type Amount = z.infer<typeof amount>;
/** The first that went wrong is why the others did. */
const FAILURES_MAX = 3;
const LOOK = { charsMax: COUNTED_CHARS_MAX, loadingWords: LOADING_WORDS };
/** A page in which none of these changes is still. */
const COUNTS = ['chars', 'links', 'media', 'pending'] as const;
const WAIT_FOR = 'wait_for "css:SELECTOR" waits for what should come';

/**
 * Costs a page with content one look; one with little, or with placeholders, for which something is on its way, is given a moment. Pages without
 * scripts stay as they are.
 * @param flattens whether what stands in shadow roots is going to be read
 * @returns whether it has to be: next to nothing stands elsewhere
 */
export async function awaitContent(
  page: Page,
  traffic: Traffic,
  clock: PageClock,
  flattens: boolean,
): Promise<boolean> {
  const found: Found = { isInShadow: flattens };
  await fill(page, traffic, clock, flattens, found);
  const { isInShadow, last } = found;
  const showsLittle = last?.links === 0 && !last.media && last.chars < HOLLOW_CHARS && !isInShadow;
  const failures = showsLittle ? traffic.scriptFailures.slice(0, FAILURES_MAX) : [];
  if (failures.length > 0) clock.warn(`${failures.join(', ')}: what the page was to show by it may be missing`);
  return isInShadow;
}

/** What the looks at the page found. */
interface Found {
  isInShadow: boolean;
  last?: Amount;
}

async function fill(page: Page, traffic: Traffic, clock: PageClock, flattens: boolean, found: Found): Promise<void> {
  const started = performance.now();
  let until = started + Math.min(FILL_LIMIT_MS, clock.leftMs * SHARE_MAX);
  const leftMs = () => Math.max(0, until - performance.now());
  const waited = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  /** Undefined where the page moves on, or does not answer in time, which is said. */
  const look = async (): Promise<Amount | undefined> => {
    let isGone = false;
    const reading = inPage(page, contentAmount, LOOK).catch(() => {
      isGone = true;
    });
    const limitMs = Math.min(FILL_LIMIT_MS, clock.leftMs * LOOK_SHARE_MAX);
    const seen = amount.safeParse(await clock.attemptValue(reading, limitMs)).data;
    if (seen === undefined) {
      if (!isGone) unread(`the page did not answer within ${waited()}`);
      return undefined;
    }
    found.isInShadow = flattens || standsInShadow(seen);
    if (!found.isInShadow && seen.shadowChars > NOTICE_CHARS) clock.remark(IN_SHADOW);
    // A banner in a shadow root is not what an empty page waits for.
    if (flattens) seen.chars += seen.shadowChars;
    found.last = seen;
    return seen;
  };
  const unread = (why: string) => {
    // Where the time is over for another reason, that is said already.
    if (!traffic.isLeaving && !clock.isPartial) clock.warn(`${why} and may lack what its scripts bring`);
  };
  if (clock.isOver) {
    unread('the page loaded until page_timeout was over');
    return;
  }
  const first = await look();
  if (first === undefined) return;
  // Spinners stay on pages that are whole, too: one for which nothing is on its way stands for nothing.
  const hasNone = isEmpty(first, traffic);
  const lacksPart = !hasNone && first.pending && traffic.quietMs === 0;
  // What was on its way a moment ago may ask for more now that it came.
  const isThin = lacksPart || (!hasNone && first.chars < THIN_CHARS && traffic.quietMs < LOOK_EVERY_MS);
  if (!first.scripts || !(isThin || hasNone)) return;
  if (isThin) until = Math.min(until, started + THIN_LIMIT_MS);
  let last = first;
  let changed = performance.now();
  while (leftMs() > 0) {
    await clock.pause(Math.min(LOOK_EVERY_MS, leftMs()));
    const asked = performance.now();
    const now = await look();
    if (now === undefined) return;
    // While its scripts keep it from answering, a page shows nothing new, and is not still.
    const isBusy = performance.now() - asked > STILL_MS;
    if (isBusy || COUNTS.some((count) => now[count] !== last[count])) changed = performance.now();
    last = now;
    const stillMs = performance.now() - changed;
    const hasGrown = now.chars > first.chars || now.links > first.links || now.media;
    const isQuiet = traffic.quietMs >= STILL_MS;
    if (isThin && (isQuiet || (lacksPart && !now.pending)) && stillMs >= STILL_MS) break;
    if (!isThin && hasGrown && stillMs >= STILL_MS && (now.chars >= MUCH_TEXT_CHARS || isQuiet)) return;
    const showsOther = now.surroundings || now.shadowChars > LITTLE_TEXT_CHARS;
    const idleMs = isEmpty(now, traffic) && (now.pending || !showsOther) ? BLANK_IDLE_MS : IDLE_MS;
    if (!hasGrown && !traffic.isListening && Math.min(stillMs, traffic.quietMs) >= idleMs) break;
  }
  if (lacksPart && last.pending && leftMs() === 0)
    clock.warn(`a part of the page was still loading after ${waited()}; ${WAIT_FOR}`);
  if (isThin || (found.isInShadow && !flattens)) return;
  const isLoading = leftMs() === 0 && isEmpty(last, traffic) && traffic.quietMs < IDLE_MS;
  if (!isLoading && (last.chars > 0 || last.links > 0 || last.media || last.surroundings)) return;
  const state = isLoading ? 'loading' : 'empty';
  clock.warn(`the page was still ${state} after ${waited()}; ${WAIT_FOR}`);
}

/** Beside the shadow roots there is nothing, or a notice. */
function standsInShadow({ chars, links, shadowChars }: Amount): boolean {
  return links === 0 && chars < MUCH_TEXT_CHARS && (chars === 0 ? 0 : Math.max(chars, NOTICE_CHARS)) < shadowChars;
}

/** What asks time and again has nothing on its way for a moment between. */
function isEmpty({ chars, links, media, pending }: Amount, traffic: Traffic): boolean {
  return links === 0 && !media && chars <= (pending || traffic.quietMs < IDLE_MS ? HOLLOW_CHARS : LITTLE_TEXT_CHARS);
}
