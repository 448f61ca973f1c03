/** The crawl's decisions that need no server: identity, scope, traps, near duplicates, texts, the frontier. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bestPart } from '../../../src/core/crawl/best-part.js';
import { comesLast } from '../../../src/core/crawl/comes-last.js';
import type { HeadsRequest, HeadsSeen } from '../../../src/core/crawl/crawl-heads.js';
import type { CrawlRequest, CrawlState } from '../../../src/core/crawl/crawl-result.js';
import { pageOf, whyOf } from '../../../src/core/crawl/crawled-page.js';
import { beginningOf, excerptFor } from '../../../src/core/crawl/excerpt.js';
import { fingerprintOf, isNearDuplicate } from '../../../src/core/crawl/fingerprint.js';
import { Frontier, WAITING_MAX } from '../../../src/core/crawl/frontier.js';
import { furtherPages } from '../../../src/core/crawl/further-pages.js';
import { GraphBuilder } from '../../../src/core/crawl/graph.js';
import { isFile, visitKey } from '../../../src/core/crawl/identity.js';
import { LaunchPace } from '../../../src/core/crawl/launch-pace.js';
import { LookAhead } from '../../../src/core/crawl/look-ahead.js';
import { CrawlMemory } from '../../../src/core/crawl/memory.js';
import { isOtherForm } from '../../../src/core/crawl/other-form.js';
import { pageText } from '../../../src/core/crawl/page-text.js';
import { scopeOf } from '../../../src/core/crawl/scope.js';
import { locations } from '../../../src/core/crawl/sitemap.js';
import { SitemapReading } from '../../../src/core/crawl/sitemap-reading.js';
import { isTranslation } from '../../../src/core/crawl/translation.js';
import { endlessUrl, ShapeCounts } from '../../../src/core/crawl/traps.js';
import { NO_PAGE } from '../../../src/core/read/page-result.js';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../../../src/core/run-config.js';

const url = (text: string) => new URL(text, 'https://site.example/');
const signal = new AbortController().signal;

test('one page, one key', () => {
  const same = [
    ['/a?x=1&y=2', '/a?y=2&x=1'],
    ['/a', 'http://site.example/a'],
    ['/a', '/a#part'],
    ['/#/a', '/#/a#part'],
    ['/a', '/a;jsessionid=1F2'],
    ['/a?id=3', '/a?PHPSESSID=77&id=3'],
    ['/a?id=3', '/a?id=3&'],
    ...'jsessionid aspsessionidQ1 cfid cftoken sid sessid session_id sessionid s_id zenid oscsid'
      .split(' ')
      .map((name) => ['/a', `/a?&${name}=1`] as const),
    ['/a/b?c=1', '/a;SID=1/b;phpsessid=2?c=1'],
  ] as const;
  for (const [a, b] of same) assert.equal(visitKey(url(a)), visitKey(url(b)), `${a} ${b}`);
  const different = [
    ['/a', '/a/'],
    ['/a?id=3', '/a?id=4'],
    ['/#/one', '/#/two'],
    ['/a', 'https://www.site.example/a'],
    ['/a?side=1', '/a'],
    ['/a?inside=1', '/a'],
    ['/a?besid=1', '/a'],
    ['/a?b&c', '/a?bc'],
    ['/a;v=1', '/a;v=2'],
    ['/#/#room:one', '/#/#room:two'],
  ] as const;
  for (const [a, b] of different) assert.notEqual(visitKey(url(a)), visitKey(url(b)), `${a} ${b}`);
});

test('a translation is the same address with another language, or a language by name', () => {
  const site = 'https://www.site.example';
  const from = `${site}/en/install`;
  const are = [
    ['/de/install', 'whatever', from],
    ['/pt-br/install', '', from],
    ['/de/', 'Deutsch', from],
    ['https://de.site.example/wiki/F%C3%A4hre', 'Deutsch', 'https://en.site.example/wiki/Ferry'],
    ...['lang', 'language', 'locale', 'HL'].map(
      (name) => [`/install?a=1&${name}=fr`, '', `${site}/install?a=1&${name}=en`] as const,
    ),
    ['/docs/1.2/fr/install', '', `${site}/docs/1.2/en/install`],
    ['/ja/start', '日本語', '/start'],
    ['/de/team', 'German version', '/start'],
    ['/pt_BR/team', ' PT-BR ', '/start'],
    ['/DE/team', 'DE', '/start'],
    ['/pt-br/team', 'PT', '/start'],
    ['https://de.site.example/install', 'Install', 'https://en.site.example/install'],
  ] as const;
  for (const [to, text, page] of are) assert.ok(isTranslation(new URL(to, from), text, url(page)), to);
  const areNot = [
    ['/en/use', 'Use', from],
    ['/en/use', 'English', from],
    ['/it/contact', 'Contact', from],
    ['/us/install', 'Install', from],
    ['/install', 'English', '/de/install'],
    ['/german-cars', 'German', from],
    ['/de/team', 'Team', '/start'],
    ['/de/team', '', '/start'],
    ['/de/team', 'How we help those who learn German, and who we are', '/start'],
    ['https://other.example/de/install', 'Install', from],
    ['/de/install?part=2', 'Install', from],
    ['/docs/install/1.2/de/a', 'A', `${site}/docs/install/1.2/en/a`],
    ['https://de.example/', 'Start', 'https://en.example/'],
    ['https://de.site.example/use', 'Use', 'https://en.site.example/install'],
    ['/install?a=2&lang=fr', 'Install', `${site}/install?a=1&lang=en`],
    ['/install?langs=fr', 'Install', `${site}/install?langs=en`],
    ['/install?slang=fr', 'Install', `${site}/install?slang=en`],
  ] as const;
  for (const [to, text, page] of areNot) assert.ok(!isTranslation(new URL(to, from), text, url(page)), to);
});

test('the order of a table is known by its parameters, beside which the address is that of the page', () => {
  const are = [
    ['/files/?C=M;O=A', '/files/'],
    ['/files/?C=N&O=D', '/files/?C=M;O=A'],
    ['/issues?sort=subject:desc', '/issues'],
    ['/issues?order_by=date&page=2&dir=asc', '/issues?page=2&order_by=id'],
    ['/list?sortOrder=up', '/list'],
  ] as const;
  for (const [to, page] of are) assert.ok(isOtherForm(url(to), 'Size', url(page)), to);
  const areNot = [
    ['/files/a/?C=M;O=A', '/files/'],
    ['/files/?C=Oslo;O=A', '/files/'],
    ['/issues?sort=subject&page=2', '/issues'],
    ['/files?dir=photos', '/files'],
    ['/issues?order=17', '/issues'],
    ['/issues?border=wide', '/issues'],
    ['/issues?sort=id#top', '/issues?sort=id'],
    ['/issues?page=2&sort=id', '/issues?page=1&sort=id'],
    ['https://other.example/issues?sort=id', '/issues'],
  ] as const;
  for (const [to, page] of areNot) assert.ok(!isOtherForm(url(to), 'Size', url(page)), to);
});

test('the text that a page was made of is known by the name of both', () => {
  const are = [
    ['/_sources/tides.rst.txt', '/tides.html'],
    ['/tides.html.md', '/tides.html'],
    ['/Tides.MD', '/a/Tides'],
    ['/src/index.adoc', '/docs/'],
    ['/src/docs.org', '/docs/'],
  ] as const;
  for (const [to, page] of are) assert.ok(comesLast({ text: 'Source' }, url(to), url(page)), to);
  const areNot = [
    ['/tides.rst', '/moorings.html'],
    ['/tides.pdf', '/tides.html'],
    ['/tides/md', '/tides.html'],
    ['/index.md', '/tides.html'],
    ['https://other.example/tides.md', '/tides.html'],
  ] as const;
  for (const [to, page] of areNot) assert.ok(!comesLast({ text: 'Source' }, url(to), url(page)), to);
  assert.ok(comesLast({ text: 'Deutsch' }, url('/de/'), url('/')));
});

test('logins come last, pages about them do not', () => {
  const comes = (to: string) => comesLast({ text: 'Log in' }, url(to), url('/'));
  for (const to of [
    '/login',
    '/login?next=/',
    '/users/sign_in/',
    '/login/index.php',
    '/wp-login.php',
    '/f.php?mode=login',
    '/f.php?mode=register',
    '/login.action?os_destination=%2Fdisplay',
    '/login.jsf;jsessionid=0A1B',
    '/account/reset-password',
  ])
    assert.equal(comes(to), 2, to);
  for (const to of [
    '/',
    '/logins',
    '/docs/sign-in-with-a-key',
    '/login/why-we-changed-it',
    '/register',
    '/index.php',
    '/?q=how+to+login',
    '/?q=login',
    '/w/index.php?title=Login',
    '/wiki/Login',
    '/tag/login/',
    '/reference/cli/login/',
    '/en/latest/logout.html',
  ])
    assert.equal(comes(to), undefined, to);
  const asked = (query: string) =>
    comesLast({ text: 'docker login' }, url('/engine/login/'), url('/engine/'), '', query);
  assert.deepEqual(['log in to a registry', 'authenticate', 'pull an image'].map(asked), [undefined, undefined, 2]);
});

test('what is done with a page names it by its path', () => {
  const comes = (to: string, page: string) => comesLast({ text: 'Do it' }, url(to), url(page));
  const done = [
    ['/w/index.php?title=Tide_tables&action=history', '/wiki/Tide_tables'],
    ['/w/index.php?title=Special:Login&returnto=Tide+tables', '/wiki/Tide_tables'],
    ['/login?next=%2Fguide%2Ftides', '/guide/tides'],
    ['/share?url=https://site.example/guide/tides', '/guide/tides'],
    ['/login?next=/topic/7', '/topic/7'],
  ] as const;
  for (const [to, page] of done) assert.ok(comes(to, page), to);
  const other = [
    ['/tides?of=tides', '/tides'],
    ['/tides?page=2', '/tides'],
    ['/show?id=7', '/topic/7'],
    ['/w/index.php?title=Moorings', '/wiki/Tide_tables'],
    ['/map/tides', '/tides'],
    ['https://other.example/show?page=tides', '/tides'],
  ] as const;
  for (const [to, page] of other) assert.ok(!comes(to, page), to);
  for (const rel of ['nofollow', 'ugc NoFollow']) assert.ok(comesLast({ text: '', rel }, url('/a'), url('/')), rel);
  assert.ok(comesLast({ text: '' }, url('/a'), url('/'), 'NONE'));
  assert.ok(!comesLast({ text: '', rel: 'noopener' }, url('/a'), url('/'), 'noindex, max-snippet:none'));
});

test('further pages of a page are about what it is about', () => {
  const titleOf = (page: string, next: string | undefined, to: string, text: string) => {
    const next_page = next === undefined ? {} : { next_page: url(next).href };
    const told = furtherPages(url(page), { title: 'Tide tables', ...next_page });
    return told({ href: url(to).href, text, title: 'own' }, url(to)).title;
  };
  const further = [
    ['/topic/12', '/topic/12?a=1&page=2', '/topic/12?page=9&a=1', '9'],
    ['/blog/', '/blog/page/2/', '/blog/page/7', '7'],
    ['/blog/PAGE-2.html', '/blog/page-3.html', '/blog/', '1'],
    ['/blog_p2', '/blog_p3', '/blog', '1'],
  ] as const;
  for (const [page, next, to, text] of further) assert.equal(titleOf(page, next, to, text), 'Tide tables', to);
  const other = [
    ['/topic/12', '/topic/12?page=2', '/topic/12?page=3', 'What Ann says of it'],
    ['/topic/12', '/topic/12?page=2', '/topic/13?page=3', '3'],
    ['/topic/12', '/topic/12?page=2', '/topic/12?post=3', '3'],
    ['/topic/12', undefined, '/topic/12?page=3', '3'],
    ['/book/one', '/book/two', '/book/two', '2'],
    ['/blog', 'https://other.example/blog?page=2', '/blog?page=2', '2'],
  ] as const;
  for (const [page, next, to, text] of other) assert.equal(titleOf(page, next, to, text), 'own', to);
});

test('a graph is bounded, says so, and goes on where it was left', () => {
  const graph = new GraphBuilder();
  const page = (i: number) => url(`/${i}`).href;
  graph.visited(page(0), 0, { title: 'Start', result_id: 'r' });
  for (const to of [1, 2, 1, 0]) graph.link(page(0), page(to), 0);
  const again = new GraphBuilder(graph.graph);
  again.link(page(0), page(2), 0);
  again.link(page(2), page(3), 1);
  again.visited(page(3), 2, {});
  assert.deepEqual(again.graph, {
    nodes: [
      { url: page(0), depth: 0, visited: true, title: 'Start', result_id: 'r' },
      { url: page(1), depth: 1, visited: false },
      { url: page(2), depth: 1, visited: false },
      { url: page(3), depth: 2, visited: true },
    ],
    edges: [
      [0, 1],
      [0, 2],
      [2, 3],
    ].map(([from, to]) => ({ from, to })),
  });
  assert.equal(graph.graph.edges.length, 2, 'what was kept stays as it was');
  for (let i = 0; i <= 10_000; i++) again.link(page(0), page(i), 0);
  assert.deepEqual([again.graph.nodes.length, again.graph.cut], [10_000, true]);
  const dense = new GraphBuilder();
  for (let from = 0; from < 224; from++) for (let to = 0; to < 225; to++) dense.link(page(from), page(to), 0);
  assert.deepEqual([dense.graph.edges.length, dense.graph.cut], [50_000, true]);
});

test('files are no pages; dots in paths are no files', () => {
  for (const path of ['/a.pdf', '/b/c.JPG', '/x.tar.gz', '/style.css']) assert.equal(isFile(url(path)), true, path);
  for (const path of ['/a.html', '/v1.2', '/index.php', '/node.js.html', '/?f=a.pdf'])
    assert.equal(isFile(url(path)), false, path);
});

test('scope', () => {
  const roots = [url('https://www.site.example/docs/index.html')];
  const cases = [
    ['site', 'https://blog.site.example/', undefined],
    ['site', 'https://other.example/', 'scope'],
    ['host', 'https://www.site.example/x', undefined],
    ['host', 'https://blog.site.example/', 'scope'],
    ['path', 'https://www.site.example/docs/a/b', undefined],
    ['path', 'https://www.site.example/docsies', 'scope'],
    ['site', 'ftp://www.site.example/', 'no_page'],
    ['site', 'https://www.site.example/a.pdf', 'no_page'],
  ] as const;
  for (const [scope, to, expected] of cases)
    assert.equal(scopeOf({ scope }).leftOut(new URL(to), roots), expected, `${scope} ${to}`);
  const { leftOut: inDocs } = scopeOf({ scope: 'path', include_patterns: ['*/a*'], exclude_patterns: ['*/ab*'] });
  const bare = [url('https://other.example/'), url('https://www.site.example/docs')];
  for (const [to, expected] of [
    ['https://www.site.example/docs', 'include_patterns'],
    ['https://www.site.example/docs/a', undefined],
    ['https://www.site.example/docs/ab', 'exclude_patterns'],
    ['https://www.site.example/a', 'scope'],
    ['https://www.site.example/x/docs/a', 'scope'],
    ['https://blog.site.example/docs/a', 'scope'],
    ['https://other.example/a', undefined],
  ] as const)
    assert.equal(inDocs(new URL(to), bare), expected, to);
  const away = scopeOf({ scope: 'site', exclude_domains: ['blog.site.example'] });
  assert.deepEqual(
    ['https://a.blog.site.example/', 'https://site.example/'].map((to) => away.leftOut(new URL(to), roots)),
    ['exclude_domains', undefined],
  );
  assert.equal(scopeOf({ scope: 'path' }).leftOut(url('/docs/y'), [url('/docs/x')]), undefined);
  assert.equal(scopeOf({ scope: 'path' }).leftOut(url('/index.html/y'), [url('/index.html')]), undefined);
});

