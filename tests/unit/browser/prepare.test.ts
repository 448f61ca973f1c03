import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from '../../../src/core/fetch/browser.js';
import { within } from '../../helpers/processes.js';
import { type Site, startSite } from '../../helpers/site.js';
import { type LoadOptions, load as loadPage, startBrowser } from './test-browser.js';

/** 4 × 4 px, red. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGP4z8AARwzEcQCukw/x0F8jngAAAABJRU5ErkJggg==',
  'base64',
);
const image = { headers: { 'content-type': 'image/png' }, body: PICTURE };
const page = (body: string) => ({ body });
const article = `<main><h1>Tides</h1><p>${'The water comes and goes. '.repeat(40)}</p></main>`;

/** Without the source of the page's scripts, which holds what they make. */
async function load(from: Browser, url: string, options: LoadOptions = {}) {
  const loaded = await loadPage(from, url, options);
  return { ...loaded, html: loaded.html.replace(/<script>[\s\S]*?<\/script>/g, '') };
}

/** When the slow picture went out. */
let slowSent: number | undefined;
let browser: Browser;
let site: Site;
let other: Site;

before(async () => {
  browser = startBrowser();
  other = await startSite({
    '/frame/inner.html': page('<a href="deeper?a=1">from another site</a><img src="pic.png">'),
  });
  site = await startSite({
    '/late': page(
      // With text of its own: what is empty is waited for anyway.
      `<p>${'What stands here from the start. '.repeat(12)}</p>` +
        '<script>setTimeout(() => document.body.insertAdjacentHTML("beforeend", "<p id=late>late</p>"), 1_000)</script>',
    ),
    '/menu-first':
      page(`<nav><a href="/a">A section of this site</a><a href="/b">Another one</a></nav><main>Loading…</main><script>
      fetch('/data').then((answer) => answer.text()).then((text) => { document.querySelector('main').innerHTML = text; });</script>`),
    '/data': (_request, response) => {
      setTimeout(() => response.end('<a href="/c">what was fetched</a>'), 800);
    },
    '/lazy': page(`<img src="/a.png" loading="lazy"><div style="height:6000px"></div>
      <img id="native" src="/native.png" loading="lazy"><img id="data" data-src="/data.png"><img data-srcset="/srcset.png 1x">
      <img id="observed"><img src="/broken.png"><script>
        new IntersectionObserver((seen, me) => { if (seen[0].isIntersecting) { observed.src = '/observed.png'; me.disconnect(); } })
          .observe(document.querySelector('#observed'));
      </script>`),
    '/lazy-box':
      page(`<style>body { margin: 0; overflow: hidden } main { height: 100vh; overflow-y: auto }</style><main><div style="height:6000px"></div>
      <div id="boxed" style="height:50px"></div></main><script>
        new IntersectionObserver((seen) => { if (seen[0].isIntersecting) boxed.style.backgroundImage = 'url(/slow.png)'; }).observe(boxed);
      </script>`),
    '/slow.png': (_request, response) => {
      setTimeout(() => {
        slowSent = performance.now();
        response.writeHead(200, image.headers).end(PICTURE);
      }, 700);
    },
    '/hanging-image': page('<p>there</p><img src="/never.png">'),
    '/never.png': () => {},
    '/a.png': image,
    '/native.png': image,
    '/observed.png': image,
    '/data.png': image,
    '/srcset.png': image,
    '/endless': page(`<!doctype html><body><script>
      let shown = 0;
      const more = () => { for (let i = 0; i < 10; i++) document.body.insertAdjacentHTML('beforeend', '<p style="height:200px">item ' + ++shown + '</p>'); };
      more();
      addEventListener('scroll', () => { if (scrollY + innerHeight > document.documentElement.scrollHeight - 50 && shown < (location.hash ? 1e9 : 60)) setTimeout(more, 20); });
    </script>`),
    '/short-steps': page(`<!doctype html><body><p style="height:900px">0</p><script>
      const more = () => document.body.insertAdjacentHTML('beforeend', '<p style="height:300px">more</p>');
      addEventListener('scroll', () => { if (scrollY > 0) setTimeout(more, 20); });
    </script>`),
    '/modal': page(`${article}<div id="backdrop" style="position:fixed;inset:0;background:#0008"></div>
      <div role="dialog" aria-modal="true" style="position:fixed;top:20%;left:20%">Subscribe now</div>
      <style>body { overflow: hidden }</style>`),
    '/newsletter': page(`<div style="position:fixed;inset:0;z-index:-1">sky</div>${article}
      <div style="position:fixed;top:20%;left:30%;width:500px;height:120px;background:#fff">Subscribe now</div>
      <div style="position:fixed;bottom:10px;right:10px;width:60px;height:60px">chat</div>`),
    '/short': page(
      `<main>Ebb at noon</main><div role="dialog" style="position:fixed;inset:0">Subscribe to letters longer than the page</div>`,
    ),
    '/in-main': page(
      `<header>menu</header><main><div role="dialog" style="position:fixed;inset:0">All of the page stands in its main part</div></main>`,
    ),
    '/hidden-main': page(
      `<main style="display:none">Loading</main><div style="position:fixed;inset:0">All of the page stands beside its main part</div>`,
    ),
    '/fixed': page(
      `<div style="position:fixed;inset:0"><main></main><p>All of the page stands in a fixed box</p></div>`,
    ),
    '/plain': page(`<header style="position:fixed;top:0;height:40px;width:100%">menu</header>${article}`),
    '/shadow': page(`<x-card>light words<span slot="s">slotted</span></x-card><script>
      customElements.define('x-card', class extends HTMLElement {
        constructor() { super(); this.attachShadow({ mode: 'closed' }).innerHTML = '<a href="/deep">in shadow</a><slot name="s"></slot><slot></slot>'; }
      });</script>`),
    '/frames':
      page(`<p>outer</p><iframe src="/frame.html"></iframe><iframe src="${other.url}/frame/inner.html"></iframe>
      <iframe srcdoc="<a href='/doc'>from a srcdoc</a>"></iframe>`),
    '/frame.html': page(
      '<base href="/sub/"><a href="page?x=1">from a frame</a><script>document.write("<iframe srcdoc=\'<b>nested</b>\'></iframe>")</script>',
    ),
  });
});

