/** Text that only computed style hides is no content; what a person can bring to sight is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

let server: TestClient;
before(async () => {
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(() => server[Symbol.asyncDispose]());

const PAGE = `<!doctype html><title>Hidden</title><style>
.none { display: none } .invisible { visibility: hidden } .clear { opacity: 0 } .fading { opacity: 0; transition: opacity 1s }
.tiny { font-size: 1px } .glass { color: transparent } .off { position: absolute; left: -9999px }
.reader { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0, 0, 0, 0) }
.flat { height: 0; overflow: hidden } .indent { text-indent: -9999px }
.shrunk { transform: scale(0) } .margin { margin-left: -9999px } .circle { clip-path: circle(0) }
.point { clip-path: polygon(0 0, 0 0, 0 0) } .line { clip-path: ellipse(0 50%) } .breath { color: rgba(0, 0, 0, 0.01) }
.part { clip-path: polygon(0 0, 100% 0, 100% 90%) } .oval { clip-path: ellipse(50% 40%) } .pale { color: rgba(0, 0, 0, 0.4) }
.grows { transform: scale(0); transition: transform 1s } .opens { clip-path: polygon(0 0, 0 0, 0 0); animation: wide 1s 90s both } @keyframes wide { to { clip-path: none } }
</style><h1>Seen heading</h1>
${['none', 'invisible', 'clear', 'tiny', 'glass', 'off', 'reader', 'flat', 'indent', 'shrunk', 'margin', 'circle', 'point', 'line', 'breath'].map((name) => `<p class="${name}">Secret ${name}</p>`).join('\n')}
<div class="flat"><div><span><div><span>Secret deep</span></div></span></div></div>
<div class="flat"><div><p style="position: absolute">Seen placed</p></div></div><div class="flat" style="position: relative"><p style="position: absolute">Secret placed</p></div>
<p class="opens">Seen opening</p><p class="part">Seen part</p><p class="oval">Seen oval</p><p class="pale">Seen pale</p><p class="fading">Seen fading</p><p class="grows">Seen growing</p><details><summary>Seen summary</summary><p>Seen details</p></details>
<style>.contents { display: contents }</style><p class="contents">Seen contents</p><div class="none"><p class="contents">Secret contents</p></div>
${['invisible', 'tiny', 'glass'].map((name) => `<p><span class="contents ${name}">Secret own ${name}</span></p><div class="${name}"><span class="contents">Secret parent ${name}</span></div>`).join('\n')}
<div class="invisible tiny"><span class="contents" style="visibility: visible; font-size: 16px">Seen again</span></div>
<div popover id="open">Seen popover</div><div popover>Secret popover</div><script>document.querySelector('#open').showPopover()</script>
<p class="invisible">Parent <span style="visibility: visible">Seen child</span></p>
<p class="invisible">Secret above <b>Secret below</b></p>
<a href="/menu"><span class="reader">Seen menu</span></a><a class="none" href="/gone">Hidden link</a>`;

test('tabs and answers that a style closes are content, where what opens them is seen; those of menus are not', async () => {
  const body = `<!doctype html><title>Manual</title><style>.none { display: none } .flat { max-height: 0; overflow: hidden } .invisible { visibility: hidden }</style>
    <nav><h3><button aria-expanded=false aria-controls=menu>Products</button></h3><div id=menu class=none>Secret menu</div></nav>
    <h1>Manual</h1><ul role=tablist><li role=tab id=n>npm<li role=tab id=p aria-controls=pp>pnpm</ul>
    <div role=tabpanel aria-labelledby=n>npm i x</div><div role=tabpanel id=pp class=none>pnpm add x <a href=/why>why</a></div>
    <div class=none><b id=o>yarn</b></div><div role=tabpanel aria-labelledby=o class=none>Secret of a tab that is not shown</div>
    <h3><button aria-expanded=false aria-controls=free>Free?</button></h3><div id=free class=flat><p>Yes, free.</p></div>
    <dl><dt aria-expanded=false aria-controls=fast>Fast?<dd id=fast class=none>Yes, fast.</dl>
    <h3 id=q>Good?</h3><div class="flat invisible"><div role=region aria-labelledby=q>Yes, good.</div></div>
    <div hidden=until-found>Found.</div><button aria-expanded=false aria-controls=share>Share</button><p id=share class=none>Secret share</p>`;
  await using site = await startSite({ '/': { body } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  const answers = '### Free?\n\nYes, free.\n\n- **Fast?**: Yes, fast.\n\n### Good?\n\nYes, good.\n\nFound.';
  const tabs = `- npm\n- pnpm\n\n**npm**\n\nnpm i x\n\npnpm add x [why](${site.url}/why)`;
  assert.equal(data.markdown, `### Products\n\n# Manual\n\n${tabs}\n\n${answers}\n\nShare`);
  assert.equal(data.links.internal[0].hidden, true);
});

test('choices of a form are told where a person can open them, and not where its control is hidden', async () => {
  const choices = (name: string, secret: string) =>
    `<p><select class="${name}"><option>${secret} one<option>${secret} two</select>`;
  const hidden = ['none', 'invisible', 'clear', 'off', 'reader', 'shrunk'].map((name) => choices(name, 'Secret'));
  const [style = ''] = /<style>.*?<\/style>/s.exec(PAGE) ?? [];
  const body = `<!doctype html><title>Form</title>${style}<h1>Form</h1>${hidden.join('')}${choices('', 'Seen')}
    <form><input name=closest><select><optgroup label=G><option>Seen a<option>Seen b</optgroup></select></form>`;
  await using site = await startSite({ '/': { body } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.equal(data.markdown, '# Form\n\n(Seen one / Seen two)\n\n(Seen a / Seen b)');
});

test('what a script ticks and sets is told, and nothing that is typed or a code', async () => {
  const body = `<!doctype html><title>Fleet</title><table><tr><th>Boat<th>Open<tr><td>Ada<td><input type=checkbox disabled id=a><tr><td>Eve<td><input type=checkbox disabled checked id=e></table>
    <p>Seats <input type=number id=n> <input id=t> <input type=password id=p> <input type=number id=k autocomplete="one-time-code">
    <input type=number id=m style="-webkit-text-security: disc"> on <input type=date id=d></p>
    <script>a.checked = true; e.checked = false; n.value = 7; t.value = p.value = 'Secret'; k.value = m.value = 4711; d.value = '2026-12-01'</script>`;
  await using site = await startSite({ '/': { body } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.equal(data.markdown, '| Boat | Open |\n| - | - |\n| Ada | [x] |\n| Eve | [ ] |\n\nSeats 7 on 2026-12-01');
});

test('choices are told in a document in XML, where names of elements are in small letters', async () => {
  const body = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Form</title></head><body><h1>Form</h1>
    <p><select><option>Seen one</option><option>Seen two</option></select></p><p style="opacity: 0">Secret</p></body></html>`;
  await using site = await startSite({ '/': { headers: { 'content-type': 'application/xhtml+xml' }, body } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.deepEqual([data.markdown, data.hidden_text_removed], ['# Form\n\n(Seen one / Seen two)', 1]);
});

test('computed style: hidden text is left out and counted, hidden links are kept and marked', async () => {
  await using site = await startSite({ '/': { body: PAGE } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.deepEqual(data.markdown.match(/Secret \w+/g), null);
  for (const seen of [
    'heading',
    'fading',
    'growing',
    'opening',
    'summary',
    'details',
    'child',
    'menu',
    'contents',
    'again',
    'popover',
    'placed',
    'part',
    'oval',
    'pale',
  ])
    assert.match(data.markdown, new RegExp(`Seen ${seen}`));
  assert.ok(data.hidden_text_removed >= 9, String(data.hidden_text_removed));
  const links = Object.fromEntries(
    data.links.internal.map((link: { href: string; hidden?: boolean }) => [new URL(link.href).pathname, link.hidden]),
  );
  assert.deepEqual(links, { '/menu': undefined, '/gone': true });
});

const FORMULA = (tex: string, letter: string) =>
  `<math><semantics><mrow><mi>${letter}</mi></mrow><annotation encoding="application/x-tex">${tex}</annotation></semantics></math>`;

test('a formula is told by its source, which browsers never show, and not where it is hidden itself', async () => {
  const clip = 'position: absolute; clip: rect(1px, 1px, 1px, 1px); width: 1px; height: 1px; overflow: hidden';
  const body = `<style>.clip { ${clip} }</style><p>Seen <span class="clip">${FORMULA('\\rho^2', 'r')}</span><span aria-hidden="true">r2</span> here</p>
<p>Seen ${FORMULA('\\alpha', 'a')} there</p><style>.none { display: none }</style><div class="none"><p>${FORMULA('Secret', 's')}</p></div>`;
  await using site = await startSite({ '/': { body } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.equal(data.markdown, 'Seen $\\rho^2$ here\n\nSeen $\\alpha$ there');
});

test('a hidden link whose words stand in an element of its own is left out, and not read by its title', async () => {
  const menu = (style: string) =>
    `<div style="${style}"><a href="/recent" title="Secret title"><span>Recent</span></a><a href="/random" aria-label="Secret label"><span>Random</span></a></div>`;
  const icon = '<a href="/find" title="Seen icon"><span style="display: none">Find</span></a>';
  const slide = `<style>.none { display: none }</style><a href="/slide" class="none"><img src="/seen.png" alt="Seen slide"><span>Secret slide</span></a>`;
  for (const style of ['display: none', 'visibility: hidden', 'opacity: 0']) {
    await using site = await startSite({ '/': { body: `<h1>Seen</h1>${menu(style)}${icon}${slide}` } });
    const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
    assert.doesNotMatch(data.markdown, /Secret|Rec|Ran/, style);
    assert.match(data.markdown, /\[Seen icon\](?:.|\n)*Seen slide/);
    const links = data.links.internal.map(({ text, hidden }: { text: string; hidden?: boolean }) => [text, hidden]);
    assert.deepEqual(
      links.slice(0, 2),
      [
        ['Recent', true],
        ['Random', true],
      ],
      style,
    );
  }
});

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const GROUND = `<!doctype html><title>Ground</title><style>
body { background: #fff } p, h2 { color: #fff } .dark { background: #222 } .own { color: #222 } .on { position: relative; height: 50px }
.under { position: absolute; inset: 0; z-index: -1; width: 300px; background: #00f } .before::before { content: ""; position: absolute; inset: 0; background: #000; z-index: -1 }
.gradient { background: linear-gradient(red, blue); background-clip: text; color: transparent }
</style><h1>Seen title</h1><p>Secret white</p><p><b>Secret bold</b></p><div class="dark"><p class="own">Secret dark</p><p>Seen dark</p></div>
<div style="opacity: .01"><p class="own">Secret faint</p></div><div style="filter: opacity(0)"><p class="own">Secret filter</p></div>
<div class="on"><div class="under"></div><p>Seen box</p></div><div class="on before"><p>Seen before</p></div>
<div class="on"><img class="under" src="${PIXEL}"><p>Seen picture</p></div><h2 class="gradient">Seen gradient</h2>
<p style="text-shadow: 0 0 3px #000">Seen shadow</p><p style="-webkit-text-stroke: 1px #000">Seen stroke</p><p style="mix-blend-mode: difference">Seen blend</p>
<p style="transition: color 1s">Seen change</p><div style="opacity: .01; transition: opacity 1s"><p class="own">Seen fade</p></div>
<svg width="200" height="50" style="color: #fff"><foreignObject width="200" height="50"><i>Seen svg</i></foreignObject></svg><x-card><p>Seen card</p></x-card>
<script>document.querySelector('x-card').attachShadow({ mode: 'open' }).innerHTML = '<div style="background: #000"><slot></slot></div>'</script>`;

test('text in the colour of its ground, or too faint, is hidden; not where anything else is behind it', async () => {
  await using site = await startSite({ '/': { body: GROUND } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.deepEqual(data.markdown.match(/Secret \w+/g), null);
  const seen = ['title', 'dark', 'box', 'before', 'picture', 'gradient', 'shadow', 'stroke', 'blend', 'change', 'fade'];
  for (const word of [...seen, 'card']) assert.match(data.markdown, new RegExp(`Seen ${word}`));
  assert.equal(data.hidden_text_removed, 5);
});

test('a page that is hidden as a whole is told, and what is hidden in it is not', async () => {
  const rules = ['html { display: none }', 'body { opacity: 0 !important }', 'body { visibility: hidden }'];
  const animated = 'body { animation: start 8s steps(1, end) both } @keyframes start { from { visibility: hidden } }';
  const paths = [...rules, animated].map((rule, i) => [`/${i}`, rule] as const);
  const rest =
    '<h1>Seen</h1><p style="font-size:1px">Secret small</p><p class="none">Secret gone</p><script>1</script>';
  const style = (rule: string) => `<style>${rule} .none { display: none }</style>`;
  const some = '<style>body { visibility: hidden } h1 { visibility: visible }</style><h1>Seen</h1><p>Secret</p>';
  await using site = await startSite({
    ...Object.fromEntries(paths.map(([path, rule]) => [path, { body: style(rule) + rest }])),
    '/some': { body: some },
  });
  for (const path of [...paths.map(([each]) => each), '/some']) {
    const { data } = await server.call('crawl', { url: site.url + path, engine: 'browser' });
    assert.equal(data.markdown, '# Seen', path);
  }
});

const STORY = `<h1>Seen</h1><p>${'What a person reads once the page is there. '.repeat(8)}</p><p style="font-size:1px">Secret</p>`;

test('what holds the whole page and is hidden until a script has run is told', async () => {
  const rules = ['opacity: 0', 'visibility: hidden', 'display: none'];
  const late = '<img src="/never"><script>onload = () => { page.style = "" }</script>';
  const cover = (rule: string) =>
    `<style>#page { ${rule} }</style><p>Loading…</p><main id="page">${STORY}</main>${late}`;
  const other = `<style>.menu { display: none }</style><p>Seen, and more than a sign that it loads</p><div class="menu">Secret ${STORY}</div>${late}`;
  await using site = await startSite({
    ...Object.fromEntries(rules.map((rule, i) => [`/${i}`, { body: cover(rule) }])),
    '/menu': { body: `<style>nav { display: none }</style><nav>Secret ${STORY}</nav>${late}` },
    '/other': { body: other },
    '/inline': { body: `<main style="display: none">${STORY}</main>` },
    '/body': { body: `<body style="opacity: 0">${STORY}${late}` },
    '/never': () => {},
  });
  const read = (path: string, engine: string) => server.call('crawl', { url: site.url + path, engine });
  for (const [i, rule] of rules.entries()) {
    const { data } = await read(`/${i}`, 'browser');
    assert.match(data.markdown, /^Loading…\n\n# Seen\n\nWhat a person reads/, rule);
    assert.doesNotMatch(data.markdown, /Secret/);
  }
  for (const path of ['/menu', '/other'])
    assert.doesNotMatch((await read(path, 'browser')).data.markdown, /Secret/, path);
  assert.match((await read('/body', 'http')).data.markdown, /^# Seen/);
  const { data } = await read('/inline', 'http');
  assert.match(String(data.warnings), /^all text of the page is hidden, .* engine "browser" tells$/);
});

test('what the browser has not laid out yet is no hidden text', async () => {
  const section = (_: unknown, i: number) => `<section><h2>Heading ${i}</h2><p>Words of part ${i}</p></section>`;
  const style = '<style>section { content-visibility: auto; contain-intrinsic-size: auto 500px }</style>';
  await using site = await startSite({ '/': { body: style + Array.from({ length: 40 }, section).join('') } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.equal(data.markdown.match(/^## Heading/gm)?.length, 40);
});

/** What a page may try so that its hidden text is told all the same; names of elements shadow members of their document and form. */
const TRICKS: Readonly<Record<string, string>> = {
  'checkVisibility lies': '<script>Element.prototype.checkVisibility = () => true</script>',
  'the walker sees nothing': '<script>Document.prototype.createTreeWalker = () => ({ nextNode: () => null })</script>',
  'nothing can be set': '<script>Element.prototype.setAttribute = () => {}</script>',
  'time flies': '<script>performance.now = () => 1e12 * Math.random()</script>',
  'what throws quotes itself': '<script>Element.prototype.closest = () => { throw new Error("Secret error") }</script>',
  'an observer takes marks off':
    '<script>new MutationObserver((all) => all.forEach((one) => one.target.removeAttribute(one.attributeName))).observe(document, { attributes: true, subtree: true })</script>',
  'an element of its own takes its mark off': `<script>customElements.define('x-y', class extends HTMLElement {
    static observedAttributes = ['data-webloupe-hidden'];
    attributeChangedCallback(name, before, now) { if (now !== null) this.removeAttribute(name) }
  })</script><x-y class="none">Secret element</x-y>`,
  'documentElement is a form': '<form name="documentElement"><input></form>',
  'createTreeWalker is a form': '<form name="createTreeWalker"></form>',
  'body is an image': '<img name="body">',
  'childNodes is a form': '<form name="childNodes"></form>',
  'a form whose members are inputs': `<form>Seen form${['closest', 'checkVisibility', 'setAttribute', 'parentElement', 'childNodes', 'tagName', 'outerHTML', 'getAttribute'].map((name) => `<input name="${name}">`).join('')}</form>`,
};

