/** Hostile inputs as tables: each call ends in time, as it should, and the server answers others meanwhile. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, TestClient } from './client.js';

export interface HostileRow {
  name: string;
  tool?: string;
  input: Record<string, unknown>;
  /**
   * A code of an error; `ok`, an answer without a warning that something is missing; `partial`, an answer with one.
   * Several where the outcome depends on the machine's speed.
   */
  expect: string | readonly string[];
  /** What the answer's text has to show. */
  shows?: RegExp;
  hides?: RegExp;
  limitMs: number;
}

/** What a call may take beyond its limit. */
const GRACE_MS = 1_000;
/** A normal call takes 5–20 ms; on two cores shared with Chromium and other tests it is this at the very worst. */
const NORMAL_CALL_MAX_MS = 2_500;

const NORMAL = { html: '<a href="/next">Next page</a>', base_url: 'https://site.example/' };

const NO_ANSWER = { isError: true, data: undefined, content: [] };

export function outcomeOf({ isError, text, data }: Answer): string {
  if (isError) return text.split(':', 1)[0] ?? '';
  if (data.success === false) return String(data.error_message).split(':', 1)[0] ?? '';
  return (data.warnings ?? []).length === 0 ? 'ok' : 'partial';
}

/** Runs the rows, some at a time, and reports every one that is not as its table says. */
export async function runHostile(server: TestClient, rows: readonly HostileRow[], concurrency = 3): Promise<string> {
  const wrong: string[] = [];
  const waiting = [...rows];
  const running = new Set<string>();
  let normalMs = 0;
  let slowest = { row: '', ms: 0 };
  const lane = async () => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
      running.add(row.name);
      const started = performance.now();
      const answer = await server
        .call(row.tool ?? 'crawl', row.input, { timeout: row.limitMs + 20_000 })
        .catch((thrown: unknown) => ({ ...NO_ANSWER, text: `no answer: ${thrown}` }));
      const ms = performance.now() - started;
      running.delete(row.name);
      if (ms > slowest.ms) slowest = { row: row.name, ms };
      const outcome = outcomeOf(answer);
      const about = `${row.name} (${Math.round(ms)} ms): ${outcome}: ${answer.text.slice(0, 300)}`;
      // On a machine that is short of time normal calls are late too.
      if (ms > row.limitMs + GRACE_MS + 2 * normalMs) wrong.push(`late, ${about}`);
      if (![row.expect].flat().includes(outcome)) wrong.push(`expected ${row.expect}, ${about}`);
      if (row.shows !== undefined && !row.shows.test(answer.text)) wrong.push(`does not show ${row.shows}, ${about}`);
      if (row.hides?.test(answer.text)) wrong.push(`shows ${row.hides}, ${about}`);
    }
  };
  let isDone = false;
  const normal = async () => {
    while (!isDone) {
      const during = [...running].join(', ');
      const started = performance.now();
      const { data } = await server.call('extract_links', NORMAL);
      const ms = performance.now() - started;
      normalMs = Math.max(normalMs, ms);
      if (data?.links?.[0]?.href !== 'https://site.example/next' && data?.links?.internal?.[0]?.href === undefined)
        wrong.push(`a normal call failed during ${during}`);
      if (ms > NORMAL_CALL_MAX_MS) wrong.push(`a normal call took ${Math.round(ms)} ms during ${during}`);
      await pause(20);
    }
  };
  const others = normal();
  await Promise.all(Array.from({ length: concurrency }, lane)).finally(() => {
    isDone = true;
  });
  await others;
  assert.deepEqual(wrong, []);
  return `${rows.length} rows; slowest ${slowest.row} ${Math.round(slowest.ms)} ms; slowest normal call ${Math.round(normalMs)} ms`;
}