describe('traps', () => {
  test('endless addresses', () => {
    assert.equal(endlessUrl(url(`/${'x'.repeat(2_000)}`)), 'long_url');
    assert.equal(endlessUrl(url('/a/b/a/b/a/b/a')), 'repeating_path');
    assert.equal(endlessUrl(url(`/${Array.from({ length: 21 }, (_, i) => `s${i}`).join('/')}`)), 'repeating_path');
    const made = [
      `/${'x'.repeat(1_900)}`,
      '/a/b/a//b/a',
      `//${Array.from({ length: 20 }, (_, i) => `s${i}`).join('//')}//`,
    ];
    for (const path of [...made, '/2024/01/01/a-post-of-the-day'])
      assert.equal(endlessUrl(new URL(`https://site.example${path}`)), undefined, path);
  });

  const refusedAfter = (counts: ShapeCounts, make: (i: number) => string, most = 2_000) => {
    for (let i = 1; i <= most; i++) {
      const next = url(make(i));
      const reason = counts.refuse(next);
      if (reason !== undefined) return { reason, visits: i - 1 };
      counts.visited(next);
    }
    return { reason: undefined, visits: most };
  };

  test('a calendar gives 30 pages, a catalogue half of the crawl, articles all', () => {
    assert.deepEqual(
      refusedAfter(new ShapeCounts(1_000), (i) => `/events/${2000 + (i % 90)}-05?list=${i}`),
      { reason: 'calendar', visits: 30 },
    );
    assert.deepEqual(
      refusedAfter(new ShapeCounts(1_000), (i) => `/x?month=${i}`),
      { reason: 'calendar', visits: 30 },
    );
    const counts = new ShapeCounts(1_000);
    for (let i = 0; i < 40; i++) counts.visited(url(`/wiki/Project:${'x'.repeat(i)}`));
    assert.equal(counts.refuse(url('/wiki/Project:News/2024-05')), undefined, 'a namespace is no calendar');
    assert.deepEqual(
      refusedAfter(new ShapeCounts(1_000), (i) => `/item/${i}`),
      { reason: 'same_shape', visits: 500 },
    );
    assert.deepEqual(
      refusedAfter(new ShapeCounts(10), (i) => `/item/${i}`),
      { reason: 'same_shape', visits: 30 },
    );
    assert.deepEqual(
      refusedAfter(new ShapeCounts(1_000), (i) => `/shop?c${i}=1`),
      { reason: 'same_shape', visits: 500 },
    );
    const words = (i: number) => i.toString().replace(/\d/g, (d) => 'abcdefghij'[Number(d)] ?? '');
    assert.deepEqual(
      refusedAfter(new ShapeCounts(1_000), (i) => `/2024/05/${words(i)}`, 900),
      { reason: undefined, visits: 900 },
    );
  });

  test('dates by the ways that sites write them', () => {
    const visits = (make: (i: number) => string) => refusedAfter(new ShapeCounts(1_000), make, 40).visits;
    const dated = [
      '/e-2024-05/0',
      '/e/1999_1.html?n=0',
      '/e_2024_05/0',
      '/e/2100/12?n=0',
      '/Kalender/0',
      '/x/calendar/0',
      '/e?n=0&v=2024-05',
      '/e?n=0&v=1999-12',
      '/e?n=0&v=2100-10',
    ];
    const named = ['date', 'day', 'YEAR', 'week', 'yr', 'mo', 'ym', 'tribe-bar-date', 'cal', 'calendar'].map(
      (name) => `/e?${name}=0`,
    );
    for (const path of [...dated, ...named, '/e?n=0&v=20240531'])
      assert.equal(
        visits((i) => path.replace(/0$|=0/, (end) => end.replace('0', String(i)))),
        30,
        path,
      );
    const undated = [
      '/e/2024-13/0',
      '/e/12024-05/0',
      '/e?today=0',
      '/e?dated=0',
      '/e?n=0&v=2024-05-312',
      '/calendars/0',
      '/e?n=0&v=12024-05',
    ];
    for (const path of undated)
      assert.equal(
        visits((i) => path.replace(/0$|=0/, (end) => end.replace('0', String(i)))),
        40,
        path,
      );
  });

  test('an ending of which all were files is left', () => {
    const counts = new ShapeCounts(1_000);
    const visit = (path: string) => counts.visited(url(path));
    for (const name of 'abcde') {
      assert.equal(counts.refuse(url('/f.sig')), undefined, name);
      visit(`/pub/${name}.SIG`);
      visit(`/pub/${name}`);
      counts.wasFile(url(`/pub/${name}.sig`));
      counts.wasFile(url(`/pub/${name}`));
    }
    assert.equal(counts.refuse(url('/f.sig')), 'no_page');
    for (const path of ['/f', '/f.sig?raw', '/f.sig/', '/f.txt', '//other.example/f.sig'])
      assert.equal(counts.refuse(url(path)), undefined, path);
    for (const name of 'xyz') visit(`/pub/${name}.sig`);
    assert.equal(new ShapeCounts(1_000, counts.entries()).refuse(url('/f.sig')), 'no_page', 'three are on their way');
    visit('/pub/page.sig');
    assert.equal(counts.refuse(url('/f.sig')), undefined, 'one was a page');
  });

  test('a shape that yields copies is left', () => {
    const counts = new ShapeCounts(1_000);
    for (let i = 0; i < 5; i++) {
      assert.equal(counts.refuse(url('/p/9')), undefined, `${i} copies`);
      counts.visited(url(`/p/${i}`));
      counts.wasCopy(url(`/p/${i}`));
    }
    assert.equal(counts.refuse(url('/p/9')), 'copies');
    for (let i = 10; i < 16; i++) counts.visited(url(`/p/${i}`));
    assert.equal(counts.refuse(url('/p/9')), undefined, 'fewer than half are copies');
    counts.wasCopy(url('/p/9'));
    assert.equal(counts.refuse(url('/q/9')), undefined);
    assert.equal(new ShapeCounts(1_000, counts.entries()).refuse(url('/p/9')), 'copies', 'kept for the next call');
  });

  test('a shape whose pages ask not to be found is left for later, but not on a site that asks it of all', () => {
    const counts = new ShapeCounts(1_000);
    const visit = (path: string, robots?: string) => {
      counts.visited(url(path));
      return counts.asked(url(path), 1, robots);
    };
    for (const path of ['/v?do=diff', '/v?do=edit']) assert.equal(visit(path, 'noindex'), 'noindex');
    assert.equal(counts.refuse(url('/v?do=old')), undefined, 'two');
    visit('/v?do=index', 'NONE');
    assert.equal(counts.refuse(url('/v?do=old')), 'unlisted');
    assert.equal(new ShapeCounts(1_000, counts.entries()).refuse(url('/v?do=old')), 'unlisted', 'kept');
    for (let i = 0; i < 4; i++) visit(`/v?do=read${i}`, 'index, max-image-preview:none');
    assert.equal(counts.refuse(url('/v?do=old')), undefined, 'fewer than half ask it');
    const hidden = new ShapeCounts(1_000);
    assert.equal(hidden.asked(url('/'), 0, 'noindex,nofollow'), undefined);
    for (let i = 0; i < 9; i++) assert.equal(hidden.asked(url(`/p/${i}`), 1, 'noindex,nofollow'), undefined);
    assert.equal(hidden.refuse(url('/p/9')), undefined);
    assert.equal(new ShapeCounts(1_000).asked(url('/'), 0, 'nofollow'), undefined, 'the page that was named');
  });

  test('a namespace of a wiki is a shape; the colon of another address makes none', () => {
    const asked = (path: (name: string) => string, next: string) => {
      const counts = new ShapeCounts(1_000);
      for (const name of ['a', 'b', 'c']) {
        counts.visited(url(path(name)));
        counts.asked(url(path(name)), 1, 'noindex, nofollow');
      }
      return counts.refuse(url(next));
    };
    assert.equal(
      asked((name) => `/wiki/Spezial:${name}/Tide`, '/wiki/Spezial:log'),
      'unlisted',
    );
    for (const next of ['/wiki/Tide', '/wiki/Help:log', '/w/Spezial:log', '/wiki/a:Spezial:log'])
      assert.equal(
        asked((name) => `/wiki/Spezial:${name}`, next),
        undefined,
        next,
      );
    assert.equal(
      asked((name) => `/w?title=Spezial:${name}`, '/w?title=Spezial:log'),
      'unlisted',
    );
    for (const next of ['/w?title=log', '/w?title=Help:log', '/w?title=Spezial:log&x=1', '/w?name=Spezial:log'])
      assert.equal(
        asked((name) => `/w?title=Spezial:${name}`, next),
        undefined,
        next,
      );
    for (const next of ['/w?a=1', '/w?b=Spezial:log'])
      assert.equal(
        asked((name) => `/w?${name}=Spezial:${name}`, next),
        'unlisted',
        `${next}: three kinds tell of the path`,
      );
    assert.equal(
      asked((name) => `/w?to=https://site.example/${name}`, '/w?to=log'),
      'unlisted',
      'no namespace',
    );
    const archived = (name: string) => `/web/https://site.example/${name}`;
    assert.equal(asked(archived, archived('log')), undefined);
  });

  test('what one parameter makes copies of says little of the others; three of them tell of their path', () => {
    const counts = new ShapeCounts(1_000);
    const copies = (name: string) => {
      for (let i = 0; i < 5; i++) {
        if (counts.refuse(url(`/topic?${name}=${i}`)) === undefined) counts.visited(url(`/topic?${name}=${i}`));
        counts.wasCopy(url(`/topic?${name}=${i}`));
      }
    };
    copies('post');
    assert.equal(counts.refuse(url('/topic?post=9')), 'copies');
    assert.equal(counts.refuse(url('/topic?id=9')), undefined);
    copies('sort');
    assert.equal(counts.refuse(url('/topic?id=9')), undefined);
    copies('view');
    assert.equal(counts.refuse(url('/topic?id=9')), 'copies');
  });
});

