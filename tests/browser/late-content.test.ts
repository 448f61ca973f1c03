/** What an application fetches after its own navigation stands there is waited for; what is there already is not. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';

/** Of every request for data. */
const SLOW_MS = 900;
const MENU = `<div class="bar">${Array.from({ length: 8 }, (_, i) => `<a href="/part/${i}">Part ${i} of the shop</a> `).join('')}</div>`;
const fill = (before: string) =>
  `<div id="root"></div><script type="module">root.innerHTML = '${before}<div id="list"></div>';
    fetch('/data').then((answer) => answer.text()).then((text) => { list.innerHTML = text; });</script>`;
/** A page with much text, and a placeholder that a script fills. */
const part = (placeholder: string, data: string) =>
  `<div id="root"></div><script type="module">root.innerHTML = '${'<p>Words of a story.</p>'.repeat(150)}${placeholder}';
    fetch('${data}').then((answer) => answer.text()).then((text) => { part.outerHTML = text; });</script>`;

/** What stands in its place leaves by a timer, as the preloaders of templates do: nothing is on its way. */
const later = (before: string) =>
  `<div id="root">${before}</div><script>setTimeout(() => { root.innerHTML = '<a href="/late">Late</a>' }, 1400)</script>`;

let site: Site;
let server: TestClient;
before(async () => {
  site = await startSite({
    '/data': (_request, response) => void setTimeout(() => response.end('<a href="/late">Late</a> come'), SLOW_MS),
    '/never': () => undefined,
    '/deferred': { body: `${'<p>Words of a story.</p>'.repeat(150)}<script defer src="/slow.js"></script>` },
    '/module': { body: `${'<p>Words of a story.</p>'.repeat(150)}<script type="module" src="/slow.js"></script>` },
    '/hangs': { body: `${'<p>Words of a story.</p>'.repeat(150)}<script defer src="/never"></script>` },
    '/opens': {
      body: `${'<p>Words of a story.</p>'.repeat(150)}<script>location.href = "mailto:a@b.example"</script>`,
    },
    '/slow.js': (_request, response) =>
      void setTimeout(
        () => response.writeHead(200, { 'content-type': 'text/javascript' }).end("document.body.append('Deferred')"),
        1_500,
      ),
    '/refused': { body: '<h1>Events</h1><script src="/gone.js"></script><script>draw()</script>' },
    '/fails': { body: '<h1>Events</h1><script>draw()</script>' },
    '/shows': { body: `<h1>Events</h1>${MENU}<script src="/gone.js"></script><script>draw()</script>` },
    '/gone.js': { status: 404 },
    '/in-a-second': {
      body: '<META HTTP-EQUIV="Refresh" CONTENT="1; URL=halves#x"><p>The page stands <a href="/halves">there</a>.',
    },
    '/refresh': { body: '<meta http-equiv="refresh" content="0;url=/halves"><p>Redirecting<script>var a</script>' },
    '/to-nothing': {
      body: '<meta http-equiv="refresh" content="0;url=/nothing"><p>The page <a href="/late">stays</a>.',
    },
    '/nothing': { status: 204 },
    '/sends': {
      body: '<div id="root"><a href="/a">A</a> Brief.</div><script>setTimeout(() => { location.href = "/halves"; }, 100)</script>',
    },
    '/halves': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write(`<a href="/one">One</a>${'<p>Words.</p>'.repeat(300)}`);
      setTimeout(() => response.end('<a href="/two">Two</a>'), SLOW_MS);
    },
    '/menu': { body: fill(MENU) },
    '/skip': { body: fill('<a href="#list">Skip to the operations</a>') },
    '/chrome': {
      body: `${MENU}<div id="app"></div><script type="module">app.innerHTML = '<a href="/late">Late</a>';</script>`,
    },
    '/long': {
      body: `<div id="root"></div><script type="module">root.innerHTML = '<a href="/a">A</a> ${'Words of a story. '.repeat(150)}'; fetch('/never');</script>`,
    },
    '/part': { body: part('<p id="part">Loading comments…</p>', '/data') },
    '/sign': { body: part('<p id="part"><img alt="Loading..." width=30 height=30></p>', '/data') },
    '/bones': { body: part('<div id="part" class="v-skeleton-loader" style="height: 90px"></div>', '/data') },
    '/http': {
      body: `${'<p>Words of a story.</p>'.repeat(150)}<h2>Comments</h2><p id="part">Loading comments…</p><script>fetch('/data')</script>`,
    },
    '/picture': {
      body: `${'<p>Words of a story.</p>'.repeat(150)}<div><img src=/wait.gif alt="Loading..."></div><script>fetch('/data')</script>`,
    },
    '/manual': {
      body: `<h2>Loading</h2><p><img src=/crane.jpg alt="Loading crane"></p><p><img src="data:," data-src=/boat.jpg alt="Loading..."></p>${'<p>Words of a story.</p>'.repeat(150)}<script>fetch('/data')</script>`,
    },
    '/hidden': { body: part('<p id="part" hidden>Loading comments…</p>', '/never') },
    '/spins': {
      body: `${'<p>Words of a story.</p>'.repeat(150)}<p class="spinner" style="height: 9px"></p><script>var a</script>`,
    },
    '/named': { body: part('<p id="part" class="downloader">Get it</p>', '/never') },
    '/upload': { body: part('<div id="part" class="uploader">Drop files</div>', '/never') },
    '/stuck': { body: part('<div id="part" aria-busy="true"><p>Wait</p></div>', '/never') },
    '/ahead': {
      body: `<div id="root"></div><script type="module">root.innerHTML = '${MENU}'; fetch('/never', { headers: { 'Next-Router-Prefetch': '1' } });
        fetch('/never', { headers: { Purpose: 'prefetch' } });</script>`,
    },
    '/poll': {
      body: `<div id="root"></div><script type="module">root.innerHTML = '${MENU}'; fetch('/never');</script>`,
    },
    '/blank': { body: later('') },
    '/preloader': { body: later('<p>Loading the tides of today ...</p>') },
    '/kept': {
      body: later(
        '<dialog><a href="/terms">Terms</a><img src="/sign.png"></dialog><iframe src="/brief" hidden></iframe>',
      ),
    },
    // Each step takes twice the time after which a page counts as still.
    '/steps': {
      body: `<div id="root"></div><script>
        const draw = (step) => {
          for (const start = performance.now(); performance.now() - start < 600; );
          if (step === 0) root.innerHTML = '${'<p>Words of a story.</p>'.repeat(20)}';
          if (step === 4) root.innerHTML += '<a href="/late">Late</a>';
          else setTimeout(draw, 30, step + 1);
        };
        setTimeout(draw, 300, 0);</script>`,
    },
    '/shadow-text': {
      body: `<x-page></x-page><script>document.querySelector('x-page').attachShadow({ mode: 'open' }).innerHTML = '<p>Spring tides</p><a href="/brief">Brief</a>';
        setTimeout(() => document.body.append(Object.assign(document.createElement('a'), { href: '/late', text: 'Late' })), 1800)</script>`,
    },
    '/form': {
      body: `<form action="/find"><input name="q"><button>Go</button></form><script>
        setTimeout(() => document.body.append(Object.assign(document.createElement('a'), { href: '/late', text: 'Late' })), 1800)</script>`,
    },
    '/shadow': {
      body: `<x-page></x-page><script>document.querySelector('x-page').attachShadow({ mode: 'open' }).innerHTML = '<a href="/brief">Brief</a>'</script>`,
    },
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

const read = async (path: string, more: Record<string, unknown> = {}) =>
  (await server.call('extract_links', { url: site.url + path, cache_mode: 'bypass', ...more })).data;
const has = ({ links }: { links: { internal: Array<{ href: string }> } }, path: string) =>
  links.internal.some(({ href }) => href === site.url + path);

test('what is fetched after a menu that is no nav, or after a link to a place on the page, is read', async () => {
  for (const path of ['/menu', '/skip']) {
    const data = await read(path);
    assert.equal(data.engine, 'browser');
    assert.ok(has(data, '/late'), path);
    assert.equal(data.warnings, undefined, path);
  }
});

test('a page that another leads to while that is looked at is read whole', async () => {
  for (const path of ['/refresh', '/sends', '/in-a-second']) {
    const data = await read(path, { engine: 'browser' });
    assert.equal(data.redirected_url.replace('#x', ''), `${site.url}/halves`, path);
    assert.ok(has(data, '/one') && has(data, '/two'), path);
  }
});

test('what shows its text in a shadow root is not waited for as a blank page is', async () => {
  const data = await read('/shadow-text');
  assert.deepEqual([has(data, '/brief'), has(data, '/late')], [true, false]);
});

test('a bare form is no blank page', async () => {
  assert.equal(has(await read('/form'), '/late'), false);
});

test('a page that leads to an answer without a page is waited for no longer than that', async () => {
  const data = await read('/to-nothing', { engine: 'browser' });
  assert.ok(has(data, '/late'));
  assert.doesNotMatch(data.warnings.join(), /did not lead on/);
});

test('what shows nothing, or only that it is loading, is waited for though nothing is on its way', async () => {
  for (const path of ['/blank', '/preloader']) {
    const data = await read(path);
    assert.ok(has(data, '/late'), path);
    assert.equal(data.warnings, undefined, path);
  }
});

test('what a dialog or a hidden frame keeps for later is no content that has come', async () => {
  assert.ok(has(await read('/kept'), '/late'));
});

test('a page that its scripts keep busy is not still', async () => {
  assert.ok(has(await read('/steps'), '/late'));
});

test('an empty application below a menu of its server is worth a browser', async () => {
  const data = await read('/chrome');
  assert.match(data.engine_reason, /^the HTML has an empty application in it, and little else/);
  assert.ok(has(data, '/late'));
});

test('a page with text of its own is not held up by what it asks for, none by what is asked for in advance, one with little no longer than 2 s', async () => {
  for (const [path, seen, mostMs] of [
    ['/long', '/a', 1_500],
    ['/ahead', '/part/7', 1_500],
    ['/poll', '/part/7', 3_500],
  ] as const) {
    const { data } = await server.call('crawl', { url: site.url + path, engine: 'browser', cache_mode: 'bypass' });
    assert.ok(has(data, seen), path);
    assert.equal(data.warnings, undefined, path);
    assert.ok(data.timings.prepare < mostMs, `${path}: ${data.timings.prepare} ms`);
  }
});

test('a part that a page says is loading is waited for while something is on its way, up to 2 s, and said where it did not come', async () => {
  for (const path of ['/part', '/bones', '/sign']) {
    const data = await read(path);
    assert.deepEqual([has(data, '/late'), data.warnings], [true, undefined], path);
  }
  for (const [path, mostMs, said] of [
    ['/hidden', 1_500, undefined],
    ['/spins', 1_500, undefined],
    ['/named', 1_500, undefined],
    ['/upload', 1_500, undefined],
    ['/stuck', 3_500, /^a part of the page was still loading after 2\.\d s; wait_for /],
  ] as const) {
    const { data } = await server.call('crawl', { url: site.url + path, engine: 'browser', cache_mode: 'bypass' });
    assert.ok(data.timings.prepare < mostMs, `${path}: ${data.timings.prepare} ms`);
    if (said === undefined) assert.equal(data.warnings, undefined);
    else assert.match(data.warnings[0], said);
  }
});

test('a page with text of its own that plain HTTP reads says what a browser would bring', async () => {
  const { data } = await server.call('crawl', { url: `${site.url}/http`, cache_mode: 'bypass' });
  assert.equal(data.engine, 'http');
  const said = 'a part of the page says that it is loading: engine "browser" reads what scripts bring there';
  assert.deepEqual(data.warnings, [said]);
  const picture = await server.call('crawl', { url: `${site.url}/picture`, cache_mode: 'bypass' });
  assert.deepEqual([picture.data.engine, picture.data.warnings], ['http', [said]]);
  // A heading of a manual is no placeholder.
  const manual = await server.call('crawl', { url: `${site.url}/manual`, cache_mode: 'bypass' });
  assert.deepEqual([manual.data.engine, manual.data.warnings], ['http', undefined]);
});

test('a page that has nothing but a shadow root is read there, however little that holds', async () => {
  const data = await read('/shadow', { engine: 'browser' });
  assert.deepEqual([has(data, '/brief'), data.warnings], [true, undefined]);
});

test('of a page with next to nothing on it, what went wrong with its scripts is told', async () => {
  const said = async (path: string) => {
    const { data } = await server.call('crawl', { url: site.url + path, engine: 'browser' });
    return data.warnings?.join();
  };
  const missing = ': what the page was to show by it may be missing';
  assert.equal(await said('/refused'), `a script of 127.0.0.1 was answered 404${missing}`);
  assert.equal(await said('/fails'), `a script of the page failed${missing}`);
  assert.equal(await said('/shows'), undefined);
});

test('scripts that wait for the end of the document have run when it is read, and are not waited for without end', async () => {
  const read = async (path: string, more?: object) =>
    (await server.call('crawl', { url: site.url + path, engine: 'browser', cache_mode: 'bypass', ...more })).data;
  for (const path of ['/deferred', '/module']) assert.match((await read(path)).markdown, /Deferred$/, path);
  for (const path of ['/hangs', '/opens']) {
    const { success, warnings, timings } = await read(path);
    assert.deepEqual([success, warnings, timings.wait_until < 6_000], [true, undefined, true], path);
  }
  assert.equal((await read('/hangs', { page_timeout: 5_000 })).warnings, undefined);
});
