import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createPolicy } from '../../../src/core/egress/address-policy.js';
import { HttpClient } from '../../../src/core/egress/http.js';
import { LoupeError } from '../../../src/core/errors.js';
import { HostLimits, retryAfterMs } from '../../../src/core/fetch/host-limits.js';
import { Politeness } from '../../../src/core/fetch/politeness.js';
import { Robots } from '../../../src/core/fetch/robots.js';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../../../src/core/run-config.js';
import { DEFAULT_EGRESS } from '../../helpers/egress.js';
import { type Route, startSite } from '../../helpers/site.js';

const signal = new AbortController().signal;
const policy = createPolicy({ ...DEFAULT_EGRESS, allowHost: ['127.0.0.1'] });

async function withRobots(
  route: Route | undefined,
  check: (robots: Robots, url: string) => Promise<void>,
): Promise<number> {
  await using site = await startSite(route === undefined ? {} : { '/robots.txt': route });
  await using http = new HttpClient({ policy, userAgent: 'webloupe/1' });
  await check(new Robots(http), site.url);
  return site.hits.length;
}

test('robots.txt: rules of our group, the crawl delay, one request an origin', async () => {
  const body =
    'User-agent: *\nDisallow: /\n\nUser-agent: webloupe\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 2\n';
  const hits = await withRobots({ headers: { 'content-type': 'text/plain' }, body }, async (robots, url) => {
    const verdicts = await Promise.all(
      ['/', '/private', '/private/open', '/private/x?y'].map((path) => robots.check(new URL(path, url), signal)),
    );
    assert.deepEqual(
      verdicts.map((verdict) => verdict.allowed),
      [true, false, true, false],
    );
    assert.equal(verdicts[0]?.crawlDelayMs, 2_000);
  });
  assert.equal(hits, 1);
});

test('robots.txt: what its status means', async () => {
  const rows: [Route | undefined, boolean][] = [
    [undefined, true],
    [{ status: 404, body: 'User-agent: *\nDisallow: /' }, true],
    [{ status: 500 }, false],
    [{ status: 302, headers: { location: '/robots.txt' } }, false],
    [{ body: '' }, true],
    [{ body: `${'# filler\n'.repeat(70_000)}User-agent: *\nDisallow: /\n` }, true],
  ];
  for (const [route, allowed] of rows) {
    const hits = await withRobots(route, async (robots, url) => {
      for (const path of ['/a', '/b']) assert.equal((await robots.check(new URL(path, url), signal)).allowed, allowed);
    });
    if (allowed) assert.equal(hits, 1, 'the answer is remembered');
  }
});

test('robots.txt: the delay, at most half a minute', async () => {
  for (const [written, delayMs] of [
    ['0.5', 500],
    ['3600', 30_000],
    ['0', undefined],
    ['-1', undefined],
    ['soon', undefined],
    ['-5', undefined],
  ] as const) {
    await withRobots({ body: `User-agent: *\nCrawl-delay: ${written}` }, async (robots, url) => {
      assert.equal((await robots.check(new URL(url), signal)).crawlDelayMs, delayMs, written);
    });
  }
});

test('robots.txt: asked again after an hour, after a minute where it could not be read', async () => {
  const answers = [{ status: 500 }, { body: '' }, { body: 'User-agent: *\nDisallow: /' }];
  let asked = 0;
  mock.timers.enable({ apis: ['Date'] });
  try {
    const route: Route = (_request, response) => {
      const { status = 200, body } = answers[asked++] ?? {};
      response.writeHead(status).end(body);
    };
    await withRobots(route, async (robots, url) => {
      for (const [minutes, allowed, requests] of [
        [0, false, 1],
        [0.9, false, 1],
        [0.2, true, 2],
        [59, true, 2],
        [2, false, 3],
      ] as const) {
        mock.timers.tick(minutes * 60_000);
        assert.deepEqual([(await robots.check(new URL(url), signal)).allowed, asked], [allowed, requests]);
      }
    });
  } finally {
    mock.timers.reset();
  }
});

test('robots.txt: what other processes know is not asked for, 500 origins are remembered, and no blocked address is asked', async () => {
  await using http = new HttpClient({ policy, userAgent: 'webloupe/1' });
  const asked: string[] = [];
  const share = {
    get: async (origin: string) => {
      asked.push(origin);
      return { text: 'User-agent: *\nDisallow: /no', until: Date.now() + 60_000 };
    },
    set: async () => assert.fail('it is known already'),
  };
  const shared = new Robots(http, share);
  const origins = Array.from({ length: 501 }, (_, i) => `https://s${i}.example`);
  for (const origin of [...origins, ...origins.slice(1), ...origins.slice(0, 1)])
    assert.equal((await shared.check(new URL('/no', origin), signal)).allowed, false);
  assert.deepEqual(asked, [...origins, origins[0]]);
  const own = new Robots(http);
  await assert.rejects(own.check(new URL('http://10.0.0.1/'), signal), { code: 'blocked_address' });
});

