/** Several processes on one Redis: what is shared, who reads the pages, and what survives when one of them dies. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startBucket } from '../helpers/bucket.js';
import { MAIN, startClient, type TestClient } from '../helpers/client.js';
import { within } from '../helpers/processes.js';
import { NO_REDIS, startRedis, type TestRedis } from '../helpers/redis.js';
import { startSite } from '../helpers/site.js';

let redis: TestRedis;
const workers = new Set<ChildProcess>();

const flags = () => ['--allow-host', '127.0.0.1', '--redis-url', redis.url];

async function startWorker(more: readonly string[] = [], env = {}): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [MAIN, 'worker', ...flags(), ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  workers.add(worker);
  await new Promise<void>((resolve) => {
    worker.stderr?.on('data', (chunk: Buffer) => chunk.includes('worker ready') && resolve());
  });
  return worker;
}

async function endWorkers(): Promise<void> {
  const running = [...workers].filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  await Promise.all(
    running.map(async (worker) => {
      const gone = once(worker, 'exit');
      worker.kill('SIGTERM');
      await gone;
    }),
  );
  workers.clear();
}

type Line = AsyncDisposable & { readonly url: string };

/** A way to Redis that breaks once, after so many bytes, when all that was said to them has come back. */
async function startBreakingLine(port: number, bytesMax: number): Promise<Line> {
  let left = bytesMax;
  let isWhole = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    far.on('error', () => {}).pipe(near);
    near.on('error', () => {}).once('close', () => far.destroy());
    near.on('data', (bytes: Buffer) => {
      far.write(isWhole ? bytes : bytes.subarray(0, left));
      left -= bytes.length;
      if (isWhole || left > 0) return;
      isWhole = true;
      near.pause();
      setTimeout(() => near.destroy(), 200);
    });
  });
  return listening(server);
}

async function listening(server: Server): Promise<Line> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `redis://127.0.0.1:${own}`,
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}

/** A way to Redis by which no event of the page queue comes: another stream, in which there are none, is listened to. */
async function startDeafLine(port: number): Promise<Line> {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    far.on('error', () => {}).pipe(near);
    near.on('error', () => {}).once('close', () => far.destroy());
    near.on('data', (bytes: Buffer) => {
      far.write(Buffer.from(bytes.toString('latin1').replaceAll('pages:events', 'pages:eventX'), 'latin1'));
    });
  });
  return listening(server);
}

const text = (subject: string) =>
  `<p>${Array.from({ length: 40 }, (_, i) => `Sentence ${i} of ${subject}.`).join(' ')}</p>`;
const page = (title: string, body: string) => ({
  body: `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1>${body}</main></html>`,
});
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `<a href="/p${i}">Page ${i}</a> `).join('');
/** A start page that links to all others. */
const siteOf = (count: number, more: Parameters<typeof startSite>[0] = {}) =>
  startSite({
    ...more,
    '/': page('Start', numbered(count - 1)),
    '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /p7$\n' },
    '/sitemap.xml': { status: 404 },
    '*': (request) => page(`Page ${request.url}`, text(request.url ?? '')),
  });
const isPage = ({ path }: { path: string }) => !/robots|sitemap/.test(path);