for (const more of [{}, { flatten_shadow_dom: true, process_iframes: true }])
  test(`no script and no name of a page brings its hidden text back, with ${JSON.stringify(more)}`, async () => {
    const names = Object.keys(TRICKS);
    // A page of few words is waited for.
    const words = 'and so many words that nobody waits for more '.repeat(20);
    await using site = await startSite({
      '*': (request) => ({
        body: `<!doctype html><title>Tricks</title><style>.none { display: none }</style>${TRICKS[names[Number(request.url?.slice(1))] ?? '']}<p class="none">Secret text</p><p>Seen text ${words}</p>`,
      }),
    });
    for (const [index, name] of names.entries()) {
      const { text } = await server.call('crawl', { url: `${site.url}/${index}`, engine: 'browser', ...more });
      assert.match(text, /Seen text/, name);
      assert.doesNotMatch(text, /Secret/, name);
    }
  });

test('frames of one address are each read, and the marks of hidden text hold in them', async () => {
  let frames = 0;
  await using site = await startSite({
    '/': {
      body: '<title>Frames</title><iframe src="/frame#a"></iframe><iframe src="/frame#b"></iframe><iframe srcdoc="<p>Seen within</p>"></iframe>',
    },
    '/frame': () => ({
      body: `<p>Seen frame ${++frames}</p><style>.none { display: none }</style><p class="none">Secret frame</p>`,
    }),
  });
  const { text } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser', process_iframes: true });
  for (const seen of ['frame 1', 'frame 2', 'within']) assert.match(text, new RegExp(`Seen ${seen}`));
  assert.doesNotMatch(text, /Secret/);
});