test('robots.txt: patterns, the longest of which decides', async () => {
  const rows: [pattern: string, path: string, matches: boolean][] = [
    ['/a', '/a/b?c', true],
    ['/a$', '/a', true],
    ['/a$', '/ab', false],
    ['/*.pdf$', '/x/y.pdf', true],
    ['/*.pdf$', '/x/y.pdf?z', false],
    ['/a*b*c', '/a-b-c-d', true],
    ['/a*b*c', '/a-c-b', false],
    ['*', '/', true],
    ['/*/x*$', '/a/x', true],
    ['/ä', '/%c3%a4', true],
    ['/%7ea', '/%7Ea', true],
    ['/~a', '/%7Ea', true],
    ['/z', '/%7A', true],
    ['/%61/%7e', '/a/~', true],
    ['/a%2Fb', '/a/b', false],
    ['/A', '/a', false],
  ];
  for (const [pattern, path, matches] of rows) {
    const body = `user-agent: Webloupe/2 # us\r\nDisallow: ${pattern} # why\r\nAllow:\n\nUser-agent: other\nDisallow: /`;
    await withRobots({ body }, async (robots, url) => {
      assert.equal((await robots.check(new URL(path, url), signal)).allowed, !matches, `${pattern} ${path}`);
    });
  }
  const body =
    'Disallow: /\nUser-agent: a\nUser-agent: *\nDisallow: /x\nAllow: /x\nSitemap: /s\nDisallow: /*y\nUser-agent: b\nDisallow: /\nSitemap: /t';
  await withRobots({ body }, async (robots, url) => {
    const allowed = await Promise.all(['/x', '/xy', '/z'].map((path) => robots.check(new URL(path, url), signal)));
    assert.deepEqual(
      allowed.map((verdict) => verdict.allowed),
      [true, false, true],
    );
    assert.deepEqual(await robots.sitemaps(new URL(url), signal), ['/s', '/t']);
  });
});

test('robots.txt: what is left out of a file changes nothing of its groups', async () => {
  const many = `Disallow: /*${'a'.repeat(500)}\n`.repeat(40);
  const bodies = [
    `User-agent: *\nDisallow: /*${'a'.repeat(20_000)}\n\nUser-agent: webloupe\nDisallow: /b\n\nUser-agent: *\nDisallow: /`,
    `User-agent: webloupe\n${many}Disallow: /b\nUser-agent: other\nDisallow: /`,
  ];
  for (const body of bodies) {
    await withRobots({ body }, async (robots, url) => {
      assert.equal((await robots.check(new URL('/a', url), signal)).allowed, true);
      assert.equal((await robots.check(new URL('/b', url), signal)).allowed, false);
    });
  }
  const body = 'User-agent: *\n : \nUser-agent: other\nDisallow: /';
  await withRobots({ body }, async (robots, url) => {
    assert.equal((await robots.check(new URL('/a', url), signal)).allowed, false);
  });
});

test('robots.txt: 10,000 rules of a file count, and 1,000 characters of an address', async () => {
  const long = `/${'l'.repeat(990)}`;
  const rules = Array.from({ length: 9_998 }, (_, i) => `Disallow: /a${i}\n`).join('');
  const body = `User-agent: *\n${rules}Disallow: ${long}${'x'.repeat(20)}\nDisallow: /last\nDisallow: /beyond`;
  await withRobots({ body }, async (robots, url) => {
    const isAllowed = async (path: string) => (await robots.check(new URL(path, url), signal)).allowed;
    assert.deepEqual([await isAllowed('/last'), await isAllowed('/beyond')], [false, true]);
    assert.equal(await isAllowed(`${long}${'x'.repeat(20)}`), true);
  });
});

