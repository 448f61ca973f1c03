/**
 * A script that keeps its page busy lets nobody read or picture it, for as long as it likes. What it is at is ended where the
 * time for that grows short: Chromium does so from outside of the page's thread (CDP, `Runtime.terminateExecution`).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import { LoupeError } from '../errors.js';
import { mainPlace } from './in-page.js';
import type { PageClock } from './page-clock.js';

/** Kept for reading of the time that a page may take to answer. */
const READING_MS = 600;
/** One that is being pictured answers sooner, or its script is at what there is no time for. */
const ANSWER_LIMIT_MS = 100;
/** Some begin anew each time. */
const ENDS_MAX = 20;

const ENDED =
  'the page was too busy to answer, and what its script was at was ended: it may lack what that brings; a larger page_timeout gives it more time';

/** What is read of a page. One that has answered is being read: that is never ended. */
export async function readingBusy<T>(page: Page, clock: PageClock, read: () => Promise<T>): Promise<T> {
  const leftMs = clock.readingLeftMs;
  return await watched(clock, read, async (end, done) => {
    await end(page, Math.max(leftMs - READING_MS, leftMs / 3), done);
  });
}

/** What is made of a page: its scripts have half of the time for that to themselves. */
export async function makingBusy<T>(page: Page, clock: PageClock, make: () => Promise<T>): Promise<T> {
  const halfMs = clock.readingLeftMs / 2;
  return await watched(clock, make, async (end, done) => {
    await pause(halfMs, done);
    for (let ends = 0; ends < ENDS_MAX && !done.aborted; )
      if (await end(page, ANSWER_LIMIT_MS, done)) ends++;
      else await pause(ANSWER_LIMIT_MS, done);
  });
}

type End = (page: Page, answerLimitMs: number, done: AbortSignal) => Promise<boolean>;

/** The work's value, or `timeout`. Functions of ours may be ended in the script's place: then it is begun anew. */
async function watched<T>(
  clock: PageClock,
  work: () => Promise<T>,
  watch: (end: End, done: AbortSignal) => Promise<void>,
): Promise<T> {
  const done = new AbortController();
  let hasEnded = false;
  const end: End = async (page, answerLimitMs, { aborted }) => {
    if (aborted) return false;
    const { session } = await mainPlace(page);
    if (!(await isLate(nothing(session), answerLimitMs, done.signal))) return false;
    hasEnded = true;
    if (await endScript(session)) clock.warn(ENDED);
    return true;
  };
  watch(end, done.signal).catch(() => {});
  try {
    const working = clock.reading(work());
    return await working.catch((thrown: unknown) => {
      if (!hasEnded || thrown instanceof LoupeError) throw thrown;
      return clock.reading(work());
    });
  } finally {
    done.abort();
  }
}

/** Whether there was one. Where there is none, the next is ended instead: one that does nothing. */
async function endScript(session: CDPSession): Promise<boolean> {
  // What was asked before is answered before where the page has no script to end: it is drawn, or laid out.
  let hasAnswered = false;
  const answering = nothing(session).then(() => {
    hasAnswered = true;
  });
  answering.catch(() => {});
  const ending = session.send('Runtime.terminateExecution').then(() => !hasAnswered);
  nothing(session).catch(() => {});
  return await ending;
}

function nothing(session: CDPSession): Promise<unknown> {
  return session.send('Runtime.evaluate', { expression: '0' });
}

async function isLate(work: Promise<unknown>, limitMs: number, done: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const late = pause(limitMs, AbortSignal.any([done, over.signal])).then(() => !done.aborted);
  const ended = work.then(
    () => false,
    () => false,
  );
  return await Promise.race([ended, late]).finally(() => over.abort());
}

async function pause(ms: number, done: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: done }).catch(() => {});
}
