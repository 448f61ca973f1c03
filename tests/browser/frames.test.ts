/** What stands in frames and shadow roots: read where it is asked for, and said where it is not. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

let server: TestClient;
before(async () => {
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(() => server[Symbol.asyncDispose]());

const FRAME = `<!doctype html><base href="/in/here/"><p>Framed <a href="link">link</a></p>
<img src="1.png" srcset="2.png, 3.png 2x,4.png 3x" data-zoom="5.png"><img src="data:," data-original="6.png" data-srcset="7.png 1x, 8.png 2x">
<div style="color: red; background: url('9.png')">b</div><div data-bg="10.jpg">c</div><table background="11.gif"><tr><td>d</table>
<svg><a xlink:href="drawn"><text>drawn</text></a><image xlink:href="12.png" /></svg><link rel=preload as=image imagesrcset="13.png 2x">`;

test('addresses in frames are those that hold in them', async () => {
  await using site = await startSite({
    '/': { body: '<!doctype html><title>T</title><iframe src="/frame"></iframe>' },
    '/frame': { body: FRAME },
  });
  const { data } = await server.call('crawl', { url: `${site.url}/`, process_iframes: true });
  const { images } = await server.json(`webloupe://results/${data.result_id}/media`);
  const numbered = images.map(({ src }: { src: string }) => Number(/\/in\/here\/(\d+)\.\w+$/.exec(src)?.[1]));
  assert.deepEqual(
    numbered.sort((a: number, b: number) => a - b),
    Array.from({ length: 13 }, (_, at) => at + 1),
  );
  assert.deepEqual(
    data.links.internal.map(({ href }: { href: string }) => new URL(href).pathname),
    ['/in/here/link', '/in/here/drawn'],
  );
});

test('frames that a script wrote are read, each at its place', async () => {
  await using site = await startSite({
    '/': {
      body: `<!doctype html><iframe id=a></iframe><iframe id=b></iframe><iframe src="/c"></iframe><script>
        a.contentDocument.open(); a.contentDocument.write('<p>First <a href="/a">a</a>'); a.contentDocument.close();
        b.contentDocument.body.innerHTML = '<p>Second <a href="/b">b</a>';</script>`,
    },
    '/c': { body: '<p>Third <a href="/c">c</a>' },
  });
  const { data } = await server.call('crawl', { url: `${site.url}/`, process_iframes: true });
  assert.equal(data.warnings, undefined);
  assert.match(data.markdown, /First.*Second.*Third/s);
  assert.equal(data.links.internal.length, 3);
});

test('frames that wait to be seen are read, and what scripts build in frames', async () => {
  await using site = await startSite({
    '/': {
      body: '<title>T</title><iframe src="/built"></iframe><p style="height:20000px"><iframe loading="lazy" src="/lazy"></iframe>',
    },
    '/built': {
      body: '<p id=root></p><script>fetch("/data").then((r) => r.text()).then((t) => { root.innerHTML = t; })</script>',
    },
    '/data': (_request, response) => void setTimeout(() => response.end('<a href="/a">Built</a>'), 600),
    '/lazy': { body: '<a href="/b">Lazy</a>' },
  });
  const { data } = await server.call('crawl', { url: `${site.url}/`, process_iframes: true });
  assert.match(data.markdown, /\[Built\].*\[Lazy\]/s);
  assert.equal(data.warnings, undefined);
});

test('frames are read of a page that forbids HTML to be parsed in it', async () => {
  const headers = { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types 'none'" };
  await using site = await startSite({
    '/': { headers, body: '<title>T</title><p>Before<iframe src="/frame"></iframe><p>After' },
    '/frame': { headers, body: '<p>Around <iframe src="/inner"></iframe>' },
    '/inner': { headers, body: '<a href="/inside">Inside</a>' },
  });
  const { data, text } = await server.call('crawl', { url: `${site.url}/`, process_iframes: true });
  assert.match(data.markdown, /Before.*Around.*\[Inside\].*After/s, text);
});

test('a frameset is read, and without process_iframes said', async () => {
  await using site = await startSite({
    '/': { body: '<title>F</title><frameset cols="20%,80%"><frame src="/a"><frame src="/b"></frameset>' },
    '/a': { body: '<a href="/one">One</a>' },
    '/b': { body: '<p>Two' },
    '/page': { body: `<p>${'It rained on the ferry all day. '.repeat(20)}</p><iframe src="/a"></iframe>` },
  });
  const bare = await server.call('crawl', { url: `${site.url}/` });
  assert.deepEqual(bare.data.warnings, ['the page shows nothing but frames: process_iframes reads them']);
  const { data } = await server.call('crawl', { url: `${site.url}/`, process_iframes: true });
  assert.match(data.markdown, /\[One\].*Two/s);
  const none = await server.call('crawl', { url: `${site.url}/page`, css_selector: '.gone' });
  assert.deepEqual(none.data.warnings, ['css_selector matches nothing on this page'], 'a page of text with a frame');
  const content = await server.call('crawl', { url: `${site.url}/`, engine: 'http', include: ['content'] });
  assert.deepEqual(content.data.warnings, bare.data.warnings);
  const beside = await server.call('crawl', {
    html: '<p>Three<iframe src="/a"></iframe>',
    base_url: site.url,
    include: ['content'],
    excluded_tags: ['p'],
  });
  assert.equal(beside.data.warnings, undefined);
  const many = await server.call('crawl', { url: `${site.url}/`, engine: 'http', max_pages: 3 });
  assert.deepEqual([many.data.pages.length, many.data.pages[0].note], [1, ...bare.data.warnings]);
});

const NAV = `<nav>${'<a href="/n">A section of this site</a> '.repeat(12)}</nav><h1>Timetable</h1>`;

for (const [name, frame, isSaid] of [
  ['a large one', '<iframe src="/frame" width="100%" height="1200"></iframe>', true],
  ['one whose size a sheet says', '<iframe src="/frame" class=wide></iframe>', true],
  [
    'one that the page itself writes',
    `<iframe srcdoc="<h2>Chapter</h2>${FRAME.repeat(3).replaceAll('"', '&quot;')}"></iframe>`,
    true,
  ],
  ['one that holds a line', '<iframe srcdoc="<p>Loaded</p>"></iframe>', false],
  ['a captcha', '<iframe src="/frame" width=304 height=78></iframe>', false],
  ['one nobody sees', '<iframe src="/frame" style="display:none"></iframe>', false],
  ['a counter of those without scripts', '<noscript><iframe src="/frame"></iframe></noscript>', false],
  ['a film, which media tells', '<iframe src="https://www.youtube.com/embed/abcdefghijk" height=600></iframe>', false],
  [
    'a film, of which the page writes the first picture',
    `<iframe src="https://www.youtube.com/embed/abcdefghijk" height=600 srcdoc="<p>${FRAME.replaceAll('"', '&quot;')}"></iframe>`,
    false,
  ],
  ['one beside a text', `<iframe src="/frame" height=900></iframe><p>${'Told here at length. '.repeat(20)}`, false],
] as const)
  test(`a page that says little and shows a frame is said to stand there: ${name}`, async () => {
    await using site = await startSite({ '/': { body: `<title>T</title>${NAV}${frame}` }, '/frame': { body: FRAME } });
    const { data } = await server.call('crawl', { url: `${site.url}/` });
    const said = 'the page says little itself, and shows a frame: process_iframes reads what stands there';
    assert.deepEqual(data.warnings, isSaid ? [said] : undefined);
  });

test('a frame that no address was given yet is none that a view of an application shows', async () => {
  await using site = await startSite({ '/': { body: `<title>T</title>${NAV}<iframe title="Later"></iframe>` } });
  const { data } = await server.call('crawl', { url: `${site.url}/#/sign-in` });
  assert.equal(data.warnings, undefined);
});

const STORY =
  'A story that is long enough to be all that a person reads on this page, told in a shadow root. <a href="/on">Go on</a>';
const declared = `<!doctype html><title>S</title><x-page><template shadowrootmode="open"><p>${STORY}</p></template></x-page>`;
const attached = `<!doctype html><title>S</title><x-page></x-page><script>document.querySelector('x-page')
  .attachShadow({ mode: 'open' }).innerHTML = '<p>${STORY}</p>';</script>`;

for (const [name, body] of Object.entries({ declared, attached }))
  test(`a page that stands in shadow roots is read there: ${name}`, async () => {
    await using site = await startSite({ '/': { body } });
    for (const engine of ['auto', 'browser']) {
      const { data } = await server.call('crawl', { url: `${site.url}/`, engine, cache_mode: 'bypass' });
      assert.match(data.markdown, /told in a shadow root/, engine);
      assert.deepEqual([data.engine, data.warnings], ['browser', undefined], engine);
    }
    const { text } = await server.call('extract_links', { url: `${site.url}/`, engine: 'browser' });
    assert.match(text, /\n- Go on </);
  });

for (const [name, body, engine, said] of [
  [
    'attached, in a browser',
    attached,
    'browser',
    'some text of the page stands in shadow roots and is left out: flatten_shadow_dom reads it',
  ],
  [
    'declared, over HTTP',
    declared,
    'auto',
    'what stands in shadow roots of the page is left out: flatten_shadow_dom reads it',
  ],
  ['the label of a button', attached.replace(STORY, '<slot>Copy the address</slot>'), 'browser', undefined],
  [
    'a declared root of styles and slots',
    declared.replace(STORY, `<style>${'a { color: red }'.repeat(9)}</style><slot>Copy the address</slot>`),
    'auto',
    undefined,
  ],
] as const)
  test(`beside content of its own, a page tells of shadow roots what it is asked to, and says so: ${name}`, async () => {
    const own = `<p>${'Words of the page itself. '.repeat(10)}</p><a href="/a">a</a>`;
    await using site = await startSite({ '/': { body: body + own } });
    const read = async (more = {}) => (await server.call('crawl', { url: `${site.url}/`, engine, ...more })).data;
    const data = await read();
    assert.doesNotMatch(data.markdown, /shadow root/);
    assert.deepEqual(data.warnings, said === undefined ? undefined : [said]);
    const whole = await read({ flatten_shadow_dom: true });
    assert.match(whole.markdown, /told in a shadow root|Copy the address/);
    assert.equal(whole.warnings, undefined);
    const { data: picture } = await server.call('capture', { url: `${site.url}/`, show_image: false });
    assert.equal(picture.warnings, undefined, 'a picture shows what the text lacks');
  });

test('a banner that lies over the page in a shadow root is not the page', async () => {
  const banner = (style: string) =>
    `<main><h1>Photo</h1><img src="/p.jpg" alt="P" width="300" height="200"></main><x-banner><template shadowrootmode="open"><div style="position: fixed; ${style}"><p>${STORY}</p></div></template></x-banner><script></script>`;
  await using site = await startSite({
    '/banner': { body: banner('bottom: 0') },
    '/application': { body: banner('inset: 0') },
  });
  const read = async (path: string) =>
    (await server.call('crawl', { url: site.url + path, engine: 'browser', include: ['content'] })).data.markdown;
  assert.doesNotMatch(await read('/banner'), /shadow root/);
  assert.match(await read('/application'), /told in a shadow root/);
});