test('robots.txt: a hostile file costs little', async () => {
  const bodies = [
    `User-agent: *\n${`disallow: /${'*a'.repeat(250)}b\n`.repeat(1_000)}`,
    `User-agent: *\n${'Allow:/a\n'.repeat(58_000)}`,
    `User-agent: *\n${Array.from({ length: 30_000 }, (_, i) => `Disallow: /a${i}\n`).join('')}`,
    `${Array.from({ length: 18_000 }, (_, i) => `User-agent: a${i}\n`).join('')}${'Disallow: /x\n'.repeat(18_000)}`,
  ];
  for (const body of bodies) {
    await withRobots({ body }, async (robots, url) => {
      const before = process.cpuUsage();
      for (let i = 0; i < 5; i++) await robots.check(new URL(`/${'a'.repeat(8_000)}${i}`, url), signal);
      const { user, system } = process.cpuUsage(before);
      // A tenth of that on a machine that does nothing else.
      assert.ok(user + system < 2_000_000, `${(user + system) / 1_000} ms`);
    });
  }
});

test('robots.txt: who gives up does not spoil it for others', async () => {
  let answered = 0;
  const route: Route = (_request, response) => {
    answered += 1;
    setTimeout(() => response.end('User-agent: *\nDisallow: /no'), 100);
  };
  for (const code of ['cancelled', 'timeout'] as const) {
    answered = 0;
    await withRobots(route, async (robots, url) => {
      const cancel = new AbortController();
      const first = robots.check(new URL('/no', url), cancel.signal);
      const second = robots.check(new URL('/yes', url), signal);
      cancel.abort(new LoupeError(code, 'enough'));
      await assert.rejects(first, { code });
      assert.equal((await second).allowed, true);
    });
    assert.ok(answered <= 2);
  }
});

test('robots.txt: a call that is cancelled does not wait for the answer another call asked for', async () => {
  const hangs: Route = () => undefined;
  await withRobots(hangs, async (robots, url) => {
    const [other, own] = [new AbortController(), new AbortController()];
    const asking = robots.check(new URL(url), other.signal).catch(() => {});
    const waiting = robots.check(new URL(url), own.signal);
    setTimeout(() => own.abort(new LoupeError('cancelled', 'enough')), 50);
    const started = performance.now();
    await assert.rejects(waiting, { code: 'cancelled' });
    assert.ok(performance.now() - started < 1_000);
    other.abort(new LoupeError('cancelled', 'enough'));
    await asking;
  });
});

test('a host is asked at its pace, hosts do not wait for each other', async () => {
  const limits = new HostLimits();
  const started = performance.now();
  const order: string[] = [];
  const ask = async (host: string) => {
    await limits.acquire(host, 60, signal);
    order.push(host);
    return performance.now() - started;
  };
  const [, a2 = 0, a3 = 0] = await Promise.all([ask('a'), ask('a'), ask('a'), ask('b')]);
  assert.deepEqual(order, ['a', 'b', 'a', 'a']);
  assert.ok(a2 >= 55 && a3 >= 115, `${a2} ${a3}`);
  const a4 = await ask('a');
  assert.ok(a4 >= 175, `${a4}`);
});

test('a cancelled wait ends at once', async () => {
  const limits = new HostLimits();
  const started = performance.now();
  await limits.acquire('a', 10_000, signal);
  const reason = new LoupeError('timeout', 'late');
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(reason), 20);
  await assert.rejects(limits.acquire('a', 10_000, cancel.signal), (error) => error === reason);
  await assert.rejects(limits.acquire('b', 0, cancel.signal), (error) => error === reason);
  assert.ok(performance.now() - started < 8_000);
});

test('who still waits has the turn alone, whoever gives up', async () => {
  const limits = new HostLimits();
  await limits.acquire('a', 100, signal);
  const first = limits.acquire('a', 100, signal).then(() => performance.now());
  const call = new AbortController();
  const givenUp = limits.acquire('a', 100, call.signal);
  call.abort(new LoupeError('cancelled', 'given up'));
  await assert.rejects(givenUp, { code: 'cancelled' });
  await limits.acquire('a', 100, signal);
  assert.ok(performance.now() - (await first) >= 90);
});

test('Retry-After closes the host until then', async ({ mock }) => {
  let now = 1_000_000;
  mock.method(performance, 'now', () => now);
  const limits = new HostLimits();
  assert.equal(limits.note('a', 200, { 'retry-after': '5' }), undefined);
  assert.equal(limits.note('a', 429, {}), undefined);
  await limits.acquire('a', 0, signal);
  assert.equal(limits.note('a', 503, { 'retry-after': '5' }), 5_000);
  now += 2_000;
  await assert.rejects(limits.acquire('a', 0, signal), (error: unknown) => {
    return error instanceof LoupeError && error.code === 'rate_limited' && error.retryAfterMs === 3_000;
  });
  await limits.acquire('b', 0, signal);
  // A shorter pause that comes later opens nothing, and many other hosts make none forgotten.
  limits.note('a', 429, { 'retry-after': '1' });
  for (let i = 0; i < 2_100; i++) await limits.acquire(`host-${i}`, 0, signal);
  now += 2_999;
  await assert.rejects(limits.acquire('a', 0, signal), { code: 'rate_limited', retryAfterMs: 1 });
  now += 1;
  await limits.acquire('a', 0, signal);
});

