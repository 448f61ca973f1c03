/**
 * Rids a page of its consent banner: by the maintained rules for the known managers, which opt out; then by taking out
 * what floats over the page and is about consent.
 */
import type { Page } from 'playwright';
import * as z from 'zod';
import { readConsentLibrary } from './consent-library.js';
import { findBanners } from './consent-scripts.js';
import { ConsentWorlds } from './consent-worlds.js';
import type { PageClock } from './page-clock.js';
import type { Traffic } from './traffic.js';

/** A page that shows nothing of the kind and has nothing on its way is looked at for so long. */
const NOTHING_LIMIT_MS = 250;
/** The same while scripts are on their way, which may bring a manager. */
const LOADING_LIMIT_MS = 1_000;
/** On a busy machine the rules need so long to begin; a page that lets them begin no sooner is too busy itself. */
const START_LIMIT_MS = 3_000;
/** A manager is there that has shown nothing yet: its banner comes in this time or not at all. */
const COMING_LIMIT_MS = 2_000;
/** A banner is seen: the rules take hold of it in less than a second, on a busy machine in this time. */
const BANNER_LIMIT_MS = 3_000;
/** Opting out takes one click and half a second, or four screens of switches. */
const OPT_OUT_LIMIT_MS = 6_000;
/** A banner that was answered fades away. */
const FADE_LIMIT_MS = 500;
const LOOK_EVERY_MS = 50;
/** Of the time that is left: what comes after has its own to do. */
const SHARE_MAX = 0.5;

/** Names of consent managers and what sites name their own. */
const NAMES =
  'cookie|consent|gdpr|ccpa|dsgvo|\\bcmp(?:[-_]|box|wrap|\\b)|privacy-?(?:banner|notice|popup|overlay|manager)|' +
  'didomi|usercentrics|onetrust|optanon|sp_message|trust(?:e_|arc)|qc-cmp|osano|klaro|iubenda|termly|cky-|cmplz|' +
  'tarteaucitron|axeptio|borlabs|fc-(?:dialog|consent)';
/** What a banner without a name of its own says. */
const WORDS =
  '\\bcookies?\\b|\\bgdpr\\b|\\bconsent\\b|your privacy|datenschutz|vie privée|privacidad|privacidade|プライバシー|クッキー|隐私|쿠키|файлы cookie|ciasteczk';
const SCRIPTS =
  'cookie[-_]?(?:bot|consent|law|banner|notice|yes|script|first|hub|info|manage|control|pro)|consent|gdpr|\\bcmp\\b|onetrust|optanon|didomi|' +
  'usercentrics|sp-prod|privacy-(?:mgmt|center)|trustarc|truste\\b|quantcast|iubenda|osano|termly|klaro|axeptio|tarteaucitron|fundingchoices|' +
  'borlabs|complianz|transcend|ketch|evidon|admiral';

const seen = z.object({ shown: z.number(), expected: z.boolean() });

/** Where the library has a manager's banner in hand. */
const AT_WORK = new Set(['openPopupDetected', 'runningOptOut']);
const ANSWERED = new Set(['done', 'optOutSucceeded', 'optOutFailed']);

export class ConsentRemoval implements Disposable {
  readonly #worlds: ConsentWorlds;
  readonly #traffic: Traffic;
  readonly #clock: PageClock;

  /** The library works on in the page until this is disposed. */
  static async start(page: Page, traffic: Traffic, clock: PageClock): Promise<ConsentRemoval> {
    const removal = new ConsentRemoval(new ConsentWorlds(page, await readConsentLibrary(), clock), traffic, clock);
    await removal.#worlds.start();
    return removal;
  }

  private constructor(worlds: ConsentWorlds, traffic: Traffic, clock: PageClock) {
    this.#worlds = worlds;
    this.#traffic = traffic;
    this.#clock = clock;
  }

  /** Waits until a banner is gone that is there or, the first time, may come; takes out what is left of it. */
  async settle(isFirst: boolean): Promise<void> {
    const started = performance.now();
    const shareMs = this.#clock.leftMs * SHARE_MAX;
    let answeredAt: number | undefined;
    for (;;) {
      await this.#worlds.start();
      const { shown, expected } = await this.#look(false);
      const states = this.#worlds.lifecycles;
      if (states.some((state) => ANSWERED.has(state))) answeredAt ??= performance.now();
      const isAtWork = states.some((state) => AT_WORK.has(state));
      const isComing = isFirst && (expected || states.includes('cmpDetected'));
      const fadedAt = answeredAt === undefined ? undefined : answeredAt + (shown > 0 ? FADE_LIMIT_MS : 0);
      const emptyLimitMs = this.#traffic.quietMs < NOTHING_LIMIT_MS ? LOADING_LIMIT_MS : NOTHING_LIMIT_MS;
      let limitMs = !isFirst ? 0 : states.length === 0 ? START_LIMIT_MS : emptyLimitMs;
      if (isAtWork) limitMs = OPT_OUT_LIMIT_MS;
      else if (fadedAt !== undefined) limitMs = fadedAt - started;
      else if (shown > 0) limitMs = this.#hasNoRule ? 0 : BANNER_LIMIT_MS;
      else if (isComing) limitMs = COMING_LIMIT_MS;
      if (performance.now() - started >= Math.min(limitMs, shareMs) || this.#clock.isOver) {
        if (states.length === 0) this.#clock.warn('remove_consent_popups: the page was too busy to be looked at');
        if (shown > 0 || answeredAt !== undefined) await this.#look(true);
        return;
      }
      await this.#clock.pause(LOOK_EVERY_MS);
    }
  }

  /** There is a banner, and neither the library nor a frame that is still on its way will answer it. */
  get #hasNoRule(): boolean {
    return this.#worlds.foundNothing && this.#traffic.quietMs >= NOTHING_LIMIT_MS;
  }

  async #look(remove: boolean): Promise<z.infer<typeof seen>> {
    const request = { names: NAMES, words: WORDS, scripts: SCRIPTS, remove };
    const looking = this.#worlds.ask(findBanners, request).then((value) => seen.parse(value));
    return (await this.#clock.attemptValue(looking)) ?? { shown: 0, expected: false };
  }

  [Symbol.dispose](): void {
    this.#worlds[Symbol.dispose]();
  }
}