after(async () => {
  await browser[Symbol.asyncDispose]();
  await site.close();
  await other.close();
});

test('wait_for css and js', async () => {
  assert.doesNotMatch((await load(browser, `${site.url}/late`)).html, /id="late"/);
  const waits = [
    'css:#late',
    'js:document.querySelector("#late") !== null',
    'js:() => document.querySelector("#late")',
    // Fails until it is there.
    'js:document.querySelector("#late").id === "late"',
    'js:async () => (await Promise.resolve(document.querySelector("#late"))) !== null',
    'js:Promise.resolve(document.querySelector("#late"))',
  ];
  const pages = await Promise.all(waits.map((wait_for) => load(browser, `${site.url}/late`, { wait_for })));
  for (const { html } of pages) assert.match(html, /id="late"/);
  const nevers = ['css:#never', 'js:async () => new Promise(() => {})'];
  const given = { page_timeout: 2_500 };
  const late = await Promise.all(nevers.map((wait_for) => load(browser, `${site.url}/late`, { wait_for, ...given })));
  for (const { warnings } of late) assert.match(warnings.join(), /wait_for did not come true/);
  for (const malformed of ['css:[[', 'js:)('])
    await assert.rejects(load(browser, `${site.url}/late`, { wait_for: malformed }), { code: 'invalid_input' });
});

test('a page with nothing yet beside its menu is waited for', async () => {
  const { html, warnings } = await load(browser, `${site.url}/menu-first`);
  assert.match(html, /<main><a href="\/c">what was fetched/);
  assert.deepEqual(warnings, []);
});

test('js_code runs, may await, and its failure is a warning', async () => {
  const js_code = [
    'await 1; document.body.append("first done")',
    'throw new Error("x")',
    'document.body.append("third done")',
  ];
  const { html, warnings } = await load(browser, `${site.url}/plain`, { js_code });
  assert.match(html, /first done.*third done/);
  assert.deepEqual(warnings, ['js_code: script 2 threw (in the words of the page, untrusted): "Error: x"']);
});