describe('on one Redis', { skip: NO_REDIS }, () => {
  /** Two replicas for the tests that need none of their own, and no worker. */
  let one: TestClient;
  let two: TestClient;
  before(async () => {
    redis = await startRedis();
    [one, two] = await Promise.all([startClient(flags()), startClient(flags())]);
  });
  after(async () => {
    await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()]);
    await endWorkers();
    await redis[Symbol.asyncDispose]();
  });

  test('what one replica read, another tells, goes on with and need not load', async () => {
    await using site = await siteOf(3);
    const { data } = await one.call('extract_links', { url: `${site.url}/`, limit: 1 });
    const links = await two.json(`webloupe://results/${data.result_id}/links`);
    assert.equal(links.internal.length, 2);
    const rest = await two.call('extract_links', { cursor: data.next_cursor });
    assert.equal(rest.data.links.internal[0].href, `${site.url}/p1`);
    const { resources } = await two.client.listResources();
    assert.ok(resources.some(({ uri }) => uri === `webloupe://results/${data.result_id}`));
    const hits = site.hits.length;
    await two.call('extract_media', { url: `${site.url}/` });
    assert.equal(site.hits.length, hits, 'the page is in the cache they share');
    const gone = await two.call('extract_links', {
      cursor: Buffer.from('{"id":"none","at":{"links":1}}').toString('base64url'),
    });
    assert.match(gone.text, /^expired: /);
  });

  test('what had no effect is said by every answer made of the page', async () => {
    await using site = await siteOf(3);
    const html = { html: '<a href="/x">x</a> <a href="/y">y</a> <img src=a.png> <img src=b.png>' };
    const given = { ...html, base_url: 'https://own.example/', engine: 'browser', limit: 1 };
    const named = { links: [`${site.url}/p1`, `${site.url}/p2`], scan_full_page: true, limit: 1 };
    const inputs = { extract_links: given, extract_media: given, preview_links: named };
    for (const [tool, input] of Object.entries(inputs)) {
      const { data } = await one.call(tool, input);
      assert.match(data.warnings.join(), / had no effect/);
      const rest = await two.call(tool, { cursor: data.next_cursor });
      assert.deepEqual(rest.data.warnings, data.warnings, tool);
    }
    const { data } = await one.call('crawl', { url: `${site.url}/`, scope: 'host', include: ['links'] });
    assert.deepEqual((await two.json(`webloupe://results/${data.result_id}`)).warnings, data.warnings);
  });

  test('without workers a crawl is done by the server itself, until one comes', async () => {
    await using site = await siteOf(4);
    await using front = await startClient(flags());
    const input = { url: `${site.url}/`, max_pages: 4, hits_per_sec: 100, cache_mode: 'bypass' };
    const { data } = await front.call('crawl', input);
    assert.equal(data.counts.visited, 4);
    await startWorker(['--user-agent', 'worker/1']);
    const isReadByWorker = async () => {
      site.hits.length = 0;
      await front.call('crawl', input);
      return site.hits.filter(isPage).every(({ headers }) => headers['user-agent'] === 'worker/1');
    };
    // That there is none is believed for 5 s.
    assert.ok(await within(15_000, isReadByWorker));
    await endWorkers();
  });

  test('a page of which no event comes is found to be read', async () => {
    await using site = await startSite({
      '/robots.txt': { status: 404 },
      '/sitemap.xml': { status: 404 },
      '*': async ({ url = '' }, response) => {
        // Until its end is waited for.
        await sleep(300);
        response.setHeader('content-type', 'text/html').end(page(url, url === '/' ? numbered(2) : text(url)).body);
      },
    });
    await using line = await startDeafLine(Number(new URL(redis.url).port));
    await startWorker(['--user-agent', 'worker/1']);
    await using front = await startClient(['--allow-host', '127.0.0.1', '--redis-url', line.url]);
    const input = { url: `${site.url}/`, max_pages: 3, hits_per_sec: 100, cache_mode: 'bypass' };
    const { data, text: told } = await front.call('crawl', input);
    assert.equal(data.counts.visited, 3, told);
    assert.ok(site.hits.filter(isPage).every(({ headers }) => headers['user-agent'] === 'worker/1'));
    await endWorkers();
  });

  test('workers keep one pace for a host between them, and robots.txt', async () => {
    await using site = await siteOf(12);
    const asWorker = ['--user-agent', 'worker/1'];
    await startWorker(asWorker);
    await startWorker(asWorker);
    await using one = await startClient(flags());
    await using two = await startClient(flags());
    const times: number[] = [];
    const watch = setInterval(() => {
      while (times.length < site.hits.filter(isPage).length) times.push(performance.now());
    }, 5);
    const input = { url: `${site.url}/`, max_pages: 7, hits_per_sec: 5, cache_mode: 'bypass' };
    const answers = await Promise.all([one.call('crawl', input), two.call('crawl', input)]);
    clearInterval(watch);
    assert.deepEqual(
      answers.map(({ data }) => data.counts.visited),
      [7, 7],
      answers[0].text,
    );
    // Fourteen pages for two servers by two workers: thirteen intervals of 200 ms, less what timers are early.
    const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
    assert.equal(times.length, 14);
    const readers = new Set(site.hits.filter(isPage).map(({ headers }) => headers['user-agent']));
    assert.deepEqual([...readers], ['worker/1'], 'the servers read none');
    assert.ok(span >= 13 * 190, `14 pages in ${Math.round(span)} ms`);
    assert.ok(!site.hits.some(({ path }) => path === '/p7'), 'disallowed');
    // Those who ask at the same moment each ask; who comes later does not.
    const asked = () => site.hits.filter(({ path }) => path === '/robots.txt').length;
    const before = asked();
    await endWorkers();
    await startWorker(asWorker);
    await using three = await startClient(flags());
    const last = await three.call('crawl', { ...input, max_pages: 9, hits_per_sec: 50 });
    assert.deepEqual([last.data.counts.visited, asked()], [9, before]);
    assert.ok(!site.hits.some(({ path }) => path === '/p7'), 'disallowed');
    await endWorkers();
  });

  test("a page that somebody named waits for no server's crawl of its host", async () => {
    await using site = await siteOf(4);
    await using one = await startClient(flags());
    await using two = await startClient(flags());
    const end = new AbortController();
    const slow = { url: `${site.url}/`, max_pages: 4, hits_per_sec: 0.1 };
    const crawl = one.call('crawl', slow, { signal: end.signal }).catch(() => {});
    assert.ok(await within(10_000, () => site.hits.some(({ path }) => path !== '/robots.txt')));
    const started = performance.now();
    const named = await two.call('crawl', { url: `${site.url}/p1`, cache_mode: 'bypass' });
    const waitedMs = performance.now() - started;
    end.abort();
    await crawl;
    assert.equal(named.isError, false, named.text);
    assert.ok(waitedMs < 8_000, `${Math.round(waitedMs)} ms`);
  });

  test("a turn that a call gives up is the next one's, in another process too", async () => {
    const asked: number[] = [];
    await using site = await startSite({
      '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nCrawl-delay: 2' },
      '/sitemap.xml': { status: 404 },
      '*': ({ url = '' }) => {
        asked.push(performance.now());
        return page(url, text(url));
      },
    });
    const urls = ['/a', '/b', '/c', '/d'].map((path) => site.url + path);
    const stop = new AbortController();
    const given = one.call('crawl', { urls, check_robots_txt: true }, { signal: stop.signal });
    assert.ok(await within(20_000, () => site.hits.some(isPage)));
    await sleep(200);
    stop.abort();
    await assert.rejects(given);
    await two.call('crawl', { urls: [`${site.url}/e`, `${site.url}/e`], check_robots_txt: true });
    // Two seconds after the first page, and not after the three that nobody waits for, which is after eight.
    const [first = 0, next = 0] = asked.slice(-2);
    assert.ok(next - first < 7_900, `${next - first} ms`);
    assert.deepEqual(
      site.hits.filter(isPage).map(({ path }) => path.slice(1)),
      [site.hits.find(isPage)?.path.slice(1), 'e'],
    );
  });

  test('a page that is being kept when the line to Redis breaks is kept', async () => {
    await using site = await startSite({ '/': page('Long', text('length').repeat(500)) });
    await using line = await startBreakingLine(Number(new URL(redis.url).port), 200_000);
    await using front = await startClient(['--allow-host', '127.0.0.1', '--redis-url', line.url]);
    const { data, text: told } = await front.call('extract_links', { url: `${site.url}/`, cache_mode: 'bypass' });
    assert.match(told, /status 200/);
    assert.equal((await front.json(`webloupe://results/${data.result_id}`)).metadata.title, 'Long');
  });

  test('a page that fails, a call that is cancelled, a browser that is not there: as in one process', async () => {
    await using site = await startSite({ '/gone': { status: 404 }, '/ok': page('Ok', text('ok')), '/slow': () => {} });
    await startWorker();
    await using front = await startClient(flags());
    const urls = [`${site.url}/gone`, `${site.url}/ok`, 'http://127.0.0.2/'];
    const { data } = await front.call('crawl', { urls, hits_per_sec: 100 });
    assert.deepEqual(
      data.pages.map(({ title, error }: { title?: string; error?: string }) => title ?? error?.split(':')[0]),
      ['http_error', 'Ok', 'blocked_address'],
    );
    const stop = new AbortController();
    const slow = front.call('crawl', { urls: [`${site.url}/slow`, `${site.url}/slow?2`] }, { signal: stop.signal });
    assert.ok(await within(20_000, () => site.hits.some(({ path }) => path === '/slow')));
    stop.abort();
    await assert.rejects(slow);
    const started = performance.now();
    assert.equal((await front.call('crawl', { url: `${site.url}/ok` })).isError, false);
    // A page that is not let go holds its worker for 30 s.
    assert.ok(performance.now() - started < 5_000);
    await endWorkers();
  });

  test('links are chosen by what stands around them where workers read, too', async () => {
    const about = ['tides', 'winds', 'ferries', 'fees of the harbour', 'lights', 'wrecks'];
    const links = about
      .map((of, i) => `<p>What there is to know of ${of}: <a href="/n/${i}">read on</a>.</p>`)
      .join('');
    await using site = await startSite({
      '/': page('Start', links),
      '*': (request) => page(`Page ${request.url}`, text(request.url ?? '')),
    });
    await startWorker();
    await using front = await startClient(flags());
    const { data } = await front.call('crawl', { url: `${site.url}/`, max_pages: 2, query: 'harbour fees' });
    assert.deepEqual(
      data.pages.map(({ url }: { url: string }) => url.slice(site.url.length)).sort(),
      ['/', '/n/3'],
      data.warnings?.join(),
    );
    await endWorkers();
  });

  test('what waits for a call that is cancelled is not read', async () => {
    let release = () => {};
    await using site = await startSite({
      '/slow': (_request, response) => {
        release = () => void response.end('<title>Slow</title>');
      },
      '*': (request) => page(`Page ${request.url}`, text(request.url ?? '')),
    });
    await startWorker(['--max-concurrency', '1']);
    await using front = await startClient(flags());
    const stop = new AbortController();
    const at = (...paths: string[]) => ({ urls: paths.map((path) => site.url + path), hits_per_sec: 100 });
    const slow = front.call('crawl', at('/slow', '/waits'), { signal: stop.signal });
    assert.ok(await within(20_000, () => site.hits.some(({ path }) => path === '/slow')));
    stop.abort();
    await assert.rejects(slow);
    const next = front.call('crawl', at('/a', '/b'));
    release();
    assert.equal((await next).data.counts.visited, 2);
    assert.ok(!site.hits.some(({ path }) => path === '/waits'));
    await endWorkers();
  });

  test('captures that a worker makes are in the bucket, and read by the server', async () => {
    await using site = await siteOf(2);
    await using bucket = await startBucket();
    await startWorker(['--captures-url', bucket.url], bucket.env);
    await using front = await startClient([...flags(), '--captures-url', bucket.url], bucket.env);
    // A browser that starts on a busy machine takes its time.
    const input = { url: `${site.url}/`, max_pages: 2, screenshot: true, engine: 'browser', page_timeout: 60_000 };
    const { data } = await front.call('crawl', { ...input, time_budget: 110 }, { timeout: 115_000 });
    assert.equal(bucket.objects.size, 2, JSON.stringify(data));
    for (const { result_id } of data.pages) {
      const { screenshot } = await front.json(`webloupe://results/${result_id}`);
      const { contents } = await front.client.readResource({ uri: screenshot.uri });
      assert.equal(contents[0]?.mimeType, 'image/png');
      assert.equal(screenshot.path, undefined);
    }
    await endWorkers();
  });

  test('a capture that somebody else wrote into Redis leads to no other file', async () => {
    const client = new Redis(redis.url);
    const id = 'f'.repeat(32);
    const kept = { id, path: MAIN, url: 'http://x.example/', owner: 'local', at: 1, mimeType: 'image/png', bytes: 1 };
    await client.hset(`webloupe:capture:${id}`, 'kept', JSON.stringify(kept));
    client.disconnect();
    await assert.rejects(one.client.readResource({ uri: `webloupe://captures/${id}` }), /no longer kept/);
  });

  test('200 pages, a worker killed and Redis gone for 5 s: each page once in the answer, none lost', {
    timeout: 150_000,
  }, async () => {
    const two = new Map<string | undefined, ChildProcess>();
    for (const name of ['one', 'two']) two.set(name, await startWorker(['--user-agent', name]));
    let holder: string | undefined;
    await using site = await siteOf(201, {
      '/p40': ({ headers }) => {
        if (holder !== undefined) return page('Page /p40', text('/p40'));
        holder = headers['user-agent'] ?? '';
      },
    });
    await using front = await startClient(flags());
    const input = { url: `${site.url}/`, max_pages: 200, max_depth: 1, hits_per_sec: 15, time_budget: 140 };
    const answer = front.call('crawl', input, { timeout: 145_000 });
    const pages = () => site.hits.filter(isPage).length;
    assert.ok(await within(30_000, () => holder !== undefined), `${pages()} pages`);
    // While it reads a page.
    two.get(holder)?.kill('SIGKILL');
    assert.ok(await within(60_000, () => pages() >= 100), `${pages()} pages`);
    await redis.kill();
    await sleep(5_000);
    await redis.start();
    const { data, text: told, isError } = await answer;
    assert.equal(isError, false, told);
    const whole = await front.json(`webloupe://results/${data.result_id}`);
    // First, since it says what went wrong.
    assert.deepEqual(
      whole.pages.filter(({ error }: { error?: string }) => error !== undefined),
      [],
    );
    assert.equal(data.counts.visited, 200, told.slice(0, 500));
    const urls = whole.pages.map(({ url }: { url: string }) => url);
    assert.equal(new Set(urls).size, 200);
    assert.equal(urls.length, 200);
    for (const { result_id, url } of whole.pages) {
      const kept = await front.json(`webloupe://results/${result_id}`);
      assert.equal(kept.url, url);
    }
    // A running page is tried again: of the few that were running when the worker and Redis went.
    assert.ok(pages() <= 200 + 16, `${pages()} requests`);
    await endWorkers();
  });
});

test('a worker without a Redis says what it needs', async () => {
  const worker = spawn(process.execPath, [MAIN, 'worker'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  worker.stderr?.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const [code] = await once(worker, 'exit');
  assert.equal(code, 2);
  assert.match(told, /^webloupe: invalid_input: --redis-url: required for a worker/);
});

test('a Redis that does not answer is told once, with the reason and without its password', async () => {
  const own = createServer().listen(0, '127.0.0.1');
  await once(own, 'listening');
  const address = own.address();
  const port = typeof address === 'object' ? address?.port : 0;
  own.close();
  const args = [MAIN, 'worker', '--redis-url', `redis://:geheim@127.0.0.1:${port}`];
  const worker = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  worker.stderr?.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  assert.ok(await within(15_000, () => told.includes('\n')));
  await sleep(2_000);
  worker.kill();
  await once(worker, 'exit');
  assert.equal(told, `webloupe: --redis-url: connect ECONNREFUSED 127.0.0.1:${port}; waiting for it\n`);
});
