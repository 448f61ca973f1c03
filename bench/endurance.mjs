/** Calls of all kinds, one after the other: memory in use after collections, and browser pages left. */
import { setTimeout as pause } from 'node:timers/promises';
import { connectProbed, renderersBelow } from './servers.mjs';

const html =
  '<title>Small</title><main><a href="/a">First</a> <a href="/b">Second</a><img src="/c.png" alt="Picture"></main>';
const given = { html, base_url: 'https://given.example/' };

const KINDS = [
  (site, i) => ['extract_links', { url: `${site}/index/e${i % 20}/20`, engine: 'http', score_links: true }],
  () => ['extract_media', given],
  () => ['crawl', given],
  (site, i) => ['preview_links', { url: `${site}/index/e${i % 20}/3`, engine: 'http', query: 'ferry', limit: 3 }],
  () => ['extract_links', given],
];

const SETTLE_MS = 2_000;

export async function endurance(site, calls, browserEvery) {
  const server = await connectProbed(['--allow-host', '127.0.0.1', '--no-sandbox']);
  const heap = [];
  const kept = [];
  const renderers = [];
  for (let i = 1; i <= calls; i++) {
    const browser = i % browserEvery === 0;
    const [name, input] = browser
      ? ['extract_links', { url: `${site}/index/b/5`, engine: 'browser', cache_mode: 'bypass' }]
      : KINDS[i % KINDS.length](site, i);
    await server.call(name, input);
    if (i % (calls / 5) === 0) {
      const { heapMb, externalMb } = await server.memory();
      heap.push(heapMb);
      kept.push(externalMb);
      // The page of the last call is closing, and one is made ready for the next.
      await pause(SETTLE_MS);
      renderers.push(renderersBelow(server.pid));
    }
  }
  await server.close();
  return { heap, kept, renderers };
}
