/**
 * Mixed calls (good, slow, hostile, cancelled) against the built server for as long as a person likes:
 * `npm run soak -- --calls 2000`. Every call is to be answered once, the heap to stay flat, memory below its caps.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocket } from 'undici';
import { startClient } from '../tests/helpers/client.js';
import { startSite } from '../tests/helpers/site.js';
import { residentBytes, serverMemory } from './soak-memory.js';

export interface SoakReport {
  calls: number;
  answered: number;
  cancelled: number;
  /** Answers by outcome: `ok` or the code of the error. */
  outcomes: Record<string, number>;
  /** What must be empty. */
  problems: string[];
  seconds: number;
  /** Heap used after a collection, MB: in the middle and at the end. */
  heapMB: { middle: number; end: number };
  /** The most resident memory seen, MB. */
  peakMB: { node: number; browsers: number };
}

export interface SoakLimits {
  /** What the heap may grow over the last half: results are kept, some 2 KB a call. */
  heapGrowthMB: number;
  /** Of the server's own process, with its parser threads. */
  nodeMB: number;
  /** Of all browser processes together, shared pages counted once. */
  browsersMB: number;
}

export const SOAK_LIMITS: SoakLimits = { heapGrowthMB: 8, nodeMB: 400, browsersMB: 2_000 };

/** Calls between two looks at the heap. */
const HEAP_LOOKS = 10;
const MB = 1024 * 1024;

type Kind = 'good' | 'slow' | 'hostile' | 'cancelled';
/** Of ten calls. */
const MIX: readonly Kind[] = [
  'good',
  'good',
  'good',
  'slow',
  'good',
  'hostile',
  'cancelled',
  'good',
  'good',
  'hostile',
];

const HOSTILE_HTML = [
  '<div>'.repeat(20_000),
  '<ul><li>'.repeat(10_000),
  '<!--'.repeat(20_000),
  `<p>${'<b id=x>'.repeat(2_000)}</p>${'<p>x</p>'.repeat(2_000)}`,
];

const site = () =>
  startSite({
    '/page': {
      body: '<title>Page</title><h1>Page</h1><p>the text is there</p><a href="/a">A</a><a href="/b">B</a><img src="/i.png" alt="i">',
    },
    '/built': {
      body: '<title>Built</title><div id="root"></div><script>root.innerHTML = "<a href=/x>there</a>"</script>',
    },
    '/slow': (_request, response) => {
      setTimeout(() => response.end('<title>Slow</title><p>the text is there</p>'), 300);
    },
    '/never': () => {},
    '/reset': (request) => void request.socket.resetAndDestroy(),
    '/circle': { status: 302, headers: { location: '/circle' } },
    '/loop': { body: '<p>there</p><script>for (;;);</script>' },
    '/history': {
      body: '<p>there</p><script>for (let i = 0; i < 1e5; i++) history.pushState(i, "", "?" + i)</script>',
    },
    '/crash': {
      body: '<script>let at = document.body; for (let i = 0; i < 5000; i++) at = at.appendChild(document.createElement("div")); at.innerText = document.body.innerText</script>',
    },
    '*': { status: 404, body: '<title>none</title>' },
  });

/** The call of a kind; every one comes in several forms. */
function callOf(kind: Kind, index: number, url: string): { tool: string; input: Record<string, unknown> } {
  // Good calls are given time: a busy machine is no fault of theirs.
  const base = { page_timeout: 20_000, cache_mode: 'bypass' };
  const turn = Math.floor(index / MIX.length);
  const good = [
    { tool: 'crawl', input: { url: `${url}/page`, engine: 'http', ...base } },
    { tool: 'extract_links', input: { url: `${url}/page`, engine: 'http', score_links: true, ...base } },
    { tool: 'extract_media', input: { html: '<img src="/a.png" alt="a">', base_url: 'https://site.example/' } },
    { tool: 'extract_links', input: { url: `${url}/built`, ...base } },
    { tool: 'crawl', input: { url: `${url}/none`, engine: 'http', ...base } },
  ];
  const hostile = [
    {
      tool: 'crawl',
      input: { html: HOSTILE_HTML[turn % HOSTILE_HTML.length] ?? '', base_url: 'https://site.example/' },
    },
    { tool: 'crawl', input: { url: `${url}/reset`, engine: 'http', ...base } },
    { tool: 'crawl', input: { url: `${url}/circle`, engine: 'http', ...base } },
    { tool: 'crawl', input: { url: 'http://169.254.169.254/', ...base } },
    { tool: 'crawl', input: { url: `${url}/loop`, engine: 'browser', ...base, page_timeout: 1_000 } },
    { tool: 'crawl', input: { url: `${url}/history`, engine: 'browser', ...base, page_timeout: 1_000 } },
    { tool: 'crawl', input: { url: `${url}/never`, engine: 'http', ...base, page_timeout: 500 } },
    { tool: 'crawl', input: { url: `${url}/crash`, engine: 'browser', ...base, page_timeout: 2_000 } },
  ];
  const slow = [{ tool: 'crawl', input: { url: `${url}/slow`, engine: 'http', ...base } }];
  const cancelled = [
    { tool: 'crawl', input: { url: `${url}/never`, engine: 'http', ...base } },
    { tool: 'crawl', input: { url: `${url}/never`, engine: 'browser', ...base } },
  ];
  const forms = { good, hostile, slow, cancelled }[kind];
  return forms[(turn + index) % forms.length] ?? { tool: 'crawl', input: {} };
}