test('a page with more texts than are looked at says that hidden ones may stand among them', async () => {
  await using site = await startSite({
    '/': {
      body: `<!doctype html><title>Many</title><body style="width:9em">${'<b>a</b>'.repeat(101_000)}<p style="display:none">x`,
    },
    '/few': { body: '<!doctype html><title>Few</title><p>Few words.<p style="display:none">x' },
  });
  const read = (path: string) =>
    server.call('crawl', { url: site.url + path, engine: 'browser', include: ['links'], page_timeout: 60_000 });
  const [many, few] = [(await read('/')).data, (await read('/few')).data];
  assert.match(many.warnings?.join() ?? '', /too much text to look at all of it/);
  assert.equal(few.warnings, undefined);
});

/** Slides as carousels move them: the row by a transform, each slide by its own, by its `left`, by scrolling; sideways and up. */
const slides = (row: string, slide: (i: number) => string) =>
  `<div class="frame"><div style="${row}">${[0, 1, 2].map((i) => `<div class="slide" style="${slide(i)}"><div><h3>Seen ${i}</h3></div></div>`).join('')}</div></div>`;
const SLIDES: Record<string, string> = {
  row: slides('display: flex; transform: translateX(-800px)', () => ''),
  each: slides('display: flex', () => 'transform: translateX(-800px)'),
  left: slides('position: relative; left: -650px; height: 90px', (i) => `position: absolute; left: ${i * 400}px`),
  round: slides('display: flex', (i) => `transform: translateX(${i === 2 ? -1200 : 0}px)`),
  up: slides('transform: translateY(-200px)', () => 'height: 100px'),
  scrolled: `${slides('display: flex', () => '')}<script>for (const one of document.querySelectorAll('.frame')) one.scrollLeft = 800</script>`,
};
const ASIDE = `<div class="frame"><p style="position: absolute; left: -9999px">Secret one</p><p style="position: absolute; left: -9999px">Secret two</p><p>Seen</p>
<div style="margin: 0 -15px"><p style="position: relative; left: -9999px">Secret three</p></div></div>
<div class="frame"><div class="menu" style="transform: translateX(-400px)">Secret menu</div><div class="page">Seen</div></div>
<div class="menu slide" style="position: fixed; left: -500px"><p>Secret fixed</p></div>`;

