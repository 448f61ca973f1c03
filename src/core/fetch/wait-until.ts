/** Waits until a page has reached the load state asked for, in whichever document it comes to. */
import type { Page } from 'playwright';
import type { PageConfig } from '../page-config.js';
import { parseUrl } from '../url.js';
import { endOf } from './browser-refusals.js';
import { isOtherText } from './content-type.js';
import { inPage, mainPlace } from './in-page.js';
import type { Navigation } from './navigation.js';
import { CUT_SHORT } from './page.js';
import type { PageClock } from './page-clock.js';
import { drawn } from './scroll-scripts.js';

type State = PageConfig['wait_until'];

/** A page that is not there yet by then, or in half of its time, goes on without what does not answer. */
const PATIENCE_MS = 10_000;
/** How much of that is silence, and the least: with less, pages beside this one would lose what is but slow. */
const SILENT_SHARE = 0.7;
const SILENT_LEAST_MS = 2_000;
/** A browser asks once more over a new connection; what comes then may wait for others. */
const ROUNDS = 3;
/** To give up a document on a busy machine; kept of the time for that while one is on its way. */
const STOP_LIMIT_MS = 500;
/** Pages that load in less time than this are not asked. */
const ASK_AFTER_MS = 400;
/** Scripts that wait for the end of the document (`defer`, modules) are waited for as long; what one of them waits for may never come. */
const DEFERRED_MS = 3_000;
/** Of the time that is left no more than this share. */
const DEFERRED_SHARE = 1 / 4;
const IS_COMPLETE = 'document.readyState === "complete"';
/** They have run before `DOMContentLoaded`, not before "interactive" (HTML standard, 13.2.7). A page that leads to another program has no such event. */
const HAS_RUN = `${IS_COMPLETE} || performance.getEntriesByType("navigation")[0]?.domContentLoadedEventStart > 0`;

/** Snippets that hide a page until a test of its variants has loaded give up after 2–4 s. */
const HIDDEN_LIMIT_MS = 5_000;

export interface Waiting {
  readonly page: Page;
  readonly navigation: Navigation;
  readonly clock: PageClock;
  /** Gives up the scripts and styles that the page still waits for, where nothing has come for so long. */
  readonly giveUp: (silentMs: number) => void;
  /** Whose scripts and styles were given up, for this page or for one beside it. */
  readonly givenUp: () => readonly string[];
  /** Whether it has to be drawn, too: nothing is before its styles are there. */
  readonly isDrawn: boolean;
}

export async function waitUntil(
  { page, navigation, clock, giveUp, givenUp, isDrawn }: Waiting,
  asked: State,
): Promise<void> {
  const state = stateFor(navigation, asked);
  if (state === 'commit') return;
  const reached = async () => {
    await loadState(page, state, clock);
    while (navigation.isOnItsWay) {
      await navigation.settled();
      await loadState(page, state, clock);
    }
    if (isDrawn) await inPage(page, drawn, HIDDEN_LIMIT_MS).catch(() => {});
  };
  const waiting = Promise.race([reached(), navigation.wasCutShort()]);
  let isReached = false;
  for (let round = 0; !isReached && round < ROUNDS; round++) {
    const limitMs = Math.min(PATIENCE_MS, clock.leftMs / 2);
    isReached = await clock.attempt(waiting, limitMs);
    if (!isReached) giveUp(Math.max(SILENT_LEAST_MS, limitMs * SILENT_SHARE));
  }
  isReached ||= await clock.attempt(waiting, clock.leftMs - Math.min(STOP_LIMIT_MS, clock.leftMs / 4));
  if (!navigation.isOnItsWay) isReached ||= await clock.attempt(waiting);
  for (const host of givenUp())
    clock.warn(`scripts or styles of ${host} did not answer; the page went on without them`);
  const { cutShort } = navigation;
  if (cutShort !== undefined) clock.warn(CUT_SHORT[endOf(cutShort)]);
  else if (!isReached && navigation.isOnItsWay) await stay(page, navigation, clock);
  else if (!isReached) clock.warn(`the page did not reach "${state}" in time and was read as it stood`);
}

/** Gives up the document that is on its way: while it is not answered, Chromium lets nobody read the one that stands there. */
async function stay(page: Page, navigation: Navigation, clock: PageClock): Promise<void> {
  const host = parseUrl(navigation.lastUrl)?.host ?? '';
  clock.warn(`the page led on to ${host}, which did not answer in time; told is the page before it`);
  const stopping = mainPlace(page).then(({ session }) => session.send('Page.stopLoading'));
  await clock.attemptReading(stopping, STOP_LIMIT_MS);
}

/** The stylesheet that makes a page of XML is loaded after its content: only "load" comes after the page is made. */
function stateFor(navigation: Navigation, asked: State): State {
  return asked === 'domcontentloaded' && isOtherText(navigation.mimeType) ? 'load' : asked;
}

/** Of a page that leads to another program (mailto:) Chromium never tells that it is loaded; the page itself does. */
async function loadState(
  page: Page,
  state: 'domcontentloaded' | 'load' | 'networkidle',
  clock: PageClock,
): Promise<void> {
  const told = page.waitForLoadState(state, { timeout: 0 });
  if (state === 'networkidle') return told;
  const comes = (what: string, timeout: number) => page.waitForFunction(what, undefined, { timeout, polling: 250 });
  const ask = async () => {
    if (state === 'load') return comes(IS_COMPLETE, 0);
    await comes('document.readyState !== "loading"', 0);
    return comes(HAS_RUN, Math.max(1, Math.min(DEFERRED_MS, clock.leftMs * DEFERRED_SHARE))).catch(() => {});
  };
  let timer: NodeJS.Timeout | undefined;
  const asked = new Promise<unknown>((resolve, reject) => {
    timer = setTimeout(() => ask().then(resolve, reject), ASK_AFTER_MS);
  });
  asked.catch(() => {});
  await Promise.race([told, asked]).finally(() => clearTimeout(timer));
}
