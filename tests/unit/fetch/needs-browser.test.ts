/** When HTML is only the shell of a page. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { needsBrowser } from '../../../src/core/fetch/needs-browser.js';

const TEXT = 'Words of its own, as any article has them. '.repeat(45);
const BUILDS = '<script>document.body.append(document.createElement("a"))</script>';

const MENU = `<header><nav>${Array.from({ length: 12 }, (_, i) => `<a href="/${i}">Section ${i} of this site</a>`).join('')}</nav></header>`;
const FOOT = `<footer><p>${'All rights reserved by the company and its partners. '.repeat(40)}</p><a href="/terms">Terms</a></footer>`;
const APP = '<script src="/app.js"></script>';
/** More than a bare heading: what stands beside it decides. */
const NAME = '<h1>Results of the regatta, day by day</h1>';
const around = (content: string) => `${MENU}<main>${content}</main>${FOOT}${APP}`;

const CASES: ReadonlyArray<[string, string, boolean, number?]> = [
  ['an empty root and a bundle', '<div id="root"></div><script type="module" src="/a.js"></script>', true],
  ['an empty root with a spinner', '<DIV ID=app class=x><span>Loading…</span></DIV><script src=/a.js></script>', true],
  ['an empty custom element', '<app-root></app-root><script src="/main.js"></script>', true],
  [
    'the frame of Storybook, its messages hidden by a style',
    `<div class=sb-nopreview><h1>No Preview</h1><p>${'Sorry, but nothing is selected. '.repeat(30)}</p></div><div id="storybook-root"></div><script type=module src="/iframe.js"></script>`,
    true,
  ],
  ...['style', 'noscript', 'template', 'svg'].map((name): [string, string, boolean] => [
    `an empty root beside what nobody sees, ${name}`,
    `<${name}><p>${TEXT}</p></${name}><div id="root"></div>${APP}`,
    true,
  ]),
  ['a page behind a drawing that ends with its own tag', `${APP}<svg width="1" /><p>${TEXT}</p>`, false],
  ['an empty root below a page in a comment', `<!-- <p>${TEXT}</p> --><div id="root"></div>${APP}`, true],
  ['plain scripts that build the list', `<h1>Shop</h1><ul id=list></ul>${BUILDS}`, true],
  [
    'a notice in noscript',
    '<noscript>Please enable JavaScript to run this app.</noscript><script src=/a.js></script><p>Hi</p>',
    true,
  ],
  ...[
    ['de', 'Bitte schalten Sie JavaScript ein.'],
    ['fr', "JavaScript n'est pas disponible."],
    ['ja', 'JavaScriptを有効にしてください。'],
    ['ru', 'Для работы нужен JavaScript.'],
    ['ko', '자바스크립트를 켜 주세요.'],
    ['fa', 'لطفا جاوا اسکریپت را روشن کنید.'],
  ].flatMap(([language, notice]): [string, string, boolean][] => [
    [`a notice in noscript, ${language}`, `<noscript><p>${notice}</p></noscript><p>Hi</p>${APP}`, true],
    [`the same beside text, ${language}`, `<noscript><p>${notice}</p></noscript><p>${TEXT}</p>${APP}`, false],
  ]),
  [
    'a noscript that speaks of nothing',
    `<noscript><style>.javascript { display: none }</style><a href="javascript:x()">More</a></noscript><p>Hi <a href=/a>there</a></p>${APP}`,
    false,
  ],
  ...['Bitte aktivieren Sie JavaScript.', '请启用 JavaScript', 'Включите JavaScript', 'Activez JavaScript'].map(
    (notice): [string, string, boolean] => [
      `a notice in the page itself: ${notice}`,
      around(`${NAME}<p>${notice}</p>`),
      true,
    ],
  ),
  ['a page about it', around('<h1>JavaScript</h1><p>Aktuelle Kurse für alle</p>'), false],
  ['an interactive page', around('<h1>Tides</h1><p>An interactive JavaScript clock</p>'), false],
  ['a page about its abilities', around('<h1>JavaScript</h1><p>Capabilities of engines</p>'), false],
  ...['Wczytywanie…', 'Yükleniyor...', '正在加载…', 'जानकारी लोड हो रहा है', 'กำลังโหลด'].map(
    (word): [string, string, boolean] => [`a word that it loads: ${word}`, around(`${NAME}<p>${word}</p>`), true],
  ),
  ...['Nur einen Moment…', 'Un instant...', '请稍候…', 'しばらくお待ちください...', 'Один момент…'].map(
    (title): [string, string, boolean, number] => [`a challenge: ${title}`, `<title>${title}</title><p>.`, true, 503],
  ),
  [
    'a moment that is no challenge',
    '<title>Un momento de paz</title><p>Hay un barco en el puerto.</p><a href=/a>Más</a><script src=/s.js></script>',
    false,
  ],
  ['a challenge', '<title>Just a moment...</title><script src=/c.js></script>', true, 403],
  [
    'a challenge that says much, and answers 200',
    `<title>Checking your browser</title><p>${'It takes a moment, and the page you asked for comes by itself. '.repeat(12)}<script src=/c.js></script>`,
    true,
  ],
  ['a challenge without a script', '<title>Just a moment...</title><p>Your browser is looked at.', true, 503],
  ['its title on a page without a script', '<title>Please wait here</title><p>The ferry comes.', false],
  ["a firewall's refusal", '<title>Access Denied</title><p>You have no permission.', true, 403],
  ['too many requests', '<title>Too many</title><p>Slow down.', false, 429],
  ['the same title on a page that answered', `<title>Just a moment</title><p>${TEXT}</p>`, false, 403],
  ['an empty root between menu and footer', around('<div id="root" data-page="shop"></div>'), true],
  ['placeholders between menu and footer', around(`<div class="card skeleton"></div>${NAME}`), true],
  ['a busy list', around(`${NAME}<ul aria-busy="true"></ul>`), true],
  ['a word that it loads', around(`${NAME}<p>Loading…</p>`), true],
  ['what React leaves to the browser', around(`${NAME}<!--$!--><template data-dgst="X"></template>`), true],
  ['a drawing that turns', around(`${NAME}<svg id="spinner"></svg>`), true],
  ['a notice, a menu and a heading', around(`${NAME}<noscript>Please enable JavaScript.</noscript>`), true],
  ['a notice in the page itself', `<p>Please enable JavaScript to see this page.</p>${APP}`, true],
  ...[
    `<div class=modal role=dialog><div><p>${TEXT}</div></div>`,
    `<div id=login hidden><div>${TEXT}</div>${MENU}</div>`,
    `<section class=x style="color:red; display: none"><section></section>${TEXT}</section>`,
    `<dialog id=options>${TEXT}</dialog>`,
    `<nav><nav hidden></nav>${TEXT}</nav><div hidden>${TEXT}</div>`,
    `<div hidden="">${TEXT}`,
  ].map((parts): [string, string, boolean] => [
    `a notice beside what is not shown: ${parts.slice(0, 30)}`,
    `<p>You must enable JavaScript to use this board!</p>${parts}${APP}`,
    true,
  ]),
  ...[
    `<div hidden><div>No.</div></div><p>${TEXT}</p>`,
    `<div class="hidden wide" data-x='a hidden thing'>${TEXT}</div>`,
    `<dialog open>${TEXT}</dialog>`,
    `<div hidden>No.</div>${MENU.replace(/<.?(?:header|nav)>/g, '')}`,
    `<!-- <div hidden> --><p>${TEXT}</p>`,
    `<script>box = $("<div style='display:none'>")</script><p>${TEXT}</p>`,
    `<div data-style="display:none">${TEXT}</div>`,
  ].map((parts): [string, string, boolean] => [
    `a notice above a page that is there: ${parts.slice(0, 30)}`,
    `<p>Please enable JavaScript to see all of this page.</p>${parts}${APP}`,
    false,
  ]),
  ['dialogs of a page without a notice', `<p>A board of tides.</p><div hidden>${TEXT}</div>${APP}`, false],
  ['a menu and nothing else', around('<div data-view></div>'), true],
  [
    'an imported module and no text',
    '<div><script>import("/start.js").then((app) => app.start())</script></div>',
    true,
  ],
  ['a script that leads elsewhere', '<p>Redirecting…</p><script>location.href = "/new"</script>', true],
  [
    'a form that sends itself',
    '<body onload="document.forms[0].submit()"><form method=post><input type=hidden></form>',
    true,
  ],
  ['a form that sends itself by a script', '<form id=f method=post></form><script>f.submit()</script>', true],
  ['a heading and a menu', around(NAME), false],
  ['a heading that is a link', around('<a href="/results">Results</a>'), false],
  ['a short page with a menu', around('<h1>Contact</h1><p>Write to us, we answer within a day.</p>'), false],
  ['a form with a menu', around('<form method="post"><input name="user"><button>Log in</button></form>'), false],
  ['pictures with a menu', around('<img src="/a.jpg" alt=""><img src="/b.jpg" alt="">'), false],
  ['a place for modals', around(`<p>${TEXT.slice(0, 200)}</p><div id="root"></div>`), false],
  ['a part that comes later', around(`<p>${TEXT.slice(0, 300)}</p><p class="spinner">Loading…</p>`), false],
  ['all in a header that never ends', `<header><h1>Old page</h1><p>${TEXT.slice(0, 300)}</p>${MENU}${APP}`, false],
  [
    'an empty application below links that are no menu by their element',
    `${'<a href=/x>Chapter</a> '.repeat(8)}<div id=app class=x></div><script src=/a.js></script>`,
    true,
  ],
  [
    'an empty box of a page with links',
    `${'<a href=/x>Chapter</a> '.repeat(8)}<div id=content></div><div id=app-store></div><script src=/a.js></script>`,
    false,
  ],
  [
    'a widget in an article',
    `<article>${TEXT.repeat(3)}</article><div id=app></div><script src=/a.js></script>`,
    false,
  ],
  [
    'a short page in its root',
    `<div id="root"><h1>Contact</h1><p>Write to us: <a href="/mail">mail</a></p></div>${APP}`,
    false,
  ],
  ['no scripts', '<h1>Hello</h1><a href=/a>a</a>', false],
  ['an article with scripts', `<article>${TEXT}</article>${BUILDS}`, false],
  ['an article inside the root', `<div id="root"><p>${TEXT}</p></div><script src=/a.js></script>`, false],
  ['a menu of links and a script', `${'<a href=/x>Chapter</a> '.repeat(8)}<script src=/stats.js></script>`, false],
  [
    'a short page with statistics',
    '<h1>Moved</h1><p>See <a href=/new>the new page</a>.</p><script src=/stats.js></script>',
    false,
  ],
  ...['application/ld+json', 'application/json', 'text/template', 'text/x-view'].map(
    (type): [string, string, boolean] => [
      `data in a script is no code, ${type}`,
      `<p>Short</p><a href=/a>a</a><script type="${type}">x.innerHTML = y</script>`,
      false,
    ],
  ),
];

