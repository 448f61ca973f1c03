/** The head of an answer cut to its share, and the room it leaves: whatever a page is called, the answer fits. */
import { cutChars } from '../cut-chars.js';
import { estimateTokens } from './tokens.js';

/** Of the whole answer: one address, and all warnings. What the agent asked for it knows; the rest is in the resource. */
const URL_SHARE = 1 / 12;
const WARNINGS_SHARE = 1 / 6;
/** Cursor, names of the lists, and the lines that say where page text begins and where a list was cut. */
const AROUND_TOKENS = 130;
/** A head that grows a little must not change what fits beside it. */
const ORDINARY_HEAD_TOKENS = 600;
const ORDINARY_HEAD_SHARE = 0.4;

interface Head {
  url?: string | undefined;
  redirected_url?: string | undefined;
  warnings?: string[] | undefined;
}

/** The text cut to at most so many estimated tokens. */
export function cutTokens(text: string, most: number): string {
  let cut = text;
  for (let tokens = estimateTokens(cut); tokens > most && cut.length > 1; tokens = estimateTokens(cut)) {
    // One more for the "…" that a cut text has.
    cut = cutChars(text, Math.floor(Math.min(cut.length - 2, (cut.length * most * 0.95) / tokens)));
  }
  return cut;
}

export function shownHead<T extends Head>(head: T, maxTokens: number): T {
  const { url, redirected_url, warnings } = head;
  const shown = { ...head };
  if (url !== undefined) shown.url = cutTokens(url, maxTokens * URL_SHARE);
  if (redirected_url !== undefined) shown.redirected_url = cutTokens(redirected_url, maxTokens * URL_SHARE);
  if (warnings !== undefined) shown.warnings = shownWarnings(warnings, maxTokens * WARNINGS_SHARE);
  return shown;
}

function shownWarnings(warnings: readonly string[], most: number): string[] {
  const shown: string[] = [];
  let left = most;
  for (const warning of warnings) {
    const cut = cutTokens(warning, most / 2);
    left -= estimateTokens(cut);
    if (left < 0) return [...shown, `and ${warnings.length - shown.length} more`];
    shown.push(cut);
  }
  return shown;
}

/** Tokens for lists and texts beside a head. */
export function roomBeside(head: object, maxTokens: number): number {
  const ordinary = Math.min(ORDINARY_HEAD_TOKENS, maxTokens * ORDINARY_HEAD_SHARE);
  return Math.max(0, maxTokens - Math.max(ordinary, estimateTokens(JSON.stringify(head)) + AROUND_TOKENS));
}
