/** Pages that firewalls put before the one asked for, until their script has shown that it runs in a browser. */
import { z } from 'zod';
import { contentAmount, titleOf } from './content-script.js';
import { inPage } from './in-page.js';
import { CHALLENGE_TITLE } from './needs-browser.js';
import { type Waiting, waitUntil } from './wait-until.js';

/** Scripts of such pages work for 1–5 s, and load the page then. */
const PASS_LIMIT_MS = 8_000;
/** One may stand behind the other. */
const CHALLENGES_MAX = 3;
const LOOK_EVERY_MS = 100;
/** A page with more text is one, whatever it is called. */
const OWN_TEXT_CHARS = 1_500;
/** What such pages without a word are answered with. */
const STATUSES: ReadonlySet<number> = new Set([202, 403, 405, 429, 503]);

const amount = z.object({ chars: z.number(), links: z.number(), media: z.boolean(), scripts: z.boolean() });

/** Waits for the page behind such pages. */
export async function passChallenges(waiting: Waiting, state: Parameters<typeof waitUntil>[1]): Promise<void> {
  const { navigation, clock } = waiting;
  for (let passed = 0; passed < CHALLENGES_MAX && (await isChallenge(waiting)); passed++) {
    const { response } = navigation;
    const limitMs = Math.min(PASS_LIMIT_MS, clock.leftMs / 2);
    const until = performance.now() + limitMs;
    while (navigation.response === response && performance.now() < until) await clock.pause(LOOK_EVERY_MS);
    if (navigation.response === response) {
      clock.warn(`a check for browsers stands before the page and led nowhere in ${(limitMs / 1000).toFixed(1)} s`);
      return;
    }
    await waitUntil(waiting, state);
  }
}

async function isChallenge({ page, navigation, clock }: Waiting): Promise<boolean> {
  const isOdd = STATUSES.has(navigation.response?.status() ?? 0);
  let is = false;
  const look = async () => {
    const isCalledSo = CHALLENGE_TITLE.test(String(await inPage(page, titleOf, undefined)));
    if (!isCalledSo && !isOdd) return;
    const { chars, links, media, scripts } = amount.parse(await inPage(page, contentAmount, OWN_TEXT_CHARS));
    is = scripts && (isCalledSo ? chars < OWN_TEXT_CHARS : chars + links === 0 && !media);
  };
  await clock.attempt(look());
  return is;
}