describe('near duplicates', () => {
  const text = (change = '') =>
    `${Array.from({ length: 80 }, (_, i) => `Sentence ${i} of a page about tides and harbours.`).join(' ')} ${change}`;
  const near = (a: string, b: string, titles = ['T', 'T']) => {
    const [x, y] = [fingerprintOf(titles[0] ?? '', a), fingerprintOf(titles[1] ?? '', b)];
    return x !== undefined && y !== undefined && isNearDuplicate(x, y);
  };
  test('a date more is the same page, another text or title is another', () => {
    assert.equal(near(text(), text('Printed on 3 May.')), true);
    assert.equal(near(text(), text().replaceAll('tides', 'ships').replaceAll('harbours', 'gardens')), false);
    assert.equal(near(text(), text(), ['A', 'B']), false);
  });
  test('pages of one frame, which is two thirds of their words, are pages of their own', () => {
    let state = 1;
    const some = (count: number) =>
      Array.from({ length: count }, () => {
        // Lehmer's generator: the same words each time.
        state = (state * 48_271) % 2_147_483_647;
        return state.toString(36);
      }).join(' ');
    const frame = some(550);
    const pages = Array.from({ length: 40 }, () => fingerprintOf('T', `${frame} ${some(250)}`)).filter(
      (one) => one !== undefined,
    );
    assert.equal(pages.length, 40);
    for (const [i, one] of pages.entries())
      for (const other of pages.slice(i + 1)) assert.equal(isNearDuplicate(one, other), false);
  });
  test('short texts must be the same; no text says nothing', () => {
    assert.equal(near('Item 1, 20 €', 'ITEM 1: 20 €'), true);
    assert.equal(near('Item 1, 20 €', 'Item 2, 30 €'), false);
    assert.equal(fingerprintOf('T', ' – '), undefined);
  });
  test('Chinese, too', () => {
    const chinese =
      '潮汐是海水在月球和太阳引力作用下的周期性涨落现象。'.repeat(3) +
      Array.from({ length: 90 }, (_, i) => `第${i}条港口记录如下。`).join('');
    assert.equal(near(chinese, `${chinese}打印。`), true);
    assert.equal(near(chinese, chinese.replaceAll('港口', '花园').replaceAll('记录', '植物')), false);
  });
});

