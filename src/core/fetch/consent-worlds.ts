/**
 * The consent library in the frames of a page. It runs in an isolated world: it shares the document with the page's
 * scripts and nothing else, and there is no binding that they could call; what it has to say is asked for.
 */
import type { Frame, Page } from 'playwright';
import * as z from 'zod';
import type { ConsentLibrary } from './consent-library.js';
import { openConsentPort } from './consent-scripts.js';
import { callText, evaluate, openWorld, type World } from './in-page.js';
import type { PageClock } from './page-clock.js';

const WORLD_NAME = 'webloupe-consent';
/** Frames besides the main one that are looked into; a manager uses one or two. */
const FRAMES_MAX = 6;
/** A document that replaces itself gets no more. */
const STARTS_MAX = 20;
/** Questions to the page's own objects (`Cookiebot.declined`) that one frame may ask; rules ask some twenty. */
const EVALS_MAX = 200;
/** The library itself waits for an answer no longer. */
const EVAL_LIMIT_MS = 1_000;
/** A round of looking takes some 100 ms and is heard of while it asks the page. */
const ROUND_MS = 400;
/** Addresses of frames that managers use. Others get no script: an advertisement costs time and has no banner. */
const CONSENT_FRAME = /consent|cookie|\bcmp|cmp\b|privacy|gdpr|ccpa|message_id|trustarc|truste\b|piano|tinypass/i;

const news = z.object({
  lifecycle: z.string().max(50),
  attempts: z.number(),
  evals: z.array(z.object({ id: z.string().max(100), code: z.string().max(10_000) })).max(10),
});

interface ConsentWorld extends World {
  readonly frame: Frame;
  /** As the library names it: started, cmpDetected, openPopupDetected, runningOptOut, done … */
  lifecycle: string;
  /** Rounds of looking so far; from the second on it looks for banners without a rule, too. */
  attempts: number;
  heardAt: number;
}

export class ConsentWorlds implements Disposable {
  readonly #page: Page;
  readonly #library: ConsentLibrary;
  readonly #clock: PageClock;
  readonly #worlds = new Map<Frame, ConsentWorld>();
  /** Frames by the address for which nothing could be started. */
  readonly #refused = new Map<Frame, string>();
  #starts = 0;

  constructor(page: Page, library: ConsentLibrary, clock: PageClock) {
    this.#page = page;
    this.#library = library;
    this.#clock = clock;
  }

  get lifecycles(): readonly string[] {
    return [...this.#worlds.values()].map(({ lifecycle }) => lifecycle);
  }

  /** Whether the library has looked everywhere for everything, and found nothing. */
  get foundNothing(): boolean {
    const isThrough = ({ attempts, heardAt }: ConsentWorld) => attempts >= 2 && performance.now() - heardAt > ROUND_MS;
    return [...this.#worlds.values()].every(isThrough) && !this.lifecycles.includes('cmpDetected');
  }

  /** Starts the library in frames where it does not run yet. */
  async start(): Promise<void> {
    const main = this.#page.mainFrame();
    const others = this.#page.frames().filter((frame) => frame !== main && this.#isConsentFrame(frame.url()));
    for (const frame of [main, ...others.slice(0, FRAMES_MAX)]) {
      if (this.#worlds.has(frame) || this.#refused.get(frame) === frame.url() || this.#starts >= STARTS_MAX) continue;
      this.#starts++;
      const isStarted = await this.#clock.attempt(this.#startIn(frame), EVAL_LIMIT_MS);
      if (!isStarted && !this.#worlds.has(frame)) this.#refused.set(frame, frame.url());
    }
  }

  /** The value of a function of ours in the main frame, out of reach of the page's scripts. */
  async ask<Argument>(script: (argument: Argument) => unknown, argument: Argument): Promise<unknown> {
    const world = this.#worlds.get(this.#page.mainFrame());
    return world === undefined ? undefined : evaluate(world, callText(script, argument));
  }

  [Symbol.dispose](): void {
    this.#worlds.clear();
  }

  #isConsentFrame(url: string): boolean {
    return url.startsWith('http') && (CONSENT_FRAME.test(url) || this.#library.hasRulesFor(url));
  }

  async #startIn(frame: Frame): Promise<void> {
    const isMain = frame === this.#page.mainFrame();
    const opened = await openWorld(frame, WORLD_NAME);
    const world: ConsentWorld = { ...opened, frame, lifecycle: '', attempts: 0, heardAt: performance.now() };
    const message = this.#library.startMessage(frame.url(), isMain);
    const port = callText(openConsentPort, undefined);
    await evaluate(world, `${port}${this.#library.script}\n;void autoconsentReceiveMessage(${message})`);
    this.#worlds.set(frame, world);
    void this.#listen(world).finally(() => {
      // The document is gone, and the world with it.
      if (this.#worlds.get(frame) === world) this.#worlds.delete(frame);
    });
  }

  /** Hears the library and answers it, until the world is gone. */
  async #listen(world: ConsentWorld): Promise<void> {
    for (let asked = 0; asked < EVALS_MAX && this.#worlds.get(world.frame) === world; ) {
      const value = await evaluate(world, `webloupeNext(${JSON.stringify([world.lifecycle, world.attempts])})`).catch(
        () => undefined,
      );
      const told = news.safeParse(value);
      if (!told.success) return;
      world.lifecycle = told.data.lifecycle;
      world.attempts = told.data.attempts;
      world.heardAt = performance.now();
      asked += told.data.evals.length;
      await Promise.all(told.data.evals.map(({ id, code }) => this.#answer(world, id, code)));
    }
  }

  /** Only what stands in the library's own file is run among the page's scripts. */
  async #answer(world: ConsentWorld, id: string, code: string): Promise<void> {
    const body = /^\((.*)\)\(\)$/s.exec(code)?.[1];
    const isOurs = body !== undefined && this.#library.script.includes(body);
    const asking = isOurs ? world.frame.evaluate(`!!${code}`) : Promise.resolve(false);
    const result = (await this.#clock.attemptValue(asking, EVAL_LIMIT_MS).catch(() => false)) === true;
    const message = JSON.stringify({ type: 'evalResp', id, result });
    await evaluate(world, `void autoconsentReceiveMessage(${message})`).catch(() => {});
  }
}
