/** preview_links over pages that each take 50 ms to answer. Floor: (1 + links / concurrency) x 50 ms. */
import { getPreviewFromContent } from 'link-preview-js';
import ogs from 'open-graph-scraper';
import { fetch } from 'undici';
import { cpuMs, interleaved } from './measure.mjs';
import { connect, connectProbed, cpuMsOf, WEBLOUPE } from './servers.mjs';

const LINKS = 100;
const CONCURRENCY = 10;
const LATENCY_MS = 50;
/** A thousand heads: by then V8 has compiled most of what is hot, ours and the peers'. */
const WARM_UP = 10;
export const PREVIEW_FLOOR_MS = (1 + LINKS / CONCURRENCY) * LATENCY_MS;

/** Wall ms and CPU ms a head: ours by a query, the peers' by the same number of pages at a time. */
export async function previewHundred(site, rounds) {
  const server = await connect([...WEBLOUPE, '--allow-host', '127.0.0.1']);
  const cpu = {};
  let run = 0;
  const counted = (name, cpuOf) => async () => {
    const { ms, cpuPerHead } = await cpuOf(`${++run}`);
    cpu[name] = [...(cpu[name] ?? []), cpuPerHead];
    return ms;
  };
  const peer = (read) => async (run) => {
    const started = performance.now();
    const total = await cpuMs(async () => {
      const queue = Array.from({ length: LINKS }, (_, i) => `${site}/head/${run}/${i}`)[Symbol.iterator]();
      const work = async () => {
        for (const url of queue) await read(url);
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, work));
    });
    return { ms: performance.now() - started, cpuPerHead: total / LINKS };
  };
  const ours = (query) => async (run) => {
    const before = cpuMsOf(server.pid);
    const input = { url: `${site}/index/${run}/${LINKS}`, engine: 'http', max_links: LINKS, concurrency: CONCURRENCY };
    const { ms, result } = await server.call('preview_links', { ...input, ...query });
    if (result.structuredContent.counts.valid !== LINKS) throw new Error('not every head was read');
    return { ms, cpuPerHead: (cpuMsOf(server.pid) - before) / LINKS };
  };
  const wall = await interleaved(
    {
      'webloupe preview_links, query': counted('webloupe preview_links, query', ours({ query: 'ferry tides' })),
      'webloupe preview_links': counted('webloupe preview_links', ours({})),
      'undici fetch alone': counted('undici fetch alone', peer(answerOf)),
      'open-graph-scraper': counted(
        'open-graph-scraper',
        peer(async (url) => ogs({ html: (await answerOf(url)).data })),
      ),
      'link-preview-js': counted(
        'link-preview-js',
        peer(async (url) => getPreviewFromContent(await answerOf(url))),
      ),
    },
    { rounds, warmUp: WARM_UP },
  );
  await server.close();
  for (const name of Object.keys(cpu)) cpu[name] = cpu[name].slice(WARM_UP);
  return { wall, cpu };
}

/** Both peers refuse loopback; given the page they do the rest. */
async function answerOf(url) {
  const response = await fetch(url);
  return { url, headers: Object.fromEntries(response.headers), data: await response.text() };
}

/** Growth of memory in use after a collection, and of resident memory, by one call over 1,000 links. */
export async function previewThousand(site) {
  const server = await connectProbed(['--allow-host', '127.0.0.1']);
  const call = (run, count) =>
    server.call('preview_links', {
      url: `${site}/index/${run}/${count}`,
      engine: 'http',
      max_links: count,
      concurrency: 50,
      query: 'ferry tides',
    });
  await call('warm', 100);
  const before = await server.memory();
  const { ms, result } = await call('big', 1000);
  const after = await server.memory();
  await server.close();
  const { valid } = result.structuredContent.counts;
  const inUse = ({ heapMb, externalMb }) => heapMb + externalMb;
  return { valid, ms, heapMb: inUse(after) - inUse(before), rssMb: after.rssMb - before.rssMb };
}
