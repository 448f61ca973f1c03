import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright';
import sharp from 'sharp';
import { CaptureFolder } from '../../../src/core/capture/capture-folder.js';
import { OwnCaptures } from '../../../src/core/capture/capture-index.js';
import { fitForModel, MODEL_EDGE_PX, modelImage } from '../../../src/core/capture/model-image.js';
import type { Browser } from '../../../src/core/fetch/browser.js';
import { findBrowser } from '../../../src/core/fetch/browser-find.js';
import type { CaptureFile, CaptureRequest } from '../../../src/core/fetch/browser-messages.js';
import { inTime } from '../../helpers/in-time.js';
import { type Site, startSite } from '../../helpers/site.js';
import { load, startBrowser } from './test-browser.js';

const rowColour = (row: number) => [row % 256, Math.floor(row / 256), 7];
const rows = Array.from(
  { length: 300 },
  (_, row) => `<div style="height:100px;background:rgb(${rowColour(row)})"></div>`,
);

let browser: Browser;
let site: Site;
let dir: string;

before(async () => {
  browser = startBrowser();
  dir = mkdtempSync(join(tmpdir(), 'webloupe-captures-test-'));
  const red = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#f00' } })
    .png()
    .toBuffer();
  site = await startSite({
    '/': {
      body: `<style>body { margin: 0 } #box { position: absolute; left: 50px; top: 900px; width: 40px; height: 30px; background: #0f0 }
        @keyframes fade { from { opacity: 0 } } h1 { margin: 0; animation: fade 60s; color: #00f }</style>
        <h1>Tide table</h1><img src="/red.png" style="position:absolute;left:0;top:100px"><div id="box"></div><i id="a.b" style="position:absolute;left:5px;top:5px;width:8px;height:9px"></i><p hidden id="unseen">x</p><nav id="drawer" style="position:fixed;top:0;left:-90px;width:90px">x</nav><nav id="half" style="position:absolute;left:-30px;top:50px;width:40px;height:10px">x</nav>`,
    },
    '/text': { body: `<!doctype html>${'<p>The boat leaves at ten, and again at noon.'.repeat(20)}` },
    '/red.png': { headers: { 'content-type': 'image/png' }, body: red },
    '/tall': { body: `<body style="margin:0">${rows.join('')}` },
    '/too-tall-for-webp': { body: '<body style="margin:0"><p style="height:16384px;margin:0">' },
    '/box': {
      body: `<style>body { margin: 0; overflow: hidden } main { height: 100vh; overflow-y: auto }</style><main>${rows.slice(0, 30).join('')}</main>`,
    },
    '/undrawn': {
      body: `<!doctype html><style>body, p { margin: 0 } p { height: 100px } .late { content-visibility: auto; contain-intrinsic-size: 1000px }</style><body>${`<div class="late">${'<div class="late"><p style="background:#0f0">x</div>'.repeat(10)}</div>`.repeat(5)}<p style="content-visibility:hidden">x`,
    },
    '/scrolled': {
      body: '<!doctype html><style>body, h1 { margin: 0 } main { height: 100vh; overflow: auto }</style><main><div style="height:3000px"><h1 style="background:#f00">Start</h1></div>End</main>',
    },
    // Each frame takes its time, and each tile a frame or two.
    '/slow-rows': {
      body: `<body style="margin:0">${'<p style="height:10000px;margin:0;background:#08f">'.repeat(10)}<script>
        const frame = () => { const until = performance.now() + 250; while (performance.now() < until); requestAnimationFrame(frame); };
        addEventListener('load', () => setTimeout(frame, 500));</script>`,
    },
    // The script ends nothing by itself; the second waits in no script of its own, which could be ended.
    '/busy': {
      body: `<style>body { margin: 0; background: #00f } p { height: 1500px }</style><p>Tides</p><script>
        addEventListener('load', () => setTimeout(() => { for (;;); }, 300))</script>`,
    },
    '/waits': {
      body: `<title>Tides</title><style>body { margin: 0; background: #00f } p { height: 1500px }</style><p>Tides</p><script>
        const ask = () => { const asked = new XMLHttpRequest(); asked.open('GET', '/never', false); asked.send(); };
        addEventListener('load', () => setTimeout(ask, 500))</script>`,
    },
    // Only what is in the window is on a picture of it.
    '/far-image': {
      body: '<!doctype html><img src="/red.png?near"><div style="height:9000px"></div><img src="/red.png?far" loading="lazy">',
    },
    // Scripts that put sources in place wait for the first scrolling, or never come.
    '/asked-late': {
      body: `<!doctype html><img id="first"><img src="data:," data-src="/red.png?placed"><div style="height:9000px"></div><img src="data:," data-src="/red.png?far"><script>
        addEventListener('scroll', () => { first.src = '/red.png?first'; }, { once: true })</script>`,
    },
    // Passed in some 3 s, of the 20 that there are.
    '/slow-images': {
      body: `<!doctype html>${'<p style="height:700px"><img class="late">'.repeat(16)}<script>
        const seen = new IntersectionObserver((entries) => {
          for (const { isIntersecting, target } of entries) if (isIntersecting) target.src = '/red.png?' + [...document.images].indexOf(target);
        });
        for (const image of document.images) seen.observe(image);
        const frame = () => { const until = performance.now() + 60; while (performance.now() < until); requestAnimationFrame(frame); };
        frame();</script>`,
    },
    '/comes-late': {
      body: '<p>Tides</p><script>setTimeout(() => { document.body.style.background = "#00f"; document.body.id = "late" }, 4300)</script>',
    },
    '/slow-font': {
      body: '<style>@font-face { font-family: Slow; src: url(/never) } body { margin: 0; background: #00f } h1 { font-family: Slow }</style><h1>Tides</h1>',
    },
    // Drawn as a whole it takes more memory than a page may have.
    '/huge': {
      body: `<!doctype html><body><script>document.body.innerHTML =
        ('<p>' + 'some words of a page '.repeat(30)).repeat(20000) + '<i style="display:block;height:30px;background:#0f0"></i>'</script>`,
    },
    '/high': {
      body: '<!doctype html><body style="margin:0"><p style="height:300000px"><main style="height:2000px;background:#00f">',
    },
    '/unseen': { body: '<style>html { display: none }</style><p>Shown by a script that does not come' },
    '/rootless': { body: '<p>Taken away<script>document.documentElement.remove()</script>' },
    '/hidden-yet': {
      body: '<style>html { background: #fff } body { opacity: 0; background: #00f; height: 900px }</style><body><script>setTimeout(() => { document.body.style.opacity = 1; }, 1500)</script>',
    },
    '/never-loads': { body: '<body style="background:#00f"><img src="/never">' },
    '/never': () => {},
  });
});

