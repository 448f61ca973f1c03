/** What an answer says depends on the page, not on which of two clocks is first: all of it, or what is missing. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';

const WORDS = `<p>${'Words of a story. '.repeat(120)}</p>`;
const NEVER = () => undefined;
/** The root is filled with what the server sends later. */
const FETCHES = "fetch('/data').then((answer) => answer.text()).then((text) => { root.innerHTML = text; })";
const app = (shown: string, script: string) => ({ body: `<div id="root">${shown}</div><script>${script}</script>` });

let site: Site;
let server: TestClient;
before(async () => {
  site = await startSite({
    '/never': NEVER,
    '/data': (_request, response) => void setTimeout(() => response.end('<a href="/late">Late</a> come'), 900),
    '/router': app('', `${FETCHES}; history.replaceState(1, '', '?at=1')`),
    '/hash': app(WORDS, "location.href = '/next'; setTimeout(() => { location.hash = 'at'; }, 100)"),
    '/next': (_request, response) => {
      response.setHeader('content-type', 'text/html');
      setTimeout(() => response.end(`<a href="/come">Come</a>${WORDS}`), 1_200);
    },
    '/busy': app('', `setTimeout(() => { const end = Date.now() + 2_000; while (Date.now() < end); ${FETCHES}; }, 30)`),
    '/polls': app('Loading…', "setInterval(() => fetch('/quick'), 150)"),
    '/quick': { body: 'not yet' },
    '/asks-late': app('<h1>Products of the shop</h1>Loading…', "setTimeout(() => fetch('/never'), 60)"),
    '/frames': {
      body: `<a href="/a">A</a>${WORDS}${'<iframe src="/never"></iframe>'.repeat(5)}<iframe src="/there"></iframe>`,
    },
    '/there': { body: '<a href="/framed">Framed</a>' },
    '/leads': app(`<a href="/a">A</a>${WORDS}`, "location.href = '/never'"),
    '/breaks': (request) => void request.socket.destroy(),
    '/leads-to-break': app(`<a href="/a">A</a>${WORDS}`, "location.href = '/breaks'"),
    '/checks': {
      body: '<title>Just a moment...</title><p>Checking<script>setTimeout(() => location.reload(), 1_200)</script>',
    },
    '/streams': (_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.write(`<a href="/half">Half</a>${WORDS}`);
    },
    '/moves': app(`<a href="/a">A</a>${WORDS}`, "setTimeout(() => { location.href = '/streams'; }, 900)"),
    '/blocked': { body: `<a href="/a">A</a>${WORDS}<script src="/never"></script><a href="/b">B</a>` },
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

const read = async (path: string, more: Record<string, unknown> = {}) => {
  const asked = { url: site.url + path, engine: 'browser', cache_mode: 'bypass', ...more };
  const { data } = await server.call('crawl', asked);
  const paths: string[] = data.links.internal.map(({ href }: { href: string }) => new URL(href).pathname);
  return { paths, warnings: (data.warnings ?? []).join('; ') };
};

// They wait far more than they work.
describe('timing', { concurrency: 3 }, () => {
  test('an address that a script writes into the same document ends no waiting', async () => {
    for (const { paths, warnings } of await Promise.all(Array.from({ length: 4 }, () => read('/router'))))
      assert.deepEqual([paths, warnings], [['/late'], '']);
    assert.deepEqual(await read('/hash'), { paths: ['/come'], warnings: '' });
  });

  test('a page that is busy first is waited for as one that is not', async () => {
    assert.deepEqual(await read('/busy'), { paths: ['/late'], warnings: '' });
  });

  test('a page that asks for its content time and again, or late, is told to be loading each time', async () => {
    const paths = ['/polls', '/polls', '/polls', '/asks-late', '/asks-late'];
    for (const { warnings } of await Promise.all(paths.map((path) => read(path, { page_timeout: 10_000 }))))
      assert.match(warnings, /^the page was still loading after \d\.\d s; wait_for/);
  });

  test('frames that never answer take no time from the page and the frames beside them', async () => {
    const { paths, warnings } = await read('/frames', { process_iframes: true, page_timeout: 15_000 });
    assert.deepEqual([paths, warnings], [['/a', '/framed'], 'a frame of the page could not be read']);
  });

  test('a page that leads to where nobody answers is told itself', async () => {
    const { paths, warnings } = await read('/leads', { page_timeout: 8_000 });
    assert.deepEqual(paths, ['/a']);
    assert.match(
      warnings,
      /^the page led on to 127\.0\.0\.1:\d+, which did not answer in time; told is the page before it$/,
    );
  });

  test('a page that leads to where the connection breaks is none, as over https', async () => {
    const asked = { url: `${site.url}/leads-to-break`, engine: 'browser' };
    assert.match((await server.call('crawl', asked)).text, /^connect_failed: the page led to 127\.0\.0\.1: /);
  });

  test('a check that only leads to itself is told to be one', async () => {
    const { warnings } = await read('/checks', { page_timeout: 10_000 });
    assert.match(warnings, /^the page looks like a check or a notice before another, and led to the like 3 times/);
  });

  test('a page that moves on at the end of its time, and a pause that is cut short, are told', async () => {
    const pause = { delay_before_return_html: 0.8, page_timeout: 10_000 };
    for (const { paths, warnings } of await Promise.all(Array.from({ length: 4 }, () => read('/moves', pause)))) {
      const isMoved = paths.includes('/half');
      assert.match(warnings, isMoved ? /^the page did not reach "domcontentloaded" in time/ : /^$/);
    }
    const short = await read('/there', { delay_before_return_html: 30, page_timeout: 4_000 });
    assert.match(short.warnings, /^page_timeout cut delay_before_return_html short/);
  });
});

// By itself: with the script goes every other connection to the host that has brought nothing for as long.
test('a script that is given up for one page is missed by the page beside it, too', async () => {
  const pages = [read('/blocked', { page_timeout: 5_000 }), read('/blocked', { page_timeout: 25_000 })];
  for (const { paths, warnings } of await Promise.all(pages))
    assert.deepEqual(
      [paths, warnings],
      [['/a', '/b'], 'scripts or styles of 127.0.0.1 did not answer; the page went on without them'],
    );
});
