/**
 * The least server that keeps hostile HTML off its protocol's thread, as webloupe does: JSON-RPC on stdio, undici on the main
 * thread, node-html-parser and every link in a worker, its answer handed over as JSON. No policy, limits, scores or budget.
 */
import { createInterface } from 'node:readline';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { parse } from 'node-html-parser';
import { Agent } from 'undici';

const SHOWN = 50;

if (isMainThread) serve();
else
  parentPort.on('message', ({ id, html, url }) =>
    parentPort.postMessage({ id, links: JSON.stringify(linksOf(html, url)) }),
  );

function linksOf(html, url) {
  const anchors = parse(html).querySelectorAll('a[href]');
  return anchors.map((anchor) => ({ href: new URL(anchor.getAttribute('href'), url).href, text: anchor.text.trim() }));
}

function serve() {
  const worker = new Worker(new URL(import.meta.url));
  const agent = new Agent();
  const waiting = new Map();
  worker.on('message', ({ id, links }) => waiting.get(id)(JSON.parse(links)));
  const answer = (id, result) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  const call = async (id, { url }) => {
    const { origin, pathname } = new URL(url);
    const { body } = await agent.request({ origin, path: pathname, method: 'GET' });
    const html = await body.text();
    const links = await new Promise((resolve) => {
      waiting.set(id, resolve);
      worker.postMessage({ id, html, url });
    });
    waiting.delete(id);
    const shown = links.slice(0, SHOWN);
    const text = shown.map(({ href, text }, i) => `${i + 1}. ${text} <${href}>`).join('\n');
    answer(id, { content: [{ type: 'text', text }], structuredContent: { links: shown } });
  };
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method, params } = JSON.parse(line);
    if (method === 'tools/call') void call(id, params.arguments);
    else if (id !== undefined) answer(id, {});
  });
}
