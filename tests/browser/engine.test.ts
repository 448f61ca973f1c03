/** The browser engine through a real client and a real Chromium: when it is used, and that it never stays behind. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { inTime } from '../helpers/in-time.js';
import { descendants, isAlive, within } from '../helpers/processes.js';
import { type Site, startRawServer, startSite } from '../helpers/site.js';

const STATIC = `<!doctype html><title>Static</title><script type="application/ld+json">{"@type":"Article","author":"Jo &quot;J&quot; Doe","datePublished":"2026-01-02"}</script><h1>Static</h1><p>All of it is here.</p><a constructor toString="x" href="/a">First</a><a href="/b" "constructor>Second</a>`;
const BUILT = `<!doctype html><title>Built</title><div id="root"></div><script>
for (const name of ['Anna', 'Berta']) { const a = document.createElement('a'); a.href = '/people/' + name; a.textContent = name; document.getElementById('root').append(a, ' '); }
</script>`;

const SENT = '<a href="/sent">Sent over a line that stays open</a>';

const hrefs = (data: { links: { internal: Array<{ href: string }> } }) => data.links.internal.map((link) => link.href);
const chromiumOf = (server: TestClient) => descendants(server.pid).filter(({ command }) => /chrom/i.test(command));

/** Answers that the site owes: a page that was let go closes its connection. */
const pending = new Set<unknown>();

const openSite = () =>
  startSite({
    '/static': { body: STATIC },
    '/built': { body: BUILT },
    '/late': {
      body: `<!doctype html><title>Late</title><div id="root"></div><script>fetch('/data').then((r) => r.text()).then((t) => { document.getElementById('root').innerHTML = t; });</script>`,
    },
    '/skeleton': {
      body: `<!doctype html><title>Orders</title><nav><a href="/">Home</a></nav><main><h1>Your orders</h1><p>Here are all
        orders that were placed in the last twelve months.</p><div id="list" aria-busy="true">Loading…</div></main>
        <script>fetch('/data').then((r) => r.text()).then((t) => { list.outerHTML = t; });</script>`,
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
    '/slow': {
      body: '<title>Slow</title><nav><a href="/">Home</a></nav><p>Loading…</p><script>fetch("/never")</script>',
    },
    '/empty': { body: '<!doctype html><title>Empty</title><div id="root"></div><script>var nothing;</script>' },
    '/never': (_request, response) => {
      pending.add(response);
      response.on('close', () => pending.delete(response));
    },
    '/held-up': {
      body: `<!doctype html><title>Held up</title><script src="/never?script"></script><body><a href="/after">after it</a>
        <script>document.body.insertAdjacentHTML('beforeend', '<a href="/made">made</a>')</script>`,
    },
    '/undrawn': {
      body: '<!doctype html><title>Undrawn</title><link rel="stylesheet" href="/never?style"><body><h1>Tides</h1>',
    },
    '/checked': ({ headers }) =>
      /passed=1/.test(headers.cookie ?? '')
        ? { body: STATIC }
        : {
            status: 503,
            body: `<title>Just a moment...</title><p>Checking your browser</p><script>
              setTimeout(() => { document.cookie = 'passed=1'; location.reload(); }, 1500)</script>`,
          },
    '/shut': { body: '<title>One moment, please</title><p>Please wait while it loads</p><script>var nothing</script>' },
    '/moved': {
      body: '<title>Moved</title><p>You are being redirected<script>setTimeout(() => { location.href = "/static"; }, 1500)</script>',
    },
    '/listens': {
      body: `<div id="root"></div><script>
        const show = ({ data }) => { root.innerHTML = data; };
        const port = location.search.slice(1);
        if (port) new WebSocket('ws://127.0.0.1:' + port).onmessage = show;
        else new EventSource('/events').onmessage = show;</script>`,
    },
    '/events': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      setTimeout(() => response.write(`data: ${SENT}\n\n`), 1_200);
    },
    '/half': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('<title>Half</title><a href="/seen">seen</a>');
    },
  });

