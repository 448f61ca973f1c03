/** capture through a real client: what the agent sees, and what the files hold when something else opens them. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { extractText } from 'unpdf';
import { startClient, type TestClient } from '../helpers/client.js';
import { inTime } from '../helpers/in-time.js';
import { within } from '../helpers/processes.js';
import { type Site, startSite } from '../helpers/site.js';
import { tokensOf } from '../helpers/tokens.js';

const ROWS = 300;
const TALL = `<!doctype html><title>Tall page</title><style>body { margin: 0 } div { height: 100px; font-size: 40px }</style>${Array.from({ length: ROWS }, (_, i) => `<div id="row-${i}" style="background: rgb(${i % 256}, 128, 0)">Row ${i}</div>`).join('')}`;

let site: Site;
let server: TestClient;
let dir: string;

before(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'webloupe-capture-'));
  site = await startSite({
    '/': {
      body: '<!doctype html><title>Small</title><body style="background:#0a0"><h1 id="table:1" style="width:90px">Harbour tide table</h1>',
    },
    '/closed': {
      body: `<!doctype html><details><summary>More</summary><details><summary id=s style="width:50px">Even more</summary><p id=d style="width:90px">Tides</details></details>
        <div hidden=until-found><p id=u style="width:70px">Winds</div><p id=h hidden>Gone`,
    },
    '/tall': { body: TALL },
    '/large': { body: `<title>Large</title><p title="${'word '.repeat(120_000)}">Large` },
    '/drawing.svg': {
      headers: { 'content-type': 'image/svg+xml' },
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="2000"><rect y="1900" width="300" height="100" fill="#0a0"/></svg>',
    },
    '/list.xml': { headers: { 'content-type': 'text/xml' }, body: '<list><one>1</one></list>' },
    '/damaged': { headers: { 'content-encoding': 'gzip' }, body: '<p>Not packed' },
    '/nothing': { status: 204 },
    '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /private' },
    '/moved': { status: 302, headers: { location: '/private' } },
    '/private': { body: '<!doctype html><title>Private</title>' },
    '/hang': () => {},
    // More than half of the time it is given, which a picture keeps for itself once there is an answer.
    '/slow': (_request, response) => {
      setTimeout(() => response.end('<!doctype html><title>Slow</title><body style="background:#0a0">'), 6_000);
    },
    '/file.pdf': { headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.4\n%%EOF' },
  });
  server = await startClient(['--allow-host', '127.0.0.1', '--output-dir', dir]);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
  rmSync(dir, { recursive: true });
});

test('a PDF is refused: its picture would be empty', async () => {
  const { text, isError } = await server.call('capture', { url: `${site.url}/file.pdf` });
  assert.ok(isError);
  assert.match(text, /^not_html: .*file\.pdf is no HTML page \(application\/pdf/);
});

test('an answer without a page says why there is no picture', async () => {
  const { data } = await server.call('capture', { url: `${site.url}/nothing` });
  assert.deepEqual([data.status_code, data.warnings], [204, ['no file was made: the answer brought no page']]);
});

test('a body that is not what its Content-Encoding says is told as that, at once', async () => {
  const started = performance.now();
  for (const full_page of [true, false]) {
    const { text } = await server.call('capture', { url: `${site.url}/damaged`, full_page });
    assert.match(text, /^bad_encoding: .* as its headers say/);
  }
  // Far below the 30 s of a page.
  assert.ok(performance.now() - started < 20_000);
});

test('page_timeout is whole for the answer; what never answers is worth a longer one', () =>
  inTime(async () => {
    // Starts the browser, which is part of the time.
    await server.call('capture', { url: `${site.url}/` });
    const both = (input: Record<string, unknown>) =>
      Promise.all([server.call('capture', input), server.call('crawl', { ...input, screenshot: true })]);
    const [captured, crawled] = await both({ url: `${site.url}/slow`, page_timeout: 10_000 });
    assert.equal(captured.data.screenshot?.mime_type, 'image/png');
    assert.ok(crawled.data.screenshot);
    const started = performance.now();
    for (const { text } of await both({ url: `${site.url}/hang`, page_timeout: 1_500 }))
      assert.match(text, /^timeout: .* within 1500 ms\. Next: Try again with a larger page_timeout\.$/);
    assert.ok(performance.now() - started >= 1_500, 'no sooner than it says');
  }));

test('a call that fails leaves none of its files behind', async () => {
  const before = readdirSync(dir);
  const formats = ['screenshot', 'pdf'];
  const { text } = await server.call('capture', { url: `${site.url}/`, formats, margin: '90in' });
  assert.match(text, /^invalid_input: the PDF options .* paper, margin and scale/);
  const barred = { url: `${site.url}/moved`, screenshot: true, check_robots_txt: true };
  assert.match((await server.call('crawl', barred)).text, /^blocked_by_robots: .*\/private/);
  assert.deepEqual(readdirSync(dir), before);
});

test('a crawl that pictures its pages keeps the pause that a host asks for, too', async () => {
  let asked = 0;
  const busy = { status: 429, headers: { 'retry-after': '1' }, body: '<title>Busy</title>' };
  await using one = await startSite({
    '/': { body: '<title>Start</title><a href="/busy">busy</a>' },
    '/busy': () => (asked++ === 0 ? busy : { body: '<title>Ready</title><p>Ready now' }),
  });
  const before = readdirSync(dir).length;
  const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 2, screenshot: true, hits_per_sec: 50 });
  assert.deepEqual([data.counts.visited, data.counts.failed, asked], [2, 0, 2]);
  assert.equal(readdirSync(dir).length, before + 2, 'the picture of the refusal is not kept');
});

test('a page that takes the browser down: engine "http" makes no picture, and is not advised', async () => {
  const script = 'const kept = []; setInterval(() => kept.push(new Uint8Array(1e8).fill(1)), 50)';
  await using greedy = await startSite({ '/': { body: `<script>${script}</script>` } });
  const { text } = await server.call('capture', { url: `${greedy.url}/`, wait_for: 'css:#never' });
  assert.match(text, /^browser_crashed: .* Next: .*full_page false/);
  assert.doesNotMatch(text, /engine/);
});

test('documents without a body are pictured whole: a drawing, and XML', async () => {
  const drawing = await server.call('capture', { url: `${site.url}/drawing.svg`, max_edge: 300 });
  const { width, height, path: file } = drawing.data.screenshot;
  assert.ok(width >= 300 && height >= 2_000, `${width}x${height}`);
  const { data } = await sharp(file)
    .extract({ left: 10, top: 1_950, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([...data.subarray(0, 3)], [0, 170, 0]);
  const xml = await server.call('capture', { url: `${site.url}/list.xml`, image_format: 'webp' });
  assert.equal(xml.data.screenshot.mime_type, 'image/webp');
});

test('the visible part is that which the address names, as in a browser, though the page was scrolled for its images', async () => {
  const topOf = async (address: string) => {
    const { data } = await server.call('capture', { url: `${site.url}${address}`, full_page: false });
    const { data: pixels } = await sharp(data.screenshot.path)
      .extract({ left: 1_000, top: 50, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return pixels[0];
  };
  assert.equal(await topOf('/tall'), 0);
  assert.equal(await topOf('/tall#row-200'), 200);
});

test('a screenshot the agent can see, and links to the files; no base64 in text or structure', async () => {
  const { data, text, content } = await server.call('capture', {
    url: `${site.url}/`,
    formats: ['screenshot', 'pdf', 'mhtml'],
  });
  const [image, ...others] = content.filter(({ type }) => type !== 'text');
  assert.equal(image?.type, 'image');
  const shown = await sharp(Buffer.from(String(image?.['data']), 'base64')).metadata();
  assert.ok(
    Math.max(shown.width, shown.height) <= 1568 && shown.width * shown.height <= 1_150_000,
    `${shown.width}x${shown.height}`,
  );
  assert.deepEqual(
    others.map(({ type, uri }) => [type, uri]),
    [
      ['resource_link', data.screenshot.uri],
      ['resource_link', data.pdf.uri],
      ['resource_link', data.mhtml.uri],
    ],
  );
  assert.ok(tokensOf(text) < 1_000 && tokensOf(data) < 1_000);
  assert.ok(data.screenshot.path.startsWith(dir));
  const pdf = await extractText(new Uint8Array(readFileSync(data.pdf.path)), { mergePages: true });
  assert.match(pdf.text, /Harbour\s+tide\s+table/);
  assert.equal(pdf.totalPages, data.pdf.pages);
  assert.match(readFileSync(data.mhtml.path, 'utf8'), /^From: [\s\S]*multipart\/related/);
});

test('--no-resource-links: files are named in text and structure, and no block is a link', async () => {
  await using plain = await startClient(['--allow-host', '127.0.0.1', '--output-dir', dir, '--no-resource-links']);
  const url = `${site.url}/`;
  const seen = await plain.call('capture', { url, formats: ['screenshot', 'pdf'] });
  assert.deepEqual(
    seen.content.map(({ type }) => type),
    ['text', 'image'],
  );
  for (const { uri } of [seen.data.screenshot, seen.data.pdf]) assert.ok(seen.text.includes(uri), seen.text);
  const read = await plain.call('crawl', { url, screenshot: true });
  assert.deepEqual(
    read.content.map(({ type }) => type),
    ['text'],
  );
  assert.ok(read.text.includes(read.data.screenshot.uri), read.text);
});

test('files are resources: listed, read as blobs, gone when they no longer fit', async () => {
  await using small = await startClient([
    '--allow-host',
    '127.0.0.1',
    '--output-dir',
    path.join(dir, 'small'),
    '--output-max-size',
    '1000000',
  ]);
  const first = await small.call('capture', { url: `${site.url}/`, show_image: false });
  assert.deepEqual(
    first.content.map(({ type }) => type),
    ['text', 'resource_link'],
  );
  const { uri, bytes } = first.data.screenshot;
  const { resources } = await small.client.listResources();
  const listed = resources.find((resource) => resource.uri === uri);
  assert.deepEqual([listed?.mimeType, listed?.['size']], ['image/png', bytes]);
  const { contents } = await small.client.readResource({ uri });
  const blob = contents[0] && 'blob' in contents[0] ? Buffer.from(String(contents[0].blob), 'base64') : Buffer.alloc(0);
  assert.equal((await sharp(blob).metadata()).format, 'png');
  for (let i = 0; i < 5; i++) {
    await small.call('capture', { url: `${site.url}/large`, formats: ['mhtml'] });
    const kept = (await small.client.listResources()).resources.some((resource) => resource.uri === uri);
    if (!kept) break;
  }
  await assert.rejects(small.client.readResource({ uri }), /expired: /);
});

test('a page of 30,000 px comes out whole; the agent sees its first screens and is told so', async () => {
  const { data, content } = await server.call('capture', {
    url: `${site.url}/tall`,
    viewport: { width: 800, height: 600 },
  });
  assert.deepEqual([data.screenshot.width, data.screenshot.height], [800, ROWS * 100]);
  const last = await sharp(data.screenshot.path, { limitInputPixels: false })
    .extract({ left: 700, top: ROWS * 100 - 2, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer();
  assert.deepEqual([...last], [(ROWS - 1) % 256, 128, 0]);
  assert.match(data.note, /first \d+ of 30000 px/);
  assert.equal(content.filter(({ type }) => type === 'image').length, 1);
});

test('of a page too tall to be drawn whole as much is pictured as a window reaches, however long its HTML', async () => {
  const filler = `<!--${' '.repeat(5_100_000)}-->`;
  const body = `<title>Log</title><body style="margin:0">${filler}<div style="height:300000px;background:#0a0">`;
  await using long = await startSite({ '/': { body } });
  const { data, text } = await server.call('capture', { url: `${long.url}/`, image_format: 'jpeg' });
  assert.deepEqual(data.warnings, ['the picture shows 1280 × 16384 of 1280 × 300000 px'], text);
  assert.deepEqual([data.screenshot.height, data.screenshot.mime_type], [16_384, 'image/jpeg']);
});

test('crawl makes the same files in the same load', async () => {
  const before = site.hits.length;
  const { data, content } = await server.call('crawl', {
    url: `${site.url}/`,
    screenshot: true,
    pdf: true,
    include: ['content'],
  });
  assert.match(data.markdown, /Harbour tide table/);
  assert.equal(data.screenshot.mime_type, 'image/png');
  assert.equal(data.pdf.pages, 1);
  assert.equal(content.filter(({ type }) => type === 'resource_link').length, 2);
  assert.equal(site.hits.slice(before).filter(({ path: asked }) => asked === '/').length, 1);
});

test('a crawl of several pages names the files of each', async () => {
  const urls = [`${site.url}/`, `${site.url}/list.xml`];
  const { data, text } = await server.call('crawl', { urls, screenshot: true });
  for (const [i, { screenshot }] of data.pages.entries()) {
    assert.equal(statSync(screenshot.path).size, screenshot.bytes);
    assert.match(text, new RegExp(`\n${i + 1}\\. [^]*\n   screenshot: 1280×720 px.* ${screenshot.uri} `));
  }
});

test('options of a file that was not asked for are said to have no effect', async () => {
  const { data } = await server.call('capture', {
    url: `${site.url}/`,
    formats: ['pdf'],
    quality: 50,
    full_page: false,
    max_edge: 1568,
  });
  assert.deepEqual(data.warnings, ['full_page, quality had no effect: formats has no screenshot']);
  const standard = { paper: 'A4', landscape: false, margin: '0.4in', background: true, scale: 1, max_edge: 1568 };
  const png = await server.call('capture', { url: `${site.url}/`, ...standard, paper: 'A5', quality: 50 });
  assert.deepEqual(png.data.warnings, [
    'paper had no effect: formats has no pdf',
    'quality had no effect: image_format is png',
  ]);
  const unseen = { url: `${site.url}/`, selector: 'h1', full_page: false, show_image: false, max_edge: 99 };
  assert.deepEqual((await server.call('capture', unseen)).data.warnings, [
    'full_page had no effect: selector says what is pictured',
    'max_edge had no effect: show_image is false',
  ]);
});

test('engine and cache_mode are taken as by the other tools; a capture is made in a browser all the same', async () => {
  for (const [engine, warnings] of [
    ['browser', undefined],
    ['http', ['engine "http" had no effect: a capture needs a browser']],
  ] as const) {
    const { data } = await server.call('capture', { url: `${site.url}/`, engine, cache_mode: 'bypass' });
    assert.deepEqual([data.engine, data.warnings], ['browser', warnings]);
  }
});

test('a folder that can hold nothing is said before a page is loaded; one that was deleted is made again', {
  skip: process.platform === 'win32',
}, async () => {
  const nowhere = path.join(dir, 'nowhere');
  symlinkSync(path.join(dir, 'missing'), nowhere);
  for (const place of [path.join(nowhere, 'captures'), '/proc/captures', '/proc/self']) {
    await using broken = await startClient(['--allow-host', '127.0.0.1', '--output-dir', place]);
    const before = site.hits.length;
    const { text } = await broken.call('capture', { url: `${site.url}/` }, { timeout: 10_000 });
    assert.match(text, /^internal_error: the folder for captures cannot be written to \(\w+\).*--output-dir/, place);
    assert.equal(site.hits.length, before, place);
    // Where it is, the log tells, in a line and without a stack.
    assert.ok(await within(20_000, () => /^webloupe: \w+: .*'\/.*'\n$/.test(broken.stderr())), broken.stderr());
  }
  const lost = path.join(dir, 'lost');
  await using server = await startClient(['--allow-host', '127.0.0.1', '--output-dir', lost]);
  for (let i = 0; i < 2; i++) {
    const { data, text } = await server.call('capture', { url: `${site.url}/`, show_image: false });
    assert.ok(statSync(data?.screenshot.path).size > 0, text);
    rmSync(lost, { recursive: true });
  }
});

test('selector may be an id as manuals write it', async () => {
  const { data, text } = await server.call('capture', { url: `${site.url}/`, selector: '#table:1' });
  assert.equal(data?.screenshot.width, 90, text);
});

test('of several elements that selector matches the first is pictured, and how many there are is said', async () => {
  const { data, text } = await server.call('capture', { url: `${site.url}/tall`, selector: 'div' });
  assert.equal(data?.screenshot.height, 100, text);
  assert.deepEqual(data?.warnings, ['the picture shows the first of 300 elements that selector matches']);
  const one = await server.call('capture', { url: `${site.url}/tall`, selector: 'div + div + #row-7' });
  assert.deepEqual([one.data?.screenshot.height, one.data?.warnings], [100, undefined]);
  const hidden = await server.call('capture', { url: `${site.url}/closed`, selector: 'html:not(.x) *' });
  assert.match(hidden.text, /^invalid_input: the first of \d+ elements that selector matches is not shown\. Next/);
});

test('a selected element is shown where a closed details or hidden=until-found keeps it', async () => {
  const widthOf = async (selector: string) =>
    (await server.call('capture', { url: `${site.url}/closed`, selector })).data?.screenshot?.width;
  assert.deepEqual(
    [await widthOf('#d'), await widthOf('#s'), await widthOf('#u'), await widthOf('#h')],
    [90, 50, 70, undefined],
  );
});

test('refusals: a selector that matches nothing, an address that is not public', async () => {
  const nothing = await server.call('capture', { url: `${site.url}/`, selector: '#nowhere' });
  assert.match(nothing.text, /^invalid_input: selector matches nothing/);
  const blocked = await server.call('capture', { url: 'http://10.0.0.1/' });
  assert.match(blocked.text, /^blocked_address: /);
});