test('wait_for_images wakes lazy images of every kind; a broken one holds nothing up', async () => {
  await load(browser, `${site.url}/lazy`);
  assert.ok(!site.hits.some((hit) => /observed|data\.png/.test(hit.path)));
  const { html, timings } = await load(browser, `${site.url}/lazy`, { wait_for_images: true });
  assert.match(html, /id="observed" src="\/observed.png"/);
  assert.match(html, /id="data".* src="\/data.png"/);
  for (const path of ['/native.png', '/observed.png', '/data.png', '/srcset.png'])
    assert.ok(await within(10_000, () => site.hits.some((hit) => hit.path === path)), path);
  assert.ok((timings['prepare'] ?? 0) < 5_000);
});

test('wait_for_images scrolls in the box that the page scrolls in, and waits for backgrounds', async () => {
  const { html } = await load(browser, `${site.url}/lazy-box`, { wait_for_images: true });
  assert.match(html, /id="boxed"[^>]*slow\.png/);
  assert.ok(slowSent !== undefined, 'the answer came after the picture');
});

test('wait_for_images follows a page without an end only some screens', async () => {
  const { html } = await load(browser, `${site.url}/endless#on`, { wait_for_images: true });
  const items = html.match(/item \d+</g)?.length ?? 0;
  // 10 items are 2,000 px; ten screens more are 7,200.
  assert.ok(items > 10 && items < 70, `${items} items`);
});

test('an image that never comes is given up', async () => {
  const { html, warnings } = await load(browser, `${site.url}/hanging-image`, {
    wait_for_images: true,
    page_timeout: 1_500,
  });
  assert.match(html, /there/);
  assert.deepEqual(warnings, ['some images did not load in time']);
});

test('scan_full_page scrolls while the page grows, to its end or max_scroll_steps', async () => {
  const whole = await load(browser, `${site.url}/endless`, { scan_full_page: true, scroll_delay: 0.1 });
  assert.match(whole.html, /item 60</);
  assert.deepEqual(whole.warnings, []);
  const part = await load(browser, `${site.url}/endless#on`, {
    scan_full_page: true,
    scroll_delay: 0.1,
    max_scroll_steps: 5,
  });
  assert.match(part.warnings.join(), /max_scroll_steps/);
  const few = { scan_full_page: true, scroll_delay: 0.1, max_scroll_steps: 3 };
  assert.match((await load(browser, `${site.url}/short-steps`, few)).warnings.join(), /max_scroll_steps/);
  assert.deepEqual((await load(browser, `${site.url}/plain`, { ...few, max_scroll_steps: 1 })).warnings, []);
});

test('overlays go, the page and its menu stay', async () => {
  const { html } = await load(browser, `${site.url}/modal`, { remove_overlay_elements: true });
  assert.doesNotMatch(html, /Subscribe|backdrop/);
  assert.match(html, /Tides/);
  const letter = await load(browser, `${site.url}/newsletter`, { remove_overlay_elements: true });
  assert.doesNotMatch(letter.html, /Subscribe/);
  assert.match(letter.html, /sky.*Tides.*chat/s);
  const short = await load(browser, `${site.url}/short`, { remove_overlay_elements: true });
  assert.match(short.html, /Ebb at noon/);
  assert.doesNotMatch(short.html, /Subscribe/);
  for (const path of ['fixed', 'in-main', 'hidden-main'])
    assert.match((await load(browser, `${site.url}/${path}`, { remove_overlay_elements: true })).html, /All of the/);
  assert.match((await load(browser, `${site.url}/plain`, { remove_overlay_elements: true })).html, /menu.*Tides/s);
});

test('shadow roots are flattened, closed ones too', async () => {
  assert.doesNotMatch((await load(browser, `${site.url}/shadow`)).html, /in shadow<\/a>/);
  const { html } = await load(browser, `${site.url}/shadow`, { flatten_shadow_dom: true });
  assert.match(
    html,
    /<a href="\/deep">in shadow<\/a><slot name="s"><span slot="s">slotted<\/span><\/slot><slot>light words/,
  );
});

test('frames stand in the page, their links absolute by their own base', async () => {
  const { html } = await load(browser, `${site.url}/frames`, { process_iframes: true, wait_until: 'load' });
  for (const link of [`${site.url}/sub/page?x=1`, `${other.url}/frame/deeper?a=1`, `${site.url}/doc`])
    assert.ok(html.includes(`<a href="${link}">from a`), link);
  assert.match(html, /<b>nested<\/b>/);
  assert.doesNotMatch(html, /<iframe/);
});