/** One for all tests that need none of their own; it has no browser before the second test. */
let site: Site;
let server: TestClient;
before(async () => {
  site = await openSite();
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

const read = (path: string, more: Record<string, unknown> = {}, from = server) =>
  from.call('extract_links', { url: site.url + path, cache_mode: 'bypass', ...more });
const PEOPLE = ['/people/Anna', '/people/Berta'];
const onSite = (...paths: string[]) => paths.map((path) => site.url + path);

describe('engine: auto', () => {
  test('a static page starts no browser', async () => {
    const { data } = await read('/static');
    assert.equal(data.engine, 'http');
    assert.deepEqual(chromiumOf(server), []);
  });

  test('a page built by script is answered by the browser, and says why', async () => {
    const { data } = await read('/built');
    assert.equal(data.engine, 'browser');
    assert.match(data.engine_reason, /empty application shell/);
    assert.deepEqual(hrefs(data), onSite(...PEOPLE));
  });

  test('the browser has what HTTP left of page_timeout', async () => {
    await using slow = await startSite({
      '/': ({ headers }, response) => {
        if (!/Chrom/.test(headers['user-agent'] ?? '')) setTimeout(() => response.end(BUILT), 1_000);
      },
    });
    const { data } = await server.call('extract_links', { url: `${slow.url}/`, page_timeout: 3_000 });
    assert.match(data.warnings[0], /^timeout: .* within 1\d\d\d ms/);
  });

  test('a page that the browser could not have is not kept as it was without', async () => {
    let refused = 0;
    await using once = await startSite({
      '/': ({ headers }, response) => {
        if (!/Chrom/.test(headers['user-agent'] ?? '') || refused++ > 0) return { body: BUILT };
        return void response.destroy();
      },
    });
    const first = await server.call('extract_links', { url: `${once.url}/` });
    assert.match(first.data.engine_reason, /but the browser failed/);
    const second = await server.call('extract_links', { url: `${once.url}/` });
    assert.equal(second.data.links.internal.length, 2);
  });

  test('what a script fetches is waited for; a page that stays empty says so', async () => {
    const [late, skeleton, twice, empty, slow] = await Promise.all([
      read('/late'),
      read('/skeleton'),
      read('/twice', { engine: 'browser' }),
      read('/empty'),
      read('/slow', { page_timeout: 8_000 }),
    ]);
    assert.deepEqual(hrefs(late.data), onSite('/fetched'));
    assert.deepEqual(hrefs(skeleton.data), onSite('/fetched', '/'));
    assert.deepEqual(hrefs(twice.data), onSite('/second'));
    assert.match(empty.data.warnings.join(), /still empty after [0-3]\.\d s; wait_for/);
    // A third of what is left when it has come.
    assert.match(slow.data.warnings.join(), /still loading after [0-2]\.\d s; wait_for/);
    // Several: the time may be over within a look, of which a timer may tell some milliseconds early.
    const options = { engine: 'browser', page_timeout: 4_000 };
    const several = await Promise.all(Array.from({ length: 12 }, (_, index) => read(`/slow?${index}`, options)));
    // On a busy machine some end before they are looked at, and say that. None is told as if it were whole.
    const said = several.map(({ isError, text, data }) => (isError ? text : (data.warnings?.join() ?? 'nothing')));
    for (const one of said) assert.match(one, /^timeout: |still loading after [01]\.\d s; wait_for|did not /);
    assert.ok(
      said.some((one) => one.includes('still loading')),
      said.join('\n'),
    );
  });

  test('both engines find the same links on a static page', async () => {
    const byHttp = await read('/static', { engine: 'http' });
    const byBrowser = await read('/static', { engine: 'browser' });
    assert.equal(byBrowser.data.engine, 'browser');
    assert.deepEqual(hrefs(byBrowser.data), hrefs(byHttp.data));
  });

  test('both engines read JSON-LD that holds references', async () => {
    for (const engine of ['http', 'browser']) {
      const { metadata } = (await server.call('crawl', { url: `${site.url}/static`, engine, include: ['metadata'] }))
        .data;
      assert.deepEqual([metadata.published, metadata.jsonld_types], ['2026-01-02', ['Article']], engine);
    }
  });

  test('the browser may not reach what HTTP may not', async () => {
    await using other = await startSite({ '/': { body: STATIC } });
    await using strict = await startClient(['--block-host', 'closed.example']);
    for (const engine of ['http', 'browser', 'auto']) {
      const answer = await strict.call('crawl', { url: `${other.url}/`, engine });
      assert.match(answer.text, /^blocked_address: .* is a loopback address\. Next: .*--allow-host/, engine);
      const closed = await strict.call('crawl', { url: 'http://closed.example/', engine });
      assert.match(closed.text, /^blocked_address: .* is in --block-host\. Next: (?!.*--allow-host)/, engine);
    }
    assert.equal(other.connections, 0);
  });
});

describe('lifecycle', () => {
  test('after kill -9 of Chromium the next call works', async () => {
    await read('/built');
    const [browser] = chromiumOf(server);
    assert.ok(browser);
    process.kill(browser.pid, 'SIGKILL');
    const { data } = await read('/built');
    assert.deepEqual(hrefs(data), onSite(...PEOPLE));
  });

  test('closing stdin leaves no process within 3 s', () =>
    inTime(async () => {
      await using one = await startClient(['--allow-host', '127.0.0.1']);
      await read('/built', {}, one);
      const pids = [one.pid, ...descendants(one.pid).map(({ pid }) => pid)];
      assert.ok(pids.length > 3, 'a browser runs');
      void one.client.close();
      assert.ok(await within(3_000, () => pids.every((pid) => !isAlive(pid))), 'all gone');
    }));

  test('cancelling a call frees its page within 1 s', () =>
    inTime(async () => {
      await read('/built');
      const stop = new AbortController();
      const call = server.call('crawl', { url: `${site.url}/never`, engine: 'browser' }, { signal: stop.signal });
      call.catch(() => {});
      assert.ok(await within(20_000, () => pending.size === 1), 'the page is open');
      stop.abort();
      assert.ok(await within(1_000, () => pending.size === 0), 'the page is gone');
      await assert.rejects(call);
    }));

  test('a page that never ends is read at the deadline with what it has', async () => {
    const { data } = await read('/half', { engine: 'browser', page_timeout: 1_500 });
    assert.deepEqual(hrefs(data), onSite('/seen'));
    assert.ok(data.warnings.length > 0);
  });

  test('what comes over a WebSocket or an EventSource is waited for', async () => {
    await using sockets = await startRawServer((socket) =>
      socket.on('data', (data) => {
        const [, key] = /^Sec-WebSocket-Key: (\S+)/im.exec(data.toString()) ?? [];
        if (key === undefined) return;
        const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        const head = `HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
        socket.write(head);
        setTimeout(() => socket.write(`\x81${String.fromCharCode(SENT.length)}${SENT}`, 'latin1'), 1_200);
      }),
    );
    const paths = ['/listens', `/listens?${sockets.port}`];
    for (const { data } of await Promise.all(paths.map((path) => read(path)))) {
      assert.deepEqual(hrefs(data), onSite('/sent'), data.url);
      assert.equal(data.warnings, undefined);
    }
  });

  test('a page behind one that leads on in a moment is waited for: a check for browsers, a notice', async () => {
    const [moved, { data }, shut] = await Promise.all([
      read('/moved'),
      read('/checked'),
      read('/shut', { page_timeout: 8_000 }),
    ]);
    assert.deepEqual(hrefs(moved.data), onSite('/a', '/b'));
    assert.deepEqual(hrefs(data), onSite('/a', '/b'));
    assert.equal(data.status_code, 200);
    // Half of what is left when it has come.
    assert.match(shut.data.warnings[0], /before another, and did not lead on in [0-4]\.\d s$/);
  });

  test('what holds a page up and never answers is given up in half of its time', async () => {
    const { data } = await read('/held-up', { engine: 'browser', page_timeout: 6_000 });
    assert.deepEqual(hrefs(data), onSite('/after', '/made'));
    const warnings = ['scripts or styles of 127.0.0.1 did not answer; the page went on without them'];
    assert.deepEqual(data.warnings, warnings);
    const picture = await server.call('capture', { url: `${site.url}/undrawn`, page_timeout: 9_000 });
    assert.deepEqual(picture.data.warnings, warnings);
    assert.equal(picture.data.screenshot.height, 720);
  });
});