test('a page says its headings and passages, without markup and menus', () => {
  const { headings, lead, passages } = pageText(
    '- [Home](https://x.example/)\n- [A long menu entry about many things](https://x.example/b)\n\n# All about\\_it [¶](https://x.example/#a "Permalink")\n\nThe *first* passage with [a link](https://x.example/c_(d)) that says something.\\\nThe second line of it, which is as long as another one.\n\nshort',
  );
  assert.equal(headings, 'All about_it');
  const texts = passages.map(({ text }) => text);
  assert.deepEqual(texts, [
    'The first passage with a link that says something.',
    'The second line of it, which is as long as another one.',
  ]);
  assert.equal(lead, texts.join(' '));
});

test('rows and items that stand together are passages, and begin no page', () => {
  const rows = '| Weeks late | Fee |\n| - | - |\n| 1 to 4 | £25 |\n\n- Sun: closed\n- Mon: 9 to 5\n\nNoon\n\n- Alone\n';
  const { passages, lead } = pageText(
    `# Boats\n\n## Fees\n\n${rows}\nA sentence that is long enough to begin a page with.\n`,
  );
  assert.deepEqual(
    passages.map(({ text, heading }) => [text, heading]),
    [
      ['Weeks late Fee; 1 to 4 £25', 'Fees'],
      ['Sun: closed; Mon: 9 to 5', 'Fees'],
      ['A sentence that is long enough to begin a page with.', 'Fees'],
    ],
  );
  assert.equal(lead, 'A sentence that is long enough to begin a page with.');
  const many = pageText('- ten words\n'.repeat(5_000)).passages;
  assert.equal(many.length, 300);
  assert.ok(many.every(({ text }) => text.length < 200));
  assert.equal(pageText('1. ## Pier\n\nx\n').body, 'Pier x');
  const contents = '- Opening hours\n- Getting here\n\n## Opening hours\n\nNoon\n\n## Getting here\n\nx\n';
  assert.deepEqual(pageText(contents).passages, []);
});

test('signs that are no marks of markdown stay', () => {
  const body = (markdown: string) => pageText(markdown).body;
  assert.equal(
    body('- -5 °C at night\n> -0.4 % since\n\n+49 30 12\n\n+ #1 of all\n'),
    '-5 °C at night -0.4 % since +49 30 12 #1 of all',
  );
  assert.equal(body('Press **\\\\** to\n\n* * *\n'), 'Press \\ to');
});

test('a passage knows the headings it stands under: neither the title nor comments in code are any', () => {
  const passage = 'This passage is as long as a sentence of some length.';
  const code = '```sh\n# Mow the lawn\nmow --all\n```';
  const { headings, passages } = pageText(
    `# Garden\n\n## Lawn\n\n#### Edges\n\n${passage}\n\n${code}\n\n${passage}\n\n## Pond\n\n${passage}`,
  );
  assert.equal(headings, 'Garden Lawn Edges Pond');
  assert.deepEqual(
    passages.map(({ heading, above }) => [above, heading]),
    [
      ['Lawn', 'Edges'],
      ['Lawn', 'Edges'],
      ['', 'Pond'],
    ],
  );
  const long = pageText(`## ${'Rope '.repeat(30_000)}\n\n${passage}`);
  assert.equal(long.passages[0]?.heading.length, 300, 'it is weighed with each passage');
});

test('a link whose text has brackets is told by its text', () => {
  const { passages } = pageText(
    'sail(*wind*) → [bool](https://x.example/t "(in 3.11)") [[source]](https://x.example/s): leaves the harbour.',
  );
  assert.deepEqual(passages[0]?.text, 'sail(wind) → bool [source]: leaves the harbour.');
});

test('a link whose text has brackets leaves no address', () => {
  const { passages } = pageText(
    'The ferry sails at seven[[1]](https://x.example/n)[[2]](https://x.example/m), says [the [new] guide](https://x.example/g) [of](https://x.example/o) [late.',
  );
  assert.deepEqual(
    passages.map(({ text }) => text),
    ['The ferry sails at seven[1][2], says the [new] guide of [late.'],
  );
});

test('a page of short lines is told by them, each with the name it stands under', () => {
  const card = (name: string, price: string) => `### [${name}](https://x.example/b)\n\n${price}\n\nAdd\n\n`;
  const { lead, body } = pageText(
    `# Shop\n\n30 items\n\n${card('Brass lamp', '€ 19.50')}${card('Oil coat', '€ 56.50')}`,
  );
  assert.equal(lead, '30 items Brass lamp: € 19.50 Add');
  assert.equal(body, '30 items € 19.50 Add € 56.50 Add');
  const menu = `## Departments\n\n- [Lamps](https://x.example/l)\n\n`;
  assert.equal(pageText(`${menu}# Shop\n\n30 items\n\nNew\n\nOld\n`).lead, '30 items New Old');
  assert.equal(pageText(`## Lamps\n\n30 items\n`, 'Lamps - Shop').lead, '30 items');
  assert.equal(
    pageText('# Shop\n\nSort (Price / Name (disabled))\n\nThe lamps of oil and brass (old / used)\n').lead,
    'The lamps of oil and brass (old / used)',
  );
});

test('a page that is a list of links is told by its first entries, without the lines of its table', () => {
  const rows = ['Wet rope', 'Anchors', 'Fog'].map((topic) => `| [${topic} and more](https://x.example/t) | 3 |\n`);
  const list = `[Home](https://x.example/)\n\n# Forum\n\n| Topic | Replies |\n| - | - |\n${rows.join('')}${rows.join('')}\n\nQuay 4\n`;
  assert.equal(pageText(list).lead, 'Topic Replies Wet rope and more 3 Anchors and more 3');
  const index = '# Index\n\n- [Knots](https://x.example/k)\n- [Buoys](https://x.example/b)\n';
  assert.equal(pageText(index).lead, 'Knots Buoys');
  assert.equal(
    pageText(`Boats leave the pier at seven in the morning.\n\n${index}`).lead,
    'Boats leave the pier at seven in the morning.',
  );
});

