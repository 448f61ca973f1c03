/** Makes a page ready to be read: waits, scrolls, loads its images, takes away what covers it. */
import type { BrowserContext, Page } from 'playwright';
import * as z from 'zod';
import type { PageConfig } from '../page-config.js';
import { awaitContent } from './await-content.js';
import { runScripts, waitFor } from './caller-scripts.js';
import type { ConsentRemoval } from './consent.js';
import { inPage } from './in-page.js';
import { removeOverlays } from './overlay-scripts.js';
import type { PageClock } from './page-clock.js';
import { place, putBack, waitsToBeSeen } from './reveal-script.js';
import { imagesReady, loadLazy, missingOf, placeLazySources, saidAtCentre, scroll } from './scroll-scripts.js';
import { ONLY_IN_WINDOW } from './text-remarks.js';
import type { Traffic } from './traffic.js';

/** A broken or endless image must not hold up what is there. */
const IMAGES_LIMIT_MS = 8_000;
/** For backgrounds, which cannot be told from the beacons that some servers never answer. */
const BACKGROUNDS_LIMIT_MS = 2_000;
/** Screens passed to wake lazy images; the page's own scroll options do not count here. */
const IMAGE_SCROLLS_MAX = 60;
/** A page that grows while its images are woken is followed so far beyond its first end: some have no end at all. */
const IMAGE_GROWTH_SCREENS = 10;
/** Sixty screens take 2 s; a page that draws two frames a second is not passed to its end, and has its picture yet to be made. */
const IMAGE_SCROLLS_SHARE_MAX = 1 / 2;
/** A page that is busy for longer is pictured as it stands. */
const WINDOW_LOOK_MS = 1_000;

/** For frames, and what their scripts build in them. */
const FRAMES_LIMIT_MS = 3_000;

/** Where the page has no viewport of its own (a browser that is attached to). */
const USUAL_SCREEN_PX = 720;

/** What the end of a page asked for, to show more, is waited for so long. */
const GROWING_LIMIT_MS = 1_500;

/** For passing by the parts of a page that wait to be seen: some thirty screens. */
const REVEAL_LIMIT_MS = 3_000;
const REVEAL_SHARE_MAX = 1 / 4;
/** A page that is busy for longer is read as it stands. */
const REVEAL_LOOK_MS = 1_000;
/** Some scripts look every 50 ms where the page was scrolled to. */
const REVEAL_PAUSE_MS = 60;
/** What fades in by a script is faint when it begins. */
const REVEAL_START_MS = 200;

const placeState = z.object({ href: z.string(), document: z.number() });
/** Places looked at again after scrolling. Lists that hold only what is in the window lose all but the first. */
const PASSED_MAX = 100;
const PASSED_MIN = 2;
const saidText = z.string().min(1);
const missingCount = z.number();

const scrollState = z.object({ atEnd: z.boolean(), height: z.number(), inBox: z.number() });
type ScrollState = z.infer<typeof scrollState>;

/** Closed ones too, to be read. Before any script of the page. */
export async function openShadowRoots(context: BrowserContext): Promise<void> {
  await context.addInitScript(`{
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function attachShadow(init) { return attach.call(this, { ...init, mode: 'open' }); };
  }`);
}

interface Preparing {
  readonly page: Page;
  readonly config: PageConfig;
  readonly traffic: Traffic;
  readonly clock: PageClock;
  /** Waits for what the page moved on to, where it did. */
  readonly arrive: () => Promise<unknown>;
  /** No more of the page is pictured than its window shows. */
  readonly showsWindow: boolean;
}

/** @returns whether the page's shadow roots are to be read */
export async function preparePage({ page, config, traffic, clock, arrive, showsWindow }: Preparing): Promise<boolean> {
  let flattens = config.flatten_shadow_dom;
  using consent = config.remove_consent_popups ? await startConsentRemoval(page, traffic, clock) : undefined;
  await consent?.settle(true);
  if (config.js_code !== undefined) await runScripts(page, [config.js_code].flat(), clock, arrive);
  if (config.wait_for !== undefined) await waitFor(page, config.wait_for, clock);
  else flattens = await awaitContent(page, traffic, clock, flattens);
  if (config.scan_full_page) await scanFullPage(page, config, traffic, clock);
  else if (!config.wait_for_images) await revealParts(page, clock);
  if (config.wait_for_images) {
    await wakeImages(page, clock, showsWindow);
    await waitForImages(page, traffic, clock, showsWindow);
  }
  if (config.process_iframes) {
    await clock.attempt(inPage(page, loadLazy, 'iframe[loading=lazy]'));
    await traffic.quiet(FRAMES_LIMIT_MS, clock);
  }
  const delayMs = config.delay_before_return_html * 1000;
  if (delayMs > clock.leftMs) clock.warn('page_timeout cut delay_before_return_html short');
  await clock.pause(delayMs);
  // A banner may have come late.
  await consent?.settle(false);
  if (config.remove_overlay_elements) await clock.attempt(inPage(page, removeOverlays, undefined));
  return flattens;
}

/** Its rules are read only where they are asked for. */
async function startConsentRemoval(page: Page, traffic: Traffic, clock: PageClock): Promise<ConsentRemoval> {
  const { ConsentRemoval } = await import('./consent.js');
  return ConsentRemoval.start(page, traffic, clock);
}