test('a clock that is set back holds nobody up', async ({ mock }) => {
  let today = Date.now();
  mock.method(Date, 'now', () => today);
  const limits = new HostLimits();
  await limits.acquire('a', 10, signal);
  today -= 86_400_000;
  await limits.acquire('a', 0, AbortSignal.timeout(5_000));
});

test('who waits for a turn when the host asks for a pause does not ask', async () => {
  const limits = new HostLimits();
  await limits.acquire('a', 50, signal);
  const waiting = limits.acquire('a', 50, signal);
  limits.note('a', 429, { 'retry-after': '30' });
  await assert.rejects(waiting, { code: 'rate_limited' });
});

test('Retry-After: seconds, a date, nonsense, too much', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const rows: [string | undefined, number | undefined][] = [
    [undefined, undefined],
    ['30', 30_000],
    [' 1.25 ', 1_250],
    ['.5', undefined],
    ['5 s', undefined],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['999999999', 3_600_000],
  ];
  for (const [value, expected] of rows) assert.equal(retryAfterMs(value, now), expected, value);
});

test('a call that is given up while it waits gives up all its turns', async () => {
  const limits = new HostLimits();
  const started = performance.now();
  await limits.acquire('a', 1_000, signal);
  const call = new AbortController();
  const waiting = [1, 2].map(() => limits.acquire('a', 1_000, call.signal));
  call.abort(new LoupeError('cancelled', 'given up'));
  for (const each of waiting) await assert.rejects(each, { code: 'cancelled' });
  await limits.acquire('a', 1_000, signal);
  const waitedMs = performance.now() - started;
  assert.ok(waitedMs > 900 && waitedMs < 2_500, `${waitedMs} ms`);
});

const configOf = (fields: Partial<RunConfig>): RunConfig => ({ ...DEFAULT_RUN_CONFIG, max_pages: 1, ...fields });
/** Two pages are a crawl. */
const CRAWL = configOf({ max_pages: 2, hits_per_sec: 2 });
const answerOf = (status: number, after?: string, finalUrl = 'http://127.0.0.1/') => ({
  url: 'http://127.0.0.1/',
  finalUrl,
  status,
  headers: after === undefined ? {} : { 'retry-after': after },
});
const isNone = (took: number) => assert.ok(took < 390, `${took} ms`);

async function politely<T>(work: (politeness: Politeness, url: URL) => Promise<T>): Promise<number> {
  await using http = new HttpClient({ policy, userAgent: 'webloupe/1' });
  const started = performance.now();
  await work(new Politeness(http, new HostLimits()), new URL('http://127.0.0.1/'));
  return performance.now() - started;
}

test('a crawl keeps its pace and a call for one page none, but for the delay that is given', async () => {
  const twice = (config: RunConfig, delayMs: number) =>
    politely(async (polite, url) => {
      for (const _ of [1, 2]) await polite.turn(url, config, delayMs, signal);
    });
  isNone(await twice(configOf({ hits_per_sec: 2 }), 0));
  assert.ok((await twice(configOf({ hits_per_sec: 2 }), 400)) > 390);
  const paced = await twice(CRAWL, 0);
  assert.ok(paced > 490 && paced < 1_500, `${paced} ms`);
  assert.ok((await twice(CRAWL, 700)) > 690);
});

test('a short pause is waited for by a call for one page, within its time; by a crawl none is', async () => {
  const after = (pause: string, config: RunConfig, given = signal) =>
    politely(async (polite, url) => {
      polite.note(answerOf(429, pause), configOf({ page_timeout: 1 }));
      await polite.turn(url, config, 0, given);
    });
  assert.ok((await after('0.4', configOf({}))) > 400);
  const refused = { code: 'rate_limited' };
  await assert.rejects(after('6', configOf({ page_timeout: 60_000 })), refused);
  await assert.rejects(after('0.4', configOf({ page_timeout: 300 })), refused);
  await assert.rejects(after('0.4', CRAWL), refused);
  const started = performance.now();
  await assert.rejects(after('4', configOf({}), AbortSignal.timeout(50)), { name: 'TimeoutError' });
  assert.ok(performance.now() - started < 2_000, 'a call that is given up waits no longer');
  const both = politely(async (polite, url) => {
    polite.note(answerOf(429, '0.3'), configOf({}));
    await Promise.all([1, 2].map(() => polite.turn(url, configOf({}), 400, signal)));
  });
  assert.ok((await both) > 690, 'who waited for the end of a pause takes turns, too');
  const open = politely(async (polite, url) => {
    polite.note(answerOf(429), configOf({}));
    await polite.turn(url, configOf({}), 0, signal);
  });
  isNone(await open);
});