test('a picture that is a link is told by its words', () => {
  const { passages } = pageText(
    'Boats leave the pier [![Harbour at dawn](https://x.example/a_(1).png)](https://x.example/) all year ![](https://x.example/b.png) round.',
  );
  assert.equal(passages[0]?.text, 'Boats leave the pier Harbour at dawn all year round.');
});

test('an excerpt is of the section whose heading the query names', async () => {
  const passages = [
    { text: 'Boats at night need two lamps, see the chapter about mooring.', heading: 'Lamps', above: '' },
    { text: 'Two ropes are led to the bollard and pulled tight there.', heading: 'Mooring boats at night', above: '' },
    { text: 'At low water they are given more length, an arm or so.', heading: 'Mooring boats at night', above: '' },
  ];
  const excerpt = (query: string, some = passages) => excerptFor(some, query, 'en', signal);
  assert.match((await excerpt('mooring boats at night')) ?? '', /^Two ropes/);
  assert.match((await excerpt('mooring boats at low water')) ?? '', /^At low water/);
  assert.match((await excerpt('lamps at night')) ?? '', /two lamps/);

  const notes = [
    { text: 'A mark in the text and a line below it belong together.', heading: 'Footnotes', above: 'Syntax' },
    {
      text: 'The order of the lines decides which number each has.',
      heading: 'Numbered footnotes',
      above: 'Syntax Footnotes',
    },
  ];
  assert.match((await excerpt('footnotes', notes)) ?? '', /^A mark/, 'not of a section in it that repeats its name');
  const fixed = (above: string, boats: number) => ({
    text: `A leak is mended, as boats ${boats} told.`,
    heading: 'Fixed',
    above: `Version ${above}`,
  });
  assert.match(
    (await excerpt('version 1.9 fixed', ['2.0', '1.9', '1.8'].map(fixed))) ?? '',
    /boats 1/,
    'by the version',
  );
});

test('an excerpt is the whole sentences that answer best, as they were written', async () => {
  const filler = 'Nothing of interest is told in this long sentence about other things. '.repeat(5);
  const cases = [
    [
      `${filler}Version 3.11.2 of example.com costs 12.50 euros. ${filler}`,
      'version',
      /Version 3\.11\.2 of example\.com costs 12\.50 euros\./,
    ],
    [`${'潮汐是海水的周期性涨落现象。'.repeat(30)}渡轮在港口。渡轮很大。`, '渡轮', /。渡轮在港口。渡轮很大。$/],
    [`${'他说：「潮汐是海水的涨落。」'.repeat(30)}渡轮在港口。`, '渡轮', /^他.+」渡轮在港口。$/],
    [`${'2026年も潮は月の力で満ち引きする。'.repeat(30)}2027年に船が来る。`, '船', /。2027年に船が来る。$/],
    [`${'潮の満ち引きは月の力で起きる．'.repeat(30)}料金は３．５ユーロ．`, '料金', /料金は３．５ユーロ．$/],
    [`${'समुद्र का जल हर दिन ऊपर और नीचे होता है। '.repeat(20)}नाव का किराया कम है।`, 'किराया', /। नाव का किराया कम है।$/],
    [`${'هل يرتفع ماء البحر كل يوم؟ '.repeat(30)}كم أجرة العبارة؟`, 'أجرة', /^(?:هل.*)?كم أجرة العبارة؟$/],
    [`${'น้ำทะเลขึ้นและลงทุกวันตามแรงของดวงจันทร์ '.repeat(20)}เรือออกจากท่าตอนเช้า`, 'เรือ', / เรือออกจากท่าตอนเช้า$/],
  ] as const;
  for (const [passage, query, expected] of cases) {
    const excerpt = await excerptFor([{ text: passage, heading: '', above: '' }], query, undefined, signal);
    assert.match(excerpt ?? '', expected);
    assert.ok((excerpt ?? '').length <= 300);
  }
  assert.equal(beginningOf(filler).length, 209, 'three of its sentences');
  const endless = 'tides and no end of it '.repeat(5_000);
  assert.equal(
    (await excerptFor([{ text: endless, heading: '', above: '' }], 'tides', undefined, signal))?.length,
    281,
  );
  assert.equal(beginningOf(endless).length, 281);
});

test('a page is told without half characters', () => {
  const long = `${'x'.repeat(299)}😀${'y'.repeat(199)}😀z`;
  const link = { url: 'https://x.example/b', depth: 0, text: '', title: '', intrinsic: 0, context: '' };
  const metadata = { title: long, description: `z${long.slice(2)}${long}` };
  const { title, description } = pageOf(link, {
    ...NO_PAGE,
    result_id: 'r',
    url: link.url,
    redirected_url: link.url,
    metadata,
  });
  for (const text of [title, description]) assert.ok(text?.endsWith('…') && encodeURIComponent(text) !== '');
});

test('why a page was visited', () => {
  const link = {
    url: 'https://x.example/b',
    depth: 1,
    from: 'https://x.example/',
    title: '',
    intrinsic: 0,
    context: '',
  };
  for (const [given, expected] of [
    [{ ...link, text: 'Boats', score: 7.31 }, 'link "Boats" on https://x.example/ (7.3)'],
    [{ ...link, text: '', title: 'All boats' }, 'link "All boats" on https://x.example/'],
    [{ ...link, text: '' }, 'link on https://x.example/'],
    [{ ...link, text: `${'x'.repeat(79)}😀😀` }, `link "${'x'.repeat(79)}…" on https://x.example/`],
    [{ url: link.url, depth: 0, text: '', title: '', intrinsic: 0, context: '' }, 'named'],
  ] as const)
    assert.equal(whyOf(given), expected);
});

test('markdown made to be slow is read in time', () => {
  for (const hostile of [
    '['.repeat(200_000),
    '[a]('.repeat(50_000),
    `[a](${'('.repeat(199_000)}`,
    '![a\\'.repeat(40_000),
    '[\\'.repeat(100_000),
    '\\'.repeat(200_000),
  ]) {
    const before = process.cpuUsage();
    pageText(hostile);
    assert.ok(process.cpuUsage(before).user < 300_000, hostile.slice(0, 10));
  }
});

