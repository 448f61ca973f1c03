/**
 * Pages that lead on in a moment: by a refresh, or by script those that firewalls put before the one asked for, until their script has shown
 * that it runs in a browser, and those that say so.
 */
import * as z from 'zod';
import { noticeOf } from './content-script.js';
import { inPage } from './in-page.js';
import { DELAY_MAX_S, REFRESH } from './meta-refresh.js';
import { CHALLENGE_TITLE } from './needs-browser.js';
import { type Waiting, waitUntil } from './wait-until.js';

/** Scripts of such pages work for 1–5 s, and load the page then. */
const PASS_LIMIT_MS = 8_000;
/** One may stand behind the other. */
const STEPS_MAX = 3;
/** What says that it leads on says little else. */
const NOTICE_CHARS = 300;
const SAYS_SO = /\bredir|weiterleitung|weitergeleitet|перенаправл|跳转|跳轉|リダイレクト|이동합니다/i;
/** What checks without a word are answered with. */
const BLANK_STATUSES: ReadonlySet<number> = new Set([202, 403, 405, 429, 503]);

const NOTICE_LIMITS = { delayMaxS: DELAY_MAX_S, refreshSource: REFRESH.source, refreshFlags: REFRESH.flags };
const notice = z.object({ title: z.string(), text: z.string(), refreshes: z.boolean() }).optional();

/** Waits for the page behind such pages. */
export async function passOn(waiting: Waiting, state: Parameters<typeof waitUntil>[1]): Promise<void> {
  const { navigation, clock } = waiting;
  for (let step = 0; ; step++) {
    // It may lead on while it is looked at.
    const { response, lastUrl } = navigation;
    if (!(await leadsOn(waiting))) return;
    if (step === STEPS_MAX) {
      clock.warn(`the page looks like a check or a notice before another, and led to the like ${STEPS_MAX} times`);
      return;
    }
    const stays = () => navigation.response === response && navigation.lastUrl === lastUrl;
    const limitMs = Math.min(PASS_LIMIT_MS, clock.leftMs / 2);
    await clock.pauseWhile(stays, limitMs);
    if (stays()) {
      const waited = (limitMs / 1000).toFixed(1);
      clock.warn(`the page looks like a check or a notice before another, and did not lead on in ${waited} s`);
      return;
    }
    await waitUntil(waiting, state);
  }
}

async function leadsOn({ page, navigation, clock }: Waiting): Promise<boolean> {
  // What it leads to is waited for in any case; what was answered without a document (204, a download) is all that comes.
  if (navigation.isOnItsWay || navigation.cutShort !== undefined) return false;
  const status = navigation.response?.status() ?? 0;
  const looking = inPage(page, noticeOf, NOTICE_LIMITS).then((value) => notice.parse(value));
  const seen = await clock.attemptValue(looking, Math.min(PASS_LIMIT_MS, clock.leftMs / 2));
  if (seen === undefined) return false;
  const { title, text, refreshes } = seen;
  return (
    refreshes ||
    CHALLENGE_TITLE.test(title) ||
    (text.length <= NOTICE_CHARS && SAYS_SO.test(title + text)) ||
    (text.trim() === '' && BLANK_STATUSES.has(status))
  );
}
