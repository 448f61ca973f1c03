/** The browser engine through a real client and a real Chromium: when it is used, and that it never stays behind. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { descendants, isAlive, within } from '../helpers/processes.js';
import { startSite } from '../helpers/site.js';

const STATIC = `<!doctype html><title>Static</title><h1>Static</h1><p>All of it is here.</p><a href="/a">First</a><a href="/b">Second</a>`;
const BUILT = `<!doctype html><title>Built</title><div id="root"></div><script>
for (const name of ['Anna', 'Berta']) { const a = document.createElement('a'); a.href = '/people/' + name; a.textContent = name; document.getElementById('root').append(a, ' '); }
</script>`;

const hrefs = (data: { links: { internal: Array<{ href: string }> } }) => data.links.internal.map((link) => link.href);
const chromiumOf = (server: TestClient) => descendants(server.pid).filter(({ command }) => /chrom/i.test(command));

/** Answers that the site owes: a page that was let go closes its connection. */
const pending = new Set<unknown>();

async function withSite<T>(run: (url: string, server: TestClient) => Promise<T>): Promise<T> {
  await using site = await startSite({
    '/static': { body: STATIC },
    '/built': { body: BUILT },
    '/late': {
      body: `<!doctype html><title>Late</title><div id="root"></div><script>fetch('/data').then((r) => r.text()).then((t) => { document.getElementById('root').innerHTML = t; });</script>`,
    },
    '/data': (_request, response) => void setTimeout(() => response.end('<a href="/fetched">Fetched</a>'), 900),
    // The second request is only made when the first has been answered, and a notice stands there meanwhile.
    '/twice': {
      body: `<!doctype html><title>Twice</title><p id="root">Please wait while it loads</p><script>(async () => {
        root.textContent = await (await fetch('/soon')).text();
        root.innerHTML += await (await fetch('/soon')).text();
      })()</script>`,
    },
    '/soon': (_request, response) => void setTimeout(() => response.end('<a href="/second">Second</a>'), 450),
    '/empty': { body: '<!doctype html><title>Empty</title><div id="root"></div><script>var nothing;</script>' },
    '/never': (_request, response) => {
      pending.add(response);
      response.on('close', () => pending.delete(response));
    },
    '/half': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('<title>Half</title><a href="/seen">seen</a>');
    },
  });
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  return await run(site.url, server);
}

describe('engine: auto', () => {
  test('a page built by script is answered by the browser, and says why', () =>
    withSite(async (url, server) => {
      const { data } = await server.call('extract_links', { url: `${url}/built` });
      assert.equal(data.engine, 'browser');
      assert.match(data.engine_reason, /empty application shell/);
      assert.deepEqual(hrefs(data), [`${url}/people/Anna`, `${url}/people/Berta`]);
    }));

  test('what a script fetches is waited for; a page that stays empty says so', () =>
    withSite(async (url, server) => {
      const late = await server.call('extract_links', { url: `${url}/late` });
      assert.deepEqual(hrefs(late.data), [`${url}/fetched`]);
      const twice = await server.call('extract_links', { url: `${url}/twice`, engine: 'browser' });
      assert.deepEqual(hrefs(twice.data), [`${url}/second`]);
      const empty = await server.call('extract_links', { url: `${url}/empty` });
      assert.match(empty.data.warnings.join(), /still empty after [0-3]\.\d s; wait_for/);
    }));

  test('a static page starts no browser', () =>
    withSite(async (url, server) => {
      const { data } = await server.call('extract_links', { url: `${url}/static` });
      assert.equal(data.engine, 'http');
      assert.deepEqual(chromiumOf(server), []);
    }));

  test('both engines find the same links on a static page', () =>
    withSite(async (url, server) => {
      const byHttp = await server.call('extract_links', { url: `${url}/static`, engine: 'http' });
      const byBrowser = await server.call('extract_links', { url: `${url}/static`, engine: 'browser' });
      assert.equal(byBrowser.data.engine, 'browser');
      assert.deepEqual(hrefs(byBrowser.data), hrefs(byHttp.data));
    }));

  test('the browser may not reach what HTTP may not', async () => {
    await using site = await startSite({ '/': { body: STATIC } });
    await using server = await startClient(['--block-host', 'closed.example']);
    for (const engine of ['http', 'browser', 'auto']) {
      const answer = await server.call('crawl', { url: `${site.url}/`, engine });
      assert.match(answer.text, /^blocked_address: .* is a loopback address\. Next: .*--allow-host/, engine);
      const closed = await server.call('crawl', { url: 'http://closed.example/', engine });
      assert.match(closed.text, /^blocked_address: .* is in --block-host\. Next: (?!.*--allow-host)/, engine);
    }
    assert.equal(site.connections, 0);
  });
});

describe('lifecycle', () => {
  test('after kill -9 of Chromium the next call works', () =>
    withSite(async (url, server) => {
      await server.call('extract_links', { url: `${url}/built` });
      const [browser] = chromiumOf(server);
      assert.ok(browser);
      process.kill(browser.pid, 'SIGKILL');
      const { data } = await server.call('extract_links', { url: `${url}/built`, cache_mode: 'bypass' });
      assert.deepEqual(hrefs(data), [`${url}/people/Anna`, `${url}/people/Berta`]);
    }));

  test('closing stdin leaves no process within 3 s', () =>
    withSite(async (url, server) => {
      await server.call('extract_links', { url: `${url}/built` });
      const pids = [server.pid, ...descendants(server.pid).map(({ pid }) => pid)];
      assert.ok(pids.length > 3, 'a browser runs');
      void server.client.close();
      assert.ok(await within(3_000, () => pids.every((pid) => !isAlive(pid))), 'all gone');
    }));

  test('a killed server leaves no browser behind', () =>
    withSite(async (url, server) => {
      await server.call('extract_links', { url: `${url}/built` });
      const pids = descendants(server.pid).map(({ pid }) => pid);
      process.kill(server.pid, 'SIGKILL');
      assert.ok(await within(3_000, () => pids.every((pid) => !isAlive(pid))), 'all gone');
    }));

  test('cancelling a call frees its page within 1 s', () =>
    withSite(async (url, server) => {
      await server.call('extract_links', { url: `${url}/built` });
      const stop = new AbortController();
      const call = server.call('crawl', { url: `${url}/never`, engine: 'browser' }, { signal: stop.signal });
      call.catch(() => {});
      assert.ok(await within(10_000, () => pending.size === 1), 'the page is open');
      stop.abort();
      assert.ok(await within(1_000, () => pending.size === 0), 'the page is gone');
      await assert.rejects(call);
    }));

  test('a page that never ends is read at the deadline with what it has', () =>
    withSite(async (url, server) => {
      const { data } = await server.call('extract_links', {
        url: `${url}/half`,
        engine: 'browser',
        page_timeout: 1_500,
      });
      assert.deepEqual(hrefs(data), [`${url}/seen`]);
      assert.ok(data.warnings.length > 0);
    }));
});
