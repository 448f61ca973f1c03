/** Hostile inputs as tables: each call ends in time, as it should, and the server answers others meanwhile. */
import assert from 'node:assert/strict';
import { cpus, loadavg } from 'node:os';
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
/** A normal call takes 5–20 ms. */
const NORMAL_CALL_MAX_MS = 1_000;
/** Often enough to meet whatever holds a call up for so long. */
const NORMAL_CALL_EVERY_MS = 100;
/** A machine that is short of time makes anything late once; what has no limit is late each time, alone too. */
const TRIES_MAX = 3;
/** A machine with more than twice the work it can do: there a page is parsed for up to 7.5 s, since the 3 s are of work. */
const stretch = () => ((loadavg()[0] ?? 0) > 2 * cpus().length ? 2.5 : 1);
const OUT_OF_TIME = new Set(['timeout', 'too_complex']);

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
  let round = await runRows(server, rows, concurrency);
  const { summary } = round;
  for (let tries = 2; tries <= TRIES_MAX && round.late.size > 0; tries++) {
    wrong.push(...round.wrong);
    const again = rows.filter(({ name }) => round.late.has(name));
    round = await runRows(server, again, 1);
  }
  assert.deepEqual([...wrong, ...round.wrong, ...round.late.values()], []);
  return summary;
}

interface Round {
  readonly wrong: readonly string[];
  /** By row: what took too long, in it or beside it. */
  readonly late: ReadonlyMap<string, string>;
  readonly summary: string;
}

async function runRows(server: TestClient, rows: readonly HostileRow[], concurrency: number): Promise<Round> {
  const wrong: string[] = [];
  const late = new Map<string, string>();
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
      const isExpected = [row.expect].flat().includes(outcome);
      const isShown = row.shows?.test(answer.text) ?? true;
      if (ms > (row.limitMs + GRACE_MS) * stretch()) late.set(row.name, `late, ${about}`);
      else if (!(isExpected && isShown)) {
        const problem = `expected ${row.expect}${isShown ? '' : ` that shows ${row.shows}`}, ${about}`;
        if (OUT_OF_TIME.has(outcome)) late.set(row.name, problem);
        else wrong.push(problem);
      }
      if (row.hides?.test(answer.text)) wrong.push(`shows ${row.hides}, ${about}`);
    }
  };
  let isDone = false;
  const normal = async () => {
    while (!isDone) {
      const during = [...running];
      const started = performance.now();
      const { data, text } = await server.call('extract_links', NORMAL);
      const ms = performance.now() - started;
      normalMs = Math.max(normalMs, ms);
      if (data?.links?.[0]?.href !== 'https://site.example/next' && data?.links?.internal?.[0]?.href === undefined)
        wrong.push(`a normal call failed during ${during.join(', ')}: ${text.slice(0, 300)}`);
      if (ms > NORMAL_CALL_MAX_MS * stretch())
        for (const name of during) late.set(name, `a normal call took ${Math.round(ms)} ms during ${name}`);
      await pause(NORMAL_CALL_EVERY_MS);
    }
  };
  const others = normal();
  await Promise.all(Array.from({ length: concurrency }, lane)).finally(() => {
    isDone = true;
  });
  await others;
  const summary = `${rows.length} rows; slowest ${slowest.row} ${Math.round(slowest.ms)} ms; slowest normal call ${Math.round(normalMs)} ms`;
  return { wrong, late, summary };
}