test('slides that were moved out of sight are told; text that is set aside for nobody is not', async () => {
  const style =
    '<style>body { margin: 0 } .frame { overflow: hidden; width: 400px } .slide { flex: none; width: 400px }</style>';
  const paths = Object.entries({ ...SLIDES, aside: ASIDE }).map(([path, body]) => [`/${path}`, { body: style + body }]);
  await using site = await startSite(Object.fromEntries(paths));
  const read = async (path: string): Promise<string> =>
    (await server.call('crawl', { url: `${site.url}/${path}`, engine: 'browser' })).data.markdown;
  for (const path in SLIDES) assert.equal(await read(path), '### Seen 0\n\n### Seen 1\n\n### Seen 2', path);
  assert.equal(await read('aside'), 'Seen\n\nSeen');
});

const WORDS = 'and so many words that a part of the page is made of them';
/** As page builders have it: a part is shown once a person scrolls to it. */
const onSight = (show: string) => `<script>document.title = 'Still'; onscroll = () => { document.title = 'Scrolled' };
const seen = new IntersectionObserver((entries) => { for (const { isIntersecting, target } of entries) if (isIntersecting) { ${show} } }, { threshold: 0.2 });
for (const part of document.querySelectorAll('.part')) seen.observe(part)</script>`;
const parts = (style: string) =>
  `<h1>Top</h1>${[1, 2, 3, 4].map((i) => `<section class="part" style="height: 600px; ${style}"><p>Seen ${i} ${WORDS}</p></section>`).join('')}`;