test('a host that asks for one short pause after the other is waited for no longer than for one', async () => {
  await using http = new HttpClient({ policy, userAgent: 'webloupe/1' });
  let turns = 0;
  const polite = new Politeness(http, {
    note: () => undefined,
    async acquire() {
      turns++;
      throw new LoupeError('rate_limited', 'later', { retryAfterMs: 1 });
    },
  });
  const turn = polite.turn(new URL('http://127.0.0.1/'), configOf({ page_timeout: 100 }), 0, signal);
  await assert.rejects(turn, { code: 'rate_limited' });
  // Each takes 50 ms more than the host says.
  assert.equal(turns, 3);
});

test('of an answer that asks for a pause a crawl is told; a page that was named is worth another turn after a short one', async () => {
  await politely(async (polite) => {
    const isWorth = (answer: ReturnType<typeof answerOf>, config = configOf({})) => polite.note(answer, config);
    assert.equal(isWorth(answerOf(429, '1')), true);
    assert.equal(isWorth(answerOf(503, '5')), true);
    assert.equal(isWorth(answerOf(503, '6')), false);
    assert.equal(isWorth(answerOf(429, '1'), configOf({ page_timeout: 900 })), false);
    assert.equal(isWorth(answerOf(429)), false);
    assert.equal(isWorth(answerOf(200, '1')), false);
    assert.equal(isWorth(answerOf(429, '1', 'http://127.0.0.2/')), false, 'of another host the turn is not waited for');
    const refused = (message: string, retryAfterMs: number) => ({ code: 'rate_limited', message, retryAfterMs });
    const asks = (status: number, s: number) => `127.0.0.1 answered ${status} and asks for a pause of ${s} s`;
    assert.throws(() => isWorth(answerOf(429, '1.2'), CRAWL), refused(asks(429, 2), 1_200));
    assert.throws(() => isWorth(answerOf(503, '7'), CRAWL), refused(asks(503, 7), 7_000));
    assert.throws(() => isWorth(answerOf(429), CRAWL), refused(asks(429, 10), 10_000));
    assert.equal(isWorth(answerOf(503), CRAWL), false);
  });
});

test('robots.txt is asked for a crawl, or where that is wanted; of a page that was not redirected not again', async () => {
  await using site = await startSite({ '/robots.txt': { body: 'User-agent: *\nDisallow: /no\nCrawl-delay: 3\n' } });
  await using http = new HttpClient({ policy, userAgent: 'webloupe/1' });
  const asked = async (work: (polite: Politeness) => Promise<unknown>) => {
    const before = site.hits.length;
    const value = await work(new Politeness(http, new HostLimits()));
    return [value, site.hits.length - before];
  };
  const [no, yes] = ['/no', '/yes'].map((path) => new URL(path, site.url));
  assert.ok(no !== undefined && yes !== undefined);
  const always = configOf({ check_robots_txt: true });
  const never = { ...CRAWL, check_robots_txt: false };
  assert.deepEqual(await asked((polite) => polite.permit(no, configOf({}), signal)), [0, 0]);
  assert.deepEqual(await asked((polite) => polite.permit(no, never, signal)), [0, 0]);
  assert.deepEqual(await asked((polite) => polite.permit(yes, CRAWL, signal)), [3_000, 1]);
  assert.deepEqual(await asked((polite) => polite.permit(yes, always, signal)), [3_000, 1]);
  const barred = { code: 'blocked_by_robots', message: /^127\.0\.0\.1:\d+\/no: / };
  for (const config of [CRAWL, always])
    await assert.rejects(
      asked((polite) => polite.permit(no, config, signal)),
      barred,
    );
  const moved = (url: URL, finalUrl: URL) => (polite: Politeness) =>
    polite.permitMoved({ url: url.href, finalUrl: finalUrl.href }, CRAWL, signal);
  assert.deepEqual(await asked(moved(no, no)), [undefined, 0]);
  assert.deepEqual(await asked(moved(no, yes)), [undefined, 1]);
  await assert.rejects(asked(moved(yes, no)), barred);
});