describe('the part that answers best', () => {
  const filler = (chars: number) => `${'Tides rise and fall twice a day.\n\n'.repeat(Math.ceil(chars / 34))}`;
  const at = async (markdown: string, query: string) => {
    const best = await bestPart(markdown, query, 'en', signal);
    return best && { from: markdown.slice(best.offset).split('\n', 1)[0], end: best.end, heading: best.under };
  };

  test('it is told with its section from the beginning, where that is near, and where it ends', async () => {
    const near = `Harbour guide.\n\n# Guide\n\n## Moorings\n\n${filler(2_000)}Berths cost nine euros.\n\n## Ferries\n\nThey sail at noon.\n`;
    assert.deepEqual(await at(near, 'euros'), {
      from: '## Moorings',
      end: near.indexOf('## Ferries'),
      heading: 'Moorings',
    });
    assert.deepEqual(await at(near, 'sail'), {
      from: '## Ferries',
      end: near.length,
      heading: 'Ferries',
    });
    assert.deepEqual(await at(near, 'harbour'), {
      from: 'Harbour guide.',
      end: near.indexOf('# Guide'),
      heading: '',
    });
    assert.equal((await at(`# Tides\n\n${filler(5_000)}${near}`, 'euros'))?.from, '## Moorings', 'wherever it stands');
    const far = near.replace(filler(2_000), filler(5_000));
    const part = await bestPart(far, 'euros', 'en', signal);
    const start = far.indexOf('Berths') - (part?.offset ?? 0);
    assert.ok(start > 0 && start < 1_600 && part?.under === 'Moorings', `${start}`);
  });

  test('nothing is said where no word is in it, nor of what is behind 600,000 characters', async () => {
    assert.equal(await at('', 'euros'), undefined);
    assert.equal(await at('# Tides\n\nThey rise.\n', 'euros'), undefined);
    assert.equal(await at(`${filler(600_000)}Berths cost nine euros.`, 'euros'), undefined);
    assert.notEqual(await at(`${filler(500_000)}Berths cost nine euros.`, 'euros'), undefined);
    const sections = (count: number) => `${'# Tides\n\nHigh.\n\n'.repeat(count)}# Berths\n\nNine euros.\n`;
    assert.equal((await at(sections(3_900), 'euros'))?.heading, 'Berths');
    assert.equal(await at(sections(4_000), 'euros'), undefined, 'nor of parts beyond 4,000');
  });

  test('of parts that answer alike, the first; a section is about what it and those around it are called', async () => {
    const twice = '# A\n\nBerths cost nine euros.\n\n# B\n\nBerths cost nine euros.\n';
    assert.equal((await at(twice, 'euros'))?.heading, 'A');
    const named =
      '# Inns\n\n## Prices\n\nNine a night.\n\n# Berths\n\n## Prices\n\nNine a night.\n\n## Rules\n\nNo fires.\n';
    assert.deepEqual(await at(named, 'prices of berths'), {
      from: '## Prices',
      end: named.indexOf('## Rules'),
      heading: 'Prices',
    });
    assert.equal(
      (await at(`# Tides\n\n### Springs\n\nHigh.\n\n## Neaps\n\nLow ones.\n`, 'springs'))?.heading,
      'Springs',
    );
    const long = (name: string) => `# ${name}\n\n${filler(4_000)}Rooms and prices.\n\n`;
    const both = `${long('Inns')}${long('Moorings')}`;
    assert.equal(
      (await at(both, 'prices at moorings'))?.end,
      both.length,
      'not the first of the section, nor that of Inns',
    );
    const begin = await bestPart(both, 'moorings', 'en', signal);
    assert.equal(begin?.offset, both.indexOf('# Moorings'));
    assert.ok((begin?.end ?? 0) < both.length - 2_000, 'the name is said where the section begins');
    const beside = '# Quay\n\n### Prices\n\nNine.\n\n### Rules\n\nNine.\n';
    assert.equal((await at(beside, 'prices rules'))?.heading, 'Prices', 'what stands before is not what stands above');
    assert.equal(
      (await at('# Fees\n\n### Boats\n\nNine.\n\n## Cars\n\nTen.\n\n# Cars\n\nNone.\n', 'fees cars'))?.end,
      41,
    );
  });

  test('comments in code are no headings, menus say nothing, and what stands in code is said', async () => {
    const code = '# Setup\n\n```sh\n# install everything\nnpm ci\n\nmake moorings\n```\n\n# Use\n\nRun it.\n';
    assert.deepEqual(await at(code, 'moorings'), {
      from: '# Setup',
      end: code.indexOf('# Use'),
      heading: 'Setup',
    });
    assert.equal((await at(code, 'run'))?.heading, 'Use');
    const calls = code.replace('make moorings', 'handlers[name](moorings)');
    assert.equal((await at(calls, 'moorings'))?.heading, 'Setup');
    const fenced = code.replaceAll('```', '````').replace('npm ci', '```sh\n- ```` sh');
    assert.equal((await at(fenced, 'moorings'))?.heading, 'Setup', 'a shorter fence, and one that says what follows');
    assert.equal((await at(fenced, 'run'))?.heading, 'Use');
    const inList = code.replace('```sh', '- ```sh').replace('\n```\n', '\n  ```\n');
    assert.equal((await at(inList, 'moorings'))?.heading, 'Setup');
    const long = `# Setup\n\n${filler(3_100)}\`\`\`sh\n${'npm ci\n'.repeat(300)}\nmake moorings\n\`\`\`\n\n# Use\n`;
    const best = await bestPart(long, 'moorings', 'en', signal);
    assert.match(long.slice(best?.offset, best?.end), /```sh[^`]*```/, 'code is not parted at its empty lines');
    const menu = '# Top\n\n[Berths](/b) [Berths and euros](/e)\n\n# Fees\n\nBerths cost nine euros.\n';
    assert.equal((await at(menu, 'berths euros'))?.heading, 'Fees');
  });

  test('what defines a name comes before what speaks of it, in the list of its section', async () => {
    const item = (name: string, more: string) =>
      `- **${name}(*tide*)**: ${more}\n\n${'  Rises and falls.\n\n'.repeat(120)}`;
    const list = ['moor', 'row'].map((name) => item(name, 'Tells the pier, see sail, too.')).join('');
    const page = `# Functions\n\n## Berths\n\n${list}${item('sail', 'Tells the pier, see the harbour.')}`;
    assert.match((await at(page, 'sail'))?.from ?? '', /^- \*\*sail/);
  });

  test('what it stands under: the nearest two of headings and the item that it is within', async () => {
    const versions = ['2.0', '1.9'].map((version) => `## ${version}\n\n### Fixed\n\n${version} mends a leak.\n\n`);
    assert.equal((await at(`# Changes\n\n${versions.join('')}`, '1.9'))?.heading, '1.9');
    assert.equal((await at(`# Changes\n\n${versions.join('')}`, '1.9 mends'))?.heading, '1.9 > Fixed');
    const told = (name: string) =>
      `- **${name}(*tide*)**: Tells.\n\n${'  Rises and falls.\n\n'.repeat(400)}  In euros.\n\n`;
    const functions = `# Functions\n\n## Berths\n\n${told('moor')}${told('sail')}`;
    assert.equal((await at(functions, 'sail euros'))?.heading, 'Berths > sail(tide): Tells.');
    assert.equal((await at(`${functions}Nine crowns.\n`, 'crowns'))?.heading, 'Berths', 'behind the list');
    const indented = `   Tides rise.\n\n`.repeat(400);
    const plain = `1.  Berths\n\n${indented}Appendix A.  Fees\n\n${indented}   Nine crowns.\n`;
    assert.equal((await at(plain, 'crowns'))?.heading, '', 'plain text');
    assert.equal((await at(plain.replace('Appendix A.', '2.'), 'crowns'))?.heading, '2. Fees');
  });

  test('a part begins with an item of a list, and within a line only where that is long', async () => {
    const item = (said: string) => `- ${said}\n\n${'  Tides rise and fall twice a day.\n\n'.repeat(70)}`;
    const list = `# L\n\n${filler(3_100)}${item('One.')}${item('Berths cost nine euros.')}${item('Three.')}`;
    const best = await bestPart(list, 'euros', 'en', signal);
    assert.match(list.slice(best?.offset), /^- Berths/);
    assert.match(list.slice(best?.end), /^- Three/);
    const line = `${'tides rise and fall '.repeat(1_000)}berths cost nine euros ${'tides rise and fall '.repeat(1_000)}`;
    const piece = await bestPart(`# L\n\n${line}\n\nEnd.`, 'euros', 'en', signal);
    assert.equal(piece?.offset, 5 + 20_000);
    assert.equal(piece?.end, 5 + 22_000);
    assert.equal(
      (await bestPart(`# L\n\n${line}\n\n# Quay\n\nEnd.`, 'quay', 'en', signal))?.offset,
      5 + line.length + 2,
    );
  });
});

test('the part that answers best is looked for in time, in words without spaces, too', async () => {
  for (const hostile of [
    '一'.repeat(600_000),
    '# a\n'.repeat(150_000),
    '|a\n\n'.repeat(150_000),
    '![a\\'.repeat(150_000),
  ]) {
    const before = process.cpuUsage();
    await bestPart(hostile, 'a 一', undefined, signal);
    assert.ok(process.cpuUsage(before).user < 3_000_000, hostile.slice(0, 10));
  }
});

test('locations of a sitemap', () => {
  assert.deepEqual(
    locations('<url><loc> https://x.example/a?b=1&amp;c=2 </loc></url><LOC><![CDATA[https://x.example/d]]></LOC>'),
    ['https://x.example/a?b=1&c=2', 'https://x.example/d'],
  );
  assert.deepEqual(
    locations('<loc>https://x.example/?a&#038;b&#x26;c</loc><loc>https://x.example/?d&amp;apos;&apos;&copy=1</loc>'),
    ['https://x.example/?a&b&c', "https://x.example/?d&apos;'&copy=1"],
  );
  assert.equal(locations('<loc>https://x.example/</loc>'.repeat(6_000)).length, 5_000);
  // Ten megabytes of blanks shrink to ten kilobytes on the way.
  const before = process.cpuUsage();
  for (const unit of [' ', '<loc>', '<loc> ', '<loc><![CDATA[ ', `<loc>${'x'.repeat(3_000)}`])
    locations(`<loc>${unit.repeat(10_000_000 / unit.length)}<`);
  assert.ok(process.cpuUsage(before).user < 2_000_000);
});