test('parts that are shown when they are scrolled to are scrolled to; what stays hidden then is hidden', async () => {
  const never = `<section style="height: 600px; visibility: hidden"><p>Secret ${WORDS}</p></section>`;
  const menu = `<div style="position: relative; height: 2000px"><div style="position: absolute; top: 800px; visibility: hidden">Secret ${WORDS}</div></div>`;
  await using site = await startSite({
    '/invisible': { body: parts('visibility: hidden') + never + onSight("target.style.visibility = 'visible'") },
    '/clear': { body: parts('opacity: 0') + onSight("target.style.opacity = '1'") },
    '/menu': { body: `<h1>Top</h1><p>Seen</p>${menu}${onSight('')}` },
    '/fades': { body: parts('opacity: 0; transition: opacity 1s') + onSight('') },
  });
  const read = async (path: string) =>
    (await server.call('crawl', { url: site.url + path, engine: 'browser', include: ['content', 'metadata'] })).data;
  for (const path of ['/invisible', '/clear', '/fades']) {
    const { markdown } = await read(path);
    assert.deepEqual(markdown.match(/Seen \d|Secret/g), ['Seen 1', 'Seen 2', 'Seen 3', 'Seen 4'], path);
  }
  for (const [path, title] of Object.entries({ '/invisible': 'Scrolled', '/menu': 'Still', '/fades': 'Still' }))
    assert.equal((await read(path)).metadata.title, title, path);
  assert.doesNotMatch((await read('/menu')).markdown, /Secret/);
});

test('scripts that name in the address what is scrolled to leave a page its own', async () => {
  const address =
    "seen.unobserve(target); target.style.visibility = 'visible'; history.replaceState(null, '', '/other/' + target.id)";
  const body = `<h1>Top</h1><div style="height: 800px"></div>${parts('visibility: hidden')}<a href="next">Next</a>${onSight(address)}`;
  await using site = await startSite({ '/article': { body } });
  const { data } = await server.call('crawl', { url: `${site.url}/article`, engine: 'browser' });
  assert.match(data.markdown, /Seen 4/);
  assert.equal(data.redirected_url ?? data.url, `${site.url}/article`);
  assert.equal(data.links.internal[0].href, `${site.url}/next`);
});
