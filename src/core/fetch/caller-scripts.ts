/** Scripts and conditions of the caller's, run among the scripts of the page. Only where the operator allows it. */
import type { Page } from 'playwright';
import { cutChars } from '../cut-chars.js';
import { LoupeError } from '../errors.js';
import { inPage } from './in-page.js';
import type { PageClock } from './page-clock.js';
import { drawn } from './scroll-scripts.js';

/** What a script starts, as a navigation by a click, has begun when the page is drawn next. */
const BEGIN_LIMIT_MS = 500;
/** Kept of the time for one look more, which tells why a condition never came true. */
const LAST_LOOK_MS = 200;
/** Of what a script threw. The page may have thrown it, and chosen each word. */
const THROWN_CHARS_MAX = 200;
/** Playwright's words for a document that is replaced while a script runs in it. */
const MOVED = /context was destroyed|cannot find context|frame was detached|navigated or closed/i;

/** One after the other; each in the document that the one before led to. @param arrive waits for what the page moved on to */
export async function runScripts(
  page: Page,
  scripts: readonly string[],
  clock: PageClock,
  arrive: () => Promise<unknown>,
): Promise<void> {
  for (const [index, script] of scripts.entries()) {
    // As the body of a function, so that a script may return and await.
    const { isDone, thrown } = await run(page, `(async () => {\n${script}\n})()`, clock, clock.leftMs);
    const name = `js_code: script ${index + 1}`;
    if (!isDone) clock.warn(`${name} did not end in time`);
    else if (thrown !== undefined)
      clock.warn(MOVED.test(thrown) ? `${name} was not done when the page moved on` : `${name} threw ${told(thrown)}`);
    await clock.attempt(inPage(page, drawn, 0), BEGIN_LIMIT_MS);
    await arrive();
  }
}

/** @throws LoupeError `invalid_input` for what is no selector and no expression */
export async function waitFor(page: Page, condition: string, clock: PageClock): Promise<void> {
  const [, kind = 'css', text = ''] = /^(css|js):([\s\S]*)$/.exec(condition) ?? [undefined, 'css', condition];
  const isScript = kind === 'js';
  const waiting = isScript
    ? page.waitForFunction(untilTrue(text), undefined, { timeout: 0 })
    : page.waitForSelector(`css=${text}`, { state: 'attached', timeout: 0 });
  const malformed = waiting.then(
    () => {},
    (thrown: unknown) => {
      if (/selector|Unexpected token|SyntaxError/i.test(String(thrown)))
        throw new LoupeError('invalid_input', `wait_for is no valid ${isScript ? 'expression' : 'CSS selector'}`, {
          next: 'It is what to wait for, "css:SELECTOR"; for a pause give delay_before_return_html, in s.',
        });
      throw thrown;
    },
  );
  if (await clock.attempt(malformed, isScript ? Math.max(0, clock.leftMs - LAST_LOOK_MS) : clock.leftMs)) return;
  const { thrown } = isScript ? await run(page, `(async () => { ${lookAt(text)} })()`, clock, LAST_LOOK_MS) : {};
  const why = thrown === undefined || MOVED.test(thrown) ? '' : `; its expression threw ${told(thrown)}`;
  clock.warn(`wait_for did not come true in time; the page was read as it stood${why}`);
}

/** Whether it ended within `limitMs`, and what it threw. */
async function run(page: Page, script: string, clock: PageClock, limitMs: number) {
  let thrown: string | undefined;
  const running = page.evaluate(script).catch((failure: unknown) => {
    thrown = failure instanceof Error ? failure.message : String(failure);
  });
  return { isDone: await clock.attempt(running, limitMs), thrown };
}

/** An expression, or a function that is called ("() => window.ready", "async () => …"). */
function lookAt(expression: string): string {
  return `const value = (${expression}\n); return await (typeof value === 'function' ? value() : value);`;
}

/**
 * Until it is true. One that fails looks for what is not there yet. Playwright would take a promise for true: here all the
 * looking is in one.
 */
function untilTrue(expression: string): string {
  const look = `if (await (async () => { ${lookAt(expression)} })()) return true;`;
  return `(async () => { for (;;) { try { ${look} } catch {} await new Promise(requestAnimationFrame); } })()`;
}

/** Name and message of what was thrown, on one line and quoted: whose words they are is said. */
function told(thrown: string): string {
  const [message = ''] = thrown.slice(0, 10 * THROWN_CHARS_MAX).split(/\n\s+at /);
  const plain = message
    .replace(/^page\.evaluate: /, '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .replaceAll('"', "'")
    .trim();
  return `(in the words of the page, untrusted): "${cutChars(plain, THROWN_CHARS_MAX)}"`;
}