after(async () => {
  await browser[Symbol.asyncDispose]();
  await site.close();
  rmSync(dir, { recursive: true });
});

async function capture(
  path: string,
  request: Partial<CaptureRequest>,
): Promise<{ files: readonly CaptureFile[]; warnings: readonly string[] }> {
  const wanted = { formats: ['screenshot'], dir, fullPage: true, imageFormat: 'png', ...request } as const;
  const { captures, warnings } = await load(browser, site.url + path, {
    capture: wanted,
    page_timeout: 60_000,
    wait_for_images: ['/', '/scrolled', '/far-image', '/asked-late'].includes(path),
  });
  for (const file of captures) {
    assert.equal(statSync(file.path).size, file.bytes);
    assert.equal(statSync(file.path).mode & 0o777, 0o600);
  }
  return { files: captures, warnings };
}

async function colourAt(path: string, x: number, y: number): Promise<number[]> {
  const pixel = await sharp(path, { limitInputPixels: false })
    .extract({ left: x, top: y, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer();
  return [...pixel];
}

function assertNear(actual: readonly number[], expected: readonly number[]): void {
  const isNear = actual.every((value, index) => Math.abs(value - (expected[index] ?? 0)) <= 4);
  assert.ok(isNear, `${actual} is not ${expected}`);
}

for (const imageFormat of ['png', 'jpeg', 'webp'] as const)
  test(`a ${imageFormat} of the whole page`, async () => {
    const { files } = await capture('/', { imageFormat, quality: 95 });
    const [file] = files;
    assert.ok(file);
    const { format, width, height } = await sharp(file.path).metadata();
    assert.deepEqual([format, width, height], [imageFormat, file.width, file.height]);
    assert.deepEqual([file.width, file.height, file.mimeType], [1280, 930, `image/${imageFormat}`]);
    assertNear(await colourAt(file.path, 10, 110), [255, 0, 0]);
    assertNear(await colourAt(file.path, 70, 915), [0, 255, 0]);
  });

test('without quality a webp is of quality 80, as a jpeg is', async () => {
  const bytes = async (more: Parameters<typeof capture>[1]) => (await capture('/text', more)).files[0]?.bytes ?? 0;
  for (const imageFormat of ['jpeg', 'webp'] as const)
    assert.equal(await bytes({ imageFormat }), await bytes({ imageFormat, quality: 80 }), imageFormat);
});

test('the visible part, and one element', async () => {
  const visible = await capture('/', { fullPage: false });
  assert.deepEqual([visible.files[0]?.width, visible.files[0]?.height], [1280, 720]);
  const element = await capture('/', { selector: '#box' });
  assert.deepEqual([element.files[0]?.width, element.files[0]?.height], [40, 30]);
  assert.deepEqual(await colourAt(element.files[0]?.path ?? '', 0, 29), [0, 255, 0]);
  const dotted = await capture('/', { selector: '#a.b' });
  assert.deepEqual([dotted.files[0]?.width, dotted.files[0]?.height], [8, 9]);
  const half = await capture('/', { selector: '#half' });
  assert.deepEqual([half.files[0]?.width, half.files[0]?.height], [10, 10]);
});

test('a page that is hidden until a script has run is waited for; one that shows nothing is a blank window', async () => {
  const paths = ['/hidden-yet', '/unseen', '/rootless'];
  const [shown, ...blank] = await Promise.all(paths.map((path) => capture(path, {})));
  assertNear(await colourAt(shown?.files[0]?.path ?? '', 600, 400), [0, 0, 255]);
  for (const { files } of blank) assert.deepEqual([files[0]?.width, files[0]?.height], [1280, 720]);
});

test('an element of a page that is too tall to be drawn whole', async () => {
  for (const [path, selector, colour, expected] of [
    ['/huge', 'i', [0, 255, 0], 30],
    ['/high', 'main', [0, 0, 255], 2000],
  ] as const) {
    const [file] = (await capture(path, { selector })).files;
    assert.equal(file?.height, expected);
    for (const y of [0, expected - 1]) assertNear(await colourAt(file.path, 9, y), colour);
  }
});

for (const [selector, said] of [
  ['#nowhere', /matches nothing/],
  ['#unseen', /not shown/],
  ['#drawer', /not shown/],
  ['[[', /no valid/],
] as const)
  test(`selector ${selector}: invalid_input`, async () => {
    await assert.rejects(capture('/', { selector }), { code: 'invalid_input', message: said });
  });

test('a page of 30,000 px comes out whole, its last row too', async () => {
  const { files } = await capture('/tall', {});
  const [file] = files;
  assert.ok(file);
  assert.deepEqual([file.width, file.height], [1280, 30_000]);
  assert.equal((await sharp(file.path).metadata()).height, 30_000);
  for (const y of [0, 8_191, 8_192, 16_383, 16_384, 24_576, 29_999])
    assert.deepEqual(await colourAt(file.path, 640, y), rowColour(Math.floor(y / 100)), `row ${y}`);
  const image = await modelImage(readFileSync(file.path), MODEL_EDGE_PX);
  assert.match(image.note ?? '', /^Shown: the first 2738 of 30000 px of the page \(9 %\), at 733 × 1567/);
  assert.deepEqual((await sharp(image.data).metadata()).height, 1567);
});

test('a page that scrolls in a box is shown whole', async () => {
  const { files } = await capture('/box', {});
  assert.deepEqual([files[0]?.width, files[0]?.height], [1280, 3_000]);
  for (const y of [5, 1_505, 2_995])
    assert.deepEqual(await colourAt(files[0]?.path ?? '', 640, y), rowColour(Math.floor(y / 100)), `row ${y}`);
  assert.equal((await capture('/box', { fullPage: false })).files[0]?.height, 720);
  const both = await capture('/box', { formats: ['screenshot', 'pdf'] });
  assert.ok((both.files[1]?.pages ?? 0) > 2, `${both.files[1]?.pages} pages`);
});

test('what a page leaves undrawn until it is scrolled to is in its picture', async () => {
  const { files } = await capture('/undrawn', {});
  assert.equal(files[0]?.height, 5_100);
  for (const y of [50, 2_550, 4_950]) assert.deepEqual(await colourAt(files[0].path, 640, y), [0, 255, 0], `row ${y}`);
});

test('a box that was scrolled for its images is drawn from its beginning, each time', async () => {
  // A box that is not waited for is blank every other time.
  for (let round = 0; round < 4; round++) {
    const { files } = await capture('/scrolled', {});
    assert.deepEqual(await colourAt(files[0]?.path ?? '', 1_000, 20), [255, 0, 0]);
  }
});

test('images below the window are not asked for where it alone is pictured', async () => {
  const askedFor = async (path: string, request: Partial<CaptureRequest>) => {
    const before = site.hits.length;
    await capture(path, request);
    const hits = site.hits.slice(before).map((hit) => hit.path);
    return hits.filter((each) => each.startsWith('/red.png')).sort();
  };
  assert.deepEqual(await askedFor('/far-image', { fullPage: false }), ['/red.png?near']);
  assert.deepEqual(await askedFor('/far-image', {}), ['/red.png?far', '/red.png?near']);
  const placed = ['/red.png?first', '/red.png?placed'];
  assert.deepEqual(await askedFor('/asked-late', { fullPage: false }), placed);
  assert.deepEqual(await askedFor('/asked-late', {}), ['/red.png?far', ...placed]);
});

test('a page that draws somewhat slowly is passed to its end for its images', async () => {
  const wanted = { formats: ['screenshot'], dir, fullPage: true, imageFormat: 'png' } as const;
  const loading = { page_timeout: 20_000, wait_for_images: true, capture: wanted };
  const { html, warnings } = await load(browser, `${site.url}/slow-images`, loading);
  assert.equal(html.match(/src="\/red\.png/g)?.length, 16);
  assert.deepEqual(warnings, []);
});

// They wait far more than they work.
describe('what comes late or never', { concurrency: 3 }, () => {
  test('what the caller waits for may come when more than half of the time is over', async () => {
    const wanted = { formats: ['screenshot'], dir, fullPage: false, imageFormat: 'png' } as const;
    const loading = { page_timeout: 8_000, wait_for: 'css:#late', capture: wanted };
    const { captures, warnings } = await load(browser, `${site.url}/comes-late`, loading);
    assert.deepEqual(warnings, []);
    assertNear(await colourAt(captures[0]?.path ?? '', 600, 600), [0, 0, 255]);
  });

  test('a font that never comes holds up no picture', async () => {
    const { files, warnings } = await capture('/slow-font', { fullPage: false });
    assert.deepEqual(await colourAt(files[0]?.path ?? '', 600, 600), [0, 0, 255]);
    assert.deepEqual(warnings, ['some fonts did not load in time']);
  });

  test('a page that never fires load is pictured in what is left of its time', () =>
    inTime(async () => {
      const wanted = { formats: ['screenshot'], dir, fullPage: false, imageFormat: 'png' } as const;
      const { captures, warnings } = await load(browser, `${site.url}/never-loads`, {
        wait_until: 'load',
        page_timeout: 4_500,
        capture: wanted,
      });
      assert.deepEqual(await colourAt(captures[0]?.path ?? '', 600, 600), [0, 0, 255]);
      assert.match(warnings.join(), /"load"/);
    }));
});

test('a page whose script never ends is pictured whole, and that is said', () =>
  inTime(async () => {
    const wanted = { formats: ['screenshot'], dir, fullPage: true, imageFormat: 'png', waitMs: 1_000 } as const;
    const { captures, warnings, html } = await load(browser, `${site.url}/busy`, {
      page_timeout: 6_000,
      capture: wanted,
    });
    const [picture] = captures;
    assert.ok((picture?.height ?? 0) >= 1_500);
    assertNear(await colourAt(picture?.path ?? '', 600, 1_400), [0, 0, 255]);
    assert.match(html, /Tides/);
    assert.match(warnings.join(), /what its script was at was ended/);
  }));

test('of a page that answers to nothing the window is pictured as it was drawn last, and what is missing is said', () =>
  inTime(async () => {
    const formats = ['pdf', 'screenshot'] as const;
    const wanted = { formats, dir, fullPage: true, imageFormat: 'webp', waitMs: 2_000 } as const;
    const started = performance.now();
    const { captures, warnings } = await load(browser, `${site.url}/waits`, { page_timeout: 6_000, capture: wanted });
    assert.ok(performance.now() - started < 7_000);
    const [picture] = captures;
    assert.deepEqual(
      [captures.length, picture?.format, picture?.mimeType, picture?.width, picture?.height],
      [1, 'screenshot', 'image/png', 1280, 720],
    );
    assertNear(await colourAt(picture?.path ?? '', 600, 600), [0, 0, 255]);
    assert.match(warnings.join(), /as it was drawn last.*no time for pdf.*title and text are missing/);
  }));

test('what there is no time for is left out of a picture, and said', () =>
  inTime(async () => {
    const wanted = { formats: ['screenshot'], dir, fullPage: true, imageFormat: 'png' } as const;
    const { captures, warnings } = await load(browser, `${site.url}/slow-rows`, {
      page_timeout: 12_000,
      wait_for_images: true,
      capture: wanted,
    });
    const height = captures[0]?.height ?? 0;
    assert.ok(height > 0 && height < 100_000 && height % 4_096 === 0, `${height} px`);
    assert.match(warnings.join(), /images further down may be missing/);
    assert.match(warnings.join(), new RegExp(`the first ${height} of 100000 px: page_timeout`));
    assert.equal((await sharp(captures[0]?.path).metadata()).height, height);
  }));

test('a webp cannot hold 16,384 px: a png, and a warning', async () => {
  const { files, warnings } = await capture('/too-tall-for-webp', { imageFormat: 'webp' });
  assert.equal(files[0]?.mimeType, 'image/png');
  assert.match(warnings.join(), /more than webp can hold/);
});

test('PDF: paper, pages, and a refusal of what makes none', async () => {
  const { files } = await capture('/tall', {
    formats: ['pdf'],
    pdf: { paper: 'Letter', landscape: true, margin: '0' },
  });
  const [file] = files;
  assert.ok(file);
  const text = readFileSync(file.path, 'latin1');
  assert.match(text, /^%PDF-/);
  assert.match(text, /\/MediaBox \[0 0 792 612\]/);
  assert.equal(file.pages, text.match(/\/Type\s*\/Page\b/g)?.length);
  assert.ok((file.pages ?? 0) > 20);
  await assert.rejects(capture('/', { formats: ['pdf'], pdf: { paper: 'A99' } }), { code: 'invalid_input' });
});

test('MHTML opens offline with its style and its picture', async () => {
  const { files } = await capture('/', { formats: ['mhtml'] });
  const found = await findBrowser({ headless: true });
  const viewer = await chromium.launch({ executablePath: found?.path ?? '' });
  try {
    const page = await viewer.newPage();
    await page.context().setOffline(true);
    await page.goto(`file://${files[0]?.path}`);
    assert.equal(await page.locator('h1').textContent(), 'Tide table');
    assert.equal(await page.locator('h1').evaluate((h1) => getComputedStyle(h1).color), 'rgb(0, 0, 255)');
    assert.equal(await page.locator('img').evaluate((img) => 'naturalWidth' in img && img.naturalWidth), 20);
  } finally {
    await viewer.close();
  }
});

test('several formats of one load, in the order asked for', async () => {
  const before = site.hits.length;
  const { files } = await capture('/', { formats: ['pdf', 'screenshot', 'mhtml'] });
  assert.deepEqual(
    files.map((file) => file.format),
    ['pdf', 'screenshot', 'mhtml'],
  );
  assert.equal(site.hits.slice(before).filter((hit) => hit.path === '/').length, 1);
});

for (const [width, height, fit] of [
  [1280, 720, { cropHeight: 720, width: 1280, height: 720 }],
  [1920, 1080, { cropHeight: 1080, width: 1429, height: 804 }],
  [4000, 500, { cropHeight: 500, width: 1568, height: 196 }],
  [1280, 2700, { cropHeight: 2700, width: 738, height: 1557 }],
  [1280, 30_000, { cropHeight: 2738, width: 733, height: 1567 }],
  [390, 5_000, { cropHeight: 1568, width: 390, height: 1568 }],
] as const)
  test(`${width} × ${height} as a model sees it`, () => {
    assert.deepEqual(fitForModel(width, height, MODEL_EDGE_PX), fit);
  });

test('a smaller picture is the whole page made smaller, as far as it is readable then', () => {
  assert.deepEqual(fitForModel(1280, 1984, 200), { cropHeight: 1984, width: 129, height: 200 });
  assert.deepEqual(fitForModel(1280, 9_000, 200), { cropHeight: 2752, width: 93, height: 199 });
});

test('captures are kept up to a size, oldest out first, each for its owner', async () => {
  const store = join(dir, 'store');
  const old = 'a'.repeat(32);
  const files = await CaptureFolder.open(store, 1_000, new OwnCaptures());
  assert.equal(statSync(store).mode & 0o777, 0o700);
  const make = async (letters: string, bytes: number, owner = 'me') => {
    const written = [...letters].map((letter) => {
      const path = join(store, `${letter.repeat(32)}.png`);
      writeFileSync(path, Buffer.alloc(bytes));
      return { format: 'screenshot' as const, path, bytes, mimeType: 'image/png' };
    });
    return files.keep(written, 'http://a.example/', owner);
  };
  await make('a', 400);
  const [second] = await make('b', 400, 'somebody');
  assert.equal((await files.read(old, 'me')).data.length, 400);
  await assert.rejects(files.read(second?.id ?? '', 'me'), { code: 'expired' });
  await make('c', 400);
  await assert.rejects(files.read(old, 'me'), { code: 'expired' });
  assert.deepEqual(
    (await files.list('me')).map((kept) => kept.id),
    ['c'.repeat(32)],
  );
  assert.deepEqual(readdirSync(store).length, 2);
  await make('de', 600);
  assert.deepEqual(
    (await files.list('me')).map((kept) => kept.id[0]),
    ['d', 'e'],
    'files of one page stay together',
  );
  rmSync(join(store, `${'d'.repeat(32)}.png`));
  assert.deepEqual((await files.list('me')).length, 1, 'what others removed is not listed');
  const last = join(store, `${'e'.repeat(32)}.png`);
  rmSync(last);
  symlinkSync(import.meta.filename, last);
  await assert.rejects(files.read('e'.repeat(32), 'me'), { code: 'expired' }, 'what others made a link is not read');
  // A later run counts what it finds, and tells nobody of it.
  const later = await CaptureFolder.open(store, 500, new OwnCaptures());
  assert.deepEqual(readdirSync(store).length, 1);
  assert.deepEqual(await later.list('me'), []);
});