for (const [name, html, needed, status] of CASES) {
  test(`${needed ? 'needs a browser' : 'needs none'}: ${name}`, () => {
    const verdict = needsBrowser(`<!doctype html><html><body>${html}</body></html>`, status ?? 200);
    assert.equal(verdict.needed, needed, verdict.reason);
    assert.ok(verdict.reason.length > 0);
  });
}

test('hostile HTML is looked at in linear time', () => {
  for (const unit of [
    '<div ',
    '<noscript>',
    '<SCRIPT>x</SCRIPT>',
    '<a ',
    '<!--',
    '<div id=root>',
    '<app-root',
    '<script>.innerHTML   ',
    '<a href ',
    '<nav class="',
    '<p class="x ',
    '<div id="root">  ',
    '<div id=app ',
    '<div id=app id=app id=app>',
    `<div id=app>${' '.repeat(200)}<!--${' '.repeat(200)}`,
    '<x-x-x-app ',
    '<a\th',
    '<a href',
    '<ul hidden></ul>',
    '<div hidden ',
    '<div hidden>',
    '<div style="',
    `<div hidden style="${'style="'.repeat(80)}>`,
  ]) {
    const before = process.cpuUsage();
    // Without a script there is nothing to look for, and without a notice and text not twice.
    const start = `<script src=/x>x</script><p>Enable JavaScript. ${TEXT}</p>`;
    needsBrowser(`${start}${unit.repeat(1_000_000 / unit.length)}`, 200);
    assert.ok(process.cpuUsage(before).user < 500_000, unit);
  }
});