/** Passes by what a script shows when it is scrolled to, where there is such text. */
async function revealParts(page: Page, clock: PageClock): Promise<void> {
  const lookMs = Math.min(REVEAL_LOOK_MS, clock.leftMs * REVEAL_SHARE_MAX);
  if ((await clock.attemptValue(inPage(page, waitsToBeSeen, undefined), lookMs)) !== true) return;
  const before = placeState.safeParse(await clock.attemptValue(inPage(page, place, undefined))).data;
  const until = performance.now() + Math.min(REVEAL_LIMIT_MS, clock.leftMs * REVEAL_SHARE_MAX);
  const first = await scrollPage(page, 'nowhere', clock);
  const screens = Math.ceil((first?.height ?? 0) / (page.viewportSize()?.height ?? USUAL_SCREEN_PX));
  for (let screen = 0; screen < screens && performance.now() < until; screen++) {
    const state = await scrollPage(page, 'down', clock);
    await clock.pause(REVEAL_PAUSE_MS);
    if (state?.atEnd !== false) break;
  }
  await scrollPage(page, 'start', clock);
  await clock.pause(REVEAL_START_MS);
  if (before !== undefined) await clock.attempt(inPage(page, putBack, before));
}

/** Scrolls to the end, and on while the page grows. */
async function scanFullPage(page: Page, config: PageConfig, traffic: Traffic, clock: PageClock): Promise<void> {
  const delayMs = config.scroll_delay * 1000;
  let last: ScrollState | undefined;
  let hasEnded = false;
  const passed = new Set<string>();
  for (let step = 0; step < config.max_scroll_steps && !clock.isOver && !hasEnded; step++) {
    const state = await scrollPage(page, 'down', clock);
    await clock.pause(delayMs);
    if (state?.atEnd) await traffic.settled(GROWING_LIMIT_MS, clock);
    const said = saidText.safeParse(await clock.attemptValue(inPage(page, saidAtCentre, undefined))).data;
    if (said !== undefined && passed.size < PASSED_MAX) passed.add(said);
    // The page had its time to grow before its end counts as the end.
    hasEnded = state?.atEnd === true && last?.atEnd === true && state.height === last.height;
    last = state;
    if (state === undefined) break;
  }
  // What the last step made the page grow by is below the end that it came to.
  if (!hasEnded) last = await scrollPage(page, 'nowhere', clock);
  if (last?.atEnd !== true)
    clock.warn('the page was not scrolled to its end: max_scroll_steps or page_timeout was reached');
  await scrollPage(page, 'start', clock);
  if (passed.size < PASSED_MIN) return;
  const missing = missingCount.safeParse(await clock.attemptValue(inPage(page, missingOf, [...passed]))).data ?? 0;
  if (missing > passed.size / 2) clock.warn(ONLY_IN_WINDOW);
}

/** Many wait for a script, and some scripts for the first scrolling: where no more than the window is pictured, a pixel will do. */
async function wakeImages(page: Page, clock: PageClock, showsWindow: boolean): Promise<void> {
  const limitMs = showsWindow ? WINDOW_LOOK_MS : undefined;
  if (showsWindow) await scrollPage(page, 'a pixel', clock, limitMs);
  else await passImages(page, clock);
  await clock.attempt(inPage(page, placeLazySources, showsWindow), limitMs);
  await scrollPage(page, 'start', clock, limitMs);
}

/** Passes by the images that wait to be seen. */
async function passImages(page: Page, clock: PageClock): Promise<void> {
  await clock.attempt(inPage(page, loadLazy, 'img[loading=lazy], iframe[loading=lazy]'));
  const stepPx = page.viewportSize()?.height ?? USUAL_SCREEN_PX;
  const until = performance.now() + clock.leftMs * IMAGE_SCROLLS_SHARE_MAX;
  let steps = IMAGE_SCROLLS_MAX;
  for (let step = 0; step < steps && !clock.isOver; step++) {
    if (performance.now() > until) {
      clock.warn(
        'scrolling was slow and was ended before the end of the page: images further down may be missing; a larger page_timeout gives it more time',
      );
      return;
    }
    const state = await scrollPage(page, 'down', clock);
    if (state === undefined || state.atEnd) return;
    if (step === 0) steps = Math.min(steps, Math.ceil(state.height / stepPx) + IMAGE_GROWTH_SCREENS);
  }
}

async function waitForImages(page: Page, traffic: Traffic, clock: PageClock, showsWindow: boolean): Promise<void> {
  const isReady = await clock.attempt(inPage(page, imagesReady, showsWindow), IMAGES_LIMIT_MS);
  // Backgrounds are no elements: only the network knows of them.
  if (isReady) await traffic.imagesSettled(BACKGROUNDS_LIMIT_MS, clock);
  else clock.warn('some images did not load in time');
}

/** Undefined where the page does not answer. */
export async function scrollPage(
  page: Page,
  to: Parameters<typeof scroll>[0],
  clock: PageClock,
  limitMs?: number,
): Promise<ScrollState | undefined> {
  const scrolling = inPage(page, scroll, to).then((value) => scrollState.parse(value));
  return await clock.attemptValue(scrolling, limitMs);
}