describe('frontier', () => {
  const item = (href: string, text = '') => ({ href: url(href).href, text, title: '', intrinsic_score: 5 });
  const start = { url: 'https://site.example/', depth: 0, topic: '', around: {} };
  const add = (frontier: Frontier, ...items: Array<ReturnType<typeof item>>) => {
    for (const one of items) frontier.add(visitKey(new URL(one.href)), one, start);
  };

  test('a query: the best link first, by its text, by what stands around it, by what another page says', async () => {
    const frontier = new Frontier('tide tables');
    add(frontier, item('/a', 'Contact'), item('/b', 'Tide tables'), item('/c', 'More'), item('/d', 'Imprint'));
    frontier.add(visitKey(url('/c')), item('/c', 'More'), {
      ...start,
      around: { [url('/c').href]: ['tables of the tide'] },
    });
    await frontier.rank(undefined, signal);
    const order = [1, 2, 3].map(() => frontier.take(() => true)?.url.slice(-2));
    assert.deepEqual(order.slice(0, 2), ['/b', '/c']);
  });

  test('a query: where no word of it decides, what is near the start goes first', async () => {
    const frontier = new Frontier('tide tables');
    const chapter = { ...start, url: url('/a').href, depth: 1 };
    for (const path of ['/a/1', '/a/2']) frontier.add(visitKey(url(path)), item(path, 'Harbour'), chapter);
    frontier.add(visitKey(url('/a/3')), item('/a/3', 'Tide tables'), chapter);
    add(frontier, { ...item('/b', 'Part B'), intrinsic_score: 4 }, { ...item('/c', 'Part C'), intrinsic_score: 4 });
    await frontier.rank(undefined, signal);
    assert.deepEqual(rest(frontier), ['a/3 2', 'b 1', 'c 1', 'a/1 2', 'a/2 2']);
  });

  test('none: by depth, then as found; a host that is not ready is passed over', () => {
    const frontier = new Frontier(undefined);
    frontier.add('deep', item('/deep'), { ...start, depth: 3 });
    add(frontier, item('https://slow.example/x'), item('/y'));
    assert.equal(frontier.take(({ url: of }) => !of.includes('slow'))?.url, url('/y').href);
    assert.equal(frontier.take(() => true)?.url, 'https://slow.example/x');
  });

  test('what there was enough of comes last, however good', async () => {
    const frontier = new Frontier('tide');
    add(frontier, item('/a', 'Contact'), item('/b', 'Tide'));
    await frontier.rank(undefined, signal);
    const best = frontier.take(() => true);
    assert.ok(best);
    frontier.putLast(best, 1);
    add(frontier, item('/c', 'Imprint'));
    await frontier.rank(undefined, signal);
    assert.deepEqual([1, 2, 3].map(() => frontier.take(() => true)?.url.slice(-2)).at(-1), '/b');
  });

  test('what waits is bounded, and the best stay', async () => {
    const frontier = new Frontier('needle');
    add(
      frontier,
      ...Array.from({ length: WAITING_MAX + 500 }, (_, i) => item(`/hay/${i}`, `Hay ${i}`)),
      item('/n', 'The needle'),
    );
    await frontier.rank(undefined, signal);
    assert.equal(frontier.size, WAITING_MAX);
    assert.equal(frontier.dropped, 501);
    assert.equal(frontier.take(() => true)?.url, url('/n').href);
  });

  const rest = (frontier: Frontier) => {
    const order: string[] = [];
    for (let link = frontier.take(() => true); link !== undefined; link = frontier.take(() => true))
      order.push(`${new URL(link.url).pathname.slice(1)} ${link.depth}`);
    return order;
  };
  const key = (path: string) => visitKey(url(path));

  test('what a sitemap names: behind the links of its depth, one of them once a page links to it', () => {
    const frontier = new Frontier(undefined);
    for (const path of ['/named', '/plain', '/linked']) frontier.addPlain(key(path), url(path).href, 1);
    frontier.addPlain(key('/named'), url('/named').href, 0);
    frontier.addPlain(key('/plain'), url('/plain').href, 5);
    add(frontier, item('/first'), item('/linked'), item('/named'));
    frontier.add(key('/deep'), item('/deep'), { ...start, depth: 1 });
    frontier.add(key('/first'), item('/first'), { ...start, depth: 7 });
    assert.deepEqual(rest(frontier), ['named 0', 'first 1', 'linked 1', 'plain 1', 'deep 2']);
  });

  test('what a sitemap names goes where a page has it, but a ranked link keeps its place until the next ranking', async () => {
    for (const [query, expected] of [
      [undefined, ['b 1', 'a 1']],
      ['tide', ['a 1', 'b 1']],
    ] as const) {
      const frontier = new Frontier(query);
      for (const path of ['/a', '/b']) frontier.addPlain(key(path), url(path).href, 1);
      await frontier.rank(undefined, signal);
      for (const path of ['/b', '/a']) frontier.add(key(path), item(path), { ...start, depth: 1 });
      assert.deepEqual(rest(frontier), expected);
    }
  });

  test('a link that is to come last does, one that is dropped does not, one put back waits again', async () => {
    for (const query of [undefined, 'tide']) {
      const frontier = new Frontier(query);
      frontier.add(key('/last'), item('/last', 'Tide'), start, 2);
      add(frontier, item('/a', 'Tide'), item('/b'), item('/c'));
      frontier.drop(key('/b'));
      await frontier.rank(undefined, signal);
      const taken = frontier.take(() => true);
      assert.equal(taken?.url, url('/a').href);
      if (taken !== undefined) frontier.putBack(taken);
      await frontier.rank(undefined, signal);
      const order = query === undefined ? ['c 1', 'a 1', 'last 1'] : ['a 1', 'c 1', 'last 1'];
      assert.deepEqual(rest(frontier), order);
    }
  });

  test('a link that comes last on one page does not where another has it like any other', () => {
    const frontier = new Frontier(undefined);
    for (const path of ['/login', '/answer']) frontier.add(key(path), item(path), start, 2);
    add(frontier, item('/a'));
    for (const late of [undefined, 2] as const) frontier.add(key('/answer'), item('/answer'), start, late);
    assert.deepEqual(rest(frontier), ['answer 1', 'a 1', 'login 1']);
  });

  test('of what comes last: what there was enough of, what robots are asked not to follow, other forms of a page', async () => {
    for (const query of [undefined, 'tide']) {
      const frontier = new Frontier(query);
      for (const late of [3, 2] as const) frontier.add(key(`/l${late}`), item(`/l${late}`, 'Tide'), start, late);
      for (const late of [3, 2] as const) frontier.add(key('/found'), item('/found', 'Tide'), start, late);
      add(frontier, item('/enough', 'Hay'));
      await frontier.rank(undefined, signal);
      const enough = frontier.take(({ last }) => last === undefined);
      assert.ok(enough);
      frontier.putLast(enough, 1);
      const [first, ...others] = rest(frontier);
      assert.deepEqual([first, others.slice(0, 2).sort(), others[2]], ['enough 1', ['found 1', 'l2 1'], 'l3 1']);
    }
  });

  test('ranked anew when a tenth is new, or from the page that was named', async () => {
    const found = async (count: number, depth: number) => {
      const frontier = new Frontier('needle');
      const hay = (from: number, of: number) => Array.from({ length: of }, (_, i) => item(`/hay/${from + i}`, 'Hay'));
      add(frontier, ...hay(0, 600));
      await frontier.rank(undefined, signal);
      for (const one of [...hay(600, count - 1), item('/n', 'The needle')])
        frontier.add(key(one.href), one, { ...start, depth });
      await frontier.rank(undefined, signal);
      return frontier.take(() => true)?.url === url('/n').href;
    };
    assert.deepEqual([await found(1, 1), await found(70, 1), await found(1, 0)], [false, true, true]);
    const named = new Frontier('needle');
    for (let i = 0; i < 600; i++) named.addPlain(key(`/hay/${i}`), url(`/hay/${i}`).href, 1);
    named.addPlain(key('/needle'), url('/needle').href, 1);
    await named.rank(undefined, signal);
    assert.equal(named.take(() => true)?.url, url('/needle').href);
  });

  test('without a query what waits is bounded, a sitemap takes half of it, and texts are cut', () => {
    const frontier = new Frontier(undefined);
    for (let i = 0; i < WAITING_MAX; i++) frontier.addPlain(`s${i}`, url(`/s/${i}`).href, 1);
    assert.equal(frontier.size, WAITING_MAX / 2);
    for (let i = 0; i < WAITING_MAX; i++) frontier.add(`l${i}`, item(`/l/${i}`, 'x'.repeat(999)), start);
    assert.equal(frontier.size, WAITING_MAX);
    assert.equal(frontier.dropped, WAITING_MAX);
    frontier.drop('l1');
    frontier.add(`l${WAITING_MAX - 1}`, item('/late', 'Late'), start);
    assert.equal(frontier.dropped, WAITING_MAX - 1, 'what finds room later is not lost');
    frontier.drop(`l${WAITING_MAX - 1}`);
    frontier.add('l1', item('/l/1', 'x'.repeat(999)), start);
    const around = { [url('/l/1').href]: ['y'.repeat(999)] };
    frontier.add('l1', item('/l/1', 'x'.repeat(999)), { ...start, url: url('/other').href, around });
    const long = frontier.waiting().find((link) => link.url === url('/l/1').href);
    assert.deepEqual([long?.text.length, long?.context.length, long?.from], [300, 800, start.url]);
    for (let i = 0; i < 20_005; i++) frontier.addPlain(`d${i}`, url(`/d/${i}`).href, 1);
    assert.equal(frontier.dropped, 20_000, 'what there was no room for is counted up to so many');
  });

  test('what a sitemap names while the links are ranked is not lost', async () => {
    const frontier = new Frontier('tide');
    add(frontier, item('/a', 'Contact'));
    const ranking = frontier.rank(undefined, signal);
    frontier.addPlain('b', url('/b').href, 1);
    await ranking;
    assert.deepEqual(
      frontier.waiting().map((link) => link.url),
      [url('/a').href, url('/b').href],
    );
  });

  test('kept and taken up again', async () => {
    const frontier = new Frontier('tide');
    add(frontier, item('/a', 'Contact'), item('/b', 'Tide'));
    const again = new Frontier('tide', JSON.parse(JSON.stringify(frontier.waiting())));
    await again.rank(undefined, signal);
    assert.equal(again.take(() => true)?.url, url('/b').href);
  });
});