export async function runSoak(
  calls: number,
  concurrency: number,
  say: (line: string) => void = () => {},
): Promise<SoakReport> {
  await using pages = await site();
  await using server = await startClient(['--allow-host', '127.0.0.1'], { NODE_OPTIONS: '--inspect=127.0.0.1:0' });
  const memory = await serverMemory(WebSocket, server.stderr);
  const report: SoakReport = {
    calls,
    answered: 0,
    cancelled: 0,
    outcomes: {},
    problems: [],
    seconds: 0,
    heapMB: { middle: 0, end: 0 },
    peakMB: { node: 0, browsers: 0 },
  };
  const answers = countAnswers(server.client);
  const peak = setInterval(() => {
    const { node, browsers } = residentBytes(server.pid);
    report.peakMB.node = Math.max(report.peakMB.node, Math.round(node / MB));
    report.peakMB.browsers = Math.max(report.peakMB.browsers, Math.round(browsers / MB));
  }, 500);
  const one = async (index: number) => {
    const kind = MIX[index % MIX.length] ?? 'good';
    const { tool, input } = callOf(kind, index, pages.url);
    const stop = new AbortController();
    if (kind === 'cancelled') setTimeout(() => stop.abort(), 20 + ((index * 37) % 200));
    try {
      const { isError, text } = await server.call(tool, input, { signal: stop.signal, timeout: 60_000 });
      const outcome = isError ? (text.split(':', 1)[0] ?? '') : 'ok';
      report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
      report.answered++;
      if (kind === 'good' && outcome !== 'ok') report.problems.push(`call ${index} (${tool}): ${text.slice(0, 200)}`);
      if (outcome === 'internal_error') report.problems.push(`call ${index}: ${text.slice(0, 200)}`);
    } catch (thrown) {
      if (kind === 'cancelled') report.cancelled++;
      else report.problems.push(`call ${index} (${kind}) was not answered: ${thrown}`);
    }
  };
  const started = performance.now();
  const heaps: number[] = [];
  let next = 0;
  for (let look = 1; look <= HEAP_LOOKS; look++) {
    const until = Math.round((calls * look) / HEAP_LOOKS);
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        while (next < until) await one(next++);
      }),
    );
    heaps.push(Math.round(((await memory.heapUsed()) / MB) * 10) / 10);
    say(
      `${until} calls, ${Math.round((performance.now() - started) / 1000)} s: heap ${heaps.at(-1)} MB, ${JSON.stringify(report.peakMB)}`,
    );
  }
  clearInterval(peak);
  memory.close();
  report.seconds = Math.round((performance.now() - started) / 1000);
  report.heapMB = { middle: heaps[HEAP_LOOKS / 2 - 1] ?? 0, end: heaps.at(-1) ?? 0 };
  for (const [id, count] of answers) if (count > 1) report.problems.push(`request ${id} was answered ${count} times`);
  report.problems.push(...beyond(report, SOAK_LIMITS));
  return report;
}

function beyond({ heapMB, peakMB, answered, cancelled, calls }: SoakReport, limits: SoakLimits): string[] {
  const rows: Array<[string, number, number]> = [
    ['the heap grew', heapMB.end - heapMB.middle, limits.heapGrowthMB],
    ['the server took', peakMB.node, limits.nodeMB],
    ['browsers took', peakMB.browsers, limits.browsersMB],
  ];
  const wrong = rows.flatMap(([what, is, most]) => (is > most ? [`${what} ${is} MB, ${most} at most`] : []));
  return answered + cancelled === calls
    ? wrong
    : [...wrong, `${answered} answered and ${cancelled} cancelled of ${calls}`];
}

/** Answers by request, as they come over the line: the client itself would not tell of a second one. */
function countAnswers({ transport }: Awaited<ReturnType<typeof startClient>>['client']): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  const inner = transport?.onmessage;
  if (transport !== undefined && inner !== undefined)
    transport.onmessage = (message, extra) => {
      if ('id' in message && !('method' in message)) counts.set(message.id, (counts.get(message.id) ?? 0) + 1);
      inner(message, extra);
    };
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { calls: { type: 'string', default: '2000' }, concurrency: { type: 'string', default: '10' } },
  });
  const report = await runSoak(Number(values.calls), Number(values.concurrency), (line) => console.log(line));
  console.log(JSON.stringify(report, null, 2));
  process.exitCode = report.problems.length === 0 ? 0 : 1;
}