test('a page of which nothing is seen before a million characters of data is a shell; a long one with text is none', () => {
  const data = `<script type="application/json">"${'x'.repeat(1_200_000)}"</script>`;
  const wiki = (body: string) => `<title>Notes</title><body>${body}${data}<script>boot()</script>`;
  assert.equal(needsBrowser(wiki('<noscript><p>All notes</p></noscript>'), 200).needed, true);
  assert.equal(needsBrowser(wiki(`<p>${'Words of a note. '.repeat(10)}</p>`), 200).needed, false);
  const blank = needsBrowser(`<title>Notes</title><body>${' '.repeat(1_200_000)}<p>A note.</p>`, 200);
  assert.deepEqual(blank, { needed: true, reason: 'the HTML shows nothing in its first million characters' });
});

const CORPUS = new URL('../../../../shared/corpus/', import.meta.url);

test('at most 5 % of the static pages of the corpus would start a browser', {
  skip: !existsSync(CORPUS) && 'the corpus is not here',
}, () => {
  const pages = readFileSync(new URL('pages.jsonl', CORPUS), 'utf8').trim().split('\n');
  const shells = pages.filter(
    (line) => needsBrowser(readFileSync(new URL(`pages/${JSON.parse(line).id}.html`, CORPUS), 'utf8'), 200).needed,
  );
  assert.ok(shells.length <= pages.length * 0.05, `${shells.length} of ${pages.length}`);
});