test('page text: short lines, table rows and sentences without blanks count for the body', () => {
  const { body, passages } = pageText(
    '# Fares\n\nAbout the harbour.\n\n| Child | 6 |\n\nフェリーの時刻表は桟橋の前に掲示されています。\n\n[Home](/) [Fares](/fares)',
  );
  assert.match(body, /About the harbour\..*Child.*時刻表/);
  assert.doesNotMatch(body, /Home/);
  assert.deepEqual(passages.length, 1);
  const headings = Array.from({ length: 9 }, (_, i) => `## ${i} ${'Fares '.repeat(49)}\n\n`).join('');
  const much = pageText(
    `${headings}${'The boat leaves at nine. '.repeat(400)}\n\n${'x'.repeat(200_000)}\n\nLate words, and as many of them as a sentence about the harbour has.`,
  );
  assert.deepEqual([much.headings.length, much.lead.length, much.body.length], [1_500, 1_200, 6_000]);
  assert.equal(much.passages.filter(({ text }) => text.includes('Late')).length, 0);
});

test('a host is ready at its pace, after a pause, and each for itself', () => {
  const pace = new LaunchPace(100);
  const [a, b] = ['https://a.example/1', 'https://b.example/1'];
  assert.ok(pace.isReady(a, 0), 'one that was not asked yet');
  assert.equal(pace.waitMs(0, 0), undefined);
  assert.equal(pace.waitMs(0, 70), 70, 'what else holds');
  pace.launched(a, 1_000);
  assert.deepEqual([pace.isReady(a, 1_099), pace.isReady(a, 1_100), pace.isReady(b, 1_000)], [false, true, true]);
  assert.deepEqual([pace.waitMs(1_040, 0), pace.waitMs(1_040, 50), pace.waitMs(1_100, 0)], [60, 50, undefined]);
  pace.launched(b, 1_020);
  assert.deepEqual([pace.waitMs(1_040, 0), pace.waitMs(1_110, 0)], [60, 10], 'the next that is ready');

  assert.equal(pace.pause('a.example', 5_000), true);
  assert.deepEqual([pace.isReady('https://a.example/2', 4_999), pace.isReady(a, 5_000)], [false, true]);
  assert.equal(pace.pause('a.example', 5_300), false, 'one pause, of which two pages tell');
  assert.equal(pace.isReady(a, 5_299), false, 'and that ends with the later one');
  assert.equal(pace.pause('a.example', 4_000), false);
  assert.equal(pace.isReady(a, 5_299), false);
  assert.equal(pace.pause('a.example', 5_601), true);
  assert.equal(pace.pause('c.example', 400), true);
});

const memoryOf = (fields: Partial<RunConfig>, request: Partial<CrawlRequest> = {}, state?: CrawlState) => {
  const config = { ...DEFAULT_RUN_CONFIG, max_pages: 9, ...fields };
  const want = { links: true, media: false, tables: false, content: true, metadata: true };
  const whole = { urls: [url('/').href], query: undefined, config, want, follows: true, ...request };
  return new CrawlMemory(whole, state);
};

test('a crawl looks ahead at two heads for each of its pages, at a hundred at most, and at none that cost it pages', async () => {
  const read = async (fields: Partial<RunConfig>) => {
    const memory = memoryOf({ hits_per_sec: 1_000, ...fields }, { query: 'boat' });
    memory.frontier.take(() => true);
    for (let i = 0; i < 300; i++) memory.frontier.addPlain(`p${i}`, url(`/p/${i}`).href, 1);
    const asked: string[] = [];
    const readHeads = async ({ urls }: HeadsRequest): Promise<HeadsSeen> => {
      asked.push(...urls);
      return { seen: new Map(), later: new Set(), gone: [], read: urls.length };
    };
    await new LookAhead({ readHeads }, memory.request.config).run(memory, signal);
    assert.equal(new Set(asked).size, asked.length);
    return asked.length;
  };
  assert.deepEqual([await read({ max_pages: 9 }), await read({ max_pages: 1_000 })], [18, 100]);
  assert.equal(await read({ max_pages: 100, hits_per_sec: 1, time_budget: 60 }), 0);
});

describe('the sitemap of a start', () => {
  async function* named(...paths: string[]) {
    for (const path of paths) yield [url(path).href];
  }
  const waits = (memory: CrawlMemory) => new SitemapReading(memory, () => named(), signal).holdsMs(performance.now());

  test('it is read beside, to its end, and once', async () => {
    const memory = memoryOf({});
    const reading = new SitemapReading(memory, () => named('/a', '/b'), signal);
    assert.deepEqual([reading.open, reading.waited().length], [true, 1]);
    await Promise.all(reading.waited());
    assert.deepEqual([reading.open, reading.waited().length, reading.holdsMs(0)], [false, 0, 0]);
    assert.deepEqual(
      memory.frontier.waiting().map(({ url: each }) => each),
      ['/', '/a', '/b'].map((path) => url(path).href),
    );
    const later = memoryOf({}, {}, memory.state());
    assert.equal(new SitemapReading(later, () => named('/c'), signal).open, false);
  });

  test('what came until it fails, or takes too long, is kept, and it is read again', async () => {
    const memory = memoryOf({});
    async function* broken() {
      yield* named('/a');
      throw new Error('gone');
    }
    const reading = new SitemapReading(memory, broken, signal);
    await Promise.all(reading.waited());
    assert.deepEqual([reading.open, memory.frontier.size], [false, 2]);
    assert.equal(new SitemapReading(memoryOf({}, {}, memory.state()), () => named('/c'), signal).open, true);
    const given: AbortSignal[] = [];
    new SitemapReading(
      memoryOf({}),
      (_start, until) => {
        given.push(until);
        return named();
      },
      AbortSignal.abort(),
    );
    assert.equal(given[0]?.aborted, true, 'it ends with the crawl');
  });

  test('a query waits for it, three seconds and at the first call; none is read where no link is followed', async () => {
    const read = new SitemapReading(memoryOf({}, { query: 'x' }), () => named(), signal);
    await Promise.all(read.waited());
    assert.equal(read.holdsMs(performance.now()), 0, 'no longer than it takes');
    const ms = waits(memoryOf({}, { query: 'x' }));
    assert.ok(ms > 2_900 && ms <= 3_000, `${ms}`);
    assert.equal(waits(memoryOf({})), 0);
    const begun = memoryOf({}, { query: 'x' });
    begun.failed({ url: url('/').href, depth: 0, text: '', title: '', intrinsic: 0, context: '' }, 'gone');
    assert.equal(waits(memoryOf({}, { query: 'x' }, begun.state())), 0);
    const opens = (memory: CrawlMemory) => new SitemapReading(memory, () => named('/a'), signal).open;
    assert.equal(opens(memoryOf({ max_depth: 0 })), false);
    assert.equal(opens(memoryOf({ max_depth: 1 })), true);
    assert.equal(opens(memoryOf({}, { follows: false })), false);
    assert.equal(opens(memoryOf({}, { urls: ['nowhere'] })), false);
  });
});
